//! What is analysed together: a file by itself, or, where the configuration says so, the files of a numbered
//! folder as one answer.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use camino::{Utf8Path, Utf8PathBuf};
use tradeoff_analysis::answer::number_of_folder;
use tradeoff_analysis::config::AnswerUnit;

use crate::configuration::{Configuration, Configurations};
use crate::walk::Walk;

/// Files that stand for the folder they lie in, and so come before its other files.
const FACES: [&str; 2] = ["readme", "index"];

/// One document: a file, or several in the order in which they are read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Unit {
    /// Absolute paths, at least one.
    pub(crate) files: Vec<Utf8PathBuf>,
    /// Whether the files are one answer although each could be one.
    pub(crate) is_folder: bool,
}

impl Unit {
    /// The documents that `files` are, or are parts of, in order of their first files. A part brings the other
    /// parts with it, since none can be judged without them.
    pub(crate) fn of(files: BTreeSet<Utf8PathBuf>, walk: &Walk<'_>) -> Vec<Self> {
        let mut units = Vec::new();
        let mut folders: BTreeMap<Utf8PathBuf, BTreeSet<Utf8PathBuf>> = BTreeMap::new();
        for file in files {
            match numbered_folder(&file, walk.configurations) {
                Some(folder) => {
                    folders.entry(folder.to_owned()).or_default().insert(file);
                }
                None => units.push(Self { files: vec![file], is_folder: false }),
            }
        }
        for (folder, mut files) in folders {
            files.extend(walk.files_in(&folder));
            units.push(Self::of_folder(files));
        }
        units
    }

    /// The document that the file at `path` is, or is a part of; the file need not exist.
    pub(crate) fn around(path: &Utf8Path, walk: &Walk<'_>) -> Self {
        match numbered_folder(path, walk.configurations) {
            None => Self { files: vec![path.to_owned()], is_folder: false },
            Some(folder) => {
                let mut files: BTreeSet<Utf8PathBuf> = walk.files_in(folder).into_iter().collect();
                files.insert(path.to_owned());
                Self::of_folder(files)
            }
        }
    }

    fn of_folder(files: BTreeSet<Utf8PathBuf>) -> Self {
        let mut files: Vec<Utf8PathBuf> = files.into_iter().collect();
        files.sort_by_cached_key(|file| order(file));
        Self { files, is_folder: true }
    }
}

/// The files that are one answer together with the file at `path`, in the order in which they are read, that file
/// among them; `None` where it stands for itself.
pub fn companions(path: &Utf8Path, configurations: &Configurations) -> Option<Vec<Utf8PathBuf>> {
    let walk = Walk { configurations, current: path.parent()?, no_exclude: false };
    let unit = Unit::around(path, &walk);
    (unit.is_folder && !walk.is_excluded(path, false)).then_some(unit.files)
}

/// The folder of `file`, where its files are one answer.
fn numbered_folder<'p>(file: &'p Utf8Path, configurations: &Configurations) -> Option<&'p Utf8Path> {
    let folder = file.parent()?;
    // Of a configuration that cannot be read, the file itself will tell.
    let configuration = configurations.for_folder(folder).ok()?;
    is_one_answer(folder, &configuration).then_some(folder)
}

fn is_one_answer(folder: &Utf8Path, configuration: &Configuration) -> bool {
    let is_numbered =
        || folder.file_name().is_some_and(|name| number_of_folder(name, &configuration.bank).is_some());
    configuration.settings.answer == AnswerUnit::Folder && is_numbered()
}

/// What the files of a folder are sorted by: its face, then numbers, then names.
fn order(file: &Utf8Path) -> (bool, u64, String) {
    let stem = file.file_stem().unwrap_or_default();
    let is_face = FACES.iter().any(|face| stem.eq_ignore_ascii_case(face));
    let digits = stem.split(|character: char| !character.is_ascii_digit()).next().unwrap_or_default();
    (!is_face, digits.parse().unwrap_or(u64::MAX), file.file_name().unwrap_or_default().to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_face_comes_first_then_numbers_then_names() {
        let names = ["trade-offs.md", "10-end.md", "README.md", "2-parts.md", "01-problem.md", "appendix.md"];
        let unit = Unit::of_folder(names.iter().map(|&name| Utf8PathBuf::from(name)).collect());
        let names: Vec<&str> = unit.files.iter().map(|file| file.as_str()).collect();
        assert_eq!(
            names,
            ["README.md", "01-problem.md", "2-parts.md", "10-end.md", "appendix.md", "trade-offs.md"]
        );
    }
}
