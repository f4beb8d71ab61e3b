//! `leftover-placeholder`: words that only kept a place until something is written there.

use super::Severity;
use super::context::{AnswerContext, Findings, Report};
use super::placeholder::{Subjects, find, instructions, is_dots, is_prompt, is_whole};
use super::registry::{Check, Docs, Rule};
use crate::considerations::Verdict;
use crate::markdown::{Block, BlockKind, PlainSpan};
use crate::text::{Span, slice, span};

pub(super) const RULE: Rule = Rule {
    name: "leftover-placeholder",
    severity: Severity::Warning,
    since: "0.1.0",
    fix: None,
    docs: Docs {
        what: "Words that keep a place were left in the prose: TODO, TBD, FIXME, XXX, `...` alone, `<fill in>`, `[insert a figure]`, lorem ipsum, or a skeleton's prompt as visible text.",
        why: "A reader meets a hole where the answer should be, and nobody knows whether it was noticed.",
        fails: "# Q501 Raft\n\nA leader takes all writes. TODO: say how it is elected.\n\n## Trade-offs\n\nFollower reads may be 300 ms old, leader reads wait 40 ms longer, a fifth node costs 90 USD a month.\n",
        passes: "# Q501 Raft\n\nA leader takes all writes. A follower that hears nothing for 300 ms asks for votes.\n\n## Trade-offs\n\nFollower reads may be 300 ms old, leader reads wait 40 ms longer, a fifth node costs 90 USD a month.\n",
        fix: "Write what belongs there, or take it out. Code and comments are never looked at, so a note to yourself can stay in `<!-- TODO: ... -->`. Words about such markers (\"a TODO app\", \"the state TODO\", \"TBD\" in quotation marks) are no placeholders, and where a consideration itself was put off (\"Cost: TBD\") `unargued-consideration` says so instead.",
    },
    check: Check::Answer(check),
};

fn check(context: &AnswerContext<'_>, findings: &mut Findings<'_>) {
    let markdown = context.file.markdown;
    let blocks: Vec<&Block> = context.blocks().collect();
    let subjects = context.subjects();
    let settings = context.file.input.settings;
    let unargued = unargued(context);
    let mut places: Vec<Span> = Vec::new();
    let mut heading = None;
    // Of the table that was looked at last: whether it is unfilled.
    let mut table: Option<(Option<usize>, bool)> = None;
    for (index, block) in blocks.iter().enumerate() {
        if matches!(block.kind, BlockKind::Heading(_)) {
            heading = Some(*block);
        }
        if is_unargued(&unargued, block, heading) {
            continue;
        }
        let whole = |part: PlainSpan| {
            let text = markdown.prose.slice(part);
            is_whole(text, subjects) || settings.is_prompt(text)
        };
        match block.kind {
            // A head may name a column of states, and a heading a list of what is open.
            BlockKind::TableHead => {}
            BlockKind::Heading(_) => places.extend(whole(block.text).then(|| markdown.prose.source(block.text))),
            BlockKind::TableRow => {
                let mut is_unfilled = || {
                    if table.is_none_or(|(head, _)| head != block.table_head) {
                        table = Some((block.table_head, is_unfilled(context, &blocks, index)));
                    }
                    has_label(context, block) && table.is_some_and(|(_, is_unfilled)| is_unfilled)
                };
                for (column, &cell) in markdown.cells(block).iter().enumerate() {
                    let is_missing = column > 0 && is_dots(markdown.prose.slice(cell)) && is_unfilled();
                    places.extend(in_part(context, cell, subjects, whole(cell) || is_missing));
                }
            }
            BlockKind::Paragraph | BlockKind::ListItem => {
                let is_missing = is_dots(markdown.prose.slice(block.text)) && stands_for_a_section(&blocks, index);
                places.extend(in_part(context, block.text, subjects, whole(block.text) || is_missing));
            }
        }
    }
    places.extend(tags(context));
    places.sort_by_key(|place| (place.start(), place.end()));
    places.dedup_by(|later, earlier| later.start() < earlier.end());
    for place in places {
        findings.report(&RULE, Report::new(place, message(slice(context.file.input.text, place))));
    }
}

