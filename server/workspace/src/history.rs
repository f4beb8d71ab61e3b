//! How far a repository was, at some of its commits.
//!
//! The files of a commit are taken out of git as they are stored and put into a temporary folder, which is linted as
//! any other: nothing in the working tree, the index or the stash is touched.

use std::fs;
use std::io;

use camino::{Utf8Path, Utf8PathBuf};
use serde::Serialize;
use tradeoff_analysis::features::Standing;

use crate::configuration::{CONFIGURATION_FILE, Configurations};
use crate::git::{Git, GitError};
use crate::lint::{Linter, Options};
use crate::paths::absolute;
use crate::progress::{Progress, StateCounts, known_answers};
use crate::walk::is_markdown;

/// How far a repository was at a commit.
#[derive(Clone, Debug, Serialize)]
pub struct Moment {
    /// The day of the commit, as `2026-11-24`.
    pub date: String,
    /// The commit's name.
    pub commit: String,
    /// How many questions were how far.
    #[serde(flatten)]
    pub counts: StateCounts,
}

/// Why a history is not known.
#[derive(Debug, thiserror::Error)]
pub enum HistoryError {
    /// Git does not tell.
    #[error(transparent)]
    Git(#[from] GitError),
    /// The files of a commit cannot be put anywhere.
    #[error("the files of a commit cannot be put into a temporary folder")]
    Write(#[from] io::Error),
}

/// How far the folder `current` was at `most` commits at most, in order of time, spread evenly over those that changed
/// something in it. `configurations` makes the configurations that a commit is linted with.
pub fn history(
    current: &Utf8Path,
    most: usize,
    configurations: impl Fn() -> Configurations,
) -> Result<Vec<Moment>, HistoryError> {
    let git = Git::at(current);
    let top = git.top()?;
    let log = git.say(&["log", "--first-parent", "--reverse", "--format=%H %cs", "--", "."])?;
    let commits: Vec<(&str, &str)> = log.lines().filter_map(|line| line.split_once(' ')).collect();
    let below = current.strip_prefix(&top).unwrap_or(Utf8Path::new(""));
    let moments = spread(commits.len(), most).into_iter().map(|index| {
        let (commit, date) = commits[index];
        let folder = tempfile::Builder::new().prefix("tradeoff-").tempdir()?;
        let root = Utf8PathBuf::from_path_buf(folder.path().canonicalize()?)
            .map_err(|_| io::Error::other("its name is not UTF-8"))?;
        check_out(Git::at(&top), commit, &root)?;
        let counts = counts(&root.join(below), &configurations());
        Ok(Moment { date: date.to_owned(), commit: commit.to_owned(), counts })
    });
    moments.collect()
}

/// At most `most` of the first `count` numbers, evenly spread, the last among them.
fn spread(count: usize, most: usize) -> Vec<usize> {
    let most = most.min(count);
    (1..=most).map(|nth| nth * count / most - 1).collect()
}

/// Puts what a lint reads of `commit` into the folder `root`.
fn check_out(git: Git<'_>, commit: &str, root: &Utf8Path) -> Result<(), HistoryError> {
    // What lies in the repository lies in this folder.
    fs::create_dir(root.join(".git"))?;
    let tree = git.run(&["ls-tree", "-r", "-z", "--full-tree", commit])?;
    let entries: Vec<(&str, &str)> = tree.split(|byte| *byte == 0).filter_map(entry).collect();
    let names: String = entries.iter().flat_map(|(name, _)| [name, "\n"]).collect();
    let blobs = git.feed(&["cat-file", "--batch"], names.into_bytes())?;
    let mut rest = blobs.as_slice();
    for (_, path) in entries {
        let Some((contents, after)) = next_blob(rest) else { break };
        let path = absolute(root, Utf8Path::new(path));
        fs::create_dir_all(path.parent().unwrap_or(root))?;
        fs::write(path, contents)?;
        rest = after;
    }
    Ok(())
}

/// The blob and the path in a line of a tree, `100644 blob NAME<tab>PATH`, if a lint reads such a file.
fn entry(line: &[u8]) -> Option<(&str, &str)> {
    let (head, path) = std::str::from_utf8(line).ok()?.split_once('\t')?;
    let mut head = head.split(' ');
    let is_file = head.next()?.starts_with("100") && head.next()? == "blob";
    let name = head.next()?;
    let file = Utf8Path::new(path);
    let is_read = is_markdown(file) || file.file_name() == Some(CONFIGURATION_FILE);
    (is_file && is_read).then_some((name, path))
}

/// The first of several blobs, `NAME blob SIZE<newline>CONTENTS<newline>`, and what stands behind it.
fn next_blob(blobs: &[u8]) -> Option<(&[u8], &[u8])> {
    let end = blobs.iter().position(|byte| *byte == b'\n')?;
    let head = std::str::from_utf8(&blobs[..end]).ok()?;
    let size: usize = head.rsplit(' ').next()?.parse().ok()?;
    let rest = &blobs[end + 1..];
    Some((rest.get(..size)?, rest.get(size + 1..)?))
}

/// How far the answers in `folder` are.
fn counts(folder: &Utf8Path, configurations: &Configurations) -> StateCounts {
    // A configuration that was broken then counts as none, and so does a folder that was not there yet.
    let configuration = configurations.for_folder(folder).unwrap_or_else(|_| configurations.defaults().clone());
    let run = Linter::new(configurations, folder, Options::default()).lint(&[folder.to_owned()]);
    let answers = known_answers(&run, folder, configurations, &configuration.bank).into_iter();
    Progress::of(&configuration.bank, &answers.map(|answer| answer.standing).collect::<Vec<Standing>>()).all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn commits_are_spread_evenly_up_to_the_last() {
        assert_eq!(spread(0, 3), Vec::<usize>::new());
        assert_eq!(spread(2, 3), [0, 1]);
        assert_eq!(spread(9, 3), [2, 5, 8]);
        assert_eq!(spread(10, 4), [1, 4, 6, 9]);
    }
}
