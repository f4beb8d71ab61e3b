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
use tradeoff_workspace::{Configuration, IndexedFile};

use crate::convert::{Places, path_to_uri, place_to_range};
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

/// All answers, in order of their places: those in open documents as they are in the editor, all others as they are
/// on the disk.
pub(crate) fn sites(snapshot: &Snapshot) -> Vec<Site> {
    sites_of(snapshot, |_, _| true)
}

/// The answers to `question`, in the same order.
pub(crate) fn answers_to(snapshot: &Snapshot, question: &Question) -> Vec<Site> {
    sites_of(snapshot, |number, bank| number == question.number && is_same(bank, question))
}

/// The answers whose number, in its bank, is wanted.
fn sites_of(snapshot: &Snapshot, is_wanted: impl Fn(u32, &Bank) -> bool) -> Vec<Site> {
    let mut sites: Vec<Site> = Vec::new();
    for (document, analysed) in snapshot.all_analysed() {
        let own = analysed.view(|view| {
            let reports = view.analysis.answers.iter();
            let reports = reports.filter(|report| is_wanted(report.answer.question, view.input.bank));
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
    for file in snapshot.index().files() {
        let mut wanted =
            file.answers.iter().filter(|answer| is_wanted(answer.standing.question, &file.bank)).peekable();
        // Most files have none, and an address is not for free.
        let Some(uri) = wanted.peek().and_then(|_| uri_if_closed(snapshot, file)) else { continue };
        sites.extend(wanted.map(|answer| {
            Site {
                question: answer.standing.question,
                // Of closed files no text is kept.
                title: file
                    .bank
                    .get(answer.standing.question)
                    .map_or_else(String::new, |question| question.text().to_owned()),
                state: answer.standing.state,
                place: Place {
                    uri: uri.clone(),
                    title: place_to_range(answer.title),
                    whole: place_to_range(answer.place),
                },
                bank: Arc::clone(&file.bank),
            }
        }));
    }
    // Every open file of a folder's answer tells of it, and so may a closed one.
    let key = |site: &Site| (site.place.uri.as_str().to_owned(), start(site.place.title), site.question);
    sites.sort_by_cached_key(key);
    sites.dedup_by_key(|site| key(site));
    sites
}

/// All references to `question`, in order of their places.
pub(crate) fn references(snapshot: &Snapshot, question: &Question) -> Vec<Location> {
    let mut locations: Vec<Location> = Vec::new();
    for file in snapshot.index().files().filter(|file| is_same(&file.bank, question)) {
        let own = file.facts.references.iter().filter(|spoken| spoken.question == question.number);
        let mut own = own.peekable();
        let Some(uri) = own.peek().and_then(|_| uri_if_closed(snapshot, file)) else { continue };
        locations.extend(own.map(|spoken| Location {
            uri: uri.clone(),
            range: place_to_range(tradeoff_workspace::Place { start: spoken.start, end: spoken.end }),
        }));
    }
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

/// The address of a file that is not open: of one that is, the editor's text counts.
fn uri_if_closed(snapshot: &Snapshot, file: &IndexedFile) -> Option<Uri> {
    path_to_uri(&file.path).filter(|uri| snapshot.document(uri).is_none())
}

fn start(range: Range) -> (u32, u32) {
    let Position { line, character } = range.start;
    (line, character)
}
