//! Tries the committed inputs: what reaches much, and what once failed.

use std::fs;
use std::path::{Path, PathBuf};

use tradeoff_fuzz::TARGETS;

/// The inputs in `folder` of the target `name`, in order.
fn inputs(folder: &str, name: &str) -> Vec<(PathBuf, Vec<u8>)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder).join(name);
    let Ok(entries) = fs::read_dir(folder) else { return Vec::new() };
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.expect("inputs can be listed").path()).collect();
    paths.sort();
    paths.into_iter().map(|path| (path.clone(), fs::read(path).expect("an input can be read"))).collect()
}

/// Tries what `folder` has for every target, and says how many inputs that are for each.
fn replay(folder: &str) -> Vec<(&'static str, usize)> {
    let mut counts = Vec::new();
    for target in TARGETS {
        let inputs = inputs(folder, target.name);
        for (path, data) in &inputs {
            println!("{}", path.display());
            (target.check)(data);
        }
        counts.push((target.name, inputs.len()));
    }
    counts
}

#[test]
fn the_corpus_holds() {
    for (name, count) in replay("corpus") {
        assert!(count >= 5, "{name} has {count} inputs, too few to show anything");
    }
}

#[test]
fn what_once_failed_holds() {
    replay("regressions");
}
