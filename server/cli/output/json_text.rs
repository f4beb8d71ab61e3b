//! JSON that can be read in a terminal and in the log of a CI service as it is.
//!
//! JSON itself escapes only the first 32 control characters. What else a terminal or a runner would obey is written as
//! an escape too, so that every reader of JSON gets the same text and nobody obeys it on the way.

use std::io::{self, Write};

use serde::Serialize;
use serde_json::Serializer;
use serde_json::ser::{Formatter, PrettyFormatter};

use crate::shell::is_obeyed;

/// Writes `value`, indented, without a newline at the end.
pub(crate) fn write(value: &impl Serialize, out: &mut dyn Write) -> io::Result<()> {
    let mut serializer = Serializer::with_formatter(out, Harmless(PrettyFormatter::new()));
    value.serialize(&mut serializer).map_err(io::Error::from)
}

/// `value` as [`write`] writes it.
pub(crate) fn text(value: &impl Serialize) -> io::Result<String> {
    let mut bytes = Vec::new();
    write(value, &mut bytes)?;
    String::from_utf8(bytes).map_err(io::Error::other)
}

/// Indents as usual, and escapes more in texts.
struct Harmless(PrettyFormatter<'static>);

impl Formatter for Harmless {
    fn write_string_fragment<W: ?Sized + Write>(&mut self, out: &mut W, fragment: &str) -> io::Result<()> {
        let mut rest = fragment;
        while let Some((at, length)) = first_obeyed(rest) {
            out.write_all(&rest.as_bytes()[..at])?;
            for unit in rest[at..at + length].encode_utf16() {
                write!(out, "\\u{unit:04x}")?;
            }
            rest = &rest[at + length..];
        }
        out.write_all(rest.as_bytes())
    }

    fn begin_array<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.0.begin_array(out)
    }

    fn end_array<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.0.end_array(out)
    }

    fn begin_array_value<W: ?Sized + Write>(&mut self, out: &mut W, is_first: bool) -> io::Result<()> {
        self.0.begin_array_value(out, is_first)
    }

    fn end_array_value<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.0.end_array_value(out)
    }

    fn begin_object<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.0.begin_object(out)
    }

    fn end_object<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.0.end_object(out)
    }

    fn begin_object_key<W: ?Sized + Write>(&mut self, out: &mut W, is_first: bool) -> io::Result<()> {
        self.0.begin_object_key(out, is_first)
    }

    fn begin_object_value<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.0.begin_object_value(out)
    }

    fn end_object_value<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.0.end_object_value(out)
    }
}

/// Where the first text that somebody would obey begins, and its length: a character, or the first of `##[`, which is
/// a command for the runners of GitHub wherever it stands.
fn first_obeyed(text: &str) -> Option<(usize, usize)> {
    let command = text.find("##[").map(|at| (at, 1));
    let character = text.char_indices().find(|(_, character)| is_obeyed(*character));
    let character = character.map(|(at, character)| (at, character.len_utf8()));
    command.into_iter().chain(character).min()
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    #[test]
    fn what_is_obeyed_is_escaped_and_stays_the_same_text() {
        let value = json!({"a": ["plain 漢字 🦀", "\u{1b}[31m\u{7f}\u{9b}2J\u{202e}##[add-mask]x"], "b": {}});
        let text = text(&value).expect("it can be written");
        assert!(!text.contains(|character| is_obeyed(character) && character != '\n') && !text.contains("##["));
        assert!(text.contains("\\u009b2J\\u202e\\u0023#[add-mask]x") && text.contains("plain 漢字 🦀"), "{text}");
        assert_eq!(serde_json::from_str::<Value>(&text).expect("it is JSON"), value);
        let plain = json!({"a": [1, "b"], "c": null});
        assert_eq!(
            super::text(&plain).expect("it can be written"),
            serde_json::to_string_pretty(&plain).expect("it can")
        );
    }
}
