//! What the server sends without being asked, in the order in which it was decided.
//!
//! One task sends everything, so a later publication cannot overtake an earlier one. Nothing is sent before the
//! client has said that it is ready.

use tokio::sync::mpsc::UnboundedReceiver;
use tower_lsp::Client;
use tower_lsp::ls_types::notification::LogTrace;
use tower_lsp::ls_types::{
    ConfigurationItem, Diagnostic, DidChangeWatchedFilesRegistrationOptions, FileSystemWatcher, GlobPattern,
    LogTraceParams, MessageType, Registration, Uri,
};
use tradeoff_analysis::answer::EXTENSIONS;
use tradeoff_workspace::CONFIGURATION_FILE;

use crate::progress::{self, Step};
use crate::refresh::{Glances, Refresher};
use crate::settings::SECTION;
use crate::state::{Event, Owner};

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
    /// A client that asks for diagnostics should ask again.
    RefreshDiagnostics,
    /// A scan of the workspace begins, and these are its steps.
    Progress {
        token: String,
        steps: UnboundedReceiver<Step>,
    },
    Log {
        kind: MessageType,
        message: String,
    },
    /// A line of the record that the client wants of the session.
    Trace {
        message: String,
        verbose: Option<String>,
    },
    /// Something that the user should see, not only who looks into the log.
    Show {
        kind: MessageType,
        message: String,
    },
    /// What the client shows between the lines is no longer what it should show.
    Refresh(Glances),
    /// The client should tell when settings change.
    WatchSettings,
    /// The client is asked for the settings: for the session, and for each of these folders.
    AskForSettings {
        /// The number of the question, so that an old answer cannot undo a new one.
        number: u64,
        folders: Vec<Uri>,
    },
}

/// Sends every letter to `client` until the program ends. What the client answers goes to `owner`.
pub(crate) async fn send_all(client: Client, owner: Owner, mut letters: UnboundedReceiver<Letter>) {
    let mut batch = Vec::new();
    let mut is_ready = false;
    let refresher = Refresher::start(client.clone());
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
                match letter {
                    Letter::Refresh(glances) => refresher.ask(glances),
                    letter => send(&client, &owner, letter).await,
                }
            }
        }
    }
}

/// Of several publications about one document only the last is of use, and so it is with requests to ask again.
fn drop_outdated(batch: &mut Vec<Letter>) {
    let mut seen: Vec<Uri> = Vec::new();
    let mut refreshes = false;
    batch.reverse();
    batch.retain(|letter| match letter {
        Letter::Diagnostics { uri, .. } => {
            let is_last = !seen.contains(uri);
            if is_last {
                seen.push(uri.clone());
            }
            is_last
        }
        Letter::RefreshDiagnostics => !std::mem::replace(&mut refreshes, true),
        _ => true,
    });
    batch.reverse();
}

async fn send(client: &Client, owner: &Owner, letter: Letter) {
    match letter {
        Letter::Ready { .. } | Letter::Refresh(_) => {}
        Letter::Diagnostics { uri, version, diagnostics } => {
            client.publish_diagnostics(uri, diagnostics, version).await;
        }
        Letter::RefreshDiagnostics => drop(tokio::spawn(refresh_diagnostics(client.clone()))),
        // The client answers when it likes; nobody waits for it.
        Letter::Progress { token, steps } => drop(tokio::spawn(progress::show(client.clone(), token, steps))),
        Letter::Log { kind, message } => client.log_message(kind, message).await,
        Letter::Trace { message, verbose } => {
            client.send_notification::<LogTrace>(LogTraceParams { message, verbose }).await;
        }
        Letter::Show { kind, message } => client.show_message(kind, message).await,
        // The client answers when it likes; nobody waits for it.
        Letter::WatchSettings => drop(tokio::spawn(watch_settings(client.clone()))),
        Letter::AskForSettings { number, folders } => {
            tokio::spawn(ask_for_settings(client.clone(), owner.clone(), number, folders));
        }
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

async fn refresh_diagnostics(client: Client) {
    if let Err(error) = client.workspace_diagnostic_refresh().await {
        tracing::warn!("the client does not ask for diagnostics again: {error}");
    }
}

async fn watch_settings(client: Client) {
    let registration = Registration {
        id: "settings".to_owned(),
        method: "workspace/didChangeConfiguration".to_owned(),
        register_options: Some(serde_json::json!({ "section": SECTION })),
    };
    if let Err(error) = client.register_capability(vec![registration]).await {
        tracing::warn!("the client does not tell when settings change: {error}");
    }
}

async fn ask_for_settings(client: Client, owner: Owner, number: u64, folders: Vec<Uri>) {
    let scopes = std::iter::once(None).chain(folders.iter().cloned().map(Some));
    let items = scopes.map(|scope_uri| ConfigurationItem { scope_uri, section: Some(SECTION.to_owned()) });
    match client.configuration(items.collect()).await {
        Ok(sections) => owner.apply(Event::SettingsTold { number, folders, sections }),
        Err(error) => tracing::warn!("the client does not tell its settings: {error}"),
    }
}
