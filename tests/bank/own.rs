//! A repository with a bank of its own, used as people use one: `own/` is also the example that
//! `questions/README.md` points to.

use std::fs;
use std::path::Path;

use insta::assert_snapshot;

use crate::cli::project::Project;
use crate::lsp::client::{Client, capable, uri};

/// A copy of `own/`.
fn own() -> Project {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/bank/own");
    let mut project = Project::new();
    let mut folders = vec![root.clone()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).expect("the folder can be read") {
            let path = entry.expect("the folder can be read").path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let below = path.strip_prefix(&root).expect("it lies below").to_string_lossy().replace('\\', "/");
                project = project.file(&below, fs::read(&path).expect("the file can be read"));
            }
        }
    }
    project
}

#[test]
fn its_sheets_are_sound() {
    assert_eq!(own().run("bank check"), "status 0\n--- stdout\n3 sheets: no findings\n");
}

#[test]
fn its_answers_are_linted() {
    assert_snapshot!(own().run("lint"));
}

#[test]
fn its_questions_are_listed_beside_the_built_in_ones() {
    let project = own();
    assert_snapshot!(project.run("list --section day-to-day"));
    assert_eq!(project.json("list --format json").as_array().map(Vec::len), Some(253));
}

#[test]
fn its_sheets_are_shown() {
    assert_snapshot!(own().run("show 803"));
}

#[test]
fn its_answers_are_started_from_the_skeleton_of_their_shape() {
    let project = own();
    assert_eq!(project.run("new 802 --dir answers"), "status 0\n--- stdout\nanswers/0802-cron-enough.md\n");
    let text = project.read("answers/0802-cron-enough.md");
    assert!(text.starts_with("---\nquestion: 802\n---\n\n# 802. When is a cron job enough"), "{text}");
    assert!(text.contains("## What must be true to switch"), "{text}");
    assert!(project.run("new 801 --dir answers").contains("already there"));
}

#[test]
fn its_questions_are_hovered_over() {
    let project = own();
    let path = project.path("answers/0801-untried-backup.md");
    let text = fs::read_to_string(&path).expect("the answer can be read");
    let line = text.lines().position(|line| line.starts_with("# ")).expect("the answer has a title") as u32;
    let mut client = Client::ready(&capable());
    client.open(&uri(&path), &text);
    let hover = client.at("textDocument/hover", &uri(&path), line, 4);
    let shown = hover["contents"]["value"].as_str().expect("the question is shown");
    assert!(shown.starts_with("**801. How do you restore a backup"), "{shown}");
    assert!(shown.contains("**restore drill**"), "{shown}");
}
