//! What a CI service takes paths to be relative to.
//!
//! Results show paths from the current folder. Services that put findings beside the lines of a change want them from
//! the root of the repository, and say where that is.

use camino::{Utf8Path, Utf8PathBuf};
use tradeoff_workspace::{absolute, shown};

/// The variables in which services name the repository's folder.
const VARIABLES: [&str; 2] = ["GITHUB_WORKSPACE", "CI_PROJECT_DIR"];

/// The folder of the repository in a CI service.
#[derive(Debug)]
pub(crate) struct Root<'a> {
    current: &'a Utf8Path,
    /// `None` where nothing says so: then the current folder.
    folder: Option<Utf8PathBuf>,
}

impl<'a> Root<'a> {
    /// As the environment says it, if the folder `current` lies in it.
    pub(crate) fn of_environment(current: &'a Utf8Path) -> Self {
        let named = VARIABLES.iter().filter_map(|variable| std::env::var(variable).ok());
        let mut folders = named.map(Utf8PathBuf::from).filter(|folder| folder.is_absolute());
        Self { current, folder: folders.find(|folder| current.starts_with(folder)) }
    }

    /// `path`, which is shown from the current folder, from the root.
    pub(crate) fn path(&self, path: &str) -> String {
        match &self.folder {
            Some(folder) if folder != self.current => shown(folder, &absolute(self.current, Utf8Path::new(path))),
            _ => path.to_owned(),
        }
    }
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    #[test]
    fn paths_are_taken_from_the_root() {
        let current = Utf8Path::new("/build/repository/answers");
        let root = Root { current, folder: Some("/build/repository".into()) };
        assert_eq!(root.path("0501-raft.md"), "answers/0501-raft.md");
        assert_eq!(root.path("../0502.md"), "0502.md");
        assert_eq!(Root { current, folder: None }.path("../0502.md"), "../0502.md");
    }
}
