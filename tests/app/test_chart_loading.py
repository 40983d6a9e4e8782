"""Charts are loaded on a thread: what is asked for, changes or ends meanwhile, and what if they cannot be loaded."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from types import ModuleType

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from ohlc_desktop.core.importing.request import ImportRequest
from ohlc_desktop.core.importing.state import begin
from ohlc_desktop.services.app_state import import_changed
from ohlc_desktop.ui.shell import chart_launcher
from ohlc_desktop.ui.shell.chart_launcher import MODULES
from tests.app.conftest import NOON, Rig, Start
from tests.app.test_charts import charts_of, shown
from tests.app.test_languages import menu_of

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


class Disk:
    """Where modules come from, slow or broken as a test wants it.

    Attributes:
        asked: The modules that were asked for.
        ready: Until it is set, whoever asks has to wait.
        error: What is raised instead, if anything.
    """

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.ready = threading.Event()
        self.error: Exception | None = None

    def load(self, name: str) -> ModuleType:
        """As ``import_module``."""
        assert threading.current_thread() is not threading.main_thread()
        self.asked.append(name)
        self.ready.wait(10)
        if self.error is not None:
            raise self.error
        return import_module(name)


@pytest.fixture
def disk(monkeypatch: pytest.MonkeyPatch) -> Iterator[Disk]:
    """A disk that gives nothing before it is ready."""
    made = Disk()
    monkeypatch.setattr(chart_launcher, "import_module", made.load)
    yield made
    made.ready.set()


def waits() -> bool:
    """Whether the mouse tells that something is being done."""
    cursor = QApplication.overrideCursor()
    return cursor is not None and cursor.shape() == Qt.CursorShape.BusyCursor


def timeframes(rig: Rig) -> list[str]:
    """Of the open charts."""
    return [window.active.timeframe for window in charts_of(rig).windows]


def test_all_that_is_asked_for_meanwhile_opens_in_order(start: Start, filled: Path, disk: Disk) -> None:
    rig = start(filled, hidden=True)
    for timeframe in ("1h", "1d", "1h"):
        rig.app.shell.charts.open("ES=F", timeframe)
    rig.menu("Charts").trigger()
    rig.settle()
    assert waits()
    assert rig.app.shell.charts.charts is None
    assert not rig.app.shell.charts.in_front
    disk.ready.set()
    shown(rig, 1)
    assert timeframes(rig) == ["1h", "1d"]
    assert not waits()


def test_the_window_has_them_loaded_once_it_shows_the_store(start: Start, filled: Path, disk: Disk) -> None:
    rig = start(filled, hidden=True)
    disk.ready.set()
    rig.settle()
    assert disk.asked == []
    rig.open()
    rig.until(lambda: len(disk.asked) == len(MODULES))
    rig.app.shell.charts.prepare()
    rig.settle()
    rig.app.shell.charts.prepare()
    assert (disk.asked, rig.app.shell.charts.charts, waits()) == (list(MODULES), None, False)
    rig.app.shell.charts.open("ES=F", "1h")
    assert timeframes(rig) == ["1h"]  # at once


def test_the_program_ends_while_they_are_loaded(start: Start, filled: Path, disk: Disk) -> None:
    rig = start(filled, hidden=True)
    rig.app.shell.charts.open("ES=F", "1h")
    rig.until(lambda: disk.asked)
    threading.Timer(0.2, disk.ready.set).start()
    rig.app.shell.charts.close()
    rig.close()
    assert disk.asked == ["numpy"]  # it did not wait for the rest
    assert not waits()
    assert not [widget for widget in QApplication.topLevelWidgets() if widget.isVisible()]


def test_what_is_asked_for_at_the_end_is_dropped(start: Start, filled: Path, disk: Disk) -> None:
    rig = start(filled, hidden=True)
    rig.app.shell.charts.close()
    rig.app.shell.charts.open("ES=F", "1h")
    rig.app.shell.charts.prepare()
    assert (disk.asked, waits()) == ([], False)


def test_a_switch_of_the_language_meanwhile(start: Start, filled: Path, disk: Disk) -> None:
    rig = start(filled, hidden=True)
    rig.app.shell.charts.open("ES=F", "1h")
    rig.app.live_settings.set("language", "GERMAN")
    rig.until(lambda: "Jetzt importieren" in menu_of(rig))
    disk.ready.set()
    assert shown(rig).toolbar.rth.toolTip() == "Nur reguläre Handelszeit (RTH)"
    assert timeframes(rig) == ["1h"]


def test_an_import_that_begins_meanwhile_is_shown(start: Start, filled: Path, disk: Disk) -> None:
    rig = start(filled, hidden=True)
    rig.app.shell.charts.open("NQ=F", "5m")
    rig.app.controller.model.apply(import_changed, begin(ImportRequest(), NOON))
    disk.ready.set()
    assert "An import is running" in shown(rig).active.empty.text


@pytest.mark.parametrize("error", [ImportError("libfoo.so: cannot open"), AttributeError("no such thing")])
def test_what_cannot_be_loaded_is_told_once_and_tried_again(
    start: Start, filled: Path, disk: Disk, error: Exception
) -> None:
    rig = start(filled, hidden=True)
    disk.error = error
    disk.ready.set()
    rig.app.shell.charts.open("ES=F", "1h")
    rig.app.shell.charts.open("ES=F", "1d")
    rig.until(lambda: rig.told)
    rig.settle()
    told = "Stored candles are whole, and imports go on. Install OHLC Desktop again, then open the chart again."
    assert rig.told == [("The charts could not be loaded.", told)]
    assert not waits()
    assert f"{type(error).__name__}: {error}" in rig.log
    (report,) = rig.app.controller.faults.reports()
    assert str(error) in report.what
    disk.error = None
    rig.app.shell.charts.open("ES=F", "5m")
    shown(rig)
    assert timeframes(rig) == ["5m"]  # whoever saw that nothing came has clicked again
    assert len(rig.told) == 1


_COLD = """
import gc, json, linecache, sys
from pathlib import Path
from PySide6.QtCore import QEventLoop, QObject, QTimer
from ohlc_desktop.app import App, make_application
from ohlc_desktop.core.clock import SystemClock
from ohlc_desktop.profile import Profile

