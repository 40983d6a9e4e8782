"""Charts of the tray app in a process of its own: ``python -m tests.benchmarks.chart_open_child FOLDER`` prints a JSON object.

The profile in FOLDER is one that ``chart_series.fill`` has made. Told are the milliseconds from the click to the first
picture with the newest candles, the first time in the process and later, and likewise after another timeframe was
chosen; the longest stall of the GUI thread from then until all history is drawn; and, as a floor, what it takes the
same process to load numpy and to show a bare window, and its longest stall with nothing to do.
"""

from __future__ import annotations

import importlib
import json
import sys
import time
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from ohlc_desktop.app import App, make_application
from ohlc_desktop.profile import Profile
from tests.benchmarks.window_child import Heartbeat
from tests.standins.clock import FakeClock

#: The close of the last session in the file, and half an hour more; ``chart_series`` would bring numpy.
NOW = 1_795_471_200 + 1800
SYMBOL = "NQ=F"
ROUNDS = 9
#: What is loaded late is loaded after so many milliseconds.
SETTLED = 2500
_DEADLINE = 30.0


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
        QTest.qWait(SETTLED)
        self.light = "numpy" not in sys.modules

    def click(self, name: str) -> tuple[float, float]:
        """Open a chart: milliseconds to the first picture, and the longest stall from then on."""
        began = time.perf_counter()
        self.app.charts.open(SYMBOL, name)
        return self._watched(began, name)

    def switch(self, name: str) -> tuple[float, float]:
        """Choose another timeframe in the open chart, likewise."""
        began = time.perf_counter()
        self.cell().switch(SYMBOL, name)
        return self._watched(began, name)

    def close(self) -> None:
        """Close the chart's window."""
        self._window().close()
        QTest.qWait(300)

    def idle(self) -> float:
        """The longest stall with nothing to do: what the machine alone is responsible for."""
        heart = Heartbeat()
        QTest.qWait(1000)
        return max(heart.stalls)

    def _watched(self, began: float, name: str) -> tuple[float, float]:
        cell = self.cell()
        paint = FirstPaint(cell.view, lambda: cell.series is not None and cell.series.timeframe.name == name)
        self._until(lambda: paint.at > 0)
        heart = Heartbeat()
        self._until(lambda: cell.series is not None and cell.series.whole)
        QTest.qWait(300)
        return (paint.at - began) * 1000, max(heart.stalls)

    def _window(self):  # its module is not to be loaded before the click
        assert self.app.charts.charts is not None
        return self.app.charts.charts.windows[-1]

    def cell(self):
        """The chart."""
        return self._window().active

    def _until(self, true: Callable[[], bool]) -> None:
        end = time.perf_counter() + _DEADLINE
        while not true():
            QApplication.processEvents()
            time.sleep(0.0002)  # as an event loop that waits gives up the interpreter, so that workers get on
            assert time.perf_counter() < end, "nothing came"


def bare() -> dict[str, float]:
    """The floor: milliseconds to load numpy, and to show an empty window of the chart's size."""
    began = time.perf_counter()
    importlib.import_module("numpy")
    loaded = time.perf_counter()
    widget = QWidget()
    widget.resize(1200, 700)
    paint = FirstPaint(widget, lambda: True)
    widget.show()
    while not paint.at:
        QApplication.processEvents()
    return {"numpy": (loaded - began) * 1000, "bare window": (paint.at - loaded) * 1000}


def main() -> None:
    """Measure and print."""
    driver = Driver(Path(sys.argv[1]))
    found: dict[str, object] = {"light": driver.light}
    if sys.argv[2:] == ["bare"]:
        print(json.dumps({**found, **bare()}))
        return
    found["first"], found["first stall"] = driver.click("1m")
    found["idle"] = driver.idle()
    again, switched = [], []
    for _ in range(ROUNDS):
        driver.close()
        again.append(driver.click("1m"))
    for turn in range(ROUNDS):
        switched.append(driver.switch(("5m", "1m")[turn % 2]))
    found["again"], found["again stalls"] = zip(*again, strict=True)
    found["switch"], found["switch stalls"] = zip(*switched, strict=True)
    print(json.dumps(found))
    driver.app.close()


if __name__ == "__main__":
    main()
