"""The recipes of docs/ci.md that can run here."""

import re
import shutil

import pytest
import yaml
from conftest import FLAWED, PLAIN, ROOT, Project

DOCS = (ROOT / "docs/ci.md").read_text(encoding="utf-8")


def block(heading: str, language: str) -> str:
    section = DOCS.split(f"\n## {heading}\n")[1].split("\n## ")[0]
    return re.search(rf"```{language}\n(.*?)```", section, re.S)[1]


@pytest.mark.skipif(shutil.which("make") is None, reason="there is no make")
def test_the_makefile(project: Project):
    project.write("Makefile", block("Makefile", "make"))
    project.write("tradeoff.toml", "[tradeoffs]\nrequired = []\n")
    project.write("0501.md", PLAIN)
    project.git("init", "--quiet")
    project.commit("answers")
    project.run("make", "lint")
    project.run("make", "baseline", "progress.html")
    assert '"findings": []' in project.read("tradeoff-baseline.json")
    assert "<h2>Trend</h2>" in project.read("progress.html")
    project.write("0502.md", FLAWED.replace("Q501 Raft", "Q502 Paxos"))
    project.run("make", "lint", expect=2)


def test_the_gitlab_script(project: Project):
    job = yaml.safe_load(block("GitLab", "yaml"))["answers"]
    project.write("0501.md", FLAWED)
    project.run("sh", "-c", job["script"][0], expect=1)
    assert {"junit.xml", "gl-code-quality-report.json"} <= {path.name for path in project.folder.iterdir()}
    # It is the template without its rules.
    template = yaml.safe_load((ROOT / "server/cli/templates/gitlab.yml").read_text())["answers"]
    assert job["artifacts"] == template["artifacts"] and job["image"] == template["image"]


def test_the_inputs_of_the_action(project: Project):
    (step,) = yaml.safe_load(block("GitHub", "yaml"))
    inputs = yaml.safe_load((ROOT / "action.yml").read_text())["inputs"]
    assert set(step["with"]) <= set(inputs)


def test_the_hook(project: Project):
    (repository,) = yaml.safe_load(block("pre-commit", "yaml"))["repos"]
    manifest = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text())
    assert {hook["id"] for hook in repository["hooks"]} <= {hook["id"] for hook in manifest}


def test_every_flag_exists(project: Project):
    flags = set(re.findall(r"(?<![\w-])--[a-z][a-z-]+", DOCS)) - {"--rm", "--volume", "--tag"}
    commands = ("lint", "merge", "init", "progress")
    known = "".join(project.tradeoff(command, "--help").stdout for command in commands)
    # `--quiet` of pip and of the lint are called the same.
    assert {flag for flag in flags if not re.search(rf"{flag}\b", known)} == set()
