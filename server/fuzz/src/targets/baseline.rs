//! Baselines: any file is read or refused, and what is accepted is what is written in it.

use camino::Utf8Path;
use tradeoff_workspace::{Baseline, Configurations, Linter, Options, Run};

use crate::case::{Case, parts};

/// What baselines and the documents beside them are made of.
pub const WORDS: &[&str] = &[
    "{\"version\": 1, \"findings\": []}",
    "{\"version\":1,\"findings\":[{\"path\":\"0.md\",\"rule\":\"omitted-cost\",\"question\":501,\"fingerprint\":\"00ff\"}]}",
    "\"path\": \"1.md\",",
    "\"path\": \"../a\\\\b.md\",",
    "\"question\": null",
    "\"rule\": \"missing-tradeoffs\",",
    "\"fingerprint\": \"\"",
    "\"version\": 2",
    "{",
    "}",
    "[",
    "]",
    ",",
    "\\u0000",
    "\n%%\n",
    "# Q501 Raft\n\nText.\n",
    "# Q502\n\n## Trade-offs\n\nTBD\n",
    "## Trade-offs",
    "Cost: TBD",
    "TODO",
    "[a](b.md)",
    "<!-- tradeoff-ignore omitted-cost: a demo -->",
    "Q999",
];

/// A folder that does not exist, so that nothing in it does.
const FOLDER: &str = "/tradeoff-fuzz";

/// Tries one baseline, and the documents that stand behind it.
pub fn check(data: &[u8]) {
    let Some(case) = Case::read(data) else { return };
    let mut parts = parts(&case.text);
    let read = Baseline::parse(parts.next().unwrap_or_default().as_bytes(), "baseline.json");
    let texts: Vec<&str> = parts.take(4).collect();
    if let Ok(baseline) = &read {
        demand_lasting(baseline);
        demand_accepted(baseline, || run(&texts));
    }
    let run_ = run(&texts);
    let folder = Utf8Path::new(FOLDER);
    let own = Baseline::of(&run_, folder, folder);
    demand_lasting(&own);
    let mut accepted = run(&texts);
    assert!(own.accept(&mut accepted, folder, folder).is_empty(), "a new baseline has entries of no use");
    for located in accepted.linted.iter().flat_map(|file| &file.findings) {
        let finding = &located.finding;
        let is_accepted = !finding.suppressed && finding.severity > tradeoff_analysis::rules::Severity::Hint;
        assert_eq!(located.baselined, is_accepted, "{finding:?}");
    }
}

/// What is found in `texts`, each a file of its own.
fn run(texts: &[&str]) -> Run {
    let folder = Utf8Path::new(FOLDER);
    let configurations = Configurations::new(
        &[("senior/0501-raft.md", "# Walk through Raft.\n"), ("senior/0502-paxos.md", "# Walk through Paxos.\n")],
        [],
    );
    let linter = Linter::new(&configurations, folder, Options::default());
    let mut whole = Run::default();
    for (index, text) in texts.iter().enumerate() {
        let mut run = linter.lint_bytes(None, text.as_bytes().to_vec());
        for file in &mut run.linted {
            file.path = format!("{index}.md");
        }
        whole.paths.push(format!("{index}.md"));
        whole.files += run.files;
        whole.linted.append(&mut run.linted);
    }
    whole
}

/// Demands that `baseline` is the same after it was written and read.
fn demand_lasting(baseline: &Baseline) {
    let written = baseline.to_json();
    let read = Baseline::parse(written.as_bytes(), "baseline.json").expect("what was written can be read");
    assert_eq!(&read, baseline, "{written}");
    assert_eq!(read.to_json(), written);
}

/// Demands that nothing is accepted but what an entry names, and that entries of no use can go.
fn demand_accepted(baseline: &Baseline, run: impl Fn() -> Run) {
    let folder = Utf8Path::new(FOLDER);
    let mut first = run();
    let stale = baseline.accept(&mut first, folder, folder);
    let accepted = |run: &Run| {
        let findings =
            run.linted.iter().flat_map(|file| file.findings.iter().map(move |found| (&file.path, found)));
        let accepted = findings.filter(|(_, located)| located.baselined);
        accepted.map(|(path, located)| (path.clone(), located.finding.fingerprint.to_string())).collect::<Vec<_>>()
    };
    for (_, fingerprint) in accepted(&first) {
        assert!(baseline.entries.iter().any(|entry| entry.fingerprint == fingerprint), "{fingerprint}");
    }
    assert!(accepted(&first).len() <= baseline.entries.len());
    assert!(stale.iter().all(|entry| baseline.entries.contains(entry)));
    let pruned = baseline.without(&stale);
    assert_eq!(pruned.entries.len() + stale.len(), baseline.entries.len());
    let mut second = run();
    assert!(pruned.accept(&mut second, folder, folder).is_empty(), "a pruned baseline has entries of no use");
    assert_eq!(accepted(&first), accepted(&second), "pruning wakes or silences something");
}
