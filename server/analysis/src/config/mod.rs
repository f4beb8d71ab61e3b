//! `tradeoff.toml`: what a repository can say about how its answers are checked.
//!
//! [`Config`] is the file as it is written; its doc comments become the JSON Schema and the reference page.
//! [`Settings`] is what the analysis reads: globs compiled, considerations numbered, overrides ready to apply.
//! A configuration can say what counts, never name a program to run.
//!
//! The schema refuses unknown keys, so that an editor marks them. Reading does not: each becomes a problem with a
//! suggestion, and the rest of the file counts.

mod parse;
mod settings;

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

pub use parse::{ConfigError, ConfigProblem, suggestion};
pub use settings::{Consideration, ConsiderationId, InvalidGlob, MAX_FILE_SIZE, PathSettings, REQUIRED, Settings};

/// The contents of a `tradeoff.toml`.
#[derive(Clone, Debug, Default, PartialEq, Deserialize, Serialize, JsonSchema)]
#[serde(default, rename_all = "kebab-case")]
#[schemars(title = "tradeoff.toml", deny_unknown_fields)]
pub struct Config {
    /// Which files may be answers: globs below the folder of this file. Empty means every Markdown file.
    pub answers: Vec<String>,
    /// Files and folders that are never linted, also when they are named explicitly: globs below the folder of
    /// this file.
    pub exclude: Vec<String>,
    /// Whether a numbered folder holds files of their own or one answer in parts.
    pub answer: AnswerUnit,
    /// The most bytes that a file may have; a longer one is refused with a message and fails the run. Default:
    /// 10,000,000.
    pub max_file_size: Option<u32>,
    /// The least severity of a finding that makes `tradeoff lint` end with status 1.
    pub fail_on: Option<FailOn>,
    /// Where questions come from.
    pub bank: BankConfig,
    /// What a trade-off section is and what it must weigh.
    pub tradeoffs: TradeoffsConfig,
    /// How long an answer should be.
    pub length: LengthConfig,
    /// Severity by rule: `omitted-cost = "warning"`, `unargued-consideration = "off"`.
    pub rules: BTreeMap<String, Level>,
    /// Considerations of your own by name (in kebab case), and changes to built-in ones.
    pub considerations: BTreeMap<String, ConsiderationConfig>,
    /// Further terms for a consideration: words and phrases that name it in your texts.
    pub lexicon: BTreeMap<String, Vec<String>>,
    /// Other rules for some folders; later ones win.
    pub overrides: Vec<OverrideConfig>,
}

/// Whether a numbered folder holds files of their own or one answer in parts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum AnswerUnit {
    /// Every file is an answer of its own.
    #[default]
    File,
    /// The files of a numbered folder are one answer, in order of their names.
    Folder,
}

/// The least severity that fails a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum FailOn {
    /// Errors only.
    Error,
    /// Warnings and errors.
    Warning,
    /// Infos, warnings and errors.
    Info,
    /// Nothing.
    Never,
}

/// How much a finding matters, or that its rule is off.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Level {
    /// Something required is not there.
    Error,
    /// Something is there and not good enough.
    Warning,
    /// Worth knowing.
    Info,
    /// A suggestion.
    Hint,
    /// The rule is silent.
    Off,
}

/// Where questions come from.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(default, rename_all = "kebab-case")]
#[schemars(deny_unknown_fields)]
pub struct BankConfig {
    /// Whether the built-in questions 501-750 are used.
    pub builtin: bool,
    /// Folders with sheets of your own, relative to this file. Where a number is in several banks, yours wins.
    pub folders: Vec<String>,
}

impl Default for BankConfig {
    fn default() -> Self {
        Self { builtin: true, folders: Vec::new() }
    }
}

/// What a trade-off section is and what it must weigh.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(default, rename_all = "kebab-case")]
#[schemars(deny_unknown_fields)]
pub struct TradeoffsConfig {
    /// Further headings that start a trade-off section, beside those with "trade-offs" in them and the
    /// built-in ones ("Rationale", "Pros and cons", "Drawbacks", ...).
    pub titles: Vec<String>,
    /// The considerations that every answer must argue. Default: consistency, latency, cost.
    pub required: Option<Vec<String>>,
}

/// How many words of prose an answer may have before `under-length` or `over-length` says so.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(default, rename_all = "kebab-case")]
#[schemars(deny_unknown_fields)]
pub struct LengthConfig {
    /// The fewest words, for every question. Default: by the question's minutes and shape, 250 for most.
    pub min: Option<u32>,
    /// The most words, for every question. Default: by the question's minutes and shape, 1,600 for most.
    pub max: Option<u32>,
}

/// A consideration of your own, or changes to a built-in one.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(default, rename_all = "kebab-case")]
#[schemars(deny_unknown_fields)]
pub struct ConsiderationConfig {
    /// How it is called in headings and messages. Default: the name with a capital letter.
    pub title: Option<String>,
    /// Words and phrases that name it, in any language and script.
    pub terms: Vec<String>,
    /// The question that its skeleton asks, as one line of text.
    pub skeleton: Option<String>,
    /// Whether every answer must argue it. Default: yes for one of your own.
    pub required: Option<bool>,
    /// How much its omission matters. Default: error.
    pub severity: Option<Level>,
}

/// Other rules for some folders.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(default, rename_all = "kebab-case")]
#[schemars(deny_unknown_fields)]
pub struct OverrideConfig {
    /// Globs below the folder of this file.
    pub paths: Vec<String>,
    /// Severity by rule.
    pub rules: BTreeMap<String, Level>,
    /// The considerations that answers there must argue.
    pub required: Option<Vec<String>>,
}

impl Config {
    /// The JSON Schema of `tradeoff.toml`.
    pub fn schema() -> serde_json::Value {
        schemars::schema_for!(Self).to_value()
    }
}
