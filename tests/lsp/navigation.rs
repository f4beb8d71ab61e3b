//! Definition, references and links: from a question's number to where it is answered, spoken of and explained.

use std::fs;
use std::path::Path;

use serde_json::{Value, json};

use super::client::{Client, capable, place, uri};

const RAFT: &str = "file:///answers/0501-raft.md";
const PAXOS: &str = "file:///answers/0502-paxos.md";
const PAXOS_TEXT: &str = "---\nquestion: 502\n---\n# 🦀 Paxos\n\nAs Q501 says. See [Q501](x.md), `Q501`.\n";

/// A client with `options` whose sheets as files go below `cache`.
fn introduced(capabilities: &Value, options: &Value, cache: &Path) -> Client {
    let cache = cache.to_str().expect("the tests' paths are readable");
    let mut client = Client::start_with(&[("XDG_CACHE_HOME", cache), ("LOCALAPPDATA", cache)]);
    client.introduce(json!({
        "processId": null, "rootUri": null, "capabilities": capabilities, "initializationOptions": options,
    }));
    client
}

/// A client whose plugin serves sheets.
fn serving() -> Client {
    introduced(&capable(), &json!({ "sheetDocuments": true }), Path::new("/nowhere"))
}

fn range(line: u32, start: u32, end: u32) -> Value {
    json!({ "start": { "line": line, "character": start }, "end": { "line": line, "character": end } })
}

fn references(client: &mut Client, uri: &str, line: u32, column: u32, with_answers: bool) -> Vec<(String, Value)> {
    let mut params = place(uri, line, column);
    params["context"] = json!({ "includeDeclaration": with_answers });
    let found = client.request("textDocument/references", params);
    let found = found.as_array().cloned().unwrap_or_default();
    found.iter().map(|one| (one["uri"].as_str().unwrap_or_default().to_owned(), one["range"].clone())).collect()
}

fn links(client: &mut Client, uri: &str) -> Value {
    client.request("textDocument/documentLink", json!({ "textDocument": { "uri": uri } }))
}

#[test]
fn a_reference_leads_to_the_answer() {
    let mut client = serving();
    client.open(RAFT, "\u{feff}# Q501 🦀 Raft\r\n\r\nText.\r\n");
    client.open(PAXOS, PAXOS_TEXT);
    let found = client.at("textDocument/definition", PAXOS, 5, 5);
    assert_eq!(
        found,
        json!([{
            "originSelectionRange": range(5, 3, 7),
            "targetUri": RAFT,
            "targetRange": { "start": { "line": 0, "character": 0 }, "end": { "line": 3, "character": 0 } },
            "targetSelectionRange": range(0, 1, 15),
        }])
    );
    for (line, column) in [(5, 0), (5, 20), (5, 33)] {
        let found = client.at("textDocument/definition", PAXOS, line, column);
        assert_eq!(found, Value::Null, "no reference, a link, code: {column}");
    }
}

#[test]
fn every_answer_to_a_question_is_a_definition() {
    let mut client = introduced(&json!({}), &json!({ "sheetDocuments": true }), Path::new("/nowhere"));
    client.open("untitled:Untitled-1", "Text.\n\n# Q501 Raft\n\nText.\n\n# Q502 Paxos\n\nBeside Q501.\n");
    client.open(RAFT, "# Q501 Raft\n\nText.\n");
    let found = client.at("textDocument/definition", "untitled:Untitled-1", 8, 10);
    assert_eq!(
        found,
        json!([
            { "uri": RAFT, "range": range(0, 0, 11) },
            { "uri": "untitled:Untitled-1", "range": range(2, 0, 11) },
        ]),
        "as plain locations for a client that takes no links"
    );
}

#[test]
fn a_reference_without_an_answer_and_the_answer_itself_lead_to_the_sheet() {
    let mut client = serving();
    client.open(PAXOS, PAXOS_TEXT);
    for (line, column, number) in [(5, 5, 501), (3, 5, 502), (1, 11, 502)] {
        let found = client.at("textDocument/definition", PAXOS, line, column);
        let target = found[0]["targetUri"].as_str().expect("there is a target");
        assert!(target.starts_with(&format!("tradeoff:/sheets/0{number}-")), "{target}");
        assert_eq!(found[0]["targetSelectionRange"]["start"], json!({ "line": 0, "character": 0 }));
    }
}

