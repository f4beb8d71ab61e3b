//! Which of the documents that a run finds are judged. The others are looked at only for what the judged ones meet in
//! them, so that a finding is the same whatever else is judged.

use std::hash::Hasher as _;
use std::num::NonZeroU32;
use std::str::FromStr;

use camino::Utf8Path;
use siphasher::sip::SipHasher13;

use crate::changed::Changes;
use crate::paths::shown;
use crate::unit::Unit;

/// What is judged.
#[derive(Clone, Debug, Default)]
pub struct Selection {
    /// Only this part of all documents.
    pub shard: Option<Shard>,
    /// Only documents in which something changed.
    pub changes: Option<Changes>,
}

/// One of several parts of all documents.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shard {
    /// Its number, from 1.
    pub number: NonZeroU32,
    /// How many there are.
    pub of: NonZeroU32,
}

/// A text that names no shard.
#[derive(Debug, thiserror::Error)]
#[error("a shard is K/N with K from 1 to N, as in 2/4")]
pub struct InvalidShard;

impl Selection {
    /// Whether `unit` is judged.
    pub(crate) fn takes(&self, unit: &Unit, current: &Utf8Path) -> bool {
        let is_in = |shard: Shard| shard.takes(&shown(current, &unit.files[0]));
        let is_changed = |changes: &Changes| unit.files.iter().any(|file| changes.touches(file));
        self.shard.is_none_or(is_in) && self.changes.as_ref().is_none_or(is_changed)
    }

    /// Whether this run, of all that share the work, tells what belongs to no document.
    pub(crate) fn is_first(&self) -> bool {
        self.shard.is_none_or(|shard| shard.number.get() == 1)
    }
}

impl Shard {
    /// Decided by the path alone: a file that lies about on one machine only must not move others from shard to shard.
    fn takes(self, path: &str) -> bool {
        stable_hash(path) % u64::from(self.of.get()) == u64::from(self.number.get() - 1)
    }
}

impl FromStr for Shard {
    type Err = InvalidShard;

    fn from_str(text: &str) -> Result<Self, InvalidShard> {
        let (number, of) = text.split_once('/').ok_or(InvalidShard)?;
        let parse = |text: &str| text.parse::<NonZeroU32>().map_err(|_| InvalidShard);
        let shard = Self { number: parse(number)?, of: parse(of)? };
        if shard.number <= shard.of { Ok(shard) } else { Err(InvalidShard) }
    }
}

/// A hash of `text` that is the same on every platform and in every version.
pub fn stable_hash(text: &str) -> u64 {
    let mut hasher = SipHasher13::new();
    hasher.write(text.as_bytes());
    hasher.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shards_are_read() {
        let shard = |text: &str| text.parse::<Shard>().ok().map(|shard| (shard.number.get(), shard.of.get()));
        assert_eq!(shard("2/4"), Some((2, 4)));
        assert_eq!(["0/4", "5/4", "2", "a/b", "1/0", "1/-2"].map(shard), [None; 6]);
    }

    #[test]
    fn every_path_is_in_one_shard() {
        let shards: Vec<Shard> = ["1/3", "2/3", "3/3"].iter().filter_map(|text| text.parse().ok()).collect();
        let counts = (0..300).map(|number| shards.iter().filter(|one| one.takes(&format!("{number}.md"))).count());
        assert!(counts.into_iter().all(|count| count == 1));
        assert!((0..300).filter(|number| shards[0].takes(&format!("{number}.md"))).count() > 60);
    }
}
