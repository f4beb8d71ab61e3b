//! Every example in `docs/protocol.md`, against the real server.
//!
//! What follows the language of a fenced block says what it is: `file PATH` is a file of the folder that is open,
//! `params METHOD` a request, `asked METHOD` what the server wants of the client before it answers, `result METHOD`
//! and `error METHOD` the answer. How sure a verdict is depends on the model, so such numbers may differ.

use std::fs;
use std::path::Path;

use serde_json::{Value, json};
use tempfile::TempDir;

use crate::lsp::client::{Client, capable, uri};

const PAGE: &str = include_str!("../../docs/protocol.md");

/// The folder that is open in the examples.
const FOLDER: &str = "file:///notes";

/// A fenced block: what it is, of what, and its text.
struct Block<'p> {
    kind: &'p str,
    of: &'p str,
    text: String,
}

fn blocks(page: &str) -> Vec<Block<'_>> {
    let mut blocks: Vec<Block<'_>> = Vec::new();
    let mut fence = "";
    for line in page.lines() {
        let ticks = &line[..line.bytes().take_while(|&byte| byte == b'`').count()];
        if !fence.is_empty() {
            if line == fence {
                fence = "";
            } else if let Some(block) = blocks.last_mut() {
                block.text.push_str(line);
                block.text.push('\n');
            }
        } else if ticks.len() >= 3 {
            fence = ticks;
            let mut words = line[ticks.len()..].split(' ').skip(1);
            let mut word = || words.next().unwrap_or_default();
            blocks.push(Block { kind: word(), of: word(), text: String::new() });
        }
    }
    blocks
}

/// A client that can do whatever the examples show.
fn capabilities() -> Value {
    let mut capabilities = capable();
    capabilities["workspace"]["applyEdit"] = json!(true);
    capabilities["workspace"]["workspaceEdit"]["resourceOperations"] = json!(["create"]);
    capabilities["window"] = json!({ "showDocument": { "support": true } });
    capabilities
}

struct Conversation {
    client: Client,
    folder: TempDir,
    /// The request that waits for its answer.
    pending: Option<i64>,
}

impl Conversation {
    fn begin(blocks: &[Block<'_>]) -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder can be made");
        let files = blocks.iter().filter(|block| block.kind == "file");
        for Block { of, text, .. } in files.clone() {
            let path = folder.path().join(of);
            fs::create_dir_all(path.parent().expect("it lies in a folder")).expect("folders can be made");
            fs::write(path, text).expect("files can be written");
        }
        let mut client = Client::start();
        client.introduce(json!({
            "processId": null, "capabilities": capabilities(), "initializationOptions": { "sheetDocuments": true },
            "workspaceFolders": [{ "uri": uri(folder.path()), "name": "notes" }],
        }));
        for Block { of, text, .. } in files.filter(|block| block.of.starts_with("answers/")) {
            client.open(&uri(&folder.path().join(of)), text);
        }
        Self { client, folder, pending: None }
    }

    /// The block's JSON with the addresses of this run.
    fn json(&self, block: &Block<'_>) -> Value {
        let text = block.text.replace(FOLDER, &uri(self.folder.path()));
        serde_json::from_str(&text).unwrap_or_else(|error| panic!("{} {}: {error}", block.kind, block.of))
    }

    fn compare(&self, block: &Block<'_>, found: &Value) {
        let what = format!("{} {}", block.kind, block.of);
        let (expected, found) = (without_strengths(&self.json(block)), without_strengths(found));
        let shown = serde_json::to_string_pretty(&found).expect("values are JSON");
        assert!(found == expected, "{what} is now\n{}", shown.replace(&uri(self.folder.path()), FOLDER));
    }

    fn go_on(&mut self, block: &Block<'_>) {
        match block.kind {
            "params" => {
                let params = self.json(block);
                self.pending = Some(self.client.ask(block.of, params));
            }
            "asked" => {
                let request = self.client.asked(block.of);
                self.compare(block, &request["params"]);
                let answer = if block.of == "workspace/applyEdit" { "applied" } else { "success" };
                self.client.answer(&request, json!({ answer: true }));
            }
            "result" | "error" => {
                let response = self.client.response(self.pending.take().expect("something was asked"));
                assert!(response.get(block.kind).is_some(), "{} is answered with {response:#}", block.of);
                self.compare(block, &response[block.kind]);
            }
            "file" | "" => {}
            other => panic!("what is `{other}`?"),
        }
    }
}

fn without_strengths(value: &Value) -> Value {
    match value {
        Value::Array(list) => list.iter().map(without_strengths).collect(),
        Value::Object(entries) => {
            let entries = entries.iter().map(|(key, value)| {
                let is_strength = matches!(key.as_str(), "strength" | "confidence") && value.is_number();
                (key.clone(), if is_strength { json!(0) } else { without_strengths(value) })
            });
            Value::Object(entries.collect())
        }
        other => other.clone(),
    }
}

#[test]
fn every_example_is_what_the_server_does() {
    let blocks = blocks(PAGE);
    assert!(blocks.iter().filter(|block| block.kind == "result").count() >= 8, "the examples were found");
    let mut conversation = Conversation::begin(&blocks);
    for block in &blocks {
        conversation.go_on(block);
    }
    assert_eq!(conversation.client.leave().code(), Some(0));
}

#[test]
fn every_request_and_command_of_ours_is_documented() {
    let server = Path::new(env!("CARGO_MANIFEST_DIR")).join("server/lsp/src/handlers");
    let source = |name: &str| fs::read_to_string(server.join(name)).expect("the source can be read");
    let source = source("mod.rs") + &source("commands.rs");
    let names: Vec<&str> = source
        .split('"')
        .filter(|text| text.starts_with("tradeoff/") || text.starts_with("tradeoff."))
        .filter(|text| text.len() < 40 && !text.contains(' '))
        .collect();
    assert!(names.len() >= 8, "{names:?}");
    for name in names {
        assert!(PAGE.contains(&format!("\n### `{name}`\n")), "{name}");
    }
}
