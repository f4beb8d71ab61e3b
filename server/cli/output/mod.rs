//! How results are written: one file per format.

pub(crate) mod concise;
pub(crate) mod diff;
pub(crate) mod github;
pub(crate) mod gitlab;
pub(crate) mod human;
pub(crate) mod json;
pub(crate) mod json_text;
pub(crate) mod junit;
pub(crate) mod progress_human;
pub(crate) mod progress_page;
pub(crate) mod root;
pub(crate) mod sarif;
pub(crate) mod statistics;
pub(crate) mod targets;
pub(crate) mod text;

use tradeoff_analysis::config::FailOn;
use tradeoff_analysis::rules::Severity;
use tradeoff_workspace::{LintedFile, LocatedFinding, Run};

/// What a format writes.
#[derive(Clone, Copy, Debug)]
#[expect(clippy::struct_excessive_bools, reason = "each is a flag of its own")]
pub(crate) struct Result<'a> {
    /// Everything that was found.
    pub(crate) run: &'a Run,
    /// Whether hints are shown. They are suggestions for whoever is writing, and noise in CI.
    pub(crate) show_hints: bool,
    /// Whether findings that a comment or the baseline accepts are shown as well.
    pub(crate) show_suppressed: bool,
    /// At most so many findings are shown to people.
    pub(crate) most: Option<usize>,
    /// Whether people are shown how many findings each rule has, rather than the findings.
    pub(crate) statistics: bool,
    /// Whether people are shown findings and nothing else.
    pub(crate) quiet: bool,
    /// Whether there is a baseline, so that what it does not accept is new.
    pub(crate) has_baseline: bool,
    /// The least severity that fails the run, where the flag says so.
    pub(crate) fail_on: Option<FailOn>,
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
    pub(crate) baselined: usize,
}

impl<'a> Result<'a> {
    /// The findings to show, in order, each with its file.
    pub(crate) fn findings(&self) -> impl Iterator<Item = (&'a LintedFile, &'a LocatedFinding)> + use<'a> {
        let result = *self;
        self.everything().filter(move |(_, located)| result.shows(located))
    }

    /// The findings to show to people, no more than they want to see.
    pub(crate) fn first_findings(&self) -> impl Iterator<Item = (&'a LintedFile, &'a LocatedFinding)> + use<'a> {
        self.findings().take(self.most.unwrap_or(usize::MAX))
    }

    /// How many findings people are not shown because there are too many.
    pub(crate) fn left_out(&self) -> usize {
        self.most.map_or(0, |most| self.findings().count().saturating_sub(most))
    }

    /// Everything that was found, as far as its severity is of interest: what somebody has accepted as well.
    pub(crate) fn everything(&self) -> impl Iterator<Item = (&'a LintedFile, &'a LocatedFinding)> + use<'a> {
        let show_hints = self.show_hints;
        let all = self.run.linted.iter().flat_map(|file| file.findings.iter().map(move |finding| (file, finding)));
        all.filter(move |(_, located)| show_hints || located.finding.severity > Severity::Hint)
    }

    /// Whether `located` is shown.
    pub(crate) fn shows(&self, located: &LocatedFinding) -> bool {
        (self.show_hints || located.finding.severity > Severity::Hint)
            && (self.show_suppressed || !located.is_accepted())
    }

    /// Whether `located`, in `file`, makes the run end with status 1: measured by the flag, else by the file's own
    /// configuration.
    pub(crate) fn fails(&self, file: &LintedFile, located: &LocatedFinding) -> bool {
        let least = least_severity(self.fail_on.or(file.fail_on).unwrap_or(FailOn::Warning));
        !located.is_accepted() && least.is_some_and(|least| located.finding.severity >= least)
    }

    /// The run in figures.
    pub(crate) fn totals(&self) -> Totals {
        let answers = self.run.linted.iter().map(|file| file.answers.len()).sum();
        let mut totals = Totals { files: self.run.files, answers, ..Totals::default() };
        totals.hints = self.run.linted.iter().map(|file| file.hints as usize).sum();
        for located in self.run.linted.iter().flat_map(|file| &file.findings) {
            let count = match located.finding.severity {
                _ if located.finding.suppressed => &mut totals.suppressed,
                _ if located.baselined => &mut totals.baselined,
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

/// The least severity that `fail_on` stands for; `None` for nothing.
pub(crate) fn least_severity(fail_on: FailOn) -> Option<Severity> {
    match fail_on {
        FailOn::Error => Some(Severity::Error),
        FailOn::Warning => Some(Severity::Warning),
        FailOn::Info => Some(Severity::Info),
        FailOn::Never => None,
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
        (totals.baselined, "in the baseline"),
    ];
    let named = findings.iter().filter(|(count, _)| *count > 0).map(|&(count, name)| match name {
        "suppressed" | "in the baseline" => format!("{count} {name}"),
        "hint" if !shows_hints => format!("{} (see --hints)", counted(count, name)),
        name => counted(count, name),
    });
    let named: Vec<String> = named.collect();
    let named = if named.is_empty() { "no findings".to_owned() } else { named.join(", ") };
    format!("{}, {}: {named}", counted(totals.files, "file"), counted(totals.answers, "answer"))
}

/// What stands behind the message of a finding that somebody has accepted.
pub(crate) fn accepted(located: &LocatedFinding) -> &'static str {
    match located {
        _ if located.finding.suppressed => " (suppressed)",
        _ if located.baselined => " (in the baseline)",
        _ => "",
    }
}

/// "1 file", "2 files", "2 entries".
pub(crate) fn counted(count: usize, name: &str) -> String {
    match name.strip_suffix('y') {
        _ if count == 1 => format!("{count} {name}"),
        Some(stem) => format!("{count} {stem}ies"),
        None => format!("{count} {name}s"),
    }
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
        assert_eq!([1, 2].map(|count| counted(count, "entry")), ["1 entry", "2 entries"]);
    }
}
