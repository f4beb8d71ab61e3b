//! `tradeoff/questions` and `tradeoff/progress`: the bank, and how far it is answered.

use serde::{Deserialize, Serialize};
use tower_lsp::ls_types::{Location, Uri};
use tradeoff_analysis::State;
use tradeoff_analysis::features::{self, Counts, Standing};

use crate::answers::known_answers;
use crate::state::Snapshot;

/// Whose bank is asked about.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct BankParams {
    /// A document or folder, whose configuration names the bank; without one, the first folder's counts.
    pub(super) uri: Option<Uri>,
}

#[derive(Debug, Serialize)]
pub(crate) struct Questions {
    questions: Vec<Entry>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Entry {
    number: u32,
    text: String,
    section: String,
    section_title: String,
    shape: &'static str,
    minutes: u32,
    state: &'static str,
    answers: Vec<Location>,
}

/// How far a bank is answered.
#[derive(Debug, Serialize)]
pub(crate) struct Progress {
    #[serde(flatten)]
    all: StateCounts,
    sections: Vec<SectionProgress>,
    /// The most frequent first.
    missing: Vec<Missing>,
}

#[derive(Debug, Serialize)]
struct StateCounts {
    total: u32,
    unanswered: u32,
    draft: u32,
    answered: u32,
    argued: u32,
}

#[derive(Debug, Serialize)]
struct SectionProgress {
    section: String,
    title: String,
    #[serde(flatten)]
    counts: StateCounts,
}

#[derive(Debug, Serialize)]
struct Missing {
    consideration: String,
    answers: u32,
}

impl From<Counts> for StateCounts {
    fn from(counts: Counts) -> Self {
        let Counts { unanswered, draft, answered, argued } = counts;
        Self { total: counts.total(), unanswered, draft, answered, argued }
    }
}

impl Progress {
    /// The same for people, in a line.
    pub(super) fn summary(&self) -> String {
        let StateCounts { total, draft, answered, argued, .. } = self.all;
        let mut line = format!("{argued} of {total} questions argued, {answered} answered, {draft} in draft");
        if let Some(Missing { consideration, .. }) = self.missing.first() {
            line.push_str("; most often missing: ");
            line.push_str(consideration);
        }
        line
    }
}

pub(crate) fn questions(snapshot: &Snapshot, params: &BankParams) -> Questions {
    let configuration = snapshot.configuration(params.uri.as_ref());
    let bank = &configuration.bank;
    let answers = known_answers(snapshot, bank);
    let standings: Vec<Standing> = answers.iter().map(|answer| answer.standing.clone()).collect();
    let states = features::states(&standings);
    let entries = bank.questions().iter().map(|question| {
        let number = question.number;
        let own = answers.iter().filter(|answer| answer.standing.question == number);
        Entry {
            number,
            text: question.text().to_owned(),
            section: question.section.clone(),
            section_title: bank.section_title(&question.section),
            shape: question.sheet().shape.name(),
            minutes: question.sheet().minutes,
            state: states.get(&number).copied().unwrap_or(State::Unanswered).name(),
            answers: own.map(|answer| Location { uri: answer.uri.clone(), range: answer.range }).collect(),
        }
    });
    Questions { questions: entries.collect() }
}

pub(crate) fn progress(snapshot: &Snapshot, params: &BankParams) -> Progress {
    let configuration = snapshot.configuration(params.uri.as_ref());
    let bank = &configuration.bank;
    let answers = known_answers(snapshot, bank).into_iter().map(|answer| answer.standing);
    let progress = features::progress(bank, &answers.collect::<Vec<_>>());
    let sections = progress.sections.into_iter().map(|(section, counts)| SectionProgress {
        title: bank.section_title(&section),
        section,
        counts: counts.into(),
    });
    let missing = progress.missing.into_iter();
    Progress {
        all: progress.all.into(),
        sections: sections.collect(),
        missing: missing.map(|(consideration, answers)| Missing { consideration, answers }).collect(),
    }
}
