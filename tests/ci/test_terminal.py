"""What only somebody in front of a terminal sees: the bar of a long run, and the screen that --watch clears."""

import os
import pty
import re
import select
import shutil
import signal
import subprocess
import time
from collections.abc import Callable

import pytest
from conftest import FLAWED, PLAIN, TRADEOFF, Project

CLEAR = "\x1b[2J\x1b[3J\x1b[H"
DOCUMENTS = 400
BAR = re.compile(rf"\d+/{DOCUMENTS} documents")
PATIENCE = 60


class Terminal:
    """The program with a terminal as its standard output and standard error, or as one of them."""

    def __init__(self, project: Project, *arguments, stdout: int | None = None, stderr: int | None = None):
        self.ours, theirs = pty.openpty()
        self.seen = ""
        self.process = subprocess.Popen(
            [str(TRADEOFF), *arguments],
            cwd=project.folder,
            env=project.environment | {"TERM": "xterm-256color", "LANG": "C.UTF-8"},
            stdin=subprocess.DEVNULL,
            stdout=theirs if stdout is None else stdout,
            stderr=theirs if stderr is None else stderr,
            # Of whoever runs the tests in the background, the program would take over that it does not hear of it.
            preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
        )
        os.close(theirs)

    def until(self, wanted: str | re.Pattern) -> str:
        """What is written until `wanted` is, taken off what is seen."""
        pattern = wanted if isinstance(wanted, re.Pattern) else re.compile(re.escape(wanted))
        while not (found := pattern.search(self.seen)):
            more = self.more()
            assert more, f"{wanted} is not written, but {self.seen!r}"
            self.seen += more
        taken, self.seen = self.seen[: found.end()], self.seen[found.end() :]
        return taken

    def hold_back(self, enough: Callable[[], bool]) -> None:
        """Lets the program run for moments only, until it is `enough`."""
        while not enough():
            assert self.process.poll() is None, f"it has ended too soon: {self.seen!r}"
            self.process.send_signal(signal.SIGCONT)
            time.sleep(0.002)
            self.process.send_signal(signal.SIGSTOP)
            # Longer than the program waits with its bar, so that few moments are enough.
            if select.select([self.ours], [], [], 1.1)[0]:
                self.seen += self.more()
        self.process.send_signal(signal.SIGCONT)

    def rest(self) -> str:
        """Everything until the program ends."""
        while more := self.more():
            self.seen += more
        return self.seen

    def more(self) -> str:
        ready, _, _ = select.select([self.ours], [], [], PATIENCE)
        try:
            return os.read(self.ours, 65536).decode(errors="replace") if ready else ""
        except OSError:
            # This is how Linux tells that nobody has the other end any more.
            return ""

    def end(self) -> int:
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
        status = self.process.wait(timeout=PATIENCE)
        os.close(self.ours)
        return status


@pytest.fixture
def slow(project: Project) -> Project:
    """Enough to do for a run that is held back to last as long as a test wants it to."""
    project.write("tradeoff.toml", "[tradeoffs]\nrequired = []\n[rules]\nduplicate-answer = 'off'\n")
    body = "A leader takes all writes and copies them to two followers before it answers.\n" * 200
    for number in range(DOCUMENTS - 1):
        project.write(f"{number}/0501-raft.md", PLAIN.replace("## Trade-offs", f"{body}\n## Trade-offs"))
    project.write("last/0502-paxos.md", FLAWED.replace("Q501 Raft", "Q502 Paxos"))
    return project


def test_a_long_run_has_a_bar_that_leaves_nothing_behind(slow: Project):
    terminal = Terminal(slow, "lint", "--color", "never")
    terminal.hold_back(lambda: BAR.search(terminal.seen))
    terminal.until(BAR)
    rest = terminal.rest()
    assert terminal.end() == 1
    # The line of the bar is emptied, and then comes the report.
    last = rest[: rest.index("error[missing-tradeoffs]")].rsplit("\r", 1)[1]
    assert re.fullmatch(r"(\x1b\[[0-9]*[KJ])+", last), repr(rest)
    assert not BAR.search(rest[rest.index("error[missing-tradeoffs]") :])


