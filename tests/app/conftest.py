"""What the tests of the whole tray app work with: the app in this process, a profile, and a heartbeat."""

from __future__ import annotations

import gc
import shutil
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import date
from functools import partial
from pathlib import Path
from typing import TypeVar

import psutil
import pytest
from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication, QLabel, QMessageBox, QPushButton, QSystemTrayIcon
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from ohlc_desktop.app import App
from ohlc_desktop.core.clock import Clock
from ohlc_desktop.core.importing.state import Phase
from ohlc_desktop.core.schedule.times import at_pacific
from ohlc_desktop.core.states.series import CoverageState
from ohlc_desktop.diagnostics.logs import stop_logging
from ohlc_desktop.profile import Profile, create
from ohlc_desktop.services.importing import import_runner
from ohlc_desktop.services.importing.importer_process import Timeouts
from ohlc_desktop.store.database import open_store
from ohlc_desktop.store.watchlist import set_watchlist
from ohlc_desktop.ui.coverage.page import CoveragePage
from ohlc_desktop.ui.shell.window import MainWindow, Page
from tests.conftest import Once
from tests.guard import leaves_nothing
from tests.standins.calendars import keep_calendars
from tests.standins.clock import FakeClock
from tests.waiting import wait_until

__all__ = ["leaves_nothing"]

#: A Monday with a session: its import time, and two hours earlier, when the tests begin.
PLANNED = at_pacific(date(2026, 11, 23))
NOON = PLANNED.timestamp() - 2 * 3600
#: Beyond this something hangs, in milliseconds.
DEADLINE = 60_000
#: The longest that the GUI thread may be away, in seconds: ten times what is allowed, as the worker, which may hold the
#: interpreter, has to wait for a busy machine too. Whatever blocks on a lock, a server or a process is away for longer.
STALL = 0.5
_IMPORTER = Path(__file__).with_name("importer_at.py")
_STANDIN = Path(__file__).with_name("importer_standin.py")
_Widget = TypeVar("_Widget", bound=QObject)


class Going(FakeClock):
    """A clock that goes on by itself from whatever time it is set to."""

    def __init__(self, now: float) -> None:
        super().__init__(now)
        self._began = time.monotonic()

    def _gone(self) -> float:
        return time.monotonic() - self._began

    def now(self) -> float:
        """UTC epoch seconds."""
        return super().now() + self._gone()

    def monotonic(self) -> float:
        """Seconds that passed."""
        return super().monotonic() + self._gone()

    def set(self, now: float) -> None:
        """Go on from another time."""
        super().set(now - self._gone())


