//! Which files a run is about.
//!
//! Named folders are searched for Markdown files as `git` would see them: what a `.gitignore` names, hidden
//! files and symbolic links are left out, whether or not the folder is a repository. Named files are taken as
//! they are. What a `tradeoff.toml` excludes is left out in both cases.

use std::collections::BTreeSet;
use std::io;
use std::sync::{Mutex, PoisonError};

use camino::{Utf8Path, Utf8PathBuf};
use ignore::{DirEntry, WalkBuilder, WalkState};
use tradeoff_analysis::answer::EXTENSIONS;

use crate::configuration::Configurations;
use crate::paths::shown;
use crate::read::ReadError;

/// Why something that was named was not searched.
#[derive(Debug, thiserror::Error)]
pub enum WalkError {
    /// There is nothing.
    #[error("{path}: no such file or folder")]
    Missing {
        /// What was named, as results show it.
        path: String,
    },
    /// Searching it would read everything that somebody owns.
    #[error(
        "{path}: a home or root folder without a tradeoff.toml is not searched; name the folder with the answers, or put a tradeoff.toml here"
    )]
    Unbounded {
        /// The folder, as results show it.
        path: String,
    },
    /// A Markdown file whose name cannot be written in a result.
    #[error("{path}: the name is not UTF-8; rename it")]
    Name {
        /// The file, with `\u{fffd}` for what cannot be read.
        path: String,
    },
    /// A folder or a link cannot be read.
    #[error(transparent)]
    Read(#[from] ReadError),
}

/// What a search found.
#[derive(Debug, Default)]
pub(crate) struct Found {
    /// The files, absolute, in order, each once.
    pub(crate) files: BTreeSet<Utf8PathBuf>,
    /// What was named although a configuration excludes it.
    pub(crate) excluded: Vec<String>,
    /// Files that were named although they are no Markdown.
    pub(crate) other: Vec<String>,
    pub(crate) errors: Vec<WalkError>,
}

/// How to search.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Walk<'a> {
    pub(crate) configurations: &'a Configurations,
    /// What paths are shown from.
    pub(crate) current: &'a Utf8Path,
    /// Whether what a configuration excludes is searched all the same.
    pub(crate) no_exclude: bool,
}

