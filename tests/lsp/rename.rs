//! Another number for an answer: by renaming the number, and by renaming the file.

#![expect(clippy::needless_pass_by_value, reason = "a test hands over what it has just written down")]

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use super::client::{Client, capable, place, uri};

const RAFT: &str = "file:///answers/0501-raft.md";

/// The capabilities of an editor that renames files and asks before it does.
fn renaming() -> Value {
    let mut capabilities = capable();
    capabilities["workspace"]["workspaceEdit"] = json!({
        "documentChanges": true, "resourceOperations": ["create", "rename", "delete"],
        "changeAnnotationSupport": { "groupsOnLabel": true },
    });
    capabilities["workspace"]["fileOperations"] = json!({ "willRename": true });
    capabilities["textDocument"]["rename"] = json!({ "prepareSupport": true, "honorsChangeAnnotations": true });
    capabilities
}

/// A repository with these files.
struct Repository {
    folder: tempfile::TempDir,
}

impl Repository {
    fn new(files: &[(&str, &str)]) -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder can be made");
        let repository = Self { folder };
        for (name, text) in files.iter().chain(&[("tradeoff.toml", "")]) {
            let path = repository.path(name);
            if !path.exists() {
                fs::create_dir_all(path.parent().expect("it lies in a folder")).expect("it can be made");
                fs::write(path, text).expect("it can be written");
            }
        }
        repository
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn uri(&self, name: &str) -> String {
        uri(&self.path(name))
    }

    fn client(&self, capabilities: Value) -> Client {
        let mut client = Client::start();
        let root = uri(self.folder.path());
        client.introduce(json!({
            "processId": null, "capabilities": capabilities, "workspaceFolders": [{ "uri": root, "name": "a" }],
        }));
        client
    }

    /// Opens the file with what is on the disk.
    fn open(&self, client: &mut Client, name: &str) {
        client.open(&self.uri(name), &fs::read_to_string(self.path(name)).expect("it can be read"));
    }

    /// The text of a file after `edit`, whose columns count UTF-16.
    fn text_after(&self, edit: &Value, name: &str) -> String {
        apply(&fs::read_to_string(self.path(name)).expect("it can be read"), &edits_of(edit, &self.uri(name)))
    }
}

/// The edits of one document.
fn edits_of(edit: &Value, uri: &str) -> Vec<Value> {
    let plain = edit["changes"][uri].as_array().cloned();
    let changes = edit["documentChanges"].as_array().into_iter().flatten();
    let versioned = changes.filter(|change| change["textDocument"]["uri"] == uri);
    plain.unwrap_or_else(|| {
        versioned.flat_map(|change| change["edits"].as_array().cloned().unwrap_or_default()).collect()
    })
}

/// `text` after `edits`, whose columns count UTF-16.
fn apply(text: &str, edits: &[Value]) -> String {
    let offset = |position: &Value| {
        let number = |key: &str| position[key].as_u64().expect("it is a number") as usize;
        let line = text.split_inclusive('\n').take(number("line")).map(str::len).sum::<usize>();
        let mut units = 0;
        let column = text[line..].char_indices().find(|(_, character)| {
            units += character.len_utf16();
            units > number("character")
        });
        column.map_or(text.len(), |(column, _)| line + column)
    };
    let mut result = text.to_owned();
    for edit in edits.iter().rev() {
        let range = offset(&edit["range"]["start"])..offset(&edit["range"]["end"]);
        result.replace_range(range, edit["newText"].as_str().expect("it is a text"));
    }
    result
}

/// The renames of files in `edit`: old, new, options.
fn renames(edit: &Value) -> Vec<&Value> {
    let changes = edit["documentChanges"].as_array().map(Vec::as_slice).unwrap_or_default();
    changes.iter().filter(|change| change["kind"] == "rename").collect()
}

fn rename(client: &mut Client, uri: &str, line: u32, column: u32, name: &str) -> Value {
    let mut params = place(uri, line, column);
    params["newName"] = json!(name);
    let id = client.ask("textDocument/rename", params);
    client.response(id)
}

/// What is offered when a file or folder is about to be renamed.
fn will_rename(client: &mut Client, old: &str, new: &str) -> Value {
    client.request("workspace/willRenameFiles", json!({ "files": [{ "oldUri": old, "newUri": new }] }))
}

