//! What of an answer can be folded away.

use super::View;
use super::outline::{answers, has_lines, sections, without_blank_end};
use crate::analyse::AnswerReport;
use crate::markdown::{Block, BlockKind, Heading};
use crate::text::{Offset, Span, offset, slice};

/// Something that takes several lines and can be folded into its first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fold {
    /// All of it, its first line included.
    pub span: Span,
    /// What it is.
    pub kind: FoldKind,
}

/// What can be folded, from what is missed most to what is missed least where an editor takes only so many.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum FoldKind {
    /// The front matter.
    FrontMatter,
    /// A heading with all that it heads, by its level.
    Section(u8),
    /// A comment: a suppression, a skeleton's prompt.
    Comment,
    /// A block of code.
    Code,
    /// An item of a list with its sub-items, by its depth.
    Item(u8),
}

/// The folds of the file that lies `within` the text, in order, and at most `limit` of them; nothing for a document
/// without answers.
pub fn folds(view: View<'_>, within: Span, limit: usize) -> Vec<Fold> {
    let mut folds = Vec::new();
    if view.analysis.answers.is_empty() {
        return folds;
    }
    let text = view.input.text;
    let markdown = &view.analysis.markdown;
    let mut add = |span: Span, kind: FoldKind| {
        let span = without_blank_end(text, span);
        if within.contains_range(span) && has_lines(text, span) {
            folds.push(Fold { span, kind });
        }
    };
    if let Some(front_matter) = &markdown.front_matter {
        add(front_matter.span, FoldKind::FrontMatter);
    }
    for (report, span) in answers(view, within) {
        for section in sections(view, report, span) {
            if !matches!(section.heading.level, Heading::FILE | Heading::BOLD) {
                add(section.span, FoldKind::Section(section.heading.level));
            }
        }
        add_bold_sections(view, report, span, &mut add);
    }
    markdown.comments.iter().for_each(|comment| add(comment.span, FoldKind::Comment));
    markdown.code_blocks.iter().for_each(|code| add(*code, FoldKind::Code));
    for (first, block) in markdown.blocks.iter().enumerate() {
        if let Some(last) = item_end(&markdown.blocks, first) {
            let start = line_start(text, block.span);
            add(Span::new(start, markdown.blocks[last].span.end()), FoldKind::Item(block.list_depth));
        }
    }
    if folds.len() > limit {
        folds.sort_by_key(|fold| fold.kind);
        folds.truncate(limit);
    }
    folds.sort_by_key(|fold| (fold.span.start(), fold.kind));
    folds
}

/// A line in bold heads what follows only where it does so for the trade-offs: elsewhere it is as often a remark.
fn add_bold_sections(view: View<'_>, report: &AnswerReport, span: Span, add: &mut impl FnMut(Span, FoldKind)) {
    for section in sections(view, report, span).filter(|section| section.heading.level == Heading::BOLD) {
        let mut tradeoffs = report.tradeoff_sections.iter();
        if tradeoffs.any(|one| one.span.contains_range(section.heading.span)) {
            add(section.span, FoldKind::Section(Heading::BOLD));
        }
    }
}

/// The last block of the list item that starts with the block `first`, if one does.
fn item_end(blocks: &[Block], first: usize) -> Option<usize> {
    let depth = blocks[first].list_depth;
    // A second paragraph is led by the first of its own item; an item is led by what stands around its list.
    let continues = blocks[first].lead.is_some_and(|lead| blocks[lead].list_depth == depth);
    if depth == 0 || continues {
        return None;
    }
    let belongs = |block: &&Block| {
        let is_prose = !matches!(block.kind, BlockKind::Heading(_));
        is_prose && (block.list_depth > depth || block.list_depth == depth && block.lead == Some(first))
    };
    Some(first + blocks[first + 1..].iter().take_while(belongs).count())
}

/// The first byte of the line that `span` starts on.
fn line_start(text: &str, span: Span) -> Offset {
    let before = slice(text, Span::up_to(span.start()));
    offset(before.rfind(['\n', '\r']).map_or(0, |end| end + 1))
}

#[cfg(test)]
mod tests {
    use super::super::testing::Fixture;
    use super::*;

