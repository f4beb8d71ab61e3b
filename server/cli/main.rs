//! `tradeoff`: language server and linter for answers to system-design questions.

mod args;
mod bank;
mod commands;
mod output;
mod session;
mod shell;

use std::process::ExitCode;

use clap::Parser as _;

use args::Cli;
use session::{Status, chain};
use shell::Shell;

fn main() -> ExitCode {
    let cli = Cli::parse();
    let shell = Shell::new(cli.color);
    let status = commands::run(cli, shell).unwrap_or_else(|error| {
        shell.error(&chain(&*error));
        Status::Failure
    });
    ExitCode::from(match status {
        Status::Success => 0,
        Status::Findings => 1,
        Status::Failure => 2,
    })
}
