//! What is kept of a linted file once its text is gone: places as lines and columns, quotes, excerpts.
//!
//! A run over ten thousand answers must not hold ten thousand texts, so everything that a result shows is taken
//! out of the text here, and no more than that.

use std::ops::Range;

use tradeoff_analysis::config::{FailOn, Settings};
use tradeoff_analysis::considerations::{Judgement, Verdict};
use tradeoff_analysis::rules::Finding;
use tradeoff_analysis::text::{ColumnUnit, LineColumn, LineIndex, Offset, Span, offset, slice};
use tradeoff_analysis::{Analysis, AnswerReport, State};

/// An excerpt has at most this many lines; of longer spans it has the first.
const EXCERPT_LINES: u32 = 6;

/// Of a line, at most this many bytes from the start of the span on are kept. What stands before the span stays,
/// so that columns can be counted.
const EXCERPT_BYTES: usize = 400;

/// What a result is going to show, so that nothing else is kept.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Keep {
    /// Verdicts with their evidence.
    pub verdicts: bool,
    /// The source lines of findings.
    pub excerpts: bool,
}

/// A linted file: its answers and findings.
#[derive(Clone, Debug)]
pub struct LintedFile {
    /// The file as results show it: from the current folder, with forward slashes.
    pub path: String,
    /// The least severity that fails the run, where the file's configuration says so.
    pub fail_on: Option<FailOn>,
    /// Its answers in order.
    pub answers: Vec<LintedAnswer>,
    /// Its findings in order of their place, suppressed ones included.
    pub findings: Vec<LocatedFinding>,
}

/// One answer.
#[derive(Clone, Debug)]
pub struct LintedAnswer {
    /// The question's number.
    pub question: u32,
    /// Where it stands, without the blank lines after it.
    pub place: Place,
    /// How far it is.
    pub state: State,
    /// Its trade-off sections, without the blank lines after them.
    pub tradeoff_sections: Vec<Place>,
    /// The verdict on each required consideration, in the configuration's order.
    pub considerations: Vec<WeighedConsideration>,
}

/// The verdict on one consideration.
#[derive(Clone, Debug)]
pub struct WeighedConsideration {
    /// The consideration's name.
    pub name: String,
    /// The verdict.
    pub verdict: Verdict,
    /// How sure it is, from 0 to 1.
    pub confidence: f32,
    /// Why, in a phrase.
    pub reason: String,
    /// The clauses that decide it.
    pub evidence: Vec<Quote>,
}

/// A piece of a text.
#[derive(Clone, Debug)]
pub struct Quote {
    /// Where it stands.
    pub place: Place,
    /// What it says.
    pub text: String,
}

/// A finding with its places in lines and columns.
#[derive(Clone, Debug)]
pub struct LocatedFinding {
    /// The finding.
    pub finding: Finding,
    /// Where it is.
    pub place: Place,
    /// Where each edit of its fix is.
    pub edits: Vec<Place>,
    /// The source lines around it, where they are kept.
    pub excerpt: Option<Excerpt>,
}

/// From where to where: lines and columns from 0, columns in code points, the end behind the last character.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// The first character.
    pub start: LineColumn,
    /// Behind the last.
    pub end: LineColumn,
}

/// Some lines of a text, long ones cut behind the span.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Excerpt {
    /// The lines.
    pub text: String,
    /// The number of the first, from 0.
    pub line: u32,
    /// What in `text` the finding is about, in bytes.
    pub span: Range<usize>,
}

/// Takes places and pieces out of one text.
pub(crate) struct Reporter<'t> {
    text: &'t str,
    index: LineIndex,
    keep: Keep,
}

impl<'t> Reporter<'t> {
    pub(crate) fn new(text: &'t str, keep: Keep) -> Self {
        Self { text, index: LineIndex::new(text), keep }
    }

    /// What is kept of `analysis`.
    pub(crate) fn file(&self, path: String, analysis: Analysis, settings: &Settings) -> LintedFile {
        LintedFile {
            path,
            fail_on: settings.fail_on,
            answers: analysis.answers.iter().map(|report| self.answer(report, settings)).collect(),
            findings: analysis.findings.into_iter().map(|finding| self.finding(finding)).collect(),
        }
    }

    fn answer(&self, report: &AnswerReport, settings: &Settings) -> LintedAnswer {
        let sections = report.tradeoff_sections.iter();
        let judgements = report.judgements.iter().filter(|_| self.keep.verdicts);
        LintedAnswer {
            question: report.answer.question,
            place: self.place(self.trimmed(report.answer.span)),
            state: report.state,
            tradeoff_sections: sections.map(|section| self.place(self.trimmed(section.span))).collect(),
            considerations: judgements
                .map(|(id, judgement)| self.consideration(&settings.consideration(*id).name, judgement))
                .collect(),
        }
    }

