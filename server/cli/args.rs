//! The command line's words.

use std::str::FromStr;

use camino::Utf8PathBuf;
use clap::{Args, Parser, Subcommand, ValueEnum};
use clap_complete::Shell as CompletionShell;
use tradeoff_analysis::State;
use tradeoff_analysis::bank::Shape;
use tradeoff_analysis::config::FailOn;
use tradeoff_workspace::Shard;

/// Checks answers to system-design questions, and helps to write them.
#[derive(Debug, Parser)]
#[command(name = "tradeoff", version, disable_help_subcommand = true, max_term_width = 100)]
#[command(after_help = "\
Examples:
  tradeoff new 501 --dir answers   start an answer
  tradeoff lint                    check every answer below the current folder
  tradeoff rule omitted-cost       what a finding means and how to mend it")]
pub(crate) struct Cli {
    /// When to colour the output: auto (on a terminal, unless `NO_COLOR` is set), always, never
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto")]
    #[arg(hide_possible_values = true, hide_default_value = true)]
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

/// What to do.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Check answers
    Lint(LintArgs),
    /// Join the results of shards into the result of one run
    Merge(MergeArgs),
    /// Write a new answer from the skeleton of the question's shape
    New(NewArgs),
    /// Print a question's sheet: what to cover and what to weigh
    Show(ShowArgs),
    /// List the questions and how far their answers are
    List(ListArgs),
    /// Name the question to work on next: the first draft, else the first without an answer
    Next(ChoiceArgs),
    /// Name any question without an answer
    Random(RandomArgs),
    /// Show how far the repository is
    Progress(ProgressArgs),
    /// Show the configuration in force for a path, and where each value comes from
    Config(ConfigArgs),
    /// Show every clause of an answer's trade-off section, and what it was taken for
    Explain(ExplainArgs),
    /// List the rules, or explain one
    Rule(RuleArgs),
    /// Write what a new repository needs: tradeoff.toml, a CI workflow, editor settings
    Init(InitArgs),
    /// Work on banks of questions
    #[command(subcommand)]
    Bank(BankCommand),
    /// Print a JSON Schema
    Schema(SchemaArgs),
    /// Print completions for a shell
    Completions(CompletionsArgs),
    /// Write the manual pages to a folder
    #[command(hide = true)]
    Man(ManArgs),
    /// Serve an editor as a language server on standard input and output
    Lsp(LspArgs),
}

#[derive(Debug, Args)]
#[command(version)]
pub(crate) struct LspArgs {
    /// Accepted because some editors always say so
    #[arg(long, hide = true)]
    stdio: bool,
}

#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  tradeoff explain answers/0501-raft.md
  tradeoff explain answers/0501-raft.md:44")]
pub(crate) struct ExplainArgs {
    /// The file, and the line of the clause where only one is wanted
    #[arg(value_name = "FILE[:LINE]")]
    pub(crate) place: String,
}

/// Headings in the help of `tradeoff lint`.
const ADOPTING: &str = "Baseline and changes";
const FIXING: &str = "Fixes";
const RESULT: &str = "Result";

#[derive(Debug, Args)]
#[command(after_help = "\
Exit status: 0 nothing at or above the failing severity, 1 findings, 2 the run itself failed.

Examples:
  tradeoff lint answers
  tradeoff lint --format human --format sarif=result.sarif
  tradeoff lint --baseline tradeoff-baseline.json --changed-since origin/main
  tradeoff lint --unsafe-fixes --diff | git apply
  tradeoff lint --stdin --stdin-filename answers/0501-raft.md < draft.md")]
