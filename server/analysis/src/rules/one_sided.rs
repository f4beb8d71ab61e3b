//! `one-sided`: only gains are named, and nothing is given up.

use super::Severity;
use super::context::{AnswerContext, Findings, Report};
use super::registry::{Check, Docs, Rule};

pub(super) const RULE: Rule = Rule {
    name: "one-sided",
    severity: Severity::Info,
    since: "0.1.0",
    fix: None,
    docs: Docs {
        what: "The trade-off section names several gains and nothing that is given up, paid or risked for them.",
        why: "A choice without a price is either no choice or not understood yet. Whoever reads only praise will look for the price when it falls due.",
        fails: "# Q501 Raft\n\n## Trade-offs\n\nWe chose Raft because it is a simple and proven algorithm with excellent libraries. It gives us strong and reliable replication, it scales easily, reads are fast, and the whole team is happy with how elegant and flexible it is.\n",
        passes: "# Q501 Raft\n\n## Trade-offs\n\nWe chose Raft rather than Paxos, for it is simple and proven. Every write waits 40 ms for a majority. A reader at a follower may see a value that is 300 ms old. Three nodes cost 270 USD a month. Above 5,000 writes per second we would shard.\n",
        fix: "Say what gets slower, dearer, staler or harder by this choice, or what can no longer be done.",
    },
    check: Check::Answer(check),
};

/// Fewer good words may just describe the thing.
const MIN_GAINS: usize = 4;

fn check(context: &AnswerContext<'_>, findings: &mut Findings<'_>) {
    let (Some(decision), Some(section)) = (context.report.decision, context.report.tradeoff_sections.first())
    else {
        return;
    };
    if decision.gains >= MIN_GAINS && !decision.gives_up {
        let message = "only gains are named here; say what is given up, paid or risked for them";
        findings.report(&RULE, Report::new(section.title, message));
    }
}

#[cfg(test)]
mod tests {
    use crate::rules::testing::check;

    #[test]
    fn a_price_is_enough() {
        check(
            "
# Q501 Raft
## Trade-offs
A simple protocol instead of Paxos. A reader may see the old price for 3 s. Every save waits 40 ms for the slowest
replica. Three nodes cost 270 USD a month, in two zones of Zurich.
",
        );
    }
}
