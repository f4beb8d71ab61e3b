//! `unargued-consideration`: a consideration is named, deferred or dismissed, but not argued.

use super::Severity;
use super::context::{AnswerContext, Findings, Report};
use super::registry::{Check, Docs, Rule};
use crate::considerations::Verdict;

pub(super) const RULE: Rule = Rule {
    name: "unargued-consideration",
    severity: Severity::Warning,
    since: "0.1.0",
    fix: None,
    docs: Docs {
        what: "A required consideration is named, deferred (\"cost: TBD\") or dismissed (\"latency: N/A\") in the trade-off section, but nothing is said about it.",
        why: "\"Latency: good\" tells a reader that somebody thought of latency, not what they found. Whoever must revisit the decision has nothing to check.",
        fails: "# Q501 Raft\n\n## Trade-offs\n\nA reader may see a value that is 300 ms old; the leader answers 40 ms later.\n\nCost: TBD.\n",
        passes: "# Q501 Raft\n\n## Trade-offs\n\nA reader may see a value that is 300 ms old; the leader answers 40 ms later.\n\nCost: no topic, because it runs on the three servers that we already pay for.\n",
        fix: "Add who sees, waits for or pays what; a figure; a comparison that says in what; or the reason why it does not matter here.",
    },
    check: Check::Answer(check),
};

fn check(context: &AnswerContext<'_>, findings: &mut Findings<'_>) {
    for (id, judgement) in &context.report.judgements {
        let Some(mention) = judgement.evidence.first() else { continue };
        if judgement.verdict != Verdict::Mentioned || !context.report.is_judged(*id) {
            continue;
        }
        let title = context.file.input.settings.consideration(*id).title.to_lowercase();
        let message = format!("{title} is not argued: {}", judgement.reason);
        findings.report(&RULE, Report { consideration: Some(*id), ..Report::new(mention.words, message) });
    }
}

#[cfg(test)]
mod tests {
    use crate::rules::testing::check;

    #[test]
    fn one_finding_on_the_words_themselves() {
        check(
            "
# Q501 Raft
## Trade-offs
A reader may see the old price for 3 s. Every save waits 40 ms for the slowest replica.

Cost: TBD. We will talk about cost later.
^^^^ unargued-consideration
",
        );
    }

    #[test]
    fn an_answer_without_prose_is_unanswered() {
        check("# Q501 Raft\n\n## Trade-offs\n\n### Cost\n\n<!-- What is paid? -->\n");
        check(
            "
# Q501 Raft
## Trade-offs
A reader may see the old price for 3 s. Every save waits 40 ms for a quorum.
### Cost
    ^^^^ unargued-consideration
<!-- What is paid? -->
",
        );
    }
}
