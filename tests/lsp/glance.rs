//! Code lenses and inlay hints: what is shown between the lines, where, and when it is shown anew.

#![expect(clippy::needless_pass_by_value, reason = "a test hands over what it has just written down")]

use std::fs;

use serde_json::{Value, json};

use super::client::{Client, capable, uri};

const RAFT: &str = "file:///answers/0501-raft.md";

const WEIGHED: &str =
    "A reader may see the old price for up to 3 s. Every save waits 40 ms for the slowest replica.";

/// An answer with an emoji in its title and in front of its evidence.
fn answer() -> String {
    format!("# 🦀 501. Raft\r\n\r\n## Trade-offs\r\n\r\n🦀 漢字. {WEIGHED}\r\n")
}

fn introduced(capabilities: Value, options: Value) -> Client {
    let mut client = Client::start();
    client.introduce(json!({
        "processId": null, "rootUri": null, "capabilities": capabilities, "initializationOptions": options,
    }));
    client
}

/// The same for a client that can refresh what it shows.
fn refreshing(options: Value) -> Client {
    let mut capabilities = capable();
    capabilities["workspace"]["codeLens"] = json!({ "refreshSupport": true });
    capabilities["workspace"]["inlayHint"] = json!({ "refreshSupport": true });
    introduced(capabilities, options)
}

fn with_encoding(encoding: &str) -> Value {
    let mut capabilities = capable();
    capabilities["general"] = json!({ "positionEncodings": [encoding] });
    capabilities
}

fn lenses(client: &mut Client, uri: &str) -> Value {
    client.request("textDocument/codeLens", json!({ "textDocument": { "uri": uri } }))
}

fn titles(lenses: &Value) -> Vec<&str> {
    let lenses = lenses.as_array().map(Vec::as_slice).unwrap_or_default();
    lenses.iter().map(|lens| lens["command"]["title"].as_str().expect("a lens has a title")).collect()
}

fn hints(client: &mut Client, uri: &str, lines: std::ops::Range<u32>) -> Value {
    let range = json!({
        "start": { "line": lines.start, "character": 0 }, "end": { "line": lines.end, "character": 0 },
    });
    client.request("textDocument/inlayHint", json!({ "textDocument": { "uri": uri }, "range": range }))
}

#[test]
fn a_lens_stands_over_every_answer_in_any_encoding() {
    for (encoding, width) in [("utf-8", 16), ("utf-16", 14), ("utf-32", 13)] {
        let mut client = introduced(with_encoding(encoding), json!({ "hints": "off" }));
        client.open(RAFT, &answer());
        let lenses = lenses(&mut client, RAFT);
        assert_eq!(titles(&lenses), ["consistency ✓  latency ✓  cost missing · 22 words"], "{encoding}");
        let range = json!({ "start": { "line": 0, "character": 0 }, "end": { "line": 0, "character": width } });
        assert_eq!(lenses[0]["range"], range, "{encoding}");
    }
}

#[test]
fn a_lens_that_nobody_can_explain_is_resolved_and_runs_nothing() {
    let mut client = introduced(capable(), Value::Null);
    client.open(RAFT, &answer());
    let lenses = lenses(&mut client, RAFT);
    assert_eq!(lenses[0]["command"]["command"], "");
    assert_eq!(lenses[0]["command"].get("arguments"), None);
    assert!(titles(&lenses)[0].contains(" points · "), "{lenses}");
}

#[test]
fn a_client_with_the_command_gets_the_place_to_explain() {
    let mut capabilities = capable();
    capabilities["experimental"] = json!({ "commands": { "commands": ["tradeoff.explain"] } });
    let mut client = introduced(capabilities, Value::Null);
    client.open(RAFT, &answer());
    let lenses = lenses(&mut client, RAFT);
    assert_eq!(lenses[0]["command"]["command"], "tradeoff.explain");
    assert_eq!(lenses[0]["command"]["arguments"], json!([{ "uri": RAFT, "line": 2 }]));
}

#[test]
fn several_answers_and_none() {
    let mut client = introduced(json!({}), json!({ "hints": "off" }));
    let uri = "untitled:Untitled-1";
    client.open(uri, "# Q501 Raft\n\nText.\n\n# Q502 Paxos\n\nMore text.\n\n# Q503\n");
    let all = lenses(&mut client, uri);
    assert_eq!(
        titles(&all),
        ["no trade-off section · 1 word", "no trade-off section · 2 words", "nothing written yet"]
    );
    assert_eq!(all[1]["range"]["start"], json!({ "line": 4, "character": 0 }));
    client.open("file:///notes/home.md", "# Home\n\n## Trade-offs\n\nText.\n");
    assert_eq!(lenses(&mut client, "file:///notes/home.md"), json!(null));
}

