//! What is kept of one file.

use std::borrow::Cow;
use std::sync::Arc;

use camino::{Utf8Path, Utf8PathBuf};
use tradeoff_analysis::bank::Bank;
use tradeoff_analysis::config::Settings;
use tradeoff_analysis::features::Standing;
use tradeoff_analysis::rules::{Finding, Fingerprint, Severity};
use tradeoff_analysis::text::Span;
use tradeoff_analysis::{AnswerReport, Facts};

use super::Encounters;
use crate::paths::absolute;
use crate::report::Place;

/// One file. Places are lines and columns from 0; what columns count is decided by whoever made the index.
#[derive(Clone, Debug)]
pub struct IndexedFile {
    /// Where it lies, absolute.
    pub path: Utf8PathBuf,
    /// The folder of the repository that it belongs to: that of its `tradeoff.toml`, else one that was named.
    pub root: Arc<Utf8Path>,
    /// What other files may have to know about it.
    pub facts: Facts,
    /// Its answers, in order.
    pub answers: Vec<IndexedAnswer>,
    /// What is to be said about it, without what is suppressed, in order of place. Empty where nobody asked.
    pub findings: Vec<IndexedFinding>,
    /// The questions of its repository.
    pub bank: Arc<Bank>,
    /// What it met in other files when it was judged.
    pub encounters: Encounters,
    /// Whether it was judged without the other files.
    pub is_alone: bool,
}

/// One answer.
#[derive(Clone, Debug, PartialEq)]
pub struct IndexedAnswer {
    /// Which question it answers, and how far it is.
    pub standing: Standing,
    /// Its title: the heading that is the question, else where its number stands.
    pub title: Place,
    /// All of it.
    pub place: Place,
}

/// One finding.
#[derive(Clone, Debug, PartialEq)]
pub struct IndexedFinding {
    /// The rule's name.
    pub rule: Cow<'static, str>,
    /// How much it matters.
    pub severity: Severity,
    /// Where.
    pub place: Place,
    /// What is wrong.
    pub message: Box<str>,
    /// The question of the answer that it is about.
    pub question: Option<u32>,
    /// Stable across unrelated edits.
    pub fingerprint: Fingerprint,
    /// Other places that explain it.
    pub related: Vec<IndexedRelated>,
}

/// Another place that explains a finding.
#[derive(Clone, Debug, PartialEq)]
pub struct IndexedRelated {
    /// The file, absolute, with forward slashes, if it is another one.
    pub path: Option<Box<str>>,
    /// Where.
    pub place: Place,
    /// What is there.
    pub message: Box<str>,
}

impl IndexedFile {
    /// Where the links in its answers lead.
    pub fn targets(&self) -> impl Iterator<Item = Utf8PathBuf> {
        let folder = self.path.parent().unwrap_or(&self.path);
        self.facts.targets.iter().map(|target| absolute(folder, Utf8Path::new(&*target.path)))
    }
}

impl IndexedAnswer {
    /// What is kept of `report`; `place` says where a span lies in the answer's file.
    pub fn new(report: &AnswerReport, settings: &Settings, place: impl Fn(Span) -> Place) -> Self {
        Self {
            standing: Standing::of(report, settings),
            title: place(report.answer.title),
            place: place(report.answer.span),
        }
    }
}

impl IndexedFinding {
    /// What is kept of `finding`; `place` says where a span lies in the finding's file, if it does.
    pub fn new(finding: Finding, place: impl Fn(Span) -> Option<Place>) -> Self {
        let related = finding.related.into_iter().filter_map(|related| {
            let (path, place) = match related.elsewhere {
                Some(other) => (Some(other.path.into()), Place { start: other.start, end: other.end }),
                None => (None, place(related.span)?),
            };
            Some(IndexedRelated { path, place, message: related.message.into() })
        });
        let related = related.collect();
        Self {
            rule: finding.rule,
            severity: finding.severity,
            place: place(finding.span).unwrap_or_default(),
            message: finding.message.into(),
            question: finding.question,
            fingerprint: finding.fingerprint,
            related,
        }
    }
}
