//! `tradeoff`: language server and linter for answers to system-design questions.

mod bank;
mod commands;

use std::process::ExitCode;

use tradeoff_workspace::Configurations;

fn main() -> ExitCode {
    let configurations = Configurations::new(bank::SHEETS, bank::section_titles());
    match std::env::args().nth(1).as_deref() {
        Some("lsp") => commands::lsp::run(configurations),
        _ => ExitCode::from(2),
    }
}
