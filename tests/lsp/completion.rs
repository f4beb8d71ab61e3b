//! Completion: references, front matter and suppressions, for editors that can do everything and for those that
//! can do nothing. Skeletons are in `features`.

#![expect(clippy::needless_pass_by_value, reason = "a test hands over what it has just written down")]

use std::fs;

use serde_json::{Value, json};

use super::client::{Client, capable, uri};

const RAFT: &str = "file:///answers/0501-raft.md";

/// The capabilities of an editor that understands all of 3.17.
fn modern() -> Value {
    let mut capabilities = capable();
    capabilities["textDocument"]["completion"] = json!({
        "completionItem": {
            "snippetSupport": true, "documentationFormat": ["markdown"], "insertReplaceSupport": true,
            "labelDetailsSupport": true, "insertTextModeSupport": { "valueSet": [1, 2] },
        },
        "completionList": { "itemDefaults": ["editRange", "insertTextFormat", "data"] },
    });
    capabilities
}

fn opened(capabilities: Value, uri: &str, text: &str) -> Client {
    let mut client = Client::ready(&capabilities);
    client.open(uri, text);
    client
}

/// What is offered when `typed` was the last character, or when somebody asks.
fn completed(client: &mut Client, uri: &str, line: u32, column: u32, typed: Option<&str>) -> Value {
    let context =
        typed.map_or(json!({ "triggerKind": 1 }), |typed| json!({ "triggerKind": 2, "triggerCharacter": typed }));
    let position = json!({ "line": line, "character": column });
    client.request(
        "textDocument/completion",
        json!({ "textDocument": { "uri": uri }, "position": position, "context": context }),
    )
}

fn labels(list: &Value) -> Vec<&str> {
    let items = list["items"].as_array().map(Vec::as_slice).unwrap_or_default();
    items.iter().map(|item| item["label"].as_str().expect("an item has a label")).collect()
}

fn range(line: u32, start: u32, end: u32) -> Value {
    json!({ "start": { "line": line, "character": start }, "end": { "line": line, "character": end } })
}

#[test]
fn references_are_completed_in_any_encoding() {
    for (encoding, column) in [("utf-8", 12), ("utf-16", 6), ("utf-32", 5)] {
        let mut capabilities = capable();
        capabilities["general"] = json!({ "positionEncodings": [encoding] });
        let mut client = opened(capabilities, RAFT, "# Q501 Raft\r\n\r\n🦀 漢字 Q51, and so on.\r\n");
        let list = completed(&mut client, RAFT, 2, column + 3, Some("1"));
        assert_eq!(labels(&list)[..2], ["Q510", "Q511"], "{encoding}");
        assert_eq!(list["isIncomplete"], true);
        let first = &list["items"][0];
        assert_eq!(first["textEdit"], json!({ "range": range(2, column, column + 3), "newText": "Q510" }));
        assert_eq!((&first["filterText"], &first["sortText"]), (&json!("Q510"), &json!("000")), "{encoding}");
        let resolved = client.request("completionItem/resolve", first.clone());
        let documentation = resolved["documentation"]["value"].as_str().expect("there is documentation");
        assert!(documentation.starts_with("**510. ") && documentation.contains("**Cover**"), "{documentation}");
    }
}

#[test]
fn words_lead_to_questions_as_well() {
    let mut client = opened(capable(), RAFT, "# Q501 Raft\n\nSee Q paxo\n");
    let list = completed(&mut client, RAFT, 2, 10, None);
    assert!(!labels(&list).is_empty(), "{list}");
    assert_eq!(list["items"][0]["textEdit"]["range"], range(2, 4, 10));
    assert!(list["items"][0]["filterText"].as_str().is_some_and(|text| text.starts_with("Q paxo")), "{list}");
}

#[test]
fn what_items_have_in_common_is_said_once() {
    let mut client = opened(modern(), RAFT, "# Q501 Raft\n\nSee Q5012.\n");
    let list = completed(&mut client, RAFT, 2, 6, None);
    let both = json!({ "insert": range(2, 4, 6), "replace": range(2, 4, 9) });
    assert_eq!(list["itemDefaults"], json!({ "editRange": both, "insertTextFormat": 2 }));
    let items = list["items"].as_array().expect("there are items");
    assert_eq!(items.len(), 99);
    for item in items {
        assert_eq!((item.get("textEdit"), item.get("insertTextFormat")), (None, None));
        assert_eq!(item["textEditText"], item["label"]);
        assert_eq!(item["labelDetails"]["description"], item["detail"]);
    }
}

#[test]
fn editors_that_overwrite_replace_the_whole_word() {
    let mut capabilities = modern();
    capabilities["textDocument"]["completion"]["completionList"] = Value::Null;
    let mut client = opened(capabilities, RAFT, "# Q501 Raft\n\nSee Q5012.\n");
    let list = completed(&mut client, RAFT, 2, 8, None);
    assert_eq!(list.get("itemDefaults"), None);
    assert_eq!(
        list["items"][0]["textEdit"],
        json!({ "newText": "Q501", "insert": range(2, 4, 8), "replace": range(2, 4, 9) })
    );
}

