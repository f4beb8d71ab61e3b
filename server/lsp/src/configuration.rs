//! Which configuration is in force, and what is wrong with it.
//!
//! An editor must go on while somebody types in `tradeoff.toml`: a file that cannot be used leaves the last good
//! one in force, and the fault is reported in the file itself.

use std::collections::HashMap;
use std::error::Error;
use std::sync::{Arc, Mutex, PoisonError};

use camino::{Utf8Path, Utf8PathBuf};
use tradeoff_analysis::rules::{Finding, Severity};
use tradeoff_analysis::text::{Span, offset};
use tradeoff_workspace::{Configuration, ConfigurationError, Configurations, companions, documents_with};

/// All configurations, with the last good one of each file.
pub(crate) struct ConfigurationStore {
    configurations: Configurations,
    /// By the folder of the file.
    last_good: Mutex<HashMap<Utf8PathBuf, Arc<Configuration>>>,
}

/// What holds for a folder.
pub(crate) struct InForce {
    pub(crate) configuration: Arc<Configuration>,
    /// What is to be said about the file; `None` where no file governs the folder.
    pub(crate) complaints: Option<Complaints>,
}

/// What is wrong with a configuration file.
pub(crate) struct Complaints {
    pub(crate) file: Utf8PathBuf,
    pub(crate) text: String,
    pub(crate) list: Vec<Complaint>,
}

/// One thing that is wrong with it.
pub(crate) struct Complaint {
    pub(crate) span: Span,
    pub(crate) severity: Severity,
    pub(crate) rule: Option<String>,
    pub(crate) message: String,
}

impl ConfigurationStore {
    pub(crate) fn new(configurations: Configurations) -> Self {
        Self { configurations, last_good: Mutex::default() }
    }

    /// The configuration for documents in `folder`; the defaults for documents that are in none.
    pub(crate) fn in_force(&self, folder: Option<&Utf8Path>) -> InForce {
        let Some(folder) = folder else {
            return InForce { configuration: Arc::clone(self.configurations.defaults()), complaints: None };
        };
        match self.configurations.for_folder(folder) {
            Ok(configuration) => {
                self.keep(&configuration);
                InForce { complaints: complaints(&configuration), configuration }
            }
            Err(error) => {
                let file = self.configurations.file_for_folder(folder);
                let complaints =
                    file.map(|(file, text)| Complaints { list: vec![complaint(&error, &text)], file, text });
                InForce { configuration: self.last_good(folder), complaints }
            }
        }
    }

    /// The configurations as they are, without the last good ones.
    pub(crate) fn all(&self) -> &Configurations {
        &self.configurations
    }

    /// The files that are one answer together with the file at `path`, if it is only a part of one.
    pub(crate) fn companions(&self, path: &Utf8Path) -> Option<Vec<Utf8PathBuf>> {
        companions(path, &self.configurations)
    }

    /// The Markdown files below `folders` that contain one of `words`, with their texts.
    pub(crate) fn documents_with(&self, words: &[&str], folders: &[Utf8PathBuf]) -> Vec<(Utf8PathBuf, String)> {
        documents_with(words, folders, &self.configurations)
    }

    /// Lets `text` stand for the file at `path`, or with `None` the file itself again.
    pub(crate) fn set_buffer(&self, path: &Utf8Path, text: Option<String>) {
        self.configurations.set_buffer(path, text);
    }

    /// Reads every file again when it is next asked for.
    pub(crate) fn forget(&self) {
        self.configurations.clear();
    }

    fn keep(&self, configuration: &Arc<Configuration>) {
        if let Some(folder) = configuration.folder() {
            let mut last_good = self.last_good.lock().unwrap_or_else(PoisonError::into_inner);
            last_good.insert(folder.to_owned(), Arc::clone(configuration));
        }
    }

    fn last_good(&self, folder: &Utf8Path) -> Arc<Configuration> {
        let last_good = self.last_good.lock().unwrap_or_else(PoisonError::into_inner);
        let nearest = folder.ancestors().find_map(|folder| last_good.get(folder));
        Arc::clone(nearest.unwrap_or(self.configurations.defaults()))
    }
}

fn complaints(configuration: &Configuration) -> Option<Complaints> {
    let list = configuration.findings.iter().map(|finding: &Finding| Complaint {
        span: finding.span,
        severity: finding.severity,
        rule: Some(finding.rule.to_string()),
        message: finding.message.clone(),
    });
    let file = configuration.path.clone()?;
    Some(Complaints { file, text: configuration.text.clone(), list: list.collect() })
}

/// Why the file with `text` cannot be used, at its place where the error knows one.
fn complaint(error: &ConfigurationError, text: &str) -> Complaint {
    let (span, message) = match error {
        ConfigurationError::Invalid { span, message, .. } => (*span, message.clone()),
        ConfigurationError::Glob { glob, .. } => (place_of(&glob.glob, text), glob.to_string()),
        ConfigurationError::Read { path, .. } => {
            let name = path.file_name().unwrap_or(path.as_str());
            (place_of(name, text), with_causes(error))
        }
    };
    Complaint { span, severity: Severity::Error, rule: None, message }
}

/// Where `part` stands in `text`, or its start.
fn place_of(part: &str, text: &str) -> Span {
    text.find(part).map_or(Span::empty(offset(0)), |start| Span::at(offset(start), offset(part.len())))
}

fn with_causes(error: &dyn Error) -> String {
    let mut text = error.to_string();
    let mut next = error.source();
    while let Some(cause) = next {
        text.push_str(": ");
        text.push_str(&cause.to_string());
        next = cause.source();
    }
    text
}
