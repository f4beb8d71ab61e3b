//! What an editor shows about a document, without a type of any protocol.
//!
//! Every feature is a pure function of a document, its analysis and a place in it. Features speak of byte spans
//! and Markdown; whoever talks to an editor turns them into what that editor understands. Nothing here decides
//! what a finding is: that is done by then.

mod actions;
mod completion;
mod diagnostics;
mod explain;
mod folding;
mod front_matter_keys;
mod hints;
mod hover;
mod inlay;
mod insertion;
mod lens;
mod links;
mod markup;
mod outline;
mod progress;
mod relink;
mod rename;
mod search;
mod selection;
mod sheet;
mod subject;
mod symbols;
mod verdicts;

#[cfg(test)]
mod testing;

pub use actions::{Action, ActionEffect, ActionKind, actions, fix_all, fix_all_offer};
pub use completion::{Completion, Piece, TRIGGERS, Topic, Trigger, complete, documentation, is_worth_asking};
pub use diagnostics::diagnostics;
pub use explain::{Explanation, explanation};
pub use folding::{Fold, FoldKind, folds};
pub use hints::HintStage;
pub use hover::{Hover, hover};
pub use inlay::{Inlay, inlays};
pub use insertion::{NothingToInsert, insertion};
pub use lens::{Lens, length_of, lenses};
pub use links::{Link, LinkTarget, links};
pub use markup::plain_text;
pub use progress::{Counts, Progress, Standing, progress, states};
pub use relink::{Moves, relink};
pub use rename::{Renamable, RenameError, new_number, renamable, rename, renamed, renamed_path};
pub use search::{Query, answer_title};
pub use selection::selections;
pub use sheet::sheet;
pub use subject::{Subject, SubjectKind, references_in, subject};
pub use symbols::{Symbol, SymbolKind, symbols};

use crate::analyse::{Analysis, AnswerReport, Input};
use crate::text::{Offset, Span, offset, slice};

/// A document with its analysis.
#[derive(Clone, Copy, Debug)]
pub struct View<'a> {
    /// The text and what is known about it.
    pub input: &'a Input<'a>,
    /// What [`analyse`](crate::analyse()) made of it.
    pub analysis: &'a Analysis,
}

impl<'a> View<'a> {
    /// Whether the configuration excludes the document: then nothing is shown about it.
    fn is_excluded(self) -> bool {
        self.input.below_config.is_some_and(|path| self.input.settings.excludes(path))
    }

    /// The answer that `position` stands in; at the border of two, the later one.
    fn answer_at(self, position: Offset) -> Option<&'a AnswerReport> {
        let mut answers = self.analysis.answers.iter().rev();
        answers.find(|report| report.answer.span.contains_inclusive(position))
    }
}

/// The first line of what `span` covers: a heading may have several, and what an editor shows beside one stands at
/// its first.
fn first_line(text: &str, span: Span) -> Span {
    let line = slice(text, span).lines().next().unwrap_or_default();
    Span::at(span.start(), offset(line.trim_end().len()))
}
