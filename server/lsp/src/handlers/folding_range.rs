//! `textDocument/foldingRange`.

use tower_lsp::ls_types::{FoldingRange, FoldingRangeKind, FoldingRangeParams};
use tradeoff_analysis::features::{self, FoldKind};

use crate::state::Snapshot;

pub(crate) fn folding_range(snapshot: &Snapshot, params: &FoldingRangeParams) -> Option<Vec<FoldingRange>> {
    let uri = &params.text_document.uri;
    let (_, analysed) = snapshot.analysed(uri).filter(|_| snapshot.session.settings(uri).folding)?;
    let places = analysed.places(&snapshot.session);
    let folds = analysed.view(|view| features::folds(view, places.whole(), snapshot.session.fold_limit));
    // Whole lines, which every client can fold: without columns a fold runs from the end of its first line on.
    let ranges = folds.into_iter().map(|fold| {
        let range = places.span_to_range(fold.span);
        FoldingRange {
            start_line: range.start.line,
            end_line: range.end.line,
            kind: (fold.kind == FoldKind::Comment).then_some(FoldingRangeKind::Comment),
            ..FoldingRange::default()
        }
    });
    let ranges: Vec<FoldingRange> = ranges.collect();
    (!ranges.is_empty()).then_some(ranges)
}
