//! Tests of what users touch: one program, one module for each surface.

mod bank;
mod cli;
mod compatibility;
mod corpus;
mod docs;
mod fixing;
mod lsp;
mod recognition;
mod rules;
mod verdicts;
