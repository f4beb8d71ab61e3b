//! Skeletons: the headings of an answer with a prompt under each.
//!
//! The texts are data (`questions/skeletons/`). Prompts are HTML comments, so that nothing has to be deleted
//! when the answer is written and nothing of a sheet ends up in the user's file.

use crate::bank::{Question, Shape};
use crate::config::Consideration;
use crate::markdown::Heading;

/// Where the trade-off skeleton takes the considerations in.
const CONSIDERATIONS: &str = "<!-- considerations -->";

const TRADEOFFS: &str = include_str!("../../../questions/skeletons/trade-offs.md");

/// The body headings for answers of `shape`, as a Markdown text whose headings are of level 2.
pub fn body(shape: Shape) -> &'static str {
    match shape {
        Shape::Walkthrough => include_str!("../../../questions/skeletons/walkthrough.md"),
        Shape::Concept => include_str!("../../../questions/skeletons/concept.md"),
        Shape::Comparison => include_str!("../../../questions/skeletons/comparison.md"),
        Shape::Choice => include_str!("../../../questions/skeletons/choice.md"),
        Shape::Design => include_str!("../../../questions/skeletons/design.md"),
        Shape::Scaling => include_str!("../../../questions/skeletons/scaling.md"),
        Shape::Operation => include_str!("../../../questions/skeletons/operation.md"),
    }
}

/// The trade-off section with its heading at `level`, weighing `considerations`.
pub fn tradeoffs<'c>(level: u8, considerations: impl IntoIterator<Item = &'c Consideration>) -> String {
    let parts = considerations.into_iter().map(|one| consideration(3, one)).collect::<Vec<_>>().join("\n");
    let place = if parts.is_empty() { format!("{CONSIDERATIONS}\n\n") } else { CONSIDERATIONS.to_owned() };
    shifted(&TRADEOFFS.replace(&place, parts.trim_end()), level.max(2) - 2)
}

/// The heading of one consideration at `level`, with its prompt.
pub fn consideration(level: u8, consideration: &Consideration) -> String {
    format!("{}\n\n<!-- {} -->\n", heading(level, &consideration.title), consideration.prompt)
}

/// A whole answer to `question`: body and trade-offs, without a title.
pub fn answer<'c>(question: &Question, considerations: impl IntoIterator<Item = &'c Consideration>) -> String {
    answer_at(2, question, considerations)
}

/// The same with its headings at `level`, one below the title it goes under.
pub fn answer_at<'c>(
    level: u8,
    question: &Question,
    considerations: impl IntoIterator<Item = &'c Consideration>,
) -> String {
    let body = shifted(body(question.sheet().shape), level.max(2) - 2);
    format!("{body}\n{}", tradeoffs(level, considerations))
}

/// The text of a new file that answers `question`.
pub fn document<'c>(question: &Question, considerations: impl IntoIterator<Item = &'c Consideration>) -> String {
    let number = question.number;
    format!(
        "---\nquestion: {number}\n---\n\n# {number}. {}\n\n{}",
        question.text(),
        answer(question, considerations)
    )
}

/// What the file of a new answer to `question` is called: `NNNN-slug.md`, with the slug of the question's sheet.
pub fn file_name(question: &Question) -> String {
    let sheet = question.path.rsplit('/').next().unwrap_or_default();
    let slug = sheet.trim_start_matches(|character: char| character.is_ascii_digit());
    format!("{:04}{slug}", question.number)
}

/// A heading's line; below level 6 a bold paragraph.
fn heading(level: u8, title: &str) -> String {
    if level >= Heading::BOLD {
        format!("**{title}**")
    } else {
        format!("{} {title}", "#".repeat(usize::from(level)))
    }
}

/// `skeleton` with every heading `by` levels deeper.
fn shifted(skeleton: &str, by: u8) -> String {
    if by == 0 {
        return skeleton.to_owned();
    }
    let lines = skeleton.split_inclusive('\n').map(|line| {
        let level = line.bytes().take_while(|&byte| byte == b'#').count() as u8;
        let title = line.trim_start_matches('#').trim();
        if level == 0 { line.to_owned() } else { heading(level + by, title) + "\n" }
    });
    lines.collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::{ConsiderationId, Settings};

    fn required(settings: &Settings) -> impl Iterator<Item = &Consideration> {
        (0..3).map(|id| settings.consideration(ConsiderationId(id)))
    }

    fn headings(text: &str) -> Vec<&str> {
        text.lines().filter(|line| line.starts_with(['#', '*'])).collect()
    }

    #[test]
    fn every_shape_has_four_to_six_headings_of_its_own() {
        let bodies = Shape::ALL.map(body);
        for one in bodies {
            assert!((4..=6).contains(&headings(one).len()), "{one}");
        }
        let mut all: Vec<_> = bodies.iter().flat_map(|one| headings(one)).collect();
        let count = all.len();
        all.sort_unstable();
        all.dedup();
        assert_eq!(all.len(), count);
    }

    #[test]
    fn prompts_are_short_comments_with_a_time() {
        let settings = Settings::default();
        for shape in Shape::ALL {
            let text = format!("{}{}", body(shape), tradeoffs(2, required(&settings)));
            let prompts: Vec<_> = text.lines().filter(|line| line.starts_with("<!--")).collect();
            let words: usize = prompts.iter().map(|prompt| prompt.split_whitespace().count() - 2).sum();
            assert!((60..=110).contains(&words), "{shape}: {words} words");
            let in_body = body(shape).lines().filter(|line| line.starts_with("<!--"));
            assert!(in_body.clone().all(|prompt| prompt.contains(" min: ")), "{shape}");
            assert_eq!(in_body.count(), headings(body(shape)).len(), "{shape}");
        }
    }

    #[test]
    fn a_whole_answer_fits_below_its_title() {
        static SHEETS: &[(&str, &str)] = &[("0501-raft.md", "---\nshape: choice\n---\n# Raft\n")];
        let bank = crate::bank::Bank::builtin(SHEETS);
        let question = bank.get(501).expect("the bank holds it");
        let settings = Settings::default();
        let text = answer_at(3, question, required(&settings));
        assert_eq!(headings(&text)[..2], ["### The default and why", "### What must be true to switch"]);
        assert!(headings(&text).contains(&"#### Cost"));
    }

    #[test]
    fn a_file_is_called_as_its_sheet() {
        static SHEETS: &[(&str, &str)] = &[("senior/consensus/0501-raft.md", "# Raft\n"), ("7.md", "# Seven\n")];
        let bank = crate::bank::Bank::builtin(SHEETS);
        let names = bank.questions().iter().map(file_name);
        assert_eq!(names.collect::<Vec<_>>(), ["0007.md", "0501-raft.md"]);
    }

    #[test]
    fn without_considerations_no_gap_is_left() {
        let text = tradeoffs(2, []);
        assert_eq!(headings(&text), ["## Trade-offs", "### Decision", "### Given up", "### Would change if"]);
        assert!(!text.contains("\n\n\n"), "{text}");
    }

    #[test]
    fn the_trade_off_skeleton_fits_any_level() {
        let settings = Settings::default();
        let text = tradeoffs(6, required(&settings));
        assert_eq!(
            headings(&text),
            [
                "###### Trade-offs",
                "**Decision**",
                "**Consistency**",
                "**Latency**",
                "**Cost**",
                "**Given up**",
                "**Would change if**"
            ]
        );
    }
}
