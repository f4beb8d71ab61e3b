//! The language server: everything about the protocol, and nothing about answers.
//!
//! One message loop, one owner of the state, many readers:
//!
//! - `frames` makes messages of bytes, `wire` reads and writes them.
//! - `transport` sees every message in order of arrival. What changes the state takes effect there, before the
//!   message is passed on, so no edit can be overtaken.
//! - `state` owns the open documents. Readers get snapshots that never change.
//! - `handlers` answer requests from the snapshot of the moment they arrived, on threads of their own.
//! - `diagnostics` analyses changed documents on threads of its own and drops what is outdated.
//! - `pull` keeps what was found for clients that ask for it; others have it sent.
//! - `indexing` keeps what is known about all files of the workspace, on a thread of its own.
//! - `outbox` is the one place that sends what nobody asked for.
//! - `snippet_edit` is what the library's types do not know about edits yet.
//! - `convert` is the one place that knows the protocol's notation of positions and paths.
//!
//! **Invariant:** nothing here decides what is a finding; that is `tradeoff_analysis`. No file is opened here;
//! that is `tradeoff_workspace`.

mod answers;
mod configuration;
mod convert;
mod diagnostics;
mod document;
mod edits;
mod frames;
mod handlers;
mod indexing;
mod log;
mod outbox;
mod parent;
mod progress;
mod pull;
mod refresh;
mod session;
mod settings;
mod sheets;
mod snippet_edit;
mod state;
mod trace;
mod transport;
mod whereabouts;
mod wire;

use std::io;
use std::sync::Arc;

use tokio::io::{AsyncRead, AsyncWrite};
use tokio::sync::mpsc;
use tokio::task::JoinHandle;
use tradeoff_workspace::Configurations;

use crate::configuration::ConfigurationStore;
use crate::diagnostics::Queue;
use crate::handlers::Backend;
use crate::indexing::Indexer;
use crate::state::{Owner, State};
use crate::trace::Tracer;
use crate::transport::Transport;

/// How the session came to its end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ending {
    /// The client asked for the shutdown first, as the protocol wants it.
    Orderly,
    /// The client ended or vanished without asking.
    Abrupt,
}

/// Serves one client on standard input and output until it leaves.
///
/// Fails only where threads cannot be started.
pub fn run(configurations: Configurations) -> io::Result<Ending> {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_time().build()?;
    let ending = runtime.block_on(serve(configurations, tokio::io::stdin(), tokio::io::stdout()));
    // The thread that reads standard input may wait there for ever.
    runtime.shutdown_background();
    ending
}

/// The same on these streams, in a runtime that keeps time. No thread is left when the session has ended.
pub async fn serve(
    configurations: Configurations,
    input: impl AsyncRead + Unpin,
    output: impl AsyncWrite + Unpin + Send + 'static,
) -> io::Result<Ending> {
    let (outbox, letters) = mpsc::unbounded_channel();
    log::start(outbox.clone());
    let tracer = Tracer::new(outbox.clone());
    let queue = Queue::new();
    let indexer = Indexer::default();
    let owner = Owner::new(State::new(
        Arc::new(ConfigurationStore::new(configurations)),
        queue.clone(),
        indexer.clone(),
        outbox,
    ));
    diagnostics::start_workers(&queue, &owner)?;
    indexing::start(&indexer, &owner)?;
    let mut sending = None;
    let (service, socket) = handlers::service(|client| {
        sending = Some(tokio::spawn(outbox::send_all(client.clone(), owner.clone(), letters)));
        Backend::new(client, owner.clone())
    });
    let transport = Transport::new(service, owner.clone(), tracer);
    tokio::select! {
        () = wire::serve(input, output, socket, transport) => {}
        () = parent::gone(owner.parent()) => {}
        // Without it nobody would hear of anything any more: the client starts a new server.
        () = ended(sending) => {}
    }
    queue.end();
    indexer.end();
    Ok(owner.ending())
}

/// Waits for the end of a task that has none.
async fn ended(task: Option<JoinHandle<()>>) {
    if let Some(task) = task {
        let _ = task.await;
    }
}
