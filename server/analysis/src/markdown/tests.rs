use super::*;
use crate::text::slice;

/// Every block as `kind: text`, one a line.
fn blocks(text: &str) -> String {
    render(&Markdown::parse(text, Dialect::CommonMark))
}

fn render(markdown: &Markdown) -> String {
    let lines = markdown.blocks.iter().map(|block| {
        let kind = match block.kind {
            BlockKind::Heading(index) => format!("h{}", markdown.headings[index].level),
            BlockKind::Paragraph => "p".to_owned(),
            BlockKind::ListItem => "li".to_owned(),
            BlockKind::TableHead => "th".to_owned(),
            BlockKind::TableRow => "tr".to_owned(),
        };
        format!("{kind}: {}\n", markdown.prose.slice(block.text))
    });
    lines.collect()
}

#[test]
fn a_comment_of_mdx_is_no_prose_and_stands_in_its_block() {
    for text in ["- one {/* a *note* */}\n- two\n", "one {/* a note */}\n", "| one {/* a note */} |\n|---|\n"] {
        let markdown = Markdown::parse(text, Dialect::Mdx);
        let block = &markdown.blocks[0];
        assert_eq!(markdown.prose.slice(block.text), "one", "{text}");
        assert!(block.span.contains_range(markdown.comments[0].span), "{text}");
    }
}

#[test]
fn headings_of_every_style_are_headings() {
    let text = "# One #\n\nTwo\n---\n\n<h3 align=\"center\">Three</h3>\n\n**Four:**\n\n**Not** four\n";
    assert_eq!(blocks(text), "h1: One\nh2: Two\nh3: Three\nh7: Four:\np: Not four\n");
}

#[test]
fn what_is_not_prose_does_not_count() {
    let text = "Kept ~~struck~~ [link](http://cost.example/latency) <https://cost.example> <!-- cost --> `code`.\n\n```\ncost\n```\n\n<!-- cost\n\ncost -->\n\n    cost\n\n<del>cost</del>\n";
    assert_eq!(blocks(text), "p: Kept  link   code.\n");
}

#[test]
fn tables_quotes_details_and_footnotes_are_prose() {
    let text = "| a | b |\n|---|---|\n| c | 1 |\n\n> [!NOTE]\n> quoted\n\n<details>\n<summary>More</summary>\n\ninside\n\n</details>\n\nSee[^1]. ![alt text](x.png)\n\n[^1]: the note\n";
    assert_eq!(
        blocks(text),
        "th: a | b\ntr: c | 1\np: quoted\nh7: More\np: inside\np: See. alt text\np: the note\n"
    );
}

#[test]
fn list_items_know_what_leads_them() {
    let text = "Pros:\n\n- fast\n  - really\n- cheap\n\n  second paragraph\n";
    let markdown = Markdown::parse(text, Dialect::CommonMark);
    let leads: Vec<_> = markdown.blocks.iter().map(|block| block.lead).collect();
    assert_eq!(render(&markdown), "p: Pros:\np: fast\nli: really\np: cheap\np: second paragraph\n");
    assert_eq!(leads, [None, Some(0), Some(1), Some(0), Some(3)]);
}

#[test]
fn prose_knows_its_source_through_markup_entities_and_line_endings() {
    let text = "> a **bold** &amp; *wrapped\r\n> line* 🦀 `x`\r\n";
    let markdown = Markdown::parse(text, Dialect::CommonMark);
    let plain = markdown.prose.slice(markdown.blocks[0].text);
    assert_eq!(plain, "a bold & wrapped line 🦀 x");
    for (word, source) in
        [("bold", "bold"), ("&", "&amp;"), ("wrapped line", "wrapped\r\n> line"), ("🦀 x", "🦀 `x")]
    {
        let start = plain.find(word).expect("the word stands in the prose");
        let span = markdown.prose.source(markdown.blocks[0].text.part(start..start + word.len()));
        assert_eq!(slice(text, span), source);
    }
}

#[test]
fn lone_carriage_returns_end_lines() {
    assert_eq!(blocks("# One\r\rText\rmore\r\r- item\r"), "h1: One\np: Text more\nli: item\n");
}

#[test]
fn mdx_comments_and_imports_are_not_prose() {
    let text = "import X from 'y'\n\n{/* tradeoff-ignore omitted-cost: because */}\n\nText.\n";
    let markdown = Markdown::parse(text, Dialect::Mdx);
    assert_eq!(render(&markdown), "p: Text.\n");
    assert_eq!(slice(text, markdown.comments[0].span), "{/* tradeoff-ignore omitted-cost: because */}");
}

#[test]
fn headings_in_an_mdx_comment_are_none() {
    let text = "# One\n\n{/* a\nb\n---\n\n# Two\nx */}\nText.\n\n# Three\n";
    let markdown = Markdown::parse(text, Dialect::Mdx);
    assert_eq!(render(&markdown), "h1: One\np: Text.\nh1: Three\n");
    let starts: Vec<_> = markdown.blocks.iter().map(|block| slice(text, block.span).lines().next()).collect();
    assert_eq!(starts, [Some("# One"), Some("x */}"), Some("# Three")]);
}

#[test]
fn a_byte_order_mark_hides_nothing() {
    let text = "\u{feff}# Title\n";
    assert_eq!(blocks(text), "h1: Title\n");
    assert!(Markdown::parse("\u{feff}---\nquestion: 501\n---\n", Dialect::CommonMark).front_matter.is_some());
}

#[test]
fn two_thematic_breaks_hide_nothing() {
    assert_eq!(blocks("a\n\n---\n\nb\n\n---\n\nc\n"), "p: a\np: b\np: c\n");
}

proptest::proptest! {
    /// Spans lie on character boundaries of the source, and blocks stand in order.
    #[test]
    fn spans_fit_the_source(text in "([#>*|~`\\[\\]<!\\- a-cé🦀\\r\\n&;:]|<!--|-->|<del>|</h1>|\\| ){0,60}") {
        let markdown = Markdown::parse(&text, Dialect::Mdx);
        let mut last = 0;
        for block in &markdown.blocks {
            assert!(text.get(std::ops::Range::<usize>::from(block.span)).is_some());
            let source = markdown.prose.source(block.text);
            assert!(text.get(std::ops::Range::<usize>::from(source)).is_some());
            assert!(block.text.start >= last);
            last = block.text.end;
        }
        for comment in &markdown.comments {
            assert!(text.get(std::ops::Range::<usize>::from(comment.span)).is_some());
        }
    }
}
