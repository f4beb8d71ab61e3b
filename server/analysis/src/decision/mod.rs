//! What a trade-off section says about the decision: whether something is chosen, compared with something,
//! given up, and what would change it.
//!
//! The word lists (`lexicons/decisions.toml`) are generous and look only for a sign that the thing is there, for
//! the rules built on them report that it is not: a phrase too many keeps a rule quiet, a phrase too few makes
//! it bother somebody who wrote a good answer.

mod phrases;

use std::sync::LazyLock;

use serde::Deserialize;

use self::phrases::{Phrases, is_number, words};
use crate::answer::{Answer, Section};
use crate::considerations::{Scope, Statements, statements};
use crate::markdown::{BlockKind, Heading, Markdown};
use crate::text::Span;

/// A section of fewer words is a note, about which nothing can be said to be missing.
///
/// Three sentences that weigh the three considerations with a figure each are some 28 words.
const MIN_WORDS: usize = 30;

/// A sentence of so few words names something.
const MAX_NAME_WORDS: usize = 2;

/// What a trade-off section says about its decision.
#[allow(clippy::struct_excessive_bools, reason = "independent observations, each with its own rule")]
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Decision {
    /// Something is chosen, recommended or ruled out, here or in plain words elsewhere in the answer.
    pub is_made: bool,
    /// The writer says "we take", or "Decision: ...", in the section itself.
    pub is_explicit: bool,
    /// The section says that the decision is open, or sets options side by side.
    pub is_open: bool,
    /// Something is compared with something else.
    pub is_compared: bool,
    /// How many gains are named, as far as nothing is given up.
    pub gains: usize,
    /// Something is given up, paid or risked.
    pub gives_up: bool,
    /// A condition is named under which the decision would change.
    pub is_reversible: bool,
}

/// Reads what `sections` of `answer` say about the decision; `None` where that is too little to tell.
pub fn read(markdown: &Markdown, answer: &Answer, sections: &[Section]) -> Option<Decision> {
    let within: Vec<Span> = sections.iter().map(|section| section.span).collect();
    let inside = statements(markdown, Scope { within: &within, without: &[] });
    let count = |statement| markdown.prose.slice(statement).split_whitespace().count();
    if inside.statements.iter().map(|statement| count(statement.plain)).sum::<usize>() < MIN_WORDS {
        return None;
    }
    let mut decision = Decision::default();
    decision.observe(markdown, &inside);
    for section in sections {
        decision.observe_title(&words(markdown.heading_text(&markdown.headings[section.heading])));
    }
    decision.is_compared |= compares_by_form(markdown, &inside, &within);
    // What the answer decided before needs no second mention. It is long, so it is read only where a rule would
    // speak otherwise.
    if decision.leaves_something_open() {
        let outside = statements(markdown, Scope { within: &[answer.span], without: &within });
        decision.observe_elsewhere(markdown, &outside);
    }
    Some(decision)
}

/// Whether `text` says how much: a number in digits or words, or that there is nothing or no difference.
pub fn has_quantity(text: &str) -> bool {
    let words = words(text);
    words.iter().any(|word| is_number(word)) || LISTS.quantity.is_in(&words)
}

impl Decision {
    /// Whether some rule would find something missing in what is known so far.
    fn leaves_something_open(&self) -> bool {
        let is_undecided = self.is_open && !self.is_made;
        let is_one_sided = self.gains > 0 && !self.gives_up;
        let is_final = self.is_explicit && !self.is_reversible;
        is_undecided || !self.is_compared || is_one_sided || is_final
    }

    fn observe(&mut self, markdown: &Markdown, found: &Statements) {
        let lists = &*LISTS;
        let mut text = String::new();
        let mut weak_signs = 0;
        for statement in &found.statements {
            statement.write_text(markdown, &mut text);
            let words = words(&text);
            // A question asks for what its answer then says.
            let is_question = text.trim_end().ends_with('?');
            let is_open = lists.open.is_in(&words);
            let is_explicit = !is_question && lists.explicit.is_in(&words);
            let has_options = lists.options.is_in(&words);
            // One word such as "variant" or "pending" may be about anything.
            weak_signs += lists.weak_options.count_in(&words);
            self.is_open |= is_open || has_options || weak_signs >= 2;
            // After a comparison two words name the winner: "Column three."
            let is_paragraph = markdown.blocks[statement.block].kind == BlockKind::Paragraph;
            let is_name =
                is_paragraph && words.len() <= MAX_NAME_WORDS + 2 && !is_question && !is_open && !has_options;
            self.is_explicit |= is_explicit;
            // What is known already is not looked for again.
            self.is_made = self.is_made
                || is_explicit
                || is_name
                || (!is_question && (lists.ruled.is_in(&words) || lists.implied.is_in(&words)));
            self.is_compared = self.is_compared || lists.comparison.is_in(&words);
            self.gives_up = self.gives_up || lists.loss.is_in(&words);
            self.gains += if self.gives_up { 0 } else { lists.gain.count_in(&words) };
            self.is_reversible = self.is_reversible || (!is_open && lists.reversal.is_in(&words));
            if let Some(label) = statement.label.filter(|_| !is_open) {
                self.observe_title(&self::words(markdown.prose.slice(label)));
            }
        }
        let empty = found.labels.iter().filter(|label| !label.has_statements);
        for label in empty.filter(|label| markdown.prose.slice(label.plain).contains(':')) {
            self.observe_title(&words(markdown.prose.slice(label.plain)));
        }
    }

