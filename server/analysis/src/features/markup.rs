//! Markdown for editors that show it, and plain text for those that do not.

use pulldown_cmark::{Event, Parser, Tag, TagEnd};

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
        if matches!(character, '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '#' | '|' | '~') {
            markdown.push('\\');
        }
        markdown.push(character);
    }
    markdown
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
        let text = "only an idiom: 'at *the* cost_of' <b> [x](y) `z` \\";
        assert_eq!(plain_text(&escaped(text)), text);
    }

    #[test]
    fn code_keeps_its_fences() {
        assert_eq!(code_block("a\n```\nb\n"), "````markdown\na\n```\nb\n````");
    }
}
