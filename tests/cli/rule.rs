//! `tradeoff rule`.

use insta::assert_snapshot;

use super::project::Project;

#[test]
fn all_rules() {
    assert_snapshot!(Project::new().run("rule"));
}

#[test]
fn one_rule() {
    assert_snapshot!(Project::new().run("rule malformed-suppression"));
    assert_snapshot!(Project::new().run("rule omitted-cost --color always").replace('\u{1b}', "␛"));
}

#[test]
fn severities_are_those_of_the_configuration() {
    let project = Project::new().file(
        "tradeoff.toml",
        "[rules]\nmissing-tradeoffs = 'off'\n[considerations.privacy]\nseverity = 'hint'\n",
    );
    let head = |name: &str| project.run(&format!("rule {name}")).lines().nth(2).unwrap_or_default().to_owned();
    assert!(head("missing-tradeoffs").starts_with("missing-tradeoffs (off,"));
    assert!(head("omitted-privacy").starts_with("omitted-privacy (hint,"));
    assert!(project.run("rule").contains("missing-tradeoffs          off "));
}

#[test]
fn a_rule_that_does_not_exist() {
    let project = Project::new();
    assert_snapshot!(project.run("rule omited-cost"));
    assert_snapshot!(project.run("rule omitted-privacy"));
    assert_snapshot!(project.run("rule spelling"));
}
