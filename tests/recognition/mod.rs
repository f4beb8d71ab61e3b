//! Which questions documents answer: a table of real-looking paths and openings, each with and without a
//! `tradeoff.toml` above it.
//!
//! `cases.tsv` says what is expected: `501`, `501,502` for several answers, `?501` for a candidate, `foreign`, or
//! `-` for a document that has nothing to do with us. `\n`, `\r` and `\t` stand for themselves.

use tradeoff_analysis::answer::{Recognition, recognise};
use tradeoff_analysis::bank::{Bank, SheetSource};
use tradeoff_analysis::markdown::{Dialect, Markdown};

use crate::bank::builtin_sheets;

#[test]
fn documents_answer_the_questions_that_the_table_says() {
    let bank = bank();
    let mut wrong = String::new();
    let mut count = 0;
    for line in include_str!("cases.tsv").lines().skip(1) {
        let cells: Vec<&str> = line.split('\t').collect();
        let [path, opening, without, with] = cells[..] else { panic!("a case has four cells: {line}") };
        let text = unescape(opening);
        for (confirmed, expected) in [(false, without), (true, with)] {
            count += 1;
            let markdown = Markdown::parse(&text, Dialect::of_path(path));
            let found = show(&recognise(&text, &markdown, Some(path), confirmed, &bank));
            if found != expected {
                let setting = if confirmed { "with" } else { "without" };
                let line = format!("{path} {opening:?} {setting}: expected {expected}, found {found}\n");
                wrong.push_str(&line);
            }
        }
    }
    assert!(count >= 200, "{count} cases");
    assert!(wrong.is_empty(), "\n{wrong}");
}

fn bank() -> Bank {
    let mut bank = Bank::default();
    let sheets = builtin_sheets().into_iter();
    bank.add_own(sheets.map(|(path, text)| SheetSource { path: path.into(), text: text.into() }));
    bank
}

fn unescape(text: &str) -> String {
    text.replace("\\n", "\n").replace("\\r", "\r").replace("\\t", "\t")
}

fn show(recognition: &Recognition) -> String {
    if recognition.foreign {
        return "foreign".to_owned();
    }
    let numbers: Vec<String> = recognition.answers.iter().map(|answer| answer.question.to_string()).collect();
    match recognition.candidate {
        Some(candidate) => format!("?{}", candidate.question),
        None if numbers.is_empty() => "-".to_owned(),
        None => numbers.join(","),
    }
}

#[test]
fn answers_end_where_the_next_begins_or_a_higher_heading_stands() {
    let text =
        "# Week 1\n\n## Q501 Raft\n\nText.\n\n## Trade-offs\n\nText.\n\n## Q502 Paxos\n\n# Week 2\n\nText.\n";
    let markdown = Markdown::parse(text, Dialect::CommonMark);
    let found = recognise(text, &markdown, Some("a.md"), false, &bank());
    let parts: Vec<_> = found
        .answers
        .iter()
        .map(|answer| (&text[std::ops::Range::<usize>::from(answer.span)], answer.has_prose))
        .collect();
    assert_eq!(
        parts,
        [("## Q501 Raft\n\nText.\n\n## Trade-offs\n\nText.\n\n", true), ("## Q502 Paxos\n\n", false)]
    );
}

#[test]
fn a_byte_order_mark_or_a_comment_before_the_title_changes_nothing() {
    let bank = bank();
    let text = "## Trade-offs of Raft\n\nText.\n";
    for before in ["", "\u{feff}", "\n<!-- a note -->\n", "<!-- a -->\n\n<!-- b -->\n\n"] {
        let text = format!("{before}{text}");
        let markdown = Markdown::parse(&text, Dialect::CommonMark);
        let found = recognise(&text, &markdown, Some("0501-raft.md"), true, &bank);
        assert_eq!(found.answers.first().map(|answer| answer.heading), Some(Some(0)), "{text:?}");
    }
}
