//! What the letters of a word add to the scores of a statement, remembered by word.
//!
//! Prose is made of few words: a couple of thousand make up nearly all of it, and each has a dozen runs of letters to
//! look up. The built-in model never changes, so what it says about a word is kept for the next time that the word is
//! met on the same thread. Nothing can tell but the clock.

use std::cell::RefCell;

use super::features::letter_runs;
use super::model::{Model, WordSum};

/// How many words are remembered: 180 KB a thread.
const WORDS: usize = 1 << 12;

/// Longer words are rare and not remembered.
const LONGEST: usize = 15;

/// A word: its bytes, and their number in the last one.
type Key = [u8; LONGEST + 1];

/// What is known about words. Each has one place, and the last one that wanted it has it.
pub(super) struct Letters {
    known: Box<[(Key, WordSum)]>,
    runs: Vec<u32>,
    padded: Vec<u8>,
}

thread_local! {
    static BUILTIN: RefCell<Letters> = RefCell::new(Letters {
        known: vec![(Key::default(), WordSum::default()); WORDS].into(),
        runs: Vec::new(),
        padded: Vec::new(),
    });
}

impl Letters {
    /// Hands what is known for the built-in model to `look`.
    pub(super) fn of_builtin<T>(look: impl FnOnce(&mut Self) -> T) -> T {
        BUILTIN.with_borrow_mut(look)
    }

    /// What the letters of `word` add by `model`, always the same one. `hash` is the word's.
    pub(super) fn sum(&mut self, model: &Model<'_>, word: &[u8], hash: u32) -> WordSum {
        if word.len() > LONGEST {
            return self.computed(model, word);
        }
        let mut key = Key::default();
        key[..word.len()].copy_from_slice(word);
        key[LONGEST] = word.len() as u8;
        let place = hash as usize % WORDS;
        if self.known[place].0 != key {
            self.known[place] = (key, self.computed(model, word));
        }
        self.known[place].1
    }

    fn computed(&mut self, model: &Model<'_>, word: &[u8]) -> WordSum {
        self.runs.clear();
        letter_runs(word, &mut self.padded, &mut self.runs);
        model.word_sum(&self.runs)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_remembered_is_what_would_be_computed() {
        let model = Model::builtin();
        Letters::of_builtin(|letters| {
            for round in 0..3 {
                // All want the same place.
                for word in ["stale", "staleness", "cost", "é", "linearizability", "linearizabilities"] {
                    let expected = letters.computed(&model, word.as_bytes());
                    assert_eq!(letters.sum(&model, word.as_bytes(), 7), expected, "{word} {round}");
                    assert_eq!(letters.sum(&model, word.as_bytes(), 7), expected, "{word} {round}");
                }
            }
        });
    }
}
