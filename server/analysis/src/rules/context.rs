//! What a rule sees, and where it puts what it finds.

use std::borrow::Cow;
use std::cell::OnceCell;
use std::collections::HashMap;

use super::fingerprint::Outline;
use super::length;
use super::omitted::consideration_of;
use super::placeholder::{Subjects, has_signs};
use super::registry::{Check, RULES, Rule, looks_at_other_files};
use super::suppression::{self, Suppression};
use super::{Finding, Fingerprint, Fix, Related, Severity};
use crate::analyse::{AnswerReport, Input};
use crate::config::{ConsiderationId, PathSettings};
use crate::markdown::{Block, Markdown, PlainSpan};
use crate::text::{LineIndex, Offset, Span};

/// A document with its answers.
#[derive(Clone, Copy)]
pub(crate) struct FileContext<'a> {
    pub(crate) input: &'a Input<'a>,
    pub(crate) markdown: &'a Markdown,
    pub(crate) answers: &'a [AnswerReport],
    pub(crate) path_settings: &'a PathSettings,
    pub(crate) is_draft: bool,
    /// Read before any rule runs; whether each was used is known once the rules for answers are done.
    pub(super) suppressions: &'a [Suppression],
    /// Where the lines of the whole text begin, once somebody has asked.
    pub(super) lines: &'a OnceCell<LineIndex>,
}

impl FileContext<'_> {
    /// Where `position` stands for a reader: the line, from 0, in its file.
    pub(super) fn line_in_file(&self, position: Offset) -> u32 {
        let lines = self.lines.get_or_init(|| LineIndex::new(self.input.text));
        let start = self.markdown.part_at(position).map_or(Offset::new(0), |part| part.span.start());
        lines.line(position) - lines.line(start)
    }
}

/// One answer in its document, with what several rules want to know about it.
pub(crate) struct AnswerContext<'a> {
    pub(crate) file: FileContext<'a>,
    pub(crate) report: &'a AnswerReport,
    words: OnceCell<usize>,
    subjects: OnceCell<Subjects>,
}

impl<'a> AnswerContext<'a> {
    fn new(file: FileContext<'a>, report: &'a AnswerReport) -> Self {
        Self { file, report, words: OnceCell::new(), subjects: OnceCell::new() }
    }

    /// The words of prose in the answer, counted when first asked for.
    pub(super) fn words(&self) -> usize {
        *self.words.get_or_init(|| length::words(&self.report.answer, self.file.markdown))
    }

    /// What the answer speaks about that a placeholder could be mistaken for, found when first asked for.
    pub(super) fn subjects(&self) -> Subjects {
        *self.subjects.get_or_init(|| {
            // Nearly all answers have none of these words, and one look at the whole of it tells.
            let (first, last) = (self.blocks().next(), self.blocks().last());
            let whole =
                first.zip(last).map(|(first, last)| PlainSpan { start: first.text.start, end: last.text.end });
            let prose = &self.file.markdown.prose;
            let is_worth_it = whole.is_some_and(|whole| has_signs(prose.slice(whole)));
            if is_worth_it { Subjects::of(self.texts()) } else { Subjects::default() }
        })
    }

    /// The answer's blocks; see [`Answer::blocks`](crate::answer::Answer::blocks).
    pub(super) fn blocks(&self) -> impl Iterator<Item = &'a Block> + use<'a> {
        self.report.answer.blocks(self.file.markdown)
    }

    /// The prose of those blocks.
    pub(super) fn texts(&self) -> impl Iterator<Item = &'a str> + use<'a> {
        self.report.answer.texts(self.file.markdown)
    }
}

/// What has been found so far.
pub(super) struct Findings<'a> {
    file: FileContext<'a>,
    question: Option<u32>,
    occurrences: HashMap<Fingerprint, u32>,
    list: Vec<Finding>,
    /// Made for the first of them.
    outline: Option<Outline>,
}

/// What a rule says about one place; the rest follows from the context.
pub(super) struct Report {
    /// The finding's name, where it is not the rule's own.
    pub(super) name: Option<String>,
    pub(super) span: Span,
    pub(super) message: String,
    /// The severity before the configuration is asked, where it is not the rule's own.
    pub(super) severity: Option<Severity>,
    /// Whether we are sure; an unsure finding is reported one severity lower.
    pub(super) confident: bool,
    /// The consideration that it is about.
    pub(super) consideration: Option<ConsiderationId>,
    pub(super) fix: Option<Fix>,
    pub(super) related: Vec<Related>,
}

impl Report {
    pub(super) fn new(span: Span, message: impl Into<String>) -> Self {
        Self {
            name: None,
            span,
            message: message.into(),
            severity: None,
            confident: true,
            consideration: None,
            fix: None,
            related: Vec::new(),
        }
    }

    pub(super) fn with_fix(mut self, fix: Option<Fix>) -> Self {
        self.fix = fix;
        self
    }
}

