//! Skeletons on demand: for a command that names what to insert, and not where.

use std::fmt;

use super::View;
use crate::analyse::AnswerReport;
use crate::config::{Consideration, suggestion};
use crate::rules::{TextEdit, has_heading, insert_block, level_within};
use crate::skeleton;

/// Why nothing is inserted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NothingToInsert {
    /// The document answers no question.
    NoAnswer,
    /// There is no such consideration.
    Unknown(String),
    /// No answer in the document has a trade-off section to put a consideration into.
    NoSection,
    /// The titles of all trade-off sections are bold text, and below that no heading can stand.
    Bold,
    /// Everything is there already.
    Complete,
}

impl fmt::Display for NothingToInsert {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoAnswer => formatter.write_str("the document answers no question"),
            Self::Unknown(message) => formatter.write_str(message),
            Self::NoSection => formatter.write_str("the document has no trade-off section yet; insert that first"),
            Self::Bold => {
                formatter.write_str("no heading can stand below bold text; make the section's title a heading")
            }
            Self::Complete => formatter.write_str("everything is there already"),
        }
    }
}

/// The edit that inserts the heading of the consideration called `name` into the first trade-off section without
/// it. Without a name, what the first unfinished answer of the document lacks most: its body where it has no prose,
/// else its trade-off section, else the headings of the required considerations.
pub fn insertion(view: View<'_>, name: Option<&str>) -> Result<TextEdit, NothingToInsert> {
    let answers = &view.analysis.answers;
    if answers.is_empty() {
        return Err(NothingToInsert::NoAnswer);
    }
    let Some(name) = name else {
        let edit = answers.iter().find_map(|report| whole(view, report));
        return edit.ok_or_else(|| without_room(view).unwrap_or(NothingToInsert::Complete));
    };
    let settings = view.input.settings;
    let consideration = settings.consideration_id(name).map(|id| settings.consideration(id)).ok_or_else(|| {
        let names = settings.considerations.iter().map(|one| one.name.as_str());
        NothingToInsert::Unknown(format!("there is no consideration `{name}`{}", suggestion(name, names)))
    })?;
    let edit = answers.iter().find_map(|report| headings(view, report, std::iter::once(consideration)));
    edit.ok_or_else(|| without_room(view).unwrap_or(NothingToInsert::Complete))
}

/// Why no trade-off section of the document can take a heading, if none can.
fn without_room(view: View<'_>) -> Option<NothingToInsert> {
    let mut sections =
        view.analysis.answers.iter().filter_map(|report| report.tradeoff_sections.first()).peekable();
    let reason = sections.peek().map_or(NothingToInsert::NoSection, |_| NothingToInsert::Bold);
    sections.all(|section| level_within(&view.analysis.markdown, section).is_none()).then_some(reason)
}

/// What `report` lacks most.
fn whole(view: View<'_>, report: &AnswerReport) -> Option<TextEdit> {
    let markdown = &view.analysis.markdown;
    let answer = &report.answer;
    let settings = view.input.settings;
    let path_settings = settings.for_path(view.input.below_config.unwrap_or_default());
    let required = path_settings.required.iter().map(|&id| settings.consideration(id));
    let level = answer.heading.map_or(2, |heading| markdown.headings[heading].level + 1);
    let has_headings = markdown
        .headings
        .iter()
        .enumerate()
        .any(|(index, heading)| Some(index) != answer.heading && answer.span.contains_range(heading.span));
    let question = view.input.bank.get(answer.question);
    let block = match question {
        Some(question) if !answer.has_prose && !has_headings => skeleton::answer_at(level, question, required),
        _ if report.tradeoff_sections.is_empty() => skeleton::tradeoffs(level, required),
        _ => return headings(view, report, required),
    };
    let file = markdown.in_file(answer.span, answer.title.start());
    Some(insert_block(view.input.text, markdown, file, &block))
}