    /// Each fold as its kind, its first line and its last.
    fn found(fixture: &Fixture, limit: usize) -> Vec<(FoldKind, String, String)> {
        let folds = fixture.view(|view| folds(view, fixture.file(), limit));
        let lines = |fold: &Fold| {
            let mut lines = slice(fixture.text(), fold.span).lines();
            let first = lines.next().unwrap_or_default().to_owned();
            let last = lines.next_back().expect("a fold has several lines").to_owned();
            (fold.kind, first, last)
        };
        folds.iter().map(lines).collect()
    }

    fn check(text: &str, expected: &[(FoldKind, &str, &str)]) {
        for text in [text.to_owned(), text.replace('\n', "\r\n"), format!("\u{feff}{text}")] {
            let found = found(&Fixture::new(&text), usize::MAX);
            let found: Vec<_> = found
                .iter()
                .map(|(kind, first, last)| (*kind, first.trim_start_matches('\u{feff}'), last.as_str()))
                .collect();
            assert_eq!(found, expected, "{text:?}");
        }
    }

    use FoldKind::{Code, Comment, FrontMatter, Item, Section};

    #[test]
    fn front_matter_sections_comments_and_code_fold() {
        check(
            "---\nquestion: 501\n---\n# Raft\n\n🦀\n\n## Parts\n\n<!-- tradeoff-ignore omitted-cost:\nfree -->\n\n```\ncode\n```\n\n## Trade-offs\n\n**Cost**\n\nText.\n\n\n",
            &[
                (FrontMatter, "---", "---"),
                (Section(1), "# Raft", "Text."),
                (Section(2), "## Parts", "```"),
                (Comment, "<!-- tradeoff-ignore omitted-cost:", "free -->"),
                (Code, "```", "```"),
                (Section(2), "## Trade-offs", "Text."),
                (Section(7), "**Cost**", "Text."),
            ],
        );
    }

    #[test]
    fn each_answer_of_a_file_folds() {
        check(
            "# Q501 Raft\n\nText.\n\n# Q502 Paxos\n\nText.\n",
            &[(Section(1), "# Q501 Raft", "Text."), (Section(1), "# Q502 Paxos", "Text.")],
        );
    }

    #[test]
    fn items_fold_with_what_belongs_to_them() {
        check(
            "# Q501\n\n- one\n- two\n  more\n- three\n  - sub\n    - deep\n- four\n\n  second\n\nText.\n",
            &[
                (Section(1), "# Q501", "Text."),
                (Item(1), "- two", "  more"),
                (Item(1), "- three", "    - deep"),
                (Item(2), "  - sub", "    - deep"),
                (Item(1), "- four", "  second"),
            ],
        );
    }

    #[test]
    fn what_is_missed_least_goes_first_when_there_are_too_many() {
        let text = "---\nquestion: 501\n---\n# Raft\n\n- a\n  - b\n\n```\n\n```\n\n## Parts\n\nText.\n";
        let kinds = |limit: usize| {
            found(&Fixture::new(text), limit).into_iter().map(|(kind, ..)| kind).collect::<Vec<_>>()
        };
        assert_eq!(kinds(5), [FrontMatter, Section(1), Item(1), Code, Section(2)]);
        assert_eq!(kinds(4), [FrontMatter, Section(1), Code, Section(2)]);
        assert_eq!(kinds(2), [FrontMatter, Section(1)]);
        assert_eq!(kinds(0), []);
    }

    #[test]
    fn other_documents_do_not_fold() {
        check("# Home\n\nText.\n", &[]);
    }

    #[test]
    fn a_file_of_a_folder_folds_by_itself() {
        let fixture = Fixture::folder(&[("01.md", "# Raft\n\nText.\n"), ("02.md", "Text.\n\n## End\n\nText.\n")]);
        let folds = fixture.files().map(|file| fixture.view(|view| folds(view, file, usize::MAX)));
        let folds: Vec<_> = folds
            .map(|folds| folds.iter().map(|fold| slice(fixture.text(), fold.span)).collect::<Vec<_>>())
            .collect();
        assert_eq!(folds, [["# Raft\n\nText."], ["## End\n\nText."]]);
    }
}
