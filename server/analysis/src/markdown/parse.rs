//! One pass over the parser's events into a [`Markdown`].

use std::ops::Range;

use pulldown_cmark::{Event, LinkType, Options, Parser, Tag, TagEnd};

use super::{Block, BlockKind, Comment, Dialect, FrontMatter, Heading, Link, Markdown, PlainSpan, Prose, html};
use crate::text::span;

/// Separates the cells of a table row in the prose.
const CELL_SEPARATOR: &str = " | ";

pub(super) fn parse(text: &str, dialect: Dialect) -> Markdown {
    let front_matter = FrontMatter::parse(text);
    let start = match &front_matter {
        Some(front_matter) => usize::from(front_matter.span.end()),
        None if text.starts_with('\u{feff}') => '\u{feff}'.len_utf8(),
        None => 0,
    };
    let mut builder = Builder::new(text, start, dialect);
    builder.markdown.front_matter = front_matter;
    let parser = Parser::new_ext(&text[start..], options());
    builder.markdown.is_entangled =
        dialect == Dialect::Mdx || parser.reference_definitions().iter().next().is_some();
    for (event, range) in parser.into_offset_iter() {
        builder.event(event, range.start + start..range.end + start);
    }
    builder.finish()
}

/// The dialect that we read: GitHub's.
pub(super) fn options() -> Options {
    Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_GFM
}

struct Builder<'t> {
    text: &'t str,
    markdown: Markdown,
    open: Option<OpenBlock>,
    /// One entry per open list item: the block of its own text, once there is one.
    items: Vec<Option<usize>>,
    /// The block right before the list or table that opened last, when it ends in a colon.
    lead: Option<usize>,
    table_head: Option<usize>,
    /// While above zero, text is not prose: code, struck out, autolinks, hidden HTML elements.
    hidden: u32,
    html: Vec<Range<usize>>,
    mdx_comments: Vec<Range<usize>>,
    dialect: Dialect,
}

struct OpenBlock {
    kind: OpenKind,
    span: Range<usize>,
    plain_start: usize,
    cells: Vec<PlainSpan>,
    /// Depth of bold markup, and whether any letter or digit stood outside of it.
    strong: u32,
    has_strong: bool,
    only_strong: bool,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum OpenKind {
    Heading(u8),
    Paragraph,
    ListItem,
    TableHead,
    TableRow,
}

impl<'t> Builder<'t> {
    fn new(text: &'t str, start: usize, dialect: Dialect) -> Self {
        let mdx_comments = if dialect == Dialect::Mdx { mdx_comments(text, start) } else { Vec::new() };
        let comments = mdx_comments.iter().map(|range| Comment { span: span(range.clone()), list_depth: 0 });
        Self {
            text,
            markdown: Markdown {
                comments: comments.collect(),
                prose: Prose::with_capacity(text.len() - start),
                ..Markdown::default()
            },
            open: None,
            items: Vec::new(),
            lead: None,
            table_head: None,
            hidden: 0,
            html: Vec::new(),
            mdx_comments,
            dialect,
        }
    }

    fn event(&mut self, event: Event<'_>, range: Range<usize>) {
        match event {
            Event::Start(tag) => self.start(tag, range),
            Event::End(tag) => self.end(tag, &range),
            Event::Text(text) | Event::InlineMath(text) | Event::DisplayMath(text) => self.prose(&text, range),
            Event::Code(text) => {
                self.markdown.code_spans.push(span(range.clone()));
                // The range has the backticks; the text lies inside them.
                let inner = self.text[range.clone()]
                    .find(&*text)
                    .map_or(range.clone(), |at| range.start + at..range.start + at + text.len());
                self.prose(&text, inner);
            }
            Event::SoftBreak | Event::HardBreak => self.space(range),
            Event::Html(_) => self.html.push(range),
            Event::InlineHtml(_) => self.inline_html(range),
            Event::FootnoteReference(_) | Event::TaskListMarker(_) | Event::Rule => {}
        }
    }

