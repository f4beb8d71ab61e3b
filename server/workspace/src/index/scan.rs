//! Reading files into an index and keeping it up to date.

use std::collections::{BTreeMap, BTreeSet};
use std::num::NonZero;
use std::sync::{Arc, LazyLock};
use std::thread::available_parallelism;

use camino::{Utf8Path, Utf8PathBuf};
use rayon::prelude::*;
use rayon::{ThreadPool, ThreadPoolBuilder};
use tradeoff_analysis::rules::Finding;
use tradeoff_analysis::text::ColumnUnit;
use tradeoff_analysis::{analyse, analyse_joined};

use super::{Encounters, Index, IndexedAnswer, IndexedFile, IndexedFinding};
use crate::configuration::{Configuration, Configurations};
use crate::document::Document;
use crate::fault;
use crate::panics::{Panicked, contain, hash_of_text};
use crate::read::read;
use crate::report::{Keep, Reporter, Source};
use crate::unit::Unit;
use crate::walk::Walk;

/// From so many changed files on, all folders are searched rather than those on the way to the files.
const MANY: usize = 64;

/// Threads for reading files, behind everything else that wants to run: somebody is typing meanwhile. Started when
/// first used.
static THREADS: LazyLock<Option<ThreadPool>> = LazyLock::new(|| {
    let threads = ThreadPoolBuilder::new().num_threads(count()).thread_name(|number| format!("index-{number}"));
    threads.start_handler(|_| step_back()).build().ok()
});

/// All of them, where the system lets a thread step back; else one fewer than there are.
fn count() -> usize {
    let all = available_parallelism().map_or(1, NonZero::get);
    if cfg!(target_os = "linux") { all } else { all.saturating_sub(1).max(1) }
}

/// Lets this thread run only where others leave time.
fn step_back() {
    #[cfg(target_os = "linux")]
    {
        const NICE: i32 = 19;
        // On Linux, unlike elsewhere, this is about the calling thread alone. Refused, it does no harm.
        let _ = rustix::process::setpriority_process(None, NICE);
    }
}

/// What is indexed, and how.
#[derive(Clone, Copy)]
pub struct Scan<'a> {
    /// All configurations.
    pub configurations: &'a Configurations,
    /// Which of them holds for the files in a folder, also where its file is broken at the moment.
    pub in_force: &'a (dyn Fn(&Utf8Path) -> Arc<Configuration> + Sync),
    /// The folders that are indexed.
    pub folders: &'a [Utf8PathBuf],
    /// What columns count.
    pub columns: ColumnUnit,
    /// Hears of files that brought the analysis down: the first of the document, where that was, and the hash of the
    /// text.
    pub tell: &'a (dyn Fn(&Utf8Path, &Panicked, &str) + Sync),
}

/// Documents that a scan has found and not read yet.
#[derive(Debug, Default)]
pub struct Documents(Vec<Unit>);

impl Documents {
    /// How many there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The same in portions of at most `size`.
    pub fn portions(self, size: usize) -> impl Iterator<Item = Self> {
        let mut rest = self.0.into_iter();
        std::iter::from_fn(move || {
            let portion: Vec<Unit> = rest.by_ref().take(size).collect();
            (!portion.is_empty()).then_some(Self(portion))
        })
    }
}

