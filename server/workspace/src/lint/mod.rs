//! The pipeline from paths to findings.
//!
//! Each file goes through it by itself, on any thread: read, analyse, keep what a result shows, forget the text.
//! Those that meet something in another file, a second answer or a link that leads nowhere, go through it once more
//! with the index of all files at hand; those that are mended once more, so that nothing is mended before all is known
//! that is to be said about it.
//! A file that cannot be read, or that makes the analysis panic, is a problem of its own and stops no other.
//! Results come in order of their paths, whatever the number of threads.

mod around;
mod mend;

use std::fmt::Debug;
use std::io;
use std::sync::Arc;

use camino::{Utf8Path, Utf8PathBuf};
use rayon::prelude::*;
use tradeoff_analysis::{Analysis, Input, analyse, analyse_joined};

use crate::configuration::{Configuration, ConfigurationError, Configurations};
use crate::document::Document;
use crate::fault;
use crate::fix::{FixError, FixedFile, Fixing};
use crate::index::{Index, IndexedFile};
use crate::panics::{Panicked, contain, hash_of_text};
use crate::paths::{absolute, forward_slashes, shown};
use crate::read::{ReadError, decode, read};
use crate::report::{Keep, LintedAnswer, LintedFile, Reporter, Source, WeighedConsideration};
use crate::selection::Selection;
use crate::spool::Spool;
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
    /// Who wants to know how far the run is.
    observer: Option<&'a dyn Observer>,
    /// Where verdicts go.
    verdicts: Arc<Spool>,
}

/// What can be asked of a run.
#[derive(Clone, Copy, Debug, Default)]
pub struct Options {
    /// Whether to lint what a configuration excludes.
    pub no_exclude: bool,
    /// What is kept of each file.
    pub keep: Keep,
    /// How what is found is mended, if it is.
    pub fixing: Option<Fixing>,
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
    /// The files that were mended, or would have been, in order of their paths. What was found is what is left after
    /// that if they were, and what is there if they were not.
    pub fixed: Vec<FixedFile>,
    /// What went wrong, in order of paths.
    pub problems: Vec<Problem>,
    /// What was named and left out because a configuration excludes it.
    pub excluded: Vec<String>,
    /// What was named and left out because it is no Markdown.
    pub other: Vec<String>,
    /// The verdicts on the answers.
    verdicts: Arc<Spool>,
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
    /// A file cannot be mended.
    #[error(transparent)]
    Fix(#[from] FixError),
    /// There is no room for what is to be said at the end of the run.
    #[error("the verdicts cannot be put aside in a temporary file")]
    Spool(#[source] io::Error),
    /// The analysis of one file panicked.
    #[error("{path}: {panicked}; the text {text} was not checked, please report it")]
    Internal {
        /// The file, as results show it.
        path: String,
        /// Where.
        panicked: Panicked,
        /// The hash of its text.
        text: String,
    },
}

/// Somebody who wants to know how far a run is. Told from any thread.
pub trait Observer: Debug + Sync {
    /// There are so many documents to judge.
    fn found(&self, documents: usize);
    /// One of them has been read and judged by itself.
    fn read_one(&self);
}

/// How one document is looked at.
#[derive(Clone, Copy, Default)]
struct Pass<'a> {
    /// The text of one of its files, which stands for what is on the disk.
    unsaved: Option<(&'a Utf8Path, &'a str)>,
    /// The other files; without them, it is looked at by itself.
    index: Option<&'a Index>,
    /// How it is mended, if it is.
    fixing: Option<Fixing>,
}

/// What came of one document.
#[derive(Default)]
struct Outcome {
    linted: Vec<LintedFile>,
    /// Its facts, until they are in the index.
    indexed: Vec<IndexedFile>,
    fixed: Vec<FixedFile>,
    /// Why it was not mended.
    problem: Option<FixError>,
}

impl Run {
    /// The verdict on each consideration that `answer` is required to weigh, in the configuration's order. Empty without
    /// a trade-off section, and where verdicts are not kept.
    pub fn verdicts_of(&self, answer: &LintedAnswer) -> io::Result<Vec<WeighedConsideration>> {
        answer.verdicts.map_or(Ok(Vec::new()), |verdicts| self.verdicts.get(verdicts))
    }
}

impl<'a> Linter<'a> {
    /// Paths are relative to the folder `current`, an absolute path.
    pub fn new(configurations: &'a Configurations, current: &'a Utf8Path, options: Options) -> Self {
        Self {
            configurations,
            current,
            options,
            selection: Selection::default(),
            observer: None,
            verdicts: Arc::default(),
        }
    }

