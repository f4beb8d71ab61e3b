//! `tradeoff lint` with fixes: what it changes, and what it never does.

use std::process::Command;

use insta::assert_snapshot;

use super::project::{FLAWED, PLAIN, Project};

/// An answer with a suppression that suppresses nothing and, where cost is required, without a word about it.
const MENDABLE: &str =
    "# Q501 Raft\n\n<!-- tradeoff-ignore missing-tradeoffs: none needed -->\n\n## Trade-offs\n\nWe take it.\n";

const COST: &str = "[tradeoffs]\nrequired = ['cost']\n";

fn project() -> Project {
    Project::new()
        .file("tradeoff.toml", COST)
        .file("0501-raft.md", MENDABLE)
        .file("0502-paxos.md", "# Q502 Paxos\n\nText.\n")
}

/// Runs the real git in the project's folder `below`, with `input`; whether it was content.
fn git(project: &Project, below: &str, arguments: &str, input: &[u8]) -> bool {
    use std::io::Write as _;
    let mut command = Command::new("git");
    command.args(arguments.split_whitespace()).current_dir(project.path(below));
    command.env("GIT_CONFIG_GLOBAL", "/dev/null").env("GIT_CONFIG_SYSTEM", "/dev/null");
    let mut child = command.stdin(std::process::Stdio::piped()).spawn().expect("git can be started");
    child.stdin.take().expect("its input is a pipe").write_all(input).expect("git reads its input");
    child.wait().expect("git ends").success()
}

fn bytes(project: &Project, path: &str) -> Vec<u8> {
    std::fs::read(project.path(path)).expect("the file can be read")
}

#[test]
fn safe_fixes_are_applied_and_the_rest_is_reported() {
    let project = project();
    assert_snapshot!(project.run("lint --fix --format concise"));
    assert_eq!(project.read("0501-raft.md"), "# Q501 Raft\n\n## Trade-offs\n\nWe take it.\n");
    assert_eq!(project.read("0502-paxos.md"), "# Q502 Paxos\n\nText.\n");
    assert_snapshot!(project.run("lint --fix --format concise"));
}

#[test]
fn unsafe_fixes_insert_skeletons_once_and_only_writing_mends_the_finding() {
    let project = project();
    assert_snapshot!(project.run("lint --unsafe-fixes --format concise"));
    assert_snapshot!(project.read("0501-raft.md"));
    let after = project.read("0502-paxos.md");
    assert!(after.starts_with("# Q502 Paxos\n\nText.\n\n## Trade-offs\n\n### Decision\n"), "{after}");
    assert_eq!(project.status("lint --unsafe-fixes"), 1);
    assert_eq!(project.read("0502-paxos.md"), after);
    let written = project.read("0501-raft.md") + "\nThree nodes cost 270 USD a month.\n";
    let project = project.file("0501-raft.md", written);
    assert_eq!(project.status("lint 0501-raft.md"), 0);
}

#[test]
fn a_dry_run_tells_and_changes_nothing() {
    let project = project();
    let told = project.run("lint --unsafe-fixes --dry-run");
    let (report, note) = told.split_once("--- stderr\n").expect("something is said on standard error");
    assert!(note.starts_with("note: would fix 3 findings in 2 files: "), "{note}");
    assert_eq!(project.run("lint"), report);
    assert_eq!(project.read("0501-raft.md"), MENDABLE);
    assert_eq!(project.read("0502-paxos.md"), "# Q502 Paxos\n\nText.\n");
}

#[test]
fn what_would_be_fixed_fails_until_it_is() {
    let project = Project::with_nothing_required().file("0501-raft.md", MENDABLE);
    let dry = ["lint --diff", "lint --fix --dry-run", "lint --unsafe-fixes --diff"];
    for arguments in dry {
        assert_eq!(project.status(arguments), 1, "{arguments}");
        assert_eq!(project.status(&format!("{arguments} --fail-on error")), 0, "{arguments}");
        let transcript = project.run_with_input(&format!("{arguments} --stdin"), MENDABLE);
        assert!(transcript.starts_with("status 1\n"), "{transcript}");
    }
    assert_eq!(project.read("0501-raft.md"), MENDABLE);
    assert_eq!(project.status("lint --fix"), 0);
    for arguments in dry {
        assert_eq!(project.status(arguments), 0, "{arguments}");
    }
}

