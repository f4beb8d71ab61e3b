//! Documents with a cursor for the tests of editor features.

use super::View;
use crate::analyse::{Input, analyse};
use crate::bank::Bank;
use crate::config::{Config, Settings};
use crate::text::{Offset, offset};

static SHEETS: &[(&str, &str)] = &[
    (
        "senior/consensus/0501-raft.md",
        "---\nshape: walkthrough\nminutes: 60\n---\n# Walk through Raft.\n\n## Cover\n- **terms** (epochs): who leads.\n\n## Cost\nThree *nodes*.\n\n## References\n- A paper.\n",
    ),
    ("senior/consensus/0502-paxos.md", "# Walk through Paxos.\n"),
];

/// A document below a configuration, with the cursor where `$0` stood.
pub(super) struct Fixture {
    text: String,
    cursor: Offset,
    path: &'static str,
    configuration: Option<&'static str>,
}

impl Fixture {
    pub(super) fn new(text: &str) -> Self {
        let cursor = offset(text.find("$0").unwrap_or(text.len()));
        Self { text: text.replace("$0", ""), cursor, path: "answer.md", configuration: Some("") }
    }

    pub(super) fn at(self, path: &'static str) -> Self {
        Self { path, ..self }
    }

    pub(super) fn configured(self, configuration: &'static str) -> Self {
        Self { configuration: Some(configuration), ..self }
    }

    pub(super) fn without_configuration(self) -> Self {
        Self { configuration: None, ..self }
    }

    pub(super) fn text(&self) -> &str {
        &self.text
    }

    pub(super) fn cursor(&self) -> Offset {
        self.cursor
    }

    pub(super) fn view<T>(&self, look: impl FnOnce(View<'_>) -> T) -> T {
        let bank = Bank::builtin(SHEETS);
        let settings = self.configuration.map_or_else(Settings::default, |text| {
            let (config, _) = Config::parse(text).expect("the configuration is valid");
            Settings::new(config).expect("its globs are valid")
        });
        let below_config = self.configuration.map(|_| self.path);
        let input = Input {
            text: &self.text,
            path: Some(self.path),
            below_config,
            bank: &bank,
            settings: &settings,
            surroundings: None,
        };
        let analysis = analyse(&input);
        look(View { input: &input, analysis: &analysis })
    }
}
