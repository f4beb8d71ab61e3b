//! Which answers there are, and how far each is.

use tower_lsp::ls_types::{Range, Uri};
use tradeoff_analysis::bank::{Bank, Question};
use tradeoff_analysis::considerations::Verdict;
use tradeoff_analysis::features::{Standing, View};

use crate::state::Snapshot;

/// An answer and where it stands.
#[derive(Clone, Debug)]
pub(crate) struct KnownAnswer {
    pub(crate) uri: Uri,
    /// Its title.
    pub(crate) range: Range,
    pub(crate) standing: Standing,
}

/// The answers to questions of `bank`, in order of their documents and places.
pub(crate) fn known_answers(snapshot: &Snapshot, bank: &Bank) -> Vec<KnownAnswer> {
    let mut answers = Vec::new();
    for document in snapshot.documents() {
        let Some((_, analysed)) = snapshot.analysed(&document.uri) else { continue };
        let places = analysed.places(&snapshot.session);
        analysed.view(|view| {
            let is_excluded = view.input.below_config.is_some_and(|path| view.input.settings.excludes(path));
            // Of an answer in several files, the one with its title counts.
            let reports = view.analysis.answers.iter().filter(|report| places.has(report.answer.title));
            for report in reports.filter(|_| !is_excluded) {
                let number = report.answer.question;
                // Another folder may ask something else under the same number.
                if view.input.bank.get(number).map(Question::text) != bank.get(number).map(Question::text) {
                    continue;
                }
                answers.push(KnownAnswer {
                    uri: document.uri.clone(),
                    range: places.span_to_range(report.answer.title),
                    standing: Standing { question: number, state: report.state, missing: missing(view, report) },
                });
            }
        });
    }
    answers
        .sort_by(|one, other| (one.uri.as_str(), one.range.start).cmp(&(other.uri.as_str(), other.range.start)));
    answers
}

fn missing(view: View<'_>, report: &tradeoff_analysis::AnswerReport) -> Vec<String> {
    let judgements = report.judgements.iter();
    let missing =
        judgements.filter(|(id, judgement)| judgement.verdict == Verdict::Missing && report.is_judged(*id));
    missing.map(|(id, _)| view.input.settings.consideration(*id).name.clone()).collect()
}
