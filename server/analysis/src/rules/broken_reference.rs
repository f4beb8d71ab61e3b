//! `broken-reference`: a reference to a question, a file or an anchor that does not exist.

use super::Severity;
use super::context::{AnswerContext, Findings, Report};
use super::registry::{Check, Docs, Rule};
use crate::bank::Bank;
use crate::markdown::{Link, PlainSpan};
use crate::surroundings::{Anchors, Lookup, Target};
use crate::text::{Offset, Span, offset, slice};

/// Numbers this far beyond the banks' are still taken for ours. Further away the next volume of questions begins,
/// or something else altogether.
const MARGIN: u32 = 25;

/// Smaller numbers are quarters of a year, frequent questions and chips.
const LEAST: u32 = 100;

pub(super) const RULE: Rule = Rule {
    name: "broken-reference",
    severity: Severity::Warning,
    since: "0.1.0",
    fix: None,
    docs: Docs {
        what: "A reference leads nowhere: `Q760` where no bank has the number, a relative link or image to a file that is not there, an `#anchor` that no heading has. Numbers count from Q100 on and up to 25 beyond the banks' own. Links count if they name a file with an extension; URLs, absolute paths, templates, routes without an extension, pages that a generator makes (`.html`) and links out of the repository to what is not there do not. Anchors are compared with the headings without case and punctuation; MDX and Quarto files have their own and are not checked. Paths must have the right case.",
        why: "Whoever follows it is lost, and what it was to prove stays unproved. Most are left over from a file that was renamed.",
        fails: "# Q501 Raft\n\nElections are in [the next part](#electons).\n\n## Elections\n\nA follower asks for votes.\n\n## Trade-offs\n\nFollower reads may be 300 ms old, leader reads wait 40 ms longer, a fifth node costs 90 USD a month.\n",
        passes: "# Q501 Raft\n\nElections are in [the next part](#elections).\n\n## Elections\n\nA follower asks for votes.\n\n## Trade-offs\n\nFollower reads may be 300 ms old, leader reads wait 40 ms longer, a fifth node costs 90 USD a month.\n",
        fix: "Correct the reference, or bring back what it names.",
    },
    check: Check::Answer(check),
};

fn check(context: &AnswerContext<'_>, findings: &mut Findings<'_>) {
    check_questions(context, findings);
    let links = &context.file.markdown.links;
    let span = context.report.answer.span;
    let first = links.partition_point(|link| link.span.start() < span.start());
    let mut anchors = Vec::new();
    for link in links[first..].iter().take_while(|link| span.contains_range(link.span)) {
        if let Some((name, message)) = fault(context, link, &mut anchors) {
            findings.report(&RULE, Report::new(place(link, name, context.file.input.text), message));
        }
    }
}

/// What is wrong with `link`: the part of it that is, and what to say.
fn fault<'l>(
    context: &AnswerContext<'_>,
    link: &'l Link,
    anchors: &mut Vec<(Offset, Anchors)>,
) -> Option<(&'l str, String)> {
    let (input, markdown) = (context.file.input, context.file.markdown);
    let part = markdown.part_at(link.span.start());
    let file = part.map(|part| part.name.as_str());
    let target = Target::of(link, file.or(input.path).unwrap_or_default())?;
    let anchor = link.target.split_once('#').map_or("", |(_, anchor)| anchor);
    if target.path.is_empty() {
        let own = part.map_or(Span::up_to(offset(input.text.len())), |part| part.span);
        let known = anchors.iter().position(|(start, _)| *start == own.start()).unwrap_or_else(|| {
            anchors.push((own.start(), Anchors::of(markdown, own)));
            anchors.len() - 1
        });
        let is_there = anchors[known].1.has(target.fragment.as_deref().unwrap_or_default());
        return (!is_there).then(|| (anchor, format!("no heading or element here has the anchor #{anchor}")));
    }
    match input.surroundings?.lookup(file, &target) {
        Lookup::Found => None,
        Lookup::NoFile => {
            Some((link.target.split(['#', '?']).next()?, format!("there is no file {}", target.path)))
        }
        Lookup::NoAnchor => Some((anchor, format!("{} has no anchor #{anchor}", target.path))),
    }
}

/// Where `name` stands in `link`; the whole link where it is written otherwise or in a definition elsewhere.
fn place(link: &Link, name: &str, text: &str) -> Span {
    let written = slice(text, link.span);
    match written.rfind(name).filter(|_| !name.is_empty()) {
        Some(at) => Span::at(link.span.start() + offset(at), offset(name.len())),
        None => link.span,
    }
}

/// Reports the `Q501` references to questions that do not exist.
fn check_questions(context: &AnswerContext<'_>, findings: &mut Findings<'_>) {
    let (input, markdown) = (context.file.input, context.file.markdown);
    for block in context.blocks() {
        let text = markdown.prose.slice(block.text);
        for (at, length, number) in references(text) {
            if input.bank.get(number).is_some() || !is_near(number, input.bank) {
                continue;
            }
            let plain =
                PlainSpan { start: block.text.start + at as u32, end: block.text.start + (at + length) as u32 };
            let span = markdown.prose.source(plain);
            // Code is not the author's word, and a link shows by itself where it leads.
            let is_inside = |other: Span| other.contains_range(span);
            if markdown.code_spans.iter().any(|&code| is_inside(code))
                || markdown.links.iter().any(|link| is_inside(link.span))
            {
                continue;
            }
            let nearest = input.bank.nearest(number).map(|nearest| format!("; the nearest is Q{nearest}"));
            let message = format!("no bank has a question {number}{}", nearest.unwrap_or_default());
            findings.report(&RULE, Report::new(span, message));
        }
    }
}

/// Where `text` says `Q501`: place, length and number.
fn references(text: &str) -> impl Iterator<Item = (usize, usize, u32)> {
    memchr::memchr_iter(b'Q', text.as_bytes()).filter_map(|at| {
        let is_joined = |character: char| character.is_alphanumeric() || "-_/.#@".contains(character);
        let before = text[..at].chars().next_back();
        let digits = text[at + 1..].bytes().take_while(u8::is_ascii_digit).count();
        let after = &text[at + 1 + digits..];
        let goes_on = after.starts_with(|next: char| next.is_alphanumeric() || next == '_')
            || after.starts_with(['-', '.', '/']) && after[1..].starts_with(|next: char| next.is_alphanumeric());
        let number = (3..=5).contains(&digits).then(|| text[at + 1..at + 1 + digits].parse().ok()).flatten()?;
        (!before.is_some_and(is_joined) && !goes_on).then_some((at, digits + 1, number))
    })
}

/// Whether a number that the bank does not have looks like one of its own.
fn is_near(number: u32, bank: &Bank) -> bool {
    let questions = bank.questions();
    let (Some(first), Some(last)) = (questions.first(), questions.last()) else { return false };
    let range = first.number.saturating_sub(MARGIN)..=last.number + MARGIN;
    number >= LEAST && range.contains(&number)
}
