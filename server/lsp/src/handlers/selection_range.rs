//! `textDocument/selectionRange`.

use tower_lsp::ls_types::{Position, Range, SelectionRange, SelectionRangeParams};
use tradeoff_analysis::features;

use crate::convert::Places;
use crate::document::Analysed;
use crate::state::Snapshot;

/// One selection for each position, in their order; nothing at all for a document without answers.
pub(crate) fn selection_range(snapshot: &Snapshot, params: &SelectionRangeParams) -> Option<Vec<SelectionRange>> {
    let uri = &params.text_document.uri;
    let (_, analysed) = snapshot.analysed(uri).filter(|_| snapshot.session.settings(uri).selection)?;
    let places = analysed.places(&snapshot.session);
    params.positions.iter().map(|position| selection(&analysed, places, *position)).collect()
}

fn selection(analysed: &Analysed, places: Places<'_>, position: Position) -> Option<SelectionRange> {
    let at = places.position_to_offset(position);
    let spans = analysed.view(|view| features::selections(view, places.whole(), at));
    let ranges = spans.into_iter().map(|span| places.span_to_range(span));
    nested(ranges)
}

/// The first of `ranges` in the second and so on.
fn nested(ranges: impl DoubleEndedIterator<Item = Range>) -> Option<SelectionRange> {
    ranges.rev().fold(None, |parent, range| Some(SelectionRange { range, parent: parent.map(Box::new) }))
}
