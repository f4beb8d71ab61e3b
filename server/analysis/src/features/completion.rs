//! Skeletons for whoever is about to write: a whole answer, its trade-off section, one consideration.
//!
//! Offers come only on a line that holds nothing but what was typed towards one of them, so ordinary prose is
//! never interrupted. What was typed is taken out before the document is looked at: half a heading must not
//! change what the document is.

use super::View;
use super::markup::code_block;
use crate::analyse::{Analysis, AnswerReport, Input, analyse, analyse_joined};
use crate::answer::Section;
use crate::bank::{Question, fold};
use crate::config::{Consideration, ConsiderationId, Settings};
use crate::markdown::{Joined, Markdown};
use crate::skeleton;
use crate::text::{LineIndex, Offset, Span, slice};

/// Something that can be inserted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Completion {
    /// What it is called in the list.
    pub label: String,
    /// A few words about it.
    pub detail: String,
    /// What it replaces: what was typed on the line.
    pub span: Span,
    /// What was typed, completed: editors that compare it with the text before the cursor keep the offer.
    pub filter: String,
    /// What is inserted.
    pub pieces: Vec<Piece>,
    /// What it is, for [`documentation`].
    pub topic: Topic,
    /// The question of the answer that it belongs to.
    pub question: u32,
}

/// A part of what is inserted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Piece {
    /// Text as it stands, with `\n` line endings.
    Text(String),
    /// A blank line and a place to write at. Editors without snippets leave it out.
    Stop,
}

/// What a completion inserts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Topic {
    /// The skeleton of a whole answer.
    Answer,
    /// The skeleton of a trade-off section.
    Tradeoffs,
    /// The skeleton of the consideration with this name.
    Consideration(String),
}

impl Topic {
    /// Its name, for a request that follows later.
    pub fn name(&self) -> &str {
        match self {
            Self::Answer => "answer",
            Self::Tradeoffs => "trade-offs",
            Self::Consideration(name) => name,
        }
    }

    /// The topic called `name`.
    pub fn of_name(name: &str) -> Self {
        match name {
            "answer" => Self::Answer,
            "trade-offs" => Self::Tradeoffs,
            name => Self::Consideration(name.to_owned()),
        }
    }
}

/// What can be inserted at `position`.
pub fn complete(view: View<'_>, position: Offset) -> Vec<Completion> {
    let Some(line) = Line::at(view.input.text, position) else { return Vec::new() };
    if line.typed.is_empty() {
        return offers(view.input, view.analysis, &line);
    }
    let parts = &view.analysis.markdown.parts;
    if parts.is_empty() {
        let text = without(view.input.text, line.span);
        let input = Input { text: &text, ..*view.input };
        return offers(&input, &analyse(&input), &line);
    }
    let texts = parts.iter().map(|part| match line.span.checked_sub(part.span.start()) {
        Some(typed) if part.span.contains_range(line.span) => without(slice(view.input.text, part.span), typed),
        _ => slice(view.input.text, part.span).to_owned(),
    });
    let texts: Vec<String> = texts.collect();
    let joined = Joined::new(parts.iter().map(|part| part.name.as_str()).zip(texts.iter().map(String::as_str)));
    let input = Input { text: &joined.text, ..*view.input };
    offers(&input, &analyse_joined(&input, &joined), &line)
}

fn without(text: &str, span: Span) -> String {
    let mut text = text.to_owned();
    text.replace_range(std::ops::Range::<usize>::from(span), "");
    text
}

/// What helps to fill `topic` in an answer to `question`: what its sheet says one should weigh, in Markdown.
pub fn documentation(input: &Input<'_>, question: u32, topic: &Topic) -> Option<String> {
    let question = input.bank.get(question)?;
    let sheet = question.sheet();
    let settings = input.settings;
    let part = |name: &str| Some(format!("**{name}**\n\n{}", sheet.part(name)?));
    let parts: Vec<String> = match topic {
        Topic::Answer => std::iter::once(format!("**{}. {}**", question.number, question.text()))
            .chain(part("Cover"))
            .chain([code_block(skeleton::body(sheet.shape))])
            .collect(),
        Topic::Tradeoffs => required(input).filter_map(|consideration| part(&consideration.title)).collect(),
        Topic::Consideration(name) => {
            let consideration = settings.consideration(settings.consideration_id(name)?);
            std::iter::once(consideration.prompt.clone()).chain(part(&consideration.title)).collect()
        }
    };
    (!parts.is_empty()).then(|| parts.join("\n\n"))
}

