//! Symbols, folding and selection ranges.

use std::fs;
use std::path::Path;

use serde_json::{Value, json};

use super::client::{Client, capable, uri};

const RAFT: &str = "file:///answers/0501-raft.md";
const TEXT: &str = "---\nquestion: 501\n---\n# 🦀 Raft\n\nThe leader appends. A majority answers.\n\n## 漢字: Trade-offs\n\nA reader may see the old price for up to 3 s.\n\n### Cost\n\nThree nodes cost 270 USD a month.\n";

fn introduced(capabilities: &Value, params: &Value) -> Client {
    let mut client = Client::start_with(&[("XDG_CACHE_HOME", "/nowhere")]);
    let mut all = json!({ "processId": null, "rootUri": null, "capabilities": capabilities });
    let extra = params.as_object().expect("parameters are an object").clone();
    all.as_object_mut().expect("parameters are an object").extend(extra);
    client.introduce(all);
    client
}

fn about(client: &mut Client, method: &str, uri: &str) -> Value {
    client.request(method, json!({ "textDocument": { "uri": uri } }))
}

fn range(line: u32, start: u32, end_line: u32, end: u32) -> Value {
    json!({ "start": { "line": line, "character": start }, "end": { "line": end_line, "character": end } })
}

/// The outline as lines of name, detail and the lines that it takes.
fn draw(symbols: &Value, depth: usize, lines: &mut Vec<String>) {
    for symbol in symbols.as_array().map(Vec::as_slice).unwrap_or_default() {
        let detail = symbol["detail"].as_str().unwrap_or("-");
        let at = |end: &str| symbol["range"][end]["line"].as_u64().expect("a range has lines");
        let name = symbol["name"].as_str().expect("a symbol has a name");
        lines.push(format!("{}{name} {detail} {}-{}", "  ".repeat(depth), at("start"), at("end")));
        draw(&symbol["children"], depth + 1, lines);
    }
}

#[test]
fn the_outline_shows_answers_sections_and_verdicts() {
    for newline in ["\n", "\r\n", "\r"] {
        let mut client = introduced(&capable(), &json!({}));
        client.open(RAFT, &TEXT.replace('\n', newline));
        let symbols = about(&mut client, "textDocument/documentSymbol", RAFT);
        let mut lines = Vec::new();
        draw(&symbols, 0, &mut lines);
        assert_eq!(
            lines,
            [
                "🦀 Raft answered 0-13",
                "  漢字: Trade-offs - 7-13",
                "    Latency missing 7-7",
                "    Consistency argued 9-9",
                "    Cost argued 11-13",
            ],
            "{newline:?}"
        );
        assert_eq!(symbols[0]["selectionRange"], range(3, 0, 3, 9));
        assert_eq!(symbols[0]["children"][0]["selectionRange"], range(7, 0, 7, 17));
    }
}

#[test]
fn a_client_without_trees_gets_a_list() {
    let mut client = introduced(&json!({}), &json!({}));
    client.open(RAFT, TEXT);
    let symbols = about(&mut client, "textDocument/documentSymbol", RAFT);
    let symbols: Vec<_> = symbols
        .as_array()
        .expect("it is a list")
        .iter()
        .map(|symbol| {
            (
                symbol["name"].as_str().unwrap_or_default(),
                symbol["containerName"].as_str(),
                symbol["location"]["uri"].as_str(),
            )
        })
        .collect();
    assert_eq!(symbols[0], ("🦀 Raft (answered)", None, Some(RAFT)));
    assert_eq!(symbols[4], ("Cost (argued)", Some("漢字: Trade-offs"), Some(RAFT)));
    assert_eq!(symbols.len(), 5);
}

fn folds(client: &mut Client, uri: &str) -> Vec<(u64, u64)> {
    let folds = about(client, "textDocument/foldingRange", uri);
    let folds = folds.as_array().cloned().unwrap_or_default();
    let line = |fold: &Value, end: &str| fold[end].as_u64().expect("a fold has lines");
    assert!(folds.iter().all(|fold| fold.get("startCharacter").is_none()), "whole lines only: {folds:?}");
    folds.iter().map(|fold| (line(fold, "startLine"), line(fold, "endLine"))).collect()
}

