//! `tradeoff man`: the manual pages, for those who package the program.

use anyhow::Context as _;
use clap::CommandFactory as _;

use crate::args::{Cli, ManArgs};
use crate::session::Status;

pub(crate) fn run(args: &ManArgs) -> anyhow::Result<Status> {
    std::fs::create_dir_all(&args.dir).with_context(|| format!("{}: cannot be made", args.dir))?;
    clap_mangen::generate_to(Cli::command(), &args.dir)
        .with_context(|| format!("{}: the pages cannot be written", args.dir))?;
    Ok(Status::Success)
}
