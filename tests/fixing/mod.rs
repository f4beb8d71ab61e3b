//! What holds for every fix, tried on the samples and on labelled passages, in every kind of line ending.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use tradeoff_analysis::bank::{Bank, SheetSource};
use tradeoff_analysis::config::{ConsiderationId, Settings};
use tradeoff_analysis::considerations::Verdict;
use tradeoff_analysis::fixing::{Fixed, Scope, apply, fix};
use tradeoff_analysis::rules::{Applicability, RULES, Severity};
use tradeoff_analysis::{Analysis, Input, analyse};

use crate::bank::builtin_sheets;
use crate::verdicts::passages;

/// A suppression that cannot be read, which the safe fix takes out.
const MALFORMED: &str = "<!-- tradeoff-ignore nonsense: x -->";

/// How a text may be written without saying anything else.
#[derive(Clone, Copy, Debug)]
enum Variant {
    Plain,
    Windows,
    OldMac,
    Marked,
    Unended,
}

const VARIANTS: [Variant; 5] =
    [Variant::Plain, Variant::Windows, Variant::OldMac, Variant::Marked, Variant::Unended];

impl Variant {
    fn of(self, text: &str) -> String {
        match self {
            Self::Plain => text.to_owned(),
            Self::Windows => text.replace('\n', "\r\n"),
            Self::OldMac => text.replace('\n', "\r"),
            Self::Marked => format!("\u{feff}{text}"),
            Self::Unended => text.trim_end().to_owned(),
        }
    }

    /// Demands that `text` is still written like that.
    fn demand(self, text: &str, name: &str) {
        let rest = match self {
            Self::Windows => text.replace("\r\n", ""),
            Self::OldMac => text.replace('\r', ""),
            Self::Plain | Self::Marked | Self::Unended => text.replace('\n', ""),
        };
        assert!(!rest.contains(['\r', '\n']), "{name} {self:?}: another line ending in {text:?}");
        assert_eq!(text.starts_with('\u{feff}'), matches!(self, Self::Marked), "{name} {self:?}");
        assert_eq!(text.ends_with(['\r', '\n']), !matches!(self, Self::Unended), "{name} {self:?}: {text:?}");
    }
}

struct Analyst {
    bank: Bank,
    settings: Settings,
}

impl Analyst {
    fn new() -> Self {
        let mut bank = Bank::default();
        bank.add_own(
            builtin_sheets().into_iter().map(|(path, text)| SheetSource { path: path.into(), text: text.into() }),
        );
        Self { bank, settings: Settings::default() }
    }

    fn input<'a>(&'a self, text: &'a str) -> Input<'a> {
        Input {
            text,
            path: Some("answer.md"),
            below_config: Some("answer.md"),
            bank: &self.bank,
            settings: &self.settings,
            surroundings: None,
        }
    }

    fn fixed(&self, text: &str, up_to: Applicability) -> (Analysis, Option<Fixed>) {
        let input = self.input(text);
        let analysis = analyse(&input);
        let fixed = fix(&input, &analysis, Scope { up_to, part: None });
        (analysis, fixed)
    }

    /// Demands what holds for every document, and says how many findings were mended. `uncommented` is the text
    /// without the comments that safe fixes take out.
    fn check(&self, name: &str, text: &str, uncommented: &str, variant: Variant, up_to: Applicability) -> usize {
        let text = variant.of(text);
        variant.demand(&text, name);
        let (before, Some(fixed)) = self.fixed(&text, up_to) else { return 0 };
        let after = apply(&text, &fixed.edits);
        variant.demand(&after, name);
        assert!(
            self.fixed(&after, up_to).1.is_none(),
            "{name} {variant:?}: fixed twice is not fixed once: {after}"
        );
        for (rule, now) in errors(&fixed.analysis) {
            // The omissions were there all the time; a whole missing section says so in one finding.
            let told = if rule.starts_with("omitted-") { count(&before, "missing-tradeoffs") } else { 0 };
            assert!(now <= count(&before, &rule) + told, "{name} {variant:?}: a new {rule} in {after}");
        }
        for finding in &fixed.analysis.findings {
            let is_safe = finding.fix.as_ref().is_some_and(|fix| fix.applicability == Applicability::Safe);
            assert!(
                !is_safe || finding.suppressed,
                "{name} {variant:?}: {} is still there in {after}",
                finding.rule
            );
        }
        // The parser lets a comment go on behind a lone carriage return, so that without it there is more prose.
        if up_to == Applicability::Safe && !matches!(variant, Variant::OldMac) {
            // Where the comment kept a list or a table apart, it says what it would without.
            let never = self.fixed(&variant.of(uncommented), up_to).0;
            let said = said(&fixed.analysis);
            assert!(said == self::said(&before) || said == self::said(&never), "{name} {variant:?}: {after}");
        }
        fixed.mended.len()
    }
}

