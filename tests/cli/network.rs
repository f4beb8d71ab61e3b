//! The program speaks to nobody: it has nothing to connect with, and does not try.

use std::io::Write as _;
use std::process::{Command, Stdio};

use super::project::{FLAWED, Project, tell};

/// Every command that reads or writes anything.
const COMMANDS: [&str; 12] = [
    "lint",
    "lint --format sarif --output result.sarif",
    "lint --fix --unsafe-fixes",
    "lint --changed-since HEAD",
    "progress --format html --output progress.html",
    "progress --history",
    "explain 0501-raft.md",
    "init",
    "new 502",
    "list",
    "show 503",
    "bank check",
];

/// What a session of an editor says, with links and references that could be looked up.
const SESSION: [&str; 5] = [
    r#"{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"processId":null,"rootUri":null,"capabilities":{}}}"#,
    r#"{"jsonrpc":"2.0","method":"initialized","params":{}}"#,
    r##"{"jsonrpc":"2.0","method":"textDocument/didOpen","params":{"textDocument":{"uri":"untitled:a.md","languageId":"markdown","version":1,"text":"# Q501 Raft\n\n[a](https://example.org/x.md) ![b](https://example.org/b.png) Q502\n"}}}"##,
    r#"{"jsonrpc":"2.0","id":2,"method":"textDocument/hover","params":{"textDocument":{"uri":"untitled:a.md"},"position":{"line":0,"character":4}}}"#,
    r#"{"jsonrpc":"2.0","id":3,"method":"shutdown"}"#,
];

/// A program that imports nothing to open a connection with cannot open one, whatever is in it.
#[cfg(all(target_os = "linux", target_env = "gnu"))]
#[test]
fn nothing_to_connect_with_is_linked() {
    let names = Command::new("nm").args(["-D", "--undefined-only", env!("CARGO_BIN_EXE_tradeoff")]).output();
    let Ok(names) = names else {
        tell("skipped: nm is not here");
        return;
    };
    let names = String::from_utf8_lossy(&names.stdout);
    let imports = |name: &str| {
        let mut last_words = names.lines().filter_map(|line| line.split_whitespace().last());
        last_words.any(|word| word.split('@').next() == Some(name))
    };
    assert!(imports("write") && imports("open64"), "{names}");
    for name in
        ["socket", "connect", "bind", "listen", "accept", "accept4", "sendto", "getaddrinfo", "gethostbyname"]
    {
        assert!(!imports(name), "{name}");
    }
}

#[cfg(target_os = "linux")]
#[test]
fn no_command_asks_the_system_for_a_connection() {
    let trace = |command: &Command| {
        let mut traced = Command::new("strace");
        // Sockets of one process with itself, by which a signal wakes a thread, go nowhere.
        traced.args([
            "-f",
            "-qq",
            "-e",
            "trace=socket,connect,bind,listen,sendto,sendmsg",
            "-o",
            "calls.txt",
            "--",
        ]);
        traced.arg(command.get_program()).args(command.get_args()).env("HOME", "/nowhere");
        traced
    };
    let can_trace = trace(&Command::new("true")).current_dir(std::env::temp_dir()).output();
    if !can_trace.is_ok_and(|output| output.status.success()) {
        tell("skipped: strace is not here, or may not trace");
        return;
    }
    let project = Project::with_nothing_required().file("0501-raft.md", FLAWED);
    for arguments in ["init -q", "add .", "-c user.name=a -c user.email=a@b.invalid commit -qm a"] {
        let mut git = Command::new("git");
        git.args(arguments.split(' ')).current_dir(project.path("")).env("GIT_CONFIG_GLOBAL", "/dev/null");
        assert!(git.status().expect("git can be started").success());
    }
    let calls = || {
        let traced = std::fs::read_to_string(project.path("calls.txt")).expect("strace has written it");
        // Signals are told about as well, that a git has ended, and threads that end with the program before they call.
        let is_call = |line: &&str| !line.contains(" --- SIG") && !line.contains(" ???(");
        traced.lines().filter(is_call).collect::<String>()
    };
    for arguments in COMMANDS {
        let mut traced = trace(&project.command(arguments));
        let output = traced.current_dir(project.path("")).output().expect("strace can be started");
        assert!(output.status.code().is_some_and(|code| code <= 1), "{arguments}: {output:?}");
        assert_eq!(calls(), "", "{arguments}");
    }
    let mut traced = trace(&project.command("lsp"));
    traced.current_dir(project.path("")).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
    let mut server = traced.spawn().expect("strace can be started");
    let mut input = server.stdin.take().expect("it is piped");
    for message in SESSION {
        write!(input, "Content-Length: {}\r\n\r\n{message}", message.len()).expect("the server reads");
    }
    drop(input);
    let output = server.wait_with_output().expect("the server ends");
    assert!(String::from_utf8_lossy(&output.stdout).contains("\"id\":3"), "{output:?}");
    assert_eq!(calls(), "");
}
