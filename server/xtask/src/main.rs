//! Chores of this repository. `cargo xtask help` lists them.

#![allow(clippy::print_stdout, reason = "chores talk to whoever runs them")]

mod bench;
mod corpus;
mod docs;
mod verdicts;

use camino::{Utf8Path, Utf8PathBuf};
use clap::{Parser, Subcommand};

use self::corpus::Corpus;

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
    /// Write generated answers to measure with.
    Corpus {
        /// An empty or new folder.
        folder: Utf8PathBuf,
        /// How many answers.
        #[arg(long, default_value_t = 250)]
        answers: usize,
        /// The same seed gives the same answers.
        #[arg(long, default_value_t = bench::SEED)]
        seed: u64,
    },
    /// Measure the linter and the server beside the least that such programs must do; tests/bench/run builds them first.
    Bench(bench::Options),
}

fn main() -> anyhow::Result<()> {
    match Arguments::parse().chore {
        Chore::Docs => docs::write(),
        Chore::Train { check, test, without } => verdicts::train(check, &test, &without),
        Chore::Measure { folders, errors } => verdicts::measure(&folders, errors),
        Chore::Corpus { folder, answers, seed } => {
            std::fs::create_dir_all(&folder)?;
            Corpus::new(Utf8Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../..")), seed)?
                .write(&folder, answers)
        }
        Chore::Bench(options) => bench::run(&options),
    }
}
