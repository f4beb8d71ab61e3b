//! The loop that reads what the client says and writes what it is told.
//!
//! The framework has one of its own. This one differs where a client does not behave: after something that is no
//! message it goes on, a panic of one request is answered and costs nothing else, and a client that does not read
//! what it asked for is not read from any further, instead of filling the memory.

use std::io;
use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::time::Duration;

use futures_util::{FutureExt as _, SinkExt as _, StreamExt as _};
use serde::Serialize;
use tokio::io::{AsyncRead, AsyncWrite, AsyncWriteExt as _};
use tokio::sync::{OwnedSemaphorePermit, Semaphore, mpsc};
use tower_lsp::jsonrpc::{Id, Response};
use tower_lsp::{ClientSocket, Loopback};
use tradeoff_workspace::panics;

use crate::frames::{Frames, Incoming};
use crate::transport::{Reply, Transport, failed};

/// How many requests may be in progress. With few, slow ones would hold up edits and cancellations.
const CONCURRENCY: usize = 256;

/// How many messages may wait for the client to read them.
const WAITING: usize = 64;

/// How long requests in progress may keep the server alive once the client is gone.
const GRACE: Duration = Duration::from_secs(1);

type Responses = <ClientSocket as Loopback>::ResponseSink;
type Requests = <ClientSocket as Loopback>::RequestStream;

/// Serves one client until it leaves, or does not listen any more.
pub(crate) async fn serve(
    input: impl AsyncRead + Unpin,
    output: impl AsyncWrite + Unpin + Send + 'static,
    socket: ClientSocket,
    transport: Transport,
) {
    let (requests, responses) = socket.split();
    let (sender, messages) = mpsc::channel(WAITING);
    let mut writing = tokio::spawn(write(messages, output));
    let asking = tokio::spawn(ask(requests, sender.clone()));
    tokio::select! {
        () = read(input, responses, transport, sender) => {}
        _ = &mut writing => return,
    }
    asking.abort();
    // What is still in progress may be answered; then nobody has anything to write any more.
    let _ = tokio::time::timeout(GRACE, writing).await;
}

/// Takes in one message after the other until the client says that it leaves, or its side ends.
async fn read(
    mut input: impl AsyncRead + Unpin,
    mut responses: Responses,
    mut transport: Transport,
    sender: mpsc::Sender<Vec<u8>>,
) {
    let free = Arc::new(Semaphore::new(CONCURRENCY));
    let mut frames = Frames::default();
    loop {
        match frames.next() {
            None => match frames.read_from(&mut input).await {
                Ok(1..) => {}
                end => {
                    if frames.is_amid_message() {
                        tracing::warn!("the client's side ended within a message");
                    }
                    if let Err(error) = end {
                        tracing::warn!("the client cannot be read from: {error}");
                    }
                    return;
                }
            },
            Some(Ok(Incoming::Request(request))) => {
                let is_exit = request.method() == "exit";
                let is_introduction = request.method() == "initialize";
                let id = request.id().cloned();
                let mut permit = None;
                if id.is_some() {
                    // Nobody closes the semaphore.
                    permit = Arc::clone(&free).acquire_owned().await.ok();
                }
                if let Some(reply) = transport.take(request).await {
                    let answering = answer(id, reply, sender.clone(), permit);
                    if is_introduction {
                        // Whatever comes next depends on it.
                        answering.await;
                    } else {
                        tokio::spawn(answering);
                    }
                }
                if is_exit {
                    return;
                }
            }
            Some(Ok(Incoming::Response(response))) => {
                // Refused only when the session is over.
                let _ = responses.send(response).await;
            }
            Some(Err(malformed)) => {
                tracing::error!("something that is no message was ignored: {}", malformed.error.message);
                let _ = sender.send(encoded(&malformed.into_response())).await;
            }
        }
    }
}

/// Waits for `reply` and sends it.
async fn answer(
    id: Option<Id>,
    reply: Reply,
    sender: mpsc::Sender<Vec<u8>>,
    _permit: Option<OwnedSemaphorePermit>,
) {
    let response = if let Ok(reply) = AssertUnwindSafe(reply).catch_unwind().await {
        // Refused only when the session is over.
        reply.unwrap_or_default()
    } else {
        let panicked = panics::last();
        tracing::error!("a message was not dealt with: {panicked}");
        id.map(|id| Response::from_error(id, failed(&panicked)))
    };
    if let Some(response) = response {
        // Nobody listens to what comes after the end.
        let _ = sender.send(encoded(&response)).await;
    }
}

/// Passes on what we ask the client for, and what we tell it.
async fn ask(mut requests: Requests, sender: mpsc::Sender<Vec<u8>>) {
    while let Some(request) = requests.next().await {
        if sender.send(encoded(&request)).await.is_err() {
            return;
        }
    }
}

/// Writes messages as long as there are any, and the client reads.
async fn write(mut messages: mpsc::Receiver<Vec<u8>>, mut output: impl AsyncWrite + Unpin) -> io::Result<()> {
    while let Some(message) = messages.recv().await {
        output.write_all(&message).await?;
        // What waits already goes along.
        if messages.is_empty() {
            output.flush().await?;
        }
    }
    output.flush().await
}

/// `message` as it goes over the wire.
fn encoded(message: &impl Serialize) -> Vec<u8> {
    // Serialising cannot fail: what is sent is JSON already, or has no maps with odd keys.
    let body = serde_json::to_vec(message).unwrap_or_default();
    let mut bytes = format!("Content-Length: {}\r\n\r\n", body.len()).into_bytes();
    bytes.extend(body);
    bytes
}
