//! Bytes that are no messages, messages that are no requests, and too much of everything.

use std::fmt::Write as _;

use serde_json::{Value, json};

use super::client::{Client, capable, change, frame, place, rules};

const RAFT: &str = "file:///answers/0501-raft.md";
const TEXT: &str = "# Q501 Raft\n\nText.\n";

/// Demands that the server still does all that it should.
fn check_sane(client: &mut Client) {
    client.open(RAFT, TEXT);
    assert_eq!(rules(&client.findings(RAFT, 1)), ["missing-tradeoffs"]);
    assert!(client.at("textDocument/hover", RAFT, 0, 3).is_object());
    client.close(RAFT);
    client.findings_without_version(RAFT);
}

/// Sends `bytes`, then demands an answer to nobody with `code`, and a sane server.
fn check_told(client: &mut Client, bytes: &[u8], code: i64) {
    client.write(bytes);
    let told = client.wait("an answer to nobody", |message| {
        message.get("error").is_some() && message["id"].is_null() && message.get("method").is_none()
    });
    assert_eq!(told["error"]["code"], code, "{:?}: {told}", String::from_utf8_lossy(bytes));
    check_sane(client);
}

#[test]
fn malformed_headers_and_wrong_lengths_are_told_and_cost_nothing_else() {
    let mut client = Client::ready(&capable());
    let hover = json!({ "jsonrpc": "2.0", "method": "no/such" });
    let body = hover.to_string();
    for header in [
        "Content-Length: many\r\n\r\n",
        "Content-Length: -5\r\n\r\n",
        "Content-Length: 99999999999999999999\r\n\r\n",
        "Content-Length: 4294967296\r\n\r\n",
        "Content-Length 5\r\n\r\n",
        "Length: 5\r\n\r\n",
        "\u{feff}",
        "GET / HTTP/1.1\r\n\r\n",
        "nonsense\r\n",
    ] {
        check_told(&mut client, header.as_bytes(), -32700);
        check_told(&mut client, format!("{header}{body}").as_bytes(), -32700);
    }
    for length in [0, 1, body.len() / 2, body.len() - 1] {
        check_told(&mut client, format!("Content-Length: {length}\r\n\r\n{body}").as_bytes(), -32700);
    }
    // Too long: what comes next is taken for its end until enough has come, and is then found again.
    for more in [1, 7, 30, 200] {
        let mut bytes = format!("Content-Length: {}\r\n\r\n{body}", body.len() + more).into_bytes();
        for _ in 0..4 {
            bytes.extend(frame(&hover));
        }
        check_told(&mut client, &bytes, -32700);
    }
    check_told(&mut client, "x".repeat(100_000).as_bytes(), -32700);
    assert_eq!(client.leave().code(), Some(0));
}

#[test]
fn headers_are_read_as_the_protocol_allows() {
    let mut client = Client::ready(&capable());
    let body = json!({ "jsonrpc": "2.0", "id": "a", "method": "no/such" }).to_string();
    for header in [
        format!("content-length: {}\r\n\r\n", body.len()),
        format!(
            "Content-Length: {}\r\nContent-Type: application/vscode-jsonrpc; charset=utf-8\r\n\r\n",
            body.len()
        ),
        format!("Content-Type: application/vscode-jsonrpc\r\nContent-Length:{}\r\n\r\n", body.len()),
        format!("\r\n\r\nX-Other: 1\r\nX-More: 2\r\nX-Most: 3\r\nContent-Length: {}\r\n\r\n", body.len()),
    ] {
        client.write(format!("{header}{body}").as_bytes());
        let answer = client.wait("the answer", |message| message["id"] == "a");
        assert_eq!(answer["error"]["code"], -32601, "{header}");
    }
    assert_eq!(client.leave().code(), Some(0));
}

