//! `tradeoff`: language server and linter for answers to system-design questions.
//!
//! All of the program, as a library so that the fuzz targets reach it. It promises nothing to other programs.

mod args;
mod bank;
mod commands;
mod meter;
mod output;
mod session;
mod shell;

use std::io::Write as _;
use std::panic::{PanicHookInfo, catch_unwind, set_hook};
use std::process::ExitCode;

use clap::Parser as _;

use args::Cli;
use session::{Status, chain};
use shell::{Shell, escape};

pub use commands::merged;

/// Runs the program with the arguments of its process.
pub fn run() -> ExitCode {
    set_hook(Box::new(tell_of_panic));
    let cli = Cli::parse();
    let shell = Shell::new(cli.color);
    let run = || {
        commands::run(cli, shell).unwrap_or_else(|error| {
            shell.error(&chain(&*error));
            Status::Failure.into()
        })
    };
    // The hook has said it already; what is left is the status that scripts know.
    catch_unwind(run).unwrap_or(Status::Failure.into())
}

/// A panic's message may quote a document, so it is escaped like everything that comes from files.
fn tell_of_panic(panic: &PanicHookInfo<'_>) {
    let message = panic.to_string();
    let _ = writeln!(std::io::stderr(), "internal error: {}", escape(&message.replace('\n', " ")));
}
