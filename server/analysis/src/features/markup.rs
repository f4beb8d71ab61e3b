//! Markdown for editors that show it, and plain text for those that do not.

use std::borrow::Cow;

use pulldown_cmark::{Event, Parser, Tag, TagEnd};

use crate::bank::Question;

/// What `markdown` says, without its marks: list items keep a dash, blocks a blank line between them.
pub fn plain_text(markdown: &str) -> String {
    let mut text = String::with_capacity(markdown.len());
    let mut depth = 0_usize;
    for event in Parser::new(markdown) {
        match event {
            Event::Start(Tag::List(_)) => {
                if depth == 0 {
                    start_block(&mut text);
                }
                depth += 1;
            }
            Event::End(TagEnd::List(_)) => depth -= 1,
            Event::Start(Tag::Item) => {
                start_line(&mut text);
                text.push_str(&"  ".repeat(depth.saturating_sub(1)));
                text.push_str("- ");
            }
            Event::Start(Tag::Paragraph | Tag::Heading { .. } | Tag::CodeBlock(_)) if depth == 0 => {
                start_block(&mut text);
            }
            Event::End(TagEnd::Paragraph | TagEnd::Heading(_) | TagEnd::Item) => start_line(&mut text),
            Event::Text(piece) | Event::Code(piece) => text.push_str(&piece),
            Event::SoftBreak => text.push(' '),
            Event::HardBreak => text.push('\n'),
            Event::Rule => {
                start_block(&mut text);
                text.push_str("---\n");
            }
            _ => {}
        }
    }
    text.truncate(text.trim_end().len());
    text
}

/// `text` as Markdown that shows exactly these characters.
pub(super) fn escaped(text: &str) -> String {
    let mut markdown = String::with_capacity(text.len());
    for character in text.chars() {
        if matches!(character, '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '#' | '|' | '~' | '&') {
            markdown.push('\\');
        }
        markdown.push(character);
    }
    markdown
}

/// `text` as code that shows exactly these characters.
pub(super) fn code_span(text: &str) -> String {
    let mut fence = "`".to_owned();
    while text.contains(&fence) {
        fence.push('`');
    }
    let blank = if fence.len() > 1 { " " } else { "" };
    format!("{fence}{blank}{}{blank}{fence}", text.replace(['\n', '\r'], " "))
}

/// `markdown`, which comes from somebody's repository, without what an editor would do more than show: no picture is
/// loaded from anywhere, no HTML stands in it, and its links lead to pages.
fn tamed(markdown: &str) -> String {
    let mut tame = String::with_capacity(markdown.len());
    let mut done = 0;
    for (event, range) in Parser::new(markdown).into_offset_iter() {
        if range.start < done {
            continue;
        }
        let shown = match event {
            Event::Html(html) | Event::InlineHtml(html) => escaped(&html),
            Event::Start(Tag::Image { .. }) => escaped(&plain_text(&markdown[range.clone()])),
            Event::Start(Tag::Link { dest_url, .. }) if !leads_to_page(&dest_url) => {
                escaped(&plain_text(&markdown[range.clone()]))
            }
            _ => continue,
        };
        tame.extend([&markdown[done..range.start], &shown]);
        done = range.end;
    }
    tame + &markdown[done..]
}

/// `part` of the sheet of `question` for an editor. Ours is Markdown that we wrote.
pub(super) fn shown_part<'t>(question: &Question, part: &'t str) -> Cow<'t, str> {
    if question.builtin { Cow::Borrowed(part) } else { Cow::Owned(tamed(part)) }
}

/// Whether whoever follows a link to `address` reads something: a page, or a file beside the text.
fn leads_to_page(address: &str) -> bool {
    let scheme = address.split_once(':').map(|(scheme, _)| scheme);
    let is_scheme = |text: &&str| text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"+.-".contains(&byte));
    scheme
        .filter(is_scheme)
        .is_none_or(|scheme| ["https", "http", "mailto"].iter().any(|known| scheme.eq_ignore_ascii_case(known)))
}

/// `lines` as a block of code, whatever fences stand in it.
pub(super) fn code_block(code: &str) -> String {
    let mut fence = "```".to_owned();
    while code.contains(&fence) {
        fence.push('`');
    }
    format!("{fence}markdown\n{}\n{fence}", code.trim_end())
}

fn start_line(text: &mut String) {
    if !text.is_empty() && !text.ends_with('\n') {
        text.push('\n');
    }
}

fn start_block(text: &mut String) {
    start_line(text);
    if !text.is_empty() && !text.ends_with("\n\n") {
        text.push('\n');
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_go_and_structure_stays() {
        let markdown =
            "**501. Raft**\n\nConsensus · `concept`\n\n- **term**: who\n  leads\n- log\n\n---\n\nEnd\\*.";
        assert_eq!(
            plain_text(markdown),
            "501. Raft\n\nConsensus · concept\n\n- term: who leads\n- log\n\n---\n\nEnd*."
        );
    }

    #[test]
    fn escaped_text_shows_as_it_is() {
        let text = "only an idiom: 'at *the* cost_of' <b> [x](y) `z` &amp; \\";
        assert_eq!(plain_text(&escaped(text)), text);
    }

    #[test]
    fn sheets_of_others_are_shown_and_nothing_more() {
        for (text, tame) in [
            (
                "- **log** [page](https://example.org) [file](a.md)",
                "- **log** [page](https://example.org) [file](a.md)",
            ),
            ("a ![pixel](https://evil.example/x.png) b", "a pixel b"),
            // What it refers to stands elsewhere, so all of it is shown.
            ("![a **b**][x]\n\n[x]: https://evil.example/", "!\\[a b\\]\\[x\\]\n\n[x]: https://evil.example/"),
            ("[click](command:evil)", "click"),
            ("[![x](a.png)](COMMAND:evil) <vscode://x/y>", "x vscode://x/y"),
            ("[a](https://example.org \"![t](x)\") ![b](c.png)", "[a](https://example.org \"![t](x)\") b"),
            ("a <img src=x onerror=y> b", "a \\<img src=x onerror=y\\> b"),
            ("<details>\n<a href=\"command:x\">", "\\<details\\>\n\\<a href=\"command:x\"\\>"),
            ("`<b>` and ```[x](command:y)```", "`<b>` and ```[x](command:y)```"),
        ] {
            assert_eq!(tamed(text), tame, "{text}");
        }
        assert_eq!(plain_text(&code_span("a`](command:x)`b")), "a`](command:x)`b");
    }

    #[test]
    fn code_keeps_its_fences() {
        assert_eq!(code_block("a\n```\nb\n"), "````markdown\na\n```\nb\n````");
    }
}
