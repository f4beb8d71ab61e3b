//! Words as they are compared when the form of a word does not matter: "Serialisable" and "serializability".
//!
//! A text becomes a sequence of words; a hyphen, a slash or a blank between two words is all the same, and
//! letters and digits part, so that "HTTP/2" and "HTTP2" are. Each word can be stemmed; whoever asks decides
//! which, because stemming costs more than everything else here.

use std::borrow::Cow;

use frostem::{Algorithm, Stemmer};

/// A word as it stands in a text, without a possessive's or an acronym's `s`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Word<'t> {
    text: &'t str,
    /// Whether a new sentence, cell or text starts with it.
    pub(crate) starts: bool,
}

impl<'t> Word<'t> {
    /// The word in the case that it is written in.
    pub(crate) fn as_written(self) -> &'t str {
        self.text
    }

    /// Appends the word to `folded`, in lower case.
    pub(crate) fn fold_into(self, folded: &mut String) {
        if self.text.is_ascii() {
            let start = folded.len();
            folded.push_str(self.text);
            folded[start..].make_ascii_lowercase();
        } else {
            folded.extend(self.text.chars().flat_map(char::to_lowercase));
        }
    }

    /// The word in lower case.
    pub(crate) fn folded(self) -> String {
        let mut folded = String::with_capacity(self.text.len());
        self.fold_into(&mut folded);
        folded
    }
}

/// The words of `text`. Articles and forms of "to be" are left out.
pub(crate) fn words(text: &str) -> Words<'_> {
    Words { text, at: 0, starts: true }
}

/// The words of a text from some place on. A copy of it reads ahead.
#[derive(Clone, Debug)]
pub(crate) struct Words<'t> {
    text: &'t str,
    at: usize,
    /// Whether the next word starts a sentence, a cell or the text.
    starts: bool,
}

impl<'t> Iterator for Words<'t> {
    type Item = Word<'t>;

    fn next(&mut self) -> Option<Word<'t>> {
        while let Some(&byte) = self.text.as_bytes().get(self.at) {
            // Most of what stands between words is a blank.
            if byte == b' ' {
                self.at += 1;
                continue;
            }
            let (word, is_plain) = word_at_start(&self.text[self.at..]);
            if word.is_empty() {
                let rest = &self.text[self.at..];
                self.starts |= ends_sentence(rest);
                self.at += rest.chars().next().map_or(1, char::len_utf8);
                continue;
            }
            self.at += word.len();
            if !is_small(word) {
                let text = if is_plain { without_plural(word) } else { without_ending(word) };
                return Some(Word { text, starts: std::mem::take(&mut self.starts) });
            }
        }
        None
    }
}

/// Words that may stand between others without a change of what is named: "raw events (are) kept", "sessions in
/// (the) cache". In capitals they are something else: "type A".
fn is_small(word: &str) -> bool {
    let may_be = word.len() <= 4 && matches!(word.as_bytes()[0], b'a' | b'b' | b'i' | b't' | b'w');
    may_be && matches!(word, "a" | "an" | "the" | "is" | "are" | "was" | "were" | "be" | "been")
}

/// The stem of a folded word.
pub(crate) fn stem(word: &str) -> String {
    Stemmer::new(Algorithm::English).stem(&americanised(word)).into_owned()
}

/// The stems of all words of `text`.
pub(crate) fn stems(text: &str) -> Vec<String> {
    words(text).map(|word| stem(&word.folded())).collect()
}

/// Whether the character between two words at the start of `between` parts sentences or cells.
fn ends_sentence(between: &str) -> bool {
    match between.as_bytes() {
        [b'|', ..] => true,
        [b'.' | b';' | b':' | b'!' | b'?', ..] => between[1..].starts_with(char::is_whitespace),
        _ => false,
    }
}

/// The word at the start of `text`: digits, or letters with apostrophes between them; and whether it is nothing but
/// ASCII letters, as most are.
fn word_at_start(text: &str) -> (&str, bool) {
    let bytes = text.as_bytes();
    let mut letters = 0;
    while bytes.get(letters).is_some_and(|&byte| LETTERS[usize::from(byte)]) {
        letters += 1;
    }
    let next = bytes.get(letters).copied().unwrap_or_default();
    // Most words are letters with a blank after them.
    if next.is_ascii() && (letters > 0 || next.is_ascii_punctuation()) && next != b'\'' {
        (&text[..letters], true)
    } else {
        (&text[..length_of_word(text)], false)
    }
}

/// The bytes that are ASCII letters.
static LETTERS: [bool; 256] = {
    let mut letters = [false; 256];
    let mut byte = 0;
    while byte < 256 {
        letters[byte] = (byte as u8).is_ascii_alphabetic();
        byte += 1;
    }
    letters
};

