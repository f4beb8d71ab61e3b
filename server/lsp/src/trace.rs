//! A record of the session for the client (`$/logTrace`), when it wants one.
//!
//! With `messages`, every message that comes in and how long its answer took; with `verbose`, also what they say.
//! Such a record of one session is what a bug report needs.

use std::sync::atomic::{AtomicU8, Ordering};
use std::time::Instant;

use tokio::sync::mpsc::UnboundedSender;
use tower_lsp::jsonrpc::{Request, Response};
use tower_lsp::ls_types::TraceValue;

use crate::outbox::Letter;

/// How much is told: nothing, messages, what they say. One for the program, as its log is.
static WANTED: AtomicU8 = AtomicU8::new(0);

/// Tells as much as `value` says from now on.
pub(crate) fn set(value: TraceValue) {
    let wanted = match value {
        TraceValue::Off => 0,
        TraceValue::Messages => 1,
        TraceValue::Verbose => 2,
    };
    WANTED.store(wanted, Ordering::Relaxed);
}

fn is_wanted() -> bool {
    WANTED.load(Ordering::Relaxed) > 0
}

fn is_verbose() -> bool {
    WANTED.load(Ordering::Relaxed) > 1
}

/// Tells about messages.
#[derive(Clone)]
pub(crate) struct Tracer(UnboundedSender<Letter>);

/// A request whose answer is going to be told about.
pub(crate) struct Pending {
    tracer: Tracer,
    name: String,
    since: Instant,
}

impl Tracer {
    pub(crate) fn new(outbox: UnboundedSender<Letter>) -> Self {
        Self(outbox)
    }

    /// Tells that `request` has come in. For one that is answered, what is needed to tell of the answer.
    pub(crate) fn received(&self, request: &Request) -> Option<Pending> {
        if !is_wanted() {
            return None;
        }
        let id = request.id().map(|id| format!(" ({id})")).unwrap_or_default();
        let name = format!("`{}`{id}", request.method());
        self.tell(format!("received {name}"), || request.params().map(ToString::to_string).unwrap_or_default());
        request.id().map(|_| Pending { tracer: self.clone(), name, since: Instant::now() })
    }

    fn tell(&self, message: String, more: impl FnOnce() -> String) {
        let verbose = is_verbose().then(more);
        // The receiver is gone only while the program ends.
        let _ = self.0.send(Letter::Trace { message, verbose });
    }
}

impl Pending {
    /// Tells that the answer is `response`.
    pub(crate) fn answered(self, response: Option<&Response>) {
        let Self { tracer, name, since } = self;
        let error = response.and_then(Response::error);
        let outcome = error.map(|error| format!(" with error {}", error.code)).unwrap_or_default();
        let milliseconds = since.elapsed().as_secs_f64() * 1000.0;
        tracer.tell(format!("answered {name} in {milliseconds:.1} ms{outcome}"), || match error {
            Some(error) => error.message.to_string(),
            None => response.and_then(Response::result).map(ToString::to_string).unwrap_or_default(),
        });
    }
}
