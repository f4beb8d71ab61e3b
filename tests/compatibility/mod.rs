//! Files that earlier versions wrote: each is read as it was meant, and what is written today still has all that was
//! promised then. `record` adds the folder of a version before its release; none is ever edited.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::cli::project::Project;

/// The folders of the versions, with a copy of the repository that was linted then.
fn versions() -> Vec<(PathBuf, Project)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/compatibility");
    let entries = fs::read_dir(root).expect("the versions can be listed");
    let folders = entries.map(|entry| entry.expect("the versions can be listed").path());
    let folders: Vec<PathBuf> = folders.filter(|path| path.is_dir()).collect();
    assert!(!folders.is_empty());
    let copied = |folder: PathBuf| {
        // A baseline names files from its own folder on.
        let mut project = Project::new().file("accepted.json", read(&folder, "baseline.json"));
        for name in ["1.json", "2.json", "1.sarif", "2.sarif"] {
            project = project.file(&format!("old/{name}"), read(&folder, name));
        }
        let repository = folder.join("repository");
        let files =
            ["tradeoff.toml", "a/0501-raft.md", "a/0502-paxos.md", "b/0503-compare.md", "b/0504-quorums.md"];
        for name in files {
            project = project.file(name, read(&repository, name));
        }
        (folder, project)
    };
    folders.into_iter().map(copied).collect()
}

fn read(folder: &Path, name: &str) -> String {
    fs::read_to_string(folder.join(name)).expect("a file of an earlier version can be read")
}

fn json(folder: &Path, name: &str) -> Value {
    serde_json::from_str(&read(folder, name)).expect("a file of an earlier version is JSON")
}

/// Demands that `new` has every field of `old`, at any depth, with a value of the same type. What is in lists is
/// compared by its first items: they are of one kind.
fn demand_fields(old: &Value, new: &Value, path: &str) {
    match (old, new) {
        (Value::Object(old), Value::Object(new)) => {
            for (key, value) in old {
                let now = new.get(key).unwrap_or_else(|| panic!("{path}.{key} is gone"));
                demand_fields(value, now, &format!("{path}.{key}"));
            }
        }
        (Value::Array(old), Value::Array(new)) => {
            if let (Some(old), Some(new)) = (old.first(), new.first()) {
                demand_fields(old, new, &format!("{path}[]"));
            }
        }
        _ => assert_eq!(std::mem::discriminant(old), std::mem::discriminant(new), "{path} has another type"),
    }
}

#[test]
fn a_baseline_still_accepts_what_it_accepted() {
    for (folder, project) in versions() {
        let accepted = json(&folder, "baseline.json")["findings"].as_array().map_or(0, Vec::len);
        assert!(accepted >= 3, "{}", folder.display());
        let result = project.json("lint --baseline accepted.json --format json --show-suppressed");
        let findings = result["findings"].as_array().expect("there is a list of findings");
        let count = findings.iter().filter(|finding| finding["baselined"] == true).count();
        assert_eq!(count, accepted, "{}: other fingerprints than then", folder.display());
    }
}

#[test]
fn results_have_every_field_that_they_had() {
    for (folder, project) in versions() {
        for shard in ["1", "2"] {
            for format in ["json", "sarif"] {
                let flags = format!("--hints --show-suppressed --shard {shard}/2 --format {format}");
                let new = project.json(&format!("lint {flags}"));
                demand_fields(&json(&folder, &format!("{shard}.{format}")), &new, "result");
            }
        }
        let progress = project.json("progress --format json");
        demand_fields(&json(&folder, "progress.json"), &progress, "progress");
    }
}

#[test]
fn results_fit_the_schema_that_was_published() {
    for (folder, project) in versions() {
        let schema = jsonschema::validator_for(&json(&folder, "result-schema.json")).expect("it is a schema");
        let result = project.json("lint --format json --hints --show-suppressed");
        assert!(schema.is_valid(&result), "{}", folder.display());
    }
}

#[test]
fn results_of_shards_can_still_be_merged() {
    for (folder, project) in versions() {
        for format in ["json", "sarif"] {
            let merged = project.output(&format!("merge old/1.{format} old/2.{format}"));
            assert_eq!(merged.status.code(), Some(1), "{} {format}", folder.display());
            let merged: Value = serde_json::from_slice(&merged.stdout).expect("a result is JSON");
            let found = |value: &Value| {
                let list = if format == "json" { &value["findings"] } else { &value["runs"][0]["results"] };
                list.as_array().map_or(0, Vec::len)
            };
            let parts = ["1", "2"].map(|shard| found(&json(&folder, &format!("{shard}.{format}"))));
            assert_eq!(found(&merged), parts.iter().sum::<usize>());
        }
    }
}

#[test]
fn configurations_mean_something_still() {
    for (folder, project) in versions() {
        // Keys that nobody knows any more would be complained about.
        let complaints = project.findings("--hints").into_iter();
        let complaints: Vec<String> = complaints.filter(|finding| finding.starts_with("tradeoff.toml")).collect();
        assert_eq!(complaints, [""; 0], "{}", folder.display());
        assert_eq!(project.status("config"), 0);
    }
}

#[test]
fn rules_keep_their_names() {
    for (folder, project) in versions() {
        let names = read(&folder, "rules.txt");
        assert!(names.lines().count() > 20);
        for name in names.lines() {
            let name = name.replace("<consideration>", "cost");
            assert_eq!(project.status(&format!("rule {name}")), 0, "{name} is no rule any more");
        }
    }
}

#[test]
fn what_a_later_version_adds_is_passed_over() {
    let (_, project) = versions().remove(0);
    let newer = project.read("accepted.json").replacen("\"path\"", "\"since\": \"2.0.0\", \"path\"", 1);
    let newer = newer.replacen("\"findings\"", "\"tool\": {}, \"findings\"", 1);
    let project = project.file("newer.json", newer);
    assert!(project.status("lint --baseline newer.json") < 2);
    let result = project.read("old/1.json").replacen("\"path\"", "\"since\": \"2.0.0\", \"path\"", 1);
    let project = project.file("newer-result.json", result);
    let merged = project.run("merge newer-result.json old/2.json");
    assert!(merged.contains("\"since\": \"2.0.0\""), "{merged}");
}

#[test]
fn a_later_format_is_refused_in_words() {
    let (_, project) = versions().remove(0);
    let later = |project: &Project, name: &str| {
        let text = project.read(name);
        let version = text.find("\"version\": 1").expect("it has a version");
        format!("{}\"version\": 2{}", &text[..version], &text[version + "\"version\": 1".len()..])
    };
    let (baseline, result) = (later(&project, "accepted.json"), later(&project, "old/1.json"));
    let project = project.file("baseline.json", baseline).file("result.json", result);
    insta::assert_snapshot!(project.run("lint --baseline baseline.json"), @"
    status 2
    --- stderr
    error: baseline.json: a baseline of version 2, and this program knows version 1
    ");
    insta::assert_snapshot!(project.run("merge result.json"), @"
    status 2
    --- stderr
    error: result.json: a result of version 2, and this program knows 1
    ");
}
