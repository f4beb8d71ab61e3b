//! The form of a sheet: front matter, file name, parts, lengths, references.

use super::outline::{Outline, trimmed};
use super::{Faults, ReadSheet};
use crate::bank::number_of_path;
use crate::markdown::FrontMatter;
use crate::text::slice;

/// The parts of a sheet in their order.
const PARTS: [&str; 6] = ["Cover", "Consistency", "Latency", "Cost", "Pitfalls", "References"];

/// The parts that are lists, with how many items they have.
const LISTS: [(&str, &str, std::ops::RangeInclusive<usize>); 3] =
    [("Cover", "points", 5..=9), ("Pitfalls", "pitfalls", 2..=5), ("References", "references", 1..=4)];

pub(super) fn check(text: &ReadSheet<'_>, builtin: bool, faults: &mut Faults) {
    for problem in &text.sheet.problems {
        faults.fault(trimmed(text.text, problem.span), problem.message.clone());
    }
    front_matter(text, builtin, faults);
    parts(text, faults);
    lists(text, faults);
    references(text, faults);
    length(text, faults);
}

fn front_matter(text: &ReadSheet<'_>, builtin: bool, faults: &mut Faults) {
    let (sheet, outline) = (&text.sheet, &text.outline);
    let front_matter = FrontMatter::parse(text.text);
    for key in ["number", "shape", "minutes"] {
        // Without front matter the sheet's own problem says so.
        if front_matter.as_ref().is_some_and(|front_matter| front_matter.get(key).is_none()) {
            faults.fault(outline.key(text.text, key), format!("the front matter has no `{key}`"));
        }
    }
    let name = text.source.path.rsplit('/').next().unwrap_or_default();
    match (number_of_path(&text.source.path), sheet.number) {
        (None, _) => faults.fault(
            outline.key(text.text, "number"),
            format!("{name} starts with no number; name it NNNN-slug.md"),
        ),
        (Some(named), Some(number)) if named != number => faults.fault(
            outline.key(text.text, "number"),
            format!("the file is named for {named}, and the front matter says {number}"),
        ),
        _ => {}
    }
    let minutes = if builtin { 45..=60 } else { 1..=240 };
    if !minutes.contains(&sheet.minutes) {
        let (least, most) = (minutes.start(), minutes.end());
        let message = format!("{} minutes; an answer takes {least} to {most}", sheet.minutes);
        faults.fault(outline.key(text.text, "minutes"), message);
    }
    if builtin && !(2..=6).contains(&sheet.related.len()) {
        let message = format!("`related` names {} questions; name 2 to 6", sheet.related.len());
        faults.fault(outline.key(text.text, "related"), message);
    }
    if sheet.title.is_empty() {
        faults.fault(outline.title, "the question itself is missing: a line that starts with `# `");
    }
}

fn parts(text: &ReadSheet<'_>, faults: &mut Faults) {
    let outline = &text.outline;
    let mut last = 0;
    let mut missing = Vec::new();
    for (index, name) in PARTS.iter().enumerate() {
        let Some(at) = outline.parts.iter().position(|part| part.name.eq_ignore_ascii_case(name)) else {
            missing.push(format!("`## {name}`"));
            continue;
        };
        let part = &outline.parts[at];
        if part.name != *name {
            faults.fault(part.heading, format!("write `## {name}`"));
        }
        if at < last {
            faults.fault(part.heading, format!("`## {name}` stands after `## {}`", PARTS[index - 1]));
        }
        last = last.max(at);
        if slice(text.text, part.body).trim().is_empty() {
            faults.fault(part.heading, format!("nothing stands under `## {name}`"));
        }
    }
    if !missing.is_empty() {
        faults.fault(outline.title, format!("parts are missing: {}", missing.join(", ")));
    }
    for (at, part) in outline.parts.iter().enumerate() {
        if outline.parts[..at].iter().any(|other| other.name == part.name) {
            faults.fault(part.heading, format!("there are two parts `## {}`", part.name));
        }
    }
}

fn lists(text: &ReadSheet<'_>, faults: &mut Faults) {
    for (name, items, allowed) in LISTS {
        let Some(part) = text.outline.part(name) else { continue };
        let count = Outline::items(text.text, part).len();
        // An empty part is reported as such.
        if !allowed.contains(&count) && !slice(text.text, part.body).trim().is_empty() {
            let message = format!("{count} here; a sheet has {} to {} {items}", allowed.start(), allowed.end());
            faults.fault(part.heading, message);
        }
    }
    for point in text.sheet.cover.iter().filter(|point| point.text.is_empty()) {
        let message = format!("nothing is said about \"{}\"", point.term);
        faults.fault(trimmed(text.text, point.span), message);
    }
}

fn references(text: &ReadSheet<'_>, faults: &mut Faults) {
    let Some(part) = text.outline.part("References") else { return };
    for item in Outline::items(text.text, part) {
        let numbers = slice(text.text, item).split(|character: char| !character.is_ascii_digit());
        let is_year = |number: &str| number.len() == 4 && (number.starts_with("19") || number.starts_with("20"));
        if !numbers.into_iter().any(is_year) {
            faults.fault(item, "this reference has no year");
        }
    }
}

fn length(text: &ReadSheet<'_>, faults: &mut Faults) {
    let body = slice(text.text, text.outline.body);
    let count = body.split_whitespace().filter(|word| word.contains(char::is_alphanumeric)).count();
    if !(150..=400).contains(&count) {
        faults.fault(text.outline.title, format!("{count} words; a sheet has 150 to 400"));
    }
}
