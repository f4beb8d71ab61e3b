//! `textDocument/completion` and `completionItem/resolve`.

mod abilities;
mod snippet;
mod wire;

use serde::{Deserialize, Serialize};
use tower_lsp::ls_types::{
    CompletionContext, CompletionItem, CompletionItemKind, CompletionItemLabelDetails, CompletionParams,
    Documentation, InsertTextFormat, InsertTextMode, Uri,
};
use tradeoff_analysis::features::{self, Completion, Topic, Trigger};

use super::hover::markup;
use crate::convert::Places;
use crate::document::Kind;
use crate::state::Snapshot;

pub(crate) use abilities::Abilities;
pub(crate) use wire::List;
use wire::{Draft, EditRange};

/// The method under which the framework knows [`completion`]: its own has no place for [`List`].
pub(crate) const METHOD: &str = "tradeoff/completion";

/// What `resolve` needs to know again: requests are stateless.
#[derive(Deserialize, Serialize)]
struct Data {
    uri: Uri,
    #[serde(skip_serializing_if = "Option::is_none")]
    question: Option<u32>,
    topic: String,
}

pub(crate) fn completion(snapshot: &Snapshot, params: &CompletionParams) -> Option<List> {
    let place = &params.text_document_position;
    let uri = &place.text_document.uri;
    let trigger = trigger(params.context.as_ref());
    let document = snapshot.document(uri).filter(|document| document.kind == Kind::Markdown)?;
    if !features::is_worth_asking(&document.line_before(place.position, &snapshot.session), trigger) {
        return None;
    }
    let (_, analysed) = snapshot.analysed(uri)?;
    let places = analysed.places(&snapshot.session);
    let at = places.position_to_offset(place.position);
    let completions = analysed.view(|view| features::complete(view, at, trigger));
    if completions.is_empty() {
        return None;
    }
    let abilities = &snapshot.session.completion;
    let newline = if analysed.text.contains("\r\n") { "\r\n" } else { "\n" };
    let drafts = completions.iter().enumerate().map(|(rank, completion)| Draft {
        item: item(rank, completion, uri, abilities),
        range: range(completion, places, abilities),
        text: if abilities.has_snippets { snippet::of(completion) } else { snippet::plain(completion, newline) },
    });
    let format = if abilities.has_snippets { InsertTextFormat::SNIPPET } else { InsertTextFormat::PLAIN_TEXT };
    Some(List::new(drafts.collect(), format, abilities))
}

/// Adds what the question's sheet or the rule's documentation says about the item.
pub(crate) fn resolve(snapshot: &Snapshot, mut item: CompletionItem) -> CompletionItem {
    let data = item.data.clone().and_then(|data| serde_json::from_value::<Data>(data).ok());
    let markdown = data.and_then(|data| {
        let topic = Topic::of_name(&data.topic)?;
        let hints = snapshot.session.settings(&data.uri).hints;
        let (_, analysed) = snapshot.analysed(&data.uri)?;
        features::documentation(&analysed.input(), data.question, &topic, hints)
    });
    if let Some(markdown) = markdown {
        let content = markup(markdown, snapshot.session.completion.shows_markdown);
        item.documentation = Some(Documentation::MarkupContent(content));
    }
    item
}

fn trigger(context: Option<&CompletionContext>) -> Trigger {
    let typed = context.and_then(|context| context.trigger_character.as_ref()?.chars().next());
    typed.map_or(Trigger::Asked, Trigger::Typed)
}

/// Everything but the edit.
fn item(rank: usize, completion: &Completion, uri: &Uri, abilities: &Abilities) -> CompletionItem {
    let details = CompletionItemLabelDetails { detail: None, description: Some(completion.detail.clone()) };
    // A skeleton starts at the margin, wherever the cursor stands.
    let is_skeleton = matches!(completion.topic, Topic::Answer | Topic::Tradeoffs | Topic::Consideration(_));
    CompletionItem {
        label: completion.label.clone(),
        label_details: abilities.has_label_details.then_some(details),
        kind: Some(kind(&completion.topic)),
        detail: Some(completion.detail.clone()),
        // As many as there are, they keep our order.
        sort_text: Some(format!("{rank:03}")),
        filter_text: Some(completion.filter.clone()),
        insert_text_mode: (is_skeleton && abilities.has_as_is).then_some(InsertTextMode::AS_IS),
        data: data(uri, completion),
        ..CompletionItem::default()
    }
}

fn kind(topic: &Topic) -> CompletionItemKind {
    match topic {
        Topic::Answer | Topic::Tradeoffs | Topic::Consideration(_) => CompletionItemKind::SNIPPET,
        Topic::Question => CompletionItemKind::REFERENCE,
        Topic::Key(_) => CompletionItemKind::PROPERTY,
        Topic::Rule(_) => CompletionItemKind::ENUM_MEMBER,
        Topic::Suppression => CompletionItemKind::KEYWORD,
    }
}

fn range(completion: &Completion, places: Places<'_>, abilities: &Abilities) -> EditRange {
    let insert = places.span_to_range(completion.typed);
    if !abilities.has_insert_replace {
        return EditRange::One(insert);
    }
    EditRange::Both { insert, replace: places.span_to_range(completion.replaced) }
}

fn data(uri: &Uri, completion: &Completion) -> Option<serde_json::Value> {
    let topic = completion.topic.name();
    serde_json::to_value(Data { uri: uri.clone(), question: completion.question, topic }).ok()
}
