//! Every clause of a section, and what it was taken for: the tool for whoever doubts a verdict.

use super::judge::{Section, Weighed, labels_named, weigh};
use super::model::{LEARNED, Model};
use super::own::{self, Treatment};
use super::statement::{Scope, Statements, statements};
use crate::config::{ConsiderationId, Settings};
use crate::markdown::Markdown;
use crate::text::Span;

/// A statement that scores this much or more (in log-odds) is taken for an argument, or for a mention, by itself.
const TAKEN: f32 = 0.0;

/// One clause with what it was taken for.
#[derive(Clone, Debug, PartialEq)]
pub struct Clause {
    /// Where it stands.
    pub span: Span,
    /// What it was taken for; nothing for a neutral clause.
    pub readings: Vec<Reading>,
}

/// What a clause was taken for, with regard to one consideration.
#[derive(Clone, Debug, PartialEq)]
pub struct Reading {
    /// The consideration.
    pub consideration: ConsiderationId,
    /// How.
    pub kind: ReadingKind,
    /// Why, in a phrase.
    pub reason: String,
    /// How strongly, as a probability for this clause alone; `None` where a word list decides.
    pub strength: Option<f32>,
}

/// How a clause treats a consideration.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReadingKind {
    /// It says something about it.
    Argued,
    /// It names it without saying anything.
    Named,
    /// It only looks as if it named it.
    NearMiss,
}

impl ReadingKind {
    /// Its name in the output.
    pub fn name(self) -> &'static str {
        match self {
            Self::Argued => "argued",
            Self::Named => "named",
            Self::NearMiss => "near miss",
        }
    }
}

/// What `weighed` was taken for with regard to a consideration that the model knows.
fn learned_reading(section: &Section<'_>, weighed: &Weighed, id: ConsiderationId) -> Option<Reading> {
    let index = usize::from(id.0);
    let (argued, named) = (weighed.argued[index], weighed.named[index]);
    let (kind, log_odds, reason) = if argued >= TAKEN {
        (ReadingKind::Argued, argued, section.evidence(index, weighed.statement.plain).reason)
    } else if named >= TAKEN {
        (ReadingKind::Named, named, section.bare_evidence(index, weighed).reason)
    } else {
        return None;
    };
    let strength = Some(1.0 / (1.0 + libm::expf(-log_odds)));
    Some(Reading { consideration: id, kind, reason, strength })
}

/// Explains the prose in `scope` with regard to `considerations`.
pub fn explain(
    markdown: &Markdown,
    scope: Scope<'_>,
    settings: &Settings,
    considerations: &[ConsiderationId],
) -> Vec<Clause> {
    let Statements { statements, labels } = statements(markdown, scope);
    let labels = labels_named(markdown, &labels);
    let weighed = weigh(&Model::builtin(), markdown, statements);
    let section = Section { markdown, weighed: &weighed, labels: &labels };
    let mut clauses = Vec::new();
    for weighed in section.weighed {
        let plain = weighed.statement.plain;
        let mut readings = Vec::new();
        for &id in considerations {
            let index = usize::from(id.0);
            if index < LEARNED.len() {
                readings.extend(learned_reading(&section, weighed, id));
            } else if let Some(treatment) = own::reading(settings, id, markdown.prose.slice(plain)) {
                let kind = if treatment == Treatment::Argued { ReadingKind::Argued } else { ReadingKind::Named };
                let reason = treatment.reason().to_owned();
                readings.push(Reading { consideration: id, kind, reason, strength: None });
            }
        }
        for (index, range, because) in &weighed.idioms {
            let words = markdown.prose.slice(plain.part(range.clone()));
            let consideration = ConsiderationId(*index as u8);
            let reason = format!("\"{words}\" {because}");
            readings.push(Reading { consideration, kind: ReadingKind::NearMiss, reason, strength: None });
        }
        clauses.push(Clause { span: markdown.prose.source(plain), readings });
    }
    clauses
}
