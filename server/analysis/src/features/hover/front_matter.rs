//! What the front matter keys mean that we read.

use super::Card;
use crate::features::View;
use crate::features::front_matter_keys::KEYS;
use crate::text::Offset;

/// The key at `position`, or the key whose value stands there where the value speaks of no question.
pub(super) fn key_at(view: View<'_>, position: Offset) -> Option<Card> {
    let front_matter = view.analysis.markdown.front_matter.as_ref()?;
    front_matter.entries.iter().find_map(|entry| {
        let key = KEYS.iter().find(|key| key.name == entry.key)?;
        let spans = [entry.key_span, entry.value_span];
        let names_question = key.name == "question" || key.name == "title";
        let spans = if names_question { &spans[..1] } else { &spans };
        let span = *spans.iter().find(|span| span.contains_inclusive(position))?;
        Some(Card { span, markdown: format!("`{}`: {}", key.name, key.means) })
    })
}