#[test]
fn bytes_that_are_no_json_are_a_parse_error() {
    let mut client = Client::ready(&capable());
    let framed = |body: &[u8]| [format!("Content-Length: {}\r\n\r\n", body.len()).as_bytes(), body].concat();
    for body in [
        b"".as_slice(),
        b"{",
        b"}",
        b"\0\0\0",
        b"{\"jsonrpc\":\"2.0\",\"method\":\"\xff\xfe\"}",
        b"{\"jsonrpc\":\"2.0\",\"method\":\"\xed\xa0\x80\"}",
        br#"{"jsonrpc":"2.0","method":"\ud800"}"#,
        b"\xef\xbb\xbf{\"jsonrpc\":\"2.0\",\"method\":\"x\"}",
        b"{\"a\":1}{\"a\":2}",
        b"NaN",
        b"{'jsonrpc':'2.0'}",
    ] {
        check_told(&mut client, &framed(body), -32700);
    }
    // Deeper than any stack.
    check_told(&mut client, &framed("[".repeat(1_000_000).as_bytes()), -32700);
    check_told(&mut client, &framed("{\"a\":".repeat(1_000_000).as_bytes()), -32700);
    assert_eq!(client.leave().code(), Some(0));
}

#[test]
fn json_that_is_no_message_is_an_invalid_request() {
    let mut client = Client::ready(&capable());
    for body in [
        json!([]),
        json!([{ "jsonrpc": "2.0", "method": "no/such" }]),
        json!(1),
        json!("text"),
        json!({}),
        json!({ "method": "no/such" }),
        json!({ "jsonrpc": "1.0", "method": "no/such" }),
        json!({ "jsonrpc": "2.0", "method": 7 }),
        json!({ "jsonrpc": "2.0", "id": 1.5, "method": "no/such" }),
        json!({ "jsonrpc": "2.0", "id": {}, "method": "no/such" }),
        json!({ "jsonrpc": "2.0", "id": null, "method": "no/such" }),
        json!({ "jsonrpc": "2.0", "id": 1 }),
    ] {
        check_told(&mut client, &frame(&body), -32600);
    }
    // Where it says which request it is, the answer does so, too.
    client.write(&frame(&json!({ "jsonrpc": "2.0", "id": "b", "method": "no/such", "params": "text" })));
    let answer = client.wait("the answer", |message| message["id"] == "b");
    assert_eq!(answer["error"]["code"], -32600);
    // Answers to what was never asked.
    client.write(&frame(&json!({ "jsonrpc": "2.0", "id": 123_456, "result": null })));
    client.write(&frame(&json!({ "jsonrpc": "2.0", "id": null, "error": { "code": 1, "message": "", "x": 1 } })));
    check_sane(&mut client);
    assert_eq!(client.leave().code(), Some(0));
}

#[test]
fn an_identifier_in_use_is_refused() {
    let mut client = Client::ready(&super::client::pulling());
    client.open(RAFT, TEXT);
    client.pull(RAFT, None);
    // One that waits until something is new, once more under its identifier, and then its answer.
    let known = client.request("workspace/diagnostic", json!({ "previousResultIds": [] }));
    let result = &known["items"][0]["resultId"];
    let params = json!({ "previousResultIds": [{ "uri": RAFT, "value": result }] });
    let id = client.ask("workspace/diagnostic", params);
    client.write(&frame(&json!({ "jsonrpc": "2.0", "id": id, "method": "textDocument/hover", "params": {} })));
    assert_eq!(client.response(id)["error"]["code"], -32600);
    client.replace(RAFT, 2, "# Q501 Raft\n");
    assert!(client.response(id)["result"]["items"].is_array());
    assert_eq!(client.leave().code(), Some(0));
}

#[test]
fn a_message_that_breaks_off_ends_the_server() {
    for part in ["Content-Le", "Content-Length: 100\r\n", "Content-Length: 100\r\n\r\n{\"jsonrpc\""] {
        let mut client = Client::ready(&capable());
        client.open(RAFT, TEXT);
        client.findings(RAFT, 1);
        client.write(part.as_bytes());
        client.hang_up();
        assert_eq!(client.ended().code(), Some(1), "{part}");
    }
}

