//! The words of a statement as the model sees them.
//!
//! Numbers lose their value and keep their unit: "40 ms" and "7 ms" are the same evidence. Words are lower
//! case, punctuation that structures a sentence stays, URLs are left out.

use std::ops::Range;

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum TokenKind {
    /// A word, by its bytes in the lower-case text.
    Word,
    /// A number of any value.
    Number,
    /// The unit of the number before it.
    Unit(Unit),
    /// Punctuation.
    Mark,
}

/// One token of a statement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Token {
    pub(super) kind: TokenKind,
    /// Where it stands in the text.
    pub(super) range: Range<usize>,
}

/// What a number counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Unit {
    Milliseconds,
    Seconds,
    Minutes,
    Hours,
    Days,
    Weeks,
    Months,
    Years,
    Bytes,
    Money,
    Percent,
    Times,
    Rate,
    People,
    Machines,
    Hops,
}

impl Unit {
    /// The unit that the lower-case word `word` names.
    fn of(word: &str) -> Option<Self> {
        Some(match word {
            "ns" | "us" | "µs" | "μs" | "ms" | "millis" | "millisecond" | "milliseconds" | "microsecond"
            | "microseconds" | "nanosecond" | "nanoseconds" => Self::Milliseconds,
            "s" | "sec" | "secs" | "second" | "seconds" => Self::Seconds,
            "min" | "mins" | "minute" | "minutes" => Self::Minutes,
            "h" | "hr" | "hrs" | "hour" | "hours" => Self::Hours,
            "d" | "day" | "days" => Self::Days,
            "week" | "weeks" => Self::Weeks,
            "month" | "months" => Self::Months,
            "year" | "years" => Self::Years,
            "b" | "byte" | "bytes" | "kb" | "kib" | "mb" | "mib" | "gb" | "gib" | "tb" | "tib" | "pb" | "bit"
            | "bits" | "gbit" | "mbit" => Self::Bytes,
            "usd" | "eur" | "gbp" | "chf" | "inr" | "rs" | "kr" | "$" | "€" | "£" | "dollars" | "euros"
            | "pounds" | "rupees" | "yen" | "cent" | "cents" | "pence" => Self::Money,
            "%" | "percent" => Self::Percent,
            "x" | "times" | "fold" => Self::Times,
            "qps" | "rps" | "tps" => Self::Rate,
            "fte" | "people" | "engineers" | "engineer" | "persons" | "person" | "colleagues" | "developers" => {
                Self::People
            }
            "nodes" | "servers" | "machines" | "replicas" | "instances" | "vcpu" | "vcpus" | "cores" | "cpus"
            | "pods" | "hosts" | "boxes" | "vms" | "brokers" => Self::Machines,
            "rtt" | "rtts" | "hop" | "hops" | "trip" | "trips" | "round" => Self::Hops,
            _ => return None,
        })
    }

    /// Whether it measures time that somebody could wait for.
    pub(super) fn is_time(self) -> bool {
        matches!(self, Self::Milliseconds | Self::Seconds | Self::Minutes | Self::Hours | Self::Days)
    }
}

/// Splits `text`, whose ASCII letters are lower case, into tokens.
pub(super) fn tokenise(text: &str, tokens: &mut Vec<Token>) {
    tokens.clear();
    let mut at = 0;
    while let Some(&byte) = text.as_bytes().get(at) {
        if byte == b' ' {
            at += 1;
            continue;
        }
        let rest = &text[at..];
        // Most tokens are words with a blank after them.
        if byte.is_ascii_lowercase() && byte != b'h' {
            let length = word_length(rest);
            tokens.push(Token { kind: TokenKind::Word, range: at..at + length });
            at += length;
            continue;
        }
        let Some(first) = rest.chars().next() else { break };
        let length = if first == 'h' && is_url(rest) {
            rest.find(char::is_whitespace).unwrap_or(rest.len())
        } else if first.is_ascii_digit() {
            number(text, at, tokens)
        } else if first.is_alphabetic() {
            let length = word_length(rest);
            tokens.push(Token { kind: TokenKind::Word, range: at..at + length });
            length
        } else if matches!(first, '$' | '€' | '£') {
            money(text, at, first, tokens)
        } else {
            let length = first.len_utf8();
            if is_mark(first) {
                tokens.push(Token { kind: TokenKind::Mark, range: at..at + length });
            }
            length
        };
        at += length;
    }
}

fn is_url(text: &str) -> bool {
    text.starts_with("http://") || text.starts_with("https://")
}

