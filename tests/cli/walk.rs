//! Which files `tradeoff lint` takes.

use insta::assert_snapshot;

use super::project::{FLAWED, PLAIN, Project};

#[test]
fn ignored_and_hidden_files_are_left_out() {
    let project = Project::new()
        .file(".gitignore", "build/\n*.tmp.md\n")
        .file("0501-raft.md", FLAWED)
        .file("build/0501-raft.md", FLAWED)
        .file("a/0501.tmp.md", FLAWED)
        .file("a/.gitignore", "own.md\n")
        .file("a/own.md", FLAWED)
        .file(".hidden/0501-raft.md", FLAWED);
    assert_eq!(project.answers("."), ["0501-raft.md"]);
    assert_eq!(
        project.answers("build .hidden a/own.md"),
        [".hidden/0501-raft.md", "a/own.md", "build/0501-raft.md"]
    );
}

#[test]
fn each_file_is_checked_once_and_in_order() {
    let project = Project::new().file("b/0501-raft.md", FLAWED).file("a/0501-raft.md", FLAWED);
    assert_eq!(project.answers("b . a ./b/../b/0501-raft.md"), ["a/0501-raft.md", "b/0501-raft.md"]);
}

#[test]
fn a_folder_called_like_a_file_is_a_folder() {
    let project = Project::new().file("folder.md/0501-raft.md", FLAWED);
    assert_eq!(project.answers("."), ["folder.md/0501-raft.md"]);
    assert_eq!(project.answers("folder.md"), ["folder.md/0501-raft.md"]);
}

#[test]
fn excludes_hold_for_walked_and_for_named_files() {
    let project = Project::new()
        .file("tradeoff.toml", "exclude = ['drafts/', '*.tmp.md']\n[tradeoffs]\nrequired = []\n")
        .file("drafts/0501-raft.md", FLAWED)
        .file("0501.tmp.md", FLAWED)
        .file("0501-raft.md", PLAIN);
    assert_eq!(project.answers("."), ["0501-raft.md"]);
    assert_snapshot!(project.run("lint drafts 0501.tmp.md 0501-raft.md"));
    assert_eq!(project.answers("--no-exclude ."), ["0501-raft.md", "0501.tmp.md", "drafts/0501-raft.md"]);
    assert_eq!(project.answers("--no-exclude drafts"), ["drafts/0501-raft.md"]);
}

#[test]
fn paths_are_shown_from_the_current_folder() {
    let project = Project::new().file("answers/0501-raft.md", FLAWED).file("here/README.md", "# Notes\n");
    let mut command = project.command("lint --format concise ../answers");
    let output = command.current_dir(project.path("here")).output().expect("the program can be started");
    let stdout = String::from_utf8_lossy(&output.stdout);
    assert!(stdout.starts_with("../answers/0501-raft.md:1:1: error[missing-tradeoffs]"), "{stdout}");
}

#[cfg(unix)]
#[test]
fn links_are_not_followed_out_of_a_folder() {
    let outside = Project::new().file("0501-raft.md", FLAWED);
    let project = Project::new().file("0502-paxos.md", FLAWED);
    let link = |from: &str, to: &str| std::os::unix::fs::symlink(outside.path(from), project.path(to));
    link("", "folder").and_then(|()| link("0501-raft.md", "0501-raft.md")).expect("links can be made");
    link("gone", "0503.md").expect("links can be made");
    assert_eq!(project.answers("."), ["0502-paxos.md"]);
    assert_eq!(project.answers("folder 0501-raft.md"), ["0501-raft.md", "folder/0501-raft.md"]);
}

#[cfg(target_os = "linux")]
#[test]
fn a_name_that_is_not_utf8_is_a_problem_only_for_markdown() {
    use std::os::unix::ffi::OsStrExt as _;
    let project = Project::with_nothing_required().file("0501-raft.md", PLAIN);
    for name in [&b"0502-\xff.md"[..], b"0502-\xff.txt"] {
        let path = project.path("").join(std::ffi::OsStr::from_bytes(name));
        std::fs::write(path, FLAWED).expect("files can be written");
    }
    assert_snapshot!(project.run("lint"));
}

#[test]
fn a_home_folder_is_searched_only_with_a_configuration() {
    let project = Project::new().file("notes/0501-raft.md", PLAIN);
    let at_home = |project: &Project, arguments: &str| {
        let mut command = project.command(arguments);
        let output = command.env("HOME", project.path("")).output().expect("the program can be started");
        (output.status.code(), String::from_utf8_lossy(&output.stderr).into_owned())
    };
    let (status, stderr) = at_home(&project, "lint");
    assert_eq!(status, Some(2));
    assert_snapshot!(stderr);
    assert_eq!(at_home(&project, "lint notes --fail-on never").0, Some(0));
    let project = project.file("tradeoff.toml", "[tradeoffs]\nrequired = []\n");
    assert_eq!(at_home(&project, "lint"), (Some(0), String::new()));
}

#[cfg(unix)]
#[test]
fn the_root_folder_is_never_searched_by_accident() {
    let output = Project::new().output("lint /");
    assert_eq!(output.status.code(), Some(2));
    let stderr = String::from_utf8_lossy(&output.stderr);
    assert!(stderr.contains("a home or root folder without a tradeoff.toml is not searched"), "{stderr}");
}

#[test]
fn the_number_of_threads_changes_nothing() {
    let mut project = Project::new();
    for number in 501..541 {
        project = project.file(&format!("{}/{number}.md", number % 7), format!("# Q{number}\n\nText.\n"));
    }
    let result = |threads: &str| {
        let mut command = project.command("lint --format json");
        command.env("RAYON_NUM_THREADS", threads).output().expect("the program can be started").stdout
    };
    assert_eq!(result("1"), result("8"));
}
