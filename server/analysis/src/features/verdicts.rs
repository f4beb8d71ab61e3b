//! Where in an answer its verdicts can be shown.

use super::View;
use crate::analyse::AnswerReport;
use crate::bank::fold;
use crate::config::{Consideration, ConsiderationId};
use crate::considerations::{Judgement, LEARNED, named_by_label};
use crate::markdown::Heading;

/// The verdicts that can be trusted, with what they are about.
pub(super) fn verdicts<'a>(
    view: View<'a>,
    report: &'a AnswerReport,
) -> impl Iterator<Item = (ConsiderationId, &'a Consideration, &'a Judgement)> {
    report.judged().map(move |(id, judgement)| (id, view.input.settings.consideration(id), judgement))
}

/// The verdicts on what `heading` names, when it stands in a trade-off section and names nothing else.
pub(super) fn verdicts_of_heading<'a>(
    view: View<'a>,
    report: &'a AnswerReport,
    heading: &Heading,
) -> Vec<(ConsiderationId, &'a Consideration, &'a Judgement)> {
    let mut sections = report.tradeoff_sections.iter();
    let is_below = sections.any(|section| {
        section.span.contains_range(heading.span) && section.title != heading.span && !heading.span.is_empty()
    });
    if !is_below {
        return Vec::new();
    }
    let text = view.analysis.markdown.heading_text(heading);
    let named = named_by_label(&text.to_ascii_lowercase());
    let title = fold(text);
    let is_named = |(id, consideration, _): &(ConsiderationId, &Consideration, &Judgement)| {
        let index = usize::from(id.0);
        if index < LEARNED.len() && named.contains(&index) {
            return true;
        }
        let own = [&consideration.title, &consideration.name].into_iter().chain(&consideration.terms);
        own.into_iter().any(|name| fold(name) == title)
    };
    verdicts(view, report).filter(is_named).collect()
}
