//! The reference pages of the rules, `docs/rules/`: written once, in each rule's entry in the registry, which
//! `tradeoff rule` and the hover on a finding show as well.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use anyhow::Context as _;
use camino::{Utf8Path, Utf8PathBuf};
use tradeoff_analysis::rules::{Applicability, RULES, Rule};

/// Writes the pages, and removes those of rules that are gone.
pub(crate) fn write() -> anyhow::Result<()> {
    let folder = folder();
    std::fs::create_dir_all(&folder).with_context(|| format!("{folder}: cannot be made"))?;
    let pages = pages();
    for name in committed(&folder)?.keys().filter(|name| !pages.contains_key(*name)) {
        std::fs::remove_file(folder.join(name)).with_context(|| format!("{name}: cannot be removed"))?;
    }
    for (name, text) in pages {
        std::fs::write(folder.join(&name), text).with_context(|| format!("{name}: cannot be written"))?;
    }
    Ok(())
}

fn folder() -> Utf8PathBuf {
    Utf8Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/rules")
}

/// The pages that are there, by their names.
fn committed(folder: &Utf8Path) -> anyhow::Result<BTreeMap<String, String>> {
    let mut pages = BTreeMap::new();
    for entry in folder.read_dir_utf8().with_context(|| format!("{folder}: cannot be listed"))? {
        let entry = entry?;
        let text =
            std::fs::read_to_string(entry.path()).with_context(|| format!("{}: cannot be read", entry.path()))?;
        pages.insert(entry.file_name().to_owned(), text.replace("\r\n", "\n"));
    }
    Ok(pages)
}

/// Every page by its name.
fn pages() -> BTreeMap<String, String> {
    let rules = RULES.iter().map(|rule| (rule.page(), page(rule)));
    rules.chain([("README.md".to_owned(), index())]).collect()
}

const ORIGIN: &str =
    "<!-- Made from the rules' own documentation by `cargo xtask docs`; changes here are lost. -->\n";

fn index() -> String {
    let mut text = format!(
        "{ORIGIN}\n# Rules\n\nWhat `tradeoff lint` and editors report. `tradeoff rule NAME` shows the same pages in a terminal.\n\n\
         | rule | severity | fix | finds |\n| --- | --- | --- | --- |\n"
    );
    for rule in RULES {
        let (name, page, what) = (rule.name, rule.page(), rule.docs.what.replace('|', "\\|"));
        let fix = rule.fix.map_or("", name_of);
        writeln!(text, "| [`{name}`]({page}) | {} | {fix} | {what} |", rule.severity).expect(GROWS);
    }
    text.push_str(
        "\nSafe fixes never change what an author says: `tradeoff lint --fix` and an editor's \"fix all\" apply them. \
         Unsafe ones add or change something that the author must look at: they are chosen in the editor, or applied \
         by `--unsafe-fixes`.\n",
    );
    text
}

/// Writing to a string cannot fail.
const GROWS: &str = "strings grow";

fn page(rule: &Rule) -> String {
    let docs = &rule.docs;
    let fix = rule.fix.map_or("none".to_owned(), |fix| format!("{} (see [rules](README.md))", name_of(fix)));
    let mut text = format!("{ORIGIN}\n# {}\n\n{}\n\n", heading(rule.name), docs.what);
    write!(
        text,
        "| severity | fix | since |\n| --- | --- | --- |\n| {} | {fix} | {} |\n",
        rule.severity, rule.since
    )
    .expect(GROWS);
    write!(text, "\n## Why\n\n{}\n", docs.why).expect(GROWS);
    let language = if rule.is_about_documents() { "markdown" } else { "toml" };
    for (title, example) in [("Fails", docs.fails), ("Passes", docs.passes)] {
        write!(text, "\n## {title}\n\n{}", code(language, example)).expect(GROWS);
    }
    write!(text, "\n## What to do\n\n{}\n", docs.fix).expect(GROWS);
    text.push_str(&configuration(rule));
    text
}

/// What stands in `tradeoff.toml` and in comments about the rule.
fn configuration(rule: &Rule) -> String {
    // The members of a family are configured one by one.
    let name = rule.name.replace("<consideration>", "cost");
    let levels = format!("[rules]\n{name} = \"off\" # or \"error\", \"warning\", \"info\", \"hint\"\n");
    let mut text =
        format!("\n## Configuration\n\nIn `tradeoff.toml`, for all answers:\n\n{}", code("toml", &levels));
    if rule.is_about_documents() {
        let overrides = format!("[[overrides]]\npaths = [\"drafts\"]\nrules = {{ {name} = \"off\" }}\n");
        write!(text, "\nFor some folders:\n\n{}", code("toml", &overrides)).expect(GROWS);
    }
    if let Some((words, example)) = more(rule.name) {
        write!(text, "\n{words}\n\n{}", code("toml", example)).expect(GROWS);
    }
    if rule.can_be_suppressed() {
        let comment = format!("<!-- tradeoff-ignore {name}: the reason, in your own words -->\n");
        write!(
            text,
            "\nFor one place, a comment before the block, section or answer:\n\n{}\n\
             `tradeoff-ignore-file` at the top of a file covers all of it. In MDX, write `{{/* ... */}}`.\n",
            code("markdown", &comment)
        )
        .expect(GROWS);
    } else if rule.is_about_documents() {
        text.push_str("\nA comment cannot silence it: it is about such comments.\n");
    }
    text
}

/// Keys that are about this rule alone.
fn more(name: &str) -> Option<(&'static str, &'static str)> {
    Some(match name {
        "omitted-<consideration>" => (
            "Which considerations every answer must weigh, and considerations of your own:",
            "[tradeoffs]\nrequired = [\"consistency\", \"latency\", \"cost\", \"privacy\"]\n\n[considerations.privacy]\nterms = [\"personal data\", \"GDPR\"]\n",
        ),
        "missing-tradeoffs" => {
            ("Further headings that start a trade-off section:", "[tradeoffs]\ntitles = [\"Why not the other\"]\n")
        }
        "over-length" => ("The most words, for every question:", "[length]\nmax = 2000\n"),
        "under-length" => ("The fewest words, for every question:", "[length]\nmin = 150\n"),
        _ => return None,
    })
}

fn name_of(fix: Applicability) -> &'static str {
    match fix {
        Applicability::Safe => "safe",
        Applicability::Unsafe => "unsafe",
    }
}

/// A rule's name as a heading shows it: its angle brackets are no HTML.
fn heading(name: &str) -> String {
    name.replace('<', "\\<").replace('>', "\\>")
}

/// `text` as a block of code, whatever fences stand in it.
fn code(language: &str, text: &str) -> String {
    let mut fence = "```".to_owned();
    while text.contains(&fence) {
        fence.push('`');
    }
    format!("{fence}{language}\n{}\n{fence}\n", text.trim_matches('\n'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_committed_pages_are_fresh() {
        let committed = committed(&folder()).expect("the pages can be read");
        let pages = pages();
        let names: Vec<_> = committed.keys().chain(pages.keys()).collect();
        let stale = names.iter().filter(|name| committed.get(**name) != pages.get(**name)).collect::<Vec<_>>();
        assert!(stale.is_empty(), "docs/rules is stale ({stale:?}); renew it with `cargo xtask docs`");
    }

    #[test]
    fn every_rule_has_a_page_of_its_own() {
        assert_eq!(pages().len(), RULES.len() + 1);
        assert!(
            pages().keys().all(|name| name.chars().all(|letter| letter.is_alphabetic() || "-.".contains(letter)))
        );
    }
}