#[test]
fn a_message_may_come_byte_by_byte() {
    let mut client = Client::ready(&capable());
    let bytes =
        frame(&json!({ "jsonrpc": "2.0", "id": "c", "method": "no/such", "params": { "text": "漢字 🦀" } }));
    for byte in bytes {
        client.write(&[byte]);
    }
    assert_eq!(client.wait("the answer", |message| message["id"] == "c")["error"]["code"], -32601);
    check_sane(&mut client);
}

#[test]
fn a_huge_document_is_served_and_holds_up_no_other() {
    let mut client = Client::ready(&capable());
    let huge = "file:///answers/0502-huge.md";
    // About 24 MB.
    let mut text = String::from("# Q502 Paxos\n\n## Trade-offs\n\n");
    for number in 0..200_000 {
        writeln!(
            text,
            "Line {number} of {{{number}}}: each read takes {number} ms and may be stale; 漢字 🦀 costs more.\n"
        )
        .expect("strings grow");
    }
    client.open(huge, &text);
    client.change(huge, 2, [4, 0, 4, 4], "Row");
    check_sane(&mut client);
    client.close(huge);
    assert_eq!(client.findings_without_version(huge), json!([]));
    check_sane(&mut client);
    assert_eq!(client.leave().code(), Some(0));
}

#[test]
fn a_long_line_and_a_long_list_of_changes_are_taken() {
    let mut client = Client::ready(&capable());
    client.open(RAFT, TEXT);
    let insertion = |text: &str| {
        let start = json!({ "line": 2, "character": 0 });
        json!({ "range": { "start": start, "end": start }, "text": text })
    };
    let mut changes = vec![insertion(&"y".repeat(100_000))];
    changes.extend((0..2_000).map(|_| insertion("y")));
    let document = json!({ "uri": RAFT, "version": 2 });
    client.notify("textDocument/didChange", json!({ "textDocument": document, "contentChanges": changes }));
    assert_eq!(rules(&client.findings(RAFT, 2)), ["missing-tradeoffs"]);
    client.change(RAFT, 3, [2, 0, 2, 102_005], "");
    assert_eq!(client.findings(RAFT, 3), json!([]));
}

#[test]
fn a_storm_of_cancellations_leaves_every_request_with_one_answer() {
    const REQUESTS: i64 = 10_000;
    let mut client = Client::ready(&capable());
    client.open(RAFT, TEXT);
    client.findings(RAFT, 1);
    let mut bytes = Vec::new();
    for id in 1_000..1_000 + REQUESTS {
        bytes.extend(frame(&json!({
            "jsonrpc": "2.0", "id": id, "method": "textDocument/hover", "params": place(RAFT, 0, 3),
        })));
        for _ in 0..2 {
            bytes.extend(frame(&json!({ "jsonrpc": "2.0", "method": "$/cancelRequest", "params": { "id": id } })));
        }
    }
    client.write(&bytes);
    let mut answered = vec![0; REQUESTS as usize];
    for _ in 0..REQUESTS {
        let response = client.wait("an answer", |message| message["id"].as_i64().is_some_and(|id| id >= 1_000));
        assert!(response["result"].is_object() || response["error"]["code"] == -32800, "{response}");
        answered[(response["id"].as_i64().unwrap_or_default() - 1_000) as usize] += 1;
    }
    assert!(answered.iter().all(|&count| count == 1));
    client.close(RAFT);
    check_sane(&mut client);
    assert_eq!(client.leave().code(), Some(0));
}

#[test]
fn a_thousand_documents_are_open_at_once() {
    check_open(1_000);
}

