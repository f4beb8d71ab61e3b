//! The commands, one file each.

mod accepting;
mod bank;
mod completions;
mod config;
mod explain;
pub(crate) mod fixing;
mod init;
mod lint;
pub(crate) mod list;
mod lsp;
mod man;
mod merge;
mod new;
mod next;
pub(crate) mod progress;
mod rule;
mod schema;
mod show;
mod survey;

use std::process::ExitCode;

pub use merge::merged;

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
        Command::Next(args) => next::next(&Session::new(shell)?, &args),
        Command::Random(args) => next::random(&Session::new(shell)?, &args),
        Command::Progress(args) => progress::run(&Session::new(shell)?, &args),
        Command::Config(args) => config::run(&Session::new(shell)?, &args),
        Command::Explain(args) => explain::run(&Session::new(shell)?, &args),
        Command::Init(args) => init::run(&Session::new(shell)?, &args),
        Command::Rule(args) => rule::run(&Session::new(shell)?, &args),
        Command::Bank(BankCommand::Check(args)) => bank::run(&Session::new(shell)?, &args),
        Command::Schema(args) => schema::run(shell, &args),
        Command::Man(args) => man::run(&args),
        Command::Completions(args) => completions::run(shell, &args),
    }?;
    Ok(status.into())
}
