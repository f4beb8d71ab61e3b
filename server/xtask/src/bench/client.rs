//! A language client that measures. It waits for messages and never for time.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, bail};
use camino::Utf8Path;
use serde::Deserialize;
use serde_json::{Value, json};

/// Long enough for whatever a server may be made to do.
const PATIENCE: Duration = Duration::from_secs(120);

/// One session with one server.
pub(super) struct Client {
    server: Child,
    stdin: ChildStdin,
    messages: Receiver<Message>,
    requests: u64,
    version: i32,
    uri: String,
    /// When the server said that it had read all files.
    indexed: Option<Instant>,
}

/// A message and when its last byte was read.
struct Message {
    at: Instant,
    content: Content,
}

/// The few fields that anybody here looks at.
#[derive(Deserialize)]
struct Content {
    id: Option<Value>,
    method: Option<String>,
    params: Option<Params>,
}

#[derive(Deserialize)]
struct Params {
    version: Option<i32>,
    message: Option<Value>,
}

/// A place in a text: line and column from 0.
pub(super) type Place = (usize, usize);

impl Client {
    /// Starts `program` and introduces itself, with `root` as the workspace; how long the answer took from the start.
    pub(super) fn start(program: &[String], root: Option<&Utf8Path>) -> Result<(Self, Duration)> {
        let start = Instant::now();
        let mut server = Command::new(&program[0])
            .args(&program[1..])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .with_context(|| program[0].clone())?;
        let stdin = server.stdin.take().context("its input is a pipe")?;
        let stdout = server.stdout.take().context("its output is a pipe")?;
        let (sender, messages) = channel();
        thread::spawn(move || read_all(stdout, &sender));
        let mut client =
            Self { server, stdin, messages, requests: 0, version: 0, uri: String::new(), indexed: None };
        let folders = root.map(|root| json!([{ "uri": format!("file://{root}"), "name": "bench" }]));
        let params = json!({ "processId": null, "capabilities": {}, "workspaceFolders": folders });
        let answered = client.request("initialize", &params)?;
        client.notify("initialized", &json!({}))?;
        Ok((client, answered - start))
    }

    /// Opens `text` and waits for its diagnostics.
    pub(super) fn open(&mut self, uri: &str, text: &str) -> Result<()> {
        uri.clone_into(&mut self.uri);
        self.version = 1;
        let document = json!({ "uri": uri, "languageId": "markdown", "version": 1, "text": text });
        self.notify("textDocument/didOpen", &json!({ "textDocument": document }))?;
        self.wait_for(|content| content.is_diagnosis(1)).map(drop)
    }

    /// Types `text` at `place`; how long the diagnostics took.
    pub(super) fn edit(&mut self, place: Place, text: &str) -> Result<Duration> {
        let start = Instant::now();
        self.edit_without_waiting(place, text)?;
        let version = self.version;
        Ok(self.wait_for(|content| content.is_diagnosis(version))? - start)
    }

    /// Types `text` at `place` `count` times without a pause; how long it took until the last one's diagnostics.
    pub(super) fn burst(&mut self, place: Place, text: &str, count: usize) -> Result<Duration> {
        let start = Instant::now();
        for _ in 0..count {
            self.edit_without_waiting(place, text)?;
        }
        let version = self.version;
        Ok(self.wait_for(|content| content.is_diagnosis(version))? - start)
    }

    fn edit_without_waiting(&mut self, (line, character): Place, text: &str) -> Result<()> {
        self.version += 1;
        let position = json!({ "line": line, "character": character });
        let change = json!({ "range": { "start": position, "end": position }, "text": text });
        let document = json!({ "uri": self.uri, "version": self.version });
        self.notify("textDocument/didChange", &json!({ "textDocument": document, "contentChanges": [change] }))
    }

