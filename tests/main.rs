//! Tests of what users touch: the built program as a process.

mod cli;
