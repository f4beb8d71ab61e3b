//! `textDocument/codeLens`.

use serde_json::json;
use tower_lsp::ls_types::{CodeLens, CodeLensParams, Command, Uri};
use tradeoff_analysis::features::{self, Lens};

use crate::convert::Places;
use crate::session::Session;
use crate::state::Snapshot;

/// The command of a client that can show how a trade-off section was read.
pub(crate) const EXPLAIN: &str = "tradeoff.explain";

pub(crate) fn code_lens(snapshot: &Snapshot, params: &CodeLensParams) -> Option<Vec<CodeLens>> {
    let uri = &params.text_document.uri;
    let session = &*snapshot.session;
    let settings = session.settings(uri);
    if !settings.code_lens {
        return None;
    }
    let (_, analysed) = snapshot.analysed(uri)?;
    let places = analysed.places(session);
    let lenses = analysed.view(|view| features::lenses(view, settings.hints)).into_iter();
    let lenses: Vec<_> = lenses
        .filter(|lens| places.has(lens.span))
        .map(|lens| CodeLens {
            range: places.span_to_range(lens.span),
            command: Some(command(lens, uri, places, session)),
            data: None,
        })
        .collect();
    (!lenses.is_empty()).then_some(lenses)
}

/// The lens's text. The protocol knows no lens that is only read, so it is a command without a name, which editors
/// do not offer to run, unless the client has one of its own that explains it.
fn command(lens: Lens, uri: &Uri, places: Places<'_>, session: &Session) -> Command {
    if !session.has_explain {
        return Command { title: lens.title, command: String::new(), arguments: None };
    }
    let line = places.span_to_range(lens.explains).start.line;
    let arguments = vec![json!({ "uri": uri, "line": line })];
    Command { title: lens.title, command: EXPLAIN.to_owned(), arguments: Some(arguments) }
}
