//! The result of a run for people: each finding with its source line underlined, then a summary.

use std::io::{self, Write};

use annotate_snippets::renderer::DEFAULT_TERM_WIDTH;
use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet};
use tradeoff_analysis::rules::Severity;
use tradeoff_workspace::{Excerpt, LintedFile, LocatedFinding, Run};

use super::{Result as LintResult, accepted, counted, statistics, summary_line};
use crate::shell::{escape, is_obeyed};

/// Writes `result`; with `color`, styled for a terminal.
pub(crate) fn write(result: &LintResult<'_>, color: bool, width: usize, out: &mut dyn Write) -> io::Result<()> {
    let renderer = if color { Renderer::styled() } else { Renderer::plain() };
    let renderer = renderer.term_width(width);
    let mut first_rule = None;
    let shown = result.first_findings().filter(|_| !result.statistics);
    for (file, located) in shown {
        first_rule.get_or_insert(&located.finding.rule);
        writeln!(out, "{}\n", render(file, located, &renderer))?;
    }
    if result.statistics {
        statistics::write(result, out)?;
        writeln!(out)?;
    }
    for file in &result.run.linted {
        write_verdicts(result.run, file, out)?;
    }
    if result.quiet {
        return Ok(());
    }
    if let more @ 1.. = result.left_out() {
        writeln!(out, "{} not shown\n", counted(more, "more finding"))?;
    }
    // Where nothing could be looked at, "no findings" would say too much.
    if result.run.files > 0 || result.run.problems.is_empty() {
        writeln!(out, "{}", summary_line(&result.totals(), result.show_hints))?;
    }
    if let Some(rule) = first_rule {
        writeln!(out, "`tradeoff rule {rule}` says more.")?;
    }
    Ok(())
}

/// Writes the verdicts of the answers in `file`, where they were kept.
fn write_verdicts(run: &Run, file: &LintedFile, out: &mut dyn Write) -> io::Result<()> {
    for answer in file.answers.iter().filter(|answer| answer.verdicts.is_some()) {
        let line = answer.place.start.line + 1;
        writeln!(out, "{}:{line}: question {}", escape(&file.path), answer.question)?;
        for weighed in run.verdicts_of(answer)? {
            let reason = escape(&weighed.reason);
            writeln!(
                out,
                "  {:<12} {:<9} {:.2}  {reason}",
                escape(&weighed.name),
                weighed.verdict.name(),
                weighed.confidence
            )?;
        }
        writeln!(out)?;
    }
    Ok(())
}

/// How wide source lines may be where there is no terminal.
pub(crate) const WIDTH: usize = DEFAULT_TERM_WIDTH;

fn render(file: &LintedFile, located: &LocatedFinding, renderer: &Renderer) -> String {
    let finding = &located.finding;
    let suppressed = accepted(located);
    let message = format!("{}{suppressed}", escape(&finding.message));
    let title = level(finding.severity).primary_title(message).id(escape(&finding.rule));
    let mut group = Group::with_title(title);
    if let Some(excerpt) = &located.excerpt {
        let excerpt = shown(excerpt);
        let snippet = Snippet::source(excerpt.text)
            .path(escape(&file.path))
            .line_start(excerpt.line as usize + 1)
            .annotation(AnnotationKind::Primary.span(excerpt.span));
        group = group.element(snippet);
    } else {
        let start = located.place.start;
        let origin = Origin::path(escape(&file.path)).line(start.line as usize + 1);
        group = group.element(origin.char_column(start.column as usize + 1));
    }
    if let Some(fix) = &finding.fix {
        group = group.element(Level::HELP.message(escape(&fix.title)));
    }
    renderer.render(&[group])
}

fn level(severity: Severity) -> Level<'static> {
    match severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Info => Level::INFO,
        Severity::Hint => Level::NOTE.with_name("hint"),
    }
}

/// `excerpt` without anything that a terminal would obey. Each such character becomes one visible one, so that
/// the line stays in step with its underline.
fn shown(excerpt: &Excerpt) -> Excerpt {
    let mut text = String::with_capacity(excerpt.text.len());
    let mut span = excerpt.span.clone();
    for (at, character) in excerpt.text.char_indices() {
        if at == excerpt.span.start {
            span.start = text.len();
        }
        if at == excerpt.span.end {
            span.end = text.len();
        }
        text.push(match character {
            '\n' | '\t' => character,
            '\r' if excerpt.text[at..].starts_with("\r\n") => continue,
            '\r' => '\n',
            '\0'..='\u{1f}' => char::from_u32(0x2400 + u32::from(character)).unwrap_or('\u{fffd}'),
            other if is_obeyed(other) => '\u{fffd}',
            other => other,
        });
    }
    if excerpt.span.start == excerpt.text.len() {
        span.start = text.len();
    }
    if excerpt.span.end == excerpt.text.len() {
        span.end = text.len();
    }
    Excerpt { text, line: excerpt.line, span }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_excerpt_keeps_its_underline_in_step() {
        let text = "a\u{1b}[2J\u{9b}b\r\nc\rd";
        let excerpt = Excerpt { text: text.to_owned(), line: 3, span: 7..text.len() };
        let shown = shown(&excerpt);
        assert_eq!(shown.text, "a\u{241b}[2J\u{fffd}b\nc\nd");
        assert_eq!(&shown.text[shown.span], "b\nc\nd");
    }
}
