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
    /// The spellings whose first stem starts with a byte.
    by_first: ByFirst,
    /// The places of the spellings that may be parted otherwise, with how they begin, sorted by what they are when
    /// written as one.
    glued: Vec<(Head, usize)>,
    /// Those that start with a byte.
    glued_by_first: ByFirst,
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
        let by_first = ByFirst::of(spellings.iter().map(|spelling| spelling.stems[0].as_str()));
        let has_glued = |&index: &usize| !spellings[index].glued.is_empty();
        let mut glued: Vec<usize> = (0..spellings.len()).filter(has_glued).collect();
        glued.sort_by_key(|&index| &spellings[index].glued);
        let glued_by_first = ByFirst::of(glued.iter().map(|&index| spellings[index].glued.as_str()));
        let headed = |index: usize| (Head::of(telling(&spellings[index].glued)), index);
        let glued: Vec<(Head, usize)> = glued.into_iter().map(headed).collect();
        let mut beginnings = Beginnings::default();
        for spelling in &spellings {
            beginnings.add(kept(&spelling.stems[0]), APART);
        }
        for &(_, index) in &glued {
            beginnings.add(telling(&spellings[index].glued), GLUED);
        }
        Self { spellings, by_first, glued, glued_by_first, beginnings, points: points.len() }
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
        let head = search.look_at(word);
        for spelling in &self.spellings[self.by_first.range(search.first_byte(word, head))] {
            if spelling.head.fits(head) && !search.is_touched[spelling.point] {
                search.is_touched[spelling.point] = search.has_at(word, rest, spelling);
            }
        }
    }

    /// Looks for spellings whose words are parted otherwise at `word`, which `rest` follows.
    fn touch_glued<'t>(&self, word: Word<'t>, rest: &Words<'t>, search: &mut Search<'t>) {
        let head = search.look_at(word);
        for &(glued, index) in &self.glued[self.glued_by_first.range(search.first_byte(word, head))] {
            let spelling = &self.spellings[index];
            if glued.fits_start(head, word) && !search.is_touched[spelling.point] {
                search.is_touched[spelling.point] = search.has_glued_at(word, rest, spelling);
            }
        }
    }
}

/// Where texts start that start with a byte, in a sorted list of texts.
#[derive(Clone, Debug, Default)]
struct ByFirst(Box<[u16]>);

impl ByFirst {
    fn of<'s>(texts: impl Iterator<Item = &'s str>) -> Self {
        let firsts: Vec<Option<u8>> = texts.map(|text| text.as_bytes().first().copied()).collect();
        let start = |byte: u16| firsts.partition_point(|first| first.is_none_or(|first| u16::from(first) < byte));
        // A sheet with more spellings would be a book.
        Self((0..=256).map(|byte| u16::try_from(start(byte)).unwrap_or(u16::MAX)).collect())
    }

    fn range(&self, byte: u8) -> Range<usize> {
        match self.0.get(usize::from(byte)..usize::from(byte) + 2) {
            Some(&[start, end]) => usize::from(start)..usize::from(end),
            _ => 0..0,
        }
    }
}

impl<'t> Search<'t> {
    /// How `word` begins, if it begins with ASCII. It is `first` as soon as more of it is asked for.
    fn look_at(&mut self, word: Word<'t>) -> Option<u32> {
        self.first.clear();
        head(word.as_written())
    }

    /// The first byte of `word`, which begins with `head`, in lower case.
    fn first_byte(&mut self, word: Word<'t>, head: Option<u32>) -> u8 {
        match head {
            Some(head) => head.to_le_bytes()[0],
            None => self.folded(word).as_bytes().first().copied().unwrap_or_default(),
        }
    }

    /// `word`, which is looked at, in lower case.
    fn folded(&mut self, word: Word<'t>) -> &str {
        if self.first.is_empty() {
            word.fold_into(&mut self.first);
        }
        &self.first
    }

    /// Whether all words of `spelling` stand at `word`, which is looked at and which `rest` follows, in one sentence.
    /// Stems words only where all of them may be right, and each once.
    fn has_at(&mut self, word: Word<'t>, rest: &Words<'t>, spelling: &Spelling) -> bool {
        let [first, others @ ..] = spelling.stems.as_slice() else { return false };
        if !may_be(self.folded(word), first) {
            return false;
        }
        let next = &mut self.next;
        let may_be_next = |(word, stem): (Word<'_>, &String)| {
            next.clear();
            word.fold_into(next);
            may_be(next, stem)
        };
        let following = || rest.clone().take_while(|word| !word.starts);
        following().zip(others).map(may_be_next).take_while(|may_be| *may_be).count() == others.len()
            && self.is_stem_of(word, first)
            && following().zip(others).all(|(word, stem)| self.is_stem_of(word, stem))
    }

    /// Whether `word`, which is looked at, and words that follow it in `rest`, written as one, are those of `spelling`,
    /// parted otherwise. No more of them are read than are needed to tell.
    fn has_glued_at(&mut self, word: Word<'t>, rest: &Words<'t>, spelling: &Spelling) -> bool {
        let glued = spelling.glued.as_str();
        let begins_alike = |text: &str, telling: &[u8]| {
            let length = telling.len().min(text.len());
            text.as_bytes()[..length] == telling[..length]
        };
        if !begins_alike(self.folded(word), telling(glued)) {
            return false;
        }
        let text = &mut self.next;
        text.clear();
        text.push_str(&self.first);
        let mut rest = rest.clone();
        for count in 1..=MAX_GLUED {
            // More words make no difference to how it begins.
            if !begins_alike(text, kept(glued)) {
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

    /// Whether a word may begin so that has this [`head`].
    fn fits(self, word: Option<u32>) -> bool {
        word.is_none_or(|word| word & self.mask == self.letters)
    }

    /// Whether `word`, which has this [`head`], may be the start of what begins so.
    fn fits_start(self, head: Option<u32>, word: Word<'_>) -> bool {
        let missing = 4_usize.saturating_sub(word.as_written().len()) as u32;
        let mask = self.mask & u32::MAX.checked_shr(8 * missing).unwrap_or(0);
        head.is_none_or(|head| (head ^ self.letters) & mask == 0)
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
