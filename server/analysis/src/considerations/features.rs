//! A statement as the hashes of its features.
//!
//! Three groups, each with its own normalisation: runs of one to three tokens (with one that skips the middle
//! token); runs of three to five letters inside a word, so that "lagging" and "laggy" have something in common;
//! and roles, which say that a cue of the word lists stands there, alone and together with the units of the
//! statement's numbers. A feature is known by a 32-bit hash alone.

use super::lexicon::Meaning;
use super::said::Said;
use super::tokens::{Token, TokenKind, Unit, tokenise};

/// The features of one statement, by group. Reused from statement to statement.
#[derive(Clone, Debug, Default)]
pub struct Features {
    /// Runs of tokens.
    pub words: Vec<u32>,
    /// Runs of letters.
    pub letters: Vec<u32>,
    /// Cues of the word lists, and their pairs.
    pub roles: Vec<u32>,
    tokens: Vec<Token>,
    hashes: Vec<u32>,
}

const SEED: u32 = 0x811c_9dc5;
const PRIME: u32 = 0x0100_0193;

/// Kinds of features, so that a word and a run of letters with the same bytes differ.
const BIGRAM: u32 = 2;
const TRIGRAM: u32 = 3;
const SKIP: u32 = 4;
const LETTERS: u32 = 5;
const ROLE: u32 = 6;
const ROLE_PAIR: u32 = 7;

impl Features {
    /// Computes the features of what was `said`. `label` is what it is about when a heading or list says so
    /// ("latency"), and counts like "label: text".
    pub(super) fn compute(&mut self, label: Option<&str>, said: &Said) {
        let (mut letters, mut padded) = (std::mem::take(&mut self.letters), Vec::new());
        letters.clear();
        self.compute_by_word(label, said, |word, _| letter_runs(word, &mut padded, &mut letters));
        self.letters = letters;
    }

    /// The same but for the runs of letters, which are left to `spelled`: it gets each word with its hash.
    pub(super) fn compute_by_word(
        &mut self,
        label: Option<&str>,
        said: &Said,
        mut spelled: impl FnMut(&[u8], u32),
    ) {
        self.words.clear();
        self.hashes.clear();
        self.hashes.push(hash(SEED, b"<"));
        if let Some(label) = label {
            self.tokens_of(label, &mut spelled);
            self.hashes.push(hash(SEED, b":"));
        }
        self.tokens_of(&said.text, &mut spelled);
        self.hashes.push(hash(SEED, b">"));
        let hashes = &self.hashes;
        self.words.extend(&hashes[1..hashes.len() - 1]);
        self.words.extend(hashes.windows(2).map(|pair| combine(BIGRAM, pair[0], pair[1])));
        for run in hashes.windows(3) {
            self.words.push(combine(TRIGRAM, combine(TRIGRAM, run[0], run[1]), run[2]));
            self.words.push(combine(SKIP, run[0], run[2]));
        }
        self.compute_roles(said);
    }

    /// The groups, in order.
    pub fn groups(&self) -> [&[u32]; 3] {
        [&self.words, &self.letters, &self.roles]
    }

    fn compute_roles(&mut self, said: &Said) {
        self.roles.clear();
        self.roles.extend(said.words.iter().map(|found| combine(ROLE, meaning_number(found.meaning), 0)));
        self.roles.extend(said.cues.iter().map(|cue| combine(ROLE, 100 + cue.phrase, 1)));
        for token in &self.tokens {
            if let TokenKind::Unit(unit) = token.kind {
                self.roles.push(combine(ROLE, hash(SEED, unit_name(unit)), 2));
            }
        }
        self.roles.sort_unstable();
        self.roles.dedup();
        let count = self.roles.len();
        for first in 0..count {
            for second in first + 1..count {
                self.roles.push(combine(ROLE_PAIR, self.roles[first], self.roles[second]));
            }
        }
    }

