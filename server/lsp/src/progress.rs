//! Showing how far a scan of the workspace is.
//!
//! The client is asked for a place to show it, and answers when it likes; until then steps wait, and of those that
//! wait only the last is shown. The scan itself never waits.

use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};
use tower_lsp::Client;
use tower_lsp::ls_types::ProgressToken;

const TITLE: &str = "Reading answers";

/// How far a scan is.
pub(crate) enum Step {
    /// So many of a hundred parts are done.
    Percent(u32),
    /// It is over, and this is to be said about it.
    End(String),
}

/// The sending side.
pub(crate) struct Progress {
    steps: Option<UnboundedSender<Step>>,
    percent: u32,
}

/// The name of the scan with this number.
pub(crate) fn token(number: u32) -> String {
    format!("tradeoff/scan/{number}")
}

impl Progress {
    /// Announces a scan by `announce`, if the client shows progress at all.
    pub(crate) fn of(is_shown: bool, announce: impl FnOnce(UnboundedReceiver<Step>)) -> Self {
        let steps = is_shown.then(|| {
            let (sender, receiver) = unbounded_channel();
            announce(receiver);
            sender
        });
        Self { steps, percent: 0 }
    }

    /// Says that `done` of `total` parts are done.
    pub(crate) fn report(&mut self, done: usize, total: usize) {
        let percent = (done * 100 / total.max(1)) as u32;
        if percent > self.percent {
            self.percent = percent;
            self.step(Step::Percent(percent));
        }
    }

    /// Says that it is over.
    pub(crate) fn end(self, message: String) {
        self.step(Step::End(message));
    }

    fn step(&self, step: Step) {
        if let Some(steps) = &self.steps {
            // Nobody listens to a client that has refused, or that is gone.
            let _ = steps.send(step);
        }
    }
}

/// Shows `steps` until the last.
pub(crate) async fn show(client: Client, token: String, mut steps: UnboundedReceiver<Step>) {
    let token = ProgressToken::String(token);
    if let Err(error) = client.create_work_done_progress(token.clone()).await {
        tracing::debug!("the client shows no progress: {error}");
        return;
    }
    let shown = client.progress(token, TITLE).with_percentage(0).with_cancel_button().begin().await;
    let mut waiting = Vec::new();
    while steps.recv_many(&mut waiting, 128).await > 0 {
        match waiting.pop() {
            Some(Step::End(message)) => return shown.finish_with_message(message).await,
            Some(Step::Percent(percent)) => shown.report(percent, None).await,
            None => {}
        }
        waiting.clear();
    }
    // The scan broke off.
    shown.finish().await;
}
