//! Which of a sheet's points a text touches.
//!
//! A point is touched where its term or one of its aliases stands in the text: the same words in the same order,
//! whatever their forms, and with or without a blank or hyphen between them ("back-pressure", "backpressure").
//! Nothing here knows whether what is said about it is right.

use std::ops::Range;

use rustc_hash::FxHashMap;

use super::Point;
use super::beginnings::Beginnings;
use super::stems::{Word, Words, stem, words};

/// The terms of a sheet's points, ready to be looked for.
#[derive(Clone, Debug, Default)]
pub struct Terms {
    /// All spellings, sorted by their first stem.
    spellings: Vec<Spelling>,
    /// The spellings whose first stem starts with a byte: a range of `spellings` by its value.
    by_first: Vec<Range<usize>>,
    /// The places of the spellings that may be parted otherwise, sorted by what they are when written as one.
    glued: Vec<usize>,
    /// How the first words of all spellings may begin, as they are and written as one.
    beginnings: Beginnings<2>,
    /// How many points there are.
    points: usize,
}

/// What [`Terms::beginnings`] tells apart.
const APART: usize = 0;
const GLUED: usize = 1;

/// A point's term or one of its aliases.
#[derive(Clone, Debug)]
struct Spelling {
    /// The point's place in the sheet.
    point: usize,
    /// The stems of its words.
    stems: Vec<String>,
    /// How its first word begins.
    head: Head,
    /// The stem of all its words written as one; empty where that would be too short to mean anything.
    glued: String,
}

/// What is known of a text that is being looked through.
#[derive(Debug, Default)]
struct Search<'t> {
    is_touched: Vec<bool>,
    /// The stems of words that were asked for.
    stems: FxHashMap<&'t str, String>,
    /// The word that is looked at, in lower case.
    first: String,
    /// A word after it, or it with words after it.
    next: String,
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
            head: Head::default(),
            stems: words.iter().map(|word| stem(&word.folded())).collect(),
            glued: glued_stem(&words),
        };
        let headed = |spelling: Spelling| Spelling { head: Head::of(kept(&spelling.stems[0])), ..spelling };
        let mut spellings: Vec<Spelling> = spellings.map(spelling).map(headed).collect();
        spellings.sort_by(|one, other| one.stems[0].cmp(&other.stems[0]));
        let first = |spelling: &Spelling| spelling.stems[0].as_bytes().first().copied();
        let by_first = (0..=u8::MAX).map(|byte| {
            let from = spellings.partition_point(|spelling| first(spelling) < Some(byte));
            from..spellings.partition_point(|spelling| first(spelling) <= Some(byte))
        });
        let by_first = by_first.collect();
        let has_glued = |&index: &usize| !spellings[index].glued.is_empty();
        let mut glued: Vec<usize> = (0..spellings.len()).filter(has_glued).collect();
        glued.sort_by_key(|&index| &spellings[index].glued);
        let mut beginnings = Beginnings::default();
        for spelling in &spellings {
            beginnings.add(kept(&spelling.stems[0]), APART);
        }
        for &index in &glued {
            beginnings.add(telling(&spellings[index].glued), GLUED);
        }
        Self { spellings, by_first, glued, beginnings, points: points.len() }
    }

    /// The points, by their places in the sheet, that none of `texts` touches.
    ///
    /// Most words of a text begin like none of ours. They are passed by and nothing of them is kept: where one may
    /// begin a term, the words after it are read again.
    pub fn untouched<'t>(&self, texts: impl IntoIterator<Item = &'t str>) -> Vec<usize> {
        let mut search = Search { is_touched: vec![false; self.points], ..Search::default() };
        for text in texts {
            let mut rest = words(text);
            while let Some(word) = rest.next() {
                let [may_be_apart, may_be_glued] = self.beginnings.fit(word.as_written());
                if may_be_apart {
                    self.touch(word, &rest, &mut search);
                }
                if may_be_glued {
                    self.touch_glued(word, &rest, &mut search);
                }
            }
        }
        (0..self.points).filter(|&point| !search.is_touched[point]).collect()
    }

    /// Looks for spellings at `word`, which `rest` follows.
    fn touch<'t>(&self, word: Word<'t>, rest: &Words<'t>, search: &mut Search<'t>) {
        search.first.clear();
        let head = head(word.as_written());
        let first = match head {
            Some(head) => head.to_le_bytes()[0],
            None => search.first_byte(word),
        };
        for spelling in &self.spellings[self.by_first[usize::from(first)].clone()] {
            if head.is_none_or(|head| spelling.head.fits(head)) && !search.is_touched[spelling.point] {
                search.first_byte(word);
                search.is_touched[spelling.point] = search.has_at(word, rest, spelling);
            }
        }
    }

    /// Looks for spellings whose words are parted otherwise at `word`, which `rest` follows.
    fn touch_glued(&self, word: Word<'_>, rest: &Words<'_>, search: &mut Search<'_>) {
        let Search { is_touched, next: text, .. } = search;
        text.clear();
        word.fold_into(text);
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
                is_touched[spelling.point] = stands_glued(spelling, rest, text);
                text.truncate(word_length);
            }
        }
    }
}

