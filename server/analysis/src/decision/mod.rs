//! What a trade-off section says about the decision: whether something is chosen, compared with something,
//! given up, and what would change it.
//!
//! The word lists (`lexicons/decisions.toml`) are generous and look only for a sign that the thing is there, for
//! the rules built on them report that it is not: a phrase too many keeps a rule quiet, a phrase too few makes
//! it bother somebody who wrote a good answer.

mod lists;
mod phrases;

use self::lists::{LISTS, List, ListSet, Signs};
use self::phrases::Words;
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
    let texts = inside.statements.iter().map(|statement| markdown.prose.slice(statement.plain));
    texts.flat_map(str::split_whitespace).nth(MIN_WORDS - 1)?;
    let mut reader = Reader { markdown, decision: Decision::default(), words: Words::default() };
    reader.observe(&inside);
    for section in sections {
        reader.observe_title(markdown.heading_text(&markdown.headings[section.heading]));
    }
    reader.decision.is_compared = reader.decision.is_compared || reader.compares_by_form(&inside, &within);
    // What the answer decided before needs no second mention. It is long, so it is read only where a rule would
    // speak otherwise.
    if reader.decision.leaves_something_open() {
        let outside = statements(markdown, Scope { within: &[answer.span], without: &within });
        reader.observe_elsewhere(&outside);
    }
    Some(reader.decision)
}

/// Whether `text` says how much: a number in digits or words, or that there is nothing or no difference.
pub fn has_quantity(text: &str) -> bool {
    let mut words = Words::default();
    LISTS.signs(text, &mut words, ListSet::of([List::Quantity])).has(List::Quantity) || words.has_number()
}

impl Decision {
    /// Whether some rule would find something missing in what is known so far.
    fn leaves_something_open(&self) -> bool {
        let is_undecided = self.is_open && !self.is_made;
        let is_one_sided = self.gains > 0 && !self.gives_up;
        let is_final = self.is_explicit && !self.is_reversible;
        is_undecided || !self.is_compared || is_one_sided || is_final
    }
}

/// A decision as far as the answer was read. What is known already is not looked for again.
struct Reader<'m> {
    markdown: &'m Markdown,
    decision: Decision,
    /// The words of what was read last.
    words: Words,
}

