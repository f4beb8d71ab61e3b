//! Checking the sheets of a bank: which files they are, and where in them the faults stand.

use std::io;

use camino::{Utf8Path, Utf8PathBuf};
use tradeoff_analysis::bank::SheetSource;
use tradeoff_analysis::bank::check::{Misspellings, SheetFinding, Sheets, check, is_sheet};
use tradeoff_analysis::text::{ColumnUnit, LineIndex};

use crate::configuration::{Configuration, ConfigurationError, Configurations, read_error};
use crate::own_sheets::read_sheets;
use crate::paths::{absolute, shown};
use crate::report::Place;

/// What was found in the sheets of a bank.
#[derive(Clone, Debug, Default)]
pub struct CheckedBank {
    /// How many sheets were checked.
    pub sheets: usize,
    /// What was found, in order of paths and places.
    pub findings: Vec<LocatedSheetFinding>,
}

/// A finding about a sheet with its place in lines and columns.
#[derive(Clone, Debug)]
pub struct LocatedSheetFinding {
    /// The sheet as results show it; of a built-in one, where it lies in this program's repository.
    pub path: String,
    /// Where it is.
    pub place: Place,
    /// Whether it must be mended, rather than is only worth knowing.
    pub is_fault: bool,
    /// What is wrong and what to do.
    pub message: String,
}

/// The sheets that are checked together.
struct Found {
    sheets: Vec<SheetSource>,
    /// Whether they are the built-in ones.
    builtin: bool,
    /// Whether a configuration names them, so that they stand in the place of built-in questions.
    replaces: bool,
    /// The sheet whose findings are wanted, where it is only one.
    only: Option<String>,
}

/// Checks the sheets at `path`, a folder or one sheet; without a path those of the configuration in force in the
/// absolute folder `current`, and where it has none of its own the built-in ones.
pub fn check_bank(
    configurations: &Configurations,
    current: &Utf8Path,
    path: Option<&Utf8Path>,
    misspellings: Misspellings,
) -> Result<CheckedBank, ConfigurationError> {
    let found = match path {
        Some(path) => named(configurations, current, path),
        None => in_force(configurations, current),
    };
    let (found, configuration) = found.map_err(|error| error.shown_from(current))?;
    let Found { sheets, builtin, replaces, only } = found;
    let replaced = (replaces && configuration.settings.bank.builtin).then(|| &*configurations.defaults().bank);
    let bank = Sheets { sheets: &sheets, elsewhere: &configuration.bank, builtin, replaced };
    let findings = check(&bank, misspellings).into_iter().map(|finding| located(&sheets, finding));
    let findings = findings.filter(|finding| only.as_ref().is_none_or(|only| *only == finding.path));
    let count = if only.is_some() { 1 } else { sheets.len() };
    Ok(CheckedBank { sheets: count, findings: findings.collect() })
}

type FoundIn = (Found, std::sync::Arc<Configuration>);

/// The sheets at `path`. Of one sheet, those beside it are read as well: it may be related to them, or copied.
fn named(
    configurations: &Configurations,
    current: &Utf8Path,
    path: &Utf8Path,
) -> Result<FoundIn, ConfigurationError> {
    let path = absolute(current, path);
    let is_file = path.metadata().map_err(|source| read_error(&path, source))?.is_file();
    let folder = if is_file { path.parent().unwrap_or(&path) } else { &path };
    let configuration = configurations.for_folder(folder)?;
    if is_file && path.extension() != Some("md") {
        let source = io::Error::new(io::ErrorKind::InvalidInput, "a sheet is a Markdown file (.md)");
        return Err(read_error(&path, source));
    }
    let replaces = folders(&configuration).iter().any(|bank| path.starts_with(bank));
    let sheets = read_all(current, &[folder.to_owned()])?;
    let only = is_file.then(|| shown(current, &path));
    Ok((Found { sheets, builtin: false, replaces, only }, configuration))
}

/// The sheets of the configuration in force in `current`, or the built-in ones.
fn in_force(configurations: &Configurations, current: &Utf8Path) -> Result<FoundIn, ConfigurationError> {
    let configuration = configurations.for_folder(current)?;
    let folders = folders(&configuration);
    if !folders.is_empty() {
        let sheets = read_all(current, &folders)?;
        return Ok((Found { sheets, builtin: false, replaces: true, only: None }, configuration));
    }
    let questions = configuration.bank.questions().iter().map(|question| SheetSource {
        path: format!("questions/{}", question.path).into(),
        text: question.source().to_owned().into(),
    });
    let sheets = questions.collect();
    Ok((Found { sheets, builtin: true, replaces: false, only: None }, configuration))
}

/// The folders that `configuration` names as banks, absolute.
pub(crate) fn folders(configuration: &Configuration) -> Vec<Utf8PathBuf> {
    let Some(folder) = configuration.folder() else { return Vec::new() };
    let banks = configuration.settings.bank.folders.iter();
    banks.map(|bank| absolute(folder, Utf8Path::new(bank))).collect()
}

/// The sheets in `folders`, with their paths as results show them.
fn read_all(current: &Utf8Path, folders: &[Utf8PathBuf]) -> Result<Vec<SheetSource>, ConfigurationError> {
    let mut sheets = Vec::new();
    for folder in folders {
        let found = read_sheets(folder)?.into_iter().filter(|sheet| is_sheet(&sheet.path));
        sheets.extend(found.map(|sheet| SheetSource {
            path: shown(current, &folder.join(&*sheet.path)).into(),
            text: sheet.text,
        }));
    }
    Ok(sheets)
}

fn located(sheets: &[SheetSource], finding: SheetFinding) -> LocatedSheetFinding {
    let SheetSource { path, text } = &sheets[finding.sheet];
    let index = LineIndex::new(text);
    let at = |position| index.line_column(text, position, ColumnUnit::CodePoint);
    let place = Place { start: at(finding.span.start()), end: at(finding.span.end()) };
    let SheetFinding { is_fault, message, .. } = finding;
    LocatedSheetFinding { path: path.to_string(), place, is_fault, message }
}
