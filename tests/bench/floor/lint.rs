//! The least that a linter of Markdown must do: finds the files below the current folder, reads them and parses them,
//! on all cores.

#![allow(clippy::print_stdout, reason = "it is a program for the command line")]

use std::fs;

use ignore::WalkBuilder;
use pulldown_cmark::{Options, Parser};
use rayon::prelude::*;

fn main() {
    let entries = WalkBuilder::new(".").build().filter_map(Result::ok).map(ignore::DirEntry::into_path);
    let files: Vec<_> =
        entries.filter(|path| path.extension().is_some_and(|extension| extension == "md")).collect();
    let events = |text: String| Parser::new_ext(&text, Options::all()).into_offset_iter().count();
    let all: usize = files.par_iter().filter_map(|path| fs::read_to_string(path).ok()).map(events).sum();
    println!("{} files, {all} events", files.len());
}
