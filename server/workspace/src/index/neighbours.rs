//! The files that a run is not about, but that stand beside those that it is about.

use std::collections::BTreeSet;
use std::sync::Arc;

use camino::{Utf8Path, Utf8PathBuf};

use super::{Index, IndexedFile};
use crate::configuration::{Configuration, Configurations};
use crate::document::Document;
use crate::panics::contain;
use crate::read::read;
use crate::report::{Keep, Reporter, Source};
use crate::unit::Unit;
use crate::walk::Walk;

/// Of a repository with more files than these nothing is looked at beside what was named.
const MANY: usize = 20_000;

/// The documents of the repositories that the answers in `index` belong to, without those that are in it. Only
/// where a `tradeoff.toml` marks a repository; what lies below the `named` folders is in the index already.
pub(crate) fn neighbours(index: &Index, named: &[Utf8PathBuf], walk: &Walk<'_>) -> Vec<Unit> {
    let answers = index.files().filter(|file| !file.facts.sites.is_empty());
    let roots: BTreeSet<&Utf8Path> = answers.map(|file| &*file.root).collect();
    let mut files = BTreeSet::new();
    for root in roots {
        let is_configured = walk.configurations.for_folder(root).is_ok_and(|found| found.folder() == Some(root));
        let is_covered = named.iter().any(|named| root.starts_with(named));
        if is_configured && !is_covered {
            files.extend(walk.files_below(root));
        }
    }
    files.retain(|file| index.file(file).is_none());
    if files.len() > MANY { Vec::new() } else { Unit::of(files, walk) }
}

/// The facts of the files of `unit`; none where one of them cannot be read. `root` says where the repository of a
/// file starts.
pub(crate) fn facts_of(
    unit: &Unit,
    configurations: &Configurations,
    root: impl Fn(&Utf8Path, &Configuration) -> Arc<Utf8Path>,
) -> Vec<IndexedFile> {
    let first = &unit.files[0];
    let Ok(configuration) = configurations.for_folder(first.parent().unwrap_or(first)) else { return Vec::new() };
    let most = configuration.settings.max_file_size;
    let source = |file: &Utf8PathBuf| Some(Source { path: String::new(), text: read(file, "", most).ok()? });
    let Some(sources) = unit.files.iter().map(source).collect::<Option<Vec<_>>>() else { return Vec::new() };
    let root = root(first, &configuration);
    let document = Document { unit: Some(unit), sources: &sources, configuration: &configuration, root: &root };
    let reporter = Reporter::new(&sources, Keep::default());
    let gather = || document.see(None, |input, joined| document.facts_alone(input, joined, &reporter));
    // A file that brings the parser down is a problem of the run that is about it.
    contain(gather).unwrap_or_default()
}
