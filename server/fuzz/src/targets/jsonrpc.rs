//! Bytes of a client that may be anything: the server says nothing but proper messages, answers every proper request
//! once, and comes to its end.

use std::collections::BTreeMap;
use std::time::Duration;

use serde::Deserialize;
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _, DuplexStream, duplex};
use tokio::time::timeout;
use tradeoff_workspace::Configurations;

/// What a client's bytes are made of.
pub const WORDS: &[&str] = &[
    "Content-Length: 2\r\n\r\n{}",
    "Content-Length: ",
    "content-length: 46\r\n",
    "Content-Type: application/vscode-jsonrpc; charset=utf-8\r\n",
    "\r\n\r\n",
    "{\"jsonrpc\":\"2.0\",",
    "\"id\":1,",
    "\"id\":\"a\",",
    "\"id\":null,",
    "\"id\":1.5,",
    "\"method\":\"initialize\",\"params\":{\"capabilities\":{}}}",
    "\"method\":\"initialized\",\"params\":{}}",
    "\"method\":\"shutdown\"}",
    "\"method\":\"exit\"}",
    "\"method\":\"$/cancelRequest\",\"params\":{\"id\":1}}",
    "\"method\":\"textDocument/didOpen\",\"params\":{\"textDocument\":{\"uri\":\"untitled:1\",\"languageId\":\"markdown\",\"version\":1,\"text\":\"# Q501\"}}}",
    "\"method\":\"textDocument/didChange\",\"params\":{\"textDocument\":{\"uri\":\"untitled:1\",\"version\":2},\"contentChanges\":[{\"range\":{\"start\":{\"line\":0,\"character\":0},\"end\":{\"line\":9,\"character\":9}},\"text\":\"x\"}]}}",
    "\"method\":\"textDocument/hover\",\"params\":{\"textDocument\":{\"uri\":\"untitled:1\"},\"position\":{\"line\":0,\"character\":3}}}",
    "textDocument/completion",
    "textDocument/documentSymbol",
    "textDocument/foldingRange",
    "textDocument/diagnostic",
    "tradeoff/questions",
    "workspace/executeCommand",
    "4294967295",
    "-1",
    "\\ud800",
    "[]",
    "null",
];

/// What could lead the server away from the input: folders to read, processes to look for.
const OUTSIDE: [&str; 5] = ["rootUri", "rootPath", "Folders", "processId", "file:"];

/// A server that says nothing for so long hangs.
const PATIENCE: Duration = Duration::from_secs(15);

/// The number of our own last request.
const LAST: &str = "the last request";

/// Tries one stream of bytes.
pub fn check(data: &[u8]) {
    if OUTSIDE.iter().any(|word| data.windows(word.len()).any(|window| window == word.as_bytes())) {
        return;
    }
    let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build().expect("a runtime starts");
    runtime.block_on(session(data));
}

/// A session in which the client says `data`.
async fn session(data: &[u8]) {
    let configurations = Configurations::new(&[("senior/0501-raft.md", "# Walk through Raft.\n")], []);
    let (client, server) = duplex(16 << 20);
    let (input, output) = tokio::io::split(server);
    let serving = async {
        timeout(PATIENCE, tradeoff_lsp::serve(configurations, input, output)).await.expect("the server ends")
    };
    let (ending, ()) = tokio::join!(serving, talk(client, data));
    ending.expect("the server starts");
}

/// Plays the client to the end.
async fn talk(mut stream: DuplexStream, data: &[u8]) {
    let messages = messages(data);
    let mut client = Client { unread: Vec::new(), asked: BTreeMap::new() };
    let _ = stream.write_all(data).await;
    // Who may be in the middle of a message cannot say anything more.
    let can_talk = messages.as_ref().is_some_and(|all| all.iter().all(|one| one.method != "exit"));
    for message in messages.iter().flatten() {
        client.expect(message);
    }
    if can_talk {
        client.asked.insert(Value::from(LAST).to_string(), 1);
        let _ = stream.write_all(&frame(&json!({ "jsonrpc": "2.0", "id": LAST, "method": "shutdown" }))).await;
    } else {
        let _ = stream.shutdown().await;
    }
    while let Some(message) = timeout(PATIENCE, client.next(&mut stream)).await.expect("the server goes on") {
        if let Some(answer) = client.take(&message, can_talk) {
            let _ = stream.write_all(&frame(&answer)).await;
        }
        if can_talk && client.asked.is_empty() {
            let _ = stream.write_all(&frame(&json!({ "jsonrpc": "2.0", "method": "exit" }))).await;
        }
    }
    assert!(client.unread.is_empty(), "the server left half a message");
    assert!(!can_talk || client.asked.is_empty(), "nothing answers {:?}", client.asked);
}

