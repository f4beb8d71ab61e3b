//! Several programs at work on the same files at once: editors, command lines, version control.

use std::path::Path;
use std::process::{Child, Stdio};

use serde_json::{Value, json};

use super::client::{Client, capable, pulling, rules, uri};
use crate::cli::project::{FLAWED, PLAIN, Project};

/// An answer with a finding that `--fix` mends.
const MENDABLE: &str = "# Q501 Raft\n\nText.\n\n## Trade-offs\n\nWe take it.\n\n<!-- tradeoff-ignore omitted-cost: it is free -->\n\nMore.\n";

fn editor(project: &Project, capabilities: &Value) -> Client {
    let mut client = Client::start();
    let folder = uri(&project.path(""));
    client.introduce(json!({ "processId": null, "rootUri": folder, "capabilities": capabilities }));
    client.logged("indexed: ");
    client
}

/// Tells `client` that files have changed, and waits until it has looked.
fn tell(client: &mut Client, paths: impl Iterator<Item = std::path::PathBuf>) {
    let changes: Vec<Value> = paths.map(|path| json!({ "uri": uri(&path), "type": 2 })).collect();
    client.notify("workspace/didChangeWatchedFiles", json!({ "changes": changes }));
}

/// All findings of the workspace by file, in order, without what names a result.
fn found(client: &mut Client) -> Vec<(String, Value)> {
    let report = client.request("workspace/diagnostic", json!({ "previousResultIds": [] }));
    let items = report["items"].as_array().expect("items are a list").iter();
    let named = items.map(|item| (item["uri"].as_str().unwrap_or_default().to_owned(), item["items"].clone()));
    named.filter(|(_, items)| items.as_array().is_some_and(|items| !items.is_empty())).collect()
}

/// Asks again until the workspace's findings are `expected`: nothing tells when a server has read what it was told of.
fn await_found(client: &mut Client, expected: &[(String, Value)]) {
    for _ in 0..2_000 {
        if found(client) == expected {
            return;
        }
        // A request that is answered behind the files that are being read meanwhile.
        client.request("workspace/symbol", json!({ "query": "Raft" }));
    }
    assert_eq!(found(client), expected);
}

#[test]
fn two_editors_and_a_command_line_work_on_the_same_files() {
    let project = Project::with_nothing_required()
        .file("a/0501.md", FLAWED)
        .file("b/0501.md", MENDABLE)
        .file("c/0501.md", PLAIN);
    let shared = uri(&project.path("a/0501.md"));
    let [mut one, mut other] = [(); 2].map(|()| editor(&project, &pulling()));
    // Both have it open; each sees its own text, the command line that of the disk.
    one.open(&shared, FLAWED);
    other.open(&shared, PLAIN);
    one.change(&shared, 2, [2, 0, 2, 0], "Now: ");
    assert_eq!(rules(&one.pull(&shared, None)["items"]), ["missing-tradeoffs"]);
    assert_eq!(other.pull(&shared, None)["items"], json!([]));
    assert_eq!(project.findings("a"), ["a/0501.md missing-tradeoffs"]);

    // The command line mends a file that is open in neither.
    assert_eq!(project.findings("b"), ["b/0501.md unused-suppression"]);
    assert_eq!(project.status("lint --fix b"), 0);
    assert_eq!(project.findings("b"), Vec::<String>::new());
    // One saves; both are told of all that has changed.
    std::fs::write(project.path("a/0501.md"), PLAIN).expect("it can be written");
    one.replace(&shared, 3, PLAIN);
    one.notify("textDocument/didSave", json!({ "textDocument": { "uri": shared } }));
    for client in [&mut one, &mut other] {
        tell(client, ["a/0501.md", "b/0501.md"].iter().map(|path| project.path(path)));
        client.close(&shared);
        let mut fresh = editor(&project, &pulling());
        let expected = found(&mut fresh);
        await_found(client, &expected);
        assert_eq!(fresh.leave().code(), Some(0));
    }
    assert_eq!(project.findings("."), Vec::<String>::new());
    assert_eq!((one.leave().code(), other.leave().code()), (Some(0), Some(0)));
}

/// The names of the files below `folder`, hidden ones included.
fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for entry in folder.read_dir().expect("it can be read") {
        let path = entry.expect("it can be read").path();
        if path.is_dir() {
            names.extend(self::names(&path));
        } else {
            names.push(path.to_string_lossy().into_owned());
        }
    }
    names.sort();
    names
}

