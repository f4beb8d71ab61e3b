//! The commands, one file each.

mod accepting;
mod bank;
mod completions;
mod explain;
mod lint;
mod list;
mod lsp;
mod merge;
mod new;
mod rule;
mod schema;
mod show;

use std::process::ExitCode;

use crate::args::{BankCommand, Cli, Command};
use crate::session::Session;
use crate::shell::Shell;

/// Runs the command that `cli` names.
pub(crate) fn run(cli: Cli, shell: Shell) -> anyhow::Result<ExitCode> {
    let status = match cli.command {
        Command::Lsp(_) => return lsp::run(),
        Command::Lint(args) => lint::run(&Session::new(shell)?, &args),
        Command::Merge(args) => merge::run(&Session::new(shell)?, &args),
        Command::New(args) => new::run(&Session::new(shell)?, &args),
        Command::Show(args) => show::run(&Session::new(shell)?, &args),
        Command::List(args) => list::run(&Session::new(shell)?, &args),
        Command::Explain(args) => explain::run(&Session::new(shell)?, &args),
        Command::Rule(args) => rule::run(&Session::new(shell)?, &args),
        Command::Bank(BankCommand::Check(args)) => bank::run(&Session::new(shell)?, &args),
        Command::Schema(args) => schema::run(shell, &args),
        Command::Completions(args) => completions::run(shell, &args),
    }?;
    Ok(status.into())
}
