//! Commands: what they ask of an editor, what they hand to one that can do nothing, and what they refuse.

use std::fs;

use serde_json::{Value, json};
use tempfile::TempDir;

use super::client::{Client, capable, uri};

const REQUEST_FAILED: i64 = -32803;
const INVALID_PARAMS: i64 = -32602;

/// An editor that applies edits, creates files and opens documents.
fn obliging() -> Value {
    let mut capabilities = capable();
    capabilities["workspace"]["applyEdit"] = json!(true);
    capabilities["workspace"]["workspaceEdit"]["resourceOperations"] = json!(["create", "rename"]);
    capabilities["window"] = json!({ "showDocument": { "support": true } });
    capabilities
}

/// A folder that is open in an editor. The user's cache folder is in it.
struct Folder {
    client: Client,
    folder: TempDir,
}

impl Folder {
    fn new(capabilities: &Value, options: &Value) -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder can be made");
        let cache = folder.path().join("cache");
        let cache = cache.to_str().expect("temporary folders have readable names");
        let mut client =
            Client::start_with(&[("XDG_CACHE_HOME", cache), ("HOME", cache), ("LOCALAPPDATA", cache)]);
        let folders = json!([{ "uri": uri(folder.path()), "name": "notes" }]);
        client.introduce(json!({
            "processId": null, "capabilities": capabilities, "initializationOptions": options,
            "workspaceFolders": folders,
        }));
        Self { client, folder }
    }

    fn uri(&self, name: &str) -> String {
        uri(&self.folder.path().join(name))
    }

    fn send(&mut self, command: &str, argument: &Value) -> i64 {
        let arguments = if argument.is_null() { json!([]) } else { json!([argument]) };
        self.client.ask("workspace/executeCommand", json!({ "command": command, "arguments": arguments }))
    }

    /// Sends a command for which nothing is asked of the client; its result or error.
    fn run(&mut self, command: &str, argument: &Value) -> Value {
        let id = self.send(command, argument);
        let response = self.client.response(id);
        response.get("result").or(response.get("error")).expect("a response has either").clone()
    }

    fn error(&mut self, command: &str, argument: &Value) -> String {
        let error = self.run(command, argument);
        assert_eq!(error["code"], INVALID_PARAMS, "{error}");
        error["message"].as_str().expect("an error has a message").to_owned()
    }
}

#[test]
fn an_editor_that_can_nothing_gets_the_edit_and_the_address() {
    let mut folder = Folder::new(&json!({}), &json!({ "sheetDocuments": true }));
    let result = folder.run("tradeoff.newAnswer", &json!({ "number": 501 }));
    assert_eq!(result["created"], false);
    let changes = &result["edit"]["documentChanges"];
    assert_eq!((&changes[0]["kind"], &changes[0]["uri"]), (&json!("create"), &result["uri"]));
    let text = changes[1]["edits"][0]["newText"].as_str().expect("an edit has a text");
    assert!(text.starts_with("---\nquestion: 501\n---\n\n# 501. Walk through Raft"), "{text}");

    let note = folder.uri("notes.md");
    folder.client.open(&note, "# Q501 Raft\n\nText.\n");
    let result = folder.run("tradeoff.insertSkeleton", &json!({ "uri": note }));
    assert_eq!(result["inserted"], false);
    let inserted = result["edit"]["changes"][&note][0]["newText"].as_str().expect("an edit has a text");
    assert!(inserted.starts_with("\n\n## Trade-offs\n"), "{inserted}");

    let result = folder.run("tradeoff.openSheet", &json!({ "number": 501 }));
    assert_eq!(result, json!({ "uri": "tradeoff:/sheets/0501-raft-walkthrough.md" }));
}

