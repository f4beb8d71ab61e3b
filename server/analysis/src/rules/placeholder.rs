//! Text that only keeps a place: what `leftover-placeholder` reports and `empty-section` looks through.
//!
//! The same words are often a subject ("a TODO app", "the TODO list"), so a marker counts only where it stands as
//! people write it into a draft, and a text that speaks about such markers keeps the doubtful ones.

use std::ops::Range;
use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, MatchKind};
use memchr::memchr2_iter;

use crate::bank::{FoldedTexts, Shape, fold, fold_alike};
use crate::skeleton;

const MARKERS: [&str; 4] = ["TODO", "TBD", "FIXME", "XXX"];

/// Whole paragraphs, items and cells that say that something will be said, folded.
const PHRASES: &[&str] = &[
    "tbd",
    "fixme",
    "to be determined",
    "to be decided",
    "to be defined",
    "to be done",
    "to be written",
    "to be filled in",
    "fill in",
    "fill me in",
    "lorem ipsum",
];

/// Before a marker they make it a subject: "a TODO", "each TBD".
const DETERMINERS: &[&str] = &[
    "a", "an", "the", "this", "that", "each", "every", "any", "no", "some", "one", "our", "my", "your", "their",
    "its", "of", "called", "named", "marked", "word", "status", "state", "with",
];

/// After a marker they make it a subject: "TODO lists".
const SUBJECT_WORDS: &[&str] = &[
    "app",
    "apps",
    "application",
    "applications",
    "list",
    "lists",
    "item",
    "items",
    "comment",
    "comments",
    "service",
    "tracker",
    "entry",
    "entries",
    "board",
    "table",
    "record",
    "records",
    "task",
    "tasks",
    "marker",
    "markers",
    "api",
    "database",
    "example",
    "mvc",
    "column",
    "card",
    "cards",
    "is",
    "are",
    "was",
    "and",
    "or",
    "→",
    "->",
];

/// States of a workflow that has TODO among them.
const WORKFLOW: [&str; 4] = ["DOING", "DONE", "IN PROGRESS", "IN_PROGRESS"];

/// Words for trunk-based development, whose short name is a marker.
const TRUNK: [&str; 2] = ["trunk", "Trunk"];

/// The markers and everything that makes them a subject. Nearly all texts have none of these words, and one look tells.
static SIGNS: LazyLock<AhoCorasick> = LazyLock::new(|| {
    let signs = MARKERS.iter().chain(&WORKFLOW).chain(&TRUNK);
    AhoCorasick::builder().match_kind(MatchKind::LeftmostFirst).build(signs).expect("a few short words fit")
});

/// Units that a figure may have, so that "XXX ms" waits for one.
const UNITS: [&str; 12] = ["ms", "s", "USD", "EUR", "GB", "TB", "MB", "QPS", "RPS", "%", "users", "nodes"];

/// What a whole text is that keeps a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Known {
    /// One of [`PHRASES`].
    Phrase,
    /// A prompt of a built-in skeleton, with or without its minutes.
    Prompt,
}

static KNOWN: LazyLock<FoldedTexts<Known>> = LazyLock::new(|| {
    let texts = Shape::ALL.map(skeleton::body).map(str::to_owned);
    let tradeoffs = skeleton::tradeoffs(2, []);
    let mut prompts: Vec<String> = Vec::new();
    for text in texts.iter().chain([&tradeoffs]) {
        for comment in text.split("<!--").skip(1).filter_map(|rest| Some(rest.split_once("-->")?.0.trim())) {
            prompts.push(fold(comment));
            let timed = comment.split_once(['.', ':']).filter(|(time, _)| time.contains(" min"));
            prompts.extend(timed.map(|(_, prompt)| fold(prompt)));
        }
    }
    // The place for the considerations is one word that any text may have.
    prompts.retain(|prompt| prompt.contains(' '));
    let phrases = PHRASES.iter().map(|&phrase| (phrase.to_owned(), Known::Phrase));
    phrases.chain(prompts.into_iter().map(|prompt| (prompt, Known::Prompt))).collect()
});

/// What an answer speaks about that a marker could be mistaken for.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Subjects {
    /// TODO lists, TODO apps, workflows with a state TODO.
    todo: bool,
    /// Trunk-based development.
    tbd: bool,
    /// Markers or anything of these, be they a subject or not.
    has_signs: bool,
}

impl Subjects {
    /// What the blocks `texts` of an answer speak about.
    pub(super) fn of<'t>(texts: impl IntoIterator<Item = &'t str>) -> Self {
        let mut subjects = Self::default();
        for text in texts.into_iter().filter(|text| has_signs(text)) {
            subjects.has_signs = true;
            let mut todos = text.match_indices("TODO");
            subjects.todo |= WORKFLOW.iter().any(|state| text.contains(state))
                || todos.any(|(at, word)| is_subject(&text[..at], &text[at + word.len()..]));
            subjects.tbd |= TRUNK.iter().any(|word| text.contains(word));
        }
        subjects
    }
}

/// Whether `text` has a marker or a word that makes one a subject.
pub(super) fn has_signs(text: &str) -> bool {
    SIGNS.is_match(text)
}

