//! Findings that depend on other files, and the index of all files behind them.

use std::fs;
use std::path::PathBuf;

use serde_json::{Value, json};
use tempfile::TempDir;

use super::client::{Client, capable, rules, uri};

const CONFIGURATION: &str = "[tradeoffs]\nrequired = []\n";
const RAFT: &str = "# Q501 Raft\n\nA leader takes all writes.\n\n## Trade-offs\n\nWe take it.\n";
const PAXOS: &str = "# Q502 Paxos\n\nSee [Raft](0501.md#trade-offs).\n\n## Trade-offs\n\nWe take it.\n";

/// A folder on the disk with a server that has it as its workspace.
struct Workspace {
    folder: TempDir,
    client: Client,
}

impl Workspace {
    /// A workspace with these files and a `tradeoff.toml` that requires nothing.
    fn new(files: &[(&str, &str)]) -> Self {
        let folder = folder(&[&[("tradeoff.toml", CONFIGURATION)], files].concat());
        let mut client = Client::start();
        introduce(&mut client, &capable(), &[&folder]);
        Self { folder, client }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn uri(&self, name: &str) -> String {
        uri(&self.path(name))
    }

    fn open(&mut self, name: &str, text: &str) {
        let uri = self.uri(name);
        self.client.open(&uri, text);
    }

    fn close(&mut self, name: &str) {
        let uri = self.uri(name);
        self.client.close(&uri);
    }

    /// Writes a file and says so.
    fn write(&mut self, name: &str, text: &str) {
        write(&self.folder, name, text);
        self.changed(&[name], 1);
    }

    fn remove(&mut self, name: &str) {
        fs::remove_file(self.path(name)).expect("files can be removed");
        self.changed(&[name], 3);
    }

    fn changed(&mut self, names: &[&str], kind: u32) {
        let changes: Vec<_> = names.iter().map(|name| json!({ "uri": self.uri(name), "type": kind })).collect();
        self.client.notify("workspace/didChangeWatchedFiles", json!({ "changes": changes }));
    }

    /// Waits until these rules, and no others, are reported about the open file.
    fn expect(&mut self, name: &str, expected: &[&str]) -> Value {
        let uri = self.uri(name);
        published(&mut self.client, &uri, expected)
    }
}

fn folder(files: &[(&str, &str)]) -> TempDir {
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    for (name, text) in files {
        write(&folder, name, text);
    }
    folder
}

fn write(folder: &TempDir, name: &str, text: &str) {
    let path = folder.path().join(name);
    fs::create_dir_all(path.parent().expect("it lies in a folder")).expect("folders can be made");
    fs::write(path, text).expect("files can be written");
}

fn introduce(client: &mut Client, capabilities: &Value, folders: &[&TempDir]) {
    let folders: Vec<_> = folders.iter().map(|folder| json!({ "uri": uri(folder.path()), "name": "x" })).collect();
    client.introduce(json!({ "processId": null, "capabilities": capabilities, "workspaceFolders": folders }));
}

/// Waits until these rules, and no others, are reported about `uri`.
fn published(client: &mut Client, uri: &str, expected: &[&str]) -> Value {
    loop {
        // One by one: an older publication must not pass for a newer one.
        let message = client.wait(&format!("{expected:?} about {uri}"), |message| {
            message["method"] == "textDocument/publishDiagnostics" && message["params"]["uri"] == uri
        });
        let diagnostics = &message["params"]["diagnostics"];
        if rules(diagnostics) == expected {
            return diagnostics.clone();
        }
    }
}

#[test]
fn a_second_answer_on_the_disk_is_known_after_the_first_scan() {
    let mut workspace = Workspace::new(&[("0501.md", RAFT), ("raft/501.md", RAFT)]);
    workspace.open("0501.md", RAFT);
    let findings = workspace.expect("0501.md", &["duplicate-answer"]);
    assert_eq!(findings[0]["message"], "question 501 is answered in raft/501.md, too");
    let related = &findings[0]["relatedInformation"][0]["location"];
    assert_eq!(related["uri"], workspace.uri("raft/501.md"));
    assert_eq!(related["range"]["end"], json!({ "line": 0, "character": 11 }));
}

#[test]
fn it_comes_and_goes_with_the_other_file() {
    let mut workspace = Workspace::new(&[("0501.md", RAFT)]);
    workspace.open("0501.md", RAFT);
    workspace.expect("0501.md", &[]);
    workspace.write("raft/501.md", RAFT);
    workspace.expect("0501.md", &["duplicate-answer"]);
    workspace.write("raft/501.md", PAXOS);
    workspace.expect("0501.md", &[]);
    workspace.write("raft/501.md", RAFT);
    workspace.expect("0501.md", &["duplicate-answer"]);
    workspace.remove("raft/501.md");
    workspace.expect("0501.md", &[]);
}

#[test]
fn a_file_that_moves_takes_it_along() {
    let mut workspace = Workspace::new(&[("0501.md", RAFT), ("raft/501.md", RAFT)]);
    workspace.open("0501.md", RAFT);
    workspace.expect("0501.md", &["duplicate-answer"]);
    fs::create_dir(workspace.path("archive")).expect("folders can be made");
    fs::rename(workspace.path("raft/501.md"), workspace.path("archive/501.md")).expect("files can be moved");
    workspace.changed(&["raft/501.md"], 3);
    workspace.expect("0501.md", &[]);
    workspace.changed(&["archive/501.md"], 1);
    fs::rename(workspace.path("archive/501.md"), workspace.path("501.md")).expect("files can be moved");
    workspace.changed(&["501.md", "archive/501.md"], 1);
    workspace.expect("0501.md", &["duplicate-answer"]);
}

#[test]
fn a_folder_that_goes_takes_its_files_along() {
    let mut workspace = Workspace::new(&[("0501.md", RAFT), ("raft/501.md", RAFT)]);
    workspace.open("0501.md", RAFT);
    workspace.expect("0501.md", &["duplicate-answer"]);
    fs::remove_dir_all(workspace.path("raft")).expect("folders can be removed");
    workspace.changed(&["raft"], 3);
    workspace.expect("0501.md", &[]);
}

#[test]
fn what_is_open_wins_over_what_is_saved() {
    let mut workspace = Workspace::new(&[("0501.md", RAFT), ("raft/raft.md", RAFT)]);
    workspace.open("0501.md", RAFT);
    workspace.expect("0501.md", &["duplicate-answer"]);
    workspace.open("raft/raft.md", RAFT);
    workspace.expect("raft/raft.md", &["duplicate-answer"]);
    let other = workspace.uri("raft/raft.md");
    workspace.client.change(&other, 2, [0, 2, 0, 11], "Q502 Paxos");
    workspace.expect("0501.md", &[]);
    workspace.expect("raft/raft.md", &[]);
    workspace.client.change(&other, 3, [0, 2, 0, 12], "Q501 Raft");
    workspace.expect("0501.md", &["duplicate-answer"]);
    workspace.client.change(&other, 4, [0, 2, 0, 11], "Q502 Paxos");
    workspace.expect("0501.md", &[]);
    workspace.close("raft/raft.md");
    workspace.expect("0501.md", &["duplicate-answer"]);
}

#[test]
fn an_unsaved_file_counts_and_goes_when_it_is_closed() {
    let mut workspace = Workspace::new(&[("0501.md", RAFT)]);
    workspace.open("0501.md", RAFT);
    workspace.expect("0501.md", &[]);
    workspace.open("501-raft.md", RAFT);
    workspace.expect("0501.md", &["duplicate-answer"]);
    workspace.close("501-raft.md");
    workspace.expect("0501.md", &[]);
}

#[test]
fn a_broken_link_heals_when_its_target_comes() {
    let mut workspace = Workspace::new(&[("0502.md", PAXOS)]);
    workspace.open("0502.md", PAXOS);
    let findings = workspace.expect("0502.md", &["broken-reference"]);
    assert_eq!(findings[0]["message"], "there is no file 0501.md");
    assert_eq!(findings[0]["range"]["start"], json!({ "line": 2, "character": 11 }));
    workspace.write("0501.md", "# Q501 Raft\n\nText.\n");
    let findings = workspace.expect("0502.md", &["broken-reference"]);
    assert_eq!(findings[0]["message"], "0501.md has no anchor #trade-offs");
    workspace.open("0501.md", RAFT);
    workspace.expect("0502.md", &[]);
    let target = workspace.uri("0501.md");
    workspace.client.change(&target, 2, [4, 3, 4, 13], "Drawbacks");
    workspace.expect("0502.md", &["broken-reference"]);
    workspace.client.change(&target, 3, [4, 3, 4, 12], "Trade-offs");
    workspace.expect("0502.md", &[]);
}

#[test]
fn a_storm_of_events_ends_in_the_right_state() {
    let mut workspace = Workspace::new(&[("0501.md", RAFT), ("0502.md", PAXOS)]);
    workspace.open("0501.md", RAFT);
    workspace.open("0502.md", PAXOS);
    workspace.expect("0502.md", &[]);
    let names: Vec<String> = (503..750).map(|number| format!("many/{number}.md")).collect();
    for round in 0..4 {
        for name in &names {
            write(&workspace.folder, name, if round % 2 == 0 { RAFT } else { "# Notes\n" });
            workspace.changed(&[name], 2);
        }
    }
    // As after a change of branch: all at once, one of them a second answer.
    write(&workspace.folder, "501.md", RAFT);
    let all: Vec<&str> = names.iter().map(String::as_str).chain(["501.md"]).collect();
    workspace.changed(&all, 1);
    let findings = workspace.expect("0501.md", &["duplicate-answer"]);
    assert_eq!(findings[0]["message"], "question 501 is answered in 501.md, too");
}

#[test]
fn ignored_and_excluded_files_are_not_indexed_before_or_after() {
    let configuration = format!("exclude = ['private/']\n{CONFIGURATION}");
    let files = [("tradeoff.toml", &*configuration), (".gitignore", "build/\n"), ("build/501.md", RAFT)];
    let mut workspace = Workspace::new(&[&files[..], &[("0501.md", RAFT), ("private/501.md", RAFT)]].concat());
    workspace.open("0501.md", RAFT);
    workspace.expect("0501.md", &[]);
    for name in ["build/0501.md", "private/0501.md", ".cache/0501.md"] {
        workspace.write(name, RAFT);
    }
    workspace.open("private/0501.md", RAFT);
    workspace.expect("private/0501.md", &[]);
    workspace.write("501.md", RAFT);
    let findings = workspace.expect("0501.md", &["duplicate-answer"]);
    assert_eq!(findings[0]["message"], "question 501 is answered in 501.md, too");
    workspace.write(".gitignore", "501.md\nbuild/\n");
    workspace.expect("0501.md", &[]);
}

#[test]
fn a_changed_configuration_is_a_reason_to_read_all_again() {
    let mut workspace = Workspace::new(&[("0501.md", RAFT), ("raft/501.md", RAFT)]);
    workspace.open("0501.md", RAFT);
    workspace.expect("0501.md", &["duplicate-answer"]);
    workspace.write("tradeoff.toml", &format!("exclude = ['raft/']\n{CONFIGURATION}"));
    workspace.expect("0501.md", &[]);
}

#[test]
fn each_folder_is_a_repository_of_its_own() {
    let files = [("tradeoff.toml", CONFIGURATION), ("0501.md", RAFT)];
    let (first, second) = (folder(&files), folder(&files));
    let mut client = Client::start();
    introduce(&mut client, &capable(), &[&first, &second]);
    let [one, other] = [&first, &second].map(|folder| uri(&folder.path().join("0501.md")));
    client.open(&one, RAFT);
    client.open(&other, RAFT);
    published(&mut client, &one, &[]);
    published(&mut client, &other, &[]);
    write(&second, "501.md", RAFT);
    let changes = json!([{ "uri": uri(&second.path().join("501.md")), "type": 1 }]);
    client.notify("workspace/didChangeWatchedFiles", json!({ "changes": changes }));
    published(&mut client, &other, &["duplicate-answer"]);
    client.close(&one);
    client.open(&one, RAFT);
    assert_eq!(client.findings(&one, 1), json!([]));
}

#[test]
fn folders_come_and_go() {
    let first = folder(&[("tradeoff.toml", CONFIGURATION), ("0501.md", RAFT)]);
    let second = folder(&[("tradeoff.toml", CONFIGURATION), ("0501.md", RAFT), ("501.md", RAFT)]);
    let mut client = Client::start();
    introduce(&mut client, &capable(), &[&first]);
    let change = |added: &[&TempDir], removed: &[&TempDir]| {
        let list = |folders: &[&TempDir]| -> Value {
            folders.iter().map(|folder| json!({ "uri": uri(folder.path()), "name": "x" })).collect()
        };
        json!({ "event": { "added": list(added), "removed": list(removed) } })
    };
    client.notify("workspace/didChangeWorkspaceFolders", change(&[&second], &[&first]));
    let other = uri(&second.path().join("0501.md"));
    client.open(&other, RAFT);
    published(&mut client, &other, &["duplicate-answer"]);
}

#[test]
fn a_file_from_elsewhere_brings_its_repository() {
    let folder = folder(&[("tradeoff.toml", CONFIGURATION), ("0501.md", RAFT), ("raft/501.md", RAFT)]);
    let mut client = Client::ready(&capable());
    let open = uri(&folder.path().join("0501.md"));
    client.open(&open, RAFT);
    published(&mut client, &open, &["duplicate-answer"]);
    client.open("untitled:Untitled-1", RAFT);
    let findings = client.findings("untitled:Untitled-1", 1);
    assert!(
        !rules(&findings).contains(&"duplicate-answer"),
        "a document without a file is nobody's second answer"
    );
}

#[test]
fn two_spellings_of_a_uri_are_one_document() {
    let mut workspace = Workspace::new(&[("my notes/0501.md", RAFT)]);
    let spelt = workspace.uri("my notes/0501.md");
    let other = spelt.replace("my%20notes", "%6dy%20notes/.").replace("0501", "%30501");
    assert_ne!(spelt, other);
    workspace.client.open(&other, RAFT);
    assert_eq!(workspace.client.findings(&other, 1), json!([]));
    let hover = workspace.client.at("textDocument/hover", &spelt, 0, 3);
    assert!(hover.is_object(), "asked for by its other name");
    workspace.client.replace(&spelt, 2, "# Q501 Raft\n\nText.\n");
    assert_eq!(rules(&workspace.client.findings(&other, 2)), ["missing-tradeoffs"]);
    workspace.client.open(&spelt, RAFT);
    assert_eq!(workspace.client.findings(&spelt, 1), json!([]), "and no second answer");
    workspace.client.close(&other);
    assert_eq!(workspace.client.findings_without_version(&spelt), json!([]));
}

#[test]
fn editors_and_the_command_line_say_the_same_about_other_files() {
    let broken = "# Q503 Zab\n\nSee [Raft](../0501.md#gone), ![x](x.png), [Paxos](../0502.md).\n\n## Trade-offs\n\nWe take it.\n";
    let files = [("0501.md", RAFT), ("raft/501.md", RAFT), ("0502.md", PAXOS), ("zab/0503.md", broken)];
    let mut workspace = Workspace::new(&files);
    let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_tradeoff"));
    let command = command.args(["lint", "--format", "json"]).current_dir(workspace.folder.path());
    let output = command.output().expect("the program can be started");
    let result: Value = serde_json::from_slice(&output.stdout).expect("it prints JSON");
    let linted = result["findings"].as_array().expect("findings are a list");
    assert_eq!(linted.len(), 4, "{result}");
    for (name, text) in files {
        let own: Vec<&Value> = linted.iter().filter(|finding| finding["path"] == name).collect();
        let expected: Vec<&str> = own.iter().filter_map(|finding| finding["rule"].as_str()).collect();
        workspace.open(name, text);
        let shown = workspace.expect(name, &expected);
        for (finding, shown) in own.into_iter().zip(shown.as_array().expect("they are a list")) {
            assert_eq!(shown["message"], finding["message"]);
            assert_eq!(shown["data"]["fingerprint"], finding["fingerprint"]);
            assert_eq!(shown["range"]["start"]["line"].as_u64().map(|line| line + 1), finding["line"].as_u64());
            let column = shown["range"]["start"]["character"].as_u64().map(|column| column + 1);
            assert_eq!(column, finding["column"].as_u64());
        }
    }
}

#[test]
fn suppressions_are_judged_when_the_other_files_are_known() {
    let silenced = format!("<!-- tradeoff-ignore duplicate-answer: the exam version -->\n{RAFT}");
    let mut workspace = Workspace::new(&[("0501.md", &silenced), ("raft/501.md", RAFT)]);
    workspace.open("0501.md", &silenced);
    workspace.open("raft/501.md", RAFT);
    workspace.expect("raft/501.md", &["duplicate-answer"]);
    workspace.close("raft/501.md");
    workspace.remove("raft/501.md");
    workspace.expect("0501.md", &["unused-suppression"]);
    let uri = workspace.uri("0501.md");
    let seen = workspace.client.published.iter().filter(|(published, _)| *published == uri).count();
    assert!(seen >= 2, "once before and once after");
}

#[test]
fn a_home_folder_is_not_read() {
    let folder = folder(&[("0501.md", RAFT), ("raft/501.md", RAFT), ("0502.md", PAXOS)]);
    let home = folder.path().to_str().expect("temporary folders have readable names");
    let mut client = Client::start_with(&[("HOME", home)]);
    introduce(&mut client, &capable(), &[&folder]);
    client.logged("indexed: 0 files of the workspace");
}

/// What an editor can do that shows progress.
fn showing_progress() -> Value {
    let mut capabilities = capable();
    capabilities["window"] = json!({ "workDoneProgress": true });
    capabilities
}

/// Waits for the scan to ask for a place to show its progress, and gives it one; its token.
fn accept_progress(client: &mut Client) -> Value {
    let request = client.asked("window/workDoneProgress/create");
    let token = request["params"]["token"].clone();
    client.answer(&request, Value::Null);
    token
}

fn progress(client: &mut Client, token: &Value, kind: &str) -> Value {
    let message = client.wait(&format!("progress: {kind}"), |message| {
        message["method"] == "$/progress"
            && message["params"]["token"] == *token
            && message["params"]["value"]["kind"] == kind
    });
    message["params"]["value"].clone()
}

#[test]
fn the_first_scan_shows_its_progress() {
    let folder = folder(&[("tradeoff.toml", CONFIGURATION), ("0501.md", RAFT), ("0502.md", PAXOS)]);
    let mut client = Client::start();
    introduce(&mut client, &showing_progress(), &[&folder]);
    let token = accept_progress(&mut client);
    let begin = progress(&mut client, &token, "begin");
    assert_eq!((&begin["title"], &begin["cancellable"]), (&json!("Reading answers"), &json!(true)));
    assert_eq!(progress(&mut client, &token, "end")["message"], "2 files");
}

#[test]
fn a_scan_delays_no_open_file_and_can_be_cancelled() {
    let folder = folder(&[("tradeoff.toml", CONFIGURATION), ("0501.md", RAFT), ("raft/501.md", RAFT)]);
    let gate = folder.path().join("gate");
    let gate = gate.to_str().expect("temporary folders have readable names");
    let mut client = Client::start_with(&[("TRADEOFF_FAULT_SCAN_GATE", gate)]);
    introduce(&mut client, &showing_progress(), &[&folder]);
    let token = accept_progress(&mut client);
    progress(&mut client, &token, "begin");
    let open = uri(&folder.path().join("0501.md"));
    client.open(&open, RAFT);
    assert_eq!(client.findings(&open, 1), json!([]), "while the scan is under way");
    client.notify("window/workDoneProgress/cancel", json!({ "token": "another" }));
    client.notify("window/workDoneProgress/cancel", json!({ "token": token }));
    assert_eq!(progress(&mut client, &token, "end")["message"], "stopped after 0 of 2 files");
    // The next reason to read all is a new beginning.
    fs::write(gate, "").expect("the gate can be opened");
    let changes = json!([{ "uri": uri(&folder.path().join("tradeoff.toml")), "type": 2 }]);
    client.notify("workspace/didChangeWatchedFiles", json!({ "changes": changes }));
    published(&mut client, &open, &["duplicate-answer"]);
}

#[test]
fn a_client_that_refuses_progress_is_served_all_the_same() {
    let folder = folder(&[("tradeoff.toml", CONFIGURATION), ("0501.md", RAFT), ("501.md", RAFT)]);
    let mut client = Client::start();
    introduce(&mut client, &showing_progress(), &[&folder]);
    client.asked("window/workDoneProgress/create");
    let open = uri(&folder.path().join("0501.md"));
    client.open(&open, RAFT);
    published(&mut client, &open, &["duplicate-answer"]);
}

#[test]
fn navigation_knows_closed_files_and_follows_what_happens_to_them() {
    let speaks = "# Q502 Paxos\n\n🦀 unlike Q501.\n\n## Trade-offs\n\nWe take it.\n";
    let files = [("0501.md", RAFT), ("raft/501.md", RAFT), ("0502.md", speaks), ("README.md", "Q501\n")];
    let mut workspace = Workspace::new(&files);
    workspace.open("0501.md", RAFT);
    workspace.expect("0501.md", &["duplicate-answer"]);
    let [open, closed, speaking] = ["0501.md", "raft/501.md", "0502.md"].map(|name| workspace.uri(name));
    let range = |line: u32, start: u32, end: u32| json!({ "start": { "line": line, "character": start }, "end": { "line": line, "character": end } });
    let at = |uri: &str, range: Value| json!({ "uri": uri, "range": range });
    let mut params = json!({ "textDocument": { "uri": open }, "position": { "line": 0, "character": 3 } });
    params["context"] = json!({ "includeDeclaration": true });
    let found = workspace.client.request("textDocument/references", params.clone());
    let [title, spoken] = [range(0, 0, 11), range(2, 10, 14)];
    let everything = [at(&open, title.clone()), at(&closed, title.clone()), at(&speaking, spoken.clone())];
    assert_eq!(found, json!(everything));

    workspace.open("0502.md", speaks);
    let found = workspace.client.at("textDocument/definition", &speaking, 2, 11);
    let targets: Vec<_> = found.as_array().expect("a list").iter().map(|one| &one["targetUri"]).collect();
    assert_eq!(targets, [&json!(open), &json!(closed)]);
    let symbols = workspace.client.request("workspace/symbol", json!({ "query": "501" }));
    let symbols = symbols.as_array().expect("a list");
    let places: Vec<_> = symbols.iter().map(|one| one["containerName"].as_str().unwrap_or_default()).collect();
    assert_eq!(places[..2], ["0501.md · answered", "raft/501.md · answered"]);

    workspace.remove("raft/501.md");
    workspace.expect("0501.md", &[]);
    let found = workspace.client.request("textDocument/references", params);
    assert_eq!(found, json!([at(&open, title), at(&speaking, spoken)]));
}
