//! `tradeoff new`.

use insta::assert_snapshot;

use super::project::{PLAIN, Project};

#[test]
fn an_answer_is_started() {
    let project = Project::new();
    assert_snapshot!(project.run("new 501 --dir deep/answers"));
    assert_snapshot!(project.read("deep/answers/0501-raft-walkthrough.md"));
}

#[test]
fn each_shape_has_its_own_skeleton() {
    let project = Project::new();
    let headings = |number: u32| {
        let output = project.output(&format!("new {number}"));
        let path = String::from_utf8(output.stdout).expect("paths are UTF-8");
        let text = project.read(path.trim_end());
        text.lines().filter(|line| line.starts_with("## ")).map(str::to_owned).collect::<Vec<_>>()
    };
    let comparison = headings(503);
    let design = headings(522);
    assert_ne!(comparison, design);
    assert_eq!(comparison.last(), design.last());
}

#[test]
fn a_new_file_is_an_answer_that_is_unanswered_and_not_faulty() {
    let project = Project::new();
    project.run("new 501");
    let document = project.json("lint --format json");
    assert_eq!(document["answers"][0]["question"], 501);
    assert_eq!(document["answers"][0]["state"], "unanswered");
    assert_eq!(document["findings"], serde_json::json!([]));
}

#[test]
fn what_the_configuration_requires_is_in_the_skeleton() {
    let project = Project::new().file("tradeoff.toml", "[tradeoffs]\nrequired = ['cost', 'security']\n");
    project.run("new 501");
    let skeleton = project.read("0501-raft-walkthrough.md");
    let headings: Vec<&str> = skeleton.lines().filter(|line| line.starts_with("### ")).collect();
    assert_eq!(headings, ["### Decision", "### Cost", "### Security", "### Given up", "### Would change if"]);
}

#[test]
fn nothing_is_overwritten() {
    let project = Project::new().file("0501-raft-walkthrough.md", "mine");
    assert_snapshot!(project.run("new 501"));
    assert_eq!(project.read("0501-raft-walkthrough.md"), "mine");
}

#[test]
fn a_question_is_answered_once() {
    let project = Project::new().file("answers/raft.md", format!("Some words.\n\n{PLAIN}"));
    assert_snapshot!(project.run("new 501 --dir answers"));
    assert_eq!(std::fs::read_dir(project.path("answers")).expect("it can be read").count(), 1);
    assert_eq!(project.status("new 501 --dir mine"), 0);
}

#[cfg(unix)]
#[test]
fn a_link_that_leads_nowhere_is_not_overwritten_either() {
    let project = Project::new();
    std::os::unix::fs::symlink("gone.md", project.path("0501-raft-walkthrough.md")).expect("links can be made");
    assert_eq!(project.status("new 501"), 2);
    assert!(!project.path("gone.md").exists());
}

#[test]
fn a_folder_that_cannot_be_made() {
    let project = Project::new().file("answers", "a file");
    let output = project.output("new 501 --dir answers");
    assert_eq!(output.status.code(), Some(2));
    let stderr = String::from_utf8_lossy(&output.stderr);
    assert!(stderr.starts_with("error: answers/0501-raft-walkthrough.md: cannot be written: "), "{stderr}");
}

#[test]
fn a_question_that_does_not_exist() {
    let project = Project::new();
    assert_snapshot!(project.run("new 5010"));
    assert_snapshot!(project.run("new raft"));
    assert_eq!(std::fs::read_dir(project.path("")).expect("it can be read").count(), 0);
}
