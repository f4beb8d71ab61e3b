//! `tradeoff progress`: how far the repository is.

use serde::Serialize;
use tradeoff_analysis::State;
use tradeoff_workspace::progress::Progress;
use tradeoff_workspace::{Configurations, Moment, history};

use super::survey::{Place, Survey};
use crate::args::{ProgressArgs, ProgressFormat};
use crate::bank;
use crate::output::{json_text, progress_human, progress_page};
use crate::session::{Session, Status};
use crate::shell::Shell;

/// At most so many commits are looked at.
const MOMENTS: usize = 12;

/// Everything that is said, in the words that programs read. Within version 1 fields are only added.
#[derive(Debug, Serialize)]
pub(crate) struct Document {
    version: u32,
    /// The same as the language server's `tradeoff/progress`.
    #[serde(flatten)]
    pub(crate) progress: Progress,
    /// Every question, in order of its number.
    pub(crate) questions: Vec<Entry>,
    /// How far it was at some commits, in order of time, where that is asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) history: Option<Vec<Moment>>,
}

/// A question.
#[derive(Debug, Serialize)]
pub(crate) struct Entry {
    pub(crate) number: u32,
    pub(crate) section: String,
    pub(crate) text: String,
    #[serde(skip)]
    pub(crate) state: State,
    /// The name of the state.
    #[serde(rename = "state")]
    state_name: &'static str,
    pub(crate) answers: Vec<Place>,
}

pub(crate) fn run(session: &Session, args: &ProgressArgs) -> anyhow::Result<Status> {
    let survey = Survey::of(session)?;
    let document = document(session, &survey, args)?;
    let color = session.shell.color && args.output.is_none();
    let text = match args.format {
        ProgressFormat::Human => progress_human::text(&document, color, Shell::width(progress_human::WIDTH)),
        ProgressFormat::Json => json_text::text(&document)? + "\n",
        ProgressFormat::Html => progress_page::text(&document),
    };
    session.write_to(args.output.as_deref(), &text)?;
    Ok(survey.finish(session))
}

fn document(session: &Session, survey: &Survey, args: &ProgressArgs) -> anyhow::Result<Document> {
    let questions = survey.bank().questions().iter().map(|question| Entry {
        number: question.number,
        section: question.section.clone(),
        text: question.text().to_owned(),
        state: survey.state(question),
        state_name: survey.state(question).name(),
        answers: survey.places(question).cloned().collect(),
    });
    let configurations = || Configurations::new(bank::SHEETS, bank::section_titles());
    let moments = || history(&session.current, MOMENTS, configurations);
    Ok(Document {
        version: 1,
        progress: Progress::of(survey.bank(), &survey.standings()),
        questions: questions.collect(),
        history: args.history.then(moments).transpose()?,
    })
}