    /// Asks `method` at `place`; how long the answer took.
    pub(super) fn ask(&mut self, method: &str, (line, character): Place) -> Result<Duration> {
        let position = json!({ "line": line, "character": character });
        let start = Instant::now();
        let answered =
            self.request(method, &json!({ "textDocument": { "uri": self.uri }, "position": position }))?;
        Ok(answered - start)
    }

    /// Waits until the server says that it has read all files; when it said so.
    pub(super) fn wait_until_indexed(&mut self) -> Result<Instant> {
        while self.indexed.is_none() {
            self.receive()?;
        }
        self.indexed.context("it has just said so")
    }

    /// Whether the server has said that it has read all files, among the messages that anybody waited for.
    pub(super) fn is_indexed(&self) -> bool {
        self.indexed.is_some()
    }

    /// What the server holds in memory, now and at the highest, in megabytes. Known on Linux only.
    pub(super) fn memory(&self) -> Option<(f64, f64)> {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.server.id())).ok()?;
        let field = |name: &str| {
            let line = status.lines().find_map(|line| line.strip_prefix(name))?;
            Some(line.split_whitespace().next()?.parse::<f64>().ok()? * 1024.0 / 1e6)
        };
        Some((field("VmRSS:")?, field("VmHWM:")?))
    }

    fn request(&mut self, method: &str, params: &Value) -> Result<Instant> {
        self.requests += 1;
        let id = Value::from(self.requests);
        self.send(&json!({ "jsonrpc": "2.0", "id": id, "method": method, "params": params }))?;
        self.wait_for(|content| content.method.is_none() && content.id.as_ref() == Some(&id))
    }

    fn notify(&mut self, method: &str, params: &Value) -> Result<()> {
        self.send(&json!({ "jsonrpc": "2.0", "method": method, "params": params }))
    }

    fn send(&mut self, message: &Value) -> Result<()> {
        let content = message.to_string();
        let frame = format!("Content-Length: {}\r\n\r\n{content}", content.len());
        self.stdin.write_all(frame.as_bytes())?;
        Ok(self.stdin.flush()?)
    }

    fn wait_for(&mut self, is_it: impl Fn(&Content) -> bool) -> Result<Instant> {
        loop {
            let message = self.receive()?;
            if is_it(&message.content) {
                return Ok(message.at);
            }
        }
    }

    fn receive(&mut self) -> Result<Message> {
        let message = self.messages.recv_timeout(PATIENCE).context("the server is silent")?;
        if message.content.says_indexed() {
            self.indexed = Some(message.at);
        }
        Ok(message)
    }
}

impl Drop for Client {
    fn drop(&mut self) {
        // It has been measured; how it ends is of no interest.
        let _ = self.server.kill();
        let _ = self.server.wait();
    }
}

impl Content {
    fn is_diagnosis(&self, version: i32) -> bool {
        self.method.as_deref() == Some("textDocument/publishDiagnostics")
            && self.params.as_ref().and_then(|params| params.version) == Some(version)
    }

    fn says_indexed(&self) -> bool {
        let message = self.params.as_ref().and_then(|params| params.message.as_ref()?.as_str());
        self.method.as_deref() == Some("window/logMessage") && message.is_some_and(|text| text.contains("indexed"))
    }
}

fn read_all(stdout: ChildStdout, sender: &Sender<Message>) {
    let mut reader = BufReader::with_capacity(1 << 16, stdout);
    while let Ok(message) = read_one(&mut reader) {
        if sender.send(message).is_err() {
            return;
        }
    }
}

fn read_one(reader: &mut BufReader<ChildStdout>) -> Result<Message> {
    let mut length = 0;
    loop {
        let mut line = String::new();
        if reader.read_line(&mut line)? == 0 {
            bail!("the server has ended");
        }
        let line = line.trim_end();
        if line.is_empty() {
            break;
        }
        if let Some(value) = line.strip_prefix("Content-Length: ") {
            length = value.parse()?;
        }
    }
    let mut content = vec![0; length];
    reader.read_exact(&mut content)?;
    let at = Instant::now();
    Ok(Message { at, content: serde_json::from_slice(&content)? })
}
