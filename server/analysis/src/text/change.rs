//! In what two texts differ.

use super::{Offset, Span, offset};

/// The one stretch in which two texts differ: what stands before it and behind it is the same in both.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Change {
    /// Where it starts, in both.
    pub start: Offset,
    /// Where it ends in the earlier text.
    pub end_before: Offset,
    /// Where it ends in the later one.
    pub end_after: Offset,
}

impl Change {
    /// The shortest such stretch between two texts.
    pub fn between(before: &str, after: &str) -> Self {
        let mut start = common_start(before.as_bytes(), after.as_bytes());
        while !before.is_char_boundary(start) || !after.is_char_boundary(start) {
            start -= 1;
        }
        let mut end = common_end(&before.as_bytes()[start..], &after.as_bytes()[start..]);
        while !before.is_char_boundary(before.len() - end) || !after.is_char_boundary(after.len() - end) {
            end -= 1;
        }
        Self { start: offset(start), end_before: offset(before.len() - end), end_after: offset(after.len() - end) }
    }

    /// How far text behind the change has moved.
    pub fn shift(self) -> Shift {
        Shift { from: self.end_before, to: self.end_after }
    }

    /// Where a position that something starts at went; `None` inside the change.
    pub fn start(self, position: Offset) -> Option<Offset> {
        if position <= self.start {
            Some(position)
        } else {
            (position >= self.end_before).then(|| self.shift().position(position))
        }
    }

    /// Where a position that something ends at went; `None` inside the change.
    pub fn end(self, position: Offset) -> Option<Offset> {
        if position >= self.end_before {
            Some(self.shift().position(position))
        } else {
            (position <= self.start).then_some(position)
        }
    }

    /// Whether `span` of the earlier text overlaps the change or borders on it.
    pub fn touches(self, span: Span) -> bool {
        span.start() <= self.end_before && self.start <= span.end()
    }

    /// By how much `span` of the earlier text has moved, if it stands all before or all behind the change.
    pub fn shift_of(self, span: Span) -> Option<Shift> {
        if span.end() <= self.start {
            Some(Shift::default())
        } else {
            (span.start() >= self.end_before).then(|| self.shift())
        }
    }
}

/// A way from positions in one text to positions in another.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Shift {
    /// A position.
    pub from: Offset,
    /// Where it went.
    pub to: Offset,
}

impl Shift {
    /// Where `position`, which lies at or behind `from`, went.
    #[inline]
    pub fn position(self, position: Offset) -> Offset {
        position - self.from + self.to
    }

    /// Where `span` went.
    #[inline]
    pub fn span(self, span: Span) -> Span {
        Span::new(self.position(span.start()), self.position(span.end()))
    }
}

/// So many bytes are compared at once.
const STEP: usize = 64;

fn common_start(one: &[u8], other: &[u8]) -> usize {
    let equal =
        one.chunks_exact(STEP).zip(other.chunks_exact(STEP)).take_while(|(one, other)| one == other).count();
    let at = equal * STEP;
    at + one[at..].iter().zip(&other[at..]).take_while(|(one, other)| one == other).count()
}

fn common_end(one: &[u8], other: &[u8]) -> usize {
    let equal =
        one.rchunks_exact(STEP).zip(other.rchunks_exact(STEP)).take_while(|(one, other)| one == other).count();
    let at = equal * STEP;
    let (one, other) = (&one[..one.len() - at], &other[..other.len() - at]);
    at + one.iter().rev().zip(other.iter().rev()).take_while(|(one, other)| one == other).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn between(before: &str, after: &str) -> (usize, usize, usize) {
        let change = Change::between(before, after);
        (change.start.into(), change.end_before.into(), change.end_after.into())
    }

    #[test]
    fn a_change_is_as_short_as_it_can_be() {
        assert_eq!(between("abcd", "abcd"), (4, 4, 4));
        assert_eq!(between("abcd", "abxcd"), (2, 2, 3));
        assert_eq!(between("aaa", "aa"), (2, 3, 2));
        assert_eq!(between("", "ab"), (0, 0, 2));
        let long = "word ".repeat(100);
        assert_eq!(between(&long, &format!("{}x{}", &long[..333], &long[340..])), (333, 340, 334));
    }

    #[test]
    fn a_change_begins_and_ends_between_characters() {
        assert_eq!(between("aéb", "aèb"), (1, 3, 3));
        assert_eq!(between("aéb", "a©b"), (1, 3, 3));
    }
}