/// The headings of those `considerations` that the trade-off section of `report` has not got, at its end.
fn headings<'c>(
    view: View<'_>,
    report: &AnswerReport,
    considerations: impl Iterator<Item = &'c Consideration>,
) -> Option<TextEdit> {
    let markdown = &view.analysis.markdown;
    let section = report.tradeoff_sections.first()?;
    let level = level_within(markdown, section)?;
    let missing = considerations.filter(|one| !has_heading(markdown, section, one));
    let blocks: Vec<String> = missing.map(|one| skeleton::consideration(level, one)).collect();
    (!blocks.is_empty()).then(|| insert_block(view.input.text, markdown, section.span, &blocks.join("\n")))
}

#[cfg(test)]
mod tests {
    use super::super::testing::Fixture;
    use super::*;

    /// The document after the insertion, or why there is none.
    fn inserted(text: &str, name: Option<&str>) -> Result<String, String> {
        let fixture = Fixture::new(text);
        let edit = fixture.view(|view| insertion(view, name)).map_err(|error| error.to_string())?;
        let mut text = fixture.text().to_owned();
        text.replace_range(std::ops::Range::<usize>::from(edit.span), &edit.text);
        Ok(text)
    }

    /// The headings of the document after the insertion.
    fn headings(text: &str, name: Option<&str>) -> Vec<String> {
        let text = inserted(text, name).expect("something is inserted");
        text.lines().filter(|line| line.starts_with('#')).map(str::to_owned).collect()
    }

    #[test]
    fn an_empty_answer_gets_everything() {
        let headings = headings("# Q501 Raft\n", None);
        assert_eq!(headings[..2], ["# Q501 Raft", "## What problem it solves"]);
        assert!(headings.contains(&"## Trade-offs".to_owned()) && headings.contains(&"### Cost".to_owned()));
    }

    #[test]
    fn an_answer_without_the_section_gets_the_section() {
        let headings = headings("# Q501 Raft\n\nText.\n", None);
        assert_eq!(headings[..3], ["# Q501 Raft", "## Trade-offs", "### Decision"]);
    }

    #[test]
    fn a_section_gets_the_headings_that_it_lacks() {
        let text = "# Q501 Raft\n\nText.\n\n## Trade-offs\n\n### Latency\n\nFine.\n\n## End\n";
        assert_eq!(
            headings(text, None),
            ["# Q501 Raft", "## Trade-offs", "### Latency", "### Consistency", "### Cost", "## End"]
        );
        assert_eq!(
            headings(text, Some("cost")),
            ["# Q501 Raft", "## Trade-offs", "### Latency", "### Cost", "## End"]
        );
        let crlf = inserted(&text.replace('\n', "\r\n"), Some("cost")).expect("it is inserted");
        assert_eq!(crlf.matches('\n').count(), crlf.matches("\r\n").count());
    }

    #[test]
    fn the_first_answer_that_lacks_something_gets_it() {
        let text = "## 501. Raft\n\nText.\n\n### Trade-offs\n\n#### Cost\n\nx\n\n## 502. Paxos\n\nText.\n\n### Trade-offs\n\nx\n";
        let after = inserted(text, Some("cost")).expect("it is inserted");
        assert!(after.ends_with(" -->\n"), "{after}");
        assert_eq!(after.matches("#### Cost").count(), 2);
    }

    #[test]
    fn what_cannot_be_inserted_is_said() {
        let error = |text: &str, name: Option<&str>| inserted(text, name).expect_err("nothing is inserted");
        assert_eq!(error("# Home\n", None), "the document answers no question");
        assert_eq!(error("# Q501\n", Some("costs")), "there is no consideration `costs`; did you mean `cost`?");
        assert!(error("# Q501\n\nText.\n", Some("cost")).contains("no trade-off section"));
        let bold = "# Q501\n\nText.\n\n**Trade-offs**\n\nText.\n";
        for name in [None, Some("cost")] {
            assert!(error(bold, name).starts_with("no heading can stand below bold text"));
        }
        let complete = inserted("# Q501\n\nText.\n\n## Trade-offs\n", None).expect("it is inserted");
        assert_eq!(error(&complete, None), "everything is there already");
    }
}