    fn consideration(&self, name: &str, judgement: &Judgement) -> WeighedConsideration {
        let evidence = judgement.evidence.iter();
        WeighedConsideration {
            name: name.to_owned(),
            verdict: judgement.verdict,
            confidence: judgement.confidence,
            reason: judgement.reason.clone(),
            evidence: evidence
                .map(|one| Quote { place: self.place(one.span), text: slice(self.text, one.span).to_owned() })
                .collect(),
        }
    }

    pub(crate) fn finding(&self, finding: Finding) -> LocatedFinding {
        let edits = finding.fix.iter().flat_map(|fix| &fix.edits);
        LocatedFinding {
            place: self.place(finding.span),
            edits: edits.map(|edit| self.place(edit.span)).collect(),
            excerpt: self.keep.excerpts.then(|| self.excerpt(finding.span)),
            finding,
        }
    }

    fn place(&self, span: Span) -> Place {
        let at = |position| self.index.line_column(self.text, position, ColumnUnit::CodePoint);
        Place { start: at(span.start()), end: at(span.end()) }
    }

    /// `span` without blanks and line endings at its end.
    fn trimmed(&self, span: Span) -> Span {
        Span::at(span.start(), offset(slice(self.text, span).trim_end().len()))
    }

    fn excerpt(&self, span: Span) -> Excerpt {
        let first = self.index.line(span.start());
        // A span that ends with a line does not reach into the next.
        let inside = if span.is_empty() { span.end() } else { span.end() - Offset::from(1) };
        let mut last = self.index.line(inside).min(first + EXCERPT_LINES - 1);
        let is_long = |line| usize::from(self.index.line_content(self.text, line).len()) > EXCERPT_BYTES;
        if (first..=last).any(is_long) {
            last = first;
        }
        let start = usize::from(self.index.line_span(first).start());
        let content_end = usize::from(self.index.line_content(self.text, last).end());
        let span_start = usize::from(span.start()).min(content_end);
        let end = if is_long(first) {
            boundary(self.text, content_end.min(span_start + EXCERPT_BYTES))
        } else {
            content_end
        };
        let span_end = usize::from(span.end()).clamp(span_start, end);
        Excerpt { text: self.text[start..end].to_owned(), line: first, span: span_start - start..span_end - start }
    }
}

/// The nearest character boundary of `text` at or before byte `at`.
fn boundary(text: &str, mut at: usize) -> usize {
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

#[cfg(test)]
mod tests {
    use super::*;
    use tradeoff_analysis::considerations::Evidence;
    use tradeoff_analysis::text::span;

    fn excerpt(text: &str, at: Range<usize>) -> Excerpt {
        Reporter::new(text, Keep { excerpts: true, ..Keep::default() }).excerpt(span(at))
    }

    #[test]
    fn evidence_is_quoted_at_its_place() {
        let text = "# Q501\n\n## Trade-offs 🦀\n\n漢字 a reader may\nsee it for 3 s.\n";
        let clause = text.find("a reader").expect("it is there")..text.find(".\n").expect("it is there");
        let judgement = Judgement {
            verdict: Verdict::Argued,
            confidence: 0.9,
            reason: "bounds staleness: 3 s".to_owned(),
            evidence: vec![Evidence { span: span(clause.clone()), words: span(clause), reason: String::new() }],
            near_misses: Vec::new(),
        };
        let weighed = Reporter::new(text, Keep::default()).consideration("consistency", &judgement);
        let at = |line, column| LineColumn { line, column };
        assert_eq!(weighed.evidence[0].place, Place { start: at(4, 3), end: at(5, 14) });
        assert_eq!(weighed.evidence[0].text, "a reader may\nsee it for 3 s");
    }

    #[test]
    fn an_excerpt_has_whole_lines() {
        let text = "one\ntwo three\r\nfour\n";
        assert_eq!(excerpt(text, 8..13), Excerpt { text: "two three".to_owned(), line: 1, span: 4..9 });
        assert_eq!(excerpt(text, 8..17), Excerpt { text: "two three\r\nfour".to_owned(), line: 1, span: 4..13 });
    }

    #[test]
    fn a_long_line_is_cut_behind_the_span() {
        let text = format!("{} NOW {}", "ä".repeat(1000), "ö".repeat(1000));
        let at = text.find("NOW").expect("the word stands in the text");
        let excerpt = excerpt(&text, at..at + 3);
        assert_eq!(excerpt.span, at..at + 3);
        assert_eq!(&excerpt.text[excerpt.span.clone()], "NOW");
        assert_eq!(excerpt.text.len(), at + EXCERPT_BYTES);
    }

    #[test]
    fn a_long_span_is_cut_too() {
        let text = "word ".repeat(1000);
        let excerpt = excerpt(&text, 5..4000);
        assert_eq!(excerpt.span, 5..5 + EXCERPT_BYTES);
        assert_eq!(self::excerpt(&"line\n".repeat(20), 0..99).text.lines().count(), 6);
    }
}
