//! `missing-reversal`: no condition is named under which the decision would change.

use super::Severity;
use super::context::{AnswerContext, Findings, Report};
use super::registry::{Check, Docs, Rule};

pub(super) const RULE: Rule = Rule {
    name: "missing-reversal",
    severity: Severity::Hint,
    since: "0.1.0",
    fix: None,
    docs: Docs {
        what: "The trade-off section says what is chosen and over what, and names no condition under which the decision would change.",
        why: "A choice without a tipping point cannot be revisited: nobody knows which figure to watch, and the reasons outlive the facts that they were drawn from.",
        fails: "# Q501 Raft\n\n## Trade-offs\n\nWe take leader reads instead of follower reads. Every read waits 40 ms for a majority. A reader at a follower may see a value that is 300 ms old. Three nodes cost 270 USD a month.\n",
        passes: "# Q501 Raft\n\n## Trade-offs\n\nWe take leader reads instead of follower reads. Every read waits 40 ms for a majority. A reader at a follower may see a value that is 300 ms old. Three nodes cost 270 USD a month. Above 5,000 reads per second we would let followers answer.\n",
        fix: "Name the figure or the event at which the other option wins.",
    },
    check: Check::Answer(check),
};

fn check(context: &AnswerContext<'_>, findings: &mut Findings<'_>) {
    let (Some(decision), Some(section)) = (context.report.decision, context.report.tradeoff_sections.first())
    else {
        return;
    };
    if decision.is_explicit && decision.is_compared && !decision.is_reversible {
        let message = "nothing here says when you would decide otherwise; name the figure or the event";
        findings.report(&RULE, Report::new(section.title, message));
    }
}
