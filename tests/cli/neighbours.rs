//! Findings that depend on other files than the one that is checked.

use super::project::{NOTHING_REQUIRED, PLAIN, Project};

fn repository() -> Project {
    Project::with_nothing_required()
        .file("alice/0501-raft.md", PLAIN)
        .file("alice/raft/501.md", PLAIN)
        .file("bob/0501.md", format!("{PLAIN}\n[gone](gone.md) [there](../alice/0501-raft.md#cost)\n"))
}

const ALL: [&str; 4] = [
    "alice/0501-raft.md duplicate-answer",
    "alice/raft/501.md duplicate-answer",
    "bob/0501.md broken-reference",
    "bob/0501.md broken-reference",
];

#[test]
fn the_whole_repository_counts_whatever_is_named() {
    let project = repository();
    assert_eq!(project.findings("."), ALL);
    assert_eq!(project.findings("alice/0501-raft.md"), ALL[..1]);
    assert_eq!(project.findings("alice/raft"), ALL[1..2]);
    assert_eq!(project.findings("bob"), ALL[2..]);
    assert_eq!(project.findings("bob alice/raft/501.md"), ALL[1..]);
}

#[test]
fn only_what_is_named_is_told_and_counted() {
    let project =
        repository().file("carol/tradeoff.toml", "nonsense = 1\n").file("carol/0502.md", "# Q502\n\nText.\n");
    let result = project.json("lint --format json alice/0501-raft.md");
    assert_eq!(result["summary"]["files"], 1);
    assert_eq!(result["summary"]["answers"], 1);
    assert_eq!(result["findings"].as_array().map(Vec::len), Some(1), "{result}");
    assert_eq!(result["findings"][0]["message"], "question 501 is answered in raft/501.md, too");
}

#[test]
fn without_a_configuration_only_what_is_named_counts() {
    let answer = "# Q501 Raft\n\nText.\n";
    let project = Project::new().file("a/0501-raft.md", answer).file("a/raft/501.md", answer);
    let duplicates = |arguments: &str| {
        let found = project.findings(arguments).into_iter();
        found.filter(|finding| finding.ends_with("duplicate-answer")).count()
    };
    assert_eq!(duplicates("a/0501-raft.md"), 0);
    assert_eq!(duplicates("a/0501-raft.md a/raft/501.md"), 2);
    assert_eq!(duplicates("a"), 2);
    assert_eq!(duplicates("."), 2);
}

#[test]
fn text_on_standard_input_stands_among_the_files() {
    let project = repository();
    let arguments = "lint --format concise --stdin --stdin-filename";
    let transcript = project.run_with_input(&format!("{arguments} alice/501.md"), PLAIN);
    assert!(transcript.contains("is answered in 0501-raft.md and in one other file, too"), "{transcript}");
    let transcript =
        project.run_with_input(&format!("{arguments} alice/0502.md"), "# Q502 Paxos\n\n[x](raft/501.md#gone)\n");
    assert!(transcript.contains("raft/501.md has no anchor #gone"), "{transcript}");
}

#[test]
fn the_state_of_an_answer_knows_of_its_double() {
    let project = repository();
    let states = |result: &serde_json::Value| -> Vec<String> {
        let answers = result["answers"].as_array().expect("there are answers").iter();
        answers.map(|answer| answer["state"].as_str().expect("it is a text").to_owned()).collect()
    };
    assert_eq!(states(&project.json("lint --format json")), ["answered", "answered", "answered"]);
    std::fs::remove_file(project.path("alice/raft/501.md")).expect("it can be removed");
    assert_eq!(states(&project.json("lint --format json")), ["argued", "answered"]);
}

#[test]
fn what_is_excluded_or_ignored_is_no_second_answer_but_can_be_linked_to() {
    let project = Project::new()
        .file("tradeoff.toml", format!("exclude = ['old/']\n{NOTHING_REQUIRED}"))
        .file(".gitignore", "build/\n")
        .file("0501.md", format!("{PLAIN}\n[a](old/0501.md) [b](build/501.md) [c](build/501.md#gone)\n"))
        .file("old/0501.md", PLAIN)
        .file("build/501.md", PLAIN);
    assert_eq!(project.findings("."), Vec::<String>::new());
    assert_eq!(project.findings("--no-exclude 0501.md old/0501.md"), Vec::<String>::new(), "old is an archive");
}

#[test]
fn a_file_that_cannot_be_read_disturbs_no_other() {
    let project = repository().file("dave/0501.md", b"# Q501 \xff\n");
    assert_eq!(project.findings("bob"), ALL[2..]);
}
