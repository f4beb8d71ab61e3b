//! `unknown-configuration-key`: something in `tradeoff.toml` that has no effect.

use super::Severity;
use super::registry::{Check, Docs, Rule, names};
use crate::config::{Config, ConfigProblem, Settings, suggestion};
use crate::text::{Span, span};

pub(super) const RULE: Rule = Rule {
    name: "unknown-configuration-key",
    severity: Severity::Warning,
    since: "0.1.0",
    fix: None,
    docs: Docs {
        what: "A `tradeoff.toml` has a key, or names a rule or consideration, that does not exist.",
        why: "A misspelt key has no effect, and nothing else would ever say so.",
        fails: "[rules]\nomited-cost = \"off\"\n",
        passes: "[rules]\nomitted-cost = \"off\"\n",
        fix: "Correct the name; `tradeoff schema` prints all keys and `tradeoff rule` all rules.",
    },
    check: Check::Configuration,
};

/// Rules and considerations that the configuration names and nobody knows.
pub(super) fn unknown_names(text: &str, config: &Config, settings: &Settings) -> Vec<ConfigProblem> {
    let rules: Vec<_> = names(settings).collect();
    let rules: Vec<&str> = rules.iter().map(|name| &**name).collect();
    let considerations: Vec<&str> =
        settings.considerations.iter().map(|consideration| consideration.name.as_str()).collect();
    let overrides = || config.overrides.iter();
    let named_rules = config.rules.keys().chain(overrides().flat_map(|one| one.rules.keys()));
    let required = config.tradeoffs.required.iter().chain(overrides().filter_map(|one| one.required.as_ref()));
    let named_considerations = required.flatten().chain(config.lexicon.keys());
    let unknown = |kind: &str, name: &str, known: &[&str]| {
        let suggestion = suggestion(name, known.iter().copied());
        let message = format!("there is no {kind} `{name}`{suggestion}");
        (!known.contains(&name)).then(|| ConfigProblem { span: find_word(text, name), message })
    };
    let rules = named_rules.filter_map(|name| unknown("rule", name, &rules));
    rules.chain(named_considerations.filter_map(|name| unknown("consideration", name, &considerations))).collect()
}

/// The first place where `word` stands in `text` as a whole word, outside of comments.
fn find_word(text: &str, word: &str) -> Span {
    let is_part = |character: Option<char>| {
        character.is_some_and(|character| character.is_alphanumeric() || character == '-')
    };
    let mut places = text.match_indices(word).filter(|(at, _)| {
        let line_start = text[..*at].rfind('\n').map_or(0, |newline| newline + 1);
        !text[line_start..*at].contains('#')
            && !is_part(text[..*at].chars().next_back())
            && !is_part(text[at + word.len()..].chars().next())
    });
    places.next().map_or(span(0..0), |(at, _)| span(at..at + word.len()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::configuration_findings;
    use crate::text::slice;

    #[test]
    fn unknown_rules_and_considerations_are_found_with_a_suggestion() {
        let text = "# omited-cost\n[rules]\nomited-cost = 'off'\nomitted-privacy = 'info'\n[tradeoffs]\nrequired = ['cots']\n[considerations.privacy]\n";
        let (config, problems) = Config::parse(text).expect("the configuration is valid");
        let settings = Settings::new(config.clone()).expect("it has no globs");
        let findings = configuration_findings(text, &config, &settings, &problems);
        let shown: Vec<_> =
            findings.iter().map(|finding| (slice(text, finding.span), finding.message.as_str())).collect();
        assert_eq!(
            shown,
            [
                ("omited-cost", "there is no rule `omited-cost`; did you mean `omitted-cost`?"),
                ("cots", "there is no consideration `cots`; did you mean `cost`?"),
            ]
        );
        assert_eq!(usize::from(findings[0].span.start()), text.find("\nomited").map_or(0, |at| at + 1));
    }
}
