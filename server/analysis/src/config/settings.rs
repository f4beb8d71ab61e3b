//! What the analysis reads of a configuration.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::Arc;

use globset::{GlobBuilder, GlobSet, GlobSetBuilder};

use super::{AnswerUnit, BankConfig, Config, FailOn, LengthConfig, Level, OverrideConfig};
use crate::bank::{FoldedTexts, fold};

/// The considerations that every answer must argue when nobody says otherwise.
pub const REQUIRED: [&str; 3] = ["consistency", "latency", "cost"];

/// The most bytes that a file may have when nobody says otherwise: a thousand times the longest answer.
pub const MAX_FILE_SIZE: u32 = 10_000_000;

/// The built-in considerations with what their skeletons ask, required ones first.
const BUILTIN: [(&str, &str); 7] = [
    ("consistency", "What may readers and writers observe, and for how long?"),
    ("latency", "Who waits for what, how long, at median and tail?"),
    ("cost", "What is paid in money, machines and people's time?"),
    ("availability", "What keeps working when which part fails, and how often may it not?"),
    ("durability", "What can be lost after it was acknowledged, and in which failure?"),
    ("security", "Who could read or change what they should not, and what stops them?"),
    ("operability", "Who runs it, how do they see that it is ill, and what do they do then?"),
];

/// Headings that start a trade-off section, folded, beside those that hold the word itself.
const TITLES: &[&str] = &[
    "advantages and disadvantages",
    "advantages disadvantages",
    "alternatives",
    "alternatives considered",
    "considered alternatives",
    "consequences",
    "cons",
    "decision rationale",
    "design rationale",
    "disadvantages",
    "downsides",
    "drawbacks",
    "drawbacks and alternatives",
    "justification",
    "limitations",
    "pros and cons",
    "pros cons",
    "rationale",
    "rationale and alternatives",
    "when to use which",
    "why this and not that",
];

/// A consideration by its place in [`Settings::considerations`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ConsiderationId(pub u8);

/// Something that a trade-off section may have to weigh.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Consideration {
    /// Its name in kebab case: `cost`.
    pub name: String,
    /// Its name for headings and messages: `Cost`.
    pub title: String,
    /// The question that its skeleton asks.
    pub prompt: String,
    /// The user's own terms for it.
    pub terms: Vec<String>,
    /// How much its omission matters, where the configuration says so.
    pub severity: Option<Level>,
}

/// A configuration ready for use, shared by all files it governs.
#[derive(Clone, Debug)]
pub struct Settings {
    /// Whether a `tradeoff.toml` stands behind these settings. Only then can they confirm an answer.
    pub has_file: bool,
    /// Whether the files of a numbered folder are one answer.
    pub answer: AnswerUnit,
    /// The most bytes that a file may have.
    pub max_file_size: u32,
    /// The least severity that fails a run, where the configuration says so.
    pub fail_on: Option<FailOn>,
    /// Where questions come from.
    pub bank: BankConfig,
    /// How long an answer should be, where the configuration says so.
    pub length: LengthConfig,
    /// All considerations: the built-in ones, then the user's.
    pub considerations: Vec<Consideration>,
    base: PathSettings,
    overrides: Vec<(GlobSet, OverrideConfig)>,
    answers: Option<GlobSet>,
    exclude: GlobSet,
    titles: Vec<String>,
    prompts: FoldedTexts<()>,
}

/// What can differ from folder to folder.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PathSettings {
    /// Severities by rule name, where the configuration changes them.
    pub levels: BTreeMap<String, Level>,
    /// The considerations that must be argued, in order.
    pub required: Vec<ConsiderationId>,
}

/// A glob of a configuration that cannot be read.
#[derive(Clone, Debug, thiserror::Error)]
#[error("`{glob}` is no glob: {reason}")]
pub struct InvalidGlob {
    /// The glob as written.
    pub glob: String,
    /// What is wrong with it.
    pub reason: String,
}

impl Default for Settings {
    fn default() -> Self {
        let mut settings =
            Self::new(Config::default()).expect("the default configuration has no globs that could be wrong");
        settings.has_file = false;
        settings
    }
}