    /// The same for no more than the documents that `selection` takes.
    #[must_use]
    pub fn selecting(self, selection: Selection) -> Self {
        Self { selection, ..self }
    }

    /// The same, telling `observer` how far it is.
    #[must_use]
    pub fn observed_by(self, observer: &'a dyn Observer) -> Self {
        Self { observer: Some(observer), ..self }
    }

    /// Lints the files and folders at `paths`.
    pub fn lint(&self, paths: &[Utf8PathBuf]) -> Run {
        let walk = self.walk();
        let paths: Vec<Utf8PathBuf> = paths.iter().map(|path| absolute(self.current, path)).collect();
        let found = walk.find(&paths);
        let units = Unit::of(found.files, &walk).into_iter();
        let (units, others): (Vec<_>, Vec<_>) = units.partition(|unit| self.selection.takes(unit, self.current));
        let mut run = Run { excluded: found.excluded, other: found.other, ..Run::default() };
        run.problems.extend(found.errors.into_iter().map(Problem::from));
        self.lint_units(&mut run, &units, &others, &paths, None);
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
            Some(path) => match self.decoded(bytes, &path) {
                Ok(text) => {
                    let units = [Unit::around(&path, &self.walk())];
                    self.lint_units(&mut run, &units, &[], &[], Some((&path, &text)));
                    return run;
                }
                Err(problem) => vec![Err(problem)],
            },
        };
        self.collect_configurations(&mut run);
        self.collect(&mut run, results);
        run
    }

    /// The text of `bytes`, which stand for the file at the absolute `path`.
    fn decoded(&self, bytes: Vec<u8>, path: &Utf8Path) -> Result<String, Problem> {
        let configuration = self.configuration(path.parent().unwrap_or(path))?;
        Ok(decode(bytes, &shown(self.current, path), configuration.settings.max_file_size)?)
    }

