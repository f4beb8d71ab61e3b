"""A temporary folder with answers, and the programs that are run in it."""

import os
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
TRADEOFF = Path(os.environ["TRADEOFF"]).resolve()

# An answer that no rule can complain about where nothing is required, and one without a trade-off section.
PLAIN = "# Q501 Raft\n\nA leader takes all writes.\n\n## Trade-offs\n\nWe take it.\n"
FLAWED = "# Q501 Raft\n\nA leader takes all writes.\n"


class Project:
    """A folder in which nothing of the user's own configuration holds."""

    def __init__(self, folder: Path):
        self.folder = folder
        home = folder.parent / "home"
        home.mkdir(exist_ok=True)
        self.environment = {
            name: value
            for name, value in os.environ.items()
            if not name.startswith(("GITHUB_", "CI_", "GIT_")) and name not in ("CI", "NO_COLOR")
        }
        self.environment |= {
            "PATH": f"{TRADEOFF.parent}{os.pathsep}{os.environ['PATH']}",
            "GIT_CONFIG_GLOBAL": os.devnull,
            "GIT_CONFIG_NOSYSTEM": "1",
            "GIT_AUTHOR_NAME": "A",
            "GIT_AUTHOR_EMAIL": "a@example.org",
            "GIT_COMMITTER_NAME": "A",
            "GIT_COMMITTER_EMAIL": "a@example.org",
            "PRE_COMMIT_HOME": str(home / "pre-commit"),
        }

    def write(self, path: str, text: str) -> Path:
        file = self.folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
        return file

    def read(self, path: str) -> str:
        return (self.folder / path).read_text(encoding="utf-8")

    def run(self, *command: str, expect: int | None = 0, **environment: str) -> subprocess.CompletedProcess:
        """Runs `command`, which must end with the status `expect`."""
        done = subprocess.run(
            [str(part) for part in command],
            cwd=self.folder,
            env=self.environment | environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=False,
            timeout=600,
        )
        if expect is not None:
            assert done.returncode == expect, f"{command}: {done.returncode}\n{done.stdout}\n{done.stderr}"
        return done

    def tradeoff(self, *arguments: str, expect: int | None = 0, **environment: str) -> subprocess.CompletedProcess:
        return self.run(TRADEOFF, *arguments, expect=expect, **environment)

    def git(self, *arguments: str) -> str:
        return self.run("git", *arguments).stdout

    def commit(self, message: str) -> None:
        self.git("add", "--all")
        self.git("commit", "--quiet", "--message", message)


@pytest.fixture
def project(tmp_path: Path) -> Project:
    folder = tmp_path / "project"
    folder.mkdir()
    return Project(folder)
