//! Front matter: every key and value lies where it is said to lie, and the text below it is read as if it stood alone.

use tradeoff_analysis::markdown::{Dialect, FrontMatterKind, Markdown};
use tradeoff_analysis::text::{Span, offset, slice};

use crate::analyst::{Place, demand_inside};
use crate::case::Case;

/// What front matter is made of.
pub const WORDS: &[&str] = &[
    "---\n",
    "+++\n",
    "...\n",
    "question: 501",
    "question = 501",
    "status: draft",
    "status = 'draft'",
    "title: \"Ü 🦀\" # c",
    "'it''s'",
    "\"a\\\"b\"",
    "tags: [a, b]",
    "a: {b: c}",
    "  nested: 1",
    "- item",
    "&anchor ",
    "*anchor",
    "!!str ",
    "|\n  block\n",
    ">-\n  folded\n",
    "? key\n: value",
    "0501",
    "5_01",
    "0x1f5",
    "1e3",
    "a.b = 1",
    "[table]",
    "[[array]]",
    "x = \"\"\"\nlong\n\"\"\"",
    "x = '''a'''",
    "%YAML 1.2",
    "\u{feff}",
    "\r\n",
    "\r",
    "\t",
    "\u{85}",
    "\u{2028}",
    "漢字",
    "# Q502",
];

/// Tries one document.
pub fn check(data: &[u8]) {
    let Some(case) = Case::read(data) else { return };
    let text = case.text.as_str();
    let markdown = Markdown::parse(text, Dialect::CommonMark);
    Place::of(&case).analyse(text);
    let Some(front_matter) = &markdown.front_matter else { return };
    demand_inside(text, front_matter.span);
    assert!(front_matter.span.contains_range(front_matter.body), "{front_matter:?}");
    let before = slice(text, Span::up_to(front_matter.span.start()));
    assert!(before.is_empty() || before == "\u{feff}", "{before:?} stands before the front matter");
    for entry in &front_matter.entries {
        for span in [entry.key_span, entry.value_span] {
            demand_inside(text, span);
            assert!(front_matter.body.contains_range(span), "{entry:?} is outside of {:?}", front_matter.body);
        }
        assert!(entry.key_span.end() <= entry.value_span.start(), "{entry:?}: the value stands before the key");
        let written = slice(text, entry.value_span);
        let is_plain = written.bytes().all(|byte| byte.is_ascii_alphanumeric()) && !written.is_empty();
        if is_plain && front_matter.kind == FrontMatterKind::Yaml {
            assert_eq!(written, entry.value.trim());
        }
    }
    demand_rest_as_alone(text, &markdown, front_matter.span);
}

/// Demands that what follows the front matter is parsed as if it were the whole text.
fn demand_rest_as_alone(text: &str, markdown: &Markdown, front_matter: Span) {
    let start = front_matter.end();
    let rest = &text[usize::from(start)..];
    let is_front_matter_again = ["---", "+++", "\u{feff}"].iter().any(|first| rest.starts_with(first));
    if is_front_matter_again {
        return;
    }
    let alone = Markdown::parse(rest, Dialect::CommonMark);
    let outline = |markdown: &Markdown, from: u32| {
        let headings = markdown.headings.iter();
        let headings = headings.map(move |heading| (heading.level, heading.span - offset(from as usize)));
        headings.collect::<Vec<_>>()
    };
    assert_eq!(outline(markdown, start.into()), outline(&alone, 0), "the text below is read in another way");
    assert_eq!(markdown.prose.text(), alone.prose.text());
}
