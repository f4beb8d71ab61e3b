//! What is kept of a linted file once its text is gone: places as lines and columns, quotes, excerpts.
//!
//! A run over ten thousand answers must not hold ten thousand texts, so everything that a result shows is taken
//! out of the text here, and no more than that; what quotes the most of it, the verdicts, does not even stay in memory.

use std::cell::Cell;
use std::ops::Range;

use serde::{Deserialize, Serialize};
use tradeoff_analysis::config::{FailOn, Settings};
use tradeoff_analysis::considerations::{Evidence, Judgement, Verdict};
use tradeoff_analysis::features::Standing;
use tradeoff_analysis::markdown::Markdown;
use tradeoff_analysis::rules::{Finding, Severity};
use tradeoff_analysis::text::{ColumnUnit, LineColumn, LineIndex, Offset, Span, offset, slice};
use tradeoff_analysis::{Analysis, AnswerReport, State};

use crate::spool::{Spool, Spooled};

/// An excerpt has at most this many lines; of longer spans it has the first.
const EXCERPT_LINES: u32 = 6;

/// Of a line, at most this many bytes from the start of the span on are kept. What stands before the span stays,
/// so that columns can be counted.
const EXCERPT_BYTES: usize = 400;

/// The excerpts of a file hold at most this many bytes; further findings are shown without. A file with one long line
/// and a finding at each word of it would take a thousand times its length.
const EXCERPTS_BYTES: usize = 1_000_000;

/// What a result is going to show, so that nothing else is kept.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "each is asked for by itself")]
pub struct Keep {
    /// Verdicts with their evidence.
    pub verdicts: bool,
    /// The source lines of findings.
    pub excerpts: bool,
    /// The paths of all files.
    pub paths: bool,
    /// The texts of mended files.
    pub texts: bool,
    /// Of hints no more than their number.
    pub hints_as_number: bool,
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
    /// How many hints, not suppressed, were counted and not kept.
    pub hints: u32,
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
    /// The considerations that it never weighs, by name.
    pub missing: Vec<String>,
    /// Its trade-off sections, without the blank lines after them.
    pub tradeoff_sections: Vec<LintedSection>,
    /// The verdict on each required consideration, where they were kept: see [`Run::verdicts_of`](crate::Run::verdicts_of).
    pub verdicts: Option<Spooled>,
}

/// One trade-off section.
#[derive(Clone, Debug)]
pub struct LintedSection {
    /// Its file, where that is another one than its answer's.
    pub path: Option<String>,
    /// Where it stands there.
    pub place: Place,
}

/// The verdict on one consideration.
#[derive(Clone, Debug, Serialize, Deserialize)]
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
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Quote {
    /// Its file, where that is another one than its answer's.
    pub path: Option<String>,
    /// Where it stands there.
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
    /// The first and the last line of the section that it stands in, from 0: from its heading to the next of the same
    /// level. Without a heading above it, all lines.
    pub section: (u32, u32),
    /// Whether a baseline accepts it.
    pub baselined: bool,
}

impl LocatedFinding {
    /// Whether somebody has accepted it, by a comment or in a baseline.
    pub fn is_accepted(&self) -> bool {
        self.finding.suppressed || self.baselined
    }
}

/// From where to where: lines and columns from 0, columns in code points, the end behind the last character.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Place {
    /// The first character.
    pub start: LineColumn,
    /// Behind the last.
    pub end: LineColumn,
}

impl Place {
    /// Where it starts and where it ends.
    pub fn ends(self) -> (LineColumn, LineColumn) {
        (self.start, self.end)
    }
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

/// A file that was read.
#[derive(Debug)]
pub(crate) struct Source {
    /// The file as results show it.
    pub(crate) path: String,
    pub(crate) text: String,
}

/// Takes places and pieces out of the texts of one document.
pub(crate) struct Reporter<'t> {
    /// In order; all but the first only in documents of several files.
    files: Vec<File<'t>>,
    keep: Keep,
}

/// One file of a document.
struct File<'t> {
    path: &'t str,
    text: &'t str,
    /// Where its text starts in the joined text.
    start: Offset,
    index: LineIndex,
    /// What columns count.
    unit: ColumnUnit,
    /// The last position that was asked for: mostly, the next one stands behind it.
    last: Cell<(Offset, LineColumn)>,
    /// How many bytes of it are in excerpts.
    excerpts: Cell<usize>,
}

