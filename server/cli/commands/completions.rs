//! `tradeoff completions`: completions for a shell.

use clap::CommandFactory as _;

use crate::args::{Cli, CompletionsArgs};
use crate::session::Status;
use crate::shell::Shell;

pub(crate) fn run(shell: Shell, args: &CompletionsArgs) -> anyhow::Result<Status> {
    // The generator panics when its writer fails, so it writes to memory.
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut Cli::command(), "tradeoff", &mut script);
    shell.write(|out| out.write_all(&script))?;
    Ok(Status::Success)
}
