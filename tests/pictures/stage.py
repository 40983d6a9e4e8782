"""The real window over a real data folder, with a clock that stands and the schedule's true answer."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import closing
from datetime import time
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QDeadlineTimer, QEvent, QEventLoop, QObject, QPoint, QSettings, QTimer
from PySide6.QtGui import QPainter, QPixmap
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from ohlc_desktop.core.importing.state import ImportState
from ohlc_desktop.core.schedule.policy import Rules, decide
from ohlc_desktop.core.schedule.times import next_occurrence
from ohlc_desktop.profile import Profile
from ohlc_desktop.services.app_state import import_changed, schedule_decided
from ohlc_desktop.services.background_worker import BackgroundWorker
from ohlc_desktop.services.controller import Controller
from ohlc_desktop.services.health.faults import Faults
from ohlc_desktop.services.live_settings import LiveSettings
from ohlc_desktop.services.scheduling.scheduler import ScheduleStatus
from ohlc_desktop.store import ledger
from ohlc_desktop.store.database import open_reader
from ohlc_desktop.store.trade_dates import load_trade_dates
from ohlc_desktop.ui.chart.panes.chart_pane import ChartCell
from ohlc_desktop.ui.chart.window.chart_windows import Charts
from ohlc_desktop.ui.chart.window.memory import Memory
from ohlc_desktop.ui.chart.window.window import ChartWindow
from ohlc_desktop.ui.chart.window.window_state import WindowState
from ohlc_desktop.ui.shell.window import Page
from ohlc_desktop.ui.shell.window_controller import WindowController
from ohlc_desktop.ui.widgets.theme import apply_theme
from tests.pictures.profiles import NOW
from tests.standins.clock import FakeClock

P = TypeVar("P", bound=QWidget)

#: The window's size in the pictures.
SIZE = (1120, 760)
#: Longest that anything may take to be shown, in milliseconds.
PATIENCE_MS = 20_000
_AT = time(14, 5)


class Stage:
    """A window to be photographed.

    Attributes:
        controller: The services, which were not started.
        main: The window and what fills it.
        schedule: What the schedule says.
    """

    def __init__(self, app: QApplication, folder: Path, themes: Sequence[str]) -> None:
        self._app, self._folder, self._themes = app, folder, themes
        self.profile = Profile(folder, demo=True)
        self._clock, self._all = FakeClock(NOW), QObject()
        self._charts: list[Charts] = []
        self.live_settings = LiveSettings(self.profile, {}, self._all)
        faults = Faults(self.profile, str, self._clock, self._all)
        self.controller = Controller(self.profile, self._clock, self.live_settings, faults, str, interactive=True, parent=self._all)
        memory = QSettings(str(folder / "window.ini"), QSettings.Format.IniFormat, self._all)
        self.main = WindowController(self.controller, memory, lambda *_: None, self._all)
        self.window = self.main.window
        self.schedule = _schedule(self.profile)
        self.show_schedule(self.schedule)
        self.window.resize(*SIZE)
        self.window.show()
        self.settle()

    def open(self, page: Page, kind: type[P]) -> P:
        """Bring a page to the front."""
        self.window.open_page(page)
        self.settle()
        found = self.window.page(page)
        assert isinstance(found, kind)
        return found

    def show_import(self, state: ImportState) -> None:
        """Follow an import."""
        self.controller.model.apply(import_changed, state)
        self.settle()

    def show_schedule(self, schedule: ScheduleStatus) -> None:
        """Show what the schedule is about to do."""
        self.controller.model.apply(schedule_decided, schedule)

    def settle(self) -> None:
        """Let everything that is under way arrive: one answer of a worker may bring the next question."""
        for _ in range(4):
            charting = (worker for charts in self._charts for worker in charts.findChildren(BackgroundWorker))
            for worker in (self.controller.work, *self.main.findChildren(BackgroundWorker), *charting):
                self._wait_for(worker)
            self._app.processEvents()

    def wait_until(self, happened: Callable[[], bool]) -> None:
        """Let time pass until something has happened."""
        deadline, tick = QDeadlineTimer(PATIENCE_MS), QTimer()
        tick.start(20)
        while not happened():
            assert not deadline.hasExpired(), "what is waited for does not happen"
            self._app.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)  # the tick is one

    def photograph(self, *over: QWidget, of: QWidget | None = None) -> dict[str, QPixmap]:
        """The window, or another one, in each theme that is wanted, with other windows over it where they stand."""
        found = {}
        for theme in self._themes:
            apply_theme(self._app, theme.upper())
            self.settle()
            self._hide_paths()
            found[theme] = self._picture(of or self.window, over)
        apply_theme(self._app, "LIGHT")
        return found

    def open_charts(self, state: WindowState) -> ChartWindow:
        """A chart window, with all its candles and drawings."""
        memory = QSettings(str(self._folder / "charts.ini"), QSettings.Format.IniFormat, self._all)
        Memory(memory).keep_windows([state], opened=True)
        charts = Charts(self.profile, self._clock, lambda: self.live_settings.current, self.controller.store_service, memory, lambda _: None, self._all)
        self._charts.append(charts)
        charts.open_last()
        (window,) = charts.windows
        window.resize(*SIZE)
        self.wait_until(lambda: all(_is_settled(cell) for cell in window.cells))
        self.settle()
        return window

    def close(self) -> None:
        """Put everything away."""
        for charts in self._charts:
            charts.close()
        self.main.close()
        self.controller.let_go()
        self.controller.work.stop()
        self._all.deleteLater()  # now: a worker of the next stage must not collect it
        self._app.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)

    def _wait_for(self, worker: BackgroundWorker) -> None:
        answered = QEventLoop()
        worker.run(lambda: None, lambda _: answered.quit())
        answered.exec()

    def _picture(self, window: QWidget, over: tuple[QWidget, ...]) -> QPixmap:
        picture = window.grab()
        painter = QPainter(picture)
        for widget in over:
            painter.drawPixmap(window.mapFromGlobal(widget.mapToGlobal(QPoint())), widget.grab())
        painter.end()
        return picture

    def _hide_paths(self) -> None:
        """Folders are others on every machine."""
        here, shown = str(self._folder.parent), "/home/trader/.local/share"
        for label in self.window.findChildren(QLabel):
            if here in label.text():
                label.setText(label.text().replace(here, shown))


def _is_settled(cell: ChartCell) -> bool:
    """Whether all candles of a chart are there, or it says why there are none."""
    return cell.empty.isVisible() or (cell.series is not None and cell.series.whole)


def _schedule(profile: Profile) -> ScheduleStatus:
    """What the schedule says at the moment of the pictures."""
    runs, dates = {}, None
    if profile.database.exists():
        with closing(open_reader(profile.database, profile.demo)) as store, store.look() as connection:
            runs, dates = ledger.attempted(connection), load_trade_dates(connection)
    decision = decide(NOW, runs, dates, Rules(_AT, True, NOW))
    return ScheduleStatus(decision, next_occurrence(NOW, dates, _AT), False, decision.why)