#[test]
fn front_matter_and_sections_fold_and_no_more_of_them_than_the_client_takes() {
    let mut client = introduced(&capable(), &json!({}));
    client.open(RAFT, TEXT);
    assert_eq!(folds(&mut client, RAFT), [(0, 2), (3, 13), (7, 13), (11, 13)]);
    let mut capabilities = capable();
    capabilities["textDocument"]["foldingRange"]["rangeLimit"] = json!(2);
    let mut client = introduced(&capabilities, &json!({}));
    client.open(RAFT, TEXT);
    assert_eq!(folds(&mut client, RAFT), [(0, 2), (3, 13)]);
}

#[test]
fn comments_fold_as_comments() {
    let mut client = introduced(&capable(), &json!({}));
    client.open(RAFT, "# Q501 Raft\n\n<!-- tradeoff-ignore\nmissing-tradeoffs: a talk -->\n\nText.\n");
    let folds = about(&mut client, "textDocument/foldingRange", RAFT);
    assert_eq!(folds[1], json!({ "startLine": 2, "endLine": 3, "kind": "comment" }));
}

/// The ranges of a selection, from the innermost on.
fn grow(selection: &Value) -> Vec<Value> {
    let mut ranges = Vec::new();
    let mut selection = selection;
    while !selection.is_null() {
        ranges.push(selection["range"].clone());
        selection = &selection["parent"];
    }
    ranges
}

#[test]
fn selections_grow_in_every_encoding() {
    for (encoding, crab) in [("utf-8", 4), ("utf-16", 2), ("utf-32", 1)] {
        let mut capabilities = capable();
        capabilities["general"] = json!({ "positionEncodings": [encoding] });
        let mut client = introduced(&capabilities, &json!({}));
        client.open(RAFT, "# Q501 Raft\n\n## Parts\n\nOne. 🦀 goes on. Two.\n\n# Q502 Paxos\n");
        let positions = json!([{ "line": 4, "character": 5 + crab + 3 }, { "line": 0, "character": 9 }]);
        let params = json!({ "textDocument": { "uri": RAFT }, "positions": positions });
        let selections = client.request("textDocument/selectionRange", params);
        let end = 5 + crab + 9;
        assert_eq!(
            grow(&selections[0]),
            [
                range(4, 5 + crab + 1, 4, 5 + crab + 5),
                range(4, 5, 4, end),
                range(4, 0, 4, end + 5),
                range(2, 0, 4, end + 5),
                range(0, 0, 4, end + 5),
                range(0, 0, 6, 12),
                range(0, 0, 7, 0),
            ],
            "{encoding}"
        );
        assert_eq!(grow(&selections[1])[..3], [range(0, 7, 0, 11), range(0, 2, 0, 11), range(0, 0, 0, 11)]);
    }
}

#[test]
fn positions_outside_of_the_text_still_have_a_selection() {
    let mut client = introduced(&capable(), &json!({}));
    client.open(RAFT, "# Q501 Raft\n");
    let positions = json!([{ "line": 99, "character": 99 }, { "line": 0, "character": 99 }]);
    let params = json!({ "textDocument": { "uri": RAFT }, "positions": positions });
    let selections = client.request("textDocument/selectionRange", params);
    assert_eq!(selections.as_array().map(Vec::len), Some(2), "{selections}");
}

#[test]
fn a_file_of_a_folder_has_its_own_outline() {
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    fs::create_dir(folder.path().join("501-raft")).expect("folders can be made");
    fs::write(folder.path().join("tradeoff.toml"), "answer = 'folder'\n").expect("files can be written");
    for (name, text) in [("01-problem.md", "# Raft\n\nText.\n"), ("07-trade-offs.md", "Text.\n\n## Cost\n\nTBD\n")]
    {
        fs::write(folder.path().join("501-raft").join(name), text).expect("files can be written");
    }
    let second = uri(&folder.path().join("501-raft/07-trade-offs.md"));
    let mut client = introduced(&capable(), &json!({}));
    client.open(&second, "Text.\n\n## Cost\n\nThree nodes cost 270 USD a month.\n");
    let symbols = about(&mut client, "textDocument/documentSymbol", &second);
    let mut lines = Vec::new();
    draw(&symbols, 0, &mut lines);
    assert!(lines[0].starts_with("501. Walk through Raft") && lines[0].ends_with(" answered 0-4"), "{lines:#?}");
    assert!(lines.contains(&"    Cost argued 2-4".to_owned()), "{lines:#?}");
    assert_eq!(folds(&mut client, &second), [(2, 4)]);
}