#[test]
fn nothing_is_mended_without_its_surroundings() {
    let silenced = |rule: &str| format!("<!-- tradeoff-ignore-file {rule}: kept on purpose -->\n\n{PLAIN}");
    let project = Project::with_nothing_required()
        .file("alice/0501-raft.md", silenced("duplicate-answer"))
        .file("alice/raft/501.md", silenced("duplicate-answer"))
        .file("bob/0501.md", silenced("duplicate-answer"));
    let before = project.read("alice/0501-raft.md");
    let told = project.run("lint --fix");
    assert!(told.contains("note: fixed 1 finding in 1 file: 1 unused-suppression\n"), "{told}");
    assert_eq!(project.read("alice/0501-raft.md"), before, "the other file needs it");
    assert_eq!(project.read("bob/0501.md"), PLAIN);
    let unsaved = "lint --stdin --fix --stdin-filename alice/0501-raft.md";
    assert!(project.run_with_input(unsaved, &before).contains(&before));
}

#[test]
fn what_is_left_knows_what_became_of_the_other_files() {
    // The second becomes an answer to 502, so the first is no double any more, and the third is one.
    let project = Project::with_nothing_required()
        .file("alice/0501-raft.md", PLAIN)
        .file("alice/raft/0502.md", PLAIN)
        .file("alice/raft/paxos/502.md", PLAIN.replace("Q501 Raft", "Q502 Paxos"));
    assert_eq!(
        project.findings("."),
        [
            "alice/0501-raft.md duplicate-answer",
            "alice/raft/0502.md duplicate-answer",
            "alice/raft/0502.md conflicting-question"
        ]
    );
    let left = ["alice/raft/0502.md duplicate-answer", "alice/raft/paxos/502.md duplicate-answer"];
    assert_eq!(project.findings("--unsafe-fixes ."), left);
    assert_eq!(project.findings("."), left);
}

#[test]
fn the_result_for_programs_is_what_is_left() {
    let project = project();
    let findings = project.findings("--fix");
    assert_eq!(findings, ["0501-raft.md omitted-cost", "0502-paxos.md missing-tradeoffs"]);
    assert_eq!(project.findings(""), findings);
}

#[test]
fn a_diff_shows_what_would_change() {
    let project = project();
    assert_snapshot!(project.run("lint --diff"));
    assert_eq!(project.read("0501-raft.md"), MENDABLE);
    assert_eq!(project.run("lint --diff --output fixes.patch").lines().nth(1), Some("--- stderr"));
    assert!(project.read("fixes.patch").starts_with("--- a/0501-raft.md\n+++ b/0501-raft.md\n@@ "));
    assert_snapshot!(project.run("lint --diff --color always 0501-raft.md"));
}

#[test]
fn git_applies_the_diff() {
    let variants: [(&str, String); 6] = [
        ("plain.md", MENDABLE.to_owned()),
        ("windows and blanks.md", MENDABLE.replace('\n', "\r\n")),
        ("old-mac.md", "# Q501 Raft\r\r## Trade-offs\r\rWe take it.\r".to_owned()),
        ("marked-ü漢.md", format!("\u{feff}{MENDABLE}")),
        ("unended.md", MENDABLE.trim_end().to_owned()),
        ("mixed.md", MENDABLE.replacen('\n', "\r\n", 3)),
    ];
    let project = |git_folder: &str| {
        let mut project = Project::new().file("deep/tradeoff.toml", COST);
        for (name, text) in &variants {
            project = project.file(&format!("deep/{name}"), text);
        }
        assert!(git(&project, git_folder, "init -q", b""));
        project
    };
    let fixed = project(".");
    fixed.run("lint --unsafe-fixes");
    for folder in [".", "deep"] {
        let patched = project(".");
        let mut lint = patched.command("lint --unsafe-fixes --diff");
        let diff = lint.current_dir(patched.path(folder)).output().expect("the program runs");
        assert!(git(&patched, folder, "apply --check", &diff.stdout));
        assert!(git(&patched, folder, "apply --whitespace=nowarn", &diff.stdout));
        for (name, text) in &variants {
            let path = format!("deep/{name}");
            assert_eq!(bytes(&patched, &path), bytes(&fixed, &path), "{name} from {folder}");
            assert_ne!(bytes(&patched, &path), text.as_bytes(), "{name} has changed");
        }
    }
}

