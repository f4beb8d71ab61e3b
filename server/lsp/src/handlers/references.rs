//! `textDocument/references`: everything that speaks of a question, and the answers to it.

use tower_lsp::ls_types::{Location, ReferenceParams};
use tradeoff_analysis::features;

use crate::state::Snapshot;
use crate::whereabouts;

pub(crate) fn references(snapshot: &Snapshot, params: &ReferenceParams) -> Option<Vec<Location>> {
    let place = &params.text_document_position;
    let (_, analysed) = snapshot.analysed(&place.text_document.uri)?;
    let at = analysed.places(&snapshot.session).position_to_offset(place.position);
    let subject = analysed.view(|view| features::subject(view, at))?;
    let question = analysed.configuration().bank.get(subject.question)?;
    let mut locations = Vec::new();
    // The answers are what declares a question in a repository.
    if params.context.include_declaration {
        let answers = whereabouts::answers_to(snapshot, question);
        locations.extend(answers.iter().map(|answer| answer.place.location()));
    }
    locations.extend(whereabouts::references(snapshot, question));
    Some(locations)
}
