//! `tradeoff bank check`.

use std::process::Command;

use insta::assert_snapshot;

use crate::cli::project::Project;

/// A sheet with four faults.
const FAULTY: &str = "---\nnumber: 8\nshape: poem\nminutes: 45\nrelated: [7]\n---\n# Why \u{1b}[2J?\n\n## Cover\n- **a name** (writes): teh text takes about 40, at least.\n";

#[test]
fn the_built_in_sheets_are_sound() {
    let mut command = Command::new(env!("CARGO_BIN_EXE_tradeoff"));
    let output = command.args(["bank", "check"]).current_dir(env!("CARGO_MANIFEST_DIR")).output();
    let output = output.expect("the program can be started");
    assert_eq!(String::from_utf8_lossy(&output.stdout), "250 sheets: no findings\n");
    assert_eq!(output.status.code(), Some(0));
}

#[test]
fn findings_have_a_place() {
    let project = Project::new().file("mine/0007-x.md", FAULTY);
    assert_snapshot!(project.run("bank check mine"));
}

#[test]
fn one_sheet_is_checked_with_those_beside_it() {
    let project = Project::new().file("mine/0007-x.md", FAULTY).file("mine/0008-y.md", FAULTY);
    let result = project.json("bank check mine/0008-y.md --format json");
    let findings = result["findings"].as_array().expect("there is a list of findings");
    assert!(findings.iter().all(|finding| finding["path"] == "mine/0008-y.md"));
    let messages: Vec<_> = findings.iter().filter_map(|finding| finding["message"].as_str()).collect();
    assert!(!messages.iter().any(|message| message.contains("there is no such question")), "{messages:?}");
    assert_eq!(result["summary"]["sheets"], 1);
}

#[test]
fn the_result_for_programs() {
    let project = Project::new().file("mine/0007-x.md", FAULTY);
    let result = project.json("bank check mine --format json");
    let finding = result["findings"].as_array().and_then(|findings| findings.last()).expect("there are findings");
    assert_snapshot!(serde_json::to_string_pretty(finding).expect("it is JSON"));
    assert_eq!((&result["version"], &result["summary"]["infos"]), (&1.into(), &0.into()));
}

#[test]
fn a_number_that_a_built_in_question_has_is_a_note() {
    let project = Project::new().file("tradeoff.toml", "[bank]\nfolders = ['mine']\n").file(
        "mine/0501-own.md",
        include_str!("own/bank/day-to-day/0802-cron-enough.md")
            .replace("802", "501")
            .replace("[801, 803]", "[502]"),
    );
    assert_snapshot!(project.run("bank check"));
    let alone = project.file("tradeoff.toml", "[bank]\nfolders = ['mine']\nbuiltin = false\n");
    assert!(alone.run("bank check").contains("`related` names 502, and there is no such question"));
}

#[test]
fn what_cannot_be_read_is_a_failure() {
    let project = Project::new().file("a.txt", "text").file("torn/tradeoff.toml", "bank = 1\n");
    for (arguments, error) in [
        ("bank check nowhere", "error: nowhere: cannot be read: [REASON]\n"),
        ("bank check a.txt", "error: a.txt: cannot be read: a sheet is a Markdown file (.md)\n"),
        ("bank check torn", "error: torn/tradeoff.toml:1:8: "),
    ] {
        let said = project.run(arguments);
        assert!(said.starts_with(&format!("status 2\n--- stderr\n{error}")), "{said}");
    }
}
