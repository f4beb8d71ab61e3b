//! The names that `uncovered-point` looks for, held against answers in other people's words.
//!
//! Each file in `points/` is a short answer that touches every point of its question's sheet, one paragraph for each,
//! with a comment that says which. Left as it is it gets no finding; without a paragraph it gets exactly that point.
//! Three of them are named in its front matter, and are taken out together.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use tradeoff_analysis::bank::{Bank, Question, Shape, SheetSource};
use tradeoff_analysis::config::Settings;
use tradeoff_analysis::{Input, analyse};

use super::builtin_sheets;

/// An answer in `points/`.
struct Answer {
    name: String,
    text: String,
    question: u32,
    /// The points that are left out together.
    left_out: Vec<String>,
}

fn answers() -> Vec<Answer> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/bank/points");
    let files = fs::read_dir(folder).expect("the folder can be read");
    let mut answers: Vec<Answer> = files
        .map(|file| {
            let path = file.expect("the folder can be read").path();
            let text = fs::read_to_string(&path).expect("an answer can be read").replace("\r\n", "\n");
            let value = |key: &str| {
                let line = text.lines().find_map(|line| line.strip_prefix(key)?.strip_prefix(": "));
                line.expect("the front matter names the question and what is left out").to_owned()
            };
            let question = value("question").parse().expect("a question has a number");
            let left_out = value("left-out").split("; ").map(str::to_owned).collect();
            let name = path.file_name().expect("a file has a name").to_string_lossy().into_owned();
            Answer { name, text, question, left_out }
        })
        .collect();
    answers.sort_by(|one, other| one.name.cmp(&other.name));
    answers
}

fn bank() -> Bank {
    let mut bank = Bank::default();
    bank.add_own(
        builtin_sheets().into_iter().map(|(path, text)| SheetSource { path: path.into(), text: text.into() }),
    );
    bank
}

/// `text` without the paragraphs that are marked as being about `points`.
fn without(text: &str, points: &[String]) -> String {
    let is_kept = |paragraph: &&str| {
        let marked = paragraph.strip_prefix("<!-- point: ").and_then(|rest| rest.split_once(" -->"));
        marked.is_none_or(|(point, _)| !points.iter().any(|one| one == point))
    };
    text.split("\n\n").filter(is_kept).collect::<Vec<_>>().join("\n\n")
}

/// The points that `uncovered-point` names in `text`.
fn uncovered(bank: &Bank, text: &str) -> Vec<String> {
    let settings = Settings::default();
    let analysis = analyse(&Input {
        text,
        path: Some("answer.md"),
        below_config: None,
        bank,
        settings: &settings,
        surroundings: None,
    });
    let finding = analysis.findings.iter().find(|finding| finding.rule == "uncovered-point");
    let points =
        finding.and_then(|finding| finding.message.split_once("touched: ")).map_or("", |(_, points)| points);
    points.split(", ").filter(|point| !point.is_empty()).map(str::to_owned).collect()
}

fn terms(question: &Question) -> Vec<String> {
    question.sheet().cover.iter().map(|point| point.term.clone()).collect()
}

#[test]
fn answers_in_other_words_cover_every_point() {
    let bank = bank();
    let mut faults = Vec::new();
    for Answer { name, text, question, left_out } in answers() {
        let question = bank.get(question).expect("the question is in the bank");
        let terms = terms(question);
        let mut expect = |left_out: &[String]| {
            let found = uncovered(&bank, &without(&text, left_out));
            let expected: Vec<String> = terms.iter().filter(|term| left_out.contains(term)).cloned().collect();
            if found != expected || expected.len() != left_out.len() {
                faults.push(format!("{name}: without {left_out:?} found {found:?}"));
            }
        };
        expect(&[]);
        assert_eq!(left_out.len(), 3, "{name}");
        expect(&left_out);
        for term in &terms {
            expect(std::slice::from_ref(term));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn the_answers_are_of_all_sections_and_shapes() {
    let bank = bank();
    let answers = answers();
    assert!(answers.len() >= 40, "{} answers", answers.len());
    let questions = answers.iter().map(|answer| bank.get(answer.question).expect("the question is in the bank"));
    let sections: BTreeSet<&str> = questions.clone().map(|question| question.section.as_str()).collect();
    assert_eq!(sections, bank.sections().into_iter().collect());
    let shapes: BTreeSet<&str> = questions.map(|question| question.sheet().shape.name()).collect();
    assert_eq!(shapes, Shape::ALL.map(Shape::name).into());
}
