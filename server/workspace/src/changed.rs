//! Which lines of which files differ from a revision.
//!
//! Renames are followed as reviewers see them. What is new and in no commit counts as well.

use std::collections::HashMap;

use camino::{Utf8Path, Utf8PathBuf};

use crate::git::{Git, GitError};
use crate::lint::Run;
use crate::paths::absolute;

/// What differs from a revision, in the working tree: what is committed since, staged, changed and new.
#[derive(Clone, Debug, Default)]
pub struct Changes {
    /// By absolute path.
    files: HashMap<Utf8PathBuf, Touched>,
}

/// The lines that differ in one file.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Touched {
    /// It is new.
    All,
    /// First and last, from 0. Where lines were only taken away, the one before them.
    Lines(Vec<(u32, u32)>),
}

impl Changes {
    /// What differs between the working tree around the folder `current` and `revision`: from where the two parted, if
    /// that is known, so that what others did since is nobody's change here.
    pub fn since(revision: &str, current: &Utf8Path) -> Result<Self, GitError> {
        let git = Git::at(current);
        let top = git.top()?;
        let commit = git.commit(revision)?;
        let parted = git.say(&["merge-base", &commit, "HEAD"]).ok();
        let base = parted.and_then(|output| output.lines().next().map(str::to_owned)).unwrap_or(commit);
        let diff = git.run(&[
            "diff",
            "--no-color",
            "--no-ext-diff",
            "--no-textconv",
            "--text",
            "--unified=0",
            "--inter-hunk-context=0",
            "--find-renames",
            "--ignore-submodules",
            "--no-relative",
            "--src-prefix=a/",
            "--dst-prefix=b/",
            &base,
            "--",
        ])?;
        let mut files: HashMap<_, _> = parse(&diff)
            .into_iter()
            .map(|(path, lines)| (absolute(&top, Utf8Path::new(&path)), Touched::Lines(lines)))
            .collect();
        let new = Git::at(&top).run(&["ls-files", "--others", "--exclude-standard", "-z"])?;
        for path in new.split(|byte| *byte == 0).filter(|path| !path.is_empty()) {
            // A name that is not UTF-8 is told of by whoever walks over the file.
            if let Ok(path) = std::str::from_utf8(path) {
                files.insert(absolute(&top, Utf8Path::new(path)), Touched::All);
            }
        }
        Ok(Self { files })
    }

    /// Whether anything differs in the file at the absolute `path`.
    pub(crate) fn touches(&self, path: &Utf8Path) -> bool {
        self.files.contains_key(path)
    }

    /// Takes out of `run` what was found in sections that nothing differs in.
    pub fn retain_touched(&self, run: &mut Run, current: &Utf8Path) {
        for file in &mut run.linted {
            match self.files.get(&absolute(current, Utf8Path::new(&file.path))) {
                Some(Touched::All) => {}
                Some(Touched::Lines(touched)) => file.findings.retain(|located| {
                    let section = located.section;
                    touched.iter().any(|&(first, last)| first <= section.1 && section.0 <= last)
                }),
                None => file.findings.clear(),
            }
        }
        run.linted.retain(|file| !file.answers.is_empty() || !file.findings.is_empty());
    }
}

/// The files of a diff without context, by their new names from the top of the repository, with the lines that differ.
/// A file that is gone, or whose name is not UTF-8, is left out.
fn parse(diff: &[u8]) -> Vec<(String, Vec<(u32, u32)>)> {
    let mut files: Vec<(String, Vec<(u32, u32)>)> = Vec::new();
    let mut current = None;
    // Lines of hunks may look like headers, so they are counted off.
    let mut left = 0_u32;
    for line in diff.split(|byte| *byte == b'\n') {
        if left > 0 && matches!(line.first(), Some(b'+' | b'-')) {
            left -= 1;
        } else if line.starts_with(b"diff --git ") {
            current = None;
        } else if let Some(name) = line.strip_prefix(b"+++ ") {
            current = new_name(name).map(|name| {
                files.push((name, Vec::new()));
                files.len() - 1
            });
        } else if let Some(hunk) = line.strip_prefix(b"@@ ") {
            let Some((old, new)) = hunk_ranges(hunk) else { continue };
            left = old.1 + new.1;
            if let Some(file) = current {
                let first = new.0.saturating_sub(1);
                files[file].1.push((first, first + new.1.saturating_sub(1)));
            }
        }
    }
    files
}

/// The name behind `+++ `: quoted as in C where it has odd characters, with a tab behind it where it has blanks.
fn new_name(name: &[u8]) -> Option<String> {
    let name = name.strip_suffix(b"\t").unwrap_or(name);
    let name = if name.first() == Some(&b'"') { unquoted(name)? } else { name.to_vec() };
    String::from_utf8(name).ok()?.strip_prefix("b/").map(str::to_owned)
}

fn unquoted(name: &[u8]) -> Option<Vec<u8>> {
    let mut bytes = name.strip_prefix(b"\"")?.strip_suffix(b"\"")?.iter().copied();
    let mut plain = Vec::new();
    while let Some(byte) = bytes.next() {
        if byte != b'\\' {
            plain.push(byte);
            continue;
        }
        plain.push(match bytes.next()? {
            b'a' => 7,
            b'b' => 8,
            b't' => b'\t',
            b'n' => b'\n',
            b'v' => 11,
            b'f' => 12,
            b'r' => b'\r',
            digit @ b'0'..=b'3' => {
                let octal = [digit, bytes.next()?, bytes.next()?].map(|digit| digit.wrapping_sub(b'0') & 7);
                (octal[0] << 6) | (octal[1] << 3) | octal[2]
            }
            other => other,
        });
    }
    Some(plain)
}

/// Start and length on both sides, from `-3,2 +4 @@ ...`.
fn hunk_ranges(hunk: &[u8]) -> Option<((u32, u32), (u32, u32))> {
    let hunk = std::str::from_utf8(hunk.split(|byte| *byte == b'@').next()?).ok()?;
    let range = |text: &str, sign| {
        let text: &str = text.strip_prefix(sign)?;
        let (start, length) = text.split_once(',').unwrap_or((text, "1"));
        Some((start.parse().ok()?, length.parse().ok()?))
    };
    let (old, new) = hunk.trim().split_once(' ')?;
    Some((range(old, '-')?, range(new, '+')?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_diff_is_read() {
        let diff = b"diff --git a/a.md b/a.md\n--- a/a.md\n+++ b/a.md\n@@ -1 +1,2 @@ x @@ y\n-++ b/no.md\n\
            +++ b/no.md\n+text\n@@ -9,2 +10,0 @@\n-a\n-b\n\\ No newline at end of file\n\
            diff --git a/gone.md b/gone.md\n--- a/gone.md\n+++ /dev/null\n@@ -1 +0,0 @@\n-x\n\
            diff --git a/old.md b/new.md\nsimilarity index 100%\nrename from old.md\nrename to new.md\n\
            diff --git \"a/q\" \"b/q\"\n--- /dev/null\n+++ \"b/t\\tab \\\"\\303\\244\\\".md\"\n@@ -0,0 +1 @@\n+x\n";
        assert_eq!(
            parse(diff),
            [("a.md".to_owned(), vec![(0, 1), (9, 9)]), ("t\tab \"\u{e4}\".md".to_owned(), vec![(0, 0)]),]
        );
    }
}
