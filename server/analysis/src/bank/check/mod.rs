//! What is wrong with question sheets.
//!
//! [`check`] takes all sheets of a bank at once, because some faults lie between sheets: a number that two of them
//! have, a sentence that stands in both. Whether a sheet is true, no program can tell; these checks find what a
//! reviewer should not have to look for. A check that cannot be nearly always right is not made.

mod figures;
mod form;
mod names;
mod outline;
mod sentences;
mod spelling;

pub use spelling::Misspellings;

use self::outline::Outline;
use super::{Bank, Sheet, SheetSource, number_of_path};
use crate::text::Span;

/// A bank to check.
#[derive(Clone, Copy, Debug)]
pub struct Sheets<'a> {
    /// Its sheets.
    pub sheets: &'a [SheetSource],
    /// Questions that `related` may name besides those of the sheets.
    pub elsewhere: &'a Bank,
    /// Whether it is the built-in bank, whose answers take 45 to 60 minutes.
    pub builtin: bool,
    /// The questions in whose place its sheets stand, where they have the same number.
    pub replaced: Option<&'a Bank>,
}

/// Something that is wrong with a sheet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SheetFinding {
    /// The sheet's place among the sheets.
    pub sheet: usize,
    /// What is wrong in its text.
    pub span: Span,
    /// Whether it must be mended, rather than is only worth knowing.
    pub is_fault: bool,
    /// What is wrong and what to do, in lower case and without a final stop.
    pub message: String,
}

/// Everything that is wrong with `bank`, in order of sheets and places.
pub fn check(bank: &Sheets<'_>, misspellings: Misspellings) -> Vec<SheetFinding> {
    let texts: Vec<ReadSheet<'_>> = bank.sheets.iter().map(ReadSheet::new).collect();
    let mut findings = Vec::new();
    for (index, text) in texts.iter().enumerate() {
        let mut faults = Faults::default();
        form::check(text, bank.builtin, &mut faults);
        names::check(text, &mut faults);
        figures::check(text, &mut faults);
        numbers(bank, index, text, &mut faults);
        findings.extend(faults.of_sheet(index));
    }
    for (index, faults) in sentences::check(&texts).into_iter().chain(spelling::check(&texts, misspellings)) {
        findings.extend(faults.of_sheet(index));
    }
    findings.sort_by_key(|finding| (finding.sheet, finding.span.start(), finding.span.end()));
    findings
}

/// Whether the file at `path` in a bank's folder is meant to be a sheet. A README explains the folder.
pub fn is_sheet(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or_default();
    !name.get(..6).is_some_and(|start| start.eq_ignore_ascii_case("readme"))
}

/// A sheet, read once for all checks.
struct ReadSheet<'a> {
    source: &'a SheetSource,
    text: &'a str,
    sheet: Sheet,
    outline: Outline,
}

impl<'a> ReadSheet<'a> {
    fn new(source: &'a SheetSource) -> Self {
        let text = &*source.text;
        Self { source, text, sheet: Sheet::parse(text), outline: Outline::of(text) }
    }
}

/// What is wrong with one sheet.
#[derive(Default)]
struct Faults(Vec<(Span, bool, String)>);

impl Faults {
    fn fault(&mut self, span: Span, message: impl Into<String>) {
        self.0.push((span, true, message.into()));
    }

    fn note(&mut self, span: Span, message: impl Into<String>) {
        self.0.push((span, false, message.into()));
    }

    fn of_sheet(self, sheet: usize) -> impl Iterator<Item = SheetFinding> {
        let finding = move |(span, is_fault, message)| SheetFinding { sheet, span, is_fault, message };
        self.0.into_iter().map(finding)
    }
}

/// Numbers: of the sheet itself, and of the questions that it sends people to.
fn numbers(bank: &Sheets<'_>, index: usize, text: &ReadSheet<'_>, faults: &mut Faults) {
    let Some(number) = number_of_path(&text.source.path) else { return };
    let place = text.outline.key(text.text, "number");
    let numbered = |sheet: &&SheetSource| number_of_path(&sheet.path) == Some(number);
    if let Some(other) = bank.sheets[..index].iter().find(numbered) {
        faults.fault(place, format!("{} has the number {number} too; only one of them is used", other.path));
    }
    if bank.replaced.is_some_and(|replaced| replaced.get(number).is_some()) {
        faults.note(place, format!("{number} is a built-in question too; this sheet is used in its place"));
    }
    let place = text.outline.key(text.text, "related");
    let is_known = |related: u32| {
        bank.elsewhere.get(related).is_some()
            || bank.sheets.iter().any(|sheet| number_of_path(&sheet.path) == Some(related))
    };
    let related = &text.sheet.related;
    for (at, &one) in related.iter().enumerate() {
        if one == number {
            faults.fault(place, "a sheet is not related to itself");
        } else if related[..at].contains(&one) {
            faults.fault(place, format!("`related` names {one} twice"));
        } else if !is_known(one) {
            faults.fault(place, format!("`related` names {one}, and there is no such question"));
        }
    }
}

#[cfg(test)]
mod tests;
