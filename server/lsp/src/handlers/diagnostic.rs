//! `textDocument/diagnostic` and `workspace/diagnostic`.

use std::collections::HashMap;
use std::sync::Arc;

use camino::Utf8PathBuf;
use tower_lsp::jsonrpc::{Error, ErrorCode, Result};
use tower_lsp::ls_types::{
    DiagnosticServerCancellationData, DocumentDiagnosticParams, DocumentDiagnosticReportKind,
    DocumentDiagnosticReportResult, FullDocumentDiagnosticReport, UnchangedDocumentDiagnosticReport, Uri,
    WorkspaceDiagnosticParams, WorkspaceDiagnosticReport, WorkspaceDiagnosticReportResult,
    WorkspaceDocumentDiagnosticReport, WorkspaceFullDocumentDiagnosticReport,
    WorkspaceUnchangedDocumentDiagnosticReport,
};
use tradeoff_workspace::IndexedFile;

use super::on_a_thread;
use crate::convert::{path_to_uri, uri_to_path};
use crate::diagnostics::indexed_to_diagnostics;
use crate::document::{Kind, OpenDocument};
use crate::pull::{Diagnosed, Outdated, name};
use crate::state::{Owner, Snapshot};
use crate::transport::failed;

/// The protocol's error for a request that the server gives up.
const SERVER_CANCELLED: i64 = -32802;

/// What was found in the version that the client had when it asked.
pub(crate) async fn document(
    snapshot: &Snapshot,
    params: DocumentDiagnosticParams,
) -> Result<DocumentDiagnosticReportResult> {
    check_pulls(snapshot)?;
    let previous = params.previous_result_id.as_deref();
    let takes_related = snapshot.session.takes_related_documents;
    let document = snapshot.document(&params.text_document.uri).filter(|document| document.kind != Kind::Other);
    let report = match document {
        None => closed(snapshot, &params.text_document.uri).report_with_related(previous, takes_related),
        Some(document) => {
            let diagnosed = document.verdicts.of(document.version).await.map_err(cancelled)?;
            if let Some(panicked) = &diagnosed.panicked {
                return Err(failed(panicked));
            }
            diagnosed.report_with_related(previous, takes_related)
        }
    };
    Ok(report.into())
}

/// What was found in a file that is not open.
fn closed(snapshot: &Snapshot, uri: &Uri) -> Diagnosed {
    let path = uri_to_path(uri).filter(|_| snapshot.document(uri).is_none());
    let items = path.and_then(|path| {
        let configuration = snapshot.reports().find(|(file, _)| **file == path);
        let file =
            || snapshot.index().file(&path).map(|file| indexed_to_diagnostics(file, uri, &snapshot.session));
        configuration.map(|(_, diagnostics)| diagnostics.clone()).or_else(file)
    });
    Diagnosed::new(items.unwrap_or_default(), None)
}

/// What was found in all documents. Where the client knows all of it already, the answer waits until something is
/// new: editors ask again as soon as they have one.
pub(crate) async fn workspace(
    owner: &Owner,
    params: WorkspaceDiagnosticParams,
) -> Result<WorkspaceDiagnosticReportResult> {
    let previous = params.previous_result_ids.into_iter().map(|known| (known.uri, known.value)).collect();
    let mut survey = Survey { previous, files: HashMap::new() };
    let mut changes = owner.changes();
    loop {
        changes.mark_unchanged();
        let snapshot = owner.serving().ok_or_else(|| given_up("the session is over", false))?;
        check_pulls(&snapshot)?;
        if let Ok(open) = open(&snapshot).await {
            let items;
            (survey, items) = on_a_thread(move || {
                let items = survey.news(&snapshot, &open);
                (survey, items)
            })
            .await?;
            if let Some(items) = items {
                return Ok(WorkspaceDiagnosticReport { items }.into());
            }
        }
        changes.changed().await.map_err(|_| given_up("the session is over", false))?;
    }
}

/// An open document with what was found in it.
type Open = (Arc<OpenDocument>, Arc<Diagnosed>);

/// What was found in the open documents, when all of it is known.
async fn open(snapshot: &Snapshot) -> std::result::Result<Vec<Open>, Outdated> {
    let mut found = Vec::new();
    for document in snapshot.documents().filter(|document| document.kind != Kind::Other) {
        let diagnosed = document.verdicts.of(document.version).await?;
        found.push((Arc::clone(document), diagnosed));
    }
    Ok(found)
}

/// Looks at all documents, again and again while nothing is new.
struct Survey {
    /// The results that the client knows, by document.
    previous: HashMap<Uri, String>,
    /// The files that were looked at, with their addresses and the names of what was found in them.
    files: HashMap<Utf8PathBuf, (Arc<IndexedFile>, Uri, String)>,
}

