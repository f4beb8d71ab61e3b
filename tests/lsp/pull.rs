//! Diagnostics for clients that ask for them: by document, for the whole workspace, and never sent as well.

use std::fs;

use serde_json::{Value, json};

use super::client::{Client, place, pull, pulling, rules};
use super::configuration::Folder;
use super::faults::Slow;

const RAFT: &str = "file:///answers/0501-raft.md";
const PAXOS: &str = "file:///answers/0502-paxos.md";
const TEXT: &str = "# Q501 Raft\n\nText.\n";
const SERVER_CANCELLED: i64 = -32802;

fn result(report: &Value) -> &str {
    report["resultId"].as_str().expect("a report has a name")
}

/// What a client knows: documents and the names of their results.
fn known(results: &[(&str, &str)]) -> Value {
    let results = results.iter().map(|(uri, value)| json!({ "uri": uri, "value": value }));
    json!({ "identifier": "tradeoff", "previousResultIds": results.collect::<Vec<_>>() })
}

#[test]
fn findings_are_there_for_the_asking_and_never_sent() {
    let mut client = Client::start();
    let offer = client.introduce(json!({ "processId": null, "capabilities": pulling() }));
    assert_eq!(
        offer["diagnosticProvider"],
        json!({ "identifier": "tradeoff", "interFileDependencies": true, "workspaceDiagnostics": true })
    );
    client.open(RAFT, TEXT);
    let full = client.pull(RAFT, None);
    assert_eq!(full["kind"], "full");
    assert_eq!(rules(&full["items"]), ["missing-tradeoffs"]);
    let first = result(&full).to_owned();
    assert_eq!(client.pull(RAFT, Some(&first)), json!({ "kind": "unchanged", "resultId": first }));

    client.change(RAFT, 2, [2, 4, 2, 4], " More");
    let same = client.pull(RAFT, Some(&first));
    assert_eq!(same, json!({ "kind": "unchanged", "resultId": first }), "an edit that changes no finding");
    client.change(RAFT, 3, [2, 0, 2, 10], "");
    let gone = client.pull(RAFT, Some(&first));
    assert_eq!((&gone["kind"], &gone["items"]), (&json!("full"), &json!([])));
    client.close(RAFT);
    assert_eq!(client.pull(RAFT, None)["items"], json!([]));
    assert_eq!(client.published, []);
    assert_eq!(client.leave().code(), Some(0));
}

#[test]
fn who_has_findings_sent_is_not_answered_as_well() {
    let mut client = Client::ready(&json!({}));
    client.open(RAFT, TEXT);
    for (method, params) in [("textDocument/diagnostic", pull(RAFT, None)), ("workspace/diagnostic", known(&[]))] {
        let id = client.ask(method, params);
        let response = client.response(id);
        assert_eq!(response["error"]["code"], -32600, "{response}");
    }
    client.findings(RAFT, 1);
}

#[test]
fn findings_link_to_the_page_of_their_rule() {
    let mut client = Client::ready(&pulling());
    client.open(RAFT, "# Q501 Raft\n\nText.\n\n<!-- tradeoff-ignore omitted-cost: a demo on a laptop -->\n\n## Trade-offs\n\nA reader may see a price that is 3 s old. Three nodes cost 270 USD a month.\n");
    let items = client.pull(RAFT, None)["items"].clone();
    let by_rule = |rule: &str| {
        let found = items.as_array().expect("a list").iter().find(|item| item["code"] == rule);
        found.unwrap_or_else(|| panic!("{rule} in {items:#}")).clone()
    };
    let page = |name: &str| format!("{}/blob/main/docs/rules/{name}.md", env!("CARGO_PKG_REPOSITORY"));
    assert_eq!(by_rule("omitted-latency")["codeDescription"]["href"], page("omitted-consideration"));
    assert_eq!(by_rule("omitted-latency").get("tags"), None);
    let unused = by_rule("unused-suppression");
    assert_eq!(unused["codeDescription"]["href"], page("unused-suppression"));
    assert_eq!(unused["tags"], json!([1]));
}

