//! Text of somebody who means harm, on every way from a repository to a terminal, a page, a report or a runner.
//!
//! The words stand in a configuration, in sheets, in answers and, where the system takes them, in names of files.

use std::fmt::Write as _;
use std::process::Command;

use serde_json::Value;

use super::project::{Project, text};

/// What a terminal would obey: colours, titles, the cursor, C1 controls, the direction of text, a bell.
const OBEYED: &str = "\u{1b}[31m\u{1b}]0;owned\u{7}\u{9b}2J\u{8}\u{7f}\u{202e}\u{2066}\u{85}";

/// What a runner of GitHub would obey, at the start of a line or anywhere.
const COMMANDS: &str = "::error::owned ##[add-mask]owned";

/// What a page or a report would take for its own.
const MARKUP: &str = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>&amp;]]>";

/// What a spreadsheet or Markdown would.
const OTHER: &str = "=1+1 | [x](command:evil) ![p](https://evil.example/p.png) `b` @everyone";

/// All of it as one line.
fn hostile() -> String {
    format!("{OBEYED} {COMMANDS} {MARKUP} {OTHER}")
}

/// A repository full of it.
fn repository() -> Project {
    let hostile = hostile();
    let quoted = Value::from(hostile.as_str()).to_string().replace('\u{7f}', "\\u007F");
    let own = "privacy`](command:x)".to_owned() + OBEYED;
    let own = Value::from(own).to_string().replace('\u{7f}', "\\u007F");
    let configuration = format!(
        "{quoted} = 1\nanswers = ['**']\n[bank]\nfolders = ['bank']\n[tradeoffs]\nrequired = [{own}]\ntitles = [{quoted}]\n\
         [considerations.{own}]\ntitle = {quoted}\nskeleton = {quoted}\nterms = [{quoted}]\n"
    );
    let sheet = format!(
        "---\nnumber: 801\nshape: concept\n---\n# What {hostile}?\n\n## Cover\n- **{hostile}** ({hostile}): {hostile}\n\n\
         ## Cost\n::set-output name=x::y\n\n{hostile}\n\n## Pitfalls\n{hostile}\n"
    );
    let answer = format!(
        "---\nquestion: 801\ntitle: {hostile}\n---\n# {hostile}\n\n{COMMANDS}\n\n## Trade-offs {hostile}\n\n\
         {hostile} costs 5 USD.\n\n## {hostile}\n\n<!-- tradeoff-ignore {hostile} -->\n\n[a](gone{MARKUP}.md) TODO {hostile}\n"
    );
    let mut project = Project::new()
        .file("tradeoff.toml", configuration)
        .file("bank/day::error::x/0801-x.md", sheet)
        .file("0801-x.md", &answer)
        .file("0802.md", b"# Q802 \xff\n")
        .file("duplicate/x.md", answer);
    if cfg!(unix) {
        let name = format!("{OBEYED}{COMMANDS}\n::warning::owned").replace('/', "");
        project = project
            .file(&format!("{name}.md"), "# Q801\n\nText.\n")
            .file(&format!("{name}/tradeoff.toml"), "x = ");
        project =
            project.file(&format!("::error::{name}/0502.md"), "# Q502\n\nText. <!-- tradeoff-ignore x: y -->\n");
    }
    project
}

/// Every command that shows something of a repository.
const SHOWN: [&str; 27] = [
    "lint",
    "lint --format concise",
    "lint --explain --hints --show-suppressed",
    "lint --statistics",
    "lint --format json",
    "lint --format sarif",
    "lint --format github",
    "lint --format gitlab",
    "lint --format junit",
    "lint --unsafe-fixes --dry-run",
    "lint --write-baseline /dev/null",
    "list",
    "list --format json",
    "next",
    "show 801",
    "show 801 --format json",
    "progress",
    "progress --format json",
    "progress --format html",
    "explain 0801-x.md",
    "explain 0801-x.md --format json",
    "config",
    "config --format json",
    "bank check",
    "bank check --format json",
    "rule omitted-cost",
    "new 801 --dir duplicate",
];

