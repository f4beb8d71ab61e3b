//! `answer = "folder"`: the files of a numbered folder as one answer.

use insta::assert_snapshot;
use serde_json::json;

use super::project::Project;

const FOLDER: &str = "answer = 'folder'\n[tradeoffs]\nrequired = []\n";
const PRIVACY: &str = "answer = 'folder'\n[tradeoffs]\nrequired = ['privacy']\n[considerations.privacy]\n";

fn project(configuration: &str) -> Project {
    Project::new()
        .file("tradeoff.toml", configuration)
        .file("501-raft/01-problem.md", "# The problem\n\nMachines fail.\n")
        .file("501-raft/10-end.md", "The end.\n")
        .file("501-raft/7-trade-offs.md", "---\nauthor: me\n---\nWe take it.\n\n## Cost\n\nText.\n")
        .file("501-raft/drawing.txt", "no Markdown")
        .file("501-raft/deep/0502-paxos.md", "# Q502\n\n## Trade-offs\n\nText.\n")
        .file("notes/0502-paxos.md", "# Q502\n\n## Trade-offs\n\nText.\n")
}

#[test]
fn the_files_are_one_answer_and_its_section_is_a_file() {
    let project = project(FOLDER);
    assert_eq!(project.status("lint"), 0);
    let document = project.json("lint --format json");
    let answers = ["501-raft/01-problem.md", "501-raft/deep/0502-paxos.md", "notes/0502-paxos.md"];
    assert_eq!(project.answers("."), answers);
    assert_eq!(document["answers"][0]["end_line"], 3);
    let section = json!({"path": "501-raft/7-trade-offs.md", "line": 4, "end_line": 8});
    assert_eq!(document["answers"][0]["tradeoff_sections"], json!([section]));
    assert_eq!(document["summary"]["files"], 5);
}

#[test]
fn each_file_is_an_answer_of_its_own_otherwise() {
    let project = project("[tradeoffs]\nrequired = []\n");
    assert_eq!(project.answers("501-raft"), ["501-raft/deep/0502-paxos.md"]);
}

#[test]
fn findings_and_fixes_lie_in_their_files() {
    let project = project(PRIVACY);
    assert_snapshot!(project.run("lint 501-raft"));
    let document = project.json("lint --format json 501-raft/01-problem.md");
    let edit = &document["findings"][0]["fix"]["edits"][0];
    assert_eq!((&edit["line"], &edit["column"]), (&json!(8), &json!(6)));
    std::fs::remove_file(project.path("501-raft/7-trade-offs.md")).expect("files can be removed");
    assert_snapshot!(project.run("lint 501-raft/10-end.md"));
}

#[test]
fn a_named_file_brings_the_others() {
    let project = project(PRIVACY);
    assert_eq!(project.findings("501-raft/10-end.md"), ["501-raft/7-trade-offs.md omitted-privacy"]);
}

#[test]
fn text_on_standard_input_stands_for_its_file() {
    let project = project(FOLDER);
    let name = "--stdin-filename 501-raft/7-trade-offs.md";
    assert!(project.run_with_input(&format!("lint --stdin {name}"), "Text.\n").starts_with("status 0"));
    let text = "Text.\n\n<!-- tradeoff-ignore -->\n";
    assert_snapshot!(project.run_with_input(&format!("lint --format concise --stdin {name}"), text));
}

#[test]
fn a_file_that_cannot_be_read_leaves_the_answer_unjudged() {
    let project = project(PRIVACY).file("501-raft/7-trade-offs.md", b"\xff");
    assert_snapshot!(project.run("lint 501-raft/01-problem.md notes --format concise --fail-on never"));
}
