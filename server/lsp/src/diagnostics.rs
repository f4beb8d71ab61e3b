//! Analysis in the background: which document is next, and what its findings look like on the wire.
//!
//! Only the latest text of a document waits here, so a burst of edits costs one or two analyses. What is being
//! analysed when an edit comes is not stopped, as an analysis takes about a millisecond, but its outcome is
//! dropped; another thread takes the new text at once.

use std::collections::{HashMap, VecDeque};
use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::str::FromStr as _;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;

use camino::{Utf8Path, Utf8PathBuf};
use serde_json::json;
use tower_lsp::ls_types::{
    CodeDescription, Diagnostic, DiagnosticRelatedInformation, DiagnosticTag, Location, NumberOrString, Range, Uri,
};
use tradeoff_analysis::features;
use tradeoff_analysis::rules::{self, Finding, Fingerprint, Severity};
use tradeoff_analysis::surroundings::Elsewhere;
use tradeoff_analysis::text::LineIndex;
use tradeoff_workspace::{IndexedFile, IndexedFinding, Place};

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

/// A document to analyse, with what it is judged by.
pub(crate) struct Job {
    pub(crate) document: Arc<OpenDocument>,
    pub(crate) snapshot: Snapshot,
}

/// What came of a job.
pub(crate) struct Outcome {
    pub(crate) document: Arc<OpenDocument>,
    pub(crate) diagnostics: Vec<Diagnostic>,
    /// What there is to say about the configuration that governs the document.
    pub(crate) report: Option<Report>,
    /// Whether the document was judged together with the other files of its folder.
    pub(crate) is_part: bool,
    /// What the index is to keep of it.
    pub(crate) indexed: Option<IndexedFile>,
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
    jobs: HashMap<Uri, Job>,
    /// How many threads each document keeps busy.
    busy: HashMap<Uri, usize>,
    /// The session has ended.
    is_over: bool,
}

impl Queue {
    pub(crate) fn new() -> Self {
        Self(Arc::default())
    }

    /// Lets `job` wait in the place of an earlier one for the same document.
    pub(crate) fn push(&self, job: Job) {
        let mut waiting = self.lock();
        let uri = job.document.uri.clone();
        if waiting.jobs.insert(uri.clone(), job).is_none() {
            waiting.order.push_back(uri);
        }
        self.0.1.notify_one();
    }

    /// Drops what waits for the document at `uri`.
    pub(crate) fn forget(&self, uri: &Uri) {
        let mut waiting = self.lock();
        waiting.jobs.remove(uri);
        waiting.order.retain(|waiting| waiting != uri);
    }

    /// Lets the threads end.
    pub(crate) fn end(&self) {
        self.lock().is_over = true;
        self.0.1.notify_all();
    }

    /// The next job, as soon as there is one; `None` at the end of the session.
    fn pop(&self) -> Option<Job> {
        let mut waiting = self.lock();
        loop {
            if waiting.is_over {
                return None;
            }
            if let Some(job) = waiting.pop() {
                return Some(job);
            }
            waiting = self.0.1.wait(waiting).unwrap_or_else(PoisonError::into_inner);
        }
    }

    /// Says that a job is done.
    fn done(&self, uri: &Uri) {
        let mut waiting = self.lock();
        if let Some(count) = waiting.busy.get_mut(uri) {
            *count -= 1;
            if *count == 0 {
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
    fn pop(&mut self) -> Option<Job> {
        let is_free = |uri: &Uri| self.busy.get(uri).is_none_or(|&count| count < WORKERS_PER_DOCUMENT);
        let next = self.order.iter().position(is_free)?;
        let uri = self.order.remove(next)?;
        let job = self.jobs.remove(&uri)?;
        *self.busy.entry(uri).or_default() += 1;
        Some(job)
    }
}

/// Starts the threads that work off `queue`. They end with the session.
pub(crate) fn start_workers(queue: &Queue, owner: &Owner) -> io::Result<()> {
    for number in 0..WORKERS {
        let (queue, owner) = (queue.clone(), owner.clone());
        thread::Builder::new().name(format!("analysis-{number}")).spawn(move || {
            while let Some(job) = queue.pop() {
                let uri = job.document.uri.clone();
                owner.apply(Event::Analysed(carry_out(&job)));
                queue.done(&uri);
            }
        })?;
    }
    Ok(())
}

/// Does the job. A panic in the analysis costs this text its findings and nothing else.
fn carry_out(job: &Job) -> Outcome {
    let document = Arc::clone(&job.document);
    catch_unwind(AssertUnwindSafe(|| analyse(job))).unwrap_or_else(|_| {
        // The panic hook has written what happened to standard error.
        tracing::error!(
            "the analysis of version {} of {} failed; its findings are missing",
            document.version,
            document.uri.as_str()
        );
        Outcome { document, diagnostics: Vec::new(), report: None, is_part: false, indexed: None }
    })
}

fn analyse(job: &Job) -> Outcome {
    let Job { document, snapshot } = job;
    let session = &*snapshot.session;
    #[cfg(feature = "fault-injection")]
    crate::fault::strike(&document.text());
    let folder = document.folder(session);
    let complaints = snapshot.configurations.in_force(folder.as_deref()).complaints;
    let report = complaints.map(|complaints| report(&complaints, session));
    let document = Arc::clone(document);
    let nothing = |report| Outcome { document, diagnostics: Vec::new(), report, is_part: false, indexed: None };
    match (job.document.kind, report) {
        (Kind::Markdown, report) => {
            let document = &job.document;
            let analysed = document.analysed(snapshot);
            let places = analysed.places(session);
            let diagnostics = analysed.view(|view| {
                let own = features::diagnostics(view).filter(|finding| places.has(finding.span));
                own.map(|finding| finding_to_diagnostic(finding, places, &document.uri, session)).collect()
            });
            let indexed = analysed.indexed(document, snapshot);
            Outcome { diagnostics, is_part: analysed.is_part(), indexed, ..nothing(report) }
        }
        (Kind::Configuration, Some(report)) => Outcome { diagnostics: report.diagnostics, ..nothing(None) },
        _ => nothing(None),
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
