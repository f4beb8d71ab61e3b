//! The result of a run with one line for each finding, as editors' error lists and `grep` like it.

use std::io::{self, Write};

use super::Result as LintResult;
use crate::shell::escape;

/// Writes `result`.
pub(crate) fn write(result: &LintResult<'_>, out: &mut dyn Write) -> io::Result<()> {
    for (file, located) in result.findings() {
        let finding = &located.finding;
        let start = located.place.start;
        let suppressed = if finding.suppressed { " (suppressed)" } else { "" };
        writeln!(
            out,
            "{}:{}:{}: {}[{}]: {}{suppressed}",
            escape(&file.path),
            start.line + 1,
            start.column + 1,
            finding.severity,
            escape(&finding.rule),
            escape(&finding.message),
        )?;
    }
    Ok(())
}
