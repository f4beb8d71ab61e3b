//! What the user chose in the editor.
//!
//! Settings say what is shown and how much the server tells about itself. What is a finding stands in
//! `tradeoff.toml`, which editors and the command line read alike: nothing here changes it.
//!
//! They come from up to three places, the later ones stronger: `initializationOptions`, the section `tradeoff` of
//! the client's configuration, and the same section as it holds for one folder of the workspace. A value that
//! cannot be used is reported with its key and leaves what the places before it say.

use serde_json::Value;
use tower_lsp::ls_types::Uri;
use tradeoff_analysis::config::suggestion;
use tradeoff_analysis::features::HintStage;

use crate::convert::uri_to_path;

/// The section of the client's configuration that is ours.
pub(crate) const SECTION: &str = "tradeoff";

/// The settings that hold for a document.
#[expect(clippy::struct_excessive_bools, reason = "each is a switch of its own")]
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Settings {
    /// How much of a question's sheet is shown: `hints`.
    pub(crate) hints: HintStage,
    /// Whether there are document symbols and workspace symbols: `symbols`.
    pub(crate) symbols: bool,
    /// Whether there are folding ranges: `folding`.
    pub(crate) folding: bool,
    /// Whether there are selection ranges: `selection`.
    pub(crate) selection: bool,
    /// Whether plain Markdown links are document links, which most editors see to themselves; references such as
    /// `Q501` always are: `links`.
    pub(crate) links: bool,
    /// Whether a line over each answer says how far it is: `codeLens`.
    pub(crate) code_lens: bool,
    /// Whether verdicts stand between the words: `inlayHints`.
    pub(crate) inlay_hints: bool,
    /// How much the server tells about itself: `log`. Only what holds for the whole session counts.
    pub(crate) log: LogLevel,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            hints: HintStage::Full,
            symbols: true,
            folding: true,
            selection: true,
            links: false,
            code_lens: true,
            inlay_hints: false,
            log: LogLevel::Info,
        }
    }
}

/// How much the server tells about itself, from least to most.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum LogLevel {
    Off,
    Error,
    Warn,
    #[default]
    Info,
    Debug,
    Trace,
}

impl LogLevel {
    const ALL: [Self; 6] = [Self::Off, Self::Error, Self::Warn, Self::Info, Self::Debug, Self::Trace];

    /// Its name in settings, which is also the one that filters of `tracing` know.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Off => "off",
            Self::Error => "error",
            Self::Warn => "warn",
            Self::Info => "info",
            Self::Debug => "debug",
            Self::Trace => "trace",
        }
    }

    fn of_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|level| level.name() == name)
    }
}

const KEYS: [&str; 8] = ["hints", "symbols", "folding", "selection", "links", "codeLens", "inlayHints", "log"];

impl Settings {
    /// Takes over what `section` says. What cannot be used goes to `complaints`.
    fn take(&mut self, section: &Value, complaints: &mut Vec<String>) {
        let entries = match section {
            Value::Object(entries) => entries,
            // "Nothing is set", as editors say it.
            Value::Null => return,
            other => return complaints.push(format!("the settings of `{SECTION}` are no object but {other}")),
        };
        for (key, value) in entries.iter().filter(|(_, value)| !value.is_null()) {
            let expected = match key.as_str() {
                "hints" => set(&mut self.hints, value.as_str().and_then(HintStage::from_name), || {
                    one_of(HintStage::ALL.map(HintStage::name))
                }),
                "log" => set(&mut self.log, value.as_str().and_then(LogLevel::of_name), || {
                    one_of(LogLevel::ALL.map(LogLevel::name))
                }),
                name => {
                    let Some(switch) = self.switch(name) else {
                        complaints.extend(slip_of_the_pen(name));
                        continue;
                    };
                    set(switch, value.as_bool(), || "true or false".to_owned())
                }
            };
            if let Some(expected) = expected {
                complaints.push(format!("the setting `{SECTION}.{key}` must be {expected}, not {value}"));
            }
        }
    }

    fn switch(&mut self, name: &str) -> Option<&mut bool> {
        Some(match name {
            "symbols" => &mut self.symbols,
            "folding" => &mut self.folding,
            "selection" => &mut self.selection,
            "links" => &mut self.links,
            "codeLens" => &mut self.code_lens,
            "inlayHints" => &mut self.inlay_hints,
            _ => return None,
        })
    }
}

/// Puts `read` into `place`; without it, what should have been there.
fn set<T>(place: &mut T, read: Option<T>, expected: impl FnOnce() -> String) -> Option<String> {
    match read {
        Some(read) => {
            *place = read;
            None
        }
        None => Some(expected()),
    }
}

fn one_of<const N: usize>(names: [&str; N]) -> String {
    names.map(|name| format!("\"{name}\"")).join(" or ")
}

/// What to say about an unknown key. Plugins keep settings of their own in the section, so only what looks like a
/// misspelt one of ours is worth a word.
fn slip_of_the_pen(name: &str) -> Option<String> {
    let suggestion = suggestion(name, KEYS.into_iter());
    (!suggestion.is_empty()).then(|| format!("there is no setting `{SECTION}.{name}`{suggestion}"))
}

/// Everything that was said about settings, and what follows from it.
#[derive(Clone, Debug, Default)]
pub(crate) struct SettingsStore {
    initial: Value,
    everywhere: Value,
    by_folder: Vec<(Uri, Value)>,
    effective: Settings,
    effective_by_folder: Vec<(Uri, Settings)>,
}

impl SettingsStore {
    /// What a client says in `initializationOptions`: the settings themselves, or the section with its name.
    pub(crate) fn new(options: Option<&Value>) -> Self {
        let options = options.cloned().unwrap_or_default();
        let section = options.get(SECTION).cloned().unwrap_or(options);
        Self { initial: section, ..Self::default() }
    }

