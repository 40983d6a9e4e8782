"""``completion``: real shells complete what is typed, at a real press of Tab."""

from __future__ import annotations

import os
import re
import select
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from ohlc_desktop.arguments.upkeep import SHELLS
from ohlc_desktop.core.layouts import FORMATS
from tests.commands.conftest import DEADLINE, CommandLine
from tests.store.databases import unpack

pytestmark = pytest.mark.skipif(os.name != "posix", reason="these shells are POSIX's")

#: Brings the cursor to the begin of the line.
BEGIN = "\x01"

#: How each shell is started without what a user has set, and told to complete.
STARTS = {
    "bash": (["bash", "--norc", "--noprofile", "-i"], 'eval "$(ohlc-desktop completion bash)"'),
    "zsh": (
        ["zsh", "-f", "-i"],
        'autoload -Uz compinit; compinit -u; eval "$(ohlc-desktop completion zsh)"; bindkey -e',
    ),
}


def environment(home: Path) -> dict[str, str]:
    """Of a shell in which the program is found, and which writes plain text."""
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    kept = {name: value for name, value in os.environ.items() if name.startswith("PYTHON")}
    return {**kept, "PATH": path, "HOME": str(home), "TERM": "dumb", "LC_ALL": "C.UTF-8", "PS1": "> "}


class CompletingShell:
    """Somebody at a terminal with a shell."""

    def __init__(self, name: str, home: Path) -> None:
        import pty
        import termios

        command, start = STARTS[name]
        self._lines = 0
        self._there, theirs = pty.openpty()
        termios.tcsetwinsize(theirs, (24, 1000))  # a line is never wrapped or cut
        self._process = subprocess.Popen(
            command, stdin=theirs, stdout=theirs, stderr=theirs, env=environment(home), cwd=home, start_new_session=True
        )
        os.close(theirs)
        self._type(f"{start}; echo rea''dy\n")
        self._wait_for("ready")

    def _type(self, text: str) -> None:
        os.write(self._there, text.encode())

    def _wait_for(self, pattern: str) -> re.Match[str]:
        """What the shell wrote last, to the end of a pattern."""
        seen, end = "", time.monotonic() + DEADLINE
        while not (found := re.search(pattern, seen)):
            ready, _, _ = select.select([self._there], [], [], max(end - time.monotonic(), 0.0))
            assert ready, f"no {pattern!r} in {seen!r}"
            seen += os.read(self._there, 4096).decode()
        return found

    def completed(self, line: str) -> str:
        """The line after a press of Tab at its end."""
        self._lines += 1
        self._type(f"{line}\t{BEGIN}echo 'line {self._lines}: '\n")
        return self._wait_for(rf"line {self._lines}: (ohlc-desktop[^\r\n]*)[\r\n]")[1]

    def close(self) -> None:
        """Leave."""
        self._process.kill()
        self._process.wait()
        os.close(self._there)


@pytest.fixture(params=STARTS)
def shell(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[CompletingShell]:
    """A shell that was told to complete."""
    if not shutil.which(request.param):
        pytest.skip(f"{request.param} is not installed")
    found = CompletingShell(request.param, tmp_path)
    yield found
    found.close()


def test_tab(shell: CompletingShell, filled: CommandLine) -> None:
    filled.run("watch", "add", "6E")
    profile = f"ohlc-desktop --demo --profile {filled.home}"
    for typed, completed in (
        ("ohlc-desktop wat", "ohlc-desktop watch"),
        (f"{profile} status NQ ES=", f"{profile} status NQ ES=F"),
        (f"{profile} export 6", f"{profile} export 6E=F"),
        ("ohlc-desktop import --timeframes 1d,90", "ohlc-desktop import --timeframes 1d,90m"),
    ):
        assert shell.completed(typed) == completed


@pytest.mark.skipif(not shutil.which("fish"), reason="fish is not installed")
def test_fish(filled: CommandLine, tmp_path: Path) -> None:
    script = "ohlc-desktop completion fish | source; complete -C 'ohlc-desktop wat'; complete -C $argv[1]"
    typed = f"ohlc-desktop --demo --profile {filled.home} status E"
    done = subprocess.run(
        ["fish", "--no-config", "-c", script, typed],
        capture_output=True,
        text=True,
        timeout=DEADLINE,
        env=environment(tmp_path),
    )
    assert done.stdout.splitlines() == ["watch\tthe instruments that are imported every day", "ES=F\tE-mini S&P 500"]


# -- what fits -----------------------------------------------------------------------------------------------


def offered(line: str, home: Path, *options: str) -> tuple[list[str], str]:
    """What is offered at the end of a line, as the scripts ask for it; and what is on stderr."""
    answer = home / "answer"
    wanted = {"_ARGCOMPLETE": "1", "_ARGCOMPLETE_IFS": "\n", "_ARGCOMPLETE_STDOUT_FILENAME": str(answer)}
    words = {"COMP_LINE": line, "COMP_POINT": str(len(line)), "_ARGCOMPLETE_SUPPRESS_SPACE": "1"}
    done = subprocess.run(
        [sys.executable, *options, "-m", "ohlc_desktop"], capture_output=True, text=True, timeout=DEADLINE,
        env={**os.environ, **environment(home), **wanted, **words},
    )  # fmt: skip
    return answer.read_text("utf-8").splitlines(), done.stderr


def test_what_fits(tmp_path: Path) -> None:
    """Without a profile: symbols are those of the first watchlist's catalogue."""
    (tmp_path / "kept.sqlite3").touch()
    folder = f"ohlc-desktop --profile {tmp_path / 'none'} "
    for line, words in {
        "watch ": ["list", "add", "remove", "shared"],
        "status --j": ["--json"],
        "export ES=F 1w": ["1wk"],
        "export ES=F 1d --format ": [*FORMATS],
        "export ES=F 1d --from ": [],
        "export ES=F,6E": ["ES=F,6E=F"],
        "export watch": ["watchlist"],
        "export ES=F 1d,1w": ["1d,1wk"],
        "export ES=F 1d --timezone America/Chic": ["America/Chicago"],
        "completion ": list(SHELLS),
        "status MNQ": ["MNQ=F"],
        f"restore {tmp_path}/ke": [f"{tmp_path}/kept.sqlite3"],
        "import --trigger": [],  # of the app's own
    }.items():
        assert offered(folder + line, tmp_path)[0] == words, line
    assert not (tmp_path / "none").exists()


def test_a_press_of_tab_loads_little_and_changes_nothing(tmp_path: Path) -> None:
    database = unpack(1, tmp_path / "ohlc.sqlite3")
    before = database.read_bytes()
    found, loaded = offered(f"ohlc-desktop --profile {tmp_path} status ", tmp_path, "-X", "importtime")
    assert "NQ=F" in found
    assert len(found) < 10
    heavy = {"numpy", "pandas", "rich", "redis", "PySide6"}
    names = re.findall(r"^import time: +\d+ \| +\d+ \| +([\w.]+)$", loaded, re.MULTILINE)
    assert "argcomplete" in names
    assert heavy & {name.partition(".")[0] for name in names} == set()
    assert database.read_bytes() == before