#[test]
fn without_a_plugin_the_sheet_is_a_file_that_nobody_takes_for_an_answer() {
    let cache = tempfile::tempdir().expect("a temporary folder can be made");
    let mut client = introduced(&capable(), &json!({}), cache.path());
    client.open(PAXOS, PAXOS_TEXT);
    assert_eq!(
        fs::read_dir(cache.path()).expect("it can be read").count(),
        0,
        "nothing is written before it is asked for"
    );
    let found = client.at("textDocument/definition", PAXOS, 5, 5);
    let target = found[0]["targetUri"].as_str().expect("there is a target").to_owned();
    assert!(target.starts_with(&uri(cache.path())) && target.contains("/0501-"), "{target}");
    let path = target.strip_prefix("file://").expect("it is a file");
    let text = fs::read_to_string(path).expect("it can be read");
    let title = text.lines().position(|line| line.starts_with("# ")).expect("a sheet has a title");
    let line = u32::try_from(title).expect("it stands near the top");
    assert_eq!(found[0]["targetSelectionRange"]["start"], json!({ "line": line, "character": 0 }));
    assert!(fs::metadata(path).expect("it is there").permissions().readonly());
    client.open(&target, &text);
    assert_eq!(client.at("textDocument/hover", &target, line, 5), Value::Null);
}

#[test]
fn a_reference_to_a_question_of_the_repository_leads_to_its_own_sheet() {
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    let write = |name: &str, text: &str| {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().expect("it has a folder")).expect("folders can be made");
        fs::write(&path, text).expect("files can be written");
        uri(&path)
    };
    write("tradeoff.toml", "answers = ['answers/**']\n[bank]\nfolders = ['bank']\n");
    let sheet = write("bank/own/0801-backup.md", "---\nnumber: 801\n---\n# What does a backup prove?\n");
    let answer = uri(&folder.path().join("answers/0501-raft.md"));
    let mut client = introduced(&capable(), &json!({}), folder.path());
    client.open(&answer, "# Q501 Raft\n\nSee Q801.\n");
    let found = client.at("textDocument/definition", &answer, 2, 5);
    assert_eq!((&found[0]["targetUri"], &found[0]["targetSelectionRange"]), (&json!(sheet), &range(3, 0, 27)));
}

#[test]
fn references_are_found_from_every_place_that_speaks_of_a_question() {
    let mut client = serving();
    client.open(RAFT, "# Q501 🦀 Raft\n\nText.\n");
    client.open(PAXOS, PAXOS_TEXT);
    client.open("file:///README.md", "# Home\n\nQ501\n");
    let spoken = [(PAXOS.to_owned(), range(5, 3, 7)), (PAXOS.to_owned(), range(5, 19, 23))];
    let answered = (RAFT.to_owned(), range(0, 0, 14));
    let all = [std::slice::from_ref(&answered), &spoken].concat();
    for (uri, line, column) in [(PAXOS, 5, 3), (PAXOS, 5, 21), (RAFT, 0, 4), (RAFT, 0, 12)] {
        assert_eq!(references(&mut client, uri, line, column, true), all, "{uri} {line}:{column}");
        assert_eq!(references(&mut client, uri, line, column, false), spoken, "{uri} {line}:{column}");
    }
    assert_eq!(references(&mut client, PAXOS, 5, 0, true), []);
    client.close(PAXOS);
    assert_eq!(references(&mut client, RAFT, 0, 4, true), [answered]);
}

