//! What a `tradeoff.toml` changes.

use insta::assert_snapshot;

use super::project::{FLAWED, PLAIN, Project};

#[test]
fn unknown_keys_are_findings_at_their_place() {
    let project = Project::new()
        .file("tradeoff.toml", "anwsers = ['a']\n[tradeoffs]\nrequired = []\n[rules]\nomitted-privacy = 'off'\n")
        .file("0501-raft.md", PLAIN);
    assert_snapshot!(project.run("lint"));
    assert_eq!(project.findings("0501-raft.md").len(), 2);
}

#[test]
fn a_broken_file_is_reported_at_its_place_and_stops_nothing_else() {
    let project = Project::new()
        .file("good/0501-raft.md", FLAWED)
        .file("bad/tradeoff.toml", "[rules]\nomitted-cost = 'loud'\n")
        .file("bad/0501-raft.md", FLAWED)
        .file("bad/0502-paxos.md", FLAWED)
        .file("torn/tradeoff.toml", "answers = [\n")
        .file("torn/0501-raft.md", FLAWED)
        .file("glob/tradeoff.toml", "answers = ['a[']\n")
        .file("glob/0501-raft.md", FLAWED);
    assert_snapshot!(project.run("lint --format concise"));
}

#[test]
fn a_broken_file_is_a_failure_even_where_nothing_is_answered() {
    let project = Project::new().file("empty/tradeoff.toml", "answers = 1\n");
    for arguments in ["lint", "lint empty", "lint --no-exclude", "lint --stdin --stdin-filename empty/a.md"] {
        assert_eq!(project.status(arguments), 2, "{arguments}");
    }
}

#[test]
fn the_nearest_file_wins() {
    let project = Project::new()
        .file("tradeoff.toml", "[rules]\nmissing-tradeoffs = 'info'\n")
        .file("0501-raft.md", FLAWED)
        .file("deep/tradeoff.toml", "[rules]\nmissing-tradeoffs = 'warning'\n")
        .file("deep/er/0501-raft.md", FLAWED);
    let result = project.json("lint --format json");
    let severities: Vec<_> =
        result["findings"].as_array().expect("a list").iter().map(|one| &one["severity"]).collect();
    assert_eq!(severities, ["info", "warning"]);
}

#[test]
fn overrides_hold_below_their_paths() {
    let project = Project::new()
        .file("tradeoff.toml", "[[overrides]]\npaths = ['quick']\nrules = { missing-tradeoffs = 'off' }\n")
        .file("quick/0501-raft.md", FLAWED)
        .file("slow/0501-raft.md", FLAWED);
    assert_eq!(project.findings("."), ["slow/0501-raft.md missing-tradeoffs"]);
}

#[test]
fn answers_globs_confirm_bare_numbers() {
    let project = Project::new()
        .file("tradeoff.toml", "answers = ['answers']\n")
        .file("answers/0501.md", "# My notes\n\nText.\n")
        .file("dates/0501.md", "# My notes\n\nText.\n");
    assert_eq!(project.answers("."), ["answers/0501.md"]);
}

#[test]
fn considerations_of_ones_own_are_required() {
    let configuration = "[tradeoffs]\nrequired = ['privacy']\n\
        [considerations.privacy]\nterms = ['GDPR']\nskeleton = 'Who sees what?'\nseverity = 'warning'\n";
    let project = Project::new().file("tradeoff.toml", configuration).file("0501-raft.md", PLAIN);
    assert_eq!(project.findings("."), ["0501-raft.md omitted-privacy"]);
    let result = project.json("lint --format json");
    assert_eq!(result["answers"][0]["considerations"]["privacy"]["verdict"], "missing");
    let edit = &result["findings"][0]["fix"]["edits"][0];
    assert_eq!(edit["text"], "\n\n### Privacy\n\n<!-- Who sees what? -->");
}

#[test]
fn trade_off_titles_of_ones_own() {
    let project = Project::new()
        .file("tradeoff.toml", "[tradeoffs]\ntitles = ['Abwägung']\nrequired = []\n")
        .file("0501-raft.md", "# Q501 Raft\n\n## Abwägung\n\nText.\n");
    assert_eq!(project.findings("."), [""; 0]);
}

#[test]
fn a_bank_of_ones_own() {
    let project = Project::new()
        .file("tradeoff.toml", "[bank]\nbuiltin = false\nfolders = ['bank']\n[tradeoffs]\nrequired = []\n")
        .file(
            "bank/basics/0007-backups.md",
            "---\nnumber: 7\nshape: operation\n---\n# How do you restore a backup?\n",
        )
        .file("answers/7-backups.md", "# 7. Restoring a backup\n\nText.\n")
        .file("answers/0501-raft.md", "# Q501 Raft\n\nText.\n");
    // A sheet has its question's title and number, and is no answer all the same.
    assert_eq!(project.answers("."), ["answers/0501-raft.md", "answers/7-backups.md"]);
    let unknown = "answers/0501-raft.md unknown-question".to_owned();
    assert!(project.findings(".").contains(&unknown));
    assert_snapshot!(project.run("list"));
    assert_snapshot!(project.run("show 7"));
    assert_snapshot!(project.run("show 501"));
    assert_snapshot!(project.run("new 7 --dir more"));
    assert!(project.read("more/0007-backups.md").contains("## Procedure with checks and stop conditions"));
}

#[test]
fn a_bank_that_is_not_there_is_a_failure() {
    let project =
        Project::new().file("tradeoff.toml", "[bank]\nfolders = ['nowhere']\n").file("0501-raft.md", PLAIN);
    let output = project.output("lint");
    assert_eq!(output.status.code(), Some(2));
    let stderr = String::from_utf8_lossy(&output.stderr);
    assert!(stderr.starts_with("error: nowhere: cannot be read: "), "{stderr}");
}

#[test]
fn commands_about_questions_need_a_configuration_that_can_be_read() {
    let project = Project::new().file("tradeoff.toml", "answers = 1\n");
    for command in ["list", "show 501", "rule", "new 501"] {
        let output = project.output(command);
        assert_eq!(output.status.code(), Some(2), "{command}");
        let stderr = String::from_utf8_lossy(&output.stderr);
        assert!(stderr.starts_with("error: tradeoff.toml:1:11: "), "{command}: {stderr}");
    }
}