#[test]
fn several_fixes_at_once_write_what_one_writes_and_nothing_else() {
    const FILES: usize = 100;
    const ROUNDS: usize = 5;
    const RUNS: usize = 4;
    let mut project = Project::with_nothing_required();
    for number in 0..FILES {
        project = project.file(&format!("{number}/0501.md"), MENDABLE);
    }
    let before = names(&project.path(""));
    let alone = Project::with_nothing_required().file("0/0501.md", MENDABLE);
    assert_eq!(alone.status("lint --fix"), 0);
    let mended = alone.read("0/0501.md");
    assert_ne!(mended, MENDABLE);
    for _ in 0..ROUNDS {
        for number in 0..FILES {
            std::fs::write(project.path(&format!("{number}/0501.md")), MENDABLE).expect("it can be written");
        }
        let runs: Vec<Child> = (0..RUNS)
            .map(|_| {
                let mut command = project.command("lint --fix --quiet --format concise");
                command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("it can be started")
            })
            .collect();
        for run in runs {
            let output = run.wait_with_output().expect("it ends");
            let told = String::from_utf8_lossy(&output.stderr).into_owned();
            assert_eq!((output.status.code(), told.as_str()), (Some(0), ""));
        }
        for number in 0..FILES {
            assert_eq!(project.read(&format!("{number}/0501.md")), mended);
        }
        assert_eq!(names(&project.path("")), before, "nothing is left behind");
    }
}

#[test]
fn whoever_reads_while_files_are_fixed_reads_whole_texts() {
    let text = format!("{MENDABLE}{}", "A sentence more.\n\n".repeat(20_000));
    let project = Project::with_nothing_required().file("a/0501.md", &text);
    let alone = Project::with_nothing_required().file("a/0501.md", &text);
    assert_eq!(alone.status("lint --fix"), 0);
    let mended = alone.read("a/0501.md");
    for _ in 0..5 {
        std::fs::write(project.path("a/0501.md"), &text).expect("it can be written");
        let mut run =
            project.command("lint --fix --quiet").stdout(Stdio::null()).spawn().expect("it can be started");
        let mut reads = 0;
        while run.try_wait().expect("it can be asked").is_none() {
            let read = project.read("a/0501.md");
            assert!(read == text || read == mended, "half of a text: {} bytes", read.len());
            reads += 1;
        }
        assert!(reads > 0);
        assert_eq!(project.read("a/0501.md"), mended);
    }
}

/// Runs git in the folder of `project`.
pub(crate) fn git(project: &Project, arguments: &str) {
    let mut command = std::process::Command::new("git");
    command.args([
        "-c",
        "user.name=me",
        "-c",
        "user.email=me@example.org",
        "-c",
        "gc.auto=0",
        "-c",
        "core.fsync=none",
    ]);
    command.args(arguments.split_whitespace()).current_dir(project.path(""));
    let output = command.output().expect("git can be started");
    assert!(output.status.success(), "{arguments}: {}", String::from_utf8_lossy(&output.stderr));
}

/// A repository with two branches that differ in `count` answers: `flawed`, which is checked out, and `plain`.
pub(crate) fn branches(count: usize) -> Project {
    let project = Project::with_nothing_required();
    let write = |text: &str| {
        for number in 0..count {
            let path = project.path(&format!("{number}/0501.md"));
            std::fs::create_dir_all(path.parent().expect("it has a folder")).expect("it can be made");
            std::fs::write(path, text).expect("it can be written");
        }
    };
    git(&project, "init --quiet --initial-branch flawed");
    write(FLAWED);
    git(&project, "add .");
    git(&project, "commit --quiet -m flawed");
    git(&project, "checkout --quiet -b plain");
    write(PLAIN);
    git(&project, "commit --quiet -a -m plain");
    git(&project, "checkout --quiet flawed");
    project
}

/// Demands that a server follows a checkout that changes `count` files, there and back, while somebody types.
fn check_checkout(count: usize) {
    let project = branches(count);
    let mut client = editor(&project, &pulling());
    let typed = "untitled:Untitled-1";
    client.open(typed, "# Q502 Paxos\n\nText.\n");
    let mut version = 1;
    for (branch, faulty) in [("plain", 0), ("flawed", count), ("plain", 0)] {
        git(&project, &format!("checkout --quiet {branch}"));
        tell(&mut client, (0..count).map(|number| project.path(&format!("{number}/0501.md"))));
        loop {
            version += 1;
            client.change(typed, version, [2, 0, 2, 0], "x");
            assert_eq!(rules(&client.pull(typed, None)["items"]), ["missing-tradeoffs"]);
            if found(&mut client).len() == faulty + 1 {
                break;
            }
        }
    }
    client.close(typed);
    assert_eq!(found(&mut client), []);
    assert_eq!(client.leave().code(), Some(0));
}

#[test]
fn a_server_follows_a_checkout() {
    check_checkout(300);
}

#[test]
#[ignore = "takes a minute; run by tests/long"]
fn a_server_follows_a_checkout_of_ten_thousand_files() {
    check_checkout(10_000);
}

#[test]
fn an_open_text_outlives_a_checkout_under_it() {
    let project = branches(2);
    let mut client = editor(&project, &capable());
    let shared = uri(&project.path("0/0501.md"));
    client.open(&shared, FLAWED);
    assert_eq!(rules(&client.findings(&shared, 1)), ["missing-tradeoffs"]);
    git(&project, "checkout --quiet plain");
    tell(&mut client, [project.path("0/0501.md")].into_iter());
    client.change(&shared, 2, [2, 0, 2, 0], "Typed. ");
    assert_eq!(rules(&client.findings(&shared, 2)), ["missing-tradeoffs"], "what is typed counts, not the disk");
    assert_eq!(client.leave().code(), Some(0));
}