fn found(client: &mut Client, query: &str) -> Vec<(String, String)> {
    let symbols = client.request("workspace/symbol", json!({ "query": query }));
    let symbols = symbols.as_array().cloned().unwrap_or_default();
    let text = |symbol: &Value, key: &str| symbol[key].as_str().unwrap_or_default().to_owned();
    symbols.iter().map(|symbol| (text(symbol, "name"), text(symbol, "containerName"))).collect()
}

fn repository() -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    fs::write(folder.path().join("tradeoff.toml"), "").expect("files can be written");
    folder
}

fn in_folder(folder: &Path) -> Value {
    json!({
        "workspaceFolders": [{ "uri": uri(folder), "name": "answers" }],
        "initializationOptions": { "sheetDocuments": true },
    })
}

#[test]
fn answers_and_questions_are_found_with_their_state() {
    let folder = repository();
    let mut client = introduced(&capable(), &in_folder(folder.path()));
    let question = "Q501 Walk through Raft consensus algorithm step by step.";
    let unanswered = ("Advanced Distributed Systems · unanswered", "Advanced Distributed Systems · draft");
    assert_eq!(found(&mut client, "501"), [(question.to_owned(), unanswered.0.to_owned())]);
    let answer = uri(&folder.path().join("answers/0501-größe.md"));
    client.open(&answer, "---\nstatus: draft\n---\n# 501. Logs that agree\n\nText.\n");
    let both = [
        ("Q501 Logs that agree".to_owned(), "answers/0501-größe.md · draft".to_owned()),
        (question.to_owned(), unanswered.1.to_owned()),
    ];
    for query in ["501", "Q501", "q0501"] {
        assert_eq!(found(&mut client, query), both, "{query}");
    }
    assert_eq!(found(&mut client, "größe"), both[..1]);
    let rafts = found(&mut client, "RAFT");
    assert!(
        rafts.contains(&both[1]) && rafts.iter().all(|(name, _)| name.to_lowercase().contains("raft")),
        "{rafts:?}"
    );
    assert!(found(&mut client, "Q5").len() >= 100, "99 questions and an answer");
    assert_eq!(found(&mut client, "no such words"), []);
}

#[test]
fn the_place_of_a_question_is_asked_for_only_when_somebody_goes_there() {
    let folder = repository();
    let mut client = introduced(&capable(), &in_folder(folder.path()));
    let symbols = client.request("workspace/symbol", json!({ "query": "501" }));
    assert_eq!(symbols[0]["location"].get("range"), None);
    let resolved = client.request("workspaceSymbol/resolve", symbols[0].clone());
    assert_eq!(resolved["location"]["uri"], symbols[0]["location"]["uri"]);
    assert_eq!(resolved["location"]["range"]["start"], json!({ "line": 0, "character": 0 }));
    let mut plain = introduced(&json!({}), &in_folder(folder.path()));
    let symbols = plain.request("workspace/symbol", json!({ "query": "501" }));
    assert_eq!(symbols[0]["location"]["range"]["start"], json!({ "line": 0, "character": 0 }));
    assert!(symbols[0].get("data").is_none(), "{symbols}");
}

#[test]
fn where_nobody_works_on_answers_there_are_no_questions() {
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    let mut client = introduced(&capable(), &in_folder(folder.path()));
    assert_eq!(found(&mut client, "501"), []);
    client.open("untitled:Untitled-1", "# Q502 Paxos\n\nText.\n");
    assert_eq!(found(&mut client, "502")[0].0, "Q502 Paxos");
    assert_eq!(found(&mut client, "501").len(), 1, "now somebody does");
}
