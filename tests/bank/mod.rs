//! The built-in bank: complete, numbered without a hole, and readable.

mod check;
mod own;
mod points;

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use tradeoff_analysis::bank::Sheet;

/// Every built-in sheet: its path below `questions/` and its text, in order.
pub(crate) fn builtin_sheets() -> Vec<(String, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("questions/senior");
    let mut sheets = Vec::new();
    for section in fs::read_dir(&root).expect("the bank's folder can be read") {
        let section = section.expect("the bank's folder can be read").path();
        if !section.is_dir() {
            continue;
        }
        for file in fs::read_dir(&section).expect("a section's folder can be read") {
            let file = file.expect("a section's folder can be read").path();
            let name = |path: &Path| path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            let text = fs::read_to_string(&file).expect("a sheet can be read");
            sheets.push((format!("senior/{}/{}", name(&section), name(&file)), text));
        }
    }
    sheets.sort();
    sheets
}

#[test]
fn the_bank_holds_250_questions_without_a_hole() {
    let mut numbers: Vec<u32> = Vec::new();
    let mut sections: BTreeMap<String, usize> = BTreeMap::new();
    for (path, text) in builtin_sheets() {
        let sheet = Sheet::parse(&text);
        assert_eq!(sheet.problems, [], "{path}");
        let number = sheet.number.expect("a sheet has a number");
        let file = path.rsplit('/').next().unwrap_or_default();
        assert!(file.starts_with(&format!("{number:04}-")), "{path}");
        assert!(!sheet.title.is_empty() && (45..=60).contains(&sheet.minutes), "{path}");
        numbers.push(number);
        *sections.entry(path.split('/').nth(1).unwrap_or_default().to_owned()).or_default() += 1;
    }
    numbers.sort_unstable();
    assert_eq!(numbers, (501..=750).collect::<Vec<_>>());
    let counts = [
        ("advanced-distributed-systems", 40),
        ("geo-distribution-multi-region", 30),
        ("scalability-deep-dive", 40),
        ("advanced-data-pipelines", 30),
        ("trade-offs-architecture-choices", 40),
        ("advanced-security", 30),
        ("performance-internals", 30),
        ("failure-recovery", 10),
    ];
    assert_eq!(sections, counts.map(|(section, count)| (section.to_owned(), count)).into());
}
