"""A demo profile with a file beside its feed: the sessions that the file has, the first of which differs in places."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest

from ohlc_desktop.core.candles import Candles
from ohlc_desktop.core.market.sessions import Calendar
from ohlc_desktop.core.planning.coverage import Interval
from ohlc_desktop.core.planning.state import InstrumentState
from ohlc_desktop.core.timeframes import TIMEFRAMES
from ohlc_desktop.importer.arbitration import put
from ohlc_desktop.importer.run_setup import read_state
from ohlc_desktop.profile import Profile
from ohlc_desktop.sources.demo.spec import DEMO
from ohlc_desktop.store.connection import Connection
from ohlc_desktop.store.database import open_store
from ohlc_desktop.store.series import candles as rows
from ohlc_desktop.store.series import series_summary
from tests.conftest import Once
from tests.importer.bench import future
from tests.ui.chart.conftest import charted
from tests.ui.chart.rig import NOW

__all__ = ["charted"]

M5 = TIMEFRAMES["5m"]
#: Places of the candles of a session whose close is another in the file, and by how many ticks.
OFF = {5: 2, 60: 1}


@dataclass(frozen=True)
class Archive:
    """An archive that is open.

    Attributes:
        connection: Inside a transaction.
        number: Of ES.
        state: Of ES.
        calendar: Its sessions.
    """

    connection: Connection
    number: int
    state: InstrumentState
    calendar: Calendar

    def session(self, back: int) -> Interval:
        """So many sessions before the last closed one."""
        place = self.calendar.last_closed(NOW) - back
        return Interval(int(self.calendar.open[place]), int(self.calendar.close[place]))

    def stored(self) -> Candles:
        """All stored 5m candles."""
        return rows.read_rows(self.connection, self.number, M5, -(2**62), 2**62)


@contextmanager
def opened(profile: Profile) -> Iterator[Archive]:
    """The archive of a profile, for writing."""
    with closing(open_store(profile.database, demo=True)) as store, store.transaction() as connection:
        calendar = series_summary.load_calendar(connection, "cme_equity")
        assert calendar is not None
        yield Archive(connection, *read_state(connection, future("ES"), calendar, DEMO, NOW), calendar)


def with_file(profile: Profile) -> None:
    """Three sessions of a file, of which the oldest differs; and a session before them that the feed took back."""
    with opened(profile) as archive:
        for back in range(3):
            stretch = archive.session(back)
            has = archive.stored().between(*stretch)
            close = has.close.copy()
            if back == 2:
                for place, ticks in OFF.items():
                    close[place] += 0.25 * ticks if close[place] + 0.25 * ticks <= has.high[place] else -0.25 * ticks
            low, high = np.minimum(has.low, close), np.maximum(has.high, close)
            file = Candles(has.ts, has.open, high, low, close, has.volume)
            put(archive.connection, archive.number, archive.state, M5, "ninjatrader", file, stretch, NOW)
        some = archive.stored().between(*archive.session(7)).ts[:3].tolist()
        gone = some + archive.stored().between(*archive.session(5)).ts.tolist()
        archive.connection.executemany("INSERT INTO lacked VALUES (?, '5m', ?)", [(archive.number, ts) for ts in gone])


@pytest.fixture(scope="session")
def sourced(once: Once, charted: Path) -> Path:
    """The folder of such a profile."""

    def fill(folder: Path) -> None:
        shutil.copytree(charted, folder, dirs_exist_ok=True)
        with_file(Profile(folder, demo=True))

    return once("sourced", fill)


@pytest.fixture
def profile(sourced: Path, tmp_path: Path) -> Profile:
    """The same, of its own for each test, as ``--demo`` finds it."""
    return Profile(Path(shutil.copytree(sourced, tmp_path / "home" / "demo")), demo=True)


@pytest.fixture
def untouched(sourced: Path) -> Profile:
    """The same for reading only."""
    return Profile(sourced, demo=True)