#[test]
fn a_client_that_declares_nothing_gets_plain_edits() {
    let text = "# Q501 Raft\r\n\r\n<!-- tra -->\r\n\r\n## Trade-offs\r\n\r\nIt is fine.\r\n\r\n";
    let mut client = opened(json!({}), RAFT, text);
    let list = completed(&mut client, RAFT, 2, 8, None);
    let item = &list["items"][0];
    assert_eq!(labels(&list), ["tradeoff-ignore"]);
    assert_eq!((item.get("labelDetails"), item.get("insertTextMode")), (None, None));
    assert_eq!(item["insertTextFormat"], 1);
    assert_eq!(
        item["textEdit"],
        json!({ "range": range(2, 5, 8), "newText": "tradeoff-ignore omitted-consistency: " })
    );
    let skeleton = completed(&mut client, RAFT, 8, 0, None);
    let text = skeleton["items"][0]["textEdit"]["newText"].as_str().expect("an edit has a text");
    assert!(text.starts_with("### Consistency\r\n\r\n<!-- ") && !text.contains('$'), "{text}");
}

#[test]
fn suppressions_have_choices_and_end_with_their_reason() {
    let text = "# Q501 Raft\n\n<!-- tra\n\n## Trade-offs\n\nIt is fine.\n";
    let mut client = opened(modern(), RAFT, text);
    let list = completed(&mut client, RAFT, 2, 8, None);
    assert_eq!(
        list["items"][0]["textEditText"],
        "tradeoff-ignore ${1|omitted-consistency,omitted-cost,omitted-latency|}: $0 -->"
    );
    client.replace(RAFT, 2, &text.replace("tra\n", "tradeoff-ignore \n"));
    let list = completed(&mut client, RAFT, 2, 21, Some(" "));
    assert_eq!(labels(&list)[..3], ["omitted-consistency", "omitted-cost", "omitted-latency"]);
    assert_eq!(list["items"][0]["textEditText"], "omitted-consistency: $0 -->");
    assert_eq!(list["items"][0]["detail"], "reported here");
    let resolved = client.request("completionItem/resolve", list["items"][0].clone());
    let documentation = resolved["documentation"]["value"].as_str().expect("there is documentation");
    assert!(documentation.starts_with("`omitted-consistency` (error)"), "{documentation}");
}

#[test]
fn front_matter_has_keys_and_values() {
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    fs::write(folder.path().join("tradeoff.toml"), "").expect("it can be written");
    let uri = uri(&folder.path().join("raft.md"));
    let mut client = opened(modern(), &uri, "---\n\n---\n# Notes\n");
    let list = completed(&mut client, &uri, 1, 0, None);
    assert_eq!(labels(&list), ["question", "status"]);
    assert_eq!(list["items"][0]["textEditText"], "question: $0");
    assert_eq!(list["items"][1]["textEditText"], "status: ${1|draft,done|}");
    client.replace(&uri, 2, "---\nquestion: \n---\n# Notes\n");
    let list = completed(&mut client, &uri, 1, 10, Some(" "));
    assert_eq!(labels(&list)[..2], ["501", "502"]);
    client.replace(&uri, 3, "---\nquestion: paxos\n---\n# Notes\n");
    let list = completed(&mut client, &uri, 1, 15, None);
    assert_eq!(list["itemDefaults"]["editRange"]["insert"], range(1, 10, 15));
}

#[test]
fn blanks_and_digits_in_prose_offer_nothing() {
    let mut client = opened(modern(), RAFT, "# Q501 Raft\n\n## Trade-offs\n\nIt takes 40 ms \n");
    for (column, typed) in [(3, " "), (10, "4"), (11, "0"), (15, " ")] {
        assert_eq!(completed(&mut client, RAFT, 4, column, Some(typed)), json!(null), "{column}");
    }
}

#[test]
fn hints_that_are_off_are_off_here_as_well() {
    let mut client = Client::start();
    client.introduce(json!({
        "processId": null, "rootUri": null, "capabilities": modern(), "initializationOptions": { "hints": "off" },
    }));
    client.open(RAFT, "# Q501 Raft\n\n## Trade-offs\n\n");
    let list = completed(&mut client, RAFT, 4, 0, None);
    assert_eq!(list["items"][0]["insertTextMode"], 1, "headings start at the margin");
    let resolved = client.request("completionItem/resolve", list["items"][0].clone());
    let documentation = resolved["documentation"]["value"].as_str().expect("there is documentation");
    assert!(!documentation.contains("**"), "{documentation}");
}

#[test]
fn other_documents_get_nothing() {
    let home = "file:///notes/home.md";
    let mut client = opened(modern(), home, "---\n\n---\n# Home\n\nIn Q5\n\n<!-- tra -->\n");
    for (line, column) in [(1, 0), (5, 5), (7, 8), (6, 0)] {
        assert_eq!(completed(&mut client, home, line, column, None), json!(null), "line {line}");
    }
    assert_eq!(completed(&mut client, "file:///not/open.md", 0, 0, None), json!(null));
}
