//! The requests that a client can make, one file each.
//!
//! A handler converts, asks one function of `tradeoff_analysis::features`, and converts back. It runs on a
//! thread where it may take its time, from the snapshot of the moment its request arrived. A panic in it is
//! answered with an error.

mod code_action;
mod completion;
mod hover;
mod initialize;

use tower_lsp::LanguageServer;
use tower_lsp::jsonrpc::{Error, Result};
use tower_lsp::ls_types::{
    CodeAction, CodeActionParams, CodeActionResponse, CompletionItem, CompletionParams, CompletionResponse, Hover,
    HoverParams, InitializeParams, InitializeResult,
};

use crate::state::{SNAPSHOT, Snapshot};

/// What the framework calls. Text events never get here: the transport has dealt with them.
pub(crate) struct Backend;

impl LanguageServer for Backend {
    async fn initialize(&self, _: InitializeParams) -> Result<InitializeResult> {
        Ok(initialize::result(&snapshot()?.session))
    }

    async fn shutdown(&self) -> Result<()> {
        Ok(())
    }

    async fn hover(&self, params: HoverParams) -> Result<Option<Hover>> {
        answer(move |snapshot| hover::hover(snapshot, &params)).await
    }

    async fn completion(&self, params: CompletionParams) -> Result<Option<CompletionResponse>> {
        answer(move |snapshot| completion::completion(snapshot, &params)).await
    }

    async fn completion_resolve(&self, item: CompletionItem) -> Result<CompletionItem> {
        answer(move |snapshot| completion::resolve(snapshot, item)).await
    }

    async fn code_action(&self, params: CodeActionParams) -> Result<Option<CodeActionResponse>> {
        answer(move |snapshot| code_action::code_action(snapshot, &params)).await
    }

    async fn code_action_resolve(&self, action: CodeAction) -> Result<CodeAction> {
        answer(move |snapshot| code_action::resolve(snapshot, action)).await
    }
}

/// Runs `handler` on a thread for work that may take a while.
async fn answer<T: Send + 'static>(handler: impl FnOnce(&Snapshot) -> T + Send + 'static) -> Result<T> {
    let snapshot = snapshot()?;
    let task = tokio::task::spawn_blocking(move || handler(&snapshot));
    task.await.map_err(|error| {
        tracing::error!("a request failed: {error}");
        Error::internal_error()
    })
}

fn snapshot() -> Result<Snapshot> {
    // Only a request that bypassed the transport would have none.
    SNAPSHOT.try_with(Clone::clone).map_err(|_| Error::internal_error())
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use tokio::sync::mpsc;
    use tradeoff_workspace::Configurations;

    use super::*;
    use crate::configuration::ConfigurationStore;
    use crate::diagnostics::Queue;
    use crate::state::{Owner, State};

    #[tokio::test]
    async fn a_panic_in_a_handler_is_answered_with_an_error() {
        let (outbox, _letters) = mpsc::unbounded_channel();
        let configurations = Arc::new(ConfigurationStore::new(Configurations::new(&[], [])));
        let owner = Owner::new(State::new(configurations, Queue::new(), outbox));
        let answered = SNAPSHOT.scope(owner.snapshot(), answer(|_| panic!("as the test wants"))).await;
        assert_eq!(answered.map(|(): ()| ()), Err(Error::internal_error()));
        let answered = SNAPSHOT.scope(owner.snapshot(), answer(|_| 1)).await;
        assert_eq!(answered, Ok(1));
    }
}
