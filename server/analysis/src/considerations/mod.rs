//! What a trade-off section says about each consideration.
//!
//! Prose is split into [statements](statement); the word lists say what a statement names, defers or dismisses;
//! a small linear model says whether it argues something about consistency, latency or cost; and a calibrated
//! step turns the statements of a section into one verdict per consideration. Most statements of a section are
//! neutral and a verdict follows the strongest few, so the thresholds belong to the section.

mod explain;
mod features;
mod judge;
mod judgement;
mod language;
mod letters;
mod lexicon;
mod model;
mod own;
mod said;
mod statement;
mod tokens;

pub use explain::{Clause, Reading, ReadingKind, explain};
pub(crate) use judge::is_measured;
pub use judge::{CONFIDENT, Judged, argued_at, judge};
pub use judgement::{Evidence, Judgement, Verdict};
pub use model::LEARNED;
pub use statement::Scope;
pub(crate) use statement::{Statements, statements};

pub(crate) use lexicon::named_by_label;

/// What the program that trains the model needs, and nobody else.
pub mod learning {
    pub use super::features::Features;
    pub use super::judge::{PassageScores, decide, passage_scores, probabilities};
    pub use super::model::{CALIBRATION, Entry, INPUTS, LEARNED, Model, OUTPUTS, Scores, encode};
    pub use super::statement::{Scope, Statement, Statements, statements};

    use super::said::Said;
    use crate::markdown::Markdown;

    /// Computes the features of `statement`.
    pub fn compute(features: &mut Features, statement: &Statement, markdown: &Markdown) {
        let mut said = Said::default();
        said.read(markdown, statement);
        features.compute(statement.label_text(markdown).as_deref(), &said);
    }
}
