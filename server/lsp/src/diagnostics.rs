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

use camino::Utf8PathBuf;
use serde_json::json;
use tower_lsp::ls_types::{
    CodeDescription, Diagnostic, DiagnosticRelatedInformation, DiagnosticTag, Location, NumberOrString, Uri,
};
use tradeoff_analysis::features;
use tradeoff_analysis::rules::{self, Finding};
use tradeoff_analysis::text::LineIndex;

use crate::configuration::{Complaint, Complaints};
use crate::convert::{Places, severity_to_lsp};
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

    /// The next job, as soon as there is one.
    fn pop(&self) -> Job {
        let mut waiting = self.lock();
        loop {
            if let Some(job) = waiting.pop() {
                return job;
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

/// Starts the threads that work off `queue`. They end with the program.
pub(crate) fn start_workers(queue: &Queue, owner: &Owner) -> io::Result<()> {
    for number in 0..WORKERS {
        let (queue, owner) = (queue.clone(), owner.clone());
        thread::Builder::new().name(format!("analysis-{number}")).spawn(move || {
            loop {
                let job = queue.pop();
                let uri = job.document.uri.clone();
                owner.apply(Event::Analysed(carry_out(job)));
                queue.done(&uri);
            }
        })?;
    }
    Ok(())
}

/// Does the job. A panic in the analysis costs this text its findings and nothing else.
fn carry_out(job: Job) -> Outcome {
    let (diagnostics, report, is_part) = catch_unwind(AssertUnwindSafe(|| analyse(&job))).unwrap_or_else(|_| {
        // The panic hook has written what happened to standard error.
        let document = &job.document;
        tracing::error!(
            "the analysis of version {} of {} failed; its findings are missing",
            document.version,
            document.uri.as_str()
        );
        (Vec::new(), None, false)
    });
    Outcome { document: job.document, diagnostics, report, is_part }
}

fn analyse(job: &Job) -> (Vec<Diagnostic>, Option<Report>, bool) {
    let Job { document, snapshot } = job;
    let session = &*snapshot.session;
    #[cfg(feature = "fault-injection")]
    crate::fault::strike(&document.text());
    let folder = document.folder(session);
    let complaints = snapshot.configurations.in_force(folder.as_deref()).complaints;
    let report = complaints.map(|complaints| report(&complaints, session));
    match (document.kind, report) {
        (Kind::Markdown, report) => {
            let analysed = document.analysed(snapshot);
            let places = analysed.places(session);
            let findings = analysed.view(|view| {
                let own = features::diagnostics(view).filter(|finding| places.has(finding.span));
                own.map(|finding| finding_to_diagnostic(finding, places, &document.uri, session)).collect()
            });
            (findings, report, analysed.is_part())
        }
        (Kind::Configuration, Some(report)) => (report.diagnostics, None, false),
        _ => (Vec::new(), None, false),
    }
}

/// A finding as the client gets it.
pub(crate) fn finding_to_diagnostic(
    finding: &Finding,
    places: Places<'_>,
    uri: &Uri,
    session: &Session,
) -> Diagnostic {
    let related = finding.related.iter().filter(|related| places.has(related.span));
    let related = related.map(|related| DiagnosticRelatedInformation {
        location: Location { uri: uri.clone(), range: places.span_to_range(related.span) },
        message: related.message.clone(),
    });
    let related: Vec<_> = related.collect();
    Diagnostic {
        range: places.span_to_range(finding.span),
        severity: Some(severity_to_lsp(finding.severity)),
        code: Some(NumberOrString::String(finding.rule.to_string())),
        code_description: rule_page(&finding.rule).filter(|_| session.links_codes),
        tags: (session.fades_unnecessary && finding.rule == UNNECESSARY).then(|| vec![DiagnosticTag::UNNECESSARY]),
        source: Some(SOURCE.to_owned()),
        message: finding.message.clone(),
        related_information: (session.shows_related && !related.is_empty()).then_some(related),
        data: session.keeps_data.then(|| json!({ "fingerprint": finding.fingerprint.to_string() })),
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
