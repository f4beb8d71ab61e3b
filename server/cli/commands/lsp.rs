//! `tradeoff lsp`: the language server on standard input and output.

use std::process::ExitCode;

use tradeoff_lsp::Ending;
use tradeoff_workspace::Configurations;

/// Serves until the client leaves. The status is the protocol's: 0 when it asked for the shutdown first, else 1.
pub(crate) fn run(configurations: Configurations) -> ExitCode {
    match tradeoff_lsp::run(configurations) {
        Ok(Ending::Orderly) => ExitCode::SUCCESS,
        Ok(Ending::Abrupt) | Err(_) => ExitCode::FAILURE,
    }
}
