//! The lists of phrases in `lexicons/decisions.toml`, looked through together.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::Deserialize;

use super::phrases::{Phrases, Vocabulary, Words};

/// A list of phrases, named for what they are a sign of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum List {
    Explicit,
    Ruled,
    Implied,
    Open,
    Options,
    WeakOptions,
    Comparison,
    Gain,
    Loss,
    Reversal,
    DecisionTitles,
    ComparisonTitles,
    LossTitles,
    ReversalTitles,
    SideTitles,
    Quantity,
}

/// How many lists there are.
const LISTS_COUNT: usize = List::Quantity as usize + 1;

/// Some of the lists.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct ListSet(u16);

impl ListSet {
    pub(super) fn of<const COUNT: usize>(lists: [List; COUNT]) -> Self {
        Self(lists.iter().fold(0, |bits, &list| bits | 1 << list as u16))
    }

    /// The `lists`, if they are wanted at all.
    pub(super) fn when<const COUNT: usize>(wanted: bool, lists: [List; COUNT]) -> Self {
        if wanted { Self::of(lists) } else { Self::default() }
    }

    pub(super) fn and(self, others: Self) -> Self {
        Self(self.0 | others.0)
    }

    pub(super) fn common(self, others: Self) -> Self {
        Self(self.0 & others.0)
    }

    pub(super) fn is_empty(self) -> bool {
        self.0 == 0
    }

    fn each(self) -> impl Iterator<Item = usize> {
        (0..LISTS_COUNT).filter(move |list| self.0 & 1 << list != 0)
    }
}

/// At how many places of a text each list has a phrase; nothing for lists that were not asked for.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Signs([u16; LISTS_COUNT]);

impl Signs {
    pub(super) fn has(&self, list: List) -> bool {
        self.count(list) > 0
    }

    pub(super) fn count(&self, list: List) -> usize {
        usize::from(self.0[list as usize])
    }

    /// Counts what `phrases` of `wanted` stand in `words`. However many phrases start at one word, it counts once.
    fn count_in(&mut self, phrases: &Phrases, words: &Words, wanted: ListSet) {
        let mut last = [usize::MAX; LISTS_COUNT];
        wanted.each().for_each(|list| self.0[list] = 0);
        phrases.find(words, wanted, |range, lists| {
            for list in lists.each() {
                let is_new = last[list] != range.start;
                last[list] = range.start;
                self.0[list] = self.0[list].saturating_add(u16::from(is_new));
            }
        });
    }

    /// The lists that have a phrase.
    pub(super) fn lists(&self) -> ListSet {
        let found = (0..LISTS_COUNT).filter(|&list| self.0[list] > 0);
        ListSet(found.fold(0, |bits, list| bits | 1 << list))
    }
}

/// All lists.
pub(super) struct Lists {
    vocabulary: Vocabulary,
    phrases: Phrases,
    /// What looks like phrases and is none.
    but_not: Phrases,
}

/// A list as it stands in the file.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawList {
    phrases: Vec<String>,
    #[serde(default)]
    but_not: Vec<String>,
}

pub(super) static LISTS: LazyLock<Lists> = LazyLock::new(|| {
    Lists::new(toml::from_str(include_str!("../../lexicons/decisions.toml")).expect("the word lists are valid"))
});

impl Lists {
    fn new(raw: BTreeMap<List, RawList>) -> Self {
        let (mut vocabulary, mut phrases, mut but_not) =
            (Vocabulary::default(), Phrases::default(), Phrases::default());
        // Several lists have the same exceptions.
        let mut exceptions: BTreeMap<String, ListSet> = BTreeMap::new();
        for (list, raw) in raw {
            let list = ListSet::of([list]);
            for phrase in &raw.phrases {
                phrases.add(phrase, list, &mut vocabulary);
            }
            for phrase in raw.but_not {
                let lists = exceptions.entry(phrase).or_default();
                *lists = lists.and(list);
            }
        }
        for (phrase, lists) in exceptions {
            but_not.add(&phrase, lists, &mut vocabulary);
        }
        Self { vocabulary, phrases, but_not }
    }

    /// What `text` has of the `wanted` lists. Its words are left in `words`.
    pub(super) fn signs(&self, text: &str, words: &mut Words, wanted: ListSet) -> Signs {
        words.read(text, &self.vocabulary);
        let mut signs = Signs::default();
        signs.count_in(&self.phrases, words, wanted);
        let found = signs.lists();
        if found.is_empty() {
            return signs;
        }
        let mut exceptions = Vec::new();
        self.but_not.find(words, found, |range, lists| exceptions.push((range, lists)));
        let mut doubtful = ListSet::default();
        for (range, lists) in exceptions {
            words.blank(range, lists);
            doubtful = doubtful.and(lists);
        }
        if !doubtful.is_empty() {
            signs.count_in(&self.phrases, words, doubtful);
        }
        signs
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A parenthesis in the wrong place would make a phrase that nothing matches.
    #[test]
    fn every_phrase_is_well_formed() {
        for phrase in include_str!("../../lexicons/decisions.toml").split('"').skip(1).step_by(2) {
            for step in phrase.split(' ') {
                let inner = step.strip_prefix('(').and_then(|step| step.strip_suffix(')')).unwrap_or(step);
                let is_group = inner.len() < step.len();
                assert!(!inner.is_empty() && !inner.contains(['(', ')']), "{phrase}");
                assert!(is_group || !inner.contains('|'), "{phrase}");
            }
        }
    }

    #[test]
    fn every_list_is_in_the_file() {
        let lists: BTreeMap<List, RawList> =
            toml::from_str(include_str!("../../lexicons/decisions.toml")).expect("the word lists are valid");
        assert_eq!(lists.len(), LISTS_COUNT);
    }

    #[test]
    fn exceptions_hold_for_their_own_list_alone() {
        let both = ListSet::of([List::Ruled, List::Comparison]);
        let signs = |text: &str| {
            let signs = LISTS.signs(text, &mut Words::default(), both);
            (signs.count(List::Ruled), signs.count(List::Comparison))
        };
        assert_eq!(signs("Raft is chosen rather than Paxos"), (2, 3));
        assert_eq!(signs("It is to be chosen later rather than now"), (0, 5));
    }
}