#[test]
fn the_digits_are_what_is_renamed() {
    for (encoding, column) in [("utf-8", 8), ("utf-16", 6), ("utf-32", 5)] {
        let mut capabilities = renaming();
        capabilities["general"] = json!({ "positionEncodings": [encoding] });
        let mut client = Client::ready(&capabilities);
        client.open(RAFT, "# 🦀 **Q501** Raft\r\n\r\nSee Q502.\r\n");
        let prepared = client.at("textDocument/prepareRename", RAFT, 0, column + 3);
        let range = json!({
            "start": { "line": 0, "character": column + 2 }, "end": { "line": 0, "character": column + 5 },
        });
        assert_eq!(prepared, json!({ "range": range, "placeholder": "501" }), "{encoding}");
        assert_eq!(client.at("textDocument/prepareRename", RAFT, 2, 6), json!(null), "it is another's number");
        assert_eq!(client.at("textDocument/prepareRename", RAFT, 0, column + 9), json!(null));
    }
}

#[test]
fn what_is_offered_depends_on_the_client() {
    let capabilities = |declared: Value| {
        let mut client = Client::start();
        client.introduce(json!({ "processId": null, "rootUri": null, "capabilities": declared }))
    };
    let all = capabilities(renaming());
    assert_eq!(all["renameProvider"], json!({ "prepareProvider": true }));
    let filters = &all["workspace"]["fileOperations"]["willRename"]["filters"];
    assert_eq!(filters[0]["pattern"], json!({ "glob": "**/*.{md,markdown,mdx,qmd}", "matches": "file" }));
    let none = capabilities(json!({}));
    assert_eq!((&none["renameProvider"], &none["workspace"]["fileOperations"]), (&json!(true), &json!(null)));
}

#[test]
fn number_title_and_file_change_together_and_links_follow() {
    let title = "Walk through Raft consensus algorithm step by step.";
    let repository = Repository::new(&[
        (
            "answers/0501-räft.md",
            &format!("---\nquestion: 501\n---\n# 501. {title}\n\n[me](0501-r%C3%A4ft.md#cost)\n"),
        ),
        (
            "README.md",
            "# Contents\n\n- 🦀 Q501: [raft](answers/0501-räft.md)\n- [x]\n\n[x]: ./answers/0501-räft.md#cost\n",
        ),
        ("answers/other.md", "# Q503\n\nSee Q501 and [it](0501-räft.md).\n"),
        ("answers/code.md", "`[it](0501-räft.md)`\n"),
    ]);
    let mut client = repository.client(renaming());
    let raft = "answers/0501-räft.md";
    repository.open(&mut client, raft);
    repository.open(&mut client, "answers/other.md");
    let response = rename(&mut client, &repository.uri(raft), 1, 11, "502");
    let edit = &response["result"];
    assert!(
        repository.text_after(edit, raft).starts_with("---\nquestion: 502\n---\n# 502. Walk through Paxos"),
        "{response}"
    );
    assert!(repository.text_after(edit, raft).ends_with("[me](0502-r%C3%A4ft.md#cost)\n"), "{response}");
    assert_eq!(
        repository.text_after(edit, "README.md"),
        "# Contents\n\n- 🦀 Q501: [raft](answers/0502-räft.md)\n- [x]\n\n[x]: ./answers/0502-räft.md#cost\n"
    );
    assert_eq!(repository.text_after(edit, "answers/other.md"), "# Q503\n\nSee Q501 and [it](0502-räft.md).\n");
    assert_eq!(edits_of(edit, &repository.uri("answers/code.md")), Vec::<Value>::new());

    let renames = renames(edit);
    assert_eq!(renames.len(), 1);
    assert_eq!(renames[0]["oldUri"], repository.uri(raft));
    assert_eq!(renames[0]["newUri"], repository.uri("answers/0502-räft.md"));
    assert_eq!(renames[0]["options"], json!({ "overwrite": false, "ignoreIfExists": false }));
    let annotation = &edit["changeAnnotations"][renames[0]["annotationId"].as_str().expect("it is annotated")];
    assert_eq!(annotation["label"], "Rename to 0502-räft.md, and let links follow");
    assert_eq!(annotation["needsConfirmation"], true);
    assert_eq!(edit["changeAnnotations"]["number"]["needsConfirmation"], false);

    let changes = edit["documentChanges"].as_array().expect("it has document changes");
    let version = |name: &str| {
        let of = changes.iter().find(|change| change["textDocument"]["uri"] == repository.uri(name));
        of.expect("it is edited")["textDocument"]["version"].clone()
    };
    assert_eq!((version(raft), version("README.md")), (json!(1), json!(null)));
    assert_eq!(changes.last(), Some(renames[0]), "texts are edited under their old names");
}