fn length_of_word(text: &str) -> usize {
    let digits = text.find(|character: char| !character.is_numeric()).unwrap_or(text.len());
    if digits > 0 {
        return digits;
    }
    let mut length = 0;
    for (at, character) in text.char_indices() {
        let is_inside = at > 0
            && is_apostrophe(character)
            && text[at + character.len_utf8()..].starts_with(|next: char| next.is_alphabetic());
        if !(character.is_alphabetic() || is_inside) {
            break;
        }
        length = at + character.len_utf8();
    }
    length
}

fn is_apostrophe(character: char) -> bool {
    matches!(character, '\'' | '\u{2019}')
}

/// `word` without what makes a possessive ("Raft's") or the plural of an acronym.
fn without_ending(word: &str) -> &str {
    without_plural(word.find(is_apostrophe).map_or(word, |at| &word[..at]))
}

/// `word` without the plural of an acronym ("SLAs"), which a stemmer of lower-case words cannot tell from "gas".
fn without_plural(word: &str) -> &str {
    match word.strip_suffix('s') {
        Some(acronym) if acronym.len() > 1 && acronym.chars().all(char::is_uppercase) => acronym,
        _ => word,
    }
}

/// British endings, and what stands there instead. The first that fits is taken.
const BRITISH: &[(&str, &str)] = &[
    ("isations", "izations"),
    ("isation", "ization"),
    ("isability", "izability"),
    ("isable", "izable"),
    ("ising", "izing"),
    ("isers", "izers"),
    ("iser", "izer"),
    ("ised", "ized"),
    ("ises", "izes"),
    ("ise", "ize"),
    ("aviour", "avior"),
    ("aviours", "aviors"),
    ("colour", "color"),
    ("colours", "colors"),
    ("coloured", "colored"),
    ("neighbour", "neighbor"),
    ("neighbours", "neighbors"),
    ("favour", "favor"),
    ("favours", "favors"),
    ("centre", "center"),
    ("centres", "centers"),
    ("metre", "meter"),
    ("metres", "meters"),
    ("licence", "license"),
    ("licences", "licenses"),
    ("catalogue", "catalog"),
    ("catalogues", "catalogs"),
    ("cancelled", "canceled"),
    ("cancelling", "canceling"),
    ("labelled", "labeled"),
    ("labelling", "labeling"),
    ("modelled", "modeled"),
    ("modelling", "modeling"),
    ("signalled", "signaled"),
    ("signalling", "signaling"),
    ("tunnelled", "tunneled"),
    ("tunnelling", "tunneling"),
    ("acknowledgement", "acknowledgment"),
    ("acknowledgements", "acknowledgments"),
];

/// `word` with its American ending. Both sides of a comparison go through here, so a word that was never British
/// ("noise") does no harm.
fn americanised(word: &str) -> Cow<'_, str> {
    // The shortest endings need letters before them: "rise" is one of the few words that are all ending.
    let last = word.as_bytes().last().copied();
    let may_end = |ending: &str| word.len() > 4 && ending.as_bytes().last().copied() == last;
    let british = BRITISH.iter().find(|(british, _)| may_end(british) && word.ends_with(british));
    match british {
        Some((british, american)) => Cow::Owned(format!("{}{american}", &word[..word.len() - british.len()])),
        None => Cow::Borrowed(word),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folded(text: &str) -> Vec<String> {
        words(text).map(Word::folded).collect()
    }

    #[test]
    fn hyphens_and_digits_part_words() {
        assert_eq!(folded("Two-phase commit (2PC), HTTP/2"), ["two", "phase", "commit", "2", "pc", "http", "2"]);
        assert_eq!(folded("Raft's SLAs don’t"), ["raft", "sla", "don"]);
        assert_eq!(folded("the logs are kept. A type A"), ["logs", "kept", "a", "type", "a"]);
        assert_eq!(folded("naïve Übung 名前 ½ 'a"), ["naïve", "übung", "名前", "½"]);
    }

    #[test]
    fn forms_of_a_word_have_one_stem() {
        for (one, other) in [
            ("replica", "replicas"),
            ("Linearisability", "linearizable"),
            ("datacentre", "datacenters"),
            ("cancelled", "canceling"),
            ("behaviour", "behaviors"),
            ("persisting", "persisted"),
            ("TTLs", "ttl"),
            ("idempotence", "idempotent"),
        ] {
            assert_eq!(stems(one), stems(other));
        }
    }

    #[test]
    fn sentences_and_cells_part() {
        let starts = words("it leads. Then | the TLS 1.3; end").filter(|word| word.starts);
        assert_eq!(starts.map(Word::as_written).collect::<Vec<_>>(), ["it", "Then", "TLS", "end"]);
    }
}
