//! The documentation of rules: on what they found, and on the comments that silence them.

use super::Card;
use crate::bank::{Point, Question};
use crate::features::diagnostics::diagnostics;
use crate::features::markup::{code_span, escaped, shown_part};
use crate::features::{HintStage, View};
use crate::rules::{self, Finding, Rule};
use crate::text::Offset;

/// The rule whose findings only the sheet can explain.
const UNCOVERED_POINT: &str = "uncovered-point";

/// The rules with a finding at `position`, each once: the members of a family share their documentation, and a
/// place may have several of them.
pub(super) fn findings_at(view: View<'_>, position: Offset, stage: HintStage) -> Vec<Card> {
    let mut seen: Vec<&str> = Vec::new();
    let mut cards = Vec::new();
    for finding in diagnostics(view).filter(|finding| finding.span.contains_inclusive(position)) {
        let Some(rule) = rules::find(&finding.rule) else { continue };
        if seen.contains(&rule.name) {
            continue;
        }
        seen.push(rule.name);
        let mut markdown = rule_card(view, finding, rule);
        if rule.name == UNCOVERED_POINT {
            add_points(view, finding, stage, &mut markdown);
        }
        cards.push(Card { span: finding.span, markdown });
    }
    cards
}

/// The rules that the suppression comment at `position` silences.
pub(super) fn suppression_at(view: View<'_>, position: Offset) -> Option<Card> {
    let (span, names) = rules::suppressed_at(view.input, &view.analysis.markdown, position)?;
    let docs = names.iter().filter_map(|name| Some((name, rules::find(name)?)));
    let parts =
        docs.map(|(name, rule)| format!("Silences {} ({}): {}", code_span(name), rule.severity, rule.docs.what));
    Some(Card { span, markdown: parts.collect::<Vec<_>>().join("\n\n") })
}

fn rule_card(view: View<'_>, finding: &Finding, rule: &Rule) -> String {
    // The other members of the family on the same place: "omitted-latency, omitted-cost".
    let members = diagnostics(view).filter(|other| {
        other.span == finding.span && rules::find(&other.rule).is_some_and(|found| found.name == rule.name)
    });
    let names: Vec<String> = members.map(|member| code_span(&member.rule)).collect();
    let docs = &rule.docs;
    format!("{} ({})\n\n{}\n\n{}\n\n{}", names.join(", "), finding.severity, docs.what, docs.why, docs.fix)
}

/// What the sheet says about the points that the answer never touches.
fn add_points(view: View<'_>, finding: &Finding, stage: HintStage, card: &mut String) {
    let mut reports = view.analysis.answers.iter();
    let report = reports.find(|report| report.answer.title == finding.span);
    let question = report.and_then(|report| view.input.bank.get(report.answer.question));
    let (Some(report), Some(question)) = (report, question) else { return };
    let untouched = rules::untouched(question, &report.answer, &view.analysis.markdown);
    let cover = &question.sheet().cover;
    let points = untouched.iter().filter_map(|&index| cover.get(index));
    match stage {
        HintStage::Off => {}
        HintStage::Terms => {
            let terms = points.map(|point| format!("**{}**", escaped(&point.term))).collect::<Vec<_>>();
            card.extend(["\n\nNever touched: ", &terms.join(" · ")]);
        }
        HintStage::Full => {
            card.push_str("\n\nNever touched:\n");
            card.extend(points.map(|point| point_line(question, point)));
        }
    }
}

fn point_line(question: &Question, point: &Point) -> String {
    let aliases = match point.aliases.as_slice() {
        [] => String::new(),
        aliases => format!(" ({})", escaped(&aliases.join(", "))),
    };
    // The sheet's own text is Markdown.
    format!("\n- **{}**{aliases}: {}", escaped(&point.term), shown_part(question, &point.text))
}
