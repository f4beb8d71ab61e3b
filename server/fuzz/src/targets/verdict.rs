//! Verdicts: they have grounds that can be pointed at, and nothing but the trade-off section's words moves them.

use tradeoff_analysis::considerations::{Evidence, Verdict};
use tradeoff_analysis::features::{View, explanation};
use tradeoff_analysis::text::{Offset, slice};
use tradeoff_analysis::{AnswerReport, Input, analyse};

use crate::analyst::{Place, demand_inside, is_read_by_line_ending};
use crate::case::Case;

pub use super::ANSWER as WORDS;

const HEAD: &str = "# Q501 Raft\n\n## Trade-offs\n\n";

/// Tries one trade-off section.
pub fn check(data: &[u8]) {
    let Some(case) = Case::read(data) else { return };
    let place = Place::of(&case);
    let text = format!("{HEAD}{}\n", case.text);
    let input = place.input(&text);
    let analysis = analyse(&input);
    for report in &analysis.answers {
        demand_grounds(&input, report);
        let position = report.answer.span.start();
        let view = View { input: &input, analysis: &analysis };
        let clauses = explanation(view, position).map(|explanation| explanation.clauses).unwrap_or_default();
        for clause in &clauses {
            demand_inside(&text, clause.span);
            for reading in &clause.readings {
                assert!(!reading.reason.is_empty());
                assert!(reading.strength.is_none_or(|strength| (0.0..=1.0).contains(&strength)));
            }
        }
    }
    demand_same(place, &text, &format!("{text} \n"), "a blank line below");
    if !is_read_by_line_ending(&text, &analysis.markdown) {
        demand_same(place, &text, &text.replace('\n', "\r\n"), "other line endings");
    }
    if let Some(rest) = text.strip_prefix(HEAD) {
        let longer = format!("# Q501 Raft\n\nSome words before it.\n\n## Trade-offs\n\n{rest}");
        demand_same(place, &text, &longer, "a paragraph before the section");
    }
}

/// Demands that `report` says why, and quotes what is there.
fn demand_grounds(input: &Input<'_>, report: &AnswerReport) {
    let is_in_a_section = |evidence: &Evidence| {
        let mut sections = report.tradeoff_sections.iter();
        sections.any(|section| section.span.contains_range(evidence.span))
    };
    for (_, judgement) in &report.judgements {
        assert!((0.0..=1.0).contains(&judgement.confidence), "{judgement:?}");
        assert!(!judgement.reason.is_empty(), "{judgement:?}");
        assert_eq!(judgement.evidence.is_empty(), judgement.verdict == Verdict::Missing, "{judgement:?}");
        for evidence in judgement.evidence.iter().chain(&judgement.near_misses) {
            demand_inside(input.text, evidence.span);
            demand_inside(input.text, evidence.words);
            assert!(evidence.span.contains_range(evidence.words), "{evidence:?}");
            assert!(is_in_a_section(evidence), "{evidence:?} is outside of {:?}", report.tradeoff_sections);
            assert!(!slice(input.text, evidence.span).is_empty(), "{evidence:?} is nothing");
        }
    }
    let starts = |evidence: &[Evidence]| evidence.iter().map(|one| one.span.start()).collect::<Vec<Offset>>();
    for (_, judgement) in &report.judgements {
        assert!(starts(&judgement.evidence).is_sorted(), "{judgement:?}");
    }
}

/// Demands the same verdicts on the first answer of `one` and of `other`.
fn demand_same(place: Place, one: &str, other: &str, change: &str) {
    assert_eq!(verdicts(place, one), verdicts(place, other), "{change} changes the verdicts");
}

fn verdicts(place: Place, text: &str) -> Vec<(u8, Verdict, u32)> {
    let answers = place.analyse(text).answers;
    let judgements = answers.into_iter().take(1).flat_map(|report| report.judgements);
    judgements
        .map(|(id, judgement)| (id.0, judgement.verdict, (judgement.confidence * 1000.0).round() as u32))
        .collect()
}
