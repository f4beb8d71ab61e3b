//! Where somebody can open a question's sheet as a file.
//!
//! A repository's own sheet is a file of its bank. A built-in one is inside the program, so a read-only copy goes to
//! the user's cache folder: every editor can open a file, and nobody takes the copy for the sheet itself.

use std::io;

use camino::{Utf8Path, Utf8PathBuf};
use tradeoff_analysis::bank::Question;

use crate::bank::folders;
use crate::configuration::Configuration;
use crate::interruption::hold;
use crate::write::temporary;

/// Why there is no file of a sheet.
#[derive(Debug, thiserror::Error)]
pub enum SheetError {
    /// No bank of the configuration has that number.
    #[error("there is no question {0}")]
    Unknown(u32),
    /// The system names no folder for what can be made again.
    #[error("there is no cache folder; set XDG_CACHE_HOME or HOME")]
    NoCache,
    /// The copy cannot be written.
    #[error("{path}: cannot be written")]
    Write {
        /// The copy.
        path: Utf8PathBuf,
        /// Why.
        source: io::Error,
    },
}

/// The file with the sheet of question `number`. A copy that is missing or out of date is written first, whole or
/// not at all.
pub fn materialise(configuration: &Configuration, number: u32) -> Result<Utf8PathBuf, SheetError> {
    let question = configuration.bank.get(number).ok_or(SheetError::Unknown(number))?;
    if let Some(own) = own_file(configuration, question) {
        return Ok(own);
    }
    let path = copies().ok_or(SheetError::NoCache)?.join(file_name(question));
    match write_copy(&path, question.source()) {
        Ok(()) => Ok(path),
        Err(source) => Err(SheetError::Write { path, source }),
    }
}

/// A read-only file with `text`, which is as much of the sheet of `question` as somebody wants to see; `stage` names
/// how much that is.
pub fn materialise_stage(question: &Question, stage: &str, text: &str) -> Result<Utf8PathBuf, SheetError> {
    let path = copies().ok_or(SheetError::NoCache)?.join(stage).join(file_name(question));
    match write_copy(&path, text) {
        Ok(()) => Ok(path),
        Err(source) => Err(SheetError::Write { path, source }),
    }
}

/// Whether the file at `path` is a copy of a sheet, and so neither an answer nor anybody's to edit.
pub fn is_copy(path: &Utf8Path) -> bool {
    copies().is_some_and(|copies| path.starts_with(copies))
}

/// The sheet's own file, for a question that a repository brought.
fn own_file(configuration: &Configuration, question: &Question) -> Option<Utf8PathBuf> {
    let banks = folders(configuration).into_iter().filter(|_| !question.builtin);
    banks.map(|bank| bank.join(&question.path)).find(|file| file.is_file())
}

fn file_name(question: &Question) -> &str {
    question.path.rsplit('/').next().unwrap_or(&question.path)
}

/// The folder of the copies, one for each version of the program.
fn copies() -> Option<Utf8PathBuf> {
    let folder = |variable: &str| {
        let path = Utf8PathBuf::from(std::env::var(variable).ok()?);
        path.is_absolute().then_some(path)
    };
    let own = if cfg!(windows) { folder("LOCALAPPDATA") } else { folder("XDG_CACHE_HOME") };
    let usual = if cfg!(target_os = "macos") { "Library/Caches" } else { ".cache" };
    let cache = own.or_else(|| Some(folder("HOME")?.join(usual)))?;
    Some(cache.join("tradeoff/sheets").join(env!("CARGO_PKG_VERSION")))
}

fn write_copy(path: &Utf8Path, text: &str) -> io::Result<()> {
    if std::fs::read_to_string(path).is_ok_and(|copy| copy == text) {
        return Ok(());
    }
    let folder = path.parent().unwrap_or(Utf8Path::new("."));
    std::fs::create_dir_all(folder)?;
    let _whole = hold();
    let file = temporary(folder, |out| out.write_all(text.as_bytes()), None)?;
    let mut permissions = file.as_file().metadata()?.permissions();
    permissions.set_readonly(true);
    file.as_file().set_permissions(permissions)?;
    file.persist(path).map_err(|error| error.error)?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::configuration::Configurations;

    static SHEETS: &[(&str, &str)] = &[("consensus/0501-raft.md", "# Walk through Raft.\n")];

    #[test]
    fn a_copy_is_read_only_and_follows_the_sheet() {
        let folder = tempfile::tempdir().expect("a temporary folder can be made");
        let path = Utf8Path::from_path(folder.path()).expect("its name is UTF-8").join("sheets/0501-raft.md");
        for text in ["# One\n", "# One\n", "# Two\n"] {
            write_copy(&path, text).expect("it can be written");
            assert_eq!(std::fs::read_to_string(&path).expect("it can be read"), text);
            assert!(path.metadata().expect("it is there").permissions().readonly());
        }
        let count = path.parent().and_then(|folder| folder.read_dir_utf8().ok()).map(Iterator::count);
        assert_eq!(count, Some(1), "nothing else is left behind");
    }

    #[test]
    fn a_sheet_of_the_repository_is_its_own_file() {
        let folder = tempfile::tempdir().expect("a temporary folder can be made");
        let folder = Utf8Path::from_path(folder.path()).expect("its name is UTF-8");
        let own = folder.join("bank/own/0801-backup.md");
        std::fs::create_dir_all(folder.join("bank/own")).expect("folders can be made");
        std::fs::write(&own, "# What does an untried backup prove?\n").expect("files can be written");
        std::fs::write(folder.join("tradeoff.toml"), "[bank]\nfolders = ['bank']\n")
            .expect("files can be written");
        let configuration = Configurations::new(SHEETS, []).for_folder(folder).expect("it is valid");
        assert_eq!(materialise(&configuration, 801).expect("it is there"), own);
        assert!(!is_copy(&own));
        if let Some(copies) = copies() {
            assert!(is_copy(&copies.join("0501-raft.md")));
        }
        assert!(matches!(materialise(&configuration, 999), Err(SheetError::Unknown(999))));
    }
}
