//! `tradeoff/sheet`: a question's sheet as Markdown, as far as the stage of hints lets it be seen.

use std::sync::Arc;

use serde::{Deserialize, Serialize};
use tower_lsp::jsonrpc::{Error, Result};
use tower_lsp::ls_types::Uri;
use tradeoff_analysis::bank::{Bank, Question};
use tradeoff_analysis::features;
use tradeoff_workspace::Configuration;

use crate::sheets::parse_sheet_uri;
use crate::state::Snapshot;

/// Which sheet is asked for.
#[derive(Debug, Deserialize)]
pub(crate) struct SheetParams {
    /// The question; may be left out where `uri` is that of a `tradeoff:` document.
    number: Option<u32>,
    /// A `tradeoff:` document, or the document or folder whose bank and settings count.
    uri: Option<Uri>,
}

#[derive(Debug, Serialize)]
pub(crate) struct Sheet {
    number: u32,
    markdown: String,
}

pub(crate) fn sheet(snapshot: &Snapshot, params: SheetParams) -> Result<Sheet> {
    let virtual_document = params.uri.as_ref().and_then(parse_sheet_uri);
    let (number, about) = match (virtual_document, params.number) {
        (Some((number, folder)), _) => (number, folder),
        (None, Some(number)) => (number, params.uri),
        (None, None) => {
            return Err(Error::invalid_params("say which question: by `number`, or by the `uri` of its sheet"));
        }
    };
    let configuration: Arc<Configuration> = snapshot.configuration(about.as_ref());
    let question = question(&configuration.bank, number)?;
    let hints = snapshot.session.settings_at(about.as_ref()).hints;
    Ok(Sheet { number, markdown: features::sheet(&configuration.bank, question, hints) })
}

/// The question with `number`, or an error that says which one may be meant.
pub(super) fn question(bank: &Bank, number: u32) -> Result<&Question> {
    bank.get(number).ok_or_else(|| {
        Error::invalid_params(match bank.nearest(number) {
            Some(nearest) => format!("there is no question {number}; did you mean {nearest}?"),
            None => format!("there is no question {number}: the banks of this folder hold no questions at all"),
        })
    })
}
