//! `docs/dependencies.md` names every library with its reason, and every package of ours forbids `unsafe`.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use toml::Table;

const PAGE: &str = include_str!("../../docs/dependencies.md");

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn read(path: &Path) -> Table {
    let text = std::fs::read_to_string(path).expect("it can be read");
    text.parse().expect("it is TOML")
}

/// The manifests of all packages, the program's first.
fn manifests() -> Vec<(PathBuf, Table)> {
    let path = root().join("Cargo.toml");
    let program = read(&path);
    let members = program["workspace"]["members"].as_array().expect("a list").clone();
    let members = members.into_iter().map(|member| {
        let path = root().join(member.as_str().expect("a folder")).join("Cargo.toml");
        (path.clone(), read(&path))
    });
    let members: Vec<_> = members.collect();
    std::iter::once((path, program)).chain(members).collect()
}

#[test]
fn every_library_has_its_reason() {
    let rows = PAGE.lines().filter_map(|line| line.strip_prefix("| `")?.split_once("` | "));
    let mut named = BTreeSet::new();
    for (name, rest) in rows {
        assert!(named.insert(name.to_owned()), "`{name}` is there twice");
        let cells: Vec<&str> = rest.split(" | ").collect();
        assert!(cells.len() == 3 && cells.iter().all(|cell| !cell.is_empty()), "`{name}`: {rest}");
    }
    let manifests = manifests();
    let shared = manifests[0].1["workspace"]["dependencies"].as_table().expect("a table");
    let libraries: BTreeSet<String> =
        shared.keys().filter(|name| !name.starts_with("tradeoff-")).cloned().collect();
    assert_eq!(named, libraries);
    // No package has one of its own beside these.
    for (path, manifest) in &manifests {
        let mut tables = vec![manifest];
        let targets = manifest.get("target").and_then(toml::Value::as_table);
        tables.extend(targets.into_iter().flat_map(Table::values).filter_map(toml::Value::as_table));
        for kind in ["dependencies", "dev-dependencies", "build-dependencies"] {
            let found = tables.iter().filter_map(|table| table.get(kind)?.as_table()).flatten();
            for (name, how) in found {
                let is_shared = how.get("workspace").and_then(toml::Value::as_bool) == Some(true);
                assert!(is_shared || how.get("path").is_some(), "{name} in {path:?}");
            }
        }
    }
}

#[test]
fn the_packages_are_counted() {
    let lock = read(&root().join("Cargo.lock"));
    let packages = lock["package"].as_array().expect("a list");
    let of_others = packages.iter().filter(|package| package.get("source").is_some()).count();
    assert!(PAGE.contains(&format!("The lock file holds {of_others} packages of others")), "{of_others}");
}

#[test]
fn unsafe_is_forbidden_everywhere() {
    let manifests = manifests();
    assert_eq!(manifests[0].1["workspace"]["lints"]["rust"]["unsafe_code"].as_str(), Some("forbid"));
    for (path, manifest) in &manifests {
        let is_shared = manifest["lints"].get("workspace").and_then(toml::Value::as_bool) == Some(true);
        // The macros of the fuzzing engine write the targets; the library behind them is ours.
        let library = std::fs::read_to_string(path.with_file_name("src").join("lib.rs")).unwrap_or_default();
        let is_fuzz = path.ends_with("server/fuzz/Cargo.toml");
        assert!(is_shared || (is_fuzz && library.contains("#![forbid(unsafe_code)]")), "{path:?}");
    }
    // Every package is a member: none is built beside these.
    let mut folders = vec![root().join("server")];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).expect("it is a folder") {
            let path = entry.expect("it can be read").path();
            if path.is_dir() {
                folders.push(path);
            } else if path.ends_with("Cargo.toml") {
                assert!(manifests.iter().any(|(known, _)| *known == path), "{path:?}");
            }
        }
    }
}
