//! `tradeoff show`.

use insta::assert_snapshot;

use super::project::Project;

/// A bank with one sheet, so that these tests stay as they are when ours are edited.
fn project() -> Project {
    let sheet = "---\nnumber: 7\nshape: operation\nminutes: 30\nrelated: [501, 502]\n---\n\
        # How do you restore a backup that nobody has ever tried to restore before, in a region that is not yours?\n\n\
        ## Cover\n- **restore drill** (game day): how often it is tried, by whom, and what was found the last time that\n  \
        somebody did it.\n- **point in time**: which one, and who picks it.\n\n\
        ## Latency\nRestoring 1 TB at 200 MB/s takes about 90 minutes, before the indexes are built again and before the caches are warm.\n\n\
        ## Pitfalls\n- Backups on the disk that they are of.\n- An escape \u{1b}[2J.\n";
    Project::new()
        .file("tradeoff.toml", "[bank]\nfolders = ['bank']\n")
        .file("bank/day-to-day/0007-backups.md", sheet)
}

#[test]
fn a_sheet() {
    assert_snapshot!(project().run("show 7"));
}

#[test]
fn a_sheet_in_colour() {
    assert_snapshot!(project().run("show 7 --color always").replace('\u{1b}', "␛"));
}

#[test]
fn a_sheet_for_programs() {
    assert_snapshot!(project().run("show Q7 --format json"));
}

#[test]
fn a_built_in_sheet() {
    let shown = Project::new().run("show 501");
    assert!(
        shown.starts_with("status 0\n--- stdout\n501  Walk through Raft consensus algorithm step by step.\n"),
        "{shown}"
    );
    assert!(shown.contains("Advanced Distributed Systems, walkthrough, "), "{shown}");
    assert!(shown.lines().all(|line| line.chars().count() <= 100), "{shown}");
}

#[test]
fn a_question_that_does_not_exist() {
    assert_snapshot!(Project::new().run("show 5010"));
    assert_snapshot!(Project::new().run("show raft"));
}
