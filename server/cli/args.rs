//! The command line's words.

use camino::Utf8PathBuf;
use clap::{Args, Parser, Subcommand, ValueEnum};
use tradeoff_analysis::config::FailOn;

/// Lints answers to system-design questions, and helps to write them.
#[derive(Debug, Parser)]
#[command(name = "tradeoff", version, disable_help_subcommand = true, max_term_width = 100)]
pub(crate) struct Cli {
    /// When to colour the output; `auto` means on a terminal, unless NO_COLOR is set
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto", hide_possible_values = true)]
    pub(crate) color: Color,
    #[command(subcommand)]
    pub(crate) command: Command,
}

/// When to colour the output.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Color {
    Auto,
    Always,
    Never,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Check answers
    Lint(LintArgs),
}

/// Exit status: 0 nothing at or above the failing severity, 1 findings, 2 the run itself failed.
#[derive(Debug, Args)]
pub(crate) struct LintArgs {
    /// Files and folders to check
    #[arg(value_name = "PATHS", default_value = ".")]
    pub(crate) paths: Vec<Utf8PathBuf>,
    /// How to write the result
    #[arg(long, default_value = "human")]
    pub(crate) format: LintFormat,
    /// Write the result to this file instead of standard output
    #[arg(long, value_name = "FILE")]
    pub(crate) output: Option<Utf8PathBuf>,
    /// Check the text on standard input
    #[arg(long, conflicts_with = "paths")]
    pub(crate) stdin: bool,
    /// Where the text on standard input belongs; the file need not exist
    #[arg(long, value_name = "PATH", requires = "stdin")]
    pub(crate) stdin_filename: Option<Utf8PathBuf>,
    /// The least severity that makes the exit status 1 [default: tradeoff.toml, else warning]
    #[arg(long, value_name = "SEVERITY")]
    pub(crate) fail_on: Option<FailOnArg>,
    /// Show the findings that comments suppress as well
    #[arg(long)]
    pub(crate) show_suppressed: bool,
    /// Check what tradeoff.toml excludes as well
    #[arg(long)]
    pub(crate) no_exclude: bool,
}

/// How to write the result of a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum LintFormat {
    /// With the source line underlined
    Human,
    /// For programs; `tradeoff schema --of result` describes it
    Json,
}

/// [`FailOn`] on the command line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum FailOnArg {
    Error,
    Warning,
    Info,
    Never,
}

impl From<FailOnArg> for FailOn {
    fn from(argument: FailOnArg) -> Self {
        match argument {
            FailOnArg::Error => Self::Error,
            FailOnArg::Warning => Self::Warning,
            FailOnArg::Info => Self::Info,
            FailOnArg::Never => Self::Never,
        }
    }
}
