"""Charts of the tray app in a process of its own: ``python -m tests.benchmarks.chart_open_child FOLDER [MODE]`` prints a JSON
object.

The profile in FOLDER is one that ``chart_series.fill`` has made. Told are the milliseconds from the click to the first
picture with the newest candles, the first time in the process, from the tray's menu, and later, and likewise after
another timeframe was chosen; and the longest stall of the GUI thread from then until all history is drawn, and with
nothing to do. Modes: ``once`` opens a chart for the menu to bring back; ``loading`` tells the longest stall while what
charts need is loaded; ``bare``, as a floor, what it takes to load numpy and pyqtgraph and to show a bare window.
"""

from __future__ import annotations

import importlib
import json
import sys
import time
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEvent, QEventLoop, QObject, QTimer
from PySide6.QtWidgets import QApplication, QSystemTrayIcon, QWidget

from ohlc_desktop.app import App, make_application
from ohlc_desktop.profile import Profile
from tests.benchmarks.window_child import Heartbeat
from tests.standins.clock import FakeClock

#: The close of the last session in the file, and half an hour more; ``chart_series`` would bring numpy.
NOW = 1_795_471_200 + 1800
SYMBOL = "NQ=F"
#: Even, so that the last timeframe is the first again, which the next process brings back.
ROUNDS = 10
#: What is loaded late is loaded after so many milliseconds.
SETTLED = 2500
_DEADLINE = 30.0


def wait(ms: int) -> None:
    """Let the event loop work for so long; QTest.qWait keeps the interpreter, and other threads would have to wait."""
    loop = QEventLoop()
    QTimer.singleShot(ms, loop.quit)
    loop.exec()


class FirstPaint(QObject):
    """Notes when a widget was painted first after something became true."""

    def __init__(self, widget: QWidget, shows: Callable[[], bool]) -> None:
        super().__init__(widget)
        self.at = 0.0
        self._widget, self._shows = widget, shows
        self._noting = False
        widget.installEventFilter(self)

    def eventFilter(self, _: QObject, event: QEvent) -> bool:  # noqa: N802  # named by Qt
        """Look at paint events; the note is made when the event loop comes round, after the picture is on the screen."""
        if event.type() == QEvent.Type.Paint and not self._noting and self._shows():
            self._noting = True
            QTimer.singleShot(0, self, self._note)
        return False

    def _note(self) -> None:
        self.at = time.perf_counter()
        self._widget.removeEventFilter(self)


class Driver:
    """The tray app, and what a user does to its charts."""

    def __init__(self, folder: Path) -> None:
        self.application = make_application()
        self.app = App(self.application, Profile(folder), FakeClock(NOW), hidden=True)
        self.app.tray.host_present = lambda: True  # without a tray the main window would come up
        wait(SETTLED)
        self.light = not {"numpy", "pyqtgraph"} & sys.modules.keys()

    def menu(self, name: str) -> tuple[float, float]:
        """Choose "Charts…" in the tray, which brings back a chart of this timeframe: see ``click``."""
        began = time.perf_counter()
        actions = self.app.tray.findChild(QSystemTrayIcon).contextMenu().actions()
        next(action for action in actions if "harts" in action.text()).trigger()
        return self._watched(began, name)

    def click(self, name: str) -> tuple[float, float]:
        """Open a chart: milliseconds to the first picture, and the longest stall from then on."""
        began = time.perf_counter()
        self.app.shell.charts.open(SYMBOL, name)
        return self._watched(began, name)

    def load(self) -> float:
        """Load what charts need: the longest stall meanwhile."""
        heart = Heartbeat()
        self.app.shell.charts.prepare()
        wait(SETTLED)  # looking whether it is done would wait for the interpreter as well
        assert self.app.shell.charts.loaded
        return max(heart.stalls)

    def switch(self, name: str) -> tuple[float, float]:
        """Choose another timeframe in the open chart, likewise."""
        began = time.perf_counter()
        self.cell().switch(SYMBOL, name)
        return self._watched(began, name)

    def close(self) -> None:
        """Close the chart's window."""
        self._window().close()
        wait(300)

    def idle(self) -> float:
        """The longest stall with nothing to do: what the machine alone is responsible for."""
        heart = Heartbeat()
        wait(1000)
        return max(heart.stalls)

    def _watched(self, began: float, name: str) -> tuple[float, float]:
        self._until(lambda: self.app.shell.charts.charts is not None and self.app.shell.charts.charts.windows)
        cell = self.cell()
        paint = FirstPaint(cell.view.viewport(), lambda: cell.series is not None and cell.series.timeframe.name == name)
        self._until(lambda: paint.at > 0)
        heart = Heartbeat()
        self._until(lambda: cell.series is not None and cell.series.whole)
        wait(300)
        return (paint.at - began) * 1000, max(heart.stalls)

    def _window(self):  # its module is not to be loaded before the click
        return self.app.shell.charts.charts.windows[-1]

    def cell(self):
        """The chart."""
        return self._window().active

    def _until(self, true: Callable[[], object]) -> None:
        end = time.perf_counter() + _DEADLINE
        while not true():
            wait(1)
            assert time.perf_counter() < end, "nothing came"


def bare() -> dict[str, float]:
    """The floor: milliseconds to load numpy and pyqtgraph, and to show an empty window of the chart's size."""
    began = time.perf_counter()
    importlib.import_module("numpy")
    importlib.import_module("pyqtgraph")
    loaded = time.perf_counter()
    widget = QWidget()
    widget.resize(1200, 700)
    paint = FirstPaint(widget, lambda: True)
    widget.show()
    while not paint.at:
        QApplication.processEvents()
    return {"libraries": (loaded - began) * 1000, "bare window": (paint.at - loaded) * 1000}


def main() -> None:
    """Measure and print."""
    driver = Driver(Path(sys.argv[1]))
    found: dict[str, object] = {"light": driver.light}
    match sys.argv[2:]:
        case ["bare"]:
            found |= bare()
        case ["once"]:
            driver.click("1m")
        case ["loading"]:
            found["idle"] = driver.idle()
            found["stall"] = driver.load()
        case _:
            found |= opening(driver)
    print(json.dumps(found))
    driver.app.close()


def opening(driver: Driver) -> dict[str, object]:
    """The first chart, others, and other timeframes."""
    found: dict[str, object] = {}
    found["first"], found["first stall"] = driver.menu("1m")
    found["idle"] = driver.idle()
    again, switched = [], []
    for _ in range(ROUNDS):
        driver.close()
        again.append(driver.menu("1m"))  # a window that is opened by name would be one more to bring back
    for turn in range(ROUNDS):
        switched.append(driver.switch(("5m", "1m")[turn % 2]))
    found["again"], found["again stalls"] = zip(*again, strict=True)
    found["switch"], found["switch stalls"] = zip(*switched, strict=True)
    return found


if __name__ == "__main__":
    main()
