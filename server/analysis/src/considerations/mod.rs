//! What a trade-off section says about each consideration.

mod judgement;

pub use judgement::{Evidence, Judgement, Verdict};

use crate::config::{ConsiderationId, Settings};
use crate::markdown::Markdown;
use crate::text::Span;

/// From this confidence on, an omission is reported with its full severity.
pub const CONFIDENT: f32 = 0.5;

/// Which prose is judged: the blocks inside one span of `within` and inside none of `without`.
#[derive(Clone, Copy, Debug)]
pub struct Scope<'a> {
    /// Where to look.
    pub within: &'a [Span],
    /// What to leave out.
    pub without: &'a [Span],
}

/// Judges what the prose in `scope` says about each of `considerations`.
pub fn judge(
    markdown: &Markdown,
    scope: Scope<'_>,
    settings: &Settings,
    considerations: &[ConsiderationId],
) -> Vec<(ConsiderationId, Judgement)> {
    let _ = (markdown, scope, settings);
    considerations.iter().map(|&id| (id, Judgement { verdict: Verdict::Missing, confidence: 1.0, reason: String::new(), evidence: Vec::new(), near_misses: Vec::new() })).collect()
}
