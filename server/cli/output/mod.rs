//! How results are written: one file per format.

pub(crate) mod concise;
pub(crate) mod diff;
pub(crate) mod human;
pub(crate) mod json;
pub(crate) mod text;

use tradeoff_analysis::rules::{Finding, Severity};
use tradeoff_workspace::{LintedFile, LocatedFinding, Run};

/// What a format writes.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Result<'a> {
    /// Everything that was found.
    pub(crate) run: &'a Run,
    /// Whether hints are shown. They are suggestions for whoever is writing, and noise in CI.
    pub(crate) show_hints: bool,
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
        let Self { show_hints, show_suppressed, .. } = *self;
        let all = self.run.linted.iter().flat_map(|file| file.findings.iter().map(move |finding| (file, finding)));
        all.filter(move |(_, located)| {
            let Finding { severity, suppressed, .. } = located.finding;
            (show_hints || severity > Severity::Hint) && (show_suppressed || !suppressed)
        })
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

/// The last line for people: "12 files, 12 answers: 1 error, 2 warnings". Hints that are not shown are counted all
/// the same, with the flag that shows them.
pub(crate) fn summary_line(totals: &Totals, shows_hints: bool) -> String {
    let findings = [
        (totals.errors, "error"),
        (totals.warnings, "warning"),
        (totals.infos, "info"),
        (totals.hints, "hint"),
        (totals.suppressed, "suppressed"),
    ];
    let named = findings.iter().filter(|(count, _)| *count > 0).map(|&(count, name)| match name {
        "suppressed" => format!("{count} suppressed"),
        "hint" if !shows_hints => format!("{} (see --hints)", counted(count, name)),
        name => counted(count, name),
    });
    let named: Vec<String> = named.collect();
    let named = if named.is_empty() { "no findings".to_owned() } else { named.join(", ") };
    format!("{}, {}: {named}", counted(totals.files, "file"), counted(totals.answers, "answer"))
}

/// "1 file", "2 files".
pub(crate) fn counted(count: usize, name: &str) -> String {
    let plural = if count == 1 { "" } else { "s" };
    format!("{count} {name}{plural}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_summary_counts_in_words() {
        let totals = Totals { files: 12, answers: 1, errors: 1, warnings: 2, suppressed: 3, ..Totals::default() };
        assert_eq!(summary_line(&totals, true), "12 files, 1 answer: 1 error, 2 warnings, 3 suppressed");
        assert_eq!(summary_line(&Totals::default(), false), "0 files, 0 answers: no findings");
        let totals = Totals { files: 1, answers: 1, hints: 2, ..Totals::default() };
        assert_eq!(summary_line(&totals, false), "1 file, 1 answer: 2 hints (see --hints)");
        assert_eq!(summary_line(&totals, true), "1 file, 1 answer: 2 hints");
    }
}
