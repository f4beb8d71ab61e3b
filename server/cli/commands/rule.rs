//! `tradeoff rule`: list the rules, or explain one.

use std::fmt::Write as _;

use tradeoff_analysis::config::{PathSettings, Settings, suggestion};
use tradeoff_analysis::rules::{self, Applicability, RULES, Rule, Severity};

use crate::args::RuleArgs;
use crate::output::text::{self, Layout};
use crate::session::{Session, Status};

pub(crate) fn run(session: &Session, args: &RuleArgs) -> anyhow::Result<Status> {
    let configuration = session.configuration()?;
    let settings = &configuration.settings;
    let layout = Layout::of(session.shell);
    let text = match &args.name {
        None => list(settings, layout),
        Some(name) => explain(find(name, settings)?, name, settings, layout),
    };
    session.shell.write(|out| out.write_all(text.as_bytes()))?;
    Ok(Status::Success)
}

fn find(name: &str, settings: &Settings) -> anyhow::Result<&'static Rule> {
    let names: Vec<_> = rules::names(settings).collect();
    let families = RULES.iter().map(|rule| rule.name);
    let is_known = families.clone().chain(names.iter().map(|name| &**name)).any(|known| known == name);
    match rules::find(name).or_else(|| RULES.iter().copied().find(|rule| rule.name == name)) {
        Some(rule) if is_known => Ok(rule),
        _ => {
            let suggestion = suggestion(name, names.iter().map(|name| &**name));
            let more = if suggestion.is_empty() { "; `tradeoff rule` lists them all" } else { &suggestion };
            anyhow::bail!("there is no rule `{name}`{more}")
        }
    }
}

fn list(settings: &Settings, layout: Layout) -> String {
    let width = RULES.iter().map(|rule| rule.name.len()).max().unwrap_or_default();
    let mut text = String::new();
    for rule in RULES {
        let name = layout.bold(&format!("{:width$}", rule.name));
        let level = level(rule, rule.name, &settings.for_path(""), settings);
        let head = format!("{name}  {level:7}  ");
        let indent = width + 11;
        text.push_str(&layout.hanging(&head, indent, rule.docs.what));
    }
    text
}

fn explain(rule: &Rule, name: &str, settings: &Settings, layout: Layout) -> String {
    let fix = match rule.fix {
        Some(Applicability::Safe) => ", can be mended by --fix",
        Some(Applicability::Unsafe) => ", can be mended by --unsafe-fixes",
        None => "",
    };
    let level = level(rule, name, &settings.for_path(""), settings);
    let mut text = format!("{} ({level}{fix}, since {})\n\n", layout.bold(name), rule.since);
    text.push_str(&layout.paragraphs(rule.docs.what));
    for (title, body) in [("Why", rule.docs.why), ("What to do", rule.docs.fix)] {
        write!(text, "\n{}\n{}", layout.bold(title), layout.paragraphs(body))
            .expect("writing to a string cannot fail");
    }
    for (title, example) in [("Fails", rule.docs.fails), ("Passes", rule.docs.passes)] {
        write!(text, "\n{}\n{}", layout.bold(title), text::example(example))
            .expect("writing to a string cannot fail");
    }
    text
}

/// How much findings of `rule` called `name` matter where `of_path` holds.
pub(super) fn level(rule: &Rule, name: &str, of_path: &PathSettings, settings: &Settings) -> &'static str {
    let configured = of_path.levels.get(name).copied();
    let own = name.strip_prefix("omitted-").and_then(|name| settings.consideration_id(name));
    let own = own.and_then(|id| settings.consideration(id).severity);
    match configured.or(own).map(Severity::of_level) {
        Some(Some(severity)) => severity.name(),
        Some(None) => "off",
        None => rule.severity.name(),
    }
}
