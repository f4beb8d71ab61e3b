//! Code actions: what is offered where, in which kinds, and what it changes.

use serde_json::{Value, json};

use super::client::{Client, capable, rules};

const RAFT: &str = "file:///answers/0501-raft.md";
const TEXT: &str = "# Q501 Raft\n\nText.\n\n## Trade-offs\n\nIt is fine.\n\n";

/// An answer with two suppressions that cannot be read.
const MALFORMED: &str =
    "# Q501 Raft\n\n<!-- tradeoff-ignore nonsense: x -->\n\nText.\n\n<!-- tradeoff-ignore -->\n";

fn opened(capabilities: &Value, uri: &str, text: &str) -> Client {
    let mut client = Client::ready(capabilities);
    client.open(uri, text);
    client
}

/// The capabilities of an editor that can do everything, snippets in edits included.
fn newest() -> Value {
    let mut capabilities = capable();
    capabilities["workspace"]["workspaceEdit"]["snippetEditSupport"] = json!(true);
    capabilities["workspace"]["executeCommand"] = json!({});
    capabilities["window"] = json!({ "showDocument": { "support": true } });
    let action = &mut capabilities["textDocument"]["codeAction"];
    action["disabledSupport"] = json!(true);
    action["resolveSupport"] = json!({ "properties": ["edit"] });
    capabilities
}

/// The code actions at a place, with more context.
fn ask(client: &mut Client, uri: &str, line: u32, context: Value) -> Value {
    let position = json!({ "line": line, "character": 3 });
    let mut context = context;
    context["diagnostics"] = json!([]);
    let range = json!({ "start": position, "end": position });
    client.request(
        "textDocument/codeAction",
        json!({ "textDocument": { "uri": uri }, "range": range, "context": context }),
    )
}

/// The titles of `actions` that start with `start`, in order.
fn titles<'a>(actions: &'a Value, start: &str) -> Vec<&'a str> {
    let all = actions.as_array().map(Vec::as_slice).unwrap_or_default().iter();
    let titles = all.map(|action| action["title"].as_str().expect("an action has a title"));
    titles.filter(|title| title.starts_with(start)).collect()
}

/// The action with `title`.
fn titled<'a>(actions: &'a Value, title: &str) -> &'a Value {
    let all = actions.as_array().expect("there are actions");
    all.iter().find(|action| action["title"] == title).unwrap_or_else(|| panic!("no {title} in {actions:#}"))
}

/// `text`, of one-byte characters, after the edits of `action` in the last-to-first order that is safe.
fn applied(text: &str, action: &Value) -> String {
    let edits = action["edit"]["documentChanges"][0]["edits"].as_array().expect("it has edits");
    let offset = |position: &Value| {
        let number = |value: &Value| value.as_u64().expect("it is a number") as usize;
        let lines = text.split_inclusive('\n').take(number(&position["line"]));
        lines.map(str::len).sum::<usize>() + number(&position["character"])
    };
    let mut edits: Vec<_> = edits
        .iter()
        .map(|edit| (offset(&edit["range"]["start"]), offset(&edit["range"]["end"]), &edit["newText"]))
        .collect();
    edits.sort_by_key(|edit| edit.0);
    let mut text = text.to_owned();
    for (start, end, new) in edits.into_iter().rev() {
        text.replace_range(start..end, new.as_str().expect("an edit has a text"));
    }
    text
}

