//! Where results go: each format to its file, one of them to standard output.

use std::io::{self, IsTerminal as _, Write};

use anyhow::Context as _;
use camino::Utf8Path;
use tradeoff_workspace::{absolute, replace_file_with};

use super::diff::{self, Reader};
use super::root::Root;
use super::{Result as LintResult, concise, github, gitlab, human, json, junit, sarif};
use crate::args::{LintArgs, LintFormat, Target};
use crate::commands::fixing;
use crate::session::Session;
use crate::shell::Shell;

/// How a format is laid out for whoever reads it.
#[derive(Clone, Copy, Debug)]
struct Look {
    color: bool,
    width: usize,
}

impl Look {
    const PLAIN: Self = Self { color: false, width: human::WIDTH };
}

/// Refuses formats that would be mixed up on standard output.
pub(crate) fn check(args: &LintArgs) -> anyhow::Result<()> {
    let mut nameless = args.format.iter().filter(|target| target.file.is_none());
    if let (Some(one), Some(other)) = (nameless.next(), nameless.next()) {
        anyhow::bail!(
            "{} and {} would both go to standard output; name a file for one, as in --format {}=FILE",
            name(one),
            name(other),
            name(other)
        );
    }
    if args.output.is_some() && args.format.iter().all(|target| target.file.is_some()) {
        anyhow::bail!("there is nothing left for --output: every format has a file");
    }
    Ok(())
}

fn name(target: &Target) -> &'static str {
    match target.format {
        LintFormat::Human => "human",
        LintFormat::Concise => "concise",
        LintFormat::Json => "json",
        LintFormat::Sarif => "sarif",
        LintFormat::Github => "github",
        LintFormat::Gitlab => "gitlab",
        LintFormat::Junit => "junit",
    }
}

/// Writes `result` in every format that is asked for.
pub(crate) fn write(session: &Session, args: &LintArgs, result: &LintResult<'_>) -> anyhow::Result<()> {
    if args.diff {
        return write_diff(session, args, result);
    }
    let root = Root::of_environment(&session.current);
    for target in &args.format {
        let format = target.format;
        // JSON is for programs, which can leave hints out by themselves.
        let result = LintResult { show_hints: result.show_hints || format == LintFormat::Json, ..*result };
        if let Some(path) = target.file.as_ref().or(args.output.as_ref()) {
            let write = |out: &mut dyn Write| format_to(format, &result, &root, Look::PLAIN, out);
            replace_file_with(&absolute(&session.current, path), write)
                .with_context(|| format!("{path}: cannot be written"))?;
        } else if fixing::is_filter(args) {
            // Standard output holds the mended text.
            Shell::write_aside(|out| format_to(format, &result, &root, Look::PLAIN, out))
                .context("standard error cannot be written")?;
        } else {
            let look = Look { color: session.shell.color, width: Shell::width(human::WIDTH) };
            let write = |out: &mut dyn Write| format_to(format, &result, &root, look, out);
            let written = match format {
                LintFormat::Github => session.shell.write_raw(write),
                _ => session.shell.write(write),
            };
            written.context("standard output cannot be written")?;
        }
        if format == LintFormat::Github {
            add_to_summary(&github::summary(&result, &root))?;
        }
    }
    Ok(())
}

/// Writes what fixing would change.
fn write_diff(session: &Session, args: &LintArgs, result: &LintResult<'_>) -> anyhow::Result<()> {
    let fixed = &result.run.fixed;
    let Some(path) = &args.output else {
        let color = session.shell.color;
        let is_read = color || io::stdout().is_terminal();
        let reader = if is_read { Reader::Person { color } } else { Reader::Program };
        return session
            .shell
            .write_raw(|out| diff::write(fixed, reader, out))
            .context("standard output cannot be written");
    };
    let write = |out: &mut dyn Write| diff::write(fixed, Reader::Program, out);
    replace_file_with(&absolute(&session.current, path), write)
        .with_context(|| format!("{path}: cannot be written"))
}

fn format_to(
    format: LintFormat,
    result: &LintResult<'_>,
    root: &Root<'_>,
    look: Look,
    out: &mut dyn Write,
) -> io::Result<()> {
    match format {
        LintFormat::Human => human::write(result, look.color, look.width, out),
        LintFormat::Concise => concise::write(result, out),
        LintFormat::Json => json::write(result, out),
        LintFormat::Sarif => sarif::write(result, root, out),
        LintFormat::Github => github::write(result, root, out),
        LintFormat::Gitlab => gitlab::write(result, root, out),
        LintFormat::Junit => junit::write(result, out),
    }
}

/// Adds `text` to the summary of the workflow's step, if this runs in one.
fn add_to_summary(text: &str) -> anyhow::Result<()> {
    let Some(path) = std::env::var("GITHUB_STEP_SUMMARY").ok().filter(|path| !path.is_empty()) else {
        return Ok(());
    };
    tradeoff_workspace::append_to_file(Utf8Path::new(&path), text.as_bytes())
        .with_context(|| format!("{path}: the step's summary cannot be written"))
}
