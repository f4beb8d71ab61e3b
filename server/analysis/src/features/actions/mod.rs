//! What an editor offers to do about a place.

mod all;
mod mark;
mod skeletons;
mod suppress;

use super::View;
use super::diagnostics::diagnostics;
use crate::rules::{Applicability, Finding, TextEdit};
use crate::text::{Offset, Span};

pub use all::{fix_all, offer as fix_all_offer};

/// A change that is offered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Action<'a> {
    /// Where an editor lists it.
    pub kind: ActionKind,
    /// What it does, as an order with a capital letter.
    pub title: String,
    /// The findings that it does something about; none for an offer that no finding asks for.
    pub findings: Vec<&'a Finding>,
    /// Whether it is what one would almost always choose.
    pub preferred: bool,
    /// What happens.
    pub effect: ActionEffect,
}

/// Where an editor lists an action.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ActionKind {
    /// Does something about a finding.
    QuickFix,
    /// Adds something that nobody complained about at this place.
    Refactor,
    /// Mends all findings of the document that can be mended safely.
    FixAll,
    /// Changes nothing.
    Other,
}

/// What an action does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ActionEffect {
    /// Edits, sorted, not overlapping.
    Edits(Vec<TextEdit>),
    /// The text is put in and what stands between its two parts is written by the author at once.
    Blank {
        /// Where.
        at: Offset,
        /// What stands before the blank.
        before: String,
        /// What the blank is for, and what it holds in editors that cannot put the cursor there.
        blank: &'static str,
        /// What stands behind it.
        after: String,
    },
    /// [`fix_all`], which an editor may leave for later.
    FixAll,
    /// The sheet of this question is shown.
    Sheet(u32),
    /// Nothing, for this reason.
    Disabled(&'static str),
}

impl Action<'_> {
    fn new(kind: ActionKind, title: String, effect: ActionEffect) -> Self {
        Self { kind, title, findings: Vec::new(), preferred: false, effect }
    }
}

/// The actions for `selection`: the fixes of all findings that it touches, ways to silence them, on a candidate the
/// offer to mark it as an answer. With `invoked`, when somebody asks what can be done here, also what no finding
/// asks for.
pub fn actions(view: View<'_>, selection: Span, invoked: bool) -> Vec<Action<'_>> {
    let touched: Vec<&Finding> =
        diagnostics(view).filter(|finding| finding.span.intersect(selection).is_some()).collect();
    let fixes = touched.iter().filter_map(|finding| {
        let fix = finding.fix.as_ref()?;
        Some(Action {
            kind: ActionKind::QuickFix,
            title: capitalised(&fix.title),
            findings: vec![finding],
            preferred: fix.applicability == Applicability::Safe,
            effect: ActionEffect::Edits(fix.edits.clone()),
        })
    });
    let mut actions: Vec<Action<'_>> = fixes.collect();
    actions.extend(skeletons::missing(view, &touched, selection, invoked));
    for action in touched.iter().flat_map(|finding| suppress::suppress(view, finding)) {
        // Findings of one rule in one block are silenced together.
        match actions.iter_mut().find(|known| known.title == action.title && known.effect == action.effect) {
            Some(known) => known.findings.extend(action.findings),
            None => actions.push(action),
        }
    }
    actions.extend(mark::mark_as_answer(view, selection));
    if invoked {
        actions.extend(sheet(view, selection));
    }
    actions
}

/// "Show the sheet of question 501".
fn sheet(view: View<'_>, selection: Span) -> Option<Action<'_>> {
    let number = view.answer_at(selection.start())?.answer.question;
    view.input.bank.get(number)?;
    Some(Action::new(
        ActionKind::Other,
        format!("Show the sheet of question {number}"),
        ActionEffect::Sheet(number),
    ))
}

fn capitalised(title: &str) -> String {
    let mut letters = title.chars();
    letters.next().map(char::to_uppercase).into_iter().flatten().chain(letters).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::features::testing::Fixture;
    use crate::fixing::apply;

    /// The titles of what is offered at the cursor, suppressions aside.
    pub(super) fn titles(fixture: &Fixture) -> Vec<String> {
        let at = Span::empty(fixture.cursor());
        let titles = fixture
            .view(|view| actions(view, at, false).into_iter().map(|action| action.title).collect::<Vec<_>>());
        titles.into_iter().filter(|title| !title.starts_with("Ignore ")).collect()
    }

    /// The text after the first action at the cursor whose title starts with `title`.
    pub(super) fn chosen(fixture: &Fixture, title: &str) -> String {
        let at = Span::empty(fixture.cursor());
        fixture.view(|view| {
            let actions = actions(view, at, true);
            let chosen = actions.iter().find(|action| action.title.starts_with(title));
            let Some(chosen) = chosen else { panic!("no {title} in {actions:?}") };
            let edits = match &chosen.effect {
                ActionEffect::Edits(edits) => edits.clone(),
                ActionEffect::Blank { at, before, blank, after } => {
                    vec![TextEdit { span: Span::empty(*at), text: format!("{before}{blank}{after}") }]
                }
                other => panic!("{other:?} changes nothing"),
            };
            apply(fixture.text(), &edits)
        })
    }

    /// The text after the only action at the cursor.
    pub(super) fn applied(fixture: &Fixture) -> String {
        assert_eq!(titles(fixture).len(), 1);
        chosen(fixture, "")
    }

    #[test]
    fn fixes_are_offered_where_their_finding_is() {
        let titles = titles(&Fixture::new("# Q501 Raft\n\n## Trade$0-offs\n\nIt is fine.\n"));
        assert_eq!(
            titles,
            [
                "Insert a Consistency heading with its prompt",
                "Insert a Cost heading with its prompt",
                "Insert a Latency heading with its prompt",
                "Insert headings for Consistency, Latency and Cost",
            ]
        );
    }

    #[test]
    fn nothing_is_offered_elsewhere() {
        assert_eq!(titles(&Fixture::new("# Q501 Raft\n\n## Trade-offs\n\nIt is $0fine.\n")), Vec::<String>::new());
        assert_eq!(titles(&Fixture::new("# Ho$0me\n")), Vec::<String>::new());
    }

    #[test]
    fn the_sheet_is_offered_to_whoever_asks() {
        let invoked = |text: &str| {
            let fixture = Fixture::new(text);
            let at = Span::empty(fixture.cursor());
            fixture.view(|view| {
                let titles = actions(view, at, true).into_iter().map(|action| action.title);
                titles.filter(|title| title.contains("sheet")).collect::<Vec<_>>()
            })
        };
        assert_eq!(invoked("# Q501 Raft\n\nTe$0xt.\n"), ["Show the sheet of question 501"]);
        assert_eq!(invoked("---\nquestion: 5011\n---\n\nTe$0xt.\n"), Vec::<String>::new());
        assert_eq!(invoked("# Ho$0me\n"), Vec::<String>::new());
    }
}
