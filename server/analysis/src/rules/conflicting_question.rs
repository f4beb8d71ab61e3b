//! `conflicting-question`: front matter, heading and path name different questions.

use super::context::{AnswerContext, Findings, Report};
use super::registry::{Check, Docs, Rule};
use super::unknown_question::renumbered;
use super::{Applicability, Fix, Related, Severity, TextEdit};
use crate::answer::{Source, SourceKind};
use crate::markdown::BlockKind;
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
        fix: "Make them agree. The fix changes the later one in the text to the one that counts, a title to the text of its question; a path has to be renamed by you.",
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
    let fix = fix(context, shown, target.question);
    let related = related
        .filter(|source| !is_path(source.kind))
        .map(|source| Related::here(source.span, format!("the {} says {}", name(source.kind), source.question)));
    let report = Report::new(place(shown, context), message);
    findings.report(&RULE, Report { related: related.into_iter().collect(), ..report.with_fix(fix) });
}

/// Makes `shown` say `question`.
fn fix(context: &AnswerContext<'_>, shown: &Source, question: u32) -> Option<Fix> {
    let (text, bank) = (context.file.input.text, context.file.input.bank);
    // Where no bank has the number that counts, `unknown-question` makes it agree with the other.
    bank.get(question)?;
    let (title, edit) = if shown.kind == SourceKind::Text {
        let title = format!("change the title to that of question {question}");
        (title, retitled(context, shown, bank.get(question)?.text())?)
    } else {
        let title = format!("change the {} to {question}", name(shown.kind));
        (title, TextEdit { span: shown.span, text: renumbered(slice(text, shown.span), question) })
    };
    Some(Fix { title, applicability: Applicability::Unsafe, edits: vec![edit] })
}

/// Puts `title` in the place of the text that is a question's, where no markup stands in it.
fn retitled(context: &AnswerContext<'_>, shown: &Source, title: &str) -> Option<TextEdit> {
    let (text, markdown) = (context.file.input.text, context.file.markdown);
    let front_matter = markdown.front_matter.as_ref().filter(|found| found.span.contains_range(shown.span));
    if front_matter.is_some() {
        let quoted = format!("\"{}\"", title.replace('\\', "\\\\").replace('"', "\\\""));
        return Some(TextEdit { span: shown.span, text: quoted });
    }
    let block = markdown.blocks.iter().find(|block| block.span.start() == shown.span.start())?;
    let words = markdown.prose.slice(block.text);
    let place = markdown.prose.source(block.text);
    let is_heading = matches!(block.kind, BlockKind::Heading(_)) && slice(text, place) == words;
    let is_line = words.starts_with(slice(text, shown.span));
    (is_heading || is_line)
        .then(|| TextEdit { span: if is_heading { place } else { shown.span }, text: title.to_owned() })
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
        check_fix(
            "conflicting-question",
            "---\nquestion: 501\n---\n# 5\u{fe0f}\u{20e3}0\u{fe0f}\u{20e3}2\u{fe0f}\u{20e3} Paxos\n",
            "---\nquestion: 501\n---\n# 501 Paxos\n",
        );
    }

    #[test]
    fn the_fix_gives_a_title_the_right_text() {
        const PAXOS: &str = "Walk through Paxos consensus algorithm step by step.";
        const RAFT: &str = "Walk through Raft consensus algorithm step by step.";
        for (before, after) in [
            (format!("# {PAXOS}\n"), format!("# {RAFT}\n")),
            (format!("# **{PAXOS}** #\n"), format!("# **{RAFT}** #\n")),
            (format!("{PAXOS}\n===\n"), format!("{RAFT}\n===\n")),
            (format!("{PAXOS}\nText.\n"), format!("{RAFT}\nText.\n")),
        ] {
            let fronted = |text: &str| format!("---\nquestion: 501\n---\n{text}");
            check_fix("conflicting-question", &fronted(&before), &fronted(&after));
        }
        check_fix(
            "conflicting-question",
            &format!("---\nquestion: 501\ntitle: {PAXOS}\n---\nText.\n"),
            &format!("---\nquestion: 501\ntitle: \"{RAFT}\"\n---\nText.\n"),
        );
    }
}
