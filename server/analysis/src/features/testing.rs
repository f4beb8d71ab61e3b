//! Documents with a cursor for the tests of editor features.

use super::{Completion, Trigger, View, complete};
use crate::analyse::{Input, analyse, analyse_joined};
use crate::bank::Bank;
use crate::config::{Config, Settings};
use crate::markdown::Joined;
use crate::text::{Offset, Span, offset};

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
    /// The files of the folder that is one answer, if it is one.
    joined: Option<Joined>,
}

impl Fixture {
    pub(super) fn new(text: &str) -> Self {
        let cursor = offset(text.find("$0").unwrap_or(text.len()));
        Self { text: text.replace("$0", ""), cursor, path: "answer.md", configuration: Some(""), joined: None }
    }

    /// The files of the folder `501-raft`, which are one answer; pairs of a name and a text.
    pub(super) fn folder(files: &[(&str, &str)]) -> Self {
        let whole = Joined::new(files.iter().copied());
        let cursor = whole.text.find("$0");
        let texts: Vec<String> = files.iter().map(|(_, text)| text.replace("$0", "")).collect();
        let names = files.iter().map(|(name, _)| *name);
        let joined = Joined::new(names.zip(texts.iter().map(String::as_str)));
        let cursor = offset(cursor.unwrap_or(joined.text.len()));
        Self { cursor, joined: Some(joined.clone()), ..Self::new(&joined.text).at("501-raft/01.md") }
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

    /// Where the one file lies in the text.
    pub(super) fn file(&self) -> Span {
        Span::up_to(Offset::of(&self.text))
    }

    /// Where each file of a folder lies in the text.
    pub(super) fn files(&self) -> impl Iterator<Item = Span> {
        self.joined.iter().flat_map(|joined| &joined.parts).map(|part| part.span)
    }

    pub(super) fn cursor(&self) -> Offset {
        self.cursor
    }

    /// What is offered to whoever asks for completion at the cursor.
    pub(super) fn completions(&self) -> Vec<Completion> {
        self.view(|view| complete(view, self.cursor, Trigger::Asked))
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
        let analysis = match &self.joined {
            Some(joined) => analyse_joined(&input, joined),
            None => analyse(&input),
        };
        look(View { input: &input, analysis: &analysis })
    }
}
