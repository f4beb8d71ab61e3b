//! `malformed-suppression`: a suppression comment that cannot be read.

use super::context::{FileContext, Findings, Report};
use super::edits::Removals;
use super::registry::{Check, Docs, Rule};
use super::unused_suppression::removal;
use super::{Applicability, Severity};

pub(super) const RULE: Rule = Rule {
    name: "malformed-suppression",
    severity: Severity::Warning,
    since: "0.1.0",
    fix: Some(Applicability::Safe),
    docs: Docs {
        what: "A suppression comment names no rule, a rule that does not exist, or gives no reason.",
        why: "It silences nothing, although its author thinks that it does; and a silence without a reason cannot be reviewed.",
        fails: "# Q501 Raft\n\n<!-- tradeoff-ignore omitted-costs -->\n## Trade-offs\n\nFollower reads may be 300 ms old, leader reads wait 40 ms longer, a fifth node costs 90 USD a month.\n",
        passes: "# Q501 Raft\n\n<!-- tradeoff-ignore omitted-cost: a demo, it runs on one laptop -->\n## Trade-offs\n\nFollower reads may be 300 ms old, leader reads wait 40 ms longer.\n",
        fix: "Write `<!-- tradeoff-ignore omitted-cost: the reason -->` with a reason in your own words (`{/* ... */}` in MDX). The fix removes the comment.",
    },
    check: Check::File(check),
};

fn check(context: &FileContext<'_>, findings: &mut Findings<'_>) {
    let mut removals = Removals::of(context.input.text, context.markdown);
    for suppression in context.suppressions {
        if let Err(problem) = &suppression.content {
            let message = format!("this comment suppresses nothing: {problem}");
            let fix = Some(removal(&mut removals, suppression.comment));
            findings.report(&RULE, Report::new(suppression.comment, message).with_fix(fix));
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::rules::testing::{check_fix, messages};

    #[test]
    fn each_fault_is_named() {
        let message = |comment: &str| {
            let text = format!("# Q501\n\n{comment}\n");
            messages(&text).into_iter().next().unwrap_or_default()
        };
        insta::assert_snapshot!(message("<!-- tradeoff-ignore -->"), @"this comment suppresses nothing: name the rule to ignore: `tradeoff-ignore omitted-cost: the reason`");
        insta::assert_snapshot!(message("<!-- tradeoff-ignore omitted-costs: free -->"), @"this comment suppresses nothing: there is no rule `omitted-costs`; did you mean `omitted-cost`?");
        insta::assert_snapshot!(message("<!-- tradeoff-ignore omitted-cost: the reason -->"), @"this comment suppresses nothing: say why after a colon: `tradeoff-ignore omitted-cost: the free tier covers it`");
        insta::assert_snapshot!(message("<!-- tradeoff-ignore-file omitted-cost: because it is free -->"), @"this comment suppresses nothing: `tradeoff-ignore-file` stands at the top of the file, before all text");
    }

    #[test]
    fn other_comments_are_left_alone() {
        assert_eq!(
            messages("# Q501\n\n<!-- tradeoff-ignored long ago -->\n<!-- a note -->\n"),
            Vec::<String>::new()
        );
    }

    #[test]
    fn the_fix_removes_the_line() {
        check_fix(
            "malformed-suppression",
            "# Q501\n\n<!-- tradeoff-ignore -->\n\nend\n## Trade-offs\n",
            "# Q501\n\nend\n## Trade-offs\n",
        );
    }
}
