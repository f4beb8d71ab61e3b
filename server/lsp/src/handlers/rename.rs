//! `textDocument/prepareRename`, `textDocument/rename` and `workspace/willRenameFiles`: an answer's number, in its
//! text and in its path.

use std::str::FromStr as _;
use std::sync::Arc;

use camino::{Utf8Path, Utf8PathBuf};
use tower_lsp::jsonrpc::{Error, ErrorCode, Result};
use tower_lsp::ls_types::{
    ClientCapabilities, PrepareRenameResponse, RenameFilesParams, RenameParams, ResourceOperationKind,
    TextDocumentPositionParams, TextEdit, Uri, WorkspaceEdit,
};
use tradeoff_analysis::features::{self, Moves};
use tradeoff_analysis::rules;
use tradeoff_analysis::text::{LineIndex, slice};
use tradeoff_workspace::is_there;

use crate::convert::{Places, path_to_uri, uri_to_path};
use crate::document::{Analysed, Kind, OpenDocument};
use crate::edits::{Edits, Note};
use crate::state::Snapshot;

/// The protocol's code for a request that was understood and cannot be carried out.
const REQUEST_FAILED: ErrorCode = ErrorCode::ServerError(-32803);

/// A file of a folder that stands for it, for reading the folder's number.
const MAIN_FILE: &str = "README.md";

/// What the client can do when something is renamed. Whatever it leaves out, it cannot do.
#[expect(clippy::struct_excessive_bools, reason = "each is one thing that a client can do or not")]
#[derive(Clone, Debug)]
pub(crate) struct Abilities {
    /// Whether an edit may rename files.
    can_rename_files: bool,
    /// Whether parts of an edit may say what they are for and ask first: in general, and when a number is renamed.
    has_annotations: bool,
    annotates_renames: bool,
    /// Whether it asks first what would be renamed.
    pub(super) prepares: bool,
    /// Whether it tells before files are renamed.
    pub(super) tells: bool,
}

impl Abilities {
    pub(crate) fn new(client: &ClientCapabilities) -> Self {
        let workspace = client.workspace.as_ref();
        let edits = workspace.and_then(|workspace| workspace.workspace_edit.as_ref());
        let kinds = edits.and_then(|edits| edits.resource_operations.as_ref());
        let renames = client.text_document.as_ref().and_then(|document| document.rename.as_ref());
        let tells = workspace.and_then(|workspace| workspace.file_operations.as_ref()?.will_rename);
        let has_annotations = edits.is_some_and(|edits| edits.change_annotation_support.is_some());
        let honours = renames.and_then(|renames| renames.honors_change_annotations).unwrap_or(false);
        Self {
            can_rename_files: kinds.is_some_and(|kinds| kinds.contains(&ResourceOperationKind::Rename)),
            has_annotations,
            annotates_renames: has_annotations && honours,
            prepares: renames.and_then(|renames| renames.prepare_support).unwrap_or(false),
            tells: tells.unwrap_or(false),
        }
    }
}

pub(crate) fn prepare_rename(
    snapshot: &Snapshot,
    params: &TextDocumentPositionParams,
) -> Option<PrepareRenameResponse> {
    let (_, analysed) = snapshot.analysed(&params.text_document.uri)?;
    let places = analysed.places(&snapshot.session);
    let at = places.position_to_offset(params.position);
    let renamable = analysed.view(|view| features::renamable(view, at))?;
    Some(PrepareRenameResponse::RangeWithPlaceholder {
        range: places.span_to_range(renamable.span),
        placeholder: renamable.number.to_string(),
    })
}

