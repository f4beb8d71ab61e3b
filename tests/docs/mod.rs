//! Documentation that tests hold to its word.

mod protocol;
