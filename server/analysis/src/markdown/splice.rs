//! Parsing again after an edit: only the sections in which the two texts differ.
//!
//! A heading with `#` at the beginning of a line, outside of lists and quotes, closes all that was open above it, and
//! the parser reads line by line: what stands behind such a heading is read without regard to what stands above.
//! What does reach across is noted when a text is parsed ([`Markdown::is_entangled`]), and then all is parsed again.
//! So is everything up to the first such heading behind a change if that line is no such heading any more.

use std::ops::Range;

use super::{Block, BlockKind, Dialect, Heading, Link, Markdown, PlainSpan};
use crate::text::{Change, Offset, Shift, Span, offset};

/// A place between two sections, as numbers of what stands before it.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Border {
    headings: usize,
    blocks: usize,
    cells: u32,
    pieces: usize,
    comments: usize,
    code_blocks: usize,
    code_spans: usize,
    links: usize,
    ids: usize,
}

impl Markdown {
    /// The parsed `after`, made from the parsed `before` as far as the two are the same. What this returns is what
    /// [`Markdown::parse`] would; `None` where only that can tell.
    pub(crate) fn parse_after(&self, before: &str, after: &str, change: Change, dialect: Dialect) -> Option<Self> {
        if self.is_entangled || dialect == Dialect::Mdx {
            return None;
        }
        // The marks of the heading and the blank behind them stand before the change.
        let is_untouched = |heading: &&Heading| {
            let marks = offset(usize::from(heading.level) + 1);
            heading.span.start() + marks <= change.start && is_border(before, self, heading)
        };
        let first = self.headings.partition_point(|heading| heading.span.start() < change.start);
        let first = self.headings[..first].iter().rfind(is_untouched)?;
        let last = self.headings.partition_point(|heading| heading.span.start() < change.end_before);
        let last = self.headings[last..].iter().find(|heading| is_border(before, self, heading));
        let start = first.span.start();
        let shift = change.shift();
        // The line of the heading behind the change is read again, to see whether it still is one.
        let end = last.map_or(offset(after.len()), |heading| shift.position(heading.span.end()));
        let section = &after[usize::from(start)..usize::from(end)];
        if reaches_out(section)
            || reaches_out(&before[usize::from(start)..last.map_or(before.len(), |last| last.span.end().into())])
        {
            return None;
        }
        let own = Self::parse(section, dialect);
        if own.is_entangled {
            return None;
        }
        let to = match last {
            None => own.end(),
            Some(heading) => {
                let at = shift.position(heading.span.start());
                let found = own.headings.last()?;
                let is_same = found.span.start() + start == at
                    && found.level == heading.level
                    && found.block + 1 == own.blocks.len()
                    && is_border(section, &own, found);
                if !is_same {
                    return None;
                }
                own.border(found.span.start())
            }
        };
        let mut whole = Self {
            front_matter: self.front_matter.clone(),
            headings: Vec::with_capacity(self.headings.len() + 4),
            blocks: Vec::with_capacity(self.blocks.len() + 16),
            ..Self::default()
        };
        whole.prose.reserve(&self.prose, after.len().saturating_sub(before.len()));
        whole.append(self, self.start()..self.border(start), Shift::default());
        whole.append(&own, own.start()..to, Shift { from: Offset::new(0), to: start });
        if let Some(heading) = last {
            whole.append(self, self.border(heading.span.start())..self.end(), shift);
        }
        Some(whole)
    }

    /// Before everything.
    #[expect(clippy::unused_self, reason = "reads like its opposite")]
    pub(super) fn start(&self) -> Border {
        Border::default()
    }

    /// Behind everything.
    pub(super) fn end(&self) -> Border {
        Border {
            headings: self.headings.len(),
            blocks: self.blocks.len(),
            cells: self.cells.len() as u32,
            pieces: self.prose.pieces(),
            comments: self.comments.len(),
            code_blocks: self.code_blocks.len(),
            code_spans: self.code_spans.len(),
            links: self.links.len(),
            ids: self.ids.len(),
        }
    }

    /// Right before the heading at `position`.
    fn border(&self, position: Offset) -> Border {
        let is_before = |span: Span| span.start() < position;
        let blocks = self.blocks.partition_point(|block| is_before(block.span));
        Border {
            headings: self.headings.partition_point(|heading| is_before(heading.span)),
            blocks,
            cells: self.blocks.get(blocks).map_or(self.cells.len() as u32, |block| block.cells.0),
            // The separator behind the last block may stand at `position` itself, and no text of a heading does.
            pieces: self.prose.pieces_up_to(position),
            comments: self.comments.partition_point(|comment| is_before(comment.span)),
            code_blocks: self.code_blocks.partition_point(|&block| is_before(block)),
            code_spans: self.code_spans.partition_point(|&code| is_before(code)),
            links: self.links.partition_point(|link| is_before(link.span)),
            ids: self.ids.partition_point(|(element, _)| is_before(*element)),
        }
    }

