//! How many findings each rule has: an overview of a repository that nobody has linted before.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::io::{self, Write};

use tradeoff_analysis::rules::Severity;

use super::Result as LintResult;
use crate::shell::escape;

/// Writes a line for each rule that found something, the most frequent first.
pub(crate) fn write(result: &LintResult<'_>, out: &mut dyn Write) -> io::Result<()> {
    let mut rules: BTreeMap<&str, (usize, Severity)> = BTreeMap::new();
    for (_, located) in result.findings() {
        let finding = &located.finding;
        let (count, worst) = rules.entry(&finding.rule).or_insert((0, finding.severity));
        *count += 1;
        *worst = finding.severity.max(*worst);
    }
    let mut rules: Vec<_> = rules.into_iter().collect();
    rules.sort_by_key(|&(_, (count, _))| Reverse(count));
    let width = rules.first().map_or(0, |(_, (count, _))| count.to_string().len());
    for (rule, (count, worst)) in rules {
        writeln!(out, "{count:width$}  {:7}  {}", worst.name(), escape(rule))?;
    }
    Ok(())
}