/// A client that pulls, whose server is busy with an answer until the gate is opened.
fn busy() -> Slow {
    let mut slow = Slow::new(&pulling());
    slow.client.open(RAFT, "# Q501 Raft\n\nA slow text.\n");
    slow.client.logged("a slow analysis has begun");
    slow
}

#[test]
fn an_answer_waits_for_the_analysis_of_its_version_and_holds_up_nothing() {
    let mut slow = busy();
    let many: Vec<i64> = (0..100).map(|_| slow.client.ask("textDocument/diagnostic", pull(RAFT, None))).collect();
    assert!(slow.client.at("textDocument/hover", RAFT, 0, 3).is_object());
    slow.client.open(PAXOS, "# Q502 Paxos\n\nText.\n");
    assert_eq!(rules(&slow.client.pull(PAXOS, None)["items"]), ["missing-tradeoffs"]);
    slow.open_gate();
    for id in many {
        let response = slow.client.response(id);
        assert_eq!(rules(&response["result"]["items"]), ["missing-tradeoffs"]);
    }
}

#[test]
fn a_request_that_nobody_wants_any_more_is_given_up() {
    let mut slow = busy();
    let client = &mut slow.client;
    let cancelled = client.ask("textDocument/diagnostic", pull(RAFT, None));
    client.notify("$/cancelRequest", json!({ "id": cancelled }));
    assert_eq!(client.response(cancelled)["error"]["code"], -32800);

    let outdated = client.ask("textDocument/diagnostic", pull(RAFT, None));
    client.change(RAFT, 2, [2, 0, 2, 0], "Still ");
    let error = client.response(outdated)["error"].clone();
    assert_eq!((&error["code"], &error["data"]["retriggerRequest"]), (&json!(SERVER_CANCELLED), &json!(true)));

    let closed = client.ask("textDocument/diagnostic", pull(RAFT, None));
    let everything = client.ask("workspace/diagnostic", known(&[]));
    client.close(RAFT);
    let error = client.response(closed)["error"].clone();
    assert_eq!((&error["code"], &error["data"]["retriggerRequest"]), (&json!(SERVER_CANCELLED), &json!(false)));
    assert_eq!(client.response(everything)["result"]["items"], json!([]), "nothing is open now");
    slow.open_gate();
}

#[test]
fn the_workspace_is_reported_whole_then_by_what_has_changed() {
    let mut client = Client::ready(&pulling());
    client.open(RAFT, TEXT);
    client.open(PAXOS, "# Q502 Paxos\n");
    let items = client.request("workspace/diagnostic", known(&[]))["items"].clone();
    let about = |items: &Value, index: usize| (items[index]["uri"].clone(), items[index]["version"].clone());
    assert_eq!([about(&items, 0), about(&items, 1)], [(json!(RAFT), json!(1)), (json!(PAXOS), json!(1))]);
    assert_eq!(rules(&items[0]["items"]), ["missing-tradeoffs"]);
    assert_eq!(items[1]["items"], json!([]));

    // Nothing is new, so the answer waits until something is.
    let results = [(RAFT, result(&items[0])), (PAXOS, result(&items[1]))];
    let id = client.ask("workspace/diagnostic", known(&results));
    assert!(client.request("textDocument/hover", place(RAFT, 0, 3)).is_object());
    client.replace(PAXOS, 2, "# Q502 Paxos\n\nText.\n");
    let news = client.response(id)["result"]["items"].clone();
    assert_eq!(news[0], json!({ "kind": "unchanged", "uri": RAFT, "version": 1, "resultId": results[0].1 }));
    assert_eq!(rules(&news[1]["items"]), ["missing-tradeoffs"]);
    assert_eq!(about(&news, 1), (json!(PAXOS), json!(2)));

    // What is closed is reported once more, with nothing.
    let results = [(RAFT, results[0].1), (PAXOS, result(&news[1]))];
    let id = client.ask("workspace/diagnostic", known(&results));
    client.close(RAFT);
    let last = client.response(id)["result"]["items"].clone();
    assert_eq!(last[0], json!({ "kind": "full", "uri": RAFT, "version": null, "items": [] }));
    assert_eq!(last[1]["kind"], "unchanged");

    // The session may end while a request waits.
    let id = client.ask("workspace/diagnostic", known(&[(PAXOS, results[1].1)]));
    client.request("shutdown", Value::Null);
    assert_eq!(client.response(id)["error"]["code"], SERVER_CANCELLED);
    assert_eq!(client.published, []);
}

