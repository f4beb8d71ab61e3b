//! The result of a run with one line for each finding, as editors' error lists and `grep` like it.

use std::io::{self, Write};

use super::{Result as LintResult, accepted, statistics};
use crate::shell::escape;

/// Writes `result`.
pub(crate) fn write(result: &LintResult<'_>, out: &mut dyn Write) -> io::Result<()> {
    if result.statistics {
        return statistics::write(result, out);
    }
    for (file, located) in result.first_findings() {
        let finding = &located.finding;
        let start = located.place.start;
        let suppressed = accepted(located);
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
