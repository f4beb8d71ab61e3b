//! `textDocument/codeAction`.

use std::collections::HashMap;

use tower_lsp::ls_types::{
    CodeAction, CodeActionKind, CodeActionOrCommand, CodeActionParams, CodeActionResponse, Diagnostic,
    DocumentChanges, OneOf, OptionalVersionedTextDocumentIdentifier, TextDocumentEdit, TextEdit, WorkspaceEdit,
};
use tradeoff_analysis::features::{self, Action};
use tradeoff_analysis::rules::Finding;

use crate::convert::Places;
use crate::diagnostics::finding_to_diagnostic;
use crate::document::OpenDocument;
use crate::session::Session;
use crate::state::Snapshot;

pub(crate) fn code_action(snapshot: &Snapshot, params: CodeActionParams) -> Option<CodeActionResponse> {
    let session = &*snapshot.session;
    let is_wanted = params.context.only.as_ref().is_none_or(|kinds| kinds.iter().any(includes_fixes));
    if !is_wanted || !session.has_action_literals {
        return None;
    }
    let (document, analysed) = snapshot.analysed(&params.text_document.uri)?;
    let places = analysed.places(session);
    let selection = places.range_to_span(params.range);
    let known = params.context.diagnostics;
    let actions = analysed.view(|view| {
        let actions = features::actions(view, selection).into_iter();
        actions.map(|action| action_to_lsp(action, places, &document, session, &known)).collect::<Vec<_>>()
    });
    (!actions.is_empty()).then_some(actions)
}

/// Whether a client that asks for `kind` means quick fixes as well: kinds are hierarchical.
fn includes_fixes(kind: &CodeActionKind) -> bool {
    kind.as_str().is_empty() || *kind == CodeActionKind::QUICKFIX
}

fn action_to_lsp(
    action: Action<'_>,
    places: Places<'_>,
    document: &OpenDocument,
    session: &Session,
    known: &[Diagnostic],
) -> CodeActionOrCommand {
    let edits = action.edits.into_iter();
    let edits =
        edits.map(|edit| TextEdit { range: places.span_to_range(edit.span), new_text: edit.text }).collect();
    let diagnostics = action.finding.map(|finding| vec![diagnostic(finding, places, document, session, known)]);
    CodeActionOrCommand::CodeAction(CodeAction {
        title: action.title,
        kind: Some(CodeActionKind::QUICKFIX),
        diagnostics,
        edit: Some(workspace_edit(document, edits, session)),
        is_preferred: action.preferred.then_some(true),
        ..CodeAction::default()
    })
}

/// The finding's diagnostic as the client sent it, so that it finds its own again; else a new one.
fn diagnostic(
    finding: &Finding,
    places: Places<'_>,
    document: &OpenDocument,
    session: &Session,
    known: &[Diagnostic],
) -> Diagnostic {
    let own = finding_to_diagnostic(finding, places, &document.uri, session);
    let is_same = |one: &&Diagnostic| one.code == own.code && one.range == own.range && one.source == own.source;
    known.iter().find(is_same).cloned().unwrap_or(own)
}

pub(super) fn workspace_edit(document: &OpenDocument, edits: Vec<TextEdit>, session: &Session) -> WorkspaceEdit {
    if !session.has_versioned_edits {
        return WorkspaceEdit {
            changes: Some(HashMap::from([(document.uri.clone(), edits)])),
            ..WorkspaceEdit::default()
        };
    }
    // With the version, a client refuses the edit when the text has moved on in the meantime.
    let text_document =
        OptionalVersionedTextDocumentIdentifier { uri: document.uri.clone(), version: Some(document.version) };
    let edits = edits.into_iter().map(OneOf::Left).collect();
    let edit = TextDocumentEdit { text_document, edits };
    WorkspaceEdit { document_changes: Some(DocumentChanges::Edits(vec![edit])), ..WorkspaceEdit::default() }
}
