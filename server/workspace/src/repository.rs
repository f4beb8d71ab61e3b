//! What can be seen of the git repository around a folder, for whoever sets it up.

use camino::{Utf8Path, Utf8PathBuf};

use crate::git::Git;

/// A repository as far as it can be seen. Without git, or outside of a repository, there is nothing to see.
#[derive(Clone, Debug, Default)]
pub struct Repository {
    /// The folder of the working tree.
    pub top: Option<Utf8PathBuf>,
    /// The branch that is checked out.
    pub branch: Option<String>,
    /// Whether it lives at a GitLab rather than at GitHub.
    pub is_gitlab: bool,
}

impl Repository {
    /// The repository around the absolute folder `current`.
    pub fn of(current: &Utf8Path) -> Self {
        let git = Git::at(current);
        let Ok(top) = git.top() else { return Self::default() };
        let say = |arguments: &[&str]| git.say(arguments).ok().map(|said| said.trim().to_owned());
        let remote = say(&["config", "--get", "remote.origin.url"]).unwrap_or_default();
        Self {
            branch: say(&["symbolic-ref", "--short", "HEAD"]).filter(|branch| !branch.is_empty()),
            is_gitlab: top.join(".gitlab-ci.yml").is_file() || remote.contains("gitlab"),
            top: Some(top),
        }
    }
}
