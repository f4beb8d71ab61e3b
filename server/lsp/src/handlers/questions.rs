//! `tradeoff/questions` and `tradeoff/progress`: the bank, and how far it is answered.

use serde::{Deserialize, Serialize};
use tower_lsp::ls_types::{Location, Uri};
use tradeoff_analysis::State;
use tradeoff_analysis::features::{self, Standing};
use tradeoff_workspace::progress::Progress;

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
    Progress::of(bank, &answers.collect::<Vec<_>>())
}
