//! `missing-alternative`: nothing is compared with anything.

use super::Severity;
use super::context::{AnswerContext, Findings, Report};
use super::registry::{Check, Docs, Rule};

pub(super) const RULE: Rule = Rule {
    name: "missing-alternative",
    // A warning by design. New rules start below the failing severity for one release, so that nobody's build fails
    // by an update.
    severity: Severity::Info,
    since: "0.1.0",
    fix: None,
    docs: Docs {
        what: "The trade-off section describes one thing and never compares it with another.",
        why: "A decision is a choice between things. Without the one that was not taken, a reader cannot tell whether the price is high or low, and proposes it again next year.",
        fails: "# Q501 Raft\n\n## Trade-offs\n\nWe use Raft with three nodes in one region. A write waits 40 ms for two of the nodes. A reader at a follower may see a value that is 300 ms old. The nodes cost 270 USD a month. We revisit this once we write from two regions.\n",
        passes: "# Q501 Raft\n\n## Trade-offs\n\nWe use Raft with three nodes rather than a primary with a standby. A write waits 40 ms for two of the nodes. A reader at a follower may see a value that is 300 ms old. The nodes cost 270 USD a month, 90 USD more than the pair. We revisit this once we write from two regions.\n",
        fix: "Name what you did not take, even if it is to leave things as they are, and say in what it differs.",
    },
    check: Check::Answer(check),
};

fn check(context: &AnswerContext<'_>, findings: &mut Findings<'_>) {
    let (Some(decision), Some(section)) = (context.report.decision, context.report.tradeoff_sections.first())
    else {
        return;
    };
    if !decision.is_compared {
        let message = "nothing here is compared with anything; name what you did not take and in what it differs";
        findings.report(&RULE, Report::new(section.title, message));
    }
}

#[cfg(test)]
mod tests {
    use crate::rules::testing::check;

    #[test]
    fn a_heading_about_alternatives_counts_wherever_it_stands() {
        check(
            "
# Q501 Raft
## Other candidates
Paxos.
## Trade-offs
We use Raft with three nodes in one region. A write waits 40 ms for two of the nodes. A reader at a follower may see a
value that is 300 ms old. The nodes cost 270 USD a month. We revisit this once we write from two regions.
",
        );
    }
}
