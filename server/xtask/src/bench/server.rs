//! Our server beside one that only parses.

use std::time::{Duration, Instant};

use anyhow::Result;
use camino::{Utf8Path, Utf8PathBuf};

use super::client::{Client, Place};
use super::figures::{Budget, Line, Sample, Table, Unit};
use crate::corpus::Corpus;

/// Edits in a burst.
const BURST: usize = 200;

/// The pause of somebody who types as fast as a machine repeats a key.
const PAUSE: Duration = Duration::from_millis(5);

/// What is measured: the floor first, then ours.
pub(super) struct Servers {
    pub(super) floor: Vec<String>,
    pub(super) ours: Vec<String>,
    /// How many rounds, in which the two take turns.
    pub(super) rounds: usize,
}

/// Two samples that were taken by turns.
#[derive(Default)]
struct Pair([Sample; 2]);

/// What is measured in an open document.
#[derive(Default)]
struct Typing {
    keystroke: Pair,
    burst: Pair,
    hover: Pair,
    completion: Pair,
}

impl Pair {
    fn print(&self, table: &mut Table, what: &str, at: f64, budget: Option<Budget>) {
        let [floor, ours] = &self.0;
        let what = what.to_owned();
        table.line(&Line { what, unit: Unit::Milliseconds, at, floor: Some(floor), ours, budget });
    }
}

impl Servers {
    fn both(&self) -> [&[String]; 2] {
        [&self.floor, &self.ours]
    }

    /// From the start to the answer to `initialize`.
    pub(super) fn start(&self, table: &mut Table) -> Result<()> {
        let mut pair = Pair::default();
        for _ in 0..self.rounds * 10 {
            for (program, sample) in self.both().into_iter().zip(&mut pair.0) {
                sample.push_ms(Client::start(program, None)?.1);
            }
        }
        pair.print(table, "start to `initialize` reply", 0.5, Some(Budget::new(1.5, 1.2)));
        Ok(())
    }

    /// Typing and asking in one answer of 1,500 words, then in a file of 50,000 words.
    pub(super) fn typing(&self, table: &mut Table, corpus: &Corpus, folder: &Utf8Path) -> Result<()> {
        let one = self.type_in(&corpus.one(1_500), &folder.join("0501-raft.md"))?;
        let budget = |must, aim| Some(Budget::new(must, aim));
        one.keystroke.print(table, "keystroke, 1,500 words, p50", 0.5, budget(3.0, 2.0));
        one.keystroke.print(table, "keystroke, 1,500 words, p99", 0.99, budget(3.0, 2.0));
        let many = self.type_in(&corpus.many(50_000), &folder.join("answers.md"))?;
        many.keystroke.print(table, "keystroke, 50,000 words, p50", 0.5, budget(1.0, 0.8));
        many.keystroke.print(table, "keystroke, 50,000 words, p99", 0.99, budget(1.0, 0.8));
        one.burst.print(table, "burst of 200 edits, 1,500 words", 0.5, budget(0.3, 0.2));
        many.burst.print(table, "burst of 200 edits, 50,000 words", 0.5, budget(0.3, 0.2));
        one.hover.print(table, "hover, p95", 0.95, budget(2.0, 1.5));
        one.completion.print(table, "completion, p95", 0.95, budget(3.0, 2.0));
        many.hover.print(table, "hover, 50,000 words, p95", 0.95, None);
        many.completion.print(table, "completion, 50,000 words, p95", 0.95, None);
        Ok(())
    }

    fn type_in(&self, text: &str, path: &Utf8Path) -> Result<Typing> {
        let mut typing = Typing::default();
        let place = middle(text);
        let mut clients = Vec::new();
        for program in self.both() {
            let (mut client, _) = Client::start(program, path.parent())?;
            client.open(&format!("file://{path}"), text)?;
            // What is made when first used is made now.
            client.edit(place, "x")?;
            client.ask("textDocument/hover", place)?;
            client.ask("textDocument/completion", place)?;
            clients.push(client);
        }
        for _ in 0..self.rounds {
            for (side, client) in clients.iter_mut().enumerate() {
                for _ in 0..100 {
                    typing.keystroke.0[side].push_ms(client.edit(place, "x")?);
                }
                typing.burst.0[side].push_ms(client.burst(place, "x", BURST)?);
                for _ in 0..50 {
                    typing.hover.0[side].push_ms(client.ask("textDocument/hover", place)?);
                    typing.completion.0[side].push_ms(client.ask("textDocument/completion", place)?);
                }
            }
        }
        Ok(typing)
    }

    /// A folder of 10,000 answers: how soon and how small they are known, and typing meanwhile.
    pub(super) fn indexing(&self, table: &mut Table, corpus: &Corpus, folder: &Utf8Path) -> Result<()> {
        let text = corpus.one(1_500);
        let place = middle(&text);
        let uri = format!("file://{}", answer_in(folder));
        let (mut time, mut now, mut peak) = (Sample::default(), Sample::default(), Sample::default());
        let mut pair = Pair::default();
        for _ in 0..self.rounds.min(5) {
            let (mut client, _) = Client::start(&self.ours, Some(folder))?;
            let start = Instant::now();
            time.push((client.wait_until_indexed()? - start).as_secs_f64());
            if let Some((resident, highest)) = client.memory() {
                now.push(resident);
                peak.push(highest);
            }
            let (mut floor, _) = Client::start(&self.floor, Some(folder))?;
            floor.open(&uri, &text)?;
            for _ in 0..100 {
                std::thread::sleep(PAUSE);
                pair.0[0].push_ms(floor.edit(place, "x")?);
            }
            let (mut client, _) = Client::start(&self.ours, Some(folder))?;
            client.open(&uri, &text)?;
            let typed = &mut pair.0[1];
            while !client.is_indexed() {
                std::thread::sleep(PAUSE);
                typed.push_ms(client.edit(place, "x")?);
            }
        }
        let budget = Some(Budget::new(4.0, 3.0));
        pair.print(table, "keystroke while 10,000 answers are indexed, p95", 0.95, budget);
        let mut alone = |what: &str, unit, ours: &Sample, budget| {
            table.line(&Line { what: what.to_owned(), unit, at: 0.5, floor: None, ours, budget });
        };
        alone("10,000 answers indexed", Unit::Seconds, &time, Some(Budget::new(1.5, 0.6)));
        alone("memory with 10,000 answers", Unit::Megabytes, &now, Some(Budget::new(80.0, 50.0)));
        alone("the same, highest", Unit::Megabytes, &peak, None);
        Ok(())
    }
}

/// A file among those of a corpus that is not there yet.
fn answer_in(folder: &Utf8Path) -> Utf8PathBuf {
    folder.join("author-000").join("0501-being-written.md")
}

/// A place in a paragraph around the middle of `text`.
fn middle(text: &str) -> Place {
    let lines: Vec<&str> = text.lines().collect();
    let is_prose = |line: &&str| {
        line.len() > 60 && line.is_ascii() && line.starts_with(|first: char| first.is_ascii_alphabetic())
    };
    let from = lines.len() / 2;
    let line = (from..lines.len()).find(|&index| is_prose(&lines[index])).unwrap_or(0);
    (line, lines[line].find(' ').unwrap_or(0))
}