def test_the_bar_stands_beside_a_result_that_goes_to_a_pipe(slow: Project):
    read, write = os.pipe()
    terminal = Terminal(slow, "lint", "--format", "concise", stdout=write)
    os.close(write)
    terminal.hold_back(lambda: BAR.search(terminal.seen))
    terminal.rest()
    assert terminal.end() == 1
    with os.fdopen(read) as result:
        assert result.read().startswith("last/0502-paxos.md:1:1: error[missing-tradeoffs]")


@pytest.mark.parametrize("arguments", [["--quiet"], []])
def test_there_is_none_where_nobody_wants_one(slow: Project, arguments: list[str]):
    read, write = os.pipe()
    # With --quiet there is a terminal; without, standard error is a pipe.
    terminal = Terminal(slow, "lint", *arguments, stderr=None if arguments else write)
    os.close(write)
    # Nothing can be waited for, as nothing is to come: a bar would be there after a second.
    since = time.monotonic()
    terminal.hold_back(lambda: time.monotonic() > since + 2.5)
    seen = terminal.rest()
    assert terminal.end() == 1
    with os.fdopen(read) as errors:
        seen += errors.read()
    assert "missing-tradeoffs" in seen and not BAR.search(seen) and "documents" not in seen


def test_a_short_run_has_no_bar(project: Project):
    project.write("0501-raft.md", PLAIN)
    terminal = Terminal(project, "lint", "--fail-on", "never")
    assert "documents" not in terminal.rest()
    assert terminal.end() == 0


def test_watching_clears_the_screen_before_each_result(project: Project):
    project.write("tradeoff.toml", "[tradeoffs]\nrequired = []\n")
    file = project.write("0501-raft.md", FLAWED)
    terminal = Terminal(project, "lint", "--watch", "--color", "never")
    first = terminal.until("watching for changes")
    assert first.startswith(CLEAR) and "1 error" in first

    # Saved as editors do, by a new file in the place of the old one, three times.
    for text, said in [(PLAIN, "no findings"), (FLAWED, "1 error"), (PLAIN, "no findings")]:
        project.write("0501-raft.md~", text)
        os.replace(project.folder / "0501-raft.md~", file)
        seen = terminal.until(said)
        assert CLEAR in seen and seen.rindex(CLEAR) < seen.rindex(said)
        terminal.until("watching for changes")

    assert terminal.end() == -signal.SIGINT


def storm(project: Project, folder: str) -> None:
    for number in range(1000):
        project.write(f"{folder}/{number}/0502-paxos.md", FLAWED.replace("Q501 Raft", "Q502 Paxos"))


def test_watching_survives_storms(project: Project):
    project.write("0501-raft.md", PLAIN)
    terminal = Terminal(project, "lint", "--watch", "--color", "never")
    terminal.until("watching for changes")

    # As a checkout makes it: it ends in one result about all of it, and in far fewer than there were changes.
    storm(project, "one")
    assert terminal.until("1001 files, 1001 answers").count(CLEAR) < 20

    # What is taken away while the system may still be on its way through the new folders is seen.
    shutil.rmtree(project.folder / "one")
    terminal.until("1 file, 1 answer:")

    # And what comes and goes before anybody could look.
    storm(project, "two")
    shutil.rmtree(project.folder / "two")
    project.write("three/0503.md", FLAWED.replace("Q501 Raft", "Q503"))
    terminal.until("2 files, 2 answers:")
    assert terminal.end() == -signal.SIGINT


def test_watching_into_a_pipe_clears_nothing(project: Project):
    project.write("0501-raft.md", PLAIN)
    read, write = os.pipe()
    terminal = Terminal(project, "lint", "--watch", stdout=write)
    os.close(write)
    terminal.until("watching for changes")
    terminal.end()
    with os.fdopen(read) as result:
        assert "\x1b" not in result.read()
