//! One document as the analysis gets it: the texts of its files, and what they are judged by.

use std::sync::Arc;

use camino::Utf8Path;
use tradeoff_analysis::markdown::Joined;
use tradeoff_analysis::{Analysis, Facts, FileOfDocument, Input};

use crate::configuration::Configuration;
use crate::index::{Around, Encounters, Index, IndexedFile};
use crate::paths::forward_slashes;
use crate::report::{Reporter, Source};
use crate::unit::Unit;

/// A document that has been read.
#[derive(Clone, Copy)]
pub(crate) struct Document<'a> {
    /// Its files; without, it lies nowhere.
    pub(crate) unit: Option<&'a Unit>,
    /// Their texts, in order.
    pub(crate) sources: &'a [Source],
    pub(crate) configuration: &'a Configuration,
    /// The folder of the repository that it belongs to.
    pub(crate) root: &'a Arc<Utf8Path>,
}

impl Document<'_> {
    /// Hands the document to `look` as the analysis wants it; with an `index`, in its surroundings.
    pub(crate) fn see<T>(&self, index: Option<&Index>, look: impl FnOnce(&Input<'_>, Option<&Joined>) -> T) -> T {
        let path = self.unit.map(|unit| unit.files[0].as_path());
        let slashed = path.map(forward_slashes);
        let below = path.and_then(|path| self.configuration.below(path));
        let joined = self.unit.filter(|unit| unit.is_folder).map(|unit| {
            let names = unit.files.iter().map(|file| file.file_name().unwrap_or_default());
            Joined::new(names.zip(self.sources.iter().map(|source| source.text.as_str())))
        });
        let bank = &*self.configuration.bank;
        let around = index.zip(path).map(|(index, path)| Around {
            index,
            path,
            is_folder: self.unit.is_some_and(|unit| unit.is_folder),
            root: self.root,
            bank,
        });
        let input = Input {
            text: joined.as_ref().map_or(&self.sources[0].text, |joined| &joined.text),
            path: slashed.as_deref(),
            below_config: below.as_deref(),
            bank,
            settings: &self.configuration.settings,
            surroundings: around.as_ref().map(|around| around as _),
        };
        look(&input, joined.as_ref())
    }

    /// What the index keeps of the document's files after their analysis, without answers and findings.
    pub(crate) fn facts(
        &self,
        input: &Input<'_>,
        analysis: &Analysis,
        reporter: &Reporter<'_>,
    ) -> Vec<IndexedFile> {
        self.indexed(|number, file| {
            Facts::of(input, analysis, file, |span| reporter.place_in(number, span).ends())
        })
    }

    /// The same of files that are not judged.
    pub(crate) fn facts_alone(
        &self,
        input: &Input<'_>,
        joined: Option<&Joined>,
        reporter: &Reporter<'_>,
    ) -> Vec<IndexedFile> {
        let below = self.below_root();
        let files: Vec<_> = below.iter().enumerate().map(|(number, path)| self.file(number, path)).collect();
        let place = |file: FileOfDocument<'_>, span| reporter.place_in(file.part.unwrap_or_default(), span).ends();
        let mut facts = Facts::read(input, joined, &files, place).into_iter();
        self.indexed(|_, _| facts.next().unwrap_or_default())
    }

    fn indexed(&self, mut facts: impl FnMut(usize, FileOfDocument<'_>) -> Facts) -> Vec<IndexedFile> {
        let files = self.unit.map_or(&[][..], |unit| &unit.files);
        let below = self.below_root();
        let files = files.iter().zip(&below).enumerate().map(|(number, (path, below))| IndexedFile {
            path: path.clone(),
            root: Arc::clone(self.root),
            facts: facts(number, self.file(number, below)),
            answers: Vec::new(),
            findings: Vec::new(),
            bank: Arc::clone(&self.configuration.bank),
            encounters: Encounters::default(),
            is_alone: true,
        });
        files.collect()
    }

    fn file<'p>(&self, number: usize, path: &'p str) -> FileOfDocument<'p> {
        FileOfDocument { part: self.unit.is_some_and(|unit| unit.is_folder).then_some(number), path }
    }

    /// The paths of its files from the root of the repository.
    fn below_root(&self) -> Vec<String> {
        let files = self.unit.map_or(&[][..], |unit| &unit.files);
        files.iter().map(|file| forward_slashes(file.strip_prefix(&**self.root).unwrap_or(file))).collect()
    }
}
