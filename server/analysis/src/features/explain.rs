//! What each clause of a trade-off section was taken for, for whoever doubts a verdict in an editor.

use super::View;
use crate::analyse::AnswerReport;
use crate::config::ConsiderationId;
use crate::considerations::{self, Clause, Scope};
use crate::text::{LineIndex, Offset, Span};

/// An answer and its clauses.
#[derive(Clone, Debug)]
pub struct Explanation<'a> {
    /// The answer, with the verdicts on it.
    pub report: &'a AnswerReport,
    /// The clauses, in order.
    pub clauses: Vec<Clause>,
}

/// Explains the answer at `position`: the clauses on that line, or where none stands there, all of them. `None`
/// where no answer with a trade-off section is.
pub fn explanation(view: View<'_>, position: Offset) -> Option<Explanation<'_>> {
    let report = view.answer_at(position).filter(|report| !report.tradeoff_sections.is_empty())?;
    let within: Vec<Span> = report.tradeoff_sections.iter().map(|section| section.span).collect();
    let considerations: Vec<ConsiderationId> = report.judgements.iter().map(|(id, _)| *id).collect();
    let scope = Scope { within: &within, without: &[] };
    let mut clauses =
        considerations::explain(&view.analysis.markdown, scope, view.input.settings, &considerations);
    let index = LineIndex::new(view.input.text);
    let line = index.line(position);
    let is_here =
        |clause: &Clause| (index.line(clause.span.start())..=index.line(clause.span.end())).contains(&line);
    if clauses.iter().any(is_here) {
        clauses.retain(is_here);
    }
    Some(Explanation { report, clauses })
}

#[cfg(test)]
mod tests {
    use super::super::testing::Fixture;
    use super::*;
    use crate::considerations::ReadingKind;
    use crate::text::slice;

    /// The clauses at the cursor, each with what it was taken for.
    fn clauses(text: &str) -> Option<Vec<(String, Vec<ReadingKind>)>> {
        let fixture = Fixture::new(text);
        fixture.view(|view| {
            let explanation = explanation(view, fixture.cursor())?;
            let clauses = explanation.clauses.iter().map(|clause| {
                let kinds = clause.readings.iter().map(|reading| reading.kind).collect();
                (slice(fixture.text(), clause.span).to_owned(), kinds)
            });
            Some(clauses.collect())
        })
    }

    #[test]
    fn the_clause_on_the_line_is_explained_else_all_are() {
        let first = ("Three nodes cost 270 USD a month.".to_owned(), vec![ReadingKind::Argued]);
        let second = ("Latency: TBD.".to_owned(), vec![ReadingKind::Named]);
        let text = "# Q501\n\n## Trade-offs\n\nThree nodes cost 270 USD a month.\n\nLatency: TBD.\n";
        let at = |before: &str| text.replacen(before, &format!("$0{before}"), 1);
        assert_eq!(clauses(&at("nodes")), Some(vec![first.clone()]));
        assert_eq!(clauses(&at("TBD")), Some(vec![second.clone()]));
        assert_eq!(clauses(&at("Trade")), Some(vec![first, second]));
    }

    #[test]
    fn without_a_section_there_is_nothing_to_explain() {
        assert_eq!(clauses("# Q501\n\n$0Text.\n"), None);
        assert_eq!(clauses("# Ho$0me\n"), None);
    }
}
