//! Figures without a unit: "takes about 40, twice".
//!
//! Only where a measure is plainly meant: a word that measures, at most a few small words, a number, and then the
//! end of the clause. Numbers of things, versions, years, ratios and ranges whose end has the unit are left alone.

use super::{Faults, ReadSheet};
use crate::text::{Span, offset, slice};

/// Words that a measure follows.
const MEASURING: &[&str] = &[
    "add",
    "adding",
    "adds",
    "bandwidth",
    "cost",
    "costing",
    "costs",
    "delay",
    "delays",
    "last",
    "lasting",
    "lasts",
    "latency",
    "median",
    "p50",
    "p90",
    "p95",
    "p99",
    "pay",
    "pays",
    "rtt",
    "takes",
    "taking",
    "throughput",
    "timeout",
    "wait",
    "waiting",
    "waits",
];

/// Words that may stand between.
const BETWEEN: &[&str] = &[
    "a", "about", "above", "an", "around", "at", "below", "by", "for", "is", "least", "most", "near", "nearly",
    "of", "only", "over", "roughly", "some", "to", "under", "up",
];

/// At most so many of them.
const MAX_BETWEEN: usize = 3;

/// Words that can follow a number and are never its unit.
const AFTER: &[&str] = &[
    "after", "and", "as", "because", "before", "but", "by", "for", "if", "in", "instead", "on", "or", "than",
    "to", "when", "where", "which", "while", "with",
];

pub(super) fn check(text: &ReadSheet<'_>, faults: &mut Faults) {
    for prose in text.outline.prose(text.text) {
        let tokens = tokens(text.text, prose);
        for (at, &figure) in tokens.iter().enumerate() {
            if is_figure(text.text, figure)
                && is_measured(text.text, &tokens[..at])
                && is_bare(text.text, &tokens[at..])
            {
                let number = slice(text.text, figure).trim_end_matches(is_closing);
                let message = format!("{number} of what? give the unit");
                faults.fault(Span::at(figure.start(), offset(number.len())), message);
            }
        }
    }
}

/// The runs of text without blanks.
fn tokens(text: &str, prose: Span) -> Vec<Span> {
    let content = slice(text, prose);
    let place = |token: &str| token.as_ptr() as usize - content.as_ptr() as usize;
    content
        .split_whitespace()
        .map(|token| Span::at(prose.start() + offset(place(token)), offset(token.len())))
        .collect()
}

fn is_closing(character: char) -> bool {
    matches!(character, '.' | ',' | ';' | ':' | ')' | '!' | '?')
}

/// Whether `token` is a number and nothing else; a year is none.
fn is_figure(text: &str, token: Span) -> bool {
    let token = slice(text, token).trim_start_matches(['(', '~']).trim_end_matches(is_closing);
    let is_year = token.len() == 4 && (token.starts_with("19") || token.starts_with("20"));
    let is_number =
        token.chars().all(|character| character.is_ascii_digit() || matches!(character, '.' | ',' | '-' | '–'));
    is_number && !is_year && token.starts_with(|first: char| first.is_ascii_digit())
}

/// Whether `before` ends with a word that measures and small words.
fn is_measured(text: &str, before: &[Span]) -> bool {
    for &token in before.iter().rev().take(MAX_BETWEEN + 1) {
        let word = slice(text, token).to_lowercase();
        if MEASURING.contains(&word.as_str()) {
            return true;
        }
        if !BETWEEN.contains(&word.as_str()) {
            return false;
        }
    }
    false
}

/// Whether nothing that could be a unit follows the number at the start of `tokens`.
fn is_bare(text: &str, tokens: &[Span]) -> bool {
    let is_number = |at: usize| {
        tokens.get(at).is_some_and(|&token| slice(text, token).starts_with(|first: char| first.is_ascii_digit()))
    };
    let figure = slice(text, tokens[0]);
    // "70 to 150 ms", "5, 10 or 20 ms": the unit stands behind the last.
    if figure.ends_with(is_closing) {
        return !(figure.ends_with(',') && is_number(1));
    }
    let Some(&next) = tokens.get(1) else { return true };
    AFTER.contains(&slice(text, next).to_lowercase().as_str()) && !is_number(2)
}
