//! Embeds the built-in bank: every sheet below `questions/senior/` as a pair of path and text.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

fn main() -> io::Result<()> {
    let root = PathBuf::from(env::var("CARGO_MANIFEST_DIR").expect("cargo sets the manifest's folder"));
    let questions = root.join("questions");
    let mut sheets = Vec::new();
    collect(&questions, &questions.join("senior"), &mut sheets)?;
    sheets.sort();
    let mut code = String::from("pub(crate) static SHEETS: &[(&str, &str)] = &[\n");
    for (name, path) in &sheets {
        let path = utf8(path)?;
        writeln!(code, "    ({name:?}, include_str!({path:?})),").expect("writing to a string cannot fail");
    }
    code.push_str("];\n");
    let titles = questions.join("senior").join("sections.tsv");
    let titles = utf8(&titles)?;
    writeln!(code, "pub(crate) static SECTION_TITLES: &str = include_str!({titles:?});")
        .expect("writing to a string cannot fail");
    let out = PathBuf::from(env::var("OUT_DIR").expect("cargo sets the output folder"));
    fs::write(out.join("bank.rs"), code)?;
    println!("cargo::rerun-if-changed={}", questions.join("senior").display());
    Ok(())
}

/// `path` as it can stand in a program.
fn utf8(path: &Path) -> io::Result<&str> {
    path.to_str().ok_or_else(|| io::Error::other(format!("{}: the name is not UTF-8", path.display())))
}

/// Collects the sheets below `folder`: the path below `root` with forward slashes, and the file.
fn collect(root: &Path, folder: &Path, sheets: &mut Vec<(String, PathBuf)>) -> io::Result<()> {
    println!("cargo::rerun-if-changed={}", folder.display());
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            collect(root, &path, sheets)?;
        } else if path.extension().is_some_and(|extension| extension == "md") {
            let below = path.strip_prefix(root).expect("the walk stays below its root");
            let parts = below.components().map(|part| part.as_os_str().to_string_lossy());
            sheets.push((parts.collect::<Vec<_>>().join("/"), path));
        }
    }
    Ok(())
}