    fn tokens_of(&mut self, text: &str, spelled: &mut impl FnMut(&[u8], u32)) {
        tokenise(text, &mut self.tokens);
        for token in &self.tokens {
            let bytes = &text.as_bytes()[token.range.clone()];
            let hash = match token.kind {
                TokenKind::Number => hash(SEED, b"#"),
                TokenKind::Unit(unit) => hash(SEED, unit_name(unit)),
                TokenKind::Mark | TokenKind::Word => hash(SEED, bytes),
            };
            self.hashes.push(hash);
            if token.kind == TokenKind::Word {
                spelled(bytes, hash);
            }
        }
    }
}

fn unit_name(unit: Unit) -> &'static [u8] {
    match unit {
        Unit::Milliseconds => b"#ms",
        Unit::Seconds => b"#s",
        Unit::Minutes => b"#min",
        Unit::Hours => b"#h",
        Unit::Days => b"#day",
        Unit::Weeks => b"#week",
        Unit::Months => b"#month",
        Unit::Years => b"#year",
        Unit::Bytes => b"#bytes",
        Unit::Money => b"#money",
        Unit::Percent => b"#pct",
        Unit::Times => b"#x",
        Unit::Rate => b"#rate",
        Unit::People => b"#people",
        Unit::Machines => b"#machines",
        Unit::Hops => b"#hops",
    }
}

fn meaning_number(meaning: &Meaning) -> u32 {
    match meaning {
        Meaning::Name(index) => 10 + *index as u32,
        Meaning::Evaluation(index) => 20 + *index as u32,
        Meaning::Idiom(index, _) => 30 + *index as u32,
        Meaning::Deferral => 40,
        Meaning::Dismissal => 41,
        Meaning::Because => 42,
    }
}

/// The runs of three to five letters in `word`, its ends included, appended to `letters`.
pub(super) fn letter_runs(word: &[u8], padded: &mut Vec<u8>, letters: &mut Vec<u32>) {
    const START: u32 = combine(LETTERS, SEED, 0);
    let step = |run: u32, letter: u8| (run ^ u32::from(letter)).wrapping_mul(PRIME);
    padded.clear();
    padded.push(b'^');
    padded.extend_from_slice(word);
    padded.push(b'$');
    for run in padded.windows(5) {
        let three = step(step(step(START, run[0]), run[1]), run[2]);
        let four = step(three, run[3]);
        letters.extend_from_slice(&[finish(three), finish(four), finish(step(four, run[4]))]);
    }
    // Nearer to the end of the word the longer runs do not fit.
    for start in padded.len().saturating_sub(4)..padded.len() - 2 {
        let mut run = step(step(START, padded[start]), padded[start + 1]);
        for &letter in &padded[start + 2..] {
            run = step(run, letter);
            letters.push(finish(run));
        }
    }
}

/// FNV-1a over `bytes`: small, fast on short keys, and the same everywhere.
fn hash(seed: u32, bytes: &[u8]) -> u32 {
    finish(bytes.iter().fold(seed, |hash, &byte| (hash ^ u32::from(byte)).wrapping_mul(PRIME)))
}

const fn combine(kind: u32, one: u32, other: u32) -> u32 {
    finish(one.wrapping_mul(0x9e37_79b1).rotate_left(kind) ^ other.wrapping_mul(PRIME) ^ kind)
}

/// Spreads the bits, so that any of them can choose a slot.
const fn finish(hash: u32) -> u32 {
    let hash = (hash ^ (hash >> 16)).wrapping_mul(0x85eb_ca6b);
    (hash ^ (hash >> 13)).wrapping_mul(0xc2b2_ae35) ^ (hash >> 16)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn features(label: Option<&str>, text: &str) -> Features {
        let mut features = Features::default();
        features.compute(label, &Said::text_alone(text));
        features
    }

    #[test]
    fn values_do_not_matter_and_units_do() {
        assert_eq!(features(None, "waits 40 ms").words, features(None, "waits 7 ms").words);
        assert_ne!(features(None, "waits 40 ms").words, features(None, "waits 40 eur").words);
    }

    #[test]
    fn a_label_counts_like_a_prefix() {
        assert_eq!(features(Some("latency"), "one hop").words, features(None, "latency: one hop").words);
    }

    #[test]
    fn words_share_their_letters() {
        let lagging = features(None, "lagging").letters;
        assert!(features(None, "laggy").letters.iter().any(|run| lagging.contains(run)));
    }
}
