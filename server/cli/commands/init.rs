//! `tradeoff init`: what a repository needs to be checked, without a question.
//!
//! What can be seen is not asked: where the answers are, which service the repository lives at, what its branch is
//! called. What is there already stays as it is.

use std::io;

use anyhow::Context as _;
use camino::Utf8PathBuf;
use tradeoff_workspace::{CONFIGURATION_FILE, Options, Repository, create_file, is_there, shown};

use crate::args::{CiArg, InitArgs};
use crate::session::{Session, Status};
use crate::shell::escape;

/// Where answers go in a repository that has none.
const ANSWERS: &str = "answers";

const CONFIGURATION: &str = include_str!("../templates/tradeoff.toml");
const GITHUB: &str = include_str!("../templates/github.yml");
const GITLAB: &str = include_str!("../templates/gitlab.yml");
const EXTENSIONS: &str = include_str!("../templates/extensions.json");
const SETTINGS: &str = include_str!("../templates/settings.json");

/// A file to write.
struct Planned {
    path: Utf8PathBuf,
    text: String,
}

pub(crate) fn run(session: &Session, args: &InitArgs) -> anyhow::Result<Status> {
    let current = &session.current;
    let repository = Repository::of(current);
    let top = repository.top.as_deref().unwrap_or(current);
    let ci = args.ci.unwrap_or(if repository.is_gitlab { CiArg::Gitlab } else { CiArg::Github });
    let paths = shown(top, current);
    let fill = |template: &str, quoted: String| {
        let branch = repository.branch.as_deref().unwrap_or("main");
        let text = template.replace("{version}", env!("CARGO_PKG_VERSION"));
        text.replace("{branch}", &yaml(branch)).replace("{paths}", &quoted)
    };
    let mut planned = vec![Planned {
        path: current.join(CONFIGURATION_FILE),
        text: CONFIGURATION.replace("{answers}", &answers(session)),
    }];
    match ci {
        CiArg::Github => planned
            .push(Planned { path: top.join(".github/workflows/answers.yml"), text: fill(GITHUB, yaml(&paths)) }),
        CiArg::Gitlab => {
            planned.push(Planned { path: top.join(".gitlab-ci.yml"), text: fill(GITLAB, in_shell(&paths)) });
        }
        CiArg::None => {}
    }
    for (name, text) in [("extensions.json", EXTENSIONS), ("settings.json", SETTINGS)] {
        planned.push(Planned { path: top.join(".vscode").join(name), text: text.to_owned() });
    }
    let mut is_new = false;
    for Planned { path, text } in planned {
        let name = shown(current, &path);
        match create_file(&path, text.as_bytes()) {
            Ok(()) => {
                session.shell.write(|out| writeln!(out, "{}", escape(&name)))?;
                is_new = true;
            }
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists && is_there(&path) => {
                session.shell.note(&format!("{name}: already there, and left as it is"));
            }
            other => other.with_context(|| format!("{name}: cannot be written"))?,
        }
    }
    if is_new {
        session.shell.note("look at these files and commit them; `tradeoff lint` checks as CI will, `tradeoff next` names a question to begin with");
    }
    Ok(Status::Success)
}

/// The line that says where answers are: the one folder that holds them all, or nothing where they are everywhere.
fn answers(session: &Session) -> String {
    let run = session.linter(Options::default()).lint(&[".".into()]);
    let files = run.linted.iter().filter(|file| !file.answers.is_empty()).map(|file| file.path.as_str());
    let mut folders: Vec<Option<&str>> =
        files.map(|path| path.split_once('/').map(|(folder, _)| folder)).collect();
    folders.sort_unstable();
    folders.dedup();
    match folders.as_slice() {
        [] => format!("answers = [\"{ANSWERS}\"]"),
        [Some(folder)] => format!("answers = [{}]", serde_json::Value::from(globless(folder))),
        _ => format!("# answers = [\"{ANSWERS}\"]"),
    }
}

/// The name of a folder as a glob that means it.
fn globless(name: &str) -> String {
    let mut glob = String::with_capacity(name.len());
    for character in name.chars() {
        match character {
            '*' | '?' | '[' | ']' | '{' | '}' => glob.extend(['[', character, ']']),
            other => glob.push(other),
        }
    }
    glob
}

/// `text` as a YAML scalar: JSON's strings are YAML's.
fn yaml(text: &str) -> String {
    let is_plain = text.chars().all(|character| character.is_ascii_alphanumeric() || "/_.-".contains(character));
    let is_word = text.starts_with(|character: char| character.is_ascii_alphabetic() || character == '.');
    if is_plain && is_word { text.to_owned() } else { serde_json::Value::from(text).to_string() }
}

/// `text` as one word of a shell.
fn in_shell(text: &str) -> String {
    let is_plain = text.chars().all(|character| character.is_ascii_alphanumeric() || "/_.-".contains(character));
    if is_plain { text.to_owned() } else { format!("'{}'", text.replace('\'', r"'\''")) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_mean_themselves() {
        assert_eq!(globless("a [b]*"), "a [[]b[]][*]");
        assert_eq!(["main", "a b", "1.0", "x: y"].map(yaml), ["main", "\"a b\"", "\"1.0\"", "\"x: y\""]);
        assert_eq!(["a/b", "a b's"].map(in_shell), ["a/b", r"'a b'\''s'"]);
    }

    #[test]
    fn a_configuration_that_is_written_can_be_read() {
        let text = CONFIGURATION.replace("{answers}", "answers = [\"answers\"]");
        let (_, problems) = tradeoff_analysis::config::Config::parse(&text).expect("it is a configuration");
        assert_eq!(problems, []);
    }
}
