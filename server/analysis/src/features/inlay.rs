//! Verdicts right where they come from: behind the words that argue something, and behind headings that name a
//! consideration.
//!
//! For those who want to see how their text is read while they write it. Switched off unless asked for.

use std::fmt::Write as _;

use super::markup::escaped;
use super::{View, first_line};
use crate::analyse::AnswerReport;
use crate::bank::fold;
use crate::considerations::{Judgement, Verdict};
use crate::text::{Offset, Span, offset, slice};

/// A few words behind a place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Inlay {
    /// Where they stand.
    pub position: Offset,
    /// `latency argued`.
    pub label: String,
    /// Why, in Markdown.
    pub tooltip: String,
}

/// The verdicts to show within `range`, in order.
pub fn inlays(view: View<'_>, range: Span) -> Vec<Inlay> {
    if view.is_excluded() {
        return Vec::new();
    }
    let near = view.analysis.answers.iter().filter(|report| report.answer.span.intersect(range).is_some());
    let mut inlays: Vec<Inlay> = near
        .flat_map(|report| evidence(view, report).chain(headings(view, report)))
        .filter(|inlay| range.contains_inclusive(inlay.position))
        .collect();
    inlays.sort_by_key(|inlay| inlay.position);
    inlays.dedup_by(|next, first| {
        let is_same_place = next.position == first.position;
        if is_same_place {
            first.label = format!("{}, {}", first.label, next.label);
            first.tooltip = format!("{}\n\n{}", first.tooltip, next.tooltip);
        }
        is_same_place
    });
    inlays
}

/// The judgements that count, with the consideration's title.
fn judged<'a>(view: View<'a>, report: &'a AnswerReport) -> impl Iterator<Item = (&'a str, &'a Judgement)> {
    let settings = view.input.settings;
    report.judged().map(|(id, judgement)| (settings.consideration(id).title.as_str(), judgement))
}

/// One behind each piece of evidence that is no heading: headings have their own.
fn evidence<'a>(view: View<'a>, report: &'a AnswerReport) -> impl Iterator<Item = Inlay> + 'a {
    let headings = &view.analysis.markdown.headings;
    let is_heading = |span: Span| headings.iter().any(|heading| heading.span.contains_range(span));
    judged(view, report).flat_map(move |(title, judgement)| {
        let prose = judgement.evidence.iter().filter(move |evidence| !is_heading(evidence.span));
        prose.map(move |evidence| Inlay {
            position: text_end(view.input.text, evidence.span),
            label: format!("{} {}", title.to_lowercase(), word(judgement.verdict)),
            tooltip: tooltip(title, &evidence.reason),
        })
    })
}

/// One behind each heading in a trade-off section that is a consideration's name.
fn headings<'a>(view: View<'a>, report: &'a AnswerReport) -> impl Iterator<Item = Inlay> + 'a {
    let markdown = &view.analysis.markdown;
    let is_weighing = |span: Span| {
        report.tradeoff_sections.iter().any(|section| section.span.contains_range(span) && section.title != span)
    };
    let headings = markdown.headings.iter().filter(move |heading| is_weighing(heading.span));
    headings.filter_map(move |heading| {
        let name = fold(markdown.heading_text(heading));
        let (title, judgement) = judged(view, report).find(|(title, _)| fold(title) == name)?;
        Some(Inlay {
            position: text_end(view.input.text, first_line(view.input.text, heading.span)),
            label: word(judgement.verdict).to_owned(),
            tooltip: tooltip(title, &judgement.reason),
        })
    })
}

fn word(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Argued => "argued",
        Verdict::Mentioned => "named only",
        Verdict::Missing => "missing",
    }
}

fn tooltip(title: &str, reason: &str) -> String {
    let mut tooltip = format!("**{}**", escaped(title));
    if !reason.is_empty() {
        let _ = write!(tooltip, ": {}", escaped(reason));
    }
    tooltip
}

/// The end of what `span` covers, without blanks and line endings behind it.
fn text_end(text: &str, span: Span) -> Offset {
    span.start() + offset(slice(text, span).trim_end().len())
}

#[cfg(test)]
mod tests {
    use super::super::testing::Fixture;
    use super::*;
    use crate::text::span;

    /// The text with every label in brackets at its place.
    fn shown_within(fixture: &Fixture, range: std::ops::Range<usize>) -> String {
        let inlays = fixture.view(|view| inlays(view, span(range)));
        let mut text = fixture.text().to_owned();
        for inlay in inlays.iter().rev() {
            text.insert_str(usize::from(inlay.position), &format!(" [{}]", inlay.label));
        }
        text
    }

    fn shown(text: &str) -> String {
        shown_within(&Fixture::new(text), 0..text.len())
    }

    /// Checks the labels of an answer to question 501 with a trade-off section: `marked` has them in brackets.
    fn check(marked: &str) {
        let mut text = marked.to_owned();
        while let (Some(start), Some(end)) = (text.find(" ["), text.find(']')) {
            text.replace_range(start..=end, "");
        }
        let document = |section: &str| format!("# Q501 Raft\n\n## Trade-offs\n\n{section}");
        assert_eq!(shown(&document(&text)), document(marked));
    }

    #[test]
    fn verdicts_stand_behind_their_evidence() {
        check(
            "A reader may see the old price for up to 3 s. [consistency argued] Every save waits 40 ms for the slowest replica. [latency argued]\n\nCost: TBD. [cost named only]\n",
        );
    }

    #[test]
    fn headings_have_the_verdict_of_what_they_name() {
        check("### Cost [named only]\n\nIt is a nice section.\n");
        check("### Latency [argued]\n\nEvery save waits 40 ms for the slowest replica. [latency argued]\n");
        let setext = "# Q501\n\n# Trade-offs\n\nLatency [missing]\n-------\n\nText.\n";
        assert_eq!(shown(&setext.replace(" [missing]", "")), setext.replace("missing", "named only"));
    }

    #[test]
    fn lists_tables_and_other_scripts() {
        check("- Every save waits 40 ms for the slowest replica. [latency argued]\r\n- 🦀 漢字\r\n");
    }

    #[test]
    fn only_what_is_in_the_range_is_shown() {
        let text = "# Q501 Raft\n\n## Trade-offs\n\n### Cost\n\n### Latency\n\nText.\n";
        let fixture = Fixture::new(text);
        let latency = text.find("### Latency").expect("it is there");
        assert_eq!(
            shown_within(&fixture, latency..text.len()),
            text.replace("### Latency", "### Latency [named only]")
        );
        assert_eq!(shown_within(&fixture, 0..20), text);
    }

    #[test]
    fn the_tooltip_says_why() {
        let fixture =
            Fixture::new("# Q501 Raft\n\n## Trade-offs\n\nA reader may see the old price for up to 3 s.\n");
        let inlays = fixture.view(|view| inlays(view, span(0..fixture.text().len())));
        assert_eq!(inlays.len(), 1, "{inlays:?}");
        assert!(inlays[0].tooltip.starts_with("**Consistency**: "), "{inlays:?}");
    }

    #[test]
    fn what_is_not_judged_is_not_shown() {
        let french = "# Q501\n\n## Trade-offs\n\n### Cost\n\nLe client attend que deux des trois copies aient répondu, et ce n'est pas grave pour nous dans la plupart des cas.\n";
        assert_eq!(shown(french), french);
        let other = "# Home\n\n## Trade-offs\n\nEvery save waits 40 ms for the slowest replica.\n";
        assert_eq!(shown(other), other);
    }
}
