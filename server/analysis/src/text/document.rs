//! One open document: a rope that takes the client's edits.
//!
//! The rope makes an edit cost what the edit weighs, not what the document weighs. The analysis itself reads
//! plain `&str`; [`Document::text`] hands one out.

use ropey::Rope;

use super::{ColumnUnit, LineColumn, line_index::byte_column};

/// A change as a client states it: positions refer to the text as it is when this edit's turn comes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edit {
    /// What is replaced; `None` replaces the whole text.
    pub range: Option<(LineColumn, LineColumn)>,
    /// What stands there afterwards.
    pub text: String,
}

/// What was odd about an edit that was applied all the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum EditError {
    /// A position lay outside the text and was clamped to its nearest end.
    #[error("the edit's range lies outside the text; it was clamped")]
    OutOfRange,
    /// The range's end stood before its start; the two were swapped.
    #[error("the edit's range ends before it starts; its ends were swapped")]
    Reversed,
}

/// A text that can be edited in place.
#[derive(Clone, Debug, Default)]
pub struct Document {
    rope: Rope,
}

impl Document {
    /// A document that holds `text`.
    pub fn new(text: &str) -> Self {
        Self { rope: Rope::from_str(text) }
    }

    /// The whole text, copied out of the rope.
    pub fn text(&self) -> String {
        let mut text = String::with_capacity(self.rope.len_bytes());
        for chunk in self.rope.chunks() {
            text.push_str(chunk);
        }
        text
    }

    /// The line of `position` up to there; a position outside the text is clamped.
    pub fn line_before(&self, position: LineColumn, unit: ColumnUnit) -> String {
        let (end, _) = self.byte_at(position, unit);
        let start = self.rope.line_to_byte(self.rope.byte_to_line(end));
        self.rope.byte_slice(start..end).to_string()
    }

    /// Applies one edit whose columns count `unit`.
    ///
    /// Never fails: a range outside the text is clamped, a reversed one is swapped, and the error tells the
    /// caller what to log.
    pub fn apply(&mut self, edit: &Edit, unit: ColumnUnit) -> Result<(), EditError> {
        let Some((start, end)) = edit.range else {
            self.rope = Rope::from_str(&edit.text);
            return Ok(());
        };
        let (start, start_fits) = self.byte_at(start, unit);
        let (end, end_fits) = self.byte_at(end, unit);
        let (first, last) = (start.min(end), start.max(end));
        let first_char = self.rope.byte_to_char(first);
        self.rope.remove(first_char..self.rope.byte_to_char(last));
        self.rope.insert(first_char, &edit.text);
        if start > end {
            Err(EditError::Reversed)
        } else if start_fits && end_fits {
            Ok(())
        } else {
            Err(EditError::OutOfRange)
        }
    }

    /// The byte that `position` names, and whether it had to be clamped to a line that exists.
    ///
    /// A column past the end of its line is no fault: the protocol says that it means the line's end.
    fn byte_at(&self, position: LineColumn, unit: ColumnUnit) -> (usize, bool) {
        let line = position.line as usize;
        if line >= self.rope.len_lines() {
            // One past the last line at column 0 is how some clients say "to the end of the text".
            let is_end = line == self.rope.len_lines() && position.column == 0;
            return (self.rope.len_bytes(), is_end);
        }
        let start = self.rope.line_to_byte(line);
        let slice = self.rope.line(line);
        let content = std::borrow::Cow::from(slice);
        let content = content.trim_end_matches(['\n', '\r']);
        (start + byte_column(content, position.column, unit), true)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::text::{LineIndex, Offset};

    fn at(line: u32, column: u32) -> LineColumn {
        LineColumn { line, column }
    }

    fn edited(text: &str, start: LineColumn, end: LineColumn, new: &str) -> (String, Result<(), EditError>) {
        let mut document = Document::new(text);
        let result = document.apply(&Edit { range: Some((start, end)), text: new.to_owned() }, ColumnUnit::Utf16);
        (document.text(), result)
    }

    #[test]
    fn an_edit_replaces_its_range() {
        assert_eq!(edited("one\ntwo\n", at(1, 0), at(1, 3), "2"), ("one\n2\n".to_owned(), Ok(())));
    }

    #[test]
    fn a_line_is_read_up_to_a_position() {
        let document = Document::new("ab\r\n🦀 漢字\n");
        let before = |line, column| document.line_before(at(line, column), ColumnUnit::Utf16);
        assert_eq!([before(0, 9), before(1, 4), before(1, 99), before(9, 9)], ["ab", "🦀 漢", "🦀 漢字", ""]);
    }

    #[test]
    fn columns_are_utf16_units() {
        assert_eq!(edited("🦀 crab", at(0, 3), at(0, 7), "漢").0, "🦀 漢");
    }

    #[test]
    fn a_range_outside_the_text_is_clamped_and_reported() {
        assert_eq!(edited("ab", at(9, 1), at(9, 4), "c"), ("abc".to_owned(), Err(EditError::OutOfRange)));
    }

    #[test]
    fn a_reversed_range_is_swapped_and_reported() {
        assert_eq!(edited("abcd", at(0, 3), at(0, 1), ""), ("ad".to_owned(), Err(EditError::Reversed)));
    }

    #[test]
    fn a_column_past_the_end_of_its_line_means_the_end_before_the_line_ending() {
        assert_eq!(edited("ab\r\ncd", at(0, 50), at(0, 50), "!"), ("ab!\r\ncd".to_owned(), Ok(())));
    }

    fn pieces() -> impl Strategy<Value = String> {
        proptest::collection::vec(
            prop_oneof![
                Just("a"),
                Just("é"),
                Just("🦀"),
                Just("漢"),
                Just("\n"),
                Just("\r\n"),
                Just("\r"),
                Just("e\u{301}")
            ],
            0..12,
        )
        .prop_map(|pieces| pieces.concat())
    }

    fn unit() -> impl Strategy<Value = ColumnUnit> {
        prop_oneof![Just(ColumnUnit::Utf8), Just(ColumnUnit::Utf16), Just(ColumnUnit::CodePoint)]
    }

    proptest! {
        /// Any script of edits gives the same text as a plain string that is indexed afresh before each edit.
        #[test]
        fn edits_equal_a_plain_string(
            start in pieces(),
            unit in unit(),
            script in proptest::collection::vec((0u32..6, 0u32..8, 0u32..6, 0u32..8, pieces()), 0..20),
        ) {
            let mut document = Document::new(&start);
            let mut reference = start;
            for (line, column, end_line, end_column, new) in script {
                let range = (at(line, column), at(end_line, end_column));
                let _ = document.apply(&Edit { range: Some(range), text: new.clone() }, unit);
                let index = LineIndex::new(&reference);
                let one = index.offset(&reference, range.0, unit);
                let two = index.offset(&reference, range.1, unit);
                let byte = |offset: Offset| usize::from(offset);
                reference.replace_range(byte(one.min(two))..byte(one.max(two)), &new);
                prop_assert_eq!(&document.text(), &reference);
            }
        }
    }
}
