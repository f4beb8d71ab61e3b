//! How many words an answer has, and how many fit its question: for `over-length` and `under-length`, and for
//! editors that show the count.

use super::context::AnswerContext;
use crate::answer::Answer;
use crate::bank::{Shape, Sheet};
use crate::markdown::{BlockKind, Markdown};

/// What an answer to a question of 45 minutes has at least and at most before anybody speaks of it. Most good ones
/// have 450 to 800 words; the limits are far from those.
const USUAL: (f32, f32) = (250.0, 1_600.0);

/// The minutes that [`USUAL`] is for.
const USUAL_MINUTES: f32 = 45.0;

/// However short or long a question takes, its limits stay within these factors of the usual ones.
const FACTORS: (f32, f32) = (0.5, 2.0);

/// The fewest and the most words that are left without a hint.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Limits {
    pub(super) min: usize,
    pub(super) max: usize,
}

impl Limits {
    /// What fits the question of `sheet`.
    pub(super) fn of(sheet: &Sheet) -> Self {
        let (shorter, longer) = by_shape(sheet.shape);
        let time = (sheet.minutes as f32 / USUAL_MINUTES).clamp(FACTORS.0, FACTORS.1);
        Self { min: rounded(USUAL.0 * time * shorter), max: rounded(USUAL.1 * time * longer) }
    }
}

/// How much less than usual may do for `shape`, and how much more it may need. Ideas and choices can be put in few
/// words, comparisons live in tables, and designs have many parts.
fn by_shape(shape: Shape) -> (f32, f32) {
    match shape {
        Shape::Concept | Shape::Choice => (0.8, 1.0),
        Shape::Comparison => (0.8, 1.1),
        Shape::Walkthrough | Shape::Operation => (1.0, 1.1),
        Shape::Design | Shape::Scaling => (1.0, 1.25),
    }
}

/// To ten words: nobody counts more closely.
fn rounded(words: f32) -> usize {
    (words / 10.0) as usize * 10
}

/// The limits for the answer as far as they are known: the configuration's, else those of its question.
pub(super) fn limits(context: &AnswerContext<'_>) -> (Option<usize>, Option<usize>) {
    let own = context.file.input.settings.length;
    let question = context.file.input.bank.get(context.report.answer.question);
    let usual = question.map(|question| Limits::of(question.sheet()));
    let min = own.min.map(|min| min as usize).or(usual.map(|usual| usual.min));
    let max = own.max.map(|max| max as usize).or(usual.map(|usual| usual.max));
    (min, max)
}

/// The minutes of the answer's question, for messages.
pub(super) fn minutes(context: &AnswerContext<'_>) -> Option<u32> {
    context.file.input.bank.get(context.report.answer.question).map(|question| question.sheet().minutes)
}

/// The words of prose in the answer: no headings, which skeletons bring, no code blocks and no comments.
pub(crate) fn words(answer: &Answer, markdown: &Markdown) -> usize {
    let said = answer.blocks(markdown).filter(|block| !matches!(block.kind, BlockKind::Heading(_)));
    said.map(|block| count(markdown.prose.slice(block.text))).sum()
}

/// The words of `text`. Scripts without blanks between words get one for every two characters, which is about right
/// for Chinese and Japanese.
fn count(text: &str) -> usize {
    let (mut words, mut unspaced, mut inside) = (0, 0, false);
    let mut at = 0;
    let bytes = text.as_bytes();
    while let Some(&byte) = bytes.get(at) {
        if byte == b' ' {
            inside = false;
            at += 1;
            continue;
        }
        if byte.is_ascii_alphanumeric() {
            words += usize::from(!inside);
            inside = true;
            at = end_of_run(bytes, at + 1);
            continue;
        }
        let character = text[at..].chars().next().unwrap_or_default();
        at += character.len_utf8();
        if is_unspaced(character) {
            unspaced += 1;
            inside = false;
        } else if character.is_whitespace() {
            inside = false;
        } else if !inside && character.is_alphanumeric() {
            words += 1;
            inside = true;
        }
        if inside {
            at = end_of_run(bytes, at);
        }
    }
    words + unspaced / 2
}

/// Where the signs end that stand from `at` on and neither end a word nor start another, whatever they are.
fn end_of_run(bytes: &[u8], mut at: usize) -> usize {
    while bytes.get(at).is_some_and(u8::is_ascii_graphic) {
        at += 1;
    }
    at
}

/// Whether `character` is a letter of a script that puts no blanks between words: Thai and its neighbours, Kana, Han.
fn is_unspaced(character: char) -> bool {
    matches!(character, '\u{e00}'..='\u{eff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}' | '\u{3041}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{20000}'..='\u{3ffff}')
        && character.is_alphabetic()
}

/// Answers of any length.
#[cfg(test)]
pub(super) mod testing {
    /// A section that weighs everything.
    pub(in crate::rules) const TRADEOFFS: &str = "## Trade-offs\nA reader may see the old price for 3 s. Every save waits 40 ms for the slowest replica.\nThree nodes cost 270 USD a month.\n";

    /// The words that an answer has beside its body.
    pub(in crate::rules) const OWN: usize = 26;

    /// Six words in a list, a quote and a table.
    pub(in crate::rules) const SIX_WORDS: [&str; 3] = [
        "- one two three\n  - four five six\n",
        "> one two three\n> four five six\n",
        "| one | two |\n|---|---|\n| three | four |\n| five | six |\n",
    ];

    /// An answer with that section.
    pub(in crate::rules) fn answer(body: &str) -> String {
        format!("# Q501 Raft\n{body}\n{TRADEOFFS}")
    }

    /// `count` words in lines.
    pub(in crate::rules) fn filler(count: usize) -> String {
        (0..count).map(|index| if index % 10 == 9 { "word\n" } else { "word " }).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn limits(shape: &str, minutes: u32) -> (usize, usize) {
        let sheet = Sheet::parse(&format!("---\nnumber: 501\nshape: {shape}\nminutes: {minutes}\n---\n# T\n"));
        let Limits { min, max } = Limits::of(&sheet);
        (min, max)
    }

    #[test]
    fn limits_come_from_minutes_and_shape() {
        assert_eq!(limits("walkthrough", 45), (250, 1_760));
        assert_eq!(limits("concept", 45), (200, 1_600));
        assert_eq!(limits("design", 60), (330, 2_660));
        assert_eq!(limits("comparison", 50), (220, 1_950));
    }

    #[test]
    fn odd_minutes_are_capped() {
        assert_eq!(limits("choice", 0), (100, 800));
        assert_eq!(limits("operation", 1_000), (500, 3_520));
    }

    #[test]
    fn good_answers_are_far_from_the_limits() {
        for shape in Shape::ALL {
            for (minutes, shortest, longest) in
                [(45, 450, 800), (50, 500, 900), (55, 550, 1_000), (60, 600, 1_100)]
            {
                let (min, max) = limits(shape.name(), minutes);
                assert!(min <= shortest * 3 / 4 && longest * 4 / 3 <= max, "{shape} {minutes}");
            }
        }
    }

    #[test]
    fn words_are_what_a_reader_counts() {
        assert_eq!(count("a | 40 ms | — | don't"), 4);
        assert_eq!(count("読者は最大三秒間古い価格"), 6);
        assert_eq!(count("読 a.読b — c\u{a0}d"), 5);
        assert_eq!(count("... | |"), 0);
    }
}
