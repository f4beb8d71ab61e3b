//! `tradeoff lsp`: the language server on standard input and output.

use std::process::ExitCode;

use anyhow::Context as _;
use tradeoff_lsp::Ending;
use tradeoff_workspace::Configurations;

use crate::bank;

/// Serves until the client leaves. The status is the protocol's: 0 when it asked for the shutdown first, else 1.
pub(crate) fn run() -> anyhow::Result<ExitCode> {
    let configurations = Configurations::new(bank::SHEETS, bank::section_titles());
    let ending = tradeoff_lsp::run(configurations).context("the language server cannot start")?;
    Ok(match ending {
        Ending::Orderly => ExitCode::SUCCESS,
        Ending::Abrupt => ExitCode::FAILURE,
    })
}
