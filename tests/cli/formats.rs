//! The formats of CI services, each read by somebody else's rules: a published schema, a documented escaping.

use std::collections::HashMap;
use std::path::Path;

use serde_json::Value;

use super::project::{FLAWED, PLAIN, Project, text};

/// A folder with an error, a warning, a suppressed error and names that every format has to escape.
fn project() -> Project {
    let suppressed = format!("<!-- tradeoff-ignore-file missing-tradeoffs: imported notes -->\n{FLAWED}");
    let warned = "# Q502 Paxos\n\nTODO\n\n## Trade-offs\n\nWe take it.\n";
    Project::with_nothing_required()
        .file("a, b: 100% <&>/0501-räft.md", FLAWED)
        .file("b/0502-paxos.md", warned)
        .file("c/0501-raft.md", suppressed)
        .file("d/0501-raft.md", PLAIN)
}

/// What is wrong with `document` by the schema in `schema`.
fn errors(schema: &str, document: &Value) -> Vec<String> {
    let schema: Value = serde_json::from_str(schema).expect("the schema is JSON");
    let validator = jsonschema::validator_for(&schema).expect("the schema is a schema");
    validator.iter_errors(document).map(|error| format!("{} at {}", error, error.instance_path())).collect()
}

fn sarif_errors(document: &Value) -> Vec<String> {
    errors(include_str!("schemas/sarif-2.1.0.json"), document)
}

fn results(document: &Value) -> &[Value] {
    document["runs"][0]["results"].as_array().expect("there are results")
}

#[test]
fn sarif_is_what_its_schema_says() {
    let project = project();
    for arguments in ["", "--hints", "nowhere", "d", "--show-suppressed"] {
        let document = project.json(&format!("lint --format sarif {arguments}"));
        assert_eq!(sarif_errors(&document), Vec::<String>::new(), "{arguments}");
    }
    let mut wrong = project.json("lint --format sarif");
    wrong["runs"][0]["results"][0]["level"] = "loud".into();
    assert_ne!(sarif_errors(&wrong), Vec::<String>::new());
}

#[test]
fn sarif_results_have_all_that_code_scanning_shows() {
    let project = project();
    let document = project.json("lint --format sarif");
    let run = &document["runs"][0];
    assert_eq!(run["columnKind"], "unicodeCodePoints");
    let rules = run["tool"]["driver"]["rules"].as_array().expect("there are rules");
    let rules: HashMap<&str, &Value> = rules.iter().map(|rule| (text(&rule["id"]), rule)).collect();
    let json = project.json("lint --format json --show-suppressed");
    let findings = json["findings"].as_array().expect("there are findings");
    let shown: Vec<_> = findings.iter().filter(|finding| finding["severity"] != "hint").collect();
    assert_eq!(results(&document).len(), shown.len());
    for (result, finding) in results(&document).iter().zip(shown) {
        let rule = rules[text(&result["ruleId"])];
        let page = text(&rule["helpUri"]).rsplit_once("/blob/main/").expect("it is in the repository").1;
        assert!(Path::new(env!("CARGO_MANIFEST_DIR")).join(page).is_file(), "{page}");
        assert!(rule["help"]["markdown"].is_string(), "{rule:#}");
        assert_eq!(result["partialFingerprints"]["tradeoff/v1"], finding["fingerprint"]);
        let place = &result["locations"][0]["physicalLocation"];
        let uri = text(&place["artifactLocation"]["uri"]);
        assert!(
            !uri.starts_with('/') && !uri.contains([' ', ':', '%']) || uri.starts_with("a%2C%20b%3A"),
            "{uri}"
        );
        for (name, field) in [
            ("startLine", "line"),
            ("startColumn", "column"),
            ("endLine", "end_line"),
            ("endColumn", "end_column"),
        ] {
            assert_eq!(place["region"][name], finding[field]);
        }
        assert_eq!(result["suppressions"].is_array(), finding["suppressed"] == true, "{result:#}");
    }
    let fix = &results(&document)[0]["fixes"][0];
    assert!(
        text(&fix["artifactChanges"][0]["replacements"][0]["insertedContent"]["text"]).contains("## Trade-offs")
    );
    let uri = &results(&document)[0]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"];
    assert_eq!(uri, "a%2C%20b%3A%20100%25%20%3C%26%3E/0501-r%C3%A4ft.md");
}

#[test]
fn what_could_not_be_read_is_told_in_sarif() {
    let document = project().json("lint --format sarif nowhere");
    let invocation = &document["runs"][0]["invocations"][0];
    assert_eq!(invocation["executionSuccessful"], false);
    let message = &invocation["toolExecutionNotifications"][0]["message"]["text"];
    assert_eq!(message, "nowhere: no such file or folder");
}

