//! `tradeoff explain`.

use super::project::Project;

const TEXT: &str = "# Q501 Raft

## Trade-offs

A reader may see the old price for up to 3 s.
Keys are placed with consistent hashing.

Cost: TBD.
";

#[test]
fn every_clause_is_shown_with_what_it_was_taken_for() {
    let transcript = Project::new().file("raft.md", TEXT).run("explain raft.md");
    let lines: Vec<&str> = transcript.lines().collect();
    for (clause, taken) in [
        (
            "    5   A reader may see the old price for up to 3 s.",
            "consistency argued: says how stale a reader may be: 3 s",
        ),
        (
            "    6   Keys are placed with consistent hashing.",
            "consistency near miss: \"consistent hashing\" names",
        ),
        ("    8   Cost: TBD.", "cost named: it is put off"),
    ] {
        let at = lines.iter().position(|line| *line == clause).expect("the clause is shown");
        let below = lines[at + 1..].iter().take_while(|line| line.starts_with("        ="));
        assert!(below.clone().any(|line| line.contains(taken)), "{transcript}");
    }
}

#[test]
fn one_line_can_be_asked_for() {
    let transcript = Project::new().file("raft.md", TEXT).run("explain raft.md:8");
    assert!(transcript.contains("Cost: TBD.") && !transcript.contains("old price"), "{transcript}");
}

#[test]
fn what_cannot_be_explained_is_said() {
    let project = Project::new().file("notes.md", "# Notes\n");
    insta::assert_snapshot!(project.run("explain notes.md"), @r"
    status 0
    --- stderr
    note: notes.md: no answer with a trade-off section here
    ");
    assert_eq!(project.status("explain nosuch.md"), 2);
}

#[test]
fn what_cannot_be_explained_says_why() {
    let project = Project::new().file("answers/raft.md", TEXT);
    let told = |place: &str| project.run(&format!("explain {place}"));
    assert_eq!(told("answers"), "status 2\n--- stderr\nerror: answers: a folder; name one of the files in it\n");
    let note = "note: answers/raft.md:99: no clause of a trade-off section on this line\n";
    assert_eq!(told("answers/raft.md:99"), format!("status 0\n--- stderr\n{note}"));
}
