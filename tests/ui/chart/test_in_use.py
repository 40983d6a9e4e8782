"""Charts while the database is in use, and what is kept when windows and the program end."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QSaveFile, QSettings, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu

from ohlc_desktop.core.chart.drawings.drawings import Anchor, Drawing, DrawingKind, new_id
from ohlc_desktop.core.chart.options import ChartOptions, ChartZone, Scale, Style
from ohlc_desktop.core.chart.pane_layout.pane_state import PaneState
from ohlc_desktop.profile import Profile
from ohlc_desktop.ui.chart.panes.chart_pane import AGAIN_MS
from tests.ui.chart.conftest import Start
from tests.ui.chart.rig import NOW, Rig, choose, loaded

# The offscreen platform says so of windows that are raised, and of menus.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


LEFT = Qt.MouseButton.LeftButton


def line(price: float = 6000.0) -> Drawing:
    return Drawing(new_id(), DrawingKind.HORIZONTAL, (Anchor(int(NOW), price),))


@contextmanager
def held(profile: Profile) -> Iterator[None]:
    """Another program has the database for itself."""
    with closing(sqlite3.connect(profile.database)) as other:
        other.execute("PRAGMA locking_mode=EXCLUSIVE")
        other.execute("BEGIN EXCLUSIVE")
        other.execute("CREATE TABLE held(x)")
        yield
        other.rollback()


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Give up waiting for another program's lock soon, and soon look again."""
    monkeypatch.setattr("ohlc_desktop.store.database.BUSY_TRIES", 2)
    monkeypatch.setattr("ohlc_desktop.store.database.BUSY_SECONDS", 0.05)
    monkeypatch.setattr("ohlc_desktop.ui.chart.panes.chart_pane.AGAIN_MS", 200)


# -- a database in use -------------------------------------------------------------------------------


@pytest.mark.usefixtures("impatient")
def test_a_chart_appears_by_itself_when_the_database_is_free_again(rig: Rig) -> None:
    with held(rig.profile):
        window = rig.charts.open("ES=F", "5m")
        rig.until(lambda: window.active.empty.isVisible())
        assert "appears as soon as" in window.active.empty.text
        rig.settle()  # what else makes it look again is over
        rig.charts.updates._pause.setInterval(0)
        rig.until(lambda: not rig.charts.updates._pause.isActive())
        rig.settle()
        assert window.active.empty.isVisible()
    assert AGAIN_MS <= 3000
    rig.until(lambda: loaded(window.active) == ("ES=F", "5m", True))
    assert window.active.empty.isHidden()
    rig.settle()


@pytest.mark.usefixtures("impatient")
def test_what_cannot_be_read_has_no_drawings_of_another_instrument(rig: Rig) -> None:
    window = rig.open("ES=F", "5m")
    tool = window.active.view.tool
    tool.set_drawings("ES=F", [])
    rig.charts.drawings.keep("ES=F", [line()])
    rig.settle()
    assert window.drawing.delete.isEnabled()
    with held(rig.profile):
        window.active.switch("CL=F", "5m")
        rig.until(lambda: window.active.empty.isVisible())
        assert (tool.symbol, tool.drawings) == ("CL=F", [])
        assert not window.drawing.delete.isEnabled()
        tool.start(DrawingKind.HORIZONTAL)
        QTest.mouseClick(window.active.view.viewport(), LEFT, pos=QPoint(300, 200))
        assert tool.drawings == []
        tool.start(None)
    rig.until(lambda: loaded(window.active) == ("CL=F", "5m", True))
    window.active.switch("ES=F", "5m")
    rig.until(lambda: len(tool.drawings) == 1)
    rig.settle()
    assert len(rig.rows("SELECT * FROM drawing")) == 1


