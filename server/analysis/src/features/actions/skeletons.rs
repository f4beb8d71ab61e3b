//! The headings of all considerations that a trade-off section lacks, at once.

use super::{Action, ActionEffect, ActionKind};
use crate::features::View;
use crate::features::diagnostics::diagnostics;
use crate::fixing::rank;
use crate::rules::{Finding, TextEdit, consideration_of};
use crate::text::Span;

/// The offer to insert them: as a quick fix where the selection touches one of the omissions and there are others;
/// for whoever asks, also elsewhere in a trade-off section.
pub(super) fn missing<'a>(
    view: View<'a>,
    touched: &[&'a Finding],
    selection: Span,
    invoked: bool,
) -> Option<Action<'a>> {
    let answer = view.answer_at(selection.start())?;
    let is_here = touched.iter().any(|finding| consideration_of(&finding.rule).is_some());
    let mut sections = answer.tradeoff_sections.iter();
    let is_inside = sections.any(|section| section.span.contains_inclusive(selection.start()));
    let is_wanted = is_here || (invoked && is_inside);
    if !is_wanted {
        return None;
    }
    let mut omissions: Vec<&Finding> = diagnostics(view)
        .filter(|finding| answer.answer.span.contains_range(finding.span) && finding.fix.is_some())
        .filter(|finding| consideration_of(&finding.rule).is_some())
        .collect();
    omissions.sort_by_key(|finding| rank(view.input, &finding.rule));
    if omissions.len() < if is_here { 2 } else { 1 } {
        return None;
    }
    let mut edits: Vec<TextEdit> = Vec::new();
    for edit in omissions.iter().filter_map(|finding| finding.fix.as_ref()).flat_map(|fix| &fix.edits) {
        match edits.iter_mut().find(|known| known.span == edit.span) {
            Some(known) => known.text.push_str(&edit.text),
            None => edits.push(edit.clone()),
        }
    }
    edits.sort_by_key(|edit| edit.span.start());
    let settings = view.input.settings;
    let titles = omissions.iter().filter_map(|finding| {
        let id = settings.consideration_id(consideration_of(&finding.rule)?)?;
        Some(settings.consideration(id).title.as_str())
    });
    let title = match titles.collect::<Vec<_>>().as_slice() {
        [first @ .., last] if !first.is_empty() => {
            format!("Insert headings for {} and {last}", first.join(", "))
        }
        titles => format!("Insert a heading for {}", titles.concat()),
    };
    let kind = if is_here { ActionKind::QuickFix } else { ActionKind::Refactor };
    let findings = if is_here { omissions } else { Vec::new() };
    Some(Action { findings, ..Action::new(kind, title, ActionEffect::Edits(edits)) })
}

#[cfg(test)]
mod tests {
    use super::super::tests::{chosen, titles};
    use super::*;
    use crate::features::actions;
    use crate::features::testing::Fixture;

    const SKELETON: &str = "\n\n### Consistency\n\n<!-- What may readers and writers observe, and for how long? -->\n\n### Latency\n\n<!-- Who waits for what, how long, at median and tail? -->\n\n### Cost\n\n<!-- What is paid in money, machines and people's time? -->";

    #[test]
    fn all_are_inserted_in_the_order_of_the_configuration() {
        let text = "# Q501 Raft\n\n## Trade$0-offs\n\nIt is fine.\n";
        let after = text.replace("$0", "").trim_end().to_owned() + SKELETON + "\n";
        assert_eq!(chosen(&Fixture::new(text), "Insert headings for Consistency, Latency and Cost"), after);
        assert_eq!(
            chosen(&Fixture::new(&text.replace('\n', "\r\n")), "Insert headings"),
            after.replace('\n', "\r\n")
        );
    }

    #[test]
    fn one_omission_has_a_fix_of_its_own() {
        let text = "# Q501 Raft\n\n## Trade$0-offs\n\nA reader may see the old price for 3 s. Every save waits 40 ms for a quorum.\n";
        assert_eq!(titles(&Fixture::new(text)), ["Insert a Cost heading with its prompt"]);
    }

    #[test]
    fn whoever_asks_gets_them_anywhere_in_the_section() {
        let fixture = Fixture::new("# Q501 Raft\n\nText.\n\n## Trade-offs\n\nIt is $0fine.\n");
        let at = Span::empty(fixture.cursor());
        let kinds = |invoked: bool, at: Span| {
            fixture.view(|view| {
                let actions = actions(view, at, invoked).into_iter();
                actions.filter(|action| action.title.starts_with("Insert")).map(|one| one.kind).collect::<Vec<_>>()
            })
        };
        assert_eq!(kinds(true, at), [ActionKind::Refactor]);
        assert_eq!(kinds(false, at), []);
        assert_eq!(kinds(true, Span::default()), []);
    }
}
