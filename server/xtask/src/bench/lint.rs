//! `tradeoff lint` beside a program that only walks and parses, and beside other linters.

use anyhow::Result;
use camino::{Utf8Path, Utf8PathBuf};

use super::figures::{Budget, Line, Sample, Table, Unit, short};
use super::process::{Program, Runs, by_turns};
use crate::corpus::{Corpus, HOSTILE, put};

/// The files that other linters are given: the slow ones would take minutes for more.
const FOR_PEERS: usize = 500;

/// What may be spent on twice the input.
const LINEAR: f64 = 2.2;

/// What is measured.
pub(super) struct Linters {
    pub(super) floor: Program,
    pub(super) ours: Program,
    pub(super) rounds: usize,
    /// Where corpora lie.
    pub(super) folder: Utf8PathBuf,
}

impl Linters {
    /// A corpus of `count` answers, written unless it is there.
    pub(super) fn corpus(&self, corpus: &Corpus, count: usize) -> Result<Utf8PathBuf> {
        let folder = self.folder.join(format!("answers-{count}"));
        if !folder.join("complete").exists() {
            std::fs::create_dir_all(&folder)?;
            corpus.write(&folder, count)?;
            put(&folder.join("complete"), "")?;
        }
        Ok(folder)
    }

    /// 10,000 answers beside the floor.
    pub(super) fn many(&self, table: &mut Table, corpus: &Corpus) -> Result<()> {
        let folder = self.corpus(corpus, 10_000)?;
        let runs = by_turns(&[&self.floor, &self.ours], &folder, self.rounds)?;
        let (floor, ours) = (&runs[0], &runs[1]);
        let mut print = |what: &str, unit, floor: &Sample, ours: &Sample, budget| {
            table.line(&Line { what: what.to_owned(), unit, at: 0.5, floor: Some(floor), ours, budget });
        };
        let budget = Some(Budget::new(8.0, 4.0));
        print("lint 10,000 answers, CPU", Unit::Seconds, &floor.cpu, &ours.cpu, budget);
        print("lint 10,000 answers, wall", Unit::Seconds, &floor.wall, &ours.wall, budget);
        print("lint 10,000 answers, peak memory", Unit::Megabytes, &floor.peak, &ours.peak, None);
        Ok(())
    }

    /// More and more answers, and one answer of more and more words.
    pub(super) fn growth(&self, corpus: &Corpus, counts: &[usize]) -> Result<()> {
        println!(
            "\nGrowth\n\n| input | CPU | µs for each answer or 1,000 words | peak memory |\n|---|---|---|---|"
        );
        for &count in counts {
            let runs = self.ours_alone(&self.corpus(corpus, count)?, if count > 10_000 { 1 } else { 3 })?;
            print_growth(&format!("{count} answers"), count as f64, &runs);
        }
        for words in [200, 2_000, 20_000, 200_000] {
            let runs = self.ours_alone(&self.one_file("words", &corpus.one(words))?, 3)?;
            print_growth(&format!("one answer, {words} words"), words as f64 / 1e3, &runs);
        }
        for words in [20_000, 200_000] {
            let runs = self.ours_alone(&self.one_file("words", &corpus.many(words))?, 3)?;
            print_growth(&format!("one file of answers, {words} words"), words as f64 / 1e3, &runs);
        }
        Ok(())
    }

    /// Inputs that nobody would write, at half and at full size.
    pub(super) fn hostile(&self, table: &mut Table) -> Result<()> {
        println!(
            "\nHostile inputs\n\n| input | size | CPU at half | CPU | ratio | linear |\n|---|---|---|---|---|---|"
        );
        let idle = self.ours_alone(&self.one_file("nothing", "# 501. Raft\n")?, 3)?.cpu.median();
        for hostile in HOSTILE {
            let mut taken = [0.0; 2];
            let mut size = 0.0;
            for (cpu, units) in taken.iter_mut().zip([hostile.units / 2, hostile.units]) {
                let text = hostile.text(units);
                size = text.len() as f64 / 1e6;
                let used = self.ours_alone(&self.one_file("hostile", &text)?, 1)?.cpu.median();
                // What the start takes is not the input's.
                *cpu = (used - idle).max(0.002);
            }
            let ratio = taken[1] / taken[0];
            // A few milliseconds say nothing about growth.
            table.judged += 1;
            let is_linear = ratio <= LINEAR || taken[1] < 0.02;
            if !is_linear {
                table.broken.push(format!("linear growth: {}", hostile.name));
            }
            let (half, full) = (short(taken[0]), short(taken[1]));
            let verdict = if is_linear { "yes" } else { "NO" };
            println!(
                "| {} | {} MB | {half} s | {full} s | {} | {verdict} |",
                hostile.name,
                short(size),
                short(ratio)
            );
        }
        Ok(())
    }

    /// Other linters on the same files.
    pub(super) fn peers(&self, corpus: &Corpus) -> Result<()> {
        let folder = self.corpus(corpus, FOR_PEERS)?;
        let peers = [
            Program::new("rumdl", &["check", "--no-cache", "."]),
            Program::new("typos", &["."]),
            Program::new("harper-cli", &["lint", "."]),
            Program::new("markdownlint-cli2", &["**/*.md"]),
        ];
        println!("\n{FOR_PEERS} answers, other linters\n");
        println!("| program | CPU | of the floor | wall | peak memory |\n|---|---|---|---|---|");
        let installed = peers.iter().filter(|peer| peer.exists());
        let programs: Vec<&Program> = [&self.floor, &self.ours].into_iter().chain(installed).collect();
        let all = by_turns(&programs, &folder, 3)?;
        let floor = all[0].cpu.median();
        for (program, runs) in programs.iter().zip(&all) {
            let name = program.name.rsplit('/').next().unwrap_or_default();
            let (cpu, wall, peak) = (runs.cpu.median(), runs.wall.median(), runs.peak.median());
            let ratio = short(cpu / floor);
            println!("| {name} | {} s | {ratio}x | {} s | {} MB |", short(cpu), short(wall), short(peak));
        }
        for missing in peers.iter().filter(|peer| !peer.exists()) {
            println!("| {} | not installed | | | |", missing.name);
        }
        Ok(())
    }

    fn ours_alone(&self, folder: &Utf8Path, rounds: usize) -> Result<Runs> {
        Ok(by_turns(&[&self.ours], folder, rounds)?.remove(0))
    }

    /// A folder with one file, which says `text`.
    fn one_file(&self, name: &str, text: &str) -> Result<Utf8PathBuf> {
        let folder = self.folder.join(name);
        std::fs::create_dir_all(&folder)?;
        put(&folder.join("0501-raft.md"), text)?;
        Ok(folder)
    }
}

fn print_growth(what: &str, units: f64, runs: &Runs) {
    let cpu = runs.cpu.median();
    println!("| {what} | {} s | {} | {} MB |", short(cpu), short(cpu * 1e6 / units), short(runs.peak.median()));
}
