"""Memory of the tray app in a process of its own: ``python -m tests.benchmarks.tray_memory_child FOLDER`` prints a JSON object.

The data folder is one of the simulated market with candles of ES. Told is the resident memory in MB: at the start, after
the window with its first page was closed and forgotten, after a chart was closed too, and the same after more openings,
which show every page. Nothing is asked of the collector or the C library here that the app does not ask for itself.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from PySide6.QtWidgets import QApplication

from ohlc_desktop import app as app_module
from ohlc_desktop.core.clock import SystemClock
from ohlc_desktop.profile import Profile
from ohlc_desktop.ui.shell import shell
from tests.benchmarks.chart_open_child import SETTLED, wait

#: Memory is told after so many openings of the window, and as many of a chart.
OPENINGS = (1, 2, 10, 50)
#: A closed window is forgotten after so many milliseconds instead of minutes.
_FORGET_MS = 300
#: All that a window or a chart brings is there, or gone, after so many milliseconds.
_SHOWN_MS, _GONE_MS = 700, 900


def resident() -> float:
    """MB of this process."""
    lines = Path("/proc/self/status").read_text("ascii").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmRSS:")) / 1024


def look(app: app_module.App, pages: bool) -> float:
    """Open the window, at every page if wanted, close it, and let it be forgotten."""
    from ohlc_desktop.ui.shell.window import Page

    app.open_window()
    assert app.shell.window is not None
    while not app.shell.charts.loaded:
        wait(50)
    for page in Page if pages else ():
        app.shell.window.open_page(page)
        wait(_SHOWN_MS // 5)
    wait(_SHOWN_MS)
    app.shell.window.close()
    wait(_GONE_MS)
    assert app.shell.window is None
    return resident()


def draw(app: app_module.App) -> float:
    """Open a chart and close it."""
    app.shell.charts.open("ES=F", "5m")
    charts = app.shell.charts.charts
    assert charts is not None
    window = charts.windows[-1]
    while window.active.series is None or not window.active.series.whole:
        wait(20)
    wait(_SHOWN_MS)
    window.close()
    del window  # Python would keep it, and its candles
    wait(_GONE_MS)
    return resident()


def main() -> None:
    """Measure and print."""
    application = app_module.make_application()
    shell.FORGET_MS = _FORGET_MS
    app = app_module.App(application, Profile(Path(sys.argv[1]), demo=True), SystemClock(), hidden=True)
    wait(SETTLED)
    found: dict[str, object] = {"start": resident()}
    for number in range(1, OPENINGS[-1] + 1):
        after = look(app, pages=number > OPENINGS[1]), draw(app)
        if number in OPENINGS:
            found[str(number)] = after, len(QApplication.allWidgets())
    print(json.dumps(found))
    app.close()


if __name__ == "__main__":
    main()
