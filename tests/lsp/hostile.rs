//! A repository of somebody who means harm, opened in an editor.

use serde_json::json;

use super::client::{Client, capable, uri};
use crate::cli::project::Project;

const EVIL: &str = "![p](https://evil.example/p.png) [x](command:evil) <img src=https://evil.example/q.png>";

/// What an editor shows of it, wherever somebody points.
fn shown(hints: &str) -> Vec<String> {
    let sheet = format!(
        "# What {EVIL}?\n\n## Cover\n- **{EVIL}** ({EVIL}): {EVIL}\n\n## Cost\n{EVIL}\n\n## Own\n{EVIL}\n"
    );
    let configuration = format!(
        "[bank]\nfolders = ['bank']\n[tradeoffs]\nrequired = ['cost', 'own']\n[considerations.own]\ntitle = '{EVIL}'\n\
         skeleton = '{EVIL}'\nterms = ['evil']\n[considerations.'a`](command:evil)']\n"
    );
    let answer = format!(
        "# Q801 {EVIL}\n\n{EVIL} Q801\n\n## Trade-offs\n\nevil costs 5 USD.\n\n### Cost\n\n{EVIL}\n\n### {EVIL}\n\nevil.\n"
    );
    let project = Project::new().file("tradeoff.toml", configuration).file("bank/0801-x.md", sheet);
    let project = project.file("0801-x.md", &answer);
    let mut client = Client::start();
    client.introduce(json!({
        "processId": null, "rootUri": uri(&project.path("")), "capabilities": capable(),
        "initializationOptions": { "hints": hints },
    }));
    let document = uri(&project.path("0801-x.md"));
    client.open(&document, &answer);
    let mut shown = Vec::new();
    for (line, text) in answer.lines().enumerate() {
        for column in (0..text.len() as u32).step_by(2) {
            let hover = client.at("textDocument/hover", &document, line as u32, column);
            shown.extend(hover["contents"]["value"].as_str().map(str::to_owned));
        }
    }
    let links = client.request("textDocument/documentLink", json!({ "textDocument": { "uri": document } }));
    for link in links.as_array().into_iter().flatten() {
        let target = link["target"].as_str().unwrap_or("https://");
        assert!(target.starts_with("https://") || target.starts_with("file://"), "{target}");
    }
    shown.sort();
    shown.dedup();
    shown
}

#[test]
fn nothing_that_is_shown_loads_or_runs_anything() {
    for hints in ["full", "terms", "off"] {
        let shown = shown(hints);
        assert!(shown.iter().any(|text| text.contains("801")), "{hints}: {shown:?}");
        for text in &shown {
            // An escaped mark is no mark, and in code there are none.
            let plain = text.replace("\\\\", "").replace("\\[", "").replace("\\]", "").replace("\\<", "");
            let plain: String = plain.split('`').step_by(2).collect();
            for mark in ["](", "<img", "!["] {
                assert!(!plain.contains(mark), "{hints}: {mark} in {text}");
            }
        }
    }
}

#[test]
fn files_that_are_no_files_stop_no_session() {
    let project = Project::new().file("0501-raft.md", "# Q501 Raft\n\n[a](0502.md)\n");
    #[cfg(unix)]
    {
        let made = std::process::Command::new("mkfifo").arg(project.path("0502.md")).status();
        assert!(made.expect("mkfifo can be started").success());
        std::os::unix::fs::symlink(".", project.path("self")).expect("links can be made");
        std::os::unix::fs::symlink("/dev/zero", project.path("0503.md")).expect("links can be made");
    }
    let mut client = Client::start();
    client.introduce(json!({
        "processId": null, "rootUri": uri(&project.path("")), "capabilities": capable(),
    }));
    let document = uri(&project.path("0501-raft.md"));
    client.open(&document, "# Q501 Raft\n\n[a](0502.md) Q502\n");
    let symbols = client.request("workspace/symbol", json!({ "query": "raft" }));
    assert!(symbols.is_array(), "{symbols}");
    // Whatever it is: a file that is a pipe is answered about.
    client.at("textDocument/definition", &document, 2, 4);
    assert!(client.leave().success());
}