fn message(written: &str) -> String {
    const SHOWN: usize = 40;
    let mut shown: String = written.split_whitespace().collect::<Vec<_>>().join(" ");
    if let Some((cut, _)) = shown.char_indices().nth(SHOWN) {
        shown.truncate(cut);
        shown.push('…');
    }
    if is_prompt(written) {
        return format!("\"{shown}\" is a prompt of the skeleton; answer it, or take it out");
    }
    format!("\"{shown}\" keeps a place; write what belongs here, or take it out")
}

/// The placeholders in a block or a cell: the whole of it, or those inside it that are no code.
fn in_part(context: &AnswerContext<'_>, part: PlainSpan, subjects: Subjects, is_whole: bool) -> Vec<Span> {
    let markdown = context.file.markdown;
    let text = markdown.prose.slice(part);
    let inside = if is_whole { Vec::new() } else { find(text, subjects) };
    let places = is_whole.then_some(part).into_iter().chain(inside.into_iter().map(|place| part.part(place)));
    places.map(|place| markdown.prose.source(place)).filter(|place| !is_code(context, *place)).collect()
}

fn is_code(context: &AnswerContext<'_>, place: Span) -> bool {
    let markdown = context.file.markdown;
    let is_in = |code: &[Span]| {
        let next = code.partition_point(|code| code.end() <= place.start());
        code.get(next).is_some_and(|code| code.start() < place.end())
    };
    !place.is_empty() && (is_in(&markdown.code_spans) || is_in(&markdown.code_blocks))
}

/// The words that `unargued-consideration` reports.
fn unargued(context: &AnswerContext<'_>) -> Vec<Span> {
    let judgements = context.report.judged().map(|(_, judgement)| judgement);
    let unargued = judgements.filter(|judgement| judgement.verdict == Verdict::Mentioned);
    unargued.filter_map(|judgement| judgement.evidence.first()).map(|evidence| evidence.words).collect()
}

/// Whether words that are reported as `unargued` stand in this block, or in the heading above it because of what
/// stands here.
fn is_unargued(unargued: &[Span], block: &Block, heading: Option<&Block>) -> bool {
    let mut blocks = [Some(block), heading].into_iter().flatten();
    blocks.any(|block| unargued.iter().any(|words| block.span.contains_range(*words)))
}

/// Whether the dots at `index` are all that stands under a heading. Elsewhere they say "and so on".
fn stands_for_a_section(blocks: &[&Block], index: usize) -> bool {
    let is_heading = |block: &&Block| matches!(block.kind, BlockKind::Heading(_));
    let starts = index.checked_sub(1).is_some_and(|before| is_heading(&blocks[before]));
    starts && blocks.get(index + 1).is_none_or(is_heading)
}

/// Whether no row of the table that the row at `index` belongs to has anything behind its label. In a table with
/// other rows, dots say "and so on".
fn is_unfilled(context: &AnswerContext<'_>, blocks: &[&Block], index: usize) -> bool {
    let markdown = context.file.markdown;
    let head = blocks[index].table_head;
    let mut rows = blocks.iter().filter(|block| block.kind == BlockKind::TableRow && block.table_head == head);
    rows.all(|row| markdown.cells(row).iter().skip(1).all(|&cell| is_empty(context, cell)))
}

fn has_label(context: &AnswerContext<'_>, row: &Block) -> bool {
    context.file.markdown.cells(row).first().is_some_and(|&first| !is_empty(context, first))
}

fn is_empty(context: &AnswerContext<'_>, cell: PlainSpan) -> bool {
    cell.is_empty() || is_dots(context.file.markdown.prose.slice(cell))
}

