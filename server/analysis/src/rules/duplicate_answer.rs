//! `duplicate-answer`: one author answers a question twice.

use super::context::{AnswerContext, Findings, Report};
use super::registry::{Check, Docs, Rule};
use super::{Related, Severity};
use crate::surroundings::Others;

pub(super) const RULE: Rule = Rule {
    name: "duplicate-answer",
    severity: Severity::Warning,
    since: "0.1.0",
    fix: None,
    docs: Docs {
        what: "A question is answered twice in one file, or another file of the same author answers it, too. Two files are one author's if their paths differ only in words about the subject: in folders that name the question, its section, shape or level, or a range of numbers around it, and in words of the file's name that the questions use (`alice/0501-raft.md` and `alice/raft/501.md`). Every other folder or word may be a person, a week or another attempt, so `alice/0501.md` and `bob/0501.md`, or `0501-raft.alice.md` and `0501-raft.bob.md`, are two people's. A language (`0501-raft.en.md`, `en/0501-raft.md`) makes a translation and no duplicate. Answers without prose, excluded files, and those in a folder called archive, old, backup, examples or templates do not count.",
        why: "Only one of them is kept up to date, and readers find the other. It also counts as argued as long as one of the two is.",
        fails: "# Q501 Raft\n\n## Trade-offs\n\nFollower reads may be 300 ms old, leader reads wait 40 ms longer, a fifth node costs 90 USD a month.\n\n# Q501 Raft again\n\n## Trade-offs\n\nFollower reads may be 300 ms old, leader reads wait 40 ms longer, a fifth node costs 90 USD a month.\n",
        passes: "# Q501 Raft\n\n## Trade-offs\n\nFollower reads may be 300 ms old, leader reads wait 40 ms longer, a fifth node costs 90 USD a month.\n\n# Q502 Paxos\n\n## Trade-offs\n\nFollower reads may be 300 ms old, leader reads wait 40 ms longer, a fifth node costs 90 USD a month.\n",
        fix: "Keep one: join them, correct the number of the one that answers something else, or move the older one into an `archive` folder.",
    },
    check: Check::Answer(check),
};

fn check(context: &AnswerContext<'_>, findings: &mut Findings<'_>) {
    let answer = &context.report.answer;
    if !answer.has_prose {
        return;
    }
    let input = context.file.input;
    let mut earlier = context.file.answers.iter().map(|report| &report.answer);
    let earlier = earlier.find(|other| other.question == answer.question && other.has_prose);
    if let Some(earlier) = earlier.filter(|earlier| earlier.span != answer.span) {
        let line = context.file.line_in_file(earlier.title.start()) + 1;
        let message = format!("question {} is answered at line {line}, too", answer.question);
        let related = Related::here(earlier.title, "the first answer");
        findings.report(&RULE, Report { related: vec![related], ..Report::new(answer.title, message) });
        return;
    }
    let others = input.surroundings.map(|surroundings| surroundings.others(answer.question)).unwrap_or_default();
    let Others { count, first } = others;
    let Some(shown) = first.first().map(|other| &other.shown) else { return };
    let more = match count {
        0 | 1 => String::new(),
        2 => " and in one other file".to_owned(),
        Others::MANY.. => " and in many other files".to_owned(),
        _ => format!(" and in {} other files", count - 1),
    };
    let message = format!("question {} is answered in {shown}{more}, too", answer.question);
    let related = first.into_iter().map(|other| Related::elsewhere(other, "another answer to the same question"));
    findings.report(&RULE, Report { related: related.collect(), ..Report::new(answer.title, message) });
}
