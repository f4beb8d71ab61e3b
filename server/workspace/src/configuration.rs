//! Finding and loading `tradeoff.toml`.
//!
//! The nearest file at or above a document wins. Editors, command line and CI all ask here, so they resolve the
//! same file for the same path.

use std::collections::HashMap;
use std::io;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use camino::{Utf8Path, Utf8PathBuf};
use tradeoff_analysis::bank::Bank;
use tradeoff_analysis::config::{Config, InvalidGlob, Settings};
use tradeoff_analysis::rules::{Finding, configuration_findings};
use tradeoff_analysis::text::{ColumnUnit, LineIndex, Span, offset};

use crate::own_sheets::read_own_sheets;
use crate::paths::{absolute, forward_slashes, shown};
use crate::read::read_small;

/// The name of the configuration file.
pub const CONFIGURATION_FILE: &str = "tradeoff.toml";

/// The built-in sheets: pairs of a path and a text.
pub type Sheets = &'static [(&'static str, &'static str)];

/// A configuration with everything it stands for.
#[derive(Clone, Debug)]
pub struct Configuration {
    /// The file; `None` for the defaults that hold where there is none.
    pub path: Option<Utf8PathBuf>,
    /// The file's text; empty for the defaults.
    pub text: String,
    /// What the analysis reads.
    pub settings: Arc<Settings>,
    /// The questions that it brings.
    pub bank: Arc<Bank>,
    /// What the file says without effect.
    pub findings: Vec<Finding>,
}

/// Why a configuration cannot be used.
#[derive(Clone, Debug, thiserror::Error)]
pub enum ConfigurationError {
    /// The file, or a bank's folder that it names, cannot be read.
    #[error("{path}: cannot be read")]
    Read {
        /// The file or folder.
        path: Utf8PathBuf,
        /// Why.
        source: Arc<io::Error>,
    },
    /// It is no TOML, or has a value of the wrong type.
    #[error("{path}:{line}:{column}: {message}")]
    Invalid {
        /// The file.
        path: Utf8PathBuf,
        /// Line, from 1.
        line: u32,
        /// Column in code points, from 1.
        column: u32,
        /// The fault in the file's text.
        span: Span,
        /// What is wrong.
        message: String,
    },
    /// It has a glob that cannot be read.
    #[error("{path}:{line}:{column}: {glob}")]
    Glob {
        /// The file.
        path: Utf8PathBuf,
        /// Line, from 1.
        line: u32,
        /// Column in code points, from 1.
        column: u32,
        /// The glob and what is wrong with it.
        glob: InvalidGlob,
    },
}

impl ConfigurationError {
    /// The file or folder that it is about.
    pub fn path(&self) -> &Utf8Path {
        match self {
            Self::Read { path, .. } | Self::Invalid { path, .. } | Self::Glob { path, .. } => path,
        }
    }

    /// The same error with its path as results show it, from the folder `current`.
    #[must_use]
    pub fn shown_from(mut self, current: &Utf8Path) -> Self {
        let (Self::Read { path, .. } | Self::Invalid { path, .. } | Self::Glob { path, .. }) = &mut self;
        *path = shown(current, path).into();
        self
    }
}

impl Configuration {
    /// What holds where there is no configuration file.
    pub fn defaults(sheets: Sheets, titles: impl IntoIterator<Item = (String, String)>) -> Self {
        let mut bank = Bank::builtin(sheets);
        bank.set_section_titles(titles);
        Self {
            path: None,
            text: String::new(),
            settings: Settings::default().shared(),
            bank: Arc::new(bank),
            findings: Vec::new(),
        }
    }

    /// Loads the file at `path`. `defaults` lends its bank to configurations that add nothing to it.
    pub fn load(path: &Utf8Path, sheets: Sheets, defaults: &Self) -> Result<Self, ConfigurationError> {
        let text = read_small(path).map_err(|source| read_error(path, source))?;
        Self::parse(path, text, sheets, defaults)
    }

