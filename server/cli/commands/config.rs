//! `tradeoff config`: what is in force for a path, and where each value comes from.

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::Value;
use toml::de::{DeTable, DeValue};
use tradeoff_analysis::config::Config;
use tradeoff_analysis::rules;
use tradeoff_analysis::text::{ColumnUnit, LineIndex, offset};
use tradeoff_workspace::{Configuration, absolute, shown};

use super::rule::level;
use crate::args::{ConfigArgs, TextFormat};
use crate::session::{Session, Status};
use crate::shell::escape;

/// What is in force for a path.
#[derive(Debug, Serialize)]
struct Document {
    path: String,
    /// The file that governs it, if there is one.
    file: Option<String>,
    /// Whether it is never linted.
    excluded: bool,
    values: Vec<Row>,
}

#[derive(Debug, Serialize)]
struct Row {
    key: String,
    value: Value,
    /// The line of the file that says so; without, it is the default.
    line: Option<u32>,
}

pub(crate) fn run(session: &Session, args: &ConfigArgs) -> anyhow::Result<Status> {
    let path = absolute(&session.current, &args.path);
    let folder = if path.is_dir() { &path } else { path.parent().unwrap_or(&path) };
    let configuration = session.configuration_of(folder)?;
    let document = Document {
        path: shown(&session.current, &path),
        file: configuration.path.as_ref().map(|file| shown(&session.current, file)),
        excluded: configuration.excludes(&path),
        values: rows(&configuration, &configuration.below(&path).unwrap_or_default()),
    };
    match args.format {
        TextFormat::Json => session.shell.write_json(&document)?,
        TextFormat::Human => session.shell.write(|out| out.write_all(text(&document).as_bytes()))?,
    }
    Ok(Status::Success)
}

fn text(document: &Document) -> String {
    let file = document.file.as_deref().map_or("none, so the defaults hold", |file| file);
    let mut text = format!("{}\nconfiguration: {}\n", escape(&document.path), escape(file));
    if document.excluded {
        text.push_str("excluded: it is not linted\n");
    }
    text.push('\n');
    let width = document.values.iter().map(|row| row.key.len()).max().unwrap_or_default();
    for Row { key, value, line } in &document.values {
        let from = line.map_or("default".to_owned(), |line| format!("line {line}"));
        let value = if value.is_null() { "not set".to_owned() } else { value.to_string() };
        let line = format!("{key:width$}  {value:<30}  {from}");
        text.push_str(&escape(&line));
        text.push('\n');
    }
    text
}

/// All values for the file `below` the configuration's folder, in the order of the file's documentation.
fn rows(configuration: &Configuration, below: &str) -> Vec<Row> {
    let lines = Lines::of(&configuration.text);
    // What cannot be read has been told by whoever loaded the configuration.
    let config = Config::parse(&configuration.text).map(|(config, _)| config).unwrap_or_default();
    let settings = &*configuration.settings;
    let of_path = settings.for_path(below);
    let overrides = settings.overrides_at(below);
    // The last override that says something wins.
    let said_at = |key: &str| {
        let in_overrides = overrides.iter().rev().find_map(|index| lines.at(&format!("overrides.{index}.{key}")));
        let base = if key == "required" { "tradeoffs.required".to_owned() } else { key.to_owned() };
        in_overrides.or_else(|| lines.at(&base))
    };
    let mut rows = Vec::new();
    let written = serde_json::to_value(&config).unwrap_or_default();
    let mut add = |key: &str, value: Value| rows.push(Row { line: lines.at(key), key: key.to_owned(), value });
    for key in ["answers", "exclude", "answer", "max-file-size", "fail-on"] {
        add(key, written[key].clone());
    }
    for (table, keys) in [("bank", ["builtin", "folders"]), ("length", ["min", "max"])] {
        for key in keys {
            add(&format!("{table}.{key}"), written[table][key].clone());
        }
    }
    add("tradeoffs.titles", written["tradeoffs"]["titles"].clone());
    let required = of_path.required.iter().map(|&id| settings.consideration(id).name.as_str());
    let required = required.collect::<Vec<_>>().into();
    rows.push(Row { key: "tradeoffs.required".to_owned(), value: required, line: said_at("required") });
    for table in ["considerations", "lexicon"] {
        for (name, value) in written[table].as_object().into_iter().flatten() {
            let key = format!("{table}.{name}");
            rows.push(Row { line: lines.at(&key), key, value: value.clone() });
        }
    }
    for name in rules::names(settings) {
        let key = format!("rules.{name}");
        let own = name.strip_prefix("omitted-").map(|name| lines.at(&format!("considerations.{name}.severity")));
        let line = said_at(&key).or_else(|| own.flatten());
        let level = rules::find(&name).map_or("off", |rule| level(rule, &name, &of_path, settings));
        rows.push(Row { line, value: level.into(), key });
    }
    rows
}

/// The lines of the keys in a file, from 1, by their dotted names.
struct Lines(BTreeMap<String, u32>);

impl Lines {
    fn of(text: &str) -> Self {
        let mut lines = BTreeMap::new();
        let index = LineIndex::new(text);
        let line = |at: usize| index.line_column(text, offset(at), ColumnUnit::CodePoint).line + 1;
        if let Ok(table) = DeTable::parse(text) {
            collect(table.get_ref(), "", &line, &mut lines);
        }
        Self(lines)
    }

    fn at(&self, key: &str) -> Option<u32> {
        self.0.get(key).copied()
    }
}

fn collect(table: &DeTable<'_>, prefix: &str, line: &dyn Fn(usize) -> u32, lines: &mut BTreeMap<String, u32>) {
    for (key, value) in table {
        let name = format!("{prefix}{}", key.get_ref());
        lines.insert(name.clone(), line(key.span().start));
        match value.get_ref() {
            DeValue::Table(table) => collect(table, &format!("{name}."), line, lines),
            DeValue::Array(items) => {
                for (index, item) in items.iter().enumerate() {
                    if let DeValue::Table(table) = item.get_ref() {
                        collect(table, &format!("{name}.{index}."), line, lines);
                    }
                }
            }
            _ => {}
        }
    }
}