impl Walk<'_> {
    /// Finds the files that the absolute `paths` name.
    pub(crate) fn find(&self, paths: &[Utf8PathBuf]) -> Found {
        let mut found = Found::default();
        for path in paths {
            if let Err(error) = self.find_one(path, &mut found) {
                found.errors.push(error);
            }
        }
        found
    }

    fn find_one(&self, path: &Utf8Path, found: &mut Found) -> Result<(), WalkError> {
        let name = shown(self.current, path);
        let metadata = match path.metadata() {
            Ok(metadata) => metadata,
            // A link that leads nowhere is there; only its file is not.
            Err(error) if error.kind() == io::ErrorKind::NotFound && path.symlink_metadata().is_err() => {
                return Err(WalkError::Missing { path: name });
            }
            Err(source) => return Err(ReadError::Io { path: name, source }.into()),
        };
        if self.is_excluded(path, metadata.is_dir()) {
            found.excluded.push(name);
        } else if metadata.is_dir() {
            if self.is_unbounded(path) {
                return Err(WalkError::Unbounded { path: name });
            }
            self.search(path, None, found);
        } else if is_markdown(path) {
            found.files.insert(path.to_owned());
        } else {
            found.other.push(name);
        }
        Ok(())
    }

    /// The Markdown files right in `folder`. What cannot be read there is passed over.
    pub(crate) fn files_in(&self, folder: &Utf8Path) -> BTreeSet<Utf8PathBuf> {
        let mut found = Found::default();
        self.search(folder, Some(1), &mut found);
        found.files
    }

    /// The Markdown files below `folder`. What cannot be read there is passed over.
    pub(crate) fn files_below(&self, folder: &Utf8Path) -> BTreeSet<Utf8PathBuf> {
        let mut found = Found::default();
        self.search(folder, None, &mut found);
        found.files
    }

    /// Those of the files at `paths` that a search of `folder` would find. Only the folders on the way are read.
    pub(crate) fn find_among(&self, folder: &Utf8Path, paths: &BTreeSet<Utf8PathBuf>) -> BTreeSet<Utf8PathBuf> {
        let wanted: Vec<Utf8PathBuf> = paths.iter().filter(|path| path.starts_with(folder)).cloned().collect();
        if wanted.is_empty() || self.is_excluded(folder, true) || self.is_unbounded(folder) {
            return BTreeSet::new();
        }
        let mut builder = search_of(folder);
        let is_on_the_way = {
            let wanted = wanted.clone();
            move |entry: &DirEntry| wanted.iter().any(|path| path.as_std_path().starts_with(entry.path()))
        };
        builder.filter_entry(is_on_the_way);
        let mut found = BTreeSet::new();
        let mut skipped: Vec<std::path::PathBuf> = Vec::new();
        // What cannot be read is not there for now.
        for entry in builder.build().flatten() {
            if skipped.iter().any(|folder| entry.path().starts_with(folder)) {
                continue;
            }
            let (file, state) = self.visit(&entry);
            found.extend(file.and_then(Result::ok));
            if matches!(state, WalkState::Skip) {
                skipped.push(entry.into_path());
            }
        }
        found
    }

    fn search(&self, folder: &Utf8Path, depth: Option<usize>, found: &mut Found) {
        let found = Mutex::new(found);
        let mut builder = search_of(folder);
        builder.max_depth(depth).threads(rayon::current_num_threads());
        builder.build_parallel().run(|| {
            Box::new(|entry| {
                let (file, state) = match entry {
                    Ok(entry) => self.visit(&entry),
                    Err(error) => (Some(Err(self.walk_error(folder, error))), WalkState::Continue),
                };
                if let Some(file) = file {
                    let mut found = found.lock().unwrap_or_else(PoisonError::into_inner);
                    match file {
                        Ok(file) => {
                            found.files.insert(file);
                        }
                        Err(error) => found.errors.push(error),
                    }
                }
                state
            })
        });
    }

    fn visit(&self, entry: &DirEntry) -> (Option<Result<Utf8PathBuf, WalkError>>, WalkState) {
        let is_folder = entry.file_type().is_some_and(|kind| kind.is_dir());
        let is_file = entry.file_type().is_some_and(|kind| kind.is_file());
        let Some(path) = Utf8Path::from_path(entry.path()) else {
            let lossy = entry.path().to_string_lossy();
            let is_lost = is_file && is_markdown(Utf8Path::new(&lossy));
            let path = shown(self.current, Utf8Path::new(&lossy));
            return (is_lost.then_some(Err(WalkError::Name { path })), WalkState::Continue);
        };
        if is_folder {
            let is_excluded = entry.depth() > 0 && self.is_excluded(path, true);
            return (None, if is_excluded { WalkState::Skip } else { WalkState::Continue });
        }
        let is_wanted = is_file && is_markdown(path) && !self.is_excluded(path, false);
        (is_wanted.then(|| Ok(path.to_owned())), WalkState::Continue)
    }

    /// Whether the nearest configuration excludes `path`.
    pub(crate) fn is_excluded(&self, path: &Utf8Path, is_folder: bool) -> bool {
        let folder = if is_folder { Some(path) } else { path.parent() };
        // A configuration that cannot be read is a problem of its own and excludes nothing.
        let configuration = folder.and_then(|folder| self.configurations.for_folder(folder).ok());
        !self.no_exclude && configuration.is_some_and(|configuration| configuration.excludes(path))
    }

    /// Whether `folder` holds somebody's whole home, or everything, and nothing says that answers live here.
    pub(crate) fn is_unbounded(&self, folder: &Utf8Path) -> bool {
        let real = |path: &std::path::Path| path.canonicalize().unwrap_or_else(|_| path.to_owned());
        let home = std::env::home_dir().filter(|home| !home.as_os_str().is_empty());
        let holds_home = home.is_some_and(|home| real(&home).starts_with(real(folder.as_std_path())));
        let is_wide = folder.parent().is_none() || holds_home;
        is_wide && self.configurations.for_folder(folder).is_ok_and(|configuration| configuration.path.is_none())
    }

    fn walk_error(&self, root: &Utf8Path, error: ignore::Error) -> WalkError {
        let path = path_of(&error).map_or_else(|| root.to_string(), |path| path.to_string_lossy().into_owned());
        let path = shown(self.current, Utf8Path::new(&path));
        let message = error.to_string();
        let source = error.into_io_error().unwrap_or_else(|| io::Error::other(message));
        ReadError::Io { path, source }.into()
    }
}

/// How a folder is searched, wherever that is done: as git sees it, in a repository or not, and nothing hidden.
pub(crate) fn search_of(folder: &Utf8Path) -> WalkBuilder {
    let mut builder = WalkBuilder::new(folder);
    builder.require_git(false);
    builder
}

/// Whether the name of `path` says that it is a Markdown document.
pub(crate) fn is_markdown(path: &Utf8Path) -> bool {
    let extension = path.extension().unwrap_or_default();
    EXTENSIONS.iter().any(|known| known.eq_ignore_ascii_case(extension))
}

/// Where `error` happened.
fn path_of(error: &ignore::Error) -> Option<&std::path::Path> {
    match error {
        ignore::Error::WithPath { path, .. } => Some(path),
        ignore::Error::WithDepth { err, .. } | ignore::Error::WithLineNumber { err, .. } => path_of(err),
        ignore::Error::Loop { child, .. } => Some(child),
        _ => None,
    }
}