#[test]
fn line_ends_the_mark_and_the_last_newline_stay() {
    let mended = "# Q501 Raft\n\n## Trade-offs\n\nWe take it.\n";
    let variants: [&dyn Fn(&str) -> String; 4] = [
        &|text| text.replace('\n', "\r\n"),
        &|text| format!("\u{feff}{text}"),
        &|text| text.trim_end().to_owned(),
        &|text| format!("\u{feff}{}", text.trim_end().replace('\n', "\r\n")),
    ];
    for (number, variant) in variants.iter().enumerate() {
        let project = Project::with_nothing_required().file("0501-raft.md", variant(MENDABLE));
        assert_eq!(project.status("lint --fix"), 0, "{number}");
        assert_eq!(project.read("0501-raft.md"), variant(mended), "{number}");
    }
}

#[cfg(unix)]
#[test]
fn git_applies_the_diff_of_a_file_with_an_odd_name() {
    let name = "a\t\"b\".md";
    let project = Project::new().file("tradeoff.toml", COST).file(name, MENDABLE);
    assert!(git(&project, ".", "init -q", b""));
    let diff = project.output("lint --diff").stdout;
    assert!(git(&project, ".", "apply", &diff));
    assert_eq!(project.read(name), "# Q501 Raft\n\n## Trade-offs\n\nWe take it.\n");
}

#[test]
fn text_on_standard_input_comes_back_mended() {
    let project = Project::new().file("tradeoff.toml", COST);
    assert_snapshot!(project.run_with_input("lint --stdin --fix --format concise", MENDABLE));
    let name = "--stdin-filename 0501-raft.md";
    let told = project.run_with_input(&format!("lint --stdin --fix --output left.txt {name}"), MENDABLE);
    assert!(told.contains("--- stdout\n# Q501 Raft\n\n## Trade-offs\n\nWe take it.\n--- stderr\n"), "{told}");
    assert!(project.read("left.txt").contains("omitted-cost"));
    assert!(!project.path("0501-raft.md").exists());
    // What cannot be mended comes back as it is.
    let same = project.run_with_input("lint --stdin --fix", "# Q501 Raft\r\n\r\nText.");
    assert!(same.starts_with("status 1\n--- stdout\n# Q501 Raft\r\n\r\nText.--- stderr\n"), "{same}");
    let odd = project.run_with_input("lint --stdin --fix", b"\xff\n");
    assert!(odd.starts_with("status 2\n--- stdout\n\u{fffd}\n--- stderr\n"), "{odd}");
    let diff = project.run_with_input(&format!("lint --stdin --diff {name}"), MENDABLE);
    assert!(diff.contains("--- stdout\n--- a/0501-raft.md\n+++ b/0501-raft.md\n"), "{diff}");
}