impl Settings {
    /// Makes a configuration ready for use.
    pub fn new(config: Config) -> Result<Self, InvalidGlob> {
        let considerations = considerations(&config);
        let required = match &config.tradeoffs.required {
            Some(names) => ids(names, &considerations),
            None => default_required(&config, &considerations),
        };
        let overrides = config.overrides.into_iter().map(|one| Ok((globs(&one.paths)?, one)));
        let mut titles: Vec<String> = TITLES.iter().map(|&title| title.to_owned()).collect();
        titles.extend(config.tradeoffs.titles.iter().map(|title| fold(title)));
        let prompts = considerations.iter().map(|one| (fold(&one.prompt), ())).collect();
        Ok(Self {
            has_file: true,
            answer: config.answer,
            max_file_size: config.max_file_size.unwrap_or(MAX_FILE_SIZE),
            fail_on: config.fail_on,
            bank: config.bank,
            length: config.length,
            considerations,
            base: PathSettings { levels: config.rules, required },
            overrides: overrides.collect::<Result<_, _>>()?,
            answers: if config.answers.is_empty() { None } else { Some(globs(&config.answers)?) },
            exclude: globs(&config.exclude)?,
            titles,
            prompts,
        })
    }

    /// Settings that many files share.
    pub fn shared(self) -> Arc<Self> {
        Arc::new(self)
    }

    /// Whether the configuration says that the file at `path` (below the configuration's folder, with forward
    /// slashes) is an answer if it has a number.
    pub fn confirms(&self, path: &str) -> bool {
        self.has_file && self.answers.as_ref().is_none_or(|answers| answers.is_match(path))
    }

    /// Whether the file or folder at `path` is never linted.
    pub fn excludes(&self, path: &str) -> bool {
        self.exclude.is_match(path)
    }

    /// What holds for the file at `path`.
    pub fn for_path(&self, path: &str) -> Cow<'_, PathSettings> {
        let mut settings = Cow::Borrowed(&self.base);
        for (globs, change) in &self.overrides {
            if globs.is_match(path) {
                let settings = settings.to_mut();
                settings.levels.extend(change.rules.iter().map(|(rule, &level)| (rule.clone(), level)));
                if let Some(names) = &change.required {
                    settings.required = ids(names, &self.considerations);
                }
            }
        }
        settings
    }

    /// Which of the overrides, counted from 0 as they are written, hold for the file at `path`.
    pub fn overrides_at(&self, path: &str) -> Vec<usize> {
        let all = self.overrides.iter().enumerate();
        all.filter(|(_, (globs, _))| globs.is_match(path)).map(|(index, _)| index).collect()
    }

    /// The consideration with `id`.
    pub fn consideration(&self, id: ConsiderationId) -> &Consideration {
        &self.considerations[usize::from(id.0)]
    }

    /// The consideration called `name`.
    pub fn consideration_id(&self, name: &str) -> Option<ConsiderationId> {
        position(name, &self.considerations)
    }

    /// Whether `text` is what the skeleton of a consideration asks.
    pub(crate) fn is_prompt(&self, text: &str) -> bool {
        self.prompts.get(text).is_some()
    }

    /// Whether a heading whose folded text is `title` starts a trade-off section by its title alone.
    pub fn is_tradeoff_title(&self, title: &str) -> bool {
        self.titles.iter().any(|known| known == title)
    }
}

fn considerations(config: &Config) -> Vec<Consideration> {
    let mut considerations: Vec<Consideration> = BUILTIN
        .iter()
        .map(|&(name, prompt)| Consideration {
            name: name.to_owned(),
            title: capitalised(name),
            prompt: prompt.to_owned(),
            terms: Vec::new(),
            severity: None,
        })
        .collect();
    for (name, own) in &config.considerations {
        let index = considerations.iter().position(|known| known.name == *name).unwrap_or_else(|| {
            let title = capitalised(&name.replace('-', " "));
            let prompt =
                format!("What does the decision mean for {}, for whom, and how much?", title.to_lowercase());
            let name = name.clone();
            considerations.push(Consideration { name, title, prompt, terms: Vec::new(), severity: None });
            considerations.len() - 1
        });
        let consideration = &mut considerations[index];
        consideration.title = own.title.clone().unwrap_or_else(|| consideration.title.clone());
        consideration.prompt = own.skeleton.clone().unwrap_or_else(|| consideration.prompt.clone());
        consideration.terms.extend(own.terms.iter().cloned());
        consideration.severity = own.severity;
    }
    for consideration in &mut considerations {
        consideration.terms.extend(config.lexicon.get(&consideration.name).into_iter().flatten().cloned());
    }
    considerations
}

