"""All charts on a real profile: a database that the real importer filled with demo candles, real workers and windows."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import fields, replace
from datetime import UTC, date, datetime
from pathlib import Path

from PySide6.QtCore import QEvent, QEventLoop, QObject, QSettings, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu, QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from ohlc_desktop.core.checking.quality import RawRows
from ohlc_desktop.core.importing.request import ImportRequest, Trigger
from ohlc_desktop.core.importing.state import ImportState, ItemView, Phase
from ohlc_desktop.core.market.catalogue import load_catalogue
from ohlc_desktop.core.market.instruments import Instrument
from ohlc_desktop.core.planning.plan import FetchRequest
from ohlc_desktop.core.settings import Settings
from ohlc_desktop.core.states.runs import ItemState
from ohlc_desktop.core.timeframes import SOURCES
from ohlc_desktop.importer.engine import run_import
from ohlc_desktop.importer.order import Order, Tools
from ohlc_desktop.profile import Profile
from ohlc_desktop.resource_files import resource
from ohlc_desktop.services.background_worker import BackgroundWorker
from ohlc_desktop.services.store_access.store_service import StoreService
from ohlc_desktop.sources.demo.source import DemoSource
from ohlc_desktop.sources.demo.spec import DEMO
from ohlc_desktop.sources.source import Answer
from ohlc_desktop.store import watchlist
from ohlc_desktop.store.database import open_store
from ohlc_desktop.ui.chart.panes.chart_pane import ChartCell
from ohlc_desktop.ui.chart.window.chart_windows import Charts
from ohlc_desktop.ui.chart.window.window import ChartWindow
from tests.standins.clock import FakeClock
from tests.waiting import wait_until

#: Monday 2026-11-23 22:30 UTC: 16:30 in Chicago, the day's session is over.
NOW = datetime(2026, 11, 23, 22, 30, tzinfo=UTC).timestamp()
HOUR, DAY = 3600, 86400
#: Where an hour of CL is missing: Wednesday 2026-11-18 15:00 UTC.
HOLE = int(datetime(2026, 11, 18, 15, tzinfo=UTC).timestamp())
DEADLINE = 20_000


def instrument(name: str) -> Instrument:
    """The instrument meant by a name."""
    return load_catalogue(resource("instruments.toml")).resolve(name, date(2026, 11, 23))


class Gappy(DemoSource):
    """The simulated market, but for an hour of crude oil in 5m: 12 candles."""

    def fetch(self, request: FetchRequest) -> Answer:
        """What the market has, without that hour."""
        answer = super().fetch(request)
        if (request.instrument.symbol, request.timeframe) != ("CL=F", "5m"):
            return answer
        kept = (answer.rows.ts < HOLE) | (answer.rows.ts >= HOLE + HOUR)
        return replace(answer, rows=RawRows(*(getattr(answer.rows, field.name)[kept] for field in fields(RawRows))))


def run(database: Path, now: float, *names: str, sources: Sequence[str] = SOURCES) -> None:
    """Import at a moment, in this process."""
    clock = FakeClock(now)
    with closing(open_store(database, demo=True)) as store:
        tools = Tools(
            store, clock, Settings(), DEMO, lambda _: None,
            threading.Event(), open_source=lambda _, tools: Gappy(tools),
        )  # fmt: skip
        assert run_import(Order("manual", tuple(map(instrument, names)), tuple(sources)), tools).exit_code == 0


def watch(database: Path, *names: str) -> None:
    """Make these the watchlist."""
    with closing(open_store(database, demo=True)) as store, store.transaction() as connection:
        watchlist.set_watchlist(connection, [instrument(name).symbol for name in names])


def finished(*symbols: str, over: bool = False) -> ImportState:
    """An import that has stored these instruments; ``over`` when that was all."""
    items = [ItemView(symbol, "5m", ItemState.WRITTEN, added=5) for symbol in symbols]
    phase = Phase.ENDED if over else Phase.RUNNING
    return ImportState(
        phase=phase, trigger=Trigger.MANUAL, items={(item.symbol, item.timeframe): item for item in items}
    )  # fmt: skip


class Rig(QObject):
    """The charts of a profile.

    Attributes:
        requests: The imports that were asked for.
        failures: What was told to the program.
    """

    def __init__(self, qtbot: QtBot, profile: Profile, now: float = NOW, look: bool = True) -> None:
        super().__init__()
        self.qtbot, self.profile, self.clock = qtbot, profile, FakeClock(now)
        self.settings = Settings()
        self.requests: list[ImportRequest] = []
        self.work = BackgroundWorker("store", self)
        self.store_service = StoreService(profile, self.clock, self.work, lambda: self.settings, self)
        memory = QSettings(str(profile.folder / "window.ini"), QSettings.Format.IniFormat, self)
        self.charts = Charts(profile, self.clock, lambda: self.settings, self.store_service, memory, self.requests.append, self)
        self.store_service.changed.connect(self.charts.show_snapshot)
        self.failures: list[str] = []
        self.charts.failed.connect(lambda error: self.failures.append(str(error)))
        if look:
            self.store_service.refresh()
            self.until(lambda: self.store_service.snapshot is not None)

    def close(self) -> None:
        """End as the program does; twice does no harm."""
        if not isValid(self):
            return
        windows = list(self.charts.windows)
        self.charts.close()
        self.work.stop()
        self.deleteLater()
        for thing in (*windows, self):
            QApplication.sendPostedEvents(thing, QEvent.Type.DeferredDelete)

    # -- doing -----------------------------------------------------------------------------------------

    def open(self, symbol: str = "ES=F", timeframe: str = "5m") -> ChartWindow:
        """Open a chart, and wait until it is there."""
        window = self.charts.open(symbol, timeframe)
        self.qtbot.waitExposed(window)
        self.settle()
        return window

    def follow(self, state: ImportState) -> None:
        """Let the charts hear of an import; what they throttle happens at once."""
        self.charts.show_import(state)
        if self.charts.updates._pause.isActive():
            self.charts.updates._pause.stop()
            self.charts.updates._look()
        self.settle()

    def settle(self) -> None:
        """Wait for everything that was given to workers so far, and for what follows from that."""
        for _ in range(5):
            for work in [*self.charts.findChildren(BackgroundWorker), self.work]:
                answered = QEventLoop()
                work.run(lambda: None, lambda _, loop=answered: loop.quit())
                answered.exec()
            QApplication.processEvents()

    def until(self, true: Callable[[], object]) -> None:
        """Let time pass until something is so."""
        wait_until(self.qtbot, true, DEADLINE)

    def rows(self, sql: str) -> list[tuple[object, ...]]:
        """What the database answers."""
        with closing(sqlite3.connect(self.profile.database)) as plain:
            return plain.execute(sql).fetchall()


def loaded(cell: ChartCell) -> tuple[str, str, bool]:
    """What is drawn: instrument, timeframe, and whether all its history is there."""
    series = cell.series
    return ("", "", False) if series is None else (series.instrument.symbol, series.timeframe.name, series.whole)


def type_keys(widget: QWidget, text: str) -> None:
    """Press these keys, wherever the keyboard goes after each."""
    for letter in text:
        QTest.keyClick(QApplication.focusWidget() or widget, letter)


def press(widget: QWidget, key: Qt.Key, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    """Press a key where the keyboard is, or else in a widget."""
    QTest.keyClick(QApplication.focusWidget() or widget, key, held)


def choose(menu: QMenu, *words: str) -> None:
    """Open a menu and trigger the line with a text; several words go through menus within it."""
    menu.aboutToShow.emit()
    (action,) = [each for each in menu.actions() if words[0] in each.text().replace("&", "")]
    inner = action.menu()
    if len(words) > 1 and isinstance(inner, QMenu):
        choose(inner, *words[1:])
    else:
        assert action.isEnabled()
        action.trigger()


def lines(menu: QMenu) -> list[str]:
    """What a menu offers."""
    menu.aboutToShow.emit()
    return [action.text().replace("&", "") for action in menu.actions() if action.text()]


def with_compare(cell: ChartCell, *symbols: str) -> None:
    """Draw other instruments beside a chart."""
    cell.set_options(replace(cell.options, compare=symbols))
