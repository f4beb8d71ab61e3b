//! Edits that several fixes make: a block after what a section says, a comment taken out.
//!
//! A document may be several files with line endings of their own; an edit stays in the file of its place and
//! looks at nothing outside of it.

use super::TextEdit;
use crate::markdown::Markdown;
use crate::text::{LineIndex, Offset, Span, newline_of, slice};

/// An edit of `text` that puts `block` at the end of `within`, one blank line after what stands there, in the line ending
/// that the file uses. What follows keeps the blank lines before it, and a file that ends with a line ending still
/// does, as one without does not.
pub(crate) fn insert_block(text: &str, markdown: &Markdown, within: Span, block: &str) -> TextEdit {
    let file = file_at(text, markdown, within.start());
    let within = within.intersect(file).unwrap_or(Span::empty(within.start()));
    let end = content_end(text, markdown, within);
    let before = slice(text, Span::new(file.start(), end));
    let (gap, tail) = if before.is_empty() {
        ("", "")
    } else if before.ends_with(['\n', '\r']) {
        ("\n", if end == file.end() { "\n" } else { "" })
    } else {
        ("\n\n", "")
    };
    let block = format!("{gap}{}{tail}", block.trim_end());
    TextEdit { span: Span::empty(end), text: block.replace('\n', newline_of(slice(text, file))) }
}

/// Where the content of `within` ends: before the blank lines at its end, and before a suppression comment that
/// stands right above what follows, since it belongs to that.
fn content_end(text: &str, markdown: &Markdown, within: Span) -> Offset {
    let end_of = |span: Span| span.start() + Offset::of(slice(text, span).trim_end_matches(BLANKS_AND_BREAKS));
    let end = end_of(within);
    let after = slice(text, Span::new(end, within.end()));
    let is_right_above = matches!(after, "\n" | "\r" | "\r\n");
    let next = markdown.comments.partition_point(|comment| comment.span.end() < end);
    let last = markdown.comments.get(next).filter(|comment| comment.span.end() == end);
    match last.filter(|last| is_right_above && within.contains_range(last.span)) {
        Some(last) if slice(text, last.span).contains("tradeoff-ignore") => {
            end_of(Span::new(within.start(), last.span.start()))
        }
        _ => end,
    }
}

/// Edits of a document that take comments out.
pub(super) struct Removals<'t> {
    text: &'t str,
    markdown: &'t Markdown,
    /// The file that the last one was in, and its lines.
    lines: Option<(Span, LineIndex)>,
}

impl<'t> Removals<'t> {
    /// Those of the document `text`.
    pub(super) fn of(text: &'t str, markdown: &'t Markdown) -> Self {
        Self { text, markdown, lines: None }
    }

    /// Takes `comment` out. A line that held nothing else goes with it, unless the texts above and below would then run
    /// into each other; of blank lines above and below one goes, too.
    pub(super) fn edit(&mut self, comment: Span) -> TextEdit {
        let file = file_at(self.text, self.markdown, comment.start());
        let text = slice(self.text, file);
        let known = self.lines.take().filter(|(of, _)| *of == file);
        let (_, index) = self.lines.insert(known.unwrap_or_else(|| (file, LineIndex::new(text))));
        let own = Removal { text, index, comment: comment - file.start() };
        TextEdit { span: own.span() + file.start(), text: String::new() }
    }
}

/// The text of the file that holds `position`, without a byte order mark.
fn file_at(text: &str, markdown: &Markdown, position: Offset) -> Span {
    let file = markdown.in_file(Span::up_to(Offset::of(text)), position);
    let mark = if slice(text, file).starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    Span::new(file.start() + crate::text::offset(mark), file.end())
}

const BLANKS: [char; 2] = [' ', '\t'];
const BLANKS_AND_BREAKS: [char; 4] = [' ', '\t', '\r', '\n'];

/// A comment in the text of one file.
struct Removal<'t> {
    text: &'t str,
    index: &'t LineIndex,
    comment: Span,
}

