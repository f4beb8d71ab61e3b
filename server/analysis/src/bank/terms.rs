//! Which of a sheet's points a text touches.
//!
//! A point is touched where its term or one of its aliases stands in the text: the same words in the same order,
//! whatever their forms, and with or without a blank or hyphen between them ("back-pressure", "backpressure").
//! Nothing here knows whether what is said about it is right.

use std::ops::Range;

use rustc_hash::FxHashMap;

use super::Point;
use super::stems::{Word, stem, words};

/// The terms of a sheet's points, ready to be looked for.
#[derive(Clone, Debug, Default)]
pub struct Terms {
    /// All spellings, sorted by their first stem.
    spellings: Vec<Spelling>,
    /// The spellings whose first stem starts with a byte: a range of `spellings` by its value.
    by_first: Vec<Range<usize>>,
    /// How words of all spellings may begin.
    beginnings: Beginnings,
    /// The places of the spellings that may be parted otherwise, sorted by what they are when written as one.
    glued: Vec<usize>,
    /// How the first words of those may begin.
    glued_beginnings: Beginnings,
    /// How many points there are.
    points: usize,
}

/// A point's term or one of its aliases.
#[derive(Clone, Debug)]
struct Spelling {
    /// The point's place in the sheet.
    point: usize,
    /// The stems of its words.
    stems: Vec<String>,
    /// The stem of all its words written as one; empty where that would be too short to mean anything.
    glued: String,
}

/// A word of a text.
#[derive(Clone, Copy, Debug)]
struct Read<'t> {
    word: Word<'t>,
    /// Where it stands in lower case in [`Text::folded`]; nowhere, when it begins like no word of ours.
    folded: Option<(usize, usize)>,
}

/// The words of a text.
#[derive(Debug, Default)]
struct Text<'t> {
    words: Vec<Read<'t>>,
    folded: String,
    /// The stems of words that were asked for.
    stems: FxHashMap<&'t str, String>,
}

/// Words written as one are compared from this many bytes on: "fan in" and "fanin", but not "a b" and "ab".
const MIN_GLUED: usize = 5;

/// At most so many words of a text are read as one.
const MAX_GLUED: usize = 4;

