//! A repository of answers: its files, its configurations and what is known about all of them together.
//!
//! File access stands here alone. The analysis below is a pure function of what is read here; the command line
//! and the language server above never open a file of the user's by themselves.

mod bank;
mod baseline;
mod changed;
mod configuration;
mod document;
pub mod fault;
mod fix;
mod git;
mod history;
mod index;
mod interruption;
mod lint;
mod mentions;
mod own_sheets;
pub mod panics;
mod paths;
pub mod progress;
mod read;
mod report;
mod repository;
mod selection;
pub mod sheets;
mod spool;
mod unit;
mod walk;
mod watch;
mod write;

pub use bank::{CheckedBank, LocatedSheetFinding, check_bank};
pub use baseline::{Baseline, BaselineEntry, BaselineError};
pub use changed::Changes;
pub use configuration::{CONFIGURATION_FILE, Configuration, ConfigurationError, Configurations, Sheets};
pub use fix::{FixError, FixedFile, Fixing};
pub use git::GitError;
pub use history::{HistoryError, Moment, history};
pub use index::{
    Around, Documents, Encounters, Index, IndexedAnswer, IndexedFile, IndexedFinding, IndexedRelated, Scan,
    root_of,
};
pub use interruption::end_between_writes;
pub use lint::{Linter, Observer, Options, Problem, Run};
pub use mentions::documents_with;
pub use paths::{absolute, is_there, shown};
pub use read::{ReadError, read_text};
pub use report::{
    Excerpt, Keep, LintedAnswer, LintedFile, LintedSection, LocatedFinding, Place, Quote, WeighedConsideration,
};
pub use repository::Repository;
pub use selection::{InvalidShard, Selection, Shard, stable_hash};
pub use spool::{Spool, Spooled};
pub use unit::companions;
pub use walk::WalkError;
pub use watch::{WatchError, Watcher};
pub use write::{append_to_file, create_file, replace_file, replace_file_with};
