"""The loader of volume profiles: the finest candles of a real store, the last answer only, imports followed, errors told."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from ohlc_desktop.core.chart.profile.profiling import ChartProfiles, ProfileRequest
from ohlc_desktop.core.chart.profile.settings import ProfileSettings
from ohlc_desktop.core.errors import OhlcError, StoreError
from ohlc_desktop.core.settings import Settings
from ohlc_desktop.core.timeframes import TIMEFRAMES
from ohlc_desktop.profile import Profile
from ohlc_desktop.services.background_worker import BackgroundWorker
from ohlc_desktop.services.chart_data.chart_reading import read_whole
from ohlc_desktop.services.chart_data.profile_loader import ProfileLoader
from ohlc_desktop.store.series.removal import remove_candles
from tests.conftest import Once
from tests.services.chart_data.chart_store import DAY, NOW, imported, writing
from tests.standins.clock import FakeClock

LIMIT = 20_000
WANTED = ProfileSettings(visible=True)


class Bench:
    """A loader whose signals are noted in ``told``."""

    def __init__(self, qtbot: QtBot, profile: Profile) -> None:
        self.qtbot, self.profile, self.work = qtbot, profile, BackgroundWorker("profile")
        self.loader = ProfileLoader(profile, FakeClock(NOW), self.work, Settings)
        self.told: list[ChartProfiles | OhlcError] = []
        self.loader.ready.connect(self.told.append)
        self.loader.failed.connect(self.told.append)

    def settle(self) -> list[ChartProfiles | OhlcError]:
        """What was told since the last time, once everything that was asked for has been answered."""
        for _ in range(4):
            with self.qtbot.waitCallback(timeout=LIMIT) as answered:
                self.work.run(lambda: None, lambda _nothing: answered())
        told, self.told[:] = list(self.told), []
        return told

    def hold(self) -> threading.Event:
        """Keep the worker busy until the event is set."""
        free = threading.Event()
        self.work.run(lambda: free.wait(LIMIT / 1000))
        return free


@pytest.fixture
def bench(qtbot: QtBot, once: Once, tmp_path: Path) -> Iterator[Bench]:
    original = Profile(once("charts", imported), demo=True)
    made = Bench(qtbot, Profile(Path(shutil.copytree(original.folder, tmp_path / "filled")), demo=True))
    yield made
    made.loader.forget()
    made.work.stop()


def days_back(days: float) -> ProfileRequest:
    return ProfileRequest(WANTED, False, int(NOW - days * DAY), int(NOW), int(NOW))


def test_profiles_are_made_of_the_finest_candles_there_are(bench: Bench) -> None:
    bench.loader.ask("ES=F", days_back(2))
    (recent,) = bench.settle()
    bench.loader.ask("ES=F", days_back(40))
    (month,) = bench.settle()
    assert isinstance(recent, ChartProfiles)
    assert isinstance(month, ChartProfiles)
    assert recent.visible is not None
    assert recent.visible.known
    assert list(recent.shares) == ["1m"]
    assert list(month.shares) == ["1m", "2m"]
    fives = read_whole(bench.profile, "ES=F", TIMEFRAMES["5m"], NOW).candles.between(int(NOW - 40 * DAY), int(NOW))
    assert month.visible is not None
    assert month.visible.volume.sum() == pytest.approx(float(fives.volume.sum()), rel=0.01)
    bench.loader.ask("ES=F", ProfileRequest(WANTED, True, int(NOW // DAY) - 300, int(NOW // DAY), 0))
    (year,) = bench.settle()
    assert isinstance(year, ChartProfiles)
    assert list(year.shares)[-1] == "1d"


def test_only_the_last_question_is_answered(bench: Bench) -> None:
    bench.loader.ask("ES=F", days_back(2))
    bench.settle()
    free = bench.hold()
    for days in (3, 4, 5):
        bench.loader.ask("ES=F", days_back(days))
    free.set()
    (found,) = bench.settle()
    assert isinstance(found, ChartProfiles)
    assert found.request == days_back(5)
    free = bench.hold()
    bench.loader.ask("CL=F", days_back(2))
    bench.loader.ask("ES=F", days_back(3))
    bench.loader.forget()
    free.set()
    assert bench.settle() == []


def test_what_an_import_changes_is_read_again_and_errors_are_told(bench: Bench) -> None:
    bench.loader.ask("ES=F", days_back(2))
    (before,) = bench.settle()
    bench.loader.refresh()
    (same,) = bench.settle()
    assert isinstance(before, ChartProfiles)
    assert isinstance(same, ChartProfiles)
    assert same.candles == before.candles
    with writing(bench.profile) as connection:
        remove_candles(connection, "ES=F")
    bench.loader.refresh()
    (gone,) = bench.settle()
    assert isinstance(gone, ChartProfiles)
    assert (gone.candles, gone.shares) == (0, {})
    bench.loader.ask("UNKNOWN=F", days_back(2))
    (error,) = bench.settle()
    assert isinstance(error, StoreError)