/// The cursor's line, when it holds nothing else than what was typed before the cursor.
struct Line<'t> {
    /// From the line's start to the cursor.
    span: Span,
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
            typed: typed.trim_start(),
            touches_above: number > 0 && !is_blank(number - 1),
            touches_below: number + 1 < index.line_count() && !is_blank(number + 1),
            is_last: number + 1 >= index.line_count(),
        })
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

/// The offers for `line`; its position in the text of `input` is where it starts, as nothing is typed there.
fn offers(input: &Input<'_>, analysis: &Analysis, line: &Line<'_>) -> Vec<Completion> {
    let at = line.span.start();
    if is_outside_of_prose(&analysis.markdown, at) {
        return Vec::new();
    }
    let view = View { input, analysis };
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
    let is_inside = |span: &Span| span.start() < at && at < span.end();
    let mut comments = markdown.comments.iter().map(|comment| comment.span);
    in_front_matter || markdown.code_blocks.iter().any(is_inside) || comments.any(|span| is_inside(&span))
}

fn section_at(report: &AnswerReport, at: Offset) -> Option<&Section> {
    report.tradeoff_sections.iter().find(|section| section.title.end() < at && section.span.contains_inclusive(at))
}

/// The considerations that the document's place requires.
fn required<'a>(input: &Input<'a>) -> impl Iterator<Item = &'a Consideration> + use<'a> {
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
        span: line.span,
        filter: line.completed(&names)?,
        pieces: line.pieces(&skeleton),
        topic: Topic::Answer,
        question: question.number,
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
        span: line.span,
        filter: line.completed(&["Trade-offs", "Tradeoffs", "Trade offs"])?,
        pieces: line.pieces(&skeleton::tradeoffs(level, required(view.input))),
        topic: Topic::Tradeoffs,
        question: report.answer.question,
    })
}

/// The required considerations that have no heading in `section` yet.
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
    let open = required(view.input).filter(|consideration| !taken.contains(&fold(&consideration.title)));
    let offers = open.filter_map(|consideration| {
        Some(Completion {
            label: consideration.title.clone(),
            detail: "heading with its prompt".to_owned(),
            span: line.span,
            filter: line.completed(&[&consideration.title])?,
            pieces: line.pieces(&skeleton::consideration(level, consideration)),
            topic: Topic::Consideration(consideration.name.clone()),
            question: report.answer.question,
        })
    });
    offers.collect()
}

#[cfg(test)]
mod tests {
    use super::super::testing::Fixture;
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
        text.replace_range(std::ops::Range::<usize>::from(completion.span), &plain(completion));
        text
    }

    fn plain(completion: &Completion) -> String {
        let texts = completion.pieces.iter().map(|piece| match piece {
            Piece::Text(text) => text.as_str(),
            Piece::Stop => "",
        });
        texts.collect()
    }

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
        assert_eq!(slice(&text.replace("$0", ""), completions[0].span), "## tra");
    }

    #[test]
    fn every_prompt_is_followed_by_a_place_to_write() {
        let completions = completions(&Fixture::new("# Q501\n\n## Trade-offs\n\nco$0\n"));
        let [Piece::Text(text), Piece::Stop] = completions[0].pieces.as_slice() else { panic!("{completions:?}") };
        assert!(text.starts_with("### Consistency\n\n<!-- ") && text.ends_with(" -->"), "{text}");
    }

    #[test]
    fn documentation_is_what_the_sheet_says() {
        let fixture = Fixture::new("");
        let text = |topic: &Topic| fixture.view(|view| documentation(view.input, 501, topic));
        let cost = text(&Topic::of_name("cost")).expect("there is something to say");
        assert!(cost.ends_with("**Cost**\n\nThree *nodes*."), "{cost}");
        assert!(text(&Topic::Answer).is_some_and(|text| text.contains("- **terms**")));
        assert_eq!(text(&Topic::of_name("nonsense")), None);
    }
}
