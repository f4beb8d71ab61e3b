//! A document in several files, as the files of a numbered folder are.
//!
//! The files are parsed one by one, each by its own extension, and their outlines and prose are put one behind
//! the other with shifted positions. No file's text is changed, and no markup runs from one file into the next.
//! The name of every file but the first acts as a heading above all headings, so that everything in
//! `07-trade-offs.md` stands under "trade-offs". Only the first file's front matter counts.

use super::{Block, BlockKind, Dialect, Heading, Markdown, PlainSpan};
use crate::text::{Offset, Shift, Span, offset, slice, span};

/// One file of a document in parts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// The file's name.
    pub name: String,
    /// Its text in the joined text.
    pub span: Span,
}

/// The texts of several files as one.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Joined {
    /// All texts, each ending in one line ending more than its file has, so that no line and no position belongs
    /// to two files.
    pub text: String,
    /// Where each file stands in it.
    pub parts: Vec<Part>,
}

impl Joined {
    /// Joins pairs of a file's name and its text.
    pub fn new<'t>(files: impl IntoIterator<Item = (&'t str, &'t str)>) -> Self {
        let mut joined = Self::default();
        for (name, text) in files {
            let start = joined.text.len();
            joined.text.push_str(text);
            joined.parts.push(Part { name: name.to_owned(), span: span(start..joined.text.len()) });
            joined.text.push('\n');
        }
        joined
    }
}

impl Markdown {
    /// Parses a document in parts.
    pub fn parse_joined(joined: &Joined) -> Self {
        let mut whole = Self { parts: joined.parts.clone(), is_entangled: true, ..Self::default() };
        for (index, part) in joined.parts.iter().enumerate() {
            let text = slice(&joined.text, part.span);
            let markdown = Self::parse(text, Dialect::of_path(&part.name));
            let body =
                markdown.front_matter.as_ref().map_or(Offset::new(0), |front_matter| front_matter.span.end());
            if index > 0 {
                whole.push_title(title(&part.name), part.span.start() + body);
            } else {
                whole.front_matter.clone_from(&markdown.front_matter);
            }
            let shift = Shift { from: Offset::new(0), to: part.span.start() };
            whole.append(&markdown, markdown.start()..markdown.end(), shift);
        }
        whole
    }

    /// The file that holds `position`; `None` in a document that is one file.
    pub fn part_at(&self, position: Offset) -> Option<&Part> {
        let after = self.parts.partition_point(|part| part.span.start() <= position);
        self.parts.get(after.checked_sub(1)?)
    }

    /// The part of `within` that lies in the same file as `position`.
    pub fn in_file(&self, within: Span, position: Offset) -> Span {
        self.part_at(position).and_then(|part| part.span.intersect(within)).unwrap_or(within)
    }

    /// Adds a heading above all headings, which stands nowhere in the text.
    fn push_title(&mut self, title: &str, at: Offset) {
        let start = self.prose.len();
        let place = usize::from(at);
        self.prose.push(title, place..place);
        let text = PlainSpan::new(start, self.prose.len());
        self.prose.push("\n", place..place);
        let (heading, block) = (self.headings.len(), self.blocks.len());
        let cells = self.cells.len() as u32;
        self.headings.push(Heading { level: Heading::FILE, span: Span::empty(at), text, block });
        self.blocks.push(Block {
            kind: BlockKind::Heading(heading),
            span: Span::empty(at),
            text,
            list_depth: 0,
            lead: None,
            table_head: None,
            cells: (cells, cells),
        });
    }
}

/// What a file's name says: `07-trade-offs.md` is about "trade-offs".
fn title(name: &str) -> &str {
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    let is_numbering = |character: char| character.is_ascii_digit() || matches!(character, '-' | '_' | '.' | ' ');
    stem.trim_start_matches(is_numbering)
}

