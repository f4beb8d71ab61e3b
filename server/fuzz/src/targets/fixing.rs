//! Fixing: it comes to an end, does no harm and touches nothing outside of its edits.

use std::collections::BTreeMap;

use tradeoff_analysis::fixing::{Fixed, Scope, apply, fix};
use tradeoff_analysis::rules::{Applicability, Severity};
use tradeoff_analysis::text::newline_of;
use tradeoff_analysis::{Analysis, analyse};

use crate::analyst::{Place, demand_applicable};
use crate::case::Case;

pub use super::ANSWER as WORDS;

/// Tries one document, with the safe fixes or with all.
pub fn check(data: &[u8]) {
    let Some(case) = Case::read(data) else { return };
    let (place, text) = (Place::of(&case), case.text.as_str());
    let up_to = if case.is_chosen(4) { Applicability::Unsafe } else { Applicability::Safe };
    let input = place.input(text);
    let before = analyse(&input);
    for finding in &before.findings {
        let edits = finding.fix.iter().flat_map(|fix| &fix.edits).cloned().collect::<Vec<_>>();
        demand_applicable(text, &edits);
        place.analyse(&apply(text, &edits));
    }
    let Some(fixed) = fix(&input, &before, Scope { up_to, part: None }) else { return };
    demand_applicable(text, &fixed.edits);
    assert!(!fixed.mended.is_empty());
    let after = apply(text, &fixed.edits);
    demand_kept(text, &after, &fixed);
    let anew = place.analyse(&after);
    assert_eq!(anew.findings, fixed.analysis.findings, "what is said of the fixed text is not so: {after:?}");
    let again = fix(&place.input(&after), &anew, Scope { up_to, part: None });
    assert!(again.is_none(), "fixed twice is not fixed once: {after:?} {:?}", again.map(|again| again.edits));
    demand_no_new_error(&before, &anew, &after);
}

/// Demands that what no edit covers is there as it was, written as it was.
fn demand_kept(text: &str, after: &str, fixed: &Fixed) {
    let mut rest = after;
    let mut at = 0;
    for edit in &fixed.edits {
        let (start, end) = (usize::from(edit.span.start()), usize::from(edit.span.end()));
        rest = rest.strip_prefix(&text[at..start]).expect("the text before an edit is kept");
        rest = rest.strip_prefix(&*edit.text).expect("an edit puts in its text");
        at = end;
    }
    assert_eq!(rest, &text[at..], "the text behind the edits is kept");
    assert_eq!(text.starts_with('\u{feff}'), after.starts_with('\u{feff}'), "{after:?}");
    let newline = newline_of(text);
    let is_uniform = |text: &str| !text.replace(newline, "").contains(['\n', '\r']);
    assert!(!is_uniform(text) || is_uniform(after), "another line ending in {after:?}");
}

/// Demands that there are no errors that were not there before. A whole missing section says for the first time what
/// is missing in it.
fn demand_no_new_error(before: &Analysis, after: &Analysis, text: &str) {
    let (before, after) = (errors(before), errors(after));
    let count = |rule: &str| before.get(rule).copied().unwrap_or_default();
    for (rule, now) in after {
        let told = if rule.starts_with("omitted-") { count("missing-tradeoffs") } else { 0 };
        assert!(now <= count(&rule) + told, "a new {rule} in {text:?}");
    }
}

fn errors(analysis: &Analysis) -> BTreeMap<String, usize> {
    let mut errors = BTreeMap::new();
    let findings = analysis.findings.iter().filter(|finding| !finding.suppressed);
    for finding in findings.filter(|finding| finding.severity == Severity::Error) {
        *errors.entry(finding.rule.to_string()).or_default() += 1;
    }
    errors
}