impl Scan<'_> {
    /// All documents in the folders. A home or root folder is searched only if a configuration says that answers
    /// live there.
    pub fn find(&self) -> Documents {
        let walk = self.walk();
        Documents(Unit::of(walk.find(self.folders).files, &walk))
    }

    /// Of the documents in the folders, those that the files at `paths` are or are parts of.
    pub fn find_at(&self, paths: &BTreeSet<Utf8PathBuf>) -> Documents {
        if paths.len() > MANY {
            let mut all = self.find();
            all.0.retain(|unit| unit.files.iter().any(|file| paths.contains(file)));
            return all;
        }
        let walk = self.walk();
        let files = self.folders.iter().flat_map(|folder| walk.find_among(folder, paths));
        Documents(Unit::of(files.collect(), &walk))
    }

    /// Reads `documents` into `index`. Files that cannot be read are left out of it.
    pub fn read(&self, documents: &Documents, index: &mut Index) {
        let read = || documents.0.par_iter().flat_map_iter(|unit| self.read_one(unit, None)).collect::<Vec<_>>();
        index.insert(in_background(read));
    }

    /// Judges anew the files of `index` on the disk that meet something else in other files than when they were
    /// last judged, as far as they are `concerned`.
    pub fn relate(&self, index: &mut Index, concerned: impl Fn(&IndexedFile) -> bool + Sync) {
        let walk = self.walk();
        let has_changed = |file: &&Arc<IndexedFile>| {
            let unseen = file.is_alone && file.facts.is_silenced;
            concerned(file) && (unseen || Encounters::of(file, index) != file.encounters)
        };
        let judge = || {
            let files: Vec<_> = index.files_on_disk().collect();
            let changed: Vec<_> = files.into_par_iter().filter(has_changed).collect();
            let units = changed.into_iter().map(|file| Unit::around(&file.path, &walk));
            let units: BTreeMap<Utf8PathBuf, Unit> = units.map(|unit| (unit.files[0].clone(), unit)).collect();
            units.into_par_iter().flat_map_iter(|(_, unit)| self.read_one(&unit, Some(index))).collect::<Vec<_>>()
        };
        let judged = in_background(judge);
        index.insert(judged);
    }

    fn walk(&self) -> Walk<'_> {
        Walk { configurations: self.configurations, current: Utf8Path::new(""), no_exclude: false }
    }

    /// What is kept of the files of `unit`; nothing where one of them cannot be read.
    fn read_one(&self, unit: &Unit, index: Option<&Index>) -> Vec<IndexedFile> {
        let first = &unit.files[0];
        let configuration = (self.in_force)(first.parent().unwrap_or(first));
        let most = configuration.settings.max_file_size;
        let source = |file: &Utf8PathBuf| Some(Source { path: String::new(), text: read(file, "", most).ok()? });
        let Some(sources) = unit.files.iter().map(source).collect::<Option<Vec<_>>>() else { return Vec::new() };
        let root = root_of(first, &configuration, self.folders.iter().cloned());
        let document =
            Document { unit: Some(unit), sources: &sources, configuration: &configuration, root: &root };
        let reporter = Reporter::counting(self.columns, &sources, Keep::default());
        let judge = || {
            for source in &sources {
                fault::strike(&source.text);
            }
            document.see(index, |input, joined| {
                let analysis = match joined {
                    Some(joined) => analyse_joined(input, joined),
                    None => analyse(input),
                };
                let mut files = document.facts(input, &analysis, &reporter);
                let settings = &configuration.settings;
                let answers = analysis.answers.iter();
                files[0].answers = answers
                    .map(|report| IndexedAnswer::new(report, settings, |span| reporter.place_in(0, span)))
                    .collect();
                for finding in analysis.findings.into_iter().filter(|finding| !finding.suppressed) {
                    let number = reporter.file_at(finding.span.start());
                    files[number].findings.push(kept(finding, number, &reporter));
                }
                for file in &mut files {
                    file.is_alone = index.is_none();
                    file.encounters = index.map(|index| Encounters::of(file, index)).unwrap_or_default();
                    file.findings.shrink_to_fit();
                }
                files
            })
        };
        // A file that brings the analysis down has no findings, and stops no other.
        contain(judge).unwrap_or_else(|panicked| {
            let texts: Vec<&str> = sources.iter().map(|source| source.text.as_str()).collect();
            (self.tell)(first, &panicked, &hash_of_text(&texts.concat()));
            Vec::new()
        })
    }
}

/// The folder of the repository that the file at `path` belongs to: that of its configuration, else the nearest
/// of `folders`, else its own.
pub fn root_of(
    path: &Utf8Path,
    configuration: &Configuration,
    folders: impl Iterator<Item = Utf8PathBuf>,
) -> Arc<Utf8Path> {
    if let Some(own) = configuration.folder() {
        return Arc::from(own);
    }
    let around = folders.filter(|folder| path.starts_with(folder)).max_by_key(|folder| folder.as_str().len());
    Arc::from(around.as_deref().or(path.parent()).unwrap_or(path))
}

fn kept(finding: Finding, file: usize, reporter: &Reporter<'_>) -> IndexedFinding {
    IndexedFinding::new(finding, |span| {
        (reporter.file_at(span.start()) == file).then(|| reporter.place_in(file, span))
    })
}

fn in_background<T: Send>(work: impl FnOnce() -> T + Send) -> T {
    match &*THREADS {
        Some(threads) => threads.install(work),
        None => work(),
    }
}
