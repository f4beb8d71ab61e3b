//! `tradeoff.toml` while an editor is open.

use std::fs;
use std::path::PathBuf;

use serde_json::{Value, json};
use tempfile::TempDir;

use super::client::{Client, capable, rules, uri};

const RAFT: &str = "# Notes\n\n## Trade-offs\n\nIt is fine.\n";

/// A folder with a configuration and one open answer, `0501.md`, which counts only because of the configuration.
pub(super) struct Folder {
    pub(super) client: Client,
    folder: TempDir,
}

impl Folder {
    fn new(configuration: &str) -> Self {
        Self::with(&capable(), configuration)
    }

    /// The folder in an editor with these `capabilities`.
    pub(super) fn with(capabilities: &Value, configuration: &str) -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder can be made");
        fs::write(folder.path().join("tradeoff.toml"), configuration).expect("the file can be written");
        let mut client = Client::start();
        let folders = json!([{ "uri": uri(folder.path()), "name": "answers" }]);
        client.introduce(json!({ "processId": null, "capabilities": capabilities, "workspaceFolders": folders }));
        let mut opened = Self { client, folder };
        let answer = opened.answer();
        opened.client.open(&answer, RAFT);
        opened
    }

    pub(super) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub(super) fn uri(&self, name: &str) -> String {
        uri(&self.path(name))
    }

    pub(super) fn answer(&self) -> String {
        self.uri("0501.md")
    }

    pub(super) fn configuration(&self) -> String {
        self.uri("tradeoff.toml")
    }

    /// Writes the configuration to the disk and says that it has changed.
    pub(super) fn configure(&mut self, text: &str) {
        fs::write(self.path("tradeoff.toml"), text).expect("the file can be written");
        self.changed(2);
    }

    fn changed(&mut self, kind: u32) {
        let changes = json!([{ "uri": self.configuration(), "type": kind }]);
        self.client.notify("workspace/didChangeWatchedFiles", json!({ "changes": changes }));
    }

    fn findings(&mut self) -> Vec<String> {
        let answer = self.answer();
        let findings = self.client.findings(&answer, 1);
        rules(&findings).into_iter().map(str::to_owned).collect()
    }
}

#[test]
fn the_nearest_configuration_confirms_and_requires() {
    let mut folder = Folder::new("[tradeoffs]\nrequired = ['cost']\n");
    assert_eq!(folder.findings(), ["omitted-cost"]);
}

#[test]
fn a_changed_configuration_holds_at_once() {
    let mut folder = Folder::new("[tradeoffs]\nrequired = ['cost']\n");
    assert_eq!(folder.findings(), ["omitted-cost"]);
    folder.configure("[tradeoffs]\nrequired = ['latency']\n");
    assert_eq!(folder.findings(), ["omitted-latency"]);
    folder.configure("exclude = ['0501.md']\n");
    assert_eq!(folder.findings(), Vec::<String>::new());
}

#[test]
fn saving_a_configuration_in_the_editor_reloads_it() {
    let mut folder = Folder::new("[tradeoffs]\nrequired = ['cost']\n");
    assert_eq!(folder.findings(), ["omitted-cost"]);
    fs::write(folder.path("tradeoff.toml"), "[tradeoffs]\nrequired = ['latency']\n").expect("it can be written");
    let saved = json!({ "textDocument": { "uri": folder.configuration() } });
    folder.client.notify("textDocument/didSave", saved);
    assert_eq!(folder.findings(), ["omitted-latency"]);
}

#[test]
fn a_broken_configuration_is_reported_and_the_last_good_one_stays() {
    let mut folder = Folder::new("[tradeoffs]\nrequired = ['cost']\n");
    assert_eq!(folder.findings(), ["omitted-cost"]);
    folder.configure("# 漢字\n[rules]\nomitted-cost = '🦀' # loud\n");
    assert_eq!(folder.findings(), ["omitted-cost"]);
    let configuration = folder.configuration();
    let complaints = folder.client.findings_without_version(&configuration);
    assert_eq!(complaints.as_array().map(Vec::len), Some(1));
    assert_eq!(complaints[0]["severity"], 1);
    assert_eq!(
        complaints[0]["range"],
        json!({ "start": { "line": 2, "character": 15 }, "end": { "line": 2, "character": 19 } })
    );

    folder.configure("[tradeoffs]\nrequired = ['latency']\n");
    assert_eq!(folder.findings(), ["omitted-latency"]);
    assert_eq!(folder.client.findings_without_version(&configuration), json!([]));
}