class Rig:
    """The tray app on a profile of its own.

    Attributes:
        told: Every notification: title and text.
        faults: What the app logged as a fault of its own; a test that expects one clears it.
    """

    def __init__(self, qtbot: QtBot, application: QApplication, profile: Profile, clock: Clock, hidden: bool) -> None:
        create(profile)
        self.qtbot, self.profile, self.clock = qtbot, profile, clock
        self._others = set(psutil.Process().children())  # the servers that tests of this process share
        self.told: list[tuple[str, str]] = []
        self.app = App(application, profile, clock, hidden)
        self.app.tray.notify = lambda title, text: self.told.append((title, text))  # type: ignore[method-assign]
        self.faults: list[str] = []
        self.until(lambda: self.app.shell is not None)
        self.app.controller.faults.seen.connect(self.faults.append)
        self.until(lambda: self.app.controller.scheduler.status is not None)

    def close(self) -> None:
        """End the app as the program does, and free everything that it made; twice does no harm."""
        if not isValid(self.app):
            return
        windows = self.windows()
        self.app.close()
        stop_logging()
        self.app.deleteLater()
        for thing in (*windows, self.app):
            QApplication.sendPostedEvents(thing, QEvent.Type.DeferredDelete)

    # -- the app ---------------------------------------------------------------------------------------

    @property
    def window(self) -> MainWindow:
        """The window, which was opened before."""
        (found,) = self.windows()
        return found

    def windows(self) -> list[MainWindow]:
        """The window, if there is one."""
        return [widget for widget in QApplication.topLevelWidgets() if isinstance(widget, MainWindow)]

    def open(self, page: Page | None = None) -> MainWindow:
        """Open the window as a click on the icon does, then a page; return when it shows the store."""
        self.app.tray.open_window.emit()
        if page is not None:
            self.window.open_page(page)
        self.until(lambda: self.window.built(page or Page.COVERAGE) and self.app.controller.store_service.snapshot is not None)
        return self.window

    def page(self, page: Page, _kind: type[_Widget]) -> _Widget:
        """A page that was opened before."""
        found = self.window.built(page)
        assert isinstance(found, _kind)
        return found

    @property
    def coverage(self) -> CoveragePage:
        """The coverage page."""
        return self.page(Page.COVERAGE, CoveragePage)

    def states(self, symbol: str = "") -> set[str]:
        """The states of all cells of the matrix that are wanted, or of one row."""
        return {cell.state for cell in self.coverage.model.every_cell() if symbol in ("", cell.symbol)} - {CoverageState.OFF}

    @property
    def banner(self) -> str:
        """What the banner says; empty while it is hidden."""
        banner = self.window.banner
        return banner.problem.text if banner.problem is not None and banner.isVisible() else ""

    def line(self, title: str) -> str:
        """A line of the header, as a screen reader tells it."""
        names = [label.accessibleName() for label in self.window.header.findChildren(QLabel)]
        (found,) = [name for name in names if name.startswith(title)]
        return found.removeprefix(title).removeprefix(": ")

    def menu(self, text: str) -> QAction:
        """An action of the tray's menu that can be chosen, after the menu was asked for."""
        (found,) = [action for action in self.actions() if text in action.text().replace("&", "")]
        return found

    def actions(self) -> list[QAction]:
        """What the tray's menu shows."""
        menu = child(self.app.tray, QSystemTrayIcon).contextMenu()
        menu.aboutToShow.emit()
        return [action for action in menu.actions() if action.isVisible()]

    def come(self, seconds: float) -> None:
        """Let a time (UTC epoch seconds) come: the schedule waits for its last moment."""
        assert isinstance(self.clock, FakeClock)
        self.clock.set(seconds - 0.1)
        self.app.controller.scheduler.look("test")

    # -- waiting ---------------------------------------------------------------------------------------

    def until(self, true: Callable[[], object]) -> None:
        """Let the app work until something is so, or it has a fault of its own."""
        wait_until(self.qtbot, lambda: true() or self.faults, DEADLINE)
        assert not self.faults

    def until_ended(self) -> None:
        """Wait for the end of the import and for what the app does then."""
        self.until(lambda: self.app.controller.runner.state.phase is Phase.ENDED and not self.app.controller.runner.active)
        self.settle()

    def until_importing(self, items: int = 1) -> None:
        """Wait until an import has stored something."""
        self.until(lambda: sum(item.state.final for item in self.app.controller.runner.state.items.values()) >= items)

    def settle(self) -> None:
        """Wait for everything that the app has given to its worker so far, and what follows from that."""
        for _ in range(3):
            done: list[None] = []
            self.app.controller.work.run(lambda: None, done.append)
            self.until(lambda found=done: found)

    def press(self, button: QPushButton) -> None:
        """Click on it."""
        self.qtbot.mouseClick(button, Qt.MouseButton.LeftButton)

    def answer(self, text: str) -> None:
        """Press a button of the question that is open."""
        self.until(lambda: self.window.findChildren(QMessageBox))
        box = child(self.window, QMessageBox)
        (found,) = [b for b in box.buttons() if text in b.text().replace("&", "")]
        found.click()

    # -- the machine -----------------------------------------------------------------------------------

    def children(self) -> list[psutil.Process]:
        """The child processes that came with the app."""
        found = psutil.Process().children()
        return [p for p in found if p not in self._others and p.status() != psutil.STATUS_ZOMBIE]

    def rows(self, sql: str) -> list[tuple[object, ...]]:
        """What the database answers."""
        with closing(sqlite3.connect(self.profile.database)) as plain:
            return plain.execute(sql).fetchall()

    @property
    def log(self) -> str:
        """The log file."""
        path = self.profile.log
        return path.read_text("utf-8") if path.exists() else ""


def child(parent: QObject, kind: type[_Widget], name: str | None = None) -> _Widget:
    """The one descendant of a kind, or of a name."""
    found = parent.findChildren(kind) if name is None else parent.findChildren(kind, name)
    assert len(found) == 1, found
    return found[0]


class Heartbeat:
    """Beats every 5 ms in the GUI thread; while it is open, ``stalls`` tells how long beats stayed away.

    Time in which this thread could have worked and the machine gave its processors to others is not counted, where
    the system tells it; nor is the collector's way through the 300,000 objects of a test process.

    Attributes:
        stalls: The longest gaps between two beats, in seconds, longest first.
    """

    def __init__(self) -> None:
        self.stalls: list[float] = []
        self._timer = QTimer()
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setInterval(5)
        self._timer.timeout.connect(self._beat)

    def __enter__(self) -> Heartbeat:
        gc.freeze()
        self._last = self._now()
        self._timer.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._beat()
        self._timer.stop()
        gc.unfreeze()

    @property
    def longest(self) -> float:
        """The longest gap."""
        return self.stalls[0] if self.stalls else 0.0

    def _beat(self) -> None:
        before, self._last = self._last, self._now()
        self.stalls = sorted([*self.stalls, self._last - before], reverse=True)[:10]

    def _now(self) -> float:
        return time.perf_counter() - _kept_waiting()


