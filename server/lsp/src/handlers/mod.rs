//! The requests that a client can make, one file each.
//!
//! A handler converts, asks one function of `tradeoff_analysis::features`, and converts back. It runs on a
//! thread where it may take its time, from the snapshot of the moment its request arrived. A panic in it is
//! answered with an error.

mod code_action;
mod code_lens;
mod commands;
mod completion;
mod definition;
mod diagnostic;
mod document_link;
mod document_symbol;
mod explain;
mod folding_range;
mod hover;
mod initialize;
mod inlay_hint;
mod length;
mod questions;
mod references;
mod rename;
mod selection_range;
mod sheet;
mod workspace_symbol;

use serde_json::Value;
use tower_lsp::jsonrpc::{Error, Result};
use tower_lsp::ls_types::{
    CodeAction, CodeActionParams, CodeActionResponse, CodeLens, CodeLensParams, CompletionItem, CompletionParams,
    DocumentDiagnosticParams, DocumentDiagnosticReportResult, DocumentLink, DocumentLinkParams,
    DocumentSymbolParams, DocumentSymbolResponse, ExecuteCommandParams, FoldingRange, FoldingRangeParams,
    GotoDefinitionParams, GotoDefinitionResponse, Hover, HoverParams, InitializeParams, InitializeResult,
    InlayHint, InlayHintParams, Location, PrepareRenameResponse, ReferenceParams, RenameFilesParams, RenameParams,
    SelectionRange, SelectionRangeParams, TextDocumentPositionParams, WorkspaceDiagnosticParams,
    WorkspaceDiagnosticReportResult, WorkspaceEdit, WorkspaceSymbol, WorkspaceSymbolParams,
    WorkspaceSymbolResponse,
};
use tower_lsp::{Client, ClientSocket, LanguageServer, LspService};
use tradeoff_workspace::panics::contain;
use tradeoff_workspace::progress::Progress;

pub(crate) use code_action::Abilities as ActionAbilities;
pub(crate) use code_lens::EXPLAIN;
pub(crate) use completion::{Abilities as CompletionAbilities, METHOD as COMPLETION};
pub(crate) use rename::Abilities as RenameAbilities;

use self::explain::{ExplainParams, Explanation};
use self::length::{Length, LengthParams};
use self::questions::{BankParams, Questions};
use self::sheet::{Sheet, SheetParams};
use crate::state::{Owner, SNAPSHOT, Snapshot};
use crate::transport::failed;

/// What the framework calls. Text events never get here: the transport has dealt with them.
pub(crate) struct Backend {
    /// For commands, which want something of it.
    client: Client,
    /// For requests whose answer waits for something.
    owner: Owner,
}

/// The service around the backend that `init` makes, with the requests that are not the protocol's own.
pub(crate) fn service(init: impl FnOnce(Client) -> Backend) -> (LspService<Backend>, ClientSocket) {
    LspService::build(init)
        .custom_method(COMPLETION, Backend::complete)
        .custom_method("tradeoff/questions", Backend::questions)
        .custom_method("tradeoff/progress", Backend::progress)
        .custom_method("tradeoff/sheet", Backend::sheet)
        .custom_method("tradeoff/explain", Backend::explain)
        .custom_method("tradeoff/length", Backend::length)
        .finish()
}

impl Backend {
    pub(crate) fn new(client: Client, owner: Owner) -> Self {
        Self { client, owner }
    }

    async fn questions(&self, params: BankParams) -> Result<Questions> {
        answer(move |snapshot| questions::questions(snapshot, &params)).await
    }

    async fn progress(&self, params: BankParams) -> Result<Progress> {
        answer(move |snapshot| questions::progress(snapshot, &params)).await
    }

    async fn sheet(&self, params: SheetParams) -> Result<Sheet> {
        answer(move |snapshot| sheet::sheet(snapshot, params)).await?
    }

    async fn explain(&self, params: ExplainParams) -> Result<Option<Explanation>> {
        answer(move |snapshot| explain::explain(snapshot, &params)).await
    }

