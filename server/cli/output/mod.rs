//! How results are written: one file per format.

pub(crate) mod concise;
pub(crate) mod human;
pub(crate) mod json;
pub(crate) mod text;

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

/// The last line for people: "12 files, 12 answers: 1 error, 2 warnings".
pub(crate) fn summary_line(totals: &Totals) -> String {
    let findings = [
        (totals.errors, "error"),
        (totals.warnings, "warning"),
        (totals.infos, "info"),
        (totals.hints, "hint"),
        (totals.suppressed, "suppressed"),
    ];
    let named = findings.iter().filter(|(count, _)| *count > 0).map(|&(count, name)| match name {
        "suppressed" => format!("{count} suppressed"),
        name => counted(count, name),
    });
    let named: Vec<String> = named.collect();
    let named = if named.is_empty() { "no findings".to_owned() } else { named.join(", ") };
    format!("{}, {}: {named}", counted(totals.files, "file"), counted(totals.answers, "answer"))
}

/// "1 file", "2 files".
fn counted(count: usize, name: &str) -> String {
    let plural = if count == 1 { "" } else { "s" };
    format!("{count} {name}{plural}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_summary_counts_in_words() {
        let totals = Totals { files: 12, answers: 1, errors: 1, warnings: 2, suppressed: 3, ..Totals::default() };
        assert_eq!(summary_line(&totals), "12 files, 1 answer: 1 error, 2 warnings, 3 suppressed");
        assert_eq!(summary_line(&Totals::default()), "0 files, 0 answers: no findings");
    }
}
