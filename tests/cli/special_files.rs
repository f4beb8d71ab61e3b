//! What only Unix has: pipes, devices and links in the place of files, permissions, and disks that take nothing.

use std::fs::{self, Permissions};
use std::os::unix::ffi::OsStrExt as _;
use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _, symlink};
use std::os::unix::net::UnixListener;
use std::os::unix::process::CommandExt as _;
use std::process::{Command, Output};

use super::project::{PLAIN, Project, tell};
use super::strange_files::{check, project};

const NO_FILE: &str = "cannot be read: not a file but a folder, a pipe or a device";

/// A text whose last line a safe fix takes away.
const MENDABLE: &str = "# Q501 Raft\n\nA leader.\n\n<!-- tradeoff-ignore nonsense: x -->\n";

fn make_pipe(project: &Project, name: &str) {
    let status = Command::new("mkfifo").arg(project.path(name)).status().expect("mkfifo can be started");
    assert!(status.success());
}

fn link(project: &Project, to: &str, name: &str) {
    symlink(to, project.path(name)).expect("links can be made");
}

/// Runs the program as somebody who is not almighty.
fn run_as_nobody(project: &Project, arguments: &str) -> String {
    const NOBODY: u32 = 65534;
    let mut command = project.command(arguments);
    if fs::metadata(project.path("")).expect("it is there").uid() == 0 {
        // The program itself may lie where only its owner may go.
        let copy = project.path(".tradeoff-for-nobody");
        if !copy.exists() {
            fs::copy(env!("CARGO_BIN_EXE_tradeoff"), &copy).expect("it can be copied");
        }
        set_mode(project, ".", 0o755);
        let mut other = Command::new(copy);
        other.args(arguments.split_whitespace()).current_dir(project.path("")).env("HOME", "/nowhere");
        other.uid(NOBODY).gid(NOBODY);
        command = other;
    }
    project.transcript(&Project::ends(command))
}

fn set_mode(project: &Project, name: &str, mode: u32) {
    fs::set_permissions(project.path(name), Permissions::from_mode(mode)).expect("its owner may");
}

/// Runs the program where no file may have a byte, as on a full disk; what happens at the limit is `at_limit`.
fn run_on_full_disk(project: &Project, at_limit: &str, arguments: &str) -> Output {
    let script = format!("{at_limit} ulimit -f 0; exec \"$0\" \"$@\"");
    let program = project.command(arguments);
    let mut command = Command::new("sh");
    command.args(["-c", &script]).arg(program.get_program()).args(program.get_args());
    command.current_dir(project.path("")).env("HOME", "/nowhere").env_remove("GITHUB_STEP_SUMMARY");
    Project::ends(command)
}

