//! Edits on top of edits, as edits of the text that it all began with.
//!
//! What was not edited stays a reference to the original, so no byte outside an edit can change, and editors get
//! the few edits that several rounds of fixing come down to.

use std::collections::VecDeque;
use std::ops::Range;

use crate::rules::TextEdit;
use crate::text::{Offset, Span};

/// `text` after `edits`, which are sorted and do not overlap.
pub fn apply(text: &str, edits: &[TextEdit]) -> String {
    let mut result = String::with_capacity(text.len());
    let mut at = 0;
    for edit in edits {
        let Range { start, end } = edit.span.into();
        result.push_str(&text[at..start]);
        result.push_str(&edit.text);
        at = end;
    }
    result.push_str(&text[at..]);
    result
}

/// A text as pieces of an original and of what was put between them.
#[derive(Clone, Debug)]
pub(super) struct Patch {
    original: Offset,
    pieces: Vec<Piece>,
}

#[derive(Clone, Debug)]
enum Piece {
    Kept(Span),
    New(String),
}

impl Patch {
    /// An original of `length` bytes as it is.
    pub(super) fn new(length: Offset) -> Self {
        Self { original: length, pieces: vec![Piece::Kept(Span::up_to(length))] }
    }

    /// The same after `edits` of the text as it is now, which are sorted and do not overlap.
    #[must_use]
    pub(super) fn edited(&self, edits: &[TextEdit]) -> Self {
        let mut rest: VecDeque<Piece> = self.pieces.iter().cloned().collect();
        let mut pieces = Vec::new();
        let mut at = Offset::new(0);
        for edit in edits {
            pieces.extend(take(&mut rest, edit.span.start() - at));
            take(&mut rest, edit.span.len());
            pieces.push(Piece::New(edit.text.clone()));
            at = edit.span.end();
        }
        pieces.extend(rest);
        Self { original: self.original, pieces }
    }

    /// What was done to the original, in order.
    pub(super) fn edits(&self) -> Vec<TextEdit> {
        let mut edits = Vec::new();
        let mut text = String::new();
        let mut at = Offset::new(0);
        let mut put = |text: &mut String, span: Span| {
            if !span.is_empty() || !text.is_empty() {
                edits.push(TextEdit { span, text: std::mem::take(text) });
            }
        };
        for piece in &self.pieces {
            match piece {
                Piece::New(new) => text.push_str(new),
                Piece::Kept(span) if span.is_empty() => {}
                Piece::Kept(span) => {
                    put(&mut text, Span::new(at, span.start()));
                    at = span.end();
                }
            }
        }
        put(&mut text, Span::new(at, self.original));
        edits
    }
}

/// Takes the first `length` bytes off `pieces`.
fn take(pieces: &mut VecDeque<Piece>, mut length: Offset) -> Vec<Piece> {
    let mut taken = Vec::new();
    while length > Offset::new(0) {
        let Some(piece) = pieces.pop_front() else { break };
        let own = piece.len();
        if own > length {
            let (first, rest) = piece.split(length);
            taken.push(first);
            pieces.push_front(rest);
            break;
        }
        taken.push(piece);
        length -= own;
    }
    taken
}

impl Piece {
    fn len(&self) -> Offset {
        match self {
            Self::Kept(span) => span.len(),
            Self::New(text) => Offset::of(text),
        }
    }

    fn split(self, at: Offset) -> (Self, Self) {
        match self {
            Self::Kept(span) => {
                let middle = span.start() + at;
                (Self::Kept(Span::new(span.start(), middle)), Self::Kept(Span::new(middle, span.end())))
            }
            Self::New(mut text) => {
                let rest = text.split_off(at.into());
                (Self::New(text), Self::New(rest))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::text::span;

    fn edit(range: Range<usize>, text: &str) -> TextEdit {
        TextEdit { span: span(range), text: text.to_owned() }
    }

    #[test]
    fn edits_of_edited_text_are_edits_of_the_original() {
        let original = "one two three";
        let patch = Patch::new(Offset::of(original)).edited(&[edit(0..3, "1"), edit(8..13, "3")]);
        assert_eq!(apply(original, &patch.edits()), "1 two 3");
        let patch = patch.edited(&[edit(2..6, "2 "), edit(7..7, "!")]);
        assert_eq!(patch.edits(), [edit(0..3, "1"), edit(4..13, "2 3!")]);
        assert_eq!(apply(original, &patch.edits()), "1 2 3!");
    }

    #[test]
    fn what_is_put_in_and_taken_out_again_leaves_no_edit() {
        let patch = Patch::new(Offset::of("ab")).edited(&[edit(1..1, "new")]).edited(&[edit(1..4, "")]);
        assert_eq!(patch.edits(), []);
    }

    #[test]
    fn insertions_at_one_place_keep_their_order() {
        let patch = Patch::new(Offset::of("ab")).edited(&[edit(1..1, "1"), edit(1..1, "2")]);
        assert_eq!(patch.edits(), [edit(1..1, "12")]);
    }

    proptest! {
        #[test]
        fn a_patch_is_the_sum_of_its_edits(
            text in "[a-e]{0,12}",
            rounds in prop::collection::vec(prop::collection::vec((0_usize..14, 0_usize..4, "[x-z]{0,3}"), 0..3), 0..4),
        ) {
            let mut expected = text.clone();
            let mut patch = Patch::new(Offset::of(&text));
            for round in rounds {
                let mut at = 0;
                let mut edits = Vec::new();
                for (skip, length, new) in round {
                    let start = (at + skip).min(expected.len());
                    at = (start + length).min(expected.len());
                    edits.push(edit(start..at, &new));
                }
                patch = patch.edited(&edits);
                expected = apply(&expected, &edits);
                prop_assert_eq!(&apply(&text, &patch.edits()), &expected);
            }
        }
    }
}