#[test]
fn a_quick_fix_inserts_the_skeleton_and_names_its_finding() {
    let mut client = opened(&capable(), RAFT, TEXT);
    let findings = client.findings(RAFT, 1);
    assert_eq!(rules(&findings), ["omitted-consistency", "omitted-cost", "omitted-latency"]);
    let actions = client.actions(RAFT, 4, 3, findings.clone());
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
    assert_eq!(
        titles(&actions, "Insert"),
        [
            "Insert a Consistency heading with its prompt",
            "Insert a Latency heading with its prompt",
            "Insert headings for Consistency and Latency"
        ]
    );
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
fn without_versioned_edits_a_fix_is_a_map_of_changes() {
    let mut capabilities = capable();
    capabilities["workspace"] = json!({});
    let mut client = opened(&capabilities, RAFT, TEXT);
    let actions = client.actions(RAFT, 4, 3, json!([]));
    assert_eq!(actions[0]["edit"]["changes"][RAFT].as_array().map(Vec::len), Some(1));
    assert_eq!(actions[0]["diagnostics"][0]["code"], "omitted-consistency");
}

#[test]
fn only_the_kinds_that_are_asked_for_are_answered() {
    let mut client = opened(&capable(), RAFT, TEXT);
    let mut kinds = |only: Value, line: u32| {
        let actions = ask(&mut client, RAFT, line, json!({ "only": only }));
        let all = actions.as_array().map(Vec::as_slice).unwrap_or_default();
        let mut kinds: Vec<_> = all.iter().map(|one| one["kind"].as_str().unwrap_or("-").to_owned()).collect();
        kinds.dedup();
        kinds
    };
    assert_eq!(kinds(json!(["quickfix"]), 4), ["quickfix"]);
    assert_eq!(kinds(json!([""]), 4), ["quickfix"]);
    assert_eq!(kinds(json!(["refactor", "source.organizeImports"]), 4), Vec::<String>::new());
    assert_eq!(kinds(json!(["refactor", "quickfix"]), 6), ["refactor"]);
    assert_eq!(kinds(json!(["refactor.extract"]), 6), Vec::<String>::new());
    // Nothing here is safe, and an editor that asks when it saves wants no reason.
    assert_eq!(kinds(json!(["source.fixAll"]), 4), Vec::<String>::new());
}

#[test]
fn all_safe_fixes_at_once() {
    let mut client = opened(&capable(), RAFT, MALFORMED);
    for only in ["source", "source.fixAll", "source.fixAll.tradeoff"] {
        let actions = ask(&mut client, RAFT, 0, json!({ "only": [only], "triggerKind": 2 }));
        assert_eq!(actions.as_array().map(Vec::len), Some(1), "{only}");
        assert_eq!(actions[0]["kind"], "source.fixAll.tradeoff");
        assert_eq!(applied(MALFORMED, &actions[0]), "# Q501 Raft\n\nText.\n");
    }
    let automatic = ask(&mut client, RAFT, 0, json!({ "triggerKind": 2 }));
    assert_eq!(titles(&automatic, "Fix all"), Vec::<&str>::new());
    let invoked = ask(&mut client, RAFT, 0, json!({ "triggerKind": 1 }));
    assert_eq!(titles(&invoked, "Fix all"), ["Fix all that can be fixed safely"]);
}

#[test]
fn an_editor_that_asks_again_gets_the_edits_then() {
    let mut client = Client::start();
    let introduction = json!({ "processId": null, "rootUri": null, "capabilities": newest() });
    let capabilities = client.introduce(introduction);
    assert_eq!(capabilities["codeActionProvider"]["resolveProvider"], true);
    client.open(RAFT, MALFORMED);
    let actions = ask(&mut client, RAFT, 0, json!({ "only": ["source.fixAll"] }));
    assert_eq!(actions[0].get("edit"), None);
    // The text that counts is the one of the moment when the action is chosen.
    client.change(RAFT, 2, [4, 0, 4, 0], "More t");
    let resolved = client.request("codeAction/resolve", actions[0].clone());
    assert_eq!(resolved["edit"]["documentChanges"][0]["textDocument"]["version"], 2);
    assert_eq!(applied(&MALFORMED.replace("Text", "More tText"), &resolved), "# Q501 Raft\n\nMore tText.\n");
}

#[test]
fn who_asks_in_vain_is_told_why() {
    let mut client = opened(&newest(), RAFT, TEXT);
    let actions = ask(&mut client, RAFT, 0, json!({ "only": ["source.fixAll"], "triggerKind": 1 }));
    assert_eq!(actions[0]["disabled"]["reason"], "there is nothing that can be fixed safely");
    assert_eq!(ask(&mut client, RAFT, 0, json!({ "only": ["source.fixAll"], "triggerKind": 2 })), json!(null));
    let all = ask(&mut client, RAFT, 0, json!({ "triggerKind": 1 }));
    assert_eq!(titles(&all, "Fix all"), Vec::<&str>::new());
    // Other documents are none of our business.
    let other = "file:///answers/README.md";
    client.open(other, "# Notes\n");
    assert_eq!(ask(&mut client, other, 0, json!({ "only": ["source.fixAll"], "triggerKind": 1 })), json!(null));
}

#[test]
fn the_headings_of_all_missing_considerations() {
    let mut client = opened(&capable(), RAFT, TEXT);
    let findings = client.findings(RAFT, 1);
    let actions = client.actions(RAFT, 4, 3, findings.clone());
    let all = titled(&actions, "Insert headings for Consistency, Latency and Cost");
    assert_eq!(all["kind"], "quickfix");
    assert_eq!(rules(&all["diagnostics"]), ["omitted-consistency", "omitted-latency", "omitted-cost"]);
    assert_eq!(all["diagnostics"][2], findings[1], "as the client has it");
    let after = applied(TEXT, all);
    let headings: Vec<_> = after.lines().filter(|line| line.starts_with("### ")).collect();
    assert_eq!(headings, ["### Consistency", "### Latency", "### Cost"]);
    let elsewhere = ask(&mut client, RAFT, 6, json!({ "triggerKind": 1 }));
    let all = titled(&elsewhere, "Insert headings for Consistency, Latency and Cost");
    assert_eq!((&all["kind"], all.get("diagnostics")), (&json!("refactor"), None));
    assert_eq!(ask(&mut client, RAFT, 6, json!({ "triggerKind": 2 })), json!(null), "no light without a finding");
}

#[test]
fn a_finding_can_be_silenced_with_the_cursor_in_the_reason() {
    let mut client = opened(&newest(), RAFT, TEXT);
    let findings = client.findings(RAFT, 1);
    let actions = client.actions(RAFT, 4, 3, findings.clone());
    assert_eq!(
        titles(&actions, "Ignore omitted-cost"),
        ["Ignore omitted-cost in this section", "Ignore omitted-cost in this file"]
    );
    let section = titled(&actions, "Ignore omitted-cost in this section");
    assert_eq!((&section["kind"], &section["diagnostics"]), (&json!("quickfix"), &json!([findings[1]])));
    let start = json!({ "line": 4, "character": 0 });
    let snippet =
        json!({ "kind": "snippet", "value": "<!-- tradeoff-ignore omitted-cost: ${1:the reason} -->\n" });
    assert_eq!(
        section["edit"]["documentChanges"][0]["edits"],
        json!([{ "range": { "start": start, "end": start }, "snippet": snippet }])
    );
}

#[test]
fn without_snippets_the_placeholder_is_reported_until_there_is_a_reason() {
    let mut client = opened(&capable(), RAFT, TEXT);
    let findings = client.findings(RAFT, 1);
    let actions = client.actions(RAFT, 4, 3, findings);
    let after = applied(TEXT, titled(&actions, "Ignore omitted-cost in this section"));
    client.replace(RAFT, 2, &after);
    assert!(rules(&client.findings(RAFT, 2)).contains(&"malformed-suppression"), "{after}");
    client.replace(RAFT, 3, &after.replace("the reason", "a demo on one laptop"));
    assert_eq!(rules(&client.findings(RAFT, 3)), ["omitted-consistency", "omitted-latency"]);
}

#[test]
fn comments_are_those_of_the_dialect() {
    let uri = "file:///answers/0501-raft.mdx";
    let mut client = opened(&capable(), uri, TEXT);
    let actions = client.actions(uri, 4, 3, json!([]));
    let after = applied(TEXT, titled(&actions, "Ignore omitted-cost in this file"));
    assert!(after.starts_with("{/* tradeoff-ignore-file omitted-cost: the reason */}\n\n# Q501"), "{after}");
}

#[test]
fn the_sheet_is_shown_by_a_command() {
    let mut client = opened(&newest(), RAFT, TEXT);
    let actions = ask(&mut client, RAFT, 2, json!({ "triggerKind": 1 }));
    let sheet = titled(&actions, "Show the sheet of question 501");
    assert_eq!(sheet["command"], "tradeoff.openSheet");
    assert_eq!(sheet["arguments"], json!([{ "number": 501, "uri": RAFT }]));
    let mut client = opened(&capable(), RAFT, TEXT);
    assert_eq!(ask(&mut client, RAFT, 2, json!({})), json!(null), "it could not be shown");
}

#[test]
fn without_literals_there_are_only_commands() {
    let mut bare = opened(&json!({}), RAFT, TEXT);
    assert_eq!(bare.actions(RAFT, 4, 3, json!([])), json!(null));
    let mut capabilities = newest();
    capabilities["textDocument"] = json!({});
    let mut client = opened(&capabilities, RAFT, TEXT);
    let actions = client.actions(RAFT, 4, 3, json!([]));
    let command = json!({ "title": "Show the sheet of question 501", "command": "tradeoff.openSheet", "arguments": [{ "number": 501, "uri": RAFT }] });
    assert_eq!(actions, json!([command]));
}

#[test]
fn a_part_of_an_answer_is_fixed_by_itself() {
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    let parts = folder.path().join("501-raft");
    std::fs::create_dir_all(&parts).expect("folders can be made");
    std::fs::write(folder.path().join("tradeoff.toml"), "answer = 'folder'\n").expect("files can be written");
    let malformed = "Text.\n\n<!-- tradeoff-ignore -->\n";
    for name in ["01-problem.md", "02-end.md"] {
        std::fs::write(parts.join(name), malformed).expect("files can be written");
    }
    let uri = super::client::uri(&parts.join("02-end.md"));
    let mut client = opened(&capable(), &uri, malformed);
    let actions = ask(&mut client, &uri, 0, json!({ "only": ["source.fixAll"] }));
    assert_eq!(actions[0]["edit"]["documentChanges"].as_array().map(Vec::len), Some(1));
    assert_eq!(applied(malformed, &actions[0]), "Text.\n");
}
