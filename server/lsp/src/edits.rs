//! Changes of one file or of several at once, as the client understands them.
//!
//! With versions, a client refuses what no longer fits; with annotations, it lets the user choose. A client that
//! knows neither gets plain edits, and one that cannot rename files is not asked to.

use std::collections::HashMap;

use tower_lsp::ls_types::{
    AnnotatedTextEdit, ChangeAnnotation, DocumentChangeOperation, DocumentChanges, OneOf,
    OptionalVersionedTextDocumentIdentifier, RenameFile, RenameFileOptions, ResourceOp, TextDocumentEdit,
    TextEdit, Uri, WorkspaceEdit,
};

use crate::document::OpenDocument;
use crate::session::Session;

/// What a part of the change is good for, as the user sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Note {
    pub(crate) id: &'static str,
    pub(crate) label: String,
    /// Whether the user is asked first.
    pub(crate) is_asked: bool,
}

/// Edits of texts, then renames of files.
#[derive(Debug, Default)]
pub(crate) struct Edits {
    texts: Vec<(OptionalVersionedTextDocumentIdentifier, Vec<(TextEdit, &'static str)>)>,
    renames: Vec<(Uri, Uri, &'static str)>,
    notes: Vec<Note>,
}

impl Edits {
    /// Edits of one document that speak for themselves.
    pub(crate) fn of(document: &OpenDocument, edits: Vec<TextEdit>) -> Self {
        let edits = edits.into_iter().map(|edit| (edit, "")).collect();
        let texts = vec![(document.identifier(), edits)];
        Self { texts, ..Self::default() }
    }

    /// Edits the document at `uri`; `version` is that of an open one.
    pub(crate) fn edit(
        &mut self,
        uri: &Uri,
        version: Option<i32>,
        edits: impl IntoIterator<Item = TextEdit>,
        note: &Note,
    ) {
        let edits = edits.into_iter().map(|edit| (edit, note.id));
        let mut edits: Vec<_> = edits.collect();
        if edits.is_empty() {
            return;
        }
        self.note(note);
        if let Some((_, known)) = self.texts.iter_mut().find(|(document, _)| document.uri == *uri) {
            known.append(&mut edits);
        } else {
            let document = OptionalVersionedTextDocumentIdentifier { uri: uri.clone(), version };
            self.texts.push((document, edits));
        }
    }

    /// Renames a file or folder. Nothing is ever overwritten.
    pub(crate) fn rename(&mut self, old: Uri, new: Uri, note: &Note) {
        self.note(note);
        self.renames.push((old, new, note.id));
    }

    fn note(&mut self, note: &Note) {
        if self.notes.iter().all(|known| known.id != note.id) {
            self.notes.push(note.clone());
        }
    }

    /// The change without annotations.
    pub(crate) fn into_plain_edit(self, session: &Session) -> WorkspaceEdit {
        self.into_workspace_edit(session, false).unwrap_or_default()
    }

    /// The change for the client, `None` where there is nothing to change.
    pub(crate) fn into_workspace_edit(mut self, session: &Session, is_annotated: bool) -> Option<WorkspaceEdit> {
        for (_, edits) in &mut self.texts {
            edits.sort_by_key(|(edit, _)| (edit.range.start.line, edit.range.start.character));
        }
        if self.texts.is_empty() && self.renames.is_empty() {
            return None;
        }
        // Who can rename files can do it in one form only, whether or not that form is declared.
        if !session.has_versioned_edits && self.renames.is_empty() {
            let plain = |edits: Vec<(TextEdit, _)>| edits.into_iter().map(|(edit, _)| edit).collect();
            let changes = self.texts.into_iter().map(|(document, edits)| (document.uri, plain(edits)));
            return Some(WorkspaceEdit { changes: Some(changes.collect()), ..WorkspaceEdit::default() });
        }
        let annotated = |(text_edit, id): (TextEdit, &str)| {
            if is_annotated {
                OneOf::Right(AnnotatedTextEdit { text_edit, annotation_id: id.to_owned() })
            } else {
                OneOf::Left(text_edit)
            }
        };
        let texts = self.texts.into_iter().map(|(text_document, edits)| TextDocumentEdit {
            text_document,
            edits: edits.into_iter().map(annotated).collect(),
        });
        let changes = if self.renames.is_empty() {
            DocumentChanges::Edits(texts.collect())
        } else {
            let renames = self.renames.into_iter().map(|(old_uri, new_uri, id)| {
                let options = RenameFileOptions { overwrite: Some(false), ignore_if_exists: Some(false) };
                let annotation_id = is_annotated.then(|| id.to_owned());
                let rename = RenameFile { old_uri, new_uri, options: Some(options), annotation_id };
                DocumentChangeOperation::Op(ResourceOp::Rename(rename))
            });
            DocumentChanges::Operations(texts.map(DocumentChangeOperation::Edit).chain(renames).collect())
        };
        let annotations: HashMap<_, _> = self
            .notes
            .into_iter()
            .map(|note| {
                let Note { id, label, is_asked } = note;
                (id.to_owned(), ChangeAnnotation { label, needs_confirmation: Some(is_asked), description: None })
            })
            .collect();
        Some(WorkspaceEdit {
            document_changes: Some(changes),
            change_annotations: is_annotated.then_some(annotations),
            ..WorkspaceEdit::default()
        })
    }
}
