"""A repository from its first day: init, baseline, a new omission, its skeleton, the answer. With git and pre-commit."""

import json
import re

import pytest
from conftest import ROOT, Project

CONSISTENCY = "A reader may see the old price for up to 3 s, and the last write wins."
LATENCY = "Every save waits 40 ms for the slowest of three replicas."
COST = "The third replica costs 900 USD a month, and we pay it."

BASELINE = "tradeoff-baseline.json"


def answer(number: int, *weighed: str) -> str:
    weighed_text = "\n\n".join(weighed)
    return f"# Q{number}\n\nA leader takes all writes and two followers copy them.\n\n## Trade-offs\n\n{weighed_text}\n"


@pytest.fixture
def repository(project: Project) -> Project:
    """Thirty answers, of which three leave something out, and the hook of this repository."""
    for number in range(501, 531):
        weighed = [CONSISTENCY, LATENCY, COST]
        if number % 10 == 5:
            weighed.pop(number // 10 % 3)
        project.write(f"answers/{number:04}.md", answer(number, *weighed))
    hooks = Project(project.folder.parent / "hooks")
    hooks.folder.mkdir()
    hooks.write(".pre-commit-hooks.yaml", (ROOT / ".pre-commit-hooks.yaml").read_text())
    hooks.git("init", "--quiet", "--initial-branch", "main")
    hooks.commit("hooks")
    revision = hooks.git("rev-parse", "HEAD").strip()
    project.git("init", "--quiet", "--initial-branch", "main")
    project.write(
        ".pre-commit-config.yaml",
        "repos:\n"
        f"  - repo: {hooks.folder}\n"
        f"    rev: {revision}\n"
        "    hooks:\n"
        "      - id: tradeoff-system\n"
        f"        args: [--baseline, {BASELINE}]\n",
    )
    return project


def findings(project: Project, *arguments: str) -> list[dict]:
    result = project.tradeoff("lint", "--format", "json", *arguments, expect=None).stdout
    return [finding for finding in json.loads(result)["findings"] if finding["severity"] in ("error", "warning")]


def test_from_the_first_day_to_a_checked_repository(repository: Project):
    project = repository
    written = project.tradeoff("init").stdout.split()
    assert written == ["tradeoff.toml", ".github/workflows/answers.yml", ".vscode/extensions.json", ".vscode/settings.json"]
    project.commit("answers")

    # The first lint fails on what is left out, and on nothing else.
    project.tradeoff("lint", expect=1)
    rules = {finding["rule"] for finding in findings(project)}
    assert len(findings(project)) == 3 and all(rule.startswith("omitted-") for rule in rules)

    # What is there is accepted.
    project.tradeoff("lint", "--write-baseline", BASELINE)
    project.tradeoff("lint", "--baseline", BASELINE)
    project.commit("baseline")
    project.run("pre-commit", "install")
    project.run("pre-commit", "run", "--all-files")

    # What is new is not: the commit is refused, and the annotation stands at the right line.
    text = answer(531, CONSISTENCY, LATENCY)
    project.write("answers/0531.md", text)
    project.git("add", "--all")
    refused = project.run("git", "commit", "--message", "new", expect=1)
    assert "omitted-cost" in refused.stdout + refused.stderr
    log = project.tradeoff("lint", "--format", "github", "--baseline", BASELINE, expect=1).stdout
    commands = [line for line in log.splitlines() if line.startswith("::")]
    line = text.splitlines().index("## Trade-offs") + 1
    errors = [command for command in commands if command.startswith("::error ")]
    assert len(errors) == 1, commands
    assert re.match(rf"::error file=answers/0531\.md,line={line},endLine={line},col=1,.*title=omitted-cost::", errors[0])

    project.tradeoff("lint", "--baseline", BASELINE, "--fail-on", "error", expect=1)

    # The skeleton is inserted, and nothing else in the repository changes.
    project.tradeoff("lint", "--unsafe-fixes", "--changed-since", "HEAD", "--baseline", BASELINE, expect=1)
    assert project.git("diff", "--name-only").split() == ["answers/0531.md"]
    mended = project.read("answers/0531.md")
    assert mended.startswith(text) and "### Cost" in mended and "<!--" in mended
    # A prompt is no answer: the omission is still reported.
    (left,) = findings(project, "--baseline", BASELINE)
    assert left["path"] == "answers/0531.md" and left["message"].startswith("cost is not argued")
    # It is now named and not argued, which is a warning, and fails as long as nothing else is configured.
    assert (left["rule"], left["severity"]) == ("unargued-consideration", "warning")
    # Whoever fails on errors only lets it pass, as the documentation says.
    project.tradeoff("lint", "--baseline", BASELINE, "--fail-on", "error")
    project.tradeoff("lint", "--baseline", BASELINE, "--fail-on", "warning", expect=1)
    assert left["line"] == mended.splitlines().index("### Cost") + 1
    log = project.tradeoff("lint", "--format", "github", "--baseline", BASELINE, expect=1).stdout
    assert f"::warning file=answers/0531.md,line={left['line']}," in log
    refused = project.run("git", "commit", "--all", "--message", "new", expect=1)
    assert "unargued-consideration" in refused.stdout + refused.stderr

    # Once something is written the lint passes and the commit goes through.
    heading = mended.index("### Cost")
    project.write("answers/0531.md", f"{mended[:heading]}### Cost\n\n{COST}\n")
    project.tradeoff("lint", "--baseline", BASELINE, "--fail-on-stale")
    project.git("add", "--all")
    project.git("commit", "--message", "new")
    assert project.git("status", "--porcelain") == ""
