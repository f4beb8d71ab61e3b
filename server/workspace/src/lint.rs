//! The pipeline from paths to findings.
//!
//! Each file goes through it by itself, on any thread: read, analyse, keep what a result shows, forget the text.
//! A file that cannot be read, or that makes the analysis panic, is a problem of its own and stops no other.
//! Results come in order of their paths, whatever the number of threads.

use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use camino::{Utf8Path, Utf8PathBuf};
use rayon::prelude::*;
use tradeoff_analysis::{Analysis, Input, analyse};

use crate::configuration::{Configuration, ConfigurationError, Configurations};
use crate::paths::{absolute, forward_slashes, shown};
use crate::read::{ReadError, decode, read};
use crate::report::{Keep, LintedFile, Reporter};
use crate::walk::{Walk, WalkError};

/// Lints files.
#[derive(Debug)]
pub struct Linter<'a> {
    configurations: &'a Configurations,
    /// The folder that paths are relative to, absolute.
    current: &'a Utf8Path,
    options: Options,
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

impl<'a> Linter<'a> {
    /// Paths are relative to the folder `current`, an absolute path.
    pub fn new(configurations: &'a Configurations, current: &'a Utf8Path, options: Options) -> Self {
        Self { configurations, current, options, analyse }
    }

    /// Lints the files and folders at `paths`.
    pub fn lint(&self, paths: &[Utf8PathBuf]) -> Run {
        let Options { no_exclude, .. } = self.options;
        let walk = Walk { configurations: self.configurations, current: self.current, no_exclude };
        let paths: Vec<Utf8PathBuf> = paths.iter().map(|path| absolute(self.current, path)).collect();
        let found = walk.find(&paths);
        let files: Vec<Utf8PathBuf> = found.files.into_iter().collect();
        let results: Vec<_> = files.par_iter().map(|path| self.lint_file(path)).collect();
        let mut run = Run { excluded: found.excluded, other: found.other, ..Run::default() };
        run.problems.extend(found.errors.into_iter().map(Problem::from));
        self.collect(&mut run, results);
        run
    }

    /// Lints `bytes` as the file at `path`, which need not exist; without a path, as a document with the current
    /// folder's configuration.
    pub fn lint_bytes(&self, path: Option<&Utf8Path>, bytes: Vec<u8>) -> Run {
        let mut run = Run::default();
        let path = path.map(|path| absolute(self.current, path));
        let folder = path.as_deref().and_then(Utf8Path::parent).unwrap_or(self.current);
        let name = path.as_deref().map_or_else(|| "<stdin>".to_owned(), |path| shown(self.current, path));
        let result = self.configuration(folder).and_then(|configuration| {
            let is_excluded = path.as_deref().is_some_and(|path| configuration.excludes(path));
            if is_excluded && !self.options.no_exclude {
                run.excluded.push(name.clone());
                return Ok(None);
            }
            let text = decode(bytes, &name)?;
            self.report(path.as_deref(), &name, &text, &configuration).map(Some)
        });
        let results = result.transpose().into_iter().collect();
        self.collect(&mut run, results);
        run
    }

    fn lint_file(&self, path: &Utf8Path) -> Result<LintedFile, Problem> {
        let configuration = self.configuration(path.parent().unwrap_or(path))?;
        let name = shown(self.current, path);
        let text = read(path, &name)?;
        self.report(Some(path), &name, &text, &configuration)
    }

    fn configuration(&self, folder: &Utf8Path) -> Result<Arc<Configuration>, Problem> {
        self.configurations.for_folder(folder).map_err(|error| error.shown_from(self.current).into())
    }

    fn report(
        &self,
        path: Option<&Utf8Path>,
        name: &str,
        text: &str,
        configuration: &Configuration,
    ) -> Result<LintedFile, Problem> {
        let slashed = path.map(forward_slashes);
        let below = path.and_then(|path| configuration.below(path));
        let input = Input {
            text,
            path: slashed.as_deref(),
            below_config: below.as_deref(),
            bank: &configuration.bank,
            settings: &configuration.settings,
        };
        let report = || {
            let analysis = (self.analyse)(&input);
            let reporter = Reporter::new(text, self.options.keep);
            reporter.file(name.to_owned(), analysis, &configuration.settings)
        };
        // Nothing that the analysis could leave half done outlives it.
        catch_unwind(AssertUnwindSafe(report))
            .map_err(|panic| Problem::Internal { path: name.to_owned(), message: message_of(&*panic) })
    }

    /// Adds `results` and the findings about the configurations that they met to `run`.
    fn collect(&self, run: &mut Run, results: Vec<Result<LintedFile, Problem>>) {
        for result in results {
            match result {
                Ok(linted) => {
                    run.files += 1;
                    run.linted.push(linted);
                }
                Err(problem) => run.problems.push(problem),
            }
        }
        run.linted.extend(self.configurations.files().iter().map(|configuration| self.about(configuration)));
        run.linted.retain(|linted| !linted.answers.is_empty() || !linted.findings.is_empty());
        run.linted.sort_by(|one, other| one.path.cmp(&other.path));
        run.problems.sort_by_cached_key(ToString::to_string);
        // A broken configuration is met by each of its files.
        run.problems.dedup_by_key(|problem| problem.to_string());
    }

    /// What is to be said about a configuration file itself.
    fn about(&self, configuration: &Configuration) -> LintedFile {
        let reporter = Reporter::new(&configuration.text, self.options.keep);
        let path = configuration.path.as_deref().unwrap_or(self.current);
        LintedFile {
            path: shown(self.current, path),
            fail_on: configuration.settings.fail_on,
            answers: Vec::new(),
            findings: configuration.findings.iter().map(|finding| reporter.finding(finding.clone())).collect(),
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
