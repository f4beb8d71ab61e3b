//! Skeletons for whoever is about to write: a whole answer, its trade-off section, one consideration.
//!
//! Offers come only on a line that holds nothing but what was typed towards one of them, so ordinary prose is
//! never interrupted. What was typed is taken out before the document is looked at: half a heading must not
//! change what the document is.

use super::{Completion, Piece, Topic, View, is_in_code, look_without};
use crate::analyse::{AnswerReport, Input};
use crate::answer::Section;
use crate::bank::{Question, fold};
use crate::config::{Consideration, ConsiderationId, Settings};
use crate::considerations::Verdict;
use crate::markdown::Markdown;
use crate::skeleton;
use crate::text::{LineIndex, Offset, Span, slice};

/// Of a name that is typed without the marks of a heading, so many letters must stand there: one is the beginning
/// of any sentence.
const MIN_LETTERS: usize = 2;

/// The skeletons that can be inserted at `position`.
pub(super) fn complete(view: View<'_>, position: Offset) -> Vec<Completion> {
    let Some(line) = Line::at(view.input.text, position) else { return Vec::new() };
    if line.typed.is_empty() {
        return offers(view, &line);
    }
    if line.is_prose() {
        return Vec::new();
    }
    look_without(view, line.span, |view| offers(view, &line))
}

/// The cursor's line, when it holds nothing else than what was typed before the cursor.
struct Line<'t> {
    /// From the line's start to the cursor.
    span: Span,
    /// From the line's start to its end: there are only blanks behind the cursor.
    whole: Span,
    typed: &'t str,
    /// Whether a line with text stands right above, or right below.
    touches_above: bool,
    touches_below: bool,
    /// Whether the text ends here.
    is_last: bool,
}

impl<'t> Line<'t> {
    fn at(text: &'t str, position: Offset) -> Option<Self> {
        let index = LineIndex::new(text);
        let number = index.line(position);
        let whole = index.line_content(text, number);
        let mut start = whole.start();
        if number == 0 && text.starts_with('\u{feff}') {
            start += Offset::of('\u{feff}');
        }
        if position < start {
            return None;
        }
        let is_blank = |line: u32| slice(text, index.line_content(text, line)).trim().is_empty();
        let typed = slice(text, Span::new(start, position));
        let rest = slice(text, Span::new(position.min(whole.end()), whole.end()));
        let is_indented = typed.starts_with([' ', '\t']) && !typed.trim().is_empty();
        (rest.trim().is_empty() && !is_indented).then(|| Self {
            span: Span::new(start, position),
            whole: Span::new(start, position.max(whole.end())),
            typed: typed.trim_start(),
            touches_above: number > 0 && !is_blank(number - 1),
            touches_below: number + 1 < index.line_count() && !is_blank(number + 1),
            is_last: number + 1 >= index.line_count(),
        })
    }

    /// Whether it cannot lead towards a name: most lines are told from one by their first letters, before the
    /// document is looked at.
    fn is_prose(&self) -> bool {
        const LONGEST: usize = 80;
        self.typed.len() > LONGEST || self.is_bare() && self.typed.chars().count() < MIN_LETTERS
    }

    /// Whether a name was begun without the marks of a heading.
    fn is_bare(&self) -> bool {
        !self.typed.is_empty() && !self.typed.starts_with('#')
    }

    /// What was typed, completed towards one of `names`; `None` when it leads elsewhere.
    fn completed(&self, names: &[&str]) -> Option<String> {
        let hashes = self.typed.bytes().take_while(|&byte| byte == b'#').count();
        let begun = self.typed[hashes..].trim_start();
        let matching = names.iter().find(|name| {
            let mut letters = name.chars().flat_map(char::to_lowercase);
            begun.chars().flat_map(char::to_lowercase).all(|letter| letters.next() == Some(letter))
        });
        let missing: String = matching?.chars().skip(begun.chars().count()).collect();
        let gap = if begun.is_empty() && self.typed.ends_with('#') { " " } else { "" };
        Some(format!("{}{gap}{missing}", self.typed))
    }

    /// `skeleton` in pieces, with a place to write at under every prompt, one blank line away from its
    /// neighbours.
    fn pieces(&self, skeleton: &str) -> Vec<Piece> {
        let mut pieces = Vec::new();
        let mut text = if self.touches_above { String::from("\n") } else { String::new() };
        for line in skeleton.trim_end().lines() {
            text.push_str(line);
            if line.starts_with("<!--") {
                pieces.push(Piece::Text(std::mem::take(&mut text)));
                pieces.push(Piece::Stop);
            }
            text.push('\n');
        }
        // The line that the cursor stands on brings its own ending, except at the end of the text.
        if !self.is_last {
            text.pop();
        }
        if self.touches_below {
            text.push('\n');
        }
        if !text.is_empty() {
            pieces.push(Piece::Text(text));
        }
        pieces
    }
}