    /// The same for a file whose text is known, as an editor's unsaved buffer is.
    pub fn parse(
        path: &Utf8Path,
        text: String,
        sheets: Sheets,
        defaults: &Self,
    ) -> Result<Self, ConfigurationError> {
        let place = |position| {
            let start = LineIndex::new(&text).line_column(&text, position, ColumnUnit::CodePoint);
            (start.line + 1, start.column + 1)
        };
        let (config, problems) = Config::parse(&text).map_err(|error| {
            let (line, column) = place(error.span.start());
            let (span, message) = (error.span, error.message);
            ConfigurationError::Invalid { path: path.to_owned(), line, column, span, message }
        })?;
        let settings = Settings::new(config.clone()).map_err(|glob| {
            // Settings know no places; a glob that is written with escapes is not found and counts for the file.
            let (line, column) = place(offset(text.find(&glob.glob).unwrap_or_default()));
            ConfigurationError::Glob { path: path.to_owned(), line, column, glob }
        })?;
        let findings = configuration_findings(&text, &config, &settings, &problems);
        let folder = path.parent().unwrap_or(Utf8Path::new(""));
        let bank = bank(folder, &settings, sheets, defaults)?;
        Ok(Self { path: Some(path.to_owned()), text, settings: settings.shared(), bank, findings })
    }

    /// The folder that its globs are relative to.
    pub fn folder(&self) -> Option<&Utf8Path> {
        self.path.as_deref().and_then(Utf8Path::parent)
    }

    /// Whether the file or folder at the absolute `path` is never linted: its exclude globs take it in, or it is
    /// a sheet of its banks, which asks a question rather than answers it.
    pub fn excludes(&self, path: &Utf8Path) -> bool {
        let is_excluded = self.below(path).is_some_and(|below| self.settings.excludes(&below));
        let mut banks = self.settings.bank.folders.iter();
        is_excluded
            || self.folder().is_some_and(|folder| {
                banks.any(|bank| path.starts_with(absolute(folder, Utf8Path::new(bank))) && folder != path)
            })
    }

    /// `path` below the configuration's folder, with forward slashes; `None` without a configuration file or
    /// for a path outside.
    pub fn below(&self, path: &Utf8Path) -> Option<String> {
        let below = path.strip_prefix(self.folder()?).ok()?;
        Some(forward_slashes(below))
    }
}

fn bank(
    folder: &Utf8Path,
    settings: &Settings,
    sheets: Sheets,
    defaults: &Configuration,
) -> Result<Arc<Bank>, ConfigurationError> {
    if settings.bank.builtin && settings.bank.folders.is_empty() {
        return Ok(Arc::clone(&defaults.bank));
    }
    let mut bank = Bank::builtin(if settings.bank.builtin { sheets } else { &[] });
    for bank_folder in &settings.bank.folders {
        bank.add_own(read_own_sheets(&folder.join(bank_folder), folder)?);
    }
    bank.copy_section_titles(&defaults.bank);
    Ok(Arc::new(bank))
}

pub(crate) fn read_error(path: &Utf8Path, source: io::Error) -> ConfigurationError {
    ConfigurationError::Read { path: path.to_owned(), source: Arc::new(source) }
}

/// All configurations of a run, each loaded once.
#[derive(Debug)]
pub struct Configurations {
    sheets: Sheets,
    defaults: Arc<Configuration>,
    loaded: Mutex<Loaded>,
}

#[derive(Debug, Default)]
struct Loaded {
    by_folder: HashMap<Utf8PathBuf, Result<Arc<Configuration>, ConfigurationError>>,
    /// Texts of configuration files that stand for what is on the disk.
    buffers: HashMap<Utf8PathBuf, String>,
    /// How often everything was forgotten. What was read before the last time must not be kept.
    generation: u64,
}

impl Configurations {
    /// No configuration is loaded yet. `sheets` is the built-in bank, `titles` names its sections.
    pub fn new(sheets: Sheets, titles: impl IntoIterator<Item = (String, String)>) -> Self {
        let defaults = Arc::new(Configuration::defaults(sheets, titles));
        Self { sheets, defaults, loaded: Mutex::default() }
    }

    /// What holds where there is no configuration file.
    pub fn defaults(&self) -> &Arc<Configuration> {
        &self.defaults
    }