/// Placeholders like `<fill in>`, which Markdown takes for HTML.
fn tags(context: &AnswerContext<'_>) -> Vec<Span> {
    let markdown = context.file.markdown;
    let answer = context.report.answer.span;
    let front_matter = markdown.front_matter.as_ref().map(|front_matter| front_matter.span);
    let found =
        instructions(slice(context.file.input.text, answer), '<', '>').map(|place| span(place) + answer.start());
    let is_comment = |place: &Span| markdown.comments.iter().any(|comment| comment.span.contains_range(*place));
    let is_front_matter = |place: &Span| front_matter.is_some_and(|whole| whole.contains_range(*place));
    found.filter(|place| !is_comment(place) && !is_front_matter(place) && !is_code(context, *place)).collect()
}

#[cfg(test)]
mod tests {
    use crate::rules::testing::{check, messages, rule_names};

    const TRADEOFFS: &str = "## Trade-offs\nA reader may see the old price for 3 s. Every save waits 40 ms for the slowest replica.\nThree nodes cost 270 USD a month.\n";

    /// Checks a document whose body under the title is `body`, with a good trade-off section after it.
    fn check_body(body: &str) {
        check(&format!("# Q501 Raft\nA leader takes all writes.\n\n{body}\n{TRADEOFFS}"));
    }

    #[test]
    fn markers_in_a_paragraph() {
        check_body("TODO: say how it is elected.\n^^^^ leftover-placeholder\n");
        check_body("The p99 is TBD until March.\n           ^^^ leftover-placeholder\n");
        check_body("It is elected. FIXME by whom?\n               ^^^^^ leftover-placeholder\n");
        check_body("p99 = XXX ms, p50 = 3 ms.\n      ^^^ leftover-placeholder\n");
    }

    #[test]
    fn every_marker_is_reported_once() {
        check_body(
            "TODO: the p99 is TBD.\n^^^^ leftover-placeholder\n                 ^^^ leftover-placeholder\n",
        );
        check_body("[TODO: ask]\n ^^^^ leftover-placeholder\n");
    }

    #[test]
    fn orders_in_brackets() {
        check_body("It waits [insert a figure] ms.\n         ^^^^^^^^^^^^^^^^^ leftover-placeholder\n");
        check_body("It waits <fill in> ms.\n         ^^^^^^^^^ leftover-placeholder\n");
        check_body("<fill in the figure>\n^^^^^^^^^^^^^^^^^^^^ leftover-placeholder\n");
        check_body("It waits [insert sort](sort.md) and `<fill in>` and <b>bold</b> ms.\n");
        check_body("GET /users/<your name>/rows <https://example.com> <br>\n");
    }

    #[test]
    fn lorem_ipsum() {
        check_body("Lorem ipsum dolor sit amet, consectetur.\n^^^^^^^^^^^ leftover-placeholder\n");
    }

    #[test]
    fn prompts_of_the_skeleton() {
        check_body(
            "8 min: what each part's death does, and what heals it.\n^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ leftover-placeholder\n",
        );
        check_body("What gets worse, and for whom?\n^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ leftover-placeholder\n");
        check_body(
            "> What is paid in money, machines and people's time?\n  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ leftover-placeholder\n",
        );
        check_body("What gets worse, and for whom? The tail, for Sydney.\n");
        check_body("<!-- What gets worse, and for whom? -->\n");
        assert!(messages("# Q501\n\nWhat gets worse, and for whom?\n")[1].contains("a prompt of the skeleton"));
    }

    #[test]
    fn lists_and_quotes() {
        check_body("- one\n- TBD\n  ^^^ leftover-placeholder\n- [ ] TODO\n      ^^^^ leftover-placeholder\n");
        check_body("> TODO: say why\n  ^^^^ leftover-placeholder\n");
        check_body("1. elect\n2. ...\n3. commit\n");
    }

