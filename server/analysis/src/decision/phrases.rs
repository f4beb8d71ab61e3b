//! Phrases with places to fill in, looked for in the words of a statement.
//!
//! `(take|choose)` is either word, `switch*` is any word that starts so, `#` is a number in digits or as a word,
//! `~` is up to four words of the same statement that may be anything, and everything else is the word itself.
//! `:` also stands for the bar between two cells of a table, so "Decision: Raft" and "| Decision | Raft |" are
//! the same phrase; `^` and `$` are the ends of the statement. Hyphens separate words and case does not count.

use std::collections::HashMap;
use std::ops::Range;

/// So many words may stand in the place of a `~`.
const GAP: usize = 4;

/// The words of `text`, in lower case, with the marks that phrases can ask for.
pub(super) fn words(text: &str) -> Vec<String> {
    let mut words: Vec<String> = vec!["^".to_owned()];
    let mut word = String::new();
    let flush = |word: &mut String, words: &mut Vec<String>| {
        let trimmed = word.trim_matches(['\'', '.', ',']);
        if !trimmed.is_empty() {
            words.push(trimmed.to_owned());
        }
        word.clear();
    };
    for character in text.chars() {
        match character {
            '’' | '\'' => word.push('\''),
            '.' | ',' if word.ends_with(|last: char| last.is_ascii_digit()) => word.push(character),
            _ if character.is_ascii_alphanumeric() => word.push(character.to_ascii_lowercase()),
            _ if character.is_alphanumeric() => word.extend(character.to_lowercase()),
            _ => {
                flush(&mut word, &mut words);
                match character {
                    ':' | '|' => words.push(":".to_owned()),
                    '?' | '%' | '✓' | '✔' | '✅' | '≤' | '≥' | '<' | '>' | '→' | '+' | '/' => {
                        words.push(character.to_string());
                    }
                    _ => {}
                }
            }
        }
    }
    flush(&mut word, &mut words);
    words.push("$".to_owned());
    words
}

/// Whether `word` is a number.
pub(super) fn is_number(word: &str) -> bool {
    word.bytes().any(|byte| byte.is_ascii_digit())
        || matches!(
            word,
            "two" | "three" | "four" | "five" | "six" | "seven" | "eight" | "nine" | "ten" | "eleven" | "twelve"
        )
        || matches!(word, "twenty" | "thirty" | "forty" | "fifty" | "sixty" | "hundred" | "hundreds")
        || matches!(
            word,
            "thousand" | "thousands" | "million" | "millions" | "dozen" | "half" | "twice" | "double"
        )
        || matches!(word, "one" | "single" | "zero" | "triple" | "third" | "quarter" | "tenth")
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Part {
    Word(String),
    Prefix(String),
    Number,
}

impl Part {
    fn parse(text: &str) -> Self {
        match text.strip_suffix('*') {
            _ if text == "#" => Self::Number,
            Some(prefix) => Self::Prefix(prefix.to_owned()),
            None => Self::Word(text.to_owned()),
        }
    }

    fn matches(&self, word: &str) -> bool {
        match self {
            Self::Word(own) => own == word,
            Self::Prefix(prefix) => word.starts_with(prefix.as_str()),
            Self::Number => is_number(word),
        }
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Step {
    AnyOf(Vec<Part>),
    Gap,
}

/// A list of phrases, found by their first words.
#[derive(Debug, Default)]
pub(super) struct Phrases {
    list: Vec<Vec<Step>>,
    by_word: HashMap<String, Vec<usize>>,
    /// Those whose first step is no plain word.
    others: Vec<usize>,
}

impl Phrases {
    pub(super) fn new(list: &[String]) -> Self {
        let mut phrases = Self::default();
        for text in list {
            let steps: Vec<Step> = text.split(' ').map(step).collect();
            let index = phrases.list.len();
            match &steps[0] {
                Step::AnyOf(parts) if parts.iter().all(|part| matches!(part, Part::Word(_))) => {
                    for part in parts {
                        if let Part::Word(word) = part {
                            phrases.by_word.entry(word.clone()).or_default().push(index);
                        }
                    }
                }
                _ => phrases.others.push(index),
            }
            phrases.list.push(steps);
        }
        phrases
    }

    /// Where the phrases stand in `words`, one for each place that one starts at.
    pub(super) fn find<'p>(&'p self, words: &'p [String]) -> impl Iterator<Item = Range<usize>> + 'p {
        words.iter().enumerate().filter_map(move |(at, word)| {
            let named = self.by_word.get(word).into_iter().flatten();
            let length = |&index: &usize| matched(&self.list[index], &words[at..]);
            named.chain(&self.others).filter_map(length).max().map(|length| at..at + length)
        })
    }
}

fn step(text: &str) -> Step {
    match text.strip_prefix('(').and_then(|text| text.strip_suffix(')')) {
        _ if text == "~" => Step::Gap,
        Some(words) => Step::AnyOf(words.split('|').map(Part::parse).collect()),
        None => Step::AnyOf(vec![Part::parse(text)]),
    }
}

/// The number of words at the start of `words` that `steps` take, as few as possible. Words that were blanked
/// out are empty and match nothing, not even a gap.
fn matched(steps: &[Step], words: &[String]) -> Option<usize> {
    match steps {
        [] => Some(0),
        [Step::AnyOf(parts), rest @ ..] => {
            let word = words.first().filter(|word| parts.iter().any(|part| part.matches(word)))?;
            debug_assert!(!word.is_empty(), "no part matches a blanked word");
            Some(1 + matched(rest, &words[1..])?)
        }
        [Step::Gap, rest @ ..] => {
            let open = words.iter().take(GAP).take_while(|word| !word.is_empty()).count();
            (0..=open).find_map(|skipped| Some(skipped + matched(rest, &words[skipped..])?))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(phrase: &str, text: &str) -> Vec<String> {
        let words = words(text);
        let phrases = Phrases::new(&[phrase.to_owned()]);
        phrases.find(&words).map(|range| words[range].join(" ")).collect()
    }

    #[test]
    fn places_are_filled_in() {
        assert_eq!(
            found("we ~ (take|took)", "We, in the end, took Raft; we take it"),
            ["we in the end took", "we take"]
        );
        assert_eq!(found("above ~ # ~ we", "Above some 1,200 rps we go back."), ["above some 1,200 rps we"]);
        assert_eq!(found("re evaluat*", "Re-evaluated each year"), ["re evaluated"]);
        assert_eq!(found("decision :", "| **Decision** | Raft |"), ["decision :"]);
        assert_eq!(found("take", "a mistake; retake"), Vec::<String>::new());
    }

    #[test]
    fn a_gap_ends() {
        assert_eq!(found("we ~ take", "we are a few people who all take"), Vec::<String>::new());
    }
}