#[test]
fn an_answer_that_is_there_is_opened_and_never_written_again() {
    let mut folder = Folder::new(&obliging(), &Value::Null);
    let there = folder.uri("answers/0501-raft-walkthrough.md");
    fs::create_dir(folder.folder.path().join("answers")).expect("folders can be made");
    fs::write(folder.folder.path().join("answers/0501-raft-walkthrough.md"), "x").expect("files can be written");
    let id = folder.send("tradeoff.newAnswer", &json!({ "number": 501, "folder": "answers" }));
    let shown = folder.client.asked("window/showDocument");
    assert_eq!(shown["params"]["uri"], there);
    folder.client.answer(&shown, json!({ "success": true }));
    assert_eq!(folder.client.response(id)["result"], json!({ "uri": there, "created": false }));

    // The answer may have another name.
    let other = folder.uri("my-paxos.md");
    folder.client.open(&other, "# Q502 Paxos\n\nText.\n");
    let id = folder.send("tradeoff.newAnswer", &json!({ "number": 502, "folder": folder.uri("answers") }));
    let shown = folder.client.asked("window/showDocument");
    folder.client.answer(&shown, json!({ "success": true }));
    assert_eq!(folder.client.response(id)["result"], json!({ "uri": other, "created": false }));
}

#[test]
fn an_edit_that_the_editor_refuses_is_an_error() {
    let mut folder = Folder::new(&obliging(), &Value::Null);
    let id = folder.send("tradeoff.newAnswer", &json!({ "number": 501 }));
    let request = folder.client.asked("workspace/applyEdit");
    folder.client.answer(&request, json!({ "applied": false, "failureReason": "read-only" }));
    let error = folder.client.response(id)["error"].clone();
    assert_eq!(error["code"], REQUEST_FAILED);
    assert_eq!(error["message"], "New answer to 501: the editor refused the edit: read-only");
}

#[test]
fn the_code_action_on_an_answer_opens_the_sheet_of_its_own_bank() {
    let mut capabilities = obliging();
    capabilities["workspace"]["executeCommand"] = json!({});
    let mut folder = Folder::new(&capabilities, &Value::Null);
    let write = |name: &str, text: &str| {
        let path = folder.folder.path().join(name);
        fs::create_dir_all(path.parent().expect("it lies in a folder")).expect("folders can be made");
        fs::write(path, text).expect("files can be written");
    };
    write("work/tradeoff.toml", "[bank]\nfolders = ['sheets']\n");
    write("work/sheets/9001-own.md", "# Which queue do we take?\n");
    let answer = folder.uri("work/9001.md");
    folder.client.open(&answer, "# 9001. Which queue do we take?\n\nText.\n");
    let actions = folder.client.actions(&answer, 2, 0, json!([]));
    let all = actions.as_array().expect("there are actions");
    let action = all.iter().find(|action| action["title"] == "Show the sheet of question 9001");
    let action = action.unwrap_or_else(|| panic!("no sheet in {actions:#}"));

    let execute = json!({ "command": action["command"], "arguments": action["arguments"] });
    let id = folder.client.ask("workspace/executeCommand", execute);
    let shown = folder.client.asked("window/showDocument");
    assert_eq!(shown["params"]["uri"], folder.uri("work/sheets/9001-own.md"));
    folder.client.answer(&shown, json!({ "success": true }));
    assert_eq!(folder.client.response(id)["result"]["uri"], shown["params"]["uri"]);
}

#[test]
fn a_sheet_is_a_read_only_file_that_shows_what_the_stage_allows_and_is_no_answer() {
    for (stage, shows_terms, shows_all) in [("off", false, false), ("terms", true, false), ("full", true, true)] {
        let mut folder = Folder::new(&obliging(), &json!({ "hints": stage }));
        let id = folder.send("tradeoff.openSheet", &json!({ "number": 501 }));
        let shown = folder.client.asked("window/showDocument");
        let sheet = shown["params"]["uri"].as_str().expect("there is an address").to_owned();
        folder.client.answer(&shown, json!({ "success": true }));
        assert_eq!(folder.client.response(id)["result"]["uri"], sheet.as_str());

        let below = sheet.strip_prefix(&folder.uri("")).expect("it lies in the cache");
        let path = folder.folder.path().join(below);
        let text = fs::read_to_string(&path).expect("it can be read");
        assert!(path.metadata().expect("it is there").permissions().readonly());
        let asked = folder.client.request("tradeoff/sheet", json!({ "number": 501 }))["markdown"].clone();
        for text in [text.as_str(), asked.as_str().expect("it is a text")] {
            assert!(text.contains("Walk through Raft consensus algorithm"), "{stage}: {text}");
            assert_eq!(text.contains("**leader election**"), shows_terms, "{stage}: {text}");
            assert_eq!(text.contains("## Cost"), shows_all, "{stage}: {text}");
        }
        folder.client.open(&sheet, &text);
        assert_eq!(folder.client.at("textDocument/hover", &sheet, 0, 3), Value::Null);
        assert_eq!(folder.run("tradeoff.progress", &Value::Null)["answered"], 0, "a sheet answers nothing");
    }
}

