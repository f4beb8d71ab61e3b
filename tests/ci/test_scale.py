"""A run over many answers holds what it found in them, and not what they say."""

import os
import subprocess

import pytest
from conftest import TRADEOFF, Project

WEIGHED = "A reader may see the old price for up to {number} s, and the last write wins wherever two of them meet. "
ANSWER = """# Q{question}

{body}

## Trade-offs

{consistency}

Every save waits 40 ms for the slowest of three replicas.

The third replica costs 900 USD a month, and we pay it.
"""


def peak(project: Project, *arguments: str) -> int:
    """The most memory that the program had at any time, in bytes."""
    with subprocess.Popen(
        [str(TRADEOFF), "lint", "--fail-on", "never", *arguments],
        cwd=project.folder,
        env=project.environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    ) as process:
        errors = process.stderr.read()
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    assert process.returncode == 0, errors
    return usage.ru_maxrss * 1024


@pytest.mark.skipif(not os.path.exists("/proc"), reason="memory is counted in other units elsewhere")
def test_memory_grows_by_findings_and_not_by_texts(project: Project):
    project.write("tradeoff.toml", "")
    # Each answer has verdicts that quote much of its trade-off section.
    prose = "".join(WEIGHED.format(number=number) for number in range(12))
    body = "A leader takes all writes and copies them to two followers before it answers. " * 80
    sizes = []
    for number in range(1800):
        question = 501 + number % 250
        text = ANSWER.format(question=question, consistency=prose, body=body)
        sizes.append(len(text))
        project.write(f"{'few' if number < 300 else 'many'}/{number // 250}/{question:04}.md", text)
    texts = sum(sizes[300:])
    for formats in (["--format", "json"], ["--format", "human=report.txt", "--format", "sarif=log.sarif"]):
        few, all_of_them = peak(project, *formats, "few"), peak(project, *formats, "few", "many")
        # What grows is what is known of each file: its path, its question, what links in it lead to.
        assert all_of_them - few < texts / 2, (few, all_of_them, texts)
