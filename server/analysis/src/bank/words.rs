//! When two titles are about the same thing.

use std::char::ToLowercase;
use std::collections::BTreeMap;
use std::str::Chars;

use super::beginnings::Beginnings;

/// `text` in lower case with only its words, each separated by one blank: what remains when case,
/// punctuation, markup and spacing are set aside.
pub fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for word in words(text) {
        if !folded.is_empty() {
            folded.push(' ');
        }
        if word.is_ascii() {
            let start = folded.len();
            folded.push_str(word);
            folded[start..].make_ascii_lowercase();
        } else {
            folded.extend(word.chars().flat_map(char::to_lowercase));
        }
    }
    folded
}

/// Whether two texts are the same when case, punctuation, markup and spacing are set aside. Stops at the first letter
/// that differs.
pub fn fold_alike(one: &str, other: &str) -> bool {
    folded_letters(one).eq(folded_letters(other))
}

/// What [`fold`] makes of `text`, letter by letter.
fn folded_letters(text: &str) -> FoldedLetters<'_> {
    FoldedLetters { rest: text.chars(), has_begun: false, held: None, lower: None }
}

struct FoldedLetters<'t> {
    rest: Chars<'t>,
    /// Whether any letter came before.
    has_begun: bool,
    /// The first letter of a word whose blank went out last.
    held: Option<char>,
    /// The rest of a letter that is several in lower case.
    lower: Option<ToLowercase>,
}

impl FoldedLetters<'_> {
    fn lowered(&mut self, letter: char) -> Option<char> {
        self.has_begun = true;
        if letter.is_ascii() {
            return Some(letter.to_ascii_lowercase());
        }
        self.lower.insert(letter.to_lowercase()).next()
    }
}

impl Iterator for FoldedLetters<'_> {
    type Item = char;

    fn next(&mut self) -> Option<char> {
        if let Some(letter) = self.lower.as_mut().and_then(Iterator::next) {
            return Some(letter);
        }
        if let Some(letter) = self.held.take() {
            return self.lowered(letter);
        }
        let mut is_apart = false;
        let letter = self.rest.find(|letter| {
            let is_letter = letter.is_alphanumeric();
            is_apart |= !is_letter;
            is_letter
        })?;
        if is_apart && self.has_begun {
            self.held = Some(letter);
            return Some(' ');
        }
        self.lowered(letter)
    }
}

/// Texts to be recognised whatever their case, punctuation, markup and spacing, each with a value.
///
/// Most of what is looked up is none of them and differs in its first letters, so it is compared letter by letter
/// and never folded as a whole.
#[derive(Clone, Debug)]
pub struct FoldedTexts<T> {
    /// Folded, sorted, each text once.
    entries: Vec<(String, T)>,
    /// How they begin.
    beginnings: Beginnings<1>,
}

impl<T> FoldedTexts<T> {
    /// The value of the text that is `text`.
    pub fn get(&self, text: &str) -> Option<&T> {
        // Letters at the start stay where they are when a text is folded.
        let is_plain = text.len() >= 3 && text.as_bytes()[..3].iter().all(u8::is_ascii_alphabetic);
        if is_plain && self.beginnings.fit(text) == [false] {
            return None;
        }
        let mut candidates = self.entries.as_slice();
        let (mut length, mut buffer) = (0, [0; 4]);
        for letter in folded_letters(text) {
            for &byte in letter.encode_utf8(&mut buffer).as_bytes() {
                candidates = with_byte_at(candidates, length, byte);
                length += 1;
            }
            if candidates.is_empty() {
                return None;
            }
        }
        candidates.first().filter(|(known, _)| known.len() == length).map(|(_, value)| value)
    }
}

impl<T> FromIterator<(String, T)> for FoldedTexts<T> {
    /// Collects folded texts. Of the same text's values the last one counts.
    fn from_iter<I: IntoIterator<Item = (String, T)>>(texts: I) -> Self {
        let entries: Vec<(String, T)> = BTreeMap::from_iter(texts).into_iter().collect();
        let mut beginnings = Beginnings::default();
        for (text, _) in &entries {
            beginnings.add(text.as_bytes(), 0);
        }
        Self { entries, beginnings }
    }
}

/// Those of `entries`, which are sorted and alike in the bytes before `at`, that have `byte` there.
fn with_byte_at<T>(entries: &[(String, T)], at: usize, byte: u8) -> &[(String, T)] {
    let byte_of = |entry: &(String, T)| entry.0.as_bytes().get(at).copied();
    let start = entries.partition_point(|entry| byte_of(entry) < Some(byte));
    let rest = &entries[start..];
    &rest[..rest.partition_point(|entry| byte_of(entry) == Some(byte))]
}