    async fn length(&self, params: LengthParams) -> Result<Option<Length>> {
        answer(move |snapshot| length::length(snapshot, &params)).await
    }
}

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

    async fn completion_resolve(&self, item: CompletionItem) -> Result<CompletionItem> {
        answer(move |snapshot| completion::resolve(snapshot, item)).await
    }

    async fn execute_command(&self, params: ExecuteCommandParams) -> Result<Option<Value>> {
        let outcome = answer(move |snapshot| commands::plan(snapshot, params)).await??;
        commands::carry_out(&self.client, &snapshot()?, outcome).await
    }

    async fn diagnostic(&self, params: DocumentDiagnosticParams) -> Result<DocumentDiagnosticReportResult> {
        diagnostic::document(&snapshot()?, params).await
    }

    async fn workspace_diagnostic(
        &self,
        params: WorkspaceDiagnosticParams,
    ) -> Result<WorkspaceDiagnosticReportResult> {
        diagnostic::workspace(&self.owner, params).await
    }

    async fn code_action(&self, params: CodeActionParams) -> Result<Option<CodeActionResponse>> {
        answer(move |snapshot| code_action::code_action(snapshot, &params)).await
    }

    async fn code_action_resolve(&self, action: CodeAction) -> Result<CodeAction> {
        answer(move |snapshot| code_action::resolve(snapshot, action)).await
    }

    async fn code_lens(&self, params: CodeLensParams) -> Result<Option<Vec<CodeLens>>> {
        answer(move |snapshot| code_lens::code_lens(snapshot, &params)).await
    }

    async fn inlay_hint(&self, params: InlayHintParams) -> Result<Option<Vec<InlayHint>>> {
        answer(move |snapshot| inlay_hint::inlay_hint(snapshot, &params)).await
    }

    async fn prepare_rename(&self, params: TextDocumentPositionParams) -> Result<Option<PrepareRenameResponse>> {
        answer(move |snapshot| rename::prepare_rename(snapshot, &params)).await
    }

    async fn rename(&self, params: RenameParams) -> Result<Option<WorkspaceEdit>> {
        answer(move |snapshot| rename::rename(snapshot, &params)).await?
    }

    async fn will_rename_files(&self, params: RenameFilesParams) -> Result<Option<WorkspaceEdit>> {
        answer(move |snapshot| rename::will_rename(snapshot, &params)).await
    }

    async fn goto_definition(&self, params: GotoDefinitionParams) -> Result<Option<GotoDefinitionResponse>> {
        answer(move |snapshot| definition::definition(snapshot, &params)).await
    }

    async fn references(&self, params: ReferenceParams) -> Result<Option<Vec<Location>>> {
        answer(move |snapshot| references::references(snapshot, &params)).await
    }

    async fn document_link(&self, params: DocumentLinkParams) -> Result<Option<Vec<DocumentLink>>> {
        answer(move |snapshot| document_link::document_link(snapshot, &params)).await
    }

    async fn document_link_resolve(&self, link: DocumentLink) -> Result<DocumentLink> {
        answer(move |snapshot| document_link::resolve(snapshot, link)).await
    }

    async fn document_symbol(&self, params: DocumentSymbolParams) -> Result<Option<DocumentSymbolResponse>> {
        answer(move |snapshot| document_symbol::document_symbol(snapshot, &params)).await
    }

    async fn symbol(&self, params: WorkspaceSymbolParams) -> Result<Option<WorkspaceSymbolResponse>> {
        answer(move |snapshot| workspace_symbol::symbol(snapshot, &params)).await
    }

    async fn symbol_resolve(&self, symbol: WorkspaceSymbol) -> Result<WorkspaceSymbol> {
        answer(move |snapshot| workspace_symbol::resolve(snapshot, symbol)).await
    }

    async fn folding_range(&self, params: FoldingRangeParams) -> Result<Option<Vec<FoldingRange>>> {
        answer(move |snapshot| folding_range::folding_range(snapshot, &params)).await
    }

    async fn selection_range(&self, params: SelectionRangeParams) -> Result<Option<Vec<SelectionRange>>> {
        answer(move |snapshot| selection_range::selection_range(snapshot, &params)).await
    }
}

impl Backend {
    /// `textDocument/completion`, as [`COMPLETION`].
    pub(crate) async fn complete(&self, params: CompletionParams) -> Result<Option<completion::List>> {
        answer(move |snapshot| completion::completion(snapshot, &params)).await
    }
}

/// Runs `handler` on a thread for work that may take a while.
async fn answer<T: Send + 'static>(handler: impl FnOnce(&Snapshot) -> T + Send + 'static) -> Result<T> {
    let snapshot = snapshot()?;
    on_a_thread(move || handler(&snapshot)).await
}

/// Does `work` on a thread where it may take its time. A panic in it is the request's error.
async fn on_a_thread<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T> {
    let task = tokio::task::spawn_blocking(|| contain(work));
    // A task that contains its panics breaks off only together with the program.
    task.await.map_err(|_| Error::internal_error())?.map_err(|panicked| failed(&panicked))
}

fn snapshot() -> Result<Snapshot> {
    // Only a request that bypassed the transport would have none.
    SNAPSHOT.try_with(Clone::clone).map_err(|_| Error::internal_error())
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use tokio::sync::mpsc;
    use tower_lsp::jsonrpc::ErrorCode;
    use tradeoff_workspace::Configurations;

    use super::*;
    use crate::configuration::ConfigurationStore;
    use crate::diagnostics::Queue;
    use crate::indexing::Indexer;
    use crate::state::State;

    #[tokio::test]
    async fn a_panic_in_a_handler_is_answered_with_an_error() {
        let (outbox, _letters) = mpsc::unbounded_channel();
        let configurations = Arc::new(ConfigurationStore::new(Configurations::new(&[], [])));
        let owner = Owner::new(State::new(configurations, Queue::new(), Indexer::default(), outbox));
        let answered = SNAPSHOT.scope(owner.snapshot(), answer(|_| panic!("as the test wants"))).await;
        let error = answered.map(|(): ()| ()).expect_err("it panicked");
        assert_eq!(error.code, ErrorCode::InternalError);
        assert!(!error.message.contains("as the test wants"), "{}", error.message);
        let answered = SNAPSHOT.scope(owner.snapshot(), answer(|_| 1)).await;
        assert_eq!(answered, Ok(1));
    }
}
