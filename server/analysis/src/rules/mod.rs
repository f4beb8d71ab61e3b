//! The checks, and what they report.
//!
//! A rule is one file: its entry in the registry with its documentation, its check, its tests. The documented
//! examples run as tests. Every rule goes through [`check`], so suppression, severities from the configuration
//! and `status: draft` hold for all of them alike.

mod broken_reference;
mod conflicting_question;
mod context;
mod duplicate_answer;
mod edits;
mod empty_section;
mod finding;
mod fingerprint;
mod leftover_placeholder;
mod length;
mod malformed_suppression;
mod missing_alternative;
mod missing_decision;
mod missing_reversal;
mod missing_tradeoffs;
mod omitted;
mod one_sided;
mod over_length;
mod placeholder;
mod registry;
mod suppression;
mod title_mismatch;
mod unargued_consideration;
mod uncovered_point;
mod under_length;
mod unknown_configuration_key;
mod unknown_question;
mod unquantified;
mod unsupported_language;
mod unused_suppression;

#[cfg(test)]
pub(crate) mod testing;

pub use context::check;
pub(crate) use context::check_after;
pub use finding::{Applicability, Finding, Fingerprint, Fix, Related, Severity, TextEdit};
pub(crate) use fingerprint::Outline;
pub use registry::{Docs, RULES, Rule, configuration_findings, find, names};

pub(crate) use edits::insert_block;
pub(crate) use length::words;
pub(crate) use omitted::name as omission_of;
pub(crate) use omitted::{consideration_of, has_heading, level_within};
pub(crate) use registry::can_be_suppressed;
pub(crate) use suppression::names_cross_file_rule;
pub(crate) use suppression::suppressed_at;
pub(crate) use uncovered_point::untouched;
pub(crate) use unknown_question::renumbered;
