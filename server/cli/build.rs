//! Embeds what the program brings: the built-in bank, as pairs of path and text of every sheet below
//! `questions/senior/`, and the list of misspellings that `tradeoff bank check` knows.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

fn main() -> io::Result<()> {
    let root = PathBuf::from(env::var("CARGO_MANIFEST_DIR").expect("cargo sets the manifest's folder"));
    let out = PathBuf::from(env::var("OUT_DIR").expect("cargo sets the output folder"));
    fs::write(out.join("misspellings.bin"), misspellings())?;
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

/// The misspellings of the `typos` dictionary in the form that `tradeoff_analysis::bank::check::Misspellings` reads:
/// 0.8 MB, where the dictionary itself would be 10 MB of the program.
fn misspellings() -> Vec<u8> {
    let entries = typos_dict::WORD.map.entries();
    let words = entries.filter_map(|(wrong, right)| Some((wrong.into_inner(), *right.first()?)));
    let is_plain = |word: &str| word.len() < 256 && word.bytes().all(|byte| byte.is_ascii_lowercase());
    let mut words: Vec<(&str, &str)> = words.filter(|(wrong, right)| is_plain(wrong) && is_plain(right)).collect();
    words.sort_unstable();
    let mut bytes = Vec::new();
    let mut last = "";
    for (wrong, right) in words {
        let shared = common(last.bytes(), wrong.bytes());
        bytes.extend([shared as u8, (wrong.len() - shared) as u8]);
        bytes.extend(wrong[shared..].bytes());
        let start = common(wrong.bytes(), right.bytes());
        let end = common(wrong[start..].bytes().rev(), right[start..].bytes().rev());
        let middle = &right[start..right.len() - end];
        bytes.extend([start as u8, end as u8, middle.len() as u8]);
        bytes.extend(middle.bytes());
        last = wrong;
    }
    bytes
}

/// How many bytes both start with.
fn common(one: impl Iterator<Item = u8>, other: impl Iterator<Item = u8>) -> usize {
    one.zip(other).take_while(|(one, other)| one == other).count()
}
