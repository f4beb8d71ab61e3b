//! What real editors get, from what they say about themselves when they introduce themselves.
//!
//! `clients/*.json` has the parameters of `initialize` and says where they come from.

use std::fs;
use std::path::Path;

use serde_json::{Value, json};
use tempfile::TempDir;

use super::client::{Client, rules, uri};

/// An answer with an emoji in its trade-off heading, and no word about cost. The suppression is of no use.
const ANSWER: &str = "# Q501 Raft\n\nText.\n\n<!-- tradeoff-ignore omitted-latency: a demo on a laptop -->\n\n## 🦀 Trade-offs\n\nA reader may see the old price for up to 3 s. Every save waits 40 ms for the slowest replica.\n\n";

/// An editor with a folder and the answer open in it.
struct Editor {
    client: Client,
    folder: TempDir,
    offer: Value,
    answer: String,
}

impl Editor {
    fn open(name: &str) -> Self {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("tests/lsp/clients/{name}.json"));
        let text = fs::read_to_string(path).expect("the parameters can be read");
        let folder = tempfile::tempdir().expect("a temporary folder can be made");
        let recorded: Value =
            serde_json::from_str(&text.replace("file:///notes", &uri(folder.path()))).expect("it is JSON");
        assert!(recorded["source"].as_str().is_some_and(|source| source.len() > 20), "{name} names its source");
        let mut client = Client::start();
        let offer = client.introduce(recorded["params"].clone());
        let answer = uri(&folder.path().join("0501-raft.md"));
        client.open(&answer, ANSWER);
        Self { client, folder, offer, answer }
    }

    /// What is found, however this editor gets it, and by which way.
    fn findings(&mut self) -> (&'static str, Value) {
        if self.offer.get("diagnosticProvider").is_some() {
            ("pull", self.client.pull(&self.answer, None)["items"].clone())
        } else {
            ("push", self.client.findings(&self.answer, 1))
        }
    }

    /// In which form fixes come.
    fn fixes(&mut self, findings: &Value) -> &'static str {
        let actions = self.client.actions(&self.answer, 6, 5, findings.clone());
        let edit = &actions[0]["edit"];
        if edit.get("documentChanges").is_some() {
            "versioned"
        } else if edit.get("changes").is_some() {
            "plain"
        } else {
            "none"
        }
    }

    /// What a new answer asks of the editor, one thing after the other.
    fn asked_for_a_new_answer(&mut self) -> Vec<String> {
        let arguments = json!([{ "number": 502 }]);
        let params = json!({ "command": "tradeoff.newAnswer", "arguments": arguments });
        let id = self.client.ask("workspace/executeCommand", params);
        let mut asked = Vec::new();
        loop {
            let message = self.client.wait("a request or the response", |message| {
                let method = message["method"].as_str().unwrap_or_default();
                message["id"] == id && method.is_empty()
                    || ["workspace/applyEdit", "window/showDocument"].contains(&method)
            });
            let Some(method) = message["method"].as_str() else { return asked };
            let key = if method == "workspace/applyEdit" { "applied" } else { "success" };
            self.client.answer(&message, json!({ key: true }));
            asked.push(method.to_owned());
        }
    }

    /// Waits until the editor has been asked for all of `expected`: registrations and settings.
    fn asked_at_the_start(&mut self, expected: &Value) {
        for method in expected.as_array().expect("it is a list") {
            self.client
                .wait(&format!("to be asked for {method}"), |message| asked_for(message) == method.as_str());
        }
    }

    /// The same, as far as nobody waited for it.
    fn asked_besides(&self) -> Vec<&str> {
        self.client.unread().filter_map(asked_for).collect()
    }
}

/// What a request of the server's asks for, of what it asks for at the start.
fn asked_for(message: &Value) -> Option<&str> {
    match message["method"].as_str()? {
        "client/registerCapability" => message["params"]["registrations"][0]["method"].as_str(),
        "workspace/configuration" => Some("workspace/configuration"),
        _ => None,
    }
}

