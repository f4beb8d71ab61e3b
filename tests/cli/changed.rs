//! `tradeoff lint --changed-since`: in real git repositories.

use std::process::Command;

use super::project::{FLAWED, PLAIN, Project};

/// Two faults in two sections, and what is fine.
const TWO: &str = "# Q501 Raft\n\nText.\n\n## Parts\n\nTODO\n\n## More\n\nTODO\n\n## Trade-offs\n\nWe take it.\n";

fn git(project: &Project, arguments: &str) -> String {
    let mut command = Command::new("git");
    command.args(arguments.split_whitespace()).current_dir(project.path(""));
    for (name, value) in [("GIT_CONFIG_GLOBAL", "/dev/null"), ("GIT_CONFIG_NOSYSTEM", "1")] {
        command.env(name, value);
    }
    for person in ["AUTHOR", "COMMITTER"] {
        command.env(format!("GIT_{person}_NAME"), "a").env(format!("GIT_{person}_EMAIL"), "a@example.org");
    }
    let output = command.output().expect("git can be started");
    assert!(output.status.success(), "{arguments}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).expect("what git says is UTF-8")
}

fn commit(project: &Project) {
    git(project, "add --all");
    git(project, "commit --quiet --message x");
}

fn repository(files: &[(&str, &str)]) -> Project {
    let mut project = Project::with_nothing_required();
    for (path, contents) in files {
        project = project.file(path, contents);
    }
    git(&project, "init --quiet --initial-branch main");
    commit(&project);
    project
}

/// Where the findings of a run stand: path, line, rule.
fn places(project: &Project, arguments: &str) -> Vec<String> {
    let output = project.output(&format!("lint --format concise {arguments}"));
    let stdout = String::from_utf8(output.stdout).expect("the output is UTF-8");
    let place = |line: &str| line.split(": ").take(2).collect::<Vec<_>>().join(" ");
    stdout.lines().map(place).collect()
}

#[test]
fn only_sections_with_changes_are_told_of() {
    let project = repository(&[("a b.md", TWO), ("untouched.md", FLAWED)]);
    assert_eq!(places(&project, "--changed-since HEAD"), Vec::<String>::new());
    assert_eq!(project.status("lint --changed-since HEAD"), 0);
    let project = project.file("a b.md", TWO.replace("## More\n", "## More\n\nNew words.\n"));
    assert_eq!(places(&project, "--changed-since HEAD"), ["a b.md:13:1 warning[leftover-placeholder]"]);
    // What is committed counts as well, and what is new and in no commit.
    commit(&project);
    let project = project.file("new.md", "# Q502 Paxos\n\nText.\n");
    let both = ["a b.md:13:1 warning[leftover-placeholder]", "new.md:1:1 error[missing-tradeoffs]"];
    assert_eq!(places(&project, "--changed-since HEAD~1"), both);
    assert_eq!(places(&project, "--changed-since HEAD"), both[1..]);
}

#[test]
fn an_answer_without_its_section_is_told_of_at_its_title() {
    let project = repository(&[("0501.md", PLAIN)]).file("0501.md", FLAWED);
    assert_eq!(places(&project, "--changed-since HEAD"), ["0501.md:1:1 error[missing-tradeoffs]"]);
}

#[test]
fn renames_are_followed() {
    let project = repository(&[("0501.md", TWO)]);
    git(&project, "mv 0501.md 0501-ra\u{fc}ft.md");
    assert_eq!(places(&project, "--changed-since HEAD"), Vec::<String>::new());
    let project = project.file("0501-ra\u{fc}ft.md", TWO.replace("## Parts\n", "## Parts\n\nNew.\n"));
    git(&project, "add --all");
    assert_eq!(places(&project, "--changed-since HEAD"), ["0501-ra\u{fc}ft.md:9:1 warning[leftover-placeholder]"]);
}

#[test]
fn rules_still_see_all_files() {
    let project = repository(&[("ann/0501-raft.md", PLAIN), ("two.md", TWO)]).file("ann/raft/501.md", PLAIN);
    // Both say the same about the other, and only one of them is new.
    assert_eq!(places(&project, "--changed-since HEAD"), ["ann/raft/501.md:1:1 warning[duplicate-answer]"]);
}

#[test]
fn what_others_did_since_is_nobodys_change() {
    let project = repository(&[("0501.md", PLAIN), ("0502.md", "# Q502 Paxos\n\nText.\n")]);
    git(&project, "checkout --quiet -b mine");
    let project = project.file("mine.md", FLAWED);
    commit(&project);
    git(&project, "checkout --quiet main");
    let project = project.file("0502.md", "# Q502 Paxos\n\nOther text.\n");
    commit(&project);
    git(&project, "checkout --quiet mine");
    assert_eq!(places(&project, "--changed-since main"), ["mine.md:1:1 error[missing-tradeoffs]"]);
}

#[test]
fn a_folder_below_the_top_works_too() {
    let project = repository(&[("deep/0501.md", PLAIN)]).file("deep/0501.md", FLAWED).file("0502.md", FLAWED);
    let mut command = project.command("lint --format concise --changed-since HEAD");
    let output = command.current_dir(project.path("deep")).output().expect("the program can be started");
    assert!(String::from_utf8_lossy(&output.stdout).starts_with("0501.md:1:1: error[missing-tradeoffs]"));
}

#[test]
fn a_shallow_clone_works_as_far_as_it_reaches() {
    let project = repository(&[("0501.md", PLAIN)]);
    let first = git(&project, "rev-parse HEAD").trim().to_owned();
    for text in ["# Q501 Raft\n\nA.\n", "# Q501 Raft\n\nB.\n"] {
        std::fs::write(project.path("0501.md"), text).expect("it can be written");
        commit(&project);
    }
    let clone = Project::new();
    let address = format!("file://{}", project.path("").display());
    git(&clone, &format!("clone --quiet --depth 2 {address} ."));
    assert_eq!(places(&clone, "--changed-since HEAD~1"), ["0501.md:1:1 error[missing-tradeoffs]"]);
    let lost = clone.run(&format!("lint --changed-since {first}"));
    assert!(lost.starts_with("status 2") && lost.contains("the clone is shallow: fetch more"), "{lost}");
    // Two commits of which nobody knows where they parted are compared as they are.
    git(&clone, &format!("fetch --quiet --depth 1 origin {first}"));
    assert_eq!(places(&clone, &format!("--changed-since {first}")), ["0501.md:1:1 error[missing-tradeoffs]"]);
}

#[test]
fn what_cannot_be_told_is_a_failure() {
    let project = repository(&[("0501.md", PLAIN)]);
    let unknown = project.run("lint --changed-since nowhere");
    assert_eq!(unknown, "status 2\n--- stderr\nerror: `nowhere` is no revision that git knows here\n");
    // A revision is never taken for a flag of git.
    assert_eq!(project.run("lint --changed-since=--output=x").lines().next(), Some("status 2"));
    assert!(!project.path("x").exists());
    let outside = Project::new().file("0501.md", PLAIN);
    assert!(outside.run("lint --changed-since HEAD").contains("not in a git repository"));
    let mut command = project.command("lint --changed-since HEAD");
    let output = command.env("PATH", "").output().expect("the program can be started");
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&output.stderr).starts_with("error: git cannot be started"));
}

#[test]
fn what_fixing_wrote_counts_as_changed() {
    let other = "# Q502 Paxos\n\nText.\n";
    let flawed = "# Q501 Raft\n\nText.\n\n## Trade-offs\n\nA reader may see the old price for up to 3 s. Saves wait 40 ms.\n";
    let project = repository(&[("0502.md", other)]).file("tradeoff.toml", "").file("0501.md", flawed);
    let places = places(&project, "--changed-since HEAD --unsafe-fixes");
    assert_eq!(places, ["0501.md:9:5 warning[unargued-consideration]"]);
    // What nothing changed in is not mended either.
    assert_eq!(project.read("0502.md"), other);
}
