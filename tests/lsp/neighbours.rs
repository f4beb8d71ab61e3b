//! Beside other Markdown servers: files that are no answers get empty replies, and what others may show as well can
//! be switched off.

use serde_json::{Value, json};

use super::client::{Client, capable};

const ANSWER: &str = "file:///answers/0501-raft.md";

/// Every capability that is asked about a document, with its requests. A new one must be added here.
fn requests(uri: &str) -> Vec<(&'static str, Vec<(&'static str, Value)>)> {
    let document = json!({ "uri": uri });
    let position = json!({ "line": 2, "character": 5 });
    let range = json!({ "start": { "line": 0, "character": 0 }, "end": { "line": 9, "character": 0 } });
    let whole = || json!({ "textDocument": document });
    let at = || json!({ "textDocument": document, "position": position });
    let over = || json!({ "textDocument": document, "range": range });
    let with = |mut params: Value, key: &str, value: Value| {
        params[key] = value;
        params
    };
    let context = json!({ "diagnostics": [] });
    let declaration = json!({ "includeDeclaration": true });
    vec![
        ("hoverProvider", vec![("textDocument/hover", at())]),
        ("completionProvider", vec![("textDocument/completion", at())]),
        ("definitionProvider", vec![("textDocument/definition", at())]),
        ("referencesProvider", vec![("textDocument/references", with(at(), "context", declaration))]),
        ("documentLinkProvider", vec![("textDocument/documentLink", whole())]),
        ("documentSymbolProvider", vec![("textDocument/documentSymbol", whole())]),
        ("foldingRangeProvider", vec![("textDocument/foldingRange", whole())]),
        (
            "selectionRangeProvider",
            vec![("textDocument/selectionRange", with(whole(), "positions", json!([position])))],
        ),
        ("codeActionProvider", vec![("textDocument/codeAction", with(over(), "context", context))]),
        ("codeLensProvider", vec![("textDocument/codeLens", whole())]),
        ("inlayHintProvider", vec![("textDocument/inlayHint", over())]),
        ("renameProvider", vec![("textDocument/prepareRename", at())]),
    ]
}

/// What is not asked about a document.
const OTHERS: [&str; 3] = ["workspaceSymbolProvider", "executeCommandProvider", "diagnosticProvider"];

fn is_empty(reply: &Value) -> bool {
    let items = reply.get("items").unwrap_or(reply);
    items.is_null() || items.as_array().is_some_and(Vec::is_empty)
}

#[test]
fn files_that_are_no_answers_get_empty_replies() {
    let mut client = Client::start();
    let options = json!({ "inlayHints": true, "links": true });
    let params =
        json!({ "processId": null, "rootUri": null, "capabilities": capable(), "initializationOptions": options });
    let capabilities = client.introduce(params);
    let prose = "# Home\n\nSee Q501 and [this](0501-raft.md).\n\n## Trade-offs\n\n- Cost: TBD\n  - more\n";
    let list = "# Questions\n\n- Q501 [Raft](0501-raft.md)\n- Q502 [Paxos](0502-paxos.md)\n- Question 503\n";
    let foreign = "# Mine\n\n## 501. Apples\n\nText.\n\n## 502. Pears\n\nText.\n\n## 503. Plums\n\nText.\n";
    let others = [
        ("file:///notes/README.md", "markdown", prose),
        ("untitled:Untitled-1", "markdown", prose),
        ("file:///notes/list.md", "markdown", list),
        ("file:///notes/foreign.md", "markdown", foreign),
        ("file:///notes/empty.md", "markdown", ""),
        ("file:///src/main.rs", "rust", "// Q501\n\n// Question 502\n"),
        ("file:///notes/0501-raft.txt", "plaintext", "# Q501 Raft\n\nSee Q502.\n"),
        ("file:///notes/tradeoff.toml", "toml", "# Q501 Raft\n\n# Q502\n"),
        ("tradeoff:/sheets/0501-raft.md", "markdown", "# 501. Walk through Raft\n\nSee Q502.\n"),
    ];
    for (uri, language, text) in others {
        let document = json!({ "uri": uri, "languageId": language, "version": 1, "text": text });
        client.notify("textDocument/didOpen", json!({ "textDocument": document }));
    }
    client.open(ANSWER, "# Q501 Raft\n\nSee Q502.\n\n## Trade-offs\n\nText.\n\n<!-- a\nb -->\n");
    let unopened = ("file:///notes/unopened.md", "markdown", "");
    for (uri, ..) in others.into_iter().chain([unopened]) {
        for (provider, requests) in requests(uri) {
            if capabilities.get(provider).is_none() {
                continue;
            }
            for (method, params) in requests {
                let reply = client.request(method, params);
                assert!(is_empty(&reply), "{method} about {uri}: {reply}");
            }
        }
    }
}

#[test]
fn every_capability_is_asked_about() {
    let capabilities =
        Client::start().introduce(json!({ "processId": null, "rootUri": null, "capabilities": {} }));
    let table = requests(ANSWER);
    let known: Vec<&str> = table.iter().map(|(provider, _)| *provider).chain(OTHERS).collect();
    let providers = capabilities.as_object().expect("capabilities are an object").keys();
    let unknown: Vec<_> =
        providers.filter(|name| name.ends_with("Provider") && !known.contains(&name.as_str())).collect();
    assert_eq!(unknown, Vec::<&String>::new());
}

#[test]
fn what_others_show_as_well_can_be_switched_off() {
    for (setting, method) in [
        ("symbols", "textDocument/documentSymbol"),
        ("folding", "textDocument/foldingRange"),
        ("selection", "textDocument/selectionRange"),
    ] {
        for is_on in [true, false] {
            let mut client = Client::start();
            client.introduce(json!({
                "processId": null, "rootUri": null, "capabilities": capable(),
                "initializationOptions": { "sheetDocuments": true, setting: is_on },
            }));
            client.open(ANSWER, "# Q501 Raft\n\nText.\n");
            let mut requests = requests(ANSWER).into_iter().flat_map(|(_, requests)| requests);
            let (_, params) = requests.find(|(name, _)| *name == method).expect("the table has it");
            assert_eq!(is_empty(&client.request(method, params)), !is_on, "{setting}");
            if setting == "symbols" {
                let found = client.request("workspace/symbol", json!({ "query": "501" }));
                assert_eq!(is_empty(&found), !is_on, "{found}");
            }
        }
    }
}
