//! A long session: memory stays, and what is known at the end is what a fresh server would know.

use std::fmt::Write as _;

use serde_json::{Value, json};

use super::client::{Client, capable, change, frame};

const URI: &str = "file:///answers/all.md";

/// Twenty answers, of which the edits change one after the other.
fn text() -> String {
    let mut text = String::new();
    for number in 501..521 {
        write!(text, "# Q{number}\n\nText of 🦀 {number}.\n\n## Trade-offs\n\nCost: TBD.\n\n")
            .expect("strings grow");
    }
    text
}

/// Edits `from..to`: each puts a letter into a paragraph, or takes the last one out again; and the text after them.
fn edit(client: &mut Client, from: i64, to: i64) {
    let mut bytes = Vec::new();
    for version in from..to {
        let line = 2 + 8 * ((version / 2) % 20) as u32;
        let (end, text) = if version % 2 == 0 { (0, "x") } else { (1, "") };
        let params = change(URI, version, Some([line, 0, line, end]), text);
        bytes.extend(frame(&json!({ "jsonrpc": "2.0", "method": "textDocument/didChange", "params": params })));
        if version % 100 == 0 {
            // Somebody types: what came is dealt with before more comes.
            client.write(&std::mem::take(&mut bytes));
            client.at("textDocument/hover", URI, line, 0);
        }
    }
    client.write(&bytes);
    client.findings(URI, to - 1);
}

/// Demands that `count` edits leave the memory as it was after a thousand, and findings as a fresh server has them.
#[expect(clippy::print_stderr, reason = "whoever runs the long one wants the figures")]
fn check(count: i64) {
    let mut client = Client::ready(&capable());
    client.open(URI, &text());
    edit(&mut client, 2, 1_002);
    let early = client.memory();
    edit(&mut client, 1_002, count + 1);
    client.change(URI, count + 1, [4, 0, 4, 0], "");
    let findings = client.findings(URI, count + 1);
    let late = client.memory();
    eprintln!("{early} bytes after 1,000 edits, {late} after {count}");
    assert!(late * 10 <= early * 11, "{early} bytes after 1,000 edits, {late} after {count}");

    let mut fresh = Client::ready(&capable());
    fresh.open(URI, &text());
    let expected: Value = fresh.findings(URI, 1);
    assert!(expected.as_array().is_some_and(|list| list.len() > 20), "{expected}");
    assert_eq!(findings, expected);
    assert_eq!(client.leave().code(), Some(0));
}

#[test]
fn ten_thousand_edits_leave_the_memory_as_it_was() {
    check(10_001);
}

#[test]
#[ignore = "takes minutes; run by tests/long"]
fn a_hundred_thousand_edits_leave_the_memory_as_it_was() {
    check(100_001);
}
