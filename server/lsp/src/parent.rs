//! The client's process: when it dies without a word, the server must not stay behind.
//!
//! Usually standard input ends with the process, and that is noticed anyway. It does not where somebody else
//! holds the pipe open, such as a shell or another child of the client.

use tokio::sync::watch;

/// Ends when the client's process has ended; never for a client that has not told which process it is.
pub(crate) async fn gone(mut parent: watch::Receiver<Option<u32>>) {
    match parent.wait_for(Option::is_some).await.map(|known| *known) {
        Ok(Some(process)) => ended(process).await,
        _ => std::future::pending().await,
    }
}

#[cfg(unix)]
async fn ended(process: u32) {
    use std::time::Duration;

    use rustix::io::Errno;
    use rustix::process::{Pid, test_kill_process};

    /// Seldom enough to cost nothing, often enough to leave no heap of servers behind.
    const INTERVAL: Duration = Duration::from_secs(1);

    let Some(process) = i32::try_from(process).ok().and_then(Pid::from_raw) else {
        return std::future::pending().await;
    };
    // A process of another user exists, too: only "no such process" counts.
    while test_kill_process(process) != Err(Errno::SRCH) {
        tokio::time::sleep(INTERVAL).await;
    }
}

/// There is no safe way to ask here; standard input ends with the client.
#[cfg(not(unix))]
async fn ended(_: u32) {
    std::future::pending().await
}
