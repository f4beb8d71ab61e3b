//! What is said about the place under the mouse: a question, the verdicts of a trade-off section, a rule.

use super::View;
use super::diagnostics::diagnostics;
use super::markup::escaped;
use crate::analyse::AnswerReport;
use crate::bank::{Bank, Question};
use crate::rules::{self, Finding};
use crate::text::{Offset, Span};

/// The parts of a sheet that help somebody who is about to write.
const SHOWN_PARTS: [&str; 5] = ["Cover", "Consistency", "Latency", "Cost", "Pitfalls"];

/// Something to show about a place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hover {
    /// What it is about.
    pub span: Span,
    /// What to say, in Markdown without headings.
    pub markdown: String,
}

/// What to show at `position`: the question on its number or title, the verdicts on a trade-off heading, and the
/// documentation of every rule with a finding there. `None` where there is nothing to say.
pub fn hover(view: View<'_>, position: Offset) -> Option<Hover> {
    let mut spans = Vec::new();
    let mut parts = Vec::new();
    if let Some((span, markdown)) = question_at(view, position).or_else(|| verdicts_at(view, position)) {
        spans.push(span);
        parts.push(markdown);
    }
    let mut rules: Vec<&str> = Vec::new();
    for finding in diagnostics(view).filter(|finding| finding.span.contains_inclusive(position)) {
        let Some(rule) = rules::find(&finding.rule) else { continue };
        spans.push(finding.span);
        // The members of a family share their documentation, and a place may have several of them.
        if !rules.contains(&rule.name) {
            rules.push(rule.name);
            parts.push(rule_card(view, finding, rule));
        }
    }
    // The narrowest place decides what the editor marks.
    let span = spans.into_iter().min_by_key(|span| span.len())?;
    Some(Hover { span, markdown: parts.join("\n\n---\n\n") })
}

fn question_at(view: View<'_>, position: Offset) -> Option<(Span, String)> {
    let reports = view.analysis.answers.iter();
    let answers = reports.map(|report| &report.answer).filter(|answer| answer.span.contains_inclusive(position));
    for answer in answers {
        let mut named = answer.sources.iter().filter(|source| !source.span.is_empty());
        let named = named.find(|source| source.span.contains_inclusive(position));
        let (number, span) = match named {
            Some(source) => (source.question, source.span),
            None if answer.title.contains_inclusive(position) && !answer.title.is_empty() => {
                (answer.question, answer.title)
            }
            None => continue,
        };
        if let Some(question) = view.input.bank.get(number) {
            return Some((span, question_card(view.input.bank, question)));
        }
    }
    None
}

/// A question with what its sheet says.
fn question_card(bank: &Bank, question: &Question) -> String {
    let sheet = question.sheet();
    let mut facts = Vec::new();
    if !question.section.is_empty() {
        facts.push(escaped(&bank.section_title(&question.section)));
    }
    facts.push(sheet.shape.to_string());
    facts.push(format!("{} minutes", sheet.minutes));
    let mut card = format!("**{}. {}**\n\n{}", question.number, escaped(question.text()), facts.join(" · "));
    for name in SHOWN_PARTS {
        if let Some(part) = sheet.part(name) {
            card.push_str("\n\n**");
            card.push_str(name);
            card.push_str("**\n\n");
            card.push_str(part);
        }
    }
    card
}

fn verdicts_at(view: View<'_>, position: Offset) -> Option<(Span, String)> {
    let report = view.answer_at(position)?;
    let mut sections = report.tradeoff_sections.iter();
    let section = sections.find(|section| section.title.contains_inclusive(position))?;
    Some((section.title, verdict_card(view, report)))
}

/// The verdict on each consideration with its reason.
fn verdict_card(view: View<'_>, report: &AnswerReport) -> String {
    let lines = report.judgements.iter().map(|(id, judgement)| {
        let title = escaped(&view.input.settings.consideration(*id).title);
        let reason =
            if judgement.reason.is_empty() { String::new() } else { format!(": {}", escaped(&judgement.reason)) };
        format!("- **{title}** {}{reason}", judgement.verdict)
    });
    lines.collect::<Vec<_>>().join("\n")
}

