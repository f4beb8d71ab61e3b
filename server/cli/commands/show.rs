//! `tradeoff show`: a question's sheet.

use std::fmt::Write as _;

use serde::Serialize;
use tradeoff_analysis::bank::{Bank, Question};

use crate::args::{ShowArgs, TextFormat};
use crate::output::text::Layout;
use crate::session::{Session, Status, question};

/// A sheet for programs.
#[derive(Debug, Serialize)]
struct Sheet<'a> {
    number: u32,
    text: &'a str,
    section: &'a str,
    section_title: String,
    shape: &'static str,
    minutes: u32,
    related: &'a [u32],
    parts: Vec<Part<'a>>,
}

/// A part of a sheet, in Markdown.
#[derive(Debug, Serialize)]
struct Part<'a> {
    title: &'a str,
    text: &'a str,
}

pub(crate) fn run(session: &Session, args: &ShowArgs) -> anyhow::Result<Status> {
    let configuration = session.configuration()?;
    let bank = &configuration.bank;
    let question = question(bank, args.number)?;
    match args.format {
        TextFormat::Json => session.shell.write_json(&sheet(bank, question))?,
        TextFormat::Human => {
            let layout = Layout::of(session.shell);
            let text = human(bank, question, layout);
            session.shell.write(|out| out.write_all(text.as_bytes()))?;
        }
    }
    Ok(Status::Success)
}

fn sheet<'a>(bank: &Bank, question: &'a Question) -> Sheet<'a> {
    let sheet = question.sheet();
    Sheet {
        number: question.number,
        text: question.text(),
        section: &question.section,
        section_title: bank.section_title(&question.section),
        shape: sheet.shape.name(),
        minutes: sheet.minutes,
        related: &sheet.related,
        parts: sheet.parts.iter().map(|(title, text)| Part { title, text }).collect(),
    }
}

fn human(bank: &Bank, question: &Question, layout: Layout) -> String {
    let sheet = question.sheet();
    let number = question.number.to_string();
    let head = format!("{}  ", layout.bold(&number));
    let mut text = layout.hanging(&head, number.len() + 2, question.text());
    let section = bank.section_title(&question.section);
    let facts = format!("{section}, {}, {} minutes", sheet.shape, sheet.minutes);
    text.push_str(&layout.paragraphs(facts.trim_start_matches(", ")));
    for (title, part) in sheet.parts.iter().filter(|(_, part)| !part.is_empty()) {
        write!(text, "\n{}\n{}", layout.bold(title), layout.paragraphs(part))
            .expect("writing to a string cannot fail");
    }
    let related: Vec<String> = sheet.related.iter().map(ToString::to_string).collect();
    if !related.is_empty() {
        write!(text, "\n{}\n{}", layout.bold("Related"), layout.paragraphs(&related.join(", ")))
            .expect("writing to a string cannot fail");
    }
    text
}
