//! Results of shards, in JSON and in SARIF: any files are joined or refused, whatever their order, and what was joined
//! stays as it is when it is joined again.

use camino::Utf8PathBuf;
use serde::Deserialize;
use serde::de::IgnoredAny;

use crate::case::{Case, parts};

/// What results are made of.
pub const WORDS: &[&str] = &[
    "{\"version\":1,\"answers\":[],\"findings\":[],\"summary\":{\"files\":1,\"answers\":0,\"errors\":0,\"warnings\":0,\"infos\":0,\"hints\":0,\"suppressed\":0,\"baselined\":0}}",
    "{\"path\":\"a.md\",\"severity\":\"error\"}",
    "{\"path\":\"b.md\",\"severity\":\"warning\",\"suppressed\":true}",
    "{\"path\":\"c.md\",\"question\":501}",
    "\"version\":2",
    "\"files\":18446744073709551615",
    "\"files\":-1",
    "\"baselined\":true",
    "{\"$schema\":\"\",\"version\":\"2.1.0\",\"runs\":[{\"tool\":{},\"invocations\":[{\"executionSuccessful\":true,\"toolExecutionNotifications\":[]}],\"results\":[]}]}",
    "{\"ruleId\":\"omitted-cost\",\"level\":\"error\",\"message\":{\"text\":\"x\"},\"locations\":[{\"physicalLocation\":{\"artifactLocation\":{\"uri\":\"a%20b.md\"}}}],\"properties\":{\"severity\":\"error\"}}",
    "{\"message\":{\"text\":\"a.md: cannot be read\"}}",
    "\"suppressions\":[{\"kind\":\"inSource\"}],",
    "\n%%\n",
    ",",
    "[",
    "]",
    "{",
    "}",
    "\\u0000",
    "1e999",
    "%ff",
];

/// What a result lists.
#[derive(Deserialize)]
struct Listed {
    #[serde(default)]
    answers: Vec<IgnoredAny>,
    #[serde(default)]
    findings: Vec<IgnoredAny>,
    #[serde(default)]
    runs: Vec<Run>,
}

#[derive(Deserialize)]
struct Run {
    results: Vec<IgnoredAny>,
}

/// Tries the results of up to three shards.
pub fn check(data: &[u8]) {
    let Some(case) = Case::read(data) else { return };
    let texts = parts(&case.text).take(3).enumerate();
    let mut shards: Vec<(Utf8PathBuf, String)> =
        texts.map(|(index, text)| (Utf8PathBuf::from(format!("{index}.json")), text.to_owned())).collect();
    let merged = tradeoff::merged(&shards);
    shards.reverse();
    let reversed = tradeoff::merged(&shards);
    let Ok(merged) = merged else {
        assert!(reversed.is_err(), "the order of shards decides whether they are joined");
        return;
    };
    assert_eq!(merged, reversed.expect("the order of shards does not matter"), "the order of shards matters");
    let found = |text: &str| {
        let result: Result<Listed, _> = serde_json::from_str(text);
        let Listed { answers, findings, runs } = result.expect("a result is JSON");
        answers.len() + findings.len() + runs.iter().map(|run| run.results.len()).sum::<usize>()
    };
    let parts = shards.iter().map(|(_, text)| found(text));
    assert_eq!(found(&merged), parts.sum::<usize>(), "something was lost");
    let again = tradeoff::merged(&[("merged.json".into(), merged.clone())]).expect("a result can be joined again");
    assert_eq!(merged, again, "joining what was joined changes it");
}
