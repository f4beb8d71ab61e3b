//! The checks, one module for each fuzz target.

pub mod baseline;
pub mod configuration;
pub mod edits;
pub mod features;
pub mod fixing;
pub mod front_matter;
pub mod jsonrpc;
pub mod markdown;
pub mod merge;
pub mod suppression;
pub mod verdict;

/// What answers are made of.
pub const ANSWER: &[&str] = &[
    "# Q501 Raft",
    "# 501. Walk through Raft consensus algorithm step by step.",
    "## Question 502: Paxos",
    "# Q503",
    "## Trade-offs",
    "**Trade-offs**",
    "Drawbacks\n---------",
    "### Consistency",
    "### Latency",
    "### Cost",
    "## Decision",
    "---\nquestion: 501\nstatus: draft\n---\n",
    "+++\nquestion = 502\n+++\n",
    "A reader may see the old price for 3 s.",
    "Every save waits 40 ms for a quorum.",
    "It costs 90 USD a month.",
    "We take leader leases; above 200 ms of skew we would go back.",
    "at the cost of",
    "Cost: TBD",
    "Consistency: N/A",
    "TODO",
    "<fill in>",
    "...",
    "| | A | B |\n|---|---|---|\n| Cost | 5 USD | TBD |\n",
    "- item\n  - deeper\n",
    "1. one\n",
    "> quote\n",
    "> [!NOTE]\n> text\n",
    "```\ncode\n```\n",
    "`code`",
    "<!-- comment -->",
    "<!-- tradeoff-ignore omitted-cost: a demo -->",
    "<!-- tradeoff-ignore nonsense: x -->",
    "<!-- tradeoff-ignore-file missing-tradeoffs: imported notes -->",
    "{/* tradeoff-ignore omitted-latency: a demo */}",
    "<details><summary>Cost</summary>\n\ntext\n\n</details>",
    "<h2 id=\"a\">Trade-offs</h2>",
    "[Q501](other.md#a)",
    "[[Q502]]",
    "![alt text](picture.png)",
    "[^1]: footnote\n",
    "~~struck~~",
    "**bold**",
    "\\",
    "&amp;",
    "\u{feff}",
    "\r\n",
    "\r",
    "\u{2028}",
    "🦀",
    "漢字",
    "e\u{301}",
    "5️⃣0️⃣1️⃣",
    "５０１",
    "Die Antwort ist nicht konsistent und das kostet viel Zeit.",
    "import X from 'x'\n",
];
