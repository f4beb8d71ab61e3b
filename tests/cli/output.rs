//! What people see: underlines, colour, and nothing that a terminal obeys.

use insta::assert_snapshot;

use super::project::{FLAWED, Project};

/// Findings of every severity and several files.
fn varied() -> Project {
    let broken = "# Q502 Paxos\n\nText. <!-- tradeoff-ignore omitted-cost -->\n\n## Trade-offs\n\nText.\n";
    Project::new()
        .file(
            "tradeoff.toml",
            "answer = 'file'\n[tradeoffs]\nrequired = []\n[rules]\nunused-suppression = 'info'\n",
        )
        .file("0501-raft.md", FLAWED)
        .file("b/0502-paxos.md", broken)
        .file("b/0503-compare.md", "---\nquestion: 503\n---\n# Q504 Quorum 🦀 漢字\n\n## Trade-offs\n\nText.\n")
        .file(
            "c.md",
            "<!-- tradeoff-ignore-file missing-tradeoffs: no longer true -->\n# Q505\n\n## Trade-offs\n\nText.\n",
        )
}

#[test]
fn findings_are_underlined() {
    assert_snapshot!(varied().run("lint"));
}

#[test]
fn one_line_each() {
    assert_snapshot!(varied().run("lint --format concise"));
}

#[test]
fn colour_on_demand() {
    let project = varied();
    assert_snapshot!(project.run("lint --color always 0501-raft.md").replace('\u{1b}', "␛"));
    assert!(!project.run("lint").contains('\u{1b}'));
    assert!(!project.run("lint --color never").contains('\u{1b}'));
    let mut command = project.command("lint --color always");
    let output = command.env("NO_COLOR", "1").output().expect("the program can be started");
    assert!(output.stdout.contains(&0x1b), "a flag is more than the environment");
}

#[test]
fn a_terminal_is_told_apart_by_its_environment_too() {
    let project = varied();
    let with = |variable: &str, value: &str| {
        let output = project.command("lint").env(variable, value).output().expect("the program can be started");
        output.stdout.contains(&0x1b)
    };
    assert!(with("CLICOLOR_FORCE", "1"));
    assert!(!with("NO_COLOR", "1"));
}

#[test]
fn control_characters_are_shown_not_obeyed() {
    let text = "# Q501 Raft \u{1b}[2J\u{9b}31m\u{202e}evil\u{7}\n\nText.\n";
    let project = Project::new().file("0501-raft.md", text);
    assert_snapshot!(project.run("lint"));
    let project = Project::new().file("tradeoff.toml", "\"a\\u001b[2J\" = 1\n[tradeoffs]\nrequired = []\n");
    assert_snapshot!(project.run("lint"));
    assert_snapshot!(project.run("lint --format concise"));
}

#[cfg(unix)]
#[test]
fn control_characters_in_names_are_escaped() {
    let project = Project::new().file("a\u{1b}[2J/0501-raft.md", FLAWED).file("a\u{1b}[2J/0502.md", b"\xff");
    assert_snapshot!(project.run("lint"));
    assert_snapshot!(project.run("lint --format concise"));
}

#[test]
fn long_lines_are_cut_to_a_window() {
    let comment = "<!-- tradeoff-ignore omitted-cost -->";
    let text = format!("# Q501 Raft\n\n{0}{comment} {0}\n\n## Trade-offs\n\nText.\n", "word ".repeat(200));
    let project = Project::with_nothing_required().file("0501-raft.md", text);
    assert_snapshot!(project.run("lint"));
}

#[test]
fn people_and_programs_are_shown_the_same_places() {
    let project = varied();
    let document = project.json("lint --format json");
    let places = |finding: &serde_json::Value| {
        format!("{}:{}:{}", finding["path"].as_str().expect("a path"), finding["line"], finding["column"])
    };
    let of_json: Vec<String> = document["findings"].as_array().expect("a list").iter().map(places).collect();
    let human = project.run("lint");
    let of_human: Vec<&str> = human.lines().filter_map(|line| line.trim_start().strip_prefix("--> ")).collect();
    assert_eq!(of_human, of_json);
    let concise = project.run("lint --format concise");
    let lines: Vec<&str> = concise.lines().filter(|line| line.contains('[')).collect();
    assert!(lines.iter().zip(&of_json).all(|(line, place)| line.starts_with(&format!("{place}: "))), "{concise}");
}
