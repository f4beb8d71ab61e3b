//! The one place that writes to the terminal.
//!
//! Results go to standard output, notes and errors to standard error. A reader who stops reading, as `head`
//! does, is no error. What comes from files and paths is escaped before it gets here ([`escape`]), so that no
//! file can move the cursor, rename the window or hide a finding. In a GitHub workflow the runner obeys lines as well,
//! so no line but the commands that are meant reaches it as one ([`disarmed`]).

use std::borrow::Cow;
use std::io::{self, BufWriter, IsTerminal as _, Write};

use annotate_snippets::renderer::{AnsiColor, Style};
use anstream::{AutoStream, ColorChoice};

use crate::args::Color;
use crate::output::json_text;

/// Standard output and standard error, with what is known about them.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Shell {
    /// Whether standard output is coloured.
    pub(crate) color: bool,
    stderr_color: bool,
    /// Whether a runner of GitHub reads along.
    in_workflow: bool,
}

impl Shell {
    /// Decides about colour once, for the whole run.
    pub(crate) fn new(color: Color) -> Self {
        let decide = |auto: ColorChoice| match color {
            Color::Always => true,
            Color::Never => false,
            Color::Auto => auto != ColorChoice::Never,
        };
        Self {
            color: decide(AutoStream::choice(&io::stdout())),
            stderr_color: decide(AutoStream::choice(&io::stderr())),
            in_workflow: std::env::var_os("GITHUB_ACTIONS").is_some_and(|value| !value.is_empty()),
        }
    }

    /// How many columns there are for text: the terminal's, at most `most`.
    pub(crate) fn width(most: usize) -> usize {
        let terminal = io::stdout().is_terminal().then(terminal_size::terminal_size).flatten();
        terminal.map_or(most, |(width, _)| usize::from(width.0).clamp(20, most))
    }

    /// Clears the terminal, if standard output is one.
    pub(crate) fn clear() {
        if io::stdout().is_terminal() {
            // Without a terminal that obeys, the next result stands below the last one.
            let _ = write!(io::stdout(), "\u{1b}[2J\u{1b}[3J\u{1b}[H");
        }
    }

    /// Writes a result to standard output.
    pub(crate) fn write(self, result: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> io::Result<()> {
        if !self.in_workflow {
            return self.write_raw(result);
        }
        let mut text = Vec::new();
        result(&mut text)?;
        self.write_raw(|out| {
            let text = String::from_utf8_lossy(&text);
            text.split_inclusive('\n').try_for_each(|line| out.write_all(disarmed(line).as_bytes()))
        })
    }

    /// Writes to standard output what must come there byte for byte: commands that a runner should obey, and texts that
    /// somebody put in.
    pub(crate) fn write_raw(self, result: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> io::Result<()> {
        let stdout: Box<dyn Write> =
            if self.color { Box::new(AutoStream::always(io::stdout())) } else { Box::new(io::stdout()) };
        let mut out = BufWriter::new(stdout);
        match result(&mut out).and_then(|()| out.flush()) {
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => {
                // What is still buffered has no reader either.
                let _ = out.into_parts();
                Ok(())
            }
            other => other,
        }
    }

    /// Writes a result to standard error, where standard output holds something else.
    pub(crate) fn write_aside(result: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> io::Result<()> {
        let mut out = BufWriter::new(io::stderr());
        result(&mut out)?;
        out.flush()
    }

    /// Writes `value` to standard output as a JSON document.
    pub(crate) fn write_json(self, value: &impl serde::Serialize) -> io::Result<()> {
        self.write(|out| {
            json_text::write(value, out)?;
            out.write_all(b"\n")
        })
    }

    /// Says why the run, or a part of it, failed.
    pub(crate) fn error(self, message: &str) {
        self.say("error", AnsiColor::BrightRed.on_default().bold(), message);
    }

    /// Says something that is worth knowing and no result.
    pub(crate) fn note(self, message: &str) {
        self.say("note", AnsiColor::BrightCyan.on_default().bold(), message);
    }

    fn say(self, label: &str, style: Style, message: &str) {
        let message = escape(message);
        let message = if self.in_workflow { Cow::Owned(disarmed(&message)) } else { message };
        // Without standard error there is nobody to tell.
        let _ = if self.stderr_color {
            writeln!(AutoStream::always(io::stderr()), "{style}{label}{style:#}: {message}")
        } else {
            writeln!(io::stderr(), "{label}: {message}")
        };
    }
}

/// `text` with every character that a terminal would obey rather than show written as an escape.
pub(crate) fn escape(text: &str) -> Cow<'_, str> {
    if !text.contains(is_obeyed) {
        return Cow::Borrowed(text);
    }
    let mut escaped = String::with_capacity(text.len() + 8);
    for character in text.chars() {
        if is_obeyed(character) {
            escaped.extend(character.escape_unicode());
        } else {
            escaped.push(character);
        }
    }
    Cow::Owned(escaped)
}

/// Whether a terminal obeys `character`: controls, and the marks that turn the direction of text.
pub(crate) fn is_obeyed(character: char) -> bool {
    character.is_control()
        || matches!(character, '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// `line` so that no runner takes it for a command: neither `::name::`, at the start of a line, nor the older
/// `##[name]`, anywhere.
pub(crate) fn disarmed(line: &str) -> String {
    let line = line.replace("##[", "## [");
    let text = line.trim_start();
    match text.strip_prefix("::") {
        Some(rest) => format!("{}: :{rest}", &line[..line.len() - text.len()]),
        None => line,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_terminal_obeys_is_escaped() {
        assert_eq!(escape("plain 漢字 🦀"), "plain 漢字 🦀");
        assert_eq!(escape("a\u{1b}[31mb\u{9b}c\u{202e}d"), "a\\u{1b}[31mb\\u{9b}c\\u{202e}d");
    }

    #[test]
    fn no_line_is_a_command() {
        assert_eq!(disarmed("  ::error::x"), "  : :error::x");
        assert_eq!(disarmed("1 | a ##[add-mask]x"), "1 | a ## [add-mask]x");
        assert_eq!(disarmed("a::b"), "a::b");
    }
}
