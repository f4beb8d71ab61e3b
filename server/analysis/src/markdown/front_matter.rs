//! The front matter of a document: YAML between `---` lines or TOML between `+++` lines.
//!
//! It is cut off before the Markdown parser sees the text, and only at the very start (after an optional
//! byte order mark): the parser's own option would also swallow a paragraph between two thematic breaks.

use saphyr_parser::{Event, Parser, ScalarStyle, Span as YamlSpan};

use crate::text::{Span, offset, slice, span};

/// Which language the front matter is written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FrontMatterKind {
    /// Between `---` lines.
    Yaml,
    /// Between `+++` lines.
    Toml,
}

/// One top-level key with a scalar value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The key.
    pub key: String,
    /// The key in the source.
    pub key_span: Span,
    /// The value as text, without quotes.
    pub value: String,
    /// The value in the source, with its quotes.
    pub value_span: Span,
}

/// A document's front matter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FrontMatter {
    /// Its language.
    pub kind: FrontMatterKind,
    /// All of it, with both delimiter lines and the last line ending.
    pub span: Span,
    /// What stands between the delimiters.
    pub body: Span,
    /// The top-level keys that have a scalar value, in order. Of a body that cannot be read to its end, the
    /// keys before the fault.
    pub entries: Vec<Entry>,
}

impl FrontMatter {
    /// The entry of `key`, the last one where it is repeated.
    pub fn get(&self, key: &str) -> Option<&Entry> {
        self.entries.iter().rev().find(|entry| entry.key == key)
    }

    /// The front matter at the start of `text`.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let start = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
        let (kind, delimiters): (_, &[&str]) = if text[start..].starts_with("---") {
            (FrontMatterKind::Yaml, &["---", "..."])
        } else if text[start..].starts_with("+++") {
            (FrontMatterKind::Toml, &["+++"])
        } else {
            return None;
        };
        let mut lines = lines(text, start);
        let first = lines.next()?;
        if text[first.clone()].trim_end() != delimiters[0] {
            return None;
        }
        for line in lines {
            if delimiters.contains(&text[line.clone()].trim_end()) {
                let body = span(first.end..line.start);
                let entries = match kind {
                    FrontMatterKind::Yaml => yaml_entries(text, body),
                    FrontMatterKind::Toml => toml_entries(text, body),
                };
                return Some(Self { kind, span: span(start..line.end), body, entries });
            }
        }
        None
    }
}

/// The lines of `text` from byte `start`, each with its line ending.
fn lines(text: &str, start: usize) -> impl Iterator<Item = std::ops::Range<usize>> {
    let mut from = start;
    std::iter::from_fn(move || {
        let rest = &text.as_bytes()[from..];
        if rest.is_empty() {
            return None;
        }
        let end = match memchr::memchr2(b'\n', b'\r', rest) {
            Some(at) if rest[at] == b'\r' && rest.get(at + 1) == Some(&b'\n') => at + 2,
            Some(at) => at + 1,
            None => rest.len(),
        };
        let line = from..from + end;
        from = line.end;
        Some(line)
    })
}

fn yaml_entries(text: &str, body: Span) -> Vec<Entry> {
    let source = slice(text, body);
    let mut entries = Vec::new();
    let mut key: Option<(String, Span)> = None;
    let mut depth = 0_u32;
    for event in Parser::new_from_str(source) {
        let Ok((event, at)) = event else { break };
        match event {
            Event::MappingStart(..) | Event::SequenceStart(..) => {
                depth += 1;
                if depth == 2 {
                    key = None;
                }
            }
            Event::MappingEnd | Event::SequenceEnd => depth -= 1,
            Event::Scalar(value, style, ..) if depth == 1 => {
                let mut at = yaml_span(source, at) + body.start();
                if value.is_empty() && style == ScalarStyle::Plain {
                    // Where there is no value, the parser may name what comes next.
                    at = Span::empty(at.start());
                }
                match key.take() {
                    None => key = Some((value.into_owned(), at)),
                    Some((key, key_span)) => {
                        entries.push(Entry { key, key_span, value: value.into_owned(), value_span: at });
                    }
                }
            }
            Event::Alias(_) if depth == 1 => key = None,
            _ => {}
        }
    }
    entries
}

