//! What one file sees of the others.

use std::sync::Arc;

use camino::Utf8Path;
use tradeoff_analysis::bank::Bank;
use tradeoff_analysis::surroundings::{Elsewhere, Lookup, Others, Surroundings, Target, author, is_beside};

use super::{AuthorKey, Index, IndexedFile};
use crate::paths::{absolute, forward_slashes, shown};

/// The index as the file at `path` sees it.
#[derive(Clone, Debug)]
pub struct Around<'a> {
    /// All files.
    pub index: &'a Index,
    /// The file, or the first of a document of several files.
    pub path: &'a Utf8Path,
    /// Whether the document is all files of its folder.
    pub is_folder: bool,
    /// The folder of the repository that it belongs to.
    pub root: &'a Arc<Utf8Path>,
    /// The questions of that repository.
    pub bank: &'a Bank,
}

/// What a file meets in others. As long as it stays the same, nothing that is said about the file can change
/// because of them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Encounters {
    others: Vec<Others>,
    lookups: Vec<(Target, Lookup)>,
}

impl Encounters {
    /// Whether there is nothing to say.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// What `file` meets in the other files of `index`.
    pub fn of(file: &IndexedFile, index: &Index) -> Self {
        let around = Around { index, path: &file.path, is_folder: false, root: &file.root, bank: &file.bank };
        let sites = file.facts.sites.iter().filter_map(|site| Some((site.question, site.author.clone()?)));
        let others = sites.map(|(question, author)| around.others_by(question, author));
        let lookups = file.facts.targets.iter().map(|target| (target.clone(), around.lookup(None, target)));
        Self {
            others: others.filter(|others| others.count > 0).collect(),
            lookups: lookups.filter(|(_, lookup)| *lookup != Lookup::Found).collect(),
        }
    }
}

impl Around<'_> {
    fn others_by(&self, question: u32, author: Box<str>) -> Others {
        let key = AuthorKey { question, root: Arc::clone(self.root), author };
        let own = forward_slashes(self.path);
        let others = self.index.by_author(&key).filter(|other| {
            other.path.as_str() != self.path.as_str()
                && !is_beside(&own, &forward_slashes(&other.path), question, self.bank)
        });
        // Open files come first so far.
        let mut others: Vec<&Arc<IndexedFile>> = others.take(Others::MANY).collect();
        others.sort_by(|one, other| one.path.as_str().cmp(other.path.as_str()));
        let first = others.iter().take(Others::SHOWN).filter_map(|other| self.elsewhere(other, question));
        Others { count: others.len(), first: first.collect() }
    }

    fn elsewhere(&self, other: &IndexedFile, question: u32) -> Option<Elsewhere> {
        let site = other.facts.sites.iter().find(|site| site.question == question)?;
        let folder = self.path.parent().unwrap_or(self.path);
        Some(Elsewhere {
            path: forward_slashes(&other.path),
            shown: shown(folder, &other.path),
            start: site.start,
            end: site.end,
        })
    }
}

impl Surroundings for Around<'_> {
    fn others(&self, question: u32) -> Others {
        let below = self.path.strip_prefix(&**self.root).unwrap_or(self.path);
        let author = author(&forward_slashes(below), self.is_folder, question, self.bank);
        author.map(|author| self.others_by(question, author)).unwrap_or_default()
    }

    fn lookup(&self, _part: Option<&str>, target: &Target) -> Lookup {
        // All parts of a document lie in one folder.
        let folder = self.path.parent().unwrap_or(self.path);
        let path = absolute(folder, Utf8Path::new(&*target.path));
        if let Some(file) = self.index.file(&path) {
            let has = |fragment: &str| file.facts.anchors.has(fragment);
            return if target.fragment.as_deref().is_none_or(has) { Lookup::Found } else { Lookup::NoAnchor };
        }
        // What lies outside may be a page of the host: `../../issues/5`.
        let is_ours = path.starts_with(&**self.root);
        if !is_ours || exists(self.root, &path) { Lookup::Found } else { Lookup::NoFile }
    }
}

/// Whether there is something at `path`, which lies below `root`, under exactly this name.
fn exists(root: &Utf8Path, path: &Utf8Path) -> bool {
    let ignores_case = cfg!(any(windows, target_os = "macos"));
    path.symlink_metadata().is_ok() && (!ignores_case || is_spelt(root, path))
}

/// Whether every name of `path` below `root` is spelt as in its folder.
fn is_spelt(root: &Utf8Path, path: &Utf8Path) -> bool {
    path.ancestors().take_while(|&ancestor| ancestor != root).all(|ancestor| {
        let entries = ancestor.parent().and_then(|folder| folder.read_dir_utf8().ok());
        entries.is_none_or(|mut entries| {
            entries.any(|entry| entry.is_ok_and(|entry| Some(entry.file_name()) == ancestor.file_name()))
        })
    })
}
