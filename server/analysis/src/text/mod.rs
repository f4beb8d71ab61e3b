//! Text and positions in it.
//!
//! Inside the analysis a position is a byte offset ([`Offset`]) and a range is a [`Span`]. The two outside
//! notations exist only at their doors: lines and columns in code points from 1 for people and JSON, lines
//! and columns from 0 in the client's encoding for the Language Server Protocol. [`LineIndex`] knows both.

mod change;
mod document;
mod line_index;
pub mod percent;

pub use change::{Change, Shift};
pub use document::{Document, Edit, EditError};
pub use line_index::{ColumnUnit, LineColumn, LineIndex};

/// A byte offset into one version of one text, always on a character boundary.
pub use text_size::TextSize as Offset;

/// A half-open range of bytes; `start <= end` by construction.
pub use text_size::TextRange as Span;

/// The offset of byte `index`.
///
/// Texts of 4 GiB and more never get here: the readers refuse them, so the conversion cannot lose bits.
#[inline]
pub fn offset(index: usize) -> Offset {
    Offset::new(u32::try_from(index).expect("texts are shorter than 4 GiB"))
}

/// The span of bytes `range`.
#[inline]
pub fn span(range: std::ops::Range<usize>) -> Span {
    Span::new(offset(range.start), offset(range.end))
}

/// The line ending that `text` uses: that of its first line, `\n` where it has only one.
pub fn newline_of(text: &str) -> &'static str {
    let bytes = text.as_bytes();
    match memchr::memchr2(b'\n', b'\r', bytes) {
        Some(at) if bytes[at] == b'\r' => {
            if bytes.get(at + 1) == Some(&b'\n') {
                "\r\n"
            } else {
                "\r"
            }
        }
        _ => "\n",
    }
}

/// The slice of `text` that `span` covers.
#[inline]
pub fn slice(text: &str, span: Span) -> &str {
    &text[usize::from(span.start())..usize::from(span.end())]
}
