"""What `tradeoff init` writes, read by the schemas of those who read it."""

import json
import subprocess

import yaml
from conftest import FLAWED, PLAIN, Project


def schema_complaints(project: Project, schema: str, path: str) -> str:
    done = project.run("check-jsonschema", "--builtin-schema", schema, path, expect=None)
    return "" if done.returncode == 0 else done.stdout + done.stderr


def test_a_fresh_repository_passes_its_own_lint(project: Project):
    project.git("init", "--quiet", "--initial-branch", "1.0")
    assert "note: look at these files and commit them" in project.tradeoff("init").stderr
    again = project.tradeoff("init")
    assert again.stdout == "" and "look at" not in again.stderr and "left as it is" in again.stderr
    assert schema_complaints(project, "vendor.github-workflows", ".github/workflows/answers.yml") == ""
    workflow = yaml.safe_load(project.read(".github/workflows/answers.yml"))
    assert workflow[True]["push"]["branches"] == ["1.0"]
    assert workflow["permissions"] == {"contents": "read"}
    project.commit("init")
    for name in ("extensions", "settings"):
        assert json.loads(project.read(f".vscode/{name}.json"))
    assert "no findings" in project.tradeoff("lint").stdout
    assert project.git("status", "--porcelain") == ""


def test_gitlab_is_seen(project: Project):
    project.git("init", "--quiet")
    project.git("remote", "add", "origin", "git@gitlab.example.org:team/answers.git")
    assert ".gitlab-ci.yml" in project.tradeoff("init").stdout
    assert not (project.folder / ".github").exists()
    assert schema_complaints(project, "vendor.gitlab-ci", ".gitlab-ci.yml") == ""
    # The script does what it says, with the program that is here in place of the published one.
    project.write("answers/0501.md", FLAWED)
    (script,) = yaml.safe_load(project.read(".gitlab-ci.yml"))["answers"]["script"]
    project.run("sh", "-c", script, expect=1)
    assert "missing-tradeoffs" in project.read("gl-code-quality-report.json")
    assert "<failure" in project.read("junit.xml")


def test_a_folder_with_an_odd_name_is_named_as_it_is(project: Project):
    project.git("init", "--quiet")
    inner = Project(project.folder / "it's {odd}: #1")
    inner.folder.mkdir()
    inner.write("[a]/0501.md", PLAIN.replace("# Q501 Raft", "# Q501"))
    inner.tradeoff("init", "--ci", "gitlab")
    assert 'answers = ["[[]a[]]"]' in inner.read("tradeoff.toml")
    assert "1 answer" in inner.tradeoff("lint", "--fail-on", "never").stdout
    (script,) = yaml.safe_load(project.read(".gitlab-ci.yml"))["answers"]["script"]
    project.run("sh", "-c", script, expect=None)
    assert "it's {odd}: #1" in project.read("junit.xml") or "it&apos;s" in project.read("junit.xml")
    other = project.folder / ".github/workflows/answers.yml"
    inner.tradeoff("init", "--ci", "github")
    assert yaml.safe_load(other.read_text())["jobs"]["lint"]["steps"][1]["with"]["paths"] == "it's {odd}: #1"


def test_nothing_is_overwritten_and_nothing_is_asked(project: Project):
    project.write("tradeoff.toml", "# mine\n")
    done = project.tradeoff("init", "--ci", "none")
    assert "tradeoff.toml: already there, and left as it is" in done.stderr
    assert project.read("tradeoff.toml") == "# mine\n"
    assert sorted(path.name for path in project.folder.iterdir()) == [".vscode", "tradeoff.toml"]
    again = project.tradeoff("init", "--ci", "none")
    assert again.stdout == "" and again.stderr.count("already there") == 3
    assert isinstance(done, subprocess.CompletedProcess)
