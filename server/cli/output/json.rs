//! The result of a run for programs.
//!
//! Names and meanings are promises: within version 1 fields are only added. The doc comments here become the
//! descriptions in the schema that `tradeoff schema --of result` prints.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::io::{self, Write};

use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::ser::{Error as _, SerializeMap as _, SerializeSeq as _};
use serde::{Deserialize, Serialize, Serializer};
use serde_json::value::RawValue;
use tradeoff_analysis::rules::Applicability;
use tradeoff_workspace::{
    LintedAnswer, LintedFile, LintedSection, LocatedFinding, Place, Quote, WeighedConsideration,
};

use super::json_text;
use super::{Result as LintResult, Totals};
use crate::session::chain;

/// The result of `tradeoff lint --format json`. Lines and columns count from 1, columns in Unicode code points;
/// `end_column` stands behind the last character. Paths are relative to the current folder, with forward slashes.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(title = "Result of tradeoff lint")]
pub(crate) struct Document<'a> {
    /// The version of this format.
    #[schemars(range(min = 1, max = 1))]
    version: u32,
    /// All answers, in order of their paths and places.
    #[schemars(with = "Vec<Answer<'a>>")]
    answers: Answers<'a>,
    /// All findings, in order of their paths and places.
    #[schemars(with = "Vec<Finding<'a>>")]
    findings: Findings<'a>,
    /// What went wrong, so that the run ended with status 2. Absent where nothing did.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schemars(default)]
    problems: Vec<String>,
    /// Everything in figures.
    summary: Summary,
}

/// A list that is written answer by answer and never held.
#[derive(Debug)]
struct Answers<'a>(LintResult<'a>);

/// The same of findings.
#[derive(Debug)]
struct Findings<'a>(LintResult<'a>);

/// One answer to one question.
#[derive(Debug, Serialize, JsonSchema)]
struct Answer<'a> {
    /// Its file.
    path: &'a str,
    /// The question's number.
    question: u32,
    /// Its first line.
    #[schemars(range(min = 1))]
    line: u32,
    /// Its last line.
    #[schemars(range(min = 1))]
    end_line: u32,
    /// How far it is.
    state: State,
    /// Its trade-off sections.
    tradeoff_sections: Vec<Section<'a>>,
    /// The verdict on each required consideration by its name. Empty without a trade-off section.
    considerations: Considerations,
}

/// How far an answer is.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
enum State {
    /// It has no prose.
    Unanswered,
    /// Its front matter says `status: draft`.
    Draft,
    /// It has findings of warning or error.
    Answered,
    /// It has none.
    Argued,
}

/// A trade-off section.
#[derive(Debug, Serialize, JsonSchema)]
struct Section<'a> {
    /// Its file, where that is another one than the answer's.
    #[serde(skip_serializing_if = "Option::is_none")]
    path: Option<&'a str>,
    #[serde(flatten)]
    lines: Lines,
}

/// Some lines of a file.
#[derive(Debug, Serialize, JsonSchema)]
struct Lines {
    /// The first.
    #[schemars(range(min = 1))]
    line: u32,
    /// The last.
    #[schemars(range(min = 1))]
    end_line: u32,
}

/// A map that keeps the configuration's order.
#[derive(Debug)]
struct Considerations(Vec<WeighedConsideration>);

/// What the trade-off section does with a consideration.
#[derive(Debug, Serialize, JsonSchema)]
struct Consideration<'a> {
    /// The verdict.
    verdict: Verdict,
    /// How sure it is.
    #[schemars(range(min = 0, max = 1))]
    confidence: f64,
    /// Why, in a phrase.
    reason: &'a str,
    /// The clauses that decide it.
    evidence: Vec<Evidence<'a>>,
}

/// The verdict on one consideration.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
enum Verdict {
    /// The section says something about it that belongs to this decision.
    Argued,
    /// It is named, deferred or dismissed without a reason.
    Mentioned,
    /// It is not there.
    Missing,
}

/// A clause that weighs or names a consideration.
#[derive(Debug, Serialize, JsonSchema)]
struct Evidence<'a> {
    /// Its file, where that is another one than the answer's.
    #[serde(skip_serializing_if = "Option::is_none")]
    path: Option<&'a str>,
    #[serde(flatten)]
    range: Range,
    /// The clause as it stands in the file.
    text: &'a str,
}

