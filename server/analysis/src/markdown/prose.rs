//! The prose of a document as one plain text that remembers where it came from.

use crate::text::{Offset, Shift, Span, offset, span};

/// A range of bytes in the plain text, as opposed to [`Span`], which is a range of the source.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct PlainSpan {
    /// First byte.
    pub start: u32,
    /// Byte after the last.
    pub end: u32,
}

impl PlainSpan {
    /// The plain span of `start..end`.
    pub fn new(start: usize, end: usize) -> Self {
        Self { start: start as u32, end: end as u32 }
    }

    /// Whether it covers nothing.
    pub fn is_empty(self) -> bool {
        self.start >= self.end
    }

    /// Its length in bytes.
    pub fn len(self) -> usize {
        (self.end - self.start) as usize
    }

    /// The part `range` of this span, in bytes from its start.
    #[must_use]
    pub fn part(self, range: std::ops::Range<usize>) -> Self {
        Self { start: self.start + range.start as u32, end: self.start + range.end as u32 }
    }
}

/// Plain text in pieces, each piece a copy or a substitute of some bytes of the source.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Prose {
    text: String,
    pieces: Vec<Piece>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Piece {
    plain: u32,
    source: u32,
    source_len: u32,
}

impl Prose {
    /// The plain text of `range`.
    pub fn slice(&self, range: PlainSpan) -> &str {
        &self.text[range.start as usize..range.end as usize]
    }

    /// The whole plain text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The bytes of the source that `range` came from, markup in between included.
    pub fn source(&self, range: PlainSpan) -> Span {
        let start = self.source_at(range.start, false);
        if range.is_empty() {
            return Span::empty(start);
        }
        Span::new(start, self.source_at(range.end - 1, true).max(start))
    }

    /// The plain offset of the first character that came from `position` or later.
    pub fn plain_at(&self, position: Offset) -> u32 {
        let position = u32::from(position);
        let index = self.pieces.partition_point(|piece| piece.source + piece.source_len <= position);
        match self.pieces.get(index) {
            None => self.text.len() as u32,
            Some(piece) if piece.source >= position || !self.is_copy(index) => piece.plain,
            Some(piece) => piece.plain + (position - piece.source),
        }
    }

    /// Prose that will come from `length` bytes of source.
    pub(super) fn with_capacity(length: usize) -> Self {
        Self { text: String::with_capacity(length), pieces: Vec::new() }
    }

    pub(super) fn len(&self) -> usize {
        self.text.len()
    }

    /// Appends `plain`, which stands for the bytes `source`.
    pub(super) fn push(&mut self, plain: &str, source: std::ops::Range<usize>) {
        if plain.is_empty() {
            return;
        }
        let plain_start = self.text.len() as u32;
        self.text.push_str(plain);
        let is_copy = plain.len() == source.len();
        if let (true, Some(index)) = (is_copy, self.pieces.len().checked_sub(1)) {
            let last = &self.pieces[index];
            let continues = last.source + last.source_len == source.start as u32
                && plain_start - last.plain == last.source_len;
            if continues {
                self.pieces[index].source_len += source.len() as u32;
                return;
            }
        }
        self.pieces.push(Piece {
            plain: plain_start,
            source: source.start as u32,
            source_len: source.len() as u32,
        });
    }

    /// Appends the pieces `range` of `other`, whose source has moved by `shift`.
    pub(super) fn append(&mut self, other: &Self, range: std::ops::Range<usize>, shift: Shift) {
        let (first, last) = (other.plain_of(range.start), other.plain_of(range.end));
        let plain = self.text.len() as u32;
        self.text.push_str(&other.text[first as usize..last as usize]);
        let moved = other.pieces[range].iter().map(|piece| Piece {
            plain: piece.plain - first + plain,
            source: shift.position(piece.source.into()).into(),
            source_len: piece.source_len,
        });
        self.pieces.extend(moved);
    }

    /// Makes room for as much as `other` holds and `more` bytes.
    pub(super) fn reserve(&mut self, other: &Self, more: usize) {
        self.text.reserve(other.text.len() + more);
        self.pieces.reserve(other.pieces.len() + 16);
    }

    /// The number of pieces whose source starts at or before `position`.
    pub(super) fn pieces_up_to(&self, position: Offset) -> usize {
        self.pieces.partition_point(|piece| piece.source <= u32::from(position))
    }

    /// The number of pieces.
    pub(super) fn pieces(&self) -> usize {
        self.pieces.len()
    }

    /// Where the piece with this `index` starts in the plain text; its end for the one behind the last.
    pub(super) fn plain_of(&self, index: usize) -> u32 {
        self.pieces.get(index).map_or(self.text.len() as u32, |piece| piece.plain)
    }

    pub(super) fn ends_with_space(&self) -> bool {
        self.text.ends_with(' ')
    }

    fn piece_index(&self, plain: u32) -> usize {
        self.pieces.partition_point(|piece| piece.plain <= plain).saturating_sub(1)
    }

    fn plain_len(&self, index: usize) -> u32 {
        let end = self.pieces.get(index + 1).map_or(self.text.len() as u32, |next| next.plain);
        end - self.pieces[index].plain
    }

    /// Whether the piece is a copy of the source, byte for byte, rather than a substitute.
    fn is_copy(&self, index: usize) -> bool {
        self.plain_len(index) == self.pieces[index].source_len
    }

    /// The source of the plain byte `plain`: its start, or with `after` the byte behind it.
    fn source_at(&self, plain: u32, after: bool) -> Offset {
        if self.pieces.is_empty() {
            return Offset::new(0);
        }
        let index = self.piece_index(plain);
        let piece = self.pieces[index];
        let source = span(piece.source as usize..(piece.source + piece.source_len) as usize);
        if self.is_copy(index) {
            source.start() + offset((plain - piece.plain) as usize + usize::from(after))
        } else if after {
            source.end()
        } else {
            source.start()
        }
    }
}
