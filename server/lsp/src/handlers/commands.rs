//! `workspace/executeCommand`.
//!
//! A command takes one object. What it changes or opens goes through the client where the client can do that;
//! where it cannot, the result holds the edit or the address, for whoever sent the command.

use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use tower_lsp::Client;
use tower_lsp::jsonrpc::{Error, ErrorCode, Result};
use tower_lsp::ls_types::request::ApplyWorkspaceEdit;
use tower_lsp::ls_types::{
    ApplyWorkspaceEditParams, CreateFile, CreateFileOptions, DocumentChangeOperation, DocumentChanges,
    ExecuteCommandParams, MessageType, OneOf, OptionalVersionedTextDocumentIdentifier, Range, ResourceOp,
    ShowDocumentParams, TextDocumentEdit, TextEdit, Uri, WorkspaceEdit,
};
use tradeoff_analysis::bank::Question;
use tradeoff_analysis::{features, skeleton};
use tradeoff_workspace::{Configuration, absolute, is_there};

use super::questions::progress;
use super::sheet::question;
use crate::answers::known_answers;
use crate::convert::{path_to_uri, uri_to_path};
use crate::edits::Edits;
use crate::sheets::sheet_uri;
use crate::state::Snapshot;

/// The protocol's error for a request that was understood and could not be carried out.
const REQUEST_FAILED: i64 = -32803;

/// All commands.
pub(crate) const COMMANDS: [&str; 4] = [NEW_ANSWER, INSERT_SKELETON, OPEN_SHEET, PROGRESS];

const NEW_ANSWER: &str = "tradeoff.newAnswer";
const INSERT_SKELETON: &str = "tradeoff.insertSkeleton";
pub(super) const OPEN_SHEET: &str = "tradeoff.openSheet";
const PROGRESS: &str = "tradeoff.progress";

/// What a command wants to happen.
#[derive(Debug, Default)]
pub(crate) struct Outcome {
    /// What to tell whoever sent the command.
    result: Value,
    change: Option<Change>,
    /// A document to open, after the change.
    show: Option<Uri>,
    /// A line for the user.
    message: Option<String>,
}

#[derive(Debug)]
struct Change {
    /// What it does, as the list of things to undo shows it.
    label: String,
    edit: WorkspaceEdit,
    /// The key of the result that says whether it was applied.
    done: &'static str,
}

/// What `params` want to happen.
pub(crate) fn plan(snapshot: &Snapshot, params: ExecuteCommandParams) -> Result<Outcome> {
    let ExecuteCommandParams { command, arguments, .. } = params;
    match command.as_str() {
        NEW_ANSWER => new_answer(snapshot, &argument(&command, arguments)?),
        INSERT_SKELETON => insert_skeleton(snapshot, &argument(&command, arguments)?),
        OPEN_SHEET => open_sheet(snapshot, &argument(&command, arguments)?),
        PROGRESS => {
            let progress = progress(snapshot, &argument(&command, arguments)?);
            let message = Some(progress.summary());
            let result = serde_json::to_value(progress).map_err(|_| Error::internal_error())?;
            Ok(Outcome { result, message, ..Outcome::default() })
        }
        _ => {
            let all = COMMANDS.join(", ");
            Err(Error::invalid_params(format!("there is no command `{command}`; the commands are {all}")))
        }
    }
}