impl<'t> Search<'t> {
    /// The first byte of `word` in lower case, the whole of which is `first` from now on.
    fn first_byte(&mut self, word: Word<'t>) -> u8 {
        if self.first.is_empty() {
            word.fold_into(&mut self.first);
        }
        self.first.as_bytes().first().copied().unwrap_or_default()
    }

    /// Whether all words of `spelling` stand at `word`, which is `first` in lower case and which `rest` follows, in one
    /// sentence. Stems words only where all of them may be right, and each once.
    fn has_at(&mut self, word: Word<'t>, rest: &Words<'t>, spelling: &Spelling) -> bool {
        let [first, others @ ..] = spelling.stems.as_slice() else { return false };
        let next = &mut self.next;
        let may_be_next = |(word, stem): (Word<'_>, &String)| {
            next.clear();
            word.fold_into(next);
            may_be(next, stem)
        };
        let following = || rest.clone().take_while(|word| !word.starts);
        may_be(&self.first, first)
            && following().zip(others).map(may_be_next).take_while(|may_be| *may_be).count() == others.len()
            && self.is_stem_of(word, first)
            && following().zip(others).all(|(word, stem)| self.is_stem_of(word, stem))
    }

    fn is_stem_of(&mut self, word: Word<'t>, expected: &str) -> bool {
        self.stems.entry(word.as_written()).or_insert_with(|| stem(&word.folded())) == expected
    }
}

/// Up to four letters at the start of a word, to be compared at once.
#[derive(Clone, Copy, Debug, Default)]
struct Head {
    letters: u32,
    /// The bits that count.
    mask: u32,
}

impl Head {
    /// How words begin that begin with `kept`. Any word does, if there are letters beyond ASCII.
    fn of(kept: &[u8]) -> Self {
        let mut mask = [0; 4];
        let length = kept.len().min(4);
        mask[..length].fill(u8::MAX);
        let mask = u32::from_le_bytes(mask);
        std::str::from_utf8(&kept[..length])
            .ok()
            .and_then(head)
            .map_or_else(Self::default, |letters| Self { letters: letters & mask, mask })
    }

    fn fits(self, word: u32) -> bool {
        word & self.mask == self.letters
    }
}

/// The first four letters of `word`, in lower case and with blanks behind it, if they are ASCII.
fn head(word: &str) -> Option<u32> {
    const LOWER: u32 = 0x2020_2020;
    let mut letters = [b' '; 4];
    let length = word.len().min(4);
    letters[..length].copy_from_slice(&word.as_bytes()[..length]);
    letters.is_ascii().then_some(u32::from_le_bytes(letters) | LOWER)
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

/// Whether a word and those that follow it in `rest`, written as one, are those of `spelling`, parted otherwise. `text`
/// is that word, folded, and gets the others as far as that is needed to tell.
fn stands_glued(spelling: &Spelling, rest: &Words<'_>, text: &mut String) -> bool {
    let glued = spelling.glued.as_str();
    let begins = telling(glued).len().min(text.len());
    if text.as_bytes()[..begins] != glued.as_bytes()[..begins] {
        return false;
    }
    let kept = kept(glued);
    let mut rest = rest.clone();
    for count in 1..=MAX_GLUED {
        // More words make no difference to how it begins.
        let begins = kept.len().min(text.len());
        if text.as_bytes()[..begins] != kept[..begins] {
            return false;
        }
        let is_parted_otherwise = spelling.stems.len() != count;
        if is_parted_otherwise && may_be(text, glued) && stem(text) == glued {
            return true;
        }
        match rest.next().filter(|next| !next.starts) {
            Some(next) => next.fold_into(text),
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