impl Removal<'_> {
    /// What goes.
    fn span(&self) -> Span {
        let index = self.index;
        let first = index.line(self.comment.start());
        let last = index.line(self.comment.end());
        let lines = Span::new(index.line_span(first).start(), index.line_content(self.text, last).end());
        let before = slice(self.text, Span::new(lines.start(), self.comment.start()));
        let after = slice(self.text, Span::new(self.comment.end(), lines.end()));
        let is_blank = |text: &str| text.trim_matches(BLANKS).is_empty();
        if !is_blank(before) || !is_blank(after) {
            return self.among_text(index, last, before, after);
        }
        let line_is_blank = |line: u32| is_blank(slice(self.text, index.line_content(self.text, line)));
        let whole = Span::new(lines.start(), index.line_span(last).end());
        let is_at_end = last + 1 == index.line_count();
        if is_at_end {
            // The text did not end with a line ending, so it must not afterwards.
            let kept = self.text[..lines.start().into()].trim_end_matches(BLANKS_AND_BREAKS);
            return Span::new(Offset::of(kept), lines.end());
        }
        let blank_above = first == 0 || line_is_blank(first - 1);
        let blank_below = line_is_blank(last + 1);
        match (blank_above, blank_below) {
            (true, true) if first > 0 => Span::new(index.line_span(first - 1).start(), whole.end()),
            (true, true) if last + 2 < index.line_count() => {
                Span::new(whole.start(), index.line_span(last + 1).end())
            }
            (false, false) => lines,
            _ => whole,
        }
    }

    /// What goes where `before` and `after`, of which one is not blank, stand on the same lines.
    fn among_text(&self, index: &LineIndex, last: u32, before: &str, after: &str) -> Span {
        let text_before = before.trim_end_matches(BLANKS);
        let text_after = after.trim_start_matches(BLANKS);
        if !text_after.is_empty() {
            let is_separated = text_before.len() < before.len() || before.is_empty();
            let blanks = if is_separated { after.len() - text_after.len() } else { 0 };
            return Span::new(self.comment.start(), self.comment.end() + crate::text::offset(blanks));
        }
        if !is_list_marker(text_before) {
            // Two blanks that stay behind a line's text would break the line.
            let blanks = crate::text::offset(before.len() - text_before.len());
            return Span::new(self.comment.start() - blanks, self.comment.end() + Offset::of(after));
        }
        // A marker alone on its line may be no item any more: the item's next line moves up behind it.
        let next = slice(self.text, index.line_content(self.text, last + 1));
        let indented = next.trim_start_matches(BLANKS);
        let moves_up = !indented.is_empty() && indented.len() < next.len();
        let end = if moves_up {
            index.line_span(last + 1).start() + crate::text::offset(next.len() - indented.len())
        } else {
            self.comment.end()
        };
        Span::new(self.comment.start(), end)
    }
}

/// Whether `text` is only the marker of a list item: "-", "1.".
fn is_list_marker(text: &str) -> bool {
    let text = text.trim_start_matches(BLANKS);
    let digits = text.trim_end_matches(['.', ')']);
    let is_number = digits.len() + 1 == text.len() && digits.bytes().all(|byte| byte.is_ascii_digit());
    matches!(text, "-" | "*" | "+") || (is_number && !digits.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::span;

    /// Compares `text` without its first comment with `expected`, in every line ending.
    fn check(text: &str, expected: &str) {
        for newline in ["\n", "\r\n", "\r"] {
            let text = text.replace('\n', newline);
            let start = text.find("<!--").expect("there is a comment");
            let end = text.find("-->").expect("it ends") + "-->".len();
            let mut left = text.clone();
            let gone = Removal { text: &text, index: &LineIndex::new(&text), comment: span(start..end) }.span();
            left.replace_range(std::ops::Range::<usize>::from(gone), "");
            assert_eq!(left, expected.replace('\n', newline), "{text:?}");
        }
    }

    #[test]
    fn a_line_of_its_own_goes_with_a_blank_line() {
        check("a\n\n<!-- c -->\n\nb\n", "a\n\nb\n");
        check("a\n\n<!-- c\nd -->\n\nb\n", "a\n\nb\n");
        check("a\n<!-- c -->\n\nb\n", "a\n\nb\n");
        check("a\n\n<!-- c -->\nb\n", "a\n\nb\n");
        check("<!-- c -->\n\nb\n", "b\n");
        check("<!-- c -->\nb\n", "b\n");
    }

    #[test]
    fn neighbours_do_not_run_into_each_other() {
        check("a\n<!-- c -->\nb\n", "a\n\nb\n");
        check("- a\n  <!-- c -->\n  b\n", "- a\n\n  b\n");
    }

    #[test]
    fn the_end_stays_as_it_was() {
        check("a\n\n<!-- c -->", "a");
        check("a\n\n<!-- c -->\n", "a\n");
        check("a\n<!-- c -->\n", "a\n");
        check("<!-- c -->", "");
        check("<!-- c -->\n", "");
    }

    #[test]
    fn a_comment_among_text_leaves_no_blanks_behind() {
        check("a  <!-- c --> \nb\n", "a\nb\n");
        check("a <!-- c --> b\n", "a b\n");
        check("<!-- c --> b\n", "b\n");
        check("| a <!-- c --> |\n", "| a |\n");
        check("a<!-- c -->b\n", "ab\n");
    }

    #[test]
    fn an_item_stays_an_item() {
        check("a\n- <!-- c -->\n  b\n", "a\n- b\n");
        check("1. <!-- c -->\n   b\n", "1. b\n");
        check("- <!-- c -->\n\nb\n", "- \n\nb\n");
    }
}
