//! Programs that run to their end, and what that took.

use std::process::{Command, Stdio};
use std::time::Instant;

use anyhow::{Context as _, Result};
use camino::Utf8Path;
use wait4::Wait4 as _;

use super::figures::Sample;

/// What runs of one program took: seconds on the clock, seconds of CPU, megabytes at the highest.
#[derive(Default)]
pub(super) struct Runs {
    pub(super) wall: Sample,
    pub(super) cpu: Sample,
    pub(super) peak: Sample,
}

/// A program with its arguments.
#[derive(Clone)]
pub(super) struct Program {
    pub(super) name: String,
    pub(super) arguments: Vec<String>,
}

impl Program {
    pub(super) fn new(name: impl Into<String>, arguments: &[&str]) -> Self {
        Self { name: name.into(), arguments: arguments.iter().map(|&argument| argument.to_owned()).collect() }
    }

    /// Whether it is there to be run.
    pub(super) fn exists(&self) -> bool {
        let silent =
            Command::new(&self.name).arg("--version").stdout(Stdio::null()).stderr(Stdio::null()).status();
        silent.is_ok()
    }

    /// Runs it once in `folder`. What it prints goes nowhere; that it finds something is no failure.
    pub(super) fn run(&self, folder: &Utf8Path, runs: &mut Runs) -> Result<()> {
        let start = Instant::now();
        let mut child = Command::new(&self.name)
            .args(&self.arguments)
            .current_dir(folder)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .with_context(|| self.name.clone())?;
        let used = child.wait4()?.rusage;
        runs.wall.push(start.elapsed().as_secs_f64());
        runs.cpu.push((used.utime + used.stime).as_secs_f64());
        runs.peak.push(used.maxrss as f64 / 1e6);
        Ok(())
    }
}

/// Runs all `programs` by turns, `rounds` times each.
pub(super) fn by_turns(programs: &[&Program], folder: &Utf8Path, rounds: usize) -> Result<Vec<Runs>> {
    let mut all: Vec<Runs> = programs.iter().map(|_| Runs::default()).collect();
    for _ in 0..rounds {
        for (program, runs) in programs.iter().zip(&mut all) {
            program.run(folder, runs)?;
        }
    }
    Ok(all)
}
