//! What the server tells about itself: how much, and to whom.

use std::process::Command;

use serde_json::{Value, json};

use super::client::{Client, capable};

const RAFT: &str = "file:///answers/0501-raft.md";

fn introduced(params: &Value) -> Client {
    let mut client = Client::start();
    let mut all = json!({ "processId": null, "capabilities": capable() });
    all.as_object_mut().expect("it is an object").extend(params.as_object().expect("it is one").clone());
    client.introduce(all);
    client
}

/// Waits for a line of the record that starts with `start`.
fn traced(client: &mut Client, start: &str) -> Value {
    let message = client.wait(&format!("the trace {start:?}"), |message| {
        message["method"] == "$/logTrace"
            && message["params"]["message"].as_str().is_some_and(|text| text.starts_with(start))
    });
    message["params"].clone()
}

#[test]
fn messages_are_recorded_and_with_verbose_what_they_say() {
    let mut client = introduced(&json!({ "trace": "messages" }));
    client.open(RAFT, "# Q501 Raft\n\nText.\n");
    assert_eq!(traced(&mut client, "received `textDocument/didOpen`").get("verbose"), None);
    assert!(client.at("textDocument/hover", RAFT, 0, 3).is_object());
    traced(&mut client, "received `textDocument/hover` (2)");
    let answer = traced(&mut client, "answered `textDocument/hover` (2) in ");
    assert!(answer["message"].as_str().is_some_and(|text| text.ends_with(" ms")), "{answer}");

    client.notify("$/setTrace", json!({ "value": "verbose" }));
    client.at("textDocument/hover", RAFT, 0, 3);
    let asked = traced(&mut client, "received `textDocument/hover` (3)");
    assert!(asked["verbose"].as_str().is_some_and(|text| text.contains("\"character\":3")), "{asked}");
    let answer = traced(&mut client, "answered `textDocument/hover` (3)");
    assert!(answer["verbose"].as_str().is_some_and(|text| text.contains("Walk through Raft")), "{answer}");

    let id = client.ask("textDocument/hover", json!({ "nonsense": 1 }));
    client.response(id);
    let answer = traced(&mut client, "answered `textDocument/hover` (4)");
    assert!(answer["message"].as_str().is_some_and(|text| text.ends_with(" with error -32602")), "{answer}");
}

#[test]
fn without_being_asked_nothing_is_recorded() {
    let mut client = introduced(&json!({ "trace": "messages" }));
    client.notify("$/setTrace", json!({ "value": "off" }));
    client.notify("$/setTrace", json!({ "value": "loud" }));
    client.logged("`$/setTrace` was ignored");
    client.at("textDocument/hover", RAFT, 0, 3);
    client.notify("$/setTrace", json!({ "value": "messages" }));
    client.at("textDocument/hover", RAFT, 0, 3);
    let first = traced(&mut client, "received `textDocument/hover`");
    assert_eq!(first["message"], "received `textDocument/hover` (3)", "not the one before");
}

#[test]
fn a_setting_says_how_much_is_logged() {
    let outside = |client: &mut Client, version: i64| client.change(RAFT, version, [9, 9, 9, 9], "x");
    let mut client = introduced(&json!({ "initializationOptions": { "log": "error" } }));
    client.open(RAFT, "# Q501 Raft\n");
    outside(&mut client, 2);
    let changed = |level: &str| json!({ "settings": { "tradeoff": { "log": level } } });
    client.notify("workspace/didChangeConfiguration", changed("warn"));
    outside(&mut client, 3);
    let warning = client.logged("lies outside the text");
    let text = warning["params"]["message"].as_str().expect("it has a text");
    assert!(text.starts_with("version 3 "), "the first one was not worth an error: {text}");
    assert_eq!(warning["params"]["type"], 2);

    client.notify("$/setTrace", json!({ "value": "verbose" }));
    client.notify("workspace/didChangeConfiguration", changed("off"));
    client.logged("log: Off");
}

#[test]
fn the_version_can_be_asked_for_without_a_session() {
    let output = Command::new(env!("CARGO_BIN_EXE_tradeoff"))
        .args(["lsp", "--version"])
        .output()
        .expect("the program runs");
    assert_eq!(output.status.code(), Some(0));
    let shown = String::from_utf8(output.stdout).expect("it is UTF-8");
    assert!(shown.trim_end().ends_with(env!("CARGO_PKG_VERSION")) && shown.starts_with("tradeoff"), "{shown}");
}