/// The offers for `line` in a document where nothing is typed on it.
fn offers(view: View<'_>, line: &Line<'_>) -> Vec<Completion> {
    let at = line.span.start();
    if is_outside_of_prose(&view.analysis.markdown, at) {
        return Vec::new();
    }
    let mut offers = Vec::new();
    offers.extend(answer_offer(view, line));
    if let Some(report) = view.answer_at(at) {
        match section_at(report, at) {
            Some(section) => offers.extend(consideration_offers(view, report, section, line)),
            None if report.tradeoff_sections.is_empty() => offers.extend(tradeoffs_offer(view, report, line)),
            None => {}
        }
    }
    offers
}

fn is_outside_of_prose(markdown: &Markdown, at: Offset) -> bool {
    let in_front_matter = markdown.front_matter.as_ref().is_some_and(|front_matter| at < front_matter.span.end());
    let mut comments = markdown.comments.iter().map(|comment| comment.span);
    let in_comment = comments.any(|span| span.start() < at && at < span.end());
    in_front_matter || in_comment || is_in_code(markdown, at)
}

fn section_at(report: &AnswerReport, at: Offset) -> Option<&Section> {
    report.tradeoff_sections.iter().find(|section| section.title.end() < at && section.span.contains_inclusive(at))
}

/// The considerations that the document's place requires.
pub(super) fn required<'a>(input: &Input<'a>) -> impl Iterator<Item = &'a Consideration> + use<'a> {
    let settings: &'a Settings = input.settings;
    let ids: Vec<ConsiderationId> = settings.for_path(input.below_config.unwrap_or_default()).required.clone();
    ids.into_iter().map(|id| settings.consideration(id))
}

/// The whole answer, where there is nothing yet but what says which question it answers.
fn answer_offer(view: View<'_>, line: &Line<'_>) -> Option<Completion> {
    let View { input, analysis } = view;
    let (question, level) = match (view.answer_at(line.span.start()), analysis.candidate) {
        (Some(report), _) if !report.answer.has_prose => {
            let answer = &report.answer;
            let headings = &analysis.markdown.headings;
            let mut own = headings.iter().filter(|heading| answer.span.contains_range(heading.span));
            let title = own.next();
            if own.next().is_some() || title.is_some_and(|title| line.span.start() < title.span.end()) {
                return None;
            }
            (input.bank.get(answer.question)?, title.map(|title| title.level))
        }
        (None, Some(candidate)) if input.text.trim_matches('\u{feff}').trim().is_empty() => {
            (input.bank.get(candidate.question)?, None)
        }
        _ => return None,
    };
    let skeleton = answer_skeleton(view, question, level);
    let shape = question.sheet().shape;
    let title =
        skeleton.lines().find(|line| line.starts_with('#')).map(|line| line.trim_start_matches('#').trim());
    let names = ["Answer", "Skeleton", shape.name(), title.unwrap_or_default()];
    Some(Completion {
        label: format!("Answer to {}", question.number),
        detail: format!("skeleton of a {shape}"),
        typed: line.span,
        replaced: line.whole,
        filter: line.completed(&names)?,
        pieces: line.pieces(&skeleton),
        topic: Topic::Answer,
        question: Some(question.number),
    })
}

/// The body under a title of `title_level`, or with a title where there is none, and with front matter where
/// the document is empty.
fn answer_skeleton(view: View<'_>, question: &Question, title_level: Option<u8>) -> String {
    let considerations = required(view.input);
    if let Some(level) = title_level {
        return skeleton::answer_at(level + 1, question, considerations);
    }
    let document = skeleton::document(question, considerations);
    let is_empty = view.input.text.trim_matches('\u{feff}').trim().is_empty();
    match document.find("\n# ") {
        Some(title) if !is_empty => document[title + 1..].to_owned(),
        _ => document,
    }
}

fn tradeoffs_offer(view: View<'_>, report: &AnswerReport, line: &Line<'_>) -> Option<Completion> {
    let headings = &view.analysis.markdown.headings;
    let title = report.answer.heading.map(|index| &headings[index]);
    if title.is_some_and(|title| line.span.start() < title.span.end()) {
        return None;
    }
    let level = title.map_or(2, |title| title.level + 1);
    Some(Completion {
        label: "Trade-offs".to_owned(),
        detail: "skeleton of the section".to_owned(),
        typed: line.span,
        replaced: line.whole,
        filter: line.completed(&["Trade-offs", "Tradeoffs", "Trade offs"])?,
        pieces: line.pieces(&skeleton::tradeoffs(level, required(view.input))),
        topic: Topic::Tradeoffs,
        question: Some(report.answer.question),
    })
}

