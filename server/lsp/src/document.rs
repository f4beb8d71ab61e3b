//! One version of one open document, and what the analysis makes of it.

use std::sync::{Arc, OnceLock};

use camino::{Utf8Path, Utf8PathBuf};
use tower_lsp::ls_types::{TextDocumentContentChangeEvent, TextDocumentItem, Uri};
use tradeoff_analysis::answer::EXTENSIONS;
use tradeoff_analysis::features::View;
use tradeoff_analysis::text::{ColumnUnit, Document, Edit, LineIndex};
use tradeoff_analysis::{Analysis, Input, analyse};
use tradeoff_workspace::{CONFIGURATION_FILE, Configuration};

use crate::configuration::ConfigurationStore;
use crate::convert::{position_to_line_column, uri_to_path};
use crate::session::Session;

/// The languages that editors give Markdown documents.
const LANGUAGES: [&str; 4] = ["markdown", "mdx", "quarto", "rmd"];

/// What a document is to us.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// May hold answers.
    Markdown,
    /// A `tradeoff.toml`.
    Configuration,
    /// Nothing that we say anything about.
    Other,
}

/// A document as the client has it. Never changes; an edit makes a new one.
pub(crate) struct OpenDocument {
    pub(crate) uri: Uri,
    /// The client's number for this text.
    pub(crate) version: i32,
    /// Ours for this text together with what it is judged by; higher is later, over all documents.
    pub(crate) revision: u64,
    pub(crate) kind: Kind,
    /// Where it lies, if it is a file.
    pub(crate) path: Option<Utf8PathBuf>,
    text: Document,
    analysed: OnceLock<Arc<Analysed>>,
}

impl OpenDocument {
    pub(crate) fn new(item: TextDocumentItem, revision: u64) -> Self {
        let path = uri_to_path(&item.uri);
        Self {
            kind: kind(path.as_deref(), &item),
            path,
            version: item.version,
            revision,
            text: Document::new(&item.text),
            uri: item.uri,
            analysed: OnceLock::new(),
        }
    }

    /// The document after `changes`, whose columns count `unit`.
    pub(crate) fn edited(
        &self,
        version: i32,
        revision: u64,
        changes: Vec<TextDocumentContentChangeEvent>,
        unit: ColumnUnit,
    ) -> Self {
        let mut next = Self { version, ..self.at_revision(revision) };
        for change in changes {
            let range = change.range;
            let range =
                range.map(|range| (position_to_line_column(range.start), position_to_line_column(range.end)));
            if let Err(oddity) = next.text.apply(&Edit { range, text: change.text }, unit) {
                tracing::warn!("version {version} of {}: {oddity}", self.uri.as_str());
            }
        }
        next
    }

    /// The same text, to be judged anew.
    pub(crate) fn at_revision(&self, revision: u64) -> Self {
        Self {
            uri: self.uri.clone(),
            version: self.version,
            revision,
            kind: self.kind,
            path: self.path.clone(),
            text: self.text.clone(),
            analysed: OnceLock::new(),
        }
    }

    /// The whole text.
    pub(crate) fn text(&self) -> String {
        self.text.text()
    }

    /// The analysis of this revision, made now unless somebody has made it already. Never waits for another
    /// thread that is about to make it: a slow one must not hold up a reader.
    pub(crate) fn analysed(&self, session: &Session, configurations: &ConfigurationStore) -> Arc<Analysed> {
        if let Some(analysed) = self.analysed.get() {
            return Arc::clone(analysed);
        }
        let folder = self.folder(session);
        let configuration = configurations.in_force(folder.as_deref()).configuration;
        let analysed = Arc::new(Analysed::new(self, configuration));
        // Where two threads made it, both are the same.
        let _ = self.analysed.set(Arc::clone(&analysed));
        analysed
    }

    /// The folder whose configuration holds: the file's own, else the first of the workspace.
    pub(crate) fn folder(&self, session: &Session) -> Option<Utf8PathBuf> {
        let own = self.path.as_deref().and_then(Utf8Path::parent);
        own.map(Utf8Path::to_owned).or_else(|| session.first_folder())
    }
}

fn kind(path: Option<&Utf8Path>, item: &TextDocumentItem) -> Kind {
    if path.and_then(Utf8Path::file_name) == Some(CONFIGURATION_FILE) {
        return Kind::Configuration;
    }
    let extension = path.and_then(Utf8Path::extension);
    let has_extension =
        extension.is_some_and(|one| EXTENSIONS.iter().any(|known| one.eq_ignore_ascii_case(known)));
    let is_markdown = has_extension || LANGUAGES.contains(&item.language_id.as_str());
    if is_markdown { Kind::Markdown } else { Kind::Other }
}

/// A text with everything that features need to look at it.
pub(crate) struct Analysed {
    pub(crate) text: String,
    pub(crate) index: LineIndex,
    path: String,
    below_config: Option<String>,
    configuration: Arc<Configuration>,
    analysis: Analysis,
}

impl Analysed {
    fn new(document: &OpenDocument, configuration: Arc<Configuration>) -> Self {
        let text = document.text();
        let path = document.uri.path().decode().to_string_lossy().into_owned();
        let below_config = document.path.as_deref().and_then(|path| configuration.below(path));
        let mut analysed = Self {
            index: LineIndex::new(&text),
            text,
            path,
            below_config,
            configuration,
            analysis: Analysis::default(),
        };
        analysed.analysis = analyse(&analysed.input());
        analysed
    }

    pub(crate) fn input(&self) -> Input<'_> {
        Input {
            text: &self.text,
            path: Some(&self.path),
            below_config: self.below_config.as_deref(),
            bank: &self.configuration.bank,
            settings: &self.configuration.settings,
        }
    }

    /// Lets `look` see the document as the features do.
    pub(crate) fn view<T>(&self, look: impl FnOnce(View<'_>) -> T) -> T {
        look(View { input: &self.input(), analysis: &self.analysis })
    }
}