#[test]
fn complaints_about_a_deleted_configuration_go_away() {
    let mut folder = Folder::new("anwsers = []\n");
    assert_eq!(folder.findings().len(), 3);
    let configuration = folder.configuration();
    let complaints = folder.client.findings_without_version(&configuration);
    assert_eq!(rules(&complaints), ["unknown-configuration-key"]);
    fs::remove_file(folder.path("tradeoff.toml")).expect("it can be removed");
    folder.changed(3);
    assert_eq!(folder.client.findings_without_version(&configuration), json!([]));
    assert_eq!(folder.findings(), Vec::<String>::new(), "a bare number is no answer without a configuration");
}

#[test]
fn what_is_typed_into_an_open_configuration_holds_before_it_is_saved() {
    let mut folder = Folder::new("[tradeoffs]\nrequired = ['cost']\n");
    assert_eq!(folder.findings(), ["omitted-cost"]);
    let configuration = folder.configuration();
    let open = |text: &str| -> Value {
        json!({ "textDocument": { "uri": configuration, "languageId": "toml", "version": 1, "text": text } })
    };
    folder.client.notify("textDocument/didOpen", open("[tradeoffs]\nrequired = ['latency']\nrequird = 1\n"));
    assert_eq!(folder.findings(), ["omitted-latency"]);
    let complaints = folder.client.findings(&configuration, 1);
    assert_eq!(rules(&complaints), ["unknown-configuration-key"]);

    folder.client.replace(&configuration, 2, "[tradeoffs\n");
    assert_eq!(folder.findings(), ["omitted-latency"], "the last good one stays");
    assert_eq!(folder.client.findings(&configuration, 2)[0]["severity"], 1);

    folder.client.close(&configuration);
    assert_eq!(folder.client.findings_without_version(&configuration), json!([]));
    assert_eq!(folder.findings(), ["omitted-cost"], "the file on the disk holds again");
}

#[test]
fn documents_without_a_file_use_the_first_folders_configuration() {
    let mut folder = Folder::new("[tradeoffs]\nrequired = ['cost']\n");
    folder.client.open("untitled:Untitled-1", "# Q501 Raft\n\n## Trade-offs\n\nIt is fine.\n");
    assert_eq!(rules(&folder.client.findings("untitled:Untitled-1", 1)), ["omitted-cost"]);
    let removed = json!([{ "uri": uri(folder.folder.path()), "name": "answers" }]);
    let event = json!({ "event": { "added": [], "removed": removed } });
    folder.client.notify("workspace/didChangeWorkspaceFolders", event);
    let findings = folder.client.findings("untitled:Untitled-1", 1);
    assert_eq!(findings.as_array().map(Vec::len), Some(3), "the defaults hold");
}

#[test]
fn the_files_of_a_folder_are_judged_as_one_answer_where_it_says_so() {
    let mut folder =
        Folder::new("answer = 'folder'\n[tradeoffs]\nrequired = ['cost']\n[rules]\nduplicate-answer = 'off'\n");
    fs::create_dir(folder.path("501-raft")).expect("a folder can be made");
    let parts = [
        ("501-raft/01-problem.md", "Machines fail.\n"),
        ("501-raft/02-end.md", "## Trade-offs 🦀\n\nThree nodes cost 270 USD a month.\n"),
    ];
    for (name, text) in parts {
        fs::write(folder.path(name), text).expect("files can be written");
    }
    let [problem, end] = parts.map(|(name, _)| uri(&folder.path(name)));
    folder.client.open(&problem, parts[0].1);
    assert_eq!(folder.client.findings(&problem, 1), json!([]), "the section stands in the other file");
    folder.client.open(&end, parts[1].1);
    assert_eq!(folder.client.findings(&end, 1), json!([]));

    folder.client.change(&end, 2, [2, 0, 2, 33], "co");
    let findings = folder.client.findings(&end, 2);
    assert_eq!(rules(&findings), ["omitted-cost"]);
    assert_eq!(findings[0]["range"]["end"], json!({ "line": 0, "character": 16 }));
    let completion = folder.client.at("textDocument/completion", &end, 2, 2);
    assert_eq!(completion["items"][0]["label"], "Cost");
    let actions = folder.client.actions(&end, 0, 5, findings);
    let edit = &actions[0]["edit"]["documentChanges"][0]["edits"][0];
    assert_eq!(edit["range"]["start"], json!({ "line": 2, "character": 2 }));

    folder.client.change(&end, 3, [0, 0, 0, 16], "## End");
    assert_eq!(folder.client.findings(&end, 3), json!([]));
    let told = folder.client.wait("a finding in the other file", |message| {
        message["params"]["uri"] == problem.as_str() && message["params"]["diagnostics"] != json!([])
    });
    assert_eq!(rules(&told["params"]["diagnostics"]), ["missing-tradeoffs"]);
}
