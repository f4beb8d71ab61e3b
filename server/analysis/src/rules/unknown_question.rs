//! `unknown-question`: no bank has the number that an answer names.

use super::context::{AnswerContext, Findings, Report};
use super::registry::{Check, Docs, Rule};
use super::{Applicability, Fix, Severity, TextEdit};
use crate::text::slice;

pub(super) const RULE: Rule = Rule {
    name: "unknown-question",
    severity: Severity::Error,
    since: "0.1.0",
    fix: Some(Applicability::Unsafe),
    docs: Docs {
        what: "An answer names a number that no bank has, in its front matter or as `Q5011`. Only reported below a `tradeoff.toml`, where answers are known to live.",
        why: "It counts for no question: progress does not see it, and nobody who looks for the question finds it.",
        fails: "---\nquestion: 5011\n---\n# Raft\n\n## Trade-offs\n\nFollower reads may be 300 ms old, leader reads wait 40 ms longer, a fifth node costs 90 USD a month.\n",
        passes: "---\nquestion: 501\n---\n# Raft\n\n## Trade-offs\n\nFollower reads may be 300 ms old, leader reads wait 40 ms longer, a fifth node costs 90 USD a month.\n",
        fix: "Correct the number; `tradeoff list` shows them all. The fix takes the one that the heading or the path names, else the nearest.",
    },
    check: Check::Answer(check),
};

fn check(context: &AnswerContext<'_>, findings: &mut Findings<'_>) {
    let input = context.file.input;
    let [source, others @ ..] = context.report.answer.sources.as_slice() else { return };
    let is_known = |number: u32| input.bank.get(number).is_some();
    if is_known(source.question) {
        return;
    }
    // What the heading or the path says is a better guess than any.
    let other = others.iter().map(|other| other.question).find(|&number| is_known(number));
    let nearest = other.or_else(|| input.bank.nearest(source.question));
    let fix = nearest.map(|nearest| Fix {
        title: format!("change the number to {nearest}"),
        applicability: Applicability::Unsafe,
        edits: vec![TextEdit { span: source.span, text: renumbered(slice(input.text, source.span), nearest) }],
    });
    let hint = match (other, nearest) {
        (Some(other), _) => format!("; elsewhere this answer says {other}"),
        (None, Some(nearest)) => format!("; the nearest is {nearest}"),
        (None, None) => String::new(),
    };
    let message = format!("no bank has a question {}{hint}", source.question);
    findings.report(&RULE, Report::new(source.span, message).with_fix(fix));
}

/// `written`, a number with what stands around it ("Q501", "'501'"), with `number` in place of its digits.
pub(crate) fn renumbered(written: &str, number: u32) -> String {
    let start = written.find(char::is_numeric).unwrap_or(written.len());
    let end = written
        .rfind(char::is_numeric)
        .map_or(start, |at| at + written[at..].chars().next().map_or(0, char::len_utf8));
    let width = written[start..end].len();
    let is_padded = written[start..end].starts_with('0');
    let digits = if is_padded { format!("{number:0width$}") } else { number.to_string() };
    // The signs that make a keycap of a digit go with it.
    let behind = written[end..].trim_start_matches(['\u{fe0f}', '\u{20e3}']);
    format!("{}{digits}{behind}", &written[..start])
}

#[cfg(test)]
mod tests {
    use super::renumbered;
    use crate::rules::testing::{check, check_fix};

    #[test]
    fn the_number_is_reported_where_it_stands() {
        check(
            "
---
question: 5011
          ^^^^ unknown-question
---
# Raft
",
        );
    }

    #[test]
    fn the_fix_takes_the_nearest_number() {
        check_fix(
            "unknown-question",
            "---\nquestion: '5011'\n---\n# Raft\n",
            "---\nquestion: '501'\n---\n# Raft\n",
        );
    }

    #[test]
    fn what_the_heading_says_is_nearer_than_the_nearest() {
        check_fix(
            "unknown-question",
            "---\nquestion: 5011\n---\n# Q502 Paxos\n",
            "---\nquestion: 502\n---\n# Q502 Paxos\n",
        );
    }

    #[test]
    fn renumbering_keeps_what_stands_around_the_digits() {
        assert_eq!(renumbered("Q0501", 502), "Q0502");
        assert_eq!(renumbered("\"501\"", 7), "\"7\"");
        assert_eq!(renumbered("5\u{fe0f}\u{20e3}0\u{fe0f}\u{20e3}2\u{fe0f}\u{20e3}", 501), "501");
        assert_eq!(renumbered("Q５０２", 501), "Q501");
    }
}
