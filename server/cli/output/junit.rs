//! The result of a run as a JUnit report: a suite for each file, a case for each finding and each sound answer.
//!
//! A finding that does not fail the run is a case that passes and says so in its output, so that a service's count of
//! failures and the exit status agree.

use std::fmt::Write as _;
use std::io::{self, Write};

use tradeoff_workspace::{LintedFile, LocatedFinding};

use super::Result as LintResult;
use crate::session::chain;
use crate::shell::escape;

/// Some cases, and how many of them failed.
#[derive(Default)]
struct Suite {
    cases: String,
    tests: usize,
    failures: usize,
    errors: usize,
}

/// Writes `result`.
pub(crate) fn write(result: &LintResult<'_>, out: &mut dyn Write) -> io::Result<()> {
    let mut suites = Vec::new();
    for file in &result.run.linted {
        let suite = suite(result, file);
        if suite.tests > 0 {
            suites.push((file.path.as_str(), suite));
        }
    }
    if !result.run.problems.is_empty() {
        suites.push(("tradeoff", problems(result)));
    }
    let sum = |count: fn(&Suite) -> usize| suites.iter().map(|(_, suite)| count(suite)).sum::<usize>();
    let (tests, failures, errors) =
        (sum(|suite| suite.tests), sum(|suite| suite.failures), sum(|suite| suite.errors));
    writeln!(out, r#"<?xml version="1.0" encoding="UTF-8"?>"#)?;
    writeln!(out, r#"<testsuites name="tradeoff" tests="{tests}" failures="{failures}" errors="{errors}">"#)?;
    for (name, Suite { cases, tests, failures, errors }) in suites {
        let name = text(name);
        writeln!(out, r#"  <testsuite name="{name}" tests="{tests}" failures="{failures}" errors="{errors}">"#)?;
        write!(out, "{cases}")?;
        writeln!(out, "  </testsuite>")?;
    }
    writeln!(out, "</testsuites>")
}

fn suite(result: &LintResult<'_>, file: &LintedFile) -> Suite {
    let mut suite = Suite::default();
    let class = text(&file.path);
    let mut is_sound = true;
    for located in file.findings.iter().filter(|located| result.shows(located)) {
        is_sound = false;
        suite.tests += 1;
        let (name, said) = (case_name(located), said(file, located));
        write!(suite.cases, r#"    <testcase classname="{class}" name="{name}">"#)
            .expect("writing to a string cannot fail");
        let (message, kind) = (text(&located.finding.message), located.finding.severity);
        if located.is_accepted() {
            write!(suite.cases, r#"<skipped message="{message}"/>"#).expect("writing to a string cannot fail");
        } else if result.fails(file, located) {
            suite.failures += 1;
            write!(suite.cases, r#"<failure type="{kind}" message="{message}">{said}</failure>"#)
                .expect("writing to a string cannot fail");
        } else {
            write!(suite.cases, "<system-out>{said}</system-out>").expect("writing to a string cannot fail");
        }
        suite.cases.push_str("</testcase>\n");
    }
    for answer in file.answers.iter().filter(|_| is_sound) {
        suite.tests += 1;
        writeln!(suite.cases, r#"    <testcase classname="{class}" name="question {}"/>"#, answer.question)
            .expect("writing to a string cannot fail");
    }
    suite
}

/// The name of a finding's case: the rule, and where it is as far as it matters from run to run.
fn case_name(located: &LocatedFinding) -> String {
    let finding = &located.finding;
    let question = finding.question.map_or(String::new(), |question| format!(" (question {question})"));
    format!("{}{question} {}", text(&finding.rule), finding.fingerprint)
}

fn said(file: &LintedFile, located: &LocatedFinding) -> String {
    let (finding, start) = (&located.finding, located.place.start);
    let (line, column) = (start.line + 1, start.column + 1);
    text(&format!("{}:{line}:{column}: {}[{}]: {}", file.path, finding.severity, finding.rule, finding.message))
}

/// What could not be checked.
fn problems(result: &LintResult<'_>) -> Suite {
    let mut suite = Suite::default();
    for problem in &result.run.problems {
        suite.tests += 1;
        suite.errors += 1;
        let message = text(&chain(problem));
        writeln!(
            suite.cases,
            r#"    <testcase classname="tradeoff" name="run {}"><error message="{message}"/></testcase>"#,
            suite.tests
        )
        .expect("writing to a string cannot fail");
    }
    suite
}

/// `text` in an attribute or an element. XML cannot hold most control characters, however they are written.
fn text(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in escape(text).chars() {
        match character {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            // `##[` is a command for a runner of GitHub, wherever it stands.
            '[' if escaped.ends_with("##") => escaped.push_str("&#91;"),
            '\u{fffe}' | '\u{ffff}' => escaped.push('\u{fffd}'),
            other => escaped.push(other),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_in_a_text_is_markup() {
        assert_eq!(text("a<b> & \"c\"\u{1b}\u{ffff}"), "a&lt;b&gt; &amp; &quot;c&quot;\\u{1b}\u{fffd}");
    }
}
