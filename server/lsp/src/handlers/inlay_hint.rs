//! `textDocument/inlayHint`.

use tower_lsp::ls_types::{InlayHint, InlayHintLabel, InlayHintParams, InlayHintTooltip};
use tradeoff_analysis::features;

use super::hover::markup;
use crate::state::Snapshot;

pub(crate) fn inlay_hint(snapshot: &Snapshot, params: &InlayHintParams) -> Option<Vec<InlayHint>> {
    let uri = &params.text_document.uri;
    let session = &*snapshot.session;
    if !session.settings(uri).inlay_hints {
        return None;
    }
    let (_, analysed) = snapshot.analysed(uri)?;
    let places = analysed.places(session);
    let range = places.range_to_span(params.range);
    let inlays = analysed.view(|view| features::inlays(view, range)).into_iter();
    let hints: Vec<_> = inlays
        .map(|inlay| InlayHint {
            position: places.offset_to_position(inlay.position),
            label: InlayHintLabel::String(inlay.label),
            // Verdicts are neither types nor parameters.
            kind: None,
            text_edits: None,
            tooltip: Some(InlayHintTooltip::MarkupContent(markup(inlay.tooltip, session.hover_in_markdown))),
            padding_left: Some(true),
            padding_right: None,
            data: None,
        })
        .collect();
    (!hints.is_empty()).then_some(hints)
}
