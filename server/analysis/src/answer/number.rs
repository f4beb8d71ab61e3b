//! Reading a question's number out of a heading or a path.
//!
//! A number is read only where it is the first thing that is said. What makes it ours is decided elsewhere; here
//! we only refuse what is plainly something else: `501(c)(3)`, `501-540`, `501 ms`, version `5.01`.

use std::ops::Range;

/// How a number is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    /// With the letter or the word: `Q501`, `Question 501`.
    Named,
    /// With a separator that numbers a title: `501.`, `501)`, `#501`, `501 -`.
    Numbered,
    /// Just digits and a blank.
    Bare,
}

/// A number at the start of a heading or of a file's name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Numbered<'t> {
    pub(super) number: u32,
    pub(super) form: Form,
    /// Whether it is written with leading zeros, as file names and dates are.
    pub(super) padded: bool,
    /// The bytes of the number, with its letter or word.
    pub(super) range: Range<usize>,
    /// What follows it.
    pub(super) rest: &'t str,
}

/// A number in a path, in the name of its file or, for a main file, of the folder that the file lies in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct NumberedPath<'p> {
    /// The number.
    pub(crate) number: u32,
    /// Whether it is written with the letter or the word.
    pub(super) is_named: bool,
    /// The name that holds it, as bytes of the path: without the extension where it is the file's.
    pub(crate) name: Range<usize>,
    /// What follows it in that name.
    pub(crate) rest: &'p str,
    /// Whether the name is the folder's.
    pub(crate) is_folder: bool,
}

/// Files that stand for the numbered folder they lie in.
pub(super) const MAIN_FILES: [&str; 6] = ["readme", "index", "answer", "solution", "design", "notes"];

/// The number that the path of a Markdown file, with forward slashes, names.
pub(crate) fn of_path(path: &str) -> Option<NumberedPath<'_>> {
    let (folders, file) = path.rsplit_once('/').map_or((None, path), |(folders, file)| (Some(folders), file));
    let stem = stem(file)?;
    let start = path.len() - file.len();
    let found = |numbered: Numbered<'_>, name: Range<usize>, is_folder| NumberedPath {
        number: numbered.number,
        is_named: numbered.form == Form::Named,
        rest: &path[name.end - numbered.rest.len()..name.end],
        name,
        is_folder,
    };
    if let Some(numbered) = of_name(stem) {
        return Some(found(numbered, start..start + stem.len(), false));
    }
    let folder = folders?.rsplit('/').next()?;
    let is_main = MAIN_FILES.iter().any(|main| stem.eq_ignore_ascii_case(main)) || stem == folder;
    let numbered = of_name(folder).filter(|_| is_main)?;
    Some(found(numbered, start - 1 - folder.len()..start - 1, true))
}

/// The name of a file without the extension of a Markdown document; `None` for other files.
fn stem(name: &str) -> Option<&str> {
    let (stem, extension) = name.rsplit_once('.')?;
    super::EXTENSIONS.iter().any(|known| extension.eq_ignore_ascii_case(known)).then_some(stem)
}

/// Numbers of more digits are never ours.
const MAX_DIGITS: usize = 5;

/// The number that the heading text `text` starts with.
pub(super) fn of_heading(text: &str) -> Option<Numbered<'_>> {
    let start = text.find(|character: char| character.is_alphanumeric() || character == '#')?;
    let is_decoration = |character: char| !character.is_alphanumeric();
    if !text[..start].chars().all(is_decoration) {
        return None;
    }
    let body = &text[start..];
    let (named, digits_at) = name_prefix(body);
    let (mut number, after) = digits(&body[digits_at..])?;
    number.range = start + if named { 0 } else { digits_at }..start + digits_at + after;
    let rest = &body[digits_at + after..];
    number.form = if named {
        Form::Named
    } else if body.starts_with('#') {
        Form::Numbered
    } else {
        Form::Bare
    };
    let (separated, rest) = after_number(rest)?;
    if separated && number.form == Form::Bare {
        number.form = Form::Numbered;
    }
    number.rest = rest;
    Some(number)
}

/// What the heading text `text` says after the number that it may start with.
pub fn without_number(text: &str) -> &str {
    of_heading(text).map_or(text, |numbered| numbered.rest)
}

/// The number that `stem`, a file's or folder's name without its extension, starts with.
pub(super) fn of_name(stem: &str) -> Option<Numbered<'_>> {
    let (named, digits_at) = name_prefix(stem);
    let (mut number, after) = digits(&stem[digits_at..])?;
    number.range = 0..digits_at + after;
    number.form = if named { Form::Named } else { Form::Numbered };
    let rest = &stem[digits_at + after..];
    let is_separated = rest.is_empty() || rest.starts_with(['-', '_', '.', ' ', '+', ',']);
    let slug = rest.trim_start_matches(['-', '_', '.', ' ', '+', ',', '–', '—']);
    let first = slug.split(|character: char| !character.is_alphanumeric()).next().unwrap_or_default();
    // `0500-0599` is a range and `0501-2024` a date; `501-3-phase-commit` is neither.
    let is_range = first.len() >= 3 && first.bytes().all(|byte| byte.is_ascii_digit());
    number.rest = slug;
    (is_separated && !is_range).then_some(number)
}

/// Whether `text` starts with `Q`, `Q.`, `Question`, `#` and so on before a digit, and where the digits begin.
fn name_prefix(text: &str) -> (bool, usize) {
    let lower = text.as_bytes();
    let word = ["question", "frage", "q"]
        .into_iter()
        .find(|word| lower.len() > word.len() && lower[..word.len()].eq_ignore_ascii_case(word.as_bytes()));
    let after_word = word.map_or(0, str::len);
    let rest = &text[after_word..];
    let separators = rest.trim_start_matches(['.', '-', '_', ' ', '#', ':', '\u{a0}']);
    let digits_at = text.len() - separators.len();
    (word.is_some() && separators.starts_with(is_digit), digits_at)
}

