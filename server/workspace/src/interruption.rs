//! Being interrupted between two files rather than in the middle of one.
//!
//! A file takes its place in one step, so an interruption can never leave half of it; but it could leave the temporary
//! file that was to take the place. So the polite signals wait until no file is on its way, which takes milliseconds,
//! and then do what they always do. A second one waits for nothing, and neither does a kill.

use std::io;
use std::sync::{PoisonError, RwLock, RwLockReadGuard};

/// Held by many while files are on their way, and by the one that ends the program.
static ON_THEIR_WAY: RwLock<()> = RwLock::new(());

/// Keeps polite signals from ending the program until the result is dropped. Nobody who holds may ask again.
pub(crate) fn hold() -> RwLockReadGuard<'static, ()> {
    ON_THEIR_WAY.read().unwrap_or_else(PoisonError::into_inner)
}

/// Lets SIGINT, SIGTERM and SIGHUP end the program when no file is on its way.
#[cfg(unix)]
pub fn end_between_writes() -> io::Result<()> {
    use std::sync::Arc;
    use std::sync::atomic::AtomicBool;

    use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
    use signal_hook::flag;
    use signal_hook::iterator::Signals;
    use signal_hook::low_level::emulate_default_handler;

    let is_asked_again = Arc::new(AtomicBool::new(false));
    let ignored = ignored();
    let polite = [SIGHUP, SIGINT, SIGTERM].into_iter().filter(|signal| ignored & (1 << (signal - 1)) == 0);
    for signal in polite.clone() {
        // In this order, or the first one would count as a second.
        flag::register_conditional_default(signal, Arc::clone(&is_asked_again))?;
        flag::register(signal, Arc::clone(&is_asked_again))?;
    }
    let mut signals = Signals::new(polite)?;
    std::thread::Builder::new().name("signals".to_owned()).spawn(move || {
        for signal in signals.forever() {
            let _none = ON_THEIR_WAY.write().unwrap_or_else(PoisonError::into_inner);
            // It only fails for signals that cannot end a program.
            let _ = emulate_default_handler(signal);
        }
    })?;
    Ok(())
}

/// The signals that are ignored, as `nohup` and shells do it for work in the background, each a bit from 0 for signal 1.
/// Whoever ignores them for the program does not want it to end.
#[cfg(unix)]
fn ignored() -> u64 {
    /// Where nobody tells, a terminal that goes away ends the program as if it did not look for signals at all.
    const UNKNOWN: u64 = 1 << (signal_hook::consts::SIGHUP - 1);
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let mask = status.lines().find_map(|line| line.strip_prefix("SigIgn:"));
    mask.and_then(|mask| u64::from_str_radix(mask.trim(), 16).ok()).unwrap_or(UNKNOWN)
}

/// Elsewhere the system ends a program without asking it.
#[cfg(not(unix))]
pub fn end_between_writes() -> io::Result<()> {
    Ok(())
}
