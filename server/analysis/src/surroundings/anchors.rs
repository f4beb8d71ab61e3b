//! What `#anchors` lead to.
//!
//! GitHub makes an anchor of a heading's text: lower case, blanks as hyphens, other punctuation left out, and a
//! number behind the second of the same name. Other renderers differ in what they do with punctuation, and GitHub
//! itself does not mind the case. So anchors are compared by their letters and digits alone, in any case: what
//! would work nowhere is found, and no link is called broken that works somewhere.

use crate::markdown::{Heading, Markdown};
use crate::text::Span;

/// An anchor without case and punctuation, as a hash.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct AnchorKey(u64);

impl AnchorKey {
    /// The key of an anchor or of a heading's text.
    pub fn of(text: &str) -> Self {
        // FNV-1a: the texts are short, and a collision only hides a broken link.
        let mut hash = Self(0xcbf2_9ce4_8422_2325);
        hash.extend(text);
        hash
    }

    /// The key of the next anchor of this name, when there are `count` already.
    fn numbered(mut self, count: usize) -> Self {
        self.extend(&count.to_string());
        self
    }

    fn extend(&mut self, text: &str) {
        if text.is_ascii() {
            let own = text.bytes().filter(u8::is_ascii_alphanumeric);
            own.for_each(|byte| self.push(byte.to_ascii_lowercase()));
            return;
        }
        for letter in text.chars().filter(|letter| letter.is_alphanumeric()).flat_map(char::to_lowercase) {
            letter.encode_utf8(&mut [0; 4]).bytes().for_each(|byte| self.push(byte));
        }
    }

    fn push(&mut self, byte: u8) {
        self.0 = (self.0 ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    }
}

/// The anchors of one file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Anchors(Box<[AnchorKey]>);

impl Anchors {
    /// The anchors of the file that covers `within`.
    pub fn of(markdown: &Markdown, within: Span) -> Self {
        let mut keys = Vec::with_capacity(markdown.headings.len());
        let mut own_ids = Vec::new();
        let own = markdown.headings.iter().filter(|heading| within.contains_range(heading.span));
        for heading in own.filter(|heading| (1..Heading::BOLD).contains(&heading.level)) {
            let (text, id) = split_attributes(markdown.heading_text(heading));
            keys.push(AnchorKey::of(text));
            own_ids.extend(id.map(AnchorKey::of));
        }
        keys.sort_unstable();
        let repeated =
            keys.chunk_by(PartialEq::eq).flat_map(|same| (1..same.len()).map(|count| same[0].numbered(count)));
        let repeated: Vec<AnchorKey> = repeated.collect();
        keys.extend(repeated);
        keys.extend(own_ids);
        let ids = markdown.ids.iter().filter(|(element, _)| within.contains_range(*element));
        keys.extend(ids.map(|(_, id)| AnchorKey::of(id)));
        keys.sort_unstable();
        keys.dedup();
        Self(keys.into())
    }

    /// Whether one of them is called `fragment`. What a renderer or a browser makes up itself is always there.
    pub fn has(&self, fragment: &str) -> bool {
        let own = fragment.strip_prefix("user-content-").unwrap_or(fragment);
        let key = AnchorKey::of(own);
        is_made_up(own) || key == AnchorKey::of("") || self.0.binary_search(&key).is_ok()
    }
}

/// Lines of a source (`L10`, `L10-L20`), footnotes, text fragments (`:~:text=`), routes and the top of the page.
fn is_made_up(fragment: &str) -> bool {
    let is_line =
        fragment.strip_prefix('L').is_some_and(|rest| rest.starts_with(|first: char| first.is_ascii_digit()));
    is_line
        || fragment.eq_ignore_ascii_case("top")
        || fragment.starts_with([':', '!', '/'])
        || ["fn-", "fnref", "fn:"].iter().any(|known| fragment.starts_with(known))
}

/// A heading's text without `{#id .class}` at its end, and the identifier in it.
fn split_attributes(text: &str) -> (&str, Option<&str>) {
    let Some((before, attributes)) = text.strip_suffix('}').and_then(|text| text.rsplit_once('{')) else {
        return (text, None);
    };
    let id = attributes.split_whitespace().find_map(|attribute| attribute.strip_prefix('#'));
    if id.is_some() || attributes.starts_with(['.', ':']) { (before, id) } else { (text, None) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::markdown::Dialect;
    use crate::text::offset;

    fn anchors(text: &str) -> Anchors {
        Anchors::of(&Markdown::parse(text, Dialect::CommonMark), Span::up_to(offset(text.len())))
    }

    #[test]
    fn headings_have_anchors_as_github_makes_them() {
        for (heading, anchor) in [
            ("# Trade-offs", "trade-offs"),
            ("## 501. What *is* `Raft`?", "501-what-is-raft"),
            ("### Read/write path (P99) & more", "readwrite-path-p99--more"),
            ("# 🚀 Start", "-start"),
            ("# Größe", "größe"),
            ("# 漢字 の", "漢字-の"),
            ("Set\n===", "set"),
            ("> # In a quote", "in-a-quote"),
            ("<h2>As HTML</h2>", "as-html"),
            ("# [A link](x.md) here", "a-link-here"),
            ("# snake_case", "snake_case"),
            ("# Trade-offs", "Trade-Offs"),
            ("# Trade-offs", "user-content-trade-offs"),
            ("# Cost {#money}", "money"),
            ("# Cost {#money}", "cost"),
            ("# Cost { not: it }", "cost--not-it-"),
            ("<a id=\"here\"></a>", "here"),
            ("Text <a name='there'>x</a>.", "there"),
            ("<span class=x id=third>x</span>", "third"),
            ("Text", "top"),
            ("Text", "L10-L20"),
            ("Text", ":~:text=Text"),
            ("Text", ""),
        ] {
            assert!(anchors(heading).has(anchor), "{heading}: {anchor}");
        }
    }

    #[test]
    fn nothing_else_has() {
        for (text, anchor) in [
            ("# Trade-offs", "trade-off"),
            ("**Cost**", "cost"),
            ("```\n# Cost\n```", "cost"),
            ("<!-- # Cost -->", "cost"),
            ("`<a id=\"x\">`", "x"),
            ("<a href=\"x\">", "x"),
            ("# Cost", "cost-1"),
            ("Text", "Later"),
        ] {
            assert!(!anchors(text).has(anchor), "{text}: {anchor}");
        }
    }

    #[test]
    fn the_second_of_a_name_has_a_number() {
        let anchors = anchors("# Cost\n\n## Cost\n\n## Cost\n");
        assert!(["cost", "cost-1", "cost-2"].iter().all(|anchor| anchors.has(anchor)));
        assert!(!anchors.has("cost-3"));
    }
}
