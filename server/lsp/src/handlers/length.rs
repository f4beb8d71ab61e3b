//! `tradeoff/length`: how much is written, for whoever counts while somebody writes.

use serde::{Deserialize, Serialize};
use tower_lsp::ls_types::Uri;
use tradeoff_analysis::features;

use crate::state::Snapshot;

/// Whose words are to be counted.
#[derive(Debug, Deserialize)]
pub(crate) struct LengthParams {
    uri: Uri,
    /// The question: a document may answer several.
    number: u32,
}

#[derive(Debug, Serialize)]
pub(crate) struct Length {
    words: usize,
}

pub(crate) fn length(snapshot: &Snapshot, params: &LengthParams) -> Option<Length> {
    let (_, analysed) = snapshot.analysed(&params.uri)?;
    analysed.view(|view| features::length_of(view, params.number)).map(|words| Length { words })
}
