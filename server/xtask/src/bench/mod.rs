//! `cargo xtask bench`: the table of docs/performance.md.
//!
//! Everything is measured beside a floor, the least that such a program must do, by turns with it in one run: ratios
//! mean something on any machine, seconds only on the one that they were taken on.

mod client;
mod figures;
mod lint;
mod process;
mod server;

use std::fs;

use anyhow::{Context as _, Result};
use camino::{Utf8Path, Utf8PathBuf};

use self::figures::{Budget, Line, Sample, Table, Unit, head};
use self::lint::Linters;
use self::process::Program;
use self::server::Servers;
use crate::corpus::Corpus;

/// The seed of what is measured.
pub(crate) const SEED: u64 = 501;

/// What to measure.
#[derive(clap::Args)]
pub(crate) struct Options {
    /// Fewer rounds, no 100,000 answers, no other linters.
    #[arg(long)]
    quick: bool,
    /// Only these parts of the table.
    #[arg(long, value_enum)]
    only: Vec<Part>,
    /// The built programs; tests/bench/run builds them.
    #[arg(long, default_value = "target/release")]
    programs: Utf8PathBuf,
    /// Where generated answers are kept between runs.
    #[arg(long, default_value = "target/bench")]
    folder: Utf8PathBuf,
}

/// A part of the table.
#[derive(Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Part {
    Lint,
    Server,
    Growth,
    Hostile,
    Peers,
}

/// Measures and prints.
pub(crate) fn run(options: &Options) -> Result<()> {
    let root = Utf8Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../.."));
    let corpus = Corpus::new(root, SEED)?;
    fs::create_dir_all(&options.folder)?;
    let programs =
        options.programs.canonicalize_utf8().context("build the programs first: tests/bench/run does")?;
    let program = |name: &str| programs.join(name).to_string();
    let rounds = if options.quick { 3 } else { 9 };
    let linters = Linters {
        floor: Program::new(program("floor-lint"), &[]),
        ours: Program::new(program("tradeoff"), &["lint", "--format", "concise"]),
        rounds,
        folder: options.folder.canonicalize_utf8()?,
    };
    let servers = Servers {
        floor: vec![program("floor-server")],
        ours: vec![program("tradeoff"), "lsp".to_owned()],
        rounds,
    };
    let wants = |part| options.only.is_empty() || options.only.contains(&part);
    let mut table = Table::default();
    println!("{}", machine());
    if wants(Part::Lint) {
        head("Command line");
        linters.many(&mut table, &corpus)?;
        let mut size = Sample::default();
        size.push(fs::metadata(programs.join("tradeoff"))?.len() as f64 / 1e6);
        let budget = Some(Budget::new(14.0, 11.0));
        table.line(&Line {
            what: "binary".to_owned(),
            unit: Unit::Megabytes,
            at: 0.5,
            floor: None,
            ours: &size,
            budget,
        });
    }
    if wants(Part::Server) {
        head("Server");
        servers.start(&mut table)?;
        let folder = linters.folder.join("typing");
        fs::create_dir_all(&folder)?;
        servers.typing(&mut table, &corpus, &folder)?;
        servers.indexing(&mut table, &corpus, &linters.corpus(&corpus, 10_000)?)?;
    }
    if wants(Part::Peers) && !options.quick {
        linters.peers(&corpus)?;
    }
    if wants(Part::Growth) {
        let counts: &[usize] = if options.quick { &[250, 10_000] } else { &[250, 10_000, 100_000] };
        linters.growth(&corpus, counts)?;
    }
    if wants(Part::Hostile) {
        linters.hostile(&mut table)?;
    }
    println!("\n{}", machine());
    match table.broken.as_slice() {
        [] => println!("All {} budgets that were measured hold.", table.judged),
        broken => println!("Budgets that do not hold: {}.", broken.join("; ")),
    }
    Ok(())
}

/// What else the machine is doing: figures taken under load are worth little.
fn machine() -> String {
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let load = fs::read_to_string("/proc/loadavg").unwrap_or_default();
    let load = load.split(' ').next().filter(|load| !load.is_empty()).unwrap_or("unknown").to_owned();
    format!("{cores} cores, load {load}")
}