/// Lets it happen, as far as the client can.
pub(crate) async fn carry_out(client: &Client, snapshot: &Snapshot, outcome: Outcome) -> Result<Option<Value>> {
    let Outcome { mut result, change, show, message } = outcome;
    let session = &snapshot.session;
    if let Some(Change { label, edit, done }) = change {
        let creates = matches!(edit.document_changes, Some(DocumentChanges::Operations(_)));
        if session.applies_edits && (!creates || session.creates_files) {
            let params = ApplyWorkspaceEditParams { label: Some(label.clone()), edit };
            let response = client.send_request::<ApplyWorkspaceEdit>(params).await?;
            if !response.applied {
                let reason = response.failure_reason.unwrap_or_else(|| "it does not say why".to_owned());
                return Err(failed(format!("{label}: the editor refused the edit: {reason}")));
            }
            result[done] = true.into();
        } else {
            result["edit"] = serde_json::to_value(edit).map_err(|_| Error::internal_error())?;
            // There is nothing to open yet.
            return Ok(Some(result));
        }
    }
    if let Some(uri) = show.filter(|_| session.shows_documents) {
        let params = ShowDocumentParams { uri, external: None, take_focus: Some(true), selection: None };
        if !client.show_document(params).await? {
            tracing::warn!("the editor did not open the document");
        }
    }
    if let Some(message) = message {
        client.show_message(MessageType::INFO, message).await;
    }
    Ok(Some(result))
}

fn failed(message: String) -> Error {
    Error { code: ErrorCode::ServerError(REQUEST_FAILED), message: message.into(), data: None }
}

/// The one object that every command takes; an empty one may be left out.
fn argument<T: DeserializeOwned>(command: &str, mut arguments: Vec<Value>) -> Result<T> {
    let argument = if arguments.is_empty() { json!({}) } else { arguments.swap_remove(0) };
    let is_object = argument.is_object();
    let read = serde_json::from_value(argument).ok().filter(|_| arguments.is_empty() && is_object);
    read.ok_or_else(|| {
        let wanted = match command {
            NEW_ANSWER => r#"{"number": 501, "folder": "answers"}, the folder may be left out"#,
            INSERT_SKELETON => {
                r#"{"uri": "file:///a.md", "consideration": "cost"}, the consideration may be left out"#
            }
            OPEN_SHEET => r#"{"number": 501, "uri": "file:///a.md"}, the uri may be left out"#,
            _ => r#"{"uri": "file:///answers"}, which may be left out"#,
        };
        Error::invalid_params(format!("`{command}` takes one object: {wanted}"))
    })
}

#[derive(Debug, Deserialize)]
struct NewAnswer {
    number: u32,
    /// A URI, or a path that is absolute or starts at the first folder; without one, the first folder.
    folder: Option<String>,
}

fn new_answer(snapshot: &Snapshot, argument: &NewAnswer) -> Result<Outcome> {
    let folder = folder(snapshot, argument.folder.as_deref())?;
    let configuration = snapshot.configuration(Some(&folder));
    let question = question(&configuration.bank, argument.number)?;
    let answers = known_answers(snapshot, &configuration.bank);
    let name = skeleton::file_name(question);
    let uri = below(&folder, &name)?;
    let path = uri_to_path(&uri);
    let known = answers.into_iter().find(|answer| answer.standing.question == argument.number);
    let existing = known.map(|answer| answer.uri).or_else(|| {
        let is_there = path.as_deref().is_some_and(is_there) || snapshot.document(&uri).is_some();
        is_there.then(|| uri.clone())
    });
    if let Some(uri) = existing {
        return Ok(Outcome {
            result: json!({ "uri": uri, "created": false }),
            show: Some(uri),
            ..Outcome::default()
        });
    }
    let text = text(question, &configuration, &uri);
    Ok(Outcome {
        result: json!({ "uri": uri, "created": false }),
        change: Some(Change {
            label: format!("New answer to {}", argument.number),
            edit: creation(uri.clone(), text),
            done: "created",
        }),
        show: Some(uri),
        message: None,
    })
}

fn folder(snapshot: &Snapshot, named: Option<&str>) -> Result<Uri> {
    let first = snapshot.session.folders().first();
    let is_uri = |text: &str| text.split_once(':').is_some_and(|(scheme, _)| scheme.len() > 1);
    match (named, first) {
        (Some(uri), _) if is_uri(uri) => {
            uri.parse().map_err(|_| Error::invalid_params(format!("`folder` is no URI: {uri}")))
        }
        (None, Some(first)) => Ok(first.clone()),
        (Some(path), first) => {
            let root = first.and_then(uri_to_path).unwrap_or_default();
            let path = absolute(&root, path.into());
            let uri = path.has_root().then(|| path_to_uri(&path)).flatten();
            uri.ok_or_else(|| {
                Error::invalid_params("no folder is open that `folder` could start at; name it whole")
            })
        }
        (None, None) => Err(Error::invalid_params("no folder is open; say in which `folder` the answer is to be")),
    }
}

