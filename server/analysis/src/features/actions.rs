//! What an editor offers to do about a place.

use super::View;
use super::diagnostics::diagnostics;
use crate::markdown::{FrontMatter, FrontMatterKind};
use crate::rules::{Applicability, Finding, TextEdit};
use crate::text::{LineIndex, Span, newline_of, offset};

/// A change that is offered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Action<'a> {
    /// What it does, as an order with a capital letter.
    pub title: String,
    /// The finding that it mends; `None` for an offer that no finding asks for.
    pub finding: Option<&'a Finding>,
    /// Whether it is what one would almost always choose.
    pub preferred: bool,
    /// The edits, sorted, not overlapping.
    pub edits: Vec<TextEdit>,
}

/// The actions for `selection`: the fixes of all findings that it touches, and on a candidate the offer to mark
/// it as an answer.
pub fn actions(view: View<'_>, selection: Span) -> Vec<Action<'_>> {
    let touched = diagnostics(view).filter(|finding| finding.span.intersect(selection).is_some());
    let fixes = touched.filter_map(|finding| {
        let fix = finding.fix.as_ref()?;
        Some(Action {
            title: capitalised(&fix.title),
            finding: Some(finding),
            preferred: fix.applicability == Applicability::Safe,
            edits: fix.edits.clone(),
        })
    });
    fixes.chain(mark_as_answer(view, selection)).collect()
}

/// "Mark as answer to 501", on the line of the number that might be ours.
fn mark_as_answer(view: View<'_>, selection: Span) -> Option<Action<'_>> {
    let candidate = view.analysis.candidate?;
    let text = view.input.text;
    let index = LineIndex::new(text);
    let line = index.line_span(index.line(candidate.span.start()));
    line.intersect(selection)?;
    let edit = number_edit(text, view.analysis.markdown.front_matter.as_ref(), candidate.question)?;
    Some(Action {
        title: format!("Mark as answer to {}", candidate.question),
        finding: None,
        preferred: false,
        edits: vec![edit],
    })
}

/// Puts `question: 501` into the front matter, or such front matter before the text.
///
/// `None` where the author's front matter has that key already: what stands there is not ours to replace.
fn number_edit(text: &str, front_matter: Option<&FrontMatter>, number: u32) -> Option<TextEdit> {
    let newline = newline_of(text);
    let Some(front_matter) = front_matter else {
        let start = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
        let block = format!("---{newline}question: {number}{newline}---{newline}{newline}");
        return Some(TextEdit { span: Span::empty(offset(start)), text: block });
    };
    if front_matter.get("question").is_some() {
        return None;
    }
    let entry = match front_matter.kind {
        FrontMatterKind::Yaml => format!("question: {number}{newline}"),
        FrontMatterKind::Toml => format!("question = {number}{newline}"),
    };
    Some(TextEdit { span: Span::empty(front_matter.body.start()), text: entry })
}

fn capitalised(title: &str) -> String {
    let mut letters = title.chars();
    letters.next().map(char::to_uppercase).into_iter().flatten().chain(letters).collect()
}

#[cfg(test)]
mod tests {
    use super::super::testing::Fixture;
    use super::*;

    fn titles(fixture: &Fixture) -> Vec<String> {
        let at = Span::empty(fixture.cursor());
        fixture.view(|view| actions(view, at).into_iter().map(|action| action.title).collect())
    }

    /// The text after the only action at the cursor.
    fn applied(fixture: &Fixture) -> String {
        let at = Span::empty(fixture.cursor());
        fixture.view(|view| {
            let actions = actions(view, at);
            let [action] = actions.as_slice() else { panic!("one action, not {actions:?}") };
            let mut text = fixture.text().to_owned();
            for edit in action.edits.iter().rev() {
                text.replace_range(std::ops::Range::<usize>::from(edit.span), &edit.text);
            }
            text
        })
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
            ]
        );
    }

    #[test]
    fn nothing_is_offered_elsewhere() {
        assert_eq!(titles(&Fixture::new("# Q501 Raft\n\n## Trade-offs\n\nIt is $0fine.\n")), Vec::<String>::new());
        assert_eq!(titles(&Fixture::new("# Ho$0me\n")), Vec::<String>::new());
    }

    #[test]
    fn a_candidate_can_be_marked() {
        let fixture = |text: &str| Fixture::new(text).at("0501.md").without_configuration();
        assert_eq!(titles(&fixture("$0# Home\n")), ["Mark as answer to 501"]);
        assert_eq!(titles(&fixture("# Home\n\nFar $0below.\n")), Vec::<String>::new());
        assert_eq!(applied(&fixture("$0# Home\n")), "---\nquestion: 501\n---\n\n# Home\n");
        assert_eq!(
            applied(&fixture("\u{feff}$0# Home\r\n")),
            "\u{feff}---\r\nquestion: 501\r\n---\r\n\r\n# Home\r\n"
        );
    }

    #[test]
    fn marking_extends_the_front_matter_that_is_there() {
        let fixture = |text: &str| Fixture::new(text).at("0501.md").without_configuration();
        assert_eq!(applied(&fixture("$0---\ntitle: x\n---\n")), "---\nquestion: 501\ntitle: x\n---\n");
        assert_eq!(applied(&fixture("$0+++\ntitle = 'x'\n+++\n")), "+++\nquestion = 501\ntitle = 'x'\n+++\n");
        assert_eq!(titles(&fixture("$0---\nquestion: What is it?\n---\n")), Vec::<String>::new());
    }
}
