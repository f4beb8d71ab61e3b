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

use std::process::ExitCode;

use clap::Parser as _;
use tradeoff_workspace::panics::{Panicked, contain, note_places};

use args::{Cli, Color};
use session::{Status, chain};
use shell::Shell;

pub use commands::merged;

/// Runs the program with the arguments of its process.
pub fn run() -> ExitCode {
    note_places(tell);
    let cli = Cli::parse();
    let shell = Shell::new(cli.color);
    let run = || {
        commands::run(cli, shell).unwrap_or_else(|error| {
            shell.error(&chain(&*error));
            Status::Failure.into()
        })
    };
    contain(run).unwrap_or_else(|panicked| {
        shell.error(&panicked.to_string());
        Status::Failure.into()
    })
}

/// Tells of a panic that nobody contains, on whatever thread.
fn tell(panicked: &Panicked) {
    Shell::new(Color::Auto).error(&panicked.to_string());
}