fn folder(configuration: &str) -> Folder {
    Folder::with(&pulling(), configuration)
}

/// What is said about the answer in `folder`.
fn said(folder: &mut Folder) -> Value {
    let answer = folder.answer();
    folder.client.pull(&answer, None)
}

#[test]
fn a_changed_configuration_makes_the_client_ask_again() {
    let mut folder = folder("[tradeoffs]\nrequired = ['cost']\n");
    assert_eq!(rules(&said(&mut folder)["items"]), ["omitted-cost"]);
    folder.configure("[tradeoffs]\nrequired = ['latency']\n");
    let refresh = folder.client.asked("workspace/diagnostic/refresh");
    folder.client.answer(&refresh, Value::Null);
    assert_eq!(rules(&said(&mut folder)["items"]), ["omitted-latency"]);
}

#[test]
fn a_changed_file_makes_the_client_ask_again_where_it_matters() {
    let mut folder = folder("[tradeoffs]\nrequired = []\n");
    assert_eq!(said(&mut folder)["items"], json!([]));
    fs::create_dir(folder.path("raft")).expect("a folder can be made");
    fs::write(folder.path("raft/501.md"), "# Q501 Raft\n\nText.\n").expect("files can be written");
    let changes = json!([{ "uri": folder.uri("raft/501.md"), "type": 1 }]);
    folder.client.notify("workspace/didChangeWatchedFiles", json!({ "changes": changes }));
    let refresh = folder.client.asked("workspace/diagnostic/refresh");
    folder.client.answer(&refresh, Value::Null);
    let findings = said(&mut folder)["items"].clone();
    assert_eq!(rules(&findings), ["duplicate-answer"]);
    assert_eq!(findings[0]["relatedInformation"][0]["location"]["uri"], folder.uri("raft/501.md"));
}

#[test]
fn complaints_about_a_configuration_come_with_what_is_asked_for() {
    let mut folder = folder("[tradeoffs]\nrequired = ['cost']\nrequird = 1\n");
    let configuration = folder.uri("tradeoff.toml");
    let report = said(&mut folder);
    let related = &report["relatedDocuments"][&configuration];
    assert_eq!(rules(&related["items"]), ["unknown-configuration-key"]);
    let everything = folder.client.request("workspace/diagnostic", known(&[]))["items"].clone();
    let about = everything.as_array().expect("a list").iter().find(|item| item["uri"] == configuration.as_str());
    let about = about.expect("the configuration is among them");
    assert_eq!((rules(&about["items"]), &about["version"]), (vec!["unknown-configuration-key"], &Value::Null));

    let alone = folder.client.pull(&configuration, None);
    assert_eq!(rules(&alone["items"]), ["unknown-configuration-key"]);

    folder.configure("[tradeoffs]\nrequired = ['cost']\n");
    let refresh = folder.client.asked("workspace/diagnostic/refresh");
    folder.client.answer(&refresh, Value::Null);
    assert_eq!(said(&mut folder)["relatedDocuments"][&configuration]["items"], json!([]));

    // Once it is open it speaks for itself.
    let document = json!({ "uri": configuration, "languageId": "toml", "version": 7, "text": "anwsers = []\n" });
    folder.client.notify("textDocument/didOpen", json!({ "textDocument": document }));
    assert_eq!(rules(&folder.client.pull(&configuration, None)["items"]), ["unknown-configuration-key"]);
    assert_eq!(said(&mut folder).get("relatedDocuments"), None);
    assert_eq!(folder.client.published, []);
}

