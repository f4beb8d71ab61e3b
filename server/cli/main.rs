//! `tradeoff`: language server and linter for answers to system-design questions.

mod bank;

use tradeoff_workspace::Configurations;

fn main() {
    let configurations = Configurations::new(bank::SHEETS, bank::section_titles());
    let _ = configurations;
}
