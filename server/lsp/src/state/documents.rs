//! The open documents.

use std::array;
use std::collections::HashMap;
use std::hash::{BuildHasher as _, RandomState};
use std::sync::Arc;

use tower_lsp::ls_types::Uri;

use crate::document::OpenDocument;

/// So many parts are copied one by one: with ten thousand documents open, an edit copies three hundred entries.
const PARTS: usize = 32;

type Part = HashMap<Uri, Arc<OpenDocument>>;

/// Documents by their URIs in the one spelling that we use ourselves. Cheap to clone; a change copies only a part.
#[derive(Clone)]
pub(super) struct Documents {
    parts: Arc<[Arc<Part>; PARTS]>,
    hasher: RandomState,
}

impl Default for Documents {
    fn default() -> Self {
        Self { parts: Arc::new(array::from_fn(|_| Arc::default())), hasher: RandomState::new() }
    }
}

impl Documents {
    pub(super) fn get(&self, uri: &Uri) -> Option<&Arc<OpenDocument>> {
        self.parts[self.part(uri)].get(uri)
    }

    /// Puts `document` in the place of the one that was known as `uri`, and returns that.
    pub(super) fn insert(&mut self, uri: Uri, document: Arc<OpenDocument>) -> Option<Arc<OpenDocument>> {
        let part = self.part(&uri);
        self.part_mut(part).insert(uri, document)
    }

    pub(super) fn remove(&mut self, uri: &Uri) -> Option<Arc<OpenDocument>> {
        let part = self.part(uri);
        // Nothing is copied for nothing.
        if self.parts[part].contains_key(uri) { self.part_mut(part).remove(uri) } else { None }
    }

    pub(super) fn keys(&self) -> impl Iterator<Item = &Uri> {
        self.parts.iter().flat_map(|part| part.keys())
    }

    pub(super) fn values(&self) -> impl Iterator<Item = &Arc<OpenDocument>> {
        self.parts.iter().flat_map(|part| part.values())
    }

    fn part(&self, uri: &Uri) -> usize {
        self.hasher.hash_one(uri.as_str()) as usize % PARTS
    }

    fn part_mut(&mut self, part: usize) -> &mut Part {
        Arc::make_mut(&mut Arc::make_mut(&mut self.parts)[part])
    }
}
