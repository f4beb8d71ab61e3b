//! Mending files: which texts change, and how they get back to where they came from.
//!
//! Nothing is written that was not read a moment ago: a file that somebody else has changed since is left alone, and
//! so are the other files of its answer, since they were fixed together. All of them are complete, beside their places,
//! before the first takes its place: a full disk leaves the answer as it was.

use std::borrow::Cow;
use std::io;

use camino::Utf8Path;
use tradeoff_analysis::fixing::{Fixed, Scope, fix};
use tradeoff_analysis::rules::Applicability;
use tradeoff_analysis::text::{Offset, Span};
use tradeoff_analysis::{Analysis, Input};

use crate::interruption::hold;
use crate::read::read_bytes;
use crate::report::{LintedFile, Source};
use crate::write::Staged;

/// How a run mends what it finds.
#[derive(Clone, Copy, Debug)]
pub struct Fixing {
    /// The least safe fixes that are applied.
    pub up_to: Applicability,
    /// Whether the files are changed; otherwise only the result tells what would be.
    pub writes: bool,
}

/// A file that was mended.
#[derive(Clone, Debug)]
pub struct FixedFile {
    /// The file as results show it.
    pub path: String,
    /// The rules of the findings that were mended.
    pub rules: Vec<Cow<'static, str>>,
    /// Its text before; empty where texts are not kept.
    pub before: String,
    /// Its text now; empty where texts are not kept.
    pub after: String,
}

/// Why a file was not mended. The run goes on with the other files and ends with status 2.
#[derive(Debug, thiserror::Error)]
pub enum FixError {
    /// What was read is not there any more.
    #[error("{path}: not fixed, it has changed since it was read; run again")]
    Changed {
        /// The file, as results show it.
        path: String,
    },
    /// Whoever asks for the files of one repository does not mean others.
    #[error("{path}: not fixed, it is a link that leads out of the repository")]
    Outside {
        /// The file, as results show it.
        path: String,
    },
    /// Its owner says no.
    #[error("{path}: not fixed, it is read-only")]
    ReadOnly {
        /// The file, as results show it.
        path: String,
    },
    /// The system says no.
    #[error("{path}: not fixed, it cannot be written")]
    Write {
        /// The file, as results show it.
        path: String,
        /// Why.
        source: io::Error,
    },
}

/// A document after its fixes.
pub(crate) struct Mended {
    /// Its files with their texts now.
    pub(crate) sources: Vec<Source>,
    pub(crate) analysis: Analysis,
    /// Those of its files that have changed, each with its place among all.
    pub(crate) files: Vec<(usize, FixedFile)>,
}

impl Fixing {
    /// Whether anything that was found in `files` has a fix that is wanted.
    pub(crate) fn applies_to(self, files: &[LintedFile]) -> bool {
        let findings = files.iter().flat_map(|file| &file.findings).map(|located| &located.finding);
        let mut offers = findings.filter(|finding| !finding.suppressed).filter_map(|finding| finding.fix.as_ref());
        offers.any(|fix| fix.applicability <= self.up_to)
    }

    /// Mends the document of `sources`, of which only `part` may change where one is named. `None` where there is
    /// nothing to mend.
    pub(crate) fn mend(
        self,
        input: &Input<'_>,
        analysis: &Analysis,
        sources: &[Source],
        part: Option<usize>,
    ) -> Option<Mended> {
        let fixed = fix(input, analysis, Scope { up_to: self.up_to, part })?;
        let whole = Span::up_to(Offset::of(input.text));
        let parts: Vec<Span> = analysis.markdown.parts.iter().map(|part| part.span).collect();
        let parts = if parts.is_empty() { vec![whole] } else { parts };
        let texts = parts.into_iter().map(|part| fixed.text(input.text, part));
        let now = |(source, text): (&Source, String)| Source { path: source.path.clone(), text };
        let now: Vec<Source> = sources.iter().zip(texts).map(now).collect();
        let pairs = sources.iter().zip(&now).enumerate();
        let changed = pairs.filter(|(_, (before, after))| before.text != after.text);
        let files = changed.map(|(index, (before, after))| {
            let file = FixedFile {
                path: before.path.clone(),
                rules: rules(&fixed, index),
                before: before.text.clone(),
                after: after.text.clone(),
            };
            (index, file)
        });
        Some(Mended { files: files.collect(), sources: now, analysis: fixed.analysis })
    }
}

