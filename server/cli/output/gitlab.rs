//! The result of a run as a GitLab code quality report.

use std::io::{self, Write};

use serde::Serialize;
use tradeoff_analysis::rules::Severity;
use tradeoff_workspace::stable_hash;

use super::Result as LintResult;
use super::json_text;
use super::root::Root;

#[derive(Debug, Serialize)]
struct Entry<'a> {
    description: &'a str,
    check_name: &'a str,
    fingerprint: String,
    severity: &'static str,
    location: Location,
}

#[derive(Debug, Serialize)]
struct Location {
    path: String,
    lines: Lines,
}

#[derive(Debug, Serialize)]
struct Lines {
    begin: u32,
    end: u32,
}

/// Writes `result`.
pub(crate) fn write(result: &LintResult<'_>, root: &Root, out: &mut dyn Write) -> io::Result<()> {
    let entries = result.findings().map(|(file, located)| {
        let (finding, place) = (&located.finding, located.place);
        let path = root.path(&file.path);
        Entry {
            description: &finding.message,
            check_name: &finding.rule,
            // Of entries with one fingerprint GitLab keeps one, and two people's answers to a question may have
            // the same headings and the same omission.
            fingerprint: format!("{}{:016x}", finding.fingerprint, stable_hash(&path)),
            severity: severity(finding.severity),
            location: Location { path, lines: Lines { begin: place.start.line + 1, end: place.end.line + 1 } },
        }
    });
    let entries: Vec<Entry<'_>> = entries.collect();
    json_text::write(&entries, out)?;
    out.write_all(b"\n")
}

fn severity(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "major",
        Severity::Warning => "minor",
        Severity::Info | Severity::Hint => "info",
    }
}
