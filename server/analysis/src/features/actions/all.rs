//! Fix all: everything in a document that can be mended without asking.

use super::{Action, ActionEffect, ActionKind};
use crate::features::View;
use crate::features::diagnostics::diagnostics;
use crate::fixing::{Scope, fix};
use crate::rules::{Applicability, TextEdit};
use crate::text::Offset;

const TITLE: &str = "Fix all that can be fixed safely";

/// The offer to fix all in a document that answers something. Where there is nothing to fix it says so.
pub fn offer(view: View<'_>) -> Option<Action<'_>> {
    view.analysis.answers.first()?;
    let is_safe = |applicability| applicability == Applicability::Safe;
    let can_fix =
        diagnostics(view).any(|finding| finding.fix.as_ref().is_some_and(|fix| is_safe(fix.applicability)));
    let effect = if can_fix {
        ActionEffect::FixAll
    } else {
        ActionEffect::Disabled("there is nothing that can be fixed safely")
    };
    Some(Action::new(ActionKind::FixAll, TITLE.to_owned(), effect))
}

/// The edits that fix all, in the file that holds `position`. Several rounds of fixing may have gone into them.
pub fn fix_all(view: View<'_>, position: Offset) -> Vec<TextEdit> {
    // A document that the configuration excludes has findings that nobody sees.
    if diagnostics(view).next().is_none() {
        return Vec::new();
    }
    let parts = &view.analysis.markdown.parts;
    let part = parts.iter().position(|part| part.span.contains_inclusive(position));
    let fixed = fix(view.input, view.analysis, Scope { up_to: Applicability::Safe, part });
    fixed.map(|fixed| fixed.edits).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::features::testing::Fixture;
    use crate::fixing::apply;

    fn fixed(fixture: &Fixture) -> String {
        fixture.view(|view| apply(fixture.text(), &fix_all(view, Offset::new(0))))
    }

    fn effect(fixture: &Fixture) -> ActionEffect {
        fixture.view(|view| offer(view).expect("it is an answer").effect)
    }

    #[test]
    fn what_is_safe_is_fixed_wherever_it_stands() {
        let text = "# Q501 Raft\n\n<!-- tradeoff-ignore nonsense: x -->\n\nText.\n\n<!-- tradeoff-ignore -->\n";
        let fixture = Fixture::new(text);
        assert_eq!(fixed(&fixture), "# Q501 Raft\n\nText.\n");
        assert_eq!(effect(&fixture), ActionEffect::FixAll);
    }

    #[test]
    fn what_needs_a_look_stays() {
        let fixture = Fixture::new("# Q501 Raft\n\nText.\n");
        assert_eq!(fixed(&fixture), fixture.text());
        assert!(matches!(effect(&fixture), ActionEffect::Disabled(_)));
    }

    #[test]
    fn excluded_documents_are_left_alone() {
        let fixture =
            Fixture::new("# Q501 Raft\n\n<!-- tradeoff-ignore -->\n").configured("exclude = ['answer.md']");
        assert_eq!(fixed(&fixture), fixture.text());
    }
}