/// A message that is a request or a notification beyond doubt.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Message {
    jsonrpc: String,
    #[serde(default)]
    id: Option<Value>,
    method: String,
    #[serde(default)]
    params: Option<Value>,
}

/// The messages of `data`, where all of it is messages of the plainest form.
fn messages(data: &[u8]) -> Option<Vec<Message>> {
    let mut messages = Vec::new();
    let mut rest = data;
    while !rest.is_empty() {
        let (body, after) = split_frame(rest)?;
        let message: Message = serde_json::from_slice(body).ok()?;
        let has_plain_id = message.id.as_ref().is_none_or(|id| id.is_i64() || id.is_string());
        let has_plain_params =
            message.params.as_ref().is_none_or(|params| params.is_object() || params.is_array());
        if message.jsonrpc != "2.0" || !has_plain_id || !has_plain_params {
            return None;
        }
        messages.push(message);
        rest = after;
    }
    Some(messages)
}

/// The body of the first message of `bytes`, and what follows it.
fn split_frame(bytes: &[u8]) -> Option<(&[u8], &[u8])> {
    let rest = bytes.strip_prefix(b"Content-Length: ")?;
    let digits = rest.iter().position(|byte| !byte.is_ascii_digit())?;
    let length: usize = std::str::from_utf8(&rest[..digits]).ok()?.parse().ok()?;
    rest[digits..].strip_prefix(b"\r\n\r\n")?.split_at_checked(length)
}

fn frame(message: &Value) -> Vec<u8> {
    let body = message.to_string();
    format!("Content-Length: {}\r\n\r\n{body}", body.len()).into_bytes()
}

/// The client's side: what has come and what has not been answered.
struct Client {
    unread: Vec<u8>,
    /// How many answers each number still gets.
    asked: BTreeMap<String, usize>,
}

impl Client {
    fn expect(&mut self, message: &Message) {
        if let Some(id) = &message.id {
            *self.asked.entry(id.to_string()).or_default() += 1;
        }
    }

    /// The server's next message; nothing at the end of its output.
    async fn next(&mut self, stream: &mut DuplexStream) -> Option<Value> {
        loop {
            if let Some((body, after)) = split_frame(&self.unread) {
                let message = serde_json::from_slice(body).expect("the server writes JSON");
                self.unread = after.to_vec();
                return Some(message);
            }
            stream.read_buf(&mut self.unread).await.ok().filter(|&count| count > 0)?;
        }
    }

    /// Demands that `message` is a proper one; the answer to it, if it wants one. With `is_exact`, nothing is answered
    /// that was not asked.
    fn take(&mut self, message: &Value, is_exact: bool) -> Option<Value> {
        assert_eq!(message["jsonrpc"], "2.0", "{message}");
        if message["method"].is_string() {
            let answer = json!({ "jsonrpc": "2.0", "id": message["id"], "result": null });
            return message.get("id").is_some().then_some(answer);
        }
        let id = message.get("id").expect("an answer has a number");
        let error = message.get("error");
        assert!(message.get("result").is_some() != error.is_some(), "{message}");
        assert!(error.is_none_or(|error| error["code"].is_i64() && error["message"].is_string()), "{message}");
        let asked = self.asked.remove(&id.to_string());
        assert!(!is_exact || asked.is_some(), "nobody asked for {message}");
        if let Some(more) = asked.filter(|&asked| asked > 1) {
            self.asked.insert(id.to_string(), more - 1);
        }
        None
    }
}
