//! `tradeoff bank check`: check question sheets.

use std::io::Write;

use serde::Serialize;
use tradeoff_workspace::{CheckedBank, LocatedSheetFinding, check_bank};

use crate::args::{BankCheckArgs, TextFormat};
use crate::bank::MISSPELLINGS;
use crate::output::counted;
use crate::session::{Session, Status};
use crate::shell::escape;

/// The result for programs. Lines and columns count from 1, columns in Unicode code points; within version 1 fields
/// are only added.
#[derive(Debug, Serialize)]
struct Document<'a> {
    version: u32,
    findings: Vec<Finding<'a>>,
    summary: Summary,
}

#[derive(Debug, Serialize)]
struct Finding<'a> {
    path: &'a str,
    severity: &'static str,
    line: u32,
    column: u32,
    end_line: u32,
    end_column: u32,
    message: &'a str,
}

#[derive(Debug, Serialize)]
struct Summary {
    sheets: usize,
    warnings: usize,
    infos: usize,
}

pub(crate) fn run(session: &Session, args: &BankCheckArgs) -> anyhow::Result<Status> {
    let checked = check_bank(&session.configurations, &session.current, args.path.as_deref(), MISSPELLINGS)?;
    match args.format {
        TextFormat::Json => session.shell.write_json(&document(&checked))?,
        TextFormat::Human => session.shell.write(|out| human(&checked, out))?,
    }
    let is_faulty = checked.findings.iter().any(|finding| finding.is_fault);
    Ok(if is_faulty { Status::Findings } else { Status::Success })
}

fn severity(finding: &LocatedSheetFinding) -> &'static str {
    if finding.is_fault { "warning" } else { "info" }
}

fn human(checked: &CheckedBank, out: &mut dyn Write) -> std::io::Result<()> {
    for finding in &checked.findings {
        let (path, message) = (escape(&finding.path), escape(&finding.message));
        let start = finding.place.start;
        writeln!(out, "{path}:{}:{}: {}: {message}", start.line + 1, start.column + 1, severity(finding))?;
    }
    let Summary { sheets, warnings, infos } = summary(checked);
    let found = [(warnings, "warning"), (infos, "info")].into_iter().filter(|(count, _)| *count > 0);
    let found: Vec<String> = found.map(|(count, name)| counted(count, name)).collect();
    let found = if found.is_empty() { "no findings".to_owned() } else { found.join(", ") };
    writeln!(out, "{}: {found}", counted(sheets, "sheet"))
}

fn document(checked: &CheckedBank) -> Document<'_> {
    let finding = |finding: &'_ LocatedSheetFinding| {
        let (start, end) = (finding.place.start, finding.place.end);
        (start.line + 1, start.column + 1, end.line + 1, end.column + 1)
    };
    let findings = checked.findings.iter().map(|one| {
        let (line, column, end_line, end_column) = finding(one);
        Finding {
            path: &one.path,
            severity: severity(one),
            line,
            column,
            end_line,
            end_column,
            message: &one.message,
        }
    });
    Document { version: 1, findings: findings.collect(), summary: summary(checked) }
}

fn summary(checked: &CheckedBank) -> Summary {
    let warnings = checked.findings.iter().filter(|finding| finding.is_fault).count();
    Summary { sheets: checked.sheets, warnings, infos: checked.findings.len() - warnings }
}
