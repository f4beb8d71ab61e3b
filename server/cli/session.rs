//! What every command stands on: where it runs, the configurations it meets, and the terminal.

use std::error::Error;
use std::fmt::Write as _;
use std::process::ExitCode;
use std::sync::Arc;

use anyhow::Context as _;
use camino::{Utf8Path, Utf8PathBuf};
use tradeoff_analysis::bank::{Bank, Question};
use tradeoff_workspace::{
    Configuration, Configurations, Linter, Options, Problem, absolute, end_between_writes, replace_file,
};

use crate::bank;
use crate::shell::Shell;

/// The state of one run of the program.
#[derive(Debug)]
pub(crate) struct Session {
    /// The current folder, absolute.
    pub(crate) current: Utf8PathBuf,
    /// All configurations, each loaded when it is first asked for.
    pub(crate) configurations: Configurations,
    /// The terminal.
    pub(crate) shell: Shell,
}

/// How a run ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Status {
    /// Nothing to complain about.
    Success,
    /// There are findings at or above the failing severity.
    Findings,
    /// The run itself failed, or a part of it.
    Failure,
}

impl From<Status> for ExitCode {
    fn from(status: Status) -> Self {
        Self::from(match status {
            Status::Success => 0,
            Status::Findings => 1,
            Status::Failure => 2,
        })
    }
}

impl Session {
    pub(crate) fn new(shell: Shell) -> anyhow::Result<Self> {
        let current = std::env::current_dir().context("the current folder cannot be found")?;
        let current = Utf8PathBuf::from_path_buf(current)
            .map_err(|path| anyhow::anyhow!("{}: the name of the current folder is not UTF-8", path.display()))?;
        let configurations = Configurations::new(bank::SHEETS, bank::section_titles());
        end_between_writes().context("signals cannot be waited for")?;
        Ok(Self { current, configurations, shell })
    }

    /// The configuration in force in the current folder.
    pub(crate) fn configuration(&self) -> anyhow::Result<Arc<Configuration>> {
        self.configuration_of(&self.current)
    }

    /// The configuration in force in the absolute `folder`, which need not exist.
    pub(crate) fn configuration_of(&self, folder: &Utf8Path) -> anyhow::Result<Arc<Configuration>> {
        Ok(self.configurations.for_folder(folder).map_err(|error| error.shown_from(&self.current))?)
    }

    /// A linter for paths below the current folder.
    pub(crate) fn linter(&self, options: Options) -> Linter<'_> {
        Linter::new(&self.configurations, &self.current, options)
    }

    /// Writes `text` to the file called `name`, or without one to standard output.
    pub(crate) fn write_to(&self, name: Option<&Utf8Path>, text: &str) -> anyhow::Result<()> {
        match name {
            Some(name) => replace_file(&absolute(&self.current, name), text.as_bytes())
                .with_context(|| format!("{name}: cannot be written")),
            None => {
                self.shell.write(|out| out.write_all(text.as_bytes())).context("standard output cannot be written")
            }
        }
    }

    /// Tells what went wrong in a run.
    pub(crate) fn tell(&self, problems: &[Problem]) {
        for problem in problems {
            self.shell.error(&chain(problem));
        }
    }
}

/// The question with `number`.
pub(crate) fn question(bank: &Bank, number: u32) -> anyhow::Result<&Question> {
    bank.get(number).with_context(|| match bank.nearest(number) {
        Some(nearest) => {
            format!("there is no question {number}; did you mean {nearest}? `tradeoff list` names them all")
        }
        None => format!("there is no question {number}: the banks of this folder hold no questions at all"),
    })
}

/// `error` and its causes in one line.
pub(crate) fn chain(error: &dyn Error) -> String {
    let mut line = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        write!(line, ": {error}").expect("writing to a string cannot fail");
        cause = error.source();
    }
    line
}
