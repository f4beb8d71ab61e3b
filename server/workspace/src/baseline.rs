//! Baselines: findings that a repository has accepted for now.
//!
//! An entry is recognised by its file and by the finding's fingerprint, which knows no line numbers and no wording,
//! so edits elsewhere wake nothing. A finding in a file that was moved is still the same: an entry whose file is gone
//! accepts it where it is now.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::io;

use camino::{Utf8Path, Utf8PathBuf};
use serde::{Deserialize, Serialize};
use tradeoff_analysis::rules::Severity;

use crate::lint::Run;
use crate::paths::{absolute, is_there, shown};
use crate::write::replace_file;

/// The version of the format. Within one, fields are only added.
const VERSION: u32 = 1;

/// The findings that are accepted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Baseline {
    /// Sorted, each once.
    pub entries: Vec<BaselineEntry>,
}

/// A finding that is accepted.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct BaselineEntry {
    /// The file, from the folder of the baseline, with forward slashes.
    pub path: String,
    /// The rule's name.
    pub rule: String,
    /// The question of the answer that it is about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub question: Option<u32>,
    /// What it is recognised by.
    pub fingerprint: String,
}

/// The file as it is written.
#[derive(Debug, Deserialize)]
struct File {
    version: u32,
    findings: Vec<BaselineEntry>,
}

/// Why a baseline cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum BaselineError {
    /// There is none.
    #[error("{path}: no such baseline; `tradeoff lint --write-baseline {path}` writes it")]
    Missing {
        /// The file.
        path: String,
    },
    /// It cannot be read.
    #[error("{path}: cannot be read")]
    Read {
        /// The file.
        path: String,
        /// Why.
        source: io::Error,
    },
    /// It is no baseline.
    #[error("{path}: not a baseline")]
    Invalid {
        /// The file.
        path: String,
        /// What is wrong, and where.
        source: serde_json::Error,
    },
    /// It comes from a later program.
    #[error("{path}: a baseline of version {version}, and this program knows version {VERSION}")]
    Version {
        /// The file.
        path: String,
        /// Its version.
        version: u32,
    },
}

impl Baseline {
    /// Reads the file at the absolute `path`, which errors call `shown`.
    pub fn read(path: &Utf8Path, shown: &str) -> Result<Self, BaselineError> {
        let bytes = std::fs::read(path).map_err(|source| match source.kind() {
            io::ErrorKind::NotFound => BaselineError::Missing { path: shown.to_owned() },
            _ => BaselineError::Read { path: shown.to_owned(), source },
        })?;
        Self::parse(&bytes, shown)
    }

    /// Reads what stands in a file, which errors call `shown`.
    pub fn parse(bytes: &[u8], shown: &str) -> Result<Self, BaselineError> {
        let shown = || shown.to_owned();
        let file: File =
            serde_json::from_slice(bytes).map_err(|source| BaselineError::Invalid { path: shown(), source })?;
        if file.version != VERSION {
            return Err(BaselineError::Version { path: shown(), version: file.version });
        }
        Ok(Self::new(file.findings))
    }

    /// A baseline in `folder` that accepts all that `run` found, but what is suppressed anyway and mere hints.
    pub fn of(run: &Run, current: &Utf8Path, folder: &Utf8Path) -> Self {
        let findings = run.linted.iter().flat_map(|file| file.findings.iter().map(move |found| (file, found)));
        let findings = findings.map(|(file, found)| (file, &found.finding));
        let accepted = findings.filter(|(_, finding)| !finding.suppressed && finding.severity > Severity::Hint);
        let entries = accepted.map(|(file, finding)| BaselineEntry {
            path: shown(folder, &absolute(current, Utf8Path::new(&file.path))),
            rule: finding.rule.to_string(),
            question: finding.question,
            fingerprint: finding.fingerprint.to_string(),
        });
        Self::new(entries.collect())
    }

    fn new(mut entries: Vec<BaselineEntry>) -> Self {
        entries.sort();
        entries.dedup();
        Self { entries }
    }

