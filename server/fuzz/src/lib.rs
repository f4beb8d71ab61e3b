//! What must hold for every text, whoever wrote it, as functions of some bytes.
//!
//! The fuzzing engine calls them with inputs that it makes up (`server/fuzz/run`), the tests with those that are
//! committed: `corpus/` has few that reach much, `regressions/` what once failed. A check panics where something
//! does not hold.

#![forbid(unsafe_code)]

mod analyst;
mod case;
mod mutate;
pub mod targets;

pub use mutate::mutate;

/// What is tried: its name, the words that its inputs are made of, and the check.
#[derive(Clone, Copy, Debug)]
pub struct Target {
    /// The module's name.
    pub name: &'static str,
    /// What the engine would take long to think of by itself.
    pub words: &'static [&'static str],
    /// The check.
    pub check: fn(&[u8]),
}

macro_rules! targets {
    ($($name:ident),+ $(,)?) => {
        /// All targets.
        pub const TARGETS: &[Target] = &[
            $(Target { name: stringify!($name), words: targets::$name::WORDS, check: targets::$name::check }),+
        ];
    };
}

targets!(
    markdown,
    front_matter,
    configuration,
    verdict,
    features,
    edits,
    suppression,
    fixing,
    baseline,
    jsonrpc,
    merge
);

/// The program that fuzzes the target of this name.
#[macro_export]
macro_rules! fuzz {
    ($target:ident) => {
        ::libfuzzer_sys::fuzz_target!(|data: &[u8]| {
            $crate::targets::$target::check(data);
        });

        ::libfuzzer_sys::fuzz_mutator!(|data: &mut [u8], size: usize, max_size: usize, seed: u32| {
            let words = $crate::targets::$target::WORDS;
            $crate::mutate(words, data, size, max_size, seed, ::libfuzzer_sys::fuzzer_mutate)
        });
    };
}
