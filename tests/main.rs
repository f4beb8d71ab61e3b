//! Tests of what users touch: the built program.

mod lsp;
