//! The rules about the decision, each on passages of many voices.
//!
//! `<rule>.tsv` has a passage a line: `reported` or `silent`, a tab, and the text of a trade-off section with `\n`
//! for its line ends. A passage that is judged wrong belongs into the list, and the phrase that would have told
//! into `server/analysis/lexicons/decisions.toml`.

mod repositories;

use std::fs;
use std::path::Path;

use tradeoff_analysis::bank::Bank;
use tradeoff_analysis::config::Settings;
use tradeoff_analysis::{Input, analyse};

static SHEETS: &[(&str, &str)] = &[("senior/consensus/0501-raft.md", "# Walk through Raft.\n")];

/// Fewer passages of a kind prove nothing.
const MIN_PASSAGES: usize = 20;

fn is_reported(rule: &str, passage: &str) -> bool {
    let text = format!("# Q501 Raft\n\n## Trade-offs\n\n{}\n", passage.replace("\\n", "\n"));
    let bank = Bank::builtin(SHEETS);
    let settings = Settings::default();
    let input = Input {
        text: &text,
        path: None,
        below_config: None,
        bank: &bank,
        settings: &settings,
        surroundings: None,
    };
    analyse(&input).findings.iter().any(|finding| finding.rule == rule)
}

/// Judges every passage in the rule's file, and shows all that are judged wrong.
fn check(rule: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("tests/rules/{rule}.tsv"));
    let text = fs::read_to_string(path).expect("the passages can be read");
    let rows: Vec<(&str, &str)> =
        text.lines().skip(1).map(|line| line.split_once('\t').expect("a row has two columns")).collect();
    for expected in ["silent", "reported"] {
        let count = rows.iter().filter(|(kind, _)| *kind == expected).count();
        assert!(count >= MIN_PASSAGES, "{rule}: {count} {expected}");
    }
    let wrong: Vec<String> = rows
        .iter()
        .filter(|(expected, passage)| *expected != if is_reported(rule, passage) { "reported" } else { "silent" })
        .map(|(expected, passage)| format!("should be {expected}: {passage}"))
        .collect();
    assert!(wrong.is_empty(), "{rule}\n{}", wrong.join("\n"));
}

#[test]
fn missing_decision() {
    check("missing-decision");
}

#[test]
fn missing_alternative() {
    check("missing-alternative");
}

#[test]
fn one_sided() {
    check("one-sided");
}

#[test]
fn unquantified() {
    check("unquantified");
}

#[test]
fn missing_reversal() {
    check("missing-reversal");
}
