//! Which part of a document answers which question, and where its trade-off sections are.
//!
//! Works on numbers, titles and headings alone and never weighs what the prose says.

mod number;
mod recognition;
mod reference;
mod sections;

pub(crate) use number::of_path as number_in_path;
pub use number::without_number;
pub(crate) use recognition::has_prose;
pub use recognition::{
    EXTENSIONS, Recognition, Source, SourceKind, number_of_folder, recognise, recognise_folder,
};
pub use reference::{Reference, mentions, references};
pub use sections::{Section, tradeoff_sections};

use crate::markdown::{Block, Markdown, PlainSpan};
use crate::text::Span;

/// A document, or one part of it, that answers one question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// The question's number. Not in the bank when the author names a number that no bank knows.
    pub question: u32,
    /// The bytes that belong to the answer.
    pub span: Span,
    /// What a finding about the whole answer points at: its title, else the number in the front matter, else
    /// the start of the text.
    pub title: Span,
    /// The heading that is the question, by its index in the outline.
    pub heading: Option<usize>,
    /// Every confirmed source that names a number for this answer, the deciding one first.
    pub sources: Vec<Source>,
    /// Whether there is prose under the title.
    pub has_prose: bool,
}

impl Answer {
    /// The blocks of the answer in order, headings included, without its own title: that is the question's words,
    /// not the author's.
    pub(crate) fn blocks<'m>(&self, markdown: &'m Markdown) -> impl Iterator<Item = &'m Block> + use<'m> {
        let within = self.span;
        let title = self.heading.map(|heading| markdown.headings[heading].block);
        let first = markdown.blocks.partition_point(|block| block.span.start() < within.start());
        let inside = move |block: &&Block| within.contains_range(block.span);
        let blocks = markdown.blocks[first..].iter().take_while(inside).enumerate();
        blocks.filter(move |&(index, _)| Some(first + index) != title).map(|(_, block)| block)
    }

    /// The number that the answer's title begins with, and where the words behind it stand in the title's text;
    /// the whole title where there is no number.
    pub(crate) fn title_parts(&self, markdown: &Markdown) -> Option<(Option<(u32, Span)>, PlainSpan)> {
        let heading = &markdown.headings[self.heading?];
        let text = markdown.heading_text(heading);
        let Some(numbered) = number::of_heading(text) else { return Some((None, heading.text)) };
        let span = markdown.prose.source(heading.text.part(numbered.range));
        let rest = text.rfind(numbered.rest).unwrap_or(text.len());
        let rest = heading.text.part(rest..rest + numbered.rest.len());
        Some((Some((numbered.number, span)), rest))
    }

    /// The prose of those blocks.
    pub(crate) fn texts<'m>(&self, markdown: &'m Markdown) -> impl Iterator<Item = &'m str> + use<'m> {
        self.blocks(markdown).map(|block| markdown.prose.slice(block.text))
    }
}

/// A file whose number might be ours but nothing confirms it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Candidate {
    /// The number.
    pub question: u32,
    /// Where it stands, or the start of the text when only the path has it.
    pub span: Span,
}
