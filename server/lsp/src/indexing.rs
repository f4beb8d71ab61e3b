//! Keeps the index of the workspace's files, on a thread of its own.
//!
//! Whoever learns that something has changed leaves a note here and goes on; the thread takes all notes at once,
//! so a branch switch that changes a thousand files costs one round and not a thousand. It works on a copy of the
//! index and hands it to the state when it is done. Open documents are not its business: their layer of the index
//! belongs to the state, and the thread only learns whose facts have changed there.

use std::collections::BTreeSet;
use std::io;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;

use camino::{Utf8Path, Utf8PathBuf};
use tradeoff_workspace::panics::contain;
use tradeoff_workspace::{Index, IndexedFile, Scan, fault};

use crate::outbox::Letter;
use crate::progress::{self, Progress};
use crate::state::{Event, Owner, Snapshot};

/// So many documents are read between two looks at whether the user still wants it.
const PORTION: usize = 64;

/// Where notes are left.
#[derive(Clone, Default)]
pub(crate) struct Indexer(Arc<(Mutex<Notes>, Condvar)>);

/// What has changed since the thread looked last.
#[derive(Default)]
struct Notes {
    /// Everything has to be read again.
    everything: bool,
    /// Files on the disk that may have changed, come or gone.
    files: BTreeSet<Utf8PathBuf>,
    /// What open documents say anew that other files may have to know.
    touched: Touched,
    /// The scan in progress is not wanted any more.
    is_cancelled: bool,
    /// How many scans there were.
    scans: u32,
    /// The session has ended.
    is_over: bool,
}

/// What other files may meet and did not before.
#[derive(Clone, Debug, Default)]
pub(crate) struct Touched {
    paths: BTreeSet<Utf8PathBuf>,
    questions: BTreeSet<u32>,
}

impl Touched {
    /// What may be news for others when `before` becomes `after` in the file at `path`; `None` if nothing is.
    pub(crate) fn between(
        path: &Utf8Path,
        before: Option<&IndexedFile>,
        after: Option<&IndexedFile>,
    ) -> Option<Self> {
        let is_same = match (before, after) {
            (Some(before), Some(after)) => {
                before.facts.sites == after.facts.sites && before.facts.anchors == after.facts.anchors
            }
            (before, after) => before.is_none() && after.is_none(),
        };
        if is_same {
            return None;
        }
        let sites = before.into_iter().chain(after).flat_map(|file| &file.facts.sites);
        let questions = sites.map(|site| site.question).collect();
        Some(Self { paths: BTreeSet::from([path.to_owned()]), questions })
    }

    /// Whether `file` may have to be judged anew.
    pub(crate) fn concerns(&self, file: &IndexedFile) -> bool {
        file.facts.sites.iter().any(|site| self.questions.contains(&site.question))
            || file.targets().any(|target| self.paths.contains(&target))
    }
}

impl Indexer {
    /// Everything has to be read again.
    pub(crate) fn rescan(&self) {
        self.note(|notes| notes.everything = true);
    }

    /// These files may have changed, come or gone.
    pub(crate) fn changed(&self, files: impl IntoIterator<Item = Utf8PathBuf>) {
        self.note(|notes| notes.files.extend(files));
    }

    /// An open document says something else than before.
    pub(crate) fn touched(&self, touched: Touched) {
        self.note(|notes| {
            notes.touched.paths.extend(touched.paths);
            notes.touched.questions.extend(touched.questions);
        });
    }

    /// The user does not want the scan in progress with this `token`.
    pub(crate) fn cancel(&self, token: &str) {
        let mut notes = self.lock();
        if token == progress::token(notes.scans) {
            notes.is_cancelled = true;
        }
    }

    fn note(&self, write: impl FnOnce(&mut Notes)) {
        write(&mut self.lock());
        self.0.1.notify_one();
    }

    /// Lets the thread end.
    pub(crate) fn end(&self) {
        self.note(|notes| {
            notes.is_over = true;
            notes.is_cancelled = true;
        });
    }

    /// What has changed, as soon as something has; `None` at the end of the session.
    fn take(&self) -> Option<Notes> {
        let mut notes = self.lock();
        while !notes.is_over && !notes.everything && notes.files.is_empty() && notes.touched.paths.is_empty() {
            notes = self.0.1.wait(notes).unwrap_or_else(PoisonError::into_inner);
        }
        if notes.is_over {
            return None;
        }
        notes.is_cancelled = false;
        notes.scans += u32::from(notes.everything);
        let scans = notes.scans;
        Some(std::mem::replace(&mut *notes, Notes { scans, ..Notes::default() }))
    }