/// Runs `command` in the repository, and gives all that it says.
fn said(project: &Project, command: &str, in_workflow: bool) -> String {
    let mut program = project.command(command);
    program.env_remove("GITHUB_ACTIONS");
    if in_workflow {
        program.env("GITHUB_ACTIONS", "true");
    }
    let output = program.output().expect("the program can be started");
    assert!(output.status.code().is_some_and(|code| code <= 2), "{command}");
    let [stdout, stderr] =
        [output.stdout, output.stderr].map(|said| String::from_utf8(said).expect("it is UTF-8"));
    assert!(!stderr.contains("internal error"), "{command}: {stderr}");
    stdout + &stderr
}

#[test]
fn nothing_that_a_terminal_obeys_reaches_it() {
    let project = repository();
    let mut shown = String::new();
    for command in SHOWN {
        let said = said(&project, command, false);
        let is_obeyed = |character: char| character.is_control() && character != '\n';
        let found = said.chars().find(|&character| is_obeyed(character) || "\u{202e}\u{2066}".contains(character));
        assert_eq!(found, None, "{command}: {said:?}");
        shown.push_str(&said);
    }
    // It is there all the same, as something to look at.
    for escape in ["\\u{1b}", "\\u{202e}", "␛[31m", "\\u001b[31m", "\\u009b2J"] {
        assert!(shown.contains(escape), "{escape}");
    }
}

#[test]
fn colours_are_ours() {
    let project = repository();
    for command in ["lint", "lint --explain", "list", "show 801", "progress", "explain 0801-x.md", "bank check"] {
        let said = said(&project, &format!("--color always {command}"), false);
        for sequence in said.split('\u{1b}').skip(1) {
            let body = sequence.strip_prefix('[').unwrap_or_else(|| panic!("{command}: {sequence:?}"));
            let end = body.find(|character: char| !character.is_ascii_digit() && character != ';');
            assert_eq!(end.map(|end| &body[end..=end]), Some("m"), "{command}: {sequence:?}");
        }
        assert!(!said.contains(['\u{9b}', '\u{7}', '\u{8}', '\u{7f}', '\u{202e}']), "{command}");
    }
}

#[test]
fn no_line_is_a_command_for_a_runner_but_annotations() {
    let project = repository();
    let mut annotations = 0;
    for command in SHOWN {
        let said = said(&project, command, true);
        assert!(!said.contains("##["), "{command}: {said}");
        for line in said.lines().filter(|line| line.trim_start().starts_with("::")) {
            assert_eq!(command, "lint --format github", "{line}");
            let (head, message) = line[2..].split_once("::").expect("a command ends so");
            let (kind, properties) = head.split_once(' ').expect("it has properties");
            assert!(["error", "warning", "notice"].contains(&kind), "{line}");
            let names: Vec<&str> = properties.split(',').filter_map(|one| Some(one.split_once('=')?.0)).collect();
            assert!(["file", "line", "endLine"] == names[..3] && names.len() <= 6, "{line}");
            assert!(!properties.contains("::") && !message.contains('\r'), "{line}");
            annotations += 1;
        }
    }
    assert!(annotations > 3, "{annotations}");
}

#[test]
fn the_summary_of_a_step_is_a_table_and_nothing_else() {
    let project = repository().file("summary.md", "");
    let mut command = project.command("lint --format github");
    let summary = project.path("summary.md");
    assert!(command.env("GITHUB_STEP_SUMMARY", &summary).output().is_ok());
    let summary = project.read("summary.md");
    let rows = summary.lines().filter(|line| line.starts_with("| ")).collect::<Vec<_>>();
    assert!(rows.len() > 4, "{summary}");
    for row in &rows {
        // An escaped mark is no mark.
        let plain = row.replace("\\\\", "").replace("\\|", "").replace("\\[", "").replace("\\]", "");
        assert_eq!(plain.matches('|').count(), 4, "{row}");
        assert!(!plain.contains('<') && !plain.contains("](") && !plain.contains(['\u{1b}', '\u{9b}']), "{row}");
    }
}

