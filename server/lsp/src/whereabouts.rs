//! Where questions are answered, spoken of and explained, over everything that is known.
//!
//! A number means a question only together with a bank: two repositories in one workspace may give it to different
//! ones. So a question is asked for by its number and its text.

use std::sync::Arc;

use tower_lsp::ls_types::{Location, Position, Range, Uri};
use tradeoff_analysis::State;
use tradeoff_analysis::bank::{Bank, Question};
use tradeoff_analysis::features::{self, HintStage};
use tradeoff_analysis::text::{LineIndex, span};
use tradeoff_workspace::Configuration;

use crate::convert::Places;
use crate::sheets::sheet_uri;
use crate::state::Snapshot;

/// A place where a question is answered or explained.
#[derive(Clone, Debug)]
pub(crate) struct Place {
    pub(crate) uri: Uri,
    /// What names it.
    pub(crate) title: Range,
    /// All of it.
    pub(crate) whole: Range,
}

/// An answer.
#[derive(Clone, Debug)]
pub(crate) struct Site {
    pub(crate) question: u32,
    /// What its author calls it.
    pub(crate) title: String,
    pub(crate) state: State,
    pub(crate) place: Place,
    /// The bank that its number is of.
    bank: Arc<Bank>,
}

impl Place {
    pub(crate) fn location(&self) -> Location {
        Location { uri: self.uri.clone(), range: self.title }
    }
}

impl Site {
    /// Whether it answers `question`.
    pub(crate) fn is_about(&self, question: &Question) -> bool {
        self.question == question.number && is_same(&self.bank, question)
    }
}

/// Whether `bank` has `question`, and not another one with its number.
fn is_same(bank: &Bank, question: &Question) -> bool {
    bank.get(question.number).is_some_and(|own| own.text() == question.text())
}

/// All answers, in order of their places.
pub(crate) fn sites(snapshot: &Snapshot) -> Vec<Site> {
    let mut sites: Vec<Site> = Vec::new();
    for (document, analysed) in snapshot.all_analysed() {
        let own = analysed.view(|view| {
            let reports = view.analysis.answers.iter();
            let own = reports.filter_map(|report| {
                let answer = &report.answer;
                let title = analysed.location(&document, answer.title, snapshot)?;
                let whole = analysed.location(&document, answer.span, snapshot)?;
                // The first file of a folder's answer need not be the one with its title.
                let whole = if whole.uri == title.uri { whole.range } else { title.range };
                Some(Site {
                    question: answer.question,
                    title: features::answer_title(view, report),
                    state: report.state,
                    place: Place { uri: title.uri, title: title.range, whole },
                    bank: Arc::clone(&analysed.configuration().bank),
                })
            });
            own.collect::<Vec<_>>()
        });
        sites.extend(own);
    }
    // Every open file of a folder's answer tells of it.
    let key = |site: &Site| (site.place.uri.as_str().to_owned(), start(site.place.title), site.question);
    sites.sort_by_cached_key(key);
    sites.dedup_by_key(|site| key(site));
    sites
}

/// All references to `question`, in order of their places.
pub(crate) fn references(snapshot: &Snapshot, question: &Question) -> Vec<Location> {
    let mut locations: Vec<Location> = Vec::new();
    for (document, analysed) in snapshot.all_analysed() {
        if !is_same(&analysed.configuration().bank, question) {
            continue;
        }
        analysed.view(|view| {
            let own = features::references_in(view).filter(|reference| reference.question == question.number);
            locations.extend(own.filter_map(|reference| analysed.location(&document, reference.span, snapshot)));
        });
    }
    let key = |location: &Location| (location.uri.as_str().to_owned(), start(location.range));
    locations.sort_by_cached_key(key);
    locations.dedup();
    locations
}

/// Where the sheet of `question` can be read, for somebody who works on the document at `about`.
pub(crate) fn sheet(
    snapshot: &Snapshot,
    configuration: &Configuration,
    question: &Question,
    about: Option<&Uri>,
) -> Option<Place> {
    let uri = match sheet_uri(&snapshot.session, configuration, question, about) {
        Ok(uri) => uri?,
        Err(error) => {
            tracing::warn!("the sheet of question {} cannot be shown: {error}", question.number);
            return None;
        }
    };
    let stage = snapshot.session.settings_at(about).hints;
    let shown = if !snapshot.session.serves_sheets && stage == HintStage::Full {
        question.source().to_owned()
    } else {
        features::sheet(&configuration.bank, question, stage)
    };
    let index = LineIndex::new(&shown);
    let places = Places::new(&shown, &index, snapshot.session.encoding);
    let start = if shown.starts_with("# ") { 0 } else { shown.find("\n# ").map_or(0, |before| before + 1) };
    let length = shown[start..].lines().next().unwrap_or_default().len();
    let title = places.span_to_range(span(start..start + length));
    Some(Place { uri, title, whole: places.span_to_range(places.whole()) })
}

fn start(range: Range) -> (u32, u32) {
    let Position { line, character } = range.start;
    (line, character)
}
