//! How a session begins and ends.

use serde_json::{Value, json};

use super::client::{Client, capable};

const RAFT: &str = "file:///answers/0501-raft.md";

#[test]
fn the_server_says_who_it_is_and_what_it_can_do() {
    let mut client = Client::start();
    let params = json!({ "processId": null, "rootUri": null, "capabilities": capable() });
    let result = client.request("initialize", params);
    assert_eq!(result["serverInfo"], json!({ "name": "tradeoff", "version": env!("CARGO_PKG_VERSION") }));
    let capabilities = &result["capabilities"];
    assert_eq!(capabilities["positionEncoding"], "utf-16");
    assert_eq!(
        capabilities["textDocumentSync"],
        json!({ "openClose": true, "change": 2, "save": { "includeText": false } })
    );
    assert_eq!(capabilities["hoverProvider"], true);
    assert_eq!(capabilities["completionProvider"]["resolveProvider"], true);
    assert_eq!(
        capabilities["codeActionProvider"],
        json!({ "codeActionKinds": ["quickfix", "refactor", "source.fixAll.tradeoff"] })
    );
    assert_eq!(capabilities["workspace"]["workspaceFolders"]["supported"], true);
}

#[test]
fn files_are_watched_where_the_client_can() {
    let mut client = Client::ready(&capable());
    let request = client.wait("a registration", |message| message["method"] == "client/registerCapability");
    let registration = &request["params"]["registrations"][0];
    assert_eq!(registration["method"], "workspace/didChangeWatchedFiles");
    let watchers = registration["registerOptions"]["watchers"].as_array().expect("watchers are a list");
    let patterns: Vec<_> = watchers.iter().map(|watcher| &watcher["globPattern"]).collect();
    assert_eq!(patterns, ["**/tradeoff.toml", "**/*.{md,markdown,mdx,qmd}", "**/.gitignore"]);
}

#[test]
fn folders_may_be_absent_or_null_or_several() {
    for folders in [
        json!({}),
        json!({ "workspaceFolders": null, "rootUri": null, "rootPath": null }),
        json!({ "rootUri": "file:///answers" }),
        json!({ "workspaceFolders": [{ "uri": "file:///a", "name": "a" }, { "uri": "vfs:/b", "name": "b" }] }),
    ] {
        let mut client = Client::start();
        let mut params = json!({ "processId": null, "capabilities": {} });
        params.as_object_mut().expect("it is an object").extend(folders.as_object().expect("it is one").clone());
        client.introduce(params);
        client.open(RAFT, "# Q501 Raft\n\nText.\n");
        assert_eq!(client.findings(RAFT, 1).as_array().map(Vec::len), Some(1));
        assert_eq!(client.leave().code(), Some(0));
    }
}

#[test]
fn documents_opened_right_behind_the_introduction_are_not_lost() {
    let mut client = Client::start();
    let initialize = json!({ "processId": null, "capabilities": {} });
    client.ask("initialize", initialize);
    client.notify("initialized", json!({}));
    client.open(RAFT, "# Q501 Raft\n\nText.\n");
    assert_eq!(client.findings(RAFT, 1).as_array().map(Vec::len), Some(1));
}

#[test]
fn nothing_is_published_before_the_client_is_ready() {
    let mut client = Client::start();
    let id = client.ask("initialize", json!({ "processId": null, "capabilities": {} }));
    client.open(RAFT, "# Q501 Raft\n\nText.\n");
    client.response(id);
    let hover = client.at("textDocument/hover", RAFT, 0, 3);
    assert!(hover.is_object());
    assert_eq!(client.published, []);
    client.notify("initialized", json!({}));
    client.findings(RAFT, 1);
}

#[test]
fn unknown_requests_are_refused_and_unknown_notifications_ignored() {
    let mut client = Client::ready(&json!({}));
    let id = client.ask("no/such", json!({}));
    assert_eq!(client.response(id)["error"]["code"], -32601);
    client.notify("no/such", json!({}));
    client.notify("$/no/such", json!({}));
    let id = client.ask("textDocument/hover", json!({ "nonsense": 1 }));
    assert_eq!(client.response(id)["error"]["code"], -32602);
    client.notify("textDocument/didOpen", json!({ "nonsense": 1 }));
    client.logged("`textDocument/didOpen` was ignored");
    assert_eq!(client.leave().code(), Some(0));
}

#[test]
fn a_request_can_be_cancelled_at_any_time() {
    let mut client = Client::ready(&json!({}));
    client.open(RAFT, "# Q501 Raft\n\nText.\n");
    for _ in 0..50 {
        let id = client.ask("textDocument/hover", super::client::place(RAFT, 0, 3));
        client.notify("$/cancelRequest", json!({ "id": id }));
        let response = client.response(id);
        assert!(response["result"].is_object() || response["error"]["code"] == -32800, "{response}");
    }
    client.notify("$/cancelRequest", json!({ "id": "never asked" }));
    assert_eq!(client.leave().code(), Some(0));
}

#[test]
fn requests_before_the_introduction_and_after_the_shutdown_are_refused() {
    let mut client = Client::start();
    let id = client.ask("textDocument/hover", super::client::place(RAFT, 0, 0));
    assert_eq!(client.response(id)["error"]["code"], -32002);
    client.introduce(json!({ "processId": null, "capabilities": {} }));
    client.request("shutdown", Value::Null);
    client.open(RAFT, "# Q501 Raft\n\nText.\n");
    let id = client.ask("textDocument/hover", super::client::place(RAFT, 0, 0));
    assert_eq!(client.response(id)["error"]["code"], -32600);
    client.notify("exit", Value::Null);
    assert_eq!(client.ended().code(), Some(0));
    assert_eq!(client.published, []);
}

#[test]
fn the_status_tells_whether_the_client_said_goodbye() {
    assert_eq!(Client::ready(&json!({})).leave().code(), Some(0));

    let mut client = Client::ready(&json!({}));
    client.notify("exit", Value::Null);
    assert_eq!(client.ended().code(), Some(1));

    let mut client = Client::start();
    client.notify("exit", Value::Null);
    assert_eq!(client.ended().code(), Some(1));
}

#[test]
fn the_server_ends_with_its_input() {
    let mut client = Client::start();
    client.hang_up();
    assert_eq!(client.ended().code(), Some(1));

    let mut client = Client::ready(&json!({}));
    client.open(RAFT, "# Q501 Raft\n\nText.\n");
    client.hang_up();
    assert_eq!(client.ended().code(), Some(1));

    let mut client = Client::ready(&json!({}));
    client.request("shutdown", Value::Null);
    client.hang_up();
    assert_eq!(client.ended().code(), Some(0));
}

#[cfg(unix)]
#[test]
fn the_server_ends_with_its_parent() {
    // Any process will do as the editor; another server is one that waits until it is ended.
    let mut parent = Client::start();
    let mut client = Client::start();
    client.introduce(json!({ "processId": parent.process(), "capabilities": {} }));
    parent.kill();
    assert_eq!(client.ended().code(), Some(1));
}