    /// Marks what `run` found and this baseline, which lies in `folder`, accepts. Gives the entries that accept
    /// nothing any more: those of files that `run` looked at, and of files that are gone.
    ///
    /// The run must have kept the paths of its files.
    pub fn accept(&self, run: &mut Run, current: &Utf8Path, folder: &Utf8Path) -> BTreeSet<BaselineEntry> {
        let mut awake: BTreeMap<(String, String), &BaselineEntry> =
            self.entries.iter().map(|entry| (entry.key(), entry)).collect();
        let in_folder = |path: &str| shown(folder, &absolute(current, Utf8Path::new(path)));
        for file in &mut run.linted {
            let path = in_folder(&file.path);
            for located in file.findings.iter_mut().filter(|located| !located.finding.suppressed) {
                let key = (path.clone(), located.finding.fingerprint.to_string());
                located.baselined = awake.remove(&key).is_some();
            }
        }
        let mut gone: HashMap<&str, Vec<&BaselineEntry>> = HashMap::new();
        for entry in awake.values().filter(|entry| !is_there(&entry.file(folder))) {
            gone.entry(&entry.fingerprint).or_default().push(entry);
        }
        for located in run.linted.iter_mut().flat_map(|file| &mut file.findings) {
            if located.finding.suppressed || located.baselined || gone.is_empty() {
                continue;
            }
            let moved = gone.get_mut(located.finding.fingerprint.to_string().as_str()).and_then(Vec::pop);
            if let Some(entry) = moved {
                located.baselined = true;
                awake.remove(&entry.key());
            }
        }
        let looked_at: BTreeSet<String> = run.paths.iter().map(|path| in_folder(path)).collect();
        let is_stale = |entry: &&BaselineEntry| looked_at.contains(&entry.path) || !is_there(&entry.file(folder));
        awake.into_values().filter(is_stale).cloned().collect()
    }

    /// The same without the entries in `stale`.
    #[must_use]
    pub fn without(&self, stale: &BTreeSet<BaselineEntry>) -> Self {
        Self { entries: self.entries.iter().filter(|entry| !stale.contains(entry)).cloned().collect() }
    }

    /// Writes it to the file at `path`, whole or not at all.
    pub fn write(&self, path: &Utf8Path) -> io::Result<()> {
        replace_file(path, self.to_json().as_bytes())
    }

    /// The file: one entry a line, so that two branches' changes meet only where they are about the same finding.
    pub fn to_json(&self) -> String {
        let entries = self.entries.iter().map(|entry| {
            let entry = serde_json::to_string(entry).expect("texts and numbers can be written");
            format!("\n    {entry}")
        });
        let entries: Vec<String> = entries.collect();
        let end = if entries.is_empty() { "" } else { "\n  " };
        format!("{{\n  \"version\": {VERSION},\n  \"findings\": [{}{end}]\n}}\n", entries.join(","))
    }
}

impl BaselineEntry {
    /// Its file, where the baseline lies in `folder`.
    fn file(&self, folder: &Utf8Path) -> Utf8PathBuf {
        absolute(folder, Utf8Path::new(&self.path))
    }

    fn key(&self) -> (String, String) {
        (self.path.clone(), self.fingerprint.clone())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_can_be_read() {
        let folder = tempfile::tempdir().expect("a temporary folder can be made");
        let path = Utf8PathBuf::from_path_buf(folder.path().join("b.json")).expect("its name is UTF-8");
        let entry = |path: &str| BaselineEntry {
            path: path.to_owned(),
            rule: "omitted-cost".to_owned(),
            question: Some(501),
            fingerprint: "00ff".to_owned(),
        };
        for baseline in [Baseline::default(), Baseline::new(vec![entry("b \"x\".md"), entry("a.md")])] {
            baseline.write(&path).expect("it can be written");
            assert_eq!(Baseline::read(&path, "b.json").expect("it can be read"), baseline);
        }
    }
}
