//! `tradeoff lint --watch`.

use std::io::{BufRead as _, BufReader};
use std::process::{Child, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

use super::project::{FLAWED, PLAIN, Project};
use crate::lsp::concurrency::{branches, git};

/// A run that goes on, and what it says.
struct Watched {
    child: Child,
    said: Receiver<String>,
}

impl Watched {
    fn start(project: &Project, arguments: &str) -> Self {
        let mut command = project.command(arguments);
        let mut child =
            command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("the program can be started");
        let (sender, said) = channel();
        let (stdout, stderr) =
            (child.stdout.take().expect("it is piped"), child.stderr.take().expect("it is piped"));
        let other = sender.clone();
        std::thread::spawn(move || {
            BufReader::new(stdout).lines().map_while(Result::ok).try_for_each(|line| other.send(line))
        });
        std::thread::spawn(move || {
            BufReader::new(stderr).lines().map_while(Result::ok).try_for_each(|line| sender.send(line))
        });
        Self { child, said }
    }

    /// Everything until each of `texts` has been said. Nothing tells in which order the two outputs are read.
    fn until(&self, texts: &[&str]) -> Vec<String> {
        let mut lines: Vec<String> = Vec::new();
        while !texts.iter().all(|text| lines.iter().any(|line| line.contains(text))) {
            let line = self.said.recv_timeout(Duration::from_secs(60));
            lines.push(line.unwrap_or_else(|_| panic!("{texts:?} is not said, but {lines:?}")));
        }
        lines
    }
}

impl Drop for Watched {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

const WATCHING: &str = "watching for changes";

#[test]
fn every_change_is_answered() {
    let project = Project::with_nothing_required().file("a/0501.md", FLAWED);
    let watched = Watched::start(&project, "lint --watch a");
    watched.until(&[WATCHING, "1 error"]);
    // Saved in place.
    std::fs::write(project.path("a/0501.md"), PLAIN).expect("it can be written");
    watched.until(&[WATCHING, "no findings"]);
    // Saved as editors do: a new file takes the place of the old one.
    std::fs::write(project.path("a/.0501.swp"), FLAWED).expect("it can be written");
    std::fs::rename(project.path("a/.0501.swp"), project.path("a/0501.md")).expect("it can be moved");
    watched.until(&[WATCHING, "1 error"]);
    // A storm ends in an answer about all of it.
    for number in 0..200 {
        let path = project.path(&format!("a/{number}/0502.md"));
        std::fs::create_dir_all(path.parent().expect("it has a folder")).expect("it can be made");
        std::fs::write(path, FLAWED.replace("501 Raft", "502 Paxos")).expect("it can be written");
    }
    watched.until(&["201 files, 201 answers"]);
    // The configuration lies above what is watched.
    let off = "[tradeoffs]\nrequired = []\n[rules]\nmissing-tradeoffs = 'off'\nduplicate-answer = 'off'\n";
    std::fs::write(project.path("tradeoff.toml"), off).expect("it can be written");
    watched.until(&["201 files, 201 answers: no findings"]);
    std::fs::write(project.path("tradeoff.toml"), "[").expect("it can be written");
    watched.until(&["error: tradeoff.toml:1:"]);
    std::fs::write(project.path("tradeoff.toml"), off).expect("it can be written");
    watched.until(&["no findings"]);
}

#[test]
fn what_cannot_be_read_may_be_mended_meanwhile() {
    let project = Project::with_nothing_required().file("a.md", FLAWED).file("b.json", "{}");
    let watched = Watched::start(&project, "lint --watch --format concise --baseline b.json");
    watched.until(&[WATCHING, "b.json: not a baseline"]);
    std::fs::write(project.path("b.json"), r#"{"version": 1, "findings": []}"#).expect("it can be written");
    watched.until(&[WATCHING, "a.md:1:1: error[missing-tradeoffs]"]);
    assert_eq!(project.status("lint --watch --stdin"), 2);
}

/// Demands that `--watch` follows a checkout that changes `count` files, there and back.
fn check_checkout(count: usize) {
    let project = branches(count);
    let watched = Watched::start(&project, "lint --watch --max-findings 1");
    let flawed = format!("{count} files, {count} answers: {count} errors");
    let plain = format!("{count} files, {count} answers: no findings");
    watched.until(&[WATCHING, &flawed]);
    for (branch, end) in [("plain", &plain), ("flawed", &flawed), ("plain", &plain)] {
        git(&project, &format!("checkout --quiet {branch}"));
        watched.until(&[end]);
    }
}

#[test]
fn a_checkout_is_followed() {
    check_checkout(300);
}

#[test]
#[ignore = "takes a minute; run by tests/long"]
fn a_checkout_of_ten_thousand_files_is_followed() {
    check_checkout(10_000);
}
