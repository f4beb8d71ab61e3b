//! `tradeoff.toml`: every complaint has its place, and what was understood survives being written and read again.

use tradeoff_analysis::bank::Bank;
use tradeoff_analysis::config::{Config, Settings};
use tradeoff_analysis::{Input, analyse};

use crate::analyst::demand_inside;
use crate::case::Case;

/// What configurations are made of.
pub const WORDS: &[&str] = &[
    "answers = ['**/*.md']",
    "exclude = [\"a/**\", '{a,b}']",
    "answer = 'folder'",
    "fail-on = 'never'",
    "[bank]",
    "builtin = false",
    "folders = ['..']",
    "[tradeoffs]",
    "titles = ['Consequences']",
    "required = ['cost']",
    "required = []",
    "[length]",
    "min = 10",
    "max = 4294967296",
    "[rules]",
    "omitted-cost = 'off'",
    "omitted-privacy = 'hint'",
    "[considerations.privacy]",
    "terms = ['GDPR']",
    "title = 'Privacy'",
    "prompt = 'Who?'",
    "severity = 'warning'",
    "[considerations.cost]",
    "[lexicon]",
    "cost = ['burn rate']",
    "[[overrides]]",
    "paths = ['a/*']",
    "paths = ['[']",
    "rules = { omitted-cost = 'error' }",
    "[[",
    "]]",
    "= ",
    "'''",
    "\"\"\"",
    "\\u{1F980}",
    "\u{feff}",
    "\r\n",
    "a.b.c = 1",
    "1979-05-27T07:32:00Z",
    "nan",
    "0x",
    "🦀",
    "#",
];

const ANSWER: &str = "# Q501 Raft\n\n## Trade-offs\n\nA reader may see the old price for 3 s. It costs 90 USD, and the GDPR holds.\n";

/// Tries one file.
pub fn check(data: &[u8]) {
    let Some(Case { text, .. }) = Case::read(data) else { return };
    match Config::parse(&text) {
        Err(error) => {
            demand_inside(&text, error.span);
            assert!(!error.message.is_empty() && !error.message.contains('\n'), "{:?}", error.message);
        }
        Ok((config, problems)) => {
            for problem in &problems {
                demand_inside(&text, problem.span);
                assert!(!problem.message.is_empty());
            }
            assert!(problems.iter().map(|problem| problem.span.start()).is_sorted());
            demand_lasting(&config);
            if let Ok(settings) = Settings::new(config) {
                judge_by(&settings);
            }
        }
    }
}

/// Demands that `config` is the same after it was written and read.
fn demand_lasting(config: &Config) {
    let written = toml::to_string(config).expect("a configuration can be written");
    let (read, problems) = Config::parse(&written).expect("what was written can be read");
    assert_eq!((&read, problems), (config, Vec::new()), "{written}");
}

fn judge_by(settings: &Settings) {
    let bank = Bank::builtin(&[("0501-raft.md", "# Walk through Raft.\n")]);
    for path in ["0501-raft.md", "a/b/0501-raft.md"] {
        let _ = settings.excludes(path);
        let input = Input {
            text: ANSWER,
            path: Some(path),
            below_config: Some(path),
            bank: &bank,
            settings,
            surroundings: None,
        };
        for finding in analyse(&input).findings {
            demand_inside(ANSWER, finding.span);
        }
    }
}
