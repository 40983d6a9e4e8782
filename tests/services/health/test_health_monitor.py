"""The health monitor: indicators follow the world while somebody looks, and nobody is asked while nobody does."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from pytestqt.qtbot import QtBot

from ohlc_desktop.core.importing.state import ImportState, Phase
from ohlc_desktop.core.settings import Settings
from ohlc_desktop.core.states.severity import Severity
from ohlc_desktop.profile import Profile
from ohlc_desktop.redis_share.share import RedisShare
from ohlc_desktop.services.app_state import AppModel, AppState, import_changed, settings_read, store_read
from ohlc_desktop.services.background_worker import BackgroundWorker
from ohlc_desktop.services.health.health_checks import Indicator, IndicatorName, Indicators
from ohlc_desktop.services.health.health_monitor import ASK_EVERY, EVERY_MS, HealthMonitor
from ohlc_desktop.services.i18n.messages import shown
from ohlc_desktop.services.store_access.snapshot import DatabaseState, Snapshot
from ohlc_desktop.services.store_access.store_service import StoreService
from tests.standins.clock import FakeClock
from tests.standins.redis_server import HangingServer, RedisServer, SlowServer, free_port

LIMIT = 20_000
NOW = 1_795_474_800.0


class NetworkLine:
    """Stands in for the network: what is asked is written down, and answered as the test wants."""

    def __init__(self) -> None:
        self.asked: list[Callable[[bool, str], None]] = []

    def ask(self, done: Callable[[bool, str], None]) -> None:
        """Remember the question."""
        self.asked.append(done)


class HealthPanel:
    """The monitor on a fresh profile, and everything they need.

    Attributes:
        told: How often something changed.
    """

    def __init__(self, qtbot: QtBot, folder: Path) -> None:
        self.qtbot = qtbot
        self.profile = profile = Profile(folder)
        self.clock, self.line, self.work = FakeClock(NOW), NetworkLine(), BackgroundWorker("store")
        self.model = AppModel(AppState(Settings()))
        self.store_service = StoreService(profile, self.clock, self.work, lambda: self.model.state.settings)
        self.monitor = HealthMonitor(profile.demo, self.clock, self.model, self.store_service, self.line)
        self.store_service.changed.connect(lambda snapshot: self.model.apply(store_read, snapshot))
        self.told = 0
        self.model.changed.connect(self._count)

    def _count(self, state: AppState, before: AppState) -> None:
        self.told += state.indicators is not before.indicators

    @property
    def indicators(self) -> Indicators:
        """How everything stood when it was checked last."""
        return self.model.state.indicators

    def importing(self, state: ImportState) -> None:
        """Follow an import."""
        self.model.apply(import_changed, state)

    def of(self, name: IndicatorName) -> Indicator:
        """How one thing stands."""
        return self.indicators[name]

    def redis(self) -> Severity:
        """How Redis stands."""
        return self.of(IndicatorName.REDIS).severity

    def open(self) -> None:
        """Show the window: the indicators, and the first look at the store."""
        self.monitor.set_active(True)
        with self.qtbot.waitSignal(self.store_service.changed, timeout=LIMIT):
            self.store_service.refresh()

    def wait_for_redis(self, severity: Severity) -> None:
        """Look until Redis stands so; the seconds between two looks are left out."""

        def seen() -> bool:
            self.monitor.look()
            return self.redis() is severity

        self.qtbot.waitUntil(seen, timeout=LIMIT)

    def use(self, url: str, required: bool = False) -> None:
        """Settings with Redis."""
        self.set(Settings(cache_enabled=True, redis_url=url, redis_required=required))

    def set(self, settings: Settings) -> None:
        """Put settings into force."""
        self.model.apply(settings_read, settings, None, False)

    def close(self) -> None:
        """Stop everything."""
        self.monitor.stop()
        self.work.stop()
        self.monitor.deleteLater()
        self.store_service.deleteLater()


@pytest.fixture
def panel(qtbot: QtBot, tmp_path: Path) -> Iterator[HealthPanel]:
    """The monitor that nobody looks at yet."""
    made = HealthPanel(qtbot, tmp_path / "profile")
    yield made
    made.close()


@pytest.fixture
def server() -> Iterator[RedisServer]:
    """A running Redis."""
    with RedisServer() as running:
        yield running


def test_every_indicator_is_there_at_once(panel: HealthPanel) -> None:
    assert panel.indicators == {}
    panel.monitor.set_active(True)
    assert list(panel.indicators) == [name for name in IndicatorName if name is not IndicatorName.HUB]
    assert panel.redis() is Severity.OFF
    panel.model.apply(settings_read, Settings(hub_url="postgresql://desk/ohlc"), None, False)
    assert list(panel.indicators) == list(IndicatorName)
    panel.model.apply(settings_read, Settings(), None, False)
    assert panel.of(IndicatorName.DATABASE).severity is Severity.UNKNOWN
    panel.store_service.refresh()
    panel.qtbot.waitUntil(lambda: panel.of(IndicatorName.DATABASE).severity is Severity.OFF, timeout=LIMIT)


def test_redis_comes_and_goes(panel: HealthPanel, server: RedisServer) -> None:
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
    panel.set(Settings())
    assert panel.redis() is Severity.OFF


def test_the_window_tells_what_redis_saved_and_for_whom(panel: HealthPanel, server: RedisServer) -> None:
    day = datetime.fromtimestamp(panel.clock.now(), UTC).date().isoformat()
    with closing(RedisShare(server.url, time.monotonic)) as share:
        share.note_saved(day, "alpha", 3)
        share.note_saved(day, "beta", 39)
        share.note_saved("2001-01-01", "gamma", 7)
    panel.use(server.url)
    panel.open()
    panel.wait_for_redis(Severity.OK)
    told = shown(panel.of(IndicatorName.REDIS).detail)
    assert "saved today (since 00:00 UTC): 42, for beta 39, alpha 3." in told


def test_a_change_of_the_address_is_followed(panel: HealthPanel, server: RedisServer) -> None:
    panel.use(f"redis://127.0.0.1:{free_port()}/0")
    panel.open()
    panel.use(server.url)  # while the first one is being asked
    marks = []
    panel.model.changed.connect(lambda state, _: marks.append(state.indicators[IndicatorName.REDIS].severity))
    panel.qtbot.waitUntil(lambda: panel.redis() is Severity.OK, timeout=LIMIT)
    assert Severity.FAILING not in marks


def test_a_slow_redis_holds_up_neither_the_window_nor_the_store(panel: HealthPanel, qtbot: QtBot) -> None:
    with HangingServer() as hanging:
        panel.use(hanging.url)
        beats = []
        heart = QTimer(interval=5)
        heart.timeout.connect(lambda: beats.append(panel.redis()))
        heart.start()
        panel.open()
        with qtbot.waitSignal(panel.store_service.changed, timeout=LIMIT):
            panel.store_service.refresh()
        assert panel.redis() is Severity.BUSY
        qtbot.waitUntil(lambda: panel.redis() is Severity.FAILING, timeout=LIMIT)
        heart.stop()
    assert beats.count(Severity.BUSY) > 20


def test_latency_is_told(panel: HealthPanel, server: RedisServer) -> None:
    with SlowServer(server, 0.05) as slow:
        panel.use(slow.url)
        panel.open()
        panel.wait_for_redis(Severity.OK)
    assert float(panel.of(IndicatorName.REDIS).word.split()[1]) >= 50


def test_nobody_is_asked_while_nobody_looks(panel: HealthPanel, server: RedisServer) -> None:
    panel.use(server.url)
    panel.monitor.look()
    panel.importing(ImportState(phase=Phase.RUNNING))
    assert (panel.told, panel.line.asked, panel.indicators) == (0, [], {})
    panel.importing(ImportState())
    panel.open()
    panel.wait_for_redis(Severity.OK)
    panel.monitor.set_active(False)
    told, asked = panel.told, len(panel.line.asked)
    server.stop()
    panel.clock.advance(3600)
    panel.monitor.look()
    panel.line.asked[0](False, "Offline.")
    assert (panel.told, len(panel.line.asked)) == (told, asked)
    panel.monitor.set_active(True)
    assert panel.redis() is Severity.BUSY  # an hour old is not known any more
    assert str(panel.of(IndicatorName.FEED).detail) == "Offline."


def test_looks_repeat_by_themselves(panel: HealthPanel) -> None:
    panel.monitor.set_active(True)
    (timer,) = (timer for timer in panel.monitor.findChildren(QTimer) if timer.isActive())
    assert (timer.interval(), timer.isSingleShot()) == (EVERY_MS, False)
    panel.clock.advance(ASK_EVERY)
    timer.timeout.emit()
    assert len(panel.line.asked) == 2


def test_the_feed_is_asked_once_a_minute_and_not_while_it_is_in_use(panel: HealthPanel) -> None:
    panel.monitor.set_active(True)
    for _ in range(11):
        panel.clock.advance(5)
        panel.monitor.look()
    assert len(panel.line.asked) == 1
    panel.line.asked[0](True, "")
    assert panel.of(IndicatorName.FEED).severity is Severity.OK
    panel.importing(ImportState(phase=Phase.RUNNING))
    panel.clock.advance(ASK_EVERY)
    panel.monitor.look()
    assert (len(panel.line.asked), panel.of(IndicatorName.FEED).severity) == (1, Severity.BUSY)
    panel.importing(ImportState())
    panel.monitor.look()
    panel.line.asked[1](False, "Offline.")
    assert (panel.of(IndicatorName.FEED).severity, str(panel.of(IndicatorName.FEED).detail)) == (Severity.FAILING, "Offline.")


def test_the_clock_against_the_feed_is_the_one_last_heard(panel: HealthPanel) -> None:
    panel.monitor.set_active(True)

    def found(offset: float | None) -> Indicator:
        panel.model.apply(
            store_read, Snapshot(NOW, (), False, DatabaseState(Path("x.sqlite3")), clock_offset=offset)
        )
        return panel.of(IndicatorName.TIME_ZONE)

    assert found(300.0).severity is Severity.ATTENTION
    assert found(0.3).severity is Severity.OK
    assert dict(found(0.3).facts)["Clock"] == "0.3 s behind the feed's"
    assert "not compared yet" in dict(found(None).facts)["Clock"]


def test_nothing_is_told_when_nothing_changed(panel: HealthPanel) -> None:
    panel.monitor.set_active(True)
    told = panel.told
    for _ in range(5):
        panel.importing(ImportState())
        panel.monitor.look()
    assert panel.told == told


def test_the_store_is_looked_at_again_when_another_program_changed_it(panel: HealthPanel) -> None:
    panel.monitor.set_active(True)
    with panel.qtbot.waitSignal(panel.store_service.changed, timeout=LIMIT):
        panel.store_service.refresh()
    other = StoreService(panel.profile, panel.clock, panel.work, Settings)
    with panel.qtbot.waitCallback(timeout=LIMIT) as edited:
        other.watch(["ES=F"], (), edited)
    with panel.qtbot.waitSignal(panel.store_service.changed, timeout=LIMIT):
        panel.monitor.look()
    assert panel.of(IndicatorName.DATABASE).severity is Severity.OK