/// The names in the project, sorted, hidden ones as well.
fn names(project: &Project) -> Vec<String> {
    let entries = fs::read_dir(project.path("")).expect("it is a folder");
    let mut names: Vec<String> =
        entries.map(|entry| entry.expect("it can be read").file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    names
}

#[test]
fn pipes_sockets_and_devices_are_passed_over_and_refused_where_they_are_named() {
    let project = project();
    make_pipe(&project, "0503.md");
    let _socket = UnixListener::bind(project.path("0504.md")).expect("sockets can be made");
    link(&project, "/dev/zero", "0505.md");
    link(&project, "0503.md", "0506.md");
    check(&project, ".", 1, &[]);
    let named = ["0503.md", "0504.md", "0505.md", "0506.md"];
    let problems = named.map(|name| format!("{name}: {NO_FILE}"));
    check(&project, &format!(". {}", named.join(" ")), 2, &problems.each_ref().map(String::as_str));
    for arguments in ["explain 0503.md", "explain 0505.md", "lint --fix 0503.md"] {
        let said = project.transcript(&Project::ends(project.command(arguments)));
        assert!(said.starts_with("status 2\n") && said.contains(NO_FILE), "{said}");
    }
}

#[test]
fn pipes_and_devices_in_the_place_of_configurations_and_sheets_are_passed_over() {
    let project = project().file("deep/0501-raft.md", PLAIN).file("tradeoff.toml", "bank.folders = ['bank']\n");
    make_pipe(&project, "deep/tradeoff.toml");
    let project = project.file("bank/a/0801.md", "# What?\n");
    make_pipe(&project, "bank/0802.md");
    link(&project, "/dev/zero", "bank/0803.md");
    link(&project, "..", "bank/a/up");
    link(&project, "..", "bank/a/again");
    let said = project.transcript(&Project::ends(project.command("lint --format concise --fail-on never")));
    assert!(said.starts_with("status 0\n"), "{said}");
    let said = project.transcript(&Project::ends(project.command("bank check")));
    assert!(said.contains("1 sheet") && !said.starts_with("status 2\n"), "{said}");
}

#[test]
fn a_bank_outside_of_the_repository_is_refused() {
    let outside = Project::new().file("0801-secret.md", "# The secret\n");
    let bank = outside.path("");
    for named in [bank.to_string_lossy().into_owned(), "/".to_owned(), "../..".to_owned(), "link".to_owned()] {
        let project = Project::new().file("tradeoff.toml", format!("bank.folders = ['{named}']\n"));
        let project = project.file("0801.md", "# Q801\n\nText.\n");
        symlink(&bank, project.path("link")).expect("links can be made");
        let said = project.run("lint");
        assert!(said.starts_with("status 2\n") && said.contains("a bank lies in the folder of"), "{said}");
        assert!(!said.contains("secret"), "{said}");
    }
}

#[test]
fn links_in_a_circle_are_told_about_where_they_are_named() {
    let project = project();
    link(&project, "0503.md", "0504.md");
    link(&project, "0504.md", "0503.md");
    link(&project, ".", "self");
    link(&project, "gone", "0505.md");
    check(&project, ".", 1, &[]);
    check(
        &project,
        ". 0503.md 0505.md",
        2,
        &["0503.md: cannot be read: [REASON]", "0505.md: cannot be read: [REASON]"],
    );
    // A folder behind a link is one when it is named, and its own link is not followed.
    assert_eq!(project.answers("self"), ["self/0502-paxos.md"]);
    assert_eq!(project.answers("self/self/self"), ["self/self/self/0502-paxos.md"]);
}

#[test]
fn what_may_not_be_read_is_told_about() {
    let project = project().file("0501-raft.md", PLAIN).file("closed/0503.md", PLAIN).file("shut/0504.md", PLAIN);
    set_mode(&project, "0501-raft.md", 0);
    set_mode(&project, "closed", 0);
    // Its names may be read, its files not.
    set_mode(&project, "shut", 0o444);
    let said = run_as_nobody(&project, "lint --format concise");
    for mode in ["closed", "shut"] {
        set_mode(&project, mode, 0o755);
    }
    assert!(said.starts_with("status 2\n") && said.contains("0502-paxos.md:1:1: error"), "{said}");
    for name in ["0501-raft.md", "closed", "shut/0504.md"] {
        assert!(said.contains(&format!("error: {name}: cannot be read: [REASON]\n")), "{said}");
    }
}

#[test]
fn a_configuration_that_may_not_be_read_stops_only_what_it_governs() {
    let project = project().file("deep/tradeoff.toml", "").file("deep/0501-raft.md", PLAIN);
    set_mode(&project, "deep/tradeoff.toml", 0);
    let said = run_as_nobody(&project, "lint --format concise");
    assert!(said.starts_with("status 2\n") && said.contains("0502-paxos.md:1:1: error"), "{said}");
    assert!(said.contains("error: deep/tradeoff.toml: cannot be read: [REASON]\n"), "{said}");
}

#[test]
fn a_folder_that_may_not_be_written_keeps_its_files() {
    let project =
        project().file("closed/0501-raft.md", MENDABLE).file("open/0503.md", MENDABLE.replace("501", "503"));
    set_mode(&project, "closed", 0o555);
    set_mode(&project, "open", 0o777);
    let said = run_as_nobody(&project, "lint --format concise --fix");
    let answers =
        ["lint --output closed/result.txt", "lint --write-baseline closed/b.json", "new 504 --dir closed"];
    let refused = answers.map(|arguments| run_as_nobody(&project, arguments));
    set_mode(&project, "closed", 0o755);
    assert!(said.starts_with("status 2\n") && said.contains("0502-paxos.md:1:1: error"), "{said}");
    assert!(said.contains("error: closed/0501-raft.md: not fixed, it cannot be written: "), "{said}");
    assert_eq!(project.read("closed/0501-raft.md"), MENDABLE);
    assert!(!project.read("open/0503.md").contains("tradeoff-ignore"), "the other file is mended");
    for said in refused {
        assert!(said.starts_with("status 2\n") && said.contains("cannot be written: "), "{said}");
    }
    assert_eq!(fs::read_dir(project.path("closed")).expect("it is a folder").count(), 1);
}

#[test]
fn a_full_disk_takes_nothing_away() {
    let project = project().file("0501-raft.md", MENDABLE).file("old.json", "old");
    let before = names(&project);
    let writes = [
        ("lint --fix --format concise", "0501-raft.md: not fixed, it cannot be written: "),
        ("lint --format json=old.json", "old.json: cannot be written: "),
        ("lint --output old.json", "old.json: cannot be written: "),
        ("lint --write-baseline old.json", "old.json: cannot be written: "),
        ("progress --format html --output old.json", "old.json: cannot be written: "),
        ("new 503", "cannot be written: "),
        ("init --ci none", "cannot be written: "),
    ];
    // The program is told that there is no room, or it is ended in the middle of writing.
    for at_limit in ["trap '' XFSZ;", ""] {
        for (arguments, problem) in writes {
            let output = run_on_full_disk(&project, at_limit, arguments);
            let said = project.transcript(&output);
            if !at_limit.is_empty() {
                assert!(said.starts_with("status 2\n") && said.contains(problem), "{arguments}: {said}");
                assert_eq!(names(&project), before, "{arguments}");
            }
            assert_eq!(
                (project.read("0501-raft.md").as_str(), project.read("old.json").as_str()),
                (MENDABLE, "old")
            );
        }
    }
    // What is left of a program that was ended is nothing that anybody reads.
    let added: Vec<String> = names(&project).into_iter().filter(|name| !before.contains(name)).collect();
    assert!(added.iter().all(|name| name.starts_with(".tradeoff-")), "{added:?}");
    assert_eq!(project.answers("."), ["0501-raft.md", "0502-paxos.md"]);
}

#[test]
fn a_full_standard_output_is_a_failure() {
    let project = project();
    for arguments in ["lint", "lint --format json", "list", "progress", "show 501", "rule"] {
        let mut command = project.command(arguments);
        let full = fs::File::options().write(true).open("/dev/full");
        let Ok(full) = full else {
            tell("skipped: there is no /dev/full here");
            return;
        };
        let output = command.stdout(full).output().expect("the program can be started");
        assert_eq!(output.status.code(), Some(2), "{arguments}");
        assert!(output.stderr.starts_with(b"error: "), "{arguments}");
    }
    // A file of this name is written to, and says no.
    let said = project.run("lint --output /dev/full");
    assert!(said.starts_with("status 2\n") && said.contains("/dev/full: cannot be written"), "{said}");
}

#[test]
fn a_reader_that_goes_away_stops_no_fix() {
    let project = project().file("0501-raft.md", MENDABLE);
    let mut command = project.command("lint --fix");
    let (reader, writer) = std::io::pipe().expect("pipes can be made");
    drop(reader);
    let output = command.stdout(writer).output().expect("the program can be started");
    assert_eq!((output.status.code(), output.stderr.starts_with(b"note: fixed 1 finding")), (Some(1), true));
    assert!(!project.read("0501-raft.md").contains("tradeoff-ignore"));
}

#[cfg(target_os = "linux")]
#[test]
fn a_folder_whose_name_is_not_utf8_is_told_about() {
    let project = project();
    let folder = project.path("").join(std::ffi::OsStr::from_bytes(b"a\xff"));
    fs::create_dir(&folder).and_then(|()| fs::write(folder.join("0501.md"), PLAIN)).expect("it can be made");
    check(&project, ".", 2, &["a\u{fffd}/0501.md: the name is not UTF-8; rename it"]);
    // Named, there is no way to show what was meant.
    let output = project.command("lint").arg(&folder).output().expect("the program can be started");
    assert_eq!(output.status.code(), Some(2));
    // Somebody stands in it.
    let output = project.command("lint").current_dir(&folder).output().expect("the program can be started");
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(
        output.status.code() == Some(2) && said.contains("the name of the current folder is not UTF-8"),
        "{said}"
    );
}

#[test]
fn a_path_longer_than_the_system_takes_is_told_about() {
    let project = project();
    // No such path can be named to make it, but a folder can be moved into another.
    let deep = |name: &str| format!("{name}/{}", vec!["d".repeat(200); 15].join("/"));
    for name in ["one", "two"] {
        fs::create_dir_all(project.path(&deep(name))).expect("it can be made");
    }
    fs::write(project.path(&deep("two")).join("0501.md"), PLAIN).expect("it can be written");
    fs::rename(project.path("two"), project.path(&deep("one")).join("two")).expect("it can be moved");
    let said = project.transcript(&Project::ends(project.command("lint --format concise")));
    assert!(said.starts_with("status 2\n") && said.contains("0502-paxos.md:1:1: error"), "{said}");
    assert_eq!(said.matches("error: ").count(), 1, "{said}");
}