#[test]
fn a_page_holds_no_markup_of_others() {
    let project = repository();
    let page = said(&project, "progress --format html", false);
    for markup in ["<script", "<img", "onerror=alert(1)>", "\"'>"] {
        assert!(!page.contains(markup), "{markup}");
    }
    assert!(page.contains("&lt;script&gt;alert(1)&lt;/script&gt;&quot;'&gt;&lt;img"), "the text itself is shown");
    assert!(page.contains("content=\"default-src 'none'; style-src 'unsafe-inline'; img-src data:\""));
}

#[test]
fn reports_are_read_back_as_they_were_meant() {
    let project = repository();
    let json: Value = serde_json::from_str(&said_on_stdout(&project, "lint --format json")).expect("it is JSON");
    let paths: Vec<&str> =
        json["findings"].as_array().expect("a list").iter().map(|finding| text(&finding["path"])).collect();
    assert!(paths.contains(&"0801-x.md"));
    assert!(
        !cfg!(unix) || paths.iter().any(|path| path.contains(OBEYED) && path.contains("\n::warning::")),
        "{paths:?}"
    );
    for format in ["sarif", "gitlab"] {
        let report = said_on_stdout(&project, &format!("lint --format {format}"));
        assert!(serde_json::from_str::<Value>(&report).is_ok(), "{format}");
    }
    let junit = said_on_stdout(&project, "lint --format junit");
    assert!(!junit.contains("<script") && !junit.contains("]]>") && junit.contains("&lt;script&gt;"), "{junit}");
    let count = |mark: &str| junit.matches(mark).count();
    assert_eq!(
        (count("<testcase "), count("<testsuite ")),
        (count("</testcase>") + sound(&junit), count("</testsuite>"))
    );
}

/// How many cases of a report have no content.
fn sound(junit: &str) -> usize {
    junit.lines().filter(|line| line.contains("<testcase ") && !line.contains("</testcase>")).count()
}

fn said_on_stdout(project: &Project, command: &str) -> String {
    String::from_utf8(project.output(command).stdout).expect("it is UTF-8")
}

/// Patterns of a configuration and texts that take a backtracking matcher, or a careless parser, for ever.
#[test]
fn no_pattern_and_no_text_takes_for_ever() {
    let stars = "*a".repeat(5_000);
    let braces = "{a,b}".repeat(2_000);
    let nested = "{".repeat(2_000);
    let globs = [("stars", stars), ("braces", braces), ("nested", nested), ("classes", "[a-z]".repeat(5_000))];
    for (name, glob) in globs {
        let project =
            Project::new().file("tradeoff.toml", format!("answers = ['{glob}']\nexclude = ['{glob}']\n"));
        let project = project.file(&format!("{}.md", "a".repeat(200)), "# Q501\n\nText.\n");
        let said = project.transcript(&Project::ends(project.command("lint")));
        assert!(!said.contains("internal error"), "{name}: {said}");
    }
    let many = 20_000;
    let mut terms = String::from("[considerations.own]\nterms = [");
    (0..many)
        .for_each(|number| write!(terms, "'{}{number}',", "ab ".repeat(10)).expect("a string takes everything"));
    terms.push_str("]\n");
    let project = Project::new()
        .file("tradeoff.toml", terms)
        .file("0501-raft.md", "# Q501 Raft\n\n## Trade-offs\n\nab ab.\n");
    assert!(!project.transcript(&Project::ends(project.command("lint"))).contains("internal error"));
    let texts = [
        "[".repeat(many * 10),
        "> ".repeat(many),
        "* ".repeat(many),
        "`".repeat(many * 10),
        (1..400).map(|length| "`".repeat(length) + " ").collect(),
        "<!--".repeat(many),
        "<!-- tradeoff-ignore ".repeat(many),
        "*a _b ".repeat(many),
        "![a](".repeat(many),
        "[a]: b\n".repeat(many),
        "| a ".repeat(many) + "\n" + &"|-".repeat(many),
        "at the cost of, ".repeat(many),
        "Q501 ".repeat(many),
        "# Q501\n\n## Trade-offs\n\n".repeat(many / 10),
        "1. ".repeat(many),
        "<a ".repeat(many),
        "&".repeat(many * 10),
        "a".repeat(many * 50),
        "TODO TBD ... ".repeat(many),
        "---\n".repeat(many),
    ];
    for (number, text) in texts.iter().enumerate() {
        let text = format!("# Q501 Raft\n\n{text}\n\n## Trade-offs\n\n{text}\n");
        let project = Project::new().file("0501-raft.md", text);
        let said = project.transcript(&Project::ends(project.command("lint --format concise")));
        assert!(!said.contains("internal error"), "{number}: {said}");
    }
}

