//! Analysis of answers to system-design questions.
//!
//! Everything here is a pure function of text, bank and configuration: no files, clocks, threads, protocol
//! types or printing. The modules stand in the order of the data flow, and each knows only those before it.
//! [`analyse`] is the one entry point that the command line and the language server share.

pub mod text;

pub mod markdown;

pub mod bank;

pub mod config;

pub mod skeleton;

pub mod answer;

pub mod considerations;

pub mod decision;

pub mod surroundings;

pub mod rules;

mod after;

mod analyse;

mod facts;

pub mod fixing;

pub mod features;

pub use after::{Before, analyse_after};
pub use analyse::{Analysis, AnswerReport, Input, State, analyse, analyse_joined};
pub use facts::{Facts, FileOfDocument, Site, Spoken};