/// Whether `text`, a whole block or cell of what has the `subjects`, does nothing but keep a place. Dots are left to
/// [`is_dots`].
pub(super) fn is_whole(text: &str, subjects: Subjects) -> bool {
    let is_marker = || MARKERS.contains(&text.trim_matches(|character: char| !character.is_alphanumeric()));
    let is_known = (subjects.has_signs && is_marker()) || KNOWN.get(text).is_some();
    // A name after the dollar or in quotes is somebody else's word.
    is_known && !text.starts_with(['"', '“', '\'', '$', '#']) && !is_spoken_of(text, subjects)
}

fn is_spoken_of(text: &str, subjects: Subjects) -> bool {
    (subjects.todo && fold_alike(text, "todo")) || (subjects.tbd && fold_alike(text, "tbd"))
}

/// Whether `text`, a whole block, is a prompt of a skeleton.
pub(super) fn is_prompt(text: &str) -> bool {
    KNOWN.get(text) == Some(&Known::Prompt)
}

/// Whether `text` is an ellipsis and nothing else.
pub(super) fn is_dots(text: &str) -> bool {
    let text = text.trim();
    if !text.starts_with(['.', '…']) {
        return false;
    }
    let dots = text.chars().map(|character| if character == '…' { 3 } else { 1 }).sum::<usize>();
    dots >= 3 && text.chars().all(|character| matches!(character, '.' | '…'))
}

/// The placeholders inside `text`, which is more than one and a part of what has the `subjects`.
pub(super) fn find(text: &str, subjects: Subjects) -> Vec<Range<usize>> {
    let mut found: Vec<Range<usize>> = instructions(text, '[', ']').collect();
    let markers: &[&str] = if subjects.has_signs && has_signs(text) { &MARKERS } else { &[] };
    for marker in markers {
        let places = text.match_indices(marker).map(|(at, _)| at..at + marker.len());
        found.extend(places.filter(|place| is_left_over(text, place, subjects)));
    }
    found.extend(lorem_ipsum(text).filter(|place| !is_quoted(&text[..place.start])));
    found.sort_by_key(|place| (place.start, std::cmp::Reverse(place.end)));
    found.dedup_by(|later, earlier| later.start < earlier.end);
    found
}

/// The first place where `text` says "lorem ipsum", in any case.
fn lorem_ipsum(text: &str) -> Option<Range<usize>> {
    const WORDS: &[u8] = b"lorem ipsum";
    const P: usize = 7;
    // The rarest letter leads to it.
    memchr2_iter(b'p', b'P', text.as_bytes()).find_map(|at| {
        let start = at.checked_sub(P)?;
        let place = start..start + WORDS.len();
        text.as_bytes().get(place.clone()).filter(|words| words.eq_ignore_ascii_case(WORDS)).map(|_| place)
    })
}

/// The parts of `text` between `open` and `close` that tell the writer to put something there:
/// `[insert a figure]`, `<fill in>`.
pub(super) fn instructions(text: &str, open: char, close: char) -> impl Iterator<Item = Range<usize>> {
    const MAX_BYTES: usize = 100;
    text.match_indices(open).filter_map(move |(at, _)| {
        let inner = &text[at + open.len_utf8()..];
        let length = inner.find([open, close, '\n']).filter(|&length| inner[length..].starts_with(close))?;
        let end = at + open.len_utf8() + length + close.len_utf8();
        let is_free = |character: Option<char>| {
            character
                .is_none_or(|character| !(character.is_alphanumeric() || matches!(character, '/' | '=' | '`')))
        };
        let stands_free = is_free(text[..at].chars().next_back()) && is_free(text[end..].chars().next());
        let counts = length <= MAX_BYTES && stands_free && is_instruction(&inner[..length]);
        counts.then_some(at..end)
    })
}

/// Whether words in brackets ask for words.
fn is_instruction(inner: &str) -> bool {
    let folded = fold(inner);
    let words: Vec<&str> = folded.split(' ').collect();
    match words.as_slice() {
        // "[insert, delete]" and "[insert or update]" are operations.
        ["insert", next, ..] => inner.trim_start().as_bytes().get(6) == Some(&b' ') && !is_operation(next),
        ["insert"] => inner.contains("..."),
        ["todo" | "tbd" | "fixme" | "placeholder"]
        | ["fill", "in" | "me" | "this" | "out", ..]
        | ["add" | "describe" | "explain" | "put" | "write" | "your", _, .., "here"]
        | ["your", "answer" | "text" | "name" | "number" | "reason" | "decision" | "here"] => true,
        _ => false,
    }
}

fn is_operation(word: &str) -> bool {
    matches!(word, "and" | "or" | "into" | "only" | "if" | "on" | "sort" | "rate" | "order")
}

