//! `textDocument/hover`.

use tower_lsp::ls_types::{Hover, HoverContents, HoverParams, MarkupContent, MarkupKind};
use tradeoff_analysis::features;

use crate::state::Snapshot;

pub(crate) fn hover(snapshot: &Snapshot, params: &HoverParams) -> Option<Hover> {
    let place = &params.text_document_position_params;
    let (_, analysed) = snapshot.analysed(&place.text_document.uri)?;
    let places = analysed.places(&snapshot.session);
    let at = places.position_to_offset(place.position);
    let hints = snapshot.session.settings(&place.text_document.uri).hints;
    let hover = analysed.view(|view| features::hover(view, at, hints))?;
    let contents = HoverContents::Markup(markup(hover.markdown, snapshot.session.hover_in_markdown));
    Some(Hover { contents, range: Some(places.span_to_range(hover.span)) })
}

/// `markdown`, or its plain text for a client that does not show it.
pub(super) fn markup(markdown: String, is_shown: bool) -> MarkupContent {
    if is_shown {
        MarkupContent { kind: MarkupKind::Markdown, value: markdown }
    } else {
        MarkupContent { kind: MarkupKind::PlainText, value: features::plain_text(&markdown) }
    }
}
