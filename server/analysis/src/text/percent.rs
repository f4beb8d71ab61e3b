//! Percent-encoding, as links have it.

use std::borrow::Cow;

/// `text` without percent-encoding. What is no encoding, or does not become text, stays as it is.
pub fn decoded(text: &str) -> Cow<'_, str> {
    try_decoded(text).unwrap_or(Cow::Borrowed(text))
}

/// The same; `None` where it does not become text.
pub(crate) fn try_decoded(text: &str) -> Option<Cow<'_, str>> {
    if !text.contains('%') {
        return Some(Cow::Borrowed(text));
    }
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let [first, after @ ..] = rest {
        let digit = |byte: u8| char::from(byte).to_digit(16);
        let encoded = match after {
            [high, low, ..] if *first == b'%' => digit(*high).zip(digit(*low)),
            _ => None,
        };
        let (byte, length) = encoded.map_or((*first, 1), |(high, low)| ((high * 16 + low) as u8, 3));
        bytes.push(byte);
        rest = &rest[length..];
    }
    String::from_utf8(bytes).ok().map(Cow::Owned)
}

/// `path` as a link can name it: what would end the link or mean something else in it is encoded, and with
/// `only_ascii` all that is not ASCII.
pub(crate) fn encoded(path: &str, only_ascii: bool) -> String {
    let mut link = String::with_capacity(path.len());
    for character in path.chars() {
        let is_special = character.is_whitespace()
            || character.is_control()
            || matches!(
                character,
                '%' | '(' | ')' | '<' | '>' | '[' | ']' | '\\' | '#' | '?' | '"' | '`' | '*' | '|'
            );
        if is_special || only_ascii && !character.is_ascii() {
            for byte in character.encode_utf8(&mut [0; 4]).bytes() {
                const DIGITS: &[u8; 16] = b"0123456789ABCDEF";
                link.push('%');
                link.push(char::from(DIGITS[usize::from(byte >> 4)]));
                link.push(char::from(DIGITS[usize::from(byte & 15)]));
            }
        } else {
            link.push(character);
        }
    }
    link
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_survive_the_way_there_and_back() {
        for path in ["a/0501-räft 漢.md", "100% (sure).md", "a#b?c.md", "plain.md"] {
            for only_ascii in [false, true] {
                let link = encoded(path, only_ascii);
                assert!(!link.contains([' ', '(', ')', '#', '?']), "{link}");
                assert!(!only_ascii || link.is_ascii(), "{link}");
                assert_eq!(decoded(&link), path);
            }
        }
    }

    #[test]
    fn what_is_no_encoding_stays() {
        for text in ["100%", "%zz", "%f", "%ff.md"] {
            assert_eq!(decoded(text), text);
        }
    }
}
