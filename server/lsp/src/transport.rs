//! Between the wire and the handlers: puts events into effect in order of arrival.
//!
//! The framework starts handlers in order but lets several of them make progress at once, so a handler that
//! waits before it has stored an edit can be overtaken by the next one. Here `call` runs once per message, in
//! the order in which the client wrote them. It applies the message to the state and only then passes it on;
//! a request carries the snapshot of that moment with it, so a position is never read against a later text.

use std::pin::Pin;
use std::str::FromStr as _;
use std::sync::Arc;

use serde::Deserialize as _;
use serde::de::DeserializeOwned;
use serde_json::Value;
use tower::Service as _;
use tower_lsp::jsonrpc::{Error, ErrorCode, Request, Response};
use tower_lsp::ls_types::{InitializeParams, Uri};
use tower_lsp::{ExitedError, LspService};
use tradeoff_workspace::panics::{Panicked, contain, hash_of_text};

use crate::document::OpenDocument;
use crate::handlers::{Backend, COMPLETION};
use crate::snippet_edit;
use crate::state::{Event, Owner, SNAPSHOT, Snapshot};
use crate::trace::Tracer;

/// What is going to be the answer to a message, if it is one that is answered.
pub(crate) type Reply = Pin<Box<dyn Future<Output = Result<Option<Response>, ExitedError>> + Send>>;

/// What stands before the framework's service.
pub(crate) struct Transport {
    inner: LspService<Backend>,
    owner: Owner,
    tracer: Tracer,
}

impl Transport {
    pub(crate) fn new(inner: LspService<Backend>, owner: Owner, tracer: Tracer) -> Self {
        Self { inner, owner, tracer }
    }

    /// Puts a message into effect; what is left to do about it, if anything is.
    pub(crate) async fn take(&mut self, request: Request) -> Option<Reply> {
        let traced = self.tracer.received(&request);
        match contain(|| self.apply(&request)) {
            Ok(true) => {}
            Ok(false) => return None,
            Err(panicked) => {
                self.lose(&request, &panicked);
                let id = request.id().cloned()?;
                let response = Response::from_error(id, failed(&panicked));
                return Some(Box::pin(std::future::ready(Ok(Some(response)))));
            }
        }
        std::future::poll_fn(|context| self.inner.poll_ready(context)).await.ok()?;
        if request.id().is_none() {
            return Some(self.inner.call(request));
        }
        let is_introduction = request.method() == "initialize";
        let is_about_actions = request.method() == "textDocument/codeAction";
        let owner = self.owner.clone();
        let snapshot = owner.snapshot();
        let subject = Subject::of(&request, &snapshot);
        let reply = SNAPSHOT.scope(snapshot, self.inner.call(redirected(request)));
        Some(Box::pin(async move {
            let mut response = reply.await;
            if is_about_actions {
                response = response.map(|response| response.map(snippet_edit::finish));
            }
            if is_introduction {
                owner.apply(Event::Introduced);
            }
            if let Ok(Some(response)) = &response {
                subject.answered(response);
            }
            if let (Some(traced), Ok(response)) = (traced, &response) {
                traced.answered(response.as_ref());
            }
            response
        }))
    }

    /// Applies what the message changes. Says whether somebody else must see it, too.
    fn apply(&self, request: &Request) -> bool {
        match event(request) {
            Ok(Some((event, passes_on))) => {
                self.owner.apply(event);
                passes_on
            }
            Ok(None) => true,
            Err(error) => {
                tracing::error!("`{}` was ignored: {error}", request.method());
                // The framework answers a request that it cannot read, and drops a notification.
                true
            }
        }
    }

    /// Gives up the document that a message was about when nobody knows any more what its text is: no findings are
    /// better than wrong ones.
    fn lose(&self, request: &Request, panicked: &Panicked) {
        let snapshot = self.owner.snapshot();
        let subject = Subject::of(request, &snapshot);
        subject.failed(&panicked.to_string());
        if let Some(document) = subject.document.filter(|_| request.method().starts_with("textDocument/did")) {
            self.owner.apply(Event::Lost(document.uri.clone()));
        }
    }
}

