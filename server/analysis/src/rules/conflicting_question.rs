//! `conflicting-question`: front matter, heading and path name different questions.

use super::context::{AnswerContext, Findings, Report};
use super::registry::{Check, Docs, Rule};
use super::unknown_question::renumbered;
use super::{Applicability, Fix, Related, Severity, TextEdit};
use crate::answer::{Source, SourceKind};
use crate::text::slice;

pub(super) const RULE: Rule = Rule {
    name: "conflicting-question",
    severity: Severity::Error,
    since: "0.1.0",
    fix: Some(Applicability::Unsafe),
    docs: Docs {
        what: "The front matter, the heading and the path of one answer name different questions, and each is confirmed.",
        why: "The answer counts for the first of them, and whoever looks for the other question finds the wrong text. Usually a copied file kept its old number.",
        fails: "---\nquestion: 501\n---\n# Q502. Paxos\n\n## Trade-offs\n\nFollower reads may be 300 ms old, leader reads wait 40 ms longer, a fifth node costs 90 USD a month.\n",
        passes: "---\nquestion: 502\n---\n# Q502. Paxos\n\n## Trade-offs\n\nFollower reads may be 300 ms old, leader reads wait 40 ms longer, a fifth node costs 90 USD a month.\n",
        fix: "Make them agree. The fix changes the later one in the text to the one that counts; a path has to be renamed by you.",
    },
    check: Check::Answer(check),
};

fn check(context: &AnswerContext<'_>, findings: &mut Findings<'_>) {
    let [deciding, others @ ..] = context.report.answer.sources.as_slice() else { return };
    let Some(other) = others.iter().find(|other| other.question != deciding.question) else { return };
    let message = format!(
        "the {} says {}, the {} says {}",
        name(deciding.kind),
        deciding.question,
        name(other.kind),
        other.question
    );
    // A path has no place in the text: there the deciding source is the one to look at, and to change.
    let (shown, target, related) =
        if is_path(other.kind) { (deciding, other, None) } else { (other, deciding, Some(deciding)) };
    let text = context.file.input.text;
    let fix = (shown.kind != SourceKind::Text).then(|| Fix {
        title: format!("change the {} to {}", name(shown.kind), target.question),
        applicability: Applicability::Unsafe,
        edits: vec![TextEdit { span: shown.span, text: renumbered(slice(text, shown.span), target.question) }],
    });
    let related = related
        .filter(|source| !is_path(source.kind))
        .map(|source| Related::here(source.span, format!("the {} says {}", name(source.kind), source.question)));
    let report = Report::new(place(shown, context), message);
    findings.report(&RULE, Report { related: related.into_iter().collect(), ..report.with_fix(fix) });
}

/// Where the finding is shown.
fn place(source: &Source, context: &AnswerContext<'_>) -> crate::text::Span {
    if source.span.is_empty() { context.report.answer.title } else { source.span }
}

fn is_path(kind: SourceKind) -> bool {
    matches!(kind, SourceKind::Path | SourceKind::NamedPath)
}

fn name(kind: SourceKind) -> &'static str {
    match kind {
        SourceKind::FrontMatter => "front matter",
        SourceKind::NamedHeading | SourceKind::NumberedHeading => "heading",
        SourceKind::NamedPath | SourceKind::Path => "path",
        SourceKind::Text => "title's text",
    }
}

#[cfg(test)]
mod tests {
    use crate::rules::testing::{check, check_at, check_fix};

    #[test]
    fn the_later_source_is_reported() {
        check(
            "
---
question: 501
---
# Q502 Paxos
  ^^^^ conflicting-question
",
        );
    }

    #[test]
    fn a_path_is_reported_at_the_number_in_the_text() {
        check_at(
            "answers/0502-paxos.md",
            "
---
question: 501
          ^^^ conflicting-question
---
# Raft
",
        );
    }

    #[test]
    fn the_fix_makes_them_agree() {
        check_fix(
            "conflicting-question",
            "---\nquestion: 501\n---\n# Q502 Paxos\n",
            "---\nquestion: 501\n---\n# Q501 Paxos\n",
        );
    }
}
