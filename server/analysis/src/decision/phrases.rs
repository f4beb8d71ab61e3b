//! Phrases with places to fill in, looked for in the words of a statement.
//!
//! `(take|choose)` is either word, `switch*` is any word that starts so, `#` is a number in digits or as a word,
//! `~` is up to four words of the same statement that may be anything, and everything else is the word itself.
//! `:` also stands for the bar between two cells of a table, so "Decision: Raft" and "| Decision | Raft |" are
//! the same phrase; `^` and `$` are the ends of the statement. Hyphens separate words and case does not count.
//! A phrase starts with words or a number.
//!
//! Words that stand in phrases have numbers. A statement's words are looked up once, whatever the number of lists,
//! and from then on numbers are compared; most words begin no phrase.

use std::ops::Range;

use rustc_hash::FxHashMap;

use super::lists::ListSet;

/// So many words may stand in the place of a `~`.
const GAP: usize = 4;

/// Words that are numbers.
const NUMBERS: &[&str] = &[
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "twenty",
    "thirty",
    "forty",
    "fifty",
    "sixty",
    "hundred",
    "hundreds",
    "thousand",
    "thousands",
    "million",
    "millions",
    "dozen",
    "half",
    "twice",
    "double",
    "one",
    "single",
    "zero",
    "triple",
    "third",
    "quarter",
    "tenth",
];

/// The words that stand in phrases, and numbers, each with a number of its own.
#[derive(Debug)]
pub(super) struct Vocabulary {
    ids: FxHashMap<Box<str>, u16>,
}

impl Default for Vocabulary {
    fn default() -> Self {
        let numbers = NUMBERS.iter().zip(0..);
        Self { ids: numbers.map(|(&word, id)| (word.into(), id)).collect() }
    }
}

impl Vocabulary {
    fn id(&self, word: &str) -> Option<u16> {
        self.ids.get(word).copied()
    }

    fn add(&mut self, word: &str) -> u16 {
        let next = u16::try_from(self.ids.len()).expect("the word lists have a few thousand words");
        *self.ids.entry(word.into()).or_insert(next)
    }
}

/// The words of a statement, in lower case, with the marks that phrases can ask for. Reused from statement to
/// statement.
#[derive(Debug, Default)]
pub(super) struct Words {
    text: String,
    list: Vec<Word>,
    /// Which of them stand in phrases.
    known: Known,
}

/// Some words that stand in phrases, as far as a bit for many words can tell.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Known(u128);

impl Known {
    fn of(id: u16) -> Self {
        Self(1 << (id % 128))
    }

    fn and(self, others: Self) -> Self {
        Self(self.0 | others.0)
    }

    /// Whether one word may be among both.
    fn meet(self, others: Self) -> bool {
        self.0 & others.0 != 0
    }
}

#[derive(Clone, Debug)]
struct Word {
    /// Its place in the text.
    range: Range<usize>,
    /// Its number, if it stands in any phrase.
    id: Option<u16>,
    is_number: bool,
    /// The lists that it was blanked out for.
    blanked: ListSet,
}

impl Words {
    /// Reads the words of `text`.
    pub(super) fn read(&mut self, text: &str, vocabulary: &Vocabulary) {
        self.text.clear();
        self.list.clear();
        self.known = Known::default();
        self.push_mark('^', vocabulary);
        let (mut rest, mut start) = (text, self.text.len());
        loop {
            let letters = rest.bytes().take_while(u8::is_ascii_alphanumeric).count();
            let at = self.text.len();
            self.text.push_str(&rest[..letters]);
            self.text[at..].make_ascii_lowercase();
            rest = &rest[letters..];
            let Some(character) = rest.chars().next() else { break };
            rest = &rest[character.len_utf8()..];
            match character {
                '’' | '\'' => self.text.push('\''),
                '.' | ',' if self.text[start..].ends_with(|last: char| last.is_ascii_digit()) => {
                    self.text.push(character);
                }
                _ if character.is_alphanumeric() => self.text.extend(character.to_lowercase()),
                _ => {
                    self.end_word(start, vocabulary);
                    match character {
                        ':' | '|' => self.push_mark(':', vocabulary),
                        '?' | '%' | '✓' | '✔' | '✅' | '≤' | '≥' | '<' | '>' | '→' | '+' | '/' => {
                            self.push_mark(character, vocabulary);
                        }
                        _ => {}
                    }
                    start = self.text.len();
                }
            }
        }
        self.end_word(start, vocabulary);
        self.push_mark('$', vocabulary);
    }

