//! `tradeoff lint --baseline`: what is accepted stays quiet, what is new does not.

use super::project::{FLAWED, PLAIN, Project, text};

/// Two answers without trade-off sections, accepted in `baseline.json`.
fn accepted() -> Project {
    let project = Project::with_nothing_required()
        .file("a/0501-raft.md", FLAWED)
        .file("b/0502-paxos.md", "# Q502 Paxos\n\nText.\n");
    let written = project.run("lint --write-baseline baseline.json");
    assert!(
        written.starts_with("status 0\n") && written.contains("baseline.json accepts 2 findings"),
        "{written}"
    );
    project
}

#[test]
fn what_is_accepted_fails_nothing() {
    let project = accepted();
    assert_eq!(project.status("lint"), 1);
    let quiet = project.run("lint --baseline baseline.json");
    assert_eq!(quiet, "status 0\n--- stdout\n2 files, 2 answers: 2 in the baseline\n");
    let json = project.json("lint --baseline baseline.json --format json --show-suppressed");
    assert_eq!(json["summary"]["baselined"], 2);
    assert_eq!(json["summary"]["errors"], 0);
    assert_eq!(json["findings"][0]["baselined"], true);
    let hidden = project.json("lint --baseline baseline.json --format json");
    assert_eq!(hidden["findings"].as_array().map(Vec::len), Some(0));
}

#[test]
fn unrelated_edits_wake_nothing() {
    let project = accepted();
    let edited = format!("---\nauthor: me\n---\n\n\n{FLAWED}\nMore, and a list:\n\n- a follower\n");
    let project = project.file("a/0501-raft.md", edited.replace('\n', "\r\n"));
    assert_eq!(project.run("lint --baseline baseline.json").lines().next(), Some("status 0"));
}

#[test]
fn what_is_new_fails() {
    let project = accepted().file("c/0503-compare.md", "# Q503 Compare\n\nText.\n");
    let json = project.json("lint --baseline baseline.json --format json");
    let findings = json["findings"].as_array().expect("there is a list");
    assert_eq!(findings.iter().map(|finding| text(&finding["path"])).collect::<Vec<_>>(), ["c/0503-compare.md"]);
    assert_eq!(project.status("lint --baseline baseline.json"), 1);
    let sarif = project.json("lint --baseline baseline.json --format sarif");
    let results = sarif["runs"][0]["results"].as_array().expect("there are results");
    let states: Vec<_> = results.iter().map(|result| text(&result["baselineState"])).collect();
    assert_eq!(states, ["unchanged", "unchanged", "new"]);
    assert_eq!(results[0]["suppressions"][0]["kind"], "external");
}

#[test]
fn a_moved_file_keeps_what_was_accepted() {
    let project = accepted();
    std::fs::create_dir(project.path("moved")).expect("it can be made");
    std::fs::rename(project.path("a/0501-raft.md"), project.path("moved/0501-raft.md")).expect("it can be moved");
    assert_eq!(project.run("lint --baseline baseline.json").lines().next(), Some("status 0"));
    // A copy is no move.
    let project = project.file("a/0501-raft.md", FLAWED);
    assert_eq!(project.status("lint --baseline baseline.json"), 1);
}

#[test]
fn stale_entries_are_told_and_pruned() {
    let project = accepted().file("a/0501-raft.md", PLAIN);
    let told = project.run("lint --baseline baseline.json");
    let line = "note: baseline.json: 1 entry with nothing left to accept, --prune-baseline takes them out: \
        a/0501-raft.md missing-tradeoffs\n";
    assert!(told.starts_with("status 0") && told.ends_with(line), "{told}");
    assert_eq!(project.status("lint --baseline baseline.json --fail-on-stale"), 1);
    // Of files that were not looked at nothing is known.
    assert!(!project.run("lint --baseline baseline.json b").contains("nothing left"));
    let before = project.read("baseline.json");
    let pruned = project.run("lint --baseline baseline.json --prune-baseline --fail-on-stale");
    assert!(pruned.starts_with("status 0") && pruned.contains("1 entry taken out"), "{pruned}");
    let after = project.read("baseline.json");
    assert_eq!(before.matches("missing-tradeoffs").count(), 2);
    assert_eq!(after.matches("missing-tradeoffs").count(), 1);
    std::fs::remove_file(project.path("b/0502-paxos.md")).expect("it can be removed");
    assert_eq!(project.status("lint --baseline baseline.json --fail-on-stale"), 1);
}

#[test]
fn a_baseline_counts_from_its_own_folder() {
    let project = accepted();
    let mut command = project.command("lint --baseline ../baseline.json");
    let output = command.current_dir(project.path("a")).output().expect("the program can be started");
    assert_eq!(String::from_utf8_lossy(&output.stdout), "1 file, 1 answer: 1 in the baseline\n");
    assert!(
        project
            .read("baseline.json")
            .contains(r#"{"path":"a/0501-raft.md","rule":"missing-tradeoffs","question":501,"#)
    );
}

#[test]
fn a_baseline_that_cannot_be_used_is_a_failure() {
    let project = accepted().file("broken.json", "{").file("later.json", r#"{"version": 2, "findings": []}"#);
    let run = |name: &str| project.run(&format!("lint --baseline {name}"));
    let missing = "status 2\n--- stderr\nerror: none.json: no such baseline; `tradeoff lint --write-baseline none.json` writes it\n";
    assert_eq!(run("none.json"), missing);
    assert!(run("broken.json").starts_with("status 2\n--- stderr\nerror: broken.json: not a baseline: "));
    assert!(run("later.json").contains("a baseline of version 2, and this program knows version 1"));
    for flags in [
        "--prune-baseline",
        "--fail-on-stale",
        "--write-baseline a --baseline b",
        "--write-baseline a --shard 1/2",
    ] {
        assert_eq!(project.status(&format!("lint {flags}")), 2, "{flags}");
    }
}
