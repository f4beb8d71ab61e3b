//! `tradeoff/explain`: what the clauses of a trade-off section were taken for.

use serde::{Deserialize, Serialize};
use tower_lsp::ls_types::{Position, Range, Uri};
use tradeoff_analysis::considerations::{Clause, Reading};
use tradeoff_analysis::features::{self, View};
use tradeoff_analysis::text::slice;

use crate::convert::Places;
use crate::state::Snapshot;

/// Which place is to be explained.
#[derive(Debug, Deserialize)]
pub(crate) struct ExplainParams {
    uri: Uri,
    position: Position,
}

#[derive(Debug, Serialize)]
pub(crate) struct Explanation {
    question: u32,
    considerations: Vec<Weighed>,
    clauses: Vec<ExplainedClause>,
}

#[derive(Debug, Serialize)]
struct Weighed {
    consideration: String,
    verdict: &'static str,
    confidence: f64,
    reason: String,
}

#[derive(Debug, Serialize)]
struct ExplainedClause {
    range: Range,
    text: String,
    readings: Vec<ExplainedReading>,
}

#[derive(Debug, Serialize)]
struct ExplainedReading {
    consideration: String,
    kind: &'static str,
    reason: String,
    /// How strongly, from 0 to 1; not there where a list of words decides.
    #[serde(skip_serializing_if = "Option::is_none")]
    strength: Option<f64>,
}

pub(crate) fn explain(snapshot: &Snapshot, params: &ExplainParams) -> Option<Explanation> {
    let (_, analysed) = snapshot.analysed(&params.uri)?;
    let places = analysed.places(&snapshot.session);
    let at = places.position_to_offset(params.position);
    analysed.view(|view| {
        let features::Explanation { report, clauses } = features::explanation(view, at)?;
        let considerations = report.judgements.iter().map(|(id, judgement)| Weighed {
            consideration: view.input.settings.consideration(*id).name.clone(),
            verdict: judgement.verdict.name(),
            confidence: rounded(judgement.confidence),
            reason: judgement.reason.clone(),
        });
        // An answer may go on in other files.
        let own = clauses.into_iter().filter(|clause| places.has(clause.span));
        Some(Explanation {
            question: report.answer.question,
            considerations: considerations.collect(),
            clauses: own.map(|clause| explained(view, places, clause)).collect(),
        })
    })
}

fn explained(view: View<'_>, places: Places<'_>, clause: Clause) -> ExplainedClause {
    let words = slice(view.input.text, clause.span).split_whitespace();
    let readings = clause.readings.into_iter().map(|reading: Reading| ExplainedReading {
        consideration: view.input.settings.consideration(reading.consideration).name.clone(),
        kind: reading.kind.name(),
        reason: reading.reason,
        strength: reading.strength.map(rounded),
    });
    ExplainedClause {
        range: places.span_to_range(clause.span),
        text: words.collect::<Vec<_>>().join(" "),
        readings: readings.collect(),
    }
}

/// As many digits as the command line shows.
fn rounded(value: f32) -> f64 {
    (f64::from(value) * 100.0).round() / 100.0
}