/// The rules of what was mended in the file with this place.
fn rules(fixed: &Fixed, part: usize) -> Vec<Cow<'static, str>> {
    let own = fixed.mended.iter().filter(|mended| mended.part == part);
    own.map(|mended| mended.rule.clone()).collect()
}

/// Puts the texts of `files`, which belong to one document and lie at the paths beside them, in their places.
pub(crate) fn write_all(files: &[(&Utf8Path, &FixedFile)], root: &Utf8Path) -> Result<(), FixError> {
    for (at, file) in files {
        demand_unchanged(at, file, root)?;
    }
    let _whole = hold();
    let mut staged = Vec::new();
    for (at, file) in files {
        let write_error = |source| FixError::Write { path: file.path.clone(), source };
        staged.push((Staged::new(at, file.after.as_bytes()).map_err(write_error)?, write_error));
    }
    // A disk can be slow, and an editor can save meanwhile.
    for (at, file) in files {
        demand_unchanged(at, file, root)?;
    }
    for (staged, write_error) in staged {
        staged.put().map_err(write_error)?;
    }
    Ok(())
}

/// Refuses a file that is not what it was when it was read, or not where it seems to be.
fn demand_unchanged(at: &Utf8Path, file: &FixedFile, root: &Utf8Path) -> Result<(), FixError> {
    let path = file.path.clone();
    let real = |path: &Utf8Path| path.canonicalize_utf8();
    let (Ok(real_root), Ok(real_path), Ok(bytes)) = (real(root), real(at), read_bytes(at, u32::MAX)) else {
        return Err(FixError::Changed { path });
    };
    let is_read_only = at.metadata().is_ok_and(|metadata| metadata.permissions().readonly());
    if !real_path.starts_with(real_root) {
        Err(FixError::Outside { path })
    } else if bytes != file.before.as_bytes() && bytes != file.after.as_bytes() {
        Err(FixError::Changed { path })
    } else if is_read_only {
        Err(FixError::ReadOnly { path })
    } else {
        Ok(())
    }
}

/// The folder of the version control that the file at `path` is under.
pub(crate) fn repository_of(path: &Utf8Path) -> Option<&Utf8Path> {
    path.ancestors().skip(1).find(|folder| folder.join(".git").exists())
}

#[cfg(test)]
mod tests {
    use camino::Utf8PathBuf;

    use super::*;

    #[test]
    fn a_file_that_has_changed_is_left_alone_and_so_are_its_companions() {
        let folder = tempfile::tempdir().expect("a temporary folder can be made");
        let folder = Utf8Path::from_path(folder.path()).expect("its name is UTF-8");
        let paths = ["a.md", "b.md"].map(|name| folder.join(name));
        let fixed = |name: &str| FixedFile {
            path: name.to_owned(),
            rules: Vec::new(),
            before: "before".to_owned(),
            after: "after".to_owned(),
        };
        let files = [fixed("a.md"), fixed("b.md")];
        let pairs: Vec<_> = paths.iter().map(Utf8PathBuf::as_path).zip(&files).collect();
        let texts = || paths.each_ref().map(|path| std::fs::read_to_string(path).expect("it can be read"));
        let write = |texts: [&str; 2]| {
            for (path, text) in paths.iter().zip(texts) {
                std::fs::write(path, text).expect("it can be written");
            }
        };
        write(["before", "somebody was here"]);
        let error = write_all(&pairs, folder).expect_err("the second has changed");
        assert_eq!(error.to_string(), "b.md: not fixed, it has changed since it was read; run again");
        assert_eq!(texts(), ["before", "somebody was here"]);
        // Somebody else, or another name of the same file, has done it already.
        write(["before", "after"]);
        assert!(write_all(&pairs, folder).is_ok());
        assert_eq!(texts(), ["after", "after"]);
    }

    #[test]
    fn a_repository_is_where_version_control_lies() {
        let folder = tempfile::tempdir().expect("a temporary folder can be made");
        let folder = Utf8Path::from_path(folder.path()).expect("its name is UTF-8");
        std::fs::create_dir_all(folder.join("a/b/.git")).expect("folders can be made");
        assert_eq!(repository_of(&folder.join("a/b/c/d.md")), Some(&*folder.join("a/b")));
        assert_ne!(repository_of(&folder.join("a/c.md")), Some(&*folder.join("a/b")));
    }
}
