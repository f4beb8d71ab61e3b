//! Between the wire and the handlers: puts events into effect in order of arrival.
//!
//! The framework starts handlers in order but lets several of them make progress at once, so a handler that
//! waits before it has stored an edit can be overtaken by the next one. Here `call` runs once per message, in
//! the order in which the client wrote them. It applies the message to the state and only then passes it on;
//! a request carries the snapshot of that moment with it, so a position is never read against a later text.

use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use serde::Deserialize as _;
use serde::de::DeserializeOwned;
use serde_json::Value;
use tokio::io::{AsyncRead, ReadBuf};
use tokio::sync::Notify;
use tower::Service;
use tower_lsp::jsonrpc::{Request, Response};
use tower_lsp::ls_types::InitializeParams;
use tower_lsp::{ExitedError, LspService};

use crate::handlers::{Backend, COMPLETION};
use crate::snippet_edit;
use crate::state::{Event, Owner, SNAPSHOT};
use crate::trace::Tracer;

type Reply = Pin<Box<dyn Future<Output = Result<Option<Response>, ExitedError>> + Send>>;

/// The service around the framework's.
pub(crate) struct Transport {
    inner: LspService<Backend>,
    owner: Owner,
    tracer: Tracer,
    /// Told when the client says that it leaves.
    gone: Arc<Notify>,
}

impl Transport {
    pub(crate) fn new(inner: LspService<Backend>, owner: Owner, tracer: Tracer, gone: Arc<Notify>) -> Self {
        Self { inner, owner, tracer, gone }
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
}

impl Service<Request> for Transport {
    type Response = Option<Response>;
    type Error = ExitedError;
    type Future = Reply;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), ExitedError>> {
        self.inner.poll_ready(context)
    }

    fn call(&mut self, request: Request) -> Reply {
        if request.method() == "exit" {
            self.gone.notify_one();
        }
        let traced = self.tracer.received(&request);
        if !self.apply(&request) {
            return Box::pin(std::future::ready(Ok(None)));
        }
        if request.id().is_none() {
            return self.inner.call(request);
        }
        let is_introduction = request.method() == "initialize";
        let is_about_actions = request.method() == "textDocument/codeAction";
        let request = redirected(request);
        let reply = SNAPSHOT.scope(self.owner.snapshot(), self.inner.call(request));
        if !is_introduction && !is_about_actions && traced.is_none() {
            return Box::pin(reply);
        }
        let owner = self.owner.clone();
        Box::pin(async move {
            let mut response = reply.await;
            if is_about_actions {
                response = response.map(|response| response.map(snippet_edit::finish));
            }
            if is_introduction {
                owner.apply(Event::Introduced);
            }
            if let (Some(traced), Ok(response)) = (traced, &response) {
                traced.answered(response.as_ref());
            }
            response
        })
    }
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

/// The client's input, which tells when it has ended.
pub(crate) struct Input<R> {
    stream: R,
    gone: Arc<Notify>,
}

impl<R> Input<R> {
    pub(crate) fn new(stream: R, gone: Arc<Notify>) -> Self {
        Self { stream, gone }
    }
}

impl<R: AsyncRead + Unpin> AsyncRead for Input<R> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<std::io::Result<()>> {
        let before = buffer.filled().len();
        let result = Pin::new(&mut self.stream).poll_read(context, buffer);
        let has_ended = match &result {
            Poll::Ready(Ok(())) => buffer.filled().len() == before && buffer.remaining() > 0,
            Poll::Ready(Err(_)) => true,
            Poll::Pending => false,
        };
        if has_ended {
            self.gone.notify_one();
        }
        result
    }
}
