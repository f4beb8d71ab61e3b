//! The little that we need of HTML: its comments, its text, and which tags change what text means.
//!
//! Not an HTML parser. Raw HTML in Markdown is rare and small; what matters is that comments, scripts and
//! struck-out text never count as prose, and that text inside `<details>` or `<td>` does.

use std::ops::Range;

/// A piece of raw HTML.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Token {
    /// `<!-- ... -->`, or to the end where it is never closed.
    Comment(Range<usize>),
    /// A tag, by its lower-case name and whether it closes.
    Tag { name: String, closing: bool, range: Range<usize> },
    /// Text between tags.
    Text(Range<usize>),
}

/// Splits the bytes `range` of `source` into comments, tags and text.
pub(super) fn tokens(source: &str, range: Range<usize>) -> Vec<Token> {
    let mut tokens = Vec::new();
    let mut at = range.start;
    while at < range.end {
        let rest = &source[at..range.end];
        if rest.starts_with("<!--") {
            let end = rest.find("-->").map_or(range.end, |length| at + length + 3);
            tokens.push(Token::Comment(at..end));
            at = end;
        } else if let Some((name, closing)) = tag_name(rest) {
            let end = rest.find('>').map_or(range.end, |length| at + length + 1);
            tokens.push(Token::Tag { name, closing, range: at..end });
            at = end;
        } else {
            let skip = rest.chars().next().map_or(1, char::len_utf8);
            let end = rest[skip..].find('<').map_or(range.end, |length| at + skip + length);
            tokens.push(Token::Text(at..end));
            at = end;
        }
    }
    tokens
}

fn tag_name(rest: &str) -> Option<(String, bool)> {
    let inner = rest.strip_prefix('<')?;
    let (inner, closing) = inner.strip_prefix('/').map_or((inner, false), |inner| (inner, true));
    let length = inner.bytes().take_while(u8::is_ascii_alphanumeric).count();
    let starts_with_letter = inner.bytes().next().is_some_and(|byte| byte.is_ascii_alphabetic());
    starts_with_letter.then(|| (inner[..length].to_ascii_lowercase(), closing))
}

/// What links can lead to in a tag: the values of its `id` and `name` attributes.
pub(super) fn ids(tag: &str) -> impl Iterator<Item = &str> {
    const KEYS: [&str; 2] = ["id", "name"];
    // Most tags have no attributes at all.
    let attributes = tag.find('=').map_or("", |_| tag.trim_end_matches(['>', '/']));
    let is_blank = |character: char| character.is_ascii_whitespace();
    attributes.match_indices('=').filter_map(move |(at, _)| {
        let key = attributes[..at].trim_end().rsplit(is_blank).next()?;
        let value = attributes[at + 1..].trim_start();
        let value = match value.chars().next()? {
            quote @ ('"' | '\'') => value[1..].split(quote).next()?,
            _ => value.split(is_blank).next()?,
        };
        let is_wanted = KEYS.iter().any(|known| key.eq_ignore_ascii_case(known)) && !value.is_empty();
        is_wanted.then_some(value)
    })
}

/// Whether text inside this element is not prose.
pub(super) fn hides_text(name: &str) -> bool {
    matches!(name, "script" | "style" | "pre" | "del" | "s" | "strike" | "template" | "svg")
}

/// The level of `<h1>`..`<h6>`; `<summary>` acts like a bold paragraph.
pub(super) fn heading_level(name: &str) -> Option<u8> {
    match name.as_bytes() {
        [b'h', digit @ b'1'..=b'6'] => Some(digit - b'0'),
        b"summary" => Some(super::Heading::BOLD),
        _ => None,
    }
}

/// Whether the element ends a line of text, so that words on both sides belong to different statements.
pub(super) fn is_block(name: &str) -> bool {
    matches!(
        name,
        "p" | "div"
            | "li"
            | "ul"
            | "ol"
            | "tr"
            | "td"
            | "th"
            | "table"
            | "details"
            | "section"
            | "blockquote"
            | "dt"
            | "dd"
            | "dl"
    ) || heading_level(name).is_some()
}
