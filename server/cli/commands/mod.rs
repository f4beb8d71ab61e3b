//! The commands, one file each.

mod lint;

use crate::args::{Cli, Command};
use crate::session::{Session, Status};
use crate::shell::Shell;

/// Runs the command that `cli` names.
pub(crate) fn run(cli: Cli, shell: Shell) -> anyhow::Result<Status> {
    let session = Session::new(shell)?;
    match cli.command {
        Command::Lint(args) => lint::run(&session, &args),
    }
}
