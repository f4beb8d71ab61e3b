//! What an editor offers to finish: skeletons, references to questions, front matter, suppressions.
//!
//! Nobody can tell whether an editor asks because somebody wants to know or because a letter was typed. So there
//! is an offer only where what stands before the cursor leads towards one and nowhere else, and ordinary prose is
//! never interrupted.

mod documentation;
mod front_matter;
mod references;
mod skeletons;
mod suppressions;

pub use documentation::documentation;

use super::View;
use crate::analyse::{Input, analyse, analyse_joined};
use crate::bank::{Question, content_words, fold};
use crate::markdown::{Joined, Markdown};
use crate::text::{Offset, Span, offset, slice};

/// At most so many questions are offered at once; what is typed next narrows them down.
const MAX_QUESTIONS: usize = 100;

/// Something that can be inserted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Completion {
    /// What it is called in the list.
    pub label: String,
    /// A few words about it.
    pub detail: String,
    /// What was typed towards it, up to the cursor.
    pub typed: Span,
    /// What it replaces in editors that overwrite: the same, with the rest of the word behind the cursor.
    pub replaced: Span,
    /// What was typed, completed: editors that compare it with the text before the cursor keep the offer.
    pub filter: String,
    /// What is inserted.
    pub pieces: Vec<Piece>,
    /// What it is, for [`documentation`].
    pub topic: Topic,
    /// The question that it belongs to.
    pub question: Option<u32>,
}

/// A part of what is inserted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Piece {
    /// Text as it stands, with `\n` line endings.
    Text(String),
    /// A blank line and a place to write at. Editors without snippets leave it out.
    Stop,
    /// A place to write at, right here. Editors without snippets leave it out.
    Place,
    /// One of several words, never none. Editors without snippets take the first.
    Choice(Vec<String>),
}

/// What a completion inserts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Topic {
    /// The skeleton of a whole answer.
    Answer,
    /// The skeleton of a trade-off section.
    Tradeoffs,
    /// The skeleton of the consideration with this name.
    Consideration(String),
    /// A question's number.
    Question,
    /// A key of the front matter, or a value of it.
    Key(String),
    /// A rule's name in a suppression.
    Rule(String),
    /// A whole suppression.
    Suppression,
}

impl Topic {
    /// Its name, for a request that follows later.
    pub fn name(&self) -> String {
        match self {
            Self::Answer => "answer".to_owned(),
            Self::Tradeoffs => "trade-offs".to_owned(),
            Self::Consideration(name) => format!("consideration:{name}"),
            Self::Question => "question".to_owned(),
            Self::Key(name) => format!("key:{name}"),
            Self::Rule(name) => format!("rule:{name}"),
            Self::Suppression => "suppression".to_owned(),
        }
    }

    /// The topic called `name`.
    pub fn of_name(name: &str) -> Option<Self> {
        Some(match name.split_once(':') {
            Some(("consideration", name)) => Self::Consideration(name.to_owned()),
            Some(("key", name)) => Self::Key(name.to_owned()),
            Some(("rule", name)) => Self::Rule(name.to_owned()),
            None if name == "answer" => Self::Answer,
            None if name == "trade-offs" => Self::Tradeoffs,
            None if name == "question" => Self::Question,
            None if name == "suppression" => Self::Suppression,
            _ => return None,
        })
    }
}

/// Why an editor asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trigger {
    /// Somebody wants to know, or a word was begun: the protocol does not tell which.
    Asked,
    /// One of [`TRIGGERS`] was typed.
    Typed(char),
}

/// The characters that lead towards an offer without being part of a word: a heading, a value, a reference.
pub const TRIGGERS: [char; 12] = ['#', ' ', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9'];

/// Whether there may be an offer behind `before`, which is the cursor's line up to the cursor. Blanks and digits
/// stand everywhere, and hardly any of them is worth a look at the document.
pub fn is_worth_asking(before: &str, trigger: Trigger) -> bool {
    match trigger {
        Trigger::Asked => true,
        Trigger::Typed('#') => before.trim_start().bytes().all(|byte| byte == b'#'),
        Trigger::Typed(' ') => {
            suppressions::may_be_inside(before)
                || front_matter::may_be_value(before)
                || references::is_begun(before)
        }
        Trigger::Typed(_) => front_matter::may_be_value(before) || references::is_begun(before),
    }
}

/// What can be inserted at `position`.
pub fn complete(view: View<'_>, position: Offset, trigger: Trigger) -> Vec<Completion> {
    if view.is_excluded() {
        return Vec::new();
    }
    if let Some(offers) = suppressions::complete(view, position) {
        return offers;
    }
    if let Some(offers) = front_matter::complete(view, position) {
        return offers;
    }
    let offers = references::complete(view, position);
    if !offers.is_empty() || !matches!(trigger, Trigger::Asked | Trigger::Typed('#')) {
        return offers;
    }
    skeletons::complete(view, position)
}

/// Whether a document answers questions or may come to do so: the configuration says that documents in its place
/// do.
fn may_answer(view: View<'_>) -> bool {
    let settings = view.input.settings;
    let is_meant_to = view.input.below_config.map_or(settings.has_file, |path| settings.confirms(path));
    is_meant_to || !view.analysis.answers.is_empty()
}

/// Lets `look` see the document without the bytes `typed`: what is only half written must not change what the
/// document is.
fn look_without<T>(view: View<'_>, typed: Span, look: impl FnOnce(View<'_>) -> T) -> T {
    let parts = &view.analysis.markdown.parts;
    if parts.is_empty() {
        let text = without(view.input.text, typed);
        let input = Input { text: &text, ..*view.input };
        return look(View { input: &input, analysis: &analyse(&input) });
    }
    let texts = parts.iter().map(|part| match typed.checked_sub(part.span.start()) {
        Some(own) if part.span.contains_range(typed) => without(slice(view.input.text, part.span), own),
        _ => slice(view.input.text, part.span).to_owned(),
    });
    let texts: Vec<String> = texts.collect();
    let joined = Joined::new(parts.iter().map(|part| part.name.as_str()).zip(texts.iter().map(String::as_str)));
    let input = Input { text: &joined.text, ..*view.input };
    look(View { input: &input, analysis: &analyse_joined(&input, &joined) })
}

