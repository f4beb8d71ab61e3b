//! How far a long run is, for somebody who sits in front of it.
//!
//! Most runs are over before anybody could read it, so nothing is drawn in the first second. It is drawn on standard
//! error, and only if that is a terminal; what is written afterwards finds the line empty again.

use std::io::{self, IsTerminal as _};
use std::sync::mpsc::{RecvTimeoutError, Sender, channel};
use std::thread::JoinHandle;
use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use tradeoff_workspace::Observer;

/// Runs that are over before this are not told of.
const PATIENCE: Duration = Duration::from_secs(1);

/// How often what is drawn is renewed, so that it is seen to be alive.
const TICK: Duration = Duration::from_millis(120);

const TEMPLATE: &str = "{bar:30} {pos}/{len} documents, {eta} left";

/// A bar that fills as documents are read. It is gone once this is dropped.
#[derive(Debug)]
pub(crate) struct Meter {
    bar: ProgressBar,
    /// Ends the wait for the moment to draw.
    waiting: Option<(Sender<()>, JoinHandle<()>)>,
}

impl Meter {
    /// The bar of a run that starts now; with `quiet`, none.
    pub(crate) fn start(quiet: bool) -> Self {
        let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::hidden());
        if quiet || !io::stderr().is_terminal() {
            return Self { bar, waiting: None };
        }
        let style = ProgressStyle::with_template(TEMPLATE).expect("the template can be read");
        bar.set_style(style.progress_chars("=> "));
        let (end, ended) = channel();
        let drawn = bar.clone();
        let wait = move || {
            if ended.recv_timeout(PATIENCE) == Err(RecvTimeoutError::Timeout) {
                drawn.set_draw_target(ProgressDrawTarget::stderr());
                drawn.enable_steady_tick(TICK);
            }
        };
        Self { bar, waiting: Some((end, std::thread::spawn(wait))) }
    }
}

impl Observer for Meter {
    fn found(&self, documents: usize) {
        self.bar.set_length(documents as u64);
    }

    fn read_one(&self) {
        self.bar.inc(1);
    }
}

impl Drop for Meter {
    fn drop(&mut self) {
        if let Some((end, thread)) = self.waiting.take() {
            drop(end);
            // It ends at once, and has nothing to say that would matter more than the run.
            let _ = thread.join();
            self.bar.finish_and_clear();
        }
    }
}