    /// How many words there are, marks included.
    pub(super) fn len(&self) -> usize {
        self.list.len()
    }

    /// Whether any of them is a number.
    pub(super) fn has_number(&self) -> bool {
        self.list.iter().any(|word| word.is_number)
    }

    fn push_mark(&mut self, mark: char, vocabulary: &Vocabulary) {
        let start = self.text.len();
        self.text.push(mark);
        self.end_word(start, vocabulary);
    }

    /// Makes what stands from `start` on a word.
    fn end_word(&mut self, start: usize, vocabulary: &Vocabulary) {
        const AROUND: [char; 3] = ['\'', '.', ','];
        let mut word = &self.text[start..];
        let mut end = self.text.len();
        let is_plain = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_alphanumeric);
        if !is_plain(word.as_bytes().first()) || !is_plain(word.as_bytes().last()) {
            word = word.trim_end_matches(AROUND);
            end = start + word.len();
            word = word.trim_start_matches(AROUND);
        }
        if word.is_empty() {
            return;
        }
        let id = vocabulary.id(word);
        self.known = id.map_or(self.known, |id| self.known.and(Known::of(id)));
        let is_number =
            id.is_some_and(|id| usize::from(id) < NUMBERS.len()) || word.bytes().any(|byte| byte.is_ascii_digit());
        self.list.push(Word { range: end - word.len()..end, id, is_number, blanked: ListSet::default() });
    }
}

/// What one word of a phrase may be.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Choice {
    /// The numbers of words, sorted.
    words: Vec<u16>,
    prefixes: Vec<String>,
    number: bool,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Step {
    AnyOf(Choice),
    Gap,
}

/// One phrase.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Phrase {
    steps: Vec<Step>,
    /// For each step behind the first that nothing but whole words can take: those words.
    needs: Vec<Known>,
    /// The lists that it stands in.
    lists: ListSet,
}

/// Phrases of several lists, found by their first words.
#[derive(Debug, Default)]
pub(super) struct Phrases {
    list: Vec<Phrase>,
    /// Those that start with the word of each number.
    by_word: Vec<Vec<u16>>,
    /// Those that start with a number.
    by_number: Vec<u16>,
}

impl Phrases {
    /// Adds the phrase `text` of `lists`.
    pub(super) fn add(&mut self, text: &str, lists: ListSet, vocabulary: &mut Vocabulary) {
        let steps: Vec<Step> = text.split(' ').map(|text| step(text, vocabulary)).collect();
        let index = u16::try_from(self.list.len()).expect("the word lists have a few hundred phrases");
        let Some(Step::AnyOf(first)) = steps.first().filter(|first| **first != Step::Gap) else {
            panic!("the phrase \"{text}\" starts with a word or a number");
        };
        assert!(first.prefixes.is_empty(), "the phrase \"{text}\" starts with whole words");
        for &word in &first.words {
            let word = usize::from(word);
            self.by_word.resize_with(self.by_word.len().max(word + 1), Vec::new);
            self.by_word[word].push(index);
        }
        self.by_number.extend(first.number.then_some(index));
        let needs = steps[1..].iter().filter_map(Step::needs).collect();
        self.list.push(Phrase { steps, needs, lists });
    }

    /// Calls `found` with every place where a phrase of one of `wanted` stands, in order, and with those that have it. Words that
    /// were blanked out for any list of a phrase are no part of it.
    pub(super) fn find(&self, words: &Words, wanted: ListSet, mut found: impl FnMut(Range<usize>, ListSet)) {
        for (at, word) in words.list.iter().enumerate() {
            let by_word = word.id.and_then(|id| self.by_word.get(usize::from(id))).into_iter().flatten();
            let by_number = self.by_number.iter().filter(|_| word.is_number);
            for &index in by_word.chain(by_number) {
                let phrase = &self.list[usize::from(index)];
                let lists = phrase.lists.common(wanted);
                // Most phrases need a word that stands nowhere in the statement.
                if lists.is_empty() || !phrase.needs.iter().all(|need| need.meet(words.known)) {
                    continue;
                }
                if let Some(length) = phrase.length_at(&phrase.steps, &words.list[at..], &words.text) {
                    found(at..at + length, lists);
                }
            }
        }
    }
}

