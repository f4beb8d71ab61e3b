//! Where an answer's trade-off sections begin and end.
//!
//! Works on the outline alone and never looks at prose: a heading decides, its words do not weigh anything.

use super::Answer;
use crate::bank::{fold, words};
use crate::config::Settings;
use crate::markdown::Markdown;
use crate::text::{Span, offset};

/// A trade-off section.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Section {
    /// Its heading, by its index in the outline.
    pub heading: usize,
    /// The heading's line.
    pub title: Span,
    /// The whole section: from its heading to the next of the same or a higher level, or the answer's end.
    pub span: Span,
}

/// The trade-off sections of `answer`, in order; one inside another is part of the outer.
pub fn tradeoff_sections(answer: &Answer, markdown: &Markdown, settings: &Settings) -> Vec<Section> {
    let mut sections: Vec<Section> = Vec::new();
    for (index, heading) in markdown.headings_in(answer.span) {
        let is_question = answer.heading == Some(index);
        let is_covered = sections.last().is_some_and(|section| section.span.contains_range(heading.span));
        if is_question || is_covered || !is_tradeoff_title(markdown.heading_text(heading), settings) {
            continue;
        }
        let end = markdown.section_end(index).map(|next| markdown.headings[next].span.start());
        let end = end.unwrap_or(offset(u32::MAX as usize)).min(answer.span.end());
        sections.push(Section { heading: index, title: heading.span, span: Span::new(heading.span.start(), end) });
    }
    sections
}

fn is_tradeoff_title(text: &str, settings: &Settings) -> bool {
    has_tradeoff_word(text) || {
        let title = fold(without_numbering(without_parentheses(text)));
        settings.is_tradeoff_title(&title)
    }
}

/// Whether "trade-off(s)", "tradeoff(s)" or "trade off(s)" stands in `text` as a word, with any hyphen.
pub(super) fn has_tradeoff_word(text: &str) -> bool {
    let is_one_of = |word: &str, known: [&str; 2]| known.iter().any(|known| word.eq_ignore_ascii_case(known));
    let mut words = words(text).peekable();
    while let Some(word) = words.next() {
        let has_off = words.peek().is_some_and(|next| is_one_of(next, ["off", "offs"]));
        if is_one_of(word, ["tradeoff", "tradeoffs"]) || (has_off && word.eq_ignore_ascii_case("trade")) {
            return true;
        }
    }
    false
}

/// `text` without a part in parentheses at its end.
fn without_parentheses(text: &str) -> &str {
    let text = text.trim_end_matches(|character: char| !character.is_alphanumeric() && character != ')');
    match text.strip_suffix(')').and_then(|inner| inner.rfind('(')) {
        Some(open) if open > 0 => &text[..open],
        _ => text,
    }
}

/// `text` without numbering such as "12. ", "3.1 " or "B) ", and without emoji before its first word.
fn without_numbering(text: &str) -> &str {
    let text = text.trim_start_matches(|character: char| !character.is_alphanumeric());
    let (first, rest) = text.split_once(char::is_whitespace).unwrap_or((text, ""));
    let label = first.trim_end_matches(['.', ')', ':']);
    let is_number =
        !label.is_empty() && label.chars().all(|character| character.is_ascii_digit() || character == '.');
    let is_letter = label.len() == 1 && label.len() < first.len();
    if (is_number || is_letter) && !rest.is_empty() { rest } else { text }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_of_trade_off_sections() {
        let settings = Settings::default();
        for title in [
            "Trade-offs",
            "Tradeoffs",
            "12. Trade-offs",
            "Trade offs and decision",
            "⚖️ Trade‑offs",
            "Trade–offs:",
            "Key Trade-Offs (short)",
            "Rationale",
            "3.1 Rationale",
            "Pros & Cons",
            "Pros / Cons",
            "**Drawbacks**",
            "B) Alternatives considered",
            "Limitations (known)",
            "When to use which?",
        ] {
            assert!(is_tradeoff_title(title, &settings), "{title}");
        }
        for title in [
            "Trading offers",
            "Design",
            "Alternatives for the queue",
            "Offs and trade",
            "Trade",
            "The rationale of Raft",
        ] {
            assert!(!is_tradeoff_title(title, &settings), "{title}");
        }
    }
}
