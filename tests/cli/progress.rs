//! `tradeoff progress`, `next`, `random` and `config`.

use std::process::Command;

use serde_json::Value;

use super::project::{FLAWED, PLAIN, Project, text};

/// One argued answer, one with an error, one draft.
fn project() -> Project {
    Project::with_nothing_required()
        .file("0501-raft.md", PLAIN)
        .file("0502-paxos.md", FLAWED.replace("Q501 Raft", "Q502 Paxos"))
        .file("drafts <b>/0610.md", "---\nstatus: draft\n---\n# Q610 X\n\nText.\n")
}

fn git(project: &Project, arguments: &[&str]) {
    let mut command = Command::new("git");
    command.args(["-c", "user.name=a", "-c", "user.email=a@example.org"]).args(arguments);
    command.env("GIT_CONFIG_GLOBAL", "/dev/null").env("GIT_CONFIG_NOSYSTEM", "1");
    let status = command.current_dir(project.path("")).status().expect("git can be started");
    assert!(status.success(), "{arguments:?}");
}

#[test]
fn the_counts_are_those_of_the_list() {
    let project = project();
    let progress = project.json("progress --format json");
    assert_eq!((&progress["version"], &progress["total"]), (&1.into(), &250.into()));
    for state in ["argued", "answered", "draft"] {
        assert_eq!(progress[state], 1, "{state}");
    }
    let list = project.json("list --format json");
    let states = |list: &Value| {
        let list = list.as_array().expect("there is a list").iter();
        list.map(|one| (one["number"].clone(), one["state"].clone())).collect::<Vec<_>>()
    };
    assert_eq!(states(&progress["questions"]), states(&list));
    let sections = progress["sections"].as_array().expect("there are sections");
    let sum: u64 = sections.iter().filter_map(|section| section["total"].as_u64()).sum();
    assert_eq!(sum, 250);
    assert_eq!(progress["questions"][0]["answers"], serde_json::json!([{"path": "0501-raft.md", "line": 1}]));
}

#[test]
fn what_is_left_out_most_is_told() {
    let text = "# Q501 Raft\n\nText.\n\n## Trade-offs\n\nEach replica costs 40 USD a month.\n";
    let project = Project::new().file("0501.md", text).file("0502.md", text.replace("501 Raft", "502 Paxos"));
    let progress = project.json("progress --format json");
    assert_eq!(
        progress["missing"],
        serde_json::json!([
            {"consideration": "consistency", "answers": 2},
            {"consideration": "latency", "answers": 2},
        ])
    );
    let human = project.run("progress");
    assert!(human.contains("\nmost often missing: consistency (2), latency (2)\n"), "{human}");
}

#[test]
fn a_bar_for_each_section() {
    let human = project().run("progress");
    let first = human.lines().find(|line| line.starts_with("Advanced Distributed Systems")).expect("it has a bar");
    assert!(first.ends_with("█▓····························    1 argued, 2 of 40"), "{first}");
    assert!(human.contains("\n█ 1 argued  ▓ 1 answered  ░ 1 draft  · 247 unanswered\n"), "{human}");
    assert!(project().run("progress --color always").contains("\u{1b}[32m█"));
}

#[test]
fn the_page_asks_for_nothing_else() {
    let project = project();
    assert_eq!(project.run("progress --format html --output page.html"), "status 0\n");
    let page = project.read("page.html");
    for address in ["http:", "https:", "src=", "@import", "url(", "<script"] {
        assert!(!page.contains(address), "{address}");
    }
    assert!(page.contains("<a class=\"argued\" href=\"#q501\" aria-label=\"501, argued: Walk through Raft"));
    assert_eq!(page.matches("href=\"#q").count(), 250);
    assert!(page.contains("<code>drafts &lt;b&gt;/0610.md:1</code>") && !page.contains("<b>/0610"));
}

#[test]
fn the_trend_comes_from_history_and_changes_nothing() {
    let project = project();
    git(&project, &["init", "--quiet"]);
    for (path, date) in [("0501-raft.md", "2025-01-02"), ("0502-paxos.md", "2025-03-04"), (".", "2025-05-06")] {
        git(&project, &["add", path, "tradeoff.toml"]);
        // The date of a commit is the committer's.
        let date = format!("{date}T12:00:00Z");
        let mut command = Command::new("git");
        command.args(["-c", "user.name=a", "-c", "user.email=a@example.org", "commit", "--quiet", "-m", "x"]);
        command.env("GIT_COMMITTER_DATE", date).current_dir(project.path(""));
        assert!(command.status().expect("git can be started").success());
    }
    let project = project.file("0503.md", PLAIN.replace("501 Raft", "503 Compare"));
    let history = project.json("progress --format json --history");
    let moments = history["history"].as_array().expect("there is a history");
    let moment = |one: &Value| (text(&one["date"]).to_owned(), one["argued"].as_u64(), one["draft"].as_u64());
    assert_eq!(
        moments.iter().map(moment).collect::<Vec<_>>(),
        [
            ("2025-01-02".to_owned(), Some(1), Some(0)),
            ("2025-03-04".to_owned(), Some(1), Some(0)),
            ("2025-05-06".to_owned(), Some(1), Some(1)),
        ]
    );
    assert!(project.run("progress --history").contains("\n2025-05-06  █"));
    assert!(project.run("progress --history --format html").contains("<svg viewBox=\"0 0 720 160\" role=\"img\""));
    assert!(project.path("0503.md").exists());
    let outside = Project::new().run("progress --history");
    assert!(outside.starts_with("status 2") && outside.contains("not in a git repository"), "{outside}");
}

