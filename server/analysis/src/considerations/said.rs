//! What one statement says, as the word lists and the model see it.
//!
//! The word lists are large automata and their tables the coldest memory of a run, so a statement is looked through
//! once with each, and once more only where its idioms were blanked out or its cells got the heads of their columns.

use super::lexicon::{Cue, Found, LEXICON, mask};
use super::statement::Statement;
use crate::markdown::Markdown;

/// What a statement says. Reused from statement to statement.
#[derive(Clone, Debug, Default)]
pub(super) struct Said {
    /// Its prose as it stands, in ASCII lower case.
    plain: String,
    /// What the model sees: see [`Statement::write_text`].
    pub(super) text: String,
    /// The words of the lists that stand in the prose.
    pub(super) own_words: Vec<Found<'static>>,
    /// Those that stand in `text`.
    pub(super) words: Vec<Found<'static>>,
    /// The cues that stand in `text`; in the prose, after [`Self::hear`].
    pub(super) cues: Vec<Cue>,
}

impl Said {
    /// `text`, of which nothing stands in the word lists.
    #[cfg(test)]
    pub(super) fn text_alone(text: &str) -> Self {
        Self { text: text.to_owned(), ..Self::default() }
    }

    /// All that `statement` says.
    pub(super) fn read(&mut self, markdown: &Markdown, statement: &Statement) {
        self.hear(markdown, statement);
        self.understand(markdown, statement);
    }

    /// Only its prose and the cues in it, which is half the work.
    pub(super) fn hear(&mut self, markdown: &Markdown, statement: &Statement) {
        self.plain.clear();
        self.plain.push_str(markdown.prose.slice(statement.plain));
        self.plain.make_ascii_lowercase();
        self.cues.clear();
        self.cues.extend(LEXICON.cues(&self.plain));
    }

    /// Whether the prose that was heard says anything about `consideration`.
    pub(super) fn has_cue(&self, consideration: usize) -> bool {
        self.cues.iter().any(|cue| cue.consideration == consideration)
    }

    /// The rest of what `statement` says, after it was heard.
    pub(super) fn understand(&mut self, markdown: &Markdown, statement: &Statement) {
        self.own_words.clear();
        self.own_words.extend(LEXICON.find(&self.plain));
        statement.write_with_heads(markdown, &mut self.text);
        let has_heads = self.text != self.plain;
        self.words.clear();
        if has_heads {
            self.words.extend(LEXICON.find(&self.text));
        } else {
            self.words.extend_from_slice(&self.own_words);
        }
        let has_idioms = mask(&mut self.text, &self.words);
        if has_idioms {
            self.words.clear();
            self.words.extend(LEXICON.find(&self.text));
        }
        if has_heads || has_idioms {
            self.cues.clear();
            self.cues.extend(LEXICON.cues(&self.text));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::considerations::statement::{Scope, statements};
    use crate::markdown::Dialect;
    use crate::text::span;

    /// The text of the last statement in `text`, how many listed words stand in it, and in the prose.
    fn said(text: &str) -> (String, usize, usize) {
        let markdown = Markdown::parse(text, Dialect::CommonMark);
        let within = [span(0..text.len())];
        let mut said = Said::default();
        for statement in statements(&markdown, Scope { within: &within, without: &[] }).statements {
            said.read(&markdown, &statement);
        }
        (said.text, said.words.len(), said.own_words.len())
    }

    #[test]
    fn an_idiom_stands_in_the_prose_alone() {
        assert_eq!(said("At the cost of one type."), (".............. one type.".to_owned(), 0, 1));
    }

    #[test]
    fn the_head_of_a_column_stands_in_the_text_alone() {
        assert_eq!(said("| | Cost |\n|---|---|\n| a | 3 |\n"), ("a | cost: 3".to_owned(), 1, 0));
    }

    #[test]
    fn nothing_is_left_of_the_statement_before() {
        assert_eq!(said("The cost is a cost of delay. Nothing."), ("nothing.".to_owned(), 0, 0));
    }
}
