//! An analysis that takes its time holds up nothing else. The faults are injected into the real program: it is built
//! for these tests with the feature `fault-injection` of `tradeoff-workspace`, which does nothing in released builds.

use serde_json::{Value, json};
use tempfile::TempDir;

use super::client::{Client, capable, rules};

const RAFT: &str = "file:///answers/0501-raft.md";
const PAXOS: &str = "file:///answers/0502-paxos.md";

fn introduced(variables: &[(&str, &str)], capabilities: &Value) -> Client {
    let mut client = Client::start_with(variables);
    client.introduce(json!({ "processId": null, "capabilities": capabilities }));
    client
}

/// A client whose server does not finish with a text that contains "slow" before the gate is opened.
pub(super) struct Slow {
    pub(super) client: Client,
    folder: TempDir,
}

impl Slow {
    pub(super) fn new(capabilities: &Value) -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder can be made");
        let gate = folder.path().join("gate");
        let gate = gate.to_str().expect("temporary folders have readable names");
        let variables = [
            ("TRADEOFF_FAULT_SLOW", "slow"),
            ("TRADEOFF_FAULT_GATE", gate),
            ("TRADEOFF_LOG", "tradeoff_lsp=debug"),
        ];
        let client = introduced(&variables, capabilities);
        Self { client, folder }
    }

    pub(super) fn open_gate(&self) {
        std::fs::write(self.folder.path().join("gate"), "").expect("the gate can be opened");
    }
}

#[test]
fn a_slow_analysis_holds_up_neither_requests_nor_edits_and_is_dropped_when_outdated() {
    let mut slow = Slow::new(&capable());
    let client = &mut slow.client;
    client.open(RAFT, "# Q501 Raft\n\nA slow text.\n");
    client.logged("a slow analysis has begun");

    // It is still being analysed, and everything else goes on, in this document and in others.
    assert!(client.at("textDocument/hover", RAFT, 0, 3).is_object());
    client.open(PAXOS, "# Q502 Paxos\n\nText.\n");
    client.findings(PAXOS, 1);
    client.change(RAFT, 2, [2, 2, 2, 7], "");
    assert_eq!(rules(&client.findings(RAFT, 2)), ["missing-tradeoffs"]);

    slow.open_gate();
    let client = &mut slow.client;
    client.logged("dropped the outdated analysis of version 1");
    client.change(RAFT, 3, [2, 0, 2, 7], "");
    assert_eq!(client.findings(RAFT, 3), json!([]));
    let of_raft = client.published.iter().filter(|(uri, _)| uri == RAFT);
    assert_eq!(of_raft.map(|(_, version)| *version).collect::<Vec<_>>(), [Some(2), Some(3)]);
}

#[test]
fn a_document_that_is_slow_to_analyse_leaves_the_others_a_thread() {
    let mut slow = Slow::new(&capable());
    let client = &mut slow.client;
    client.open(RAFT, "# Q501 Raft\n\nA slow text.\n");
    client.logged("a slow analysis has begun");
    client.change(RAFT, 2, [2, 0, 2, 0], "x");
    client.logged("a slow analysis has begun");
    for version in 3..50 {
        client.change(RAFT, version, [2, 0, 2, 0], "x");
    }
    client.open(PAXOS, "# Q502 Paxos\n\nText.\n");
    client.findings(PAXOS, 1);

    slow.open_gate();
    let client = &mut slow.client;
    client.findings(RAFT, 49);
    let versions: Vec<_> =
        client.published.iter().filter(|(uri, _)| uri == RAFT).map(|(_, version)| *version).collect();
    assert_eq!(versions, [Some(49)], "texts in between are not analysed, outdated outcomes not published");
}

#[test]
fn a_slow_analysis_publishes_nothing_after_its_document_was_closed() {
    let mut slow = Slow::new(&capable());
    let client = &mut slow.client;
    client.open(RAFT, "# Q501 Raft\n\nA slow text.\n");
    client.logged("a slow analysis has begun");
    client.close(RAFT);
    assert_eq!(client.findings_without_version(RAFT), json!([]));
    slow.open_gate();
    let client = &mut slow.client;
    client.logged("dropped the outdated analysis of version 1");
    client.open(PAXOS, "# Q502 Paxos\n\nText.\n");
    client.findings(PAXOS, 1);
    assert_eq!(client.published.iter().filter(|(uri, _)| uri == RAFT).count(), 1);
}

#[test]
fn a_slow_analysis_does_not_keep_the_server_alive() {
    let mut slow = Slow::new(&capable());
    let client = &mut slow.client;
    client.open(RAFT, "# Q501 Raft\n\nA slow text.\n");
    client.logged("a slow analysis has begun");
    client.request("shutdown", Value::Null);
    client.notify("exit", Value::Null);
    assert_eq!(client.ended().code(), Some(0));
}