#[expect(clippy::struct_excessive_bools, reason = "each is a flag of its own")]
#[command(group = clap::ArgGroup::new("mends").multiple(true))]
pub(crate) struct LintArgs {
    /// Files and folders to check
    #[arg(value_name = "PATHS", default_value = ".")]
    pub(crate) paths: Vec<Utf8PathBuf>,
    /// Apply the safe fixes and report what is left
    ///
    /// With --stdin, the mended text goes to standard output and the report to standard error. The exit status is
    /// about what is left.
    #[arg(long, group = "mends", help_heading = FIXING)]
    pub(crate) fix: bool,
    /// Apply unsafe fixes as well, such as skeletons; look at what they did
    #[arg(long, group = "mends", help_heading = FIXING)]
    pub(crate) unsafe_fixes: bool,
    /// Say what --fix or --unsafe-fixes would do, and change nothing
    ///
    /// The report and the exit status are about the files as they are.
    #[arg(long, requires = "mends", help_heading = FIXING)]
    pub(crate) dry_run: bool,
    /// Show what --fix or --unsafe-fixes would change as a unified diff
    ///
    /// The exit status is about the files as they are.
    #[arg(long, conflicts_with = "format", help_heading = FIXING)]
    pub(crate) diff: bool,
    /// How to write the result: human, concise, json, sarif, github, gitlab or junit; several where all but one go
    /// to files
    #[arg(long, help_heading = RESULT, value_name = "FORMAT[=FILE]", default_value = "human", value_parser = target)]
    pub(crate) format: Vec<Target>,
    /// Write the result to this file instead of standard output
    #[arg(long, help_heading = RESULT, value_name = "FILE")]
    pub(crate) output: Option<Utf8PathBuf>,
    /// Accept the findings in this baseline
    #[arg(long, help_heading = ADOPTING, value_name = "FILE")]
    pub(crate) baseline: Option<Utf8PathBuf>,
    /// Accept what is found now: write it to this baseline
    #[arg(long, help_heading = ADOPTING, value_name = "FILE", conflicts_with_all = ["baseline", "changed_since", "shard", "stdin"])]
    pub(crate) write_baseline: Option<Utf8PathBuf>,
    /// Take entries out of the baseline that accept nothing any more
    #[arg(long, help_heading = ADOPTING, requires = "baseline")]
    pub(crate) prune_baseline: bool,
    /// Fail when the baseline has entries that accept nothing any more
    #[arg(long, help_heading = ADOPTING, requires = "baseline")]
    pub(crate) fail_on_stale: bool,
    /// Show only findings in sections that changed since this git revision
    #[arg(long, help_heading = ADOPTING, value_name = "REV", conflicts_with = "stdin")]
    pub(crate) changed_since: Option<String>,
    /// Check only the K-th of N parts; `tradeoff merge` joins their results
    #[arg(long, help_heading = ADOPTING, value_name = "K/N", conflicts_with = "stdin")]
    pub(crate) shard: Option<Shard>,
    /// Check again whenever something changes
    #[arg(long, conflicts_with_all = ["stdin", "write_baseline"])]
    pub(crate) watch: bool,
    /// Check the text on standard input
    #[arg(long, conflicts_with = "paths")]
    pub(crate) stdin: bool,
    /// Where the text on standard input belongs; the file need not exist
    #[arg(long, value_name = "PATH", requires = "stdin")]
    pub(crate) stdin_filename: Option<Utf8PathBuf>,
    /// The least severity that makes the exit status 1 [default: what tradeoff.toml says, else warning]
    #[arg(long, value_name = "SEVERITY")]
    pub(crate) fail_on: Option<FailOnArg>,
    /// Show at most so many findings to people; the others count all the same
    #[arg(long, help_heading = RESULT, value_name = "N", value_parser = whole_number::<usize>)]
    pub(crate) max_findings: Option<usize>,
    /// Show how many findings each rule has, rather than the findings
    #[arg(long, help_heading = RESULT)]
    pub(crate) statistics: bool,
    /// Show findings and nothing else: no summary, no notes
    #[arg(long, short, help_heading = RESULT)]
    pub(crate) quiet: bool,
    /// Show the verdicts of each answer with their reasons; JSON has them always
    #[arg(long, help_heading = RESULT)]
    pub(crate) explain: bool,
    /// Show hints as well; JSON has them always
    #[arg(long, help_heading = RESULT)]
    pub(crate) hints: bool,
    /// Show the findings that comments suppress as well
    #[arg(long, help_heading = RESULT)]
    pub(crate) show_suppressed: bool,
    /// Check what tradeoff.toml excludes as well
    #[arg(long)]
    pub(crate) no_exclude: bool,
}

#[derive(Debug, Args)]
#[command(after_help = "\
Exit status: as `tradeoff lint` would end for all shards together.

Example:
  tradeoff lint --shard 1/2 --format json=1.json   on one machine
  tradeoff lint --shard 2/2 --format json=2.json   on another
  tradeoff merge 1.json 2.json --output result.json")]
pub(crate) struct MergeArgs {
    /// The results, all JSON or all SARIF
    #[arg(value_name = "FILES", required = true)]
    pub(crate) files: Vec<Utf8PathBuf>,
    /// Write the result to this file instead of standard output
    #[arg(long, value_name = "FILE")]
    pub(crate) output: Option<Utf8PathBuf>,
    /// The least severity that makes the exit status 1 [default: what tradeoff.toml says here, else warning]
    #[arg(long, value_name = "SEVERITY")]
    pub(crate) fail_on: Option<FailOnArg>,
}

