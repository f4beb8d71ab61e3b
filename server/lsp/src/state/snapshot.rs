//! What requests are answered from: the state as it was at one moment.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use camino::{Utf8Path, Utf8PathBuf};
use tower_lsp::ls_types::{Diagnostic, Uri};
use tradeoff_workspace::{Configuration, Index, read_text};

use super::documents::Documents;
use crate::configuration::ConfigurationStore;
use crate::convert::{path_to_uri, respelt, uri_to_path};
use crate::document::{Analysed, Kind, OpenDocument};
use crate::session::Session;

/// What a request is answered from. Cheap to clone; never changes.
#[derive(Clone)]
pub(crate) struct Snapshot {
    pub(crate) session: Arc<Session>,
    pub(super) documents: Documents,
    pub(crate) configurations: Arc<ConfigurationStore>,
    pub(super) reports: Arc<Reports>,
    pub(super) index: Index,
    /// Whether the index has all files, so that what is not in it does not exist.
    pub(crate) is_indexed: bool,
    pub(super) repositories: Arc<BTreeSet<Utf8PathBuf>>,
}

/// What was last found in configuration files that are not open.
pub(super) type Reports = HashMap<Utf8PathBuf, Vec<Diagnostic>>;

impl Snapshot {
    /// The document at `uri`, when it is open.
    pub(crate) fn document(&self, uri: &Uri) -> Option<&Arc<OpenDocument>> {
        self.documents.get(&respelt(uri))
    }

    /// All open documents.
    pub(crate) fn documents(&self) -> impl Iterator<Item = &Arc<OpenDocument>> {
        self.documents.values()
    }

    /// What there is to say about configuration files that are not open.
    pub(crate) fn reports(&self) -> impl Iterator<Item = (&Utf8PathBuf, &Vec<Diagnostic>)> {
        self.reports.iter()
    }

    /// The analysed document, when it is open and its Markdown is ours to look at.
    pub(crate) fn analysed(&self, uri: &Uri) -> Option<(Arc<OpenDocument>, Arc<Analysed>)> {
        let document = self.document(uri).filter(|document| document.kind == Kind::Markdown)?;
        Some((Arc::clone(document), document.analysed(self)))
    }

    /// The analysed documents among those that are open, in order of their addresses.
    pub(crate) fn all_analysed(&self) -> impl Iterator<Item = (Arc<OpenDocument>, Arc<Analysed>)> {
        let mut uris: Vec<&Uri> = self.documents.keys().collect();
        uris.sort_by_key(|uri| uri.as_str());
        uris.into_iter().filter_map(|uri| self.analysed(uri))
    }

    /// The address of the file at `path`: as the client spells it, when it is open.
    pub(crate) fn uri_of(&self, path: &Utf8Path) -> Option<Uri> {
        self.open_at(path).map_or_else(|| path_to_uri(path), |document| Some(document.uri.clone()))
    }

    /// The open document of the file at `path`.
    pub(crate) fn open_at(&self, path: &Utf8Path) -> Option<&Arc<OpenDocument>> {
        self.documents.values().find(|document| document.path.as_deref() == Some(path))
    }

    /// The version of the document at `uri`, when it is open: an edit of it is for that version.
    pub(crate) fn version_of(&self, uri: &Uri) -> Option<i32> {
        self.document(uri).map(|document| document.version)
    }

    /// The analysed file at `path`: as it is in the editor when it is open, else as it is on the disk.
    pub(crate) fn analysed_at(&self, path: &Utf8Path) -> Option<(Arc<OpenDocument>, Arc<Analysed>)> {
        if let Some(document) = self.open_at(path) {
            return self.analysed(&document.uri);
        }
        let most = self.configurations.in_force(path.parent()).configuration.settings.max_file_size;
        let document = Arc::new(OpenDocument::of_file(path_to_uri(path)?, read_text(path, most).ok()?));
        let analysed = (document.kind == Kind::Markdown).then(|| document.analysed(self))?;
        Some((document, analysed))
    }

    /// The configuration in force for the document or folder at `about`; without one, for the first folder.
    pub(crate) fn configuration(&self, about: Option<&Uri>) -> Arc<Configuration> {
        let folder = match about {
            Some(uri) => match self.document(uri) {
                Some(document) => document.folder(&self.session),
                None => uri_to_path(uri).or_else(|| self.session.first_folder()),
            },
            None => self.session.first_folder(),
        };
        self.configurations.in_force(folder.as_deref()).configuration
    }

    /// The text of the file at `path`, when it is open.
    pub(crate) fn open_text(&self, path: &Utf8Path) -> Option<String> {
        Some(self.open_at(path)?.text())
    }
}
