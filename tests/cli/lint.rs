//! `tradeoff lint`: what it reads, and how it ends.

use std::process::Stdio;

use insta::assert_snapshot;

use super::project::{FLAWED, PLAIN, Project};

#[test]
fn nothing_to_complain_about() {
    let project = Project::with_nothing_required().file("0501-raft.md", PLAIN);
    assert_snapshot!(project.run("lint"));
}

#[test]
fn findings_end_with_status_1() {
    let project = Project::new().file("answers/0501-raft.md", FLAWED);
    assert_snapshot!(project.run("lint answers"));
}

#[test]
fn a_folder_without_answers_is_no_failure() {
    let project = Project::new().file("README.md", "# Notes\n\nText.\n");
    assert_snapshot!(project.run("lint"));
    assert_snapshot!(Project::new().run("lint --format concise"));
}

#[test]
fn the_least_failing_severity_comes_from_the_flag_then_the_configuration() {
    let error = Project::new().file("0501-raft.md", FLAWED);
    assert_eq!(
        ["error", "warning", "info", "never"].map(|least| error.status(&format!("lint --fail-on {least}"))),
        [1, 1, 1, 0]
    );
    let warning = Project::new().file("tradeoff.toml", "[rules]\nmissing-tradeoffs = 'warning'\n");
    let warning = warning.file("0501-raft.md", FLAWED);
    assert_eq!(warning.status("lint"), 1);
    assert_eq!(warning.status("lint --fail-on error"), 0);
    let lenient = warning.file("tradeoff.toml", "fail-on = 'error'\n[rules]\nmissing-tradeoffs = 'warning'\n");
    assert_eq!(lenient.status("lint"), 0);
    assert_eq!(lenient.status("lint --fail-on info"), 1);
    let info = lenient.file("tradeoff.toml", "[rules]\nmissing-tradeoffs = 'info'\n");
    assert_eq!(info.status("lint"), 0);
    assert_eq!(info.status("lint --fail-on info"), 1);
}

#[test]
fn bad_flags() {
    let project = Project::new();
    assert_snapshot!(project.run("lint --format yaml"));
    assert_snapshot!(project.run("lint --fial-on error"));
    assert_snapshot!(project.run("lint --stdin-filename a.md"));
    assert_snapshot!(project.run("lint --stdin a.md"));
    assert_snapshot!(project.run("lnit"));
    assert!(project.run("lint --max-findings few").contains("a whole number is expected, as in 20"));
}

#[test]
fn a_missing_path_stops_nothing_else() {
    let project = Project::with_nothing_required().file("0501-raft.md", PLAIN);
    assert_snapshot!(project.run("lint nowhere 0501-raft.md"));
}

#[test]
fn where_nothing_could_be_looked_at_nobody_says_that_nothing_was_found() {
    assert_eq!(
        Project::new().run("lint nowhere"),
        "status 2\n--- stderr\nerror: nowhere: no such file or folder\n"
    );
}

#[test]
fn a_file_that_is_no_text_stops_nothing_else() {
    let project = Project::with_nothing_required().file("0501-raft.md", PLAIN).file("0502.md", b"# Paxos \xff\n");
    assert_snapshot!(project.run("lint"));
}

#[cfg(unix)]
#[test]
fn a_file_that_cannot_be_read_stops_nothing_else() {
    let project = Project::with_nothing_required().file("0501-raft.md", PLAIN);
    std::os::unix::fs::symlink("gone", project.path("0502.md")).expect("links can be made");
    assert_snapshot!(project.run("lint 0501-raft.md 0502.md"));
}

#[test]
fn only_markdown_is_checked() {
    let project = Project::with_nothing_required().file("0501-raft.md", PLAIN).file("0501.txt", FLAWED);
    assert_snapshot!(project.run("lint 0501.txt 0501-raft.md"));
}

#[test]
fn every_extension_of_markdown_is_checked() {
    let mut project = Project::with_nothing_required();
    for extension in ["md", "markdown", "mdx", "qmd", "MD", "txt"] {
        project = project.file(&format!("0501-raft.{extension}/../{extension}.{extension}"), FLAWED);
    }
    assert_eq!(project.answers("."), ["MD.MD", "markdown.markdown", "md.md", "mdx.mdx", "qmd.qmd"]);
}

#[test]
fn text_on_standard_input() {
    let project = Project::with_nothing_required();
    assert_snapshot!(project.run_with_input("lint --stdin", FLAWED));
    assert_snapshot!(
        project.run_with_input("lint --stdin --stdin-filename deep/0502-paxos.md", "# Paxos\n\nText.\n")
    );
    assert_snapshot!(project.run_with_input("lint --stdin", b"\xff\n"));
}

#[test]
fn standard_input_is_excluded_as_its_file_would_be() {
    let project = Project::new().file("tradeoff.toml", "exclude = ['drafts']\n");
    assert_snapshot!(project.run_with_input("lint --stdin --stdin-filename drafts/a.md", FLAWED));
    let all =
        project.run_with_input("lint --format concise --no-exclude --stdin --stdin-filename drafts/a.md", FLAWED);
    assert!(all.starts_with("status 1\n--- stdout\ndrafts/a.md:1:1: error[missing-tradeoffs]: "), "{all}");
}

#[test]
fn suppressed_findings_are_shown_on_demand() {
    let text = format!("<!-- tradeoff-ignore-file missing-tradeoffs: imported notes -->\n{FLAWED}");
    let project = Project::new().file("0501-raft.md", text);
    assert_snapshot!(project.run("lint"));
    assert_snapshot!(project.run("lint --show-suppressed"));
    assert_snapshot!(project.run("lint --show-suppressed --format concise"));
}

#[test]
fn the_result_goes_to_a_file() {
    let project = Project::new().file("0501-raft.md", FLAWED).file("result.txt", "old");
    assert_snapshot!(project.run("lint --output result.txt --color always"));
    assert_eq!(project.read("result.txt"), String::from_utf8_lossy(&project.output("lint").stdout));
    assert_snapshot!(project.run("lint --output nowhere/result.txt"));
}

#[test]
fn a_reader_who_stops_reading_is_no_error() {
    let project = Project::new();
    let mut command = project.command("list --format json");
    let mut child =
        command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("the program can be started");
    // The list is longer than a pipe holds, so the program is still writing when its reader goes.
    drop(child.stdout.take());
    let output = child.wait_with_output().expect("the program ends");
    assert_eq!(String::from_utf8_lossy(&output.stderr), "");
    assert_eq!(output.status.code(), Some(0));
}

#[test]
fn verdicts_are_explained_when_asked() {
    let text = "# Q501 Raft\n\n## Trade-offs\n\nA reader may see the old price for up to 3 s. Every save waits 40 ms for the slowest replica.\n\nCost: TBD.\n";
    let project = Project::new().file("raft.md", text);
    let transcript = project.run("lint --explain");
    for line in ["raft.md:1: question 501", "consistency  argued", "latency      argued", "cost         mentioned"]
    {
        assert!(transcript.contains(line), "{transcript}");
    }
    assert!(transcript.contains("says how stale a reader may be: 3 s"), "{transcript}");
    assert!(!project.run("lint").contains("question 501"));
}
