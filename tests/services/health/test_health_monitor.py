"""The probes: indicators follow the world while somebody looks, and nobody is asked while nobody does."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from pytestqt.qtbot import QtBot

from ohlc_desktop.core.importing.state import ImportState, Phase
from ohlc_desktop.core.settings import Settings
from ohlc_desktop.profile import Profile
from ohlc_desktop.services.background_worker import BackgroundWorker
from ohlc_desktop.services.health.health_checks import Indicator, IndicatorName
from ohlc_desktop.services.health.health_monitor import ASK_EVERY, EVERY_MS, HealthMonitor
from ohlc_desktop.services.health.severity import Severity
from ohlc_desktop.services.store_access.snapshot import DatabaseState, Snapshot
from ohlc_desktop.services.store_access.store_service import StoreService
from tests.standins.clock import FakeClock
from tests.standins.redis_server import HangingServer, RedisServer, SlowServer, free_port

LIMIT = 20_000
NOW = 1_795_474_800.0


class Line:
    """Stands in for the network: what is asked is written down, and answered as the test wants."""

    def __init__(self) -> None:
        self.asked: list[Callable[[bool, str], None]] = []

    def ask(self, done: Callable[[bool, str], None]) -> None:
        """Remember the question."""
        self.asked.append(done)


class Panel:
    """Probes on a fresh profile, and everything they need.

    Attributes:
        told: How often something changed.
    """

    def __init__(self, qtbot: QtBot, folder: Path) -> None:
        self.qtbot = qtbot
        self.profile = profile = Profile(folder)
        self.clock, self.line, self.work, self.settings = FakeClock(NOW), Line(), BackgroundWorker("store"), Settings()
        self.library = StoreService(profile, self.clock, self.work, lambda: self.settings)
        self.probes = HealthMonitor(profile, self.clock, lambda: self.settings, self.library, self.line)
        self.library.changed.connect(self.probes.show_snapshot)
        self.told = 0
        self.probes.changed.connect(self._count)

    def _count(self) -> None:
        self.told += 1

    def of(self, name: IndicatorName) -> Indicator:
        """How one thing stands."""
        return self.probes.indicators[name]

    def redis(self) -> Severity:
        """How Redis stands."""
        return self.of(IndicatorName.REDIS).mark

    def open(self) -> None:
        """Show the window: the indicators, and the first look at the store."""
        self.probes.set_active(True)
        with self.qtbot.waitSignal(self.library.changed, timeout=LIMIT):
            self.library.refresh()

    def wait_for_redis(self, mark: Severity) -> None:
        """Look until Redis stands so; the seconds between two looks are left out."""

        def seen() -> bool:
            self.probes.look()
            return self.redis() is mark

        self.qtbot.waitUntil(seen, timeout=LIMIT)

    def use(self, url: str, required: bool = False) -> None:
        """Settings with Redis."""
        self.settings = Settings(cache_enabled=True, redis_url=url, redis_required=required)

    def close(self) -> None:
        """Stop everything."""
        self.probes.stop()
        self.work.stop()
        self.probes.deleteLater()
        self.library.deleteLater()


@pytest.fixture
def panel(qtbot: QtBot, tmp_path: Path) -> Iterator[Panel]:
    """Probes that nobody looks at yet."""
    made = Panel(qtbot, tmp_path / "profile")
    yield made
    made.close()


@pytest.fixture
def server() -> Iterator[RedisServer]:
    """A running Redis."""
    with RedisServer() as running:
        yield running


def test_every_indicator_is_there_at_once(panel: Panel) -> None:
    assert panel.probes.indicators == {}
    panel.probes.set_active(True)
    assert list(panel.probes.indicators) == list(IndicatorName)
    assert panel.redis() is Severity.OFF
    assert panel.of(IndicatorName.DATABASE).mark is Severity.UNKNOWN
    panel.library.refresh()
    panel.qtbot.waitUntil(lambda: panel.of(IndicatorName.DATABASE).mark is Severity.OFF, timeout=LIMIT)


def test_redis_comes_and_goes(panel: Panel, server: RedisServer) -> None:
    panel.use(server.url)
    panel.open()
    assert panel.redis() is Severity.BUSY
    for _ in range(2):
        panel.wait_for_redis(Severity.OK)
        assert panel.of(IndicatorName.REDIS).word.endswith(" ms")
        server.stop()
        panel.wait_for_redis(Severity.FAILING)
        assert panel.of(IndicatorName.REDIS).fix
        server.start()
    panel.settings = Settings()
    panel.probes.look()
    assert panel.redis() is Severity.OFF


def test_a_change_of_the_address_is_followed(panel: Panel, server: RedisServer) -> None:
    panel.use(f"redis://127.0.0.1:{free_port()}/0")
    panel.open()
    panel.use(server.url)  # while the first one is being asked
    marks = []
    panel.probes.changed.connect(lambda found: marks.append(found[IndicatorName.REDIS].mark))
    panel.qtbot.waitUntil(lambda: panel.redis() is Severity.OK, timeout=LIMIT)
    assert Severity.FAILING not in marks


def test_a_slow_redis_holds_up_neither_the_window_nor_the_store(panel: Panel, qtbot: QtBot) -> None:
    with HangingServer() as hanging:
        panel.use(hanging.url)
        beats = []
        heart = QTimer(interval=5)
        heart.timeout.connect(lambda: beats.append(panel.redis()))
        heart.start()
        panel.open()
        with qtbot.waitSignal(panel.library.changed, timeout=LIMIT):
            panel.library.refresh()
        assert panel.redis() is Severity.BUSY
        qtbot.waitUntil(lambda: panel.redis() is Severity.FAILING, timeout=LIMIT)
        heart.stop()
    assert beats.count(Severity.BUSY) > 20


def test_latency_is_told(panel: Panel, server: RedisServer) -> None:
    with SlowServer(server, 0.05) as slow:
        panel.use(slow.url)
        panel.open()
        panel.wait_for_redis(Severity.OK)
    assert float(panel.of(IndicatorName.REDIS).word.split()[1]) >= 50


def test_nobody_is_asked_while_nobody_looks(panel: Panel, server: RedisServer) -> None:
    panel.use(server.url)
    panel.probes.look()
    panel.probes.show_import(ImportState(phase=Phase.RUNNING))
    assert (panel.told, panel.line.asked, panel.probes.indicators) == (0, [], {})
    panel.probes.show_import(ImportState())
    panel.open()
    panel.wait_for_redis(Severity.OK)
    panel.probes.set_active(False)
    told, asked = panel.told, len(panel.line.asked)
    server.stop()
    panel.clock.advance(3600)
    panel.probes.look()
    panel.line.asked[0](False, "Offline.")
    assert (panel.told, len(panel.line.asked)) == (told, asked)
    panel.probes.set_active(True)
    assert panel.redis() is Severity.BUSY  # an hour old is not known any more
    assert panel.of(IndicatorName.FEED).detail == "Offline."


def test_looks_repeat_by_themselves(panel: Panel) -> None:
    panel.probes.set_active(True)
    (timer,) = (timer for timer in panel.probes.findChildren(QTimer) if timer.isActive())
    assert (timer.interval(), timer.isSingleShot()) == (EVERY_MS, False)
    panel.clock.advance(ASK_EVERY)
    timer.timeout.emit()
    assert len(panel.line.asked) == 2


def test_the_feed_is_asked_once_a_minute_and_not_while_it_is_in_use(panel: Panel) -> None:
    panel.probes.set_active(True)
    for _ in range(11):
        panel.clock.advance(5)
        panel.probes.look()
    assert len(panel.line.asked) == 1
    panel.line.asked[0](True, "")
    assert panel.of(IndicatorName.FEED).mark is Severity.OK
    panel.probes.show_import(ImportState(phase=Phase.RUNNING))
    panel.clock.advance(ASK_EVERY)
    panel.probes.look()
    assert (len(panel.line.asked), panel.of(IndicatorName.FEED).mark) == (1, Severity.BUSY)
    panel.probes.show_import(ImportState())
    panel.probes.look()
    panel.line.asked[1](False, "Offline.")
    assert (panel.of(IndicatorName.FEED).mark, panel.of(IndicatorName.FEED).detail) == (Severity.FAILING, "Offline.")


def test_the_clock_against_the_feed_is_the_one_last_heard(panel: Panel) -> None:
    panel.probes.set_active(True)

    def found(offset: float | None) -> Indicator:
        panel.probes.show_snapshot(Snapshot(NOW, (), False, DatabaseState(Path("x.sqlite3")), clock_offset=offset))
        return panel.of(IndicatorName.TIME_ZONE)

    assert found(300.0).mark is Severity.ATTENTION
    assert found(0.3).mark is Severity.OK
    assert dict(found(0.3).facts)["Clock"] == "0.3 s behind the feed's"
    assert "not compared yet" in dict(found(None).facts)["Clock"]


def test_nothing_is_told_when_nothing_changed(panel: Panel) -> None:
    panel.probes.set_active(True)
    told = panel.told
    for _ in range(5):
        panel.probes.show_import(ImportState())
        panel.probes.look()
    assert panel.told == told


def test_the_store_is_looked_at_again_when_another_program_changed_it(panel: Panel) -> None:
    panel.probes.set_active(True)
    with panel.qtbot.waitSignal(panel.library.changed, timeout=LIMIT):
        panel.library.refresh()
    other = StoreService(panel.profile, panel.clock, panel.work, Settings)
    with panel.qtbot.waitCallback(timeout=LIMIT) as edited:
        other.watch(["ES=F"], (), edited)
    with panel.qtbot.waitSignal(panel.library.changed, timeout=LIMIT):
        panel.probes.look()
    assert panel.of(IndicatorName.DATABASE).mark is Severity.OK
