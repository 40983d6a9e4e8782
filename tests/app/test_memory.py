"""Windows that were closed and forgotten leave nothing, however often they are opened: counted, not weighed."""

from __future__ import annotations

import gc
import linecache
import weakref
from collections import Counter
from pathlib import Path

import pytest
from PySide6.QtCore import QObject
from PySide6.QtGui import QPixmap, QPixmapCache
from PySide6.QtWidgets import QApplication

from ohlc_desktop import app
from ohlc_desktop.ui.shell import shell
from ohlc_desktop.ui.shell.window import Page
from ohlc_desktop.ui.widgets.icons import app_icon
from tests.app.conftest import Rig, Start
from tests.app.test_charts import charts_of, shown

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


@pytest.fixture
def rig(start: Start, filled: Path, monkeypatch: pytest.MonkeyPatch) -> Rig:
    """The tray app; a window that is closed is forgotten at once."""
    monkeypatch.setattr(shell, "FORGET_MS", 0)
    return start(filled, hidden=True)


def look(rig: Rig) -> list[weakref.ref[QObject]]:
    """Open the window, look at every page while the charts are loaded, and close it; what was to be seen."""
    for page in Page:
        rig.open(page)
    rig.until(lambda: rig.app.shell.charts.loaded)
    window = rig.window
    seen = [weakref.ref(thing) for thing in (window, window.tabs, *filter(None, map(window.built, Page)))]
    window.close()
    del window
    rig.until(lambda: not rig.windows())
    rig.settle()
    return seen


def draw(rig: Rig) -> list[weakref.ref[QObject]]:
    """Open a chart and close it; what was to be seen."""
    rig.app.shell.charts.open("ES=F", "1h")
    window = shown(rig)
    seen: list[weakref.ref[QObject]] = [weakref.ref(window), weakref.ref(window.active), weakref.ref(window.active.view)]
    window.close()
    del window
    rig.until(lambda: not charts_of(rig).windows)
    rig.settle()
    return seen


def widgets() -> Counter[str]:
    """How many widgets of each kind there are."""
    return Counter(type(widget).__name__ for widget in QApplication.allWidgets())


def test_a_window_in_which_the_charts_were_loaded_goes_with_all_its_pages(rig: Rig) -> None:
    seen = look(rig)
    assert len(seen) == 2 + len(Page)
    assert [thing() for thing in seen if thing() is not None] == []


def test_windows_and_charts_leave_no_widget_however_often_they_are_opened(rig: Rig) -> None:
    look(rig), draw(rig)
    before = widgets()
    seen = [thing for _ in range(2) for thing in (*look(rig), *draw(rig))]
    gc.collect()
    assert widgets() - before == Counter()
    assert [thing() for thing in seen if thing() is not None] == []


def test_what_libraries_kept_for_a_window_goes_with_it(rig: Rig) -> None:
    picture = app_icon().pixmap(17)  # a size that has to be made, and is kept by Qt
    QPixmapCache.insert("a picture of the window", picture)
    look(rig)
    assert not QPixmapCache.find("a picture of the window", QPixmap())
    assert not [name for name in linecache.cache if name.startswith(str(Path(app.__file__).parent))]
