//! From byte offsets to lines and columns, and back.
//!
//! A line ends at `\n`, `\r\n` or a lone `\r`, as in `CommonMark` and in the Language Server Protocol, and at
//! nothing else: U+2028 and form feeds are ordinary characters.

use serde::{Deserialize, Serialize};

use super::{Offset, Span, offset};

/// What a column counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ColumnUnit {
    /// Bytes of UTF-8.
    Utf8,
    /// UTF-16 code units, the protocol's default.
    Utf16,
    /// Unicode code points, which is UTF-32.
    CodePoint,
}

/// A position as line and column, both from 0, the column in some [`ColumnUnit`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct LineColumn {
    /// Line, from 0.
    pub line: u32,
    /// Column in the line, from 0.
    pub column: u32,
}

/// Where the lines of one text begin.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LineIndex {
    starts: Vec<Offset>,
    end: Offset,
}

impl LineIndex {
    /// Indexes `text` in one pass.
    pub fn new(text: &str) -> Self {
        let bytes = text.as_bytes();
        let mut starts = vec![Offset::new(0)];
        for index in memchr::memchr2_iter(b'\n', b'\r', bytes) {
            let is_first_half_of_crlf = bytes[index] == b'\r' && bytes.get(index + 1) == Some(&b'\n');
            if !is_first_half_of_crlf {
                starts.push(offset(index + 1));
            }
        }
        Self { starts, end: offset(text.len()) }
    }

    /// Number of lines; an empty text has one.
    pub fn line_count(&self) -> u32 {
        self.starts.len() as u32
    }

    /// The line that holds `position`, from 0.
    pub fn line(&self, position: Offset) -> u32 {
        (self.starts.partition_point(|&start| start <= position) - 1) as u32
    }

    /// The bytes of `line` with its line ending; lines past the last are empty and stand at the end.
    pub fn line_span(&self, line: u32) -> Span {
        let start = self.starts.get(line as usize).copied().unwrap_or(self.end);
        let end = self.starts.get(line as usize + 1).copied().unwrap_or(self.end);
        Span::new(start, end)
    }

    /// The bytes of `line` without its line ending.
    pub fn line_content(&self, text: &str, line: u32) -> Span {
        let whole = self.line_span(line);
        let content = super::slice(text, whole).trim_end_matches(['\n', '\r']);
        Span::at(whole.start(), offset(content.len()))
    }

    /// Line and column of `position`, which must be an offset into `text`.
    pub fn line_column(&self, text: &str, position: Offset, unit: ColumnUnit) -> LineColumn {
        let position = position.min(self.end);
        let line = self.line(position);
        let before = super::slice(text, Span::new(self.starts[line as usize], position));
        LineColumn { line, column: width(before, unit) }
    }

    /// The same, counted on from a position `known` on the same line where there is one: whoever asks for many positions
    /// of one long line must not count all of it for each.
    pub fn line_column_after(
        &self,
        text: &str,
        position: Offset,
        unit: ColumnUnit,
        known: (Offset, LineColumn),
    ) -> LineColumn {
        let position = position.min(self.end);
        let (offset, LineColumn { line, column }) = known;
        if offset > position || self.line(position) != line {
            return self.line_column(text, position, unit);
        }
        let between = super::slice(text, Span::new(offset, position));
        LineColumn { line, column: column + width(between, unit) }
    }

    /// The offset at `position`, clamped: past the end of a line means its end (before the line ending), past
    /// the last line means the end of the text, inside a character means its start.
    pub fn offset(&self, text: &str, position: LineColumn, unit: ColumnUnit) -> Offset {
        let content = self.line_content(text, position.line);
        let line = super::slice(text, content);
        content.start() + offset(byte_column(line, position.column, unit))
    }
}

/// How many units of `unit` the characters of `text` take.
fn width(text: &str, unit: ColumnUnit) -> u32 {
    let units = match unit {
        ColumnUnit::Utf8 => text.len(),
        _ if text.is_ascii() => text.len(),
        ColumnUnit::Utf16 => text.chars().map(char::len_utf16).sum(),
        ColumnUnit::CodePoint => text.chars().count(),
    };
    units as u32
}

/// The byte index in `line` of the character that holds column `column`, or the line's length.
pub(super) fn byte_column(line: &str, column: u32, unit: ColumnUnit) -> usize {
    let column = column as usize;
    if unit == ColumnUnit::Utf8 || line.is_ascii() {
        let mut index = column.min(line.len());
        while !line.is_char_boundary(index) {
            index -= 1;
        }
        return index;
    }
    let mut units = 0;
    for (index, character) in line.char_indices() {
        units += match unit {
            ColumnUnit::Utf16 => character.len_utf16(),
            _ => 1,
        };
        if units > column {
            return index;
        }
    }
    line.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn position(line: u32, column: u32) -> LineColumn {
        LineColumn { line, column }
    }

    #[test]
    fn every_kind_of_line_ending_ends_a_line() {
        let text = "a\nb\r\nc\rd\u{2028}e";
        let index = LineIndex::new(text);
        let lines: Vec<_> = (0..index.line_count())
            .map(|line| super::super::slice(text, index.line_content(text, line)))
            .collect();
        assert_eq!(lines, ["a", "b", "c", "d\u{2028}e"]);
    }

    #[test]
    fn columns_count_what_they_are_asked_to() {
        let text = "né 🦀 漢字 x";
        let index = LineIndex::new(text);
        let x = offset(text.find('x').expect("an x stands in the text"));
        assert_eq!(index.line_column(text, x, ColumnUnit::Utf8), position(0, 16));
        assert_eq!(index.line_column(text, x, ColumnUnit::Utf16), position(0, 9));
        assert_eq!(index.line_column(text, x, ColumnUnit::CodePoint), position(0, 8));
    }

    #[test]
    fn positions_outside_the_text_are_clamped() {
        let text = "ab\r\n🦀d";
        let index = LineIndex::new(text);
        assert_eq!(index.offset(text, position(0, 99), ColumnUnit::Utf16), offset(2));
        assert_eq!(index.offset(text, position(7, 0), ColumnUnit::Utf16), offset(text.len()));
        // The second half of a surrogate pair is inside the crab: its start is meant.
        assert_eq!(index.offset(text, position(1, 1), ColumnUnit::Utf16), offset(4));
        assert_eq!(index.offset(text, position(1, 2), ColumnUnit::Utf16), offset(8));
        assert_eq!(index.offset(text, position(1, 3), ColumnUnit::Utf8), offset(4));
    }

    #[test]
    fn offsets_survive_the_round_trip_in_every_unit() {
        let text = "# Ünïcode\r\n\r\n漢字 🦀🦀\rlast";
        let index = LineIndex::new(text);
        for unit in [ColumnUnit::Utf8, ColumnUnit::Utf16, ColumnUnit::CodePoint] {
            for (byte, character) in text.char_indices() {
                // Inside a line ending there is no column to come back to.
                if !matches!(character, '\r' | '\n') {
                    let there = index.line_column(text, offset(byte), unit);
                    assert_eq!(index.offset(text, there, unit), offset(byte), "{unit:?} {byte}");
                }
            }
        }
    }
}
