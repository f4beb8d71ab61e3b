//! What a client can do with a completion.

use tower_lsp::ls_types::{CompletionClientCapabilities, InsertTextMode, MarkupKind};

/// The client's side of completion. Whatever it leaves out, it cannot do.
#[expect(clippy::struct_excessive_bools, reason = "each is one thing that a client can do or not")]
#[derive(Clone, Debug, Default)]
pub(crate) struct Abilities {
    pub(super) shows_markdown: bool,
    pub(super) has_snippets: bool,
    /// Whether it tells editors that insert from editors that overwrite.
    pub(super) has_insert_replace: bool,
    pub(super) has_label_details: bool,
    /// Whether it can be told to leave the indentation of lines alone.
    pub(super) has_as_is: bool,
    pub(super) has_default_range: bool,
    pub(super) has_default_format: bool,
}

impl Abilities {
    pub(crate) fn new(client: &CompletionClientCapabilities) -> Self {
        let defaults = client.completion_list.as_ref().and_then(|list| list.item_defaults.as_ref());
        let has_default = |name: &str| defaults.is_some_and(|defaults| defaults.iter().any(|known| known == name));
        let item = client.completion_item.clone().unwrap_or_default();
        let modes = item.insert_text_mode_support.map(|support| support.value_set).unwrap_or_default();
        Self {
            shows_markdown: item.documentation_format.is_some_and(|kinds| kinds.contains(&MarkupKind::Markdown)),
            has_snippets: item.snippet_support.unwrap_or(false),
            has_insert_replace: item.insert_replace_support.unwrap_or(false),
            has_label_details: item.label_details_support.unwrap_or(false),
            has_as_is: modes.contains(&InsertTextMode::AS_IS),
            has_default_range: has_default("editRange"),
            has_default_format: has_default("insertTextFormat"),
        }
    }
}