pub(crate) fn rename(snapshot: &Snapshot, params: &RenameParams) -> Result<Option<WorkspaceEdit>> {
    let place = &params.text_document_position;
    let nothing_here = || refused("there is no number of an answer here");
    let (document, analysed) = snapshot.analysed(&place.text_document.uri).ok_or_else(nothing_here)?;
    let at = analysed.places(&snapshot.session).position_to_offset(place.position);
    let (old, new, edits, follows) = analysed.view(|view| {
        let old = features::renamable(view, at).ok_or_else(nothing_here)?.number;
        let new =
            features::new_number(&params.new_name, view.input.bank).map_err(|error| refused(error.to_string()))?;
        let (edits, follows) = features::rename(view, at, new).ok_or_else(nothing_here)?;
        Ok((old, new, edits, follows))
    })?;
    let mut all = Edits::default();
    edit_answer(snapshot, &document, &analysed, edits, &number_note(new, false), &mut all);
    let session = &*snapshot.session;
    if let (true, true, Some(path)) = (follows, session.renaming.can_rename_files, &document.path) {
        let path = if analysed.is_part() { path.with_file_name(MAIN_FILE) } else { path.clone() };
        let bank = &analysed.input().bank;
        if let Some((from, to)) = features::renamed_path(&slashes(&path), old, new, bank) {
            move_file(snapshot, &analysed, from, to, &mut all)?;
        }
    }
    Ok(all.into_workspace_edit(session, session.renaming.annotates_renames))
}

/// Renames the file or folder `from`, and lets links follow.
fn move_file(snapshot: &Snapshot, analysed: &Analysed, from: String, to: String, all: &mut Edits) -> Result<()> {
    let (old, new) = (Utf8Path::new(&from), Utf8Path::new(&to));
    if is_there(new) || snapshot.open_at(new).is_some() {
        return Err(refused(format!("{to} is there already; move it away first, so that nothing is lost")));
    }
    let (Some(old_uri), Some(new_uri)) = (snapshot.uri_of(old), path_to_uri(new)) else { return Ok(()) };
    let name = new.file_name().unwrap_or(new.as_str());
    let note = Note { id: "file", label: format!("Rename to {name}, and let links follow"), is_asked: true };
    all.rename(old_uri, new_uri, &note);
    relink(snapshot, &Moves(vec![(from, to)]), analysed.folder_of_configuration(), &note, all);
    Ok(())
}

pub(crate) fn will_rename(snapshot: &Snapshot, params: &RenameFilesParams) -> Option<WorkspaceEdit> {
    let mut all = Edits::default();
    let path = |uri: &str| uri_to_path(&Uri::from_str(uri).ok()?);
    for file in &params.files {
        let (Some(old), Some(new)) = (path(&file.old_uri), path(&file.new_uri)) else { continue };
        renumber_moved(snapshot, &old, &new, &mut all);
    }
    let session = &*snapshot.session;
    all.into_workspace_edit(session, session.renaming.has_annotations)
}

/// What follows from the file or folder `old` becoming `new`: nothing, unless there are answers in it.
fn renumber_moved(snapshot: &Snapshot, old: &Utf8Path, new: &Utf8Path, all: &mut Edits) {
    let mut inside = snapshot.configurations.documents_with(&[""], &[old.to_owned()]);
    // The number of a folder is that of a file right in it.
    inside.sort_by_key(|(path, _)| path.parent() != Some(old));
    let mut paths: Vec<Utf8PathBuf> = inside.into_iter().map(|(path, _)| path).collect();
    if paths.is_empty() {
        paths.push(old.to_owned());
    }
    let mut answer = None;
    for path in paths {
        let is_own = path == old || path.parent() == Some(old);
        if answer.is_some() && !is_own {
            break;
        }
        let Some((document, analysed)) = snapshot.analysed_at(&path) else { continue };
        if analysed.view(|view| view.analysis.answers.is_empty()) {
            continue;
        }
        let (before, after) = if path == old {
            (old.to_owned(), new.to_owned())
        } else {
            let name = if analysed.is_part() { Some(MAIN_FILE) } else { path.file_name() };
            (old.join(name.unwrap_or_default()), new.join(name.unwrap_or_default()))
        };
        let renamed = analysed.view(|view| features::renamed(view, &slashes(&before), &slashes(&after)));
        answer = Some(Arc::clone(&analysed));
        if let (true, Some((number, edits))) = (is_own, renamed) {
            edit_answer(snapshot, &document, &analysed, edits, &number_note(number, true), all);
            break;
        }
    }
    if let Some(analysed) = answer {
        let note = Note { id: "links", label: "Let links to what is renamed follow".to_owned(), is_asked: false };
        let moves = Moves(vec![(slashes(old), slashes(new))]);
        relink(snapshot, &moves, analysed.folder_of_configuration(), &note, all);
    }
}