/// How to write the result of a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum LintFormat {
    /// With the source line underlined
    Human,
    /// One line for each finding
    Concise,
    /// For programs; `tradeoff schema --of result` describes it
    Json,
    /// SARIF 2.1.0, for code scanning
    Sarif,
    /// Annotations of a GitHub workflow, below the report for people
    Github,
    /// A GitLab code quality report
    Gitlab,
    /// A JUnit report
    Junit,
}

/// A format, and where its text goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Target {
    pub(crate) format: LintFormat,
    /// `None` for standard output.
    pub(crate) file: Option<Utf8PathBuf>,
}

impl LintArgs {
    /// Whether a result is written in `format`.
    pub(crate) fn writes(&self, format: LintFormat) -> bool {
        self.format.iter().any(|target| target.format == format)
    }
}

/// Reads `json` or `json=result.json`.
fn target(text: &str) -> Result<Target, String> {
    let (name, file) = match text.split_once('=') {
        Some((_, "")) => return Err("the name of the file is missing".to_owned()),
        Some((name, file)) => (name, Some(Utf8PathBuf::from(file))),
        None => (text, None),
    };
    let format = LintFormat::from_str(name, true).map_err(|_| {
        let names = LintFormat::value_variants().iter().filter_map(ValueEnum::to_possible_value);
        let names: Vec<String> = names.map(|value| value.get_name().to_owned()).collect();
        format!("there is no format `{name}`; the formats are {}", names.join(", "))
    })?;
    Ok(Target { format, file })
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

#[derive(Debug, Args)]
#[command(after_help = "\
Never overwrites a file, and writes nothing when another file in the folder already answers the question.

Examples:
  tradeoff new 501
  $EDITOR \"$(tradeoff new 501 --dir answers)\"")]
pub(crate) struct NewArgs {
    /// The question's number
    #[arg(value_parser = question_number)]
    pub(crate) number: u32,
    /// The folder of the new file; it is created where it does not exist
    #[arg(long, value_name = "DIR", default_value = ".")]
    pub(crate) dir: Utf8PathBuf,
}

#[derive(Debug, Args)]
pub(crate) struct ShowArgs {
    /// The question's number
    #[arg(value_parser = question_number)]
    pub(crate) number: u32,
    /// How to write the sheet
    #[arg(long, default_value = "human")]
    pub(crate) format: TextFormat,
}

#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  tradeoff list --section security
  tradeoff list --shape comparison --state unanswered")]
pub(crate) struct ListArgs {
    /// Only this section: its name or a part of it
    #[arg(long)]
    pub(crate) section: Option<String>,
    /// Only this shape
    #[arg(long, value_parser = shape)]
    pub(crate) shape: Option<Shape>,
    /// Only questions that are this far
    #[arg(long)]
    pub(crate) state: Option<StateArg>,
    /// How to write the list
    #[arg(long, default_value = "human")]
    pub(crate) format: TextFormat,
}

#[derive(Debug, Args)]
pub(crate) struct ChoiceArgs {
    /// Only this section: its name or a part of it
    #[arg(long)]
    pub(crate) section: Option<String>,
    /// How to write it
    #[arg(long, default_value = "human")]
    pub(crate) format: TextFormat,
}

#[derive(Debug, Args)]
pub(crate) struct RandomArgs {
    #[command(flatten)]
    pub(crate) choice: ChoiceArgs,
    /// The same number gives the same question as long as the same ones are unanswered
    #[arg(long, value_name = "NUMBER", value_parser = whole_number::<u64>)]
    pub(crate) seed: Option<u64>,
}

#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  tradeoff progress
  tradeoff progress --format html --history --output progress.html")]
pub(crate) struct ProgressArgs {
    /// How to write it; html is one page that needs nothing else
    #[arg(long, default_value = "human")]
    pub(crate) format: ProgressFormat,
    /// Write it to this file instead of standard output
    #[arg(long, value_name = "FILE")]
    pub(crate) output: Option<Utf8PathBuf>,
    /// Show the trend as well, from git's history of the current folder
    #[arg(long)]
    pub(crate) history: bool,
}

/// How to write how far a repository is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum ProgressFormat {
    Human,
    Json,
    Html,
}

#[derive(Debug, Args)]
#[command(after_help = "\
Example:
  tradeoff config answers/0501-raft.md")]
