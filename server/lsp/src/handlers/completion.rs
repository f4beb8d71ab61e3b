//! `textDocument/completion` and `completionItem/resolve`.

use serde::{Deserialize, Serialize};
use tower_lsp::ls_types::{
    CompletionItem, CompletionItemKind, CompletionList, CompletionParams, CompletionResponse, CompletionTextEdit,
    Documentation, InsertTextFormat, TextEdit, Uri,
};
use tradeoff_analysis::features::{self, Completion, Piece, Topic};

use super::hover::markup;
use crate::state::Snapshot;

/// What `resolve` needs to know again: requests are stateless.
#[derive(Deserialize, Serialize)]
struct Data {
    uri: Uri,
    question: u32,
    topic: String,
}

pub(crate) fn completion(snapshot: &Snapshot, params: &CompletionParams) -> Option<CompletionResponse> {
    let place = &params.text_document_position;
    let uri = &place.text_document.uri;
    let (_, analysed) = snapshot.analysed(uri)?;
    let places = analysed.places(&snapshot.session);
    let at = places.position_to_offset(place.position);
    let completions = analysed.view(|view| features::complete(view, at));
    if completions.is_empty() {
        return None;
    }
    let newline = if analysed.text.contains("\r\n") { "\r\n" } else { "\n" };
    let items = completions.iter().enumerate().map(|(rank, completion)| CompletionItem {
        label: completion.label.clone(),
        kind: Some(CompletionItemKind::SNIPPET),
        detail: Some(completion.detail.clone()),
        // As many as there are, they keep our order.
        sort_text: Some(format!("{rank:02}")),
        filter_text: Some(completion.filter.clone()),
        insert_text_format: Some(format(snapshot)),
        text_edit: Some(CompletionTextEdit::Edit(TextEdit {
            range: places.span_to_range(completion.span),
            new_text: if snapshot.session.has_snippets { snippet(completion) } else { plain(completion, newline) },
        })),
        data: data(uri, completion),
        ..CompletionItem::default()
    });
    // What fits depends on what is typed, so the client asks again as it goes on.
    Some(CompletionResponse::List(CompletionList { is_incomplete: true, items: items.collect() }))
}

/// Adds what the question's sheet says about the item.
pub(crate) fn resolve(snapshot: &Snapshot, mut item: CompletionItem) -> CompletionItem {
    let data = item.data.clone().and_then(|data| serde_json::from_value::<Data>(data).ok());
    let markdown = data.and_then(|data| {
        let (_, analysed) = snapshot.analysed(&data.uri)?;
        features::documentation(&analysed.input(), data.question, &Topic::of_name(&data.topic))
    });
    if let Some(markdown) = markdown {
        let content = markup(markdown, snapshot.session.completion_in_markdown);
        item.documentation = Some(Documentation::MarkupContent(content));
    }
    item
}

fn format(snapshot: &Snapshot) -> InsertTextFormat {
    if snapshot.session.has_snippets { InsertTextFormat::SNIPPET } else { InsertTextFormat::PLAIN_TEXT }
}

fn data(uri: &Uri, completion: &Completion) -> Option<serde_json::Value> {
    let topic = completion.topic.name().to_owned();
    serde_json::to_value(Data { uri: uri.clone(), question: completion.question, topic }).ok()
}

/// The completion in the protocol's snippet syntax. Editors put their own line endings in.
fn snippet(completion: &Completion) -> String {
    let count = completion.pieces.iter().filter(|piece| **piece == Piece::Stop).count();
    let mut snippet = String::new();
    let mut stop = 0;
    for piece in &completion.pieces {
        match piece {
            Piece::Text(text) => escape_into(&mut snippet, text),
            Piece::Stop => {
                stop += 1;
                // The cursor stays at the last one.
                let number = if stop == count { 0 } else { stop };
                snippet.push_str("\n\n$");
                snippet.push_str(&number.to_string());
            }
        }
    }
    snippet
}

fn escape_into(snippet: &mut String, text: &str) {
    for character in text.chars() {
        if matches!(character, '\\' | '$' | '}') {
            snippet.push('\\');
        }
        snippet.push(character);
    }
}

/// The completion as it stands, in the document's line endings.
fn plain(completion: &Completion, newline: &str) -> String {
    let texts = completion.pieces.iter().filter_map(|piece| match piece {
        Piece::Text(text) => Some(text.as_str()),
        Piece::Stop => None,
    });
    texts.collect::<String>().replace('\n', newline)
}

#[cfg(test)]
mod tests {
    use tradeoff_analysis::text::Span;

    use super::*;

    fn completion(pieces: Vec<Piece>) -> Completion {
        Completion {
            label: String::new(),
            detail: String::new(),
            span: Span::default(),
            filter: String::new(),
            pieces,
            topic: Topic::Answer,
            question: 501,
        }
    }

    #[test]
    fn snippets_have_stops_and_escape_their_own_signs() {
        let text = |text: &str| Piece::Text(text.to_owned());
        let completion = completion(vec![text("{5 $} \\\n"), Piece::Stop, text("\nend"), Piece::Stop, text("\n")]);
        assert_eq!(snippet(&completion), "{5 \\$\\} \\\\\n\n\n$1\nend\n\n$0\n");
        assert_eq!(plain(&completion, "\r\n"), "{5 $} \\\r\n\r\nend\r\n");
    }
}
