//! The pipeline from paths to findings.
//!
//! Each file goes through it by itself, on any thread: read, analyse, keep what a result shows, forget the text.
//! Those that meet something in another file, a second answer or a link that leads nowhere, go through it once more
//! with the index of all files at hand.
//! A file that cannot be read, or that makes the analysis panic, is a problem of its own and stops no other.
//! Results come in order of their paths, whatever the number of threads.

use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use camino::{Utf8Path, Utf8PathBuf};
use rayon::prelude::*;
use tradeoff_analysis::{Analysis, Input, analyse, analyse_joined};

use crate::configuration::{Configuration, ConfigurationError, Configurations};
use crate::document::Document;
use crate::index::{Encounters, Index, IndexedFile};
use crate::paths::{absolute, forward_slashes, shown};
use crate::read::{ReadError, decode, read};
use crate::report::{Keep, LintedFile, Reporter, Source};
use crate::selection::Selection;
use crate::unit::Unit;
use crate::walk::{Walk, WalkError};

/// Lints files.
#[derive(Debug)]
pub struct Linter<'a> {
    configurations: &'a Configurations,
    /// The folder that paths are relative to, absolute.
    current: &'a Utf8Path,
    options: Options,
    selection: Selection,
    analyse: fn(&Input<'_>) -> Analysis,
}

/// What can be asked of a run.
#[derive(Clone, Copy, Debug, Default)]
pub struct Options {
    /// Whether to lint what a configuration excludes.
    pub no_exclude: bool,
    /// What is kept of each file.
    pub keep: Keep,
}

/// What a run found.
#[derive(Debug, Default)]
pub struct Run {
    /// How many files were linted, whether or not they are answers.
    pub files: usize,
    /// The files that have answers or findings, in order of their paths.
    pub linted: Vec<LintedFile>,
    /// All files that were linted, where their paths are kept.
    pub paths: Vec<String>,
    /// What went wrong, in order of paths.
    pub problems: Vec<Problem>,
    /// What was named and left out because a configuration excludes it.
    pub excluded: Vec<String>,
    /// What was named and left out because it is no Markdown.
    pub other: Vec<String>,
}

