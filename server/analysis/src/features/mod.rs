//! What an editor shows about a document, without a type of any protocol.
//!
//! Every feature is a pure function of a document, its analysis and a place in it. Features speak of byte spans
//! and Markdown; whoever talks to an editor turns them into what that editor understands. Nothing here decides
//! what a finding is: that is done by then.

mod actions;
mod completion;
mod diagnostics;
mod hover;
mod markup;

#[cfg(test)]
mod testing;

pub use actions::{Action, ActionEffect, ActionKind, actions, fix_all, fix_all_offer};
pub use completion::{Completion, Piece, Topic, complete, documentation};
pub use diagnostics::diagnostics;
pub use hover::{Hover, hover};
pub use markup::plain_text;

use crate::analyse::{Analysis, AnswerReport, Input};
use crate::text::Offset;

/// A document with its analysis.
#[derive(Clone, Copy, Debug)]
pub struct View<'a> {
    /// The text and what is known about it.
    pub input: &'a Input<'a>,
    /// What [`analyse`](crate::analyse()) made of it.
    pub analysis: &'a Analysis,
}

impl<'a> View<'a> {
    /// The answer that `position` stands in; at the border of two, the later one.
    fn answer_at(self, position: Offset) -> Option<&'a AnswerReport> {
        let mut answers = self.analysis.answers.iter().rev();
        answers.find(|report| report.answer.span.contains_inclusive(position))
    }
}
