//! What several commands look at first: the questions in force, the answers below the current folder, and how far each
//! question is.

use std::collections::HashMap;
use std::sync::Arc;

use anyhow::ensure;
use serde::Serialize;
use tradeoff_analysis::State;
use tradeoff_analysis::bank::{Bank, Question, fold};
use tradeoff_analysis::features::{self, Standing};
use tradeoff_workspace::progress::known_answers;
use tradeoff_workspace::{Configuration, Options, Problem, WalkError};

use crate::meter::Meter;
use crate::session::{Session, Status};

/// The questions and the answers to them.
pub(crate) struct Survey {
    configuration: Arc<Configuration>,
    /// Each answer's standing and where it is, in order of paths and places.
    answers: Vec<(Standing, Place)>,
    states: HashMap<u32, State>,
    problems: Vec<Problem>,
}

/// Where an answer is.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Place {
    /// The file, from the current folder.
    pub(crate) path: String,
    /// Its line, from 1.
    pub(crate) line: u32,
}

/// One question for programs.
#[derive(Debug, Serialize)]
pub(crate) struct Entry<'a> {
    number: u32,
    state: &'static str,
    text: &'a str,
    section: &'a str,
    section_title: String,
    shape: &'static str,
    minutes: u32,
    /// The files that answer it.
    answers: Vec<&'a str>,
}

impl Survey {
    /// Looks at everything below the current folder.
    pub(crate) fn of(session: &Session) -> anyhow::Result<Self> {
        let configuration = session.configuration()?;
        let meter = Meter::start(false);
        let run = session.linter(Options::default()).observed_by(&meter).lint(&[".".into()]);
        drop(meter);
        let known = known_answers(&run, &session.current, &session.configurations, &configuration.bank);
        let answers = known.into_iter().map(|answer| {
            let place = Place { path: answer.path.to_owned(), line: answer.line + 1 };
            (answer.standing, place)
        });
        let answers: Vec<(Standing, Place)> = answers.collect();
        let standings: Vec<Standing> = answers.iter().map(|(standing, _)| standing.clone()).collect();
        let states = features::states(&standings);
        Ok(Self { configuration, answers, states, problems: run.problems })
    }

    /// The questions.
    pub(crate) fn bank(&self) -> &Bank {
        &self.configuration.bank
    }

    /// How far the furthest answer to `question` is.
    pub(crate) fn state(&self, question: &Question) -> State {
        self.states.get(&question.number).copied().unwrap_or(State::Unanswered)
    }

    /// What is known about each answer.
    pub(crate) fn standings(&self) -> Vec<Standing> {
        self.answers.iter().map(|(standing, _)| standing.clone()).collect()
    }

    /// Where `question` is answered.
    pub(crate) fn places(&self, question: &Question) -> impl Iterator<Item = &Place> {
        let number = question.number;
        self.answers.iter().filter(move |(standing, _)| standing.question == number).map(|(_, place)| place)
    }

    /// The questions in the sections whose name is, or holds, `section`; without it, all.
    pub(crate) fn questions(&self, section: Option<&str>) -> anyhow::Result<Vec<&Question>> {
        let sections = section.map(|name| sections(self.bank(), name)).transpose()?;
        let is_wanted = |question: &&Question| {
            sections.as_ref().is_none_or(|sections| sections.contains(&question.section.as_str()))
        };
        Ok(self.bank().questions().iter().filter(is_wanted).collect())
    }

    /// `question` for programs.
    pub(crate) fn entry<'a>(&'a self, question: &'a Question) -> Entry<'a> {
        let mut answers: Vec<&str> = self.places(question).map(|place| place.path.as_str()).collect();
        answers.dedup();
        Entry {
            number: question.number,
            state: self.state(question).name(),
            text: question.text(),
            section: &question.section,
            section_title: self.bank().section_title(&question.section),
            shape: question.sheet().shape.name(),
            minutes: question.sheet().minutes,
            answers,
        }
    }

    /// Tells what went wrong. A home folder is not searched, which is no failure: nothing is answered here.
    pub(crate) fn finish(&self, session: &Session) -> Status {
        let mut status = Status::Success;
        for problem in &self.problems {
            if matches!(problem, Problem::Walk(WalkError::Unbounded { .. })) {
                session.shell.note("a home or root folder without a tradeoff.toml is not searched for answers");
            } else {
                session.tell(std::slice::from_ref(problem));
                status = Status::Failure;
            }
        }
        status
    }
}

/// The sections called `name`, else those with `name` in their names.
fn sections<'b>(bank: &'b Bank, name: &str) -> anyhow::Result<Vec<&'b str>> {
    let wanted = fold(name);
    let names = |section: &&str| [fold(section), fold(&bank.section_title(section))];
    let all = bank.sections();
    let exact = all.iter().filter(|section| names(section).contains(&wanted));
    let exact: Vec<&str> = exact.copied().collect();
    if !exact.is_empty() {
        return Ok(exact);
    }
    let partly = all.iter().filter(|section| names(section).iter().any(|name| name.contains(&wanted)));
    let partly: Vec<&str> = partly.copied().collect();
    ensure!(!partly.is_empty(), "there is no section `{name}`; the sections are {}", all.join(", "));
    Ok(partly)
}
