//! "Mark as answer to 501", on a file whose number might be ours.

use super::{Action, ActionEffect, ActionKind};
use crate::features::View;
use crate::markdown::{FrontMatter, FrontMatterKind};
use crate::rules::TextEdit;
use crate::text::{LineIndex, Span, newline_of, offset};

/// "Mark as answer to 501", on the line of the number that might be ours.
pub(super) fn mark_as_answer(view: View<'_>, selection: Span) -> Option<Action<'_>> {
    let candidate = view.analysis.candidate?;
    let text = view.input.text;
    let index = LineIndex::new(text);
    let line = index.line_span(index.line(candidate.span.start()));
    line.intersect(selection)?;
    let edit = number_edit(text, view.analysis.markdown.front_matter.as_ref(), candidate.question)?;
    let title = format!("Mark as answer to {}", candidate.question);
    Some(Action::new(ActionKind::QuickFix, title, ActionEffect::Edits(vec![edit])))
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

#[cfg(test)]
mod tests {
    use super::super::tests::{applied, titles};
    use crate::features::testing::Fixture;

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