fn check(name: &str, at_the_start: &Value, expected: &Value) {
    let mut editor = Editor::open(name);
    editor.asked_at_the_start(at_the_start);
    let (way, findings) = editor.findings();
    assert_eq!(rules(&findings), ["unused-suppression", "omitted-cost"], "{name}");
    let finding = &findings[1];
    let hover = editor.client.at("textDocument/hover", &editor.answer, 0, 3);
    let completion = editor.client.at("textDocument/completion", &editor.answer, 9, 0);
    let found = json!({
        "encoding": editor.offer["positionEncoding"],
        "columns of the heading": finding["range"]["end"]["character"],
        "diagnostics": way,
        "links to rules": finding.get("codeDescription").is_some(),
        "data": finding.get("data").is_some(),
        "tags": findings[0].get("tags").is_some(),
        "hover": hover["contents"]["kind"],
        // Said for all items at once where the editor understands that.
        "snippets": completion["items"][0].get("insertTextFormat")
            .unwrap_or(&completion["itemDefaults"]["insertTextFormat"]) == 2,
        "fixes": editor.fixes(&findings),
        "a new answer": editor.asked_for_a_new_answer(),
    });
    assert_eq!(found, *expected, "{name}");
    assert_eq!(editor.asked_besides(), Vec::<&str>::new(), "{name}");
    let published = editor.client.published.len();
    assert_eq!(published > 0, way == "push", "{name}: pulled and pushed");
    assert_eq!(editor.client.leave().code(), Some(0));
    drop(editor.folder);
}

#[test]
fn vscode() {
    check(
        "vscode-1.76",
        &json!(["workspace/configuration", "workspace/didChangeConfiguration", "workspace/didChangeWatchedFiles"]),
        &json!({
            "encoding": "utf-16", "columns of the heading": 16,
            "diagnostics": "pull", "links to rules": true, "data": true, "tags": true,
            "hover": "markdown", "snippets": true, "fixes": "versioned",
            "a new answer": ["workspace/applyEdit", "window/showDocument"],
        }),
    );
}

#[test]
fn neovim() {
    check(
        "neovim-0.11",
        &json!(["workspace/configuration"]),
        &json!({
            "encoding": "utf-8", "columns of the heading": 18,
            "diagnostics": "pull", "links to rules": false, "data": true, "tags": true,
            "hover": "markdown", "snippets": true, "fixes": "plain",
            "a new answer": ["workspace/applyEdit", "window/showDocument"],
        }),
    );
}

#[test]
fn helix() {
    check(
        "helix-master",
        &json!(["workspace/configuration", "workspace/didChangeWatchedFiles"]),
        &json!({
            "encoding": "utf-8", "columns of the heading": 18,
            "diagnostics": "pull", "links to rules": false, "data": false, "tags": true,
            "hover": "markdown", "snippets": true, "fixes": "versioned",
            "a new answer": ["workspace/applyEdit", "window/showDocument"],
        }),
    );
}

#[test]
fn eglot_of_today() {
    check(
        "eglot-master",
        &json!(["workspace/configuration", "workspace/didChangeWatchedFiles"]),
        &json!({
            "encoding": "utf-32", "columns of the heading": 15,
            "diagnostics": "pull", "links to rules": false, "data": false, "tags": true,
            "hover": "markdown", "snippets": true, "fixes": "versioned",
            "a new answer": ["workspace/applyEdit", "window/showDocument"],
        }),
    );
}

#[test]
fn eglot_of_emacs_29() {
    check(
        "eglot-29",
        &json!(["workspace/configuration", "workspace/didChangeWatchedFiles"]),
        &json!({
            "encoding": "utf-32", "columns of the heading": 15,
            "diagnostics": "push", "links to rules": false, "data": false, "tags": true,
            "hover": "markdown", "snippets": false, "fixes": "versioned",
            "a new answer": [],
        }),
    );
}

/// Breaks the configuration of an editor's folder; the server is told.
fn break_configuration(editor: &mut Editor) {
    let path = editor.folder.path().join("tradeoff.toml");
    fs::write(&path, "[tradeoffs\n").expect("files can be written");
    let changes = json!([{ "uri": uri(&path), "type": 1 }]);
    editor.client.notify("workspace/didChangeWatchedFiles", json!({ "changes": changes }));
}

#[test]
fn helix_asks_again_when_it_is_told_and_takes_what_is_said_about_the_configuration() {
    let mut editor = Editor::open("helix-master");
    editor.findings();
    break_configuration(&mut editor);
    let refresh = editor.client.asked("workspace/diagnostic/refresh");
    editor.client.answer(&refresh, Value::Null);
    let configuration = uri(&editor.folder.path().join("tradeoff.toml"));
    let report = editor.client.pull(&editor.answer, None);
    assert_eq!(report["relatedDocuments"][configuration]["items"].as_array().map(Vec::len), Some(1), "{report}");
}

#[test]
fn where_nothing_else_would_tell_of_a_broken_configuration_a_message_does() {
    let mut editor = Editor::open("neovim-0.11");
    editor.findings();
    break_configuration(&mut editor);
    let shown = editor.client.wait("a message", |message| message["method"] == "window/showMessage");
    let message = shown["params"]["message"].as_str().expect("it has a text");
    assert!(
        message.contains("tradeoff.toml:1:11: ") && message.ends_with("what held before still holds"),
        "{message}"
    );
}
