"""An archive of the simulated market after imports on two days, and a copy of it as it was between them."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest

from ohlc_desktop.core.clock import SystemClock
from ohlc_desktop.profile import Profile
from tests.commands.conftest import CommandLine
from tests.conftest import Once
from tests.standins.calendars import keep_calendars

#: Wednesday after trading, and the day after, which is Thanksgiving.
FIRST = datetime(2026, 11, 25, 22, 30, tzinfo=UTC)
SECOND = datetime(2026, 11, 26, 22, 30, tzinfo=UTC)
#: What each import is of; the contracts have daily candles only.
CONTRACTS = ("NQ 09-26", "NQ 12-26", "--timeframes", "1d")
SYMBOLS = ("NQ", "ES", "--timeframes", "5m,1d")


@dataclass(frozen=True)
class Imported:
    """Where the archive is.

    Attributes:
        home: The profile, said to hold real candles, so that the functions find it without being told of a demo.
        between: Its database before the second import.
    """

    home: Path
    between: Path


def _fill(folder: Path) -> None:
    shell = CommandLine(folder)
    keep_calendars(Profile(shell.folder, demo=True), "cme_equity", now=FIRST.timestamp())
    with pytest.MonkeyPatch.context() as patch:
        for moment, words in ((FIRST, CONTRACTS), (FIRST, SYMBOLS), (SECOND, SYMBOLS)):
            patch.setattr(SystemClock, "now", lambda _, at=moment: at.timestamp())
            done = shell.run("import", *words, "-q")
            assert done.code == 0, done
            kept = folder / f"{moment:%d}.sqlite3"
            kept.unlink(missing_ok=True)
            with closing(sqlite3.connect(shell.database)) as source, closing(sqlite3.connect(kept)) as copy:
                source.backup(copy)
                with copy:
                    copy.execute("UPDATE meta SET value='0' WHERE key='demo'")
    shutil.copy(folder / f"{SECOND:%d}.sqlite3", folder / "ohlc.sqlite3")


@pytest.fixture(scope="session")
def imported(once: Once) -> Imported:
    """To be read only; ``imported.home / "demo"`` is the demo profile that it was made in."""
    home = once("python-api", _fill)
    return Imported(home, home / f"{FIRST:%d}.sqlite3")


@pytest.fixture
def home(imported: Imported, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The archive as the usual one, right after the second import."""
    monkeypatch.setenv("OHLC_DESKTOP_HOME", str(imported.home))
    monkeypatch.setattr(SystemClock, "now", lambda _: SECOND.timestamp())
    return imported.home


@pytest.fixture
def own(imported: Imported, tmp_path: Path) -> Path:
    """A copy of the demo profile, to be imported into: the folder for ``Archive(…, demo=True)``."""
    shutil.copytree(imported.home / "demo", tmp_path / "own" / "demo")
    return tmp_path / "own"
