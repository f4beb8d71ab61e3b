//! The one entry point: from a text to everything we know about it.

use crate::answer::{self, Answer, Candidate, Section};
use crate::bank::Bank;
use crate::config::{ConsiderationId, Settings};
use crate::considerations::{self, Judgement, Scope};
use crate::markdown::{Dialect, Markdown};
use crate::rules::{self, Finding, Severity};
use crate::text::Span;

/// A text and what is known about it.
#[derive(Clone, Copy, Debug)]
pub struct Input<'a> {
    /// The whole text, byte order mark included.
    pub text: &'a str,
    /// Where the document lies, with forward slashes; only its last components are read. `None` for a document
    /// without a file.
    pub path: Option<&'a str>,
    /// The same below the folder of the configuration, for its globs.
    pub below_config: Option<&'a str>,
    /// The questions.
    pub bank: &'a Bank,
    /// The configuration in force.
    pub settings: &'a Settings,
}

/// Everything we know about one document.
#[derive(Clone, Debug, Default)]
pub struct Analysis {
    /// The parsed document.
    pub markdown: Markdown,
    /// Its answers, in order.
    pub answers: Vec<AnswerReport>,
    /// A number that might be ours. Only in documents without answers.
    pub candidate: Option<Candidate>,
    /// All findings in order of their place, suppressed ones included.
    pub findings: Vec<Finding>,
}

/// One answer with its verdicts.
#[derive(Clone, Debug, PartialEq)]
pub struct AnswerReport {
    /// Which question, where.
    pub answer: Answer,
    /// Its trade-off sections, in order.
    pub tradeoff_sections: Vec<Section>,
    /// The verdict on each required consideration, in the configuration's order. Empty where there is no
    /// trade-off section to judge.
    pub judgements: Vec<(ConsiderationId, Judgement)>,
    /// How far the answer is.
    pub state: State,
}

/// How far an answer is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum State {
    /// No prose.
    Unanswered,
    /// `status: draft` in the front matter.
    Draft,
    /// It has findings of warning or error.
    Answered,
    /// It has none.
    Argued,
}

impl State {
    /// Its name in the output and in JSON.
    pub fn name(self) -> &'static str {
        match self {
            Self::Unanswered => "unanswered",
            Self::Draft => "draft",
            Self::Answered => "answered",
            Self::Argued => "argued",
        }
    }
}

/// Analyses one document.
pub fn analyse(input: &Input<'_>) -> Analysis {
    let dialect = input.path.map_or(Dialect::CommonMark, Dialect::of_path);
    let markdown = Markdown::parse(input.text, dialect);
    let confirmed = input.below_config.is_some_and(|path| input.settings.confirms(path));
    let recognition = answer::recognise(input.text, &markdown, input.path, confirmed, input.bank);
    let is_draft = is_draft(&markdown);
    let mut answers: Vec<AnswerReport> =
        recognition.answers.into_iter().map(|answer| report(input, &markdown, answer)).collect();
    let findings = rules::check(input, &markdown, &answers, is_draft);
    for report in &mut answers {
        report.state = state(report, is_draft, &findings);
    }
    Analysis { markdown, answers, candidate: recognition.candidate, findings }
}

fn report(input: &Input<'_>, markdown: &Markdown, answer: Answer) -> AnswerReport {
    let tradeoff_sections = answer::tradeoff_sections(&answer, markdown, input.settings);
    let judgements = if tradeoff_sections.is_empty() {
        Vec::new()
    } else {
        let within: Vec<Span> = tradeoff_sections.iter().map(|section| section.span).collect();
        let required = &input.settings.for_path(input.below_config.unwrap_or_default()).required;
        considerations::judge(markdown, Scope { within: &within, without: &[] }, input.settings, required)
    };
    AnswerReport { answer, tradeoff_sections, judgements, state: State::Unanswered }
}

fn is_draft(markdown: &Markdown) -> bool {
    let status = markdown.front_matter.as_ref().and_then(|front_matter| front_matter.get("status"));
    status.is_some_and(|status| status.value.eq_ignore_ascii_case("draft"))
}

fn state(report: &AnswerReport, is_draft: bool, findings: &[Finding]) -> State {
    let answer = &report.answer;
    let is_serious = |finding: &&Finding| !finding.suppressed && finding.severity >= Severity::Warning;
    let mut own = findings.iter().filter(|finding| answer.span.contains_range(finding.span));
    if !answer.has_prose {
        State::Unanswered
    } else if is_draft {
        State::Draft
    } else if own.any(|finding| is_serious(&finding)) {
        State::Answered
    } else {
        State::Argued
    }
}