#[test]
fn gitlab_reads_every_entry() {
    let document = project().json("lint --format gitlab");
    let entries = document.as_array().expect("a report is a list");
    let schema = include_str!("schemas/gitlab-code-quality.json");
    let mut fingerprints = Vec::new();
    for entry in entries {
        assert_eq!(errors(schema, entry), Vec::<String>::new());
        // What its documentation requires beyond the schema.
        assert!(!text(&entry["description"]).is_empty() && !text(&entry["check_name"]).is_empty());
        assert!(["info", "minor", "major", "critical", "blocker"].contains(&text(&entry["severity"])));
        assert!(!text(&entry["location"]["path"]).starts_with(['/', '.']));
        assert!(entry["location"]["lines"]["begin"].as_u64() >= Some(1));
        fingerprints.push(text(&entry["fingerprint"]));
    }
    assert_eq!(entries[0]["location"]["path"], "a, b: 100% <&>/0501-räft.md");
    fingerprints.sort_unstable();
    fingerprints.dedup();
    assert_eq!(fingerprints.len(), entries.len());
}

#[test]
fn two_answers_with_one_fault_are_two_entries_for_gitlab() {
    let project = Project::with_nothing_required().file("ann/0501.md", FLAWED).file("bob/0501.md", FLAWED);
    let document = project.json("lint --format gitlab");
    assert_ne!(document[0]["fingerprint"], document[1]["fingerprint"]);
}

/// A workflow command as GitHub documents it: `::name key=value,key=value::data`.
struct Command {
    name: String,
    properties: HashMap<String, String>,
    data: String,
}

/// Reads `line` as a runner does: a line is a command if it starts with two colons, blanks aside.
fn command(line: &str) -> Option<Command> {
    let (head, data) = line.trim_start().strip_prefix("::")?.split_once("::")?;
    let (name, properties) = head.split_once(' ').unwrap_or((head, ""));
    let unescaped = |text: &str| text.replace("%0D", "\r").replace("%0A", "\n").replace("%25", "%");
    let property = |text: &str| unescaped(&text.replace("%3A", ":").replace("%2C", ","));
    let pairs = properties.split(',').filter_map(|pair| pair.split_once('='));
    Some(Command {
        name: name.to_owned(),
        properties: pairs.map(|(key, value)| (key.to_owned(), property(value))).collect(),
        data: unescaped(data),
    })
}

#[test]
fn github_annotates_the_worst_first() {
    let project = project().file("z/0501-raft.md", FLAWED);
    let output = project.output("lint --format github");
    let stdout = String::from_utf8(output.stdout).expect("the output is UTF-8");
    let commands: Vec<Command> = stdout.lines().filter_map(command).collect();
    let json = project.json("lint --format json");
    let mut findings: Vec<&Value> = json["findings"].as_array().expect("there are findings").iter().collect();
    findings.retain(|finding| finding["severity"] != "hint");
    assert_eq!(commands.len(), findings.len());
    let rank = |name: &str| ["error", "warning", "notice"].iter().position(|one| *one == name);
    assert!(commands.is_sorted_by_key(|command| rank(&command.name)));
    assert_eq!(commands[0].properties["file"], "a, b: 100% <&>/0501-räft.md");
    assert_eq!(commands[1].properties["file"], "z/0501-raft.md");
    for finding in findings {
        let is_it = |command: &&Command| {
            command.properties["file"] == text(&finding["path"])
                && command.properties["line"].parse::<u64>().ok() == finding["line"].as_u64()
                && command.properties["title"] == text(&finding["rule"])
        };
        let found = commands.iter().find(is_it).expect("every finding has its command");
        assert_eq!(found.data, text(&finding["message"]));
        assert_eq!(found.properties.contains_key("col"), finding["line"] == finding["end_line"]);
    }
    // The report for people stands beside them.
    assert!(stdout.contains("error[missing-tradeoffs]") && stdout.contains("5 files"), "{stdout}");
}

#[test]
fn nothing_in_a_file_can_give_github_a_command() {
    let text = "# Q501 Raft ##[add-mask]injected\n\nTODO: ::error::x\n\n## Trade-offs\n\nWe.\n";
    let project = Project::with_nothing_required().file("::warning::x.md", text).file("a.md", text);
    let output = project.output("lint --format github --explain --hints");
    let stdout = String::from_utf8(output.stdout).expect("the output is UTF-8");
    assert!(stdout.contains("injected"), "{stdout}");
    assert!(!stdout.contains("##["), "{stdout}");
    for line in stdout.lines().filter(|line| line.trim_start().starts_with("::")) {
        let command = command(line).expect("it is a command");
        assert!(["error", "warning", "notice"].contains(&command.name.as_str()), "{line}");
        assert!(command.properties.contains_key("title") && !command.data.starts_with("injected"), "{line}");
    }
}