@pytest.mark.usefixtures("impatient")
def test_a_drawing_that_could_not_be_stored_is_told_once_and_stored_later(rig: Rig) -> None:
    window = rig.open("ES=F", "5m")
    drawings = rig.charts.drawings
    drawings._later.setInterval(50)
    tried: list[None] = []
    drawings._later.timeout.connect(lambda: tried.append(None))
    with closing(sqlite3.connect(rig.profile.database)) as other:
        other.execute("BEGIN IMMEDIATE")
        drawings.keep("ES=F", [line()])
        rig.until(lambda: rig.failures)
        assert window.note.isVisible()
        rig.until(lambda: len(tried) == 2)  # the first was in vain, too
        assert len(rig.failures) == 1
        assert rig.rows("SELECT * FROM drawing") == []
    rig.until(lambda: rig.rows("SELECT * FROM drawing"))
    rig.settle()
    assert not drawings._later.isActive()


# -- what is kept ------------------------------------------------------------------------------------


def test_windows_are_in_the_file_when_the_program_ends_at_once(start: Start, profile: Profile) -> None:
    rig = start()
    rig.open("ES=F", "5m")
    rig.open("CL=F", "1h")
    rig.charts.close()  # no event is handled any more: the program exits
    file = QSettings(str(profile.folder / "copy.ini"), QSettings.Format.IniFormat)
    (profile.folder / "copy.ini").write_bytes((profile.folder / "window.ini").read_bytes())
    file.sync()
    windows = json.loads(str(file.value("charts/windows")))
    assert [window["cells"][0]["symbol"] for window in windows] == ["ES=F", "CL=F"]


def test_a_new_chart_looks_like_the_one_that_is_open(rig: Rig) -> None:
    window = rig.open("ES=F", "5m")
    used = ChartOptions(
        Style.BARS, Scale.PERCENT, zone=ChartZone.CHICAGO, compare=("CL=F",), invert=True,
        panes=(PaneState("price", collapsed=True), PaneState("volume", maximised=True)),
    )  # fmt: skip
    window.active.set_options(used)
    fresh = rig.open("CL=F", "5m").active.options
    assert (fresh.style, fresh.zone, fresh.compare, fresh.scale) == (Style.BARS, ChartZone.CHICAGO, (), Scale.LINEAR)
    assert (fresh.panes, fresh.invert) == (ChartOptions().panes, False), "that was done to the one chart only"
    rig.settle()


def test_without_others_beside_it_a_chart_has_its_prices_again(rig: Rig) -> None:
    window = rig.open("ES=F", "5m")
    window.active.set_options(ChartOptions(compare=("CL=F", "GC=F"), scale=Scale.PERCENT))
    choose(window.toolbar.menus.compare, "Remove CL=F")
    assert window.active.options.scale is Scale.PERCENT
    choose(window.toolbar.menus.compare, "Remove GC=F")
    assert (window.active.options.scale, window.active.options.compare) == (Scale.LINEAR, ())
    rig.settle()


def test_a_picture_that_cannot_be_written_leaves_the_old_file(
    rig: Rig, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    view = rig.open("ES=F", "5m").active.view
    path = tmp_path / "chart.svg"
    path.write_text("old")
    monkeypatch.setattr(QSaveFile, "commit", lambda _: False)
    with pytest.raises(OSError):
        view.write_svg(path)
    assert path.read_text() == "old"


# -- the context menu --------------------------------------------------------------------------------


def test_drawings_do_not_take_the_context_menu_away(rig: Rig) -> None:
    window = rig.open("ES=F", "5m")
    view, at = window.active.view, QPoint(200, 200)
    view.tool.set_drawings("ES=F", [line(1.0)])
    QApplication.sendEvent(view, QContextMenuEvent(QContextMenuEvent.Reason.Mouse, at, view.mapToGlobal(at)))
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    texts = [action.text() for action in menu.actions()]
    assert texts[0].startswith("Copy &price")
    menu.actions()[texts.index("&Delete all drawings")].trigger()
    menu.close()
    assert view.tool.drawings == []
    assert view.tool.undo()
    rig.settle()
