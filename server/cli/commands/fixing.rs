//! What `tradeoff lint` says about its fixes, and where a mended text goes.

use std::collections::BTreeMap;

use tradeoff_analysis::rules::Applicability;
use tradeoff_workspace::{FixedFile, Fixing, Run};

use crate::args::LintArgs;
use crate::output::{Result as LintResult, counted, summary_line};
use crate::session::Session;

/// How `args` want findings to be mended.
pub(crate) fn of(args: &LintArgs) -> Option<Fixing> {
    let mends = args.fix || args.unsafe_fixes || args.diff;
    mends.then_some(Fixing {
        up_to: if args.unsafe_fixes { Applicability::Unsafe } else { Applicability::Safe },
        writes: !args.diff && !args.dry_run,
    })
}

/// Whether the mended text of standard input goes to standard output.
pub(crate) fn is_filter(args: &LintArgs) -> bool {
    args.stdin && of(args).is_some_and(|fixing| fixing.writes)
}

/// Says what was mended, or would have been, and which fixes are left.
pub(crate) fn note(session: &Session, args: &LintArgs, fixing: Fixing, result: &LintResult<'_>) {
    let shell = session.shell;
    let run = result.run;
    let count: usize = run.fixed.iter().map(|file| file.rules.len()).sum();
    if count > 0 {
        let verb = if fixing.writes { "fixed" } else { "would fix" };
        let files =
            if is_filter(args) { String::new() } else { format!(" in {}", counted(run.fixed.len(), "file")) };
        shell.note(&format!("{verb} {}{files}: {}", counted(count, "finding"), by_rule(&run.fixed)));
    } else {
        shell.note("nothing to fix");
    }
    if args.diff {
        let yet = if count > 0 { "nothing is changed yet: " } else { "" };
        shell.note(&format!("{yet}{}", summary_line(&result.totals(), true)));
    }
    let unsafe_fixes = unsafe_fixes(run);
    if fixing.up_to == Applicability::Safe && unsafe_fixes > 0 {
        shell.note(&format!(
            "{} left that --unsafe-fixes can work on; look at what it does",
            counted(unsafe_fixes, "finding")
        ));
    }
}

/// "2 unused-suppression, 1 title-mismatch": the most frequent first.
fn by_rule(files: &[FixedFile]) -> String {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for rule in files.iter().flat_map(|file| &file.rules) {
        *counts.entry(rule).or_default() += 1;
    }
    let mut counts: Vec<(&str, usize)> = counts.into_iter().collect();
    counts.sort_by_key(|&(_, count)| std::cmp::Reverse(count));
    counts.iter().map(|(rule, count)| format!("{count} {rule}")).collect::<Vec<_>>().join(", ")
}

/// How many findings have a fix that is not safe.
fn unsafe_fixes(run: &Run) -> usize {
    let findings = run.linted.iter().flat_map(|file| &file.findings).map(|located| &located.finding);
    let offered = findings.filter(|finding| !finding.suppressed).filter_map(|finding| finding.fix.as_ref());
    offered.filter(|fix| fix.applicability == Applicability::Unsafe).count()
}