    /// Analyses the file at `path` by itself and hands text and analysis to `look`.
    pub fn look_at<T>(
        &self,
        path: &Utf8Path,
        look: impl FnOnce(&Input<'_>, &Analysis) -> T,
    ) -> Result<T, Problem> {
        let path = absolute(self.current, path);
        let configuration = self.configuration(path.parent().unwrap_or(&path))?;
        let text = read(&path, &shown(self.current, &path), configuration.settings.max_file_size)?;
        let (slashed, below) = (forward_slashes(&path), configuration.below(&path));
        let input = Input {
            text: &text,
            path: Some(&slashed),
            below_config: below.as_deref(),
            bank: &configuration.bank,
            settings: &configuration.settings,
            surroundings: None,
        };
        let look = || {
            fault::strike(&text);
            look(&input, &analyse(&input))
        };
        contain(look).map_err(|panicked| Problem::Internal {
            path: shown(self.current, &path),
            panicked,
            text: hash_of_text(&text),
        })
    }

    fn lint_nameless(&self, bytes: Vec<u8>) -> Result<Outcome, Problem> {
        let configuration = self.configuration(self.current)?;
        let path = "<stdin>".to_owned();
        let sources = [Source { text: decode(bytes, &path, configuration.settings.max_file_size)?, path }];
        let root = Arc::from(self.current);
        let document = Document { unit: None, sources: &sources, configuration: &configuration, root: &root };
        self.report(document, Pass { fixing: self.options.fixing, ..Pass::default() })
    }

    /// Lints `units`, mends them if that is asked for, and adds what came of it to `run`. Their repositories are more
    /// than the files and folders that were `named`, and more than the units: `others` were found as well. `unsaved` is
    /// the text of one of the files.
    fn lint_units(
        &self,
        run: &mut Run,
        units: &[Unit],
        others: &[Unit],
        named: &[Utf8PathBuf],
        unsaved: Option<(&Utf8Path, &str)>,
    ) {
        let pass = Pass { unsaved, ..Pass::default() };
        if let Some(observer) = self.observer {
            observer.found(units.len());
        }
        let judge = |unit| {
            let result = self.lint_unit(unit, pass);
            if let Some(observer) = self.observer {
                observer.read_one();
            }
            result
        };
        let mut results: Vec<_> = units.par_iter().map(judge).collect();
        // Those of the neighbours are nobody's business here.
        self.collect_configurations(run);
        let index = self.look_around(units, &mut results, others, named, pass);
        let pass = Pass { index: index.as_ref(), ..pass };
        self.mend(units, &mut results, pass);
        self.look_again(units, &mut results, pass);
        self.collect(run, results);
    }

    /// Lints one document.
    fn lint_unit(&self, unit: &Unit, pass: Pass<'_>) -> Result<Outcome, Problem> {
        let first = &unit.files[0];
        let configuration = self.configuration(first.parent().unwrap_or(first))?;
        let most = configuration.settings.max_file_size;
        let source = |file: &Utf8PathBuf| {
            let path = shown(self.current, file);
            let unsaved = pass.unsaved.filter(|(path, _)| *path == file);
            let text = unsaved.map_or_else(|| read(file, &path, most), |(_, text)| Ok(text.to_owned()))?;
            Ok(Source { path, text })
        };
        let sources = unit.files.iter().map(source).collect::<Result<Vec<_>, ReadError>>()?;
        let root = self.root(first, &configuration);
        let document =
            Document { unit: Some(unit), sources: &sources, configuration: &configuration, root: &root };
        self.report(document, pass)
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

    /// What is to be said about one document, by the files that it lies in, after it has been mended if the `pass`
    /// is for that.
    fn report(&self, document: Document<'_>, pass: Pass<'_>) -> Result<Outcome, Problem> {
        let report = || {
            for source in document.sources {
                fault::strike(&source.text);
            }
            document.see(pass.index, |input, joined| {
                let analysis = match joined {
                    Some(joined) => analyse_joined(input, joined),
                    None => analyse(input),
                };
                // Of an answer in several files only the one that is at hand may change.
                let files = document.unit.map_or(&[][..], |unit| &unit.files);
                let part = pass.unsaved.and_then(|(path, _)| files.iter().position(|file| file == path));
                let mended = pass.fixing.and_then(|fixing| fixing.mend(input, &analysis, document.sources, part));
                match mended {
                    Some(mended) => self.mended(document, pass, mended, analysis),
                    None => self.outcome(document, analysis, pass.index.is_none().then_some(input)),
                }
            })
        };
        // Nothing that the analysis could leave half done outlives it.
        contain(report).map_err(|panicked| internal(document.sources, panicked))
    }

    /// What is said about a document. Its facts are gathered where the `input` of the analysis is at hand.
    fn outcome(&self, document: Document<'_>, analysis: Analysis, input: Option<&Input<'_>>) -> Outcome {
        let reporter = Reporter::new(document.sources, self.options.keep);
        let indexed = input.map(|input| document.facts(input, &analysis, &reporter)).unwrap_or_default();
        let linted = reporter.files(analysis, &document.configuration.settings, &self.verdicts);
        Outcome { linted, indexed, ..Outcome::default() }
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
    fn collect(&self, run: &mut Run, results: Vec<Result<Outcome, Problem>>) {
        run.verdicts = Arc::clone(&self.verdicts);
        run.problems.extend(self.verdicts.take_error().map(Problem::Spool));
        for result in results {
            match result {
                Ok(Outcome { linted, fixed, problem, .. }) => {
                    run.files += linted.len();
                    if self.options.keep.paths {
                        run.paths.extend(linted.iter().map(|file| file.path.clone()));
                    }
                    run.linted.extend(linted);
                    run.fixed.extend(fixed);
                    run.problems.extend(problem.map(Problem::from));
                }
                Err(problem) => run.problems.push(problem),
            }
        }
        run.linted.retain(|linted| !linted.answers.is_empty() || !linted.findings.is_empty() || linted.hints > 0);
        run.linted.sort_by(|one, other| one.path.cmp(&other.path));
        run.fixed.sort_by(|one, other| one.path.cmp(&other.path));
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
            hints: 0,
        }
    }
}

/// The problem of the document of `sources` in which the program `panicked`.
fn internal(sources: &[Source], panicked: Panicked) -> Problem {
    let texts: Vec<&str> = sources.iter().map(|source| source.text.as_str()).collect();
    Problem::Internal { path: sources[0].path.clone(), panicked, text: hash_of_text(&texts.concat()) }
}