fn below(folder: &Uri, name: &str) -> Result<Uri> {
    let uri = format!("{}/{name}", folder.as_str().trim_end_matches('/'));
    uri.parse().map_err(|_| Error::invalid_params(format!("nothing can be put below {}", folder.as_str())))
}

fn text(question: &Question, configuration: &Configuration, uri: &Uri) -> String {
    let settings = &configuration.settings;
    let below = uri_to_path(uri).and_then(|path| configuration.below(&path)).unwrap_or_default();
    let of_path = settings.for_path(&below);
    skeleton::document(question, of_path.required.iter().map(|&id| settings.consideration(id)))
}

/// A new file with `text`. Fails in the client where something is there by then.
fn creation(uri: Uri, text: String) -> WorkspaceEdit {
    let create = CreateFile {
        uri: uri.clone(),
        options: Some(CreateFileOptions { overwrite: Some(false), ignore_if_exists: Some(false) }),
        annotation_id: None,
    };
    let insert = TextDocumentEdit {
        text_document: OptionalVersionedTextDocumentIdentifier { uri, version: None },
        edits: vec![OneOf::Left(TextEdit { range: Range::default(), new_text: text })],
    };
    let operations =
        vec![DocumentChangeOperation::Op(ResourceOp::Create(create)), DocumentChangeOperation::Edit(insert)];
    WorkspaceEdit { document_changes: Some(DocumentChanges::Operations(operations)), ..WorkspaceEdit::default() }
}

#[derive(Debug, Deserialize)]
struct InsertSkeleton {
    uri: Uri,
    consideration: Option<String>,
}

fn insert_skeleton(snapshot: &Snapshot, argument: &InsertSkeleton) -> Result<Outcome> {
    let InsertSkeleton { uri, consideration } = argument;
    let Some((document, analysed)) = snapshot.analysed(uri) else {
        return Err(Error::invalid_params(format!("{} is no Markdown document that is open", uri.as_str())));
    };
    let places = analysed.places(&snapshot.session);
    let edit = analysed.view(|view| features::insertion(view, consideration.as_deref()));
    let edit = edit.map_err(|reason| Error::invalid_params(format!("nothing is inserted: {reason}")))?;
    let edits = vec![TextEdit { range: places.span_to_range(edit.span), new_text: edit.text }];
    Ok(Outcome {
        result: json!({ "uri": uri, "inserted": false }),
        change: Some(Change {
            label: "Insert skeleton".to_owned(),
            edit: Edits::of(&document, edits).into_plain_edit(&snapshot.session),
            done: "inserted",
        }),
        ..Outcome::default()
    })
}

#[derive(Debug, Deserialize)]
struct OpenSheet {
    number: u32,
    /// The document that one works on.
    uri: Option<Uri>,
}

fn open_sheet(snapshot: &Snapshot, argument: &OpenSheet) -> Result<Outcome> {
    let about = argument.uri.as_ref();
    let configuration = snapshot.configuration(about);
    let question = question(&configuration.bank, argument.number)?;
    let uri = sheet_uri(&snapshot.session, &configuration, question, about).map_err(|error| {
        let cause = std::error::Error::source(&error).map(|cause| format!(": {cause}")).unwrap_or_default();
        failed(format!("the sheet cannot be opened: {error}{cause}"))
    })?;
    let uri = uri.ok_or_else(|| failed("the sheet cannot be opened: its path has no address".to_owned()))?;
    Ok(Outcome { result: json!({ "uri": uri }), show: Some(uri), ..Outcome::default() })
}
