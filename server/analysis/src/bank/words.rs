//! When two titles are about the same thing.

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

/// The words of `text` that carry its subject, in lower case and without a plural's ending.
///
/// Words that any question may use ("how", "design", "system") and numbers are left out, so that one shared
/// content word is a sign that two titles are about the same question.
pub fn content_words(text: &str) -> Vec<String> {
    words(text).filter_map(content_word).collect()
}

fn words(text: &str) -> impl Iterator<Item = &str> {
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
    fn content_words_carry_the_subject() {
        assert_eq!(
            content_words("How would you design Pinterest's image pipelines?"),
            ["pinterest", "image", "pipeline"]
        );
        assert_eq!(content_words("501. What are the trade-offs of a system?"), Vec::<String>::new());
        assert_eq!(content_words("0501-redis_caches"), ["redis", "cache"]);
    }
}