fn is_digit(character: char) -> bool {
    digit_value(character).is_some()
}

fn digit_value(character: char) -> Option<u32> {
    match character {
        '0'..='9' => character.to_digit(10),
        '\u{ff10}'..='\u{ff19}' => Some(character as u32 - 0xff10),
        _ => None,
    }
}

/// The digits at the start of `text`, ASCII, full-width or keycaps, and the byte after them.
pub(super) fn digits(text: &str) -> Option<(Numbered<'_>, usize)> {
    let (mut number, mut count, mut end, mut padded) = (0_u32, 0, 0, false);
    for (at, character) in text.char_indices() {
        if let Some(value) = digit_value(character) {
            padded |= count == 0 && value == 0;
            number = number.checked_mul(10)?.checked_add(value)?;
            count += 1;
            if count > MAX_DIGITS {
                return None;
            }
        } else if count == 0 || !matches!(character, '\u{fe0f}' | '\u{20e3}') {
            break;
        }
        end = at + character.len_utf8();
    }
    let numbered = Numbered { number, form: Form::Bare, padded, range: 0..end, rest: "" };
    (count > 0).then_some((numbered, end))
}

/// Whether a title's separator follows the number, and the title; `None` when the number goes on or belongs to
/// something else.
fn after_number(rest: &str) -> Option<(bool, &str)> {
    const DASHES: [char; 4] = ['-', '–', '—', '−'];
    let Some(first) = rest.chars().next() else { return Some((true, "")) };
    let after = &rest[first.len_utf8()..];
    let goes_on = after.trim_start().starts_with(is_digit);
    match first {
        '.' | ')' | ':' | ']' | '|' | ',' | '、' | '．' | '：' | '）' => {
            (!after.starts_with(is_digit)).then(|| (true, title(after)))
        }
        _ if DASHES.contains(&first) => (!goes_on).then(|| (true, title(after))),
        _ if first.is_whitespace() => {
            let next = rest.trim_start();
            let is_range = next.starts_with(DASHES)
                && next[next.chars().next()?.len_utf8()..].trim_start().starts_with(is_digit);
            let is_separated = next.starts_with(DASHES) || next.starts_with([':', '|', '.', ')']);
            (!is_range).then(|| (is_separated || next.is_empty(), title(next)))
        }
        _ => None,
    }
}

fn title(rest: &str) -> &str {
    rest.trim_start_matches(|character: char| {
        !character.is_alphanumeric() && !matches!(character, '"' | '\'' | '`' | '“')
    })
    .trim_end()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn heading(text: &str) -> Option<(u32, Form, &str)> {
        of_heading(text).map(|number| (number.number, number.form, number.rest))
    }

    fn name(stem: &str) -> Option<(u32, Form, &str)> {
        of_name(stem).map(|number| (number.number, number.form, number.rest))
    }

    #[test]
    fn headings_that_start_with_a_number() {
        for (text, form) in [
            ("Q501 - Raft", Form::Named),
            ("Question 501: Raft", Form::Named),
            ("QUESTION #501 Raft", Form::Named),
            ("Q.501 Raft", Form::Named),
            ("q501: Raft", Form::Named),
            ("501. Raft", Form::Numbered),
            ("501) Raft", Form::Numbered),
            ("501 – Raft", Form::Numbered),
            ("#501 Raft", Form::Numbered),
            ("🚀 501. Raft", Form::Numbered),
            ("5️⃣0️⃣1️⃣ Raft", Form::Bare),
            ("５０１．Raft", Form::Numbered),
            ("0501 Raft", Form::Bare),
            ("[501] Raft", Form::Numbered),
        ] {
            assert_eq!(heading(text), Some((501, form, "Raft")), "{text}");
        }
        assert_eq!(heading("501"), Some((501, Form::Numbered, "")));
    }

    #[test]
    fn headings_that_do_not() {
        for text in [
            "Raft",
            "HTTP 501",
            "RFC 501: Mail",
            "501(c)(3) status",
            "501-540",
            "501 - 540 Distributed",
            "501–540",
            "501.5 ms",
            "501st question",
            "501ms",
            "1.501 Raft",
            "Quorum 501",
            "123456. Raft",
            "",
            "###",
            "501/502",
        ] {
            let found = heading(text).filter(|(number, ..)| *number == 501);
            assert_eq!(found, None, "{text}");
        }
    }

    #[test]
    fn names_that_start_with_a_number() {
        for (stem, form, rest) in [
            ("0501-raft", Form::Numbered, "raft"),
            ("501", Form::Numbered, ""),
            ("501.raft", Form::Numbered, "raft"),
            ("q501_raft", Form::Named, "raft"),
            ("question-501", Form::Named, ""),
            ("Q501", Form::Named, ""),
            ("501-3-phase-commit", Form::Numbered, "3-phase-commit"),
            ("501 Raft", Form::Numbered, "Raft"),
        ] {
            assert_eq!(name(stem), Some((501, form, rest)), "{stem}");
        }
    }

    #[test]
    fn names_that_do_not() {
        for stem in ["0500-0599", "RFC-501", "501c3", "raft-501", "501-540", "0501-2024", "", "quorum"] {
            assert_eq!(name(stem), None, "{stem}");
        }
        assert_eq!(name("2024-501-notes"), None);
    }

    #[test]
    fn the_range_is_the_number_itself() {
        let text = "🚀 Q501: Raft";
        let number = of_heading(text).expect("a number stands there");
        assert_eq!(&text[number.range], "Q501");
    }
}
