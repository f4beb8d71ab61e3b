//! Links that follow files to their new places.
//!
//! A path in a link is taken from the folder of its document, or, when it begins with a slash, from a folder that
//! is the root of a site. Whether the document moves, its target, or both: the new link leads where the old one
//! did, keeps its anchor, and is left alone where it does so as it stands.

use crate::markdown::destinations;
use crate::rules::TextEdit;
use crate::text::percent::{decoded, encoded};
use crate::text::slice;

/// Files and folders that move: pairs of an absolute path before and after, with forward slashes.
#[derive(Clone, Debug, Default)]
pub struct Moves(pub Vec<(String, String)>);

impl Moves {
    /// Where `path` is afterwards.
    fn after(&self, path: &str) -> String {
        let moved = self.0.iter().find_map(|(old, new)| {
            let rest = path.strip_prefix(old.as_str())?;
            (rest.is_empty() || rest.starts_with('/')).then(|| format!("{new}{rest}"))
        });
        moved.unwrap_or_else(|| path.to_owned())
    }

    /// A part of a name without which no text has a link to anything that moves: letters and digits that links
    /// have as they are.
    pub fn needles(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(|(old, _)| {
            let name = old.rsplit('/').next().unwrap_or_default();
            let runs = name.split(|character: char| !character.is_ascii_alphanumeric());
            runs.max_by_key(|run| run.len()).unwrap_or_default()
        })
    }

    /// Whether links in the document at `path` may have to change although they lead to nothing that moves.
    pub fn moves_folder_of(&self, path: &str) -> bool {
        folder(path) != folder(&self.after(path))
    }
}

/// The edits that let the links of `text`, at the absolute `path`, lead where they led before the moves. `roots`
/// are the folders that `/` may stand for.
pub fn relink(text: &str, path: &str, moves: &Moves, roots: &[String]) -> Vec<TextEdit> {
    let (from, to) = (folder(path), moves.after(path));
    let to = folder(&to);
    let edits = destinations(text).into_iter().filter_map(|destination| {
        let (target, suffix) = split(&destination.target)?;
        let target = decoded(target);
        let new = if let Some(below) = target.strip_prefix('/') {
            roots.iter().find_map(|root| {
                let before = join(root, below);
                let after = moves.after(&before);
                let below = after.strip_prefix(root.as_str())?;
                (after != before && below.starts_with('/')).then(|| below.to_owned())
            })?
        } else {
            let after = moves.after(&join(from, &target));
            if join(to, &target) == after {
                return None;
            }
            let new = relative(to, &after);
            let dot = if target.starts_with("./") && !new.starts_with('.') { "./" } else { "" };
            format!("{dot}{new}{}", if target.ends_with('/') { "/" } else { "" })
        };
        let only_ascii = slice(text, destination.span).contains('%');
        Some(TextEdit { span: destination.span, text: format!("{}{suffix}", encoded(&new, only_ascii)) })
    });
    edits.collect()
}

/// The path and the rest, query and anchor, of a target that leads to a file; `None` for an address, an anchor, or
/// what a template will fill in.
fn split(target: &str) -> Option<(&str, &str)> {
    let end = target.find(['#', '?']).unwrap_or(target.len());
    let (path, suffix) = target.split_at(end);
    let has_scheme = path.split('/').next().is_some_and(|first| first.contains(':'));
    let is_template = path.contains(['{', '<', '$', '\\', '\n']) || path.starts_with(['@', '~']);
    (!path.is_empty() && !path.starts_with("//") && !has_scheme && !is_template).then_some((path, suffix))
}

fn folder(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(folder, _)| folder)
}

/// `path`, taken from `folder`, without `.` and `..`.
fn join(folder: &str, path: &str) -> String {
    let mut names: Vec<&str> = folder.split('/').collect();
    for name in path.split('/') {
        match name {
            "" | "." => {}
            ".." => drop(names.pop()),
            name => names.push(name),
        }
    }
    names.join("/")
}

