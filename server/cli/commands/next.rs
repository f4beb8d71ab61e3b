//! `tradeoff next` and `tradeoff random`: what to work on.

use std::hash::{BuildHasher as _, RandomState};

use tradeoff_analysis::State;
use tradeoff_analysis::bank::Question;
use tradeoff_workspace::stable_hash;

use super::list::row;
use super::survey::Survey;
use crate::args::{ChoiceArgs, RandomArgs, TextFormat};
use crate::session::{Session, Status};

/// The first draft, else the first question without an answer.
pub(crate) fn next(session: &Session, args: &ChoiceArgs) -> anyhow::Result<Status> {
    let survey = Survey::of(session)?;
    let questions = survey.questions(args.section.as_deref())?;
    let first = |state| questions.iter().find(|question| survey.state(question) == state);
    let chosen = first(State::Draft).or_else(|| first(State::Unanswered)).copied();
    tell(session, &survey, chosen, args)
}

/// Any question without an answer.
pub(crate) fn random(session: &Session, args: &RandomArgs) -> anyhow::Result<Status> {
    let survey = Survey::of(session)?;
    let mut questions = survey.questions(args.choice.section.as_deref())?;
    questions.retain(|question| survey.state(question) == State::Unanswered);
    // The standard library seeds its hashers from the system's source of chance.
    let chance = args.seed.map_or_else(|| RandomState::new().hash_one(0), |seed| stable_hash(&seed.to_string()));
    let chosen = (chance as usize).checked_rem(questions.len()).map(|index| questions[index]);
    tell(session, &survey, chosen, &args.choice)
}

fn tell(
    session: &Session,
    survey: &Survey,
    chosen: Option<&Question>,
    args: &ChoiceArgs,
) -> anyhow::Result<Status> {
    match (chosen, args.format) {
        (Some(question), TextFormat::Json) => session.shell.write_json(&survey.entry(question))?,
        (Some(question), TextFormat::Human) => {
            session.shell.write(|out| row(question, survey.state(question), 0, session.shell.color, out))?;
            let number = question.number;
            match survey.places(question).next() {
                Some(place) => session.shell.note(&format!("it is begun in {}:{}", place.path, place.line)),
                None => session.shell.note(&format!("`tradeoff new {number}` starts it")),
            }
        }
        (None, TextFormat::Json) => session.shell.write_json(&())?,
        (None, TextFormat::Human) => session.shell.note("every question is answered"),
    }
    Ok(survey.finish(session))
}
