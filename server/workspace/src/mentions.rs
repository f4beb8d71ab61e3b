//! Which documents speak of a file, read from the disk when somebody asks.
//!
//! Of closed files nobody keeps the text, and links stand in files that are no answers as well: a list of contents
//! most of all. Reading ten thousand files takes a fraction of a second, and files are renamed once in a while.

use camino::{Utf8Path, Utf8PathBuf};
use rayon::prelude::*;

use crate::configuration::Configurations;
use crate::read::read_text;
use crate::walk::Walk;

/// The Markdown documents below `folders`, with their texts, that contain one of `words`; in order of their paths.
///
/// What a configuration excludes is not linted, but its links are links all the same. What cannot be read is
/// passed over, and so is a home or root folder without a configuration.
pub fn documents_with(
    words: &[&str],
    folders: &[Utf8PathBuf],
    configurations: &Configurations,
) -> Vec<(Utf8PathBuf, String)> {
    let walk = Walk { configurations, current: Utf8Path::new(""), no_exclude: true };
    let files: Vec<Utf8PathBuf> = walk.find(folders).files.into_iter().collect();
    let read = files.into_par_iter().filter_map(|path| {
        let configuration = configurations.for_folder(path.parent()?);
        let configuration = configuration.as_deref().unwrap_or(configurations.defaults());
        let text = read_text(&path, configuration.settings.max_file_size).ok()?;
        words.iter().any(|word| text.contains(word)).then_some((path, text))
    });
    read.collect()
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    #[test]
    fn documents_are_found_by_their_words() {
        let folder = tempfile::tempdir().expect("a temporary folder can be made");
        let root = Utf8Path::from_path(folder.path()).expect("its name is UTF-8");
        fs::create_dir(root.join("a")).expect("it can be made");
        for (name, text) in
            [("README.md", "[x](a/0501.md)"), ("a/0501.md", "Text."), ("b.txt", "0501"), ("a/c.md", "0501")]
        {
            fs::write(root.join(name), text).expect("it can be written");
        }
        fs::write(root.join("d.md"), b"0501 \xff").expect("it can be written");
        let configurations = Configurations::new(&[], []);
        let found = documents_with(&["0501"], &[root.to_owned()], &configurations);
        let names: Vec<_> = found.iter().map(|(path, _)| path.strip_prefix(root).expect("it is below")).collect();
        assert_eq!(names, ["README.md", "a/c.md"]);
    }
}
