//! `over-length`: an answer that nobody writes or reads in the question's time.

use super::Severity;
use super::context::{AnswerContext, Findings, Report};
use super::length::{limits, minutes};
use super::registry::{Check, Docs, Rule};

pub(super) const RULE: Rule = Rule {
    name: "over-length",
    severity: Severity::Hint,
    since: "0.1.0",
    fix: None,
    docs: Docs {
        what: "An answer has far more words of prose than its question has time for: from about 1,600 for 45 minutes, scaled by the question's minutes and shape.",
        why: "45 minutes are about 450-800 words, 60 about 600-1,100. Who cannot leave anything out has not decided what matters. Headings, code blocks and comments do not count.",
        // The examples stand below `[length] max = 40`: a real one would fill three pages.
        fails: "# Q501 Raft\n\nA leader takes all writes and copies them to a majority. A follower that hears nothing for 300 ms asks for votes. There are also terms, logs, snapshots, learners and witnesses, of which more later.\n\n## Trade-offs\n\nFollower reads may be 300 ms old, leader reads wait 40 ms longer, a fifth node costs 90 USD a month.\n",
        passes: "# Q501 Raft\n\nA leader takes all writes and copies them to a majority.\n\n## Trade-offs\n\nFollower reads may be 300 ms old, leader reads wait 40 ms longer, a fifth node costs 90 USD a month.\n",
        fix: "Take out what does not bear on the decision, or put it into an appendix of its own. `[length] max = 2000` in `tradeoff.toml` sets the limit for every question; the examples here have one of 40 words.",
    },
    check: Check::Answer(check),
};

fn check(context: &AnswerContext<'_>, findings: &mut Findings<'_>) {
    let answer = &context.report.answer;
    let (_, Some(max)) = limits(context) else { return };
    let words = context.words();
    if answer.has_prose && words > max {
        let time = minutes(context).map(|minutes| format!(" for {minutes} minutes")).unwrap_or_default();
        let message =
            format!("{words} words are many{time}; at most {max} are usual, so leave out what decides nothing");
        findings.report(&RULE, Report::new(answer.title, message));
    }
}

#[cfg(test)]
mod tests {
    use super::super::length::testing::{OWN, SIX_WORDS, answer, filler};
    use crate::rules::testing::{check, check_below, messages};

    fn reported(body: &str) -> String {
        answer(body).replace("# Q501 Raft\n", "# Q501 Raft\n^^^^^^^^^^^ over-length\n")
    }

    #[test]
    fn the_limit_of_the_question() {
        check(&answer(&filler(1_600 - OWN)));
        check(&reported(&filler(1_601 - OWN)));
    }

    #[test]
    fn the_message_has_the_figures() {
        let text = answer(&filler(2_000 - OWN));
        assert_eq!(
            messages(&text),
            ["2000 words are many for 45 minutes; at most 1600 are usual, so leave out what decides nothing"]
        );
    }

    #[test]
    fn the_limit_of_the_configuration() {
        check_below("[length]\nmin = 0\nmax = 100\n", &reported(&filler(101 - OWN)));
        check_below("[length]\nmin = 0\nmax = 100\n", &answer(&filler(100 - OWN)));
        check_below("[length]\nmin = 0\nmax = 3000\n", &answer(&filler(2_500)));
    }

    #[test]
    fn headings_code_and_comments_do_not_count() {
        let body = format!("## {0}\nText.\n```\n{0}\n```\n<!-- {0} -->\n", filler(100).replace('\n', " "));
        check_below("[length]\nmin = 0\nmax = 60\n", &answer(&body));
    }

    #[test]
    fn lists_quotes_and_tables_count() {
        for body in SIX_WORDS {
            check_below("[length]\nmin = 0\nmax = 32\n", &answer(body));
            check_below("[length]\nmin = 0\nmax = 31\n", &reported(body));
        }
    }

    #[test]
    fn each_answer_of_a_file_stands_for_itself() {
        let short = answer("Text.");
        check_below(
            "[length]\nmin = 0\nmax = 100\n",
            &format!("{short}\n{}", reported(&filler(120)).replace("Q501 Raft", "Q502 Paxo")),
        );
        check_below(
            "[length]\nmin = 0\nmax = 100\n",
            &format!("{short}\n{}", answer(&filler(60)).replace("Q501 Raft", "Q502 Paxos")),
        );
    }

    #[test]
    fn a_draft_can_be_too_long() {
        let text = reported(&filler(120))
            .replacen("# Q501 Raft", "---\nquestion: 501\nstatus: draft\n---\n# Raft", 1)
            .replace("^^^^^^^^^^^ ", "^^^^^^ ");
        check_below("[length]\nmin = 0\nmax = 100\n", &text);
    }

    #[test]
    fn windows_line_endings_and_other_scripts() {
        assert_eq!(messages(&answer(&filler(2_000)).replace('\n', "\r\n")).len(), 1);
        check_below(
            "[length]\nmax = 40\n",
            &reported("読者は最大三秒間古い価格を見ることがあるが、支払いは常に最新である。"),
        );
    }

    #[test]
    fn a_comment_with_a_reason_silences_it() {
        check_below(
            "[length]\nmax = 30\n",
            &format!("<!-- tradeoff-ignore over-length: the full version -->\n{}", answer(&filler(50))),
        );
    }

    #[test]
    fn severities_hold() {
        check_below("[length]\nmin = 0\nmax = 30\n[rules]\nover-length = 'off'\n", &answer(&filler(50)));
    }
}