impl Words {
    /// Blanks the words in `range` out for `lists`.
    pub(super) fn blank(&mut self, range: Range<usize>, lists: ListSet) {
        for word in &mut self.list[range] {
            word.blanked = word.blanked.and(lists);
        }
    }
}

fn step(text: &str, vocabulary: &mut Vocabulary) -> Step {
    if text == "~" {
        return Step::Gap;
    }
    let parts = text.strip_prefix('(').and_then(|text| text.strip_suffix(')')).unwrap_or(text);
    let mut choice = Choice::default();
    for part in parts.split('|') {
        match part.strip_suffix('*') {
            _ if part == "#" => choice.number = true,
            Some(prefix) => choice.prefixes.push(prefix.to_owned()),
            None => choice.words.push(vocabulary.add(part)),
        }
    }
    choice.words.sort_unstable();
    Step::AnyOf(choice)
}

impl Step {
    /// The words of which one has to stand there; `None` where something else may.
    fn needs(&self) -> Option<Known> {
        match self {
            Self::AnyOf(Choice { words, prefixes, number: false }) if prefixes.is_empty() => {
                Some(words.iter().fold(Known::default(), |known, &id| known.and(Known::of(id))))
            }
            _ => None,
        }
    }
}

impl Choice {
    fn matches(&self, word: &Word, text: &str) -> bool {
        word.id.is_some_and(|id| self.words.binary_search(&id).is_ok())
            || (self.number && word.is_number)
            || self.prefixes.iter().any(|prefix| text[word.range.clone()].starts_with(prefix.as_str()))
    }
}

impl Phrase {
    /// The number of words at the start of `words` that `steps` take, as few as possible. Words that were blanked out
    /// match nothing, not even a gap.
    fn length_at(&self, steps: &[Step], words: &[Word], text: &str) -> Option<usize> {
        let is_open = |word: &&Word| word.blanked.common(self.lists).is_empty();
        match steps {
            [] => Some(0),
            [Step::AnyOf(choice), rest @ ..] => {
                words.first().filter(is_open).filter(|word| choice.matches(word, text))?;
                Some(1 + self.length_at(rest, &words[1..], text)?)
            }
            [Step::Gap, rest @ ..] => {
                let open = words.iter().take(GAP).take_while(is_open).count();
                (0..=open).find_map(|skipped| Some(skipped + self.length_at(rest, &words[skipped..], text)?))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::decision::lists::List;

    fn found(phrase: &str, text: &str) -> Vec<String> {
        let (mut vocabulary, mut phrases, mut words) =
            (Vocabulary::default(), Phrases::default(), Words::default());
        let list = ListSet::of([List::Ruled]);
        phrases.add(phrase, list, &mut vocabulary);
        words.read(text, &vocabulary);
        let mut found = Vec::new();
        let word = |word: &Word| &words.text[word.range.clone()];
        phrases.find(&words, list, |range, _| {
            found.push(words.list[range].iter().map(word).collect::<Vec<_>>().join(" "));
        });
        found
    }

    #[test]
    fn places_are_filled_in() {
        assert_eq!(
            found("we ~ (take|took)", "We, in the end, took Raft; we take it"),
            ["we in the end took", "we take"]
        );
        assert_eq!(found("above ~ # ~ we", "Above some 1,200 rps we go back."), ["above some 1,200 rps we"]);
        assert_eq!(found("re evaluat*", "Re-evaluated each year"), ["re evaluated"]);
        assert_eq!(found("decision :", "| **Decision** | Raft |"), ["decision :"]);
        assert_eq!(found("(#|each) second", "'each' second, 2 seconds, 3. second"), ["each second", "3 second"]);
        assert_eq!(found("take", "a mistake; retake"), Vec::<String>::new());
    }

    #[test]
    fn a_gap_ends() {
        assert_eq!(found("we ~ take", "we are a few people who all take"), Vec::<String>::new());
    }
}
