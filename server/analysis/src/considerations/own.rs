//! Considerations that the model does not know: the further built-in ones and the user's own.
//!
//! A statement argues such a consideration when it names it by one of its words and says something about it: a
//! figure, a comparison, a cause or a condition. The same sense of deferral and dismissal holds as for the
//! learned ones. Terms of the user's are matched in any language and script.

use std::ops::Range;

use aho_corasick::AhoCorasick;

use super::judgement::{Evidence, Judgement, Verdict};
use super::lexicon::{LEXICON, Meaning, automaton, whole_words};
use super::tokens::{Token, TokenKind, tokenise};
use crate::config::{ConsiderationId, Settings};
use crate::markdown::{Markdown, PlainSpan};

/// Words that tie what is named to a cause, a condition, a comparison or a consequence.
const CONTENT_WORDS: &[&str] = &[
    "because", "since", "so", "if", "when", "while", "until", "unless", "than", "instead", "without", "only",
    "cannot", "can't", "must", "never", "needs", "means", "survives", "loses", "lose", "fails", "fail", "keeps",
    "every", "nobody", "both", "after", "before", "during", "even", "through", "not", "no", "would", "may",
];

/// A statement of fewer words besides the name says nothing.
const MIN_WORDS: usize = 5;

/// Whether the user has terms of their own for a consideration.
pub(super) fn has_terms(settings: &Settings, id: ConsiderationId) -> bool {
    !settings.consideration(id).terms.is_empty()
}

/// The user's own terms for a consideration that stand in the statements.
pub(super) fn terms_in(
    settings: &Settings,
    id: ConsiderationId,
    markdown: &Markdown,
    statements: &[PlainSpan],
) -> Vec<PlainSpan> {
    let terms: Vec<String> = settings.consideration(id).terms.iter().map(|term| term.to_lowercase()).collect();
    if terms.is_empty() {
        return Vec::new();
    }
    let automaton = automaton(&terms);
    let mut found = Vec::new();
    for &plain in statements {
        let text = lower(markdown.prose.slice(plain));
        found.extend(term_matches(&automaton, &text).map(|range| plain.part(range)));
    }
    found
}

/// Judges a consideration that the model does not know.
pub(super) fn judge(
    settings: &Settings,
    id: ConsiderationId,
    markdown: &Markdown,
    statements: &[PlainSpan],
    labels: &[(PlainSpan, Vec<usize>)],
) -> Judgement {
    let consideration = settings.consideration(id);
    let index = usize::from(id.0);
    let terms = Terms::of(settings, id);
    let mut argued = Vec::new();
    let mut named = Vec::new();
    for &plain in statements {
        let Some((range, treatment)) = terms.reading(markdown.prose.slice(plain)) else { continue };
        let source = |plain| markdown.prose.source(plain);
        let words = source(plain.part(range));
        let evidence = Evidence { span: source(plain), words, reason: treatment.reason().to_owned() };
        if treatment == Treatment::Argued { argued.push(evidence) } else { named.push(evidence) }
    }
    let title = consideration.title.to_lowercase();
    let is_label = |(plain, known): &&(PlainSpan, Vec<usize>)| {
        known.contains(&index) || lower(markdown.prose.slice(*plain)).trim_end_matches(':') == title
    };
    if named.is_empty() {
        named.extend(labels.iter().find(is_label).map(|(plain, _)| {
            let span = markdown.prose.source(*plain);
            Evidence { span, words: span, reason: Treatment::Named.reason().to_owned() }
        }));
    }
    let (verdict, confidence, evidence) = if !argued.is_empty() {
        (Verdict::Argued, 0.85, argued)
    } else if !named.is_empty() {
        (Verdict::Mentioned, 0.8, named)
    } else {
        (Verdict::Missing, 0.9, Vec::new())
    };
    let reason = evidence.first().map_or("nothing is said about it".to_owned(), |first| first.reason.clone());
    Judgement { verdict, confidence, reason, evidence, near_misses: Vec::new() }
}

