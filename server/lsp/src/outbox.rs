//! What the server sends without being asked, in the order in which it was decided.
//!
//! One task sends everything, so a later publication cannot overtake an earlier one. Nothing is sent before the
//! client has said that it is ready.

use tokio::sync::mpsc::UnboundedReceiver;
use tower_lsp::Client;
use tower_lsp::ls_types::{
    Diagnostic, DidChangeWatchedFilesRegistrationOptions, FileSystemWatcher, GlobPattern, MessageType,
    Registration, Uri,
};
use tradeoff_analysis::answer::EXTENSIONS;
use tradeoff_workspace::CONFIGURATION_FILE;

use crate::progress::{self, Step};

/// How many letters are looked at together, at most.
const BATCH: usize = 256;

/// Something to send.
pub(crate) enum Letter {
    /// The client is ready; with `watch_files` it can be asked to watch files.
    Ready {
        watch_files: bool,
    },
    Diagnostics {
        uri: Uri,
        version: Option<i32>,
        diagnostics: Vec<Diagnostic>,
    },
    /// A scan of the workspace begins, and these are its steps.
    Progress {
        token: String,
        steps: UnboundedReceiver<Step>,
    },
    Log {
        kind: MessageType,
        message: String,
    },
}

/// Sends every letter to `client` until the program ends.
pub(crate) async fn send_all(client: Client, mut letters: UnboundedReceiver<Letter>) {
    let mut batch = Vec::new();
    let mut is_ready = false;
    loop {
        if letters.recv_many(&mut batch, BATCH).await == 0 {
            return;
        }
        let ready = batch.iter().find_map(|letter| match letter {
            Letter::Ready { watch_files } => Some(*watch_files),
            _ => None,
        });
        if let Some(watch_files) = ready {
            is_ready = true;
            if watch_files {
                // The client answers when it likes; nobody waits for it.
                tokio::spawn(watch(client.clone()));
            }
        }
        if is_ready {
            drop_outdated(&mut batch);
            for letter in batch.drain(..) {
                send(&client, letter).await;
            }
        }
    }
}

/// Of several publications about one document only the last is of use.
fn drop_outdated(batch: &mut Vec<Letter>) {
    let mut seen: Vec<Uri> = Vec::new();
    batch.reverse();
    batch.retain(|letter| match letter {
        Letter::Diagnostics { uri, .. } => {
            let is_last = !seen.contains(uri);
            if is_last {
                seen.push(uri.clone());
            }
            is_last
        }
        _ => true,
    });
    batch.reverse();
}

async fn send(client: &Client, letter: Letter) {
    match letter {
        Letter::Ready { .. } => {}
        Letter::Diagnostics { uri, version, diagnostics } => {
            client.publish_diagnostics(uri, diagnostics, version).await;
        }
        // The client answers when it likes; nobody waits for it.
        Letter::Progress { token, steps } => drop(tokio::spawn(progress::show(client.clone(), token, steps))),
        Letter::Log { kind, message } => client.log_message(kind, message).await,
    }
}

async fn watch(client: Client) {
    let patterns = [
        format!("**/{CONFIGURATION_FILE}"),
        format!("**/*.{{{}}}", EXTENSIONS.join(",")),
        "**/.gitignore".to_owned(),
    ];
    let watchers =
        patterns.map(|pattern| FileSystemWatcher { glob_pattern: GlobPattern::String(pattern), kind: None });
    let options = DidChangeWatchedFilesRegistrationOptions { watchers: watchers.into() };
    let registration = Registration {
        id: "files".to_owned(),
        method: "workspace/didChangeWatchedFiles".to_owned(),
        register_options: serde_json::to_value(options).ok(),
    };
    if let Err(error) = client.register_capability(vec![registration]).await {
        tracing::warn!("the client does not watch files: {error}");
    }
}
