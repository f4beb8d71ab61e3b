//! What a finding is recognised by.

use std::hash::Hasher;

use siphasher::sip::SipHasher24;

use super::Fingerprint;
use crate::bank::fold;
use crate::markdown::Markdown;
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

/// The headings of a document as a tree.
pub(crate) struct Outline {
    /// The heading around each heading.
    outer: Vec<Option<usize>>,
}

impl Outline {
    /// That of `markdown`.
    pub(crate) fn of(markdown: &Markdown) -> Self {
        let mut open: Vec<usize> = Vec::new();
        let outer = markdown.headings.iter().enumerate().map(|(index, heading)| {
            while open.last().is_some_and(|&last| markdown.headings[last].level >= heading.level) {
                open.pop();
            }
            let outer = open.last().copied();
            open.push(index);
            outer
        });
        Self { outer: outer.collect() }
    }

    /// The folded texts of the headings around `position`, outermost first.
    pub(super) fn path(&self, markdown: &Markdown, position: Offset) -> String {
        let after = markdown.headings.partition_point(|heading| heading.span.start() <= position);
        let inside_out = self.around(after.checked_sub(1));
        let mut path: Vec<String> =
            inside_out.map(|heading| fold(markdown.heading_text(&markdown.headings[heading]))).collect();
        path.reverse();
        path.join("/")
    }

    /// The heading with the index `innermost` and those around it, inside out.
    pub(crate) fn around(&self, innermost: Option<usize>) -> impl Iterator<Item = usize> {
        std::iter::successors(innermost, |&heading| self.outer[heading])
    }
}
