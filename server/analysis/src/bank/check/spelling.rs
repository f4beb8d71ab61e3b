//! Words that are known to be misspellings.
//!
//! A list of misspellings, not of words: jargon and names that no dictionary has are left alone, and British and
//! American spellings are both right.

use std::collections::BTreeMap;

use super::{Faults, ReadSheet};
use crate::text::{Span, offset, slice};

/// A sorted list of lower-case ASCII misspellings with their corrections, as bytes that the program hands over.
///
/// Each entry is written as what differs from the one before: how many bytes they share at their start, how many
/// follow, and these; then for its correction how many bytes it shares with the misspelling at the start, how many
/// at the end, how many stand between, and these.
#[derive(Clone, Copy, Debug, Default)]
pub struct Misspellings(&'static [u8]);

impl Misspellings {
    /// A list in the form that is described above. What cannot be read ends it.
    pub const fn new(list: &'static [u8]) -> Self {
        Self(list)
    }

    /// All misspellings in order, each with its correction.
    fn iter(self) -> impl Iterator<Item = (String, String)> {
        let mut rest = self.0;
        let mut word: Vec<u8> = Vec::new();
        std::iter::from_fn(move || {
            let (&shared, after) = rest.split_first()?;
            let (own, after) = counted(after)?;
            word.truncate(usize::from(shared));
            word.extend_from_slice(own);
            let (&[start, end], after) = after.split_first_chunk()?;
            let (middle, after) = counted(after)?;
            rest = after;
            let tail = word.len().checked_sub(usize::from(end))?;
            let correction = [word.get(..usize::from(start))?, middle, &word[tail..]].concat();
            Some((String::from_utf8(word.clone()).ok()?, String::from_utf8(correction).ok()?))
        })
    }
}

/// The bytes at the start of `rest` that its first byte counts, and what follows them.
fn counted(rest: &[u8]) -> Option<(&[u8], &[u8])> {
    let (&count, rest) = rest.split_first()?;
    rest.split_at_checked(usize::from(count))
}

pub(super) fn check(texts: &[ReadSheet<'_>], misspellings: Misspellings) -> Vec<(usize, Faults)> {
    // The list is long and the words are few, so the list is read once for all of them.
    let mut words: BTreeMap<String, Vec<(usize, Span)>> = BTreeMap::new();
    for (index, text) in texts.iter().enumerate() {
        for part in text.outline.prose(text.text).into_iter().chain([text.outline.title]) {
            for place in plain_words(text.text, part) {
                words.entry(slice(text.text, place).to_ascii_lowercase()).or_default().push((index, place));
            }
        }
    }
    let mut found = Vec::new();
    for (wrong, right) in misspellings.iter() {
        for &(index, place) in words.get(&wrong).into_iter().flatten() {
            let mut faults = Faults::default();
            faults.fault(
                place,
                format!("\"{}\" is a misspelling of \"{right}\"", slice(text_of(texts, index), place)),
            );
            found.push((index, faults));
        }
    }
    found
}

fn text_of<'a>(texts: &[ReadSheet<'a>], index: usize) -> &'a str {
    texts[index].text
}

/// The words of `part` that are plain English: letters, of which only the first may be a capital, and nothing of a
/// name, a path or code around them.
fn plain_words(text: &str, part: Span) -> Vec<Span> {
    let content = slice(text, part);
    let mut words = Vec::new();
    let mut in_code = false;
    let mut start = None;
    for (at, character) in content.char_indices().chain([(content.len(), ' ')]) {
        let is_inside = character.is_alphanumeric() || matches!(character, '_' | '\'' | '’' | '.' | '/' | '@');
        match (start, is_inside) {
            (None, true) => start = Some(at),
            (Some(from), false) => {
                let word = content[from..at].trim_end_matches(['.', '\'', '’', '/']);
                let is_plain = word.len() > 2
                    && word.bytes().all(|byte| byte.is_ascii_alphabetic())
                    && word.bytes().skip(1).all(|byte| byte.is_ascii_lowercase());
                if is_plain && !in_code {
                    words.push(Span::at(part.start() + offset(from), offset(word.len())));
                }
                start = None;
            }
            _ => {}
        }
        in_code ^= character == '`';
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_is_read_to_its_end() {
        let list = Misspellings::new(
            b"\x00\x07recieve\x03\x02\x02ei\x07\x01d\x03\x03\x02ei\x00\x03teh\x01\x00\x02he\x01",
        );
        let all: Vec<_> = list.iter().collect();
        let expected = [("recieve", "receive"), ("recieved", "received"), ("teh", "the")];
        assert_eq!(all, expected.map(|(wrong, right)| (wrong.to_owned(), right.to_owned())));
    }

    #[test]
    fn names_and_code_are_no_words() {
        let text = "Teh `teh` api.teh/v1 TEh it's (teh), teh.";
        let words = plain_words(text, Span::up_to(offset(text.len())));
        let places: Vec<_> = words.iter().map(|&word| (usize::from(word.start()), slice(text, word))).collect();
        assert_eq!(places, [(0, "Teh"), (31, "teh"), (37, "teh")]);
    }
}
