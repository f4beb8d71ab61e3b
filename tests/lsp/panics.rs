//! A panic stays in its request or in its text. It is injected into the real program, which is built for these tests
//! with the feature `fault-injection` of `tradeoff-workspace`; see there for why no other build can have it.

use serde_json::{Value, json};

use super::client::{Client, capable, place, pulling, rules, uri};
use crate::cli::project::{FLAWED, Project};

const RAFT: &str = "file:///answers/0501-raft.md";
const PAXOS: &str = "file:///answers/0502-paxos.md";
const BOOM: &str = "# Q501 Raft\n\nText with a boom.\n";

/// A server in which the analysis of every text with "boom" panics, and every edit that brings "bang".
fn client(capabilities: &Value, folder: Option<&str>) -> Client {
    let variables = [("TRADEOFF_FAULT_PANIC", "boom"), ("TRADEOFF_FAULT_PANIC_EDIT", "bang")];
    let mut client = Client::start_with(&variables);
    client.introduce(json!({ "processId": null, "rootUri": folder, "capabilities": capabilities }));
    client
}

/// The message in `value`, which must name the place of a panic and nothing of the text.
fn place_of_panic(value: &Value) -> &str {
    let message = value.as_str().expect("it is a text");
    assert!(message.contains("internal error at server/workspace/src/fault.rs:"), "{message}");
    assert!(!message.contains("boom") && !message.contains("bang"), "{message}");
    message
}

#[test]
fn a_panic_costs_one_text_its_findings_and_nothing_else() {
    let mut client = client(&capable(), None);
    client.open(PAXOS, "# Q502 Paxos\n\nText.\n");
    assert_eq!(rules(&client.findings(PAXOS, 1)), ["missing-tradeoffs"]);
    client.open(RAFT, BOOM);
    let findings = client.findings(RAFT, 1);
    let told = place_of_panic(&findings[0]["message"]);
    assert_eq!((findings.as_array().map(Vec::len), &findings[0]["severity"]), (Some(1), &json!(1)));
    let hash = told.split("the text ").nth(1).and_then(|rest| rest.split(' ').next()).expect("it has a hash");
    assert_eq!(hash.len(), 16, "{told}");
    let logged = client.logged("the analysis of version 1")["params"].clone();
    assert_eq!(logged["type"], 1);
    assert!(place_of_panic(&logged["message"]).contains(hash));
    assert!(client.at("textDocument/hover", PAXOS, 0, 3).is_object());

    client.change(RAFT, 2, [2, 10, 2, 16], "");
    assert_eq!(rules(&client.findings(RAFT, 2)), ["missing-tradeoffs"]);
    // As often as it likes: no thread is lost.
    for version in 3..20 {
        client.replace(RAFT, version, BOOM);
        place_of_panic(&client.findings(RAFT, version)[0]["message"]);
    }
    client.replace(RAFT, 20, "# Q501 Raft\n\nText.\n");
    assert_eq!(rules(&client.findings(RAFT, 20)), ["missing-tradeoffs"]);
    assert_eq!(client.leave().code(), Some(0));
}

#[test]
fn a_request_that_panics_is_answered_with_an_internal_error() {
    let mut client = client(&capable(), None);
    client.open(PAXOS, "# Q502 Paxos\n\nText.\n");
    client.open(RAFT, BOOM);
    let range = json!({ "start": { "line": 0, "character": 0 }, "end": { "line": 2, "character": 0 } });
    let about = |more: Value| {
        let mut params = place(RAFT, 0, 3);
        let more = more.as_object().expect("it is an object").clone();
        params.as_object_mut().expect("it is an object").extend(more);
        params
    };
    for (method, params) in [
        ("textDocument/hover", about(json!({}))),
        ("textDocument/completion", about(json!({}))),
        ("textDocument/definition", about(json!({}))),
        ("textDocument/references", about(json!({ "context": { "includeDeclaration": true } }))),
        ("textDocument/prepareRename", about(json!({}))),
        ("textDocument/rename", about(json!({ "newName": "503" }))),
        ("textDocument/codeAction", about(json!({ "range": range, "context": { "diagnostics": [] } }))),
        ("textDocument/codeLens", about(json!({}))),
        ("textDocument/documentLink", about(json!({}))),
        ("textDocument/documentSymbol", about(json!({}))),
        ("textDocument/foldingRange", about(json!({}))),
        ("textDocument/selectionRange", about(json!({ "positions": [{ "line": 0, "character": 3 }] }))),
        ("tradeoff/explain", json!({ "uri": RAFT, "position": { "line": 0, "character": 3 } })),
        ("workspace/symbol", json!({ "query": "501" })),
        ("tradeoff/progress", json!({})),
    ] {
        let id = client.ask(method, params);
        let error = client.response(id)["error"].clone();
        assert_eq!(error["code"], -32603, "{method}: {error}");
        place_of_panic(&error["message"]);
        let logged = client.logged(&format!("`{method}`"));
        place_of_panic(&logged["params"]["message"]);
        if method.starts_with("textDocument/") {
            let message = logged["params"]["message"].as_str().unwrap_or_default();
            assert!(message.contains(RAFT) && message.contains(", text "), "{message}");
        }
    }
    assert!(client.at("textDocument/hover", PAXOS, 0, 3).is_object());
    client.replace(RAFT, 2, "# Q501 Raft\n\nText.\n");
    assert!(client.at("textDocument/hover", RAFT, 0, 3).is_object());
    assert_eq!(client.leave().code(), Some(0));
}

