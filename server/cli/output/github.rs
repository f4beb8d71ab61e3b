//! The result of a run as workflow commands, which a GitHub runner turns into annotations.
//!
//! Of each kind only the first ten of a step are shown, so the worst come first. The report for people stands before
//! them in the log, where no line of it may be taken for a command.

use std::cmp::Reverse;
use std::fmt::Write as _;
use std::io::{self, Write};

use tradeoff_analysis::rules::Severity;
use tradeoff_workspace::{LintedFile, LocatedFinding};

use super::root::Root;
use super::{Result as LintResult, counted, human, summary_line};
use crate::shell::{disarmed, escape};

/// How many findings the summary of a step lists.
const LISTED: usize = 50;

/// Writes the report for people, then a command for each finding.
pub(crate) fn write(result: &LintResult<'_>, root: &Root, out: &mut dyn Write) -> io::Result<()> {
    let mut report = Vec::new();
    human::write(result, false, human::WIDTH, &mut report)?;
    for line in String::from_utf8_lossy(&report).lines() {
        writeln!(out, "{}", disarmed(line))?;
    }
    for (file, located) in worst_first(result) {
        writeln!(out, "{}", command(&root.path(&file.path), located))?;
    }
    Ok(())
}

/// The summary of the step, in Markdown.
pub(crate) fn summary(result: &LintResult<'_>, root: &Root) -> String {
    let mut summary = format!("### tradeoff\n\n{}\n", summary_line(&result.totals(), result.show_hints));
    let worst = worst_first(result);
    if !worst.is_empty() {
        summary.push_str("\n| severity | where | finding |\n| --- | --- | --- |\n");
    }
    for (file, located) in worst.iter().take(LISTED) {
        let (finding, line) = (&located.finding, located.place.start.line + 1);
        let (path, message) = (in_table(&root.path(&file.path)), in_table(&finding.message));
        writeln!(summary, "| {} | {path}:{line} | {message} ({}) |", finding.severity, in_table(&finding.rule))
            .expect("writing to a string cannot fail");
    }
    if let Some(more) = worst.len().checked_sub(LISTED).filter(|more| *more > 0) {
        writeln!(summary, "\n{} more in the log.", counted(more, "finding"))
            .expect("writing to a string cannot fail");
    }
    summary
}

fn worst_first<'a>(result: &LintResult<'a>) -> Vec<(&'a LintedFile, &'a LocatedFinding)> {
    let mut findings: Vec<_> = result.findings().collect();
    findings.sort_by_key(|(_, located)| Reverse(located.finding.severity));
    findings
}

fn command(path: &str, located: &LocatedFinding) -> String {
    let finding = &located.finding;
    let kind = match finding.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info | Severity::Hint => "notice",
    };
    let (start, end) = (located.place.start, located.place.end);
    let mut command = format!("::{kind} file={},line={}", property(path), start.line + 1);
    write!(command, ",endLine={}", end.line + 1).expect("writing to a string cannot fail");
    // Columns of a place in several lines are refused.
    if start.line == end.line {
        write!(command, ",col={},endColumn={}", start.column + 1, end.column.max(start.column + 1))
            .expect("writing to a string cannot fail");
    }
    let title = property(&finding.rule);
    write!(command, ",title={title}::{}", data(&finding.message)).expect("writing to a string cannot fail");
    command
}

/// `text` as the data of a command.
fn data(text: &str) -> String {
    disarmed(&escape(&text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")))
}

/// `text` as the value of a property of a command.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

/// `text` in a cell of a table, as it is.
fn in_table(text: &str) -> String {
    let mut cell = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            character if character.is_control() => cell.push(' '),
            '<' => cell.push_str("&lt;"),
            '&' => cell.push_str("&amp;"),
            character if "\\`*_[]|~#@".contains(character) => cell.extend(['\\', character]),
            character => cell.push(character),
        }
    }
    cell
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_separates_is_escaped() {
        assert_eq!(property("a:b,c%\n"), "a%3Ab%2Cc%25%0A");
        assert_eq!(data("a:b,c%\r\n"), "a:b,c%25%0D%0A");
    }
}
