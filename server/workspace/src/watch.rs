//! Waiting for changes that could change what a lint says.
//!
//! Folders are watched rather than files: editors save by putting a new file in the place of the old one, and a file
//! that is watched by itself would be lost with its first save. A storm of changes, as a checkout makes it, is one.
//! What is put into a new folder before the system watches that folder is told by nobody, so a new folder is looked at
//! twice.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, sync_channel};
use std::time::{Duration, Instant};

use camino::{Utf8Path, Utf8PathBuf};
use notify::event::ModifyKind;
use notify::{Event, EventKind, RecommendedWatcher, RecursiveMode, Watcher as _};

use crate::configuration::{CONFIGURATION_FILE, Configurations};
use crate::paths::absolute;
use crate::walk::is_markdown;

/// Changes that follow one another more closely than this are one.
const QUIET: Duration = Duration::from_millis(80);

/// After this time a storm is answered although it goes on.
const PATIENCE: Duration = Duration::from_secs(2);

/// By this time a new folder is watched.
const SETTLED: Duration = Duration::from_millis(500);

/// Files that say what git ignores.
const IGNORE_FILES: [&str; 2] = [".gitignore", ".ignore"];

/// Sees changes in some files and folders.
#[derive(Debug)]
pub struct Watcher {
    /// Watches as long as it lives.
    _alive: RecommendedWatcher,
    changes: Receiver<()>,
    /// Whether there are folders in which something may have changed before they were watched.
    has_new_folders: Arc<AtomicBool>,
}

/// Why nothing can be watched.
#[derive(Debug, thiserror::Error)]
pub enum WatchError {
    /// The system says no.
    #[error("changes cannot be watched for")]
    System(#[from] notify::Error),
    /// Nobody tells of changes any more.
    #[error("nobody tells of changes any more")]
    Ended,
}

impl Watcher {
    /// Watches the files and folders at `paths`, taken from the folder `current`, their configurations, and `extra`
    /// files that matter whatever they are.
    pub fn of(
        paths: &[Utf8PathBuf],
        extra: &[Utf8PathBuf],
        current: &Utf8Path,
        configurations: &Configurations,
    ) -> Result<Self, WatchError> {
        // One change is as good as many, so there is room for one.
        let (sender, changes) = sync_channel(1);
        let extra: BTreeSet<Utf8PathBuf> = extra.iter().map(|path| absolute(current, path)).collect();
        let matter = extra.clone();
        let has_new_folders = Arc::new(AtomicBool::new(false));
        let new_folders = Arc::clone(&has_new_folders);
        let mut watcher = notify::recommended_watcher(move |event: notify::Result<Event>| {
            if event.as_ref().is_ok_and(brings_folders) {
                new_folders.store(true, Ordering::Relaxed);
            }
            // What cannot be told apart may matter.
            if event.map_or(true, |event| matters(&event, &matter)) {
                let _ = sender.try_send(());
            }
        })?;
        let mut folders: BTreeSet<Utf8PathBuf> =
            extra.iter().filter_map(|path| path.parent()).map(Utf8Path::to_owned).collect();
        for path in paths {
            let path = absolute(current, path);
            if path.is_dir() {
                watcher.watch(path.as_std_path(), RecursiveMode::Recursive)?;
            } else {
                folders.extend(path.parent().map(Utf8Path::to_owned));
            }
            let configuration = configurations.file_for_folder(&path).map(|(file, _)| file);
            folders.extend(configuration.as_deref().and_then(Utf8Path::parent).map(Utf8Path::to_owned));
        }
        for folder in folders.iter().filter(|folder| folder.is_dir()) {
            watcher.watch(folder.as_std_path(), RecursiveMode::NonRecursive)?;
        }
        Ok(Self { _alive: watcher, changes, has_new_folders })
    }

