//! What a growing selection takes in: word, clause, block, sections, answer, document.

use super::View;
use super::outline::{answers, line_around, sections, without_blank_end};
use crate::considerations::{Scope, statements};
use crate::markdown::{Block, PlainSpan};
use crate::text::{Offset, Span, offset, slice};

/// The spans around `position`, each inside the next, from a word to the file that lies `within` the text. Nothing
/// for a document without answers.
pub fn selections(view: View<'_>, within: Span, position: Offset) -> Vec<Span> {
    if view.analysis.answers.is_empty() {
        return Vec::new();
    }
    let text = view.input.text;
    let mut spans = vec![Span::empty(position), word_around(text, position)];
    spans.extend(inside_front_matter(view, position));
    spans.extend(inside_block(view, position));
    spans.extend(inside_code_or_comment(view, position));
    for (report, span) in answers(view, within) {
        let around = sections(view, report, span).map(|section| section.span);
        spans.extend(around.filter(|span| span.contains_inclusive(position)));
        spans.push(span);
    }
    spans.push(without_blank_end(text, within));
    spans.push(within);
    nested(spans, position)
}

/// Those of `spans` that hold `position`, sorted from the innermost on; one that crosses its neighbours is left out.
fn nested(mut spans: Vec<Span>, position: Offset) -> Vec<Span> {
    spans.retain(|span| span.contains_inclusive(position));
    spans.sort_by_key(|span| span.len());
    let mut nested: Vec<Span> = Vec::with_capacity(spans.len());
    for span in spans {
        let fits = nested.last().is_none_or(|last| *last != span && span.contains_range(*last));
        if fits {
            nested.push(span);
        }
    }
    // The position itself is no selection, unless there is nothing else.
    if nested.len() > 1 && nested[0].is_empty() {
        nested.remove(0);
    }
    nested
}

/// The word at `position`, with the marks that combine with its letters; nothing between words.
fn word_around(text: &str, position: Offset) -> Span {
    let at = usize::from(position);
    let length_before =
        |text: &str| text.chars().rev().take_while(|&letter| is_word(letter)).map(char::len_utf8).sum();
    let length_after = |text: &str| text.chars().take_while(|&letter| is_word(letter)).map(char::len_utf8).sum();
    let (before, after): (usize, usize) = (length_before(&text[..at]), length_after(&text[at..]));
    Span::new(offset(at - before), offset(at + after))
}

fn is_word(letter: char) -> bool {
    // Apostrophes, joiners and the combining marks of the scripts that are decomposed in practice.
    let combines = matches!(letter, '\u{300}'..='\u{36f}' | '\u{200d}' | '\u{fe0f}' | '\u{20e3}');
    letter.is_alphanumeric() || combines || matches!(letter, '_' | '\'' | '’')
}

/// In the front matter: the value, its entry, all entries, the whole.
fn inside_front_matter(view: View<'_>, position: Offset) -> Vec<Span> {
    let Some(front_matter) = &view.analysis.markdown.front_matter else { return Vec::new() };
    if !front_matter.span.contains_inclusive(position) {
        return Vec::new();
    }
    let text = view.input.text;
    let entries = front_matter.entries.iter().flat_map(|entry| {
        [entry.key_span, entry.value_span, Span::new(entry.key_span.start(), entry.value_span.end())]
    });
    let whole = [front_matter.body, front_matter.span].map(|span| without_blank_end(text, span));
    entries.chain(whole).collect()
}

/// In a block of prose: the cell or clause, and the block.
fn inside_block(view: View<'_>, position: Offset) -> Vec<Span> {
    let markdown = &view.analysis.markdown;
    let after = markdown.blocks.partition_point(|block| block.span.start() <= position);
    let block = markdown.blocks[..after].iter().rev().find(|block| block.span.contains_inclusive(position));
    let Some(block) = block.filter(|block| !block.span.is_empty()) else { return Vec::new() };
    let source = |plain: PlainSpan| markdown.prose.source(plain);
    let cells = markdown.cells(block).iter().map(|cell| source(*cell));
    let within = [block.span];
    let clauses = statements(markdown, Scope { within: &within, without: &[] }).statements;
    let clauses = clauses.iter().map(|statement| source(statement.plain));
    let mut spans: Vec<Span> = cells.chain(clauses).collect();
    spans.push(source(block.text));
    spans.push(block.span);
    spans.extend(list_around(&markdown.blocks, after - 1));
    spans
}

/// The run of list items, whatever their depth, that the block `index` is one of.
fn list_around(blocks: &[Block], index: usize) -> Option<Span> {
    let is_item = |block: &&Block| block.list_depth > 0;
    let first = index + 1 - blocks[..=index].iter().rev().take_while(is_item).count();
    let last = index + blocks[index..].iter().take_while(is_item).count();
    (first < last).then(|| Span::new(blocks[first].span.start(), blocks[last - 1].span.end()))
}