#[test]
fn a_part_of_an_answer_makes_the_client_ask_for_the_other_parts_again() {
    let mut folder = folder("answer = 'folder'\n[tradeoffs]\nrequired = ['cost']\n");
    fs::create_dir(folder.path("502-paxos")).expect("a folder can be made");
    let parts = [
        ("502-paxos/01-problem.md", "Machines fail.\n"),
        ("502-paxos/02-end.md", "## Trade-offs\n\nThree nodes cost 270 USD a month.\n"),
    ];
    for (name, text) in parts {
        fs::write(folder.path(name), text).expect("files can be written");
    }
    let [problem, end] = parts.map(|(name, _)| folder.uri(name));
    folder.client.open(&problem, parts[0].1);
    folder.client.open(&end, parts[1].1);
    assert_eq!(folder.client.pull(&problem, None)["items"], json!([]));
    folder.client.pull(&end, None);
    folder.client.replace(&end, 2, "## End\n\nThree nodes cost 270 USD a month.\n");
    let refresh = folder.client.asked("workspace/diagnostic/refresh");
    folder.client.answer(&refresh, Value::Null);
    assert_eq!(rules(&folder.client.pull(&problem, None)["items"]), ["missing-tradeoffs"]);
}

#[test]
fn files_that_are_not_open_are_reported_with_the_workspace_and_when_asked_for() {
    let mut folder = folder("[tradeoffs]\nrequired = []\n");
    let paxos = folder.uri("0502-paxos.md");
    let tell = |folder: &mut Folder, kind: u32| {
        let changes = json!([{ "uri": folder.uri("0502-paxos.md"), "type": kind }]);
        folder.client.notify("workspace/didChangeWatchedFiles", json!({ "changes": changes }));
    };
    let write = |folder: &Folder, text: &str| {
        fs::write(folder.path("0502-paxos.md"), text).expect("files can be written");
    };
    // Asks again and again, as editors do, until something is said about the file.
    let mut results: Vec<(String, String)> = Vec::new();
    let mut next = |folder: &mut Folder| loop {
        let known_results: Vec<_> = results.iter().map(|(uri, value)| (uri.as_str(), value.as_str())).collect();
        let items = folder.client.request("workspace/diagnostic", known(&known_results))["items"].clone();
        let items = items.as_array().expect("a list").clone();
        let named = items
            .iter()
            .filter_map(|item| Some((item["uri"].as_str()?.to_owned(), item["resultId"].as_str()?.to_owned())));
        results = named.collect();
        if let Some(item) = items.iter().find(|item| item["uri"] == paxos.as_str() && item["kind"] == "full") {
            return item.clone();
        }
    };
    write(&folder, "# Q502 Paxos 🦀\n\nText.\n");
    tell(&mut folder, 1);
    let report = next(&mut folder);
    assert_eq!((rules(&report["items"]), &report["version"]), (vec!["missing-tradeoffs"], &Value::Null));
    assert_eq!(report["items"][0]["range"]["end"], json!({ "line": 0, "character": 15 }));
    assert!(report["items"][0]["codeDescription"]["href"].is_string());
    let alone = folder.client.pull(&paxos, None);
    assert_eq!(alone["items"], report["items"], "the same when it is asked for by itself");

    // Open, it says the same, whoever says it.
    folder.client.open(&paxos, "# Q502 Paxos 🦀\n\nText.\n");
    assert_eq!(folder.client.pull(&paxos, None)["items"], report["items"]);
    assert_eq!(folder.client.pull(&paxos, report["resultId"].as_str())["kind"], "unchanged");
    folder.client.close(&paxos);

    write(&folder, "# Q502 Paxos\n\nText.\n\n## Trade-offs\n\n## End\n");
    tell(&mut folder, 2);
    assert_eq!(rules(&next(&mut folder)["items"]), ["empty-section", "empty-section"]);
    fs::remove_file(folder.path("0502-paxos.md")).expect("files can be removed");
    tell(&mut folder, 3);
    assert_eq!(next(&mut folder), json!({ "kind": "full", "uri": paxos, "version": null, "items": [] }));
    assert_eq!(folder.client.published, []);
}

#[test]
fn who_opens_a_document_again_without_closing_it_gets_answers() {
    let mut slow = busy();
    let first = slow.client.ask("textDocument/diagnostic", pull(RAFT, None));
    slow.client.open(RAFT, TEXT);
    assert_eq!(slow.client.response(first)["error"]["code"], SERVER_CANCELLED);
    assert_eq!(rules(&slow.client.pull(RAFT, None)["items"]), ["missing-tradeoffs"]);
    slow.open_gate();
}
