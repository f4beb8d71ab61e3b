//! A repository of answers: its files, its configurations and what is known about all of them together.
//!
//! File access stands here alone. The analysis below is a pure function of what is read here; the command line
//! and the language server above never open a file of the user's by themselves.

mod configuration;

pub use configuration::{CONFIGURATION_FILE, Configuration, ConfigurationError, Configurations, Sheets};
