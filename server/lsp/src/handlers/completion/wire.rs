//! A completion list as the protocol has it since 3.17.
//!
//! The framework's types know no defaults for all items of a list, and a list of a hundred questions repeats its
//! range a hundred times without them.

use serde::Serialize;
use tower_lsp::ls_types::{
    CompletionItem, CompletionTextEdit, InsertReplaceEdit, InsertTextFormat, Range, TextEdit,
};

use super::abilities::Abilities;

/// `CompletionList`.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct List {
    pub(super) is_incomplete: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) item_defaults: Option<Defaults>,
    pub(super) items: Vec<Item>,
}

/// What holds for all items that do not say otherwise.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Defaults {
    #[serde(skip_serializing_if = "Option::is_none")]
    edit_range: Option<EditRange>,
    #[serde(skip_serializing_if = "Option::is_none")]
    insert_text_format: Option<InsertTextFormat>,
}

/// What an item replaces.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[serde(untagged)]
pub(super) enum EditRange {
    One(Range),
    /// What is replaced by editors that insert, and by those that overwrite.
    Both {
        insert: Range,
        replace: Range,
    },
}

/// `CompletionItem`.
#[derive(Debug, Serialize)]
pub(super) struct Item {
    #[serde(flatten)]
    item: CompletionItem,
    #[serde(rename = "textEditText", skip_serializing_if = "Option::is_none")]
    text_edit_text: Option<String>,
}

/// An item without its edit, and the edit.
pub(super) struct Draft {
    pub(super) item: CompletionItem,
    pub(super) range: EditRange,
    pub(super) text: String,
}

impl List {
    /// The list of `drafts`, with what they have in common said once where the client understands that.
    pub(super) fn new(drafts: Vec<Draft>, format: InsertTextFormat, abilities: &Abilities) -> Self {
        let first = drafts.first().map(|draft| draft.range);
        let common = first.filter(|first| drafts.iter().all(|draft| draft.range == *first));
        let edit_range = common.filter(|_| abilities.has_default_range);
        let insert_text_format = abilities.has_default_format.then_some(format);
        let items = drafts.into_iter().map(|Draft { mut item, range, text }| {
            item.insert_text_format = insert_text_format.is_none().then_some(format);
            if edit_range.is_some() {
                return Item { item, text_edit_text: Some(text) };
            }
            item.text_edit = Some(match range {
                EditRange::One(range) => CompletionTextEdit::Edit(TextEdit { range, new_text: text }),
                EditRange::Both { insert, replace } => {
                    CompletionTextEdit::InsertAndReplace(InsertReplaceEdit { new_text: text, insert, replace })
                }
            });
            Item { item, text_edit_text: None }
        });
        let items = items.collect();
        let has_defaults = edit_range.is_some() || insert_text_format.is_some();
        let item_defaults = has_defaults.then_some(Defaults { edit_range, insert_text_format });
        // What fits depends on what is typed, so the client asks again as it goes on.
        Self { is_incomplete: true, item_defaults, items }
    }
}
