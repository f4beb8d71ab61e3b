//! `under-length`: an answer that leaves most of its question's time unused.

use super::Severity;
use super::context::{AnswerContext, Findings, Report};
use super::length::{limits, minutes};
use super::registry::{Check, Docs, Rule};

pub(super) const RULE: Rule = Rule {
    name: "under-length",
    severity: Severity::Hint,
    since: "0.1.0",
    fix: None,
    docs: Docs {
        what: "An answer has far fewer words of prose than its question has time for: below about 250 for 45 minutes, scaled by the question's minutes and shape.",
        why: "45 minutes are about 450-800 words, 60 about 600-1,100. What is much shorter has most often left out the failures, the figures or the alternatives. Drafts and answers of fewer than 100 words, which are barely begun, get no hint.",
        // The examples stand below `[length] min = 30`.
        fails: "# Q501 Raft\n\nA leader takes all writes.\n\n## Trade-offs\n\nFollower reads may be 300 ms old, leader reads wait 40 ms longer, a fifth node costs 90 USD a month.\n",
        passes: "# Q501 Raft\n\nA leader takes all writes and copies them to a majority. A follower that hears nothing for 300 ms asks for votes.\n\n## Trade-offs\n\nFollower reads may be 300 ms old, leader reads wait 40 ms longer, a fifth node costs 90 USD a month.\n",
        fix: "Say what happens when a part fails, put figures to it, and weigh an alternative; or leave it short where all is said. `[length] min = 150` in `tradeoff.toml` sets the limit for every question and every answer that is no draft, however short; the examples here have one of 30 words.",
    },
    check: Check::Answer(check),
};

/// Shorter answers are barely begun, unless the configuration says how long they have to be.
const BEGUN: usize = 100;

fn check(context: &AnswerContext<'_>, findings: &mut Findings<'_>) {
    let answer = &context.report.answer;
    let (Some(min), _) = limits(context) else { return };
    if !answer.has_prose || context.file.is_draft {
        return;
    }
    let words = context.words();
    let is_configured = context.file.input.settings.length.min.is_some();
    if words < min && (is_configured || words >= BEGUN) {
        let time = minutes(context).map(|minutes| format!(" for {minutes} minutes")).unwrap_or_default();
        let message = format!("{words} words are few{time}; at least {min} are usual");
        findings.report(&RULE, Report::new(answer.title, message));
    }
}

#[cfg(test)]
mod tests {
    use super::super::length::testing::{OWN, SIX_WORDS, TRADEOFFS, answer, filler};
    use crate::rules::testing::{check, check_below, messages};

    const MIN: &str = "[length]\nmin = 60\n";

    fn reported(body: &str) -> String {
        answer(body).replace("# Q501 Raft\n", "# Q501 Raft\n^^^^^^^^^^^ under-length\n")
    }

    #[test]
    fn the_limit_of_the_question() {
        check(&reported(&filler(199 - OWN)));
        check(&answer(&filler(200 - OWN)));
    }

    #[test]
    fn an_answer_that_is_barely_begun_gets_no_hint() {
        check(&reported(&filler(100 - OWN)));
        check(&answer(&filler(99 - OWN)));
    }

    #[test]
    fn the_message_has_the_figures() {
        assert_eq!(
            messages(&answer(&filler(150 - OWN))),
            ["150 words are few for 45 minutes; at least 200 are usual"]
        );
    }

    #[test]
    fn the_limit_of_the_configuration() {
        check_below(MIN, &answer(&filler(60 - OWN)));
        check_below(MIN, &reported(&filler(59 - OWN)));
        check_below(MIN, &reported("Text."));
        check_below("[length]\nmin = 0\n", &answer(&filler(150)));
    }

    #[test]
    fn headings_code_and_comments_do_not_count() {
        let body = format!("## {0}\nText.\n```\n{0}\n```\n<!-- {0} -->\n", filler(100).replace('\n', " "));
        check_below(MIN, &reported(&body));
    }

    #[test]
    fn lists_quotes_and_tables_count() {
        for body in SIX_WORDS {
            check_below("[length]\nmin = 32\n", &answer(body));
            check_below("[length]\nmin = 33\n", &reported(body));
        }
    }

    #[test]
    fn an_answer_without_prose_is_unanswered() {
        check_below(MIN, "# Q501 Raft\n\n## Failure\n\n<!-- a prompt -->\n");
    }

    #[test]
    fn a_draft_may_be_short() {
        check_below(MIN, &format!("---\nquestion: 501\nstatus: draft\n---\n# Raft\nText.\n{TRADEOFFS}"));
    }

    #[test]
    fn each_answer_of_a_file_stands_for_itself() {
        check_below(
            MIN,
            &format!("{}\n{}", answer(&filler(60)), reported("Text.").replace("Q501 Raft\n", "Q502 Paxos\n^")),
        );
    }

    #[test]
    fn windows_line_endings_and_other_scripts() {
        assert_eq!(messages(&answer(&filler(150 - OWN)).replace('\n', "\r\n")).len(), 1);
        check_below(
            "[length]\nmin = 35\n",
            &answer("読者は最大三秒間古い価格を見ることがあるが、支払いは常に最新である。"),
        );
    }

    #[test]
    fn a_comment_with_a_reason_silences_it() {
        check_below(
            MIN,
            &format!("<!-- tradeoff-ignore under-length: nothing more to say -->\n{}", answer("Text.")),
        );
    }

    #[test]
    fn a_question_that_no_bank_has_no_limits() {
        check(
            &format!(
                "---\nquestion: 999\n           ^^^ unknown-question\n---\n# Raft\n{}\n{TRADEOFFS}",
                filler(120)
            )
            .replace("           ^^^", "          ^^^"),
        );
    }
}