def _kept_waiting() -> float:
    """How long this thread was ready and others ran, in seconds; 0 where the system does not tell."""
    try:
        return int(Path("/proc/thread-self/schedstat").read_text("ascii").split()[1]) / 1e9
    except (OSError, IndexError):
        return 0.0


Start = Callable[..., Rig]


@pytest.fixture
def tray_host(monkeypatch: pytest.MonkeyPatch) -> None:
    """The desktop has a tray; offscreen there is none."""
    monkeypatch.setattr(QSystemTrayIcon, "isSystemTrayAvailable", staticmethod(lambda: True))


@pytest.fixture
def start(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path, tray_host: None, by_clock: Callable[..., None],
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[Start]:
    """Starts the app, by default on a fresh demo profile at noon of that Monday, else hidden as at login; closed afterwards.

    The importer goes by the same clock, if that is a fake one.
    """
    made: list[Rig] = []

    def begin(folder: Path | None = None, demo: bool = True, clock: Clock | None = None, hidden: bool | None = None) -> Rig:
        base = folder or tmp_path / "profile"
        profile = Profile(base / "demo" if demo else base, demo)
        at = clock or Going(NOON)
        if isinstance(at, FakeClock):
            by_clock(at)
        as_at_login = profile.database.exists() if hidden is None else hidden
        made.append(Rig(qtbot, qapp, profile, at, as_at_login))
        return made[-1]

    qapp.setQuitOnLastWindowClosed(False)
    timeouts = partial(Timeouts, grace=DEADLINE / 1000)  # a busy machine may need more than five seconds for a cancel
    monkeypatch.setattr(import_runner, "Timeouts", timeouts)
    yield begin
    for rig in made:
        rig.close()
        assert " ohlc_desktop.qt: " not in _serious(rig.log), "Qt complained"


def _serious(log: str) -> str:
    """The warnings of a log, without what Qt says of this platform only."""
    lines = [line for line in log.splitlines() if " WARNING " in line or " ERROR " in line]
    return "\n".join(line for line in lines if "This plugin does not support" not in line)


@pytest.fixture
def empty(once: Once, tmp_path: Path) -> Path:
    """A demo profile without candles that spares an importer what it would ask the calendar library."""

    def fill(home: Path) -> None:
        keep_calendars(Profile(home / "demo", demo=True), now=NOON)

    return Path(shutil.copytree(once("sessions at noon", fill), tmp_path / "empty"))


@pytest.fixture(scope="session")
def imported(once: Once) -> Path:
    """A demo profile that watches ES and NQ and has the candles of ES until just before noon, to be copied.

    Not until noon itself: by a clock that stands at noon the oldest candles of an import that came seconds after it,
    as on a busy machine, would be missing.
    """

    def fill(home: Path) -> None:
        profile = Profile(home / "demo", demo=True)
        keep_calendars(profile, "cme_equity", now=NOON)
        with closing(open_store(profile.database, demo=True)) as store, store.transaction() as connection:
            set_watchlist(connection, ["ES=F", "NQ=F"])
        program = [sys.executable, str(_IMPORTER), str(NOON - 600), "0", "--profile", str(home), "--demo"]
        done = subprocess.run([*program, "import", "ES", "--json"], capture_output=True, text=True)
        assert done.returncode == 0, done.stdout + done.stderr

    return once("imported at noon", fill)


@pytest.fixture
def filled(imported: Path, tmp_path: Path) -> Path:
    """The same, of its own for each test."""
    return Path(shutil.copytree(imported, tmp_path / "filled"))


@pytest.fixture
def standin(monkeypatch: pytest.MonkeyPatch) -> Callable[[FakeClock], None]:
    """Puts a program in the importer's place that only comes and goes, for what is not about imports."""

    def install(clock: FakeClock) -> None:
        monkeypatch.setattr(
            import_runner, "importer_command", lambda: [sys.executable, str(_STANDIN), str(clock.now())]
        )

    return install


@pytest.fixture
def by_clock(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Makes the real importer go by a fake clock, and lets no file of it grow beyond a size."""

    def install(clock: FakeClock, largest: int = 0) -> None:
        monkeypatch.setattr(
            import_runner, "importer_command",
            lambda: [sys.executable, str(_IMPORTER), str(clock.now()), str(largest)],
        )  # fmt: skip

    return install
