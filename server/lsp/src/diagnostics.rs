//! Analysis in the background: which document is next, and what its findings look like on the wire.
//!
//! Only the latest text of a document waits here, so a burst of edits costs a few analyses. What is being analysed
//! when an edit comes is not stopped, as an analysis takes less than a millisecond, but its outcome is dropped. The new
//! text waits for it that long, and no longer: then another thread takes it.

use std::collections::{HashMap, VecDeque};
use std::io;
use std::str::FromStr as _;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use camino::{Utf8Path, Utf8PathBuf};
use serde_json::json;
use tower_lsp::ls_types::{
    CodeDescription, Diagnostic, DiagnosticRelatedInformation, DiagnosticTag, Location, NumberOrString, Range, Uri,
};
use tradeoff_analysis::features;
use tradeoff_analysis::rules::{self, Finding, Fingerprint, Severity};
use tradeoff_analysis::surroundings::Elsewhere;
use tradeoff_analysis::text::LineIndex;
use tradeoff_workspace::panics::{Panicked, contain, hash_of_text};
use tradeoff_workspace::{IndexedFile, IndexedFinding, Place, fault};

use crate::configuration::{Complaint, Complaints};
use crate::convert::{Places, path_to_uri, place_to_range, severity_to_lsp};
use crate::document::{Kind, OpenDocument};
use crate::session::Session;
use crate::state::{Event, Owner, Snapshot};

/// Who reports the findings.
const SOURCE: &str = "tradeoff";

/// The rule whose findings are about text that does nothing.
const UNNECESSARY: &str = "unused-suppression";

/// How many threads analyse.
const WORKERS: usize = 3;

/// How many of them one document may keep busy, so that one that is slow to analyse leaves the others a thread.
const WORKERS_PER_DOCUMENT: usize = WORKERS - 1;

/// How long a new text waits for the outdated analysis of an earlier one. Two at once would take time from each other
/// and from the edits that are still to come.
const PATIENCE: Duration = Duration::from_millis(5);

/// What came of an analysis.
pub(crate) struct Outcome {
    pub(crate) document: Arc<OpenDocument>,
    pub(crate) diagnostics: Vec<Diagnostic>,
    /// What there is to say about the configuration that governs the document.
    pub(crate) report: Option<Report>,
    /// Whether the document was judged together with the other files of its folder.
    pub(crate) is_part: bool,
    /// What the index is to keep of it.
    pub(crate) indexed: Option<IndexedFile>,
    /// Why the document was not judged.
    pub(crate) panicked: Option<Panicked>,
}

impl Outcome {
    fn nothing(document: &Arc<OpenDocument>, report: Option<Report>) -> Self {
        let document = Arc::clone(document);
        Self { document, diagnostics: Vec::new(), report, is_part: false, indexed: None, panicked: None }
    }
}

/// What there is to say about a configuration file.
pub(crate) struct Report {
    pub(crate) file: Utf8PathBuf,
    pub(crate) diagnostics: Vec<Diagnostic>,
}

/// The documents that wait for an analysis: each once, with its latest text.
#[derive(Clone)]
pub(crate) struct Queue(Arc<(Mutex<Waiting>, Condvar)>);

#[derive(Default)]
struct Waiting {
    order: VecDeque<Uri>,
    documents: HashMap<Uri, Arc<OpenDocument>>,
    /// Since when each document keeps threads busy, one entry for each thread.
    busy: HashMap<Uri, Vec<Instant>>,
    /// The session has ended.
    is_over: bool,
}

impl Queue {
    pub(crate) fn new() -> Self {
        Self(Arc::default())
    }

    /// Lets `document` wait in the place of an earlier version.
    pub(crate) fn push(&self, document: Arc<OpenDocument>) {
        let mut waiting = self.lock();
        let uri = document.uri.clone();
        if waiting.documents.insert(uri.clone(), document).is_none() {
            waiting.order.push_back(uri);
        }
        self.0.1.notify_one();
    }

    /// Drops what waits for the document at `uri`.
    pub(crate) fn forget(&self, uri: &Uri) {
        let mut waiting = self.lock();
        if waiting.documents.remove(uri).is_some() {
            waiting.order.retain(|waiting| waiting != uri);
        }
    }

    /// Lets the threads end.
    pub(crate) fn end(&self) {
        self.lock().is_over = true;
        self.0.1.notify_all();
    }

    /// The next document, as soon as there is one, and when its analysis began; `None` at the end of the session.
    fn pop(&self) -> Option<(Arc<OpenDocument>, Instant)> {
        let mut waiting = self.lock();
        loop {
            if waiting.is_over {
                return None;
            }
            if let Some(next) = waiting.pop() {
                return Some(next);
            }
            waiting = if waiting.order.is_empty() {
                self.0.1.wait(waiting).unwrap_or_else(PoisonError::into_inner)
            } else {
                let woken = self.0.1.wait_timeout(waiting, PATIENCE);
                woken.unwrap_or_else(PoisonError::into_inner).0
            };
        }
    }