/// Whether the marker at `place` was left in `text` rather than spoken about.
fn is_left_over(text: &str, place: &Range<usize>, subjects: Subjects) -> bool {
    let (before, marker, after) = (&text[..place.start], &text[place.clone()], &text[place.end..]);
    if !stands_alone(before, after) || is_quoted(before) || is_subject(before, after) {
        return false;
    }
    let names_somebody =
        after.starts_with('(') && after.split_once(')').is_some_and(|(_, rest)| rest.starts_with(':'));
    let is_order = after.starts_with(": ") || after.trim_end() == ":" || names_somebody;
    let lead = before.trim_end();
    let starts = lead.is_empty() || lead.ends_with(['.', '!', '?', ';', ':', '|', '(', '[', '—', '–']);
    let is_value = lead.ends_with(['=', '~', '≈', ':']) || lead.ends_with(" is");
    match marker {
        "TBD" => !subjects.tbd,
        "FIXME" => true,
        "TODO" => is_order || (!subjects.todo && (starts || is_value)),
        _ => {
            is_order
                || (is_value
                    && (ends_clause(after)
                        || UNITS.contains(&word_at_start(after).trim_end_matches(['.', ',', ';']))))
        }
    }
}

fn stands_alone(before: &str, after: &str) -> bool {
    let is_joined =
        |character: char| character.is_alphanumeric() || matches!(character, '_' | '-' | '/' | '$' | '#' | '@');
    let goes_on = after.starts_with(|next: char| is_joined(next) || matches!(next, '\'' | '’'))
        || (after.starts_with('.') && after[1..].starts_with(char::is_alphanumeric));
    !goes_on && !before.ends_with(|last: char| is_joined(last) || last == '.')
}

fn is_quoted(before: &str) -> bool {
    before.ends_with(['"', '\'', '“', '‘', '«', '„', '`'])
}

fn is_subject(before: &str, after: &str) -> bool {
    let last = before.split_whitespace().next_back().unwrap_or_default().to_lowercase();
    let follows = before.ends_with(char::is_whitespace) && DETERMINERS.contains(&last.as_str());
    let next = word_at_start(after).to_lowercase();
    follows || (after.starts_with([' ', '-']) && SUBJECT_WORDS.contains(&next.trim_end_matches([',', '.', ';'])))
}

fn word_at_start(after: &str) -> &str {
    after.trim_start_matches(['-', ' ']).split_whitespace().next().unwrap_or_default()
}

fn ends_clause(after: &str) -> bool {
    after.is_empty() || after.starts_with(['.', ',', ';', ')', '|']) || after.starts_with(" |")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<&str> {
        find(text, Subjects::of([text])).into_iter().map(|place| &text[place]).collect()
    }

    #[test]
    fn markers_that_were_left() {
        for (text, placeholder) in [
            ("TODO: measure the tail", "TODO"),
            ("TODO measure the tail", "TODO"),
            ("We keep five copies. TODO(anna): say why", "TODO"),
            ("The tail is TODO.", "TODO"),
            ("p99 (TODO)", "TODO"),
            ("The p99 is TBD until we have measured it.", "TBD"),
            ("A follower is 300 ms behind; FIXME check this", "FIXME"),
            ("p99 = XXX ms", "XXX"),
            ("The bill is XXX, the rota is unchanged.", "XXX"),
            ("It costs [insert a figure here] a month.", "[insert a figure here]"),
            ("It costs [insert ...] a month.", "[insert ...]"),
            ("It costs [TODO: ask] a month.", "TODO"),
            ("It waits [fill in] ms.", "[fill in]"),
            ("Lorem ipsum dolor sit amet", "Lorem ipsum"),
        ] {
            assert_eq!(found(text), [placeholder], "{text}");
        }
    }

    #[test]
    fn words_that_are_a_subject() {
        for text in [
            "We design a TODO app for teams.",
            "TODO lists sync through a log.",
            "TODO items are rows. TODO stays in the index.",
            "A card moves from TODO to DONE.",
            "Every TODO: one row.",
            "The comment \"TODO: fix\" stays in the code.",
            "A linter counts \"TBD\" as a fault.",
            "TBD: trunk-based development keeps branches short.",
            "The number +49 XXX XXX is masked.",
            "5XX and XXX-large",
            "the TODO.md file, #TODO, $TODO, TODO_LIST, TODOs",
            "Readers wait... and then they see the new price.",
            "It takes [insert, delete, update] and [insert or replace].",
            "keys are [a, b) and [your, mine]",
            "GET /users/[insert id]",
        ] {
            assert_eq!(found(text), Vec::<&str>::new(), "{text}");
        }
    }

    #[test]
    fn whole_texts() {
        let nothing = Subjects { has_signs: true, ..Subjects::default() };
        for text in [
            "TODO",
            "tbd.",
            "(TBD)",
            "To be written.",
            "12 min for all of this. What is chosen, over which alternative?",
            "what gets worse, and for whom?",
        ] {
            assert!(is_whole(text, nothing), "{text}");
        }
        for text in ["todo", "\"TBD\"", "N/A", "Decision", "What gets worse? The tail.", "considerations"] {
            assert!(!is_whole(text, nothing), "{text}");
        }
        assert!(
            is_dots("...")
                && is_dots(" … ")
                && is_dots("....")
                && !is_dots("..")
                && !is_dots("... yes")
                && !is_dots("")
        );
    }
}