fn rule_card(view: View<'_>, finding: &Finding, rule: &rules::Rule) -> String {
    // The other members of the family on the same place: "omitted-latency, omitted-cost".
    let members = diagnostics(view).filter(|other| {
        other.span == finding.span && rules::find(&other.rule).is_some_and(|found| found.name == rule.name)
    });
    let names: Vec<String> = members.map(|member| format!("`{}`", member.rule)).collect();
    let docs = &rule.docs;
    format!("{} ({})\n\n{}\n\n{}\n\n{}", names.join(", "), finding.severity, docs.what, docs.why, docs.fix)
}

#[cfg(test)]
mod tests {
    use super::super::testing::Fixture;
    use super::*;
    use crate::text::slice;

    fn shown(fixture: &Fixture) -> Option<(String, String)> {
        let hover = fixture.view(|view| hover(view, fixture.cursor()))?;
        Some((slice(fixture.text(), hover.span).to_owned(), hover.markdown))
    }

    fn check_question(text: &str, marked: &str) {
        let (found, markdown) = shown(&Fixture::new(text)).expect("there is a question under the cursor");
        assert_eq!(found, marked);
        assert!(
            markdown.starts_with("**501. Walk through Raft.**\n\nConsensus · walkthrough · 60 minutes\n\n"),
            "{markdown}"
        );
    }

    #[test]
    fn a_question_is_shown_on_its_number_and_its_title() {
        check_question("---\nquestion: 5$001\n---\n# My notes on Raft\n", "501");
        check_question("---\nquestion: 501\n---\n# My notes $0on Raft\n", "# My notes on Raft");
        check_question("# Q50$01 Raft\n", "Q501");
        check_question("# Q501 Ra$0ft\n", "# Q501 Raft");
        check_question("Raft and such.\n\n## 501. Raf$0t\n\nText.\n\n## 502. Paxos\n\nText.\n", "## 501. Raft");
    }

    #[test]
    fn the_sheet_is_shown_without_its_references() {
        let (_, markdown) = shown(&Fixture::new("# Q$0501\n")).expect("there is a question under the cursor");
        assert!(markdown.contains("**Cover**\n\n- **terms** (epochs): who leads."), "{markdown}");
        assert!(markdown.contains("**Cost**\n\nThree *nodes*."), "{markdown}");
        assert!(!markdown.contains("A paper"), "{markdown}");
    }

    #[test]
    fn a_number_shows_the_question_that_it_names() {
        let (_, markdown) = shown(&Fixture::new("---\nquestion: 501\n---\n# Q5$002 Paxos\n")).expect("a question");
        assert!(markdown.starts_with("**502. Walk through Paxos.**"), "{markdown}");
        assert!(markdown.contains("`conflicting-question` (error)"), "{markdown}");
    }

    #[test]
    fn a_trade_off_heading_shows_every_verdict() {
        let (marked, markdown) =
            shown(&Fixture::new("# Q501 Raft\n\n## Trade-o$0ffs\n\nIt is fine.\n")).expect("verdicts");
        assert_eq!(marked, "## Trade-offs");
        for title in ["Consistency", "Latency", "Cost"] {
            assert!(markdown.contains(&format!("- **{title}** missing")), "{markdown}");
        }
        assert!(
            markdown.contains("`omitted-consistency`, `omitted-cost`, `omitted-latency` (error)"),
            "{markdown}"
        );
        assert_eq!(markdown.matches("never weighs a consideration").count(), 1, "{markdown}");
    }

    #[test]
    fn prose_and_other_documents_show_nothing() {
        assert_eq!(shown(&Fixture::new("# Q501 Raft\n\nIt is fi$0ne.\n")), None);
        assert_eq!(shown(&Fixture::new("# Ho$0me\n")), None);
    }
}
