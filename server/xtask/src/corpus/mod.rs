//! `cargo xtask corpus`: answers to measure with, the same ones for the same seed on every machine.
//!
//! Folders of authors with one file for each question, good and flawed ones mixed; single files that grow; and
//! inputs that nobody would write, for showing that time grows no faster than they do.

mod hostile;
mod random;
mod sources;
mod text;

use std::fs;

use anyhow::{Context as _, Result};
use camino::Utf8Path;
use rayon::prelude::*;

use self::random::Random;
use self::sources::Sources;
use self::text::{Place, answer};

pub(crate) use hostile::HOSTILE;

const CONFIGURATION: &str = "# The repository of a corpus of generated answers.\n";

/// The fewest and the most words of an answer; 800 in the middle.
const WORDS: (usize, usize) = (300, 1_300);

/// Writes texts that are put together from this repository's.
pub(crate) struct Corpus {
    sources: Sources,
    seed: u64,
}

impl Corpus {
    /// Reads what texts are put together from.
    pub(crate) fn new(root: &Utf8Path, seed: u64) -> Result<Self> {
        Ok(Self { sources: Sources::read(root)?, seed })
    }

    /// Writes `count` answers into `folder`, each author's in a folder of their own.
    pub(crate) fn write(&self, folder: &Utf8Path, count: usize) -> Result<()> {
        let questions = &self.sources.questions;
        for author in 0..count.div_ceil(questions.len()) {
            let folder = folder.join(author_name(author));
            fs::create_dir_all(&folder).with_context(|| folder.to_string())?;
        }
        put(&folder.join("tradeoff.toml"), CONFIGURATION)?;
        (0..count).into_par_iter().try_for_each(|number| {
            let file = &questions[number % questions.len()].file;
            let path = folder.join(author_name(number / questions.len())).join(file);
            put(&path, &self.answer(number))
        })
    }

    /// The answer with this `number`.
    fn answer(&self, number: usize) -> String {
        let mut random = Random::new(self.seed, number);
        let words = WORDS.0 + random.below(WORDS.1 - WORDS.0);
        let question = &self.sources.questions[number % self.sources.questions.len()];
        answer(&self.sources, &mut random, question, words, Place::File)
    }

    /// One answer of about `words` words.
    pub(crate) fn one(&self, words: usize) -> String {
        let mut random = Random::new(self.seed, words);
        answer(&self.sources, &mut random, &self.sources.questions[0], words, Place::File)
    }

    /// A file of about `words` words that holds as many answers as it takes.
    pub(crate) fn many(&self, words: usize) -> String {
        let mut text = "# My answers\n\n".to_owned();
        let mut rest = words;
        for (number, question) in self.sources.questions.iter().cycle().enumerate() {
            let mut random = Random::new(self.seed, words + number);
            let own = (WORDS.0 + random.below(WORDS.1 - WORDS.0)).min(rest);
            text.push_str(&answer(&self.sources, &mut random, question, own, Place::Part));
            rest -= own;
            if rest == 0 {
                break;
            }
        }
        text
    }
}

fn author_name(number: usize) -> String {
    format!("author-{number:03}")
}

pub(crate) fn put(path: &Utf8Path, text: &str) -> Result<()> {
    fs::write(path, text).with_context(|| path.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_the_same_for_the_same_seed_and_others_for_another() {
        let root = Utf8Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../.."));
        let corpus = |seed| Corpus::new(root, seed).expect("the repository can be read");
        let (one, again, other) = (corpus(1), corpus(1), corpus(2));
        assert_eq!(one.answer(7), again.answer(7));
        assert_ne!(one.answer(7), other.answer(7));
        assert_ne!(one.answer(7), one.answer(257));
        assert!((45_000..55_000).contains(&one.many(50_000).split_whitespace().count()));
    }
}
