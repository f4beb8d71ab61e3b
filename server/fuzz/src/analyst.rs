//! Analyses texts as the command line and the language server do, with a bank of five questions.

use std::ops::Range;
use std::sync::LazyLock;

use tradeoff_analysis::bank::Bank;
use tradeoff_analysis::config::{Config, Settings};
use tradeoff_analysis::markdown::Markdown;
use tradeoff_analysis::rules::{Finding, TextEdit};
use tradeoff_analysis::text::{Span, slice};
use tradeoff_analysis::{Analysis, Input, analyse};

use crate::case::Case;

static SHEETS: &[(&str, &str)] = &[
    (
        "senior/consensus/0501-raft.md",
        "---\nnumber: 501\nshape: walkthrough\nminutes: 45\nrelated: [502]\n---\n# Walk through Raft consensus algorithm step by step.\n\n## Cover\n\n- **leader election** (term, candidate, randomised timeout): who leads.\n- **log replication**: how entries get there.\n\n## Consistency\n\nStale reads.\n\n## Latency\n\nOne round trip.\n\n## Cost\n\nThree nodes.\n",
    ),
    ("senior/consensus/0502-paxos.md", "# Walk through Paxos consensus algorithm step by step.\n"),
    (
        "senior/consensus/0503-compare.md",
        "---\nnumber: 503\nshape: comparison\n---\n# Compare Raft, Paxos and ZAB.\n",
    ),
    ("senior/caching/0601-cache.md", "---\nnumber: 601\nshape: design\n---\n# Design a cache for hot keys.\n"),
    (
        "senior/caching/0750-drill.md",
        "---\nnumber: 750\nshape: operation\n---\n# Keep a calendar of fire drills.\n",
    ),
];

static BANK: LazyLock<Bank> = LazyLock::new(|| Bank::builtin(SHEETS));

static DEFAULTS: LazyLock<Settings> = LazyLock::new(Settings::default);

/// Everything that a configuration can ask for at once.
static DEMANDING: LazyLock<Settings> = LazyLock::new(|| {
    let text = "\
[tradeoffs]\ntitles = ['What it takes']\nrequired = ['cost', 'privacy', 'latency', 'consistency', 'availability']\n\
[considerations.privacy]\nterms = ['GDPR', 'personal data']\nseverity = 'warning'\n\
[lexicon]\ncost = ['burn rate']\n[length]\nmin = 20\nmax = 90\n\
[rules]\nmissing-decision = 'warning'\n\
[[overrides]]\npaths = ['501-raft/**']\nrequired = ['durability']\n";
    let (config, problems) = Config::parse(text).expect("the configuration is valid");
    assert_eq!(problems, []);
    Settings::new(config).expect("its globs are valid")
});

/// Where a document lies and what it is judged by, as the case chooses.
#[derive(Clone, Copy)]
pub(crate) struct Place {
    path: Option<&'static str>,
    is_confirmed: bool,
    settings: &'static Settings,
}

impl Place {
    pub(crate) fn of(case: &Case) -> Self {
        Self {
            path: [Some("0501-raft.md"), Some("answer.md"), Some("501-raft/README.mdx"), None]
                [usize::from(case.one_of_four())],
            is_confirmed: case.is_chosen(2),
            settings: if case.is_chosen(3) { &DEMANDING } else { &DEFAULTS },
        }
    }

    pub(crate) fn input(self, text: &str) -> Input<'_> {
        Input {
            text,
            path: self.path,
            below_config: self.path.filter(|_| self.is_confirmed),
            bank: &BANK,
            settings: self.settings,
            surroundings: None,
        }
    }

    pub(crate) fn analyse(self, text: &str) -> Analysis {
        analyse(&self.input(text))
    }
}

/// Demands that `span` covers whole characters of `text`.
#[track_caller]
pub(crate) fn demand_inside(text: &str, span: Span) {
    assert!(text.get(Range::<usize>::from(span)).is_some(), "{span:?} is no piece of {text:?}");
}

/// Demands that `edits` of `text` are in order and can be applied together.
#[track_caller]
pub(crate) fn demand_applicable(text: &str, edits: &[TextEdit]) {
    for edit in edits {
        demand_inside(text, edit.span);
    }
    for pair in edits.windows(2) {
        assert!(pair[0].span.end() <= pair[1].span.start(), "{pair:?} cannot both be made");
    }
}

/// What a finding says, without its place.
pub(crate) fn said(finding: &Finding) -> impl Ord + std::fmt::Debug + use<'_> {
    let Finding { rule, severity, message, question, fingerprint, suppressed, .. } = finding;
    (rule, *severity, message, *question, *fingerprint, *suppressed)
}

/// Whether other line endings can make the parser read `text` in another way: in a code span that begins or ends with
/// one, a lone line feed is the blank that is stripped, and a carriage return with it is none.
pub(crate) fn is_read_by_line_ending(text: &str, markdown: &Markdown) -> bool {
    text.contains('\r') || markdown.code_spans.iter().any(|span| slice(text, *span).contains('\n'))
}