/// Where `position` in `text` stands for a reader: the line, from 0, in its file.
pub(crate) fn line_in_file(markdown: &Markdown, text: &str, position: Offset) -> u32 {
    let start = markdown.part_at(position).map_or(Offset::new(0), |part| part.span.start());
    let before = slice(text, Span::new(start, position));
    crate::text::LineIndex::new(before).line(offset(before.len()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn joined() -> Joined {
        Joined::new([
            ("README.md", "---\nquestion: 501\n---\n# Q501 Raft\n\n- one:\n  - two\n"),
            ("02-table.md", "---\nquestion: 502\n---\n| A | B |\n|---|---|\n| é | `x` |"),
            ("07-trade-offs.mdx", "{/* a note */}\n\n## Cost\n\nIt *costs* [little](a.md).\n\n```\ncode\n```\n"),
        ])
    }

    #[test]
    fn spans_point_into_the_joined_text() {
        let joined = joined();
        let markdown = Markdown::parse_joined(&joined);
        let source = |span| slice(&joined.text, span);
        let blocks: Vec<_> = markdown
            .blocks
            .iter()
            .map(|block| {
                (source(block.span), markdown.prose.slice(block.text), source(markdown.prose.source(block.text)))
            })
            .collect();
        assert_eq!(
            blocks,
            [
                ("# Q501 Raft", "Q501 Raft", "Q501 Raft"),
                ("one:", "one:", "one:"),
                ("two", "two", "two"),
                ("", "table", ""),
                ("| A | B |", "A | B", "A | B"),
                ("| é | `x` |", "é | x", "é | `x"),
                ("", "trade-offs", ""),
                ("## Cost", "Cost", "Cost"),
                ("It *costs* [little](a.md).", "It costs little.", "It *costs* [little](a.md)."),
            ]
        );
        assert_eq!(source(markdown.comments[0].span), "{/* a note */}");
        assert_eq!(source(markdown.links[0].span), "[little](a.md)");
        assert_eq!(source(markdown.code_blocks[0]), "```\ncode\n```");
        assert_eq!(source(markdown.code_spans[0]), "`x`");
    }

    #[test]
    fn references_between_blocks_stay_right() {
        let markdown = Markdown::parse_joined(&joined());
        assert_eq!(markdown.blocks[2].lead, Some(1));
        assert_eq!(markdown.blocks[5].table_head, Some(4));
        let cells: Vec<_> =
            markdown.cells(&markdown.blocks[5]).iter().map(|&cell| markdown.prose.slice(cell)).collect();
        assert_eq!(cells, ["é", "x"]);
        for (index, heading) in markdown.headings.iter().enumerate() {
            assert_eq!(markdown.blocks[heading.block].kind, BlockKind::Heading(index));
        }
    }

    #[test]
    fn a_name_is_a_heading_above_all_headings() {
        let markdown = Markdown::parse_joined(&joined());
        let outline: Vec<_> =
            markdown.headings.iter().map(|heading| (heading.level, markdown.heading_text(heading))).collect();
        assert_eq!(outline, [(1, "Q501 Raft"), (0, "table"), (0, "trade-offs"), (2, "Cost")]);
        assert_eq!(
            markdown.front_matter.as_ref().and_then(|found| found.get("question")).map(|entry| &*entry.value),
            Some("501")
        );
        assert_eq!(["07.md", "trade-offs.md", "2_a.b.md"].map(title), ["", "trade-offs", "a.b"]);
    }

    #[test]
    fn positions_know_their_file() {
        let joined = joined();
        let markdown = Markdown::parse_joined(&joined);
        let cost = offset(joined.text.find("costs").expect("it is there"));
        assert_eq!(markdown.part_at(cost).map(|part| part.name.as_str()), Some("07-trade-offs.mdx"));
        assert_eq!(line_in_file(&markdown, &joined.text, cost), 4);
        let whole = span(0..joined.text.len());
        assert_eq!(markdown.in_file(whole, cost), joined.parts[2].span);
        assert_eq!(Markdown::parse("a", Dialect::CommonMark).in_file(whole, cost), whole);
    }
}
