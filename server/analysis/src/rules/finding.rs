//! What a rule reports.

use std::borrow::Cow;
use std::fmt;

use crate::config::{ConsiderationId, Level};
use crate::surroundings::Elsewhere;
use crate::text::Span;

/// How much a finding matters, from least to most.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// A suggestion.
    Hint,
    /// Worth knowing.
    Info,
    /// Something is there and not good enough.
    Warning,
    /// Something required is not there.
    Error,
}

impl Severity {
    /// Its name in the output and in JSON.
    pub fn name(self) -> &'static str {
        match self {
            Self::Hint => "hint",
            Self::Info => "info",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }

    /// The severity that a configured level stands for; `None` for "off".
    pub fn of_level(level: Level) -> Option<Self> {
        match level {
            Level::Error => Some(Self::Error),
            Level::Warning => Some(Self::Warning),
            Level::Info => Some(Self::Info),
            Level::Hint => Some(Self::Hint),
            Level::Off => None,
        }
    }

    /// One step less; a hint stays a hint.
    #[must_use]
    pub fn lowered(self) -> Self {
        match self {
            Self::Error => Self::Warning,
            Self::Warning => Self::Info,
            Self::Info | Self::Hint => Self::Hint,
        }
    }
}

impl fmt::Display for Severity {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.name())
    }
}

/// One thing that a rule found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// The rule's name, with the consideration filled in: `omitted-cost`.
    pub rule: Cow<'static, str>,
    /// How much it matters, after configuration, confidence and `status: draft`.
    pub severity: Severity,
    /// Where.
    pub span: Span,
    /// What is wrong, and what to do. Lower case, no final stop.
    pub message: String,
    /// The question of the answer it is about.
    pub question: Option<u32>,
    /// Stable across unrelated edits.
    pub fingerprint: Fingerprint,
    /// How to mend it.
    pub fix: Option<Fix>,
    /// Other places that explain it.
    pub related: Vec<Related>,
    /// Whether a suppression comment silences it. Kept for reports that show suppressed findings.
    pub suppressed: bool,
    /// The fingerprint of the first finding with the same parts, and the consideration among them: with these it can
    /// be counted anew among others.
    pub(super) base: Fingerprint,
    pub(super) consideration: Option<ConsiderationId>,
}

/// Another place that explains a finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Related {
    /// Where, in the same document; of no meaning with `elsewhere`.
    pub span: Span,
    /// What is there.
    pub message: String,
    /// Where, if that is in another file.
    pub elsewhere: Option<Elsewhere>,
}

impl Related {
    /// A place in the same document.
    pub fn here(span: Span, message: impl Into<String>) -> Self {
        Self { span, message: message.into(), elsewhere: None }
    }

    /// A place in another file.
    pub fn elsewhere(place: Elsewhere, message: impl Into<String>) -> Self {
        Self { span: Span::default(), message: message.into(), elsewhere: Some(place) }
    }
}

/// What a finding is recognised by in baselines and reports: a hash of rule, question, consideration, heading
/// path and occurrence. No line numbers and no message, so unrelated edits do not change it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Fingerprint(pub u64);

impl fmt::Display for Fingerprint {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{:016x}", self.0)
    }
}

/// Whether a fix may be applied without asking, the safer first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Applicability {
    /// Cannot change what the author says: `--fix` and fix-all apply it.
    Safe,
    /// Adds or changes something that the author must look at: `--unsafe-fixes`, or chosen in the editor.
    Unsafe,
}

/// A change that mends a finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fix {
    /// What it does, as an order: "insert a Cost section".
    pub title: String,
    /// Whether it may be applied without asking.
    pub applicability: Applicability,
    /// The edits, sorted, not overlapping.
    pub edits: Vec<TextEdit>,
}

/// One replacement in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TextEdit {
    /// What is replaced.
    pub span: Span,
    /// What stands there afterwards.
    pub text: String,
}
