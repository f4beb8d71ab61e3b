//! The word lists: what names a consideration, what only looks like it, and what a statement says about it.
//!
//! The lists are data (`lexicons/*.toml`), compiled into automata when the first section is judged. They decide
//! what is named, why a near miss is one, and how a reason is put; whether a statement argues anything is the
//! model's business.

use std::ops::Range;
use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, AhoCorasickKind, MatchKind};
use serde::Deserialize;

/// The built-in considerations in the order of [`crate::config::Settings::considerations`], with their lists.
const FILES: [(&str, &str); 7] = [
    ("consistency", include_str!("../../lexicons/consistency.toml")),
    ("latency", include_str!("../../lexicons/latency.toml")),
    ("cost", include_str!("../../lexicons/cost.toml")),
    ("availability", include_str!("../../lexicons/availability.toml")),
    ("durability", include_str!("../../lexicons/durability.toml")),
    ("security", include_str!("../../lexicons/security.toml")),
    ("operability", include_str!("../../lexicons/operability.toml")),
];

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WordList {
    names: Vec<String>,
    evaluations: Vec<String>,
    #[serde(default)]
    idiom: Vec<Idiom>,
    #[serde(default)]
    reason: Vec<Reason>,
}

/// Words that look like a consideration's name and are none.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Idiom {
    phrase: String,
    because: String,
    /// Sentences in which it is no mention. They run as tests.
    #[cfg_attr(not(test), allow(dead_code, reason = "the sentences are the list's own tests"))]
    silent: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Reason {
    says: String,
    cues: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Phrases {
    deferrals: Vec<String>,
    dismissals: Vec<String>,
    because: Vec<String>,
}

/// What some words are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Meaning {
    /// They name a consideration.
    Name(usize),
    /// They evaluate it.
    Evaluation(usize),
    /// They look like its name and are something else, which is said.
    Idiom(usize, String),
    /// They put it off.
    Deferral,
    /// They set it aside.
    Dismissal,
    /// A reason follows or stands before.
    Because,
}

/// Words found in a statement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Found<'l> {
    pub(super) meaning: &'l Meaning,
    /// Bytes of the statement.
    pub(super) range: Range<usize>,
}

/// Words that say something about a consideration.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Cue {
    pub(super) consideration: usize,
    /// The number of the phrase that puts it: the same for all cues of one phrase.
    pub(super) phrase: u32,
}

pub(super) struct Lexicon {
    words: AhoCorasick,
    meanings: Vec<Meaning>,
    reasons: AhoCorasick,
    /// Consideration, phrase and the phrase's number of each cue.
    says: Vec<(usize, String, u32)>,
}

/// The built-in word lists.
pub(super) static LEXICON: LazyLock<Lexicon> = LazyLock::new(Lexicon::builtin);

impl Lexicon {
    fn builtin() -> Self {
        let lists = FILES.iter().map(|(name, text)| parse::<WordList>(name, text)).enumerate();
        let mut words: Vec<(String, Meaning)> = Vec::new();
        let mut cues: Vec<(String, (usize, String, u32))> = Vec::new();
        let mut phrase = 0;
        for (index, list) in lists {
            words.extend(list.names.into_iter().map(|word| (word, Meaning::Name(index))));
            words.extend(list.evaluations.into_iter().map(|word| (word, Meaning::Evaluation(index))));
            words.extend(list.idiom.into_iter().map(|idiom| (idiom.phrase, Meaning::Idiom(index, idiom.because))));
            for reason in list.reason {
                cues.extend(reason.cues.into_iter().map(|cue| (cue, (index, reason.says.clone(), phrase))));
                phrase += 1;
            }
        }
        let phrases = parse::<Phrases>("phrases", include_str!("../../lexicons/phrases.toml"));
        words.extend(phrases.deferrals.into_iter().map(|phrase| (phrase, Meaning::Deferral)));
        words.extend(phrases.dismissals.into_iter().map(|phrase| (phrase, Meaning::Dismissal)));
        words.extend(phrases.because.into_iter().map(|phrase| (phrase, Meaning::Because)));
        let (words, meanings): (Vec<_>, Vec<_>) = words.into_iter().unzip();
        let (cues, says): (Vec<_>, Vec<_>) = cues.into_iter().unzip();
        Self { words: fast_automaton(&words), meanings, reasons: fast_automaton(&cues), says }
    }

