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
    let mut path: Vec<&Heading> = Vec::new();
    for heading in markdown.headings.iter().take_while(|heading| heading.span.start() <= position) {
        path.retain(|outer| outer.level < heading.level);
        path.push(heading);
    }
    path.into_iter().map(|heading| fold(markdown.heading_text(heading))).collect::<Vec<_>>().join("/")
}
