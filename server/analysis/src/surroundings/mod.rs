//! What stands around a document: the other answers of its repository, and what its links lead to.
//!
//! The analysis sees one document. What it must know of all the others is asked here, of somebody who keeps the
//! [`Facts`](crate::Facts) of every file; without anybody to ask, the rules that need to know are silent. Nothing of another
//! file's text gets here.

mod anchors;
mod authorship;
mod target;

use std::fmt;

pub use anchors::{AnchorKey, Anchors};
pub use authorship::{author, is_beside};
pub use target::Target;

use crate::text::LineColumn;

/// Somebody who knows the other files.
///
/// `part` is the name of the file that is asked about, in a document of several files.
pub trait Surroundings: fmt::Debug {
    /// The other answers to `question` by the author of this document.
    fn others(&self, question: u32) -> Others;

    /// What a link in this document leads to.
    fn lookup(&self, part: Option<&str>, target: &Target) -> Lookup;
}

/// Answers in other files.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Others {
    /// How many there are, up to [`Self::MANY`].
    pub count: usize,
    /// The first of them, in order of their paths.
    pub first: Vec<Elsewhere>,
}

impl Others {
    /// So many are as good as any number of them.
    pub const MANY: usize = 100;

    /// More than these nobody reads.
    pub const SHOWN: usize = 5;
}

/// A place in another file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Elsewhere {
    /// The file, absolute, with forward slashes.
    pub path: String,
    /// The same from the folder of this document.
    pub shown: String,
    /// From where, in lines and columns from 0. Whoever keeps the facts decides what columns count.
    pub start: LineColumn,
    /// To where.
    pub end: LineColumn,
}

/// What was found where a link leads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lookup {
    /// The file, and in it the anchor; or there is no telling.
    Found,
    /// Nothing.
    NoFile,
    /// The file, but not the anchor.
    NoAnchor,
}