    fn start(&mut self, tag: Tag<'_>, range: Range<usize>) {
        match tag {
            Tag::Heading { level, .. } => {
                // What was hidden above and never shown again stays hidden here.
                self.markdown.is_entangled |= self.hidden > 0;
                self.open(OpenKind::Heading(level as u8), range);
            }
            Tag::Paragraph => {
                self.open(OpenKind::Paragraph, range.clone());
                if self.dialect == Dialect::Mdx && is_mdx_module_line(&self.text[range]) {
                    self.hidden += 1;
                }
            }
            Tag::List(_) => {
                self.close();
                if self.items.is_empty() {
                    self.lead = self.leading_block();
                }
            }
            Tag::Item => {
                self.close();
                self.items.push(None);
            }
            Tag::Table(_) => {
                self.close();
                self.lead = self.leading_block();
                self.table_head = None;
            }
            Tag::TableHead => self.open(OpenKind::TableHead, range),
            Tag::TableRow => self.open(OpenKind::TableRow, range),
            Tag::TableCell => {
                let first = self.markdown.prose.len();
                if let Some(open) = &mut self.open {
                    if open.plain_start < first || !open.cells.is_empty() {
                        self.markdown.prose.push(CELL_SEPARATOR, range.start..range.start);
                    }
                    let start = self.markdown.prose.len();
                    open.cells.push(PlainSpan::new(start, start));
                }
            }
            Tag::CodeBlock(_) => {
                self.close();
                self.markdown.code_blocks.push(span(trimmed(self.text, range)));
                self.hidden += 1;
            }
            Tag::HtmlBlock | Tag::BlockQuote(_) => self.close(),
            Tag::FootnoteDefinition(_) => {
                self.close();
                self.markdown.is_entangled = true;
            }
            Tag::Strikethrough => self.hidden += 1,
            Tag::Strong => {
                if let Some(open) = &mut self.open {
                    open.strong += 1;
                    open.has_strong = true;
                }
            }
            Tag::Link { link_type, dest_url, .. } => {
                if matches!(link_type, LinkType::Autolink | LinkType::Email) {
                    self.hidden += 1;
                }
                self.markdown.links.push(Link { span: span(range), target: dest_url.into_string() });
            }
            Tag::Image { dest_url, .. } => {
                self.markdown.links.push(Link { span: span(range), target: dest_url.into_string() });
            }
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd, range: &Range<usize>) {
        match tag {
            TagEnd::Paragraph => {
                self.close();
                if self.dialect == Dialect::Mdx && is_mdx_module_line(&self.text[range.clone()]) {
                    self.hidden -= 1;
                }
            }
            TagEnd::Heading(_) | TagEnd::TableHead | TagEnd::TableRow => self.close(),
            TagEnd::TableCell => {
                let end = self.markdown.prose.len() as u32;
                if let Some(cell) = self.open.as_mut().and_then(|open| open.cells.last_mut()) {
                    cell.end = end;
                }
            }
            TagEnd::Item => {
                self.close();
                self.items.pop();
            }
            TagEnd::CodeBlock | TagEnd::Strikethrough => self.hidden -= 1,
            TagEnd::Strong => {
                if let Some(open) = &mut self.open {
                    open.strong = open.strong.saturating_sub(1);
                }
            }
            TagEnd::Link => {
                // Only autolinks hid their text; they have no other inline content that could end here.
                let is_autolink = self.text[range.clone()].starts_with('<');
                if is_autolink {
                    self.hidden -= 1;
                }
            }
            TagEnd::HtmlBlock => self.html_block(),
            _ => {}
        }
    }

    /// Opens a block, closing the one before it.
    fn open(&mut self, kind: OpenKind, range: Range<usize>) {
        self.close();
        self.open = Some(OpenBlock {
            kind,
            span: range,
            plain_start: self.markdown.prose.len(),
            cells: Vec::new(),
            strong: 0,
            has_strong: false,
            only_strong: true,
        });
    }

    fn close(&mut self) {
        let Some(open) = self.open.take() else { return };
        let markdown = &mut self.markdown;
        let text = trim_plain(&markdown.prose, PlainSpan::new(open.plain_start, markdown.prose.len()));
        // A separator, so that no word or automaton match ever runs from one block into the next.
        markdown.prose.push("\n", open.span.end..open.span.end);
        let mut source = trimmed(self.text, open.span.clone());
        let is_heading = matches!(open.kind, OpenKind::Heading(_));
        let is_hidden = || self.mdx_comments.iter().any(|one| one.start <= source.start && source.end <= one.end);
        if text.is_empty() && (!is_heading || is_hidden()) {
            return;
        }
        if open.kind == OpenKind::ListItem {
            // Its span grew with the text; the marker before it belongs to the item.
            source = source.start..source.end.max(usize::from(markdown.prose.source(text).end()));
        }
        let index = markdown.blocks.len();
        let is_bold_line =
            open.kind == OpenKind::Paragraph && open.has_strong && open.only_strong && self.items.is_empty();
        let kind = match open.kind {
            OpenKind::Heading(level) => self.heading(level, source.clone(), text, index),
            OpenKind::Paragraph if is_bold_line => self.heading(Heading::BOLD, source.clone(), text, index),
            OpenKind::Paragraph => BlockKind::Paragraph,
            OpenKind::ListItem => BlockKind::ListItem,
            OpenKind::TableHead => BlockKind::TableHead,
            OpenKind::TableRow => BlockKind::TableRow,
        };
        let markdown = &mut self.markdown;
        let first_cell = markdown.cells.len() as u32;
        markdown.cells.extend(open.cells.iter().map(|&cell| trim_plain(&markdown.prose, cell)));
        let lead = match self.items.as_slice() {
            [] if matches!(kind, BlockKind::TableHead | BlockKind::TableRow) => self.lead,
            [] => None,
            // Text of an item is led by the item around it, or by what stands before the outermost list; a
            // second paragraph of an item is led by the item's first.
            [outer @ .., own] => own.or_else(|| outer.iter().rev().copied().flatten().next()).or(self.lead),
        };
        if let Some(own @ None) = self.items.last_mut() {
            *own = Some(index);
        }
        if kind == BlockKind::TableHead {
            self.table_head = Some(index);
        }
        let table_head = if kind == BlockKind::TableRow { self.table_head } else { None };
        let list_depth = self.list_depth();
        self.markdown.blocks.push(Block {
            kind,
            span: span(source),
            text,
            list_depth,
            lead,
            table_head,
            cells: (first_cell, self.markdown.cells.len() as u32),
        });
    }

    fn heading(&mut self, level: u8, source: Range<usize>, text: PlainSpan, block: usize) -> BlockKind {
        let headings = &mut self.markdown.headings;
        headings.push(Heading { level, span: span(source), text, block });
        BlockKind::Heading(headings.len() - 1)
    }

    /// The last block, when it announces what follows.
    fn leading_block(&self) -> Option<usize> {
        let index = self.markdown.blocks.len().checked_sub(1)?;
        let block = &self.markdown.blocks[index];
        let announces = self.markdown.prose.slice(block.text).ends_with(':');
        (announces && block.kind == BlockKind::Paragraph).then_some(index)
    }

    fn prose(&mut self, plain: &str, range: Range<usize>) {
        let overlaps = |comment: &&Range<usize>| comment.start < range.end && range.start < comment.end;
        if let Some(comment) = self.mdx_comments.iter().find(overlaps).cloned() {
            self.prose_around(&comment, plain, range);
            return;
        }
        if self.hidden > 0 {
            return;
        }
        if self.open.is_none() {
            // The text of a tight list item stands in no block of its own.
            self.open(OpenKind::ListItem, range.clone());
        }
        if let Some(open) = &mut self.open {
            if open.strong == 0 && plain.chars().any(char::is_alphanumeric) {
                open.only_strong = false;
            }
            open.span.end = open.span.end.max(range.end);
        }
        self.markdown.prose.push(plain, range);
    }

    /// Text of which a part is an MDX comment: the parser ends texts where markup could begin, not where comments do.
    fn prose_around(&mut self, comment: &Range<usize>, plain: &str, range: Range<usize>) {
        let is_copy = plain.len() == range.len();
        if is_copy && range.start < comment.start {
            self.prose(&plain[..comment.start - range.start], range.start..comment.start);
        }
        // Behind the text of a list item it stands in the item's block, as a comment of HTML does. Other blocks know
        // where they end, and a comment may run over several.
        if let Some(open) = self.open.as_mut().filter(|open| open.kind == OpenKind::ListItem) {
            open.span.end = open.span.end.max(comment.end);
        }
        if is_copy && comment.end < range.end {
            self.prose(&plain[comment.end - range.start..], comment.end..range.end);
        }
    }

    fn space(&mut self, range: Range<usize>) {
        if self.open.is_some() && !self.markdown.prose.ends_with_space() {
            self.markdown.prose.push(" ", range);
        }
    }

    fn inline_html(&mut self, range: Range<usize>) {
        for token in html::tokens(self.text, range) {
            match token {
                html::Token::Comment(range) => self.comment(range),
                html::Token::Tag { name, closing, range } => {
                    self.ids(range.clone());
                    if html::hides_text(&name) {
                        self.hide(closing);
                    } else if name == "br" {
                        self.space(range);
                    }
                }
                html::Token::Text(_) => {}
            }
        }
    }

    fn comment(&mut self, range: Range<usize>) {
        // A comment behind the text of a list item stands in the item's block.
        if let Some(open) = &mut self.open {
            open.span.end = open.span.end.max(range.end);
        }
        self.markdown.comments.push(Comment { span: span(range), list_depth: self.list_depth() });
    }

    fn list_depth(&self) -> u8 {
        self.items.len().min(usize::from(u8::MAX)) as u8
    }

    fn hide(&mut self, closing: bool) {
        self.hidden = if closing { self.hidden.saturating_sub(1) } else { self.hidden + 1 };
    }

    fn html_block(&mut self) {
        let pieces = std::mem::take(&mut self.html);
        let (Some(first), Some(last)) = (pieces.first(), pieces.last()) else { return };
        // In a quote or list the block's lines have prefixes in between; they are blanks and `>` at worst.
        let range = first.start..last.end;
        let hidden_before = self.hidden;
        for token in html::tokens(self.text, range) {
            match token {
                html::Token::Comment(range) => self.comment(range),
                html::Token::Tag { name, closing, range } => self.block_tag(&name, closing, range),
                html::Token::Text(range) => {
                    let text = &self.text[range.clone()];
                    if text.trim().is_empty() {
                        self.space(range);
                    } else if self.hidden == 0 {
                        if self.open.is_none() {
                            self.open(OpenKind::Paragraph, range.clone());
                        }
                        self.prose(text, range);
                    }
                }
            }
        }
        self.close();
        self.hidden = hidden_before;
    }

    fn ids(&mut self, tag: Range<usize>) {
        let ids = html::ids(&self.text[tag.clone()]);
        self.markdown.ids.extend(ids.map(|id| (span(tag.clone()), id.to_owned())));
    }

    fn block_tag(&mut self, name: &str, closing: bool, range: Range<usize>) {
        self.ids(range.clone());
        if html::hides_text(name) {
            self.hide(closing);
        } else if let (Some(level), false) = (html::heading_level(name), closing) {
            self.open(OpenKind::Heading(level), range);
        } else if html::is_block(name) {
            if let Some(open) = &mut self.open {
                open.span.end = open.span.end.max(range.end);
            }
            self.close();
        } else if name == "br" {
            self.space(range);
        }
    }

    fn finish(mut self) -> Markdown {
        self.close();
        self.markdown.comments.sort_by_key(|comment| comment.span.start());
        self.markdown
    }
}

/// `{/* ... */}` comments of MDX, which `CommonMark` takes for text.
fn mdx_comments(text: &str, start: usize) -> Vec<Range<usize>> {
    let mut comments = Vec::new();
    let mut at = start;
    while let Some(found) = text[at..].find("{/*") {
        let open = at + found;
        let Some(length) = text[open..].find("*/}") else { break };
        at = open + length + 3;
        comments.push(open..at);
    }
    comments
}

fn is_mdx_module_line(paragraph: &str) -> bool {
    paragraph.starts_with("import ") || paragraph.starts_with("export ")
}

/// `range` without blanks and line endings at its end.
fn trimmed(text: &str, range: Range<usize>) -> Range<usize> {
    let length = text[range.clone()].trim_end().len();
    range.start..range.start + length
}

/// `range` without blanks at either end.
fn trim_plain(prose: &Prose, range: PlainSpan) -> PlainSpan {
    let text = prose.slice(range);
    let start = text.len() - text.trim_start().len();
    let length = text.trim().len();
    range.part(start..start + length)
}