    /// Adds what stands `within` two borders of `other`, whose source has moved by `shift`.
    pub(super) fn append(&mut self, other: &Self, within: Range<Border>, shift: Shift) {
        let Range { start, end } = within;
        let (plain_before, plain) = (other.prose.plain_of(start.pieces), self.prose.len() as u32);
        let moved = |text: PlainSpan| PlainSpan {
            start: text.start - plain_before + plain,
            end: text.end - plain_before + plain,
        };
        let (headings, blocks, cells) = (self.headings.len(), self.blocks.len(), self.cells.len() as u32);
        let of_block = |index: usize| index - start.blocks + blocks;
        self.headings.extend(other.headings[start.headings..end.headings].iter().map(|heading| Heading {
            level: heading.level,
            span: shift.span(heading.span),
            text: moved(heading.text),
            block: of_block(heading.block),
        }));
        self.blocks.extend(other.blocks[start.blocks..end.blocks].iter().map(|block| Block {
            kind: match block.kind {
                BlockKind::Heading(index) => BlockKind::Heading(index - start.headings + headings),
                kind => kind,
            },
            span: shift.span(block.span),
            text: moved(block.text),
            list_depth: block.list_depth,
            lead: block.lead.map(of_block),
            table_head: block.table_head.map(of_block),
            cells: (block.cells.0 - start.cells + cells, block.cells.1 - start.cells + cells),
        }));
        self.cells.extend(other.cells[start.cells as usize..end.cells as usize].iter().copied().map(moved));
        self.prose.append(&other.prose, start.pieces..end.pieces, shift);
        let comments = other.comments[start.comments..end.comments].iter();
        self.comments
            .extend(comments.map(|&comment| super::Comment { span: shift.span(comment.span), ..comment }));
        let spans = |list: &[Span]| list.iter().map(|&one| shift.span(one)).collect::<Vec<_>>();
        self.code_blocks.extend(spans(&other.code_blocks[start.code_blocks..end.code_blocks]));
        self.code_spans.extend(spans(&other.code_spans[start.code_spans..end.code_spans]));
        let links = other.links[start.links..end.links].iter();
        self.links.extend(links.map(|link| Link { span: shift.span(link.span), target: link.target.clone() }));
        let ids = other.ids[start.ids..end.ids].iter();
        self.ids.extend(ids.map(|(element, id)| (shift.span(*element), id.clone())));
    }
}

/// Whether `heading` closes all that stands above it: it is written with `#` at the beginning of a line.
fn is_border(text: &str, markdown: &Markdown, heading: &Heading) -> bool {
    let (before, own) = text.split_at(heading.span.start().into());
    let marks = own.bytes().take_while(|&byte| byte == b'#').count();
    let is_marked = marks == usize::from(heading.level)
        && own[marks..].bytes().next().is_none_or(|next| matches!(next, b' ' | b'\t' | b'\n' | b'\r'));
    let is_bare = markdown.blocks[heading.block].list_depth == 0;
    is_marked && is_bare && (before.is_empty() || before.ends_with(['\n', '\r']))
}

/// Whether markup may begin in `text` that the parser looks for the end of far behind it.
fn reaches_out(text: &str) -> bool {
    let mut opened = 0_u32;
    for at in memchr::memchr_iter(b'<', text.as_bytes()) {
        match text.as_bytes().get(at + 1) {
            Some(b'!') if text[at..].starts_with("<!--") => opened += 1,
            Some(b'!' | b'?') => return true,
            _ => {}
        }
    }
    opened > 0 && memchr::memmem::find_iter(text.as_bytes(), "-->").count() as u32 != opened
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// What Markdown is made of, and what of it reaches far.
    const PIECES: [&str; 40] = [
        "# ",
        "## ",
        "### ",
        "#",
        "\n",
        "\n\n",
        "\r\n",
        "text ",
        "more words ",
        "- ",
        "  - ",
        "1. ",
        "> ",
        "    ",
        "```\n",
        "~~~",
        "| a | b |\n|---|---|\n| c | d |\n",
        "|",
        "<!-- c -->",
        "<!--",
        "-->",
        "<div>",
        "</div>",
        "<pre>",
        "<del>",
        "</del>",
        "[a](b)",
        "[a]",
        "[a]: b\n",
        "[^1]",
        "[^1]: x\n",
        "*",
        "**bold**\n\n",
        "`",
        "===\n",
        "---\n",
        "<a id=\"x\">",
        "ends:\n",
        "é🦀",
        "&nbsp;",
    ];

    fn text() -> impl Strategy<Value = String> {
        prop::collection::vec(prop::sample::select(&PIECES[..]), 0..60).prop_map(|pieces| pieces.concat())
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2_000))]

        #[test]
        fn parsing_after_an_edit_is_parsing(before in text(), new in text(), at in 0.0..1.0_f64, length in 0..12_usize) {
            let boundary = |mut index: usize| {
                while !before.is_char_boundary(index) {
                    index -= 1;
                }
                index
            };
            let start = boundary((before.len() as f64 * at) as usize);
            let end = boundary((start + length).min(before.len())).max(start);
            let short: String = new.chars().take(length).collect();
            let after = format!("{}{short}{}", &before[..start], &before[end..]);
            let parsed = Markdown::parse(&before, Dialect::CommonMark);
            let change = Change::between(&before, &after);
            if let Some(spliced) = parsed.parse_after(&before, &after, change, Dialect::CommonMark) {
                prop_assert_eq!(spliced, Markdown::parse(&after, Dialect::CommonMark), "{:?} {:?}", before, after);
            }
        }
    }

    #[test]
    fn a_word_in_one_section_of_many_is_parsed_alone() {
        let before =
            "# Title\n\nText.\n\n## One\n\n- item\n- [link](a.md)\n\n## Two\n\n| a |\n|---|\n| b |\n\n## Three\n";
        let after = before.replace("item", "new item");
        let parsed = Markdown::parse(before, Dialect::CommonMark);
        let change = Change::between(before, &after);
        let spliced = parsed.parse_after(before, &after, change, Dialect::CommonMark);
        assert_eq!(spliced, Some(Markdown::parse(&after, Dialect::CommonMark)));
    }
}