/// The required considerations that have no heading in `section` yet, missing ones first. Where somebody just
/// writes, what is argued already is not brought up.
fn consideration_offers(
    view: View<'_>,
    report: &AnswerReport,
    section: &Section,
    line: &Line<'_>,
) -> Vec<Completion> {
    let markdown = &view.analysis.markdown;
    let inside = markdown.headings.iter().filter(|heading| section.span.contains_range(heading.span));
    let taken: Vec<String> = inside.map(|heading| fold(markdown.heading_text(heading))).collect();
    let level = markdown.headings[section.heading].level + 1;
    let settings: &Settings = view.input.settings;
    let judged = report.judgements.iter().map(|(id, judgement)| (judgement.verdict, settings.consideration(*id)));
    let mut open: Vec<(Verdict, &Consideration)> = judged
        .filter(|(_, consideration)| !taken.contains(&fold(&consideration.title)))
        .filter(|(verdict, _)| !line.is_bare() || *verdict < Verdict::Argued)
        .collect();
    open.sort_by_key(|(verdict, _)| *verdict);
    let offers = open.into_iter().filter_map(|(verdict, consideration)| {
        Some(Completion {
            label: consideration.title.clone(),
            detail: match verdict {
                Verdict::Missing => "missing: heading with its prompt".to_owned(),
                Verdict::Mentioned => "named only: heading with its prompt".to_owned(),
                Verdict::Argued => "heading with its prompt".to_owned(),
            },
            typed: line.span,
            replaced: line.whole,
            filter: line.completed(&[&consideration.title])?,
            pieces: line.pieces(&skeleton::consideration(level, consideration)),
            topic: Topic::Consideration(consideration.name.clone()),
            question: Some(report.answer.question),
        })
    });
    offers.collect()
}

#[cfg(test)]
mod tests {
    use super::super::super::testing::Fixture;
    use super::*;

    fn completions(fixture: &Fixture) -> Vec<Completion> {
        fixture.view(|view| complete(view, fixture.cursor()))
    }

    fn labels(text: &str) -> Vec<String> {
        completions(&Fixture::new(text)).into_iter().map(|completion| completion.label).collect()
    }

    /// The text after the completion called `label` was accepted in an editor without snippets.
    fn accepted(fixture: &Fixture, label: &str) -> String {
        let completions = completions(fixture);
        let completion = completions.iter().find(|one| one.label == label).expect("the completion is offered");
        let mut text = fixture.text().to_owned();
        text.replace_range(std::ops::Range::<usize>::from(completion.typed), &plain(completion));
        text
    }

    fn plain(completion: &Completion) -> String {
        let texts = completion.pieces.iter().map(|piece| match piece {
            Piece::Text(text) => text.as_str(),
            _ => "",
        });
        texts.collect()
    }

    const WEIGHED: &str = "A reader may see the old price for up to 3 s. Cost: TBD.";

    const ALL: [&str; 3] = ["Consistency", "Latency", "Cost"];

    #[test]
    fn an_empty_file_gets_a_whole_answer() {
        let fixture = Fixture::new("").at("0501-raft.md");
        let text = accepted(&fixture, "Answer to 501");
        assert!(text.starts_with("---\nquestion: 501\n---\n\n# 501. Walk through Raft.\n\n## "), "{text}");
        let question = skeleton_of_501();
        assert_eq!(text, question);
    }

    fn skeleton_of_501() -> String {
        Fixture::new("").view(|view| {
            let question = view.input.bank.get(501).expect("the bank holds it");
            skeleton::document(question, required(view.input))
        })
    }

    #[test]
    fn a_candidate_gets_one_as_well_while_it_is_empty() {
        let fixture = Fixture::new("\n").at("0501.md").without_configuration();
        assert_eq!(completions(&fixture).len(), 1);
        assert_eq!(completions(&Fixture::new("\n").at("notes.md").without_configuration()), []);
    }

