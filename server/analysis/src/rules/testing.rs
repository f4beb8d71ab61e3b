//! How rules are tested: a document with a line of carets under what must be reported.
//!
//! A caret line stands under the text it points at and names the rule. [`check`] removes the caret lines,
//! analyses the rest, writes the findings back as caret lines and compares, so a failure shows the picture that
//! it should have been. A document without carets expects silence.

use crate::analyse::{Analysis, Input, analyse};
use crate::bank::Bank;
use crate::config::{Config, Settings};
use crate::rules::Finding;
use crate::text::{ColumnUnit, LineIndex};

static SHEETS: &[(&str, &str)] = &[
    ("senior/consensus/0501-raft.md", "# Walk through Raft consensus algorithm step by step.\n"),
    ("senior/consensus/0502-paxos.md", "# Walk through Paxos consensus algorithm step by step.\n"),
    (
        "senior/caches/0510-ttl.md",
        "# What does a TTL bound?\n\n## Cover\n- **expiry** (time to live): what it bounds.\n\
         - **look-aside cache** (cache aside, on a miss): who fills it.\n- **stampede** (dogpile, jitter): many misses at once.\n",
    ),
    ("senior/geo/0531-writes.md", "# What are the trade-offs of synchronous cross-region writes?\n"),
];

/// Analyses `text` at `path` below a `configuration`.
fn analysis_below(configuration: &str, path: &str, text: &str) -> Analysis {
    let bank = Bank::builtin(SHEETS);
    let (config, _) = Config::parse(configuration).expect("the configuration is valid");
    let settings = Settings::new(config).expect("its globs are valid");
    let below_config = Some(path);
    analyse(&Input { text, path: Some(path), below_config, bank: &bank, settings: &settings, surroundings: None })
}

fn findings(path: &str, text: &str) -> Vec<Finding> {
    findings_below("", path, text)
}

fn findings_below(configuration: &str, path: &str, text: &str) -> Vec<Finding> {
    let findings = analysis_below(configuration, path, text).findings;
    findings.into_iter().filter(|finding| !finding.suppressed).collect()
}

/// The names of all findings in `text`, in order.
pub(crate) fn rule_names(text: &str) -> Vec<String> {
    rule_names_below("", text)
}

/// The same below a `configuration`.
pub(crate) fn rule_names_below(configuration: &str, text: &str) -> Vec<String> {
    let findings = findings_below(configuration, "answer.md", text);
    findings.into_iter().map(|finding| finding.rule.into_owned()).collect()
}

/// The messages of all findings in `text`, in order.
pub(crate) fn messages(text: &str) -> Vec<String> {
    findings("answer.md", text).into_iter().map(|finding| finding.message).collect()
}

/// Compares the findings in `fixture` with its carets.
pub(crate) fn check(fixture: &str) {
    check_at("answer.md", fixture);
}

/// The same for a document at `path`.
pub(crate) fn check_at(path: &str, fixture: &str) {
    check_all("", path, fixture);
}

/// The same for a document below a `configuration`.
pub(crate) fn check_below(configuration: &str, fixture: &str) {
    check_all(configuration, "answer.md", fixture);
}

fn check_all(configuration: &str, path: &str, fixture: &str) {
    let fixture = fixture.trim_start_matches('\n');
    let text: String = fixture.split_inclusive('\n').filter(|line| !is_caret_line(line)).collect();
    let index = LineIndex::new(&text);
    let findings = findings_below(configuration, path, &text);
    let mut picture = String::new();
    for (number, line) in text.split_inclusive('\n').enumerate() {
        picture.push_str(line);
        for finding in &findings {
            let start = index.line_column(&text, finding.span.start(), ColumnUnit::CodePoint);
            let end = index.line_column(&text, finding.span.end(), ColumnUnit::CodePoint);
            if start.line as usize == number {
                let width = (end.column.max(start.column + 1) - start.column) as usize;
                let indent = " ".repeat(start.column as usize);
                let line = format!("{indent}{} {}\n", "^".repeat(width), finding.rule);
                picture.push_str(&line);
            }
        }
    }
    assert_eq!(picture, fixture, "\n--- found\n{picture}\n--- expected\n{fixture}");
}

/// Applies the fix of the first finding called `rule` and compares; the same rule must then offer nothing more.
pub(crate) fn check_fix(rule: &str, before: &str, after: &str) {
    let fix = |text: &str| {
        let found = findings("answer.md", text).into_iter().find(|finding| finding.rule == rule);
        found.and_then(|finding| finding.fix)
    };
    let mut fixed = before.to_owned();
    for edit in fix(before).expect("the rule offers a fix").edits.iter().rev() {
        fixed.replace_range(std::ops::Range::<usize>::from(edit.span), &edit.text);
    }
    assert_eq!(fixed, after, "\n--- fixed\n{fixed}\n--- expected\n{after}");
    assert_eq!(fix(&fixed), None, "applied twice equals once");
}

/// What the fixes in `text` do, in order.
pub(crate) fn fix_titles(text: &str) -> Vec<String> {
    findings("answer.md", text).into_iter().filter_map(|finding| Some(finding.fix?.title)).collect()
}

fn is_caret_line(line: &str) -> bool {
    let line = line.trim_start();
    line.starts_with('^') && line.trim_start_matches('^').starts_with(' ')
}
