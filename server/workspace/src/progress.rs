//! How far a repository's answers are, in the words that programs read.
//!
//! `tradeoff progress` and the language server's `tradeoff/progress` say the same because both say this.

use camino::Utf8Path;
use serde::Serialize;
use tradeoff_analysis::bank::{Bank, Question};
use tradeoff_analysis::features::{self, Counts, Standing};

use crate::configuration::Configurations;
use crate::lint::Run;
use crate::paths::absolute;

/// How far a bank is answered.
#[derive(Clone, Debug, Serialize)]
pub struct Progress {
    /// All questions.
    #[serde(flatten)]
    pub all: StateCounts,
    /// Those of each section, in the order of the bank.
    pub sections: Vec<SectionProgress>,
    /// The considerations that answers never weigh, the most frequent first.
    pub missing: Vec<Missing>,
}

/// How many questions are how far.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct StateCounts {
    /// All.
    pub total: u32,
    /// Without an answer, or with one that has no prose.
    pub unanswered: u32,
    /// With a draft.
    pub draft: u32,
    /// With an answer that has findings of warning or error.
    pub answered: u32,
    /// With one that has none.
    pub argued: u32,
}

/// How far one section is.
#[derive(Clone, Debug, Serialize)]
pub struct SectionProgress {
    /// The section's folder.
    pub section: String,
    /// Its name for people.
    pub title: String,
    /// Its questions.
    #[serde(flatten)]
    pub counts: StateCounts,
}

/// A consideration that answers leave out.
#[derive(Clone, Debug, Serialize)]
pub struct Missing {
    /// Its name.
    pub consideration: String,
    /// How many answers never weigh it.
    pub answers: u32,
}

/// An answer of a run.
#[derive(Clone, Debug)]
pub struct KnownAnswer<'r> {
    /// Its file, as results show it.
    pub path: &'r str,
    /// Its first line, from 0.
    pub line: u32,
    /// Which question it answers, and how far it is.
    pub standing: Standing,
}

impl From<Counts> for StateCounts {
    fn from(counts: Counts) -> Self {
        let Counts { unanswered, draft, answered, argued } = counts;
        Self { total: counts.total(), unanswered, draft, answered, argued }
    }
}

impl Progress {
    /// How far the questions of `bank` are with these answers.
    pub fn of(bank: &Bank, answers: &[Standing]) -> Self {
        let progress = features::progress(bank, answers);
        let sections = progress.sections.into_iter().map(|(section, counts)| SectionProgress {
            title: bank.section_title(&section),
            section,
            counts: counts.into(),
        });
        let missing = progress.missing.into_iter();
        Self {
            all: progress.all.into(),
            sections: sections.collect(),
            missing: missing.map(|(consideration, answers)| Missing { consideration, answers }).collect(),
        }
    }

    /// The same for people, in a line.
    pub fn summary(&self) -> String {
        let StateCounts { total, draft, answered, argued, .. } = self.all;
        let mut line = format!("{argued} of {total} questions argued, {answered} answered, {draft} in draft");
        if let Some(Missing { consideration, .. }) = self.missing.first() {
            line.push_str("; most often missing: ");
            line.push_str(consideration);
        }
        line
    }
}

/// The answers of `run` to questions of `bank`, in order of their paths and places.
pub fn known_answers<'r>(
    run: &'r Run,
    current: &Utf8Path,
    configurations: &Configurations,
    bank: &Bank,
) -> Vec<KnownAnswer<'r>> {
    let mut known = Vec::new();
    for file in run.linted.iter().filter(|file| !file.answers.is_empty()) {
        let path = absolute(current, Utf8Path::new(&file.path));
        let Ok(configuration) = configurations.for_folder(path.parent().unwrap_or(&path)) else { continue };
        let answers =
            file.answers.iter().filter(|answer| asks_the_same(answer.question, &configuration.bank, bank));
        known.extend(answers.map(|answer| KnownAnswer {
            path: &file.path,
            line: answer.place.start.line,
            standing: Standing { question: answer.question, state: answer.state, missing: answer.missing.clone() },
        }));
    }
    known
}

/// Whether both banks ask the same under `number`: another folder may ask something else.
pub fn asks_the_same(number: u32, one: &Bank, other: &Bank) -> bool {
    one.get(number).map(Question::text) == other.get(number).map(Question::text)
}