    /// Says that the analysis of the document at `uri` that was begun `at` is done.
    fn done(&self, uri: &Uri, at: Instant) {
        let mut waiting = self.lock();
        if let Some(since) = waiting.busy.get_mut(uri) {
            since.retain(|&other| other != at);
            if since.is_empty() {
                waiting.busy.remove(uri);
            }
        }
        self.0.1.notify_one();
    }

    fn lock(&self) -> MutexGuard<'_, Waiting> {
        self.0.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Waiting {
    fn pop(&mut self) -> Option<(Arc<OpenDocument>, Instant)> {
        let now = Instant::now();
        let is_free = |uri: &Uri| {
            let are_slow = |since: &Vec<Instant>| since.iter().all(|&since| now - since >= PATIENCE);
            self.busy.get(uri).is_none_or(|since| since.len() < WORKERS_PER_DOCUMENT && are_slow(since))
        };
        let next = self.order.iter().position(is_free)?;
        let uri = self.order.remove(next)?;
        let document = self.documents.remove(&uri)?;
        self.busy.entry(uri).or_default().push(now);
        Some((document, now))
    }
}

/// Starts the threads that work off `queue`. They end with the session.
pub(crate) fn start_workers(queue: &Queue, owner: &Owner) -> io::Result<()> {
    for number in 0..WORKERS {
        let (queue, owner) = (queue.clone(), owner.clone());
        thread::Builder::new().name(format!("analysis-{number}")).spawn(move || {
            while let Some((document, begun)) = queue.pop() {
                let uri = document.uri.clone();
                // As it is now: with one from when the document came, ten thousand that wait would hold as many.
                let outcome = carry_out(&document, &owner.snapshot());
                if let Err(panicked) = contain(|| owner.apply(Event::Analysed(outcome))) {
                    tracing::error!("the analysis of {} was lost: {panicked}", uri.as_str());
                }
                queue.done(&uri, begun);
            }
        })?;
    }
    Ok(())
}

/// Analyses the document. A panic costs this text its findings and nothing else.
fn carry_out(document: &Arc<OpenDocument>, snapshot: &Snapshot) -> Outcome {
    contain(|| analyse(document, snapshot)).unwrap_or_else(|panicked| {
        let (version, uri, hash) = (document.version, document.uri.as_str(), hash_of_text(&document.text()));
        tracing::error!("the analysis of version {version} of {uri}, text {hash}, failed: {panicked}");
        let diagnostics = vec![panicked_to_diagnostic(&panicked, &hash)];
        Outcome { diagnostics, panicked: Some(panicked), ..Outcome::nothing(document, None) }
    })
}

/// What is said about a text that has no findings because it could not be analysed: it is not all right for that.
fn panicked_to_diagnostic(panicked: &Panicked, hash: &str) -> Diagnostic {
    Diagnostic {
        severity: Some(severity_to_lsp(Severity::Error)),
        source: Some(SOURCE.to_owned()),
        message: format!("{panicked}; the text {hash} was not checked, please report it"),
        ..Diagnostic::default()
    }
}

fn analyse(document: &Arc<OpenDocument>, snapshot: &Snapshot) -> Outcome {
    let session = &*snapshot.session;
    fault::hold(&document.text(), || tracing::debug!("a slow analysis has begun"));
    let folder = document.folder(session);
    let complaints = snapshot.configurations.in_force(folder.as_deref()).complaints;
    let report = complaints.map(|complaints| report(&complaints, session));
    match (document.kind, report) {
        (Kind::Markdown, report) => {
            let analysed = document.analysed(snapshot);
            let places = analysed.places(session);
            let diagnostics = analysed.view(|view| {
                let own = features::diagnostics(view).filter(|finding| places.has(finding.span));
                own.map(|finding| finding_to_diagnostic(finding, places, &document.uri, session)).collect()
            });
            let indexed = analysed.indexed(document, snapshot);
            Outcome { diagnostics, is_part: analysed.is_part(), indexed, ..Outcome::nothing(document, report) }
        }
        (Kind::Configuration, Some(report)) => {
            Outcome { diagnostics: report.diagnostics, ..Outcome::nothing(document, None) }
        }
        _ => Outcome::nothing(document, None),
    }
}

/// A finding as the client gets it.
pub(crate) fn finding_to_diagnostic(
    finding: &Finding,
    places: Places<'_>,
    uri: &Uri,
    session: &Session,
) -> Diagnostic {
    let related = finding.related.iter().filter_map(|related| {
        let location = match &related.elsewhere {
            Some(Elsewhere { path, start, end, .. }) => {
                let range = place_to_range(Place { start: *start, end: *end });
                Location { uri: path_to_uri(Utf8Path::new(path))?, range }
            }
            None if places.has(related.span) => {
                Location { uri: uri.clone(), range: places.span_to_range(related.span) }
            }
            None => return None,
        };
        Some(DiagnosticRelatedInformation { location, message: related.message.clone() })
    });
    let parts = Parts {
        range: places.span_to_range(finding.span),
        severity: finding.severity,
        rule: &finding.rule,
        message: &finding.message,
        related: related.collect(),
        fingerprint: finding.fingerprint,
    };
    parts.into_diagnostic(session)
}

/// What was found in a file that is not open, as the client gets it. Places there count the client's columns.
pub(crate) fn indexed_to_diagnostics(file: &IndexedFile, uri: &Uri, session: &Session) -> Vec<Diagnostic> {
    file.findings.iter().map(|finding| indexed_to_diagnostic(finding, uri, session)).collect()
}

fn indexed_to_diagnostic(finding: &IndexedFinding, uri: &Uri, session: &Session) -> Diagnostic {
    let related = finding.related.iter().filter_map(|related| {
        let uri = related.path.as_deref().map_or_else(|| Some(uri.clone()), |path| path_to_uri(path.into()))?;
        let location = Location { uri, range: place_to_range(related.place) };
        Some(DiagnosticRelatedInformation { location, message: related.message.to_string() })
    });
    let parts = Parts {
        range: place_to_range(finding.place),
        severity: finding.severity,
        rule: &finding.rule,
        message: &finding.message,
        related: related.collect(),
        fingerprint: finding.fingerprint,
    };
    parts.into_diagnostic(session)
}

/// What a diagnostic is made of, wherever it is kept.
struct Parts<'a> {
    range: Range,
    severity: Severity,
    rule: &'a str,
    message: &'a str,
    related: Vec<DiagnosticRelatedInformation>,
    fingerprint: Fingerprint,
}