/// From where to where.
#[derive(Debug, Serialize, JsonSchema)]
struct Range {
    /// The first line.
    #[schemars(range(min = 1))]
    line: u32,
    /// The first character in it.
    #[schemars(range(min = 1))]
    column: u32,
    /// The last line.
    #[schemars(range(min = 1))]
    end_line: u32,
    /// Behind the last character in it.
    #[schemars(range(min = 1))]
    end_column: u32,
}

/// Something that a rule found.
#[derive(Debug, Serialize, JsonSchema)]
struct Finding<'a> {
    /// The file.
    path: &'a str,
    /// The question of the answer that it is about, if it is about one.
    #[serde(skip_serializing_if = "Option::is_none")]
    question: Option<u32>,
    /// The rule's name; `tradeoff rule NAME` explains it.
    rule: &'a str,
    /// How much it matters.
    severity: Severity,
    #[serde(flatten)]
    range: Range,
    /// What is wrong and what to do.
    message: &'a str,
    /// The same for the same finding after unrelated edits.
    #[schemars(regex(pattern = "^[0-9a-f]{16}$"))]
    fingerprint: String,
    /// How to mend it, if we know.
    #[serde(skip_serializing_if = "Option::is_none")]
    fix: Option<Fix<'a>>,
    /// Whether a comment suppresses it. Such findings are listed with `--show-suppressed` only.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    #[schemars(default)]
    suppressed: bool,
    /// Whether the baseline accepts it. Such findings are listed with `--show-suppressed` only.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    #[schemars(default)]
    baselined: bool,
}

/// How much a finding matters.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
enum Severity {
    /// Something required is not there.
    Error,
    /// Something is there and not good enough.
    Warning,
    /// Worth knowing.
    Info,
    /// A suggestion.
    Hint,
}

/// A change that mends a finding.
#[derive(Debug, Serialize, JsonSchema)]
struct Fix<'a> {
    /// Whether it may be applied without looking at it.
    applicability: Safety,
    /// What it does.
    title: &'a str,
    /// The edits in order, not overlapping.
    edits: Vec<Edit<'a>>,
}

/// Whether a fix may be applied without looking at it.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
enum Safety {
    /// It cannot change what the author says.
    Safe,
    /// It adds or changes something that the author must look at.
    Unsafe,
}

/// One replacement.
#[derive(Debug, Serialize, JsonSchema)]
struct Edit<'a> {
    #[serde(flatten)]
    range: Range,
    /// What stands there afterwards.
    text: &'a str,
}

/// Everything in figures.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
pub(crate) struct Summary {
    /// Files that were checked, whether or not they are answers.
    files: usize,
    /// Answers in them.
    answers: usize,
    /// Findings that are errors.
    errors: usize,
    /// Findings that are warnings.
    warnings: usize,
    /// Findings that are infos.
    infos: usize,
    /// Findings that are hints.
    hints: usize,
    /// Findings that comments suppress; they count nowhere else.
    suppressed: usize,
    /// Findings that the baseline knows; they count nowhere else.
    baselined: usize,
}

/// The document as `tradeoff merge` reads and writes it: answers and findings pass through as they are.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Merged {
    pub(crate) version: u32,
    pub(crate) answers: Vec<Box<RawValue>>,
    pub(crate) findings: Vec<Box<RawValue>>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) problems: Vec<String>,
    pub(crate) summary: Summary,
}

impl Summary {
    /// Adds the figures of another part, which somebody may have made up.
    pub(crate) fn add(&mut self, other: &Self) {
        let Self { files, answers, errors, warnings, infos, hints, suppressed, baselined } = self;
        *files = files.saturating_add(other.files);
        *answers = answers.saturating_add(other.answers);
        *errors = errors.saturating_add(other.errors);
        *warnings = warnings.saturating_add(other.warnings);
        *infos = infos.saturating_add(other.infos);
        *hints = hints.saturating_add(other.hints);
        *suppressed = suppressed.saturating_add(other.suppressed);
        *baselined = baselined.saturating_add(other.baselined);
    }
}

/// Writes `result` as one JSON document.
pub(crate) fn write(result: &LintResult<'_>, out: &mut dyn Write) -> io::Result<()> {
    json_text::write(&document(result), out)?;
    out.write_all(b"\n")
}

/// The JSON Schema of the result.
pub(crate) fn schema() -> serde_json::Value {
    schemars::generate::SchemaSettings::draft2020_12()
        .for_serialize()
        .into_generator()
        .into_root_schema_for::<Document<'static>>()
        .to_value()
}

fn document<'a>(result: &LintResult<'a>) -> Document<'a> {
    Document {
        version: 1,
        answers: Answers(*result),
        findings: Findings(*result),
        problems: result.run.problems.iter().map(|problem| chain(problem)).collect(),
        summary: summary(&result.totals()),
    }
}

