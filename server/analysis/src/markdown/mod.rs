//! What a Markdown document says, without how it is marked up.
//!
//! [`Markdown::parse`] makes one pass over the parser's events and keeps an outline (headings), the prose as
//! plain text in blocks, and the comments. Every character of the prose knows the byte of the source that it
//! came from, so a finding on a word points at the word, whatever emphasis, quote marks or table pipes stand
//! around it. Code blocks, link targets, URLs, front matter, comments and text struck out are not prose.
//!
//! The text is never rewritten before it is parsed.

mod destinations;
mod front_matter;
mod html;
mod parse;
mod parts;
mod prose;
mod splice;

pub(crate) use destinations::destinations;
pub use front_matter::{Entry, FrontMatter, FrontMatterKind};
pub(crate) use parts::line_in_file;
pub use parts::{Joined, Part};
pub use prose::{PlainSpan, Prose};

use crate::text::Span;

/// The dialect of a document, which its file extension decides.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Dialect {
    /// GitHub-flavoured `CommonMark`.
    #[default]
    CommonMark,
    /// The same with `{/* comments */}` and with import and export lines.
    Mdx,
}

impl Dialect {
    /// The dialect of a file by the extension of `path`.
    pub fn of_path(path: &str) -> Self {
        match path.rsplit_once('.') {
            Some((_, extension)) if extension.eq_ignore_ascii_case("mdx") => Self::Mdx,
            _ => Self::CommonMark,
        }
    }
}

/// A parsed document.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Markdown {
    /// The front matter, when the document starts with one.
    pub front_matter: Option<FrontMatter>,
    /// All headings in order.
    pub headings: Vec<Heading>,
    /// All blocks of prose in order, headings included.
    pub blocks: Vec<Block>,
    /// The plain text that headings and blocks refer to.
    pub prose: Prose,
    /// Comments in order.
    pub comments: Vec<Comment>,
    /// Code blocks in order, with their fences.
    pub code_blocks: Vec<Span>,
    /// Inline code in order, with its backticks. Its text is prose, but not the author's words.
    pub code_spans: Vec<Span>,
    /// Links and images in order.
    pub links: Vec<Link>,
    /// The `id` and `name` attributes of HTML elements, with the place of each element, in order.
    pub ids: Vec<(Span, String)>,
    /// The files of a document in several files, in order; empty for a document that is one file.
    pub parts: Vec<Part>,
    /// Where the cells of table rows stand in the prose.
    cells: Vec<PlainSpan>,
    /// Whether one section may be read otherwise because of what another says: there are definitions of links or
    /// footnotes, text that is hidden beyond its section, or comments of MDX.
    is_entangled: bool,
}

/// A heading: ATX, setext, HTML, or a paragraph that is only bold text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Heading {
    /// 1-6, or [`Heading::BOLD`] for a bold paragraph, which acts as a heading below level 6, or
    /// [`Heading::FILE`] for the name of a file, which acts as a heading above level 1.
    pub level: u8,
    /// The heading in the source, without its line ending.
    pub span: Span,
    /// Its text in the prose.
    pub text: PlainSpan,
    /// The block that holds it.
    pub block: usize,
}

impl Heading {
    /// The level of a paragraph that is only bold text.
    pub const BOLD: u8 = 7;

    /// The level of a file's name in a document of several files.
    pub const FILE: u8 = 0;
}

/// What kind of block some prose stands in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BlockKind {
    /// A heading, by its index in [`Markdown::headings`].
    Heading(usize),
    /// A paragraph, also in a quote, a footnote, an alert or HTML.
    Paragraph,
    /// The text of a list item.
    ListItem,
    /// The head row of a table.
    TableHead,
    /// A body row of a table.
    TableRow,
}

/// A run of prose that a reader sees as one piece.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Block {
    /// Its kind.
    pub kind: BlockKind,
    /// The block in the source.
    pub span: Span,
    /// Its text in the prose; cells of a table row are separated by `" | "`.
    pub text: PlainSpan,
    /// How many lists it stands in.
    pub list_depth: u8,
    /// The block that introduces it: the enclosing list item's text, or a paragraph that ends in a colon and
    /// stands right before the list or table.
    pub lead: Option<usize>,
    /// The head row of its table, for a body row.
    pub table_head: Option<usize>,
    /// Its cells, for a table row: a range of [`Markdown::cells`].
    cells: (u32, u32),
}

/// An HTML comment, or `{/* ... */}` in MDX.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Comment {
    /// The comment with its delimiters.
    pub span: Span,
    /// How many lists it stands in.
    pub list_depth: u8,
}

/// A link or an image.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    /// The link in the source, with its brackets.
    pub span: Span,
    /// Where it leads, unescaped.
    pub target: String,
}

impl Markdown {
    /// Parses `text`.
    pub fn parse(text: &str, dialect: Dialect) -> Self {
        parse::parse(text, dialect)
    }

    /// The cells of a table row, or nothing for other blocks.
    pub fn cells(&self, block: &Block) -> &[PlainSpan] {
        &self.cells[block.cells.0 as usize..block.cells.1 as usize]
    }

    /// The plain text of `heading`.
    pub fn heading_text(&self, heading: &Heading) -> &str {
        self.prose.slice(heading.text)
    }

    /// The blocks inside `within`, with their indices. Looks at no others, so that a part of a document costs no more than
    /// the same text by itself.
    pub(crate) fn blocks_in(&self, within: Span) -> impl Iterator<Item = (usize, &Block)> {
        let first = self.blocks.partition_point(|block| block.span.start() < within.start());
        let from_there = self.blocks.iter().enumerate().skip(first);
        let begin_inside = from_there.take_while(move |(_, block)| block.span.start() <= within.end());
        begin_inside.filter(move |(_, block)| within.contains_range(block.span))
    }

    /// The headings inside `within`, with their indices. Looks at no others.
    pub(crate) fn headings_in(&self, within: Span) -> impl Iterator<Item = (usize, &Heading)> {
        let first = self.headings.partition_point(|heading| heading.span.start() < within.start());
        let from_there = self.headings.iter().enumerate().skip(first);
        let begin_inside = from_there.take_while(move |(_, heading)| heading.span.start() <= within.end());
        begin_inside.filter(move |(_, heading)| within.contains_range(heading.span))
    }

    /// The index of the first heading after `index` that ends its section: one of the same or a higher level.
    pub fn section_end(&self, index: usize) -> Option<usize> {
        let level = self.headings[index].level;
        (index + 1..self.headings.len()).find(|&next| self.headings[next].level <= level)
    }
}

#[cfg(test)]
mod tests;
