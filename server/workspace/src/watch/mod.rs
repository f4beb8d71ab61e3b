//! Waiting for changes that could change what a lint says.
//!
//! Folders are watched rather than files: editors save by putting a new file in the place of the old one, and a file
//! that is watched by itself would be lost with its first save. A storm of changes, as a checkout makes it, is one.
//! What the system tells makes it quick, and is not relied on: nobody tells of what is put into a new folder before that
//! folder is watched, of what a full queue has no room for, or of changes on many a network drive. So it is looked after
//! each lint, and then from time to time, whether all is still as that lint found it.

mod picture;

use std::collections::BTreeSet;
use std::sync::mpsc::{Receiver, RecvTimeoutError, sync_channel};
use std::time::{Duration, Instant};

use camino::{Utf8Path, Utf8PathBuf};
use notify::event::ModifyKind;
use notify::{Event, EventKind, RecommendedWatcher, RecursiveMode, Watcher as _};

use self::picture::Picture;
use crate::configuration::{CONFIGURATION_FILE, Configurations};
use crate::paths::{absolute, shown};
use crate::walk::{Walk, WalkError, is_markdown};

/// Changes that follow one another more closely than this are one.
const QUIET: Duration = Duration::from_millis(80);

/// After this time a storm is answered although it goes on.
const PATIENCE: Duration = Duration::from_secs(2);

/// From one look at all files to the next it takes at least this time, and at least so many times as long as the look
/// itself: where nothing happens, nothing is to be felt.
const PAUSE: Duration = Duration::from_secs(1);
const PAUSE_BY_LOOK: u32 = 100;

/// Files that say what git ignores.
const IGNORE_FILES: [&str; 2] = [".gitignore", ".ignore"];

/// Sees changes in some files and folders.
#[derive(Debug)]
pub struct Watcher {
    /// Watches as long as it lives.
    _alive: RecommendedWatcher,
    changes: Receiver<()>,
    /// What is watched, absolute.
    paths: Vec<Utf8PathBuf>,
    extra: BTreeSet<Utf8PathBuf>,
    /// What there was at the last look.
    seen: Picture,
}

/// Why nothing can be watched.
#[derive(Debug, thiserror::Error)]
pub enum WatchError {
    /// The system says no.
    #[error("changes cannot be watched for")]
    System(#[from] notify::Error),
    /// It would be too much.
    #[error(transparent)]
    Walk(#[from] WalkError),
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
        let paths: Vec<Utf8PathBuf> = paths.iter().map(|path| absolute(current, path)).collect();
        let extra: BTreeSet<Utf8PathBuf> = extra.iter().map(|path| absolute(current, path)).collect();
        let matter = extra.clone();
        let mut watcher = notify::recommended_watcher(move |event: notify::Result<Event>| {
            // What cannot be told apart may matter.
            if event.map_or(true, |event| matters(&event, &matter)) {
                let _ = sender.try_send(());
            }
        })?;
        let walk = Walk { configurations, current, no_exclude: false };
        let mut folders: BTreeSet<Utf8PathBuf> =
            extra.iter().filter_map(|path| path.parent()).map(Utf8Path::to_owned).collect();
        for path in &paths {
            if !path.is_dir() {
                folders.extend(path.parent().map(Utf8Path::to_owned));
            } else if walk.is_unbounded(path) {
                return Err(WalkError::Unbounded { path: shown(current, path) }.into());
            } else {
                watcher.watch(path.as_std_path(), RecursiveMode::Recursive)?;
            }
            let configuration = configurations.file_for_folder(path).map(|(file, _)| file);
            folders.extend(configuration.as_deref().and_then(Utf8Path::parent).map(Utf8Path::to_owned));
        }
        for folder in folders.iter().filter(|folder| folder.is_dir()) {
            watcher.watch(folder.as_std_path(), RecursiveMode::NonRecursive)?;
        }
        Ok(Self { _alive: watcher, changes, paths, extra, seen: Picture::default() })
    }

    /// Remembers what there is. Whatever is read from now on is as new or newer: what changes meanwhile is found by
    /// [`wait`](Self::wait), and what was told of before needs no answer any more.
    pub fn look(&mut self) {
        while self.changes.try_recv().is_ok() {}
        self.seen = self.picture();
    }

    /// Waits until something is not as it was at the last [`look`](Self::look) and it is quiet again.
    pub fn wait(&self) -> Result<(), WatchError> {
        let mut is_told = false;
        while !is_told {
            let since = Instant::now();
            if self.picture() != self.seen {
                break;
            }
            is_told = self.is_told_within(PAUSE.max(since.elapsed() * PAUSE_BY_LOOK))?;
        }
        let since = Instant::now();
        while since.elapsed() < PATIENCE && self.is_told_within(QUIET)? {}
        Ok(())
    }

    fn picture(&self) -> Picture {
        Picture::of(&self.paths, &self.extra)
    }

    /// Whether the system tells of a change within `time`.
    fn is_told_within(&self, time: Duration) -> Result<bool, WatchError> {
        match self.changes.recv_timeout(time) {
            Ok(()) => Ok(true),
            Err(RecvTimeoutError::Timeout) => Ok(false),
            Err(RecvTimeoutError::Disconnected) => Err(WatchError::Ended),
        }
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
