//! The `git` program.
//!
//! It is asked rather than a library because it knows the user's configuration, partial and shallow clones, worktrees
//! and `safe.directory`, and is there wherever somebody has a repository; a library would add a quarter to the size of
//! the program. Nothing that a repository's configuration names is run: no external diff, no text conversion, no
//! file system monitor; and nothing is fetched: what a partial clone lacks is missing.

use std::io::{self, Write as _};
use std::process::{Command, Stdio};

use camino::{Utf8Path, Utf8PathBuf};

use crate::paths::absolute;

/// Why git does not tell.
#[derive(Debug, thiserror::Error)]
pub enum GitError {
    /// Git cannot be started.
    #[error("git cannot be started")]
    NoGit {
        /// Why.
        source: io::Error,
    },
    /// The current folder is in no repository.
    #[error("{folder}: not in a git repository, so nothing can be told to have changed")]
    NoRepository {
        /// The current folder.
        folder: Utf8PathBuf,
    },
    /// There is no such revision.
    #[error("`{revision}` is no revision that git knows here{}", advice(*.is_shallow))]
    UnknownRevision {
        /// What was asked for.
        revision: String,
        /// Whether the history is cut off.
        is_shallow: bool,
    },
    /// Git fails for a reason of its own.
    #[error("git: {message}")]
    Git {
        /// What it says.
        message: String,
    },
}

fn advice(is_shallow: bool) -> &'static str {
    if is_shallow {
        "; the clone is shallow: fetch more of the history (`fetch-depth: 0` for actions/checkout, `GIT_DEPTH: 0` for \
         GitLab, else `git fetch --unshallow`)"
    } else {
        ""
    }
}

/// The git program in a folder.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Git<'a> {
    current: &'a Utf8Path,
}

impl<'a> Git<'a> {
    /// In the absolute folder `current`.
    pub(crate) fn at(current: &'a Utf8Path) -> Self {
        Self { current }
    }

    /// The folder of the working tree, along the path that the user sees.
    pub(crate) fn top(self) -> Result<Utf8PathBuf, GitError> {
        match self.say(&["rev-parse", "--show-cdup"]) {
            Ok(up) => Ok(absolute(self.current, Utf8Path::new(up.trim_end_matches('\n')))),
            Err(GitError::Git { message }) if message.contains("not a git repository") => {
                Err(GitError::NoRepository { folder: self.current.to_owned() })
            }
            Err(error) => Err(error),
        }
    }

    /// The name of the commit that `revision` stands for. It is never taken for a flag.
    pub(crate) fn commit(self, revision: &str) -> Result<String, GitError> {
        let name = format!("{revision}^{{commit}}");
        match self.say(&["rev-parse", "--verify", "--quiet", "--end-of-options", &name]) {
            Ok(found) => Ok(found.trim().to_owned()),
            Err(GitError::Git { .. }) => {
                let is_shallow = self.say(&["rev-parse", "--is-shallow-repository"])?.trim() == "true";
                Err(GitError::UnknownRevision { revision: revision.to_owned(), is_shallow })
            }
            Err(error) => Err(error),
        }
    }

    /// What git says to `arguments`, as text.
    pub(crate) fn say(self, arguments: &[&str]) -> Result<String, GitError> {
        self.run(arguments).map(|output| String::from_utf8_lossy(&output).into_owned())
    }

    /// What git writes to `arguments`.
    pub(crate) fn run(self, arguments: &[&str]) -> Result<Vec<u8>, GitError> {
        self.feed(arguments, Vec::new())
    }

    /// The same with `input` on its standard input.
    pub(crate) fn feed(self, arguments: &[&str], input: Vec<u8>) -> Result<Vec<u8>, GitError> {
        let mut command = Command::new("git");
        command.current_dir(self.current).args(["-c", "core.quotePath=false", "-c", "core.fsmonitor=false"]);
        // What git says is read here, so it must be said in English.
        command.args(arguments).env("LC_ALL", "C").env("GIT_OPTIONAL_LOCKS", "0");
        // The second is for versions before 2.44, which do not know the first.
        command.env("GIT_NO_LAZY_FETCH", "1").env("GIT_ALLOW_PROTOCOL", "none").env("GIT_TERMINAL_PROMPT", "0");
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let no_git = |source| GitError::NoGit { source };
        let mut child = command.spawn().map_err(no_git)?;
        let stdin = child.stdin.take();
        let output = std::thread::scope(|scope| {
            // While git still reads it may already write more than a pipe holds.
            scope.spawn(move || stdin.map(|mut stdin| stdin.write_all(&input)));
            child.wait_with_output()
        });
        let output = output.map_err(no_git)?;
        if output.status.success() {
            return Ok(output.stdout);
        }
        let said = String::from_utf8_lossy(&output.stderr);
        let message = said.trim().trim_start_matches("fatal: ").replace('\n', " ");
        Err(GitError::Git { message })
    }
}
