//! `tradeoff lint --format json`: what programs rely on.

use insta::assert_snapshot;
use jsonschema::Validator;
use serde_json::Value;

use super::project::{FLAWED, PLAIN, Project};

/// Demands that `document` is what the committed schema says.
fn check(document: &Value) {
    let schema = include_str!("../../docs/schema/result.json");
    let schema: Value = serde_json::from_str(schema).expect("the schema is JSON");
    let validator: Validator = jsonschema::validator_for(&schema).expect("the schema is a schema");
    let errors: Vec<_> = validator.iter_errors(document).map(|error| error.to_string()).collect();
    assert_eq!(errors, Vec::<String>::new(), "{document:#}");
}

#[test]
fn the_document() {
    let two = "# Answers 🦀\n\n## Question 502: Paxos\n\n漢字 <!-- tradeoff-ignore omitted-cost -->\n\n\
        ## Trade-offs\n\nText.\n\n## Question 503: Compare\n";
    let project = Project::with_nothing_required().file("b/two.md", two).file("a/0501-raft.md", FLAWED);
    let project = project.file("c.md", "# Notes\n");
    let document = project.json("lint --format json");
    check(&document);
    assert_snapshot!(serde_json::to_string_pretty(&document).expect("it was JSON"));
}

#[test]
fn the_verdicts() {
    let text = "# Q501 Raft\n\n## Trade-offs\n\nA reader may see the old price for up to 3 s. \
        Every save waits 40 ms for the slowest replica. Cost: TBD.\n";
    let project = Project::new().file("0501-raft.md", text).file("0502-paxos.md", "# Q502 Paxos\n\nText.\n");
    let document = project.json("lint --format json");
    check(&document);
    let considerations = document["answers"][0]["considerations"].as_object().expect("there is a map");
    assert_eq!(considerations.len(), 3);
    assert!(["consistency", "latency", "cost"].iter().all(|name| considerations.contains_key(*name)));
    assert_eq!(document["answers"][0]["tradeoff_sections"], serde_json::json!([{"line": 3, "end_line": 5}]));
    assert_eq!(document["answers"][1]["considerations"], serde_json::json!({}));
}

#[test]
fn every_kind_of_run_gives_a_document() {
    let suppressed = format!("<!-- tradeoff-ignore-file missing-tradeoffs: imported notes -->\n{FLAWED}");
    let project = Project::new()
        .file("tradeoff.toml", "anwsers = []\n[tradeoffs]\nrequired = []\n")
        .file("0501-raft.md", PLAIN)
        .file("noted/0501-raft.md", suppressed)
        .file("0503.md", b"\xff")
        .file("0504-crlf.md", "---\r\nquestion: 504\r\nstatus: draft\r\n---\r\n# Q505. Quorums\r\n\r\nText.\r\n")
        .file("0506.md", "");
    for arguments in ["", "--show-suppressed", "nowhere", "0501-raft.md", "0503.md", "--fail-on never"] {
        check(&project.json(&format!("lint --format json {arguments}")));
    }
    check(&Project::new().json("lint --format json"));
    let shown = project.json("lint --format json --show-suppressed noted");
    let findings = shown["findings"].as_array().expect("there is a list");
    assert_eq!(findings.iter().filter(|finding| finding["suppressed"] == true).count(), 1);
    assert_eq!(shown["summary"]["suppressed"], 1);
    assert_eq!(shown["summary"]["errors"], 0);
}

#[test]
fn the_schema_refuses_what_is_no_result() {
    let schema: Value = serde_json::from_str(include_str!("../../docs/schema/result.json")).expect("it is JSON");
    let document = Project::new().file("0501-raft.md", FLAWED).json("lint --format json");
    assert!(jsonschema::is_valid(&schema, &document));
    for (pointer, wrong) in
        [("/version", 2.into()), ("/findings/0/line", 0.into()), ("/findings/0/severity", "loud".into())]
    {
        let mut document = document.clone();
        *document.pointer_mut(pointer).expect("the field is there") = wrong;
        assert!(!jsonschema::is_valid(&schema, &document), "{pointer}");
    }
}
