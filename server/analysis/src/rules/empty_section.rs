//! `empty-section`: a heading with nothing under it.
//!
//! Looks at the source rather than at the prose: code, an image, a formula or a table says something, too.

use super::Severity;
use super::context::{AnswerContext, Findings, Report};
use super::placeholder::{is_dots, is_whole};
use super::registry::{Check, Docs, Rule};
use crate::bank::{fold, fold_alike};
use crate::considerations::{LEARNED, Verdict, named_by_label};
use crate::markdown::{Block, BlockKind, Heading};
use crate::text::{Span, slice};

pub(super) const RULE: Rule = Rule {
    name: "empty-section",
    severity: Severity::Warning,
    since: "0.1.0",
    fix: None,
    docs: Docs {
        what: "A heading has nothing under it but placeholders and comments.",
        why: "It promises something and keeps it back. Most are left over from a skeleton, and a reader cannot know whether the point was forgotten or not worth a sentence.",
        fails: "# Q501 Raft\n\nA leader takes all writes and copies them to a majority.\n\n## When a step fails\n\n<!-- for each step, what is seen and what repairs it -->\n\n## Trade-offs\n\nFollower reads may be 300 ms old, leader reads wait 40 ms longer, a fifth node costs 90 USD a month.\n",
        passes: "# Q501 Raft\n\nA leader takes all writes and copies them to a majority.\n\n## When a step fails\n\nA follower that hears nothing for 300 ms asks for votes.\n\n## Trade-offs\n\nFollower reads may be 300 ms old, leader reads wait 40 ms longer, a fifth node costs 90 USD a month.\n",
        fix: "Write the section, or take its heading out. Headings that have headings below them, headings that name a required consideration in a trade-off section (`unargued-consideration` speaks about those), long headings that say something themselves, and tables of contents are left alone.",
    },
    check: Check::Answer(check),
};

/// Titles of tables of contents, which tools fill in.
const CONTENTS: [&str; 4] = ["contents", "table of contents", "toc", "on this page"];

/// A heading of more words says something by itself.
const MAX_WORDS: usize = 8;

fn check(context: &AnswerContext<'_>, findings: &mut Findings<'_>) {
    let answer = &context.report.answer;
    if !answer.has_prose {
        return;
    }
    let markdown = context.file.markdown;
    for (index, heading) in markdown.headings_in(answer.span) {
        if !is_checked(context, index) {
            continue;
        }
        let Some(section) = own_text(context, index) else { continue };
        let found = content(context, section);
        if found.says_something || is_judged_elsewhere(context, index) {
            continue;
        }
        let but = match found {
            Content { has_placeholder: true, .. } => " but a placeholder",
            Content { has_comment: true, .. } => " but a comment",
            Content { .. } => "",
        };
        let message = format!("nothing stands under this heading{but}; write the section or take the heading out");
        findings.report(&RULE, Report::new(heading.span, message));
    }
}

/// Whether the heading at `index` is one that needs something under it.
fn is_checked(context: &AnswerContext<'_>, index: usize) -> bool {
    let markdown = context.file.markdown;
    let heading = &markdown.headings[index];
    let answer = &context.report.answer;
    // A bold line may be a sentence, and a file's name stands nowhere in the text.
    if matches!(heading.level, Heading::BOLD | Heading::FILE) || heading.text.is_empty() {
        return false;
    }
    let holds_number = answer.sources.iter().any(|source| heading.span.contains_range(source.span));
    if answer.heading == Some(index) || (holds_number && answer.sources[0].span != heading.span) {
        return false;
    }
    let text = markdown.heading_text(heading);
    let says_something = text.split_whitespace().count() > MAX_WORDS || text.trim_end().ends_with('.');
    let is_contents = CONTENTS.iter().any(|title| fold_alike(text, title));
    !says_something && !is_contents && !is_quoted(context.file.input.text, heading)
}

/// Whether the heading stands in a quote or in a list, where it is no heading of the answer's.
fn is_quoted(text: &str, heading: &Heading) -> bool {
    let before = &text[..usize::from(heading.span.start())];
    let line = before.rfind(['\n', '\r']).map_or(before, |at| &before[at + 1..]);
    !line.trim_start_matches('\u{feff}').trim().is_empty()
}

/// What stands between the heading at `index` and the next; `None` when that one stands below it and is what this
/// section consists of.
fn own_text(context: &AnswerContext<'_>, index: usize) -> Option<Span> {
    let headings = &context.file.markdown.headings;
    let (heading, end) = (&headings[index], context.report.answer.span.end());
    let mut inside = headings[index + 1..].iter().take_while(|next| next.span.start() < end);
    let next = inside.find(|next| next.level != Heading::BOLD);
    match next {
        Some(next) if next.level > heading.level => None,
        Some(next) => Some(Span::new(heading.span.end(), next.span.start())),
        None => Some(Span::new(heading.span.end(), end)),
    }
}

/// What stands in a section.
#[derive(Clone, Copy, Debug, Default)]
struct Content {
    says_something: bool,
    has_placeholder: bool,
    has_comment: bool,
}