    /// The configuration in force for files in `folder`, an absolute path.
    pub fn for_folder(&self, folder: &Utf8Path) -> Result<Arc<Configuration>, ConfigurationError> {
        let generation = {
            let loaded = self.loaded();
            if let Some(known) = loaded.by_folder.get(folder) {
                return known.clone();
            }
            loaded.generation
        };
        let file = folder.join(CONFIGURATION_FILE);
        let found = if let Some(text) = self.buffer(&file) {
            Configuration::parse(&file, text, self.sheets, &self.defaults).map(Arc::new)
        } else if file.is_file() {
            Configuration::load(&file, self.sheets, &self.defaults).map(Arc::new)
        } else {
            folder.parent().map_or_else(|| Ok(Arc::clone(&self.defaults)), |parent| self.for_folder(parent))
        };
        let mut loaded = self.loaded();
        if loaded.generation == generation {
            loaded.by_folder.insert(folder.to_owned(), found.clone());
        }
        found
    }

    /// Every configuration file that was met so far and could be loaded, in order of their paths.
    pub fn files(&self) -> Vec<Arc<Configuration>> {
        let loaded = self.loaded();
        let found = loaded.by_folder.values().filter_map(|found| found.as_ref().ok());
        let mut files: Vec<_> = found.filter(|configuration| configuration.path.is_some()).cloned().collect();
        files.sort_by(|one, other| one.path.cmp(&other.path));
        files.dedup_by(|one, other| one.path == other.path);
        files
    }

    /// What was wrong with the configurations that were met so far and could not be loaded.
    pub fn errors(&self) -> Vec<ConfigurationError> {
        self.loaded().by_folder.values().filter_map(|found| found.as_ref().err()).cloned().collect()
    }

    /// The configuration file that governs `folder`, and its text as far as it can be read.
    pub fn file_for_folder(&self, folder: &Utf8Path) -> Option<(Utf8PathBuf, String)> {
        folder.ancestors().map(|folder| folder.join(CONFIGURATION_FILE)).find_map(|file| {
            let text =
                self.buffer(&file).or_else(|| file.is_file().then(|| read_small(&file).unwrap_or_default()));
            text.map(|text| (file, text))
        })
    }

    /// Lets `text` stand for the configuration file at `path`, as an editor's unsaved buffer does, or with
    /// `None` the file on the disk again. Forgets what was loaded.
    pub fn set_buffer(&self, path: &Utf8Path, text: Option<String>) {
        let mut loaded = self.loaded();
        match text {
            Some(text) => loaded.buffers.insert(path.to_owned(), text),
            None => loaded.buffers.remove(path),
        };
        loaded.forget();
    }

    /// Forgets what was loaded, so that changed files are read again.
    pub fn clear(&self) {
        self.loaded().forget();
    }

    fn buffer(&self, path: &Utf8Path) -> Option<String> {
        self.loaded().buffers.get(path).cloned()
    }

    fn loaded(&self) -> MutexGuard<'_, Loaded> {
        self.loaded.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Loaded {
    fn forget(&mut self) {
        self.by_folder.clear();
        self.generation += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    static SHEETS: Sheets = &[("senior/consensus/0501-raft.md", "# Walk through Raft.\n")];

    fn excludes(configurations: &Configurations, folder: &Utf8Path) -> Option<bool> {
        configurations.for_folder(folder).ok().map(|found| found.settings.excludes("a.md"))
    }

    #[test]
    fn a_buffer_stands_for_the_file_until_it_is_taken_away() {
        let folder = tempfile::tempdir().expect("a temporary folder can be made");
        let folder = Utf8Path::from_path(folder.path()).expect("temporary folders have readable names");
        let file = folder.join(CONFIGURATION_FILE);
        std::fs::write(&file, "exclude = ['a.md']").expect("the file can be written");
        let configurations = Configurations::new(SHEETS, []);
        let below = folder.join("answers");
        assert_eq!(excludes(&configurations, &below), Some(true));
        configurations.set_buffer(&file, Some("exclude = ['b.md']".to_owned()));
        assert_eq!(excludes(&configurations, &below), Some(false));
        configurations.set_buffer(&file, Some("exclude = [".to_owned()));
        assert_eq!(excludes(&configurations, &below), None);
        assert_eq!(configurations.file_for_folder(&below), Some((file.clone(), "exclude = [".to_owned())));
        configurations.set_buffer(&file, None);
        assert_eq!(excludes(&configurations, &below), Some(true));
    }
}
