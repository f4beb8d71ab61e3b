//! Prose in a terminal: wrapped, with bold terms, without anything that the terminal would obey.

use unicode_width::{UnicodeWidthChar as _, UnicodeWidthStr as _};

use crate::shell::{Shell, escape};

/// Text is never wider than this many columns, however wide the terminal is.
const WIDTH: usize = 100;

/// How text is laid out.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Layout {
    /// How many columns there are.
    pub(crate) width: usize,
    /// Whether there are styles.
    pub(crate) color: bool,
}

const BOLD: &str = "\u{1b}[1m";
const PLAIN: &str = "\u{1b}[0m";

impl Layout {
    /// The layout that fits the terminal.
    pub(crate) fn of(shell: Shell) -> Self {
        Self { width: Shell::width(WIDTH), color: shell.color }
    }

    /// `text`, bold where there are styles.
    pub(crate) fn bold(self, text: &str) -> String {
        let text = escape(text);
        if self.color { format!("{BOLD}{text}{PLAIN}") } else { text.into_owned() }
    }

    /// `text` wrapped behind `head`, which takes `indent` columns; further lines are indented by as many.
    pub(crate) fn hanging(self, head: &str, indent: usize, text: &str) -> String {
        let lines = self.wrapped(text, indent);
        let separator = format!("\n{}", " ".repeat(indent));
        format!("{head}{}\n", self.styled(&lines.join(&separator)))
    }

    /// The Markdown `text`: paragraphs and items wrapped, tables and code as they are.
    pub(crate) fn paragraphs(self, text: &str) -> String {
        let mut laid_out = String::new();
        for block in blocks(text) {
            match block {
                Block::Blank => laid_out.push('\n'),
                Block::Verbatim(line) => {
                    laid_out.push_str(&escape(line));
                    laid_out.push('\n');
                }
                Block::Prose { indent, marker, text } => {
                    let head = format!("{}{marker}", " ".repeat(indent));
                    laid_out.push_str(&self.hanging(&head, indent + marker.width(), &text));
                }
            }
        }
        laid_out
    }

    /// The lines of `text` when `indent` columns are taken.
    fn wrapped(self, text: &str, indent: usize) -> Vec<String> {
        let width = self.width.saturating_sub(indent).max(20);
        let mut lines = vec![String::new()];
        let mut taken = 0;
        for word in escape(text).split_whitespace() {
            let length = visible_width(word);
            if taken > 0 && taken + 1 + length > width {
                lines.push(String::new());
                taken = 0;
            }
            let line = lines.last_mut().expect("there is a first line");
            if taken > 0 {
                line.push(' ');
                taken += 1;
            }
            line.push_str(word);
            taken += length;
        }
        lines
    }

    /// `text` with its `**bold**` parts bold, or without their marks where there are no styles.
    fn styled(self, text: &str) -> String {
        let mut styled = String::with_capacity(text.len());
        for (index, part) in text.split("**").enumerate() {
            match index {
                0 => {}
                _ if !self.color => {}
                odd if odd % 2 == 1 => styled.push_str(BOLD),
                _ => styled.push_str(PLAIN),
            }
            styled.push_str(part);
        }
        let is_open = self.color && text.matches("**").count() % 2 == 1;
        if is_open { styled + PLAIN } else { styled }
    }
}

/// A document as an example: indented, not wrapped.
pub(crate) fn example(text: &str) -> String {
    let lines = text.lines().map(|line| match escape(line) {
        line if line.is_empty() => "\n".to_owned(),
        line => format!("    {line}\n"),
    });
    lines.collect()
}

/// A piece of a Markdown text as a terminal shows it.
enum Block<'t> {
    Blank,
    Verbatim(&'t str),
    Prose { indent: usize, marker: &'t str, text: String },
}

fn blocks(text: &str) -> Vec<Block<'_>> {
    let mut blocks = Vec::new();
    let mut in_code = false;
    for line in text.lines() {
        let content = line.trim_start();
        let is_fence = content.starts_with("```") || content.starts_with("~~~");
        if in_code || is_fence || content.starts_with('|') {
            in_code ^= is_fence;
            blocks.push(Block::Verbatim(line));
        } else if content.is_empty() {
            blocks.push(Block::Blank);
        } else {
            let marker = marker(content);
            match blocks.last_mut() {
                Some(Block::Prose { text, .. }) if marker.is_empty() => {
                    text.push(' ');
                    text.push_str(content);
                }
                _ => blocks.push(Block::Prose {
                    indent: line.len() - content.len(),
                    marker,
                    text: content[marker.len()..].to_owned(),
                }),
            }
        }
    }
    blocks
}

/// The `- ` or `1. ` at the start of a list item.
fn marker(line: &str) -> &str {
    let digits = line.bytes().take_while(u8::is_ascii_digit).count();
    let length = match &line[digits..] {
        rest if digits > 0 && rest.starts_with(". ") => digits + 2,
        rest if digits == 0 && rest.starts_with(['-', '*', '+']) && rest[1..].starts_with(' ') => 2,
        _ => 0,
    };
    &line[..length]
}

/// The columns that `word` takes once its marks are gone.
fn visible_width(word: &str) -> usize {
    let marks = 2 * word.matches("**").count();
    let width: usize = word.chars().map(|character| character.width().unwrap_or(0)).sum();
    width - marks
}

#[cfg(test)]
mod tests {
    use super::*;

    const NARROW: Layout = Layout { width: 24, color: false };

    #[test]
    fn items_are_wrapped_under_their_text() {
        let text = "- **leader election** (term): who leads,\n  and why.\n- **log**: all\n\nEnd.\n";
        insta::assert_snapshot!(NARROW.paragraphs(text), @r"
        - leader election
          (term): who leads, and
          why.
        - log: all

        End.
        ");
    }

    #[test]
    fn marks_take_no_room_and_become_bold() {
        let colored = Layout { color: true, ..NARROW };
        assert_eq!(colored.paragraphs("**a b** c"), "\u{1b}[1ma b\u{1b}[0m c\n");
        assert_eq!(NARROW.paragraphs("aaaaaaaaaa **bbbbbbbbbb** cc"), "aaaaaaaaaa bbbbbbbbbb cc\n");
    }

    #[test]
    fn wide_characters_take_two_columns() {
        assert_eq!(NARROW.paragraphs("漢字漢字漢字 漢字漢字漢字 漢"), "漢字漢字漢字\n漢字漢字漢字 漢\n");
    }

    #[test]
    fn tables_and_code_stay_as_they_are() {
        let text = "| a | b |\n|---|---|\n```\nlong line of code that would be wrapped if it were prose\n```\n";
        assert_eq!(NARROW.paragraphs(text), text);
    }
}
