//! Snippets in edits, which version 3.18 of the protocol has and the library's types do not.
//!
//! An edit with places to write at travels through the library as one with an annotation of our own, and gets its
//! real form right before it is sent. What the client says about such edits is kept where the library keeps what
//! it does not know.

use serde_json::{Value, json};
use tower_lsp::jsonrpc::Response;
use tower_lsp::ls_types::{
    AnnotatedTextEdit, ClientCapabilities, DocumentChanges, OneOf, Range, TextDocumentEdit, TextEdit,
    WorkspaceEdit,
};

use crate::document::OpenDocument;

/// What marks an edit whose text is a snippet.
const MARK: &str = "tradeoff.snippet";

/// Where the client's declaration stands, in its capabilities.
const DECLARATION: &str = "/workspace/workspaceEdit/snippetEditSupport";

/// Keeps what a client's `capabilities`, before the library reads them, say about snippets in edits.
pub(crate) fn keep_declaration(capabilities: &mut Value) {
    if capabilities.pointer(DECLARATION) != Some(&Value::Bool(true)) {
        return;
    }
    let experimental = &mut capabilities["experimental"];
    if experimental.is_null() {
        *experimental = json!({});
    }
    if let Some(experimental) = experimental.as_object_mut() {
        experimental.insert(MARK.to_owned(), true.into());
    }
}

/// Whether the client takes snippets in edits.
pub(crate) fn is_declared(client: &ClientCapabilities) -> bool {
    client.experimental.as_ref().is_some_and(|experimental| experimental[MARK] == true)
}

/// An edit of `document` whose text is a `snippet`.
pub(crate) fn snippet_edit(document: &OpenDocument, range: Range, snippet: String) -> WorkspaceEdit {
    let text_edit = TextEdit { range, new_text: snippet };
    let edit = AnnotatedTextEdit { text_edit, annotation_id: MARK.to_owned() };
    let change = TextDocumentEdit { text_document: document.identifier(), edits: vec![OneOf::Right(edit)] };
    WorkspaceEdit { document_changes: Some(DocumentChanges::Edits(vec![change])), ..WorkspaceEdit::default() }
}

/// Adds `text` to a snippet, with the signs escaped that mean something there, or `also` at this place.
pub(crate) fn escape_into(snippet: &mut String, text: &str, also: &[char]) {
    for character in text.chars() {
        if matches!(character, '\\' | '$' | '}') || also.contains(&character) {
            snippet.push('\\');
        }
        snippet.push(character);
    }
}

/// `text` as a snippet that says just that.
pub(crate) fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    escape_into(&mut escaped, text, &[]);
    escaped
}

/// Gives the snippet edits in a response to `textDocument/codeAction` the form that the protocol has for them.
pub(crate) fn finish(response: Response) -> Response {
    let (id, mut body) = response.into_parts();
    if let Ok(Value::Array(actions)) = &mut body {
        let changes = actions.iter_mut().filter_map(|action| action.pointer_mut("/edit/documentChanges"));
        let changes = changes.filter_map(Value::as_array_mut).flatten();
        let edits = changes.filter_map(|change| change.get_mut("edits")?.as_array_mut()).flatten();
        for edit in edits.filter(|edit| edit["annotationId"] == MARK) {
            let snippet = json!({ "kind": "snippet", "value": edit["newText"].take() });
            *edit = json!({ "range": edit["range"].take(), "snippet": snippet });
        }
    }
    Response::from_parts(id, body)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signs_of_snippets_are_escaped() {
        assert_eq!(escape("{5 $} \\"), "{5 \\$\\} \\\\");
    }
}
