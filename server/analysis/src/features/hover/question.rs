//! The card of a question: what it asks and, as far as the stage of hints allows, what its sheet says.

use super::Card;
use crate::bank::{Bank, Question};
use crate::features::markup::{escaped, shown_part};
use crate::features::{HintStage, View, subject};
use crate::text::Offset;

/// The parts of a sheet that help somebody who is about to write.
const SHOWN_PARTS: [&str; 5] = ["Cover", "Consistency", "Latency", "Cost", "Pitfalls"];

/// The question that is spoken of at `position`.
pub(super) fn at(view: View<'_>, position: Offset, stage: HintStage) -> Option<Card> {
    let subject = subject(view, position)?;
    let question = view.input.bank.get(subject.question)?;
    Some(Card { span: subject.span, markdown: card(view.input.bank, question, stage) })
}

fn card(bank: &Bank, question: &Question, stage: HintStage) -> String {
    let sheet = question.sheet();
    let mut facts = Vec::new();
    if !question.section.is_empty() {
        facts.push(escaped(&bank.section_title(&question.section)));
    }
    facts.push(sheet.shape.to_string());
    facts.push(format!("{} minutes", sheet.minutes));
    let mut card = format!("**{}. {}**\n\n{}", question.number, escaped(question.text()), facts.join(" · "));
    let mut add = |name: &str, text: &str| card.extend(["\n\n**", name, "**\n\n", text]);
    match stage {
        HintStage::Off => {}
        HintStage::Terms if sheet.cover.is_empty() => {}
        HintStage::Terms => {
            let terms = sheet.cover.iter().map(|point| format!("**{}**", escaped(&point.term)));
            add("Cover", &terms.collect::<Vec<_>>().join(" · "));
        }
        HintStage::Full => {
            for name in SHOWN_PARTS {
                if let Some(part) = sheet.part(name) {
                    add(name, &shown_part(question, part));
                }
            }
        }
    }
    card
}