#[test]
fn whoever_asks_for_findings_hears_that_there_is_an_error() {
    let mut client = client(&pulling(), None);
    client.open(RAFT, BOOM);
    let id = client.ask("textDocument/diagnostic", super::client::pull(RAFT, None));
    let error = client.response(id)["error"].clone();
    assert_eq!(error["code"], -32603);
    place_of_panic(&error["message"]);
    let report = client.request("workspace/diagnostic", json!({ "previousResultIds": [] }));
    place_of_panic(&report["items"][0]["items"][0]["message"]);
    client.replace(RAFT, 2, "# Q501 Raft\n\nText.\n");
    assert_eq!(rules(&client.pull(RAFT, None)["items"]), ["missing-tradeoffs"]);
    assert_eq!(client.leave().code(), Some(0));
}

#[test]
fn an_edit_that_panics_costs_its_document_and_no_other() {
    let mut client = client(&capable(), None);
    client.open(PAXOS, "# Q502 Paxos\n\nText.\n");
    client.findings(PAXOS, 1);
    client.open(RAFT, "# Q501 Raft\n\nText.\n");
    assert_eq!(rules(&client.findings(RAFT, 1)), ["missing-tradeoffs"]);
    client.change(RAFT, 2, [2, 0, 2, 0], "bang");
    // Nobody knows what the text is now, so nothing is said about it, and the user is told.
    assert_eq!(client.findings_without_version(RAFT), json!([]));
    place_of_panic(&client.logged("`textDocument/didChange`")["params"]["message"]);
    let shown = client.wait("a message", |message| message["method"] == "window/showMessage");
    let told = "0501-raft.md is not checked any more after an internal error; close it and open it again";
    assert_eq!(shown["params"], json!({ "type": 1, "message": told }));
    client.change(RAFT, 3, [0, 0, 0, 0], "x");
    client.logged("it is not open");
    assert_eq!(client.at("textDocument/hover", RAFT, 0, 3), json!(null));

    client.change(PAXOS, 2, [2, 0, 2, 5], "");
    assert_eq!(client.findings(PAXOS, 2), json!([]));
    client.close(RAFT);
    client.open(RAFT, "# Q501 Raft\n\nText.\n");
    assert_eq!(rules(&client.findings(RAFT, 1)), ["missing-tradeoffs"]);
    assert_eq!(client.leave().code(), Some(0));
}

#[test]
fn a_file_that_panics_while_the_workspace_is_read_stops_no_other() {
    let project = Project::with_nothing_required()
        .file("a/0501.md", FLAWED)
        .file("b/0501.md", BOOM)
        .file("c/0501.md", FLAWED);
    let folder = uri(&project.path(""));
    let mut client = client(&pulling(), Some(&folder));
    place_of_panic(&client.logged("b/0501.md, text ")["params"]["message"]);
    client.logged("indexed: 3 files");
    let found = loop {
        let report = client.request("workspace/diagnostic", json!({ "previousResultIds": [] }));
        let items = report["items"].as_array().expect("items are a list");
        let files: Vec<_> = items.iter().filter_map(|item| item["uri"].as_str()).map(str::to_owned).collect();
        // The index is in force a moment after it was complete.
        if files.len() == 2 {
            break files;
        }
    };
    assert!(found[0].ends_with("a/0501.md") && found[1].ends_with("c/0501.md"), "{found:?}");
    assert_eq!(client.leave().code(), Some(0));
}