#[test]
fn the_summary_of_a_step_is_a_table() {
    let project = project();
    let summary = project.path("summary.txt");
    std::fs::write(&summary, "before\n").expect("it can be written");
    let mut command = project.command("lint --format github --fail-on never");
    let output = command.env("GITHUB_STEP_SUMMARY", &summary).output().expect("the program can be started");
    assert_eq!(output.status.code(), Some(0));
    let written = project.read("summary.txt");
    assert!(written.starts_with("before\n### tradeoff\n\n4 files, 4 answers: "), "{written}");
    assert!(written.contains("| error | a, b: 100% &lt;&amp;>/0501-räft.md:1 | "), "{written}");
    // Without the variable nothing is written anywhere.
    assert_eq!(project.status("lint --format github --fail-on never"), 0);
    assert_eq!(project.read("summary.txt"), written);
}

#[test]
fn services_get_paths_from_the_root_of_the_repository() {
    let project = project().file("repository/answers/0501-raft.md", FLAWED);
    let run = |variable: &str, format: &str| {
        let mut command = project.command("lint --format");
        command.arg(format).current_dir(project.path("repository/answers"));
        command.env(variable, project.path("repository"));
        let output = command.output().expect("the program can be started");
        String::from_utf8(output.stdout).expect("the output is UTF-8")
    };
    assert!(run("GITHUB_WORKSPACE", "github").contains("file=answers/0501-raft.md,"));
    assert!(run("GITHUB_WORKSPACE", "sarif").contains("\"uri\": \"answers/0501-raft.md\""));
    assert!(run("CI_PROJECT_DIR", "gitlab").contains("\"path\": \"answers/0501-raft.md\""));
    assert!(run("NOTHING", "gitlab").contains("\"path\": \"0501-raft.md\""));
}

#[test]
fn junit_counts_what_fails() {
    let project = project();
    let count = |arguments: &str| {
        let output = project.output(&format!("lint --format junit {arguments}"));
        let report = String::from_utf8(output.stdout).expect("the report is UTF-8");
        // The form of the document is checked by its schema in tests/ci.
        (report.matches("<failure ").count(), report.matches("<error ").count(), output.status.code())
    };
    assert_eq!(count(""), (2, 0, Some(1)));
    assert_eq!(count("--fail-on error"), (1, 0, Some(1)));
    assert_eq!(count("--fail-on never"), (0, 0, Some(0)));
    assert_eq!(count("nowhere"), (0, 1, Some(2)));
}

#[test]
fn several_formats_come_from_one_run() {
    let project = project();
    let output = project.output("lint --format human --format sarif=out.sarif --format json=out.json");
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(output.stdout, project.output("lint").stdout);
    let sarif = project.output("lint --format sarif").stdout;
    assert_eq!(project.read("out.sarif"), String::from_utf8_lossy(&sarif));
    let json = project.output("lint --format json").stdout;
    assert_eq!(project.read("out.json"), String::from_utf8_lossy(&json));
    for bad in ["--format json --format human", "--format json=", "--format json=x --output y"] {
        assert_eq!(project.status(&format!("lint {bad}")), 2, "{bad}");
    }
    let both = project.run("lint --format json --format human");
    assert!(both.contains("json and human would both go to standard output; name a file for one"), "{both}");
    let nowhere = project.run("lint --format human --format json=nowhere/out.json");
    assert!(nowhere.contains("nowhere/out.json: cannot be written: [REASON]"), "{nowhere}");
}

#[test]
fn people_see_as_many_findings_as_they_ask_for() {
    let project = project();
    let shown = |arguments: &str| project.run(&format!("lint {arguments}"));
    let one = shown("--max-findings 1");
    assert!(one.contains("missing-tradeoffs") && !one.contains("leftover-placeholder"), "{one}");
    assert!(one.contains("not shown"), "{one}");
    // What is not shown still counts.
    assert!(one.contains("1 error, ") && one.starts_with("status 1"), "{one}");
    let statistics = shown("--statistics --format concise");
    assert!(statistics.contains("1  error    missing-tradeoffs\n"), "{statistics}");
    assert!(!statistics.contains("0502"), "{statistics}");
    let quiet = shown("--quiet d");
    assert_eq!(quiet, "status 0\n");
    assert!(!shown("--quiet").contains("4 files"));
    assert_eq!(Project::new().run("lint -q"), "status 0\n");
}
