//! `tradeoff lint --shard` and `tradeoff merge`: shards together are one run.

use super::project::{FLAWED, PLAIN, Project};

/// Answers enough for three shards, with duplicates, references and configurations across them.
fn project() -> Project {
    let mut project = Project::new().file("tradeoff.toml", "nonsense = 1\n[tradeoffs]\nrequired = ['privacy', 'cost']\n[considerations.privacy]\nterms = ['personal data']\n");
    for number in 0..25 {
        let text = [PLAIN, FLAWED][number % 2].replace("501", &(501 + number % 20).to_string());
        let path = format!("{}/{:04} é.md", ["a", "b c", "d"][number % 3], 501 + number);
        project = project.file(&path, format!("{text}\nSee Q9{number:02} and [x](../nowhere.md).\n"));
    }
    let suppressed = format!("<!-- tradeoff-ignore-file missing-tradeoffs: imported notes -->\n{FLAWED}");
    let project = project.file("ann/0501-raft.md", PLAIN).file("ann/raft/501.md", PLAIN);
    project.file("z/0501.md", suppressed).file("README.md", "# Notes\n")
}

fn read(project: &Project, arguments: &str) -> String {
    String::from_utf8(project.output(arguments).stdout).expect("the output is UTF-8")
}

#[test]
fn shards_together_are_one_run() {
    let project = project();
    for (format, flags) in [("json", ""), ("json", "--show-suppressed"), ("sarif", ""), ("sarif", "--hints")] {
        let whole = project.output(&format!("lint --format {format} {flags}"));
        for count in [1, 3, 9] {
            let mut names = Vec::new();
            for number in 1..=count {
                let name = format!("{number}.out");
                let status =
                    project.status(&format!("lint --shard {number}/{count} --format {format}={name} {flags}"));
                assert!(status < 2);
                names.push(name);
            }
            names.reverse();
            let merged = project.output(&format!("merge {}", names.join(" ")));
            let same = String::from_utf8_lossy(&merged.stdout) == String::from_utf8_lossy(&whole.stdout);
            assert!(same, "{format} {flags} {count}");
            assert_eq!(merged.status.code(), whole.status.code());
        }
    }
}

#[test]
fn the_work_is_shared() {
    let project = project();
    let shards: Vec<Vec<String>> = (1..=3).map(|number| project.answers(&format!("--shard {number}/3"))).collect();
    assert!(shards.iter().all(|shard| !shard.is_empty()), "{shards:?}");
    let mut together = shards.concat();
    together.sort();
    assert_eq!(together, project.answers(""));
}

#[test]
fn the_merged_result_ends_as_the_run_would() {
    let project = Project::with_nothing_required().file("0501.md", FLAWED);
    project.output("lint --format json=a.json --format sarif=a.sarif");
    for name in ["a.json", "a.sarif"] {
        assert_eq!(project.status(&format!("merge {name}")), 1);
        assert_eq!(project.status(&format!("merge {name} --fail-on never")), 0);
        assert_eq!(project.status(&format!("merge {name} --output merged")), 1);
        assert_eq!(project.read("merged"), project.read(name));
    }
    project.output("lint nowhere 0501.md --format sarif=b.sarif --format json=b.json");
    for name in ["b.json", "b.sarif"] {
        assert_eq!(project.status(&format!("merge {name}")), 2);
        assert_eq!(project.read(name), read(&project, &format!("merge {name}")));
    }
    assert_eq!(project.json("merge b.json")["problems"], serde_json::json!(["nowhere: no such file or folder"]));
}

#[test]
fn what_fails_in_every_shard_is_told_once() {
    let project = Project::with_nothing_required().file("b/tradeoff.toml", "[").file("c.md", [0xff]);
    let project = (501..520).fold(project, |project, number| {
        project.file(&format!("a/{number}.md"), PLAIN.replace("501 Raft", &number.to_string()))
    });
    let project = project.file("b/0501.md", FLAWED);
    for format in ["json", "sarif"] {
        let whole = project.output(&format!("lint --format {format}"));
        let names = ["1.out", "2.out"];
        for (number, name) in (1..).zip(names) {
            assert_eq!(project.status(&format!("lint --shard {number}/2 --format {format}={name}")), 2);
        }
        let merged = project.output(&format!("merge {}", names.join(" ")));
        assert_eq!(String::from_utf8_lossy(&merged.stdout), String::from_utf8_lossy(&whole.stdout));
        assert_eq!((merged.status.code(), whole.status.code()), (Some(2), Some(2)));
    }
}

#[test]
fn what_does_not_belong_together_is_not_merged() {
    let project = Project::with_nothing_required().file("0501.md", FLAWED).file("no.json", "{}");
    project.output("lint --format json=a.json --format sarif=a.sarif");
    let run = |arguments: &str| project.run(&format!("merge {arguments}"));
    assert!(run("a.json a.json").contains("0501.md is in a.json and in a.json; merge each shard of one run once"));
    assert!(run("a.json a.sarif").contains("a.sarif: JSON and SARIF cannot be merged with one another"));
    assert!(run("no.json").contains("no.json: neither JSON nor SARIF of `tradeoff lint`"));
    assert!(run("none.json").contains("none.json: cannot be read"));
    for shard in ["0/2", "3/2", "2", "a/b"] {
        assert!(project.run(&format!("lint --shard {shard}")).contains("a shard is K/N with K from 1 to N"));
    }
}
