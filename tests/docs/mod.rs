//! Documentation that tests hold to its word.

mod dependencies;
mod protocol;
