//! `textDocument/definition`: from a reference to the answer, and from an answer to the question's sheet.

use tower_lsp::ls_types::{GotoDefinitionParams, GotoDefinitionResponse, LocationLink, Range};
use tradeoff_analysis::features::{self, SubjectKind};

use crate::state::Snapshot;
use crate::whereabouts::{self, Place};

pub(crate) fn definition(snapshot: &Snapshot, params: &GotoDefinitionParams) -> Option<GotoDefinitionResponse> {
    let place = &params.text_document_position_params;
    let uri = &place.text_document.uri;
    let (_, analysed) = snapshot.analysed(uri)?;
    let places = analysed.places(&snapshot.session);
    let at = places.position_to_offset(place.position);
    let subject = analysed.view(|view| features::subject(view, at))?;
    let question = analysed.configuration().bank.get(subject.question)?;
    let mut targets = match subject.kind {
        // Whoever follows links gets where the author says.
        SubjectKind::LinkedReference => return None,
        SubjectKind::Reference => {
            let answers = whereabouts::answers_to(snapshot, question);
            answers.into_iter().map(|answer| answer.place).collect()
        }
        SubjectKind::Name => Vec::new(),
    };
    if targets.is_empty() {
        targets.extend(whereabouts::sheet(snapshot, analysed.configuration(), question, Some(uri)));
    }
    let origin = places.span_to_range(subject.span);
    (!targets.is_empty()).then(|| response(targets, origin, snapshot.session.has_definition_links))
}

fn response(targets: Vec<Place>, origin: Range, has_links: bool) -> GotoDefinitionResponse {
    if !has_links {
        return GotoDefinitionResponse::Array(targets.iter().map(Place::location).collect());
    }
    let links = targets.into_iter().map(|target| LocationLink {
        origin_selection_range: Some(origin),
        target_uri: target.uri,
        target_range: target.whole,
        target_selection_range: target.title,
    });
    GotoDefinitionResponse::Link(links.collect())
}
