//! Verdicts with their grounds: on the title of a trade-off section all of them, on the heading of a consideration
//! its own, on a clause what it was taken for.

use super::Card;
use crate::analyse::AnswerReport;
use crate::config::Consideration;
use crate::considerations::{Evidence, Judgement, Verdict};
use crate::features::markup::{escaped, shown_part};
use crate::features::verdicts::{verdicts, verdicts_of_heading};
use crate::features::{HintStage, View};
use crate::markdown::line_in_file;
use crate::text::{Offset, slice};

/// Longer quotations than this are cut: the text itself is on the screen.
const MAX_QUOTED: usize = 80;

/// So many clauses are quoted for one verdict; the strongest come by themselves, the others add little.
const MAX_EVIDENCE: usize = 5;

/// The verdicts that are shown at `position`.
pub(super) fn at(view: View<'_>, position: Offset, stage: HintStage) -> Option<Card> {
    let report = view.answer_at(position)?;
    of_section(view, report, position)
        .or_else(|| of_heading(view, report, position, stage))
        .or_else(|| of_clause(view, report, position))
}

/// On the title of a trade-off section: every verdict with its reason, in a line each.
fn of_section(view: View<'_>, report: &AnswerReport, position: Offset) -> Option<Card> {
    let mut sections = report.tradeoff_sections.iter().filter(|section| !section.title.is_empty());
    let section = sections.find(|section| section.title.contains_inclusive(position))?;
    let lines = verdicts(view, report)
        .map(|(_, consideration, judgement)| format!("- {}", verdict_line(consideration, judgement)));
    let mut lines: Vec<String> = lines.collect();
    if let Some(language) = &report.other_language {
        lines.push(format!("- in {}: what only English words can tell is not judged", escaped(language)));
    }
    (!lines.is_empty()).then(|| Card { span: section.title, markdown: lines.join("\n") })
}

/// On the heading of a consideration: the verdict, the clauses it rests on, and what its question makes one weigh.
fn of_heading(view: View<'_>, report: &AnswerReport, position: Offset, stage: HintStage) -> Option<Card> {
    let mut headings = view.analysis.markdown.headings.iter();
    let heading = headings.find(|heading| heading.span.contains_inclusive(position))?;
    let named = verdicts_of_heading(view, report, heading);
    let cards = named.iter().map(|(_, consideration, judgement)| {
        let mut card = verdict_line(consideration, judgement);
        add_grounds(view, judgement, &mut card);
        let question = view.input.bank.get(report.answer.question).filter(|_| stage == HintStage::Full);
        let part =
            question.and_then(|question| Some(shown_part(question, question.sheet().part(&consideration.title)?)));
        match part {
            Some(part) => card.extend(["\n\n**What to weigh here**\n\n", &part]),
            None => card.extend(["\n\n", &escaped(&consideration.prompt)]),
        }
        card
    });
    let cards: Vec<String> = cards.collect();
    (!cards.is_empty()).then(|| Card { span: heading.span, markdown: cards.join("\n\n") })
}

/// On a clause: what it was taken for.
fn of_clause(view: View<'_>, report: &AnswerReport, position: Offset) -> Option<Card> {
    let mut spans = Vec::new();
    let mut lines = Vec::new();
    for (_, consideration, judgement) in verdicts(view, report) {
        let title = escaped(&consideration.title);
        let taken = if judgement.verdict == Verdict::Argued { "argued here" } else { "named here" };
        for evidence in judgement.evidence.iter().filter(|evidence| evidence.span.contains_inclusive(position)) {
            spans.push(evidence.span);
            lines.push(format!("**{title}** {taken}: {}", escaped(&evidence.reason)));
        }
        for miss in judgement.near_misses.iter().filter(|miss| miss.words.contains_inclusive(position)) {
            spans.push(miss.words);
            lines.push(format!("**{title}** not meant here: {}", escaped(&miss.reason)));
        }
    }
    let span = spans.into_iter().min_by_key(|span| span.len())?;
    Some(Card { span, markdown: lines.join("\n\n") })
}

/// "**Cost** argued, 97 % sure: gives a figure: 270 usd a month".
fn verdict_line(consideration: &Consideration, judgement: &Judgement) -> String {
    let title = escaped(&consideration.title);
    // "100 % sure" is said of nothing that a model decides.
    let sure = (judgement.confidence * 100.0).clamp(0.0, 99.0).round();
    let mut line = format!("**{title}** {}, {sure} % sure", judgement.verdict);
    if !judgement.reason.is_empty() {
        line.extend([": ", &escaped(&judgement.reason)]);
    }
    line
}

/// The clauses that a verdict rests on, and what only looks like one.
fn add_grounds(view: View<'_>, judgement: &Judgement, card: &mut String) {
    let quoted =
        |evidence: &Evidence| format!("\n- {}: {}", place(view, evidence.span.start()), quotation(view, evidence));
    if !judgement.evidence.is_empty() {
        card.push('\n');
        card.extend(judgement.evidence.iter().take(MAX_EVIDENCE).map(quoted));
    }
    if !judgement.near_misses.is_empty() {
        card.push_str("\n\nNot counted:\n");
        card.extend(
            judgement
                .near_misses
                .iter()
                .take(MAX_EVIDENCE)
                .map(|miss| format!("\n- {}: {}", place(view, miss.words.start()), escaped(&miss.reason))),
        );
    }
}

/// "line 12", or "line 12 of 07-trade-offs.md" in an answer of several files.
fn place(view: View<'_>, position: Offset) -> String {
    let markdown = &view.analysis.markdown;
    let line = line_in_file(markdown, view.input.text, position) + 1;
    match markdown.part_at(position) {
        Some(part) => format!("line {line} of {}", escaped(&part.name)),
        None => format!("line {line}"),
    }
}

fn quotation(view: View<'_>, evidence: &Evidence) -> String {
    let mut words = slice(view.input.text, evidence.span).split_whitespace();
    let mut text = words.next().unwrap_or_default().to_owned();
    for word in words {
        if text.len() + word.len() >= MAX_QUOTED {
            text.push_str(" …");
            break;
        }
        text.push(' ');
        text.push_str(word);
    }
    escaped(&text)
}