#[test]
fn lenses_can_be_switched_off() {
    let mut client = introduced(capable(), json!({ "codeLens": false }));
    client.open(RAFT, &answer());
    assert_eq!(lenses(&mut client, RAFT), json!(null));
}

#[test]
fn hints_are_shown_only_on_demand_and_only_in_the_range() {
    let mut client = introduced(capable(), Value::Null);
    client.open(RAFT, &answer());
    assert_eq!(hints(&mut client, RAFT, 0..9), json!(null));

    for (encoding, column) in [("utf-8", 58), ("utf-16", 52), ("utf-32", 51)] {
        let mut client = introduced(with_encoding(encoding), json!({ "inlayHints": true }));
        client.open(RAFT, &answer());
        assert_eq!(hints(&mut client, RAFT, 0..4), json!(null));
        let hints = hints(&mut client, RAFT, 0..9);
        let labels: Vec<_> =
            hints.as_array().expect("there are hints").iter().map(|hint| &hint["label"]).collect();
        assert_eq!(labels, ["consistency argued", "latency argued"]);
        assert_eq!(hints[0]["position"], json!({ "line": 4, "character": column }), "{encoding}");
        let tooltip = hints[0]["tooltip"]["value"].as_str().expect("it says why");
        assert!(tooltip.starts_with("**Consistency**: "), "{tooltip}");
    }
}

#[test]
fn a_bare_client_gets_plain_tooltips() {
    let mut client = introduced(json!({}), json!({ "inlayHints": true }));
    client.open(RAFT, &answer());
    let hints = hints(&mut client, RAFT, 0..9);
    assert_eq!(hints[0]["tooltip"]["kind"], "plaintext");
    assert!(hints[0]["tooltip"]["value"].as_str().is_some_and(|text| text.starts_with("Consistency: ")));
}

#[test]
fn settings_that_change_are_seen_at_once() {
    let mut client = refreshing(json!({ "hints": "off" }));
    client.open(RAFT, &answer());
    assert_eq!(hints(&mut client, RAFT, 0..9), json!(null));
    client.notify(
        "workspace/didChangeConfiguration",
        json!({ "settings": { "tradeoff": { "hints": "full", "inlayHints": true } } }),
    );
    let request = client.asked("workspace/codeLens/refresh");
    client.answer(&request, Value::Null);
    assert!(titles(&lenses(&mut client, RAFT))[0].contains(" points · "));
    let request = client.asked("workspace/inlayHint/refresh");
    client.answer(&request, Value::Null);
    assert_eq!(hints(&mut client, RAFT, 0..9).as_array().map(Vec::len), Some(2));
}

#[test]
fn a_configuration_that_changes_is_seen_at_once() {
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    let path = |name: &str| folder.path().join(name);
    fs::write(path("tradeoff.toml"), "").expect("it can be written");
    let (answer_uri, configuration) = (uri(&path("0501-raft.md")), uri(&path("tradeoff.toml")));
    let mut client = refreshing(json!({ "hints": "off" }));
    client.open(&answer_uri, &answer());
    assert_eq!(titles(&lenses(&mut client, &answer_uri)), ["consistency ✓  latency ✓  cost missing · 22 words"]);
    client.open(&configuration, "[tradeoffs]\nrequired = ['cost']\n");
    let request = client.asked("workspace/codeLens/refresh");
    client.answer(&request, Value::Null);
    assert_eq!(titles(&lenses(&mut client, &answer_uri)), ["cost missing · 22 words"]);
}

#[test]
fn an_answer_in_several_files_has_one_lens() {
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    let answer = folder.path().join("0501-raft");
    fs::create_dir(&answer).expect("it can be made");
    fs::write(folder.path().join("tradeoff.toml"), "answer = 'folder'\n").expect("it can be written");
    let parts =
        [("01-question.md", "# 501. Raft\n\nText.\n".to_owned()), ("07-trade-offs.md", format!("{WEIGHED}\n"))];
    let mut client = introduced(capable(), json!({ "hints": "off", "inlayHints": true }));
    for (name, text) in &parts {
        fs::write(answer.join(name), text).expect("it can be written");
        client.open(&uri(&answer.join(name)), text);
    }
    let [first, last] = parts.map(|(name, _)| uri(&answer.join(name)));
    assert_eq!(titles(&lenses(&mut client, &first)), ["consistency ✓  latency ✓  cost missing · 22 words"]);
    assert_eq!(lenses(&mut client, &last), json!(null));
    assert_eq!(hints(&mut client, &first, 0..9), json!(null));
    let hints = hints(&mut client, &last, 0..9);
    assert_eq!(hints[0]["position"], json!({ "line": 0, "character": 45 }));
}
