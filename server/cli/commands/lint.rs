//! `tradeoff lint`: check answers.

use std::io::{self, Read as _};

use anyhow::Context as _;
use tradeoff_analysis::config::FailOn;
use tradeoff_workspace::{Changes, Keep, Options, Run, Selection};

use super::accepting;
use crate::args::{LintArgs, LintFormat};
use crate::output::{Result as LintResult, targets};
use crate::session::{Session, Status};

pub(crate) fn run(session: &Session, args: &LintArgs) -> anyhow::Result<Status> {
    targets::check(args)?;
    let baseline = accepting::read(session, args)?;
    let keep = Keep {
        verdicts: (args.explain && args.writes(LintFormat::Human)) || args.writes(LintFormat::Json),
        excerpts: args.writes(LintFormat::Human) || args.writes(LintFormat::Github),
        paths: baseline.is_some(),
    };
    let selection = selection(session, args)?;
    let linter = session.linter(Options { no_exclude: args.no_exclude, keep }).selecting(selection.clone());
    let mut run = if args.stdin {
        let mut bytes = Vec::new();
        io::stdin().read_to_end(&mut bytes).context("standard input cannot be read")?;
        linter.lint_bytes(args.stdin_filename.as_deref(), bytes)
    } else {
        linter.lint(&args.paths)
    };
    let is_stale = accepting::accept(session, args, baseline, &mut run)?;
    if let Some(changes) = &selection.changes {
        changes.retain_touched(&mut run, &session.current);
    }
    let result = LintResult {
        run: &run,
        show_hints: args.hints,
        show_suppressed: args.show_suppressed,
        most: args.max_findings,
        statistics: args.statistics,
        quiet: args.quiet,
        has_baseline: args.baseline.is_some() || args.write_baseline.is_some(),
        fail_on: args.fail_on.map(FailOn::from),
    };
    targets::write(session, args, &result)?;
    if !args.quiet {
        note(session, &run);
    }
    session.tell(&run.problems);
    Ok(match status(&result) {
        Status::Success if is_stale && args.fail_on_stale => Status::Findings,
        status => status,
    })
}

/// What is judged.
fn selection(session: &Session, args: &LintArgs) -> anyhow::Result<Selection> {
    let revision = args.changed_since.as_deref();
    let changes = revision.map(|revision| Changes::since(revision, &session.current)).transpose()?;
    Ok(Selection { shard: args.shard, changes })
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

/// How the run ends.
fn status(result: &LintResult<'_>) -> Status {
    let run = result.run;
    let mut fails = run.linted.iter().map(|file| file.findings.iter().any(|located| result.fails(file, located)));
    if !run.problems.is_empty() {
        Status::Failure
    } else if fails.any(|fails| fails) {
        Status::Findings
    } else {
        Status::Success
    }
}
