//! A small language client.

#![expect(clippy::needless_pass_by_value, reason = "a test hands over what it has just written down")]

use std::collections::VecDeque;
use std::fmt::Write as _;
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Command, ExitStatus, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::Duration;

use serde_json::{Value, json};

/// When a message that must come has not come by then, the test has failed.
const PATIENCE: Duration = Duration::from_secs(60);

/// A server with its client.
pub(crate) struct Client {
    child: Child,
    /// `None` once it is closed.
    input: Option<ChildStdin>,
    messages: Receiver<Value>,
    /// What came while something else was waited for.
    unread: VecDeque<Value>,
    requests: i64,
    /// Every version published so far, with its document, in order.
    pub(crate) published: Vec<(String, Option<i64>)>,
}

impl Client {
    /// Starts the server and says nothing yet.
    pub(crate) fn start() -> Self {
        Self::start_with(&[])
    }

    /// The same with these environment variables.
    pub(crate) fn start_with(variables: &[(&str, &str)]) -> Self {
        let mut child = server(variables);
        let output = child.stdout.take().expect("its output is a pipe");
        let (sender, messages) = channel();
        thread::spawn(move || {
            let mut output = BufReader::new(output);
            while let Some(message) = read_message(&mut output) {
                if sender.send(message).is_err() {
                    return;
                }
            }
        });
        Self::of(child, messages)
    }

    fn of(mut child: Child, messages: Receiver<Value>) -> Self {
        Self {
            input: child.stdin.take(),
            child,
            messages,
            unread: VecDeque::new(),
            requests: 0,
            published: Vec::new(),
        }
    }

    /// A server whose output nobody reads, and that output.
    pub(crate) fn deaf() -> (Self, ChildStdout) {
        let mut child = server(&[]);
        let output = child.stdout.take().expect("its output is a pipe");
        let (_, messages) = channel();
        (Self::of(child, messages), output)
    }

    /// A server that has been introduced to a client with `capabilities` and no folder.
    pub(crate) fn ready(capabilities: &Value) -> Self {
        let mut client = Self::start();
        client.introduce(json!({ "processId": null, "rootUri": null, "capabilities": capabilities }));
        client
    }

    /// Sends `initialize` with `params`, then `initialized`; the server's capabilities.
    pub(crate) fn introduce(&mut self, params: Value) -> Value {
        let result = self.request("initialize", params);
        self.notify("initialized", json!({}));
        result["capabilities"].clone()
    }

    pub(crate) fn process(&self) -> u32 {
        self.child.id()
    }

    pub(crate) fn notify(&mut self, method: &str, params: Value) {
        self.write(&frame(&json!({ "jsonrpc": "2.0", "method": method, "params": params })));
    }

    /// Sends a request; its identifier.
    pub(crate) fn ask(&mut self, method: &str, params: Value) -> i64 {
        self.requests += 1;
        self.write(&frame(&json!({ "jsonrpc": "2.0", "id": self.requests, "method": method, "params": params })));
        self.requests
    }

    /// Sends a request and waits for its result.
    pub(crate) fn request(&mut self, method: &str, params: Value) -> Value {
        let id = self.ask(method, params);
        let response = self.wait(&format!("the response to {method}"), |message| is_response(message, id));
        assert_eq!(response.get("error"), None, "{method} failed");
        response["result"].clone()
    }

    /// Writes bytes in one go.
    pub(crate) fn write(&mut self, bytes: &[u8]) {
        let input = self.input.as_mut().expect("the input is still open");
        input.write_all(bytes).and_then(|()| input.flush()).expect("the server reads");
    }

    /// Waits for a message that fits and keeps the others for later.
    pub(crate) fn wait(&mut self, what: &str, fits: impl Fn(&Value) -> bool) -> Value {
        if let Some(index) = self.unread.iter().position(&fits) {
            return self.unread.remove(index).expect("it was just found");
        }
        loop {
            let message = match self.messages.recv_timeout(PATIENCE) {
                Ok(message) => message,
                Err(error) => panic!("{what} did not come ({error}); unread: {:#?}", self.unread),
            };
            if message["method"] == "textDocument/publishDiagnostics" {
                let uri = message["params"]["uri"].as_str().unwrap_or_default().to_owned();
                self.published.push((uri, message["params"]["version"].as_i64()));
            }
            if fits(&message) {
                return message;
            }
            self.unread.push_back(message);
        }
    }

    /// What has come and was not waited for.
    pub(crate) fn unread(&self) -> impl Iterator<Item = &Value> {
        self.unread.iter()
    }