#[test]
fn columns_of_references_count_as_agreed() {
    // "🦀 漢字 é " with its combining mark.
    for (encoding, before) in [("utf-8", 16), ("utf-16", 9), ("utf-32", 8)] {
        for newline in ["\n", "\r\n"] {
            let mut capabilities = capable();
            capabilities["general"] = json!({ "positionEncodings": [encoding] });
            let mut client = introduced(&capabilities, &json!({ "sheetDocuments": true }), Path::new("/nowhere"));
            let text = "# Q501 Raft\n\n🦀 漢字 e\u{301} Q502 x\n".replace('\n', newline);
            client.open(RAFT, &text);
            let links = links(&mut client, RAFT);
            assert_eq!(links[0]["range"], range(2, before, before + 4), "{encoding} {newline:?}");
            let found = client.at("textDocument/definition", RAFT, 2, before + 4);
            assert_eq!(found[0]["originSelectionRange"], range(2, before, before + 4), "{encoding}");
        }
    }
}

#[test]
fn links_say_what_they_are_about_and_lead_somewhere_when_followed() {
    let mut client = serving();
    client.open(PAXOS, PAXOS_TEXT);
    let found = links(&mut client, PAXOS);
    assert_eq!(found.as_array().map(Vec::len), Some(1), "what is a link already is none of ours: {found}");
    let link = &found[0];
    assert_eq!(link["range"], range(5, 3, 7));
    assert_eq!(link["tooltip"], "501. Walk through Raft consensus algorithm step by step.");
    assert_eq!(link.get("target"), None);
    let followed = client.request("documentLink/resolve", link.clone());
    assert!(
        followed["target"].as_str().is_some_and(|target| target.starts_with("tradeoff:/sheets/0501-")),
        "{followed}"
    );
    client.open(RAFT, "# Q503\n\nText.\n\n# Q501 Raft\n\nText.\n");
    let followed = client.request("documentLink/resolve", link.clone());
    assert_eq!(followed["target"], format!("{RAFT}#L5"), "the answer is there now, below the first line");
}

#[test]
fn plain_links_are_followed_on_demand() {
    let targets = |options: Value| {
        let mut client = introduced(&json!({}), &options, Path::new("/nowhere"));
        client.open(PAXOS, "# Q502\n\n[a](../b%20c.md#d) Q501 <https://example.org/x>\n");
        let links = links(&mut client, PAXOS);
        let links = links.as_array().cloned().unwrap_or_default();
        assert!(links.iter().all(|link| link.get("tooltip").is_none()), "nobody asked for one");
        links.iter().map(|link| link["target"].as_str().map(str::to_owned)).collect::<Vec<_>>()
    };
    assert_eq!(targets(json!({})), [None]);
    let all = [Some("file:///b%20c.md#d"), None, Some("https://example.org/x")];
    assert_eq!(targets(json!({ "links": true })), all.map(|target| target.map(str::to_owned)));
}

#[test]
fn files_of_one_answer_are_looked_at_together() {
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    fs::create_dir(folder.path().join("501-raft")).expect("folders can be made");
    fs::write(folder.path().join("tradeoff.toml"), "answer = 'folder'\n").expect("files can be written");
    let file = |name: &str, text: &str| {
        let path = folder.path().join("501-raft").join(name);
        fs::write(&path, text).expect("files can be written");
        uri(&path)
    };
    let first = file("01-problem.md", "# Raft\n\nUnlike Q502.\n");
    let second = file("02-parts.md", "Text.\n\n## Parts\n\nUnlike Q502.\n");
    let mut client = introduced(&capable(), &json!({ "sheetDocuments": true }), folder.path());
    client.open(&second, "Text.\n\n## Parts\n\nUnlike Q502.\n");
    let other = "file:///0502-paxos.md";
    client.open(other, "# Q502 Paxos\n\nUnlike Q501.\n");
    let found = client.at("textDocument/definition", other, 2, 9);
    assert_eq!(found[0]["targetUri"], json!(first), "the title stands in a file that is not open");
    assert_eq!(found[0]["targetSelectionRange"], range(0, 0, 6));
    assert_eq!(
        references(&mut client, other, 0, 3, false),
        [(first, range(2, 7, 11)), (second.clone(), range(4, 7, 11))]
    );
    let links = links(&mut client, &second);
    assert_eq!(links.as_array().map(Vec::len), Some(1), "{links}");
    assert_eq!(links[0]["range"], range(4, 7, 11));
}