    /// Waits until something has changed and it is quiet again, or may have changed unseen.
    pub fn wait(&self) -> Result<(), WatchError> {
        if self.has_new_folders.swap(false, Ordering::Relaxed) {
            match self.changes.recv_timeout(SETTLED) {
                Ok(()) => {}
                Err(RecvTimeoutError::Timeout) => return Ok(()),
                Err(RecvTimeoutError::Disconnected) => return Err(WatchError::Ended),
            }
        } else {
            self.changes.recv().map_err(|_| WatchError::Ended)?;
        }
        let since = Instant::now();
        while since.elapsed() < PATIENCE {
            match self.changes.recv_timeout(QUIET) {
                Ok(()) => {}
                Err(RecvTimeoutError::Timeout) => break,
                Err(RecvTimeoutError::Disconnected) => return Err(WatchError::Ended),
            }
        }
        Ok(())
    }
}

/// Whether a lint could say something else after `event`. Reading, which it does itself, changes nothing.
fn matters(event: &Event, extra: &BTreeSet<Utf8PathBuf>) -> bool {
    if matches!(event.kind, EventKind::Access(_)) {
        return false;
    }
    let mut paths = event.paths.iter().filter_map(|path| Utf8Path::from_path(path));
    event.need_rescan()
        || paths.any(|path| is_read(path, extra) || (is_no_file(path) && moves_folders(event.kind)))
}

fn is_read(path: &Utf8Path, extra: &BTreeSet<Utf8PathBuf>) -> bool {
    let name = path.file_name().unwrap_or_default();
    is_markdown(path) || name == CONFIGURATION_FILE || IGNORE_FILES.contains(&name) || extra.contains(path)
}

/// Whether `event` may tell of a folder that was not there before.
fn brings_folders(event: &Event) -> bool {
    let is_new = matches!(event.kind, EventKind::Create(_) | EventKind::Modify(ModifyKind::Name(_)));
    is_new
        && event
            .paths
            .iter()
            .filter_map(|path| Utf8Path::from_path(path))
            .any(|path| path.is_dir() && is_no_file(path))
}

/// Whether `kind` can be about a folder with all that is in it, of which no more may be said.
fn moves_folders(kind: EventKind) -> bool {
    matches!(kind, EventKind::Create(_) | EventKind::Remove(_) | EventKind::Modify(ModifyKind::Name(_)))
}

/// Whether `path` is a folder, or may have been one. What is hidden is not searched: neither git's own files, nor those
/// that a result is written to before it is put in its place.
fn is_no_file(path: &Utf8Path) -> bool {
    let is_hidden = path.file_name().is_some_and(|name| name.starts_with('.'));
    !is_hidden && !path.is_file() && path.components().all(|part| part.as_str() != ".git")
}

#[cfg(test)]
mod tests {
    use notify::event::{AccessKind, CreateKind, DataChange, RemoveKind, RenameMode};

    use super::*;

    #[test]
    fn only_what_a_lint_reads_matters() {
        let is_change = |kind: EventKind, path: &str| {
            matters(&Event::new(kind).add_path(path.into()), &BTreeSet::from(["/nowhere/b.json".into()]))
        };
        let written = EventKind::Modify(ModifyKind::Data(DataChange::Any));
        let moved = EventKind::Modify(ModifyKind::Name(RenameMode::From));
        assert!(is_change(written, "/nowhere/a.md") && is_change(written, "/nowhere/tradeoff.toml"));
        assert!(is_change(written, "/nowhere/.gitignore") && is_change(written, "/nowhere/b.json"));
        assert!(!is_change(written, "/nowhere/c.json"));
        assert!(!is_change(EventKind::Access(AccessKind::Any), "/nowhere/a.md"));
        assert!(
            is_change(moved, "/nowhere/folder")
                && is_change(EventKind::Remove(RemoveKind::Folder), "/nowhere/folder")
        );
        assert!(is_change(EventKind::Create(CreateKind::Folder), "/nowhere/folder"));
        // A result on its way to its place, and a commit.
        assert!(!is_change(moved, "/nowhere/.tradeoff-Xy12"));
        assert!(!is_change(EventKind::Create(CreateKind::Folder), "/nowhere/.git/objects/ab"));
    }
}
