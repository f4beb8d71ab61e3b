//! The one owner of what is open, and the snapshots that everybody else reads.
//!
//! [`State::apply`] takes events one at a time; nothing else changes anything. Every change of a document, or of
//! what it is judged by, gets a new revision. An analysis is of one revision, and its outcome counts only while
//! that revision is the current one: so findings of an older version never follow those of a newer one.

mod documents;
mod files;
mod snapshot;

use std::collections::{BTreeSet, HashSet};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use camino::{Utf8Path, Utf8PathBuf};
use serde_json::Value;
use tokio::sync::{mpsc, watch};
use tower_lsp::ls_types::{
    Diagnostic, DiagnosticSeverity, DidChangeConfigurationParams, DidChangeTextDocumentParams,
    DidChangeWatchedFilesParams, DidChangeWorkspaceFoldersParams, DidCloseTextDocumentParams,
    DidOpenTextDocumentParams, DidSaveTextDocumentParams, FileChangeType, InitializeParams, MessageType,
    NumberOrString, SetTraceParams, TraceValue, Uri, WorkDoneProgressCancelParams,
};
use tradeoff_workspace::{CONFIGURATION_FILE, Index};

use crate::configuration::ConfigurationStore;
use crate::convert::{path_to_uri, respelt, uri_to_path};
use crate::diagnostics::{Outcome, Queue, Report};
use crate::document::{Kind, OpenDocument};
use crate::indexing::Indexer;
use crate::outbox::Letter;
use crate::pull::Diagnosed;
use crate::session::Session;
use crate::settings::{LogLevel, SECTION, Settings};
use crate::{Ending, log, trace};

use self::documents::Documents;
use self::snapshot::Reports;
pub(crate) use self::snapshot::Snapshot;

tokio::task_local! {
    /// The state as it was when the request that is being answered arrived.
    pub(crate) static SNAPSHOT: Snapshot;
}

/// Everything that can change the state.
pub(crate) enum Event {
    Initialize(Box<InitializeParams>),
    /// Our answer to `initialize` is on its way. Until then the framework drops whatever we send.
    Introduced,
    Initialized,
    Opened(DidOpenTextDocumentParams),
    Changed(DidChangeTextDocumentParams),
    Saved(DidSaveTextDocumentParams),
    Closed(DidCloseTextDocumentParams),
    /// Nobody knows any more what the text of this document is.
    Lost(Uri),
    FilesChanged(DidChangeWatchedFilesParams),
    FoldersChanged(DidChangeWorkspaceFoldersParams),
    SettingsChanged(DidChangeConfigurationParams),
    TraceChanged(SetTraceParams),
    /// The client's answer to our question with this number: a section for the session, then one for each folder.
    SettingsTold {
        number: u64,
        folders: Vec<Uri>,
        sections: Vec<Value>,
    },
    /// The files on the disk have been read, all of them or those that have changed.
    Indexed {
        index: Index,
        is_complete: bool,
    },
    ProgressCancelled(WorkDoneProgressCancelParams),
    Analysed(Outcome),
    ShutDown,
}

/// A handle on the state that events and readers share.
#[derive(Clone)]
pub(crate) struct Owner(Arc<Mutex<State>>);

impl Owner {
    pub(crate) fn new(state: State) -> Self {
        Self(Arc::new(Mutex::new(state)))
    }

    pub(crate) fn apply(&self, event: Event) {
        self.lock().apply(event);
    }

    pub(crate) fn send(&self, letter: Letter) {
        self.lock().send(letter);
    }

    pub(crate) fn snapshot(&self) -> Snapshot {
        self.lock().snapshot()
    }

    /// The state as it is now; `None` when the session is over.
    pub(crate) fn serving(&self) -> Option<Snapshot> {
        let state = self.lock();
        (state.phase == Phase::Serving).then(|| state.snapshot())
    }

    /// Tells when something was found, or is not there any more.
    pub(crate) fn changes(&self) -> watch::Receiver<()> {
        self.lock().changes.subscribe()
    }

    /// The client's process, once it has introduced itself.
    pub(crate) fn parent(&self) -> watch::Receiver<Option<u32>> {
        self.lock().parent.subscribe()
    }

