//! `tradeoff lint`: check answers.

use std::io::{self, IsTerminal as _, Read as _, Write};

use anyhow::Context as _;
use tradeoff_analysis::config::FailOn;
use tradeoff_analysis::rules::Severity;
use tradeoff_workspace::{Keep, Options, Run, absolute, replace_file};

use super::fixing;
use crate::args::{LintArgs, LintFormat};
use crate::output::diff::Reader;
use crate::output::{self, Result as LintResult};
use crate::session::{Session, Status};
use crate::shell::Shell;

pub(crate) fn run(session: &Session, args: &LintArgs) -> anyhow::Result<Status> {
    let is_explained = args.explain && args.format == LintFormat::Human;
    let keep = Keep {
        verdicts: is_explained || args.format == LintFormat::Json,
        excerpts: args.format == LintFormat::Human && !args.diff,
        texts: args.diff || fixing::is_filter(args),
    };
    let fixing = fixing::of(args);
    let linter = session.linter(Options { no_exclude: args.no_exclude, keep, fixing });
    let mut input = Vec::new();
    let run = if args.stdin {
        io::stdin().read_to_end(&mut input).context("standard input cannot be read")?;
        linter.lint_bytes(args.stdin_filename.as_deref(), input.clone())
    } else {
        linter.lint(&args.paths)
    };
    let result = LintResult {
        run: &run,
        show_hints: args.hints || args.format == LintFormat::Json,
        show_suppressed: args.show_suppressed,
    };
    if fixing::is_filter(args) {
        // Whoever puts a text through gets a text back, whether or not there was anything to mend.
        let text = run.fixed.first().map_or(input.as_slice(), |file| file.after.as_bytes());
        session.shell.write(|out| out.write_all(text)).context("standard output cannot be written")?;
    }
    write(session, args, &result)?;
    if let Some(fixing) = fixing {
        fixing::note(session, args, fixing, &result);
    }
    note(session, &run);
    session.tell(&run.problems);
    Ok(status(&run, args.fail_on.map(FailOn::from)))
}

fn write(session: &Session, args: &LintArgs, result: &LintResult<'_>) -> anyhow::Result<()> {
    let shell = session.shell;
    let Some(path) = &args.output else {
        if fixing::is_filter(args) {
            let write = |out: &mut dyn Write| format(args, result, false, output::human::WIDTH, out);
            return Shell::write_aside(write).context("standard error cannot be written");
        }
        let width = Shell::width(output::human::WIDTH);
        let write = |out: &mut dyn Write| format(args, result, shell.color, width, out);
        return shell.write(write).context("standard output cannot be written");
    };
    let mut contents = Vec::new();
    let write = format(args, result, false, output::human::WIDTH, &mut contents);
    write
        .and_then(|()| replace_file(&absolute(&session.current, path), &contents))
        .with_context(|| format!("{path}: cannot be written"))
}

fn format(
    args: &LintArgs,
    result: &LintResult<'_>,
    color: bool,
    width: usize,
    out: &mut dyn Write,
) -> io::Result<()> {
    if args.diff {
        let is_read = color || (args.output.is_none() && io::stdout().is_terminal());
        let reader = if is_read { Reader::Person { color } } else { Reader::Program };
        return output::diff::write(&result.run.fixed, reader, out);
    }
    match args.format {
        LintFormat::Human => output::human::write(result, color, width, out),
        LintFormat::Concise => output::concise::write(result, out),
        LintFormat::Json => output::json::write(result, out),
    }
}

/// Says what was left out, and that there was nothing to check.
fn note(session: &Session, run: &Run) {
    let shell = session.shell;
    if !run.excluded.is_empty() {
        shell.note(&format!("excluded by tradeoff.toml, --no-exclude checks it: {}", run.excluded.join(", ")));
    }
    if !run.other.is_empty() {
        shell
            .note(&format!("not Markdown (.md, .markdown, .mdx, .qmd), so not checked: {}", run.other.join(", ")));
    }
    let has_answers = run.linted.iter().any(|file| !file.answers.is_empty());
    if !has_answers && run.problems.is_empty() {
        shell.note("no answers found; `tradeoff new NUMBER` starts one");
    }
}

/// How the run ends: each finding is measured by `fail_on`, else by its own file's configuration.
fn status(run: &Run, fail_on: Option<FailOn>) -> Status {
    let fails = run.linted.iter().any(|file| {
        let least = least_severity(fail_on.or(file.fail_on).unwrap_or(FailOn::Warning));
        let counting = file.findings.iter().filter(|located| !located.finding.suppressed);
        counting.into_iter().any(|located| least.is_some_and(|least| located.finding.severity >= least))
    });
    if !run.problems.is_empty() {
        Status::Failure
    } else if fails {
        Status::Findings
    } else {
        Status::Success
    }
}

fn least_severity(fail_on: FailOn) -> Option<Severity> {
    match fail_on {
        FailOn::Error => Some(Severity::Error),
        FailOn::Warning => Some(Severity::Warning),
        FailOn::Info => Some(Severity::Info),
        FailOn::Never => None,
    }
}
