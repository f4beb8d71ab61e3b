//! One answer, in one of the ways in which people write them.

use std::fmt::Write as _;

use super::random::Random;
use super::sources::{Question, Sources};

const HEADINGS: [&str; 14] = [
    "Scope and assumptions",
    "Numbers",
    "Interfaces and data model",
    "Read path and write path",
    "Failure and recovery",
    "What problem it solves",
    "The parts and their state",
    "Step by step, the good case",
    "When a step fails",
    "How it works",
    "A worked example with numbers",
    "Where it breaks",
    "Signals to measure",
    "Roll back and reconcile",
];

/// Words of other scripts, signs of more than one code point, and the punctuation that word processors put in.
const UNICODE: [&str; 8] = [
    "Łódź und Zürich fallen gemeinsam aus – dann übernimmt São Paulo; das Fenster ist ≤ 300 ms.",
    "東京の読者は最大で三秒前の値を見ることがあります。書き込みはすぐに確定します。",
    "Пользователь в Новосибирске ждёт около 90 мс, а в Москве — 12 мс.",
    "The on-call engineer 👩🏽‍💻 sees “split brain” 🧠 in the log, i.e. two leaders in one term ⚠️.",
    "Η καθυστέρηση είναι μικρότερη από 5 ms, ενώ το κόστος διπλασιάζεται.",
    "‏הקריאה מגיעה מהעותק המקומי, ולכן היא עשויה להיות ישנה בשנייה אחת.",
    "Naïve caches don’t help: the “hot” key — one in 10⁶ — takes ½ of all reads (≈ 40 k/s).",
    "करीब दो सौ मिलीसेकंड में उत्तर मिलता है, पर लागत दुगुनी है।",
];

const CODE: [&str; 3] = [
    "```sql\nSELECT id, version FROM orders WHERE region = $1 AND updated_at > now() - interval '5 s';\n```",
    "```text\nclient -> leader: append(k, v)\nleader -> followers: AppendEntries(term=7, prev=41)\n```",
    "```rust\nlet lease = store.acquire(\"export\", Duration::from_secs(15)).await?;\nlease.renew().await?;\n```",
];

/// Ends of a section that leave something out.
const FLAWS: [&str; 6] = [
    "Latency: good.\n\nCost: TBD",
    "- Consistency: N/A\n- Latency: low\n- Cost: reasonable",
    "TODO: write down what it costs.",
    "It depends on the workload, and both options have their advantages.",
    "See [the notes](missing-notes.md) and Q999.",
    "<!-- Cost: what is paid, and by whom? -->",
];

/// How answers come.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    /// A file of its own.
    File,
    /// One of many in a file.
    Part,
}

/// An answer to `question` of about `words` words.
pub(super) fn answer(
    sources: &Sources,
    random: &mut Random,
    question: &Question,
    words: usize,
    place: Place,
) -> String {
    let mut writer = Writer { text: String::with_capacity(words * 7), words: 0, sources, random };
    writer.title(question, place);
    // A section of its own for what is weighed, about a third of the words.
    let is_flawed = writer.random.happens(35);
    let body = if is_flawed && writer.random.happens(15) { words } else { words * 2 / 3 };
    let level = if place == Place::File { "##" } else { "###" };
    let mut until_heading = 0;
    while writer.words < body {
        if until_heading == 0 {
            let heading = *writer.random.one(&HEADINGS);
            writer.push(&format!("{level} {heading}"));
            until_heading = 2 + writer.random.below(3);
        }
        until_heading -= 1;
        writer.block();
    }
    if body < words {
        writer.push(&format!("{level} Trade-offs"));
        while writer.words < words {
            writer.weighed();
        }
        if is_flawed {
            let flaw = *writer.random.one(&FLAWS);
            writer.push(flaw);
        }
    }
    writer.text
}

struct Writer<'a> {
    text: String,
    words: usize,
    sources: &'a Sources,
    random: &'a mut Random,
}

impl Writer<'_> {
    fn push(&mut self, block: &str) {
        self.words += block.split_whitespace().count();
        self.text.push_str(block);
        self.text.push_str("\n\n");
    }

    fn title(&mut self, question: &Question, place: Place) {
        let Question { number, text, .. } = question;
        let title = match (place, self.random.below(8)) {
            (Place::Part, _) => format!("## {number}. {text}"),
            (Place::File, 0) => format!("---\nquestion: {number}\n---\n# {text}"),
            (Place::File, 1 | 2) => format!("# Q{number}: {text}"),
            (Place::File, 3) => format!("# {text}"),
            (Place::File, _) => format!("# {number}. {text}"),
        };
        self.push(&title);
    }

    /// A block that explains.
    fn block(&mut self) {
        match self.random.below(20) {
            0 | 1 => self.list(),
            2 => self.table(),
            3 => {
                let code = *self.random.one(&CODE);
                self.push(code);
            }
            4 => {
                let text = *self.random.one(&UNICODE);
                self.push(text);
            }
            5 => {
                let other = self.random.one(&self.sources.questions).number;
                let text = self.random.one(&self.sources.body).clone();
                self.push(&format!("> {}\n\nMore on this in Q{other}.", text.replace('\n', "\n> ")));
            }
            _ => {
                let text = self.random.one(&self.sources.body).clone();
                self.push(&text);
            }
        }
    }

    /// A block that weighs.
    fn weighed(&mut self) {
        match self.random.below(12) {
            0 => self.table(),
            1 | 2 => {
                let mut list = String::new();
                for name in ["Consistency", "Latency", "Cost"] {
                    let text = self.random.one(&self.sources.passages).replace('\n', "\n  ");
                    let _ = writeln!(list, "- **{name}.** {text}");
                }
                self.push(list.trim_end());
            }
            _ => {
                let text = self.random.one(&self.sources.passages).clone();
                self.push(&text);
            }
        }
    }

    /// A list of a few items, now and then of many.
    fn list(&mut self) {
        let count = if self.random.happens(10) { 40 } else { 3 + self.random.below(5) };
        let mut list = String::new();
        for number in 1..=count {
            let item = self.random.one(&self.sources.items);
            match self.random.below(10) {
                0 => _ = writeln!(list, "{number}. {item}"),
                1 => _ = writeln!(list, "  - {item}"),
                _ => _ = writeln!(list, "- {item}"),
            }
        }
        self.push(list.trim_end());
    }

    fn table(&mut self) {
        let mut table = "| Option | Consistency | Latency | Cost per month |\n|---|---|---|---|\n".to_owned();
        for option in ["leader reads", "follower reads", "**leases**", "cache, `TTL` 30 s"] {
            let (stale, wait, price) =
                (self.random.below(5_000), 1 + self.random.below(300), 10 * (1 + self.random.below(400)));
            let _ = writeln!(table, "| {option} | up to {stale} ms old | {wait} ms | {price} USD |");
        }
        self.push(table.trim_end());
    }
}