    #[test]
    fn front_matter_and_title_are_kept() {
        let text = accepted(&Fixture::new("---\nquestion: 501\n---\n$0"), "Answer to 501");
        assert!(text.starts_with("---\nquestion: 501\n---\n\n# 501. Walk through Raft.\n\n## What"), "{text}");
        let text = accepted(&Fixture::new("# Q501 Raft\n\n$0\n"), "Answer to 501");
        assert!(text.starts_with("# Q501 Raft\n\n## What"), "{text}");
        let text = accepted(&Fixture::new("## Q501 Raft\n\n$0\n\n## Q502 Paxos\n"), "Answer to 501");
        assert!(text.starts_with("## Q501 Raft\n\n### What") && text.contains("#### Cost\n"), "{text}");
        assert!(text.ends_with("-->\n\n## Q502 Paxos\n"), "{text}");
    }

    #[test]
    fn an_answer_that_has_begun_gets_its_trade_offs() {
        assert_eq!(labels("# Q501 Raft\n\nText.\n\n$0"), ["Trade-offs"]);
        for typed in ["#", "##", "## ", "## Tr", "trade", "Tradeoffs", "trade off"] {
            assert_eq!(labels(&format!("# Q501 Raft\n\nText.\n\n{typed}$0\n")), ["Trade-offs"], "{typed}");
        }
    }

    #[test]
    fn a_trade_off_section_gets_the_considerations_it_lacks() {
        assert_eq!(labels("# Q501 Raft\n\n## Trade-offs\n\n$0\n"), ALL);
        assert_eq!(labels("# Q501 Raft\n\n## Trade-offs\n\n##$0\n\nMore.\n\n## End\n"), ALL);
        assert_eq!(
            labels("# Q501 Raft\n\n## Trade-offs\n\n### Latency\n\nText.\n\nco$0\n"),
            ["Consistency", "Cost"]
        );
        let text = accepted(&Fixture::new("# Q501\n\n### Trade-offs\nText.\ncos$0\n## End\n"), "Cost");
        assert!(text.contains("Text.\n\n#### Cost\n\n<!-- What"), "{text}");
        assert!(text.ends_with("-->\n\n## End\n"), "{text}");
    }

    #[test]
    fn what_is_missing_comes_first_and_what_is_argued_is_not_brought_up() {
        let text = |typed: &str| format!("# Q501 Raft\n\n## Trade-offs\n\n{WEIGHED}\n\n{typed}$0\n");
        for typed in ["", "#", "### "] {
            assert_eq!(labels(&text(typed))[2], "Consistency", "{typed}");
        }
        assert_eq!(labels(&text("co")), ["Cost"]);
        assert_eq!(labels(&text("### co")), ["Cost", "Consistency"]);
    }

    #[test]
    fn one_letter_is_the_beginning_of_any_sentence() {
        assert_eq!(labels("# Q501 Raft\n\n## Trade-offs\n\nc$0\n"), Vec::<String>::new());
        assert_eq!(labels("# Q501 Raft\n\nText.\n\nT$0\n"), Vec::<String>::new());
    }

    #[test]
    fn blanks_behind_the_cursor_go() {
        let text = "# Q501 Raft\n\n## Trade-offs\n\nco$0  \r\n";
        let completions = completions(&Fixture::new(text));
        assert_eq!(slice(&text.replace("$0", ""), completions[0].replaced), "co  ");
    }

    #[test]
    fn prose_is_left_alone() {
        for text in [
            "# Q501 Raft\n\nSome $0text.\n",
            "# Q501 Raft\n\nThe leader$0\n",
            "# Q501 Raft$0\n",
            "# Q501 Raft\n\n## Trade-offs\n\nCosts rise$0\n",
            "# Q501 Raft\n\n```\n$0\n```\n",
            "---\nquestion: 501\n$0\n---\n# Raft\n",
            "# Q501 Raft\n\n## Trade-offs\n\n<!--\n$0\n-->\n",
            "# Home\n\n$0\n",
        ] {
            assert_eq!(labels(text), Vec::<String>::new(), "{text}");
        }
    }

    #[test]
    fn what_was_typed_is_completed_and_replaced() {
        let text = "# Q501 Raft\n\nText.\n\n## tra$0\n";
        let completions = completions(&Fixture::new(text));
        assert_eq!(completions[0].filter, "## trade-offs");
        assert_eq!(slice(&text.replace("$0", ""), completions[0].typed), "## tra");
    }

    #[test]
    fn every_prompt_is_followed_by_a_place_to_write() {
        let completions = completions(&Fixture::new("# Q501\n\n## Trade-offs\n\nco$0\n"));
        let [Piece::Text(text), Piece::Stop] = completions[0].pieces.as_slice() else { panic!("{completions:?}") };
        assert!(text.starts_with("### Consistency\n\n<!-- ") && text.ends_with(" -->"), "{text}");
    }
}
