"""The window in a process of its own: ``python -m tests.benchmarks.window_child FOLDER`` prints a JSON object with the time to
open it, and the longest stall of the GUI thread while 13 instruments are imported with the matrix in view."""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtTest import QTest

from ohlc_desktop.app import App, make_application
from ohlc_desktop.core.clock import SystemClock
from ohlc_desktop.core.importing.request import ImportRequest
from ohlc_desktop.profile import Profile, create

BEAT_MS = 5


class Heartbeat(QObject):
    """Measures how late a timer of 5 ms rings."""

    def __init__(self) -> None:
        super().__init__()
        self.stalls: list[float] = []
        self._last = time.perf_counter()
        self._timer = QTimer(self, interval=BEAT_MS, timerType=Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._beat)
        self._timer.start()

    def _beat(self) -> None:
        now = time.perf_counter()
        self.stalls.append((now - self._last) * 1000 - BEAT_MS)
        self._last = now


def main() -> None:
    """Open, import, print."""
    application = make_application()
    profile = Profile(Path(sys.argv[1]) / "demo", demo=True)
    create(profile)
    app = App(application, profile, SystemClock(), hidden=True)
    QTest.qWait(2500)
    began = time.perf_counter()
    app.open_window()
    assert app.shell.window is not None
    QTest.qWaitForWindowExposed(app.shell.window)
    opened = (time.perf_counter() - began) * 1000
    QTest.qWait(2500)
    heart = Heartbeat()
    app.controller.start_import(ImportRequest())
    app.controller.runner.ended.connect(lambda _: QTimer.singleShot(1500, lambda: application.exit(0)))
    application.exec()
    written = app.controller.runner.state.written
    app.close()
    print(json.dumps({"open": opened, "stall": max(heart.stalls), "written": written}))


if __name__ == "__main__":
    main()
