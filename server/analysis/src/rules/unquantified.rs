//! `unquantified`: latency or cost is argued with no number at all.

use super::Severity;
use super::context::{AnswerContext, Findings, Report};
use super::registry::{Check, Docs, Rule};
use crate::considerations::{CONFIDENT, Judgement, Scope, Verdict, is_measured};
use crate::decision::has_quantity;
use crate::text::{Span, slice};

pub(super) const RULE: Rule = Rule {
    name: "unquantified",
    severity: Severity::Info,
    since: "0.1.0",
    fix: None,
    docs: Docs {
        what: "Latency or cost is argued in the trade-off section with no number in any of the clauses that argue it, and no time or sum elsewhere in the section.",
        why: "\"Every write waits for the other region\" is true of 2 ms and of 200 ms, and the decision differs. Even a rough figure can be checked, and a wrong one gets corrected.",
        fails: "# Q501 Raft\n\n## Trade-offs\n\nWe take leader reads instead of follower reads. Every read waits until most of the replicas have confirmed the leader, so that readers in Sydney wait for Frankfurt. Readers never see a stale value. The nodes cost 270 USD a month. We reconsider if Sydney complains.\n",
        passes: "# Q501 Raft\n\n## Trade-offs\n\nWe take leader reads instead of follower reads. Every read waits 280 ms until most of the replicas have confirmed the leader, as readers in Sydney wait for Frankfurt. Readers never see a stale value. The nodes cost 270 USD a month. We reconsider if Sydney complains.\n",
        fix: "Add a figure: how long who waits, or what is paid. An estimate with its source is enough, and so is a count (\"one more round trip\", \"twice the storage\").",
    },
    check: Check::Answer(check),
};

/// The considerations that have a unit everybody knows, by their names.
const MEASURED: [&str; 2] = ["latency", "cost"];

fn check(context: &AnswerContext<'_>, findings: &mut Findings<'_>) {
    // Notes that decide nothing have nothing to underpin.
    if !context.report.decision.is_some_and(|decision| decision.is_made) {
        return;
    }
    let markdown = context.file.markdown;
    let within: Vec<Span> = context.report.tradeoff_sections.iter().map(|section| section.span).collect();
    // A figure of the right unit may belong to the clause, wherever it stands.
    let scope = Scope { within: &within, without: &[] };
    for (id, judgement) in &context.report.judgements {
        let consideration = context.file.input.settings.consideration(*id);
        let has_unit = MEASURED.contains(&consideration.name.as_str());
        if !has_unit || !is_argued_in_words(context, judgement) || is_measured(markdown, scope, *id) {
            continue;
        }
        // The first clause with words that say so, rather than one that only adds to the verdict.
        let says_so = judgement.evidence.iter().find(|evidence| evidence.words != evidence.span);
        let Some(evidence) = says_so.or(judgement.evidence.first()) else { continue };
        let title = consideration.title.to_lowercase();
        let message = format!("{title} is argued without a number; add a figure, be it a rough one");
        findings.report(&RULE, Report { consideration: Some(*id), ..Report::new(evidence.span, message) });
    }
}

fn is_argued_in_words(context: &AnswerContext<'_>, judgement: &Judgement) -> bool {
    let text = |span| slice(context.file.input.text, span);
    judgement.verdict == Verdict::Argued
        && judgement.confidence >= CONFIDENT
        && !judgement.evidence.iter().any(|evidence| has_quantity(text(evidence.span)))
}

#[cfg(test)]
mod tests {
    use crate::rules::testing::check;

    #[test]
    fn the_clause_is_marked() {
        check(
            "
# Q501 Raft
## Trade-offs
We take leader reads instead of follower reads, until Sydney complains. Readers never see a stale value.

Every read waits until most of the replicas have confirmed the leader, so that readers in Sydney wait for Frankfurt.
^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ unquantified

The nodes cost 270 USD a month.
",
        );
    }
}