impl Reader<'_> {
    fn signs(&mut self, text: &str, wanted: ListSet) -> Signs {
        LISTS.signs(text, &mut self.words, wanted)
    }

    fn observe(&mut self, found: &Statements) {
        let markdown = self.markdown;
        let mut text = String::new();
        let mut weak_signs = 0;
        let mut last_label = None;
        for statement in &found.statements {
            statement.write_text(markdown, &mut text);
            let known = self.decision;
            let wanted = ListSet::of([List::Open, List::Options, List::WeakOptions])
                .and(ListSet::when(!known.is_explicit, [List::Explicit]))
                .and(ListSet::when(!known.is_made, [List::Ruled, List::Implied]))
                .and(ListSet::when(!known.is_compared, [List::Comparison]))
                .and(ListSet::when(!known.gives_up, [List::Loss, List::Gain]))
                .and(ListSet::when(!known.is_reversible, [List::Reversal]));
            let signs = self.signs(&text, wanted);
            // A question asks for what its answer then says.
            let is_question = text.trim_end().ends_with('?');
            let is_open = signs.has(List::Open);
            let is_explicit = !is_question && signs.has(List::Explicit);
            let has_options = signs.has(List::Options);
            // One word such as "variant" or "pending" may be about anything.
            weak_signs += signs.count(List::WeakOptions);
            // After a comparison two words name the winner: "Column three."
            let is_paragraph = markdown.blocks[statement.block].kind == BlockKind::Paragraph;
            let is_name =
                is_paragraph && self.words.len() <= MAX_NAME_WORDS + 2 && !is_question && !is_open && !has_options;
            let is_ruled = !is_question && (signs.has(List::Ruled) || signs.has(List::Implied));
            let decision = &mut self.decision;
            decision.is_open |= is_open || has_options || weak_signs >= 2;
            decision.is_explicit |= is_explicit;
            decision.is_made |= is_explicit || is_name || is_ruled;
            decision.is_compared |= signs.has(List::Comparison);
            decision.gives_up |= signs.has(List::Loss);
            decision.gains += if decision.gives_up { 0 } else { signs.count(List::Gain) };
            decision.is_reversible |= !is_open && signs.has(List::Reversal);
            // A label stands above many statements and says the same of each.
            if let Some(label) = statement.label.filter(|&label| !is_open && last_label != Some(label)) {
                last_label = Some(label);
                self.observe_title(markdown.prose.slice(label));
            }
        }
        let empty = found.labels.iter().filter(|label| !label.has_statements);
        for label in empty.map(|label| markdown.prose.slice(label.plain)).filter(|label| label.contains(':')) {
            self.observe_title(label);
        }
    }

    /// A heading, or the text that leads a list, with something under it.
    fn observe_title(&mut self, title: &str) {
        let known = self.decision;
        let wanted = ListSet::when(!known.is_explicit, [List::Explicit])
            .and(ListSet::when(!known.is_made, [List::Ruled, List::DecisionTitles, List::Implied]))
            .and(ListSet::when(!known.is_compared, [List::ComparisonTitles, List::Comparison]))
            .and(ListSet::when(!known.gives_up, [List::LossTitles, List::Loss]))
            .and(ListSet::when(!known.is_reversible, [List::ReversalTitles, List::Reversal]));
        let signs = self.signs(title, wanted);
        let has_any = |lists: &[List]| lists.iter().any(|&list| signs.has(list));
        let decision = &mut self.decision;
        decision.is_explicit |= signs.has(List::Explicit);
        decision.is_made |= has_any(&[List::Explicit, List::Ruled, List::DecisionTitles, List::Implied]);
        decision.is_compared |= has_any(&[List::ComparisonTitles, List::Comparison]);
        decision.gives_up |= has_any(&[List::LossTitles, List::Loss]);
        decision.is_reversible |= has_any(&[List::ReversalTitles, List::Reversal]);
    }

    fn observe_elsewhere(&mut self, found: &Statements) {
        let markdown = self.markdown;
        for label in found.labels.iter().filter(|label| label.has_statements) {
            let titles = [List::DecisionTitles, List::ComparisonTitles, List::LossTitles, List::ReversalTitles];
            let signs = self.signs(markdown.prose.slice(label.plain), ListSet::of(titles));
            let decision = &mut self.decision;
            decision.is_made |= signs.has(List::DecisionTitles);
            decision.is_compared |= signs.has(List::ComparisonTitles);
            decision.gives_up |= signs.has(List::LossTitles);
            decision.is_reversible |= signs.has(List::ReversalTitles);
        }
        if !self.decision.is_made {
            let made = ListSet::of([List::Explicit, List::Ruled]);
            let mut said = found.statements.iter().map(|statement| markdown.prose.slice(statement.plain));
            self.decision.is_made = said.any(|text| !self.signs(text, made).lists().is_empty());
        }
    }

    /// Whether a table of several columns, several headings or several labels ("Pull: ...") set things side by side.
    fn compares_by_form(&mut self, found: &Statements, within: &[Span]) -> bool {
        let markdown = self.markdown;
        let blocks = within.iter().flat_map(|&section| markdown.blocks_in(section)).map(|(_, block)| block);
        let mut rows = blocks.filter(|block| block.kind == BlockKind::TableRow);
        if rows.any(|row| markdown.cells(row).len() >= 3) {
            return true;
        }
        let side_titles = ListSet::of([List::SideTitles]);
        let texts = found.statements.iter().map(|statement| markdown.prose.slice(statement.plain));
        let labels = texts.filter_map(|text| text.split_once(':')).filter(|(label, _)| !label.contains('.'));
        let labelled = labels.filter(|(label, _)| {
            let signs = self.signs(label, side_titles);
            // With the marks at its ends.
            (3..=5).contains(&self.words.len()) && !signs.has(List::SideTitles)
        });
        if labelled.take(2).count() == 2 {
            return true;
        }
        let opens_section =
            |heading: &Heading| within.iter().any(|section| section.start() == heading.span.start());
        let headings =
            within.iter().flat_map(|&section| markdown.headings_in(section)).map(|(_, heading)| heading);
        let headings = headings.filter(|heading| !opens_section(heading));
        let options = headings
            .filter(|heading| !self.signs(markdown.heading_text(heading), side_titles).has(List::SideTitles));
        options.take(2).count() == 2
    }
}
