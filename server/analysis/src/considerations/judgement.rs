//! The outcome of weighing one consideration in one answer.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::text::Span;

/// What the trade-off section does with a consideration.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Verdict {
    /// It is not there.
    Missing,
    /// It is named, deferred or dismissed, but nothing is said about it.
    Mentioned,
    /// Something is said about it that belongs to this decision.
    Argued,
}

impl Verdict {
    /// Its name in the output and in JSON.
    pub fn name(self) -> &'static str {
        match self {
            Self::Missing => "missing",
            Self::Mentioned => "mentioned",
            Self::Argued => "argued",
        }
    }
}

impl fmt::Display for Verdict {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.name())
    }
}

/// A span of text that weighs or names a consideration.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Evidence {
    /// The clause.
    pub span: Span,
    /// The words in it that decide.
    pub words: Span,
    /// What they are, in a phrase: "bounds staleness: up to 3 s".
    pub reason: String,
}

/// A verdict with its grounds.
#[derive(Clone, Debug, PartialEq)]
pub struct Judgement {
    /// The verdict.
    pub verdict: Verdict,
    /// How sure it is, from 0 to 1.
    pub confidence: f32,
    /// Why, in a phrase.
    pub reason: String,
    /// The clauses that argue it, or that name it where nothing argues it, in order.
    pub evidence: Vec<Evidence>,
    /// Words that look like it and are not, in order.
    pub near_misses: Vec<Evidence>,
}