fn is_mark(character: char) -> bool {
    matches!(character, '|' | ';' | ':' | '?' | '!' | '(' | ')' | '"' | '–' | '—' | '/' | '%')
}

/// The length of the word at the start of `text`, with a part after an apostrophe: "don't".
fn word_length(text: &str) -> usize {
    let mut length = letters(text);
    if text.as_bytes().get(length).is_none_or(|byte| byte.is_ascii() && *byte != b'\'') {
        return length;
    }
    for apostrophe in ['\'', '’'] {
        if let Some(part) = text[length..].strip_prefix(apostrophe) {
            let more = letters(part);
            if more > 0 {
                length += apostrophe.len_utf8() + more;
                break;
            }
        }
    }
    length
}

fn letters(text: &str) -> usize {
    let bytes = text.as_bytes();
    let mut ascii = 0;
    while ascii < bytes.len() && bytes[ascii].is_ascii_alphabetic() {
        ascii += 1;
    }
    if bytes.get(ascii).is_none_or(u8::is_ascii) {
        return ascii;
    }
    let rest = &text[ascii..];
    ascii + rest.char_indices().find(|(_, character)| !character.is_alphabetic()).map_or(rest.len(), |(at, _)| at)
}

/// The length of the digits at the start of `text`, with separators between them.
fn digits(text: &str) -> usize {
    let bytes = text.as_bytes();
    let mut end = 0;
    while end < bytes.len() {
        let is_separator = matches!(bytes[end], b'.' | b',') && bytes.get(end + 1).is_some_and(u8::is_ascii_digit);
        if !bytes[end].is_ascii_digit() && !is_separator {
            break;
        }
        end += 1;
    }
    end
}

/// Reads a number with its unit; returns its length.
fn number(text: &str, at: usize, tokens: &mut Vec<Token>) -> usize {
    let length = digits(&text[at..]);
    tokens.push(Token { kind: TokenKind::Number, range: at..at + length });
    let after = at + length;
    let rest = text[after..].trim_start_matches([' ', '\u{a0}', '\u{202f}', '\u{2009}', '-', '–']);
    let unit_at = text.len() - rest.len();
    let thousands = usize::from(rest.starts_with('k') && letters(rest) == 1);
    let scaled = rest[thousands..].trim_start();
    for (rest, start) in [(rest, unit_at), (scaled, text.len() - scaled.len())] {
        let unit_length = match rest.chars().next() {
            Some(sign @ ('%' | '$' | '€' | '£')) => sign.len_utf8(),
            Some(_) => letters(rest),
            None => 0,
        };
        if let Some(unit) = Unit::of(&rest[..unit_length]) {
            tokens.push(Token { kind: TokenKind::Unit(unit), range: start..start + unit_length });
            return start + unit_length - at;
        }
    }
    length
}

/// Reads "$ 1,200" as a number with its unit before it; returns its length.
fn money(text: &str, at: usize, sign: char, tokens: &mut Vec<Token>) -> usize {
    let after_sign = at + sign.len_utf8();
    let start = text.len() - text[after_sign..].trim_start_matches(' ').len();
    let length = digits(&text[start..]);
    if length > 0 {
        tokens.push(Token { kind: TokenKind::Number, range: start..start + length });
        tokens.push(Token { kind: TokenKind::Unit(Unit::Money), range: at..start + length });
        return start + length - at;
    }
    tokens.push(Token { kind: TokenKind::Unit(Unit::Money), range: at..after_sign });
    sign.len_utf8()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn show(text: &str) -> String {
        let mut tokens = Vec::new();
        tokenise(text, &mut tokens);
        let shown = tokens.iter().map(|token| match token.kind {
            TokenKind::Number => "#".to_owned(),
            TokenKind::Unit(unit) => format!("{unit:?}"),
            _ => text[token.range.clone()].to_owned(),
        });
        shown.collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn numbers_keep_only_their_unit() {
        assert_eq!(show("p99 of 40 ms, 1,200.5 µs"), "p # of # Milliseconds # Milliseconds");
        assert_eq!(show("$1,200 or 38 k€ a month"), "# Money or # Money a month");
        assert_eq!(show("2 400 eur; 3x, 20 %"), "# # Money ; # Times # Percent");
        assert_eq!(show("£540; € each"), "# Money ; Money each");
        assert_eq!(show("a 5-minute window"), "a # Minutes window");
    }

    #[test]
    fn words_keep_their_apostrophes_and_urls_vanish() {
        assert_eq!(show("don’t see https://a.b/cost?x=1 it's"), "don’t see it's");
    }
}
