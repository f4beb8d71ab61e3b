//! The sections of the answers in one file, for everything that shows or folds them.

use super::View;
use crate::analyse::AnswerReport;
use crate::markdown::Heading;
use crate::text::{Offset, Span, offset, slice};

/// A heading with what stands under it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Titled<'a> {
    /// The heading's place in the outline.
    pub(super) index: usize,
    pub(super) heading: &'a Heading,
    /// From the heading to the end of what it heads, blank lines at the end left out.
    pub(super) span: Span,
}

/// The headings of an answer in one file of it: what lies `within`. A folder's answer has several files, and the
/// others are none of this file's business.
pub(super) fn sections<'a>(
    view: View<'a>,
    report: &AnswerReport,
    within: Span,
) -> impl Iterator<Item = Titled<'a>> {
    let all = &view.analysis.markdown.headings;
    let span = report.answer.span.intersect(within).unwrap_or_default();
    let first = all.partition_point(|heading| heading.span.start() < span.start());
    let inside = all[first..].iter().enumerate().take_while(move |(_, heading)| heading.span.end() <= span.end());
    inside.map(move |(at, heading)| {
        let index = first + at;
        let end = view.analysis.markdown.section_end(index).map(|next| all[next].span.start());
        let end = end.unwrap_or(span.end()).min(span.end());
        Titled { index, heading, span: without_blank_end(view.input.text, Span::new(heading.span.start(), end)) }
    })
}

/// The answers with a part in `within`, and that part.
pub(super) fn answers(view: View<'_>, within: Span) -> impl Iterator<Item = (&AnswerReport, Span)> {
    view.analysis.answers.iter().filter_map(move |report| {
        let span = report.answer.span.intersect(within)?;
        // Where one ends, the next begins: that is no part of it.
        let is_border = span.is_empty() && !within.is_empty();
        (!is_border).then(|| (report, without_blank_end(view.input.text, span)))
    })
}

/// `span` without blanks and line endings at its end.
pub(super) fn without_blank_end(text: &str, span: Span) -> Span {
    Span::at(span.start(), Offset::of(slice(text, span).trim_end()))
}

/// Whether `span` runs over more than one line.
pub(super) fn has_lines(text: &str, span: Span) -> bool {
    memchr::memchr2(b'\n', b'\r', slice(text, span).as_bytes()).is_some()
}

/// The line around `position`, without its line ending.
pub(super) fn line_around(text: &str, position: Offset) -> Span {
    let at = usize::from(position);
    let start = memchr::memrchr2(b'\n', b'\r', &text.as_bytes()[..at]).map_or(0, |end| end + 1);
    let end = memchr::memchr2(b'\n', b'\r', &text.as_bytes()[at..]).map_or(text.len(), |length| at + length);
    Span::new(offset(start), offset(end))
}