    /// Waits for the response to request `id`, an error included.
    pub(crate) fn response(&mut self, id: i64) -> Value {
        self.wait("a response", |message| is_response(message, id))
    }

    /// Waits for a request of the server's.
    pub(crate) fn asked(&mut self, method: &str) -> Value {
        self.wait(&format!("the request {method}"), |message| {
            message["method"] == method && message["id"] != json!(null)
        })
    }

    /// Answers a request of the server's.
    pub(crate) fn answer(&mut self, request: &Value, result: Value) {
        self.write(&frame(&json!({ "jsonrpc": "2.0", "id": request["id"], "result": result })));
    }

    /// Waits for a log message that contains `text`.
    pub(crate) fn logged(&mut self, text: &str) -> Value {
        self.wait(&format!("the log message {text:?}"), |message| {
            message["method"] == "window/logMessage"
                && message["params"]["message"].as_str().is_some_and(|logged| logged.contains(text))
        })
    }

    /// Waits for the findings about version `version` of `uri`.
    pub(crate) fn findings(&mut self, uri: &str, version: i64) -> Value {
        self.publication(uri, Some(version))
    }

    /// Waits for the findings about `uri` that belong to no version.
    pub(crate) fn findings_without_version(&mut self, uri: &str) -> Value {
        self.publication(uri, None)
    }

    fn publication(&mut self, uri: &str, version: Option<i64>) -> Value {
        let message = self.wait(&format!("findings about version {version:?} of {uri}"), |message| {
            message["method"] == "textDocument/publishDiagnostics"
                && message["params"]["uri"] == uri
                && message["params"]["version"].as_i64() == version
        });
        message["params"]["diagnostics"].clone()
    }

    /// Asks for the findings about `uri`, of which the client knows the result `previous`.
    pub(crate) fn pull(&mut self, uri: &str, previous: Option<&str>) -> Value {
        self.request("textDocument/diagnostic", pull(uri, previous))
    }

    pub(crate) fn open(&mut self, uri: &str, text: &str) {
        let document = json!({ "uri": uri, "languageId": "markdown", "version": 1, "text": text });
        self.notify("textDocument/didOpen", json!({ "textDocument": document }));
    }

    /// Replaces `range`, given as start line, start column, end line, end column.
    pub(crate) fn change(&mut self, uri: &str, version: i64, range: [u32; 4], text: &str) {
        self.notify("textDocument/didChange", change(uri, version, Some(range), text));
    }

    /// Replaces the whole text.
    pub(crate) fn replace(&mut self, uri: &str, version: i64, text: &str) {
        self.notify("textDocument/didChange", change(uri, version, None, text));
    }

    pub(crate) fn close(&mut self, uri: &str) {
        self.notify("textDocument/didClose", json!({ "textDocument": { "uri": uri } }));
    }

    /// The result of a request about a place.
    pub(crate) fn at(&mut self, method: &str, uri: &str, line: u32, column: u32) -> Value {
        self.request(method, place(uri, line, column))
    }

    /// The code actions for an empty selection.
    pub(crate) fn actions(&mut self, uri: &str, line: u32, column: u32, diagnostics: Value) -> Value {
        let position = json!({ "line": line, "character": column });
        let range = json!({ "start": position, "end": position });
        let context = json!({ "diagnostics": diagnostics });
        let params = json!({ "textDocument": { "uri": uri }, "range": range, "context": context });
        self.request("textDocument/codeAction", params)
    }

    /// Closes the server's input.
    pub(crate) fn hang_up(&mut self) {
        self.input = None;
    }

    /// Ends the process by force and cleans up after it.
    pub(crate) fn kill(&mut self) {
        self.child.kill().expect("it can be killed");
        self.child.wait().expect("it can be waited for");
    }

    /// Waits for the process's end.
    pub(crate) fn ended(&mut self) -> ExitStatus {
        self.child.wait().expect("it can be waited for")
    }

    /// How many bytes of memory the process holds; 0 where nobody can tell.
    pub(crate) fn memory(&self) -> u64 {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id())).unwrap_or_default();
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
        let kilobytes = line.and_then(|line| line.split_whitespace().next()?.parse::<u64>().ok());
        kilobytes.unwrap_or_default() * 1024
    }

    /// Says goodbye as the protocol wants it.
    pub(crate) fn leave(mut self) -> ExitStatus {
        self.request("shutdown", Value::Null);
        self.notify("exit", Value::Null);
        self.ended()
    }
}

