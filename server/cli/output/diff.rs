//! What fixing changes, as a unified diff that `git apply` and `patch` take.

use std::fmt::Write as _;
use std::io::{self, Write};

use annotate_snippets::renderer::{AnsiColor, Style};
use similar::{ChangeTag, TextDiff};
use tradeoff_workspace::FixedFile;

use crate::shell::escape;

/// For whom a diff is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Reader {
    /// A program: byte for byte.
    Program,
    /// Somebody at a terminal, which must not obey what stands in a file.
    Person {
        /// Whether lines have colours.
        color: bool,
    },
}

/// Writes the changes of `files`.
pub(crate) fn write(files: &[FixedFile], reader: Reader, out: &mut dyn Write) -> io::Result<()> {
    files.iter().try_for_each(|file| write_one(file, reader, out))
}

fn write_one(file: &FixedFile, reader: Reader, out: &mut dyn Write) -> io::Result<()> {
    // Patches know one line ending; whatever stands before it belongs to the line.
    let before: Vec<&str> = file.before.split_inclusive('\n').collect();
    let after: Vec<&str> = file.after.split_inclusive('\n').collect();
    let diff = TextDiff::from_slices(&before, &after);
    let mut line = |style: Style, text: &str| match reader {
        Reader::Program => writeln!(out, "{text}"),
        Reader::Person { color: false } => writeln!(out, "{}", shown(text)),
        Reader::Person { color: true } => writeln!(out, "{style}{}{style:#}", shown(text)),
    };
    let bold = Style::new().bold();
    line(bold, &format!("--- {}", header("a", &file.path)))?;
    line(bold, &format!("+++ {}", header("b", &file.path)))?;
    for hunk in diff.unified_diff().iter_hunks() {
        line(AnsiColor::Cyan.on_default(), &hunk.header().to_string())?;
        for change in hunk.iter_changes() {
            let style = match change.tag() {
                ChangeTag::Delete => AnsiColor::Red.on_default(),
                ChangeTag::Insert => AnsiColor::Green.on_default(),
                ChangeTag::Equal => Style::new(),
            };
            let text = change.value();
            line(style, &format!("{}{}", change.tag(), text.strip_suffix('\n').unwrap_or(text)))?;
            if !text.ends_with('\n') {
                line(Style::new(), "\\ No newline at end of file")?;
            }
        }
    }
    Ok(())
}

/// `line` without anything that a terminal would obey but tabs.
fn shown(line: &str) -> String {
    let line = line.strip_suffix('\r').unwrap_or(line);
    line.split('\t').map(escape).collect::<Vec<_>>().join("\t")
}

/// The name of the file at `path` below `prefix`. One that a line cannot hold is quoted as git does it; behind one
/// with blanks a tab says that it ends there.
fn header(prefix: &str, path: &str) -> String {
    let is_special = |character: char| character.is_control() || matches!(character, '"' | '\\');
    if path.contains(is_special) {
        return quoted(prefix, path);
    }
    let end = if path.contains(char::is_whitespace) { "\t" } else { "" };
    format!("{prefix}/{path}{end}")
}

fn quoted(prefix: &str, path: &str) -> String {
    let mut quoted = format!("\"{prefix}/");
    for character in path.chars() {
        match character {
            '"' | '\\' => quoted.extend(['\\', character]),
            '\0'..='\u{1f}' | '\u{7f}' => {
                write!(quoted, "\\{:03o}", u32::from(character)).expect("writing to a string cannot fail");
            }
            other => quoted.push(other),
        }
    }
    quoted.push('"');
    quoted
}

#[cfg(test)]
mod tests {
    use super::*;

    fn diff(before: &str, after: &str) -> String {
        let file = FixedFile {
            path: "a b.md".to_owned(),
            rules: Vec::new(),
            before: before.to_owned(),
            after: after.to_owned(),
        };
        let mut out = Vec::new();
        write(&[file], Reader::Program, &mut out).expect("a vector takes everything");
        String::from_utf8(out).expect("all of it was text")
    }

    #[test]
    fn lines_keep_their_endings() {
        assert_eq!(
            diff("one\r\ntwo\r\n", "one\r\n2\r\n"),
            "--- a/a b.md\t\n+++ b/a b.md\t\n@@ -1,2 +1,2 @@\n one\r\n-two\r\n+2\r\n"
        );
        assert_eq!(
            diff("one", "one\n"),
            "--- a/a b.md\t\n+++ b/a b.md\t\n@@ -1 +1 @@\n-one\n\\ No newline at end of file\n+one\n"
        );
        assert_eq!(
            diff("a\rb\r", "a\r"),
            "--- a/a b.md\t\n+++ b/a b.md\t\n@@ -1 +1 @@\n-a\rb\r\n\\ No newline at end of file\n+a\r\n\\ No newline at end of file\n"
        );
    }

    #[test]
    fn nothing_is_obeyed_by_a_terminal() {
        let file = FixedFile {
            path: "a.md".to_owned(),
            rules: Vec::new(),
            before: "\u{1b}[2J\t\r\n".to_owned(),
            after: String::new(),
        };
        let mut out = Vec::new();
        write(&[file], Reader::Person { color: false }, &mut out).expect("a vector takes everything");
        assert_eq!(String::from_utf8_lossy(&out), "--- a/a.md\n+++ b/a.md\n@@ -1 +0,0 @@\n-\\u{1b}[2J\t\n");
    }

    #[test]
    fn odd_names_are_quoted() {
        assert_eq!(header("a", "ü漢.md"), "a/ü漢.md");
        assert_eq!(header("b", "a\"b\\c\n.md"), "\"b/a\\\"b\\\\c\\012.md\"");
    }
}
