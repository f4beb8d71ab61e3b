//! `tradeoff schema`: JSON Schemas, generated from the types.

use tradeoff_analysis::config::Config;

use crate::args::{SchemaArgs, SchemaOf};
use crate::output;
use crate::session::Status;
use crate::shell::Shell;

pub(crate) fn run(shell: Shell, args: &SchemaArgs) -> anyhow::Result<Status> {
    let schema = match args.of {
        SchemaOf::Config => Config::schema(),
        SchemaOf::Result => output::json::schema(),
    };
    shell.write_json(&schema)?;
    Ok(Status::Success)
}