#[test]
fn progress_is_told_to_the_user_as_well() {
    let mut folder = Folder::new(&obliging(), &Value::Null);
    let note = folder.uri("raft.md");
    folder.client.open(&note, "# Q501 Raft\n\nText.\n\n## Trade-offs\n\nIt costs 90 USD a month.\n");
    let result = folder.run("tradeoff.progress", &Value::Null);
    assert_eq!([&result["total"], &result["answered"]], [250, 1]);
    let message = folder.client.wait("a message", |message| message["method"] == "window/showMessage");
    let expected = "0 of 250 questions argued, 1 answered, 0 in draft; most often missing: consistency";
    assert_eq!(message["params"]["message"], expected);
}

#[test]
fn what_cannot_be_done_is_said_in_a_sentence() {
    let mut folder = Folder::new(&obliging(), &Value::Null);
    for argument in [json!(501), json!({}), json!({ "number": "501" }), json!({ "number": -1 }), Value::Null] {
        let error = folder.error("tradeoff.newAnswer", &argument);
        assert!(error.starts_with("`tradeoff.newAnswer` takes one object: {\"number\": 501, "), "{error}");
    }
    assert_eq!(
        folder.error("tradeoff.newAnswer", &json!({ "number": 5010 })),
        "there is no question 5010; did you mean 510?"
    );
    assert!(folder.error("tradeoff.newAnswer", &json!({ "number": 501, "folder": "a b:" })).contains("no URI"));
    assert!(folder.error("tradeoff.noSuch", &Value::Null).starts_with("there is no command `tradeoff.noSuch`"));

    let note = folder.uri("note.md");
    let insert = |consideration: &str| json!({ "uri": note, "consideration": consideration });
    assert!(
        folder.error("tradeoff.insertSkeleton", &insert("cost")).ends_with("is no Markdown document that is open")
    );
    folder.client.open(&note, "# Home\n");
    assert!(folder.error("tradeoff.insertSkeleton", &insert("cost")).ends_with("answers no question"));
    folder.client.replace(&note, 2, "# Q501 Raft\n\n## Trade-offs\n\nText.\n");
    assert!(folder.error("tradeoff.insertSkeleton", &insert("costs")).ends_with("did you mean `cost`?"));

    let mut nowhere = Client::ready(&obliging());
    let arguments = json!([{ "number": 501 }]);
    let id = nowhere
        .ask("workspace/executeCommand", json!({ "command": "tradeoff.newAnswer", "arguments": arguments }));
    assert!(
        nowhere.response(id)["error"]["message"].as_str().is_some_and(|error| error.contains("no folder is open"))
    );
}

#[test]
fn questions_know_their_answers() {
    let mut folder = Folder::new(&obliging(), &Value::Null);
    let note = folder.uri("both.md");
    folder.client.open(&note, "## 501. Raft consensus\n\nText.\n\n## 502. Paxos\n");
    let questions = folder.client.request("tradeoff/questions", json!({}))["questions"].clone();
    let of = |number: usize| questions[number - 501].clone();
    assert_eq!(questions.as_array().map(Vec::len), Some(250));
    assert_eq!(
        (&of(501)["state"], &of(502)["state"], &of(503)["state"]),
        (&json!("answered"), &json!("unanswered"), &json!("unanswered"))
    );
    assert_eq!(of(502)["answers"][0]["range"]["start"], json!({ "line": 4, "character": 0 }));
    assert_eq!(of(503)["answers"], json!([]));
    folder.client.close(&note);
    let questions = folder.client.request("tradeoff/questions", json!({}))["questions"].clone();
    assert_eq!(questions[0]["answers"], json!([]), "it is on no disk");
}

