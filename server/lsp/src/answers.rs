//! Which answers there are, and how far each is.

use tower_lsp::ls_types::{Range, Uri};
use tradeoff_analysis::bank::Bank;
use tradeoff_analysis::features::Standing;
use tradeoff_workspace::progress::asks_the_same;

use crate::convert::{path_to_uri, place_to_range};
use crate::state::Snapshot;

/// An answer and where it stands.
#[derive(Clone, Debug)]
pub(crate) struct KnownAnswer {
    pub(crate) uri: Uri,
    /// Its title.
    pub(crate) range: Range,
    pub(crate) standing: Standing,
}

/// The answers to questions of `bank`, in order of their documents and places: of open documents as they are in the
/// editor, of all others as they are on the disk.
pub(crate) fn known_answers(snapshot: &Snapshot, bank: &Bank) -> Vec<KnownAnswer> {
    let mut answers = Vec::new();
    for document in snapshot.documents() {
        add_open(&mut answers, snapshot, bank, &document.uri);
    }
    for file in snapshot.index().files().filter(|file| !file.answers.is_empty()) {
        let Some(uri) = path_to_uri(&file.path).filter(|uri| snapshot.document(uri).is_none()) else { continue };
        for answer in
            file.answers.iter().filter(|answer| asks_the_same(answer.standing.question, &file.bank, bank))
        {
            answers.push(KnownAnswer {
                uri: uri.clone(),
                range: place_to_range(answer.title),
                standing: answer.standing.clone(),
            });
        }
    }
    answers
        .sort_by(|one, other| (one.uri.as_str(), one.range.start).cmp(&(other.uri.as_str(), other.range.start)));
    answers
}

fn add_open(answers: &mut Vec<KnownAnswer>, snapshot: &Snapshot, bank: &Bank, uri: &Uri) {
    let Some((_, analysed)) = snapshot.analysed(uri) else { return };
    let places = analysed.places(&snapshot.session);
    analysed.view(|view| {
        if view.input.below_config.is_some_and(|path| view.input.settings.excludes(path)) {
            return;
        }
        // Of an answer in several files, the one with its title counts.
        let reports = view.analysis.answers.iter().filter(|report| places.has(report.answer.title));
        for report in reports.filter(|report| asks_the_same(report.answer.question, view.input.bank, bank)) {
            answers.push(KnownAnswer {
                uri: uri.clone(),
                range: places.span_to_range(report.answer.title),
                standing: Standing::of(report, view.input.settings),
            });
        }
    });
}
