//! Positions in every encoding, with characters of one to four bytes and all line endings.

use serde_json::{Value, json};

use super::client::{Client, capable, rules};

const URI: &str = "file:///answers/q501.md";

fn client(encoding: &str) -> Client {
    let mut client = Client::start();
    let mut capabilities = capable();
    capabilities["general"]["positionEncodings"] = json!([encoding]);
    let answered = client.introduce(json!({ "processId": null, "capabilities": capabilities }));
    assert_eq!(answered["positionEncoding"], encoding);
    client
}

fn range(line: u32, start: u32, end: u32) -> Value {
    json!({ "start": { "line": line, "character": start }, "end": { "line": line, "character": end } })
}

/// The trade-off heading ends behind an emoji and CJK; `end` is that column in `encoding`.
fn check_findings(encoding: &str, newline: &str, end: u32) {
    let mut client = client(encoding);
    let text = "# Q501 Raft\n\nÜ 🦀 漢字\n\n## 🦀 漢字 Trade-offs é\n\nIt is fine.\n".replace('\n', newline);
    client.open(URI, &text);
    let findings = client.findings(URI, 1);
    assert_eq!(rules(&findings), ["omitted-consistency", "omitted-cost", "omitted-latency"]);
    assert_eq!(findings[0]["range"], range(4, 0, end), "{encoding} {newline:?}");
}

#[test]
fn findings_count_columns_as_agreed() {
    for newline in ["\n", "\r\n", "\r"] {
        check_findings("utf-8", newline, 3 + 4 + 1 + 6 + 1 + 10 + 1 + 2);
        check_findings("utf-16", newline, 3 + 2 + 1 + 2 + 1 + 10 + 1 + 1);
        check_findings("utf-32", newline, 3 + 1 + 1 + 2 + 1 + 10 + 1 + 1);
    }
}

/// `before` is how many columns "🦀 漢字 " takes. An edit behind it turns "Xrade-offs" into the section's title.
fn check_edit(encoding: &str, newline: &str, before: u32) {
    let mut client = client(encoding);
    client.open(URI, &"# Q501 Raft\n\nText.\n\n## 🦀 漢字 Xrade-offs\n\nIt is fine.\n".replace('\n', newline));
    assert_eq!(rules(&client.findings(URI, 1)), ["missing-tradeoffs"]);
    client.change(URI, 2, [4, 3 + before, 4, 4 + before], "T");
    let findings = client.findings(URI, 2);
    assert_eq!(rules(&findings), ["omitted-consistency", "omitted-cost", "omitted-latency"]);
    assert_eq!(findings[0]["range"], range(4, 0, 3 + before + 10));
    let hover = client.at("textDocument/hover", URI, 4, 3 + before + 9);
    assert_eq!(hover["range"], range(4, 0, 3 + before + 10));
}

#[test]
fn edits_and_requests_count_columns_as_agreed() {
    for newline in ["\n", "\r\n"] {
        check_edit("utf-8", newline, 4 + 1 + 6 + 1);
        check_edit("utf-16", newline, 2 + 1 + 2 + 1);
        check_edit("utf-32", newline, 1 + 1 + 2 + 1);
    }
}

#[test]
fn a_column_inside_a_character_means_its_start() {
    let mut client = client("utf-16");
    client.open(URI, "# Q501 Raft\n\n🦀\n");
    client.findings(URI, 1);
    client.change(URI, 2, [2, 1, 2, 2], "");
    assert_eq!(client.findings(URI, 2), json!([]), "the emoji is gone, and with it the prose");
}

#[test]
fn fixes_keep_the_line_endings() {
    let mut client = client("utf-16");
    client.open(URI, "# Q501 Raft\r\n\r\n## Trade-offs\r\n\r\nIt is fine.\r\n");
    let findings = client.findings(URI, 1);
    let actions = client.actions(URI, 2, 4, findings);
    let text = &actions[0]["edit"]["documentChanges"][0]["edits"][0]["newText"];
    let text = text.as_str().expect("the fix inserts something");
    assert_eq!(text.matches('\n').count(), text.matches("\r\n").count(), "{text:?}");
}