    /// Replaces what the client's configuration says: for the session, and for each folder.
    pub(crate) fn replace(&mut self, everywhere: Value, by_folder: Vec<(Uri, Value)>) {
        self.everywhere = everywhere;
        self.by_folder = by_folder;
    }

    /// Works out what holds now; what is wrong with what was said.
    pub(crate) fn settle(&mut self) -> Vec<String> {
        let mut complaints = Vec::new();
        let mut effective = Settings::default();
        effective.take(&self.initial, &mut complaints);
        effective.take(&self.everywhere, &mut complaints);
        let mut folder = |(uri, section): &(Uri, Value)| {
            let mut settings = effective.clone();
            settings.take(section, &mut complaints);
            (uri.clone(), settings)
        };
        self.effective_by_folder = self.by_folder.iter().map(&mut folder).collect();
        self.effective = effective;
        complaints
    }

    /// What holds for the document or folder at `uri`: what its innermost folder says.
    pub(crate) fn at(&self, uri: &Uri) -> &Settings {
        let folders = self.effective_by_folder.iter().filter(|(folder, _)| is_below(uri, folder));
        let innermost = folders.max_by_key(|(folder, _)| folder.as_str().len());
        innermost.map_or(&self.effective, |(_, settings)| settings)
    }

    /// What holds for everything that belongs to no folder, and for the session as a whole.
    pub(crate) fn everywhere(&self) -> &Settings {
        &self.effective
    }
}

/// Whether `uri` is `folder` or lies below it.
fn is_below(uri: &Uri, folder: &Uri) -> bool {
    // As paths where they are files: clients spell one and the same file in different ways.
    if let (Some(path), Some(folder)) = (uri_to_path(uri), uri_to_path(folder)) {
        return path.starts_with(folder);
    }
    let rest = uri.as_str().strip_prefix(folder.as_str().trim_end_matches('/'));
    rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

#[cfg(test)]
mod tests {
    use std::str::FromStr as _;

    use serde_json::json;

    use super::*;

    fn uri(text: &str) -> Uri {
        Uri::from_str(text).expect("it is a URI")
    }

    fn settled(options: &Value) -> (Settings, Vec<String>) {
        let mut store = SettingsStore::new(Some(options));
        let complaints = store.settle();
        (store.everywhere().clone(), complaints)
    }

    #[test]
    fn without_a_word_everything_is_shown_but_inlay_hints() {
        assert_eq!(settled(&Value::Null), (Settings::default(), vec![]));
        assert!(!Settings::default().inlay_hints);
    }

    #[test]
    fn options_are_the_settings_or_hold_them_by_name() {
        for options in [json!({ "hints": "off" }), json!({ "tradeoff": { "hints": "off" } })] {
            assert_eq!(settled(&options), (Settings { hints: HintStage::Off, ..Settings::default() }, vec![]));
        }
    }

    #[test]
    fn every_key_is_read() {
        for key in KEYS {
            let (_, complaints) = settled(&json!({ key: [] }));
            assert_eq!(complaints.len(), 1, "{key}: {complaints:?}");
            assert!(
                complaints[0].starts_with(&format!("the setting `tradeoff.{key}` must be ")),
                "{complaints:?}"
            );
        }
        let (settings, complaints) = settled(&json!({
            "hints": "terms", "symbols": false, "folding": false, "selection": false, "links": true,
            "codeLens": false, "inlayHints": true, "log": "trace",
        }));
        assert_eq!(complaints, Vec::<String>::new());
        let expected = Settings {
            hints: HintStage::Terms,
            symbols: false,
            folding: false,
            selection: false,
            links: true,
            code_lens: false,
            inlay_hints: true,
            log: LogLevel::Trace,
        };
        assert_eq!(settings, expected);
    }

    #[test]
    fn what_is_wrong_is_said_and_changes_nothing() {
        let (settings, complaints) = settled(&json!({ "hints": "some", "codelens": false, "path": "/bin/x" }));
        assert_eq!(settings, Settings::default());
        assert_eq!(
            complaints,
            [
                "there is no setting `tradeoff.codelens`; did you mean `codeLens`?",
                r#"the setting `tradeoff.hints` must be "off" or "terms" or "full", not "some""#,
            ]
        );
        assert_eq!(settled(&json!(7)).1, ["the settings of `tradeoff` are no object but 7"]);
    }

    #[test]
    fn the_innermost_folder_counts() {
        let mut store = SettingsStore::new(Some(&json!({ "hints": "off", "links": false })));
        let folders = [("file:///a", "terms"), ("file:///a/b", "full"), ("vfs:/c", "terms")];
        let folders = folders.map(|(folder, hints)| (uri(folder), json!({ "hints": hints })));
        store.replace(json!({ "links": true }), folders.to_vec());
        assert_eq!(store.settle(), Vec::<String>::new());
        let hints = |text: &str| store.at(&uri(text)).hints;
        assert_eq!(hints("file:///a/0501.md"), HintStage::Terms);
        assert_eq!(hints("file:///a/%62/0501.md"), HintStage::Full, "however it is spelt");
        assert_eq!(hints("file:///ab/0501.md"), HintStage::Off);
        assert_eq!(hints("vfs:/c/0501.md"), HintStage::Terms);
        assert_eq!(hints("vfs:/cd/0501.md"), HintStage::Off);
        assert_eq!(hints("untitled:Untitled-1"), HintStage::Off);
        assert!(store.everywhere().links && store.at(&uri("file:///a/x.md")).links);
    }
}
