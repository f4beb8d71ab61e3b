//! How far a repository is, as a page: one file that asks for nothing else, for a browser or a printer.
//!
//! It has no script: what can be opened are `details`, what can be reached are links, so a keyboard and a screen reader
//! work by themselves. A state is told by a mark as well as by its colour.

use tradeoff_analysis::State;
use tradeoff_workspace::Moment;
use tradeoff_workspace::progress::{Missing, StateCounts};

use super::counted;
use super::progress_human::count;
use crate::commands::progress::{Document, Entry};
use crate::shell::escape;

/// The states, in the order in which they are shown, with their marks.
const STATES: [(State, &str); 4] =
    [(State::Argued, "●"), (State::Answered, "◐"), (State::Draft, "○"), (State::Unanswered, "·")];

/// The size of the chart, in its own units.
const CHART: (f64, f64) = (720.0, 160.0);

/// The page.
pub(crate) fn text(document: &Document) -> String {
    let progress = &document.progress;
    let mut body = overview(progress.all);
    if !progress.missing.is_empty() {
        body.push_str(&missing(&progress.missing));
    }
    if let Some(history) = document.history.as_ref().filter(|history| !history.is_empty()) {
        body.extend(["<section>\n<h2>Trend</h2>\n", &chart(history), "</section>\n"]);
    }
    body.push_str("<section>\n<h2>Questions</h2>\n");
    for section in &progress.sections {
        let questions = document.questions.iter().filter(|entry| entry.section == section.section);
        body.push_str(&heat_map(&section.title, section.counts, &questions.collect::<Vec<_>>()));
    }
    body.push_str("</section>");
    include_str!("progress_page.html").replace("<!-- body -->", &body)
}

fn overview(counts: StateCounts) -> String {
    let parts = STATES.map(|(state, mark)| {
        let (name, count) = (state.name(), count(counts, state));
        format!("<li class=\"{name}\"><span aria-hidden=\"true\">{mark}</span> <b>{count}</b> {name}</li>\n")
    });
    let StateCounts { argued, total, .. } = counts;
    format!(
        "<p class=\"lead\">{argued} of {total} questions argued</p>\n{}<ul class=\"legend\">\n{}</ul>\n",
        bar(counts),
        parts.concat()
    )
}

fn bar(counts: StateCounts) -> String {
    let parts = STATES.map(|(state, _)| match count(counts, state) {
        0 => String::new(),
        count => format!("<i class=\"{}\" style=\"flex-grow:{count}\"></i>", state.name()),
    });
    format!("<div class=\"bar\" aria-hidden=\"true\">{}</div>\n", parts.concat())
}

fn missing(missing: &[Missing]) -> String {
    let items = missing.iter().map(|Missing { consideration, answers }| {
        format!("<li><b>{}</b> in {}</li>\n", html(consideration), counted(*answers as usize, "answer"))
    });
    let items = items.collect::<String>();
    format!("<section>\n<h2>Most often missing</h2>\n<ul class=\"plain\">\n{items}</ul>\n</section>\n")
}

/// The questions of a section: a cell for each, and a table with their texts.
fn heat_map(title: &str, counts: StateCounts, questions: &[&Entry]) -> String {
    let cells: String = questions.iter().map(|entry| cell(entry)).collect();
    let rows: String = questions.iter().map(|entry| row(entry)).collect();
    let (title, StateCounts { argued, total, .. }) = (html(title), counts);
    let heads = table_head(&["number", "state", "question"]);
    format!(
        "<article>\n<h3>{title} <small>{argued} of {total} argued</small></h3>\n{}<ul class=\"map\">\n{cells}</ul>\n\
         <details>\n<summary>The questions</summary>\n<table>\n{heads}<tbody>\n{rows}</tbody>\n</table>\n</details>\n\
         </article>\n",
        bar(counts)
    )
}

fn cell(entry: &Entry) -> String {
    let (number, state, text, mark) = (entry.number, entry.state.name(), html(&entry.text), mark(entry.state));
    format!(
        "<li><a class=\"{state}\" href=\"#q{number}\" aria-label=\"{number}, {state}: {text}\" \
         title=\"{number} ({state}): {text}\"><span aria-hidden=\"true\">{mark}</span>{number}</a></li>\n"
    )
}

fn row(entry: &Entry) -> String {
    let (number, state, text, mark) = (entry.number, entry.state.name(), html(&entry.text), mark(entry.state));
    let places = entry.answers.iter().map(|place| format!(" <code>{}:{}</code>", html(&place.path), place.line));
    let places = places.collect::<String>();
    format!(
        "<tr id=\"q{number}\"><td>{number}</td><td class=\"{state}\"><span aria-hidden=\"true\">{mark}</span> \
         {state}</td><td>{text}{places}</td></tr>\n"
    )
}

fn mark(state: State) -> &'static str {
    STATES.iter().find(|(known, _)| *known == state).map_or("", |(_, mark)| mark)
}

fn table_head(names: &[&str]) -> String {
    let cells = names.iter().map(|name| format!("<th scope=\"col\">{name}</th>"));
    format!("<thead><tr>{}</tr></thead>\n", cells.collect::<String>())
}

/// The shares of the states over time, each moment a column.
fn chart(history: &[Moment]) -> String {
    let (width, height) = CHART;
    let wide = width / history.len() as f64;
    let mut columns = String::new();
    for (index, moment) in history.iter().enumerate() {
        let mut top = height;
        for (state, _) in &STATES[..3] {
            let share = f64::from(count(moment.counts, *state)) / f64::from(moment.counts.total.max(1));
            top -= share * height;
            let column = format!(
                "<rect class=\"{}\" x=\"{:.1}\" y=\"{top:.1}\" width=\"{:.1}\" height=\"{:.1}\"/>\n",
                state.name(),
                index as f64 * wide + 1.0,
                wide - 2.0,
                share * height
            );
            columns.push_str(&column);
        }
    }
    let rows = history.iter().map(|Moment { date, counts, .. }| {
        let StateCounts { argued, answered, draft, .. } = counts;
        format!("<tr><td>{date}</td><td>{argued}</td><td>{answered}</td><td>{draft}</td></tr>\n")
    });
    let rows = rows.collect::<String>();
    let (first, last) = (&history[0].date, &history[history.len() - 1].date);
    let heads = table_head(&["day", "argued", "answered", "draft"]);
    format!(
        "<figure>\n<svg viewBox=\"0 0 {width} {height}\" role=\"img\" aria-label=\"Shares of argued, answered and draft \
         questions from {first} to {last}\">\n{columns}</svg>\n<figcaption><span>{first}</span><span>{last}</span>\
         </figcaption>\n</figure>\n<details>\n<summary>The figures</summary>\n<table>\n{heads}<tbody>\n{rows}</tbody>\n\
         </table>\n</details>\n"
    )
}

/// `text` as it is, in an element or an attribute.
fn html(text: &str) -> String {
    escape(text).replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
