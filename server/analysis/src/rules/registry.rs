//! All rules, in the order of the documentation.

use std::borrow::Cow;

use super::context::{AnswerContext, FileContext, Findings};
use super::{
    Applicability, Finding, Fingerprint, Severity, broken_reference, conflicting_question, duplicate_answer,
    empty_section, leftover_placeholder, malformed_suppression, missing_alternative, missing_decision,
    missing_reversal, missing_tradeoffs, omitted, one_sided, over_length, title_mismatch, unargued_consideration,
    uncovered_point, under_length, unknown_configuration_key, unknown_question, unquantified,
    unsupported_language, unused_suppression,
};
use crate::config::{Config, ConfigProblem, Settings};
use crate::text::Span;

/// One check.
#[derive(Debug)]
pub struct Rule {
    /// Its name in kebab case. The omission rules share one entry, `omitted-<consideration>`.
    pub name: &'static str,
    /// How much its findings matter unless the configuration says otherwise.
    pub severity: Severity,
    /// The version that brought it.
    pub since: &'static str,
    /// Whether it can mend what it finds, and how safely.
    pub fix: Option<Applicability>,
    /// What `tradeoff rule`, the hover on a finding and the reference show.
    pub docs: Docs,
    pub(super) check: Check,
}

impl Rule {
    /// The name of its reference page in `docs/rules/`.
    pub fn page(&self) -> String {
        format!("{}.md", self.name.replace(['<', '>'], ""))
    }

    /// Whether it looks at documents, rather than at a configuration file.
    pub fn is_about_documents(&self) -> bool {
        !matches!(self.check, Check::Configuration)
    }

    /// Whether a comment in a document can silence it.
    pub fn can_be_suppressed(&self) -> bool {
        matches!(self.check, Check::Answer(_))
    }
}

/// A rule's documentation, in Markdown without headings. Its examples run as tests.
#[derive(Debug)]
pub struct Docs {
    /// What it finds, in a sentence.
    pub what: &'static str,
    /// Why that matters.
    pub why: &'static str,
    /// A document that it complains about.
    pub fails: &'static str,
    /// The same, mended.
    pub passes: &'static str,
    /// What to do about a finding.
    pub fix: &'static str,
}

/// What a rule looks at.
#[derive(Clone, Copy, Debug)]
pub(super) enum Check {
    /// Each answer by itself.
    Answer(fn(&AnswerContext<'_>, &mut Findings<'_>)),
    /// The document, after all rules for answers: sees what suppressions did.
    File(fn(&FileContext<'_>, &mut Findings<'_>)),
    /// A configuration file, not a document.
    Configuration,
}

/// All rules.
pub static RULES: &[&Rule] = &[
    &omitted::RULE,
    &unargued_consideration::RULE,
    &missing_tradeoffs::RULE,
    &empty_section::RULE,
    &leftover_placeholder::RULE,
    &unknown_question::RULE,
    &conflicting_question::RULE,
    &duplicate_answer::RULE,
    &title_mismatch::RULE,
    &broken_reference::RULE,
    &missing_decision::RULE,
    &missing_alternative::RULE,
    &one_sided::RULE,
    &unquantified::RULE,
    &missing_reversal::RULE,
    &uncovered_point::RULE,
    &over_length::RULE,
    &under_length::RULE,
    &unsupported_language::RULE,
    &unused_suppression::RULE,
    &malformed_suppression::RULE,
    &unknown_configuration_key::RULE,
];

/// Whether findings of the rule called `name` may depend on other files.
pub(super) fn looks_at_other_files(name: &str) -> bool {
    [duplicate_answer::RULE.name, broken_reference::RULE.name].contains(&name)
}

/// The rule that reports findings called `name`: for `omitted-cost`, the family's entry.
pub fn find(name: &str) -> Option<&'static Rule> {
    let family = omitted::consideration_of(name).map(|_| &omitted::RULE);
    RULES.iter().copied().find(|rule| rule.name == name).or(family)
}

/// The names that a finding can have under `settings`.
pub fn names(settings: &Settings) -> impl Iterator<Item = Cow<'static, str>> {
    let omitted =
        settings.considerations.iter().map(|consideration| Cow::Owned(omitted::name(&consideration.name)));
    let others = RULES.iter().filter(|rule| rule.name != omitted::RULE.name).map(|rule| Cow::Borrowed(rule.name));
    omitted.chain(others)
}

/// Whether a comment can silence findings called `name`. Not those about comments: they say what is wrong with
/// silence.
pub(crate) fn can_be_suppressed(name: &str) -> bool {
    find(name).is_some_and(|rule| !matches!(rule.check, Check::File(_) | Check::Configuration))
}

/// The findings about a configuration file itself: keys, rules and considerations that do not exist.
pub fn configuration_findings(
    text: &str,
    config: &Config,
    settings: &Settings,
    problems: &[ConfigProblem],
) -> Vec<Finding> {
    let unknown_names = unknown_configuration_key::unknown_names(text, config, settings);
    let mut problems: Vec<&ConfigProblem> = problems.iter().chain(&unknown_names).collect();
    problems.sort_by_key(|problem| problem.span.start());
    let level = settings.for_path("").levels.get(unknown_configuration_key::RULE.name).copied();
    let Some(severity) = level.map_or(Some(unknown_configuration_key::RULE.severity), Severity::of_level) else {
        return Vec::new();
    };
    let finding = |problem: &&ConfigProblem| configuration_finding(severity, problem.span, &problem.message);
    problems.iter().map(finding).collect()
}

fn configuration_finding(severity: Severity, span: Span, message: &str) -> Finding {
    let rule = unknown_configuration_key::RULE.name;
    let fingerprint = Fingerprint::of(&[rule, message], 0);
    Finding {
        rule: Cow::Borrowed(rule),
        severity,
        span,
        message: message.to_owned(),
        question: None,
        fingerprint,
        fix: None,
        related: Vec::new(),
        suppressed: false,
        base: fingerprint,
        consideration: None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::testing;

    #[test]
    fn documented_examples_do_what_they_say() {
        for rule in RULES {
            if matches!(rule.check, Check::Configuration) {
                continue;
            }
            // Examples are far shorter than answers: one that is too long would fill pages.
            let configuration = match rule.name {
                "over-length" => "[length]\nmax = 40\n",
                "under-length" => "[length]\nmin = 30\n",
                "uncovered-point" => "[length]\nmin = 0\n",
                _ => "",
            };
            let fails = testing::rule_names_below(configuration, rule.docs.fails);
            let is_reported = fails.iter().any(|name| find(name).is_some_and(|found| found.name == rule.name));
            assert!(is_reported, "{}: the failing example gives {fails:?}", rule.name);
            let passes = testing::rule_names_below(configuration, rule.docs.passes);
            assert_eq!(passes, Vec::<String>::new(), "{}", rule.name);
        }
    }

    #[test]
    fn names_are_kebab_case_and_unique() {
        let settings = Settings::default();
        let mut all: Vec<_> = names(&settings).collect();
        let count = all.len();
        all.sort();
        all.dedup();
        assert_eq!(all.len(), count);
        assert!(all.iter().all(|name| name.chars().all(|letter| letter.is_ascii_lowercase() || letter == '-')));
    }

    #[test]
    fn a_family_member_is_found_by_its_own_name() {
        assert_eq!(find("omitted-cost").map(|rule| rule.name), Some("omitted-<consideration>"));
        assert!(find("omitted").is_none());
    }
}
