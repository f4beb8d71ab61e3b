//! The language server as a program: real JSON-RPC over pipes, with a client that waits for messages and never
//! for time.

mod actions;
pub(crate) mod client;
mod configuration;
mod documents;
mod faults;
mod features;
mod lifecycle;
mod order;
mod parity;
mod positions;
