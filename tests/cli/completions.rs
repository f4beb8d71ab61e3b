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
