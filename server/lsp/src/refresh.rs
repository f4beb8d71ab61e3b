//! Asking the client to ask again for diagnostics, and for what it shows between the lines.
//!
//! Clients ask for code lenses and inlay hints when a text changes. When something else changes what they say, as
//! settings, a configuration or another part of the same answer do, the server has to tell. Clients refresh all
//! that they show, so however often that happens, one request is under way and at most one waits.

use tokio::sync::mpsc;
use tower_lsp::Client;
use tower_lsp::ls_types::ClientCapabilities;

/// What can be refreshed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Glances {
    pub(crate) lenses: bool,
    pub(crate) hints: bool,
}

impl Glances {
    /// What the client can be asked to refresh.
    pub(crate) fn new(client: &ClientCapabilities) -> Self {
        let workspace = client.workspace.as_ref();
        let lenses = workspace.and_then(|workspace| workspace.code_lens.as_ref()?.refresh_support);
        let hints = workspace.and_then(|workspace| workspace.inlay_hint.as_ref()?.refresh_support);
        Self { lenses: lenses.unwrap_or(false), hints: hints.unwrap_or(false) }
    }

    /// Whether the client takes any such request.
    pub(crate) fn is_any(self) -> bool {
        self.lenses || self.hints
    }
}

/// Sends the requests one after the other.
pub(crate) struct Refresher {
    glances: mpsc::Sender<Glances>,
    diagnostics: mpsc::Sender<()>,
}

impl Refresher {
    /// Starts tasks that live as long as this does.
    pub(crate) fn start(client: &Client) -> Self {
        let (glances, mut wanted) = mpsc::channel(1);
        let asking = client.clone();
        tokio::spawn(async move {
            while let Some(glances) = wanted.recv().await {
                refresh(&asking, glances).await;
            }
        });
        let (diagnostics, mut wanted) = mpsc::channel(1);
        let asking = client.clone();
        tokio::spawn(async move {
            while let Some(()) = wanted.recv().await {
                if let Err(error) = asking.workspace_diagnostic_refresh().await {
                    tracing::warn!("the client does not ask for diagnostics again: {error}");
                }
            }
        });
        Self { glances, diagnostics }
    }

    /// Lets the client ask again for `glances`, soon.
    pub(crate) fn ask(&self, glances: Glances) {
        // Where one waits already, it will show this change as well.
        let _ = self.glances.try_send(glances);
    }

    /// Lets the client ask again for diagnostics, soon.
    pub(crate) fn ask_diagnostics(&self) {
        let _ = self.diagnostics.try_send(());
    }
}

async fn refresh(client: &Client, glances: Glances) {
    if glances.lenses
        && let Err(error) = client.code_lens_refresh().await
    {
        tracing::debug!("the client does not refresh its code lenses: {error}");
    }
    if glances.hints
        && let Err(error) = client.inlay_hint_refresh().await
    {
        tracing::debug!("the client does not refresh its inlay hints: {error}");
    }
}
