//! `tradeoff new`: start an answer from the skeleton of its question's shape.

use std::io;

use anyhow::Context as _;
use camino::Utf8Path;
use tradeoff_analysis::bank::Question;
use tradeoff_analysis::skeleton;
use tradeoff_workspace::{Configuration, Options, absolute, create_file, is_there, shown};

use crate::args::NewArgs;
use crate::session::{Session, Status, question};
use crate::shell::escape;

pub(crate) fn run(session: &Session, args: &NewArgs) -> anyhow::Result<Status> {
    let folder = absolute(&session.current, &args.dir);
    let configuration = session.configuration_of(&folder)?;
    let question = question(&configuration.bank, args.number)?;
    let path = folder.join(skeleton::file_name(question));
    let name = shown(&session.current, &path);
    if is_there(&path) {
        anyhow::bail!("{name}: already there, and never overwritten");
    }
    if let Some((other, line)) = answered_in(session, &folder, args.number) {
        anyhow::bail!("{other}:{line}: already answers {}, so {name} was not written", args.number);
    }
    create(&path, &name, &text(question, &configuration, &path))?;
    session.shell.write(|out| writeln!(out, "{}", escape(&name)))?;
    Ok(Status::Success)
}

/// The file below `folder` that answers the question with `number`, and the line where it does.
fn answered_in(session: &Session, folder: &Utf8Path, number: u32) -> Option<(String, u32)> {
    if !folder.is_dir() {
        return None;
    }
    // What cannot be read there is for `lint` to tell.
    let run = session.linter(Options { no_exclude: true, ..Options::default() }).lint(&[folder.to_owned()]);
    let mut answers = run.linted.iter().flat_map(|file| file.answers.iter().map(move |answer| (file, answer)));
    let (file, answer) = answers.find(|(_, answer)| answer.question == number)?;
    Some((file.path.clone(), answer.place.start.line + 1))
}

fn text(question: &Question, configuration: &Configuration, path: &Utf8Path) -> String {
    let settings = &configuration.settings;
    let below = configuration.below(path).unwrap_or_default();
    let of_path = settings.for_path(&below);
    skeleton::document(question, of_path.required.iter().map(|&id| settings.consideration(id)))
}

fn create(path: &Utf8Path, name: &str, text: &str) -> anyhow::Result<()> {
    match create_file(path, text.as_bytes()) {
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists && is_there(path) => {
            anyhow::bail!("{name}: already there, and never overwritten")
        }
        other => other.with_context(|| format!("{name}: cannot be written")),
    }
}
