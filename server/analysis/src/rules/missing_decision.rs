//! `missing-decision`: the section never says what is chosen.

use super::Severity;
use super::context::{AnswerContext, Findings, Report};
use super::registry::{Check, Docs, Rule};

pub(super) const RULE: Rule = Rule {
    name: "missing-decision",
    // A warning by design. New rules start below the failing severity for one release, so that nobody's build fails
    // by an update.
    severity: Severity::Info,
    since: "0.1.0",
    fix: None,
    docs: Docs {
        what: "The trade-off section sets options side by side, or says that it depends, and never says what is chosen.",
        why: "A comparison without a choice leaves the decision to the reader, who knows less than the writer. What was weighed can only be judged against what came out.",
        fails: "# Q501 Raft\n\n## Trade-offs\n\nLeader reads are current and wait 40 ms for a majority. Follower reads return in 2 ms and may be 300 ms old. Either option runs on the same three nodes at 270 USD a month, so the choice depends on the workload.\n",
        passes: "# Q501 Raft\n\n## Trade-offs\n\nLeader reads are current and wait 40 ms for a majority. Follower reads return in 2 ms and may be 300 ms old. Both run on the same three nodes at 270 USD a month. We take leader reads until they need more than 2,000 requests per second.\n",
        fix: "Say which option you take, in a sentence of its own; \"it depends\" becomes a decision once you say on what and where the border is. Where the decision stands under a heading such as \"Decision\", or is made in plain words before the section, the rule is silent.",
    },
    check: Check::Answer(check),
};

fn check(context: &AnswerContext<'_>, findings: &mut Findings<'_>) {
    let (Some(decision), Some(section)) = (context.report.decision, context.report.tradeoff_sections.first())
    else {
        return;
    };
    if decision.is_open && !decision.is_made {
        let message = "this section never says what is chosen; name the option that you take, or where the border between them lies";
        findings.report(&RULE, Report::new(section.title, message));
    }
}

#[cfg(test)]
mod tests {
    use crate::rules::testing::check;

    #[test]
    fn a_choice_made_before_the_section_counts() {
        check(
            "
# Q501 Raft
We choose leader reads.
## Trade-offs
Leader reads are current and wait 40 ms for a majority. Follower reads return in 2 ms and may be 300 ms old. Either
option runs on the same three nodes at 270 USD a month, so the choice depends on the workload, until 2027.
",
        );
    }
}