fn number_note(number: u32, is_asked: bool) -> Note {
    Note { id: "number", label: format!("Change the number in the text to {number}"), is_asked }
}

/// Edits an answer, which may stand in several files.
fn edit_answer(
    snapshot: &Snapshot,
    document: &OpenDocument,
    analysed: &Analysed,
    edits: Vec<rules::TextEdit>,
    note: &Note,
    all: &mut Edits,
) {
    let session = &*snapshot.session;
    let (own, others): (Vec<_>, Vec<_>) =
        edits.into_iter().partition(|edit| analysed.places(session).has(edit.span));
    all.edit(
        &document.uri,
        snapshot.version_of(&document.uri),
        own.into_iter().map(|edit| to_lsp(edit, analysed.places(session))),
        note,
    );
    analysed.view(|view| {
        for edit in others {
            let Some(part) = view.analysis.markdown.part_at(edit.span.start()) else { continue };
            let path = document.path.as_deref().map(|path| path.with_file_name(&part.name));
            let Some(uri) = path.as_deref().and_then(|path| snapshot.uri_of(path)) else { continue };
            let text = slice(view.input.text, part.span);
            let index = LineIndex::new(text);
            let places = Places::new(text, &index, session.encoding).starting_at(part.span.start());
            all.edit(&uri, snapshot.version_of(&uri), [to_lsp(edit, places)], note);
        }
    });
}

/// Lets the links of all documents around lead to what moves.
fn relink(snapshot: &Snapshot, moves: &Moves, configuration: Option<&Utf8Path>, note: &Note, all: &mut Edits) {
    let mut folders: Vec<Utf8PathBuf> = snapshot.session.folders().iter().filter_map(uri_to_path).collect();
    folders.extend(configuration.map(Utf8Path::to_owned));
    let roots: Vec<String> = folders.iter().map(|folder| slashes(folder)).collect();
    let own: Vec<Utf8PathBuf> = moves.0.iter().map(|(old, _)| Utf8PathBuf::from(old)).collect();
    if folders.is_empty() {
        folders.extend(own.iter().filter_map(|path| path.parent()).map(Utf8Path::to_owned));
    }
    let needles: Vec<&str> = moves.needles().collect();
    let mut documents = snapshot.configurations.documents_with(&needles, &outermost(folders));
    if own.iter().any(|path| moves.moves_folder_of(&slashes(path))) {
        documents.extend(snapshot.configurations.documents_with(&[""], &own));
    }
    documents.retain(|(path, _)| snapshot.open_at(path).is_none());
    documents.sort();
    documents.dedup();
    let closed = documents.into_iter().filter_map(|(path, text)| Some((path_to_uri(&path)?, None, path, text)));
    let open = snapshot.documents().filter(|document| document.kind == Kind::Markdown);
    let open = open.filter_map(|document| {
        Some((document.uri.clone(), Some(document.version), document.path.clone()?, document.text()))
    });
    for (uri, version, path, text) in open.chain(closed) {
        let edits = features::relink(&text, &slashes(&path), moves, &roots);
        let index = LineIndex::new(&text);
        let places = Places::new(&text, &index, snapshot.session.encoding);
        all.edit(&uri, version, edits.into_iter().map(|edit| to_lsp(edit, places)), note);
    }
}

/// Those of `folders` that lie in none of the others.
fn outermost(mut folders: Vec<Utf8PathBuf>) -> Vec<Utf8PathBuf> {
    folders.sort();
    folders.dedup_by(|next, first| next.starts_with(&*first));
    folders
}

fn to_lsp(edit: rules::TextEdit, places: Places<'_>) -> TextEdit {
    TextEdit { range: places.span_to_range(edit.span), new_text: edit.text }
}

fn slashes(path: &Utf8Path) -> String {
    path.as_str().replace('\\', "/")
}

fn refused(message: impl Into<String>) -> Error {
    Error { code: REQUEST_FAILED, message: message.into().into(), data: None }
}