impl Terms {
    /// The terms of `points`.
    pub fn new(points: &[Point]) -> Self {
        let spellings = points.iter().enumerate().flat_map(|(index, point)| {
            point
                .spellings()
                .map(move |spelling| (index, words(spelling).collect::<Vec<Word<'_>>>()))
                .filter(|(_, words)| !words.is_empty())
        });
        let spelling = |(point, words): (usize, Vec<Word<'_>>)| Spelling {
            point,
            stems: words.iter().map(|word| stem(&word.folded())).collect(),
            glued: glued_stem(&words),
        };
        let mut spellings: Vec<Spelling> = spellings.map(spelling).collect();
        spellings.sort_by(|one, other| one.stems[0].cmp(&other.stems[0]));
        let first = |spelling: &Spelling| spelling.stems[0].as_bytes().first().copied();
        let by_first = (0..=u8::MAX).map(|byte| {
            let from = spellings.partition_point(|spelling| first(spelling) < Some(byte));
            from..spellings.partition_point(|spelling| first(spelling) <= Some(byte))
        });
        let by_first = by_first.collect();
        let beginnings = spellings.iter().flat_map(|spelling| &spelling.stems).map(|stem| kept(stem)).collect();
        let has_glued = |&index: &usize| !spellings[index].glued.is_empty();
        let mut glued: Vec<usize> = (0..spellings.len()).filter(has_glued).collect();
        glued.sort_by_key(|&index| &spellings[index].glued);
        let glued_beginnings = glued.iter().map(|&index| telling(&spellings[index].glued)).collect();
        Self { spellings, by_first, beginnings, glued, glued_beginnings, points: points.len() }
    }

    /// The points, by their places in the sheet, that none of `texts` touches.
    pub fn untouched<'t>(&self, texts: impl IntoIterator<Item = &'t str>) -> Vec<usize> {
        let mut text = Text::default();
        for word in texts.into_iter().flat_map(words) {
            // Most words of a text begin like none of ours.
            let folded = self.beginnings.fit(word.as_written()).then(|| {
                let start = text.folded.len();
                word.fold_into(&mut text.folded);
                (start, text.folded.len())
            });
            text.words.push(Read { word, folded });
        }
        let mut is_touched = vec![false; self.points];
        for at in 0..text.words.len() {
            let Some(&first) = text.folded_word(at).and_then(|word| word.as_bytes().first()) else { continue };
            for spelling in &self.spellings[self.by_first[usize::from(first)].clone()] {
                if !is_touched[spelling.point] {
                    is_touched[spelling.point] = text.has_at(at, spelling);
                }
            }
        }
        self.touch_glued(&text.words, &mut is_touched);
        (0..self.points).filter(|&point| !is_touched[point]).collect()
    }

    /// Looks for spellings whose words are parted otherwise in the text.
    fn touch_glued(&self, words: &[Read<'_>], is_touched: &mut [bool]) {
        let mut text = String::new();
        for at in 0..words.len() {
            if !self.glued_beginnings.fit(words[at].word.as_written()) {
                continue;
            }
            text.clear();
            words[at].word.fold_into(&mut text);
            let word_length = text.len();
            let begins = text.len().min(2);
            let beginning = |index: usize| &self.spellings[index].glued.as_bytes()[..begins];
            let from = self.glued.partition_point(|&index| beginning(index) < &text.as_bytes()[..begins]);
            for &index in &self.glued[from..] {
                if beginning(index) != &text.as_bytes()[..begins] {
                    break;
                }
                let spelling = &self.spellings[index];
                if !is_touched[spelling.point] {
                    is_touched[spelling.point] = stands_glued_at(spelling, &words[at..], &mut text);
                    text.truncate(word_length);
                }
            }
        }
    }
}

impl Text<'_> {
    /// The word at `at` in lower case, if it may be one of ours.
    fn folded_word(&self, at: usize) -> Option<&str> {
        let (start, end) = self.words.get(at)?.folded?;
        Some(&self.folded[start..end])
    }

    /// Whether all words of `spelling` stand at `at`, in one sentence. Stems words only where all of them may be right,
    /// and each once.
    fn has_at(&mut self, at: usize, spelling: &Spelling) -> bool {
        let may_be_all = spelling.stems.iter().enumerate().all(|(index, stem)| {
            let in_sentence = |at: usize| index == 0 || !self.words[at].word.starts;
            self.folded_word(at + index).is_some_and(|word| in_sentence(at + index) && may_be(word, stem))
        });
        may_be_all && (at..).zip(&spelling.stems).all(|(at, stem)| self.stem(at) == Some(stem.as_str()))
    }

    /// The stem of the word at `at`, if it may be one of ours.
    fn stem(&mut self, at: usize) -> Option<&str> {
        let Read { word, folded } = *self.words.get(at)?;
        let (start, end) = folded?;
        Some(self.stems.entry(word.as_written()).or_insert_with(|| stem(&self.folded[start..end])))
    }
}

/// The first three letters of some words, to tell quickly that a word begins like none of them.
#[derive(Clone, Debug)]
struct Beginnings {
    /// A bit for each third letter, by the first two. A letter is the five bits that tell it apart in either case.
    thirds: Vec<u32>,
    /// A bit for each first letter.
    firsts: u32,
}

impl Default for Beginnings {
    fn default() -> Self {
        Self { thirds: vec![0; 1 << 10], firsts: 0 }
    }
}

impl Beginnings {
    /// Whether `word`, in any case, may begin like one of the words. Always, where its letters are not ASCII.
    fn fit(&self, word: &str) -> bool {
        match *word.as_bytes() {
            [first, second, third, ..] => {
                self.thirds[row(first, second)] & bit(third) != 0 || !(first | second | third).is_ascii()
            }
            [first, second] => self.thirds[row(first, second)] != 0 || !first.is_ascii(),
            [first] => self.firsts & bit(first) != 0,
            [] => false,
        }
    }
}

fn row(first: u8, second: u8) -> usize {
    usize::from(first & 31) << 5 | usize::from(second & 31)
}

fn bit(letter: u8) -> u32 {
    1 << (letter & 31)
}

impl<'w> FromIterator<&'w [u8]> for Beginnings {
    fn from_iter<I: IntoIterator<Item = &'w [u8]>>(words: I) -> Self {
        let mut beginnings = Self::default();
        for word in words {
            beginnings.firsts |= word.first().map_or(u32::MAX, |&first| bit(first));
            match *word {
                [first, second, third, ..] => beginnings.thirds[row(first, second)] |= bit(third),
                [first, second] => beginnings.thirds[row(first, second)] = u32::MAX,
                [first] => beginnings.thirds[row(first, 0)..=row(first, 31)].fill(u32::MAX),
                [] => beginnings.thirds.fill(u32::MAX),
            }
        }
        beginnings
    }
}

