//! What must never change a verdict, tried on every labelled passage through the one entry point that command
//! line and server share.

use std::fs;
use std::ops::Range;
use std::path::Path;

use tradeoff_analysis::bank::Bank;
use tradeoff_analysis::config::Settings;
use tradeoff_analysis::{AnswerReport, Input, analyse};

static SHEETS: &[(&str, &str)] = &[("senior/consensus/0501-raft.md", "# Walk through Raft.\n")];

const HEAD: &str = "# Q501 Raft\n\n## Trade-offs\n\n";

/// Every n-th passage, with its headings below the section's own.
pub(crate) fn passages(every: usize) -> Vec<(String, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/verdicts/passages");
    let mut files = Vec::new();
    for folder in fs::read_dir(root).expect("the passages' folder can be read") {
        let folder = folder.expect("the passages' folder can be read").path();
        let entries = fs::read_dir(&folder).expect("a folder of passages can be read");
        files.extend(entries.map(|entry| entry.expect("a folder of passages can be read").path()));
    }
    files.retain(|file| file.extension().is_some_and(|extension| extension == "md"));
    files.sort();
    let read = |file: &std::path::PathBuf| {
        let text = fs::read_to_string(file).expect("a passage can be read");
        let text =
            text.lines().map(|line| if line.starts_with('#') { format!("##{line}") } else { line.to_owned() });
        (file.display().to_string(), format!("{HEAD}{}\n", text.collect::<Vec<_>>().join("\n")))
    };
    files.iter().step_by(every).map(read).collect()
}

fn report(text: &str) -> AnswerReport {
    let bank = Bank::builtin(SHEETS);
    let settings = Settings::default();
    let input =
        Input { text, path: None, below_config: None, bank: &bank, settings: &settings, surroundings: None };
    analyse(&input).answers.into_iter().next().expect("the text is an answer")
}

/// Each verdict with its confidence, to three digits.
fn verdicts(text: &str) -> Vec<(&'static str, String)> {
    let judgements = report(text).judgements.into_iter();
    judgements.map(|(_, judgement)| (judgement.verdict.name(), format!("{:.3}", judgement.confidence))).collect()
}

/// Demands that `change` moves no verdict of any passage.
fn unchanged_by(every: usize, change: impl Fn(&str) -> String) {
    for (name, text) in passages(every) {
        let changed = change(&text);
        assert_eq!(verdicts(&changed), verdicts(&text), "{name}");
    }
}

#[test]
fn line_endings_change_nothing() {
    unchanged_by(5, |text| text.replace('\n', "\r\n"));
}

#[test]
fn blanks_at_line_ends_change_nothing() {
    unchanged_by(5, |text| text.replace('\n', " \n"));
}

#[test]
fn wrapping_changes_nothing() {
    unchanged_by(5, |text| {
        let blocks = text.split("\n\n").map(|block| {
            let is_plain = block.lines().all(|line| line.starts_with(|first: char| first.is_alphabetic()));
            if !is_plain {
                return block.to_owned();
            }
            // A word that would start a list, a heading or a quote must not come to stand at the start of a line.
            let mut wrapped = String::new();
            for word in block.split_whitespace() {
                let may_break = word.starts_with(|first: char| first.is_alphabetic());
                wrapped.push_str(if wrapped.is_empty() {
                    ""
                } else if may_break {
                    "\n"
                } else {
                    " "
                });
                wrapped.push_str(word);
            }
            wrapped
        });
        blocks.collect::<Vec<_>>().join("\n\n")
    });
}

#[test]
fn emphasis_changes_nothing() {
    unchanged_by(5, |text| {
        let lines = text.lines().map(|line| {
            let words: Vec<&str> = line.split(' ').collect();
            let is_word = |word: &&str| word.len() > 3 && word.chars().all(char::is_alphabetic);
            match words.iter().position(is_word) {
                // A line of one word could become a bold heading.
                Some(at) if words.len() > 3 && !line.starts_with('#') => {
                    let emphasised = format!("*{}*", words[at]);
                    let words = words.iter().enumerate();
                    let words = words.map(|(index, word)| if index == at { &emphasised } else { *word });
                    words.collect::<Vec<_>>().join(" ")
                }
                _ => line.to_owned(),
            }
        });
        lines.collect::<Vec<_>>().join("\n") + "\n"
    });
}

#[test]
fn the_order_of_paragraphs_changes_nothing() {
    unchanged_by(5, |text| {
        let blocks: Vec<&str> = text.trim_end().split("\n\n").collect();
        let is_plain = |block: &str| {
            block.lines().all(|line| line.starts_with(|first: char| first.is_alphabetic()))
                && !block.ends_with(':')
        };
        if blocks.len() < 4 || !blocks[2..].iter().all(|block| is_plain(block)) {
            return text.to_owned();
        }
        let mut swapped = blocks.clone();
        swapped[2..].reverse();
        swapped.join("\n\n") + "\n"
    });
}

#[test]
fn evidence_lies_inside_the_section_and_quotes_it() {
    for (name, text) in passages(1) {
        let report = report(&text);
        let section = report.tradeoff_sections[0].span;
        for (_, judgement) in &report.judgements {
            for evidence in judgement.evidence.iter().chain(&judgement.near_misses) {
                assert!(section.contains_range(evidence.span), "{name}");
                assert!(evidence.span.contains_range(evidence.words), "{name}");
                assert!(text.get(Range::<usize>::from(evidence.words)).is_some(), "{name}");
            }
            let is_missing = judgement.verdict.name() == "missing";
            assert_eq!(judgement.evidence.is_empty(), is_missing, "{name}");
            assert!((0.0..=1.0).contains(&judgement.confidence) && !judgement.reason.is_empty(), "{name}");
        }
    }
}

proptest::proptest! {
    /// Nothing that anybody can type makes the judgement panic.
    #[test]
    fn any_text_is_judged(text in "(\\PC|\n|\\| |- |> |#|\\*\\*|`|<!--|-->|[0-9]+ (ms|€|GB)|the|cost|stale|waits|TBD){0,80}") {
        report(&format!("{HEAD}{text}\n"));
    }
}
