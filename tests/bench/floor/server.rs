//! The least that a language server for Markdown must do: keeps the text, parses all of it after each change, and
//! publishes one diagnostic that says how many headings there are. Hover shows the heading that the cursor stands
//! below; completion offers all headings.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::{Arc, Mutex, PoisonError};

use pulldown_cmark::{Event, Options, Parser, Tag};
use tower_lsp::jsonrpc::Result;
use tower_lsp::ls_types::{
    CompletionItem, CompletionOptions, CompletionParams, CompletionResponse, Diagnostic,
    DidChangeTextDocumentParams, DidOpenTextDocumentParams, Hover, HoverContents, HoverParams,
    HoverProviderCapability, InitializeParams, InitializeResult, MarkupContent, MarkupKind, Position,
    ServerCapabilities, TextDocumentSyncCapability, TextDocumentSyncKind, Uri,
};
use tower_lsp::{Client, LanguageServer, LspService, Server};

#[tokio::main(worker_threads = 2)]
async fn main() {
    let (service, socket) = LspService::new(|client| Backend { client, documents: Mutex::default() });
    Server::new(tokio::io::stdin(), tokio::io::stdout(), socket).serve(service).await;
}

struct Backend {
    client: Client,
    documents: Mutex<HashMap<Uri, Arc<Document>>>,
}

/// A text and where its headings stand.
struct Document {
    text: String,
    headings: Vec<Range<usize>>,
}

impl Document {
    fn new(text: String) -> Self {
        let events = Parser::new_ext(&text, Options::all()).into_offset_iter();
        let headings = events.filter(|(event, _)| matches!(event, Event::Start(Tag::Heading { .. })));
        let headings = headings.map(|(_, range)| range).collect();
        Self { text, headings }
    }

    /// The byte at `position`. Columns are taken for bytes, which is right for the texts that this is measured with.
    fn offset(&self, position: Position) -> usize {
        let mut at = 0;
        for _ in 0..position.line {
            at += self.text[at..].find('\n').map_or(0, |end| end + 1);
        }
        at + position.character as usize
    }

    fn heading(&self, range: &Range<usize>) -> String {
        self.text[range.clone()].trim().to_owned()
    }
}

impl Backend {
    async fn store(&self, uri: Uri, version: i32, text: String) {
        let document = Arc::new(Document::new(text));
        let message = format!("{} headings", document.headings.len());
        self.documents.lock().unwrap_or_else(PoisonError::into_inner).insert(uri.clone(), document);
        let diagnostic = Diagnostic { message, ..Diagnostic::default() };
        self.client.publish_diagnostics(uri, vec![diagnostic], Some(version)).await;
    }

    fn document(&self, uri: &Uri) -> Option<Arc<Document>> {
        self.documents.lock().unwrap_or_else(PoisonError::into_inner).get(uri).cloned()
    }
}

impl LanguageServer for Backend {
    async fn initialize(&self, _: InitializeParams) -> Result<InitializeResult> {
        Ok(InitializeResult {
            capabilities: ServerCapabilities {
                text_document_sync: Some(TextDocumentSyncCapability::Kind(TextDocumentSyncKind::INCREMENTAL)),
                hover_provider: Some(HoverProviderCapability::Simple(true)),
                completion_provider: Some(CompletionOptions::default()),
                ..ServerCapabilities::default()
            },
            ..InitializeResult::default()
        })
    }

    async fn did_open(&self, params: DidOpenTextDocumentParams) {
        let document = params.text_document;
        self.store(document.uri, document.version, document.text).await;
    }

    async fn did_change(&self, params: DidChangeTextDocumentParams) {
        let uri = params.text_document.uri;
        let Some(document) = self.document(&uri) else { return };
        let mut text = document.text.clone();
        for change in params.content_changes {
            match change.range {
                Some(range) => {
                    let range = document.offset(range.start)..document.offset(range.end);
                    text.replace_range(range, &change.text);
                }
                None => text = change.text,
            }
        }
        self.store(uri, params.text_document.version, text).await;
    }

    async fn hover(&self, params: HoverParams) -> Result<Option<Hover>> {
        let place = params.text_document_position_params;
        let Some(document) = self.document(&place.text_document.uri) else { return Ok(None) };
        let at = document.offset(place.position);
        let heading = document.headings.iter().rfind(|range| range.start <= at);
        let value = heading.map(|range| document.heading(range)).unwrap_or_default();
        let contents = HoverContents::Markup(MarkupContent { kind: MarkupKind::Markdown, value });
        Ok(Some(Hover { contents, range: None }))
    }

    async fn completion(&self, params: CompletionParams) -> Result<Option<CompletionResponse>> {
        let uri = params.text_document_position.text_document.uri;
        let Some(document) = self.document(&uri) else { return Ok(None) };
        let item = |range| CompletionItem { label: document.heading(range), ..CompletionItem::default() };
        Ok(Some(CompletionResponse::Array(document.headings.iter().map(item).collect())))
    }

    async fn shutdown(&self) -> Result<()> {
        Ok(())
    }
}
