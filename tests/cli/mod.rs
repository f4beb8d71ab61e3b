//! The program as a process: standard output, standard error and status together.

mod baseline;
mod changed;
mod completions;
mod configuration;
mod explain;
mod fix;
mod folder;
mod formats;
mod json;
mod lint;
mod list;
mod neighbours;
mod new;
mod output;
mod panics;
mod progress;
pub(crate) mod project;
mod rule;
mod schema;
mod shards;
mod show;
mod walk;
mod watch;