/// The words of `text` that carry its subject, in lower case and without a plural's ending.
///
/// Words that any question may use ("how", "design", "system") and numbers are left out, so that one shared
/// content word is a sign that two titles are about the same question.
pub fn content_words(text: &str) -> Vec<String> {
    words(text).filter_map(content_word).collect()
}

/// The words of `text`: runs of letters and digits.
pub(crate) fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|character: char| !character.is_alphanumeric()).filter(|word| !word.is_empty())
}

fn content_word(word: &str) -> Option<String> {
    let lower = word.to_lowercase();
    if lower.chars().all(char::is_numeric) || COMMON_WORDS.contains(&lower.as_str()) {
        return None;
    }
    let is_single_letter = lower.chars().count() < 2 && lower.is_ascii();
    (!is_single_letter).then(|| singular(&lower).to_owned())
}

/// `word` without the `s` of a plural. Only ever compared with words that went through here.
fn singular(word: &str) -> &str {
    match word.strip_suffix('s') {
        Some(stem) if stem.len() > 2 && !stem.ends_with(['s', 'u', 'i']) => stem,
        _ => word,
    }
}

/// Words that say nothing about which question a title belongs to.
const COMMON_WORDS: &[&str] = &[
    "about",
    "across",
    "actually",
    "all",
    "an",
    "and",
    "answer",
    "answers",
    "any",
    "are",
    "as",
    "at",
    "be",
    "better",
    "build",
    "by",
    "can",
    "choice",
    "compare",
    "could",
    "design",
    "difference",
    "different",
    "do",
    "does",
    "eg",
    "every",
    "example",
    "explain",
    "for",
    "from",
    "global",
    "good",
    "handle",
    "high",
    "how",
    "if",
    "implement",
    "in",
    "into",
    "is",
    "it",
    "its",
    "level",
    "main",
    "md",
    "more",
    "need",
    "needed",
    "no",
    "not",
    "notes",
    "of",
    "on",
    "one",
    "or",
    "over",
    "part",
    "per",
    "pick",
    "problem",
    "question",
    "readme",
    "role",
    "scale",
    "section",
    "service",
    "services",
    "should",
    "solution",
    "solve",
    "step",
    "steps",
    "system",
    "systems",
    "than",
    "that",
    "the",
    "their",
    "them",
    "then",
    "there",
    "they",
    "this",
    "through",
    "to",
    "too",
    "trade",
    "tradeoff",
    "tradeoffs",
    "offs",
    "types",
    "under",
    "use",
    "user",
    "users",
    "using",
    "versa",
    "versus",
    "vice",
    "vs",
    "walk",
    "was",
    "we",
    "were",
    "what",
    "when",
    "where",
    "which",
    "why",
    "will",
    "with",
    "work",
    "works",
    "would",
    "you",
    "your",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folding_keeps_only_words() {
        assert_eq!(fold("  **What** is `RPO` vs. RTO?\u{a0}"), "what is rpo vs rto");
    }

    #[test]
    fn folded_texts_are_found_in_any_dress() {
        let texts: FoldedTexts<u32> =
            [("what is rpo", 1), ("what is rpo vs rto", 2), ("größe", 3), ("what is rpo", 4)]
                .into_iter()
                .map(|(text, value)| (text.to_owned(), value))
                .collect();
        for (text, value) in [
            ("What is RPO?", Some(4)),
            ("*What is* `RPO` vs. RTO", Some(2)),
            ("GRÖSSE", None),
            ("Größe!", Some(3)),
            ("what is rp", None),
            ("what is rpos", None),
            ("what is", None),
            ("", None),
            ("…", None),
        ] {
            assert_eq!(texts.get(text).copied(), value, "{text}");
        }
        assert!(fold_alike("What is RPO?", "what **is** rpo") && !fold_alike("rpo", "rpo vs rto"));
        for text in ["", "  ", "- İstanbul, ǅ -", "½ K", "a  b. ", "ΣΑΣ ß"] {
            assert_eq!(folded_letters(text).collect::<String>(), fold(text));
        }
    }

    #[test]
    fn content_words_carry_the_subject() {
        assert_eq!(
            content_words("How would you design Pinterest's image pipelines?"),
            ["pinterest", "image", "pipeline"]
        );
        assert_eq!(content_words("501. What are the trade-offs of a system?"), Vec::<String>::new());
        assert_eq!(content_words("0501-redis_caches"), ["redis", "cache"]);
    }
}
