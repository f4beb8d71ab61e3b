//! What the state does with the index of all files.

use std::sync::Arc;

use camino::{Utf8Path, Utf8PathBuf};
use tower_lsp::ls_types::FileEvent;
use tradeoff_workspace::{Configuration, Encounters, Index, IndexedFile, root_of};

use super::{Snapshot, State};
use crate::convert::{path_to_uri, uri_to_path};
use crate::indexing::Touched;

/// A change of this file changes which files are indexed.
const IGNORE_FILE: &str = ".gitignore";

impl Snapshot {
    /// What is known about all files, those on the disk as far as they have been read, open ones as they were when
    /// they were last analysed. Places count columns in the client's encoding.
    pub(crate) fn index(&self) -> &Index {
        &self.index
    }

    /// The folders whose files are indexed: those of the workspace, and the repositories of open files elsewhere.
    pub(crate) fn index_folders(&self) -> Vec<Utf8PathBuf> {
        let folders = self.session.folder_paths().chain(self.repositories.iter().cloned());
        // One inside another is indexed with it.
        let all: Vec<Utf8PathBuf> = folders.collect();
        let is_outer =
            |folder: &&Utf8PathBuf| !all.iter().any(|other| other != *folder && folder.starts_with(other));
        let mut outer: Vec<Utf8PathBuf> = all.iter().filter(is_outer).cloned().collect();
        outer.sort();
        outer.dedup();
        outer
    }

    /// The folder of the repository that the file at `path` belongs to.
    pub(crate) fn root(&self, path: &Utf8Path, configuration: &Configuration) -> Arc<Utf8Path> {
        root_of(path, configuration, self.session.folder_paths())
    }
}

impl State {
    /// Takes in what the thread that reads files has made of them.
    pub(super) fn indexed(&mut self, index: &Index, is_complete: bool) {
        self.index = index.with_open_of(&self.index);
        self.is_indexed |= is_complete;
        self.changes.send_replace(());
        self.judge_met(|_| true);
    }

    /// Takes in what an open file says after an analysis, and lets those know that may have to know.
    pub(super) fn take_in(&mut self, file: IndexedFile) {
        self.find_repository(&file.root);
        let touched = Touched::between(&file.path, self.index.file(&file.path).map(|known| &**known), Some(&file));
        let path = file.path.clone();
        self.index.open(file);
        match touched {
            Some(touched) => {
                self.judge_met(|file| file.path.as_str() == path.as_str() || touched.concerns(file));
                self.indexer.touched(touched);
            }
            // The index may have changed while the analysis was under way.
            None => self.judge_met_at(&path),
        }
    }

    /// Lets what is on the disk at `path` hold again.
    pub(super) fn leave(&mut self, path: &Utf8Path) {
        let before = self.index.close(path);
        let touched = Touched::between(path, before.as_deref(), self.index.file(path).map(|known| &**known));
        if let Some(touched) = touched {
            self.judge_met(|file| touched.concerns(file));
            self.indexer.touched(touched);
        }
        // A client that does not watch files has told nothing about what it has saved.
        self.indexer.changed([path.to_owned()]);
    }

    /// Passes on what the client saw happen to files.
    pub(super) fn files_moved(&self, changes: &[FileEvent]) {
        let paths: Vec<Utf8PathBuf> = changes.iter().filter_map(|change| uri_to_path(&change.uri)).collect();
        if paths.iter().any(|path| path.file_name() == Some(IGNORE_FILE)) {
            self.indexer.rescan();
        } else if !paths.is_empty() {
            self.indexer.changed(paths);
        }
    }

    /// The workspace's folders or their configurations have changed.
    pub(super) fn rescan(&self) {
        if self.is_introduced && self.is_initialized {
            self.indexer.rescan();
        }
    }

    /// A file that was opened from outside the workspace brings its repository with it, if a configuration says
    /// where that is.
    fn find_repository(&mut self, root: &Utf8Path) {
        let is_known = self.snapshot().index_folders().iter().any(|folder| root.starts_with(folder));
        let is_configured = || {
            let found = self.configurations.in_force(Some(root)).configuration;
            found.folder() == Some(root)
        };
        if !is_known && is_configured() && Arc::make_mut(&mut self.repositories).insert(root.to_owned()) {
            self.rescan();
        }
    }

    /// Judges the open documents anew that meet something else in other files than when they were last judged, as
    /// far as they are `concerned`.
    fn judge_met(&mut self, concerned: impl Fn(&IndexedFile) -> bool) {
        let concerned = self.index.open_files().filter(|file| concerned(file));
        let changed = concerned.filter(|file| self.meets_something_else(&file.path));
        let uris = changed.filter_map(|file| path_to_uri(&file.path));
        let changed: Vec<_> = uris.filter_map(|uri| self.documents.get(&uri).cloned()).collect();
        self.judge_these(changed);
    }

    fn judge_met_at(&mut self, path: &Utf8Path) {
        if self.meets_something_else(path) {
            self.judge(|document| document.path.as_deref() == Some(path));
        }
    }

    fn meets_something_else(&self, path: &Utf8Path) -> bool {
        let Some(file) = self.index.file(path) else { return false };
        if !self.is_indexed {
            return false;
        }
        let unseen = file.is_alone && file.facts.is_silenced;
        unseen || Encounters::of(file, &self.index) != file.encounters
    }
}