impl<'t> Reporter<'t> {
    /// A reporter for a document that lies in one file, or in several whose texts are joined.
    pub(crate) fn new(sources: &'t [Source], keep: Keep) -> Self {
        Self::counting(ColumnUnit::CodePoint, sources, keep)
    }

    /// The same with places whose columns count `unit`.
    pub(crate) fn counting(unit: ColumnUnit, sources: &'t [Source], keep: Keep) -> Self {
        let mut start = Offset::new(0);
        let files = sources.iter().map(|source| {
            let index = LineIndex::new(&source.text);
            let file = File {
                path: &source.path,
                text: &source.text,
                start,
                index,
                unit,
                last: Cell::default(),
                excerpts: Cell::default(),
            };
            // Joined texts are one line ending apart.
            start += Offset::of(&source.text) + Offset::from(1);
            file
        });
        Self { files: files.collect(), keep }
    }

    /// What is kept of `analysis`: each finding in its file, each answer in the first, and its verdicts in `verdicts`.
    pub(crate) fn files(&self, analysis: Analysis, settings: &Settings, verdicts: &Spool) -> Vec<LintedFile> {
        let empty = |file: &File<'_>| LintedFile {
            path: file.path.to_owned(),
            fail_on: settings.fail_on,
            answers: Vec::new(),
            findings: Vec::new(),
            hints: 0,
        };
        let mut linted: Vec<LintedFile> = self.files.iter().map(empty).collect();
        linted[0].answers =
            analysis.answers.iter().map(|report| self.answer(report, settings, verdicts)).collect();
        for finding in analysis.findings {
            let file = self.file_at(finding.span.start());
            if self.keep.hints_as_number && finding.severity == Severity::Hint && !finding.suppressed {
                linted[file].hints += 1;
                continue;
            }
            let section = section_around(&analysis.markdown, finding.span.start());
            linted[file].findings.push(self.finding(finding, section));
        }
        // There may be a hundred thousand of them.
        for file in &mut linted {
            file.findings.shrink_to_fit();
        }
        linted
    }

    fn answer(&self, report: &AnswerReport, settings: &Settings, verdicts: &Spool) -> LintedAnswer {
        let sections = report.tradeoff_sections.iter();
        let judgements = report.judgements.iter();
        let weighed =
            judgements.map(|(id, judgement)| self.consideration(&settings.consideration(*id).name, judgement));
        let weighed = self.keep.verdicts.then(|| weighed.collect::<Vec<_>>());
        let Standing { question, state, missing } = Standing::of(report, settings);
        LintedAnswer {
            question,
            place: self.files[0].place(self.files[0].trimmed(report.answer.span)),
            state,
            missing,
            tradeoff_sections: sections.map(|section| self.section(section.span)).collect(),
            verdicts: weighed.filter(|weighed| !weighed.is_empty()).and_then(|weighed| verdicts.put(&weighed)),
        }
    }

    fn section(&self, span: Span) -> LintedSection {
        let (path, file) = self.place_of(span.start());
        LintedSection { path, place: file.place(file.trimmed(span)) }
    }

    fn consideration(&self, name: &str, judgement: &Judgement) -> WeighedConsideration {
        let quote = |evidence: &Evidence| {
            let (path, file) = self.place_of(evidence.span.start());
            let span = file.local(evidence.span);
            Quote { path, place: file.place(span), text: slice(file.text, span).to_owned() }
        };
        WeighedConsideration {
            name: name.to_owned(),
            verdict: judgement.verdict,
            confidence: judgement.confidence,
            reason: judgement.reason.clone(),
            evidence: judgement.evidence.iter().map(quote).collect(),
        }
    }

    /// `finding` with its place; `section` is where its section starts and ends, without which it is its file.
    pub(crate) fn finding(&self, finding: Finding, section: Option<Span>) -> LocatedFinding {
        let file = &self.files[self.file_at(finding.span.start())];
        let edits = finding.fix.iter().flat_map(|fix| &fix.edits);
        LocatedFinding {
            place: file.place(file.local(finding.span)),
            edits: edits.map(|edit| file.place(file.local(edit.span))).collect(),
            excerpt: self.keep.excerpts.then(|| file.excerpt(file.local(finding.span))).flatten(),
            section: file.lines(section),
            baselined: false,
            finding,
        }
    }

    /// The file that holds `position`, with its path where it is not the first.
    fn place_of(&self, position: Offset) -> (Option<String>, &File<'t>) {
        let index = self.file_at(position);
        let file = &self.files[index];
        ((index > 0).then(|| file.path.to_owned()), file)
    }

    /// Where `span` lies in the file with this number.
    pub(crate) fn place_in(&self, file: usize, span: Span) -> Place {
        let file = &self.files[file];
        file.place(file.local(span))
    }

    /// The number of the file that holds `position`.
    pub(crate) fn file_at(&self, position: Offset) -> usize {
        self.files.partition_point(|file| file.start <= position) - 1
    }
}