    /// The words of the lists that stand in `text`, in ASCII lower case.
    pub(super) fn find<'l: 't, 't>(&'l self, text: &'t str) -> impl Iterator<Item = Found<'l>> + 't {
        whole_words(&self.words, text).map(|(pattern, range)| Found { meaning: &self.meanings[pattern], range })
    }

    /// Blanks out the idioms in `text`, in ASCII lower case, so that nobody takes them for what they look like.
    pub(super) fn mask_idioms(&self, text: &mut String) {
        let found: Vec<Found<'_>> = self.find(text).collect();
        mask(text, &found);
    }

    /// The cues that stand in `text`, in ASCII lower case.
    pub(super) fn cues<'l: 't, 't>(&'l self, text: &'t str) -> impl Iterator<Item = Cue> + 't {
        whole_words(&self.reasons, text).map(|(pattern, _)| {
            let (consideration, _, phrase) = &self.says[pattern];
            Cue { consideration: *consideration, phrase: *phrase }
        })
    }

    /// What `text` says about `consideration`, with the words that say so.
    pub(super) fn reason(&self, consideration: usize, text: &str) -> Option<(&str, Range<usize>)> {
        let cue = whole_words(&self.reasons, text).find(|(pattern, _)| self.says[*pattern].0 == consideration);
        cue.map(|(pattern, range)| (self.says[pattern].1.as_str(), range))
    }
}

/// Blanks out the idioms among what was `found` in `text`; whether there are any.
pub(super) fn mask(text: &mut String, found: &[Found<'_>]) -> bool {
    let idioms = found.iter().filter(|found| matches!(found.meaning, Meaning::Idiom(..)));
    let mut has_idioms = false;
    for idiom in idioms {
        text.replace_range(idiom.range.clone(), &".".repeat(idiom.range.len()));
        has_idioms = true;
    }
    has_idioms
}

fn parse<T: serde::de::DeserializeOwned>(name: &str, text: &str) -> T {
    toml::from_str(text).unwrap_or_else(|error| panic!("the word list {name} is valid: {error}"))
}

/// An automaton that finds the longest of `words` first: quick to build, for the user's few terms.
pub(super) fn automaton(words: &[String]) -> AhoCorasick {
    build(words, None)
}

/// The same as a table of states, which is built once and reads four times as fast.
fn fast_automaton(words: &[String]) -> AhoCorasick {
    build(words, Some(AhoCorasickKind::DFA))
}

fn build(words: &[String], kind: Option<AhoCorasickKind>) -> AhoCorasick {
    AhoCorasick::builder()
        .match_kind(MatchKind::LeftmostLongest)
        .kind(kind)
        .build(words)
        .expect("word lists are far below the automaton's limits")
}

/// The matches of `automaton` that are whole words.
pub(super) fn whole_words<'a>(
    automaton: &'a AhoCorasick,
    text: &'a str,
) -> impl Iterator<Item = (usize, Range<usize>)> + 'a {
    automaton.find_iter(text).map(|found| (found.pattern().as_usize(), found.range())).filter(|(_, range)| {
        let is_letter = |character: Option<char>| character.is_some_and(char::is_alphanumeric);
        let starts_inside =
            is_letter(text[..range.start].chars().next_back()) && is_letter(text[range.start..].chars().next());
        let ends_inside =
            is_letter(text[range.end..].chars().next()) && is_letter(text[..range.end].chars().next_back());
        !starts_inside && !ends_inside
    })
}

/// Whether `text`, in ASCII lower case, is nothing but names of considerations with words that join them; and
/// which ones it names.
pub(crate) fn named_by_label(text: &str) -> Vec<usize> {
    let mut named = Vec::new();
    let mut rest = text.to_owned();
    for found in LEXICON.find(text) {
        if let Meaning::Name(index) = found.meaning {
            named.push(*index);
            rest.replace_range(found.range.clone(), &" ".repeat(found.range.len()));
        }
    }
    let is_joint = |word: &str| {
        matches!(
            word,
            "and"
                | "or"
                | "vs"
                | "the"
                | "on"
                | "of"
                | "in"
                | "for"
                | "impact"
                | "considerations"
                | "model"
                | "guarantees"
                | "analysis"
        )
    };
    let words = rest.split(|character: char| !character.is_alphanumeric()).filter(|word| !word.is_empty());
    let is_label = words.filter(|word| !word.bytes().all(|byte| byte.is_ascii_digit())).all(is_joint);
    if is_label { named } else { Vec::new() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn idioms_are_no_mentions() {
        for (index, (name, text)) in FILES.iter().enumerate() {
            for idiom in parse::<WordList>(name, text).idiom {
                for sentence in idiom.silent {
                    let sentence = sentence.to_ascii_lowercase();
                    let named = LEXICON.find(&sentence).any(|found| *found.meaning == Meaning::Name(index));
                    let is_seen = LEXICON.find(&sentence).any(|found| matches!(found.meaning, Meaning::Idiom(..)));
                    assert!(is_seen && !named, "{sentence}");
                }
            }
        }
    }

    #[test]
    fn only_whole_words_count() {
        assert!(LEXICON.find("a costume at costco").next().is_none());
        assert_eq!(LEXICON.find("the cost, really").next().map(|found| found.range), Some(4..8));
    }

    #[test]
    fn a_label_is_nothing_but_names() {
        assert_eq!(named_by_label("2. latency and cost"), [1, 2]);
        assert_eq!(named_by_label("cost of delay in the port"), Vec::<usize>::new());
        assert_eq!(named_by_label("consistent hashing"), Vec::<usize>::new());
    }
}