fn content(context: &AnswerContext<'_>, section: Span) -> Content {
    let markdown = context.file.markdown;
    let text = context.file.input.text;
    let mut found = Content::default();
    let mut ignored: Vec<Span> = Vec::new();
    let first = markdown.comments.partition_point(|comment| comment.span.start() < section.start());
    let from_there = markdown.comments[first..].iter();
    let comments = from_there.take_while(|comment| comment.span.start() <= section.end());
    for comment in comments.filter(|comment| section.contains_range(comment.span)) {
        found.has_comment = true;
        found.says_something |= is_directive(slice(text, comment.span));
        ignored.push(comment.span);
    }
    let first = markdown.blocks.partition_point(|block| block.span.start() < section.start());
    let inside = |block: &&Block| section.contains_range(block.span);
    for block in markdown.blocks[first..].iter().take_while(inside) {
        let is_head = block.kind == BlockKind::TableHead;
        let is_placeholder = !is_head && is_placeholder(context, block);
        if !is_head && !is_placeholder && markdown.prose.slice(block.text).contains(char::is_alphabetic) {
            // Whatever else stands there, this is more than marks.
            return Content { says_something: true, ..found };
        }
        found.has_placeholder |= is_placeholder;
        if is_head || is_placeholder {
            ignored.push(block.span);
        }
    }
    ignored.sort_by_key(|span| span.start());
    let mut at = section.start();
    for span in ignored.into_iter().chain([Span::empty(section.end())]) {
        let between = Span::new(at.min(span.start()), span.start());
        found.says_something |= has_text(slice(text, between));
        at = at.max(span.end());
    }
    found
}

/// Whether a comment stands for text that a tool puts there.
fn is_directive(comment: &str) -> bool {
    let inner = comment.trim_start_matches(['<', '!', '-', '{', '/', '*']).trim_start().to_ascii_lowercase();
    inner.starts_with(['#', '@'])
        || ["include", "import", "embed", "toc", "start doctoc"].iter().any(|word| inner.starts_with(word))
}

fn is_placeholder(context: &AnswerContext<'_>, block: &Block) -> bool {
    let markdown = context.file.markdown;
    let keeps_place = |text: &str| text.is_empty() || is_dots(text) || is_whole(text, context.subjects());
    match markdown.cells(block) {
        [] => keeps_place(markdown.prose.slice(block.text)),
        cells => cells.iter().all(|&cell| keeps_place(markdown.prose.slice(cell))),
    }
}

/// Whether anything but the marks of empty lists, tables, quotes and rules stands in `text`.
fn has_text(text: &str) -> bool {
    let is_mark = |character: char| character.is_whitespace() || "-*_>|:+=[]#`".contains(character);
    text.split(['\n', '\r']).any(|line| {
        let line = line.trim_start_matches(|character: char| character.is_whitespace() || character == '>');
        let numbered = line.trim_start_matches(|character: char| character.is_ascii_digit());
        let item = numbered.strip_prefix(['.', ')']).filter(|_| numbered.len() < line.len());
        // A fence opens code, even if the code is empty.
        line.starts_with("```") || !item.unwrap_or(line).chars().all(is_mark)
    })
}

/// Whether the finding would say again what the rules about considerations say: the heading names one that is
/// required, or is that of a trade-off section in which one is missing.
fn is_judged_elsewhere(context: &AnswerContext<'_>, index: usize) -> bool {
    let markdown = context.file.markdown;
    let heading = &markdown.headings[index];
    let sections = &context.report.tradeoff_sections;
    let Some(section) = sections.iter().find(|section| section.span.contains_range(heading.span)) else {
        return false;
    };
    let judgements = &context.report.judgements;
    if section.heading == index {
        return judgements.iter().any(|(_, judgement)| judgement.verdict != Verdict::Argued);
    }
    let text = markdown.heading_text(heading);
    let named = named_by_label(&text.to_ascii_lowercase());
    let padded = format!(" {} ", fold(text));
    judgements.iter().any(|(id, _)| {
        let consideration = context.file.input.settings.consideration(*id);
        let mut spellings = consideration.terms.iter().chain([&consideration.title]);
        let is_learned = usize::from(id.0) < LEARNED.len();
        is_learned && named.contains(&usize::from(id.0))
            || spellings.any(|name| padded.contains(&format!(" {} ", fold(name))))
    })
}

#[cfg(test)]
mod tests {
    use crate::rules::testing::{check, messages, rule_names};

    const TRADEOFFS: &str = "## Trade-offs\nA reader may see the old price for 3 s. Every save waits 40 ms for the slowest replica.\nThree nodes cost 270 USD a month.\n";

    /// Checks a document whose body under the title is `body`, with a good trade-off section after it.
    fn check_body(body: &str) {
        check(&format!("# Q501 Raft\nA leader takes all writes.\n{body}{TRADEOFFS}"));
    }

    #[test]
    fn nothing_at_all() {
        check_body("## Failure\n^^^^^^^^^^ empty-section\n\n");
        check_body("\nFailure\n^^^^^^^ empty-section\n-------\n");
    }