def wait(ms):
    loop = QEventLoop()
    QTimer.singleShot(ms, loop.quit)
    loop.exec()  # QTest.qWait lets no other thread work

def until(true):
    while not true():
        wait(10)

HEAVY = ("numpy", "pyqtgraph", "ohlc_desktop.ui.chart")
application = make_application()
app = App(application, Profile(Path(sys.argv[1]), demo=True), SystemClock(), True)
app.tray.host_present = lambda: True
until(lambda: app.shell is not None)
wait(500)
idle = [name for name in HEAVY if name in sys.modules]
app.shell.charts.prepare()
until(lambda: app.shell.charts.loaded)
missing = [name for name in HEAVY if name not in sys.modules]
texts = len(linecache.cache)
objects = [thing for thing in gc.get_objects() if isinstance(thing, QObject)]
foreign = [repr(thing) for thing in objects if thing.thread() != application.thread()]
before = set(sys.modules)
app.shell.charts.open("ES=F", "1h")
(window,) = app.shell.charts.charts.windows
until(lambda: window.active.series is not None and window.active.series.whole)
wait(100)
late = sorted(set(sys.modules) - before)
app.close()
print(json.dumps([idle, missing, foreign, late, texts]))
"""


def test_a_cold_program_loads_them_once_wanted_and_the_first_chart_nothing_more(filled: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", _COLD, str(filled / "demo")], capture_output=True, text=True, timeout=60,
        env={**os.environ, "OHLC_DESKTOP_SCHEDULE": "false"},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    idle, missing, foreign, late, texts = json.loads(done.stdout)
    assert (idle, missing, foreign, late) == ([], [], [], [])
    assert texts < 10, "the source of what was loaded stays in memory"


def test_modules_are_loaded_in_an_order_that_any_environment_allows() -> None:
    """pyqtgraph takes the Qt that the environment names, and fails where that is not there."""
    code = f"import importlib\nfor name in {MODULES!r}: importlib.import_module(name)\nimport pyqtgraph.Qt\nprint(pyqtgraph.Qt.QT_LIB)"
    environment = os.environ | {"PYQTGRAPH_QT_LIB": "PyQt6"}
    done = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, timeout=120, check=False)
    assert (done.returncode, done.stdout.strip()) == (0, "PySide6"), done.stderr