    pub(crate) fn ending(&self) -> Ending {
        if self.lock().phase == Phase::ShutDown { Ending::Orderly } else { Ending::Abrupt }
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Phase {
    New,
    Serving,
    ShutDown,
}

/// The open documents and what is known about the client.
pub(crate) struct State {
    phase: Phase,
    /// Whether `initialize` has been answered, and whether the client has said that it has the answer. Clients
    /// that do not wait for the one before they say the other are served all the same.
    is_introduced: bool,
    is_initialized: bool,
    session: Arc<Session>,
    documents: Documents,
    configurations: Arc<ConfigurationStore>,
    index: Index,
    is_indexed: bool,
    /// The repositories of open files that lie in no folder of the workspace.
    repositories: Arc<BTreeSet<Utf8PathBuf>>,
    /// The last revision that was given to anything.
    revision: u64,
    reports: Arc<Reports>,
    /// Told when something was found, or is not there any more.
    changes: watch::Sender<()>,
    /// The folders whose files are one answer, as far as one of them has been analysed.
    joined: HashSet<Utf8PathBuf>,
    trace: TraceValue,
    /// How often the client was asked for its settings.
    settings_questions: u64,
    /// What the user has been told about the settings.
    told: HashSet<String>,
    queue: Queue,
    indexer: Indexer,
    outbox: mpsc::UnboundedSender<Letter>,
    parent: watch::Sender<Option<u32>>,
}

impl State {
    pub(crate) fn new(
        configurations: Arc<ConfigurationStore>,
        queue: Queue,
        indexer: Indexer,
        outbox: mpsc::UnboundedSender<Letter>,
    ) -> Self {
        Self {
            phase: Phase::New,
            is_introduced: false,
            is_initialized: false,
            session: Arc::default(),
            documents: Documents::default(),
            configurations,
            index: Index::default(),
            is_indexed: false,
            repositories: Arc::default(),
            revision: 0,
            reports: Arc::default(),
            changes: watch::Sender::default(),
            joined: HashSet::new(),
            trace: TraceValue::Off,
            settings_questions: 0,
            told: HashSet::new(),
            queue,
            indexer,
            outbox,
            parent: watch::Sender::new(None),
        }
    }

    fn snapshot(&self) -> Snapshot {
        Snapshot {
            session: Arc::clone(&self.session),
            documents: self.documents.clone(),
            configurations: Arc::clone(&self.configurations),
            reports: Arc::clone(&self.reports),
            index: self.index.clone(),
            is_indexed: self.is_indexed,
            repositories: Arc::clone(&self.repositories),
        }
    }

    fn apply(&mut self, event: Event) {
        match (event, self.phase) {
            (Event::Initialize(params), Phase::New) => self.initialize(&params),
            // The framework answers what comes too early, too late or twice; nothing may change because of it.
            (Event::Initialize(_), _) | (_, Phase::New | Phase::ShutDown) => {}
            (Event::Introduced, _) => {
                self.is_introduced = true;
                self.send_ready();
            }
            (Event::Initialized, _) => {
                self.is_initialized = true;
                self.send_ready();
            }
            (Event::Opened(params), _) => self.open(params),
            (Event::Changed(params), _) => self.change(params),
            (Event::Saved(params), _) => self.saved(&params.text_document.uri),
            (Event::Closed(params), _) => self.close(&params.text_document.uri),
            (Event::Lost(uri), _) => self.lose(&uri),
            (Event::FilesChanged(params), _) => self.files_changed(&params),
            (Event::FoldersChanged(params), _) => {
                Arc::make_mut(&mut self.session).change_folders(params.event);
                self.ask_for_settings();
                self.reload();
            }
            (Event::SettingsChanged(params), _) => self.settings_changed(&params),
            (Event::TraceChanged(params), _) => self.set_trace(params.value),
            (Event::SettingsTold { number, folders, sections }, _) => {
                self.settings_told(number, folders, sections);
            }
            (Event::Indexed { index, is_complete }, _) => self.indexed(&index, is_complete),
            (Event::ProgressCancelled(params), _) => {
                if let NumberOrString::String(token) = &params.token {
                    self.indexer.cancel(token);
                }
            }
            (Event::Analysed(outcome), _) => self.analysed(outcome),
            (Event::ShutDown, _) => {
                self.phase = Phase::ShutDown;
                self.changes.send_replace(());
            }
        }
    }

    fn initialize(&mut self, params: &InitializeParams) {
        self.session = Arc::new(Session::new(params));
        self.set_trace(params.trace.unwrap_or_default());
        self.settle_settings();
        self.phase = Phase::Serving;
        self.parent.send_replace(params.process_id);
    }

    fn send_ready(&mut self) {
        if self.is_introduced && self.is_initialized {
            self.send(Letter::Ready { watch_files: self.session.can_watch_files });
            if self.session.registers_configuration {
                self.send(Letter::WatchSettings);
            }
            self.ask_for_settings();
            self.rescan();
        }
    }

    fn open(&mut self, params: DidOpenTextDocumentParams) {
        let document = OpenDocument::new(params.text_document, self.next_revision());
        // The same file under another spelling: one document, which the client now calls this.
        let other = self.documents.get(&respelt(&document.uri)).filter(|known| known.uri != document.uri);
        if let Some(uri) = other.map(|known| known.uri.clone()) {
            self.queue.forget(&uri);
            self.publish(uri, None, Vec::new());
        }
        self.insert(document);
    }

    fn change(&mut self, params: DidChangeTextDocumentParams) {
        let uri = &params.text_document.uri;
        let Some(document) = self.documents.get(&respelt(uri)).cloned() else {
            tracing::warn!("an edit of {} was ignored: it is not open", uri.as_str());
            return;
        };
        let revision = self.next_revision();
        let version = params.text_document.version;
        self.insert(document.edited(version, revision, params.content_changes, self.session.encoding));
    }

    fn saved(&mut self, uri: &Uri) {
        if is_configuration(uri) {
            self.reload();
        } else {
            self.indexer.changed(uri_to_path(uri));
        }
    }

    fn close(&mut self, uri: &Uri) {
        let Some(document) = self.documents.remove(&respelt(uri)) else {
            tracing::warn!("{} was closed, but it was not open", uri.as_str());
            return;
        };
        let uri = &document.uri;
        self.queue.forget(uri);
        document.verdicts.close();
        self.publish(uri.clone(), None, Vec::new());
        self.changes.send_replace(());
        if let (Kind::Markdown, Some(path)) = (document.kind, &document.path) {
            self.leave(path);
        }
        if let (Kind::Configuration, Some(path)) = (document.kind, &document.path) {
            self.configurations.set_buffer(path, None);
            self.reload();
        }
        self.judge_companions(uri, document.path.as_deref());
    }

    fn lose(&mut self, uri: &Uri) {
        self.close(uri);
        let path = uri.path().decode().to_string_lossy();
        let name = path.rsplit('/').next().unwrap_or_default();
        let message =
            format!("{name} is not checked any more after an internal error; close it and open it again");
        self.send(Letter::Show { kind: MessageType::ERROR, message });
    }

    fn files_changed(&mut self, params: &DidChangeWatchedFilesParams) {
        let changes = params.changes.iter().filter(|change| is_configuration(&change.uri));
        for change in changes.clone().filter(|change| change.typ == FileChangeType::DELETED) {
            if let Some(path) = uri_to_path(&change.uri) {
                self.withdraw_report(&path);
            }
        }
        if changes.count() > 0 {
            self.reload();
        } else {
            self.files_moved(&params.changes);
        }
    }

    fn settings_changed(&mut self, params: &DidChangeConfigurationParams) {
        if self.session.has_configuration {
            // What comes with the message is what old clients say; this one can tell what holds for each folder.
            self.ask_for_settings();
        } else if let Some(section) = params.settings.get(SECTION) {
            Arc::make_mut(&mut self.session).settings.replace(section.clone(), Vec::new());
            self.settle_settings();
        }
    }

    fn ask_for_settings(&mut self) {
        if self.session.has_configuration {
            self.settings_questions += 1;
            let folders = self.session.folders().to_vec();
            self.send(Letter::AskForSettings { number: self.settings_questions, folders });
        }
    }

    fn settings_told(&mut self, number: u64, folders: Vec<Uri>, sections: Vec<Value>) {
        if number < self.settings_questions {
            return;
        }
        let mut sections = sections.into_iter();
        let everywhere = sections.next().unwrap_or_default();
        let by_folder = folders.into_iter().zip(sections).collect();
        Arc::make_mut(&mut self.session).settings.replace(everywhere, by_folder);
        self.settle_settings();
    }

    /// Puts into effect what was said about settings, and says what is wrong with it, each thing once.
    fn settle_settings(&mut self) {
        let before = self.settings_of_documents();
        let settings = &mut Arc::make_mut(&mut self.session).settings;
        let complaints = settings.settle();
        let everywhere = settings.everywhere().clone();
        self.set_log_level();
        tracing::debug!("in force: {everywhere:?}");
        if self.settings_of_documents() != before {
            self.refresh();
        }
        for message in complaints {
            if self.told.insert(message.clone()) {
                self.send(Letter::Show { kind: MessageType::WARNING, message });
            }
        }
    }

    /// What holds for each open document.
    fn settings_of_documents(&self) -> Vec<Settings> {
        self.documents.keys().map(|uri| self.session.settings(uri).clone()).collect()
    }

    fn set_trace(&mut self, value: TraceValue) {
        self.trace = value;
        trace::set(value);
        self.set_log_level();
    }

    /// Logs as much as the settings say; whoever wants to know all about messages wants to know the rest, too.
    fn set_log_level(&self) {
        let least = if self.trace == TraceValue::Verbose { LogLevel::Debug } else { LogLevel::Off };
        log::set_level(self.session.settings.everywhere().log.max(least));
    }

    /// Reads the configurations again and judges every document anew.
    fn reload(&mut self) {
        self.configurations.forget();
        self.judge(|_| true);
        self.rescan();
    }

    /// Lets the client show anew what stands between the lines.
    fn refresh(&self) {
        if self.session.refreshes.is_any() {
            self.send(Letter::Refresh(self.session.refreshes));
        }
    }

    /// Judges the documents anew that are `concerned`.
    fn judge(&mut self, concerned: impl Fn(&OpenDocument) -> bool) {
        let all = self.documents.values().filter(|document| concerned(document));
        self.judge_these(all.cloned().collect());
    }

    fn judge_these(&mut self, documents: Vec<Arc<OpenDocument>>) {
        let has_changed = !documents.is_empty();
        for document in documents {
            let revision = self.next_revision();
            self.store(document.at_revision(revision));
        }
        if has_changed {
            self.refresh();
        }
    }

    /// Takes in a document whose text is new.
    fn insert(&mut self, document: OpenDocument) {
        let (uri, kind, path) = (document.uri.clone(), document.kind, document.path.clone());
        if let (Kind::Configuration, Some(path)) = (kind, &path) {
            self.configurations.set_buffer(path, Some(document.text()));
            self.withdraw_report(path);
        }
        self.store(document);
        if kind == Kind::Configuration {
            self.judge(|other| other.uri != uri);
        } else {
            self.judge_companions(&uri, path.as_deref());
        }
    }

    /// Judges the other parts of an answer anew, when the part at `path` is new.
    fn judge_companions(&mut self, uri: &Uri, path: Option<&Utf8Path>) {
        let Some(folder) = path.and_then(Utf8Path::parent).filter(|folder| self.joined.contains(*folder)) else {
            return;
        };
        self.judge(|other| other.uri != *uri && other.path.as_deref().and_then(Utf8Path::parent) == Some(folder));
    }

    fn store(&mut self, document: OpenDocument) {
        let document = Arc::new(document);
        document.verdicts.begin(document.version);
        let before = self.documents.insert(respelt(&document.uri), Arc::clone(&document));
        // Opened again: nobody will hear anything about the one that was open before.
        if let Some(before) = before.filter(|before| !Arc::ptr_eq(&before.verdicts, &document.verdicts)) {
            before.verdicts.close();
        }
        if document.kind != Kind::Other {
            self.queue.push(Arc::clone(&document));
        }
    }

    fn analysed(&mut self, outcome: Outcome) {
        let Outcome { document, diagnostics, report, is_part, indexed, panicked } = outcome;
        let is_current =
            self.documents.get(&respelt(&document.uri)).is_some_and(|now| now.revision == document.revision);
        if !is_current {
            tracing::debug!(
                "dropped the outdated analysis of version {} of {}",
                document.version,
                document.uri.as_str()
            );
            return;
        }
        let configuration = report.and_then(|report| self.report(report));
        if self.session.pulls {
            let diagnosed = Diagnosed { panicked, ..Diagnosed::new(diagnostics, configuration) };
            if document.verdicts.end(diagnosed) {
                self.refresh_diagnostics();
            }
            self.changes.send_replace(());
        } else {
            self.publish(document.uri.clone(), Some(document.version), diagnostics);
        }
        if let Some(folder) = document.path.as_deref().and_then(Utf8Path::parent) {
            self.learn(folder, is_part);
        }
        if let Some(indexed) = indexed {
            self.take_in(indexed);
        }
    }

    /// Remembers whether the files in `folder` are one answer. What was analysed before this was known may not
    /// have seen all of what is open.
    fn learn(&mut self, folder: &Utf8Path, is_joined: bool) {
        if !is_joined {
            self.joined.remove(folder);
        } else if self.joined.insert(folder.to_owned()) {
            self.judge(|other| other.path.as_deref().and_then(Utf8Path::parent) == Some(folder));
        }
    }

    /// Publishes what is wrong with a configuration file, unless it is open and so speaks for itself. What clients
    /// that ask for diagnostics must know about the file: nothing where there never was anything wrong with it.
    fn report(&mut self, report: Report) -> Option<(Uri, Vec<Diagnostic>)> {
        let Report { file, diagnostics } = report;
        let is_open = self.documents.values().any(|document| document.path.as_ref() == Some(&file));
        let known = self.reports.get(&file);
        if is_open || (known.is_none() && diagnostics.is_empty()) {
            return None;
        }
        let uri = path_to_uri(&file)?;
        if known != Some(&diagnostics) {
            self.tell_if_unusable(&file, &diagnostics);
            self.publish(uri.clone(), None, diagnostics.clone());
            Arc::make_mut(&mut self.reports).insert(file, diagnostics.clone());
            self.refresh_diagnostics();
        }
        Some((uri, diagnostics))
    }

    /// Says that a configuration cannot be used to a user whose editor asks for diagnostics of open documents alone,
    /// and so would never show those of this file.
    fn tell_if_unusable(&mut self, file: &Utf8Path, diagnostics: &[Diagnostic]) {
        let shows = !self.session.pulls || self.session.takes_related_documents;
        let is_fault = |one: &&Diagnostic| one.severity == Some(DiagnosticSeverity::ERROR);
        let Some(fault) = diagnostics.iter().find(is_fault).filter(|_| !shows) else { return };
        let (line, column) = (fault.range.start.line + 1, fault.range.start.character + 1);
        let message = format!("{file}:{line}:{column}: {}; what held before still holds", fault.message);
        self.send(Letter::Show { kind: MessageType::WARNING, message });
    }

    fn withdraw_report(&mut self, file: &Utf8Path) {
        let was_shown = Arc::make_mut(&mut self.reports).remove(file).is_some_and(|known| !known.is_empty());
        if let (true, Some(uri)) = (was_shown, path_to_uri(file)) {
            self.publish(uri, None, Vec::new());
            self.changes.send_replace(());
            self.refresh_diagnostics();
        }
    }

    /// Sends diagnostics to a client that does not ask for them.
    fn publish(&self, uri: Uri, version: Option<i32>, diagnostics: Vec<Diagnostic>) {
        if !self.session.pulls {
            self.send(Letter::Diagnostics { uri, version, diagnostics });
        }
    }

    /// Tells a client that asks for diagnostics that some have changed without its doing.
    fn refresh_diagnostics(&self) {
        if self.session.pulls && self.session.can_refresh_diagnostics {
            self.send(Letter::RefreshDiagnostics);
        }
    }

    fn send(&self, letter: Letter) {
        // The receiver is gone only while the program ends.
        let _ = self.outbox.send(letter);
    }

    fn next_revision(&mut self) -> u64 {
        self.revision += 1;
        self.revision
    }
}

fn is_configuration(uri: &Uri) -> bool {
    uri_to_path(uri).as_deref().and_then(Utf8Path::file_name) == Some(CONFIGURATION_FILE)
}
