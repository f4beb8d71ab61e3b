//! `tradeoff explain`: what each clause of a trade-off section was taken for.

use std::fmt::Write as _;

use anyhow::bail;
use camino::Utf8Path;
use tradeoff_analysis::config::Settings;
use tradeoff_analysis::considerations::{Clause, Scope, explain};
use tradeoff_analysis::text::{LineIndex, Offset, Span, slice};
use tradeoff_analysis::{Analysis, AnswerReport, Input};
use tradeoff_workspace::{Options, absolute};

use crate::args::ExplainArgs;
use crate::output::text::Layout;
use crate::session::{Session, Status};
use crate::shell::escape;

/// What is taken for each clause stands this far in.
const INDENT: usize = 8;

pub(crate) fn run(session: &Session, args: &ExplainArgs) -> anyhow::Result<Status> {
    let (path, line) = split_place(&args.place);
    if absolute(&session.current, path).is_dir() {
        bail!("{path}: a folder; name one of the files in it");
    }
    let layout = Layout::of(session.shell);
    let linter = session.linter(Options::default());
    let text = linter.look_at(path, |input, analysis| explanation(input, analysis, line, layout))?;
    let Some(text) = text else {
        session.shell.note(&match line {
            Some(line) => format!("{path}:{line}: no clause of a trade-off section on this line"),
            None => format!("{path}: no answer with a trade-off section here"),
        });
        return Ok(Status::Success);
    };
    session.shell.write(|out| out.write_all(text.as_bytes()))?;
    Ok(Status::Success)
}

/// The path and the line, from 1, of `FILE[:LINE]`.
fn split_place(place: &str) -> (&Utf8Path, Option<u32>) {
    match place.rsplit_once(':') {
        Some((path, line)) if !path.is_empty() => match line.parse() {
            Ok(line) => (Utf8Path::new(path), Some(line)),
            Err(_) => (Utf8Path::new(place), None),
        },
        _ => (Utf8Path::new(place), None),
    }
}

/// All clauses of the answers' trade-off sections, or only those on `line`.
fn explanation(input: &Input<'_>, analysis: &Analysis, line: Option<u32>, layout: Layout) -> Option<String> {
    let index = LineIndex::new(input.text);
    let mut text = String::new();
    for report in analysis.answers.iter().filter(|report| !report.tradeoff_sections.is_empty()) {
        if line.is_none() {
            text.push_str(&verdicts(report, input.settings, layout));
        }
        let within: Vec<Span> = report.tradeoff_sections.iter().map(|section| section.span).collect();
        let considerations: Vec<_> = report.judgements.iter().map(|(id, _)| *id).collect();
        let scope = Scope { within: &within, without: &[] };
        for clause in explain(&analysis.markdown, scope, input.settings, &considerations) {
            let lines = index.line(clause.span.start()) + 1..=index.line(clause.span.end()) + 1;
            if line.is_none_or(|line| lines.contains(&line)) {
                let source = slice(input.text, with_markup(input.text, clause.span));
                text.push_str(&shown_clause(*lines.start(), source, &clause, input.settings, layout));
            }
        }
    }
    (!text.is_empty()).then_some(text)
}

/// `span` with the markup that opens right before it: a clause may start inside of emphasis or code.
fn with_markup(text: &str, span: Span) -> Span {
    let before = &text[..usize::from(span.start())];
    let kept = before.trim_end_matches(['`', '*', '_', '[']);
    Span::new(Offset::of(kept), span.end())
}

fn verdicts(report: &AnswerReport, settings: &Settings, layout: Layout) -> String {
    let mut text = format!("{}\n", layout.bold(&format!("question {}", report.answer.question)));
    for (id, judgement) in &report.judgements {
        let verdict =
            format!("{} (confidence {:.2}): {}", judgement.verdict, judgement.confidence, judgement.reason);
        let name = escape(&settings.consideration(*id).name);
        text.push_str(&layout.hanging(&format!("{name:<13} "), 14, &verdict));
    }
    if let Some(language) = &report.other_language {
        text.push_str(&layout.paragraphs(&format!("not judged: the section seems to be in {language}")));
    }
    text.push('\n');
    text
}

fn shown_clause(line: u32, source: &str, clause: &Clause, settings: &Settings, layout: Layout) -> String {
    let words = source.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut text = layout.hanging(&format!("{line:>5}   "), INDENT, &words);
    for reading in &clause.readings {
        let mut taken = format!(
            "{} {}: {}",
            settings.consideration(reading.consideration).name,
            reading.kind.name(),
            reading.reason
        );
        if let Some(strength) = reading.strength {
            write!(taken, " ({strength:.2})").expect("writing to a string cannot fail");
        }
        let head = format!("{:INDENT$}= ", "");
        text.push_str(&layout.hanging(&head, INDENT + 2, &taken));
    }
    text
}
