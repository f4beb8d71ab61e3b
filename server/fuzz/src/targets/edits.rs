//! Edits of an open document, in all three encodings: the text is what a plain list of characters would be.

use tradeoff_analysis::text::{ColumnUnit, Document, Edit, EditError, LineColumn, LineIndex, offset};

use crate::case::Case;

/// What scripts are made of.
pub const WORDS: &[&str] = &[
    "\u{1}\u{0}\u{0}\u{0}\u{1}",
    "\u{1}\u{1}\u{0}\u{2}\u{0}",
    "\u{1}\u{7f}\u{0}\u{7f}\u{0}",
    "\r\n",
    "\r",
    "\n",
    "🦀",
    "漢",
    "é",
    "e\u{301}",
    "\u{2028}",
    "\u{feff}",
    "ab",
    "\u{1}\u{0}\u{1}\u{0}\u{0}",
];

/// Tries one script: the text at first, then edits. An edit begins with the byte 1; four bytes say where it starts and
/// ends, as lines and columns, and the new text follows up to the next edit. The byte 2 begins a whole new text.
pub fn check(data: &[u8]) {
    let Some(case) = Case::read(data) else { return };
    let unit = [ColumnUnit::Utf8, ColumnUnit::Utf16, ColumnUnit::CodePoint, ColumnUnit::Utf16]
        [usize::from(case.one_of_four())];
    let (start, script) = case.text.split_at(case.text.find(['\u{1}', '\u{2}']).unwrap_or(case.text.len()));
    let mut document = Document::new(start);
    let mut plain: Vec<char> = start.chars().collect();
    for edit in script.split_inclusive_before(['\u{1}', '\u{2}']) {
        let edit = read(edit);
        let expected = apply(&mut plain, &edit, unit);
        assert_eq!(document.apply(&edit, unit), expected, "{edit:?}");
        let text = document.text();
        assert_eq!(text, plain.iter().collect::<String>(), "after {edit:?}");
        demand_line_before(&document, &plain, &edit, unit);
    }
    demand_round_trips(&document.text(), unit);
}

/// Splitting before a character, which strings cannot do by themselves.
trait SplitBefore {
    fn split_inclusive_before(&self, starts: [char; 2]) -> Vec<&str>;
}

impl SplitBefore for str {
    fn split_inclusive_before(&self, starts: [char; 2]) -> Vec<&str> {
        let cuts: Vec<usize> = self.match_indices(starts).map(|(at, _)| at).chain([self.len()]).collect();
        cuts.windows(2).map(|pair| &self[pair[0]..pair[1]]).collect()
    }
}

fn read(script: &str) -> Edit {
    let mut characters = script.chars();
    let is_ranged = characters.next() == Some('\u{1}');
    // A large number stands for one that no text has.
    let mut number = || characters.next().map_or(0, |one| if one > '\u{7e}' { u32::MAX } else { one as u32 });
    let range = is_ranged.then(|| {
        let mut position = || LineColumn { line: number(), column: number() };
        (position(), position())
    });
    Edit { range, text: characters.collect() }
}

/// The same edit of a list of characters, by the words of the protocol.
fn apply(plain: &mut Vec<char>, edit: &Edit, unit: ColumnUnit) -> Result<(), EditError> {
    let Some((start, end)) = edit.range else {
        *plain = edit.text.chars().collect();
        return Ok(());
    };
    let (start, start_fits) = place(plain, start, unit);
    let (end, end_fits) = place(plain, end, unit);
    plain.splice(start.min(end)..start.max(end), edit.text.chars());
    match (start > end, start_fits && end_fits) {
        (true, _) => Err(EditError::Reversed),
        (false, true) => Ok(()),
        (false, false) => Err(EditError::OutOfRange),
    }
}

/// The lines of `plain`: where each starts, and where its content ends.
fn lines(plain: &[char]) -> Vec<(usize, usize)> {
    let mut lines = Vec::new();
    let (mut start, mut at) = (0, 0);
    while at < plain.len() {
        let next = match (plain[at], plain.get(at + 1)) {
            ('\r', Some('\n')) => at + 2,
            ('\r' | '\n', _) => at + 1,
            _ => {
                at += 1;
                continue;
            }
        };
        lines.push((start, at));
        (start, at) = (next, next);
    }
    lines.push((start, plain.len()));
    lines
}

/// The character that a position names, and whether its line exists.
fn place(plain: &[char], position: LineColumn, unit: ColumnUnit) -> (usize, bool) {
    let lines = lines(plain);
    let Some(&(start, end)) = lines.get(position.line as usize) else {
        return (plain.len(), position.line as usize == lines.len() && position.column == 0);
    };
    let mut units = 0;
    for (at, character) in plain.iter().enumerate().take(end).skip(start) {
        units += match unit {
            ColumnUnit::Utf8 => character.len_utf8(),
            ColumnUnit::Utf16 => character.len_utf16(),
            ColumnUnit::CodePoint => 1,
        };
        if units > position.column as usize {
            return (at, true);
        }
    }
    (end, true)
}

/// Demands that the document knows what stands before the cursor.
fn demand_line_before(document: &Document, plain: &[char], edit: &Edit, unit: ColumnUnit) {
    let Some((position, _)) = edit.range else { return };
    let (end, _) = place(plain, position, unit);
    let mut starts = lines(plain).into_iter().map(|(start, _)| start).filter(|&start| start <= end);
    let start = starts.next_back().unwrap_or_default();
    assert_eq!(document.line_before(position, unit), plain[start..end].iter().collect::<String>());
}

/// Demands that every character is found again by its line and column.
fn demand_round_trips(text: &str, unit: ColumnUnit) {
    let index = LineIndex::new(text);
    let plain: Vec<char> = text.chars().collect();
    assert_eq!(index.line_count() as usize, lines(&plain).len());
    for (at, (byte, character)) in text.char_indices().enumerate() {
        let there = index.line_column(text, offset(byte), unit);
        if !matches!(character, '\r' | '\n') {
            assert_eq!(place(&plain, there, unit), (at, true));
            assert_eq!(index.offset(text, there, unit), offset(byte));
        }
    }
}
