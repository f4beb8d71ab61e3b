//! Words as they are compared when the form of a word does not matter: "Serialisable" and "serializability".
//!
//! A text becomes a sequence of words; a hyphen, a slash or a blank between two words is all the same, and
//! letters and digits part, so that "HTTP/2" and "HTTP2" are. Each word can be stemmed; whoever asks decides
//! which, because stemming costs more than everything else here.

use std::borrow::Cow;
use std::ops::Range;

use frostem::{Algorithm, Stemmer};

/// The words of one or several texts, folded: lower case, without a possessive's or an acronym's `s`. Articles and forms of "to be" are left out.
#[derive(Clone, Debug, Default)]
pub(crate) struct Words {
    folded: String,
    words: Vec<Word>,
}

#[derive(Clone, Debug)]
struct Word {
    range: Range<usize>,
    /// Whether a new sentence, cell or text starts with it.
    starts: bool,
}

impl Words {
    /// The words of `text`.
    pub(crate) fn of(text: &str) -> Self {
        let mut words = Self::default();
        words.push(text);
        words
    }

    /// Appends the words of `text`.
    pub(crate) fn push(&mut self, text: &str) {
        self.folded.reserve(text.len());
        let (mut at, mut starts) = (0, true);
        while at < text.len() {
            let length = word_length(&text[at..]);
            if length == 0 {
                let between = &text[at..];
                at += between.chars().next().map_or(1, char::len_utf8);
                starts |= ends_sentence(between);
                continue;
            }
            let word = &text[at..at + length];
            if !is_small(word) {
                self.push_word(word, starts);
                starts = false;
            }
            at += length;
        }
    }

    fn push_word(&mut self, word: &str, starts: bool) {
        let start = self.folded.len();
        let word = without_ending(word);
        if word.is_ascii() {
            self.folded.push_str(word);
            self.folded[start..].make_ascii_lowercase();
        } else {
            self.folded.extend(word.chars().flat_map(char::to_lowercase));
        }
        self.words.push(Word { range: start..self.folded.len(), starts });
    }

    /// How many words there are.
    pub(crate) fn len(&self) -> usize {
        self.words.len()
    }

    /// The word at `index`.
    pub(crate) fn get(&self, index: usize) -> &str {
        &self.folded[self.words[index].range.clone()]
    }

    /// All words in order.
    pub(crate) fn iter(&self) -> impl Iterator<Item = &str> {
        (0..self.len()).map(|index| self.get(index))
    }

    /// The words from `index` on as one, at most `count` of them and none of the next sentence: each prefix.
    pub(crate) fn glued(&self, index: usize, count: usize) -> impl Iterator<Item = &str> {
        let start = self.words[index].range.start;
        let rest = self.words[index + 1..].iter().take_while(|word| !word.starts);
        let ends = std::iter::once(&self.words[index]).chain(rest).take(count);
        ends.map(move |word| &self.folded[start..word.range.end])
    }

    /// Whether the word at `index` starts a new sentence, cell or text.
    pub(crate) fn starts(&self, index: usize) -> bool {
        self.words[index].starts
    }
}

/// Words that may stand between others without a change of what is named: "raw events (are) kept", "sessions in
/// (the) cache". In capitals they are something else: "type A".
fn is_small(word: &str) -> bool {
    matches!(word, "a" | "an" | "the" | "is" | "are" | "was" | "were" | "be" | "been")
}

/// The stem of a folded word.
pub(crate) fn stem(word: &str) -> String {
    Stemmer::new(Algorithm::English).stem(&americanised(word)).into_owned()
}

/// The stems of all words of `text`.
pub(crate) fn stems(text: &str) -> Vec<String> {
    Words::of(text).iter().map(stem).collect()
}

/// Whether the character between two words at the start of `between` parts sentences or cells.
fn ends_sentence(between: &str) -> bool {
    match between.as_bytes() {
        [b'|', ..] => true,
        [b'.' | b';' | b':' | b'!' | b'?', ..] => between[1..].starts_with(char::is_whitespace),
        _ => false,
    }
}

/// The bytes of the word at the start of `text`: digits, or letters with apostrophes between them.
fn word_length(text: &str) -> usize {
    let bytes = text.as_bytes();
    let letters = bytes.iter().take_while(|byte| byte.is_ascii_alphabetic()).count();
    // Most words are letters with a blank after them.
    if letters > 0 && bytes.get(letters).is_none_or(|&byte| byte.is_ascii() && byte != b'\'') {
        return letters;
    }
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

/// `word` without what makes a possessive ("Raft's") or the plural of an acronym ("SLAs"), which a stemmer of
/// lower-case words cannot tell from "gas".
fn without_ending(word: &str) -> &str {
    let is_plain = word.bytes().all(|byte| byte.is_ascii() && byte != b'\'');
    let word = if is_plain { word } else { word.find(is_apostrophe).map_or(word, |at| &word[..at]) };
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
    let british = BRITISH.iter().find(|(british, _)| word.len() > 4 && word.ends_with(british));
    match british {
        Some((british, american)) => Cow::Owned(format!("{}{american}", &word[..word.len() - british.len()])),
        None => Cow::Borrowed(word),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Vec<String> {
        Words::of(text).iter().map(str::to_owned).collect()
    }

    #[test]
    fn hyphens_and_digits_part_words() {
        assert_eq!(words("Two-phase commit (2PC), HTTP/2"), ["two", "phase", "commit", "2", "pc", "http", "2"]);
        assert_eq!(words("Raft's SLAs don’t"), ["raft", "sla", "don"]);
        assert_eq!(words("the logs are kept. A type A"), ["logs", "kept", "a", "type", "a"]);
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
        let words = Words::of("it leads. Then | the TLS 1.3; end");
        let starts: Vec<_> = (0..words.len()).filter(|&index| words.starts(index)).collect();
        assert_eq!(starts.iter().map(|&index| words.get(index)).collect::<Vec<_>>(), ["it", "then", "tls", "end"]);
        assert_eq!(words.glued(3, 3).collect::<Vec<_>>(), ["tls", "tls1", "tls13"]);
    }
}
