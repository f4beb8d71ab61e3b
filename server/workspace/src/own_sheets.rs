//! Reading the sheets of a repository's own banks.
//!
//! A `tradeoff.toml` names their folders, and who opens or lints a repository has not always read it first. So a bank
//! lies inside of its repository, links in it are not followed, and what is no sheet is not read.

use std::io;

use camino::{Utf8Path, Utf8PathBuf};
use tradeoff_analysis::bank::SheetSource;

use crate::configuration::{CONFIGURATION_FILE, ConfigurationError, read_error};
use crate::fix::repository_of;
use crate::paths::forward_slashes;
use crate::read::read_small;

/// Reads the sheets below `bank`, which a configuration in `folder` names, in order of their names.
pub(crate) fn read_own_sheets(bank: &Utf8Path, folder: &Utf8Path) -> Result<Vec<SheetSource>, ConfigurationError> {
    let real = bank.canonicalize_utf8().map_err(|source| read_error(bank, source))?;
    let configuration = folder.join(CONFIGURATION_FILE);
    let repository = repository_of(&configuration).unwrap_or(folder);
    if repository.canonicalize_utf8().is_ok_and(|repository| real.starts_with(repository)) {
        return read_sheets(bank);
    }
    let outside =
        "a bank lies in the folder of the tradeoff.toml that names it, or at least in its git repository";
    Err(read_error(bank, io::Error::new(io::ErrorKind::InvalidInput, outside)))
}

/// Reads the sheets below `bank`, in order of their names.
pub(crate) fn read_sheets(bank: &Utf8Path) -> Result<Vec<SheetSource>, ConfigurationError> {
    let mut sheets = Vec::new();
    let mut folders = vec![bank.to_owned()];
    while let Some(folder) = folders.pop() {
        for (path, is_folder) in entries(&folder).map_err(|source| read_error(&folder, source))? {
            if is_folder {
                folders.push(path);
            } else if path.extension() == Some("md") {
                let text = read_small(&path).map_err(|source| read_error(&path, source))?;
                let below = path.strip_prefix(bank).unwrap_or(&path);
                sheets.push(SheetSource { path: forward_slashes(below).into(), text: text.into() });
            }
        }
    }
    sheets.sort_by(|one, other| Utf8Path::new(&*one.path).cmp(Utf8Path::new(&*other.path)));
    Ok(sheets)
}

/// The folders, which are so marked, and files in `folder`: no links, pipes and devices, and nothing hidden, as in
/// every search.
fn entries(folder: &Utf8Path) -> io::Result<Vec<(Utf8PathBuf, bool)>> {
    let mut found = Vec::new();
    // A name that is not UTF-8 is no sheet's.
    for entry in folder.read_dir_utf8()?.flatten() {
        let kind = entry.file_type()?;
        if !entry.file_name().starts_with('.') && (kind.is_dir() || kind.is_file()) {
            found.push((entry.path().to_owned(), kind.is_dir()));
        }
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folder(files: &[&str]) -> (tempfile::TempDir, Utf8PathBuf) {
        let folder = tempfile::tempdir().expect("a temporary folder can be made");
        let path = Utf8PathBuf::from_path_buf(folder.path().to_owned()).expect("its name is UTF-8");
        for file in files {
            let file = path.join(file);
            std::fs::create_dir_all(file.parent().expect("it has a folder")).expect("it can be made");
            std::fs::write(file, "# Walk through Raft.\n").expect("it can be written");
        }
        (folder, path)
    }

    fn paths(sheets: &[SheetSource]) -> Vec<&str> {
        sheets.iter().map(|sheet| &*sheet.path).collect()
    }

    #[test]
    fn sheets_come_in_order_and_nothing_else_does() {
        let (_keep, bank) =
            folder(&["b/1.md", "a/3.md", "a/b/2.md", "a.md", "b/notes.txt", ".git/4.md", "a/.5.md"]);
        let sheets = read_sheets(&bank).expect("it can be read");
        assert_eq!(paths(&sheets), ["a/3.md", "a/b/2.md", "a.md", "b/1.md"]);
    }

    #[cfg(unix)]
    #[test]
    fn links_lead_nowhere() {
        use std::os::unix::fs::symlink;
        let (_keep, bank) = folder(&["a/1.md"]);
        // Each folder would hold all the others twice, to any depth.
        for name in ["a/one", "a/two"] {
            symlink(&bank, bank.join(name)).expect("links can be made");
        }
        symlink("1.md", bank.join("a/2.md")).expect("links can be made");
        assert_eq!(paths(&read_sheets(&bank).expect("it can be read")), ["a/1.md"]);
    }

    #[test]
    fn a_bank_lies_in_its_repository() {
        let (_keep, root) = folder(&["notes/.git/HEAD", "notes/own/1.md", "notes/bank/1.md", "other/1.md"]);
        let (folder, read) =
            (root.join("notes/own"), |bank: &str| read_own_sheets(&root.join(bank), &root.join("notes/own")));
        for bank in ["notes/own", "notes/bank", "notes/own/../bank"] {
            assert_eq!(paths(&read(bank).expect("it lies inside")), ["1.md"], "{bank}");
        }
        for bank in ["other", "", "notes/own/../../other"] {
            let error = read(bank).expect_err("it lies outside");
            assert!(error.to_string().ends_with(": cannot be read"), "{bank}: {error}");
        }
        assert!(read("notes/gone").is_err());
        #[cfg(unix)]
        {
            std::os::unix::fs::symlink(root.join("other"), folder.join("link")).expect("links can be made");
            assert!(read("notes/own/link").is_err());
        }
        // Without version control, the folder of the configuration is all there is.
        assert!(read_own_sheets(&root.join("other"), &root.join("other/..")).is_ok());
        assert!(read_own_sheets(&root, &root.join("other")).is_err());
    }
}
