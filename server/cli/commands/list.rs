//! `tradeoff list`: the questions, and how far their answers are.

use std::io::{self, Write};

use annotate_snippets::renderer::{AnsiColor, Style};
use tradeoff_analysis::State;
use tradeoff_analysis::bank::Question;

use super::survey::Survey;
use crate::args::{ListArgs, TextFormat};
use crate::session::{Session, Status};
use crate::shell::escape;

pub(crate) fn run(session: &Session, args: &ListArgs) -> anyhow::Result<Status> {
    let survey = Survey::of(session)?;
    let state = args.state.map(State::from);
    let mut wanted = survey.questions(args.section.as_deref())?;
    wanted.retain(|question| {
        args.shape.is_none_or(|shape| question.sheet().shape == shape)
            && state.is_none_or(|state| survey.state(question) == state)
    });
    match args.format {
        TextFormat::Json => {
            let entries: Vec<_> = wanted.into_iter().map(|question| survey.entry(question)).collect();
            session.shell.write_json(&entries)?;
        }
        TextFormat::Human => session.shell.write(|out| {
            let width = survey.bank().questions().last().map_or(0, |last| last.number.to_string().len());
            for question in wanted {
                row(question, survey.state(question), width, session.shell.color, out)?;
            }
            Ok(())
        })?,
    }
    Ok(survey.finish(session))
}

/// How a state looks.
pub(crate) fn style(state: State, color: bool) -> Style {
    match state {
        _ if !color => Style::new(),
        State::Unanswered => Style::new().dimmed(),
        State::Draft => AnsiColor::Cyan.on_default(),
        State::Answered => AnsiColor::Yellow.on_default(),
        State::Argued => AnsiColor::Green.on_default(),
    }
}

/// Writes `question` in a line.
pub(crate) fn row(
    question: &Question,
    state: State,
    width: usize,
    color: bool,
    out: &mut dyn Write,
) -> io::Result<()> {
    let (style, number, name) = (style(state, color), question.number, state.name());
    writeln!(out, "{number:width$}  {style}{name:10}{style:#}  {}", escape(question.text()))
}