/// `path` as it is named from `folder`.
fn relative(folder: &str, path: &str) -> String {
    let (here, there): (Vec<&str>, Vec<&str>) = (folder.split('/').collect(), path.split('/').collect());
    let common = here.iter().zip(&there).take_while(|(here, there)| here == there).count();
    let up = here[common..].iter().map(|_| "..");
    let names: Vec<&str> = up.chain(there[common..].iter().copied()).collect();
    if names.is_empty() { ".".to_owned() } else { names.join("/") }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn relinked(path: &str, text: &str, moves: &[(&str, &str)]) -> String {
        let moves = Moves(moves.iter().map(|(old, new)| ((*old).to_owned(), (*new).to_owned())).collect());
        let mut result = text.to_owned();
        for edit in relink(text, path, &moves, &["/r".to_owned()]).iter().rev() {
            result.replace_range(std::ops::Range::<usize>::from(edit.span), &edit.text);
        }
        result
    }

    /// Checks what becomes of a link in `/r/notes/home.md` when a file and a folder move.
    fn check(before: &str, after: &str) {
        let moves = [("/r/a/0501-raft.md", "/r/a/0502-paxos (1).md"), ("/r/b/0503", "/r/b/0504-2pc")];
        let link = |target: &str| format!("🦀 [x]({target} \"y\")\r\n\r\n[z]: <{target}>\r\n");
        assert_eq!(relinked("/r/notes/home.md", &link(before), &moves), link(after), "{before}");
    }

    #[test]
    fn links_follow_what_they_lead_to() {
        check("../a/0501-raft.md", "../a/0502-paxos%20%281%29.md");
        check("../a/0501-raft.md?plain=1#cost", "../a/0502-paxos%20%281%29.md?plain=1#cost");
        check(".././a//0501-raft.md", "../a/0502-paxos%20%281%29.md");
        check("../a/%30501-raft.md", "../a/0502-paxos%20%281%29.md");
        check("/a/0501-raft.md#x", "/a/0502-paxos%20%281%29.md#x");
        check("../b/0503/README.md", "../b/0504-2pc/README.md");
        check("../b/0503/", "../b/0504-2pc/");
        check("../b/0503", "../b/0504-2pc");
    }

    #[test]
    fn other_links_stay_as_they_are() {
        for target in [
            "0501-raft.md",
            "../a/0501-raft.mdx",
            "../b/05033/x.md",
            "https://a.example/a/0501-raft.md",
            "mailto:0501-raft.md",
            "#0501-raft",
            "{{../a/0501-raft.md}}",
            "/b/0501-raft.md",
            "//a/0501-raft.md",
        ] {
            check(target, target);
        }
    }

    #[test]
    fn links_of_what_moves_lead_where_they_led() {
        let text = "[a](other.md) [b](../c/d.md#e) [c](./0501-raft.md) [d](#here) [e](/a/x.md)";
        let path = "/r/a/0501-raft.md";
        assert_eq!(
            relinked(path, text, &[(path, "/r/b/deep/0501.md")]),
            "[a](../../a/other.md) [b](../../c/d.md#e) [c](./0501.md) [d](#here) [e](/a/x.md)"
        );
        assert_eq!(relinked(path, text, &[(path, "/r/a/0501.md")]), text.replace("0501-raft", "0501"));
        assert_eq!(relinked(path, text, &[("/r/a", "/r/z")]), text.replace("(/a/x", "(/z/x"));
    }

    #[test]
    fn scripts_stay_as_they_were_written() {
        let moved = |text: &str| relinked("/r/home.md", text, &[("/r/漢.md", "/r/漢 字.md")]);
        assert_eq!(moved("[a](漢.md)"), "[a](漢%20字.md)");
        assert_eq!(moved("[a](%E6%BC%A2.md)"), "[a](%E6%BC%A2%20%E5%AD%97.md)");
    }

    #[test]
    fn needles_stand_in_every_link() {
        let moves = Moves(vec![("/r/0501-räft 漢.md".to_owned(), "/r/x.md".to_owned())]);
        assert_eq!(moves.needles().collect::<Vec<_>>(), ["0501"]);
    }
}
