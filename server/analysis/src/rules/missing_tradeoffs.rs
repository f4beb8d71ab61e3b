//! `missing-tradeoffs`: an answer has no trade-off section.

use super::context::{AnswerContext, Findings, Report};
use super::edits::insert_block;
use super::registry::{Check, Docs, Rule};
use super::{Applicability, Fix, Severity};
use crate::markdown::Heading;
use crate::skeleton;

pub(super) const RULE: Rule = Rule {
    name: "missing-tradeoffs",
    severity: Severity::Error,
    since: "0.1.0",
    fix: Some(Applicability::Unsafe),
    docs: Docs {
        what: "An answer has no section that justifies its decision.",
        why: "The mechanism can be looked up; why this one, here, is what the answer is for. Without the section nothing else about trade-offs can be checked, so the rules about considerations stay silent.",
        fails: "# Q501 Raft\n\nA leader takes all writes and copies them to a majority.\n",
        passes: "# Q501 Raft\n\nA leader takes all writes and copies them to a majority.\n\n## Trade-offs\n\nFollower reads may be 300 ms old, leader reads wait 40 ms longer, and a fifth node costs 90 USD a month: we take leader reads.\n",
        fix: "Add a heading that says \"Trade-offs\" (or one of the configured titles) and justify the decision under it. The fix inserts the skeleton with its prompts.",
    },
    check: Check::Answer(check),
};

fn check(context: &AnswerContext<'_>, findings: &mut Findings<'_>) {
    let answer = &context.report.answer;
    // A question without prose is unanswered, not faulty.
    if !answer.has_prose || !context.report.tradeoff_sections.is_empty() {
        return;
    }
    let settings = context.file.input.settings;
    let required = context.file.path_settings.required.iter().map(|&id| settings.consideration(id));
    let titles: Vec<String> = required.clone().map(|consideration| consideration.title.to_lowercase()).collect();
    let level = answer.heading.map_or(2, |heading| context.file.markdown.headings[heading].level + 1);
    // Below a heading of the last level there is only bold text, and bold lines below a bold line end its section.
    let fix = (level < Heading::BOLD).then(|| {
        let block = skeleton::tradeoffs(level, required);
        // A fix stays in the file of its finding, though the answer may go on in others.
        let file = context.file.markdown.in_file(answer.span, answer.title.start());
        Fix {
            title: "insert the trade-off skeleton".to_owned(),
            applicability: Applicability::Unsafe,
            edits: vec![insert_block(context.file.input.text, context.file.markdown, file, &block)],
        }
    });
    let message = format!(
        "this answer has no trade-off section; add a heading \"Trade-offs\" and weigh {} under it",
        enumerate(&titles)
    );
    findings.report(&RULE, Report::new(answer.title, message).with_fix(fix));
}

/// "a, b and c".
fn enumerate(items: &[String]) -> String {
    match items {
        [] => "the decision".to_owned(),
        [only] => only.clone(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use crate::rules::testing::{check, check_fix, rule_names};

    #[test]
    fn an_answer_without_the_section_is_reported_at_its_title() {
        check(
            "
# Q501 Raft
^^^^^^^^^^^ missing-tradeoffs
A leader takes all writes.
",
        );
    }

    #[test]
    fn the_fix_appends_the_skeleton() {
        let skeleton =
            crate::skeleton::tradeoffs(2, crate::config::Settings::default().considerations[..3].iter());
        let answer = "# Q501 Raft\n\nA leader takes all writes.";
        let check = |before: &str, after: &str| check_fix("missing-tradeoffs", before, after);
        check(&format!("{answer}\n"), &format!("{answer}\n\n{skeleton}"));
        check(answer, &format!("{answer}\n\n{}", skeleton.trim_end()));
        let bare = |text: &str| text.replace('\n', "\r");
        check(&bare(&format!("\u{feff}{answer}\n")), &bare(&format!("\u{feff}{answer}\n\n{skeleton}")));
    }

    #[test]
    fn an_unanswered_question_is_not_faulty() {
        assert_eq!(rule_names("# Q501 Raft\n\n# Q502 Paxos\n"), Vec::<String>::new());
    }

    #[test]
    fn the_question_itself_is_no_trade_off_section() {
        check(
            "
# Q531. What are the trade-offs of synchronous cross-region writes?
^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ missing-tradeoffs
Every commit waits for the other coast.
",
        );
    }
}
