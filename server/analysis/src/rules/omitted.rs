//! `omitted-<consideration>`: the trade-off section never weighs something that it must.

use super::context::{AnswerContext, Findings, Report};
use super::edits::insert_block;
use super::registry::{Check, Docs, Rule};
use super::{Applicability, Fix, Related, Severity};
use crate::answer::Section;
use crate::bank::fold_alike;
use crate::config::{Consideration, ConsiderationId};
use crate::considerations::{CONFIDENT, Evidence, Judgement, Scope, Verdict, argued_at};
use crate::markdown::{Heading, Markdown};
use crate::skeleton;
use crate::text::{Offset, Span};

pub(super) const RULE: Rule = Rule {
    name: "omitted-<consideration>",
    severity: Severity::Error,
    since: "0.1.0",
    fix: Some(Applicability::Unsafe),
    docs: Docs {
        what: "The trade-off section never weighs a consideration that it must: consistency, latency, cost, or one that the configuration requires.",
        why: "Most wrong decisions are right about two of the three. A reader who finds nothing about the third cannot know whether it was weighed and found harmless, or forgotten.",
        fails: "# Q501 Raft\n\n## Trade-offs\n\nFollowers answer reads, so a reader may see a value that is 300 ms old; the leader answers 40 ms later.\n",
        passes: "# Q501 Raft\n\n## Trade-offs\n\nFollowers answer reads, so a reader may see a value that is 300 ms old; the leader answers 40 ms later. Five nodes instead of three cost 900 USD more a month.\n",
        fix: "Say what readers and writers may observe, who waits how long, or what is paid; or dismiss it and say why: \"cost is no topic: it runs on machines we already have\". The fix inserts a heading with a prompt, and the finding stays until something is written under it.",
    },
    check: Check::Answer(check),
};

const PREFIX: &str = "omitted-";

/// The rule's name for `consideration`.
pub(crate) fn name(consideration: &str) -> String {
    format!("{PREFIX}{consideration}")
}

/// The consideration that a rule's name is about.
pub(crate) fn consideration_of(name: &str) -> Option<&str> {
    let consideration = name.strip_prefix(PREFIX)?;
    let is_kebab = |letter: char| letter.is_alphanumeric() || letter == '-';
    (!consideration.is_empty() && consideration.chars().all(is_kebab)).then_some(consideration)
}

fn check(context: &AnswerContext<'_>, findings: &mut Findings<'_>) {
    let Some(section) = context.report.tradeoff_sections.first() else { return };
    let judged = context.report.judged();
    let missing: Vec<(ConsiderationId, &Judgement)> =
        judged.filter(|(_, judgement)| judgement.verdict == Verdict::Missing).collect();
    let elsewhere = weighed_elsewhere(context, missing.iter().map(|(id, _)| *id));
    for (id, judgement) in missing {
        let elsewhere = elsewhere.iter().find(|(other, _)| *other == id).map(|(_, evidence)| evidence);
        findings.report(&RULE, report(context, section, id, judgement, elsewhere));
    }
}

/// The finding on a consideration that is missing, but for `elsewhere`.
fn report(
    context: &AnswerContext<'_>,
    section: &Section,
    id: ConsiderationId,
    judgement: &Judgement,
    elsewhere: Option<&Evidence>,
) -> Report {
    let consideration = context.file.input.settings.consideration(id);
    let title = consideration.title.to_lowercase();
    let mut related: Vec<Related> =
        judgement.near_misses.iter().map(|miss| Related::here(miss.words, miss.reason.clone())).collect();
    let message = match elsewhere {
        Some(evidence) => {
            let place = place(context, evidence.span.start(), section);
            related.insert(0, Related::here(evidence.span, format!("{title} is weighed here")));
            format!(
                "this section never weighs {title}; the answer does {place}, so say here what it means for the decision"
            )
        }
        None => format!("this section never weighs {title}; {}", lower_first(&consideration.prompt)),
    };
    Report {
        name: Some(name(&consideration.name)),
        severity: consideration.severity.and_then(Severity::of_level),
        confident: judgement.confidence >= CONFIDENT,
        consideration: Some(id),
        related,
        ..Report::new(section.title, message).with_fix(fix(context, section, consideration))
    }
}

/// "at line 12", or "in 03-design.md at line 12" where that is another file than the section's.
fn place(context: &AnswerContext<'_>, position: Offset, section: &Section) -> String {
    let markdown = context.file.markdown;
    let line = context.file.line_in_file(position) + 1;
    let own = markdown.part_at(section.span.start());
    match markdown.part_at(position).filter(|part| Some(*part) != own) {
        Some(part) => format!("in {} at line {line}", part.name),
        None => format!("at line {line}"),
    }
}

/// For each of the considerations, the first clause of the answer that weighs it outside of the trade-off sections.
fn weighed_elsewhere(
    context: &AnswerContext<'_>,
    ids: impl IntoIterator<Item = ConsiderationId>,
) -> Vec<(ConsiderationId, Evidence)> {
    let sections: Vec<Span> = context.report.tradeoff_sections.iter().map(|section| section.span).collect();
    let scope = Scope { within: &[context.report.answer.span], without: &sections };
    argued_at(context.file.markdown, scope, ids)
}

