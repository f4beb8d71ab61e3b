//! What the client said about itself when it introduced itself.
//!
//! Whatever it leaves out, it cannot do: a client that declares nothing gets plain text and plain edits.

use camino::Utf8PathBuf;
use tower_lsp::ls_types::{
    ClientCapabilities, DiagnosticTag, InitializeParams, MarkupKind, PositionEncodingKind, ResourceOperationKind,
    Uri, WorkspaceFolder, WorkspaceFoldersChangeEvent,
};
use tradeoff_analysis::text::ColumnUnit;

use crate::convert::uri_to_path;
use crate::handlers::{ActionAbilities, CompletionAbilities, EXPLAIN, RenameAbilities};
use crate::refresh::Glances;
use crate::settings::{Settings, SettingsStore};

/// The client's side of the session.
#[expect(clippy::struct_excessive_bools, reason = "each is one thing that a client can do or not")]
#[derive(Clone, Debug)]
pub(crate) struct Session {
    /// What its columns count.
    pub(crate) encoding: ColumnUnit,
    folders: Vec<Uri>,
    pub(crate) settings: SettingsStore,
    /// Whether it carries out edits that it is asked for.
    pub(crate) applies_edits: bool,
    /// Whether edits may create files.
    pub(crate) creates_files: bool,
    /// Whether it opens documents that it is asked to show.
    pub(crate) shows_documents: bool,
    /// Whether its plugin serves `tradeoff:` documents, as it says in `initializationOptions`.
    pub(crate) serves_sheets: bool,
    /// Whether it can be asked for settings.
    pub(crate) has_configuration: bool,
    /// Whether it must be asked to tell when settings change.
    pub(crate) registers_configuration: bool,
    pub(crate) can_watch_files: bool,
    /// Whether it asks for diagnostics. Then none are ever sent.
    pub(crate) pulls: bool,
    /// Whether it can be told to ask for all of them again.
    pub(crate) can_refresh_diagnostics: bool,
    /// Whether it takes diagnostics of other documents with those that it asked for.
    pub(crate) takes_related_documents: bool,
    pub(crate) shows_related: bool,
    /// Whether it links a diagnostic's code to a page about it.
    pub(crate) links_codes: bool,
    /// Whether it shows what is of no use in another way.
    pub(crate) fades_unnecessary: bool,
    /// Whether it hands a diagnostic's data back with a request for code actions.
    pub(crate) keeps_data: bool,
    pub(crate) hover_in_markdown: bool,
    pub(crate) completion: CompletionAbilities,
    pub(crate) actions: ActionAbilities,
    pub(crate) has_versioned_edits: bool,
    pub(crate) renaming: RenameAbilities,
    /// Whether it has a command that explains a code lens, as it says in `experimental.commands.commands`.
    pub(crate) has_explain: bool,
    /// Whether a definition may say where it is asked for and what belongs to it.
    pub(crate) has_definition_links: bool,
    pub(crate) shows_link_tooltips: bool,
    /// Whether it shows an outline as a tree.
    pub(crate) has_symbol_trees: bool,
    /// Whether it asks for the place of a workspace symbol when somebody goes there.
    pub(crate) resolves_symbols: bool,
    /// How many folds it takes.
    pub(crate) fold_limit: usize,
    /// What it can be asked to ask for again.
    pub(crate) refreshes: Glances,
    /// Whether it shows how far work is that it did not ask for.
    pub(crate) shows_progress: bool,
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
        let pull = document.and_then(|document| document.diagnostic.as_ref());
        let workspace = client.workspace.as_ref();
        let hover = document.and_then(|document| document.hover.as_ref()?.content_format.as_ref());
        let is_markdown = |kinds: &Vec<MarkupKind>| kinds.contains(&MarkupKind::Markdown);
        Self {
            encoding: encoding(client),
            folders: folders(params),
            settings: SettingsStore::new(params.initialization_options.as_ref()),
            applies_edits: workspace.and_then(|workspace| workspace.apply_edit).unwrap_or(false),
            creates_files: workspace
                .and_then(|workspace| workspace.workspace_edit.as_ref())
                .and_then(|edit| edit.resource_operations.as_ref())
                .is_some_and(|operations| operations.contains(&ResourceOperationKind::Create)),
            shows_documents: client
                .window
                .as_ref()
                .and_then(|window| window.show_document.as_ref())
                .is_some_and(|show| show.support),
            serves_sheets: params
                .initialization_options
                .as_ref()
                .and_then(|options| options.get("sheetDocuments")?.as_bool())
                .unwrap_or(false),
            has_configuration: workspace.and_then(|workspace| workspace.configuration).unwrap_or(false),
            registers_configuration: workspace
                .and_then(|workspace| workspace.did_change_configuration.as_ref()?.dynamic_registration)
                .unwrap_or(false),
            can_watch_files: workspace
                .and_then(|workspace| workspace.did_change_watched_files.as_ref()?.dynamic_registration)
                .unwrap_or(false),
            pulls: pull.is_some(),
            can_refresh_diagnostics: workspace
                .and_then(|workspace| workspace.diagnostics.as_ref()?.refresh_support)
                .unwrap_or(false),
            takes_related_documents: pull.and_then(|pull| pull.related_document_support).unwrap_or(false),
            shows_related: either(
                diagnostics.and_then(|diagnostics| diagnostics.related_information),
                pull.and_then(|pull| pull.related_information),
            ),
            links_codes: either(
                diagnostics.and_then(|diagnostics| diagnostics.code_description_support),
                pull.and_then(|pull| pull.code_description_support),
            ),
            fades_unnecessary: either(
                diagnostics.map(|diagnostics| {
                    let tags = diagnostics.tag_support.as_ref();
                    tags.is_some_and(|tags| tags.value_set.contains(&DiagnosticTag::UNNECESSARY))
                }),
                // Who takes tags here does not mind those it does not know.
                pull.map(|pull| pull.tag_support.is_some()),
            ),
            keeps_data: either(
                diagnostics.and_then(|diagnostics| diagnostics.data_support),
                pull.and_then(|pull| pull.data_support),
            ),
            hover_in_markdown: hover.is_some_and(is_markdown),
            completion: document
                .and_then(|document| document.completion.as_ref())
                .map(CompletionAbilities::new)
                .unwrap_or_default(),
            actions: ActionAbilities::new(client),
            has_versioned_edits: workspace
                .and_then(|workspace| workspace.workspace_edit.as_ref()?.document_changes)
                .unwrap_or(false),
            renaming: RenameAbilities::new(client),
            has_explain: own_commands(client).any(|command| command == EXPLAIN),
            has_definition_links: document
                .and_then(|document| document.definition.as_ref()?.link_support)
                .unwrap_or(false),
            shows_link_tooltips: document
                .and_then(|document| document.document_link.as_ref()?.tooltip_support)
                .unwrap_or(false),
            has_symbol_trees: document
                .and_then(|document| document.document_symbol.as_ref()?.hierarchical_document_symbol_support)
                .unwrap_or(false),
            resolves_symbols: workspace
                .and_then(|workspace| workspace.symbol.as_ref()?.resolve_support.as_ref())
                .is_some_and(|support| support.properties.iter().any(|property| property == "location.range")),
            fold_limit: document
                .and_then(|document| document.folding_range.as_ref()?.range_limit)
                .map_or(usize::MAX, |limit| limit as usize),
            refreshes: Glances::new(client),
            shows_progress: client.window.as_ref().and_then(|window| window.work_done_progress).unwrap_or(false),
        }
    }

    /// What the user chose in the editor for the document at `uri`.
    pub(crate) fn settings(&self, uri: &Uri) -> &Settings {
        self.settings.at(uri)
    }

    /// The same where there may be no document.
    pub(crate) fn settings_at(&self, uri: Option<&Uri>) -> &Settings {
        uri.map_or_else(|| self.settings.everywhere(), |uri| self.settings.at(uri))
    }

    /// The folders of the workspace, in the client's order.
    pub(crate) fn folders(&self) -> &[Uri] {
        &self.folders
    }

    /// The path of the first folder that is one of files.
    pub(crate) fn first_folder(&self) -> Option<Utf8PathBuf> {
        self.folders.iter().find_map(uri_to_path)
    }

    /// The paths of all folders that are ones of files.
    pub(crate) fn folder_paths(&self) -> impl Iterator<Item = Utf8PathBuf> {
        self.folders.iter().filter_map(uri_to_path)
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

/// The commands that a client carries out by itself, said as rust-analyzer's clients say it: the protocol has no
/// place for it.
fn own_commands(client: &ClientCapabilities) -> impl Iterator<Item = &str> {
    let commands = client.experimental.as_ref().and_then(|own| own.get("commands")?.get("commands")?.as_array());
    commands.into_iter().flatten().filter_map(|command| command.as_str())
}

/// Whether a client says in one place or the other that it can do something: of diagnostics that it asks for, most
/// still say it where they speak of those that are sent.
fn either(one: Option<bool>, other: Option<bool>) -> bool {
    one.unwrap_or(false) || other.unwrap_or(false)
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
        assert!(!session.hover_in_markdown && !session.has_versioned_edits);
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
