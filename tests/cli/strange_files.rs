//! Files that are not what they seem, and names that nobody would choose: each is told about, the other files are
//! linted, and nothing waits.

use std::fs;
use std::process::Stdio;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Instant;

use super::project::{FLAWED, PLAIN, Project};

/// What a run says when all it finds is that 502 is flawed.
const OTHERS: &str = "0502-paxos.md:1:1: error[missing-tradeoffs]";

/// A project whose one readable answer is flawed.
pub(super) fn project() -> Project {
    Project::with_nothing_required().file("0502-paxos.md", FLAWED.replace("Q501 Raft", "Q502 Paxos"))
}

/// Lints, which must end with `status`, tell of `problems` and lint the other file.
pub(super) fn check(project: &Project, arguments: &str, status: i32, problems: &[&str]) {
    let said = project.run(&format!("lint --format concise {arguments}"));
    assert!(said.starts_with(&format!("status {status}\n")), "{said}");
    assert!(said.contains(OTHERS), "the other file is not linted: {said}");
    let errors: Vec<&str> = said.lines().filter_map(|line| line.strip_prefix("error: ")).collect();
    assert_eq!(errors, problems);
}

#[test]
fn a_file_above_the_limit_is_refused() {
    let refused = |most: usize| {
        format!(
            "0501-raft.md: not linted, it is longer than {most} bytes; `max-file-size` in tradeoff.toml sets the \
             limit, `exclude` leaves the file out"
        )
    };
    let usual = refused(10_000_000);
    let project = project();
    let file = fs::File::create(project.path("0501-raft.md")).expect("it can be made");
    file.set_len(100_000_000).expect("it can be long");
    check(&project, ".", 2, &[&usual]);
    check(&project, "0501-raft.md 0502-paxos.md", 2, &[&usual]);
    let stdin = project.run_with_input("lint --stdin --stdin-filename 0501-raft.md", "word ".repeat(2_000_001));
    assert!(stdin.starts_with("status 2\n") && stdin.contains(&usual), "{stdin}");
    let explained = project.run("explain 0501-raft.md");
    assert!(explained.starts_with("status 2\n") && explained.contains(&usual), "{explained}");
    // The limit is the repository's.
    let limited = |most: usize| format!("max-file-size = {most}\n[tradeoffs]\nrequired = []\n");
    let project = project.file("0501-raft.md", PLAIN).file("tradeoff.toml", limited(PLAIN.len()));
    check(&project, ".", 1, &[]);
    let project = project.file("tradeoff.toml", limited(PLAIN.len() - 1));
    check(&project, ".", 2, &[&refused(PLAIN.len() - 1)]);
}

#[test]
fn a_configuration_or_a_sheet_above_its_limit_is_refused() {
    let long = format!("# {}\n", "x".repeat(1_000_000));
    let project = project().file("deep/tradeoff.toml", &long).file("deep/0501-raft.md", PLAIN);
    check(&project, ".", 2, &["deep/tradeoff.toml: cannot be read: longer than 1000000 bytes"]);
    let project = project.file("deep/tradeoff.toml", "bank.folders = ['bank']\n").file("deep/bank/0801.md", &long);
    check(&project, ".", 2, &["deep/bank/0801.md: cannot be read: longer than 1000000 bytes"]);
}

#[test]
fn names_with_blanks_quotes_and_dots_are_names() {
    // Windows forbids some of them.
    let names =
        ["with blank", "it's", "a;b&c$(d)`e`", "-dash", "ünï 漢字 🦀", "%41#x", "x..y", "a|b\"c", "a?b*c", "a\nb"];
    let names = names.iter().filter(|name| cfg!(unix) || !name.contains(['|', '?', '\n']));
    let paths: Vec<String> = names.map(|name| format!("{name}/0501-raft.md")).collect();
    let project = paths.iter().fold(Project::with_nothing_required(), |project, path| project.file(path, FLAWED));
    let mut found = project.answers(".");
    for path in &paths {
        // Named, and on the way there by a detour.
        for name in [format!("./{path}"), format!("x..y/../{path}")] {
            let output = project.command("lint --format json").arg(name).output().expect("it can be started");
            let said = String::from_utf8_lossy(&output.stdout);
            let result: serde_json::Value = serde_json::from_str(&said).expect("standard output is JSON");
            assert_eq!(result["answers"][0]["path"], **path);
        }
        assert!(found.contains(path), "{path}");
    }
    found.retain(|path| !paths.contains(path));
    assert_eq!(found, [""; 0]);
}

