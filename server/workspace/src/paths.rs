//! Paths as people type them and as results show them.

use camino::{Utf8Component, Utf8Path, Utf8PathBuf};

/// `path`, taken from the folder `current`, without `.` and `..`.
///
/// Works on the path alone, as a shell does for `cd ..`: the file need not exist, and the configuration of a
/// file is looked for along the path that its user sees.
pub fn absolute(current: &Utf8Path, path: &Utf8Path) -> Utf8PathBuf {
    let mut absolute = Utf8PathBuf::new();
    for component in current.join(path).components() {
        match component {
            Utf8Component::CurDir => {}
            Utf8Component::ParentDir => {
                absolute.pop();
            }
            other => absolute.push(other),
        }
    }
    absolute
}

/// Whether something is at `path` already, be it a link that leads nowhere.
pub fn is_there(path: &Utf8Path) -> bool {
    path.symlink_metadata().is_ok()
}

/// The absolute `path` as results show it: from the folder `current`, with forward slashes on every platform.
pub fn shown(current: &Utf8Path, path: &Utf8Path) -> String {
    let common = current.components().zip(path.components()).take_while(|(here, there)| here == there).count();
    // Another drive cannot be reached from here.
    if common == 0 {
        return forward_slashes(path);
    }
    let up = current.components().skip(common).map(|_| "..");
    let down = path.components().skip(common).map(|component| component.as_str());
    let parts: Vec<&str> = up.chain(down).collect();
    if parts.is_empty() { ".".to_owned() } else { parts.join("/") }
}

/// `path` with forward slashes on every platform.
pub(crate) fn forward_slashes(path: &Utf8Path) -> String {
    let path = path.as_str();
    if std::path::MAIN_SEPARATOR == '/' { path.to_owned() } else { path.replace(std::path::MAIN_SEPARATOR, "/") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[cfg(unix)]
    #[test]
    fn paths_are_taken_from_the_current_folder() {
        let absolute =
            |path: &str| absolute(Utf8Path::new("/repository/notes"), Utf8Path::new(path)).into_string();
        assert_eq!(absolute("a/./b/../0501.md"), "/repository/notes/a/0501.md");
        assert_eq!(absolute("../.."), "/");
        assert_eq!(absolute("../../.."), "/");
        assert_eq!(absolute("/etc//x"), "/etc/x");
    }

    #[cfg(unix)]
    #[test]
    fn paths_are_shown_from_the_current_folder() {
        let shown = |path: &str| shown(Utf8Path::new("/repository/notes"), Utf8Path::new(path));
        assert_eq!(shown("/repository/notes/a/0501.md"), "a/0501.md");
        assert_eq!(shown("/repository/other/0501.md"), "../other/0501.md");
        assert_eq!(shown("/repository/notes"), ".");
        assert_eq!(shown("/"), "../..");
    }
}
