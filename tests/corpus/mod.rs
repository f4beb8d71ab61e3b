//! The sample answers: what is found in them is kept as a snapshot, so that a change of a word list or of the
//! model is reviewed as the difference that it makes here.

mod quiet;

use std::collections::BTreeSet;
use std::process::Command;

use tradeoff_analysis::bank::{Shape, Sheet};

use crate::bank::builtin_sheets;

/// What `tradeoff lint` prints about the samples, and its exit status.
fn lint(format: &str) -> (String, Option<i32>) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_tradeoff"));
    command.args(["lint", "tests/samples", "--format", format]).current_dir(env!("CARGO_MANIFEST_DIR"));
    let output = command.output().expect("the program can be started");
    (String::from_utf8(output.stdout).expect("the output is UTF-8"), output.status.code())
}

#[test]
fn the_samples_have_these_findings() {
    let (findings, status) = lint("concise");
    insta::assert_snapshot!(findings);
    assert_eq!(status, Some(1));
}

#[test]
fn the_samples_are_of_all_shapes() {
    let report: serde_json::Value = serde_json::from_str(&lint("json").0).expect("the output is JSON");
    let answers = report["answers"].as_array().expect("there are answers");
    assert!(answers.len() >= 20, "{} samples", answers.len());
    let sheets: Vec<Sheet> = builtin_sheets().iter().map(|(_, text)| Sheet::parse(text)).collect();
    let shape = |answer: &serde_json::Value| {
        let number = answer["question"].as_u64().expect("an answer has a question");
        let sheet = sheets.iter().find(|sheet| sheet.number.map(u64::from) == Some(number));
        sheet.expect("the question is in the bank").shape.name()
    };
    let shapes: BTreeSet<&str> = answers.iter().map(shape).collect();
    assert_eq!(shapes, Shape::ALL.map(Shape::name).into());
}