fn answer<'a>(file: &'a LintedFile, answer: &'a LintedAnswer, verdicts: Vec<WeighedConsideration>) -> Answer<'a> {
    let Lines { line, end_line } = lines(answer.place);
    Answer {
        path: &file.path,
        question: answer.question,
        line,
        end_line,
        state: match answer.state {
            tradeoff_analysis::State::Unanswered => State::Unanswered,
            tradeoff_analysis::State::Draft => State::Draft,
            tradeoff_analysis::State::Answered => State::Answered,
            tradeoff_analysis::State::Argued => State::Argued,
        },
        tradeoff_sections: answer.tradeoff_sections.iter().map(section).collect(),
        considerations: Considerations(verdicts),
    }
}

fn section(section: &LintedSection) -> Section<'_> {
    Section { path: section.path.as_deref(), lines: lines(section.place) }
}

fn consideration(weighed: &WeighedConsideration) -> Consideration<'_> {
    Consideration {
        verdict: match weighed.verdict {
            tradeoff_analysis::considerations::Verdict::Argued => Verdict::Argued,
            tradeoff_analysis::considerations::Verdict::Mentioned => Verdict::Mentioned,
            tradeoff_analysis::considerations::Verdict::Missing => Verdict::Missing,
        },
        // Three places are more than the calibration supports, and hide what a 32-bit float adds.
        confidence: (f64::from(weighed.confidence) * 1000.0).round() / 1000.0,
        reason: &weighed.reason,
        evidence: weighed.evidence.iter().map(evidence).collect(),
    }
}

fn evidence(quote: &Quote) -> Evidence<'_> {
    Evidence { path: quote.path.as_deref(), range: range(quote.place), text: &quote.text }
}

fn finding<'a>(file: &'a LintedFile, located: &'a LocatedFinding) -> Finding<'a> {
    let finding = &located.finding;
    let fix = finding.fix.as_ref().map(|fix| Fix {
        applicability: match fix.applicability {
            Applicability::Safe => Safety::Safe,
            Applicability::Unsafe => Safety::Unsafe,
        },
        title: &fix.title,
        edits: fix
            .edits
            .iter()
            .zip(&located.edits)
            .map(|(edit, &place)| Edit { range: range(place), text: &edit.text })
            .collect(),
    });
    Finding {
        path: &file.path,
        question: finding.question,
        rule: &finding.rule,
        severity: match finding.severity {
            tradeoff_analysis::rules::Severity::Error => Severity::Error,
            tradeoff_analysis::rules::Severity::Warning => Severity::Warning,
            tradeoff_analysis::rules::Severity::Info => Severity::Info,
            tradeoff_analysis::rules::Severity::Hint => Severity::Hint,
        },
        range: range(located.place),
        message: &finding.message,
        fingerprint: finding.fingerprint.to_string(),
        fix,
        suppressed: finding.suppressed,
        baselined: located.baselined,
    }
}

fn summary(totals: &Totals) -> Summary {
    Summary {
        files: totals.files,
        answers: totals.answers,
        errors: totals.errors,
        warnings: totals.warnings,
        infos: totals.infos,
        hints: totals.hints,
        suppressed: totals.suppressed,
        baselined: totals.baselined,
    }
}

fn lines(place: Place) -> Lines {
    Lines { line: place.start.line + 1, end_line: place.end.line + 1 }
}

fn range(Place { start, end }: Place) -> Range {
    Range { line: start.line + 1, column: start.column + 1, end_line: end.line + 1, end_column: end.column + 1 }
}

impl Serialize for Answers<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let run = self.0.run;
        let mut list = serializer.serialize_seq(None)?;
        for file in &run.linted {
            for one in &file.answers {
                let verdicts = run.verdicts_of(one).map_err(S::Error::custom)?;
                list.serialize_element(&answer(file, one, verdicts))?;
            }
        }
        list.end()
    }
}

impl Serialize for Findings<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.0.findings().map(|(file, one)| finding(file, one)))
    }
}

impl Serialize for Considerations {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.0.len()))?;
        for weighed in &self.0 {
            map.serialize_entry(&weighed.name, &consideration(weighed))?;
        }
        map.end()
    }
}

impl JsonSchema for Considerations {
    fn schema_name() -> Cow<'static, str> {
        "Considerations".into()
    }

    fn inline_schema() -> bool {
        true
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        BTreeMap::<String, Consideration<'static>>::json_schema(generator)
    }
}