    #[test]
    fn comments_and_placeholders_are_nothing() {
        check_body("## Failure\n^^^^^^^^^^ empty-section\n<!-- for each step -->\n\n");
        let text =
            |body: &str| messages(&format!("# Q501\n\nText.\n\n## Failure\n\n{body}\n\n{TRADEOFFS}")).remove(0);
        assert!(text("<!-- a prompt -->").contains("but a comment"));
        for placeholder in [
            "TODO",
            "...",
            "- TBD",
            "> tbd",
            "1. …",
            "- [ ] TODO",
            "8 min: what each part's death does, and what heals it.",
        ] {
            assert!(text(placeholder).contains("but a placeholder"), "{placeholder}");
        }
        assert!(text("- \n- \n\n---").starts_with("nothing stands under this heading;"));
    }

    #[test]
    fn a_table_without_rows_is_nothing() {
        check_body(
            "## Options\n^^^^^^^^^^ empty-section\n<!-- a figure in every cell -->\n\n| Criterion | | |\n| --- | --- | --- |\n\n",
        );
        check_body("## Options\n^^^^^^^^^^ empty-section\n| A | B |\n| --- | --- |\n| | |\n\n");
        check_body("## Options\n| A | B |\n| --- | --- |\n| 1 | |\n\n");
    }

    #[test]
    fn what_is_no_prose_says_something() {
        for body in [
            "```\nelect()\n```",
            "    indented code",
            "![](raft.png)",
            "$$x = y$$",
            "<img src=\"raft.png\">",
            "<https://raft.github.io>",
            "> quoted",
            "- item",
            "1. step",
            "42",
            "✓",
            "~~nothing~~",
            "{{< figure raft >}}",
            "[raft]: https://raft.github.io",
            "<!-- include: raft.md -->",
            "**Nobody loses a write**",
            "<details><summary>More</summary></details>",
        ] {
            check_body(&format!("## Failure\n{body}\n\n"));
        }
    }

    #[test]
    fn a_heading_with_headings_below_it_has_something() {
        check_body("## Failure\n### Leader\nA follower asks for votes.\n");
        check_body("## Failure\n### Leader\n^^^^^^^^^^ empty-section\n### Follower\n^^^^^^^^^^^^ empty-section\n");
    }

    #[test]
    fn headings_that_say_something_themselves() {
        check_body("## A follower that hears nothing for 300 ms asks for votes\n");
        check_body("## Nobody waits.\n");
        check_body("## Table of contents\n");
        check_body("> ## Failure\n\n");
        check_body("**Failure**\n\n");
    }

    #[test]
    fn the_question_is_no_section() {
        check("# Q501 Raft\n\n# Q502 Paxos\n");
        check("---\nquestion: 501\n---\n# Raft\n\n## Trade-offs\n".replace("## Trade-offs\n", TRADEOFFS).as_str());
        check(&format!("# Notes\n\n## Q501 Raft\nText.\n#{TRADEOFFS}\n## Q502 Paxos\n"));
    }

    #[test]
    fn an_answer_without_prose_is_unanswered() {
        check("# Q501 Raft\n\n## Failure\n\n<!-- a prompt -->\n\n## Scope\n");
    }

    #[test]
    fn each_answer_of_a_file() {
        let answer =
            |question: &str| format!("# {question}\nText.\n## Failure\n^^^^^^^^^^ empty-section\n{TRADEOFFS}");
        check(&format!("{}\n{}", answer("Q501 Raft"), answer("Q502 Paxos")));
        check(&format!("# Q501 Raft\nText.\n{TRADEOFFS}## End\n^^^^^^ empty-section\n\n# Q502 Paxos\n"));
    }

    #[test]
    fn headings_of_considerations_are_judged_elsewhere() {
        check(
            "# Q501 Raft\n## Trade-offs\nA reader may see the old price for 3 s. Every save waits 40 ms for a quorum.\n### Cost\n    ^^^^ unargued-consideration\n",
        );
        check(&format!(
            "# Q501 Raft\n{TRADEOFFS}\n### Latency and cost\n\n### Given up\n^^^^^^^^^^^^ empty-section\n"
        ));
        check_body("## Cost\n^^^^^^^ empty-section\n");
    }

    #[test]
    fn an_empty_trade_off_section_is_judged_elsewhere() {
        let names = rule_names("# Q501 Raft\n\nText.\n\n## Trade-offs\n");
        assert!(names.iter().all(|name| name.starts_with("omitted-")), "{names:?}");
    }

    #[test]
    fn windows_line_endings() {
        let text = format!("# Q501 Raft\n\nText.\n\n## Failure\n\n<!-- a prompt -->\n\n{TRADEOFFS}");
        assert_eq!(rule_names(&text.replace('\n', "\r\n")), ["empty-section"]);
    }

    #[test]
    fn a_comment_with_a_reason_silences_it() {
        check_body("## Failure\n<!-- tradeoff-ignore empty-section: asked the storage team -->\n\n");
        check_body("<!-- tradeoff-ignore empty-section: asked the storage team -->\n## Failure\n\n");
    }
}
