//! Opening, editing and closing documents.

use serde_json::json;

use super::client::{Client, capable, rules};

const RAFT: &str = "file:///answers/0501-raft.md";

#[test]
fn findings_come_and_go_with_edits() {
    let mut client = Client::ready(&capable());
    client.open(RAFT, "# Q501 Raft\n\nText.\n");
    let findings = client.findings(RAFT, 1);
    assert_eq!(rules(&findings), ["missing-tradeoffs"]);
    assert_eq!(
        findings[0]["range"],
        json!({
            "start": { "line": 0, "character": 0 },
            "end": { "line": 0, "character": 11 },
        })
    );
    assert_eq!(findings[0]["severity"], 1);
    assert_eq!(findings[0]["source"], "tradeoff");
    assert_eq!(findings[0]["data"]["fingerprint"].as_str().map(str::len), Some(16));

    client.change(RAFT, 2, [0, 0, 0, 11], "# Home");
    assert_eq!(rules(&client.findings(RAFT, 2)), ["missing-tradeoffs"], "the path still names the question");
    client.change(RAFT, 3, [2, 0, 2, 5], "");
    assert_eq!(client.findings(RAFT, 3), json!([]), "unanswered is not faulty");
    assert_eq!(client.leave().code(), Some(0));
}

#[test]
fn several_changes_in_one_message_apply_one_after_the_other() {
    let mut client = Client::ready(&capable());
    client.open(RAFT, "");
    client.notify("textDocument/didChange", json!({
        "textDocument": { "uri": RAFT, "version": 2 },
        "contentChanges": [
            { "text": "# Q501\n" },
            { "range": { "start": { "line": 1, "character": 0 }, "end": { "line": 1, "character": 0 } }, "text": "\nXext.\n" },
            { "range": { "start": { "line": 2, "character": 0 }, "end": { "line": 2, "character": 1 } }, "text": "T" },
        ],
    }));
    assert_eq!(rules(&client.findings(RAFT, 2)), ["missing-tradeoffs"]);
}

#[test]
fn closing_clears() {
    let mut client = Client::ready(&capable());
    client.open(RAFT, "# Q501 Raft\n\nText.\n");
    client.findings(RAFT, 1);
    client.close(RAFT);
    assert_eq!(client.findings_without_version(RAFT), json!([]));
    client.open(RAFT, "# Q501 Raft\n\nText.\n");
    assert_eq!(client.findings(RAFT, 1).as_array().map(Vec::len), Some(1));
}

#[test]
fn candidates_and_other_documents_have_no_findings() {
    let mut client = Client::ready(&capable());
    for (name, text) in [
        ("file:///x/0501.md", "# Home\n\nText.\n"),
        ("file:///x/README.md", "# Home\n\nText.\n"),
        (
            "file:///x/list.md",
            "### Question 512: Two Sum\n\nx\n\n### Question 513: Three\n\nx\n\n### Question 514: Four\n\nx\n",
        ),
    ] {
        client.open(name, text);
        assert_eq!(client.findings(name, 1), json!([]), "{name}");
    }
}

#[test]
fn documents_without_a_file_work() {
    let mut client = Client::ready(&capable());
    for name in ["untitled:Untitled-1", "vscode-vfs://github/owner/name/answers/0501-raft.md"] {
        client.open(name, "# Q501 Raft\n\nText.\n");
        assert_eq!(rules(&client.findings(name, 1)), ["missing-tradeoffs"], "{name}");
    }
}

#[test]
fn other_languages_are_none_of_our_business() {
    let mut client = Client::ready(&capable());
    let uri = "file:///answers/0501-raft.txt";
    let document =
        json!({ "uri": uri, "languageId": "plaintext", "version": 1, "text": "# Q501 Raft\n\nText.\n" });
    client.notify("textDocument/didOpen", json!({ "textDocument": document }));
    assert_eq!(client.at("textDocument/hover", uri, 0, 3), json!(null));
    assert_eq!(client.actions(uri, 0, 3, json!([])), json!(null));
    client.open(RAFT, "# Q501 Raft\n\nText.\n");
    client.findings(RAFT, 1);
    assert!(client.published.iter().all(|(published, _)| published != uri));
}

#[test]
fn what_is_not_open_is_answered_with_nothing() {
    let mut client = Client::ready(&capable());
    client.change(RAFT, 2, [0, 0, 0, 0], "x");
    client.logged("it is not open");
    client.close(RAFT);
    client.logged("it was not open");
    assert_eq!(client.at("textDocument/hover", RAFT, 0, 3), json!(null));
    assert_eq!(client.at("textDocument/completion", RAFT, 0, 3), json!(null));
    assert_eq!(client.actions(RAFT, 0, 3, json!([])), json!(null));
    client.open(RAFT, "# Q501 Raft\n\nText.\n");
    client.findings(RAFT, 1);
}

#[test]
fn edits_that_do_not_fit_are_clamped_and_logged() {
    let mut client = Client::ready(&capable());
    client.open(RAFT, "# Q501 Raft");
    client.change(RAFT, 2, [99, 7, 4_000_000_000, 4_000_000_000], "\n\nText.\n");
    client.logged("lies outside the text");
    assert_eq!(rules(&client.findings(RAFT, 2)), ["missing-tradeoffs"]);
    client.change(RAFT, 3, [2, 5, 2, 0], "");
    client.logged("ends before it starts");
    assert_eq!(client.findings(RAFT, 3), json!([]));
    assert_eq!(client.at("textDocument/hover", RAFT, 4_000_000_000, 4_000_000_000), json!(null));
    assert_eq!(client.leave().code(), Some(0));
}

#[test]
fn a_document_opened_twice_is_the_later_one() {
    let mut client = Client::ready(&capable());
    client.open(RAFT, "# Q501 Raft\n\nText.\n");
    client.findings(RAFT, 1);
    let document = json!({ "uri": RAFT, "languageId": "markdown", "version": 7, "text": "# Q501 Raft\n" });
    client.notify("textDocument/didOpen", json!({ "textDocument": document }));
    assert_eq!(client.findings(RAFT, 7), json!([]));
    client.change(RAFT, 8, [1, 0, 1, 0], "\nText.\n");
    assert_eq!(rules(&client.findings(RAFT, 8)), ["missing-tradeoffs"]);
    client.close(RAFT);
    assert_eq!(client.findings_without_version(RAFT), json!([]));
    assert_eq!(client.leave().code(), Some(0));
}

#[test]
fn versions_that_go_backwards_do_not_undo_edits() {
    let mut client = Client::ready(&capable());
    client.open(RAFT, "# Q501 Raft\n\nText.\n");
    client.findings(RAFT, 1);
    for version in [9, 3, 3, 0, -5, 4] {
        client.change(RAFT, version, [2, 0, 2, 5], "");
        assert_eq!(client.findings(RAFT, version), json!([]), "version {version}");
        client.change(RAFT, version, [2, 0, 2, 0], "Text.");
        assert_eq!(rules(&client.findings(RAFT, version)), ["missing-tradeoffs"], "version {version}");
    }
    assert_eq!(client.leave().code(), Some(0));
}