/// How the statement `text` treats the consideration `id`, where it names it.
pub(super) fn reading(settings: &Settings, id: ConsiderationId, text: &str) -> Option<Treatment> {
    Terms::of(settings, id).reading(text).map(|(_, treatment)| treatment)
}

/// What names one consideration.
struct Terms {
    /// Its place among the built-in ones, whose word lists hold as well.
    index: usize,
    own: AhoCorasick,
}

impl Terms {
    fn of(settings: &Settings, id: ConsiderationId) -> Self {
        let consideration = settings.consideration(id);
        let mut terms: Vec<String> = consideration.terms.iter().map(|term| term.to_lowercase()).collect();
        terms.push(consideration.title.to_lowercase());
        terms.push(consideration.name.replace('-', " "));
        Self { index: usize::from(id.0), own: automaton(&terms) }
    }

    /// Where `text` names the consideration, and how it treats it.
    fn reading(&self, text: &str) -> Option<(Range<usize>, Treatment)> {
        let text = lower(text);
        let own = term_matches(&self.own, &text).next();
        let listed = LEXICON.find(&text).find(|found| {
            matches!(found.meaning, Meaning::Name(known) | Meaning::Evaluation(known) if *known == self.index)
        });
        let range = own.or(listed.map(|found| found.range))?;
        let treatment = treatment(&text, &range);
        Some((range, treatment))
    }
}

/// How a statement treats what it names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Treatment {
    Argued,
    Deferred,
    Dismissed,
    Named,
}

impl Treatment {
    pub(super) fn reason(self) -> &'static str {
        match self {
            Self::Argued => "says what it means here",
            Self::Deferred => "it is put off",
            Self::Dismissed => "it is dismissed without a reason",
            Self::Named => "named, but nothing is said about it",
        }
    }
}

fn treatment(text: &str, name: &Range<usize>) -> Treatment {
    let (mut defers, mut dismisses, mut because) = (false, false, false);
    for found in LEXICON.find(text) {
        match found.meaning {
            Meaning::Deferral => defers = true,
            Meaning::Dismissal => dismisses = true,
            Meaning::Because => because = true,
            _ => {}
        }
    }
    if defers {
        return Treatment::Deferred;
    }
    if dismisses {
        return if because { Treatment::Argued } else { Treatment::Dismissed };
    }
    let mut tokens: Vec<Token> = Vec::new();
    tokenise(text, &mut tokens);
    let words = tokens.iter().filter(|token| token.kind == TokenKind::Word && !name.contains(&token.range.start));
    let has_figure = tokens.iter().any(|token| token.kind == TokenKind::Number);
    let has_content = words.clone().any(|token| CONTENT_WORDS.contains(&&text[token.range.clone()]));
    let is_question = text.trim_end().ends_with('?');
    // Scripts without blanks between words have no words to count.
    let is_long = words.count() >= MIN_WORDS || (!text.is_ascii() && text.chars().count() >= 4 * MIN_WORDS);
    let says_something = has_figure || has_content || !text.is_ascii();
    if is_long && says_something && !is_question { Treatment::Argued } else { Treatment::Named }
}

/// `text` in lower case without a change of its length, so that places in it stay places in the prose.
fn lower(text: &str) -> String {
    let lower = text.to_lowercase();
    if lower.len() == text.len() { lower } else { text.to_ascii_lowercase() }
}

/// Where terms stand in `text`: as whole words, or anywhere for scripts that do not part words.
fn term_matches<'t>(automaton: &'t AhoCorasick, text: &'t str) -> impl Iterator<Item = Range<usize>> + 't {
    let parts_words = text.chars().any(char::is_whitespace);
    let whole = whole_words(automaton, text).map(|(_, range)| range);
    let anywhere = automaton.find_iter(text).map(|found| found.range());
    let anywhere = anywhere.filter(move |range| {
        !parts_words || !text[range.clone()].chars().all(|letter| letter.is_ascii() || letter < '\u{2e80}')
    });
    let mut found: Vec<Range<usize>> = whole.chain(anywhere).collect();
    found.sort_by_key(|range| range.start);
    found.dedup();
    found.into_iter()
}
