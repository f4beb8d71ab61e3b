//! What the server sends without being asked, in the order in which it was decided.
//!
//! One task sends everything, so a later publication cannot overtake an earlier one. Nothing is sent before the
//! client has said that it is ready.

use std::collections::{HashMap, VecDeque};

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

/// How many lines for the client's log wait to be sent, at most.
const MOST_LINES: usize = 1_000;

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
///
/// A client that reads slowly, or not at all, holds up this task and nothing else: meanwhile what comes is sorted.
pub(crate) async fn send_all(client: Client, owner: Owner, mut letters: UnboundedReceiver<Letter>) {
    let mut waiting = Waiting::default();
    let mut is_ready = false;
    let refresher = Refresher::start(&client);
    loop {
        let letter = if is_ready { waiting.pop() } else { None };
        let Some(letter) = letter else {
            match letters.recv().await {
                Some(letter) => is_ready |= waiting.push(letter),
                None => return,
            }
            continue;
        };
        let sending = send(&client, &owner, &refresher, letter);
        tokio::pin!(sending);
        loop {
            tokio::select! {
                biased;
                letter = letters.recv() => match letter {
                    Some(letter) => drop(waiting.push(letter)),
                    None => return,
                },
                () = &mut sending => break,
            }
        }
    }
}

/// Letters that are not sent yet, without those that would tell nothing new.
#[derive(Default)]
struct Waiting {
    order: VecDeque<Slot>,
    /// What is to be sent about each document: only the last publication is of use.
    diagnostics: HashMap<Uri, (Option<i32>, Vec<Diagnostic>)>,
    refreshes_diagnostics: bool,
    /// How many lines for the log are among them.
    lines: usize,
    /// How many lines there was no room for.
    lost: usize,
}

/// The place of a letter among the others.
enum Slot {
    Diagnostics(Uri),
    RefreshDiagnostics,
    Line(Letter),
    Other(Letter),
}

impl Waiting {
    /// Takes in `letter`; whether it says that the client is ready.
    fn push(&mut self, letter: Letter) -> bool {
        let slot = match letter {
            Letter::Ready { .. } => {
                self.order.push_back(Slot::Other(letter));
                return true;
            }
            Letter::Diagnostics { uri, version, diagnostics } => {
                let is_known = self.diagnostics.insert(uri.clone(), (version, diagnostics)).is_some();
                (!is_known).then_some(Slot::Diagnostics(uri))
            }
            Letter::RefreshDiagnostics => {
                let is_known = std::mem::replace(&mut self.refreshes_diagnostics, true);
                (!is_known).then_some(Slot::RefreshDiagnostics)
            }
            Letter::Log { .. } | Letter::Trace { .. } if self.lines >= MOST_LINES => {
                self.lost += 1;
                None
            }
            Letter::Log { .. } | Letter::Trace { .. } => {
                self.lines += 1;
                Some(Slot::Line(letter))
            }
            other => Some(Slot::Other(other)),
        };
        self.order.extend(slot);
        false
    }

    fn pop(&mut self) -> Option<Letter> {
        match self.order.pop_front() {
            Some(Slot::Diagnostics(uri)) => {
                let (version, diagnostics) = self.diagnostics.remove(&uri)?;
                Some(Letter::Diagnostics { uri, version, diagnostics })
            }
            Some(Slot::RefreshDiagnostics) => {
                self.refreshes_diagnostics = false;
                Some(Letter::RefreshDiagnostics)
            }
            Some(Slot::Line(letter)) => {
                self.lines -= 1;
                Some(letter)
            }
            Some(Slot::Other(letter)) => Some(letter),
            None if self.lost > 0 => {
                let message = format!("{} more lines were not sent, as the client did not read", self.lost);
                self.lost = 0;
                Some(Letter::Log { kind: MessageType::WARNING, message })
            }
            None => None,
        }
    }
}

async fn send(client: &Client, owner: &Owner, refresher: &Refresher, letter: Letter) {
    match letter {
        // The client answers when it likes; nobody waits for it.
        Letter::Ready { watch_files: true } => drop(tokio::spawn(watch(client.clone()))),
        Letter::Ready { watch_files: false } => {}
        Letter::Refresh(glances) => refresher.ask(glances),
        Letter::Diagnostics { uri, version, diagnostics } => {
            client.publish_diagnostics(uri, diagnostics, version).await;
        }
        Letter::RefreshDiagnostics => refresher.ask_diagnostics(),
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

#[cfg(test)]
mod tests {
    use std::str::FromStr as _;

    use super::*;

    fn publication(name: &str, version: i32) -> Letter {
        let uri = Uri::from_str(&format!("file:///{name}.md")).expect("it is a URI");
        Letter::Diagnostics { uri, version: Some(version), diagnostics: Vec::new() }
    }

    fn line(number: usize) -> Letter {
        Letter::Log { kind: MessageType::LOG, message: number.to_string() }
    }

    fn drained(waiting: &mut Waiting) -> Vec<String> {
        let letters = std::iter::from_fn(|| waiting.pop());
        let shown = letters.map(|letter| match letter {
            Letter::Diagnostics { uri, version, .. } => format!("{} {version:?}", uri.path().as_str()),
            Letter::RefreshDiagnostics => "refresh".to_owned(),
            Letter::Log { message, .. } => message,
            _ => "other".to_owned(),
        });
        shown.collect()
    }

    #[test]
    fn of_what_waits_only_the_last_word_about_a_document_is_kept() {
        let mut waiting = Waiting::default();
        for version in 1..100 {
            for letter in [publication("a", version), Letter::RefreshDiagnostics, publication("b", version)] {
                assert!(!waiting.push(letter));
            }
        }
        assert_eq!(drained(&mut waiting), ["/a.md Some(99)", "refresh", "/b.md Some(99)"]);
        assert!(!waiting.push(publication("a", 100)));
        assert_eq!(drained(&mut waiting), ["/a.md Some(100)"]);
    }

    #[test]
    fn lines_for_a_log_that_nobody_reads_are_counted() {
        let mut waiting = Waiting::default();
        for number in 0..MOST_LINES + 7 {
            waiting.push(line(number));
        }
        let lines = drained(&mut waiting);
        assert_eq!(lines.len(), MOST_LINES + 1);
        assert_eq!(lines[MOST_LINES], "7 more lines were not sent, as the client did not read");
        waiting.push(line(1));
        assert_eq!(drained(&mut waiting), ["1"]);
    }
}