impl Findings<'_> {
    pub(super) fn report(&mut self, rule: &Rule, report: Report) {
        let name = report.name.map_or(Cow::Borrowed(rule.name), Cow::Owned);
        let level = self.file.path_settings.levels.get(&*name).copied();
        let severity = match level {
            Some(level) => Severity::of_level(level),
            None => Some(report.severity.unwrap_or(rule.severity)),
        };
        let Some(mut severity) = severity else { return };
        if !report.confident {
            severity = severity.lowered();
        }
        if self.file.is_draft && severity == Severity::Error {
            severity = Severity::Warning;
        }
        let parts = self.parts(&name, report.consideration, report.span);
        let base = parts.fingerprint(0);
        let occurrence = self.next_occurrence(base);
        let fingerprint = if occurrence == 0 { base } else { parts.fingerprint(occurrence) };
        self.list.push(Finding {
            rule: name,
            severity,
            span: report.span,
            message: report.message,
            question: self.question,
            fingerprint,
            fix: report.fix,
            related: report.related,
            suppressed: false,
            base,
            consideration: report.consideration,
        });
    }

    /// Takes over a finding of an earlier analysis about the same words under the same headings.
    fn keep(&mut self, mut finding: Finding) {
        finding.suppressed = false;
        let occurrence = self.next_occurrence(finding.base);
        finding.fingerprint = match occurrence {
            0 => finding.base,
            _ => self.parts(&finding.rule, finding.consideration, finding.span).fingerprint(occurrence),
        };
        self.list.push(finding);
    }

    fn next_occurrence(&mut self, base: Fingerprint) -> u32 {
        let count = self.occurrences.entry(base).or_default();
        *count += 1;
        *count - 1
    }

    /// What a finding is recognised by, but for its number.
    fn parts<'n>(&mut self, name: &'n str, consideration: Option<ConsiderationId>, span: Span) -> Parts<'n>
    where
        Self: 'n,
    {
        let question = self.question.map(|question| question.to_string()).unwrap_or_default();
        let settings = self.file.input.settings;
        let consideration = consideration.map_or("", |id| settings.consideration(id).name.as_str());
        let outline = self.outline.get_or_insert_with(|| Outline::of(self.file.markdown));
        Parts { name, question, consideration, path: outline.path(self.file.markdown, span.start()) }
    }
}

struct Parts<'n> {
    name: &'n str,
    question: String,
    consideration: &'n str,
    path: String,
}

impl Parts<'_> {
    fn fingerprint(&self, occurrence: u32) -> Fingerprint {
        Fingerprint::of(&[self.name, &self.question, self.consideration, &self.path], occurrence)
    }
}

/// Runs every rule over a document and applies its suppressions.
pub fn check(input: &Input<'_>, markdown: &Markdown, answers: &[AnswerReport], is_draft: bool) -> Vec<Finding> {
    check_after(input, markdown, answers, is_draft, |_| None)
}

/// The same where an earlier analysis found something about the same words: `earlier` has its findings about the
/// answer with an index, at the places where they are now.
pub(crate) fn check_after(
    input: &Input<'_>,
    markdown: &Markdown,
    answers: &[AnswerReport],
    is_draft: bool,
    earlier: impl Fn(usize) -> Option<Vec<Finding>>,
) -> Vec<Finding> {
    if answers.is_empty() {
        return Vec::new();
    }
    let path_settings = input.settings.for_path(input.below_config.unwrap_or_default());
    let mut suppressions = suppression::read(input, markdown);
    let lines = OnceCell::new();
    let path_settings = &path_settings;
    let file = FileContext { input, markdown, answers, path_settings, is_draft, suppressions: &[], lines: &lines };
    let mut findings =
        Findings { file, question: None, occurrences: HashMap::new(), list: Vec::new(), outline: None };
    for (index, report) in answers.iter().enumerate() {
        findings.question = Some(report.answer.question);
        let context = AnswerContext::new(file, report);
        let earlier = earlier(index);
        let is_known = earlier.is_some();
        earlier.into_iter().flatten().for_each(|finding| findings.keep(finding));
        for rule in RULES {
            match rule.check {
                Check::Answer(check) if !is_known || looks_at_other_files(rule.name) => {
                    check(&context, &mut findings);
                }
                _ => {}
            }
        }
    }
    suppression::apply(&mut suppressions, &mut findings.list);
    findings.question = None;
    let file = FileContext { suppressions: &suppressions, ..file };
    for rule in RULES {
        if let Check::File(check) = rule.check {
            check(&file, &mut findings);
        }
    }
    let mut list = findings.list;
    list.sort_by(|one, other| {
        (one.span.start(), one.span.end(), &one.rule).cmp(&(other.span.start(), other.span.end(), &other.rule))
    });
    list
}

impl Finding {
    /// Whether it holds as long as the words of its answer stay the same.
    pub(crate) fn is_about_words(&self) -> bool {
        self.question.is_some() && !looks_at_other_files(&self.rule)
    }

    /// Whether its message may name a line: where an omitted consideration is weighed instead.
    pub(crate) fn names_line(&self) -> bool {
        consideration_of(&self.rule).is_some() && !self.related.is_empty()
    }
}