pub(crate) struct ConfigArgs {
    /// The file or folder, which need not exist
    #[arg(default_value = ".")]
    pub(crate) path: Utf8PathBuf,
    /// How to write it
    #[arg(long, default_value = "human")]
    pub(crate) format: TextFormat,
}

#[derive(Debug, Args)]
#[command(after_help = "\
Never overwrites a file.

Example:
  tradeoff init --ci gitlab")]
pub(crate) struct InitArgs {
    /// Whose workflow to write [default: what the repository shows, else github]
    #[arg(long)]
    pub(crate) ci: Option<CiArg>,
}

/// A CI service.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum CiArg {
    Github,
    Gitlab,
    None,
}

#[derive(Debug, Args)]
pub(crate) struct ManArgs {
    /// The folder; it is created where it does not exist
    #[arg(value_name = "DIR")]
    pub(crate) dir: Utf8PathBuf,
}

/// What to do with a bank.
#[derive(Debug, Subcommand)]
pub(crate) enum BankCommand {
    /// Check question sheets: their form, names, figures, references and spelling
    Check(BankCheckArgs),
}

#[derive(Debug, Args)]
#[command(after_help = "\
Exit status: 0 nothing to mend, 1 findings, 2 the check itself failed.

Examples:
  tradeoff bank check
  tradeoff bank check my-questions
  tradeoff bank check my-questions/basics/0007-backups.md --format json")]
pub(crate) struct BankCheckArgs {
    /// A folder of sheets or one sheet [default: the banks that tradeoff.toml names, else the built-in one]
    pub(crate) path: Option<Utf8PathBuf>,
    /// How to write the result
    #[arg(long, default_value = "human")]
    pub(crate) format: TextFormat,
}

/// For people or for programs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum TextFormat {
    Human,
    Json,
}

/// [`State`] on the command line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum StateArg {
    /// No answer, or one without prose
    Unanswered,
    /// `status: draft` in the front matter
    Draft,
    /// With findings of warning or error
    Answered,
    /// Without
    Argued,
}

impl From<StateArg> for State {
    fn from(argument: StateArg) -> Self {
        match argument {
            StateArg::Unanswered => Self::Unanswered,
            StateArg::Draft => Self::Draft,
            StateArg::Answered => Self::Answered,
            StateArg::Argued => Self::Argued,
        }
    }
}

#[derive(Debug, Args)]
pub(crate) struct RuleArgs {
    /// The rule's name, as findings show it
    pub(crate) name: Option<String>,
}

#[derive(Debug, Args)]
pub(crate) struct SchemaArgs {
    /// What the schema describes
    #[arg(long, default_value = "config")]
    pub(crate) of: SchemaOf,
}

/// What a schema describes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum SchemaOf {
    /// tradeoff.toml
    Config,
    /// The result of `tradeoff lint --format json`
    Result,
}

#[derive(Debug, Args)]
#[command(after_help = "\
Example:
  tradeoff completions bash > ~/.local/share/bash-completion/completions/tradeoff")]
pub(crate) struct CompletionsArgs {
    /// The shell
    pub(crate) shell: CompletionShell,
}

/// Reads `501`, `0501`, `Q501` or `#501`.
fn question_number(text: &str) -> Result<u32, String> {
    let digits = text.trim_start_matches(['q', 'Q', '#']);
    digits.parse().map_err(|_| "a question is named by its number, as in 501 or Q501".to_owned())
}

fn whole_number<T: FromStr>(text: &str) -> Result<T, String> {
    text.parse().map_err(|_| "a whole number is expected, as in 20".to_owned())
}

fn shape(text: &str) -> Result<Shape, String> {
    text.to_lowercase().parse().map_err(|error: tradeoff_analysis::bank::UnknownShape| error.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory as _;

    #[test]
    fn the_command_line_is_sound() {
        Cli::command().debug_assert();
    }

    #[test]
    fn a_question_is_named_by_its_number() {
        assert_eq!(["501", "0501", "Q501", "#501"].map(question_number), [const { Ok(501) }; 4]);
        assert!(question_number("raft").is_err());
    }

    #[test]
    fn a_format_may_name_its_file() {
        let sarif =
            |file: Option<&str>| Ok(Target { format: LintFormat::Sarif, file: file.map(Utf8PathBuf::from) });
        assert_eq!(target("sarif"), sarif(None));
        assert_eq!(target("SARIF=a=b.sarif"), sarif(Some("a=b.sarif")));
        assert!(target("sarif=").is_err() && target("yaml").is_err());
    }
}
