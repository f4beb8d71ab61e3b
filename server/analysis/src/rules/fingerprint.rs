//! What a finding is recognised by.

use std::hash::Hasher;

use siphasher::sip::SipHasher24;

use super::Fingerprint;
use crate::bank::fold;
use crate::markdown::{Heading, Markdown};
use crate::text::Offset;

impl Fingerprint {
    /// The fingerprint of the `occurrence`-th finding with these parts. The hash is the same on every platform
    /// and in every version: baselines hold it.
    pub(super) fn of(parts: &[&str], occurrence: u32) -> Self {
        let mut hasher = SipHasher24::new();
        for part in parts {
            hasher.write(part.as_bytes());
            hasher.write_u8(0xff);
        }
        hasher.write(&occurrence.to_le_bytes());
        Self(hasher.finish())
    }
}

/// The folded texts of the headings around `position`, outermost first.
pub(super) fn heading_path(markdown: &Markdown, position: Offset) -> String {
    let before = markdown.headings.partition_point(|heading| heading.span.start() <= position);
    let mut path: Vec<&Heading> = around(markdown, before).collect();
    path.reverse();
    path.into_iter().map(|heading| fold(markdown.heading_text(heading))).collect::<Vec<_>>().join("/")
}

/// The headings that what follows the first `before` headings stands under, innermost first.
pub(crate) fn around(markdown: &Markdown, before: usize) -> impl Iterator<Item = &Heading> {
    let highest = if markdown.parts.is_empty() { 1 } else { Heading::FILE };
    let mut level = u8::MAX;
    let mut rest = &markdown.headings[..before];
    std::iter::from_fn(move || {
        let found =
            if level > highest { rest.iter().rposition(|heading| heading.level < level)? } else { return None };
        let heading = &rest[found];
        rest = &rest[..found];
        level = heading.level;
        Some(heading)
    })
}