/// The parser counts characters, spans count bytes; and after a quoted scalar the parser's end takes in a
/// comment on the same line.
fn yaml_span(source: &str, at: YamlSpan) -> Span {
    let byte = |characters: usize| source.char_indices().nth(characters).map_or(source.len(), |(byte, _)| byte);
    let start = byte(at.start.index());
    let text = source[start..byte(at.end.index()).max(start)].trim_end();
    let length = match text.as_bytes().first() {
        Some(b'"') => quoted_length(text, |rest| usize::from(rest.starts_with('\\')) * 2),
        Some(b'\'') => quoted_length(text, |rest| usize::from(rest.starts_with("''")) * 2),
        _ => text.len(),
    };
    Span::at(offset(start), offset(length))
}

/// The length of the quoted scalar at the start of `text`; `escape` says how long an escape is at its argument's
/// start, or zero.
fn quoted_length(text: &str, escape: impl Fn(&str) -> usize) -> usize {
    let quote = text.as_bytes()[0];
    let mut at = 1;
    while at < text.len() {
        let skip = text.get(at..).map_or(0, &escape);
        if skip > 0 {
            at += skip;
        } else if text.as_bytes()[at] == quote {
            return at + 1;
        } else {
            at += 1;
        }
    }
    text.len()
}

fn toml_entries(text: &str, body: Span) -> Vec<Entry> {
    let source = slice(text, body);
    let (table, _) = toml::de::DeTable::parse_recoverable(source);
    let mut entries: Vec<Entry> = table
        .get_ref()
        .iter()
        // Where a value cannot be read, the parser makes one up, which stands nowhere.
        .filter(|(_, value)| !value.span().is_empty())
        .filter_map(|(key, value)| {
            let value_span = span(value.span()) + body.start();
            let text = match value.get_ref() {
                toml::de::DeValue::String(text) => text.to_string(),
                toml::de::DeValue::Integer(number) => number.as_str().to_owned(),
                toml::de::DeValue::Boolean(flag) => flag.to_string(),
                _ => return None,
            };
            let key_span = span(key.span()) + body.start();
            Some(Entry { key: key.get_ref().to_string(), key_span, value: text, value_span })
        })
        .collect();
    entries.sort_by_key(|entry| entry.key_span.start());
    entries
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entries(text: &str) -> Vec<(String, String, String)> {
        let front_matter = FrontMatter::parse(text).expect("the text starts with front matter");
        front_matter
            .entries
            .iter()
            .map(|entry| (entry.key.clone(), entry.value.clone(), slice(text, entry.value_span).to_owned()))
            .collect()
    }

    fn triple(key: &str, value: &str, source: &str) -> (String, String, String) {
        (key.to_owned(), value.to_owned(), source.to_owned())
    }

    #[test]
    fn yaml_scalars_know_their_place() {
        let text = "\u{feff}---\ntitle: \"Ü 🦀\" # comment\ntags: [a, b]\nnested:\n  question: 1\nquestion: 501\n---\n# T\n";
        assert_eq!(entries(text), [triple("title", "Ü 🦀", "\"Ü 🦀\""), triple("question", "501", "501")]);
    }

    #[test]
    fn toml_scalars_know_their_place() {
        let text = "+++\r\nquestion = 501\r\nstatus = 'draft'\r\n+++\r\n";
        assert_eq!(entries(text), [triple("question", "501", "501"), triple("status", "draft", "'draft'")]);
    }

    #[test]
    fn a_value_that_is_not_there_covers_nothing() {
        assert_eq!(entries("---\nquestion: 501\nstatus:\n---\n")[1], triple("status", "", ""));
        let text = "---\na: >-\n  folded\n? k\n# comment\n  text\nc: 0\n---\n";
        assert!(entries(text).iter().all(|(_, value, source)| !value.is_empty() || source.is_empty()));
    }

    #[test]
    fn a_fault_keeps_the_keys_before_it() {
        assert_eq!(entries("---\nquestion: 501\nx: [\n---\n"), [triple("question", "501", "501")]);
        assert_eq!(entries("+++\nquestion = 501\nx = = 'a'\n+++\n"), [triple("question", "501", "501")]);
    }

    #[test]
    fn a_thematic_break_is_not_front_matter() {
        assert_eq!(FrontMatter::parse("---\nno end"), None);
        assert_eq!(FrontMatter::parse("text\n---\nquestion: 501\n---\n"), None);
        assert_eq!(FrontMatter::parse("--- a\nquestion: 501\n---\n"), None);
    }
}
