//! `tradeoff list`.

use insta::assert_snapshot;
use serde_json::Value;

use super::project::{FLAWED, PLAIN, Project, text};

fn project() -> Project {
    let draft = "---\nquestion: 503\nstatus: draft\n---\n# Compare\n\nText.\n";
    Project::with_nothing_required()
        .file("answers/0501-raft.md", PLAIN)
        .file("other/0501-raft.md", FLAWED)
        .file("answers/0502-paxos.md", FLAWED.replace("501", "502"))
        .file("answers/0503.md", draft)
        .file("answers/0504.md", "# Q504\n")
}

#[test]
fn questions_have_a_state() {
    let listed = project().run("list --section distributed");
    let first: Vec<&str> = listed.lines().take(6).collect();
    assert_snapshot!(first.join("\n"));
}

#[test]
fn states_are_in_colour() {
    let listed = project().run("list --color always").replace('\u{1b}', "␛");
    let first: Vec<&str> = listed.lines().take(6).collect();
    assert_snapshot!(first.join("\n"));
}

#[test]
fn questions_are_chosen_by_state() {
    let project = project();
    assert_snapshot!(project.run("list --state argued"));
    assert_snapshot!(project.run("list --state answered --format json"));
    assert_snapshot!(project.run("list --state draft --shape design"));
}

#[test]
fn questions_are_chosen_by_section_and_shape() {
    let project = Project::new();
    let count =
        |arguments: &str| project.json(&format!("list --format json {arguments}")).as_array().map(Vec::len);
    assert_eq!(count(""), Some(250));
    assert_eq!(count("--section advanced-distributed-systems"), Some(40));
    assert_eq!(count("--section failure"), Some(10));
    assert_eq!(count("--state unanswered"), Some(250));
    let comparisons = project.json("list --format json --shape comparison");
    let shapes = comparisons.as_array().expect("there is a list").iter().map(|one: &Value| text(&one["shape"]));
    assert!(shapes.clone().all(|shape| shape == "comparison") && shapes.count() > 5);
}

#[test]
fn what_does_not_exist() {
    let project = Project::new();
    assert_snapshot!(project.run("list --section poetry"));
    assert_snapshot!(project.run("list --shape poem"));
    assert_snapshot!(project.run("list --state done"));
}

#[test]
fn what_cannot_be_read_is_a_failure_and_the_list_comes_all_the_same() {
    let project = Project::new().file("0501.md", b"\xff");
    let output = project.output("list");
    assert_eq!(output.status.code(), Some(2));
    assert_eq!(String::from_utf8_lossy(&output.stdout).lines().count(), 250);
    assert_eq!(
        String::from_utf8_lossy(&output.stderr),
        "error: 0501.md: not UTF-8 from byte 0 on; save it as UTF-8\n"
    );
}

#[test]
fn a_home_folder_is_not_searched() {
    let project = Project::new().file("0501-raft.md", PLAIN);
    let output =
        project.command("list").env("HOME", project.path("")).output().expect("the program can be started");
    assert_eq!(output.status.code(), Some(0));
    assert!(String::from_utf8_lossy(&output.stderr).starts_with("note: "));
    assert!(!String::from_utf8_lossy(&output.stdout).contains("argued"));
}