fn without(text: &str, span: Span) -> String {
    let mut text = text.to_owned();
    text.replace_range(std::ops::Range::<usize>::from(span), "");
    text
}

/// The line of `text` that `position` stands in, up to there, and from there to its end.
fn around(text: &str, position: Offset) -> (&str, &str) {
    let (before, after) = text.split_at(usize::from(position));
    let start = before.rfind(['\n', '\r']).map_or(0, |at| at + 1);
    let end = after.find(['\n', '\r']).unwrap_or(after.len());
    (before[start..].trim_start_matches('\u{feff}'), &after[..end])
}

/// The last `typed` bytes before `position`, and the same with the first `rest` bytes behind it.
fn spans(position: Offset, typed: usize, rest: usize) -> (Span, Span) {
    let start = position - offset(typed);
    (Span::new(start, position), Span::new(start, position + offset(rest)))
}

/// The bytes at the start of `text` that go on with a word.
fn word_length(text: &str) -> usize {
    text.find(|character: char| !character.is_alphanumeric()).unwrap_or(text.len())
}

fn is_in_code(markdown: &Markdown, position: Offset) -> bool {
    let is_inside = |span: &Span| span.start() < position && position < span.end();
    markdown.code_blocks.iter().chain(&markdown.code_spans).any(is_inside)
}

/// The questions that `typed` leads to, each with `typed` completed towards it: by the first digits of their
/// numbers, or by words of their texts that begin with the words typed.
fn questions_towards<'q>(
    questions: &'q [Question],
    typed: &'q str,
) -> impl Iterator<Item = (&'q Question, String)> + 'q {
    let digits = typed.trim_start_matches('0');
    let is_number = !typed.is_empty() && typed.bytes().all(|byte| byte.is_ascii_digit());
    let wanted: Vec<String> = typed.split(' ').filter(|word| !word.is_empty()).map(str::to_lowercase).collect();
    let found = questions.iter().filter_map(move |question| {
        if is_number || typed.is_empty() {
            let number = question.number.to_string();
            let rest = number.strip_prefix(digits)?;
            return Some((question, format!("{typed}{rest}")));
        }
        let text = fold(question.text());
        let begun = |(index, typed): (usize, &String)| {
            // Words such as "how" say nothing about a question, so one of them cannot be all there is.
            let mut words = text.split(' ').filter(|word| index > 0 || !content_words(word).is_empty());
            words.find(|word| word.starts_with(typed.as_str()))
        };
        let last = wanted.iter().enumerate().map(begun).try_fold("", |_, word| word)?;
        let rest = &last[wanted.last().map_or(0, String::len)..];
        Some((question, format!("{}{rest}", typed.trim_end())))
    });
    found.take(MAX_QUESTIONS)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn topics_have_names() {
        for topic in [
            Topic::Answer,
            Topic::Tradeoffs,
            Topic::Consideration("data-privacy".to_owned()),
            Topic::Question,
            Topic::Key("status".to_owned()),
            Topic::Rule("omitted-cost".to_owned()),
            Topic::Suppression,
        ] {
            assert_eq!(Topic::of_name(&topic.name()), Some(topic));
        }
        assert_eq!(Topic::of_name("cost"), None);
        assert_eq!(Topic::of_name("x:answer"), None);
    }

    #[test]
    fn most_blanks_and_digits_are_not_worth_asking() {
        let is_worth = |before: &str| {
            let last = before.chars().last().expect("something was typed");
            is_worth_asking(before, Trigger::Typed(last))
        };
        for before in
            ["##", "question: ", "question: 5", "Q5", "see Q50", "Q ", "<!-- tradeoff-ignore ", "status = "]
        {
            assert!(is_worth(before), "{before}");
        }
        for before in ["word ", "40", "in 3", "C#", "a #", "IQ ", "FAQ5", "- one: two "] {
            assert!(!is_worth(before), "{before}");
        }
        assert!(is_worth_asking("word", Trigger::Asked));
    }
}
