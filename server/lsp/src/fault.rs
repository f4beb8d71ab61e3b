//! Faults on demand, for the tests of the server as a program. Not part of any build that is released.
//!
//! The variables are read once, when the first document is analysed:
//!
//! - `TRADEOFF_FAULT_PANIC=TEXT`: the background analysis of a document that contains TEXT panics.
//! - `TRADEOFF_FAULT_SLOW=TEXT` and `TRADEOFF_FAULT_GATE=FILE`: the background analysis of a document that
//!   contains TEXT does not end before FILE exists.
//! - `TRADEOFF_FAULT_SCAN_GATE=FILE`: the scan of the workspace reads nothing before FILE exists or it is cancelled.

use std::path::PathBuf;
use std::sync::LazyLock;
use std::thread;
use std::time::Duration;

struct Faults {
    panic: Option<String>,
    slow: Option<String>,
    gate: Option<PathBuf>,
    scan_gate: Option<PathBuf>,
}

static FAULTS: LazyLock<Faults> = LazyLock::new(|| Faults {
    panic: std::env::var("TRADEOFF_FAULT_PANIC").ok(),
    slow: std::env::var("TRADEOFF_FAULT_SLOW").ok(),
    gate: std::env::var_os("TRADEOFF_FAULT_GATE").map(PathBuf::from),
    scan_gate: std::env::var_os("TRADEOFF_FAULT_SCAN_GATE").map(PathBuf::from),
});

/// Does to the analysis of `text` what the environment wants.
pub(crate) fn strike(text: &str) {
    let is_in_text = |part: &Option<String>| part.as_ref().is_some_and(|part| text.contains(part));
    assert!(!is_in_text(&FAULTS.panic), "a panic was asked for");
    if let (true, Some(gate)) = (is_in_text(&FAULTS.slow), &FAULTS.gate) {
        tracing::debug!("a slow analysis has begun");
        wait(|| gate.exists());
    }
}

/// Holds up the scan of the workspace as long as the environment wants, unless it `is_over`.
pub(crate) fn hold_scan(is_over: impl Fn() -> bool) {
    if let Some(gate) = &FAULTS.scan_gate {
        wait(|| gate.exists() || is_over());
    }
}

fn wait(is_open: impl Fn() -> bool) {
    while !is_open() {
        thread::sleep(Duration::from_millis(1));
    }
}
