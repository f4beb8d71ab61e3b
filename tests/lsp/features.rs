//! Hover, completion and diagnostics, with everything an editor can do and with nothing.

use serde_json::{Value, json};

use super::client::{Client, capable, rules};

const RAFT: &str = "file:///answers/0501-raft.md";
const TEXT: &str = "# Q501 Raft\n\nText.\n\n## Trade-offs\n\nIt is fine.\n\n";

fn opened(capabilities: &Value, uri: &str, text: &str) -> Client {
    let mut client = Client::ready(capabilities);
    client.open(uri, text);
    client
}

fn labels(completion: &Value) -> Vec<&str> {
    let items = completion["items"].as_array().map(Vec::as_slice).unwrap_or_default();
    items.iter().map(|item| item["label"].as_str().expect("an item has a label")).collect()
}

#[test]
fn hovering_over_a_question_shows_it() {
    let mut client = opened(&capable(), RAFT, TEXT);
    let hover = client.at("textDocument/hover", RAFT, 0, 3);
    assert_eq!(hover["contents"]["kind"], "markdown");
    let shown = hover["contents"]["value"].as_str().expect("markup has a value");
    assert!(shown.starts_with("**501. Walk through Raft consensus algorithm step by step.**\n\n"), "{shown}");
    assert!(shown.contains("Advanced Distributed Systems · walkthrough · "), "{shown}");
    for part in ["**Cover**", "**Consistency**", "**Latency**", "**Cost**", "**Pitfalls**"] {
        assert!(shown.contains(part), "{part} in {shown}");
    }
}

#[test]
fn hovering_over_a_trade_off_heading_shows_verdicts_and_rules() {
    let mut client = opened(&capable(), RAFT, TEXT);
    let hover = client.at("textDocument/hover", RAFT, 4, 5);
    let shown = hover["contents"]["value"].as_str().expect("markup has a value");
    assert!(shown.contains("- **Consistency** missing"), "{shown}");
    assert!(shown.contains("`omitted-cost`"), "{shown}");
    assert_eq!(client.at("textDocument/hover", RAFT, 6, 3), json!(null), "prose has no hover");
}

#[test]
fn skeletons_are_snippets_with_places_to_write_at() {
    let mut client = opened(&capable(), RAFT, TEXT);
    let completion = client.at("textDocument/completion", RAFT, 8, 0);
    assert_eq!(labels(&completion), ["Consistency", "Latency", "Cost"]);
    let cost = &completion["items"][2];
    assert_eq!(cost["insertTextFormat"], 2);
    let text = cost["textEdit"]["newText"].as_str().expect("an edit has a text");
    assert!(text.starts_with("### Cost\n\n<!-- ") && text.ends_with(" -->\n\n$0\n"), "{text}");
    let resolved = client.request("completionItem/resolve", cost.clone());
    let documentation = resolved["documentation"]["value"].as_str().expect("there is documentation");
    assert!(documentation.contains("**Cost**\n\nSurviving f crashes"), "{documentation}");
}

#[test]
fn an_empty_file_gets_a_whole_answer() {
    let mut client = opened(&capable(), RAFT, "");
    let completion = client.at("textDocument/completion", RAFT, 0, 0);
    assert_eq!(labels(&completion)[0], "Answer to 501");
    let text = completion["items"][0]["textEdit"]["newText"].as_str().expect("an edit has a text");
    assert!(text.starts_with("---\nquestion: 501\n---\n\n# 501. Walk through Raft"), "{text}");
    assert!(text.contains("## Trade-offs") && text.contains("\n\n$1\n"), "{text}");
}

#[test]
fn prose_is_not_interrupted() {
    let mut client = opened(&capable(), RAFT, TEXT);
    assert_eq!(client.at("textDocument/completion", RAFT, 6, 5), json!(null));
    assert_eq!(client.at("textDocument/completion", RAFT, 2, 5), json!(null));
}

#[test]
fn related_places_are_shown() {
    let mut client = opened(&capable(), RAFT, "---\nquestion: 501\n---\n# Q502 Paxos\n");
    let findings = client.findings(RAFT, 1);
    assert_eq!(rules(&findings), ["conflicting-question"]);
    let related = &findings[0]["relatedInformation"];
    assert_eq!(related.as_array().map(Vec::len), Some(1));
    assert_eq!(related[0]["location"]["uri"], RAFT);
    assert_eq!(related[0]["location"]["range"]["start"], json!({ "line": 1, "character": 10 }));
    let hover = client.at("textDocument/hover", RAFT, 3, 3);
    let shown = hover["contents"]["value"].as_str().expect("markup has a value");
    assert!(shown.contains("**502. ") && shown.contains("`conflicting-question` (error)"), "{shown}");
}

#[test]
fn a_client_that_declares_nothing_gets_what_every_client_understands() {
    let mut client = opened(&json!({}), RAFT, TEXT);
    let findings = client.findings(RAFT, 1);
    assert_eq!(rules(&findings), ["omitted-consistency", "omitted-cost", "omitted-latency"]);
    for finding in findings.as_array().expect("findings are a list") {
        assert_eq!((finding.get("data"), finding.get("relatedInformation")), (None, None));
    }
    let hover = client.at("textDocument/hover", RAFT, 0, 3);
    assert_eq!(hover["contents"]["kind"], "plaintext");
    let shown = hover["contents"]["value"].as_str().expect("markup has a value");
    assert!(shown.starts_with("501. Walk through Raft") && !shown.contains("**"), "{shown}");

    let completion = client.at("textDocument/completion", RAFT, 8, 0);
    let cost = &completion["items"][2];
    assert_eq!(cost["insertTextFormat"], 1);
    let text = cost["textEdit"]["newText"].as_str().expect("an edit has a text");
    assert!(text.ends_with(" -->\n") && !text.contains('$'), "{text}");
    let resolved = client.request("completionItem/resolve", cost.clone());
    assert_eq!(resolved["documentation"]["kind"], "plaintext");

    assert!(client.leave().success());
}