impl Parts<'_> {
    fn into_diagnostic(self, session: &Session) -> Diagnostic {
        let is_unnecessary = session.fades_unnecessary && self.rule == UNNECESSARY;
        Diagnostic {
            range: self.range,
            severity: Some(severity_to_lsp(self.severity)),
            code: Some(NumberOrString::String(self.rule.to_owned())),
            code_description: rule_page(self.rule).filter(|_| session.links_codes),
            tags: is_unnecessary.then(|| vec![DiagnosticTag::UNNECESSARY]),
            source: Some(SOURCE.to_owned()),
            message: self.message.to_owned(),
            related_information: (session.shows_related && !self.related.is_empty()).then_some(self.related),
            data: session.keeps_data.then(|| json!({ "fingerprint": self.fingerprint.to_string() })),
        }
    }
}

/// Where the documentation of the rule called `name` can be read.
fn rule_page(name: &str) -> Option<CodeDescription> {
    let page = rules::find(name)?.page();
    let href = format!("{}/blob/main/docs/rules/{page}", env!("CARGO_PKG_REPOSITORY"));
    Some(CodeDescription { href: Uri::from_str(&href).ok()? })
}

fn report(complaints: &Complaints, session: &Session) -> Report {
    let diagnostics = if complaints.list.is_empty() {
        Vec::new()
    } else {
        let index = LineIndex::new(&complaints.text);
        let places = Places::new(&complaints.text, &index, session.encoding);
        complaints.list.iter().map(|complaint| complaint_to_diagnostic(complaint, places, session)).collect()
    };
    Report { file: complaints.file.clone(), diagnostics }
}

fn complaint_to_diagnostic(complaint: &Complaint, places: Places<'_>, session: &Session) -> Diagnostic {
    Diagnostic {
        range: places.span_to_range(complaint.span),
        severity: Some(severity_to_lsp(complaint.severity)),
        code_description: complaint.rule.as_deref().and_then(rule_page).filter(|_| session.links_codes),
        code: complaint.rule.clone().map(NumberOrString::String),
        source: Some(SOURCE.to_owned()),
        message: complaint.message.clone(),
        ..Diagnostic::default()
    }
}

#[cfg(test)]
mod tests {
    use tower_lsp::ls_types::TextDocumentItem;

    use super::*;

    fn document(number: usize, version: i32) -> Arc<OpenDocument> {
        let uri = Uri::from_str(&format!("file:///{number}.md")).expect("it is a URI");
        let item = TextDocumentItem { uri, language_id: String::new(), version, text: String::new() };
        Arc::new(OpenDocument::new(item, 0))
    }

    #[test]
    fn the_queue_loses_nothing() {
        const DOCUMENTS: usize = 8;
        const VERSIONS: i32 = 2_000;
        let queue = Queue::new();
        let (sender, popped) = std::sync::mpsc::channel();
        for _ in 0..WORKERS {
            let (queue, sender) = (queue.clone(), sender.clone());
            thread::spawn(move || {
                while let Some((document, begun)) = queue.pop() {
                    let is_heard = sender.send((document.uri.clone(), document.version)).is_ok();
                    queue.done(&document.uri, begun);
                    if !is_heard {
                        return;
                    }
                }
            });
        }
        for number in 0..DOCUMENTS {
            let queue = queue.clone();
            thread::spawn(move || (1..=VERSIONS).for_each(|version| queue.push(document(number, version))));
        }
        // Whatever else is dropped, the last version of each document comes out, and only once.
        let mut ended = 0;
        while ended < DOCUMENTS {
            let (_, version) = popped.recv_timeout(Duration::from_secs(60)).expect("nothing is lost");
            ended += usize::from(version == VERSIONS);
        }
        assert!(queue.lock().documents.is_empty());
    }
}
