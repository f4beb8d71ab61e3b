//! Where the parts of a sheet's text stand.

use crate::markdown::FrontMatter;
use crate::text::{Offset, Span, offset, slice, span};

/// The places in one sheet.
pub(super) struct Outline {
    /// The front matter's text without its delimiters, or the start of the text.
    pub(super) front_matter: Span,
    /// The title's line, or nothing where it should stand.
    pub(super) title: Span,
    /// The parts in order.
    pub(super) parts: Vec<Part>,
    /// What stands after the front matter.
    pub(super) body: Span,
}

/// One `## ` part.
pub(super) struct Part {
    pub(super) name: String,
    pub(super) heading: Span,
    pub(super) body: Span,
}

impl Outline {
    pub(super) fn of(text: &str) -> Self {
        let front_matter = FrontMatter::parse(text);
        let start = front_matter.as_ref().map_or(Offset::new(0), |front_matter| front_matter.span.end());
        let mut outline = Self {
            front_matter: front_matter.map_or(span(0..0), |front_matter| front_matter.body),
            title: Span::empty(start),
            parts: Vec::new(),
            body: Span::new(start, Offset::of(text)),
        };
        for line in lines(text, outline.body) {
            let content = slice(text, line).trim_end();
            let here = Span::at(line.start(), Offset::of(content));
            if let Some(name) = content.strip_prefix("## ") {
                let body = Span::empty(line.end());
                outline.parts.push(Part { name: name.trim().to_owned(), heading: here, body });
            } else if let Some(part) = outline.parts.last_mut() {
                part.body = Span::new(part.body.start(), line.end());
            } else if content.starts_with("# ") {
                outline.title = here;
            }
        }
        outline
    }

    /// The part called `name`.
    pub(super) fn part(&self, name: &str) -> Option<&Part> {
        self.parts.iter().find(|part| part.name.eq_ignore_ascii_case(name))
    }

    /// The front matter's line that sets `key`, or its first line.
    pub(super) fn key(&self, text: &str, key: &str) -> Span {
        let mut all = lines(text, self.front_matter);
        let found = all.find(|&line| slice(text, line).trim_start().starts_with(key));
        let line = found.or_else(|| lines(text, self.front_matter).next());
        let line = line.unwrap_or(Span::empty(self.front_matter.start()));
        Span::at(line.start(), Offset::of(slice(text, line).trim_end()))
    }

    /// The items of the list in `part`: each from its bullet to the next.
    pub(super) fn items(text: &str, part: &Part) -> Vec<Span> {
        let mut items: Vec<Span> = Vec::new();
        for line in lines(text, part.body) {
            let content = slice(text, line);
            if content.starts_with("- ") {
                items.push(line);
            } else if let (Some(last), false) = (items.last_mut(), content.trim().is_empty()) {
                *last = Span::new(last.start(), line.end());
            }
        }
        items.iter().map(|&item| trimmed(text, item)).collect()
    }

    /// What the sheet says in sentences: the text of each point behind its names, the three parts and the
    /// pitfalls. Neither titles of books nor names of things.
    pub(super) fn prose(&self, text: &str) -> Vec<Span> {
        let mut prose = Vec::new();
        for part in &self.parts {
            if part.name.eq_ignore_ascii_case("cover") {
                prose.extend(Self::items(text, part).iter().map(|&item| behind_names(text, item)));
            } else if !part.name.eq_ignore_ascii_case("references") {
                prose.push(part.body);
            }
        }
        prose
    }
}

/// The text of a point: `item` without its bold term and its aliases.
pub(super) fn behind_names(text: &str, item: Span) -> Span {
    let content = slice(text, item);
    let term = content.strip_prefix("- **").and_then(|rest| rest.find("**")).map_or(0, |end| end + 6);
    let rest = &content[term..];
    let is_bracket = rest.trim_start().starts_with('(');
    let names = if is_bracket { rest.find(')').map_or(0, |end| end + 1) } else { 0 };
    Span::new(item.start() + offset(term + names), item.end())
}

/// The lines of `within`, each with its line ending.
pub(super) fn lines(text: &str, within: Span) -> impl Iterator<Item = Span> {
    let mut start = within.start();
    slice(text, within).split_inclusive('\n').map(move |line| {
        let line = Span::at(start, Offset::of(line));
        start = line.end();
        line
    })
}

/// `span` without blanks at its ends.
pub(super) fn trimmed(text: &str, span: Span) -> Span {
    let content = slice(text, span);
    let start = span.start() + offset(content.len() - content.trim_start().len());
    Span::at(start, Offset::of(content.trim()))
}