/// The words of all prose, whatever they stand in, and what they are taken for.
fn said(analysis: &Analysis) -> (Vec<&str>, Vec<(ConsiderationId, Verdict)>) {
    let judgements = analysis.answers.iter().flat_map(|report| &report.judgements);
    let verdicts = judgements.map(|(id, judgement)| (*id, judgement.verdict));
    (analysis.markdown.prose.text().split_whitespace().collect(), verdicts.collect())
}

fn errors(analysis: &Analysis) -> BTreeMap<String, usize> {
    let mut errors = BTreeMap::new();
    let findings = analysis.findings.iter().filter(|finding| !finding.suppressed);
    for finding in findings.filter(|finding| finding.severity == Severity::Error) {
        *errors.entry(finding.rule.to_string()).or_default() += 1;
    }
    errors
}

fn count(analysis: &Analysis, rule: &str) -> usize {
    errors(analysis).get(rule).copied().unwrap_or_default()
}

/// The samples, each also without its trade-off section.
fn samples() -> Vec<(String, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/samples");
    let mut samples = Vec::new();
    for entry in fs::read_dir(root).expect("the samples can be listed") {
        let path = entry.expect("the samples can be listed").path();
        if path.extension().is_some_and(|extension| extension == "md") {
            let text = fs::read_to_string(&path).expect("a sample can be read");
            let name = path.display().to_string();
            if let Some((before, _)) = text.split_once("\n## Trade-offs") {
                samples.push((format!("{name} cut short"), before.to_owned()));
            }
            samples.push((name, text));
        }
    }
    samples.sort();
    samples
}

/// `text` with a malformed suppression before, behind or between its lines, wherever `seed` says.
fn with_malformed(text: &str, seed: usize) -> String {
    let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
    let place = seed * 7 % (lines.len() + 1);
    match seed % 3 {
        0 => lines.insert(place, MALFORMED.to_owned()),
        1 => lines.splice(place..place, ["", MALFORMED, ""].map(str::to_owned)).for_each(drop),
        _ => {
            // Behind the line below its head, a table would be none.
            let is_table = |line: &usize| lines[*line].contains('|');
            let line = (0..place).rev().find(|line| !is_table(line)).unwrap_or_default();
            lines[line].extend([" ", MALFORMED]);
        }
    }
    lines.join("\n") + "\n"
}

#[test]
fn fixing_the_samples() {
    let analyst = Analyst::new();
    let mut mended = 0;
    for (name, text) in samples() {
        for variant in VARIANTS {
            for up_to in [Applicability::Safe, Applicability::Unsafe] {
                mended += analyst.check(&name, &text, &text, variant, up_to);
            }
        }
    }
    assert!(mended > 100, "{mended} are too few to show anything");
}

#[test]
fn fixing_passages() {
    let analyst = Analyst::new();
    let mut mended = [0, 0];
    // All of them take a minute. Steps of a prime meet every writer, and each kind of fix in every variant.
    for (index, (name, text)) in passages(11).into_iter().enumerate() {
        let variant = VARIANTS[index / 2 % VARIANTS.len()];
        if index % 2 == 0 {
            mended[0] +=
                analyst.check(&name, &with_malformed(&text, index / 2), &text, variant, Applicability::Safe);
        } else {
            mended[1] += analyst.check(&name, &text, &text, variant, Applicability::Unsafe);
        }
    }
    assert!(mended.into_iter().all(|count| count > 50), "{mended:?} are too few to show anything");
}

#[test]
fn the_documentation_names_every_fix() {
    let page = include_str!("../../docs/fixing.md");
    let rows = page.lines().filter(|line| line.starts_with("| `"));
    let documented: Vec<(String, &str)> = rows
        .map(|row| {
            let cells: Vec<&str> = row.trim_matches('|').split('|').map(str::trim).collect();
            (cells[0].trim_matches('`').replace("...", "<consideration>"), cells[2])
        })
        .collect();
    let mut known: Vec<(String, &str)> = Vec::new();
    for rule in RULES {
        match rule.fix {
            Some(Applicability::Safe) => known.push((rule.name.to_owned(), "safe")),
            Some(Applicability::Unsafe) => known.push((rule.name.to_owned(), "unsafe")),
            None => {}
        }
    }
    let sorted = |mut list: Vec<(String, &'static str)>| {
        list.sort();
        list
    };
    assert_eq!(sorted(documented), sorted(known));
}
