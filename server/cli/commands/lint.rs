//! `tradeoff lint`: check answers.

use std::io::{self, Read as _, Write};

use anyhow::Context as _;
use tradeoff_analysis::config::FailOn;
use tradeoff_analysis::rules::Severity;
use tradeoff_workspace::{Keep, Options, Run};

use crate::args::{LintArgs, LintFormat};
use crate::output::{self, Result as LintResult};
use crate::session::{Session, Status};

pub(crate) fn run(session: &Session, args: &LintArgs) -> anyhow::Result<Status> {
    let keep = Keep { verdicts: args.format == LintFormat::Json, excerpts: args.format == LintFormat::Human };
    let linter = session.linter(Options { no_exclude: args.no_exclude, keep });
    let run = if args.stdin {
        let mut bytes = Vec::new();
        io::stdin().read_to_end(&mut bytes).context("standard input cannot be read")?;
        linter.lint_bytes(args.stdin_filename.as_deref(), bytes)
    } else {
        linter.lint(&args.paths)
    };
    let result = LintResult { run: &run, show_suppressed: args.show_suppressed };
    write(session, args, &result)?;
    session.tell(&run.problems);
    Ok(status(&run, args.fail_on.map(FailOn::from)))
}

fn write(session: &Session, args: &LintArgs, result: &LintResult<'_>) -> anyhow::Result<()> {
    let write = |out: &mut dyn Write| match args.format {
        LintFormat::Json => output::json::write(result, out),
        LintFormat::Human => Ok(()),
    };
    session.shell.write(write).context("standard output cannot be written")
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
