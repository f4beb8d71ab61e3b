//! `tradeoff schema`, and the copies of its output in the repository.

use serde_json::Value;

use super::project::Project;

fn check(command: &str, path: &str, committed: &str) {
    let output = Project::new().output(command);
    assert_eq!(output.status.code(), Some(0));
    let generated = String::from_utf8(output.stdout).expect("schemas are UTF-8");
    let committed = committed.replace("\r\n", "\n");
    assert!(generated == committed, "{path} is stale; renew it with `tradeoff {command} > {path}`");
}

#[test]
fn the_committed_schema_of_the_configuration_is_fresh() {
    check("schema", "docs/schema/config.json", include_str!("../../docs/schema/config.json"));
}

#[test]
fn the_committed_schema_of_the_result_is_fresh() {
    check("schema --of result", "docs/schema/result.json", include_str!("../../docs/schema/result.json"));
}

#[test]
fn the_schema_of_the_configuration_knows_configurations() {
    let schema: Value = serde_json::from_str(include_str!("../../docs/schema/config.json")).expect("it is JSON");
    let good = serde_json::json!({
        "answers": ["answers"], "answer": "folder", "fail-on": "error", "bank": {"builtin": false},
        "rules": {"omitted-cost": "off"}, "overrides": [{"paths": ["a"], "required": ["cost"]}],
    });
    assert!(jsonschema::is_valid(&schema, &good));
    assert!(!jsonschema::is_valid(&schema, &serde_json::json!({"rules": {"omitted-cost": "loud"}})));
    for unknown in [
        serde_json::json!({"anwsers": ["answers"]}),
        serde_json::json!({"bank": {"builtn": false}}),
        serde_json::json!({"overrides": [{"paths": ["a"], "severity": "off"}]}),
    ] {
        assert!(!jsonschema::is_valid(&schema, &unknown), "{unknown}");
    }
    assert!(jsonschema::is_valid(
        &schema,
        &serde_json::json!({"considerations": {"privacy": {"terms": ["names"]}}})
    ));
}