/// Whoever writes a repository writes its `.git/config` as well, as in an archive: it names programs for everything.
#[test]
fn git_runs_nothing_that_a_repository_names() {
    let project = Project::with_nothing_required().file("0501-raft.md", "# Q501 Raft\n\nText.\n");
    let git = |arguments: &[&str]| {
        let mut command = Command::new("git");
        command
            .args(["-c", "user.name=a", "-c", "user.email=a@b.invalid"])
            .args(arguments)
            .current_dir(project.path(""));
        command.env("GIT_CONFIG_GLOBAL", "/dev/null").env("GIT_CONFIG_SYSTEM", "/dev/null");
        assert!(command.output().expect("git can be started").status.success(), "{arguments:?}");
    };
    git(&["init", "--quiet"]);
    git(&["add", "."]);
    git(&["commit", "--quiet", "--message", "a"]);
    let program = format!("touch '{}'; cat", project.path("owned").display());
    for key in [
        "core.fsmonitor",
        "core.pager",
        "core.editor",
        "core.askPass",
        "core.sshCommand",
        "core.gitProxy",
        "core.alternateRefsCommand",
        "credential.helper",
        "diff.external",
        "diff.own.command",
        "diff.own.textconv",
        "gpg.program",
        "uploadpack.packObjectsHook",
        "pager.diff",
        "pager.log",
    ] {
        git(&["config", key, &program]);
    }
    git(&["config", "log.showSignature", "true"]);
    git(&["config", "remote.origin.url", &format!("ext::sh -c touch% {}", project.path("owned").display())]);
    git(&["config", "remote.origin.promisor", "true"]);
    git(&["config", "protocol.ext.allow", "always"]);
    let project = project.file(".gitattributes", "*.md diff=own\n").file("0501-raft.md", "# Q501 Raft\n\nMore.\n");
    for hook in ["post-index-change", "fsmonitor-watchman", "reference-transaction"] {
        let file = format!(".git/hooks/{hook}");
        std::fs::write(project.path(&file), format!("#!/bin/sh\n{program}\n")).expect("it can be written");
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            let mode = std::fs::Permissions::from_mode(0o755);
            std::fs::set_permissions(project.path(&file), mode).expect("its owner may");
        }
    }
    for arguments in
        ["lint --changed-since HEAD", "progress --history", "init --ci none", "lint --fix --changed-since HEAD"]
    {
        let said = project.transcript(&Project::ends(project.command(arguments)));
        assert!(!project.path("owned").exists(), "{arguments}: {said}");
    }
    // What is missing is not fetched, by whatever `ext::` would run.
    let missing = "0123456789012345678901234567890123456789";
    let said = project.run(&format!("lint --changed-since {missing}"));
    assert!(said.starts_with("status 2\n") && !project.path("owned").exists(), "{said}");
    // A revision is no flag.
    for revision in ["--output=owned", "--upload-pack=touch owned", "-O owned"] {
        let mut command = project.command("lint");
        let output = command.arg(format!("--changed-since={revision}")).output().expect("it can be started");
        assert!(output.status.code() == Some(2) && !project.path("owned").exists(), "{revision}");
    }
}
