//! The program ended at any point of writing, politely or not: there is never half a file, and nothing lies around that
//! somebody would read.
//!
//! `TRADEOFF_INTERRUPTIONS=400 cargo test --test main cli::interruption` ends it a few hundred times instead of a few
//! dozen.

use std::collections::BTreeMap;
use std::fs;
use std::io::Read as _;
use std::os::unix::process::ExitStatusExt as _;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::Value;

use super::project::{Project, tell};

const KILL: i32 = 9;

/// Signals by name and number.
const SIGNALS: [(&str, i32); 4] = [("INT", 2), ("TERM", 15), ("HUP", 1), ("KILL", KILL)];

/// How many files are on their way.
const FILES: u32 = 150;

/// What a run changes.
struct Scene {
    project: Project,
    before: BTreeMap<String, String>,
    after: BTreeMap<String, String>,
}

impl Scene {
    fn new() -> Self {
        let text = |number: u32, end: &str| {
            let prose = "A leader takes all writes and sends them to the others. ".repeat(60);
            (format!("{number}/0501-raft.md"), format!("# Q501 Raft\n\n{prose}\n{end}"))
        };
        let texts = |end: &str| (0..FILES).map(|number| text(number, end)).collect();
        let (before, after) = (texts("\n<!-- tradeoff-ignore nonsense: x -->\n"), texts(""));
        Self { project: Project::with_nothing_required(), before, after }
    }

    /// Everything as it was before the first run.
    fn restore(&self) {
        for (name, text) in &self.before {
            let path = self.project.path(name);
            fs::create_dir_all(path.parent().expect("it has a folder")).expect("it can be made");
            fs::write(path, text).expect("it can be written");
        }
        fs::write(self.project.path("result.json"), "{}").expect("it can be written");
    }

    /// Everything in the project but the configuration, by its path.
    fn files(&self) -> BTreeMap<String, String> {
        let mut found = BTreeMap::new();
        let mut folders = vec![self.project.path("")];
        while let Some(folder) = folders.pop() {
            for entry in fs::read_dir(folder).expect("it is a folder") {
                let path = entry.expect("it can be read").path();
                if path.is_dir() {
                    folders.push(path);
                    continue;
                }
                let text = fs::read_to_string(&path).expect("it is a text");
                let name = path.strip_prefix(self.project.path("")).expect("it lies in the project");
                found.insert(name.to_string_lossy().into_owned(), text);
            }
        }
        found.remove("tradeoff.toml");
        found
    }
}

/// Somewhere in `whole`, which is another place for each `number`.
fn somewhere(number: u32, whole: Duration) -> Duration {
    // The golden ratio leaves no gap large for long.
    whole.mul_f64((f64::from(number) * 0.618_033_988_75).fract())
}

/// Ends `arguments` again and again, and looks at what is there then. `is_whole` says whether the result file is.
fn interrupt(arguments: &str, signals: &[(&str, i32)], is_whole: impl Fn(&str) -> bool) {
    let tries = std::env::var("TRADEOFF_INTERRUPTIONS").ok().and_then(|tries| tries.parse().ok()).unwrap_or(12);
    let scene = Scene::new();
    scene.restore();
    let start = Instant::now();
    scene.project.output(arguments);
    let whole_run = start.elapsed();
    let mut ended = BTreeMap::<&str, u32>::new();
    for number in 0..tries {
        scene.restore();
        let (name, signal) = signals[number as usize % signals.len()];
        let mut command = scene.project.command(arguments);
        let mut child = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().expect("it can be started");
        // No event tells that a program is in the middle of something.
        std::thread::sleep(somewhere(number, whole_run));
        if signal == KILL {
            child.kill().expect("it is our child");
        } else {
            // It may have ended, and then nobody is there to be told.
            let _ = Command::new("kill").args([format!("-{name}"), child.id().to_string()]).output();
        }
        let status = child.wait().expect("it ends");
        assert!(status.signal().is_none_or(|by| by == signal), "{status} after SIG{name}");
        *ended.entry(name).or_default() += u32::from(status.signal().is_some());
        for (path, text) in scene.files() {
            let is_answer = scene.before.contains_key(&path);
            if is_answer {
                assert!(
                    text == scene.before[&path] || text == scene.after[&path],
                    "half of {path} after SIG{name}"
                );
            } else if path == "result.json" {
                assert!(text == "{}" || is_whole(&text), "half of {path} after SIG{name}: {text}");
            } else {
                let name_of_file = path.rsplit('/').next().unwrap_or_default();
                assert!(
                    signal == KILL && name_of_file.starts_with(".tradeoff-"),
                    "{path} is left after SIG{name}"
                );
                fs::remove_file(scene.project.path(&path)).expect("it can be removed");
            }
        }
    }
    tell(&format!(
        "`tradeoff {arguments}`: {tries} interruptions in {whole_run:?}, of which these came in time: {ended:?}"
    ));
    assert!(ended.values().sum::<u32>() > 0, "nothing was interrupted");
    // What was interrupted can be done.
    scene.project.output(arguments);
    assert!(is_whole(&scene.project.read("result.json")));
}

fn is_json(text: &str) -> bool {
    serde_json::from_str::<Value>(text).is_ok_and(|value| value["version"] == 1)
}

#[test]
fn fixes_are_whole_or_not_there() {
    interrupt("lint --fix --format json=result.json", &SIGNALS, is_json);
}

#[test]
fn results_are_whole_or_not_there() {
    interrupt("lint --format json --output result.json", &SIGNALS, is_json);
}

#[test]
fn baselines_are_whole_or_not_there() {
    interrupt("lint --write-baseline result.json", &SIGNALS, is_json);
}

#[test]
fn a_broken_pipe_ends_nothing() {
    let scene = Scene::new();
    scene.restore();
    let mut command = scene.project.command("lint --fix --format json=result.json");
    let mut child = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().expect("it can be started");
    // From the first file that is mended on: before the program runs, the signal ends whatever there is.
    let is_mended = |(path, after): (&String, &String)| scene.project.read(path) == *after;
    while !scene.after.iter().any(is_mended) {}
    while child.try_wait().expect("it is our child").is_none() {
        let _ = Command::new("kill").args(["-PIPE", &child.id().to_string()]).output();
    }
    assert_eq!(child.wait().expect("it has ended").code(), Some(1));
    let mut files = scene.files();
    assert!(is_json(&files.remove("result.json").expect("it is written")));
    assert_eq!(files, scene.after);
}

/// As `nohup` and work in the background have it.
#[test]
fn a_signal_that_is_ignored_ends_nothing() {
    let scene = Scene::new();
    scene.restore();
    let program = scene.project.command("lint --fix --format json=result.json");
    let mut command = Command::new("sh");
    command
        .args(["-c", "trap '' HUP INT; echo; exec \"$0\" \"$@\""])
        .arg(program.get_program())
        .args(program.get_args());
    command.current_dir(scene.project.path("")).stdout(Stdio::piped()).stderr(Stdio::null());
    let mut child = command.spawn().expect("it can be started");
    // What the shell says is said when it ignores the signals.
    let mut stdout = child.stdout.take().expect("it is piped");
    stdout.read_exact(&mut [0]).expect("it says something");
    while child.try_wait().expect("it is our child").is_none() {
        for signal in ["-HUP", "-INT"] {
            let _ = Command::new("kill").args([signal, &child.id().to_string()]).output();
        }
    }
    assert_eq!(child.wait().expect("it has ended").code(), Some(1));
    assert!(is_json(&scene.project.read("result.json")));
}
