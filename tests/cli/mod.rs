//! The program as a process: standard output, standard error and status together.

mod baseline;
mod changed;
mod completions;
mod configuration;
mod explain;
mod fix;
mod folder;
mod formats;
mod hostile_text;
#[cfg(unix)]
mod interruption;
mod json;
mod lint;
mod list;
mod neighbours;
mod network;
mod new;
mod output;
mod panics;
mod progress;
pub(crate) mod project;
mod rule;
mod schema;
mod shards;
mod show;
#[cfg(unix)]
mod special_files;
mod strange_files;
mod walk;
mod watch;
