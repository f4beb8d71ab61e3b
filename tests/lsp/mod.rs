//! The language server as a program: real JSON-RPC over pipes, with a client that waits for messages and never
//! for time.

mod actions;
pub(crate) mod client;
mod clients;
mod commands;
mod completion;
pub(crate) mod concurrency;
mod configuration;
mod documents;
mod endurance;
mod faults;
mod features;
mod glance;
mod hostile;
mod hostile_stream;
mod hover;
mod lifecycle;
mod logging;
mod navigation;
mod neighbours;
mod order;
mod outline;
mod panics;
mod parity;
mod positions;
mod pull;
mod rename;
mod settings;
mod workspace;
