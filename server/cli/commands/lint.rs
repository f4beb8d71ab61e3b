//! `tradeoff lint`: check answers.

use std::io::{self, Read as _};

use anyhow::Context as _;
use tradeoff_analysis::config::FailOn;
use tradeoff_workspace::{Changes, Keep, Options, Run, Selection, Watcher};

use super::{accepting, fixing};
use crate::args::{LintArgs, LintFormat};
use crate::meter::Meter;
use crate::output::{Result as LintResult, targets};
use crate::session::{Session, Status, chain};
use crate::shell::Shell;

pub(crate) fn run(session: &Session, args: &LintArgs) -> anyhow::Result<Status> {
    if args.watch { watch(session, args) } else { once(session, args) }
}

/// Lints again and again, until somebody ends it.
fn watch(session: &Session, args: &LintArgs) -> anyhow::Result<Status> {
    let extra: Vec<_> = args.baseline.iter().cloned().collect();
    let mut watcher = Watcher::of(&args.paths, &extra, &session.current, &session.configurations)?;
    loop {
        session.configurations.clear();
        watcher.look();
        Shell::clear();
        if let Err(error) = once(session, args) {
            // Whatever it is may be mended while somebody watches.
            session.shell.error(&chain(&*error));
        }
        session.shell.note("watching for changes; Ctrl+C ends it");
        watcher.wait()?;
    }
}

fn once(session: &Session, args: &LintArgs) -> anyhow::Result<Status> {
    targets::check(args)?;
    let baseline = accepting::read(session, args)?;
    let keep = Keep {
        verdicts: (args.explain && args.writes(LintFormat::Human)) || args.writes(LintFormat::Json),
        excerpts: !args.diff && (args.writes(LintFormat::Human) || args.writes(LintFormat::Github)),
        paths: baseline.is_some(),
        texts: args.diff || fixing::is_filter(args),
        // A baseline and changes tell hints apart.
        hints_as_number: !args.hints
            && !args.writes(LintFormat::Json)
            && baseline.is_none()
            && args.write_baseline.is_none()
            && args.changed_since.is_none(),
    };
    let fixing = fixing::of(args);
    let selection = Selection { shard: args.shard, changes: changes_since(session, args)? };
    let options = Options { no_exclude: args.no_exclude, keep, fixing };
    let meter = Meter::start(args.quiet);
    let linter = session.linter(options).selecting(selection.clone()).observed_by(&meter);
    let mut input = Vec::new();
    let mut run = if args.stdin {
        io::stdin().read_to_end(&mut input).context("standard input cannot be read")?;
        linter.lint_bytes(args.stdin_filename.as_deref(), input.clone())
    } else {
        linter.lint(&args.paths)
    };
    drop(meter);
    let is_stale = accepting::accept(session, args, baseline, &mut run)?;
    if let Some(changes) = selection.changes {
        // What was mended has changed since it was asked what had.
        let writes = fixing.is_some_and(|fixing| fixing.writes);
        let again = if writes { changes_since(session, args)? } else { None };
        again.unwrap_or(changes).retain_touched(&mut run, &session.current);
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
    if fixing::is_filter(args) {
        // Whoever puts a text through gets a text back, whether or not there was anything to mend.
        let text = run.fixed.first().map_or(input.as_slice(), |file| file.after.as_bytes());
        session.shell.write_raw(|out| out.write_all(text)).context("standard output cannot be written")?;
    }
    targets::write(session, args, &result)?;
    if !args.quiet {
        if let Some(fixing) = fixing {
            fixing::note(session, args, fixing, &result);
        }
        note(session, &run);
    }
    session.tell(&run.problems);
    Ok(match status(&result) {
        Status::Success if is_stale && args.fail_on_stale => Status::Findings,
        status => status,
    })
}

/// What differs from the revision that `args` name, if they do.
fn changes_since(session: &Session, args: &LintArgs) -> anyhow::Result<Option<Changes>> {
    let revision = args.changed_since.as_deref();
    Ok(revision.map(|revision| Changes::since(revision, &session.current)).transpose()?)
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
