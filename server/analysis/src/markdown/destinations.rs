//! Where the destinations of links stand in a text, to be written anew.
//!
//! The parser tells what a link leads to and where the link stands, but not where in it the destination does. A
//! destination is what stands between `](` and a title, or behind the label of a definition.

use std::ops::Range;

use pulldown_cmark::{Event, LinkType, Parser, Tag, TagEnd};

use super::FrontMatter;
use super::parse::options;
use crate::text::{Span, span};

/// The destination of a link, an image or a definition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Destination {
    /// Where it stands, without the pointed brackets that may be around it.
    pub(crate) span: Span,
    /// What it says, unescaped.
    pub(crate) target: String,
}

/// The destinations in `text`, in order. Autolinks have none: they lead to no file.
pub(crate) fn destinations(text: &str) -> Vec<Destination> {
    let start = FrontMatter::parse(text).map_or(0, |front_matter| usize::from(front_matter.span.end()));
    let parser = Parser::new_ext(&text[start..], options());
    let definitions = parser.reference_definitions().iter().map(|(_, definition)| {
        let whole = definition.span.start + start..definition.span.end + start;
        (after_label(&text[whole.clone()]).map(|at| whole.start + at..whole.end), definition.dest.to_string())
    });
    let mut found: Vec<(Option<Range<usize>>, String)> = definitions.collect();
    // One entry per open link: what it leads to, and the end of what was in it so far.
    let mut open: Vec<(Option<String>, usize)> = Vec::new();
    for (event, range) in parser.into_offset_iter() {
        let range = range.start + start..range.end + start;
        match event {
            Event::Start(Tag::Link { link_type, dest_url, .. } | Tag::Image { link_type, dest_url, .. }) => {
                let is_inline = link_type == LinkType::Inline;
                open.push((is_inline.then(|| dest_url.to_string()), range.start));
            }
            Event::End(TagEnd::Link | TagEnd::Image) => {
                if let Some((Some(target), text_end)) = open.pop() {
                    let rest = &text[text_end..range.end];
                    found.push((rest.find("](").map(|at| text_end + at + 2..range.end), target));
                }
                extend(&mut open, range.end);
            }
            _ => extend(&mut open, range.end),
        }
    }
    let mut destinations: Vec<Destination> = found
        .into_iter()
        .filter_map(|(within, target)| Some(Destination { span: span(raw(text, within?)), target }))
        .collect();
    destinations.sort_by_key(|destination| destination.span.start());
    destinations
}

fn extend(open: &mut [(Option<String>, usize)], end: usize) {
    if let Some((_, text_end)) = open.last_mut() {
        *text_end = end.max(*text_end);
    }
}

/// Where the text behind `[label]:` begins.
fn after_label(definition: &str) -> Option<usize> {
    let mut escaped = false;
    let end = definition.bytes().skip(1).position(|byte| {
        let is_end = byte == b']' && !escaped;
        escaped = byte == b'\\' && !escaped;
        is_end
    })?;
    let rest = end + 2;
    definition[rest..].starts_with(':').then_some(rest + 1)
}

/// The destination that begins `within`, behind blanks.
fn raw(text: &str, within: Range<usize>) -> Range<usize> {
    let start = within.end - text[within.clone()].trim_start().len();
    let rest = &text[start..within.end];
    if let Some(inner) = rest.strip_prefix('<') {
        return start + 1..start + 1 + inner.find('>').unwrap_or(inner.len());
    }
    let (mut depth, mut escaped) = (0_u32, false);
    let end = rest.find(|character: char| {
        let is_end = character.is_whitespace() || (character == ')' && depth == 0 && !escaped);
        match character {
            '(' if !escaped => depth += 1,
            ')' if !escaped => depth = depth.saturating_sub(1),
            _ => {}
        }
        escaped = character == '\\' && !escaped;
        is_end
    });
    start..start + end.unwrap_or(rest.len())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::slice;

    fn found(text: &str) -> Vec<(&str, String)> {
        destinations(text).into_iter().map(|one| (slice(text, one.span), one.target)).collect()
    }

    fn check(text: &str, written: &str, target: &str) {
        assert_eq!(found(text), [(written, target.to_owned())], "{text}");
    }

    #[test]
    fn destinations_are_found_in_any_clothes() {
        check("[a](b.md)", "b.md", "b.md");
        check("See [a *b* `](x)`]( b.md \"(title)\" ).", "b.md", "b.md");
        check("[a](<b c.md> 'x')", "b c.md", "b c.md");
        check("[](b.md)", "b.md", "b.md");
        check("[a](b_(c).md#d)", "b_(c).md#d", "b_(c).md#d");
        check("[a](b\\).md)", "b\\).md", "b).md");
        check("[a\\]](x%20y.md)", "x%20y.md", "x%20y.md");
        check("![🦀 漢](<漢 字.md>)", "漢 字.md", "漢 字.md");
        check("[a]\n\n[a]: b.md \"title\"\n", "b.md", "b.md");
        check("- [a\\]: x]: <b c.md>\r\n", "b c.md", "b c.md");
        check("---\nquestion: 501\n---\n[a](b.md)", "b.md", "b.md");
        check("| a |\n|---|\n| [a](b.md) |\n", "b.md", "b.md");
    }

    #[test]
    fn links_in_links_and_several_in_a_row() {
        let text = "[![a](b.png)](c.md) [d](e.md), [f][g]\n\n[g]: h.md\n";
        let written: Vec<&str> = found(text).into_iter().map(|(written, _)| written).collect();
        assert_eq!(written, ["b.png", "c.md", "e.md", "h.md"]);
    }

    #[test]
    fn code_comments_and_autolinks_have_none() {
        for text in
            ["`[a](b.md)`", "```\n[a](b.md)\n```", "<!-- [a](b.md) -->", "<https://a.example/b.md>", "[a] (b.md)"]
        {
            assert_eq!(found(text), [], "{text}");
        }
    }
}
