//! Editors and the command line give the same findings from the same text, whether editors have them sent or ask
//! for them.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::{Value, json};

use super::client::{Client, capable, pulling, uri};

/// What both surfaces say about a finding: rule, severity, message, range from 1 in characters, fingerprint.
type Finding = (String, String, String, [u64; 4], String);

fn text(value: &Value) -> String {
    value.as_str().expect("it is a text").to_owned()
}

fn number(value: &Value) -> u64 {
    value.as_u64().expect("it is a number")
}

/// The findings of `tradeoff lint` by path.
fn linted(folder: &Path) -> BTreeMap<String, Vec<Finding>> {
    let mut command = Command::new(env!("CARGO_BIN_EXE_tradeoff"));
    let output =
        command.args(["lint", "--format", "json"]).current_dir(folder).output().expect("the program runs");
    let result: Value = serde_json::from_slice(&output.stdout).expect("it prints JSON");
    let mut by_path: BTreeMap<String, Vec<Finding>> = BTreeMap::new();
    for finding in result["findings"].as_array().expect("findings are a list") {
        let range = ["line", "column", "end_line", "end_column"].map(|key| number(&finding[key]));
        let [rule, severity, message, fingerprint] =
            ["rule", "severity", "message", "fingerprint"].map(|key| text(&finding[key]));
        by_path.entry(text(&finding["path"])).or_default().push((rule, severity, message, range, fingerprint));
    }
    by_path
}

/// The findings that the language server sends about the file at `path`.
fn pushed(client: &mut Client, path: &Path) -> Vec<Finding> {
    let uri = uri(path);
    client.open(&uri, &std::fs::read_to_string(path).expect("samples can be read"));
    let findings = client.findings(&uri, 1);
    client.close(&uri);
    client.findings_without_version(&uri);
    read(&findings)
}

/// The findings that it has for who asks.
fn pulled(client: &mut Client, path: &Path) -> Vec<Finding> {
    let uri = uri(path);
    client.open(&uri, &std::fs::read_to_string(path).expect("samples can be read"));
    let report = client.pull(&uri, None);
    client.close(&uri);
    read(&report["items"])
}

fn read(findings: &Value) -> Vec<Finding> {
    let findings = findings.as_array().expect("findings are a list").iter().map(|finding| {
        let severity = ["error", "warning", "info", "hint"][number(&finding["severity"]) as usize - 1];
        let (start, end) = (&finding["range"]["start"], &finding["range"]["end"]);
        let range = [&start["line"], &start["character"], &end["line"], &end["character"]];
        let range = range.map(|value| number(value) + 1);
        let fingerprint = text(&finding["data"]["fingerprint"]);
        (text(&finding["code"]), severity.to_owned(), text(&finding["message"]), range, fingerprint)
    });
    findings.collect()
}

/// A client that counts characters, as the command line does.
fn client(mut capabilities: Value) -> Client {
    capabilities["general"]["positionEncodings"] = json!(["utf-32"]);
    Client::ready(&capabilities)
}

/// Demands that all surfaces say the same about every Markdown file below `folder`; how many findings there were.
fn check(folder: &Path) -> usize {
    let mut linted = linted(folder);
    let count = linted.values().map(Vec::len).sum();
    let [mut pushing, mut pulling] = [client(capable()), client(pulling())];
    for path in markdown_below(folder) {
        let below = path.strip_prefix(folder).expect("it lies below").to_str().expect("names are readable");
        let from_lint = linted.remove(&below.replace('\\', "/")).unwrap_or_default();
        assert_eq!(pushed(&mut pushing, &path), from_lint, "sent: {below}");
        assert_eq!(pulled(&mut pulling, &path), from_lint, "asked for: {below}");
    }
    assert_eq!(linted, BTreeMap::new(), "every file with findings was opened");
    assert_eq!(pulling.published, [], "who asks has nothing sent");
    count
}

fn markdown_below(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in folder.read_dir().expect("it can be listed") {
        let path = entry.expect("it can be listed").path();
        if path.is_dir() {
            files.extend(markdown_below(&path));
        } else if path.extension().is_some_and(|extension| extension == "md") {
            files.push(path);
        }
    }
    files
}

#[test]
fn all_surfaces_give_the_same_findings_on_the_samples() {
    let samples = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests").join("samples");
    assert!(check(&samples) > 10, "the samples are not all good");
}

#[test]
fn all_surfaces_give_the_same_findings_on_folders_that_are_one_answer() {
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    for (name, text) in [
        ("tradeoff.toml", "answer = 'folder'\nexclude = ['501-raft/09-sources.md']\n"),
        ("501-raft/01-problem.md", "# 漢字 🦀\n\nMachines fail.\n\n<!-- tradeoff-ignore nonsense: x -->\n"),
        ("501-raft/07-trade-offs.md", "Three nodes cost 270 USD a month. Latency: TBD. 🦀\n"),
        ("501-raft/09-sources.md", "<!-- tradeoff-ignore nonsense: x -->\n"),
        ("502-paxos/01-problem.md", "Machines fail.\n"),
        ("0503-zab.md", "# Q503\n\nText.\n"),
    ] {
        let path = folder.path().join(name);
        std::fs::create_dir_all(path.parent().expect("it lies in a folder")).expect("folders can be made");
        std::fs::write(path, text).expect("files can be written");
    }
    assert!(check(folder.path()) > 3);
}

/// What is said about every sample after a `change` of its text, by the command line and by editors alike.
fn said_of_samples(change: impl Fn(&str) -> String) -> BTreeMap<String, Vec<Finding>> {
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    let samples = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests").join("samples");
    for path in markdown_below(&samples) {
        let text = std::fs::read_to_string(&path).expect("samples can be read");
        let name = path.file_name().expect("files have names");
        std::fs::write(folder.path().join(name), change(&text)).expect("files can be written");
    }
    check(folder.path());
    linted(folder.path())
}

#[test]
fn line_breaks_of_windows_change_nothing_that_is_said() {
    let plain = said_of_samples(|text| text.replace("\r\n", "\n"));
    assert!(!plain.is_empty());
    assert_eq!(said_of_samples(|text| text.replace("\r\n", "\n").replace('\n', "\r\n")), plain);
    let marked = said_of_samples(|text| format!("\u{feff}{}", text.replace("\r\n", "\n").replace('\n', "\r\n")));
    let without_places = |said: BTreeMap<String, Vec<Finding>>| -> Vec<_> {
        let all = said.into_values().flatten();
        all.map(|(rule, severity, message, [line, _, end, _], fingerprint)| {
            (rule, severity, message, line, end, fingerprint)
        })
        .collect()
    };
    assert_eq!(without_places(marked), without_places(plain), "a byte order mark may move a column, and no more");
}
