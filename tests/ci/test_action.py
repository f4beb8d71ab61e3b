"""The GitHub action: its form, and its scripts with inputs that want to be code."""

import base64
import gzip
import json
import os
import re

import pytest
import yaml
from conftest import FLAWED, ROOT, Project

ACTION = yaml.safe_load((ROOT / "action.yml").read_text())
STEPS = ACTION["runs"]["steps"]

HOSTILE = [
    "$(touch pwned)",
    "`touch pwned`",
    "'; touch pwned; '",
    '"; touch pwned; "',
    "${{ github.token }}",
    "--output=pwned",
    "-h",
    "a\nstatus=0\nb",
    "&& touch pwned",
]


class Runner:
    """As much of a GitHub runner as the scripts see."""

    def __init__(self, project: Project):
        self.project = project
        self.temporary = project.folder.parent / "runner"
        self.temporary.mkdir(exist_ok=True)

    def run(self, step: dict, expect: int | None = 0, **inputs: str):
        values = {name: str(value.get("default", "")) for name, value in ACTION["inputs"].items()} | inputs
        files = {name: self.temporary / name.lower() for name in ("GITHUB_OUTPUT", "GITHUB_STEP_SUMMARY")}
        environment = {name: str(path) for name, path in files.items()}
        for name, value in step.get("env", {}).items():
            found = re.fullmatch(r"\$\{\{ inputs\.([a-z-]+) \}\}", value)
            environment[name] = values[found[1]] if found else os.environ.get(name, "")
        environment |= {"RUNNER_TEMP": str(self.temporary), "GITHUB_WORKSPACE": str(self.project.folder)}
        for path in files.values():
            path.write_text("")
        script = self.temporary / "script.sh"
        script.write_text(step["run"])
        done = self.project.run("bash", "--noprofile", "--norc", "-eo", "pipefail", script, expect=expect, **environment)
        done.outputs = files["GITHUB_OUTPUT"].read_text()
        done.summary = files["GITHUB_STEP_SUMMARY"].read_text()
        return done


@pytest.fixture
def runner(project: Project) -> Runner:
    project.write("tradeoff.toml", "[tradeoffs]\nrequired = []\n")
    project.write("a b/0501-raft.md", FLAWED)
    return Runner(project)


def test_it_is_an_action(project: Project):
    project.run("check-jsonschema", "--builtin-schema", "vendor.github-actions", ROOT / "action.yml")
    for step in STEPS:
        assert "uses" not in step or re.search(r"@[0-9a-f]{40}$", step["uses"])
        # No expression is ever pasted into a script.
        assert "${{" not in step["run"], step["run"]


def test_it_annotates_and_tells_how_it_ended(runner: Runner):
    done = runner.run(STEPS[1])
    assert "::error file=a b/0501-raft.md,line=1," in done.stdout
    assert done.outputs.splitlines()[0] == "status=1"
    assert "missing-tradeoffs" in done.summary
    assert runner.run(STEPS[1], **{"fail-on": "never"}).outputs.startswith("status=0\n")
    done = runner.run(STEPS[1], paths="a b\nnowhere\n", format="concise", **{"upload-sarif": "true"})
    assert done.outputs.startswith("status=2\n")
    log = json.loads((runner.temporary / "tradeoff.sarif").read_text())
    assert log["version"] == "2.1.0"
    assert runner.run(STEPS[1], **{"working-directory": "."}).outputs.startswith("status=1\n")


@pytest.mark.parametrize("name", [name for name in ACTION["inputs"] if name not in ("working-directory", "upload-sarif")])
@pytest.mark.parametrize("text", HOSTILE)
def test_no_input_is_code(runner: Runner, name: str, text: str):
    before = sorted(runner.project.folder.rglob("*"))
    for step in STEPS[:2]:
        if name == "version" and step is STEPS[1]:
            continue
        inputs = {"version": "installed"} | {name: text}
        done = runner.run(step, expect=None, **inputs)
        assert not list(runner.temporary.parent.rglob("pwned")), (name, text)
        # No input gives itself a status.
        assert re.fullmatch(r"(status=[0-9]+\nsarif=.*\n)?", done.outputs), done.outputs
        assert not done.outputs.startswith("status=0"), done.outputs
    after = sorted(runner.project.folder.rglob("*"))
    # A name for the SARIF file is the one input that makes a file, and only there.
    assert after == before or name == "sarif"


def test_only_a_version_is_installed(runner: Runner):
    for version in ("", "0.1.0 evil", "0.1.0; x", "@https://example.org", "../x", "latest"):
        done = runner.run(STEPS[0], expect=2, version=version)
        assert "must look like" in done.stdout


def test_the_upload_sends_what_the_lint_wrote(runner: Runner):
    """With a `gh` that writes down how it is called, in place of the service."""
    (upload,) = [step for step in STEPS if step.get("if") == "inputs.upload-sarif == 'true'"]
    assert upload["env"] == {"SARIF": "${{ steps.lint.outputs.sarif }}", "GH_TOKEN": "${{ github.token }}"}
    runner.run(STEPS[1], **{"upload-sarif": "true"})
    sarif = runner.temporary / "tradeoff.sarif"
    fake = runner.temporary / "bin" / "gh"
    fake.parent.mkdir()
    fake.write_text('#!/bin/sh\nprintf "%s\\n" "$@" > "$RUNNER_TEMP/called"\n')
    fake.chmod(0o755)
    environment = {
        "PATH": f"{fake.parent}{os.pathsep}{os.environ['PATH']}",
        "RUNNER_TEMP": str(runner.temporary),
        "SARIF": str(sarif),
        "GITHUB_REPOSITORY": "owner/name",
        "GITHUB_SHA": "0123456789abcdef0123456789abcdef01234567",
        "GITHUB_REF": "refs/pull/1/merge",
    }
    runner.project.run("bash", "-c", upload["run"], **environment)
    sent = runner.temporary / "tradeoff.sarif.gz.base64"
    assert (runner.temporary / "called").read_text().splitlines() == [
        "api", "--method", "POST", "repos/owner/name/code-scanning/sarifs",
        "--raw-field", "commit_sha=0123456789abcdef0123456789abcdef01234567",
        "--raw-field", "ref=refs/pull/1/merge",
        "--field", f"sarif=@{sent}",
    ]
    # The service wants it compressed, and then as one line of text.
    assert gzip.decompress(base64.b64decode(sent.read_text(), validate=True)) == sarif.read_bytes()


def test_the_last_step_ends_as_the_lint_did(runner: Runner):
    for status in ("0", "1", "2"):
        done = runner.project.run("bash", "-c", STEPS[-1]["run"], expect=int(status), STATUS=status)
        assert done.stdout == ""
