//! `unsupported-language`: the trade-off section is in a language that we cannot judge.

use super::Severity;
use super::context::{AnswerContext, Findings, Report};
use super::registry::{Check, Docs, Rule};

pub(super) const RULE: Rule = Rule {
    name: "unsupported-language",
    severity: Severity::Info,
    since: "0.1.0",
    fix: None,
    docs: Docs {
        what: "The trade-off section is not in English, so it is not judged: no `omitted-...` is reported for it.",
        why: "Whether a clause argues a consideration is judged by English words and patterns. In another language every verdict would be a guess, and a false alarm is worse than silence.",
        fails: "# Q501 Raft\n\n## Trade-offs\n\nDie Leser sehen bis zu drei Sekunden alte Werte, und das ist für uns nicht schlimm, wenn der Kauf selbst sicher ist.\n",
        passes: "# Q501 Raft\n\n## Trade-offs\n\nA reader may see a value that is 300 ms old; the leader answers 40 ms later. Five nodes instead of three cost 900 USD more a month.\n",
        fix: "Nothing has to be mended. Headings that name a consideration still count, and so do terms from `[considerations]` and `[lexicon]` in `tradeoff.toml`, in any language; turn the rule off if the note is in the way.",
    },
    check: Check::Answer(check),
};

fn check(context: &AnswerContext<'_>, findings: &mut Findings<'_>) {
    let report = context.report;
    if let (Some(language), Some(section)) = (&report.other_language, report.tradeoff_sections.first()) {
        let message =
            format!("this section is not judged: it seems to be in {language}, and verdicts are for English");
        findings.report(&RULE, Report::new(section.title, message));
    }
}

#[cfg(test)]
mod tests {
    use crate::rules::testing::check;

    #[test]
    fn a_section_in_another_language_gets_one_note_and_no_omissions() {
        check(
            "
# Q501 Raft
## Trade-offs
^^^^^^^^^^^^^ unsupported-language
Le client attend que deux des trois copies aient répondu, et ce n'est pas grave pour nous dans la plupart des cas.
",
        );
    }
}
