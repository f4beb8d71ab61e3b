//! What stands above an answer: its verdicts, how much of the sheet it covers, how long it is.
//!
//! One line per answer, made of what the analysis knows already. It says nothing that a finding would not say,
//! and what a suppression silences is not brought up here again.

use super::{HintStage, View, first_line};
use crate::analyse::{AnswerReport, State};
use crate::config::ConsiderationId;
use crate::considerations::{Judgement, Verdict};
use crate::rules::{omission_of, untouched, words};
use crate::text::Span;

/// A line above an answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lens {
    /// What it stands above: the first line of the answer's title, or of whatever says which question it is for.
    pub span: Span,
    /// `consistency ✓  latency ✓  cost missing · 5 of 8 points · 640 words`.
    pub title: String,
    /// The first trade-off section's heading, or the title where there is none: the place that explains it.
    pub explains: Span,
}

/// The lines above all answers of a document. With the stage `off`, nothing of the sheet is in them.
pub fn lenses(view: View<'_>, stage: HintStage) -> Vec<Lens> {
    if view.is_excluded() {
        return Vec::new();
    }
    view.analysis.answers.iter().map(|report| lens(view, report, stage)).collect()
}

fn lens(view: View<'_>, report: &AnswerReport, stage: HintStage) -> Lens {
    let span = first_line(view.input.text, report.answer.title);
    let mut parts = Vec::new();
    if view.analysis.is_draft() {
        parts.push("draft".to_owned());
    }
    if report.state == State::Unanswered {
        parts.push("nothing written yet".to_owned());
    } else {
        parts.extend(weighed(view, report));
        parts.extend(coverage(view, report).filter(|_| stage > HintStage::Off));
        parts.push(length(view, report));
    }
    let explains = report.tradeoff_sections.first().map_or(span, |section| section.title);
    Lens { span, title: parts.join(" · "), explains }
}

/// How many words of prose the answer to `question` has, as its lens says; `None` where the document has no answer to it.
pub fn length_of(view: View<'_>, question: u32) -> Option<usize> {
    let mut reports = view.analysis.answers.iter().filter(|_| !view.is_excluded());
    let report = reports.find(|report| report.answer.question == question)?;
    Some(words(&report.answer, &view.analysis.markdown))
}

/// The verdict on each consideration, and why some have none.
fn weighed(view: View<'_>, report: &AnswerReport) -> Vec<String> {
    if report.tradeoff_sections.is_empty() {
        return vec!["no trade-off section".to_owned()];
    }
    let verdicts = report.judged().map(|(id, judgement)| verdict(view, report, id, judgement));
    let verdicts: Vec<String> = verdicts.collect();
    let mut parts = Vec::new();
    if !verdicts.is_empty() {
        parts.push(verdicts.join("  "));
    }
    parts.extend(report.other_language.as_ref().map(|language| format!("in {language}: not judged")));
    parts
}

fn verdict(view: View<'_>, report: &AnswerReport, id: ConsiderationId, judgement: &Judgement) -> String {
    let consideration = view.input.settings.consideration(id);
    let title = consideration.title.to_lowercase();
    match judgement.verdict {
        Verdict::Argued => format!("{title} ✓"),
        Verdict::Mentioned => format!("{title} named only"),
        Verdict::Missing if is_waived(view, report, &consideration.name) => format!("{title} ignored"),
        Verdict::Missing => format!("{title} missing"),
    }
}

/// Whether the author has said, in a suppression with a reason, that the consideration may be missing.
fn is_waived(view: View<'_>, report: &AnswerReport, consideration: &str) -> bool {
    let rule = omission_of(consideration);
    let mut own = view.analysis.findings.iter().filter(|finding| report.answer.span.contains_range(finding.span));
    own.any(|finding| finding.suppressed && finding.rule == rule)
}

/// "5 of 8 points", for a question whose sheet has points.
fn coverage(view: View<'_>, report: &AnswerReport) -> Option<String> {
    let question = view.input.bank.get(report.answer.question)?;
    let count = question.sheet().cover.len();
    let covered = count - untouched(question, &report.answer, &view.analysis.markdown).len();
    (count > 0).then(|| format!("{covered} of {}", counted(count, "point")))
}

fn length(view: View<'_>, report: &AnswerReport) -> String {
    counted(words(&report.answer, &view.analysis.markdown), "word")
}

fn counted(count: usize, what: &str) -> String {
    format!("{count} {what}{}", if count == 1 { "" } else { "s" })
}

#[cfg(test)]
mod tests {
    use super::super::testing::Fixture;
    use super::*;
    use crate::text::slice;

    fn shown_at(stage: HintStage, fixture: &Fixture) -> Vec<(String, String)> {
        let lenses = fixture.view(|view| lenses(view, stage)).into_iter();
        lenses.map(|lens| (slice(fixture.text(), lens.span).to_owned(), lens.title)).collect()
    }

    /// The only lens, with what it stands above.
    fn shown(text: &str) -> (String, String) {
        let mut lenses = shown_at(HintStage::Full, &Fixture::new(text));
        assert_eq!(lenses.len(), 1, "{lenses:?}");
        lenses.remove(0)
    }

