//! `unused-suppression`: a suppression comment that suppresses nothing.

use super::context::{FileContext, Findings, Report};
use super::edits::Removals;
use super::registry::{Check, Docs, Rule, looks_at_other_files};
use super::{Applicability, Fix, Severity, TextEdit};
use crate::text::{Span, slice};

pub(super) const RULE: Rule = Rule {
    name: "unused-suppression",
    severity: Severity::Warning,
    since: "0.1.0",
    fix: Some(Applicability::Safe),
    docs: Docs {
        what: "A suppression comment names a rule that has nothing to report where the comment stands.",
        why: "It hides the next real finding there. Most are left over from a fault that was mended.",
        fails: "# Q501 Raft\n\n<!-- tradeoff-ignore omitted-cost: a demo, it runs on one laptop -->\n## Trade-offs\n\nFollower reads may be 300 ms old, leader reads wait 40 ms longer, a fifth node costs 90 USD a month.\n",
        passes: "# Q501 Raft\n\n## Trade-offs\n\nFollower reads may be 300 ms old, leader reads wait 40 ms longer, a fifth node costs 90 USD a month.\n",
        fix: "Remove the comment, or the rule's name from it. The fix does so.",
    },
    check: Check::File(check),
};

fn check(context: &FileContext<'_>, findings: &mut Findings<'_>) {
    let mut removals = Removals::of(context.input.text, context.markdown);
    for suppression in context.suppressions {
        let Ok(rules) = &suppression.content else { continue };
        // Without the other files nobody can tell.
        let is_known = |rule: &str| context.input.surroundings.is_some() || !looks_at_other_files(rule);
        let unused = rules.iter().filter(|rule| !rule.used && is_known(&rule.rule));
        let unused: Vec<&str> = unused.map(|rule| rule.rule.as_str()).collect();
        if unused.is_empty() {
            continue;
        }
        let message = format!("nothing here is reported as {}; remove it from the comment", unused.join(" or "));
        let fix = if unused.len() == rules.len() {
            removal(&mut removals, suppression.comment)
        } else {
            shortened(context.input.text, suppression.comment, &unused)
        };
        findings.report(&RULE, Report::new(suppression.comment, message).with_fix(Some(fix)));
    }
}

/// Removes a comment.
pub(super) fn removal(removals: &mut Removals<'_>, comment: Span) -> Fix {
    Fix {
        title: "remove the suppression".to_owned(),
        applicability: Applicability::Safe,
        edits: vec![removals.edit(comment)],
    }
}

/// Takes the `unused` rules out of a comment that has others.
fn shortened(text: &str, comment: Span, unused: &[&str]) -> Fix {
    let written = slice(text, comment);
    let (head, reason) = written.split_once(':').unwrap_or((written, ""));
    let command =
        head.split_whitespace().find(|word| word.starts_with("tradeoff-ignore")).unwrap_or("tradeoff-ignore");
    let after = head.find(command).map_or(head.len(), |at| at + command.len());
    let names = head[after..].split(|character: char| character == ',' || character.is_whitespace());
    let kept = names.filter(|rule| !rule.is_empty() && !unused.contains(rule));
    let rules = kept.collect::<Vec<_>>().join(", ");
    Fix {
        title: format!("remove {} from the suppression", unused.join(" and ")),
        applicability: Applicability::Safe,
        edits: vec![TextEdit { span: comment, text: format!("{} {rules}:{reason}", &head[..after]) }],
    }
}

#[cfg(test)]
mod tests {
    use crate::rules::testing::{check, check_fix};

    const ARGUED: &str = "A reader may see the old price for 3 s. Every save waits 40 ms for a quorum.";

    #[test]
    fn a_comment_that_suppresses_nothing_is_reported() {
        check(
            "
# Q501
<!-- tradeoff-ignore missing-tradeoffs: none needed -->
^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ unused-suppression
## Trade-offs
A reader may see the old price for 3 s. Every save waits 40 ms for a quorum. It costs 90 USD a month.
",
        );
    }

    #[test]
    fn the_fix_keeps_the_rules_that_are_used() {
        check_fix(
            "unused-suppression",
            &format!(
                "# Q501\n\n<!-- tradeoff-ignore omitted-latency, omitted-cost: a demo -->\n## Trade-offs\n\n{ARGUED}\n"
            ),
            &format!("# Q501\n\n<!-- tradeoff-ignore omitted-cost: a demo -->\n## Trade-offs\n\n{ARGUED}\n"),
        );
        check_fix(
            "unused-suppression",
            &format!(
                "# Q501\n\n<!-- tradeoff-ignore omitted-latency,\n  omitted-cost: a demo -->\n## Trade-offs\n\n{ARGUED}\n"
            ),
            &format!("# Q501\n\n<!-- tradeoff-ignore omitted-cost: a demo -->\n## Trade-offs\n\n{ARGUED}\n"),
        );
    }
}
