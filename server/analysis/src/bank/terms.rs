//! Which of a sheet's points a text touches.
//!
//! A point is touched where its term or one of its aliases stands in the text: the same words in the same order,
//! whatever their forms, and with or without a blank or hyphen between them ("back-pressure", "backpressure").
//! Nothing here knows whether what is said about it is right.

use std::ops::Range;

use super::Point;
use super::stems::{Words, stem};

/// The terms of a sheet's points, ready to be looked for.
#[derive(Clone, Debug, Default)]
pub struct Terms {
    /// The stems of all words of all spellings, sorted.
    stems: Vec<String>,
    /// The stems that start with a byte: a range of `stems` by its value.
    by_first: Vec<Range<usize>>,
    /// All spellings, sorted by their first stem.
    spellings: Vec<Spelling>,
    /// How many points there are.
    points: usize,
}

/// A point's term or one of its aliases.
#[derive(Clone, Debug)]
struct Spelling {
    /// The point's place in the sheet.
    point: usize,
    /// Its words by their places in [`Terms::stems`].
    words: Vec<usize>,
    /// The stem of all its words written as one; empty where that would be too short to mean anything.
    glued: String,
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
                .map(move |spelling| (index, Words::of(spelling)))
                .filter(|(_, words)| words.len() > 0)
        });
        let spellings: Vec<(usize, Words)> = spellings.collect();
        let mut stems: Vec<String> = spellings.iter().flat_map(|(_, words)| words.iter().map(stem)).collect();
        stems.sort();
        stems.dedup();
        let place = |word: &str| stems.binary_search(&stem(word)).expect("the stems of all words were collected");
        let mut spellings: Vec<Spelling> = spellings
            .iter()
            .map(|(point, words)| Spelling {
                point: *point,
                words: words.iter().map(place).collect(),
                glued: glued_stem(words),
            })
            .collect();
        spellings.sort_by_key(|spelling| spelling.words[0]);
        let first = |stem: &String| stem.as_bytes().first().copied();
        let by_first = (0..=u8::MAX).map(|byte| {
            let from = stems.partition_point(|stem| first(stem) < Some(byte));
            from..stems.partition_point(|stem| first(stem) <= Some(byte))
        });
        let by_first = by_first.collect();
        Self { stems, by_first, spellings, points: points.len() }
    }

    /// The points, by their places in the sheet, that none of `texts` touches.
    pub fn untouched<'t>(&self, texts: impl IntoIterator<Item = &'t str>) -> Vec<usize> {
        let mut words = Words::default();
        for text in texts {
            words.push(text);
        }
        let mut is_touched = vec![false; self.points];
        let places: Vec<Option<usize>> = words.iter().map(|word| self.place(word)).collect();
        for (at, place) in places.iter().enumerate() {
            let Some(first) = *place else { continue };
            let from = self.spellings.partition_point(|spelling| spelling.words[0] < first);
            for spelling in self.spellings[from..].iter().take_while(|spelling| spelling.words[0] == first) {
                is_touched[spelling.point] |= stands_at(spelling, at, &places, &words);
            }
        }
        self.touch_glued(&words, &mut is_touched);
        (0..self.points).filter(|&point| !is_touched[point]).collect()
    }

    /// The place of the stem of `word`, if any spelling has it. Most words of a text share no beginning with any
    /// stem here, and are not stemmed at all.
    fn place(&self, word: &str) -> Option<usize> {
        let range = self.by_first.get(usize::from(*word.as_bytes().first()?))?.clone();
        let mut places = range.filter(|&place| may_be(word, &self.stems[place])).peekable();
        places.peek()?;
        let stem = stem(word);
        places.find(|&place| self.stems[place] == stem)
    }

    /// Looks for spellings whose words are parted otherwise in the text.
    fn touch_glued(&self, words: &Words, is_touched: &mut [bool]) {
        let wanted =
            self.spellings.iter().filter(|spelling| !spelling.glued.is_empty() && !is_touched[spelling.point]);
        let wanted: Vec<&Spelling> = wanted.collect();
        if wanted.is_empty() {
            return;
        }
        let mut is_start = [false; 256];
        for spelling in &wanted {
            is_start[usize::from(spelling.glued.as_bytes()[0])] = true;
        }
        for at in 0..words.len() {
            let word = words.get(at).as_bytes();
            if !is_start[usize::from(word[0])] {
                continue;
            }
            let same = |spelling: &&&Spelling| {
                spelling.glued.as_bytes().iter().zip(word).take(MIN_GLUED - 2).all(|(one, other)| one == other)
            };
            for spelling in wanted.iter().filter(same) {
                let found = words.glued(at, MAX_GLUED).enumerate().any(|(index, text)| {
                    let is_parted_otherwise = spelling.words.len() != index + 1;
                    is_parted_otherwise && may_be(text, &spelling.glued) && stem(text) == spelling.glued
                });
                is_touched[spelling.point] |= found;
            }
        }
    }
}

/// The stem of all `words` written as one, or nothing where it would not be telling: too short, or without its last
/// word, as "neighbour ring" would be stemmed to "neighbour".
fn glued_stem(words: &Words) -> String {
    let whole = words.glued(0, words.len()).last().unwrap_or_default();
    let but_last = whole.len() - words.iter().last().map_or(0, str::len);
    let stem = stem(whole);
    if whole.len() >= MIN_GLUED && stem.len() > but_last + 1 { stem } else { String::new() }
}

/// Whether `word` may have `stem`, as far as can be told without stemming, which costs a hundred times as much: endings
/// change the last two letters of a stem at most, fewer of a short one, and are the shorter the shorter the stem is.
fn may_be(word: &str, stem: &str) -> bool {
    let (kept, longest_ending) = match stem.len() {
        length @ 0..=2 => (length, 3),
        3 => (2, 5),
        length => (length - 2, 8),
    };
    word.len() <= stem.len() + longest_ending && word.as_bytes().starts_with(&stem.as_bytes()[..kept])
}

/// Whether all words of `spelling` stand at `at`, in one sentence.
fn stands_at(spelling: &Spelling, at: usize, places: &[Option<usize>], words: &Words) -> bool {
    spelling.words.iter().enumerate().all(|(index, &word)| {
        let here = at + index;
        places.get(here) == Some(&Some(word)) && (index == 0 || !words.starts(here))
    })
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