#[test]
fn the_slug_of_a_sheet_becomes_that_of_the_other() {
    let repository = Repository::new(&[("0501-raft-walkthrough.md", "# Q501 Raft\n")]);
    let mut client = repository.client(renaming());
    repository.open(&mut client, "0501-raft-walkthrough.md");
    let response = rename(&mut client, &repository.uri("0501-raft-walkthrough.md"), 0, 4, "Q506");
    assert_eq!(renames(&response["result"])[0]["newUri"], repository.uri("0506-read-repair.md"));
}

#[test]
fn a_client_that_declares_nothing_gets_the_text_changed() {
    let repository = Repository::new(&[("0501-raft.md", "# Q501 Raft\r\n"), ("b.md", "[a](0501-raft.md)\n")]);
    let mut client = repository.client(json!({}));
    repository.open(&mut client, "0501-raft.md");
    let response = rename(&mut client, &repository.uri("0501-raft.md"), 0, 4, "502");
    let edit = &response["result"];
    assert_eq!(edit["changes"].as_object().map(serde_json::Map::len), Some(1), "the file stays, and so do links");
    assert_eq!(repository.text_after(edit, "0501-raft.md"), "# Q502 Raft\r\n");
    assert_eq!((edit.get("documentChanges"), edit.get("changeAnnotations")), (None, None));
}

#[test]
fn numbers_that_cannot_be_are_refused() {
    let mut client = Client::ready(&renaming());
    client.open(RAFT, "# Q501 Raft\n\nText.\n");
    let mut refused = |line, name: &str| {
        let response = rename(&mut client, RAFT, line, 4, name);
        assert_eq!(response["error"]["code"], -32803, "{response}");
        response["error"]["message"].as_str().expect("it says why").to_owned()
    };
    assert_eq!(refused(0, "raft"), "`raft` is no number of a question; write one such as 502");
    assert_eq!(refused(0, "5022"), "no bank has a question 5022; the nearest is 522");
    assert_eq!(refused(2, "502"), "there is no number of an answer here");
    assert_eq!(rename(&mut client, RAFT, 0, 4, "501")["result"], json!(null), "nothing changes");
}

#[test]
fn nothing_is_overwritten() {
    let repository = Repository::new(&[("0501.md", "# Q501 Raft\n"), ("0502.md", "# Q502 Paxos\n")]);
    let mut client = repository.client(renaming());
    repository.open(&mut client, "0501.md");
    let response = rename(&mut client, &repository.uri("0501.md"), 0, 4, "502");
    let message = response["error"]["message"].as_str().expect("it is refused");
    assert!(
        message.ends_with("0502.md is there already; move it away first, so that nothing is lost"),
        "{message}"
    );

    client.open(&repository.uri("0503.md"), "# Q503, not saved yet\n");
    let response = rename(&mut client, &repository.uri("0501.md"), 0, 4, "503");
    assert!(response["error"]["message"].as_str().is_some_and(|message| message.contains("0503.md is there")));
}

#[test]
fn one_of_several_answers_and_an_untitled_one_keep_their_files() {
    let mut client = Client::ready(&renaming());
    let several = "file:///answers/0501-several.md";
    client.open(several, "# Q501 Raft\n\nText.\n\n# Q502 Paxos\n\nText.\n");
    let response = rename(&mut client, several, 4, 4, "506");
    assert_eq!(renames(&response["result"]), Vec::<&Value>::new());
    assert_eq!(edits_of(&response["result"], several).len(), 1);
    client.open("untitled:Untitled-1", "# Q501 Raft\n");
    let response = rename(&mut client, "untitled:Untitled-1", 0, 4, "502");
    assert_eq!(edits_of(&response["result"], "untitled:Untitled-1").len(), 1);
    assert_eq!(renames(&response["result"]), Vec::<&Value>::new());
}

