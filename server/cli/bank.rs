//! The built-in bank, compiled into the program.

use tradeoff_analysis::bank::check::Misspellings;

include!(concat!(env!("OUT_DIR"), "/bank.rs"));

/// The titles of the built-in sections: pairs of a section's folder and its title.
pub(crate) fn section_titles() -> impl Iterator<Item = (String, String)> {
    let lines = SECTION_TITLES.lines();
    lines.filter_map(|line| line.split_once('\t')).map(|(folder, title)| (folder.to_owned(), title.to_owned()))
}

/// The misspellings that `tradeoff bank check` knows.
pub(crate) const MISSPELLINGS: Misspellings =
    Misspellings::new(include_bytes!(concat!(env!("OUT_DIR"), "/misspellings.bin")));
