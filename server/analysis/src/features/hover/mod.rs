//! What is said about the place under the mouse: a question, a verdict with its grounds, a front matter key, a
//! suppression, a rule.
//!
//! How much of a question's sheet is shown follows the [`HintStage`]; verdicts and rules are no hints and are shown
//! at every stage. A document without answers has no hover at all.

mod front_matter;
mod question;
mod rule;
mod verdict;

use super::{HintStage, View};
use crate::text::{Offset, Span};

/// Something to show about a place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hover {
    /// What it is about.
    pub span: Span,
    /// What to say, in Markdown without headings.
    pub markdown: String,
}

/// A part of a hover.
struct Card {
    span: Span,
    markdown: String,
}

/// What to show at `position`: what the words there are about, and the documentation of every rule with a finding
/// there. `None` where there is nothing to say.
pub fn hover(view: View<'_>, position: Offset, stage: HintStage) -> Option<Hover> {
    if view.analysis.answers.is_empty() {
        return None;
    }
    let subject = front_matter::key_at(view, position)
        .or_else(|| question::at(view, position, stage))
        .or_else(|| verdict::at(view, position, stage));
    let mut cards: Vec<Card> = subject.into_iter().chain(rule::suppression_at(view, position)).collect();
    cards.extend(rule::findings_at(view, position, stage));
    // The narrowest place decides what the editor marks.
    let span = cards.iter().map(|card| card.span).min_by_key(|span| span.len())?;
    let markdown = cards.iter().map(|card| card.markdown.as_str()).collect::<Vec<_>>();
    Some(Hover { span, markdown: markdown.join("\n\n---\n\n") })
}

#[cfg(test)]
mod tests;