/// The stem of all `words` written as one, or nothing where it would not be telling: too short, or without its last
/// word, as "neighbour ring" would be stemmed to "neighbour".
fn glued_stem(words: &[Word<'_>]) -> String {
    let mut whole = String::new();
    let mut but_last = 0;
    for (index, word) in words.iter().enumerate() {
        // Nobody writes the words of two sentences as one.
        if index > 0 && word.starts {
            return String::new();
        }
        but_last = whole.len();
        word.fold_into(&mut whole);
    }
    let stem = stem(&whole);
    if whole.len() >= MIN_GLUED && stem.len() > but_last + 1 { stem } else { String::new() }
}

/// Whether `word` may have `stem`, as far as can be told without stemming, which costs a hundred times as much: endings
/// change the last two letters of a stem at most, fewer of a short one, and are the shorter the shorter the stem is.
fn may_be(word: &str, stem: &str) -> bool {
    let longest_ending = match stem.len() {
        0..=2 => 3,
        3 => 5,
        _ => 8,
    };
    word.len() <= stem.len() + longest_ending && word.as_bytes().starts_with(kept(stem))
}

/// The bytes of `glued` that its words begin with, written as one. The shortest are telling enough only with three.
fn telling(glued: &str) -> &[u8] {
    &glued.as_bytes()[..kept(glued).len().max(MIN_GLUED - 2).min(glued.len())]
}

/// The bytes of `stem` that all words with that stem begin with.
fn kept(stem: &str) -> &[u8] {
    let length = match stem.len() {
        length @ 0..=2 => length,
        3 => 2,
        length => length - 2,
    };
    &stem.as_bytes()[..length]
}

/// Whether words at the start of `read`, written as one, are those of `spelling`, parted otherwise. `text` is the first
/// of them, folded, and gets the others as far as that is needed to tell.
fn stands_glued_at(spelling: &Spelling, read: &[Read<'_>], text: &mut String) -> bool {
    let glued = spelling.glued.as_str();
    let begins = telling(glued).len().min(text.len());
    if text.as_bytes()[..begins] != glued.as_bytes()[..begins] {
        return false;
    }
    for count in 1..=MAX_GLUED {
        let is_parted_otherwise = spelling.stems.len() != count;
        if is_parted_otherwise && may_be(text, glued) && stem(text) == glued {
            return true;
        }
        match read.get(count).filter(|next| !next.word.starts) {
            Some(next) => next.word.fold_into(text),
            None => return false,
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bank::Sheet;

    /// The terms of the points in `cover` that `text` does not touch.
    fn untouched(cover: &str, text: &str) -> Vec<String> {
        let sheet = Sheet::parse(&format!("# T\n\n## Cover\n{cover}"));
        let untouched = Terms::new(&sheet.cover).untouched(text.lines());
        untouched.into_iter().map(|point| sheet.cover[point].term.clone()).collect()
    }

    const NONE: [&str; 0] = [];

    #[test]
    fn hyphens_blanks_and_forms_are_alike() {
        let cover = "- **two-phase commit** (2PC): x\n";
        for text in
            ["It needs Two Phase Commits.", "It is two-phase-committed", "a 2PC", "(2pc)", "twophase commit"]
        {
            assert_eq!(untouched(cover, text), NONE, "{text}");
        }
        for text in ["", "It commits in two phases.", "two phases. Commit", "two phase | commit", "phase commit"] {
            assert_eq!(untouched(cover, text), ["two-phase commit"], "{text}");
        }
    }

    #[test]
    fn words_may_be_parted_or_not() {
        let cover = "- **backpressure**: x\n- **fail over** (failing over): x\n- **AppendEntries**: x\n";
        assert_eq!(untouched(cover, "Back-pressure, failovers, append entries."), NONE);
        assert_eq!(
            untouched(cover, "A back. Pressure. Fail. Over."),
            ["backpressure", "fail over", "AppendEntries"]
        );
    }

    #[test]
    fn short_words_and_other_letters_begin_like_any() {
        let cover = "- **email**: x\n- **Übergabe**: x\n- **naïve Bayes**: x\n- **C**: x\n- **kelvin**: x\n";
        assert_eq!(untouched(cover, "E-mails to c. NAÏVE BAYES, die ÜBERGABE; 300 \u{212a}elvin"), NONE);
        assert_eq!(
            untouched(cover, "E. Mail, cc, naive Bayes, Ubergabe, k"),
            ["email", "Übergabe", "naïve Bayes", "C", "kelvin"]
        );
    }

    #[test]
    fn a_word_that_looks_like_an_ending_is_none() {
        assert_eq!(untouched("- **neighbour ring**: x\n", "the neighbours"), ["neighbour ring"]);
        assert_eq!(untouched("- **neighbour ring**: x\n", "neighbor-rings"), NONE);
    }

    #[test]
    fn acronyms_are_words() {
        let cover = "- **service-level agreement** (SLA): x\n- **isr set** (ISR): x\n";
        assert_eq!(untouched(cover, "Their SLAs and ISRs"), NONE);
        assert_eq!(untouched(cover, "slander, misread"), ["service-level agreement", "isr set"]);
    }

    #[test]
    fn a_word_inside_another_is_not_it() {
        assert_eq!(untouched("- **lease**: x\n- **log**: x\n", "a release of a catalogue"), ["lease", "log"]);
    }

    #[test]
    fn any_text_will_do() {
        let cover = "- **ε-closure** (°, 名前): x\n- **...**: x\n";
        assert_eq!(untouched(cover, "名前 and ßßß İİİ ’s '"), ["..."]);
    }
}
