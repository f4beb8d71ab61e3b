//! `textDocument/diagnostic` and `workspace/diagnostic`.

use std::collections::HashMap;

use tower_lsp::jsonrpc::{Error, ErrorCode, Result};
use tower_lsp::ls_types::{
    DiagnosticServerCancellationData, DocumentDiagnosticParams, DocumentDiagnosticReportKind,
    DocumentDiagnosticReportResult, FullDocumentDiagnosticReport, Uri, WorkspaceDiagnosticParams,
    WorkspaceDiagnosticReport, WorkspaceDiagnosticReportResult, WorkspaceDocumentDiagnosticReport,
    WorkspaceFullDocumentDiagnosticReport, WorkspaceUnchangedDocumentDiagnosticReport,
};

use crate::convert::path_to_uri;
use crate::document::Kind;
use crate::pull::{Diagnosed, Outdated};
use crate::state::{Owner, Snapshot};

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
        None => Diagnosed::new(Vec::new(), None).report_with_related(previous, takes_related),
        Some(document) => {
            let diagnosed = document.verdicts.of(document.version).await.map_err(cancelled)?;
            diagnosed.report_with_related(previous, takes_related)
        }
    };
    Ok(report.into())
}

/// What was found in all documents. Where the client knows all of it already, the answer waits until something is
/// new: editors ask again as soon as they have one.
pub(crate) async fn workspace(
    owner: &Owner,
    params: WorkspaceDiagnosticParams,
) -> Result<WorkspaceDiagnosticReportResult> {
    let previous = params.previous_result_ids.into_iter().map(|known| (known.uri, known.value)).collect();
    let mut changes = owner.changes();
    loop {
        changes.mark_unchanged();
        let snapshot = owner.serving().ok_or_else(|| given_up("the session is over", false))?;
        check_pulls(&snapshot)?;
        if let Ok(items) = reports(&snapshot, &previous).await {
            let is_news = |item: &WorkspaceDocumentDiagnosticReport| {
                matches!(item, WorkspaceDocumentDiagnosticReport::Full(_))
            };
            if previous.is_empty() || items.iter().any(is_news) {
                return Ok(WorkspaceDiagnosticReport { items }.into());
            }
        }
        // The sender is gone only while the program ends.
        changes.changed().await.map_err(|_| given_up("the session is over", false))?;
    }
}

/// A report for every document that has one to give, and an empty one for those that the client still remembers.
async fn reports(
    snapshot: &Snapshot,
    previous: &HashMap<Uri, String>,
) -> std::result::Result<Vec<WorkspaceDocumentDiagnosticReport>, Outdated> {
    let mut items = Vec::new();
    let mut gone: HashMap<&Uri, &String> = previous.iter().collect();
    for document in snapshot.documents().filter(|document| document.kind != Kind::Other) {
        let diagnosed = document.verdicts.of(document.version).await?;
        let known = gone.remove(&document.uri).map(String::as_str);
        items.push(report(document.uri.clone(), Some(document.version), diagnosed.report(known)));
    }
    for (file, diagnostics) in snapshot.reports() {
        let Some(uri) = path_to_uri(file) else { continue };
        let known = gone.remove(&uri).map(String::as_str);
        if known.is_some() || !diagnostics.is_empty() {
            let diagnosed = Diagnosed::new(diagnostics.clone(), None);
            items.push(report(uri, None, diagnosed.report(known)));
        }
    }
    // Without a name the client forgets that there ever was a result.
    let gone = gone.into_keys();
    items.extend(gone.map(|uri| report(uri.clone(), None, FullDocumentDiagnosticReport::default().into())));
    items.sort_by(|one, other| uri(one).as_str().cmp(uri(other).as_str()));
    Ok(items)
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
