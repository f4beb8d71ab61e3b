//! What the mouse is told, in full and in stages, as Markdown and as plain text.

use serde_json::{Value, json};

use super::client::{Client, capable};

const RAFT: &str = "file:///answers/0501-raft.md";
const TEXT: &str = "---\nquestion: 501\nstatus: draft\n---\n# Raft\n\nUnlike Q502.\n\n<!-- tradeoff-ignore omitted-cost: a free tier -->\n## Trade-offs\n\nA reader may see the old price for up to 3 s, at the cost of a round trip.\n\n### Latency\n\nEvery save waits 40 ms for the slowest replica.\n";

fn opened(capabilities: &Value, options: &Value) -> Client {
    let mut client = Client::start();
    client.introduce(json!({
        "processId": null, "rootUri": null, "capabilities": capabilities, "initializationOptions": options,
    }));
    client.open(RAFT, TEXT);
    client
}

fn shown(client: &mut Client, line: u32, column: u32) -> String {
    let hover = client.at("textDocument/hover", RAFT, line, column);
    hover["contents"]["value"].as_str().unwrap_or_else(|| panic!("nothing is said at {line}:{column}")).to_owned()
}

#[test]
fn every_part_of_an_answer_explains_itself() {
    let mut client = opened(&capable(), &json!({}));
    for (line, column, expected) in [
        (1, 3, "`question`: the number of the question"),
        (1, 11, "**501. Walk through Raft consensus algorithm step by step.**"),
        (2, 9, "`status`: `draft` says"),
        (6, 8, "**502. "),
        (8, 10, "Silences `omitted-cost` (error): The trade-off section never weighs"),
        (9, 5, "- **Consistency** argued, "),
        (11, 10, "**Consistency** argued here: "),
        (11, 54, "**Cost** not meant here: \"at the cost of\""),
        (13, 6, "**Latency** argued, "),
        (15, 3, "**Latency** argued here: "),
    ] {
        let text = shown(&mut client, line, column);
        assert!(text.contains(expected), "{line}:{column}: {text}");
    }
    let heading = shown(&mut client, 13, 6);
    assert!(heading.contains("- line 16: Every save waits"), "{heading}");
    assert!(heading.contains("**What to weigh here**"), "{heading}");
}

#[test]
fn plain_text_has_no_marks() {
    let mut client = opened(&json!({}), &json!({}));
    for (line, column, expected) in [
        (2, 9, "status: draft says that"),
        (6, 8, "502. "),
        (8, 10, "Silences omitted-cost (error): "),
        (9, 5, "- Consistency argued, "),
        (13, 6, "Latency argued, "),
    ] {
        let text = shown(&mut client, line, column);
        assert!(text.starts_with(expected) && !text.contains("**"), "{line}:{column}: {text}");
    }
}

#[test]
fn hints_come_in_stages_and_findings_stay() {
    let mut findings = Vec::new();
    for (stage, question, weigh) in [("off", false, false), ("terms", true, false), ("full", true, true)] {
        let mut client = opened(&capable(), &json!({ "hints": stage }));
        let text = shown(&mut client, 1, 11);
        assert_eq!(
            (text.contains("**leader election**"), text.contains("RequestVote")),
            (question, weigh),
            "{stage}"
        );
        assert_eq!(shown(&mut client, 13, 6).contains("**What to weigh here**"), weigh, "{stage}");
        assert!(shown(&mut client, 9, 5).contains("**Cost** missing"), "verdicts are no hints");
        findings.push(client.findings(RAFT, 1));
    }
    assert!(findings.windows(2).all(|pair| pair[0] == pair[1]), "{findings:#?}");
}
