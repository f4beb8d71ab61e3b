//! Sentences that stand in more than one sheet: a sheet with the nouns changed is no sheet.

use std::collections::HashMap;

use super::outline::{lines, trimmed};
use super::{Faults, ReadSheet};
use crate::bank::fold;
use crate::text::{Span, slice, span};

/// Shorter sentences ("It depends.") may well be said twice.
const MIN_WORDS: usize = 5;

pub(super) fn check(texts: &[ReadSheet<'_>]) -> Vec<(usize, Faults)> {
    let mut known: HashMap<String, usize> = HashMap::new();
    let mut found = Vec::new();
    for (index, text) in texts.iter().enumerate() {
        let mut faults = Faults::default();
        for sentence in text.outline.prose(text.text).into_iter().flat_map(|prose| sentences(text.text, prose)) {
            let folded = fold(slice(text.text, sentence));
            if folded.split(' ').count() < MIN_WORDS {
                continue;
            }
            let other = *known.entry(folded).or_insert(index);
            if other != index {
                let path = &texts[other].source.path;
                faults.fault(
                    sentence,
                    format!("this sentence stands in {path} as well; say what holds for this question"),
                );
            }
        }
        found.push((index, faults));
    }
    found
}

/// The sentences of `prose`. Items and paragraphs end one as well.
fn sentences(text: &str, prose: Span) -> Vec<Span> {
    let mut sentences = Vec::new();
    let mut start = usize::from(prose.start());
    for line in lines(text, prose) {
        let content = slice(text, line);
        let from = usize::from(line.start());
        if content.trim().is_empty() || content.starts_with("- ") {
            sentences.push(span(start..from));
            start = from;
        }
        for (at, mark) in
            content.char_indices().filter(|(_, character)| matches!(character, '.' | '!' | '?' | ';'))
        {
            let end = at + mark.len_utf8();
            if content[end..].starts_with(char::is_whitespace) {
                sentences.push(span(start..from + end));
                start = from + end;
            }
        }
    }
    sentences.push(span(start..usize::from(prose.end())));
    sentences.into_iter().map(|one| trimmed(text, one)).filter(|one| !one.is_empty()).collect()
}