impl Survey {
    /// A report for every document that has one to give, and an empty one for those that the client still
    /// remembers; `None` where the client knows all of it.
    fn news(&mut self, snapshot: &Snapshot, open: &[Open]) -> Option<Vec<WorkspaceDocumentDiagnosticReport>> {
        let session = &*snapshot.session;
        let mut found: Vec<(Uri, Option<i32>, String, Found<'_>)> = Vec::new();
        for (document, diagnosed) in open {
            let result = diagnosed.result.clone();
            found.push((document.uri.clone(), Some(document.version), result, Found::Diagnosed(diagnosed)));
        }
        let mut reports = Vec::new();
        for (path, diagnostics) in snapshot.reports().filter(|(_, diagnostics)| !diagnostics.is_empty()) {
            let Some(uri) = path_to_uri(path) else { continue };
            reports.push((uri, Diagnosed::new(diagnostics.clone(), None)));
        }
        for (uri, diagnosed) in &reports {
            found.push((uri.clone(), None, diagnosed.result.clone(), Found::Diagnosed(diagnosed)));
        }
        for file in snapshot.index().files().filter(|file| !file.findings.is_empty()) {
            if let Some((uri, result)) = self.look(file, snapshot) {
                found.push((uri, None, result, Found::File(file)));
            }
        }
        let known = found.iter().filter(|(uri, _, result, _)| self.previous.get(uri) == Some(result)).count();
        if known == found.len() && known == self.previous.len() && !self.previous.is_empty() {
            return None;
        }
        let mut gone: HashMap<&Uri, &String> = self.previous.iter().collect();
        let mut items: Vec<WorkspaceDocumentDiagnosticReport> = Vec::with_capacity(found.len());
        for (uri, version, result, found) in found {
            let previous = gone.remove(&uri).filter(|known| **known == result);
            let kind = match (previous, found) {
                (Some(_), _) => UnchangedDocumentDiagnosticReport { result_id: result }.into(),
                (None, Found::Diagnosed(diagnosed)) => diagnosed.report(None),
                (None, Found::File(file)) => {
                    Diagnosed::new(indexed_to_diagnostics(file, &uri, session), None).report(None)
                }
            };
            items.push(report(uri, version, kind));
        }
        // Without a name the client forgets that there ever was a result.
        let gone = gone.into_keys();
        items.extend(gone.map(|uri| report(uri.clone(), None, FullDocumentDiagnosticReport::default().into())));
        items.sort_by(|one, other| uri(one).as_str().cmp(uri(other).as_str()));
        Some(items)
    }

    /// The address of a file and the name of what was found in it, unless it is open and so speaks for itself.
    fn look(&mut self, file: &Arc<IndexedFile>, snapshot: &Snapshot) -> Option<(Uri, String)> {
        if let Some((known, uri, result)) = self.files.get(&file.path)
            && Arc::ptr_eq(known, file)
        {
            return Some((uri.clone(), result.clone())).filter(|(uri, _)| snapshot.document(uri).is_none());
        }
        let uri = path_to_uri(&file.path)?;
        let result = name(&indexed_to_diagnostics(file, &uri, &snapshot.session));
        self.files.insert(file.path.clone(), (Arc::clone(file), uri.clone(), result.clone()));
        Some((uri, result)).filter(|(uri, _)| snapshot.document(uri).is_none())
    }
}

/// Where the findings of a document are kept.
enum Found<'a> {
    Diagnosed(&'a Diagnosed),
    File(&'a IndexedFile),
}

fn report(
    uri: Uri,
    version: Option<i32>,
    report: DocumentDiagnosticReportKind,
) -> WorkspaceDocumentDiagnosticReport {
    let version = version.map(i64::from);
    match report {
        DocumentDiagnosticReportKind::Full(full) => {
            WorkspaceFullDocumentDiagnosticReport { uri, version, full_document_diagnostic_report: full }.into()
        }
        DocumentDiagnosticReportKind::Unchanged(unchanged) => WorkspaceUnchangedDocumentDiagnosticReport {
            uri,
            version,
            unchanged_document_diagnostic_report: unchanged,
        }
        .into(),
    }
}

fn uri(report: &WorkspaceDocumentDiagnosticReport) -> &Uri {
    match report {
        WorkspaceDocumentDiagnosticReport::Full(full) => &full.uri,
        WorkspaceDocumentDiagnosticReport::Unchanged(unchanged) => &unchanged.uri,
    }
}

/// The server gives up; the client should ask again unless nothing is left to ask about.
fn cancelled(outdated: Outdated) -> Error {
    match outdated {
        Outdated::Edited => given_up("there is a newer version of the document", true),
        Outdated::Closed => given_up("the document is not open any more", false),
    }
}

fn given_up(message: &'static str, retrigger_request: bool) -> Error {
    let data = serde_json::to_value(DiagnosticServerCancellationData { retrigger_request }).ok();
    Error { code: ErrorCode::ServerError(SERVER_CANCELLED), message: message.into(), data }
}

/// Refuses the request of a client that has diagnostics sent to it: it would show everything twice.
fn check_pulls(snapshot: &Snapshot) -> Result<()> {
    if snapshot.session.pulls {
        return Ok(());
    }
    let message = "diagnostics are sent to this client, since it has not declared `textDocument.diagnostic`";
    Err(Error { message: message.into(), ..Error::invalid_request() })
}