    const WEIGHED: &str =
        "A reader may see the old price for up to 3 s. Every save waits 40 ms for the slowest replica.\n";

    #[test]
    fn verdicts_points_and_words_stand_above_the_title() {
        let (above, title) = shown(&format!("# Q501 Raft\n\nEpochs.\n\n## Trade-offs\n\n{WEIGHED}"));
        assert_eq!(above, "# Q501 Raft");
        assert_eq!(title, "consistency ✓  latency ✓  cost missing · 1 of 1 point · 22 words");
        let (_, title) = shown(&format!("# Q501 Raft\n\n## Trade-offs\n\n{WEIGHED}\nCost: TBD.\n"));
        assert_eq!(title, "consistency ✓  latency ✓  cost named only · 0 of 1 point · 23 words");
    }

    #[test]
    fn the_first_stage_shows_nothing_of_the_sheet() {
        let fixture = Fixture::new("# Q501 Raft\n\nEpochs.\n");
        assert_eq!(shown_at(HintStage::Off, &fixture)[0].1, "no trade-off section · 1 word");
        for stage in [HintStage::Terms, HintStage::Full] {
            assert_eq!(shown_at(stage, &fixture)[0].1, "no trade-off section · 1 of 1 point · 1 word");
        }
    }

    #[test]
    fn a_sheet_without_points_is_not_counted() {
        assert_eq!(shown("# Q502 Paxos\n\nTwo words.\n").1, "no trade-off section · 2 words");
    }

    #[test]
    fn a_draft_and_an_empty_answer_say_so() {
        assert_eq!(
            shown("---\nquestion: 502\nstatus: draft\n---\nText.\n").1,
            "draft · no trade-off section · 1 word"
        );
        assert_eq!(shown("# Q501 Raft\n\n## Trade-offs\n").1, "nothing written yet");
    }

    #[test]
    fn own_considerations_stand_beside_ours() {
        let fixture = Fixture::new(
            "# Q502 Paxos\n\n## Trade-offs\n\nNo names are kept, because nobody needs them.\n",
        )
        .configured(
            "[considerations.data-privacy]\nterms = ['names']\n[tradeoffs]\nrequired = ['cost', 'data-privacy']\n",
        );
        assert_eq!(shown_at(HintStage::Full, &fixture)[0].1, "cost missing  data privacy ✓ · 8 words");
    }

    #[test]
    fn another_language_is_not_judged() {
        let french = "Le client attend que deux des trois copies aient répondu, et ce n'est pas grave pour nous dans la plupart des cas.";
        let (_, title) = shown(&format!("# Q502 Paxos\n\n## Trade-offs\n\n{french}\n"));
        assert_eq!(title, "in French: not judged · 22 words");
    }

    #[test]
    fn what_the_author_waives_is_not_missing() {
        let (_, title) = shown(&format!(
            "# Q502 Paxos\n\n<!-- tradeoff-ignore omitted-cost: a thought experiment -->\n## Trade-offs\n\n{WEIGHED}"
        ));
        assert_eq!(title, "consistency ✓  latency ✓  cost ignored · 21 words");
    }

    #[test]
    fn every_answer_has_its_own() {
        let fixture = Fixture::new("# Q501 Raft\n\nText.\n\n# Q502 Paxos\n\nMore text.\n");
        let lenses = shown_at(HintStage::Off, &fixture);
        let expected =
            [("# Q501 Raft", "no trade-off section · 1 word"), ("# Q502 Paxos", "no trade-off section · 2 words")];
        assert_eq!(lenses, expected.map(|(above, title)| (above.to_owned(), title.to_owned())));
    }

    #[test]
    fn the_length_of_one_answer_is_what_its_lens_says() {
        let fixture = Fixture::new("# Q501 Raft\n\nText.\n\n# Q502 Paxos\n\nMore text.\n\n<!-- a prompt -->\n");
        assert_eq!(
            [501, 502, 503].map(|question| fixture.view(|view| length_of(view, question))),
            [Some(1), Some(2), None]
        );
        let excluded = Fixture::new("# Q501 Raft\n\nText.\n").configured("exclude = ['answer.md']");
        assert_eq!(excluded.view(|view| length_of(view, 501)), None);
    }

    #[test]
    fn without_a_title_it_stands_above_the_number() {
        assert_eq!(shown("---\nquestion: 502\n---\nText.\n").0, "502");
        assert_eq!(shown_at(HintStage::Off, &Fixture::new("Text.\n").at("q502.md"))[0].0, "");
        assert_eq!(shown("Q502 Paxos\nand more\n====\n\nText.\n").0, "Q502 Paxos");
    }

    #[test]
    fn other_documents_have_none() {
        assert_eq!(shown_at(HintStage::Full, &Fixture::new("# Home\n\nText.\n")), []);
        let excluded = Fixture::new("# Q501 Raft\n\nText.\n").configured("exclude = ['answer.md']");
        assert_eq!(shown_at(HintStage::Full, &excluded), []);
    }
}
