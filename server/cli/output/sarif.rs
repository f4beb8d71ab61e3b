//! The result of a run as SARIF 2.1.0, for code scanning and for editors that show its files.
//!
//! What a comment suppresses and what a baseline accepts is in it and says so, since a finding that is merely absent
//! counts as mended there. Nothing in the file depends on the machine or the hour: two runs over the same files are
//! the same bytes, and those of shards can be joined.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::io::{self, Write};

use serde::Serialize;
use serde_json::value::RawValue;
use serde_json::{Value, json};
use tradeoff_analysis::config::Settings;
use tradeoff_analysis::rules::{self, Severity};
use tradeoff_workspace::{LintedFile, LocatedFinding, Place};

use super::Result as LintResult;
use super::json_text;
use super::root::Root;
use crate::session::chain;

/// Where the format is described.
const SCHEMA: &str = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

/// What relative paths are relative to, by SARIF's usual name for it.
const BASE: &str = "%SRCROOT%";

#[derive(Debug, Serialize)]
struct Log<R> {
    #[serde(rename = "$schema")]
    schema: &'static str,
    version: &'static str,
    runs: [Run<R>; 1],
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Run<R> {
    tool: Value,
    invocations: Value,
    column_kind: &'static str,
    original_uri_base_ids: Value,
    results: Vec<R>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Found<'a> {
    rule_id: &'a str,
    level: &'static str,
    message: Text<'a>,
    locations: [Location<'a>; 1],
    partial_fingerprints: BTreeMap<&'static str, String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    baseline_state: Option<&'static str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    suppressions: Vec<Suppression>,
    #[serde(skip_serializing_if = "Option::is_none")]
    fixes: Option<[Fix<'a>; 1]>,
    properties: Properties,
}

#[derive(Debug, Serialize)]
struct Text<'a> {
    text: &'a str,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Location<'a> {
    physical_location: Physical<'a>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Physical<'a> {
    artifact_location: Artifact<'a>,
    region: Region,
}

#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Artifact<'a> {
    uri: &'a str,
    uri_base_id: &'static str,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Region {
    start_line: u32,
    start_column: u32,
    end_line: u32,
    end_column: u32,
}

#[derive(Debug, Serialize)]
struct Suppression {
    kind: &'static str,
    justification: &'static str,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Fix<'a> {
    description: Text<'a>,
    artifact_changes: [Change<'a>; 1],
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Change<'a> {
    artifact_location: Artifact<'a>,
    replacements: Vec<Replacement<'a>>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Replacement<'a> {
    deleted_region: Region,
    inserted_content: Text<'a>,
}

#[derive(Debug, Serialize)]
struct Properties {
    severity: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    question: Option<u32>,
}

/// Writes `result`.
pub(crate) fn write(result: &LintResult<'_>, root: &Root, out: &mut dyn Write) -> io::Result<()> {
    let mut shown: Vec<_> = result.everything().collect();
    shown.sort_by_cached_key(|(file, _)| root.path(&file.path));
    let uris: Vec<String> = result.run.linted.iter().map(|file| uri(&root.path(&file.path))).collect();
    let uri_of = |file: &LintedFile| {
        let index = result.run.linted.binary_search_by(|other| other.path.cmp(&file.path));
        index.map_or("", |index| uris[index].as_str())
    };
    let names = shown.iter().map(|(_, located)| &*located.finding.rule).collect();
    let problems = result.run.problems.iter().map(|problem| chain(problem));
    let results = shown.iter().map(|(file, located)| found(located, uri_of(file), result.has_baseline)).collect();
    json_text::write(&log(&names, problems, results), out)?;
    out.write_all(b"\n")
}

/// The same document from results that are written already: those of `rules`.
pub(crate) fn joined(
    rules: &BTreeSet<&str>,
    problems: impl Iterator<Item = String>,
    results: Vec<Box<RawValue>>,
) -> io::Result<String> {
    json_text::text(&log(rules, problems, results))
}

fn log<R>(rules: &BTreeSet<&str>, problems: impl Iterator<Item = String>, results: Vec<R>) -> Log<R> {
    let run = Run {
        tool: tool(rules),
        invocations: invocations(problems),
        column_kind: "unicodeCodePoints",
        original_uri_base_ids: json!({ BASE: { "description": { "text": "the folder that the run was about" } } }),
        results,
    };
    Log { schema: SCHEMA, version: "2.1.0", runs: [run] }
}

/// What is said of the program: its name, and every rule of it and of `names`, which may hold the user's own.
fn tool(names: &BTreeSet<&str>) -> Value {
    let settings = Settings::default();
    let known: Vec<String> = rules::names(&settings).map(std::borrow::Cow::into_owned).collect();
    let own = names.iter().filter(|name| !known.iter().any(|known| known == *name));
    let all = known.iter().map(String::as_str).chain(own.copied());
    json!({ "driver": {
        "name": "tradeoff",
        "semanticVersion": env!("CARGO_PKG_VERSION"),
        "informationUri": env!("CARGO_PKG_REPOSITORY"),
        "rules": all.filter_map(descriptor).collect::<Vec<_>>(),
    } })
}

/// What is said of the run: whether all of it could be done, and why not.
fn invocations(problems: impl Iterator<Item = String>) -> Value {
    let notification = |text: String| json!({ "level": "error", "message": { "text": text } });
    let notifications: Vec<Value> = problems.map(notification).collect();
    json!([{
        "executionSuccessful": notifications.is_empty(),
        "toolExecutionNotifications": notifications,
    }])
}

fn descriptor(name: &str) -> Option<Value> {
    let rule = rules::find(name)?;
    let docs = &rule.docs;
    let (fails, passes) = (docs.fails.trim_end(), docs.passes.trim_end());
    Some(json!({
        "id": name,
        "shortDescription": { "text": docs.what },
        "fullDescription": { "text": docs.why },
        "help": {
            "text": format!("{}\n\n{}\n\n{}", docs.what, docs.why, docs.fix),
            "markdown": format!(
                "{}\n\n{}\n\n**What to do:** {}\n\nFails:\n\n````markdown\n{fails}\n````\n\nPasses:\n\n````markdown\n{passes}\n````\n",
                docs.what, docs.why, docs.fix
            ),
        },
        "helpUri": format!("{}/blob/main/docs/rules/{}", env!("CARGO_PKG_REPOSITORY"), rule.page()),
        "defaultConfiguration": { "level": level(rule.severity) },
        "properties": { "tags": ["system-design"], "problem.severity": problem(rule.severity) },
    }))
}

fn found<'a>(located: &'a LocatedFinding, uri: &'a str, has_baseline: bool) -> Found<'a> {
    let finding = &located.finding;
    let artifact = Artifact { uri, uri_base_id: BASE };
    let fix = finding.fix.as_ref().map(|fix| {
        let edits = fix.edits.iter().zip(&located.edits);
        let replacements = edits.map(|(edit, &place)| Replacement {
            deleted_region: region(place),
            inserted_content: Text { text: &edit.text },
        });
        let change = Change { artifact_location: artifact.clone(), replacements: replacements.collect() };
        [Fix { description: Text { text: &fix.title }, artifact_changes: [change] }]
    });
    let mut suppressions = Vec::new();
    if finding.suppressed {
        suppressions
            .push(Suppression { kind: "inSource", justification: "a comment in the file gives the reason" });
    }
    if located.baselined {
        suppressions.push(Suppression { kind: "external", justification: "the baseline accepts it" });
    }
    Found {
        rule_id: &finding.rule,
        level: level(finding.severity),
        message: Text { text: &finding.message },
        locations: [Location {
            physical_location: Physical { artifact_location: artifact, region: region(located.place) },
        }],
        partial_fingerprints: BTreeMap::from([("tradeoff/v1", finding.fingerprint.to_string())]),
        baseline_state: has_baseline.then_some(if located.baselined { "unchanged" } else { "new" }),
        suppressions,
        fixes: fix,
        properties: Properties { severity: finding.severity.name(), question: finding.question },
    }
}

fn region(Place { start, end }: Place) -> Region {
    Region {
        start_line: start.line + 1,
        start_column: start.column + 1,
        end_line: end.line + 1,
        end_column: end.column + 1,
    }
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info | Severity::Hint => "note",
    }
}

/// The same in the words of code scanning's property.
fn problem(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info | Severity::Hint => "recommendation",
    }
}

/// `path` as a relative reference: every byte that is not plain in a path is escaped.
fn uri(path: &str) -> String {
    let mut uri = String::with_capacity(path.len());
    for byte in path.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => {
                uri.push(char::from(byte));
            }
            other => write!(uri, "%{other:02X}").expect("writing to a string cannot fail"),
        }
    }
    uri
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_relative_references() {
        assert_eq!(uri("a b/0501-räft:x#1?.md"), "a%20b/0501-r%C3%A4ft%3Ax%231%3F.md");
    }

    #[test]
    fn rules_of_ones_own_are_described_as_their_family() {
        let tool = tool(&BTreeSet::from(["omitted-privacy", "omitted-cost", "unheard-of"]));
        let rules = tool["driver"]["rules"].as_array().expect("there is a list");
        let ids: Vec<_> = rules.iter().filter_map(|rule| rule["id"].as_str()).collect();
        assert_eq!(ids.iter().filter(|id| **id == "omitted-cost").count(), 1);
        assert_eq!(ids.last(), Some(&"omitted-privacy"));
    }
}