fn lower_first(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(char::to_lowercase).into_iter().flatten().chain(letters).collect()
}

/// Inserts the consideration's heading with its prompt at the end of the section, unless one of the answer's
/// sections has it already.
fn fix(context: &AnswerContext<'_>, section: &Section, consideration: &Consideration) -> Option<Fix> {
    let markdown = context.file.markdown;
    let mut sections = context.report.tradeoff_sections.iter();
    if sections.any(|section| has_heading(markdown, section, consideration)) {
        return None;
    }
    let body = skeleton::consideration(level_within(markdown, section)?, consideration);
    Some(Fix {
        title: format!("insert a {} heading with its prompt", consideration.title),
        applicability: Applicability::Unsafe,
        edits: vec![insert_block(context.file.input.text, markdown, section.span, &body)],
    })
}

/// Whether a heading in `section` names the consideration.
pub(crate) fn has_heading(markdown: &Markdown, section: &Section, consideration: &Consideration) -> bool {
    let title = &consideration.title;
    markdown.headings_in(section.span).any(|(_, heading)| fold_alike(markdown.heading_text(heading), title))
}

/// The level of headings in `section`. There are none below bold text: another bold line would end the section.
pub(crate) fn level_within(markdown: &Markdown, section: &Section) -> Option<u8> {
    let above = markdown.headings[section.heading].level;
    // The first level is a document's title; under a file's name there is none.
    (above != Heading::BOLD).then(|| (above + 1).max(2))
}

#[cfg(test)]
mod tests {
    use crate::rules::testing::{check, check_fix, fix_titles};

    #[test]
    fn an_omission_is_reported_on_the_heading() {
        check(
            "
# Q501 Raft
## Trade-offs
^^^^^^^^^^^^^ omitted-cost
A reader may see the old price for 3 s. Every save waits 40 ms for the slowest replica.
",
        );
    }

    #[test]
    fn idiom_is_not_money() {
        check(
            "
# 501. Raft
## Trade-offs
^^^^^^^^^^^^^ omitted-cost
Reads from followers are up to 300 ms stale, and 40 ms faster at the cost of that.
",
        );
    }

    #[test]
    fn a_section_that_weighs_everything_is_left_alone() {
        check(
            "
# Q501 Raft
## Trade-offs
A reader may see the old price for 3 s. Every save waits 40 ms for the slowest replica.
Three nodes cost 270 USD a month.
",
        );
    }

    #[test]
    fn the_fix_inserts_a_heading_with_a_prompt_once() {
        check_fix(
            "omitted-cost",
            "# Q501\n\n## Trade-offs\n\nA reader may see the old price for 3 s. Every save waits 40 ms for a quorum.\n",
            "# Q501\n\n## Trade-offs\n\nA reader may see the old price for 3 s. Every save waits 40 ms for a quorum.\n\n### Cost\n\n<!-- What is paid in money, machines and people's time? -->\n",
        );
    }

    #[test]
    fn no_heading_can_stand_below_bold_text() {
        let text = "# Q501\n\n**Trade-offs**\n\nA reader may see the old price for 3 s. Every save waits 40 ms for a quorum.\n";
        assert_eq!(fix_titles(text), Vec::<String>::new());
        assert_eq!(
            fix_titles(&text.replace("**Trade-offs**", "###### Trade-offs")),
            ["insert a Cost heading with its prompt"]
        );
    }

    #[test]
    fn a_heading_in_another_section_counts() {
        let text = "# Q501\n\n## Trade-offs\n\nA reader may see the old price for 3 s. Every save waits 40 ms for a quorum.\n\n## Drawbacks\n\n### Cost\n";
        assert_eq!(fix_titles(text), Vec::<String>::new());
    }

    #[test]
    fn a_suppression_stays_with_what_it_suppresses() {
        check_fix(
            "omitted-cost",
            "# Q501\n\n## Trade-offs\n\nA reader may see the old price for 3 s. Every save waits 40 ms for a quorum.\n\n<!-- tradeoff-ignore empty-section: later -->\n## End\n",
            "# Q501\n\n## Trade-offs\n\nA reader may see the old price for 3 s. Every save waits 40 ms for a quorum.\n\n### Cost\n\n<!-- What is paid in money, machines and people's time? -->\n\n<!-- tradeoff-ignore empty-section: later -->\n## End\n",
        );
    }

    #[test]
    fn the_fix_keeps_line_endings_and_what_follows() {
        check_fix(
            "omitted-cost",
            "# Q501\r\n\r\n## Trade-offs\r\n\r\nA reader may see the old price for 3 s. Every save waits 40 ms for a quorum.\r\n\r\n## End\r\n",
            "# Q501\r\n\r\n## Trade-offs\r\n\r\nA reader may see the old price for 3 s. Every save waits 40 ms for a quorum.\r\n\r\n### Cost\r\n\r\n<!-- What is paid in money, machines and people's time? -->\r\n\r\n## End\r\n",
        );
    }
}
