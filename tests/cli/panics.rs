//! A panic costs the run one file. It is injected, see `tests/lsp/panics.rs`.

use super::project::{FLAWED, PLAIN, Project};

const BOOM: &str = "# Q502 Paxos\n\nText with a boom. <!-- tradeoff-ignore omitted-cost: x -->\n";

fn project() -> Project {
    Project::with_nothing_required().file("a.md", FLAWED).file("b.md", BOOM).file("c.md", PLAIN)
}

/// What the program says and its status when the analysis of texts with "boom" panics.
fn run(project: &Project, arguments: &str) -> (String, String, Option<i32>) {
    let mut command = project.command(arguments);
    let output = command.env("TRADEOFF_FAULT_PANIC", "boom").output().expect("the program can be started");
    let text = |bytes| String::from_utf8(bytes).expect("it is UTF-8");
    (text(output.stdout), text(output.stderr), output.status.code())
}

#[test]
fn the_file_is_an_internal_error_the_others_are_linted_and_the_status_is_2() {
    let project = project();
    for arguments in
        ["lint --format concise", "lint --format concise a.md b.md c.md", "lint --format concise --fix"]
    {
        let (stdout, stderr, status) = run(&project, arguments);
        assert!(stdout.contains("a.md:1:1: error[missing-tradeoffs]"), "{arguments}: {stdout}");
        let told: Vec<_> = stderr.lines().filter(|line| line.starts_with("error:")).collect();
        let [told] = told.as_slice() else { panic!("{arguments}: one error, not {stderr}") };
        assert!(told.starts_with("error: b.md: internal error at server/workspace/src/fault.rs:"), "{told}");
        assert!(told.ends_with(" was not checked, please report it") && !stderr.contains("boom"), "{stderr}");
        assert_eq!(status, Some(2), "{arguments}");
    }
    assert_eq!(project.read("b.md"), BOOM, "nothing is mended that was not understood");
}

#[test]
fn every_command_that_looks_at_answers_goes_on() {
    let project = project();
    for arguments in ["list", "next", "progress --format json", "explain b.md"] {
        let (_, stderr, status) = run(&project, arguments);
        assert!(stderr.contains("error: b.md: internal error at "), "{arguments}: {stderr}");
        assert_eq!((status, stderr.contains("boom")), (Some(2), false), "{arguments}: {stderr}");
    }
}

#[test]
fn the_hash_tells_its_owner_which_text_it_was() {
    let hash = |project: &Project| {
        let (_, stderr, _) = run(project, "lint --quiet b.md");
        stderr.split("the text ").nth(1).map(|rest| rest[..16].to_owned()).expect("there is a hash")
    };
    let (one, other) = (project(), project().file("b.md", format!("{BOOM}\n")));
    assert_eq!(hash(&one), hash(&project()));
    assert_ne!(hash(&one), hash(&other));
}
