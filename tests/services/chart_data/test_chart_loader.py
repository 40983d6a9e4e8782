"""The loader of a chart: newest candles first, then all, older answers dropped, imports followed, errors told."""

from __future__ import annotations

import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from ohlc_desktop.core.chart.series import ChartSeries
from ohlc_desktop.core.errors import OhlcError, StoreError, UsageError
from ohlc_desktop.core.settings import Settings
from ohlc_desktop.profile import Profile
from ohlc_desktop.services.background_worker import BackgroundWorker
from ohlc_desktop.services.chart_data import chart_reading
from ohlc_desktop.services.chart_data.chart_loader import ChartLoader
from ohlc_desktop.services.chart_data.chart_reading import Refreshed
from ohlc_desktop.store.database import open_store
from ohlc_desktop.store.series.removal import remove_candles
from tests.conftest import Once
from tests.services.chart_data.chart_store import DAY, NOW, import_at, imported
from tests.standins.clock import FakeClock

LIMIT = 20_000


class Easel:
    """A loader whose signals are noted.

    Attributes:
        told: What was emitted, in order: series, refreshed series, errors.
    """

    def __init__(self, qtbot: QtBot, profile: Profile) -> None:
        self.qtbot, self.profile = qtbot, profile
        self.clock, self.work = FakeClock(NOW), BackgroundWorker("chart")
        self.loader = ChartLoader(profile, self.clock, self.work, Settings)
        self.told: list[ChartSeries | Refreshed | OhlcError] = []
        for signal in (self.loader.loaded, self.loader.refreshed, self.loader.failed):
            signal.connect(self.told.append)

    def settle(self) -> None:
        """Wait until everything that was asked of the worker, and what follows from it, has been answered."""
        for _ in range(3):
            with self.qtbot.waitCallback(timeout=LIMIT) as answered:
                self.work.run(lambda: None, lambda _nothing: answered())

    def load(self, symbol: str, timeframe: str) -> list[ChartSeries]:
        """What is told after a load."""
        self.told.clear()
        self.loader.load(symbol, timeframe)
        self.settle()
        return [found for found in self.told if isinstance(found, ChartSeries)]

    def refresh(self) -> list[ChartSeries | Refreshed | OhlcError]:
        """What is told after a refresh."""
        self.told.clear()
        self.loader.refresh()
        self.settle()
        return self.told

    def hold(self) -> threading.Event:
        """Keep the worker busy until the event is set."""
        free = threading.Event()
        self.work.run(lambda: free.wait(LIMIT / 1000))
        return free

    def close(self) -> None:
        """Stop everything."""
        self.loader.forget()
        self.work.stop()
        self.loader.deleteLater()


@pytest.fixture(scope="module")
def original(once: Once) -> Profile:
    """A filled profile that must not be changed."""
    return Profile(once("charts", imported), demo=True)


@pytest.fixture
def easel(qtbot: QtBot, original: Profile, tmp_path: Path) -> Iterator[Easel]:
    """A loader on a filled profile of its own."""
    made = Easel(qtbot, Profile(Path(shutil.copytree(original.folder, tmp_path / "filled")), demo=True))
    yield made
    made.close()


def test_the_newest_part_comes_first_then_the_whole(easel: Easel) -> None:
    part, whole = easel.load("ES=F", "5m")
    assert (part.whole, whole.whole) == (False, True)
    assert 2000 <= len(part) < len(whole)
    assert part.candles.ts.tolist() == whole.candles.ts[-len(part) :].tolist()
    assert easel.loader.series is whole


def test_a_short_series_comes_at_once(easel: Easel) -> None:
    (found,) = easel.load("CL=F", "60m")
    assert (found.whole, found.timeframe.name, found.instrument.symbol) == (True, "1h", "CL=F")