#[test]
fn a_path_may_be_longer_than_260_characters() {
    let folder = vec!["d".repeat(200); 10].join("/");
    let project = project().file(&format!("{folder}/0501-raft.md"), FLAWED);
    assert_eq!(project.answers("."), ["0502-paxos.md".to_owned(), format!("{folder}/0501-raft.md")]);
    for format in ["human", "concise", "json", "sarif", "github", "gitlab", "junit"] {
        let said = project.run(&format!("lint --format {format}"));
        assert!(said.starts_with("status 1\n") && said.contains(&folder), "{format}: {said}");
    }
    assert!(project.run("lint --fix").starts_with("status 1\n"));
}

#[test]
fn names_that_differ_in_case_are_two_files_where_they_are() {
    let project = project().file("a/0501-raft.md", FLAWED).file("a/0501-RAFT.md", PLAIN);
    let files = fs::read_dir(project.path("a")).expect("it is a folder").count();
    assert_eq!(project.answers("a").len(), files);
    if files == 2 {
        let twice = ["a/0501-RAFT.md duplicate-answer", "a/0501-raft.md missing-tradeoffs"];
        assert!(twice.iter().all(|wanted| project.findings("a").iter().any(|found| found == wanted)));
        // Each is accepted by itself.
        assert_eq!(project.status("lint --write-baseline b.json"), 0);
        assert_eq!(project.read("b.json").matches("duplicate-answer").count(), 2);
        assert_eq!(project.status("lint --baseline b.json"), 0);
    }
}

#[test]
fn what_is_gone_is_told_about() {
    let problems = ["gone.md: no such file or folder", "gone: no such file or folder"];
    check(&project(), "0502-paxos.md gone.md gone/", 2, &problems);
}

/// Somebody removes and writes files all the time, while the program runs again and again.
#[test]
fn files_that_come_and_go_stop_nothing() {
    let project = project().file("come/x.md", PLAIN);
    let is_done = AtomicBool::new(false);
    std::thread::scope(|scope| {
        scope.spawn(|| {
            for number in (0..50).cycle().take_while(|_| !is_done.load(Ordering::Relaxed)) {
                let file = project.path(&format!("come/{number}.md"));
                let folder = project.path(&format!("go/{number}"));
                // The program may have it open, and on Windows it cannot go then.
                let _ = if file.exists() { fs::remove_file(file) } else { fs::write(file, FLAWED) };
                let _ = if folder.exists() {
                    fs::remove_dir_all(folder)
                } else {
                    fs::create_dir_all(&folder).and_then(|()| fs::write(folder.join("0504.md"), FLAWED))
                };
            }
        });
        let runs: Vec<String> = (0..30).map(|_| project.run("lint --format concise --fix")).collect();
        is_done.store(true, Ordering::Relaxed);
        for said in runs {
            let errors = said.lines().filter(|line| line.starts_with("error: "));
            let unknown = errors.filter(|line| !line.contains(": cannot be read: "));
            assert_eq!(unknown.collect::<Vec<_>>(), [""; 0]);
            assert!(said.contains(OTHERS) && !said.contains("internal error"), "{said}");
            assert!(said.starts_with("status 1\n") || said.starts_with("status 2\n"), "{said}");
        }
    });
}

/// Somebody saves the file somewhere in the middle of a fix, again and again. There is always a whole text, and what was
/// saved after the file took its place stays.
#[test]
fn a_file_that_is_saved_during_a_fix_is_whole() {
    let mendable =
        |number: u32| format!("# Q501 Raft\n\nText {number}.\n\n<!-- tradeoff-ignore nonsense: x -->\n");
    let mended = |text: &str| text.replace("\n\n<!-- tradeoff-ignore nonsense: x -->\n", "\n");
    let project = project().file("0501-raft.md", mendable(0));
    let (path, beside) = (project.path("0501-raft.md"), project.path(".saved"));
    let start = Instant::now();
    assert_eq!(project.status("lint --fix"), 1);
    let whole_run = start.elapsed();
    assert_eq!(project.read("0501-raft.md"), mended(&mendable(0)));
    for number in 1..40 {
        let (before, saved) = (mendable(number), mendable(number + 1000));
        fs::write(&path, &before).and_then(|()| fs::write(&beside, &saved)).expect("they can be written");
        let mut fixing = project.command("lint --fix --quiet");
        let mut fixing = fixing.stdout(Stdio::null()).stderr(Stdio::null()).spawn().expect("it can be started");
        // No event tells that a program is in the middle of something.
        std::thread::sleep(whole_run * number / 40);
        // As editors save. On Windows it fails while the program has the file open.
        let is_saved = fs::rename(&beside, &path).is_ok();
        let has_ended = fixing.try_wait().expect("it is our child").is_some();
        fixing.wait().expect("it ends");
        let now = project.read("0501-raft.md");
        let whole = [saved.clone(), mended(&saved), mended(&before)];
        assert!(whole.contains(&now) || !is_saved, "{now:?}");
        assert!(now == saved || !is_saved || !has_ended, "{now:?}");
    }
}
