//! What the client said about itself when it introduced itself.
//!
//! Whatever it leaves out, it cannot do: a client that declares nothing gets plain text and plain edits.

use camino::Utf8PathBuf;
use tower_lsp::ls_types::{
    ClientCapabilities, CodeActionClientCapabilities, InitializeParams, MarkupKind, PositionEncodingKind, Uri,
    WorkspaceFolder, WorkspaceFoldersChangeEvent,
};
use tradeoff_analysis::text::ColumnUnit;

use crate::convert::uri_to_path;
use crate::snippet_edit;

/// The client's side of the session.
#[expect(clippy::struct_excessive_bools, reason = "each is one thing that a client can do or not")]
#[derive(Clone, Debug)]
pub(crate) struct Session {
    /// What its columns count.
    pub(crate) encoding: ColumnUnit,
    folders: Vec<Uri>,
    pub(crate) can_watch_files: bool,
    pub(crate) shows_related: bool,
    /// Whether it hands a diagnostic's data back with a request for code actions.
    pub(crate) keeps_data: bool,
    pub(crate) hover_in_markdown: bool,
    pub(crate) completion_in_markdown: bool,
    pub(crate) has_snippets: bool,
    /// Whether it takes actions with an edit; otherwise only commands.
    pub(crate) has_action_literals: bool,
    /// Whether it asks later for the edit of an action.
    pub(crate) resolves_edits: bool,
    /// Whether it shows why an action cannot be taken.
    pub(crate) shows_disabled: bool,
    /// Whether an edit can put the cursor somewhere.
    pub(crate) has_snippet_edits: bool,
    /// Whether it can have a command carried out that shows a document.
    pub(crate) opens_sheets: bool,
    pub(crate) has_versioned_edits: bool,
}

impl Default for Session {
    fn default() -> Self {
        Self::new(&InitializeParams::default())
    }
}

impl Session {
    pub(crate) fn new(params: &InitializeParams) -> Self {
        let client = &params.capabilities;
        let document = client.text_document.as_ref();
        let diagnostics = document.and_then(|document| document.publish_diagnostics.as_ref());
        let workspace = client.workspace.as_ref();
        let item = document.and_then(|document| document.completion.as_ref()?.completion_item.as_ref());
        let hover = document.and_then(|document| document.hover.as_ref()?.content_format.as_ref());
        let documentation = item.and_then(|item| item.documentation_format.as_ref());
        let action = document.and_then(|document| document.code_action.as_ref());
        let has_versioned_edits =
            workspace.and_then(|workspace| workspace.workspace_edit.as_ref()?.document_changes).unwrap_or(false);
        let is_markdown = |kinds: &Vec<MarkupKind>| kinds.contains(&MarkupKind::Markdown);
        Self {
            encoding: encoding(client),
            folders: folders(params),
            can_watch_files: workspace
                .and_then(|workspace| workspace.did_change_watched_files.as_ref()?.dynamic_registration)
                .unwrap_or(false),
            shows_related: diagnostics.and_then(|diagnostics| diagnostics.related_information).unwrap_or(false),
            keeps_data: diagnostics.and_then(|diagnostics| diagnostics.data_support).unwrap_or(false),
            hover_in_markdown: hover.is_some_and(is_markdown),
            completion_in_markdown: documentation.is_some_and(is_markdown),
            has_snippets: item.and_then(|item| item.snippet_support).unwrap_or(false),
            has_action_literals: action.is_some_and(|action| action.code_action_literal_support.is_some()),
            resolves_edits: action.is_some_and(resolves_edits),
            shows_disabled: action.and_then(|action| action.disabled_support).unwrap_or(false),
            has_snippet_edits: has_versioned_edits && snippet_edit::is_declared(client),
            opens_sheets: workspace.is_some_and(|workspace| workspace.execute_command.is_some())
                && client.window.as_ref().is_some_and(|window| {
                    window.show_document.as_ref().is_some_and(|show_document| show_document.support)
                }),
            has_versioned_edits,
        }
    }