impl File<'_> {
    /// `span`, a part of the joined text, as a part of this file's text.
    fn local(&self, span: Span) -> Span {
        let end = Offset::of(self.text);
        let local = |position: Offset| position.checked_sub(self.start).unwrap_or_default().min(end);
        Span::new(local(span.start()), local(span.end()))
    }

    /// The part of this file's text that `span` covers, without blanks and line endings at its end.
    fn trimmed(&self, span: Span) -> Span {
        let span = self.local(span);
        Span::at(span.start(), offset(slice(self.text, span).trim_end().len()))
    }

    fn place(&self, span: Span) -> Place {
        let at = |position| {
            let found = self.index.line_column_after(self.text, position, self.unit, self.last.get());
            self.last.set((position.min(Offset::of(self.text)), found));
            found
        };
        Place { start: at(span.start()), end: at(span.end()) }
    }

    /// The first and the last line of `span`, without which all.
    fn lines(&self, span: Option<Span>) -> (u32, u32) {
        let span = span.map_or(Span::at(Offset::from(0), Offset::of(self.text)), |span| self.trimmed(span));
        (self.index.line(span.start()), self.index.line(span.end()))
    }

    /// The lines of `span`, unless what is shown of this file is long enough without them.
    fn excerpt(&self, span: Span) -> Option<Excerpt> {
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
        self.excerpts.set(self.excerpts.get() + (end - start));
        (self.excerpts.get() <= EXCERPTS_BYTES).then(|| Excerpt {
            text: self.text[start..end].to_owned(),
            line: first,
            span: span_start - start..span_end - start,
        })
    }
}

/// The section that `position` stands in: from the last heading before it to the next of the same or a higher level.
/// `None` before the first heading.
fn section_around(markdown: &Markdown, position: Offset) -> Option<Span> {
    let headings = &markdown.headings;
    let index = headings.partition_point(|heading| heading.span.start() <= position).checked_sub(1)?;
    let end = markdown.section_end(index).map(|next| headings[next].span.start());
    Some(Span::new(headings[index].span.start(), end.unwrap_or(Offset::from(u32::MAX))))
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
    use tradeoff_analysis::text::span;

    fn sources(texts: &[&str]) -> Vec<Source> {
        let source =
            |(index, text): (usize, &&str)| Source { path: format!("{index}.md"), text: (*text).to_owned() };
        texts.iter().enumerate().map(source).collect()
    }

    fn excerpt(text: &str, at: Range<usize>) -> Excerpt {
        Reporter::new(&sources(&[text]), Keep::default()).files[0].excerpt(span(at)).expect("it is short")
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
        let weighed = Reporter::new(&sources(&[text]), Keep::default()).consideration("consistency", &judgement);
        let at = |line, column| LineColumn { line, column };
        assert_eq!(weighed.evidence[0].place, Place { start: at(4, 3), end: at(5, 14) });
        assert_eq!(weighed.evidence[0].text, "a reader may\nsee it for 3 s");
        assert_eq!(weighed.evidence[0].path, None);
    }

    #[test]
    fn places_are_those_of_the_file() {
        let sources = sources(&["one\ntwo", "", "three\nfour\n"]);
        let reporter = Reporter::new(&sources, Keep::default());
        let four = "one\ntwo\n\nthree\n".len();
        let section = reporter.section(span(four - 6..four + 5));
        assert_eq!(section.path.as_deref(), Some("2.md"));
        let at = |line, column| LineColumn { line, column };
        assert_eq!(section.place, Place { start: at(0, 0), end: at(1, 4) });
        assert_eq!(reporter.section(span(4..99)).place, Place { start: at(1, 0), end: at(1, 3) });
        assert_eq!([0, 7, 8, 9, 21].map(|position| reporter.file_at(offset(position))), [0, 0, 1, 2, 2]);
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