#[test]
#[ignore = "takes minutes; run by tests/long"]
fn ten_thousand_documents_are_open_at_once() {
    check_open(10_000);
}

/// Demands that a server with `count` open documents knows what is in each of them.
fn check_open(count: u32) {
    let uri = |number: u32| format!("file:///answers/{}/{}.md", number % 40, 501 + number / 40);
    let mut client = Client::ready(&super::client::pulling());
    for number in 0..count {
        client.open(&uri(number), &format!("# Q{}\n\nText.\n", 501 + number / 40));
    }
    for number in 0..count {
        assert_eq!(rules(&client.pull(&uri(number), None)["items"]), ["missing-tradeoffs"]);
    }
    client.change(&uri(count / 2), 2, [2, 0, 2, 5], "");
    assert_eq!(client.pull(&uri(count / 2), None)["items"], json!([]));
    assert_eq!(rules(&client.pull(&uri(count - 1), None)["items"]), ["missing-tradeoffs"]);
    for number in 0..count {
        client.close(&uri(number));
    }
    assert_eq!(client.pull(&uri(count - 1), None)["items"], json!([]));
    assert_eq!(client.leave().code(), Some(0));
}

/// The changes of `count` versions, each of which adds a letter and takes away the one before.
fn edits(count: i64) -> Vec<u8> {
    let mut bytes = Vec::new();
    for version in 2..count + 2 {
        let params = change(RAFT, version, Some([2, 0, 2, 1]), if version % 2 == 0 { "x" } else { "y" });
        bytes.extend(frame(&json!({ "jsonrpc": "2.0", "method": "textDocument/didChange", "params": params })));
    }
    bytes
}

#[test]
fn a_client_that_never_reads_is_ended_with_its_input_and_fills_no_memory() {
    let (mut client, output) = Client::deaf();
    let introduction = json!({ "processId": null, "capabilities": capable() });
    client.ask("initialize", introduction);
    client.notify("initialized", json!({}));
    // Findings that are long, so that what is not read would be.
    let mut text = String::from("# Q501 Raft\n\nText.\n\n## Trade-offs\n\n");
    for number in 0..500 {
        write!(text, "See [{number}](gone-{number}.md) and Q{}.\n\n", 90_000 + number).expect("strings grow");
    }
    client.open(RAFT, &text);
    client.write(&edits(500));
    let before = client.memory();
    client.write(&edits(20_000));
    let after = client.memory();
    assert!(after < before * 3 / 2 + (32 << 20), "{before} bytes after 500 edits, {after} after 20,500");
    // With requests, too, it is not read from any further; then it goes.
    client.hang_up();
    assert_eq!(client.ended().code(), Some(1));
    drop(output);
}

#[test]
fn a_client_that_closes_its_ear_ends_the_server() {
    let (mut client, output) = Client::deaf();
    drop(output);
    client.ask("initialize", json!({ "processId": null, "capabilities": {} }));
    assert_eq!(client.ended().code(), Some(1));
}

#[test]
fn a_server_that_was_killed_is_followed_by_one_that_finds_the_same() {
    let text = |number: u32| format!("# Q{number}\n\nText.\n\n## Trade-offs\n\nCost: TBD.\n");
    let uri = |number: u32| format!("file:///answers/{number}.md");
    let open = |client: &mut Client| -> Vec<Value> {
        for number in 501..551 {
            client.open(&uri(number), &text(number));
        }
        (501..551).map(|number| client.findings(&uri(number), 1)).collect()
    };
    let mut client = Client::ready(&capable());
    let before = open(&mut client);
    for version in 2..200 {
        client.change(&uri(501), version, [2, 0, 2, 0], "x");
    }
    client.kill();
    let mut next = Client::ready(&capable());
    assert_eq!(open(&mut next), before);
    assert!(before.iter().all(|findings| findings.as_array().is_some_and(|list| !list.is_empty())));
    assert_eq!(next.leave().code(), Some(0));
}
