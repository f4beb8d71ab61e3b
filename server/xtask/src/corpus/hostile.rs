//! Texts that nobody would write, each in any size: what is nested, repeated or never closed.

/// Lists are indented no further: the size of the text would grow faster than the number of items.
const DEEPEST: usize = 400;

/// One kind of them.
pub(crate) struct Hostile {
    /// What it is.
    pub(crate) name: &'static str,
    /// How many of its units the full size has.
    pub(crate) units: usize,
    write: fn(usize) -> String,
}

impl Hostile {
    /// An answer with a trade-off section that holds `units` of it.
    pub(crate) fn text(&self, units: usize) -> String {
        format!("# 501. Raft\n\n## Trade-offs\n\n{}\n", (self.write)(units))
    }
}

/// All kinds.
pub(crate) static HOSTILE: &[Hostile] = &[
    Hostile { name: "nested lists", units: 2_000, write: |units| nested("- ", units) },
    Hostile { name: "nested quotes", units: 20_000, write: |units| format!("{}end", "> ".repeat(units)) },
    Hostile { name: "headings", units: 100_000, write: |units| "### Cost\n\n".repeat(units) },
    Hostile {
        name: "question headings",
        units: 100_000,
        write: |units| (0..units).fold(String::new(), |text, number| format_onto(text, 501 + number % 250)),
    },
    Hostile { name: "opening brackets", units: 1_000_000, write: |units| "[".repeat(units) },
    Hostile { name: "emphasis marks", units: 1_000_000, write: |units| "*a _b ".repeat(units / 6) },
    Hostile { name: "backticks", units: 1_000_000, write: backticks },
    Hostile { name: "one line of words", units: 10_000_000, write: |units| "latency is 5 ms ".repeat(units / 16) },
    Hostile { name: "one word", units: 10_000_000, write: |units| "a".repeat(units) },
    Hostile {
        name: "table rows",
        units: 100_000,
        write: |units| format!("| a | b |\n|---|---|\n{}", "| Cost | 5 |\n".repeat(units)),
    },
    Hostile { name: "list items", units: 100_000, write: |units| "- TODO: cost\n".repeat(units) },
    Hostile {
        name: "comments",
        units: 100_000,
        write: |units| "<!-- tradeoff-ignore omitted-cost: why -->\n\n".repeat(units),
    },
    Hostile { name: "links", units: 100_000, write: |units| "[x](missing.md#a) and Q502. ".repeat(units) },
    Hostile {
        name: "trade-off sections",
        units: 50_000,
        write: |units| "## Trade-offs\n\nText.\n\n".repeat(units),
    },
];

fn nested(mark: &str, depth: usize) -> String {
    let mut text = String::new();
    for level in 0..depth {
        text.extend(std::iter::repeat_n("  ", level.min(DEEPEST)));
        text.push_str(mark);
        text.push_str("a\n");
    }
    text
}

fn format_onto(mut text: String, number: usize) -> String {
    text.push_str("# Q");
    text.push_str(&number.to_string());
    text.push_str("\n\n");
    text
}

/// Runs of backticks of ever other lengths, so that none closes another.
fn backticks(bytes: usize) -> String {
    let mut text = String::with_capacity(bytes);
    let mut length = 1;
    while text.len() + length < bytes {
        text.extend(std::iter::repeat_n('`', length));
        text.push(' ');
        length += 1;
    }
    text
}
