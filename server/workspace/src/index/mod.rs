//! What is known about all files of a repository at once.
//!
//! Of each file only facts are kept, never its text: which questions it answers, what its links lead to, what can
//! be linked to, and, where somebody asks for it, what was found in it. What is open in an editor lies in a layer
//! of its own above what lies on the disk, so that an edit copies a few entries and not ten thousand; a reader's
//! copy of the index costs two counters and never changes.

mod around;
mod entry;
mod neighbours;
mod scan;

use std::collections::{BTreeMap, HashMap};
use std::hash::{Hash, Hasher};
use std::sync::Arc;

use camino::Utf8Path;

pub use around::{Around, Encounters};
pub use entry::{IndexedAnswer, IndexedFile, IndexedFinding, IndexedRelated};
pub(crate) use neighbours::{facts_of, neighbours};
pub use scan::{Documents, Scan, root_of};

/// The files of a repository, or of several.
#[derive(Clone, Debug, Default)]
pub struct Index {
    disk: Arc<Files>,
    /// What an editor has open; it hides the same file on the disk.
    open: Arc<Files>,
}

/// Files by their paths and by what they answer.
#[derive(Clone, Debug, Default)]
struct Files {
    /// Texts as keys: paths are compared component by component, which takes many times as long.
    by_path: BTreeMap<Box<str>, Arc<IndexedFile>>,
    /// Sorted by path.
    by_author: HashMap<AuthorKey, Vec<Arc<IndexedFile>>>,
}

/// One author's answers to one question.
#[derive(Clone, Debug)]
struct AuthorKey {
    question: u32,
    root: Arc<Utf8Path>,
    author: Box<str>,
}

impl AuthorKey {
    fn parts(&self) -> (u32, &str, &str) {
        (self.question, &self.author, self.root.as_str())
    }
}

impl PartialEq for AuthorKey {
    fn eq(&self, other: &Self) -> bool {
        self.parts() == other.parts()
    }
}

impl Eq for AuthorKey {}

impl Hash for AuthorKey {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.parts().hash(state);
    }
}

impl Index {
    /// All files in order of their paths, those that are open as they are in the editor.
    pub fn files(&self) -> impl Iterator<Item = &Arc<IndexedFile>> {
        let (mut disk, mut open) = (self.disk.by_path.iter().peekable(), self.open.by_path.iter().peekable());
        std::iter::from_fn(move || {
            let next = match (disk.peek(), open.peek()) {
                (Some((on_disk, _)), Some((opened, _))) if on_disk < opened => disk.next(),
                (Some((on_disk, _)), Some((opened, _))) => {
                    if on_disk == opened {
                        disk.next();
                    }
                    open.next()
                }
                (Some(_), None) => disk.next(),
                (None, _) => open.next(),
            };
            next.map(|(_, file)| file)
        })
    }

    /// The file at `path`, as it is in the editor if it is open there.
    pub fn file(&self, path: &Utf8Path) -> Option<&Arc<IndexedFile>> {
        self.open.by_path.get(path.as_str()).or_else(|| self.disk.by_path.get(path.as_str()))
    }

    /// All files as they are on the disk, in order of their paths.
    pub fn files_on_disk(&self) -> impl Iterator<Item = &Arc<IndexedFile>> {
        self.disk.by_path.values()
    }

    /// All files that are open in an editor, in order of their paths.
    pub fn open_files(&self) -> impl Iterator<Item = &Arc<IndexedFile>> {
        self.open.by_path.values()
    }

    /// Takes in files from the disk, in place of earlier ones at their paths.
    pub fn insert(&mut self, files: impl IntoIterator<Item = IndexedFile>) {
        let mut files = files.into_iter().peekable();
        // Nothing is copied for nothing.
        if files.peek().is_some() {
            let disk = Arc::make_mut(&mut self.disk);
            files.for_each(|file| disk.insert(file));
        }
    }

    /// Forgets the file on the disk at `path`; whether it was known.
    pub fn remove(&mut self, path: &Utf8Path) -> bool {
        self.disk.by_path.contains_key(path.as_str()) && Arc::make_mut(&mut self.disk).remove(path).is_some()
    }

    /// Takes in what is open in an editor.
    pub fn open(&mut self, file: IndexedFile) {
        Arc::make_mut(&mut self.open).insert(file);
    }

    /// Lets what is on the disk at `path` hold again; what was open there.
    pub fn close(&mut self, path: &Utf8Path) -> Option<Arc<IndexedFile>> {
        if !self.open.by_path.contains_key(path.as_str()) {
            return None;
        }
        Arc::make_mut(&mut self.open).remove(path)
    }

    /// The same files on the disk below what is open in `other`.
    #[must_use]
    pub fn with_open_of(&self, other: &Self) -> Self {
        Self { disk: Arc::clone(&self.disk), open: Arc::clone(&other.open) }
    }

    /// The files that answer for `key`, in order of their paths.
    fn by_author<'a>(&'a self, key: &AuthorKey) -> impl Iterator<Item = &'a Arc<IndexedFile>> {
        fn of<'a>(files: &'a Files, key: &AuthorKey) -> &'a [Arc<IndexedFile>] {
            files.by_author.get(key).map_or(&[], Vec::as_slice)
        }
        let hidden = |file: &Arc<IndexedFile>| self.open.by_path.contains_key(file.path.as_str());
        of(&self.open, key).iter().chain(of(&self.disk, key).iter().filter(move |file| !hidden(file)))
    }
}

impl Files {
    fn insert(&mut self, file: IndexedFile) {
        let file = Arc::new(file);
        if self.by_path.contains_key(file.path.as_str()) {
            self.remove(&file.path);
        }
        for key in keys(&file) {
            let group = self.by_author.entry(key).or_default();
            if let Err(at) = group.binary_search_by(|other| other.path.as_str().cmp(file.path.as_str())) {
                group.insert(at, Arc::clone(&file));
            }
        }
        self.by_path.insert(file.path.as_str().into(), file);
    }

    fn remove(&mut self, path: &Utf8Path) -> Option<Arc<IndexedFile>> {
        let file = self.by_path.remove(path.as_str())?;
        for key in keys(&file) {
            if let Some(group) = self.by_author.get_mut(&key) {
                group.retain(|other| other.path != file.path);
                if group.is_empty() {
                    self.by_author.remove(&key);
                }
            }
        }
        Some(file)
    }
}

/// Whose answers to what `file` holds.
fn keys(file: &IndexedFile) -> impl Iterator<Item = AuthorKey> {
    file.facts.sites.iter().filter_map(|site| {
        let author = site.author.clone()?;
        Some(AuthorKey { question: site.question, root: Arc::clone(&file.root), author })
    })
}