fn default_required(config: &Config, considerations: &[Consideration]) -> Vec<ConsiderationId> {
    let is_required = |consideration: &&Consideration| {
        let by_default = !BUILTIN.iter().any(|(name, _)| *name == consideration.name)
            || REQUIRED.contains(&consideration.name.as_str());
        let own = config.considerations.get(&consideration.name);
        own.and_then(|own| own.required).unwrap_or(by_default)
    };
    let required = considerations.iter().filter(is_required);
    required.filter_map(|consideration| position(&consideration.name, considerations)).collect()
}

fn ids(names: &[String], considerations: &[Consideration]) -> Vec<ConsiderationId> {
    names.iter().filter_map(|name| position(name, considerations)).collect()
}

fn position(name: &str, considerations: &[Consideration]) -> Option<ConsiderationId> {
    let index = considerations.iter().position(|consideration| consideration.name == name)?;
    u8::try_from(index).ok().map(ConsiderationId)
}

fn capitalised(name: &str) -> String {
    let mut letters = name.chars();
    letters.next().map(char::to_uppercase).into_iter().flatten().chain(letters).collect()
}

fn globs(patterns: &[String]) -> Result<GlobSet, InvalidGlob> {
    let invalid = |glob: &str, reason: &globset::Error| InvalidGlob {
        glob: glob.to_owned(),
        reason: reason.kind().to_string(),
    };
    let mut builder = GlobSetBuilder::new();
    for pattern in patterns {
        // "drafts", "drafts/" and "drafts/**" all mean the folder with everything in it.
        let folder = pattern.trim_end_matches('/');
        for glob in [folder.to_owned(), format!("{folder}/**")] {
            let glob = GlobBuilder::new(&glob).literal_separator(true).build();
            builder.add(glob.map_err(|error| invalid(pattern, &error))?);
        }
    }
    builder.build().map_err(|error| invalid(&patterns.join(", "), &error))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn settings(text: &str) -> Settings {
        let (config, _) = Config::parse(text).expect("the configuration is valid");
        Settings::new(config).expect("its globs are valid")
    }

    fn required(settings: &Settings, path: &str) -> Vec<String> {
        let of_path = settings.for_path(path);
        of_path.required.iter().map(|&id| settings.consideration(id).name.clone()).collect()
    }

    #[test]
    fn only_a_file_confirms() {
        assert!(!Settings::default().confirms("0501.md"));
        assert!(settings("").confirms("0501.md"));
        assert!(!settings("answers = ['answers']").confirms("notes/0501.md"));
        assert!(settings("answers = ['answers']").confirms("answers/deep/0501.md"));
    }

    #[test]
    fn excludes_name_files_and_folders() {
        let settings = settings("exclude = ['drafts/', '*.tmp.md']");
        assert!(settings.excludes("drafts/deep/a.md"));
        assert!(settings.excludes("a.tmp.md"));
        assert!(!settings.excludes("answers/a.tmp.md"));
    }

    #[test]
    fn own_considerations_are_required_unless_they_say_otherwise() {
        let text = "[considerations.privacy]\n[considerations.beauty]\nrequired = false\n";
        assert_eq!(required(&settings(text), "a.md"), ["consistency", "latency", "cost", "privacy"]);
    }

    #[test]
    fn overrides_hold_below_their_paths() {
        let text = "[[overrides]]\npaths = ['quick']\nrequired = ['cost']\nrules = { omitted-cost = 'info' }\n";
        let settings = settings(text);
        assert_eq!(required(&settings, "quick/0501.md"), ["cost"]);
        assert_eq!(required(&settings, "0501.md"), ["consistency", "latency", "cost"]);
        assert_eq!(settings.for_path("quick/0501.md").levels.get("omitted-cost"), Some(&Level::Info));
    }
}
