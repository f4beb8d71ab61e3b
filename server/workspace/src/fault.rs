//! Faults on demand, for the tests of the program as a process.
//!
//! There is nothing here unless the feature `fault-injection` is on *and* the build is one for debugging: a mistake
//! in how the program is built or installed is not enough to get a switch that breaks it. The tests of the program
//! switch the feature on as a dev-dependency.
//!
//! The variables are read once, when the first text is analysed:
//!
//! - `TRADEOFF_FAULT_PANIC=TEXT`: the analysis of a text that contains TEXT panics, wherever it is made.
//! - `TRADEOFF_FAULT_PANIC_EDIT=TEXT`: an edit that brings TEXT into an open document panics.
//! - `TRADEOFF_FAULT_SLOW=TEXT` and `TRADEOFF_FAULT_GATE=FILE`: the background analysis of a document that
//!   contains TEXT does not end before FILE exists.
//! - `TRADEOFF_FAULT_SCAN_GATE=FILE`: the scan of the workspace reads nothing before FILE exists or it is cancelled.

#[cfg(all(feature = "fault-injection", debug_assertions))]
mod injected {
    use std::path::PathBuf;
    use std::sync::LazyLock;
    use std::thread;
    use std::time::Duration;

    struct Faults {
        panic: Option<String>,
        edit: Option<String>,
        slow: Option<String>,
        gate: Option<PathBuf>,
        scan_gate: Option<PathBuf>,
    }

    static FAULTS: LazyLock<Faults> = LazyLock::new(|| {
        let text = |name: &str| std::env::var(name).ok();
        let file = |name: &str| std::env::var_os(name).map(PathBuf::from);
        Faults {
            panic: text("TRADEOFF_FAULT_PANIC"),
            edit: text("TRADEOFF_FAULT_PANIC_EDIT"),
            slow: text("TRADEOFF_FAULT_SLOW"),
            gate: file("TRADEOFF_FAULT_GATE"),
            scan_gate: file("TRADEOFF_FAULT_SCAN_GATE"),
        }
    });

    fn is_in(text: &str, part: Option<&String>) -> bool {
        part.is_some_and(|part| text.contains(part))
    }

    /// Panics if the environment wants that of the analysis of `text`.
    pub fn strike(text: &str) {
        // It quotes the text, as those do that slice it in the wrong place: nobody may see that in a log.
        assert!(!is_in(text, FAULTS.panic.as_ref()), "a panic was asked for in {text:?}");
    }

    /// Panics if the environment wants that of an edit that brings `text`.
    pub fn strike_edit(text: &str) {
        assert!(!is_in(text, FAULTS.edit.as_ref()), "a panic was asked for in {text:?}");
    }

    /// Holds up the background analysis of `text` as long as the environment wants, after it has told `begun`.
    pub fn hold(text: &str, begun: impl FnOnce()) {
        if let (true, Some(gate)) = (is_in(text, FAULTS.slow.as_ref()), &FAULTS.gate) {
            begun();
            wait(|| gate.exists());
        }
    }

    /// Holds up the scan of the workspace as long as the environment wants, unless it `is_over`.
    pub fn hold_scan(is_over: impl Fn() -> bool) {
        if let Some(gate) = &FAULTS.scan_gate {
            wait(|| gate.exists() || is_over());
        }
    }

    fn wait(is_open: impl Fn() -> bool) {
        while !is_open() {
            thread::sleep(Duration::from_millis(1));
        }
    }
}

#[cfg(not(all(feature = "fault-injection", debug_assertions)))]
mod injected {
    /// Nothing, in a build that people use.
    #[inline]
    pub fn strike(_: &str) {}

    /// Nothing, in a build that people use.
    #[inline]
    pub fn strike_edit(_: &str) {}

    /// Nothing, in a build that people use.
    #[inline]
    pub fn hold(_: &str, _: impl FnOnce()) {}

    /// Nothing, in a build that people use.
    #[inline]
    pub fn hold_scan(_: impl Fn() -> bool) {}
}

pub use injected::{hold, hold_scan, strike, strike_edit};