/// In code or a comment: the line, and the whole.
fn inside_code_or_comment(view: View<'_>, position: Offset) -> Vec<Span> {
    let markdown = &view.analysis.markdown;
    let comments = markdown.comments.iter().map(|comment| comment.span);
    let mut spans =
        comments.chain(markdown.code_blocks.iter().copied()).chain(markdown.code_spans.iter().copied());
    let Some(whole) = spans.find(|span| span.contains_inclusive(position)) else { return Vec::new() };
    let line = line_around(view.input.text, position).intersect(whole).unwrap_or(whole);
    let indent = slice(view.input.text, line);
    let indent = Offset::of(&indent[..indent.len() - indent.trim_start().len()]);
    vec![Span::new(line.start() + indent, line.end()), line, whole]
}

#[cfg(test)]
mod tests {
    use super::super::testing::Fixture;
    use super::*;

    fn found(fixture: &Fixture) -> Vec<String> {
        let spans = fixture.view(|view| selections(view, fixture.file(), fixture.cursor()));
        assert!(spans.windows(2).all(|pair| pair[1].contains_range(pair[0]) && pair[0] != pair[1]), "{spans:?}");
        spans.iter().map(|span| slice(fixture.text(), *span).to_owned()).collect()
    }

    fn check(text: &str, expected: &[&str]) {
        let found = found(&Fixture::new(text));
        let missing: Vec<_> = expected.iter().filter(|part| !found.iter().any(|span| span == *part)).collect();
        assert_eq!(missing, Vec::<&&str>::new(), "{found:#?}");
        let order: Vec<_> = expected.iter().map(|part| found.iter().position(|span| span == part)).collect();
        assert!(order.is_sorted(), "{found:#?}");
    }

    #[test]
    fn prose_grows_from_the_word_to_the_document() {
        let text = "# Q501 Raft\n\n## Parts\n\nOne. The nai\u{308}ve l$0e\u{301}ader's *log* is 🦀. Three.\n\nEnd.\n\n## More\n\nx\n\n# Q502 Paxos\n";
        let plain = text.replace("$0", "");
        check(
            text,
            &[
                "le\u{301}ader's",
                "The nai\u{308}ve le\u{301}ader's *log* is 🦀.",
                "One. The nai\u{308}ve le\u{301}ader's *log* is 🦀. Three.",
                "## Parts\n\nOne. The nai\u{308}ve le\u{301}ader's *log* is 🦀. Three.\n\nEnd.",
                plain.split_once("\n\n# Q502").expect("it holds two answers").0,
                plain.trim_end(),
                &plain,
            ],
        );
    }

    #[test]
    fn tables_and_lists_grow_by_cell_row_item_and_list() {
        check("# Q501\n\n| a | b |\n|---|---|\n| c$0d e | f |\n", &["cd", "cd e", "cd e | f", "| cd e | f |"]);
        check(
            "# Q501\n\n- one. t$0wo.\n  - three\n- four\n",
            &["two", "two.", "one. two.", "one. two.\n  - three\n- four"],
        );
    }

    #[test]
    fn front_matter_code_and_comments_grow_by_their_own_parts() {
        check(
            "---\nquestion: 501\nstatus: dr$0aft\n---\n# Raft\n",
            &["draft", "status: draft", "question: 501\nstatus: draft", "---\nquestion: 501\nstatus: draft\n---"],
        );
        check("# Q501\r\n\r\n```\r\n  a $0b\r\nc\r\n```\r\n", &["b", "a b", "  a b", "```\r\n  a b\r\nc\r\n```"]);
        check("# Q501\n\n<!-- a b$0\nc -->\n", &["b", "<!-- a b", "<!-- a b\nc -->"]);
    }

    #[test]
    fn between_words_there_is_still_something() {
        for text in ["# Q501\n\n$0\n\nText.\n", "$0# Q501\n", "# Q501$0", "\u{feff}$0# Q501\n", "# Q501 $0\n"] {
            assert!(!found(&Fixture::new(text)).is_empty(), "{text}");
        }
    }

    #[test]
    fn other_documents_have_no_selections() {
        assert_eq!(found(&Fixture::new("# Ho$0me\n\nText.\n")), Vec::<String>::new());
    }

    #[test]
    fn a_selection_stays_in_its_file() {
        let fixture = Fixture::folder(&[("01.md", "# Raft\n\nTe$0xt.\n"), ("02.md", "## End\n")]);
        let file = fixture.files().next().expect("there are two");
        let spans = fixture.view(|view| selections(view, file, fixture.cursor()));
        let spans: Vec<_> = spans.iter().map(|span| slice(fixture.text(), *span)).collect();
        assert_eq!(spans, ["Text", "Text.", "# Raft\n\nText.", "# Raft\n\nText.\n"]);
    }

    proptest::proptest! {
        /// Each selection holds the one before it, wherever the cursor stands.
        #[test]
        fn selections_nest(text in "([#>*|~`\\[\\]<!\\- a-cé🦀\\r\\n&;:.]|<!--|-->|```|Q501|\\| ){0,40}", at in 0_usize..200) {
            let mut text = format!("---\nquestion: 501\n---\n{text}");
            let mut at = at.min(text.len());
            while !text.is_char_boundary(at) {
                at -= 1;
            }
            text.insert_str(at, "$0");
            assert!(!found(&Fixture::new(&text)).is_empty());
        }
    }
}
