use proptest::prelude::*;

use super::*;
use crate::bank::Bank;
use crate::config::{Config, Settings};

static SHEETS: &[(&str, &str)] = &[
    (
        "0501-raft.md",
        "---\nnumber: 501\nshape: walkthrough\nminutes: 45\n---\n# Walk through Raft.\n\n## Cover\n- **term** (epoch): it.\n",
    ),
    ("0502-paxos.md", "# Walk through Paxos.\n"),
    ("0503-gossip.md", "# How does gossip spread?\n"),
];

/// What files of several answers are made of: good and bad sections, comments, references, and what reaches far.
const BLOCKS: [&str; 34] = [
    "# My answers\n\n",
    "## 501. Walk through Raft\n\n",
    "## Q502: Paxos\n\n",
    "## 503. How does gossip spread?\n\n",
    "## 502. Walk through Paxos.\n\n",
    "### Trade-offs\n\n",
    "### Rationale\n\n",
    "### Cost\n\n",
    "### Steps\n\n",
    "A follower asks for votes in a new term.\n\n",
    "We take leader reads over follower reads; a reader in Tokyo may see a value that is 3 s old.\n\n",
    "Every save waits 40 ms for a quorum. A fifth node costs 90 USD a month.\n\n",
    "We would go back to follower reads if a read took longer than 200 ms.\n\n",
    "Latency: good.\n\n",
    "Cost: TBD\n\n",
    "- Consistency: N/A\n- Latency: low\n\n",
    "TODO: write this.\n\n",
    "...\n\n",
    "<!-- tradeoff-ignore omitted-cost, omitted-latency: it is a demo -->\n\n",
    "<!-- tradeoff-ignore omitted-cost -->\n\n",
    "<!-- tradeoff-ignore-file leftover-placeholder: imported -->\n\n",
    "See [above](#steps), [there](#nowhere) and Q999, Q510.\n\n",
    "| | push | pull |\n|---|---|---|\n| Cost | 400 EUR a month | 30 EUR |\n| Latency | TBD | |\n\n",
    "**Decision.** Postgres with one replica.\n\n",
    "> Readers may see stale values.\n\n",
    "```\n## 501. In code\n```\n\n",
    "<del>\n\n",
    "[a]: b.md\n\n",
    "Der Leser sieht den alten Preis, und wir zahlen dafür nichts, weil es nicht anders geht.\n\n",
    "\r\n",
    "Nous écrivons 🦀 deux fois.\n\n",
    "---\n\n",
    "Set\n===\n\n",
    "x",
];

fn text() -> impl Strategy<Value = String> {
    prop::collection::vec(prop::sample::select(&BLOCKS[..]), 0..40)
        .prop_map(|blocks| format!("# My answers\n\n## 501. Walk through Raft\n\n{}", blocks.concat()))
}

/// A short piece to type or paste.
fn typed() -> impl Strategy<Value = String> {
    prop_oneof![
        prop::sample::select(&["x", " ", "\n", "#", "\n\n", "", ".", "<!--", "-->", "`", "## Q502\n", "501"][..])
            .prop_map(str::to_owned),
        prop::sample::select(&BLOCKS[..]).prop_map(str::to_owned),
    ]
}

#[derive(Debug)]
struct Judges {
    bank: Bank,
    settings: Settings,
}

impl Judges {
    fn new(configuration: &str) -> Self {
        let (config, _) = Config::parse(configuration).expect("the configuration is valid");
        Self { bank: Bank::builtin(SHEETS), settings: Settings::new(config).expect("its globs are valid") }
    }

    fn input<'a>(&'a self, text: &'a str, path: &'a str) -> Input<'a> {
        Input {
            text,
            path: Some(path),
            below_config: Some(path),
            bank: &self.bank,
            settings: &self.settings,
            surroundings: None,
        }
    }
}

fn edited(text: &str, at: f64, removed: usize, new: &str) -> String {
    let boundary = |mut index: usize| {
        while !text.is_char_boundary(index) {
            index -= 1;
        }
        index
    };
    let start = boundary((text.len() as f64 * at) as usize);
    let end = boundary((start + removed).min(text.len())).max(start);
    format!("{}{new}{}", &text[..start], &text[end..])
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    /// A few edits one after the other, so that what was taken over is taken over again.
    #[test]
    fn analysing_after_edits_is_analysing(
        text in text(),
        edits in prop::collection::vec((0.0..1.0_f64, prop_oneof![3 => Just(0_usize), 2 => 0..40_usize], typed()), 1..6),
        path in prop::sample::select(&["answers.md", "0501-raft.md", "answers.mdx"][..]),
    ) {
        let judges = Judges::new("");
        let mut before = text;
        let mut analysis = analyse(&judges.input(&before, path));
        for (at, removed, new) in edits {
            let after = edited(&before, at, removed, &new);
            let input = judges.input(&after, path);
            analysis = analyse_after(&input, Before { text: &before, analysis: &analysis });
            let afresh = analyse(&input);
            prop_assert_eq!(&analysis.markdown, &afresh.markdown);
            prop_assert_eq!(&analysis.answers, &afresh.answers, "{:?} -> {:?}", before, after);
            prop_assert_eq!(&analysis.findings, &afresh.findings, "{:?} -> {:?}", before, after);
            prop_assert_eq!(&analysis.candidate, &afresh.candidate);
            before = after;
        }
    }
}

#[test]
fn a_line_that_a_message_names_moves_with_the_text() {
    let answer = "Each save waits 40 ms.\n\n### Trade-offs\n\nReaders may see values that are 3 s old; we pay 90 USD a month.\n\n";
    let before = format!("# Mine\n\n## 501. Raft\n\nText.\n\n## 502. Paxos\n\n{answer}");
    let after = before.replace("Text.", "Text.\n\nMore.");
    let judges = Judges::new("");
    let analysis = analyse(&judges.input(&before, "answers.md"));
    let named = |analysis: &Analysis| {
        let messages = analysis.findings.iter().map(|finding| finding.message.clone());
        messages.filter(|message| message.contains("at line")).collect::<Vec<_>>()
    };
    assert!(named(&analysis)[0].contains("line 9"), "{:?}", named(&analysis));
    let now = analyse_after(&judges.input(&after, "answers.md"), Before { text: &before, analysis: &analysis });
    assert!(named(&now)[0].contains("line 11"), "{:?}", named(&now));
}