    fn is_cancelled(&self) -> bool {
        self.lock().is_cancelled
    }

    fn lock(&self) -> MutexGuard<'_, Notes> {
        self.0.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Starts the thread. It ends with the session.
pub(crate) fn start(indexer: &Indexer, owner: &Owner) -> io::Result<()> {
    let (indexer, owner) = (indexer.clone(), owner.clone());
    thread::Builder::new().name("index".to_owned()).spawn(move || {
        while let Some(notes) = indexer.take() {
            let snapshot = owner.snapshot();
            let work = || {
                let Worked { index, is_complete, end } = work(&notes, &snapshot, &indexer, &owner);
                owner.apply(Event::Indexed { index, is_complete });
                // Not sooner: a client that waits for the end asks about answers right after it.
                if let Some((progress, message)) = end {
                    progress.end(message);
                }
            };
            if let Err(panicked) = contain(work) {
                tracing::error!("indexing failed; findings about other files may be out of date: {panicked}");
            }
        }
    })?;
    Ok(())
}

/// What a round of work leads to.
struct Worked {
    index: Index,
    /// Whether the index has all files now.
    is_complete: bool,
    /// What to say where progress was shown, once the index is in force.
    end: Option<(Progress, String)>,
}

/// Brings the index up to date.
fn work(notes: &Notes, snapshot: &Snapshot, indexer: &Indexer, owner: &Owner) -> Worked {
    let folders = snapshot.index_folders();
    let in_force = |folder: &Utf8Path| snapshot.configurations.in_force(Some(folder)).configuration;
    let scan = Scan {
        configurations: snapshot.configurations.all(),
        in_force: &in_force,
        folders: &folders,
        columns: snapshot.session.encoding,
        tell: &|path, panicked, hash| tracing::error!("the analysis of {path}, text {hash}, failed: {panicked}"),
    };
    let mut index = snapshot.index().clone();
    if notes.everything {
        let mut fresh = Index::default().with_open_of(&index);
        let (is_complete, end) = read_all(&scan, &mut fresh, notes.scans, snapshot, indexer, owner);
        if is_complete {
            scan.relate(&mut fresh, |_| true);
        }
        // Half of the truth is better than nothing, and worse than what was true a moment ago.
        let index = if is_complete || !snapshot.is_indexed { fresh } else { index };
        return Worked { index, is_complete, end: Some(end) };
    }
    if !notes.files.is_empty() {
        // Of a folder that went, clients tell that it went, and not what was in it.
        let gone = index.files_on_disk().filter(|file| notes.files.contains(&file.path) || !file.path.is_file());
        for path in gone.map(|file| file.path.clone()).collect::<Vec<_>>() {
            index.remove(&path);
        }
        scan.read(&scan.find_at(&notes.files), &mut index);
    }
    if snapshot.is_indexed {
        let touched = &notes.touched;
        scan.relate(&mut index, |file| !notes.files.is_empty() || touched.concerns(file));
    }
    Worked { index, is_complete: snapshot.is_indexed, end: None }
}

/// Reads all files: whether the user let it come to its end, and what is to be said about it.
fn read_all(
    scan: &Scan<'_>,
    index: &mut Index,
    number: u32,
    snapshot: &Snapshot,
    indexer: &Indexer,
    owner: &Owner,
) -> (bool, (Progress, String)) {
    let documents = scan.find();
    let total = documents.len();
    let mut progress = Progress::of(snapshot.session.shows_progress, |steps| {
        owner.send(Letter::Progress { token: progress::token(number), steps });
    });
    let mut done = 0;
    for portion in documents.portions(PORTION) {
        fault::hold_scan(|| indexer.is_cancelled());
        if indexer.is_cancelled() {
            let message = format!("stopped after {done} of {}", files(total));
            tracing::info!("reading the workspace was {message}");
            return (false, (progress, message));
        }
        scan.read(&portion, index);
        done += portion.len();
        progress.report(done, total);
    }
    tracing::info!("indexed: {} of the workspace", files(total));
    (true, (progress, files(total)))
}

/// "1 file", "2 files".
fn files(count: usize) -> String {
    format!("{count} file{}", if count == 1 { "" } else { "s" })
}