#[test]
fn each_file_of_a_folder_that_is_one_answer_is_mended() {
    let project = Project::new()
        .file("tradeoff.toml", format!("answer = 'folder'\n{COST}"))
        .file("501-raft/01-problem.md", "Machines fail.\n\n<!-- tradeoff-ignore nonsense: x -->\n")
        .file("501-raft/07-trade-offs.md", "We take it.\r\n")
        .file("501-raft/09-end.md", "---\nauthor: me\n---\n\nEnd.\n");
    let one = project.run_with_input(
        "lint --stdin --unsafe-fixes --stdin-filename 501-raft/07-trade-offs.md --format concise",
        "We take it.\r\n",
    );
    assert!(one.contains("--- stdout\nWe take it.\r\n\r\n## Cost\r\n\r\n<!-- What"), "{one}");
    assert!(one.contains("note: fixed 1 finding: 1 omitted-cost\n"), "{one}");
    let told = project.run("lint --unsafe-fixes --format concise");
    assert!(told.contains("note: fixed 2 findings in 2 files: "), "{told}");
    assert_eq!(project.read("501-raft/01-problem.md"), "Machines fail.\n");
    assert!(project.read("501-raft/07-trade-offs.md").starts_with("We take it.\r\n\r\n## Cost\r\n\r\n<!-- What"));
    assert_eq!(project.read("501-raft/09-end.md"), "---\nauthor: me\n---\n\nEnd.\n");
}

#[test]
fn a_folder_may_hold_only_one_file() {
    let project = Project::new()
        .file("tradeoff.toml", format!("answer = 'folder'\n{COST}"))
        .file("501-raft/README.md", "Machines fail.\n\n<!-- tradeoff-ignore nonsense: x -->\n");
    project.run("lint --fix");
    assert_eq!(project.read("501-raft/README.md"), "Machines fail.\n");
}

#[test]
fn what_is_suppressed_or_excluded_stays() {
    let text = format!("<!-- tradeoff-ignore-file omitted-cost: imported notes -->\n{FLAWED}");
    let text = text + "\n## Trade-offs\n\nWe take it.\n";
    let project = Project::new()
        .file("tradeoff.toml", format!("exclude = ['old']\n{COST}"))
        .file("0501-raft.md", &text)
        .file("old/0501-raft.md", MENDABLE);
    assert_eq!(project.status("lint --unsafe-fixes . old/0501-raft.md"), 0);
    assert_eq!(project.read("0501-raft.md"), text);
    assert_eq!(project.read("old/0501-raft.md"), MENDABLE);
}

#[test]
fn flags_that_need_each_other() {
    let project = Project::new();
    assert_snapshot!(project.run("lint --dry-run"));
    assert_snapshot!(project.run("lint --diff --format json"));
}

#[cfg(unix)]
mod unix {
    use std::os::unix::fs::{PermissionsExt as _, symlink};

    use super::*;

    #[test]
    fn permissions_stay_and_a_read_only_file_is_left_alone() {
        let zab = MENDABLE.replace("Q501 Raft", "Q503 Zab");
        let project = project().file("0503-zab.md", &zab);
        let mode = |name: &str, mode: u32| {
            let permissions = std::fs::Permissions::from_mode(mode);
            std::fs::set_permissions(project.path(name), permissions).expect("they can be set");
        };
        mode("0501-raft.md", 0o600);
        mode("0503-zab.md", 0o444);
        assert_snapshot!(project.run("lint --fix --format concise"));
        let metadata = project.path("0501-raft.md").metadata().expect("it is there");
        assert_eq!(metadata.permissions().mode() & 0o777, 0o600);
        assert_ne!(project.read("0501-raft.md"), MENDABLE);
        assert_eq!(project.read("0503-zab.md"), zab);
    }

    #[test]
    fn links_are_followed_inside_of_the_repository_only() {
        let project = Project::new()
            .file("elsewhere/0501-raft.md", MENDABLE)
            .file("repository/tradeoff.toml", COST)
            .file("repository/real/0501-raft.md", MENDABLE);
        assert!(git(&project, "repository", "init -q", b""));
        let link = |to: &str, name: &str| symlink(to, project.path(name)).expect("links can be made");
        link("../elsewhere/0501-raft.md", "repository/out.md");
        link("../elsewhere", "repository/folder");
        link("real/0501-raft.md", "repository/in.md");
        assert_snapshot!(project.run(
            "lint --fix --format concise --fail-on never repository/out.md repository/folder/0501-raft.md repository/in.md"
        ));
        assert_eq!(project.read("elsewhere/0501-raft.md"), MENDABLE);
        assert_ne!(project.read("repository/real/0501-raft.md"), MENDABLE);
        assert!(project.path("repository/in.md").is_symlink());
    }
}