#[test]
fn drafts_come_next() {
    let project = project();
    let next = project.run("next");
    assert!(next.starts_with("status 0\n--- stdout\n610  draft"), "{next}");
    assert!(next.ends_with("--- stderr\nnote: it is begun in drafts <b>/0610.md:1\n"), "{next}");
    let security = project.run("next --section security");
    assert!(
        security.contains("681  unanswered") && security.contains("`tradeoff new 681` starts it"),
        "{security}"
    );
    assert_eq!(project.json("next --format json --section distributed")["number"], 503);
    assert_eq!(project.status("next --section nowhere"), 2);
}

#[test]
fn chance_takes_what_is_unanswered() {
    let own = |name: &str| format!("own/{name}");
    let project = Project::new()
        .file("tradeoff.toml", "[bank]\nbuiltin = false\nfolders = ['own']\n[tradeoffs]\nrequired = []\n")
        .file(&own("0001-one.md"), "# One thing?\n")
        .file(&own("0002-two.md"), "# Two things?\n")
        .file(&own("0003-three.md"), "# Three things?\n")
        .file("0002.md", PLAIN.replace("501 Raft", "2 Two things"));
    let numbers: Vec<Value> = (0..12)
        .map(|seed| project.json(&format!("random --format json --seed {seed}"))["number"].clone())
        .collect();
    assert!(numbers.contains(&1.into()) && numbers.contains(&3.into()) && !numbers.contains(&2.into()));
    assert_eq!(project.json("random --format json --seed 7"), project.json("random --format json --seed 7"));
    assert_eq!(project.status("random"), 0);
    let project = project
        .file("0001.md", PLAIN.replace("501 Raft", "1 One thing"))
        .file("0003.md", PLAIN.replace("501 Raft", "3 Three things"));
    let done = "status 0\n--- stderr\nnote: every question is answered\n";
    assert_eq!([project.run("next"), project.run("random")], [done, done]);
    assert_eq!(project.json("next --format json"), Value::Null);
}

#[test]
fn the_configuration_tells_where_it_comes_from() {
    let configuration = "exclude = ['drafts']\n[rules]\nomitted-cost = 'warning'\n[considerations.privacy]\nseverity = \
        'info'\n[[overrides]]\npaths = ['quick']\nrequired = ['cost']\nrules = { omitted-cost = 'off' }\n";
    let project = Project::new().file("tradeoff.toml", configuration).file("quick/0501.md", PLAIN);
    let value = |path: &str, key: &str| {
        let document = project.json(&format!("config {path} --format json"));
        let rows = document["values"].as_array().expect("there are values").clone();
        let row = rows.into_iter().find(|row| row["key"] == key).expect("the key is there");
        (row["value"].clone(), row["line"].as_u64())
    };
    assert_eq!(value(".", "exclude"), (serde_json::json!(["drafts"]), Some(1)));
    assert_eq!(value(".", "rules.omitted-cost"), ("warning".into(), Some(3)));
    assert_eq!(value("quick/0501.md", "rules.omitted-cost"), ("off".into(), Some(9)));
    assert_eq!(value("quick/0501.md", "tradeoffs.required"), (serde_json::json!(["cost"]), Some(8)));
    assert_eq!(value(".", "tradeoffs.required").1, None);
    assert_eq!(value(".", "rules.omitted-privacy"), ("info".into(), Some(5)));
    assert_eq!(value(".", "rules.missing-tradeoffs"), ("error".into(), None));
    let human = project.run("config drafts/a.md");
    assert!(human.contains("drafts/a.md\nconfiguration: tradeoff.toml\nexcluded: it is not linted\n"), "{human}");
    assert!(Project::new().run("config").contains("configuration: none, so the defaults hold\n"));
    let broken = Project::new().file("tradeoff.toml", "[").run("config");
    assert!(broken.starts_with("status 2\n--- stderr\nerror: tradeoff.toml:1:"), "{broken}");
}