    /// The path of the first folder that is one of files.
    pub(crate) fn first_folder(&self) -> Option<Utf8PathBuf> {
        self.folders.iter().find_map(uri_to_path)
    }

    pub(crate) fn change_folders(&mut self, event: WorkspaceFoldersChangeEvent) {
        self.folders.retain(|folder| event.removed.iter().all(|removed| removed.uri != *folder));
        self.folders.extend(event.added.into_iter().map(|folder| folder.uri));
    }

    /// The encoding as the protocol names it.
    pub(crate) fn encoding_kind(&self) -> PositionEncodingKind {
        match self.encoding {
            ColumnUnit::Utf8 => PositionEncodingKind::UTF8,
            ColumnUnit::Utf16 => PositionEncodingKind::UTF16,
            ColumnUnit::CodePoint => PositionEncodingKind::UTF32,
        }
    }
}

/// Whether the client asks for the edit of an action when it is chosen, and hands back what we need for that.
fn resolves_edits(action: &CodeActionClientCapabilities) -> bool {
    let properties = action.resolve_support.as_ref().map(|support| &support.properties);
    let has_edit = properties.is_some_and(|properties| properties.iter().any(|property| property == "edit"));
    has_edit && action.data_support.unwrap_or(false)
}

/// The client's first choice. All of them cost us the same.
fn encoding(client: &ClientCapabilities) -> ColumnUnit {
    let offered = client.general.as_ref().and_then(|general| general.position_encodings.as_ref());
    let known = offered.into_iter().flatten().find_map(|kind| match kind.as_str() {
        "utf-8" => Some(ColumnUnit::Utf8),
        "utf-16" => Some(ColumnUnit::Utf16),
        "utf-32" => Some(ColumnUnit::CodePoint),
        _ => None,
    });
    known.unwrap_or(ColumnUnit::Utf16)
}

/// The folders; for clients from before there were several, the one root.
fn folders(params: &InitializeParams) -> Vec<Uri> {
    let several = params.workspace_folders.iter().flatten().map(|WorkspaceFolder { uri, .. }| uri.clone());
    let mut folders: Vec<Uri> = several.collect();
    if folders.is_empty() {
        #[expect(deprecated, reason = "clients without workspace folders say it here")]
        folders.extend(params.root_uri.clone());
    }
    folders
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    fn session(params: Value) -> Session {
        Session::new(&serde_json::from_value(params).expect("the parameters are those of `initialize`"))
    }

    #[test]
    fn a_client_that_declares_nothing_can_do_nothing_special() {
        let session = session(json!({ "capabilities": {} }));
        assert_eq!(session.encoding, ColumnUnit::Utf16);
        assert!(!session.has_snippets && !session.hover_in_markdown && !session.has_versioned_edits);
        assert_eq!(session.first_folder(), None);
    }

    #[test]
    fn the_clients_first_known_encoding_is_taken() {
        let offer =
            |kinds: Value| session(json!({ "capabilities": { "general": { "positionEncodings": kinds } } }));
        assert_eq!(offer(json!(["utf-7", "utf-32", "utf-8"])).encoding, ColumnUnit::CodePoint);
        assert_eq!(offer(json!(["utf-7"])).encoding, ColumnUnit::Utf16);
    }

    #[cfg(unix)]
    #[test]
    fn folders_come_from_the_list_or_from_the_root() {
        let folders = json!([{ "uri": "vfs:/x", "name": "x" }, { "uri": "file:///a%20b", "name": "a" }]);
        let several = session(json!({ "capabilities": {}, "rootUri": "file:///r", "workspaceFolders": folders }));
        assert_eq!(several.first_folder(), Some("/a b".into()));
        let one = session(json!({ "capabilities": {}, "rootUri": "file:///r", "workspaceFolders": null }));
        assert_eq!(one.first_folder(), Some("/r".into()));
    }
}
