//! What can be seen of files without reading them, to tell whether anything has changed.
//!
//! A system may lose what it has to tell of changes, or hear of them too late. Two pictures of the same folders cannot.

use std::collections::BTreeMap;
use std::fs::Metadata;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use camino::{Utf8Path, Utf8PathBuf};

use crate::configuration::CONFIGURATION_FILE;
use crate::walk::{is_markdown, search_of};

/// Some files and folders with all that is in them, as they were at one time.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Picture(BTreeMap<PathBuf, Option<State>>);

/// What changes with the text of a file. Of folders, and of files that a link may lead to but nobody reads, it is enough
/// that they are there.
#[derive(Debug, PartialEq, Eq)]
struct State {
    length: u64,
    modified: Option<SystemTime>,
}

impl Picture {
    /// What a lint of `paths` would read: what is in these files and folders, the configurations above them and the
    /// `extra` files. All paths are absolute.
    pub(super) fn of<'a>(
        paths: impl IntoIterator<Item = &'a Utf8PathBuf>,
        extra: impl IntoIterator<Item = &'a Utf8PathBuf>,
    ) -> Self {
        let mut picture = Self::default();
        for path in paths {
            picture.add_file(path);
            for folder in path.ancestors() {
                picture.add_file(&folder.join(CONFIGURATION_FILE));
            }
            if path.is_dir() {
                picture.add_folder(path);
            }
        }
        for path in extra {
            picture.add_file(path);
        }
        picture
    }

    fn add_file(&mut self, path: &Utf8Path) {
        if let Ok(metadata) = path.metadata() {
            self.0.insert(path.into(), metadata.is_file().then(|| State::of(&metadata)));
        }
    }

    /// Searches `folder` as a lint does. What a configuration excludes is seen as well, since it may cease to do so.
    fn add_folder(&mut self, folder: &Utf8Path) {
        // What cannot be read is not there for now.
        for entry in search_of(folder).build().flatten() {
            let is_file = entry.file_type().is_some_and(|kind| kind.is_file());
            let metadata = (is_file && is_read(entry.path())).then(|| entry.metadata().ok()).flatten();
            self.0.insert(entry.into_path(), metadata.as_ref().map(State::of));
        }
    }
}

impl State {
    fn of(metadata: &Metadata) -> Self {
        Self { length: metadata.len(), modified: metadata.modified().ok() }
    }
}

fn is_read(path: &Path) -> bool {
    let path = Utf8Path::from_path(path);
    path.is_some_and(|path| is_markdown(path) || path.file_name() == Some(CONFIGURATION_FILE))
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    #[test]
    fn whatever_a_lint_could_notice_makes_another_picture() {
        let top = tempfile::tempdir().expect("a temporary folder can be made");
        let top = Utf8Path::from_path(top.path()).expect("its name is UTF-8");
        let (folder, extra) = (top.join("a"), top.join("b.json"));
        fs::create_dir_all(folder.join("deep")).expect("it can be made");
        let write = |path: &str, text: &str| fs::write(top.join(path), text).expect("it can be written");
        write("a/deep/0501.md", "one");
        write("a/notes.txt", "one");
        let mut last = Picture::of([&folder], [&extra]);
        let mut differs = || {
            let now = Picture::of([&folder], [&extra]);
            let differs = now != last;
            last = now;
            differs
        };
        assert!(!differs());
        let touch = |path: &str| {
            let file = fs::File::options().append(true).open(top.join(path)).expect("it is there");
            file.set_modified(SystemTime::UNIX_EPOCH).expect("its time can be set");
        };
        let changes: [(&str, &dyn Fn()); 9] = [
            ("a longer text", &|| write("a/deep/0501.md", "three")),
            ("another time", &|| touch("a/deep/0501.md")),
            ("a configuration in it", &|| write("a/deep/tradeoff.toml", "")),
            ("a configuration above", &|| write("tradeoff.toml", "")),
            ("an extra file", &|| write("b.json", "{}")),
            ("something to link to", &|| write("a/figure.svg", "")),
            ("it is gone", &|| fs::remove_file(top.join("a/figure.svg")).expect("it can be removed")),
            ("git ignores it", &|| write("a/.gitignore", "0501.md")),
            ("a folder is gone", &|| fs::remove_dir_all(top.join("a/deep")).expect("it can be removed")),
        ];
        for (name, change) in changes {
            change();
            assert!(differs(), "{name}");
        }
        // What nobody reads may say what it likes.
        write("a/notes.txt", "another");
        write("a/.hidden.md", "text");
        write("c.md", "text");
        assert!(!differs());
    }
}