/// What a message is about, for the log of what failed.
struct Subject {
    method: String,
    document: Option<Arc<OpenDocument>>,
}

impl Subject {
    fn of(request: &Request, snapshot: &Snapshot) -> Self {
        let uri = request.params().and_then(|params| params.pointer("/textDocument/uri")?.as_str());
        let document = uri.and_then(|uri| snapshot.document(&Uri::from_str(uri).ok()?)).cloned();
        Self { method: request.method().to_owned(), document }
    }

    fn answered(&self, response: &Response) {
        let error = response.error().filter(|error| error.code == ErrorCode::InternalError);
        if let Some(error) = error {
            self.failed(&error.message);
        }
    }

    fn failed(&self, why: &str) {
        let method = &self.method;
        if let Some(document) = &self.document {
            let (uri, hash) = (document.uri.as_str(), hash_of_text(&document.text()));
            tracing::error!("`{method}` about {uri}, text {hash}, failed: {why}");
        } else {
            tracing::error!("`{method}` failed: {why}");
        }
    }
}

/// The answer to a request in which the program panicked.
pub(crate) fn failed(panicked: &Panicked) -> Error {
    Error { message: panicked.to_string().into(), ..Error::internal_error() }
}

/// The request under the name that the framework knows its handler by: some of our answers have fields that its
/// own types lack.
fn redirected(request: Request) -> Request {
    if request.method() != "textDocument/completion" {
        return request;
    }
    let (_, id, params) = request.into_parts();
    Request::build(COMPLETION).id(id.unwrap_or_default()).params(params.unwrap_or_default()).finish()
}

/// What a message changes, and whether the handlers see it afterwards; nothing for a message that changes
/// nothing.
fn event(request: &Request) -> Result<Option<(Event, bool)>, serde_json::Error> {
    Ok(Some(match request.method() {
        "initialize" => (Event::Initialize(Box::new(introduction(request)?)), true),
        "initialized" => (Event::Initialized, true),
        "shutdown" => (Event::ShutDown, true),
        "$/setTrace" => (Event::TraceChanged(params(request)?), false),
        "textDocument/didOpen" => (Event::Opened(params(request)?), false),
        "textDocument/didChange" => (Event::Changed(params(request)?), false),
        "textDocument/didSave" => (Event::Saved(params(request)?), false),
        "textDocument/didClose" => (Event::Closed(params(request)?), false),
        "workspace/didChangeWatchedFiles" => (Event::FilesChanged(params(request)?), false),
        "window/workDoneProgress/cancel" => (Event::ProgressCancelled(params(request)?), false),
        "workspace/didChangeWorkspaceFolders" => (Event::FoldersChanged(params(request)?), false),
        "workspace/didChangeConfiguration" => (Event::SettingsChanged(params(request)?), false),
        _ => return Ok(None),
    }))
}

/// What the client says about itself, with what the library's types would lose.
fn introduction(request: &Request) -> Result<InitializeParams, serde_json::Error> {
    let mut params = request.params().cloned().unwrap_or_default();
    let workspace = params.pointer_mut("/capabilities/workspace").and_then(Value::as_object_mut);
    // Helix, and whoever else has the types of `lsp-types`, leaves out the last letter.
    if let Some(workspace) = workspace
        && let Some(misspelt) = workspace.remove("diagnostic")
    {
        workspace.entry("diagnostics").or_insert(misspelt);
    }
    if let Some(capabilities) = params.get_mut("capabilities") {
        snippet_edit::keep_declaration(capabilities);
    }
    InitializeParams::deserialize(params)
}

fn params<T: DeserializeOwned>(request: &Request) -> Result<T, serde_json::Error> {
    // Deserialising from a reference copies strings once, as cloning the value first would do as well.
    T::deserialize(request.params().unwrap_or(&Value::Null))
}
