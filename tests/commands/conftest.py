"""What the tests of the command line work with: commands in this process, real processes, a filled profile."""

from __future__ import annotations

import contextlib
import io
import json
import os
import queue
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from ohlc_desktop import cli
from ohlc_desktop.calendars import exchange_calendars
from ohlc_desktop.profile import Profile
from tests.conftest import Once
from tests.standins.calendars import keep_calendars
from tests.standins.yahoo import StandInYahoo, forget_yfinance

#: Beyond this a process under test hangs.
DEADLINE = 60.0
_sessions = cache(exchange_calendars.sessions)


@dataclass(frozen=True)
class CommandResult:
    """What a command said, and its exit code."""

    code: int
    out: str
    err: str

    @property
    def events(self) -> list[dict[str, Any]]:
        """The JSON lines of stdout; anything else there is an error."""
        return [json.loads(line) for line in self.out.splitlines()]

    @property
    def json(self) -> Any:
        """Stdout as one JSON value."""
        return json.loads(self.out)


class CommandLine:
    """Commands on one profile.

    Attributes:
        home: The folder given to ``--profile``.
        demo: Whether ``--demo`` is given too.
        folder: The data folder that follows from them.
    """

    def __init__(self, home: Path, demo: bool = True) -> None:
        self.home, self.demo = home, demo
        self.folder = home / "demo" if demo else home
        self.database = self.folder / "ohlc.sqlite3"

    def arguments(self, *words: str) -> list[str]:
        """The whole command line."""
        return ["--profile", str(self.home), *(["--demo"] if self.demo else []), *words]

    def run(self, *words: str, **environment: str) -> CommandResult:
        """Carry out a command in this process: for all that is not about processes, whose start takes a second."""
        out, err = io.StringIO(), io.StringIO()
        with pytest.MonkeyPatch.context() as patch, contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            for name, value in environment.items():
                patch.setenv(name, value)
            code = cli.run(self.arguments(*words))
        return CommandResult(code, out.getvalue(), err.getvalue())

    def keep_calendars(self) -> None:
        """Spare the first import in a process of its own what it would ask the calendar library."""
        keep_calendars(Profile(self.folder, self.demo))

    def start(self, *words: str, **environment: str) -> Process:
        """Begin a command in a process of its own."""
        return Process([sys.executable, "-m", "ohlc_desktop", *self.arguments(*words)], environment)

    def call(self, *words: str, **environment: str) -> CommandResult:
        """Carry out a command in a process of its own."""
        return self.start(*words, **environment).finish()

    @property
    def log(self) -> str:
        """The log file."""
        return (self.folder / "logs" / "ohlc-desktop.log").read_text("utf-8")

    def write(self, name: str, text: str) -> None:
        """Put a file into the data folder."""
        self.folder.mkdir(parents=True, exist_ok=True)
        (self.folder / name).write_text(text, "utf-8")


@dataclass
class Process:
    """A running command whose lines can be waited for."""

    command: list[str]
    environment: dict[str, str]
    lines: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        environment = {n: v for n, v in os.environ.items() if "DISPLAY" not in n and n != "QT_QPA_PLATFORM"}
        self.popen = subprocess.Popen(
            self.command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
            text=True, encoding="utf-8", env={**environment, "PYTHONUTF8": "1", **self.environment},
        )  # fmt: skip
        self._queue: queue.SimpleQueue[str | None] = queue.SimpleQueue()
        self._errors: list[str] = []
        self._threads = [threading.Thread(target=target) for target in (self._read, self._read_errors)]
        for thread in self._threads:
            thread.start()

    def _read(self) -> None:
        assert self.popen.stdout is not None
        for line in self.popen.stdout:
            self._queue.put(line)
        self._queue.put(None)

    def _read_errors(self) -> None:
        assert self.popen.stderr is not None
        self._errors.extend(self.popen.stderr)

    def wait_for(self, text: str) -> str:
        """The first line of stdout, from now on, with a text in it."""
        end = time.monotonic() + DEADLINE
        while True:
            line = self._queue.get(timeout=max(end - time.monotonic(), 0.01))
            assert line is not None, f"ended without {text!r}: {self.lines} {self._errors}"
            self.lines.append(line)
            if text in line:
                return line

    def say(self, text: str) -> None:
        """A line on its stdin."""
        assert self.popen.stdin is not None
        self.popen.stdin.write(text + "\n")
        self.popen.stdin.flush()

    def end_input(self) -> None:
        """Close its stdin."""
        assert self.popen.stdin is not None
        self.popen.stdin.close()

    def finish(self) -> CommandResult:
        """Wait for the end; what it said, and its exit code."""
        try:
            code = self.popen.wait(DEADLINE)
        finally:
            self.popen.kill()
            self.popen.wait()
            for thread in self._threads:
                thread.join()
            for stream in (self.popen.stdin, self.popen.stdout, self.popen.stderr):
                assert stream is not None
                with contextlib.suppress(OSError):
                    stream.close()
        while (line := self._queue.get()) is not None:
            self.lines.append(line)
        return CommandResult(code, "".join(self.lines), "".join(self._errors))


@pytest.fixture(autouse=True)
def _sessions_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Imports in this process ask the calendar library once for the same days: that is half of a small import."""
    monkeypatch.setattr(exchange_calendars, "sessions", _sessions)


@pytest.fixture(autouse=True)
def _no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever looks for Yahoo finds a closed port."""
    for name in ("HTTPS_PROXY", "https_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:1")
    monkeypatch.setenv("NO_PROXY", "")
    monkeypatch.setenv("no_proxy", "")


@pytest.fixture
def shell(tmp_path: Path) -> CommandLine:
    """A fresh profile of the demo."""
    return CommandLine(tmp_path / "profile")


@pytest.fixture
def real(tmp_path: Path) -> CommandLine:
    """A fresh profile of real candles."""
    return CommandLine(tmp_path / "real", demo=False)


@pytest.fixture(scope="session")
def imported(once: Once) -> Path:
    """A profile folder into which ES was imported, with a view to be copied."""

    def fill(home: Path) -> None:
        answer = CommandLine(home).run("import", "ES", "--json")
        assert answer.code == 0, answer

    return once("imported", fill)


@pytest.fixture
def filled(imported: Path, tmp_path: Path) -> CommandLine:
    """A demo profile with all candles of ES, of its own for each test."""
    shutil.copytree(imported, tmp_path / "filled")
    return CommandLine(tmp_path / "filled")


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Imports in this process do not pause before they try again."""
    monkeypatch.setattr("ohlc_desktop.importer.fetching.RETRY_PAUSES", (0.0, 0.0, 0.0))


@pytest.fixture
def yahoo(monkeypatch: pytest.MonkeyPatch) -> Iterator[StandInYahoo]:
    """A stand-in Yahoo by the machine's clock, which commands in this process and in others ask without a pace."""
    with StandInYahoo() as server:
        for name, value in {**server.env(), "OHLC_DESKTOP_REQUESTS_PER_SECOND": "0"}.items():
            monkeypatch.setenv(name, value)
        forget_yfinance()
        yield server
    forget_yfinance()
    assert server.refused_hosts == []