    /// A heading, or the text that leads a list, with something under it.
    fn observe_title(&mut self, title: &[String]) {
        let lists = &*LISTS;
        self.is_explicit |= lists.explicit.is_in(title);
        self.is_made |= self.is_explicit
            || lists.ruled.is_in(title)
            || lists.decision_titles.is_in(title)
            || lists.implied.is_in(title);
        self.is_compared |= lists.comparison_titles.is_in(title) || lists.comparison.is_in(title);
        self.gives_up |= lists.loss_titles.is_in(title) || lists.loss.is_in(title);
        self.is_reversible |= lists.reversal_titles.is_in(title) || lists.reversal.is_in(title);
    }

    fn observe_elsewhere(&mut self, markdown: &Markdown, found: &Statements) {
        let lists = &*LISTS;
        for label in found.labels.iter().filter(|label| label.has_statements) {
            let title = words(markdown.prose.slice(label.plain));
            self.is_made |= lists.decision_titles.is_in(&title);
            self.is_compared |= lists.comparison_titles.is_in(&title);
            self.gives_up |= lists.loss_titles.is_in(&title);
            self.is_reversible |= lists.reversal_titles.is_in(&title);
        }
        if !self.is_made {
            let words_of = |plain| words(markdown.prose.slice(plain));
            let mut said = found.statements.iter().map(|statement| words_of(statement.plain));
            self.is_made = said.any(|words| lists.explicit.is_in(&words) || lists.ruled.is_in(&words));
        }
    }
}

/// Whether a table of several columns, several headings or several labels ("Pull: ...") set things side by side.
fn compares_by_form(markdown: &Markdown, found: &Statements, within: &[Span]) -> bool {
    let is_inside = |span: Span| within.iter().any(|section| section.contains_range(span));
    let mut rows =
        markdown.blocks.iter().filter(|block| block.kind == BlockKind::TableRow && is_inside(block.span));
    let has_columns = rows.any(|row| markdown.cells(row).len() >= 3);
    let headings = markdown.headings.iter().filter(|heading| is_inside(heading.span));
    let is_option = |heading: &&Heading| {
        let title = words(markdown.heading_text(heading));
        !within.iter().any(|section| section.start() == heading.span.start()) && !LISTS.side_titles.is_in(&title)
    };
    let is_labelled = |text: &str| match text.split_once(':') {
        Some((label, _)) if !label.contains('.') => {
            // With the marks at its ends.
            let label = words(label);
            (3..=5).contains(&label.len()) && !LISTS.side_titles.is_in(&label)
        }
        _ => false,
    };
    let labelled =
        found.statements.iter().filter(|statement| is_labelled(markdown.prose.slice(statement.plain))).count();
    has_columns || labelled >= 2 || headings.filter(is_option).count() >= 2
}

/// Phrases, and those that look like them and are none.
#[derive(Debug, Deserialize)]
#[serde(from = "RawList")]
struct List {
    phrases: Phrases,
    but_not: Phrases,
}

impl List {
    fn is_in(&self, words: &[String]) -> bool {
        self.count_in(words) > 0
    }

    fn count_in(&self, words: &[String]) -> usize {
        let mut blanked = None;
        for range in self.but_not.find(words) {
            blanked.get_or_insert_with(|| words.to_vec())[range].fill(String::new());
        }
        self.phrases.find(blanked.as_deref().unwrap_or(words)).count()
    }
}

impl From<RawList> for List {
    fn from(raw: RawList) -> Self {
        Self { phrases: Phrases::new(&raw.phrases), but_not: Phrases::new(&raw.but_not) }
    }
}

/// A list as it stands in the file.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawList {
    phrases: Vec<String>,
    #[serde(default)]
    but_not: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Lists {
    explicit: List,
    ruled: List,
    implied: List,
    open: List,
    options: List,
    weak_options: List,
    comparison: List,
    gain: List,
    loss: List,
    reversal: List,
    decision_titles: List,
    comparison_titles: List,
    loss_titles: List,
    reversal_titles: List,
    side_titles: List,
    quantity: List,
}

static LISTS: LazyLock<Lists> = LazyLock::new(|| {
    toml::from_str(include_str!("../../lexicons/decisions.toml")).expect("the word list is valid")
});

#[cfg(test)]
mod tests {
    /// A parenthesis in the wrong place would make a phrase that nothing matches.
    #[test]
    fn every_phrase_is_well_formed() {
        for phrase in include_str!("../../lexicons/decisions.toml").split('"').skip(1).step_by(2) {
            for step in phrase.split(' ') {
                let inner = step.strip_prefix('(').and_then(|step| step.strip_suffix(')')).unwrap_or(step);
                let is_group = inner.len() < step.len();
                assert!(!inner.is_empty() && !inner.contains(['(', ')']), "{phrase}");
                assert!(is_group || !inner.contains('|'), "{phrase}");
            }
        }
    }
}