/// Why a run, or a part of it, failed.
#[derive(Debug, thiserror::Error)]
pub enum Problem {
    /// Something that was named cannot be searched.
    #[error(transparent)]
    Walk(#[from] WalkError),
    /// A file cannot be read.
    #[error(transparent)]
    Read(#[from] ReadError),
    /// A configuration cannot be used, so the files that it governs were not linted.
    #[error(transparent)]
    Configuration(#[from] ConfigurationError),
    /// The analysis of one file panicked.
    #[error("{path}: internal error, please report it with this file: {message}")]
    Internal {
        /// The file, as results show it.
        path: String,
        /// What the panic said.
        message: String,
    },
}

/// What came of one document.
struct Linted {
    files: Vec<LintedFile>,
    /// Its facts, until they are in the index.
    indexed: Vec<IndexedFile>,
}

impl<'a> Linter<'a> {
    /// Paths are relative to the folder `current`, an absolute path.
    pub fn new(configurations: &'a Configurations, current: &'a Utf8Path, options: Options) -> Self {
        Self { configurations, current, options, selection: Selection::default(), analyse }
    }

    /// The same for no more than the documents that `selection` takes.
    #[must_use]
    pub fn selecting(self, selection: Selection) -> Self {
        Self { selection, ..self }
    }

    /// Lints the files and folders at `paths`.
    pub fn lint(&self, paths: &[Utf8PathBuf]) -> Run {
        let walk = self.walk();
        let paths: Vec<Utf8PathBuf> = paths.iter().map(|path| absolute(self.current, path)).collect();
        let found = walk.find(&paths);
        let units = Unit::of(found.files, &walk).into_iter();
        let (units, others): (Vec<_>, Vec<_>) = units.partition(|unit| self.selection.takes(unit, self.current));
        let results: Vec<_> = units.par_iter().map(|unit| self.lint_unit(unit, None, None)).collect();
        let mut run = Run { excluded: found.excluded, other: found.other, ..Run::default() };
        run.problems.extend(found.errors.into_iter().map(Problem::from));
        self.collect_configurations(&mut run);
        self.collect(&mut run, self.look_around(&units, results, &others, &paths, None));
        run
    }

    /// Lints `bytes` as the file at `path`, which need not exist; without a path, as a document with the current
    /// folder's configuration.
    pub fn lint_bytes(&self, path: Option<&Utf8Path>, bytes: Vec<u8>) -> Run {
        let mut run = Run::default();
        let results = match path.map(|path| absolute(self.current, path)) {
            None => vec![self.lint_nameless(bytes)],
            Some(path) if self.walk().is_excluded(&path, false) => {
                run.excluded.push(shown(self.current, &path));
                Vec::new()
            }
            Some(path) => self.lint_unsaved(&path, bytes),
        };
        self.collect_configurations(&mut run);
        self.collect(&mut run, results);
        run
    }

    /// Analyses the file at `path` by itself and hands text and analysis to `look`.
    pub fn look_at<T>(
        &self,
        path: &Utf8Path,
        look: impl FnOnce(&Input<'_>, &Analysis) -> T,
    ) -> Result<T, Problem> {
        let path = absolute(self.current, path);
        let configuration = self.configuration(path.parent().unwrap_or(&path))?;
        let text = read(&path, &shown(self.current, &path))?;
        let (slashed, below) = (forward_slashes(&path), configuration.below(&path));
        let input = Input {
            text: &text,
            path: Some(&slashed),
            below_config: below.as_deref(),
            bank: &configuration.bank,
            settings: &configuration.settings,
            surroundings: None,
        };
        Ok(look(&input, &(self.analyse)(&input)))
    }

    fn lint_nameless(&self, bytes: Vec<u8>) -> Result<Linted, Problem> {
        let configuration = self.configuration(self.current)?;
        let path = "<stdin>".to_owned();
        let sources = [Source { text: decode(bytes, &path)?, path }];
        let root = Arc::from(self.current);
        self.report(Document { unit: None, sources: &sources, configuration: &configuration, root: &root }, None)
    }

    fn lint_unsaved(&self, path: &Utf8Path, bytes: Vec<u8>) -> Vec<Result<Linted, Problem>> {
        let text = match decode(bytes, &shown(self.current, path)) {
            Ok(text) => text,
            Err(error) => return vec![Err(error.into())],
        };
        let units = [Unit::around(path, &self.walk())];
        let unsaved = Some((path, text.as_str()));
        let result = self.lint_unit(&units[0], unsaved, None);
        self.look_around(&units, vec![result], &[], &[], unsaved)
    }

    /// Lints one document; with an `index`, in its surroundings. `unsaved` is the text of one of its files, which
    /// stands for what is on the disk.
    fn lint_unit(
        &self,
        unit: &Unit,
        unsaved: Option<(&Utf8Path, &str)>,
        index: Option<&Index>,
    ) -> Result<Linted, Problem> {
        let first = &unit.files[0];
        let configuration = self.configuration(first.parent().unwrap_or(first))?;
        let source = |file: &Utf8PathBuf| {
            let path = shown(self.current, file);
            let unsaved = unsaved.filter(|(path, _)| *path == file);
            let text = unsaved.map_or_else(|| read(file, &path), |(_, text)| Ok(text.to_owned()))?;
            Ok(Source { path, text })
        };
        let sources = unit.files.iter().map(source).collect::<Result<Vec<_>, ReadError>>()?;
        let root = self.root(first, &configuration);
        let document =
            Document { unit: Some(unit), sources: &sources, configuration: &configuration, root: &root };
        self.report(document, index)
    }

    /// Lints once more, and this time in their surroundings, the documents that meet something in other files.
    ///
    /// Most files meet nothing, so most are analysed once. The `others` that the run found, and what a repository
    /// holds beside the `named` files and folders, are looked at as well, but only for their facts.
    fn look_around(
        &self,
        units: &[Unit],
        mut results: Vec<Result<Linted, Problem>>,
        others: &[Unit],
        named: &[Utf8PathBuf],
        unsaved: Option<(&Utf8Path, &str)>,
    ) -> Vec<Result<Linted, Problem>> {
        let mut index = Index::default();
        for linted in results.iter_mut().flatten() {
            index.insert(std::mem::take(&mut linted.indexed));
        }
        let is_answer = |file: &Arc<IndexedFile>| !file.facts.sites.is_empty();
        if !index.files().any(is_answer) {
            return results;
        }
        let facts =
            |units: &[Unit]| -> Vec<_> { units.par_iter().flat_map_iter(|unit| self.facts_of(unit)).collect() };
        index.insert(facts(others));
        let neighbours = crate::index::neighbours(&index, named, &self.walk());
        index.insert(facts(&neighbours));
        units.par_iter().zip(&mut results).for_each(|(unit, result)| {
            let files = unit.files.iter().filter_map(|file| index.file(file));
            let meets =
                |file: &Arc<IndexedFile>| file.facts.is_silenced || !Encounters::of(file, &index).is_empty();
            if result.is_ok() && files.into_iter().any(meets) {
                *result = self.lint_unit(unit, unsaved, Some(&index));
            }
        });
        results
    }

    /// The facts of the files of `unit`, as far as it can be read.
    fn facts_of(&self, unit: &Unit) -> Vec<IndexedFile> {
        crate::index::facts_of(unit, self.configurations, |path, configuration| self.root(path, configuration))
    }

    /// The folder of the repository that the file at `path` belongs to.
    fn root(&self, path: &Utf8Path, configuration: &Configuration) -> Arc<Utf8Path> {
        let here = Some(self.current).filter(|current| path.starts_with(current));
        Arc::from(configuration.folder().or(here).or(path.parent()).unwrap_or(path))
    }

    fn walk(&self) -> Walk<'a> {
        let Options { no_exclude, .. } = self.options;
        Walk { configurations: self.configurations, current: self.current, no_exclude }
    }

    fn configuration(&self, folder: &Utf8Path) -> Result<Arc<Configuration>, Problem> {
        self.configurations.for_folder(folder).map_err(|error| error.shown_from(self.current).into())
    }

    /// What is to be said about one document, by the files that it lies in.
    fn report(&self, document: Document<'_>, index: Option<&Index>) -> Result<Linted, Problem> {
        let report = || {
            document.see(index, |input, joined| {
                let analysis = match joined {
                    Some(joined) => analyse_joined(input, joined),
                    None => (self.analyse)(input),
                };
                let reporter = Reporter::new(document.sources, self.options.keep);
                let indexed =
                    if index.is_none() { document.facts(input, &analysis, &reporter) } else { Vec::new() };
                Linted { files: reporter.files(analysis, &document.configuration.settings), indexed }
            })
        };
        // Nothing that the analysis could leave half done outlives it.
        catch_unwind(AssertUnwindSafe(report)).map_err(|panic| Problem::Internal {
            path: document.sources[0].path.clone(),
            message: message_of(&*panic),
        })
    }

    /// Adds the findings about the configurations that were met to `run`, and what is wrong with them.
    fn collect_configurations(&self, run: &mut Run) {
        if self.selection.is_first() {
            run.linted.extend(self.configurations.files().iter().map(|configuration| self.about(configuration)));
        }
        // A broken configuration is a problem even where no answer needs it, and only one where many do.
        let errors = self.configurations.errors().into_iter();
        run.problems.extend(errors.map(|error| Problem::from(error.shown_from(self.current))));
    }

    /// Adds `results` to `run` and puts all in order.
    fn collect(&self, run: &mut Run, results: Vec<Result<Linted, Problem>>) {
        for result in results {
            match result {
                Ok(linted) => {
                    run.files += linted.files.len();
                    if self.options.keep.paths {
                        run.paths.extend(linted.files.iter().map(|file| file.path.clone()));
                    }
                    run.linted.extend(linted.files);
                }
                Err(problem) => run.problems.push(problem),
            }
        }
        run.linted.retain(|linted| !linted.answers.is_empty() || !linted.findings.is_empty());
        run.linted.sort_by(|one, other| one.path.cmp(&other.path));
        run.problems.sort_by_cached_key(ToString::to_string);
        run.problems.dedup_by_key(|problem| problem.to_string());
    }

    /// What is to be said about a configuration file itself.
    fn about(&self, configuration: &Configuration) -> LintedFile {
        let path = shown(self.current, configuration.path.as_deref().unwrap_or(self.current));
        let source = [Source { path: path.clone(), text: configuration.text.clone() }];
        let reporter = Reporter::new(&source, self.options.keep);
        LintedFile {
            path,
            fail_on: configuration.settings.fail_on,
            answers: Vec::new(),
            findings: configuration
                .findings
                .iter()
                .map(|finding| reporter.finding(finding.clone(), None))
                .collect(),
        }
    }
}

fn message_of(panic: &(dyn Any + Send)) -> String {
    let text = panic.downcast_ref::<&str>().copied();
    text.or_else(|| panic.downcast_ref::<String>().map(String::as_str)).unwrap_or("it does not say why").to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    static SHEETS: &[(&str, &str)] = &[("consensus/0501-raft.md", "# Walk through Raft.\n")];

    fn panicking(input: &Input<'_>) -> Analysis {
        assert!(!input.text.contains("boom"), "it went {}", input.text.trim());
        analyse(input)
    }

    #[test]
    fn a_panic_in_one_file_stops_no_other() {
        let folder = tempfile::tempdir().expect("a temporary folder can be made");
        let current = Utf8Path::from_path(folder.path()).expect("its name is UTF-8");
        for (name, text) in [("a.md", "# Q501\n"), ("b.md", "boom"), ("c.md", "# Q501\n")] {
            std::fs::write(current.join(name), text).expect("files can be written");
        }
        let configurations = Configurations::new(SHEETS, []);
        let linter = Linter { analyse: panicking, ..Linter::new(&configurations, current, Options::default()) };
        let run = linter.lint(&[".".into()]);
        let problems: Vec<_> = run.problems.iter().map(ToString::to_string).collect();
        assert_eq!(problems, ["b.md: internal error, please report it with this file: it went boom"]);
        assert_eq!(run.linted.iter().map(|file| file.path.as_str()).collect::<Vec<_>>(), ["a.md", "c.md"]);
        assert_eq!(run.files, 2);
    }
}
