//! A temporary folder with files, and the program run in it.

use std::io::{Read, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::sync::mpsc::channel;
use std::time::Duration;

use serde_json::Value;
use tempfile::TempDir;

/// An answer that no rule can complain about where nothing is required.
pub(crate) const PLAIN: &str = "# Q501 Raft\n\nA leader takes all writes.\n\n## Trade-offs\n\nWe take it.\n";

/// An answer whose one finding is `missing-tradeoffs`, an error.
pub(crate) const FLAWED: &str = "# Q501 Raft\n\nA leader takes all writes.\n";

/// A configuration that requires no consideration, so that results do not depend on what prose is taken for.
pub(crate) const NOTHING_REQUIRED: &str = "[tradeoffs]\nrequired = []\n";

/// A temporary folder.
pub(crate) struct Project {
    folder: TempDir,
}

impl Project {
    /// An empty folder.
    pub(crate) fn new() -> Self {
        Self { folder: tempfile::tempdir().expect("a temporary folder can be made") }
    }

    /// The folder with a `tradeoff.toml` that requires no consideration.
    pub(crate) fn with_nothing_required() -> Self {
        Self::new().file("tradeoff.toml", NOTHING_REQUIRED)
    }

    /// Adds a file.
    pub(crate) fn file(self, path: &str, contents: impl AsRef<[u8]>) -> Self {
        let path = self.path(path);
        std::fs::create_dir_all(path.parent().expect("it lies in the project")).expect("folders can be made");
        std::fs::write(path, contents).expect("files can be written");
        self
    }

    /// Where `path` is.
    pub(crate) fn path(&self, path: &str) -> PathBuf {
        self.folder.path().join(path)
    }

    /// The contents of the file at `path`.
    pub(crate) fn read(&self, path: &str) -> String {
        std::fs::read_to_string(self.path(path)).expect("the file can be read")
    }

    /// The program with `arguments`, separated by blanks, ready to run in the folder.
    pub(crate) fn command(&self, arguments: &str) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_tradeoff"));
        command.args(arguments.split_whitespace()).current_dir(self.folder.path()).stdin(Stdio::null());
        for variable in ["NO_COLOR", "CLICOLOR", "CLICOLOR_FORCE", "RUST_BACKTRACE", "COLUMNS"] {
            command.env_remove(variable);
        }
        // Where the tests run in a service, the program must not take itself for a part of its work.
        for variable in ["GITHUB_WORKSPACE", "GITHUB_STEP_SUMMARY", "CI_PROJECT_DIR"] {
            command.env_remove(variable);
        }
        command.env("HOME", "/home/nobody-in-particular");
        command
    }

    /// Runs the program.
    pub(crate) fn output(&self, arguments: &str) -> Output {
        self.command(arguments).output().expect("the program can be started")
    }

    /// Runs the program, which must end within a minute: where it could wait for ever, a test says so.
    pub(crate) fn ends(mut command: Command) -> Output {
        command.stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().expect("the program can be started");
        let (sender, receiver) = channel();
        let outputs: [Box<dyn Read + Send>; 2] = [
            Box::new(child.stdout.take().expect("standard output is piped")),
            Box::new(child.stderr.take().expect("standard error is piped")),
        ];
        for (number, mut output) in outputs.into_iter().enumerate() {
            let sender = sender.clone();
            std::thread::spawn(move || {
                let mut said = Vec::new();
                output.read_to_end(&mut said).expect("a pipe can be read");
                sender.send((number, said))
            });
        }
        let mut said = [Vec::new(), Vec::new()];
        for _ in 0..2 {
            let Ok((number, all)) = receiver.recv_timeout(Duration::from_secs(60)) else {
                child.kill().expect("it still runs");
                panic!("{command:?} does not end");
            };
            said[number] = all;
        }
        let [stdout, stderr] = said;
        Output { status: child.wait().expect("it has ended"), stdout, stderr }
    }

    /// Runs the program, and gives all that it says in one text.
    pub(crate) fn run(&self, arguments: &str) -> String {
        self.transcript(&self.output(arguments))
    }

    /// The same with `input` on standard input.
    pub(crate) fn run_with_input(&self, arguments: &str, input: impl AsRef<[u8]>) -> String {
        let mut command = self.command(arguments);
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().expect("the program can be started");
        let mut stdin = child.stdin.take().expect("standard input is piped");
        stdin.write_all(input.as_ref()).expect("the program reads its input");
        drop(stdin);
        self.transcript(&child.wait_with_output().expect("the program ends"))
    }

    /// The exit status of the program.
    pub(crate) fn status(&self, arguments: &str) -> i32 {
        self.output(arguments).status.code().expect("the program ends by itself")
    }

    /// What the program writes to standard output, which must be JSON.
    pub(crate) fn json(&self, arguments: &str) -> Value {
        let output = self.output(arguments);
        serde_json::from_slice(&output.stdout).expect("standard output is JSON")
    }

    /// The paths and rules of the findings in `tradeoff lint` with `arguments`, in order.
    pub(crate) fn findings(&self, arguments: &str) -> Vec<String> {
        let result = self.json(&format!("lint --format json {arguments}"));
        let findings = result["findings"].as_array().expect("there is a list of findings").iter();
        let name = |finding: &Value| format!("{} {}", text(&finding["path"]), text(&finding["rule"]));
        findings.map(name).collect()
    }

    /// The paths of the answers that `tradeoff lint` with `arguments` finds, in order.
    pub(crate) fn answers(&self, arguments: &str) -> Vec<String> {
        let result = self.json(&format!("lint --format json {arguments}"));
        let answers = result["answers"].as_array().expect("there is a list of answers").iter();
        answers.map(|answer| text(&answer["path"]).to_owned()).collect()
    }

    /// All that a run said in one text.
    pub(crate) fn transcript(&self, output: &Output) -> String {
        let status = output.status.code().map_or("killed".to_owned(), |code| code.to_string());
        let mut transcript = format!("status {status}\n");
        for (name, bytes) in [("stdout", &output.stdout), ("stderr", &output.stderr)] {
            if !bytes.is_empty() {
                let text = String::from_utf8_lossy(bytes);
                transcript.extend(["--- ", name, "\n", &self.redacted(&text)]);
            }
        }
        transcript
    }

    fn redacted(&self, text: &str) -> String {
        let folder = self.folder.path();
        let real = folder.canonicalize().unwrap_or_else(|_| folder.to_owned());
        let redact = |text: String, path: &Path| text.replace(&*path.to_string_lossy(), "[FOLDER]");
        let text = redact(redact(text.to_owned(), &real), folder).replace(env!("CARGO_PKG_VERSION"), "[VERSION]");
        text.split_inclusive('\n').map(without_reason).collect()
    }
}

/// `line` without the system's own words for what went wrong, which differ from system to system.
fn without_reason(line: &str) -> String {
    match line.split_once(" (os error ").and_then(|(before, _)| before.rsplit_once(": ")) {
        Some((before, _)) => format!("{before}: [REASON]\n"),
        None => line.to_owned(),
    }
}

/// The text in `value`.
pub(crate) fn text(value: &Value) -> &str {
    value.as_str().expect("the value is a text")
}

/// Says `text` to whoever runs the tests.
#[expect(clippy::print_stderr, reason = "who runs tests wants to know what was not tested, and what was counted")]
pub(crate) fn tell(text: &str) {
    eprintln!("{text}");
}
