//! Which links are judged, and what they name.
//!
//! Only what any renderer takes for a file beside this one, or for a place in it. Everything that a site
//! generator, a template or a host may give a meaning of its own is left alone.

use std::borrow::Cow;

use crate::markdown::{Dialect, Link};
use crate::text::percent::try_decoded;

/// What a relative link leads to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Target {
    /// The path from the folder of the link's file, decoded; empty for a place in that file.
    pub path: Box<str>,
    /// The anchor, decoded.
    pub fragment: Option<Box<str>>,
}

/// Extensions of what site generators make of Markdown files: whether it will be there cannot be seen here.
const GENERATED: [&str; 8] = ["html", "htm", "xhtml", "php", "asp", "aspx", "jsp", "pdf"];

/// Documents that bring their own rules for anchors.
const OWN_ANCHORS: [&str; 2] = ["mdx", "qmd"];

impl Target {
    /// What `link` in a document with this path leads to; `None` where that cannot be judged.
    pub fn of(link: &Link, path: &str) -> Option<Self> {
        Self::parse(&link.target, has_own_anchors(path))
    }

    fn parse(written: &str, has_own_anchors: bool) -> Option<Self> {
        // Templates: `{{ url }}`, `${url}`, `<% url %>`, `@site/`, `~/`; absolute paths, which mean a site's root.
        if written.contains(['{', '<', '$', '\\', '\n'])
            || written.starts_with(['/', '@', '~'])
            || has_scheme(written)
        {
            return None;
        }
        let (rest, fragment) =
            written.split_once('#').map_or((written, None), |(rest, fragment)| (rest, Some(fragment)));
        let path = rest.split('?').next().unwrap_or_default();
        let path = decoded(path)?;
        let mut fragment = fragment.map(decoded).map_or(Some(None), |fragment| fragment.map(Some))?;
        let has_anchors =
            if path.is_empty() { !has_own_anchors } else { is_markdown(&path) && !self::has_own_anchors(&path) };
        if !has_anchors {
            fragment = None;
        }
        let is_judged = if path.is_empty() { fragment.is_some() } else { names_a_file(&path) };
        is_judged.then(|| Self { path: path.into(), fragment: fragment.map(Into::into) })
    }
}

/// `https:`, `mailto:`, `C:` and so on, and `//host`, which is caught with the absolute paths.
fn has_scheme(written: &str) -> bool {
    let name = written.split(':').next().unwrap_or_default();
    name.len() < written.len()
        && name.starts_with(|first: char| first.is_ascii_alphabetic())
        && name.chars().all(|letter| letter.is_ascii_alphanumeric() || "+.-".contains(letter))
}

/// Whether `path` says by its extension that it is a file of the repository. Routes of a site have none, and
/// neither has "url" that somebody forgot to fill in.
fn names_a_file(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or_default();
    let Some((stem, extension)) = name.rsplit_once('.') else { return false };
    let is_extension = (1..=10).contains(&extension.len())
        && extension.bytes().all(|byte| byte.is_ascii_alphanumeric())
        && extension.bytes().any(|byte| byte.is_ascii_alphabetic());
    is_extension && !stem.is_empty() && !GENERATED.iter().any(|known| known.eq_ignore_ascii_case(extension))
}

fn is_markdown(path: &str) -> bool {
    let extension = path.rsplit_once('.').map_or("", |(_, extension)| extension);
    crate::answer::EXTENSIONS.iter().any(|known| known.eq_ignore_ascii_case(extension))
}

fn has_own_anchors(path: &str) -> bool {
    let extension = path.rsplit_once('.').map_or("", |(_, extension)| extension);
    Dialect::of_path(path) == Dialect::Mdx || OWN_ANCHORS.iter().any(|known| known.eq_ignore_ascii_case(extension))
}

/// `text` without percent-encoding; `None` where it does not become the name of anything.
fn decoded(text: &str) -> Option<Cow<'_, str>> {
    try_decoded(text).filter(|text| !text.contains(['{', '\0']))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn target(written: &str) -> Option<(String, Option<String>)> {
        Target::parse(written, false).map(|target| (target.path.into(), target.fragment.map(Into::into)))
    }

    #[test]
    fn relative_links_name_a_file_and_a_place() {
        for (written, path, fragment) in [
            ("raft.md", "raft.md", None),
            ("../a/0501-raft.md#cost", "../a/0501-raft.md", Some("cost")),
            ("./my%20notes.md?plain=1#gr%C3%B6%C3%9Fe", "./my notes.md", Some("größe")),
            ("img/a.png", "img/a.png", None),
            ("main.go#L10", "main.go", None),
            ("#cost", "", Some("cost")),
            ("100%.md", "100%.md", None),
            ("a.mdx#cost", "a.mdx", None),
            ("www.example.com", "www.example.com", None),
        ] {
            assert_eq!(target(written), Some((path.to_owned(), fragment.map(str::to_owned))), "{written}");
        }
    }

    #[test]
    fn other_links_are_left_alone() {
        for written in [
            "",
            "https://example.com/a.md",
            "HTTP://example.com",
            "mailto:a@example.com",
            "C:/a.md",
            "//example.com/a.md",
            "/docs/a.md",
            "@site/a.md",
            "~/a.md",
            "{{ site.url }}/a.md",
            "%7B%7B%20url%20%7D%7D.md",
            "${url}.md",
            "a\\b.md",
            "url",
            "../raft",
            "notes/",
            "..",
            "v1.2",
            "intro.html",
            "%ff.md",
        ] {
            assert_eq!(target(written), None, "{written}");
        }
        assert_eq!(Target::parse("#sec-cost", true), None, "Quarto and MDX make their own anchors");
    }
}