impl Drop for Client {
    fn drop(&mut self) {
        // After a failed test nothing stays behind; after a good one it has ended already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The program as a server with these environment variables.
fn server(variables: &[(&str, &str)]) -> Child {
    let mut command = Command::new(env!("CARGO_BIN_EXE_tradeoff"));
    command.arg("lsp").envs(variables.iter().copied());
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
    command.spawn().expect("the program starts")
}

/// The parameters of a change.
pub(crate) fn change(uri: &str, version: i64, range: Option<[u32; 4]>, text: &str) -> Value {
    let mut change = json!({ "text": text });
    if let Some([line, column, end_line, end_column]) = range {
        change["range"] = json!({
            "start": { "line": line, "character": column },
            "end": { "line": end_line, "character": end_column },
        });
    }
    json!({ "textDocument": { "uri": uri, "version": version }, "contentChanges": [change] })
}

/// The parameters of a request about a place.
pub(crate) fn place(uri: &str, line: u32, column: u32) -> Value {
    json!({ "textDocument": { "uri": uri }, "position": { "line": line, "character": column } })
}

/// The parameters of a request for findings.
pub(crate) fn pull(uri: &str, previous: Option<&str>) -> Value {
    json!({ "textDocument": { "uri": uri }, "identifier": "tradeoff", "previousResultId": previous })
}

/// A message as it goes over the wire.
pub(crate) fn frame(message: &Value) -> Vec<u8> {
    let body = message.to_string();
    format!("Content-Length: {}\r\n\r\n{body}", body.len()).into_bytes()
}

/// The URI of a file.
pub(crate) fn uri(path: &Path) -> String {
    let path = path.to_str().expect("the tests' paths are readable").replace('\\', "/");
    let mut uri = String::from(if path.starts_with('/') { "file://" } else { "file:///" });
    for byte in path.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte) {
            uri.push(char::from(byte));
        } else {
            write!(uri, "%{byte:02X}").expect("strings grow");
        }
    }
    uri
}

/// The names of the rules in `diagnostics`, in order.
pub(crate) fn rules(diagnostics: &Value) -> Vec<&str> {
    let list = diagnostics.as_array().expect("diagnostics are a list");
    list.iter().map(|one| one["code"].as_str().unwrap_or("-")).collect()
}

/// The capabilities of an editor that can do everything we make use of.
pub(crate) fn capable() -> Value {
    json!({
        "general": { "positionEncodings": ["utf-16"] },
        "workspace": {
            "workspaceEdit": { "documentChanges": true },
            "symbol": { "resolveSupport": { "properties": ["location.range"] } },
            "didChangeWatchedFiles": { "dynamicRegistration": true },
        },
        "textDocument": {
            "hover": { "contentFormat": ["markdown", "plaintext"] },
            "definition": { "linkSupport": true },
            "documentLink": { "tooltipSupport": true },
            "documentSymbol": { "hierarchicalDocumentSymbolSupport": true },
            "foldingRange": { "lineFoldingOnly": true },
            "completion": {
                "completionItem": { "snippetSupport": true, "documentationFormat": ["markdown"] },
            },
            "codeAction": {
                "codeActionLiteralSupport": { "codeActionKind": { "valueSet": ["quickfix"] } },
                "dataSupport": true,
            },
            "publishDiagnostics": {
                "relatedInformation": true, "dataSupport": true, "versionSupport": true,
                "codeDescriptionSupport": true, "tagSupport": { "valueSet": [1, 2] },
            },
        },
    })
}

/// The same for an editor that asks for diagnostics.
pub(crate) fn pulling() -> Value {
    let mut capabilities = capable();
    capabilities["workspace"]["diagnostics"] = json!({ "refreshSupport": true });
    capabilities["textDocument"]["diagnostic"] = json!({ "relatedDocumentSupport": true });
    capabilities
}

fn is_response(message: &Value, id: i64) -> bool {
    message["id"] == id && message.get("method").is_none()
}

/// The next message, or nothing at the end of the output.
fn read_message(output: &mut impl BufRead) -> Option<Value> {
    let mut length = 0;
    loop {
        let mut line = String::new();
        if output.read_line(&mut line).ok()? == 0 {
            return None;
        }
        let line = line.trim();
        if line.is_empty() {
            break;
        }
        if let Some(value) = line.strip_prefix("Content-Length: ") {
            length = value.parse().ok()?;
        }
    }
    let mut body = vec![0; length];
    output.read_exact(&mut body).ok()?;
    serde_json::from_slice(&body).ok()
}
