//! `tradeoff list`: the questions, and how far their answers are.

use std::collections::HashMap;
use std::io::Write;

use annotate_snippets::renderer::{AnsiColor, Style};
use serde::Serialize;
use tradeoff_analysis::State;
use tradeoff_analysis::bank::{Bank, Question, fold};
use tradeoff_workspace::{Options, Problem, Run, WalkError};

use crate::args::{ListArgs, TextFormat};
use crate::session::{Session, Status};
use crate::shell::escape;

/// One question for programs.
#[derive(Debug, Serialize)]
struct Entry<'a> {
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

/// How far a question is, and where.
#[derive(Debug, Default)]
struct Progress<'a> {
    state: Option<State>,
    paths: Vec<&'a str>,
}

pub(crate) fn run(session: &Session, args: &ListArgs) -> anyhow::Result<Status> {
    let configuration = session.configuration()?;
    let bank = &configuration.bank;
    let sections = args.section.as_deref().map(|name| sections(bank, name)).transpose()?;
    let run = session.linter(Options::default()).lint(&[".".into()]);
    let progress = progress(&run);
    let state = args.state.map(State::from);
    let wanted = bank.questions().iter().filter(|question| {
        sections.as_ref().is_none_or(|sections| sections.contains(&question.section.as_str()))
            && args.shape.is_none_or(|shape| question.sheet().shape == shape)
            && state.is_none_or(|state| state_of(question, &progress) == state)
    });
    match args.format {
        TextFormat::Json => {
            let entries: Vec<_> = wanted.map(|question| entry(bank, question, &progress)).collect();
            session.shell.write_json(&entries)?;
        }
        TextFormat::Human => session.shell.write(|out| {
            let width = bank.questions().last().map_or(0, |last| last.number.to_string().len());
            for question in wanted {
                row(question, state_of(question, &progress), width, session.shell.color, out)?;
            }
            Ok(())
        })?,
    }
    Ok(finish(session, &run))
}

/// Tells what went wrong in the scan. A home folder is not scanned, which is no failure: nothing is answered here.
fn finish(session: &Session, run: &Run) -> Status {
    let mut status = Status::Success;
    for problem in &run.problems {
        if matches!(problem, Problem::Walk(WalkError::Unbounded { .. })) {
            session.shell.note("a home or root folder without a tradeoff.toml is not searched for answers");
        } else {
            session.tell(std::slice::from_ref(problem));
            status = Status::Failure;
        }
    }
    status
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
    anyhow::ensure!(!partly.is_empty(), "there is no section `{name}`; the sections are {}", all.join(", "));
    Ok(partly)
}

fn progress(run: &Run) -> HashMap<u32, Progress<'_>> {
    let mut progress: HashMap<u32, Progress<'_>> = HashMap::new();
    for file in &run.linted {
        for answer in &file.answers {
            let question = progress.entry(answer.question).or_default();
            question.state = question.state.max(Some(answer.state));
            if question.paths.last() != Some(&file.path.as_str()) {
                question.paths.push(&file.path);
            }
        }
    }
    progress
}

/// How far the furthest answer to `question` is.
fn state_of(question: &Question, progress: &HashMap<u32, Progress<'_>>) -> State {
    progress.get(&question.number).and_then(|progress| progress.state).unwrap_or(State::Unanswered)
}

fn entry<'a>(bank: &Bank, question: &'a Question, progress: &HashMap<u32, Progress<'a>>) -> Entry<'a> {
    let answers = progress.get(&question.number);
    Entry {
        number: question.number,
        state: state_of(question, progress).name(),
        text: question.text(),
        section: &question.section,
        section_title: bank.section_title(&question.section),
        shape: question.sheet().shape.name(),
        minutes: question.sheet().minutes,
        answers: answers.map(|progress| progress.paths.clone()).unwrap_or_default(),
    }
}

fn row(question: &Question, state: State, width: usize, color: bool, out: &mut dyn Write) -> std::io::Result<()> {
    let style = match state {
        _ if !color => Style::new(),
        State::Unanswered => Style::new().dimmed(),
        State::Draft => AnsiColor::Cyan.on_default(),
        State::Answered => AnsiColor::Yellow.on_default(),
        State::Argued => AnsiColor::Green.on_default(),
    };
    let (number, name) = (question.number, state.name());
    writeln!(out, "{number:width$}  {style}{name:10}{style:#}  {}", escape(question.text()))
}