def test_answers_to_older_loads_are_dropped(easel: Easel, monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[str] = []
    monkeypatch.setattr(chart_reading, "read_whole", noted(read, chart_reading.read_whole))
    monkeypatch.setattr(chart_reading, "read_newest_part", noted(read, chart_reading.read_newest_part))
    free = easel.hold()
    for name in ("1m", "2m", "5m"):
        easel.loader.load("ES=F", name)
    free.set()
    easel.settle()
    assert [found.timeframe.name for found in easel.told if isinstance(found, ChartSeries)] == ["5m", "5m"]
    assert read == ["5m", "5m"]  # nothing was read in vain


def noted(read: list[str], function: object) -> object:
    def call(*arguments: object) -> object:
        read.append(arguments[2].name)  # type: ignore[attr-defined]
        return function(*arguments)  # type: ignore[operator]

    return call


def test_a_load_from_within_an_answer(easel: Easel) -> None:
    def switch(found: ChartSeries) -> None:
        if found.timeframe.name == "5m":
            easel.loader.load("CL=F", "1d")

    easel.loader.loaded.connect(switch)
    easel.loader.load("ES=F", "5m")
    easel.settle()
    assert [(found.instrument.symbol, found.whole) for found in easel.told if isinstance(found, ChartSeries)] == [
        ("ES=F", False), ("CL=F", True),
    ]  # fmt: skip


def test_nothing_follows_after_forgetting(easel: Easel) -> None:
    free = easel.hold()
    easel.loader.load("ES=F", "5m")
    easel.loader.forget()
    free.set()
    easel.settle()
    assert easel.told == []
    assert easel.loader.series is None
    assert easel.refresh() == []


def test_new_candles_come_after_an_import(easel: Easel) -> None:
    before = easel.load("ES=F", "5m")[-1]
    assert easel.refresh() == []
    import_at(easel.profile, NOW + DAY, "ES", "CL")
    easel.clock.advance(DAY)
    (found,) = easel.refresh()
    assert isinstance(found, Refreshed)
    assert found.unchanged == len(before) < len(found.series)
    assert easel.loader.series is found.series
    assert easel.refresh() == []


def test_refreshes_do_not_pile_up_and_none_is_lost(easel: Easel, monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[str] = []
    monkeypatch.setattr(chart_reading, "refresh", lambda *_: read.append("refresh"))
    free = easel.hold()
    easel.loader.load("ES=F", "5m")
    for _ in range(20):
        easel.loader.refresh()
    free.set()
    easel.settle()
    assert len(easel.told) == 2
    assert read == ["refresh"]


def test_the_settings_decide_when_a_series_is_behind(easel: Easel) -> None:
    easel.clock.advance(DAY - 4000)  # before the next daily import is due
    assert easel.load("ES=F", "5m")[-1].state == "complete"
    easel.clock.advance(DAY / 2)
    (found,) = easel.refresh()
    assert isinstance(found, Refreshed)
    assert found.series.state == "stale"


def test_an_error_is_told_and_what_was_loaded_stays(easel: Easel) -> None:
    shown = easel.load("ES=F", "5m")[-1]
    moved = easel.profile.database.rename(easel.profile.folder / "elsewhere")
    (error,) = easel.refresh()
    assert isinstance(error, StoreError)
    assert easel.loader.series is shown
    moved.rename(easel.profile.database)
    assert easel.refresh() == []
    assert easel.load("GC=F", "5m") == []
    assert [str(error.title) for error in easel.told if isinstance(error, OhlcError)] == ["GC=F is not in this database."]
    assert easel.loader.series is None


def test_what_could_not_be_loaded_is_tried_again_with_the_next_import(easel: Easel) -> None:
    easel.load("GC=F", "5m")
    import_at(easel.profile, NOW, "GC", sources=("5m",))
    part, whole = easel.refresh()
    assert isinstance(part, ChartSeries)
    assert isinstance(whole, ChartSeries)
    assert whole.whole


def test_a_whole_that_could_not_be_read_is_read_with_the_next_import(easel: Easel, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise StoreError("Busy.")

    with monkeypatch.context() as patch:
        patch.setattr(chart_reading, "read_whole", fail)
        easel.load("ES=F", "5m")
    part, error = easel.told
    assert isinstance(error, StoreError)
    assert easel.loader.series is part
    (whole,) = easel.refresh()
    assert isinstance(whole, ChartSeries)
    assert whole.whole


def test_a_fault_of_ours_is_told_too(easel: Easel, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(chart_reading, "read_newest_part", lambda *_: 1 / 0)
    easel.load("ES=F", "5m")
    (error,) = easel.told
    assert isinstance(error, OhlcError)
    assert str(error.title) == "Unexpected fault: division by zero."


def test_an_instrument_removed_while_it_is_open(easel: Easel) -> None:
    easel.load("ES=F", "5m")
    with closing(open_store(easel.profile.database, demo=True)) as store, store.transaction() as connection:
        remove_candles(connection, "ES=F")
    (found,) = easel.refresh()
    assert isinstance(found, Refreshed)
    assert len(found.series) == 0
    assert "deleted" in str(found.series.problem)


def test_no_such_timeframe(easel: Easel) -> None:
    shown = easel.load("ES=F", "1d")[-1]
    with pytest.raises(UsageError):
        easel.loader.load("ES=F", "7m")
    assert easel.loader.series is shown


def test_nothing_heavy_is_loaded_before_the_first_series() -> None:
    code = "import sys, ohlc_desktop.services.chart_data.chart_loader; print(sorted({'numpy', 'pandas'} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60)
    assert done.stdout == "[]\n"


def test_it_can_be_made_ready_ahead(easel: Easel) -> None:
    easel.loader.prepare()
    easel.settle()
    assert easel.told == []
