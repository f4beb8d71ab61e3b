//! How far the answers to a bank's questions are.

use std::collections::HashMap;

use crate::analyse::{AnswerReport, State};
use crate::bank::Bank;
use crate::config::Settings;
use crate::considerations::Verdict;

/// What is known about one answer, wherever it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Standing {
    /// The question's number.
    pub question: u32,
    /// How far the answer is.
    pub state: State,
    /// The considerations that it never weighs, by name.
    pub missing: Vec<String>,
}

impl Standing {
    /// What `report`, made under `settings`, says about its answer. What cannot be judged is not missing.
    pub fn of(report: &AnswerReport, settings: &Settings) -> Self {
        let missing = report.judged().filter(|(_, judgement)| judgement.verdict == Verdict::Missing);
        Self {
            question: report.answer.question,
            state: report.state,
            missing: missing.map(|(id, _)| settings.consideration(id).name.clone()).collect(),
        }
    }
}

/// How many questions are how far.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Without an answer, or with one that has no prose.
    pub unanswered: u32,
    /// With a draft.
    pub draft: u32,
    /// With an answer that has findings of warning or error.
    pub answered: u32,
    /// With one that has none.
    pub argued: u32,
}

impl Counts {
    /// How many questions there are.
    pub fn total(self) -> u32 {
        self.unanswered + self.draft + self.answered + self.argued
    }

    fn add(&mut self, state: State) {
        *match state {
            State::Unanswered => &mut self.unanswered,
            State::Draft => &mut self.draft,
            State::Answered => &mut self.answered,
            State::Argued => &mut self.argued,
        } += 1;
    }
}

/// How far a bank's questions are.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Progress {
    /// All questions.
    pub all: Counts,
    /// Those of each section, in the order of the bank.
    pub sections: Vec<(String, Counts)>,
    /// The considerations that answers never weigh, with how many answers do not, the most frequent first.
    pub missing: Vec<(String, u32)>,
}

/// How far each question that has an answer is: as far as the furthest of its answers.
pub fn states(answers: &[Standing]) -> HashMap<u32, State> {
    let mut states = HashMap::new();
    for answer in answers {
        let state = states.entry(answer.question).or_insert(answer.state);
        *state = answer.state.max(*state);
    }
    states
}

/// How far the questions of `bank` are with these `answers`.
pub fn progress(bank: &Bank, answers: &[Standing]) -> Progress {
    let states = states(answers);
    let mut progress = Progress::default();
    for question in bank.questions() {
        let state = states.get(&question.number).copied().unwrap_or(State::Unanswered);
        progress.all.add(state);
        let section = progress.sections.iter().position(|(section, _)| *section == question.section);
        let section = section.unwrap_or_else(|| {
            progress.sections.push((question.section.clone(), Counts::default()));
            progress.sections.len() - 1
        });
        progress.sections[section].1.add(state);
    }
    for name in answers.iter().flat_map(|answer| &answer.missing) {
        match progress.missing.iter_mut().find(|(known, _)| known == name) {
            Some((_, count)) => *count += 1,
            None => progress.missing.push((name.clone(), 1)),
        }
    }
    progress.missing.sort_by(|one, other| other.1.cmp(&one.1).then_with(|| one.0.cmp(&other.0)));
    progress
}

#[cfg(test)]
mod tests {
    use super::*;

    static SHEETS: &[(&str, &str)] =
        &[("a/1.md", "# One\n"), ("a/2.md", "# Two\n"), ("b/3.md", "# Three\n"), ("b/4.md", "# Four\n")];

    fn answer(question: u32, state: State, missing: &[&str]) -> Standing {
        Standing { question, state, missing: missing.iter().map(|&name| name.to_owned()).collect() }
    }

    #[test]
    fn the_furthest_answer_counts_and_every_omission() {
        let answers = [
            answer(1, State::Draft, &["cost"]),
            answer(1, State::Argued, &[]),
            answer(3, State::Answered, &["latency", "cost"]),
            answer(9, State::Argued, &["cost"]),
        ];
        let found = progress(&Bank::builtin(SHEETS), &answers);
        let counts = |unanswered, answered, argued| Counts { unanswered, draft: 0, answered, argued };
        assert_eq!(found.all, counts(2, 1, 1));
        assert_eq!(found.all.total(), 4);
        assert_eq!(found.sections, [("a".to_owned(), counts(1, 0, 1)), ("b".to_owned(), counts(1, 1, 0))]);
        assert_eq!(found.missing, [("cost".to_owned(), 3), ("latency".to_owned(), 1)]);
    }

    #[test]
    fn without_answers_everything_is_left() {
        let found = progress(&Bank::builtin(SHEETS), &[]);
        assert_eq!(found.all, Counts { unanswered: 4, ..Counts::default() });
        assert_eq!(found.missing, []);
    }
}
