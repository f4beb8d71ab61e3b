//! Analysis of answers to system-design questions.
//!
//! Everything here is a pure function of text, bank and configuration: no files, clocks, threads, protocol
//! types or printing. The modules stand in the order of the data flow, and each knows only those before it.

pub mod text;

pub mod markdown;