/// The questions as soon as the server has read `text` as the answer to the first, `0501.md`, which is not open.
fn questions_with_answer(folder: &mut Folder, configuration: &str, text: &str) -> Value {
    fs::write(folder.folder.path().join("tradeoff.toml"), configuration).expect("files can be written");
    fs::write(folder.folder.path().join("0501.md"), text).expect("files can be written");
    let changes = json!([{ "uri": folder.uri("tradeoff.toml"), "type": 1 }]);
    folder.client.notify("workspace/didChangeWatchedFiles", json!({ "changes": changes }));
    // The file is read in the background; asking is cheap.
    let mut ask = || folder.client.request("tradeoff/questions", json!({}))["questions"].clone();
    let questions = (0..100_000).map(|_| ask()).find(|questions| questions[0]["answers"] != json!([]));
    questions.expect("the file is read some time")
}

#[test]
fn what_cannot_be_judged_in_a_closed_answer_is_not_missing() {
    let mut folder = Folder::new(&obliging(), &Value::Null);
    let text = "# Q501 Raft\n\nTexte.\n\n## Trade-offs\n\nLe client attend que deux des trois copies aient répondu, et ce n'est pas grave pour nous dans la plupart des cas.\n";
    let privacy = "[considerations.privacy]\n[tradeoffs]\nrequired = ['cost', 'privacy']\n";
    questions_with_answer(&mut folder, privacy, text);
    let mut missing = || folder.client.request("tradeoff/progress", json!({}))["missing"].clone();
    let closed = missing();
    // Words of one's own are looked for in every language.
    assert_eq!(closed, json!([{ "consideration": "privacy", "answers": 1 }]));
    let answer = folder.uri("0501.md");
    folder.client.open(&answer, text);
    assert_eq!(folder.client.request("tradeoff/progress", json!({}))["missing"], closed, "open or not");
}

#[test]
fn answers_that_are_not_open_count_as_well() {
    let mut folder = Folder::new(&obliging(), &Value::Null);
    let questions = questions_with_answer(&mut folder, "", "# Q501 Raft\n\nText.\n");
    let answer = folder.uri("0501.md");
    let range = json!({ "start": { "line": 0, "character": 0 }, "end": { "line": 0, "character": 11 } });
    assert_eq!(questions[0]["answers"], json!([{ "uri": answer, "range": range }]));
    assert_eq!(questions[0]["state"], "answered");
    assert_eq!(folder.run("tradeoff.progress", &Value::Null)["answered"], 1);
    let id = folder.send("tradeoff.newAnswer", &json!({ "number": 501 }));
    let shown = folder.client.asked("window/showDocument");
    folder.client.answer(&shown, json!({ "success": true }));
    assert_eq!(folder.client.response(id)["result"], json!({ "uri": answer, "created": false }));

    // What is typed counts more than what is saved.
    folder.client.open(&answer, "# Q501 Raft\n");
    let questions = folder.client.request("tradeoff/questions", json!({}))["questions"].clone();
    assert_eq!(
        (&questions[0]["state"], questions[0]["answers"].as_array().map(Vec::len)),
        (&json!("unanswered"), Some(1))
    );
}

#[test]
fn other_documents_are_not_explained() {
    let mut folder = Folder::new(&obliging(), &Value::Null);
    let note = folder.uri("home.md");
    folder.client.open(&note, "# Home\n");
    assert_eq!(
        {
            let position = json!({ "line": 0, "character": 0 });
            folder.client.request("tradeoff/explain", json!({ "uri": note, "position": position }))
        },
        Value::Null
    );
}
