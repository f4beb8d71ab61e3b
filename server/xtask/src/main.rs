//! Chores of this repository. `cargo xtask help` lists them.

#![allow(clippy::print_stdout, reason = "chores talk to whoever runs them")]

mod docs;
mod verdicts;

use camino::Utf8PathBuf;
use clap::{Parser, Subcommand};

/// Chores of this repository.
#[derive(Parser)]
struct Arguments {
    #[command(subcommand)]
    chore: Chore,
}

#[derive(Subcommand)]
enum Chore {
    /// Write docs/rules from the documentation of the rules.
    Docs,
    /// Train the verdict model on tests/verdicts and write server/analysis/model.bin.
    Train {
        /// Only say whether the committed model is what training gives.
        #[arg(long)]
        check: bool,
        /// Folders with passages (NNN.md and labels.tsv) to test the trained model on.
        #[arg(long)]
        test: Vec<Utf8PathBuf>,
        /// Leave out groups of features and write nothing: what is each worth?
        #[arg(long)]
        without: Vec<verdicts::Group>,
    },
    /// Measure the committed model on folders with passages.
    Measure {
        /// Folders with NNN.md and labels.tsv.
        folders: Vec<Utf8PathBuf>,
        /// List wrong verdicts.
        #[arg(long)]
        errors: bool,
    },
}

fn main() -> anyhow::Result<()> {
    match Arguments::parse().chore {
        Chore::Docs => docs::write(),
        Chore::Train { check, test, without } => verdicts::train(check, &test, &without),
        Chore::Measure { folders, errors } => verdicts::measure(&folders, errors),
    }
}
