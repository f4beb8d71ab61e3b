//! `textDocument/documentSymbol`: the outline of the answers.

use tower_lsp::ls_types::{
    self as lsp, DocumentSymbol, DocumentSymbolParams, DocumentSymbolResponse, Location, SymbolInformation, Uri,
};
use tradeoff_analysis::features::{self, Symbol, SymbolKind};

use crate::convert::Places;
use crate::state::Snapshot;

pub(crate) fn document_symbol(
    snapshot: &Snapshot,
    params: &DocumentSymbolParams,
) -> Option<DocumentSymbolResponse> {
    let uri = &params.text_document.uri;
    let (_, analysed) = snapshot.analysed(uri).filter(|_| snapshot.session.settings(uri).symbols)?;
    let places = analysed.places(&snapshot.session);
    let symbols = analysed.view(|view| features::symbols(view, places.whole()));
    if symbols.is_empty() {
        return None;
    }
    if snapshot.session.has_symbol_trees {
        let tree = symbols.into_iter().map(|symbol| symbol_to_lsp(symbol, places));
        return Some(DocumentSymbolResponse::Nested(tree.collect()));
    }
    let mut flat = Vec::new();
    for symbol in symbols {
        flatten(symbol, None, uri, places, &mut flat);
    }
    Some(DocumentSymbolResponse::Flat(flat))
}

/// Kinds among those that every client knows.
pub(super) fn kind_to_lsp(kind: SymbolKind) -> lsp::SymbolKind {
    match kind {
        SymbolKind::Answer => lsp::SymbolKind::MODULE,
        SymbolKind::Section => lsp::SymbolKind::STRING,
        SymbolKind::Tradeoffs => lsp::SymbolKind::INTERFACE,
        SymbolKind::Consideration => lsp::SymbolKind::PROPERTY,
    }
}

#[expect(deprecated, reason = "the type has a field that nobody may set, and no default")]
fn symbol_to_lsp(symbol: Symbol, places: Places<'_>) -> DocumentSymbol {
    let children: Vec<_> = symbol.children.into_iter().map(|child| symbol_to_lsp(child, places)).collect();
    DocumentSymbol {
        name: symbol.name,
        detail: (!symbol.detail.is_empty()).then_some(symbol.detail),
        kind: kind_to_lsp(symbol.kind),
        tags: None,
        deprecated: None,
        range: places.span_to_range(symbol.span),
        selection_range: places.span_to_range(symbol.selection),
        children: (!children.is_empty()).then_some(children),
    }
}

/// The same one after the other. What a tree says in `detail` stands behind the name.
#[expect(deprecated, reason = "the type has a field that nobody may set, and no default")]
fn flatten(
    symbol: Symbol,
    container: Option<&str>,
    uri: &Uri,
    places: Places<'_>,
    flat: &mut Vec<SymbolInformation>,
) {
    let name = if symbol.detail.is_empty() {
        symbol.name.clone()
    } else {
        format!("{} ({})", symbol.name, symbol.detail)
    };
    flat.push(SymbolInformation {
        name,
        kind: kind_to_lsp(symbol.kind),
        tags: None,
        deprecated: None,
        location: Location { uri: uri.clone(), range: places.span_to_range(symbol.span) },
        container_name: container.map(str::to_owned),
    });
    for child in symbol.children {
        flatten(child, Some(&symbol.name), uri, places, flat);
    }
}