#[test]
fn renaming_a_file_offers_its_number_and_lets_links_follow() {
    let repository = Repository::new(&[
        ("0501-raft.md", "---\r\nquestion: 501\r\n---\r\n# Q501 Raft\r\n"),
        ("README.md", "[raft](0501-raft.md)\n"),
    ]);
    let mut client = repository.client(renaming());
    let edit = will_rename(&mut client, &repository.uri("0501-raft.md"), &repository.uri("0502-paxos.md"));
    assert_eq!(repository.text_after(&edit, "0501-raft.md"), "---\r\nquestion: 502\r\n---\r\n# Q502 Raft\r\n");
    assert_eq!(repository.text_after(&edit, "README.md"), "[raft](0502-paxos.md)\n");
    assert_eq!(edit["changeAnnotations"]["number"]["needsConfirmation"], true);
    assert_eq!(edit["changeAnnotations"]["links"]["needsConfirmation"], false);

    repository.open(&mut client, "0501-raft.md");
    client.replace(&repository.uri("0501-raft.md"), 2, "# Q502 Paxos\n");
    let edit = will_rename(&mut client, &repository.uri("0501-raft.md"), &repository.uri("0502-paxos.md"));
    assert_eq!(edits_of(&edit, &repository.uri("0501-raft.md")), Vec::<Value>::new(), "it says so already");
}

#[test]
fn a_number_that_no_bank_has_and_no_number_change_no_text() {
    let repository =
        Repository::new(&[("0501-raft.md", "# Q501 Raft\n"), ("a/b.md", "[raft](../0501-raft.md)\n")]);
    let mut client = repository.client(renaming());
    for (name, link) in [("0999-raft.md", "../0999-raft.md"), ("a/raft.md", "raft.md")] {
        let edit = will_rename(&mut client, &repository.uri("0501-raft.md"), &repository.uri(name));
        assert_eq!(edits_of(&edit, &repository.uri("0501-raft.md")), Vec::<Value>::new());
        assert_eq!(repository.text_after(&edit, "a/b.md"), format!("[raft]({link})\n"));
    }
}

#[test]
fn an_answer_that_moves_takes_its_links_with_it() {
    let repository =
        Repository::new(&[("0501-raft.md", "# Q501 Raft\n\n![x](img/a.png) [y](b.md)\n"), ("b.md", "x\n")]);
    let mut client = repository.client(renaming());
    let edit = will_rename(&mut client, &repository.uri("0501-raft.md"), &repository.uri("deep/0501-raft.md"));
    assert_eq!(repository.text_after(&edit, "0501-raft.md"), "# Q501 Raft\n\n![x](../img/a.png) [y](../b.md)\n");
}

#[test]
fn a_folder_that_is_one_answer_is_renamed_as_a_whole() {
    let repository = Repository::new(&[
        ("tradeoff.toml", "answer = 'folder'\n"),
        ("0501-raft/01-question.md", "---\nquestion: 501\n---\n# Raft\n"),
        ("0501-raft/07-trade-offs.md", "Text.\n"),
        ("README.md", "[raft](0501-raft/) [end](0501-raft/07-trade-offs.md)\n"),
    ]);
    let mut client = repository.client(renaming());
    let first = "0501-raft/01-question.md";
    let edit = will_rename(&mut client, &repository.uri("0501-raft"), &repository.uri("0502-paxos"));
    assert_eq!(repository.text_after(&edit, first), "---\nquestion: 502\n---\n# Raft\n");
    assert_eq!(
        repository.text_after(&edit, "README.md"),
        "[raft](0502-paxos/) [end](0502-paxos/07-trade-offs.md)\n"
    );

    repository.open(&mut client, first);
    let response = rename(&mut client, &repository.uri(first), 1, 11, "502");
    let edit = &response["result"];
    assert_eq!(repository.text_after(edit, first), "---\nquestion: 502\n---\n# Raft\n");
    let renames = renames(edit);
    assert_eq!(renames[0]["oldUri"], repository.uri("0501-raft"));
    assert!(renames[0]["newUri"].as_str().is_some_and(|uri| uri.contains("/0502-")), "{edit}");
}

#[test]
fn other_files_are_renamed_without_us() {
    let repository = Repository::new(&[("home.md", "# Home\n"), ("README.md", "[home](home.md)\n")]);
    let mut client = repository.client(renaming());
    for (old, new) in [("home.md", "start.md"), ("not-there.md", "x.md")] {
        assert_eq!(will_rename(&mut client, &repository.uri(old), &repository.uri(new)), json!(null), "{old}");
    }
    assert_eq!(will_rename(&mut client, "vfs:/0501.md", "vfs:/0502.md"), json!(null));
    assert!(Path::new(&repository.path("home.md")).exists());
}
