//! `tradeoff completions`, the help and the version.

use insta::assert_snapshot;

use super::project::Project;

#[test]
fn every_shell_has_completions() {
    let project = Project::new();
    for shell in ["bash", "elvish", "fish", "powershell", "zsh"] {
        let output = project.output(&format!("completions {shell}"));
        assert_eq!(output.status.code(), Some(0), "{shell}");
        assert!(String::from_utf8_lossy(&output.stdout).contains("stdin-filename"), "{shell}");
    }
    assert_eq!(project.status("completions tcsh"), 2);
}

#[test]
fn help_is_short_and_has_examples() {
    let project = Project::new();
    for (command, lines) in [("lint", 66), ("new", 40), ("list", 40)] {
        let help = project.run(&format!("{command} -h"));
        assert!(help.contains("Example") && help.lines().count() < lines, "{help}");
    }
    assert_snapshot!(project.run("lint -h"));
}

#[test]
fn the_version() {
    assert_snapshot!(Project::new().run("--version"));
}

#[test]
fn every_command_has_a_manual_page() {
    let project = Project::new();
    assert_eq!(project.run("man pages/man1"), "status 0\n");
    let page = project.read("pages/man1/tradeoff-lint.1");
    assert!(page.contains(".TH tradeoff-lint 1") && page.contains("changed\\-since"), "{page}");
    let pages = std::fs::read_dir(project.path("pages/man1")).expect("the folder can be read").count();
    let help = project.run("--help");
    let commands =
        help.lines().skip_while(|line| *line != "Commands:").skip(1).take_while(|line| !line.is_empty());
    // One for the program, one for each command, and one for the command of `bank`.
    assert_eq!(pages, commands.count() + 2);
}
