//! How an input is read: a byte of choices, then the text.
//!
//! Bytes that are no UTF-8 are replaced, so that every input is a case. Nothing else decides what is tried, and an
//! input can be read and written in any editor.

/// An input.
pub(crate) struct Case {
    choices: u8,
    /// The text.
    pub(crate) text: String,
}

impl Case {
    /// Reads `data`. What has no text is no case.
    pub(crate) fn read(data: &[u8]) -> Option<Self> {
        let (&choices, text) = data.split_first()?;
        Some(Self { choices, text: String::from_utf8_lossy(text).into_owned() })
    }

    /// One of four, by the lowest bits.
    pub(crate) fn one_of_four(&self) -> u8 {
        self.choices & 3
    }

    /// A choice of its own for each `number` from 2 to 7.
    pub(crate) fn is_chosen(&self, number: u8) -> bool {
        self.choices >> number & 1 == 1
    }
}

/// The parts of `text`: those between lines of two percent signs.
pub(crate) fn parts(text: &str) -> impl Iterator<Item = &str> {
    text.split("\n%%\n")
}
