//! How results are written: one file per format.

pub(crate) mod json;

use tradeoff_analysis::rules::Severity;
use tradeoff_workspace::{LintedFile, LocatedFinding, Run};

/// What a format writes.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Result<'a> {
    /// Everything that was found.
    pub(crate) run: &'a Run,
    /// Whether suppressed findings are shown as well.
    pub(crate) show_suppressed: bool,
}

/// A run in figures.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Totals {
    pub(crate) files: usize,
    pub(crate) answers: usize,
    pub(crate) errors: usize,
    pub(crate) warnings: usize,
    pub(crate) infos: usize,
    pub(crate) hints: usize,
    pub(crate) suppressed: usize,
}

impl<'a> Result<'a> {
    /// The findings to show, in order, each with its file.
    pub(crate) fn findings(&self) -> impl Iterator<Item = (&'a LintedFile, &'a LocatedFinding)> + use<'a> {
        let show_suppressed = self.show_suppressed;
        let all = self.run.linted.iter().flat_map(|file| file.findings.iter().map(move |finding| (file, finding)));
        all.filter(move |(_, located)| show_suppressed || !located.finding.suppressed)
    }

    /// The run in figures.
    pub(crate) fn totals(&self) -> Totals {
        let answers = self.run.linted.iter().map(|file| file.answers.len()).sum();
        let mut totals = Totals { files: self.run.files, answers, ..Totals::default() };
        for located in self.run.linted.iter().flat_map(|file| &file.findings) {
            let count = match located.finding.severity {
                _ if located.finding.suppressed => &mut totals.suppressed,
                Severity::Error => &mut totals.errors,
                Severity::Warning => &mut totals.warnings,
                Severity::Info => &mut totals.infos,
                Severity::Hint => &mut totals.hints,
            };
            *count += 1;
        }
        totals
    }
}
