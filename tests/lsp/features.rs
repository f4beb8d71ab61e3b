//! Hover, completion and code actions, with everything an editor can do and with nothing.

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
fn a_quick_fix_inserts_the_skeleton_and_names_its_finding() {
    let mut client = opened(&capable(), RAFT, TEXT);
    let findings = client.findings(RAFT, 1);
    assert_eq!(rules(&findings), ["omitted-consistency", "omitted-cost", "omitted-latency"]);
    let actions = client.actions(RAFT, 4, 3, findings.clone());
    let actions = actions.as_array().expect("there are actions");
    assert_eq!(actions.len(), 3);
    let cost = &actions[1];
    assert_eq!(cost["title"], "Insert a Cost heading with its prompt");
    assert_eq!(cost["kind"], "quickfix");
    assert_eq!(cost["diagnostics"], json!([findings[1]]));
    assert_eq!(cost.get("isPreferred"), None, "the author must look at it");
    let change = &cost["edit"]["documentChanges"][0];
    assert_eq!(change["textDocument"], json!({ "uri": RAFT, "version": 1 }));
    let edit = &change["edits"][0];
    assert_eq!(edit["range"]["start"], json!({ "line": 6, "character": 11 }));
    assert!(edit["newText"].as_str().is_some_and(|text| text.starts_with("\n\n### Cost\n\n<!-- ")));
}

#[test]
fn a_fix_that_was_applied_is_not_offered_again() {
    let mut client = opened(&capable(), RAFT, TEXT);
    let findings = client.findings(RAFT, 1);
    let actions = client.actions(RAFT, 4, 3, findings);
    let edit = actions[1]["edit"]["documentChanges"][0]["edits"][0].clone();
    client.notify(
        "textDocument/didChange",
        json!({ "textDocument": { "uri": RAFT, "version": 2 }, "contentChanges": [{
            "range": edit["range"], "text": edit["newText"],
        }] }),
    );
    let findings = client.findings(RAFT, 2);
    let actions = client.actions(RAFT, 4, 3, findings);
    let titles: Vec<_> = actions.as_array().expect("there are actions").iter().map(|one| &one["title"]).collect();
    assert_eq!(
        titles,
        ["Insert a Consistency heading with its prompt", "Insert a Latency heading with its prompt"]
    );
    let completion = client.at("textDocument/completion", RAFT, 7, 0);
    assert_eq!(labels(&completion), ["Consistency", "Latency"]);
}

#[test]
fn a_safe_fix_is_preferred() {
    let text = "# Q501 Raft\n\n<!-- tradeoff-ignore missing-tradeoffs: there is a section now -->\n\n## Trade-offs\n\nIt is fine.\n";
    let mut client = opened(&capable(), RAFT, text);
    let findings = client.findings(RAFT, 1);
    assert_eq!(rules(&findings)[0], "unused-suppression");
    let actions = client.actions(RAFT, 2, 0, json!([findings[0]]));
    assert_eq!(actions[0]["isPreferred"], true);
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
fn only_the_kinds_that_are_asked_for_are_answered() {
    let mut client = opened(&capable(), RAFT, TEXT);
    let mut ask = |only: Value| {
        let position = json!({ "line": 4, "character": 3 });
        let context = json!({ "diagnostics": [], "only": only });
        let range = json!({ "start": position, "end": position });
        client.request(
            "textDocument/codeAction",
            json!({ "textDocument": { "uri": RAFT }, "range": range, "context": context }),
        )
    };
    assert_eq!(ask(json!(["quickfix"])).as_array().map(Vec::len), Some(3));
    assert_eq!(ask(json!([""])).as_array().map(Vec::len), Some(3));
    assert_eq!(ask(json!(["refactor", "source.fixAll"])), json!(null));
}

#[test]
fn a_candidate_can_be_marked_as_an_answer() {
    let uri = "file:///notes/0501.md";
    let mut client = opened(&capable(), uri, "# Home\n");
    assert_eq!(client.findings(uri, 1), json!([]));
    let actions = client.actions(uri, 0, 0, json!([]));
    assert_eq!(actions[0]["title"], "Mark as answer to 501");
    let edit = &actions[0]["edit"]["documentChanges"][0]["edits"][0];
    assert_eq!(edit["newText"], "---\nquestion: 501\n---\n\n");
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

    // Without literals the protocol allows commands only, and we have none.
    assert_eq!(client.actions(RAFT, 4, 3, json!([])), json!(null));
    assert!(client.leave().success());
}

#[test]
fn without_versioned_edits_a_fix_is_a_map_of_changes() {
    let mut capabilities = capable();
    capabilities["workspace"] = json!({});
    let mut client = opened(&capabilities, RAFT, TEXT);
    let actions = client.actions(RAFT, 4, 3, json!([]));
    assert_eq!(actions[0]["edit"]["changes"][RAFT].as_array().map(Vec::len), Some(1));
    assert_eq!(actions[0]["diagnostics"][0]["code"], "omitted-consistency");
}
