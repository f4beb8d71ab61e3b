//! Panics stay where they happen.
//!
//! A panic is a bug of ours, and one text that has found it must not cost the other texts anything. Whatever may
//! meet a text runs in [`contain`], which gives the place of the panic instead of a result. Only that: what a panic
//! says may quote the text (slicing inside a character does), and a log is what people send to strangers. With the
//! hash of the text, its owner can find out which one it was.

use std::cell::{Cell, RefCell};
use std::fmt::{self, Display, Formatter};
use std::panic::{AssertUnwindSafe, catch_unwind, set_hook};

use crate::selection::stable_hash;

thread_local! {
    /// Where the last panic of this thread was.
    static PLACE: RefCell<Option<String>> = const { RefCell::new(None) };
    /// How many calls of [`contain`] this thread is in.
    static DEPTH: Cell<usize> = const { Cell::new(0) };
}

/// A panic that was contained.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Panicked {
    /// The file, line and column in our source.
    place: String,
}

impl Display for Panicked {
    fn fmt(&self, out: &mut Formatter<'_>) -> fmt::Result {
        write!(out, "internal error at {}", self.place)
    }
}

/// Lets every panic of the program leave its place for whoever contains it; `tell` hears of the others.
pub fn note_places(tell: fn(&Panicked)) {
    set_hook(Box::new(move |panic| {
        let place = panic
            .location()
            .map_or_else(|| UNKNOWN.to_owned(), |place| named(place.file(), place.line(), place.column()));
        PLACE.set(Some(place.clone()));
        if DEPTH.get() == 0 {
            tell(&Panicked { place });
        }
    }));
}

/// The result of `work`, or where it panicked.
///
/// What `work` has changed must be of no use after a panic, or be whole in every moment.
pub fn contain<T>(work: impl FnOnce() -> T) -> Result<T, Panicked> {
    DEPTH.set(DEPTH.get() + 1);
    let result = catch_unwind(AssertUnwindSafe(work));
    DEPTH.set(DEPTH.get() - 1);
    result.map_err(|_| last())
}

/// The panic that this thread has just been caught in: for tasks, which no call runs from their start to their end.
pub fn last() -> Panicked {
    Panicked { place: PLACE.take().unwrap_or_else(|| UNKNOWN.to_owned()) }
}

/// What the log calls a text: its hash, the same on every machine, and never what it says.
pub fn hash_of_text(text: &str) -> String {
    format!("{:016x}", stable_hash(text))
}

const UNKNOWN: &str = "an unknown place";

/// A place in our source, or in that of a package.
fn named(file: &str, line: u32, column: u32) -> String {
    let file = file.replace('\\', "/");
    let file = file.rsplit_once("/registry/src/").map_or(file.as_str(), |(_, below)| below);
    format!("{file}:{line}:{column}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_of_what_a_panic_says_gets_out() {
        // Where nobody notes places, as here, because tests want to see their own panics.
        assert_eq!(contain(|| 1), Ok(1));
        let text = "漢字";
        let panicked = contain(|| text[1..].len()).expect_err("that is inside of a character");
        assert_eq!(panicked.to_string(), "internal error at an unknown place");
    }

    #[test]
    fn code_from_elsewhere_is_named_by_its_package() {
        let named = |file: &str| named(file, 12, 5);
        assert_eq!(
            named("/home/me/.cargo/registry/src/index-1/ropey-1.6.1/src/rope.rs"),
            "index-1/ropey-1.6.1/src/rope.rs:12:5"
        );
        assert_eq!(named("server\\analysis\\src\\analyse.rs"), "server/analysis/src/analyse.rs:12:5");
    }

    #[test]
    fn a_text_has_one_hash_everywhere() {
        assert_eq!(hash_of_text("# Q501\n"), hash_of_text("# Q501\n"));
        assert_ne!(hash_of_text("# Q501\n"), hash_of_text("# Q501\r\n"));
    }
}