    #[test]
    fn tables() {
        check_body(
            "| step | wait |\n|---|---|\n| elect | TBD |\n          ^^^ leftover-placeholder\n| commit | 40 ms |\n",
        );
        check_body(
            "| step | wait |\n|---|---|\n| elect | ... |\n          ^^^ leftover-placeholder\n| commit | |\n",
        );
        check_body("| node | key |\n|---|---|\n| 1 | a |\n| ... | ... |\n| 9 | z |\n");
        check_body("| TODO | DOING | DONE |\n|---|---|---|\n| TODO | 1 | 2 |\n");
    }

    #[test]
    fn dots_alone_and_dots_in_between() {
        check(&format!(
            "# Q501 Raft\nText.\n## Failure\n^^^^^^^^^^ empty-section\n...\n^^^ leftover-placeholder\n{TRADEOFFS}"
        ));
        check_body("A waits...\n\n...\n\nand B as well … until it is free.\n");
    }

    #[test]
    fn markers_as_a_subject() {
        check_body("We design a TODO app. TODO items are rows; TODO then stays in the index.\n");
        check_body("Every card is in one of three states: TODO, DOING, DONE.\n");
        check_body("The linter counts \"TODO\" and 'TBD' and “FIXME”.\n");
        check_body("## TODO app\n\nIt has rows.\n");
    }

    #[test]
    fn code_and_comments_are_no_prose() {
        check_body(
            "Run `grep TODO: src` and `TBD`.\n\n```\n// TODO: elect\n```\n\n    FIXME: indented\n\n<!-- TODO: say why -->\n",
        );
        check_body("<!-- <fill in> -->\n\n~~TODO: say why~~\n");
    }

    #[test]
    fn front_matter_is_no_prose() {
        check(&format!("---\nquestion: 501\nauthor: <your name>\nnote: TODO\n---\n# Raft\nText.\n{TRADEOFFS}"));
    }

    #[test]
    fn a_consideration_that_was_put_off_is_reported_once() {
        let start = "# Q501 Raft\n## Trade-offs\nA reader may see the old price for 3 s. Every save waits 40 ms for the slowest replica.\n\n";
        check(&format!("{start}Cost: TBD.\n^^^^ unargued-consideration\n"));
        check(&format!("{start}- **Cost**: TODO\n    ^^^^ unargued-consideration\n"));
        check(&format!("{start}### Cost\n    ^^^^ unargued-consideration\nTBD\n"));
        check(&format!("{start}| | |\n|---|---|\n| Cost | TBD |\n  ^^^^ unargued-consideration\n"));
        check(&format!(
            "{start}Three nodes cost 270 USD a month.\n\n### Decision\n^^^^^^^^^^^^ empty-section\nTBD\n^^^ leftover-placeholder\n"
        ));
    }

    #[test]
    fn headings_that_keep_a_place() {
        check_body("## TBD\n   ^^^ leftover-placeholder\nA follower asks for votes.\n");
        check("# Q501 TODO\n\n# Q502 Paxos\n");
    }

    #[test]
    fn each_answer_of_a_file() {
        let answer =
            |question: &str| format!("# {question}\nTODO: say why.\n^^^^ leftover-placeholder\n{TRADEOFFS}");
        check(&format!("{}\n{}", answer("Q501 Raft"), answer("Q502 Paxos")));
    }

    #[test]
    fn windows_line_endings() {
        let text =
            format!("# Q501 Raft\n\nText, but\nTODO: say why.\n\n<fill in>\n\n{TRADEOFFS}").replace('\n', "\r\n");
        assert_eq!(rule_names(&text), ["leftover-placeholder"; 2]);
    }

    #[test]
    fn a_comment_with_a_reason_silences_it() {
        check_body("<!-- tradeoff-ignore leftover-placeholder: asked the storage team -->\nTODO: say why.\n");
        check_body(
            "| a | b |\n|---|---|\n| x | TBD <!-- tradeoff-ignore leftover-placeholder: asked the storage team --> |\n",
        );
    }
}
