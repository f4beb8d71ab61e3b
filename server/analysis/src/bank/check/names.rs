//! The names of a sheet's points: each belongs to one point, and says something.

use std::collections::HashMap;

use super::outline::trimmed;
use super::{Faults, ReadSheet};
use crate::bank::stems::{Word, stems, words};
use crate::text::{Offset, Span, offset, slice};

pub(super) fn check(text: &ReadSheet<'_>, faults: &mut Faults) {
    let mut known: HashMap<Vec<String>, (usize, &str)> = HashMap::new();
    for (index, point) in text.sheet.cover.iter().enumerate() {
        for spelling in point.spellings() {
            let place = || find(text.text, point.span, spelling);
            let stems = stems(spelling);
            if stems.is_empty() || is_generic(spelling) {
                let message = format!(
                    "\"{spelling}\" stands in most answers, whatever they say; name the point more closely"
                );
                faults.fault(place(), message);
            }
            match known.get(&stems) {
                Some(&(other, same)) if other != index => {
                    faults
                        .fault(place(), format!("\"{spelling}\" is a name of another point as well (\"{same}\")"));
                }
                // Two spellings that are one to the program may both be worth showing to people.
                Some(_) => {}
                None => drop(known.insert(stems, (index, spelling))),
            }
        }
    }
}

/// Whether an answer that does not know the point would use the words all the same. Words in a row are always
/// telling ("out of order", "copy on write"); a word alone may not be, and a number alone never is.
fn is_generic(spelling: &str) -> bool {
    let words: Vec<String> = words(spelling).map(Word::folded).collect();
    let is_number = |word: &str| word.chars().all(char::is_numeric);
    match words.as_slice() {
        [only] => is_number(only) || only.chars().count() == 1 || GENERIC.binary_search(&only.as_str()).is_ok(),
        [p, percentile] => p == "p" && is_number(percentile),
        _ => false,
    }
}

/// Where `spelling` stands in `within`; between its words there may be a line ending instead of a blank.
fn find(text: &str, within: Span, spelling: &str) -> Span {
    let content = slice(text, within);
    let words: Vec<&str> = spelling.split_whitespace().collect();
    let starts = content.match_indices(words.first().copied().unwrap_or_default());
    for (start, _) in starts {
        let mut rest = &content[start..];
        let is_here = words.iter().all(|word| match rest.trim_start().strip_prefix(word) {
            Some(after) => {
                rest = after;
                true
            }
            None => false,
        });
        // "log" does not stand in "logical".
        if is_here && !rest.starts_with(char::is_alphanumeric) {
            return Span::at(within.start() + offset(start), offset(content.len() - start - rest.len()));
        }
    }
    let item = trimmed(text, within);
    Span::at(item.start(), Offset::of(slice(text, item).lines().next().unwrap_or_default()))
}

/// Words, folded and sorted, that nearly every answer has. A name needs a word besides them.
#[rustfmt::skip]
const GENERIC: &[&str] = &[
    "all", "answer", "answers", "big", "byte", "bytes", "call", "calls", "change", "changes", "client",
    "clients", "consistency", "copies", "copy", "cost", "costs", "data", "database", "databases", "day", "days",
    "decision", "delay", "delays", "design", "error", "errors", "example", "fail", "failure", "failures",
    "fast", "first", "good", "high", "hour", "hours", "key", "keys", "latency", "less", "level", "levels",
    "limit", "limits", "long", "low", "machine", "machines", "many", "merge", "message", "messages", "minutes",
    "more", "network", "new", "node", "nodes", "number", "numbers", "old", "one", "operation", "operations",
    "order", "performance", "problem", "problems", "process", "processes", "queries", "query", "read", "reads",
    "request", "requests", "response", "responses", "result", "results", "row", "rows", "safe", "scale",
    "seconds", "server", "servers", "service", "services", "set", "short", "size",
    "slow", "small", "speed", "state", "step", "steps", "storage", "system", "systems", "table", "tables", "time", "times", "two", "update", "updates", "use", "user", "users",
    "value", "values", "work", "write", "writes",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn generic_words_are_sorted() {
        assert!(GENERIC.is_sorted(), "the list is searched by halves");
    }
}
