//! `tradeoff merge`: one result from those of shards.
//!
//! Shards judge different files, so joining them is putting their parts in the order of one run. What a result says of
//! an answer or a finding is not read again but passed on as it stands.

use std::collections::{BTreeSet, HashMap};

use anyhow::{Context as _, bail, ensure};
use camino::{Utf8Path, Utf8PathBuf};
use serde::Deserialize;
use serde_json::value::RawValue;
use tradeoff_analysis::config::FailOn;
use tradeoff_analysis::rules::Severity;
use tradeoff_analysis::text::percent;
use tradeoff_workspace::absolute;

use crate::args::MergeArgs;
use crate::output::{json, json_text, least_severity, sarif};
use crate::session::{Session, Status};

/// A result in either format, as far as it must be understood.
enum Shard {
    Json(json::Merged),
    Sarif(Sarif),
}

#[derive(Deserialize)]
struct Sarif {
    runs: [SarifRun; 1],
}

#[derive(Deserialize)]
struct SarifRun {
    invocations: [Invocation; 1],
    results: Vec<Box<RawValue>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Invocation {
    tool_execution_notifications: Vec<Notification>,
}

#[derive(Deserialize)]
struct Notification {
    message: Text,
}

#[derive(Deserialize)]
struct Text {
    text: String,
}

/// What must be known of an answer or a finding in JSON.
#[derive(Deserialize)]
struct Placed {
    path: String,
    severity: Option<String>,
    #[serde(default)]
    suppressed: bool,
    #[serde(default)]
    baselined: bool,
}

/// The same of a result in SARIF.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Found {
    rule_id: String,
    locations: [Location; 1],
    properties: Properties,
    #[serde(default)]
    suppressions: Vec<serde::de::IgnoredAny>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Location {
    physical_location: Physical,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Physical {
    artifact_location: Artifact,
}

#[derive(Deserialize)]
struct Artifact {
    uri: String,
}

#[derive(Deserialize)]
struct Properties {
    severity: String,
}

/// The result that is being made.
#[derive(Default)]
struct Merged {
    /// By path, which is what results are sorted by.
    answers: Vec<(String, Box<RawValue>)>,
    findings: Vec<(String, Box<RawValue>)>,
    /// Which file a path came from: it belongs to one shard.
    origins: HashMap<String, usize>,
    rules: BTreeSet<String>,
    /// In order, each once: every shard meets a broken configuration.
    problems: BTreeSet<String>,
    /// The greatest severity of a finding that nobody has accepted.
    worst: Option<Severity>,
}

pub(crate) fn run(session: &Session, args: &MergeArgs) -> anyhow::Result<Status> {
    let read = |index: usize| {
        let name = &args.files[index];
        std::fs::read_to_string(absolute(&session.current, name))
            .with_context(|| format!("{name}: cannot be read"))
    };
    let (merged, text) = join(&args.files, read)?;
    session.write_to(args.output.as_deref(), &text)?;
    let configured = || session.configuration().ok().and_then(|configuration| configuration.settings.fail_on);
    let fail_on = args.fail_on.map(FailOn::from).or_else(configured).unwrap_or(FailOn::Warning);
    Ok(if !merged.problems.is_empty() {
        Status::Failure
    } else if least_severity(fail_on).is_some_and(|least| merged.worst >= Some(least)) {
        Status::Findings
    } else {
        Status::Success
    })
}

/// One result from those in `shards`, pairs of a name and a text.
pub fn merged(shards: &[(Utf8PathBuf, String)]) -> anyhow::Result<String> {
    let names: Vec<&Utf8Path> = shards.iter().map(|(name, _)| name.as_path()).collect();
    Ok(join(&names, |index| Ok(shards[index].1.clone()))?.1)
}

/// Joins the results in the files `names`, each of which `read` reads by its number.
fn join(
    names: &[impl AsRef<Utf8Path>],
    read: impl Fn(usize) -> anyhow::Result<String>,
) -> anyhow::Result<(Merged, String)> {
    let mut merged = Merged::default();
    let mut summary = None;
    let mut is_sarif = None;
    for (index, name) in names.iter().enumerate() {
        let (name, text) = (name.as_ref(), read(index)?);
        let shard =
            Shard::read(&text).with_context(|| format!("{name}: neither JSON nor SARIF of `tradeoff lint`"))?;
        let here = matches!(shard, Shard::Sarif(_));
        ensure!(*is_sarif.get_or_insert(here) == here, "{name}: JSON and SARIF cannot be merged with one another");
        match shard {
            Shard::Json(shard) => {
                ensure!(
                    shard.version == 1,
                    "{name}: a result of version {}, and this program knows 1",
                    shard.version
                );
                summary.get_or_insert_with(json::Summary::default).add(&shard.summary);
                merged.add_json(shard, index, names)?;
            }
            Shard::Sarif(Sarif { runs: [run] }) => merged.add_sarif(run, index, names)?,
        }
    }
    merged.answers.sort_by(|one, other| one.0.cmp(&other.0));
    merged.findings.sort_by(|one, other| one.0.cmp(&other.0));
    let text = merged.text(summary)?;
    Ok((merged, text))
}

impl Shard {
    fn read(text: &str) -> Option<Self> {
        let json = serde_json::from_str(text).ok().map(Self::Json);
        json.or_else(|| serde_json::from_str(text).ok().map(Self::Sarif))
    }
}

impl Merged {
    fn add_json(
        &mut self,
        shard: json::Merged,
        index: usize,
        names: &[impl AsRef<Utf8Path>],
    ) -> anyhow::Result<()> {
        self.problems.extend(shard.problems);
        for raw in shard.answers {
            let placed: Placed = serde_json::from_str(raw.get()).context("an answer has no path")?;
            self.claim(&placed.path, index, names)?;
            self.answers.push((placed.path, raw));
        }
        for raw in shard.findings {
            let placed: Placed = serde_json::from_str(raw.get()).context("a finding has no path")?;
            self.claim(&placed.path, index, names)?;
            if !placed.suppressed && !placed.baselined {
                self.worst = self.worst.max(placed.severity.as_deref().and_then(severity));
            }
            self.findings.push((placed.path, raw));
        }
        Ok(())
    }

    fn add_sarif(&mut self, run: SarifRun, index: usize, names: &[impl AsRef<Utf8Path>]) -> anyhow::Result<()> {
        let [Invocation { tool_execution_notifications: notifications }] = run.invocations;
        self.problems.extend(notifications.into_iter().map(|notification| notification.message.text));
        for raw in run.results {
            let found: Found = serde_json::from_str(raw.get()).context("a result has no place")?;
            let [Location { physical_location: Physical { artifact_location } }] = found.locations;
            let path = percent::decoded(&artifact_location.uri).into_owned();
            self.claim(&path, index, names)?;
            if found.suppressions.is_empty() {
                self.worst = self.worst.max(severity(&found.properties.severity));
            }
            self.rules.insert(found.rule_id);
            self.findings.push((path, raw));
        }
        Ok(())
    }

    /// Takes `path` for the file with this number, which must be the only one that speaks of it.
    fn claim(&mut self, path: &str, index: usize, names: &[impl AsRef<Utf8Path>]) -> anyhow::Result<()> {
        let origin = *self.origins.entry(path.to_owned()).or_insert(index);
        if origin != index {
            let (one, other) = (names[origin].as_ref(), names[index].as_ref());
            bail!("{path} is in {one} and in {other}; merge each shard of one run once");
        }
        Ok(())
    }

    fn text(&self, summary: Option<json::Summary>) -> anyhow::Result<String> {
        let raw = |parts: &[(String, Box<RawValue>)]| parts.iter().map(|(_, raw)| raw.clone()).collect();
        let text = if let Some(summary) = summary {
            let (answers, findings) = (raw(&self.answers), raw(&self.findings));
            let problems = self.problems.iter().cloned().collect();
            json_text::text(&json::Merged { version: 1, answers, findings, problems, summary })
        } else {
            let rules = self.rules.iter().map(String::as_str).collect();
            sarif::joined(&rules, self.problems.iter().cloned(), raw(&self.findings))
        };
        Ok(text.context("the result cannot be written as JSON")? + "\n")
    }
}

fn severity(name: &str) -> Option<Severity> {
    [Severity::Hint, Severity::Info, Severity::Warning, Severity::Error].into_iter().find(|one| one.name() == name)
}
