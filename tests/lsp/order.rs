//! Edits take effect in order of arrival, however many come at once.

use std::fmt::Write as _;

use serde_json::{Value, json};

use super::client::{Client, capable, change, frame, place};

const URI: &str = "file:///answers/all.md";
const EDITS: i64 = 4_000;

/// A fixed sequence of numbers that look random.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % bound as u64).expect("it is below a usize")
    }
}

/// A document of lines, kept by the test in the plainest way there is.
struct Lines(Vec<String>);

impl Lines {
    fn text(&self) -> String {
        self.0.join("\n")
    }

    /// Replaces `from..to` characters of `line` by `text`, which may bring line breaks; the same as a range in
    /// UTF-16 columns.
    fn replace(&mut self, line: usize, from: usize, to: usize, text: &str) -> [u32; 4] {
        let old: Vec<char> = self.0[line].chars().collect();
        let utf16 = |until: usize| old[..until].iter().map(|letter| letter.len_utf16() as u32).sum::<u32>();
        let range = [line as u32, utf16(from), line as u32, utf16(to)];
        let new: String =
            old[..from].iter().copied().chain(text.chars()).chain(old[to..].iter().copied()).collect();
        self.0.splice(line..=line, new.split('\n').map(str::to_owned));
        range
    }
}

fn document() -> Lines {
    let mut text = String::new();
    for number in 501..521 {
        write!(text, "# Q{number}\n\nText of 🦀 {number}.\n\n## Trade-offs\n\nIt is 漢字 fine.\n\n")
            .expect("strings grow");
    }
    Lines(text.split('\n').map(str::to_owned).collect())
}

/// Edits somewhere in the document, as the messages of one burst.
fn burst(lines: &mut Lines) -> Vec<u8> {
    const TEXTS: [&str; 10] =
        ["x", "🦀", "漢", "", " ", "\n", "\n\n## Trade-offs\n\n", "\n# Q530\n\nMore.\n", "é", "#"];
    let mut numbers = Numbers(0x9e37_79b9_7f4a_7c15);
    let mut bytes = Vec::new();
    for version in 2..EDITS + 2 {
        let line = numbers.below(lines.0.len());
        let length = lines.0[line].chars().count();
        let from = numbers.below(length + 1);
        let to = from + numbers.below(3.min(length - from + 1));
        let text = TEXTS[numbers.below(TEXTS.len())];
        let range = lines.replace(line, from, to, text);
        let params = change(URI, version, Some(range), text);
        bytes.extend(frame(&json!({ "jsonrpc": "2.0", "method": "textDocument/didChange", "params": params })));
    }
    bytes
}

/// What a server shows of the document: its findings, and the skeletons offered at its end.
fn shown(client: &mut Client, version: i64, last_line: u32) -> (Value, Value) {
    let findings = client.findings(URI, version);
    (findings, client.at("textDocument/completion", URI, last_line, 0))
}

#[test]
fn thousands_of_edits_in_one_burst_end_in_the_right_text() {
    let mut lines = document();
    let mut client = Client::ready(&capable());
    client.open(URI, &lines.text());
    let bytes = burst(&mut lines);
    client.write(&bytes);
    let last_line = lines.0.len() as u32 - 1;
    let after_burst = shown(&mut client, EDITS + 1, last_line);

    let mut fresh = Client::ready(&capable());
    fresh.open(URI, &lines.text());
    let from_scratch = shown(&mut fresh, 1, last_line);
    assert!(from_scratch.0.as_array().is_some_and(|findings| findings.len() > 10), "{}", from_scratch.0);
    assert_eq!(after_burst, from_scratch);

    let versions: Vec<_> = client.published.iter().map(|(_, version)| *version).collect();
    assert!(versions.is_sorted(), "{versions:?}");
    assert!(versions.len() < 1_000, "outdated texts are not analysed: {} publications", versions.len());
    assert_eq!(client.leave().code(), Some(0));
}

#[test]
fn a_request_is_answered_from_the_text_of_its_moment() {
    let mut client = Client::ready(&capable());
    client.open(URI, "# Q501\n\nText.\n");
    client.findings(URI, 1);
    let edit = |version: i64, text: &str| {
        let params = change(URI, version, None, text);
        frame(&json!({ "jsonrpc": "2.0", "method": "textDocument/didChange", "params": params }))
    };
    let hover = |id: i64| {
        frame(&json!({ "jsonrpc": "2.0", "id": id, "method": "textDocument/hover", "params": place(URI, 0, 4) }))
    };
    let mut bytes = Vec::new();
    for round in 0..100 {
        bytes.extend(hover(1_000 + round * 2));
        bytes.extend(edit(2 + round * 2, "# Home\n"));
        bytes.extend(hover(1_001 + round * 2));
        bytes.extend(edit(3 + round * 2, "# Q501\n\nText.\n"));
    }
    client.write(&bytes);
    for round in 0..100 {
        assert!(client.response(1_000 + round * 2)["result"].is_object(), "round {round}");
        assert!(client.response(1_001 + round * 2)["result"].is_null(), "round {round}");
    }
}
