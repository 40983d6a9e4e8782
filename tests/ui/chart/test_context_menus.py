"""Each place of a chart has its own context menu, and the keyboard opens that of what is selected."""

from __future__ import annotations

import sys
from dataclasses import replace

import pytest
from PySide6.QtCore import QCoreApplication, QPoint, QPointF, Qt, QTranslator
from PySide6.QtGui import QContextMenuEvent, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu

from ohlc_desktop.core.chart.drawings.drawings import DrawingKind
from ohlc_desktop.core.chart.indicators import indicator
from ohlc_desktop.core.chart.options import ChartZone, Scale
from ohlc_desktop.resource_files import resource
from ohlc_desktop.ui.chart.dialogs.indicator_dialog import IndicatorDialog
from ohlc_desktop.ui.chart.legend.legend_lines import LegendRow
from ohlc_desktop.ui.chart.menus.places import Spot, place_at
from ohlc_desktop.ui.chart.panes.cursor import Cursor
from ohlc_desktop.ui.chart.window.layouts import ChartLayout
from ohlc_desktop.ui.chart.window.window import ChartWindow
from tests.ui.chart.rig import Rig, choose, lines, press

_MOUSE, _KEY = QContextMenuEvent.Reason.Mouse, QContextMenuEvent.Reason.Keyboard


@pytest.fixture
def window(rig: Rig) -> ChartWindow:
    """A chart with an average over its prices and an RSI below them."""
    window = rig.open()
    cell = window.active
    cell.set_options(replace(cell.options, indicators=(indicator("SMA"), indicator("RSI"))))
    rig.settle()
    cell.view.viewport().repaint()
    return window


def menu_at(window: ChartWindow, at: QPoint, reason: QContextMenuEvent.Reason = _MOUSE) -> QMenu:
    """The menu that opens at a point of the chart."""
    view = window.active.view
    QApplication.sendEvent(view, QContextMenuEvent(reason, at, view.mapToGlobal(at)))
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    menu.close()
    return menu


def keyless(menu: QMenu) -> list[str]:
    """What a menu offers, without the keys."""
    return [line.partition("\t")[0] for line in lines(menu)]


def test_a_candle_is_copied_marked_and_explained(rig: Rig, window: ChartWindow) -> None:
    view, at, clipboard = window.active.view, QPoint(300, 200), QGuiApplication.clipboard()
    frame, stamp = view.frame, view.stamp_under(at)
    assert frame is not None
    assert stamp is not None
    price = view.surface.from_pixel(QPointF(at))[1]
    menu = menu_at(window, at)
    assert keyless(menu)[2:6] == ["Copy candle (O H L C V)", "Horizontal line here", "Vertical line here", "Anchor VWAP here"]
    assert {"Indicators", "Style", "Snapshot", "Panes", "Chart settings…", "Table of candles…"} <= set(keyless(menu))
    choose(menu, "Copy price")
    assert float(clipboard.text()) == pytest.approx(price, abs=0.25)
    choose(menu, "Copy candle")
    row = view.series.candles.take(view.series.candles.ts == stamp)
    assert clipboard.text().split("\t")[1:] == [*(f"{float(c[0]):.2f}" for c in row.columns[1:5]), str(row.volume[0])]
    choose(menu, "Horizontal line here")
    choose(menu, "Vertical line here")
    drawn = window.active.view.tool.drawings
    assert [drawing.kind for drawing in drawn] == [DrawingKind.HORIZONTAL, DrawingKind.VERTICAL]
    assert drawn[0].points[0].price == pytest.approx(price, abs=0.25)
    assert drawn[1].points[0].ts == stamp
    choose(menu, "Anchor VWAP here")
    assert window.active.options.indicators[-1].values["anchor"] == stamp
    rig.settle()
    beside = at + QPoint(60, 40)
    stamp = view.stamp_under(beside)
    choose(menu_at(window, beside), "What Yahoo said of this candle")
    rig.until(lambda: window.active.inspector.card.stamp == stamp)


def test_axes_and_panes_offer_what_is_theirs(rig: Rig, window: ChartWindow) -> None:
    view = window.active.view
    axis, times = QPoint(view.width() - 10, 100), QPoint(200, view.height() - 8)
    choose(menu_at(window, axis), "Logarithmic")
    assert window.active.options.scale is Scale.LOG
    marks = [action for action in menu_at(window, axis).actions() if action.actionGroup() is not None]
    assert [action.isChecked() for action in marks] == [False, True, False], "one of three"
    choose(menu_at(window, axis), "Invert")
    choose(menu_at(window, axis), "Auto")
    assert (window.active.options.invert, window.active.options.auto_scale) == (True, False)
    choose(menu_at(window, axis), "Lock price to candle ratio")
    assert window.active.options.lock_ratio
    for key, name in ((Qt.Key.Key_I, "invert"), (Qt.Key.Key_L, "scale"), (Qt.Key.Key_R, "auto_scale")):
        before = getattr(window.active.options, name)
        QTest.keyClick(view, key, Qt.KeyboardModifier.AltModifier)
        assert getattr(window.active.options, name) != before
    choose(menu_at(window, times), "New York")
    assert window.active.options.zone is ChartZone.NEW_YORK
    assert view.frame is not None
    below = view.frame.panes[-1]
    assert below.study is not None
    menu = menu_at(window, QPoint(300, below.rect.bottom() - 3))
    assert keyless(menu)[:3] == ["Settings…", "Hide", "Duplicate"]
    assert "Maximise pane" in keyless(menu)
    choose(menu_at(window, QPoint(view.width() - 10, below.rect.bottom() - 3)), "Maximise pane")
    assert len(view.frame.panes) == 1


def test_a_study_and_a_drawing_have_their_own_and_so_has_what_is_selected(rig: Rig, window: ChartWindow) -> None:
    view = window.active.view
    line = next(line for line in view.legend_lines if line.row is LegendRow.STUDY)
    named = QPoint(round(line.parts[0][0]) + 3, round(line.ground.center().y()))
    with rig.qtbot.assertNotEmitted(window.active.feed.ready):
        choose(menu_at(window, named), "Hide")
        rig.settle()
    assert window.active.options.indicators[0].hidden
    assert view.model is not None
    assert view.model.studies[0].spec.hidden, "shown at once, and nothing is computed for it"
    assert view.legend.selected == 0
    menu = menu_at(window, QPoint(5, 5), _KEY)
    assert keyless(menu) == ["Settings…", "Show", "Duplicate", "Remove"]
    choose(menu, "Show")
    choose(menu_at(window, QPoint(5, 5), _KEY), "Duplicate")
    rig.settle()
    choose(window.toolbar.menus.indicators, "Hide all")
    assert all(spec.hidden for spec in window.active.options.indicators)
    choose(window.toolbar.menus.indicators, "Show all")
    assert not any(spec.hidden for spec in window.active.options.indicators)
    assert [spec.kind for spec in window.active.options.indicators] == ["SMA", "RSI", "SMA"]
    assert window.active.options.indicators[2].first_colour == 1, "in a colour of its own"
    view.legend.select(None)
    view.point(Cursor(view.visible_places()[0] + 20, None))
    menu = menu_at(window, QPoint(5, 5), _KEY)
    choose(menu, "Horizontal line here")
    (drawing,) = view.tool.drawings
    at = view.surface.to_pixel(*drawing.points[0]).toPoint()
    assert place_at(view, QPointF(at)).spot is Spot.DRAWING
    assert keyless(menu_at(window, at))[0] == "Properties…"
    assert keyless(menu_at(window, QPoint(5, 5), _KEY))[0] == "Properties…"
    assert view.legend.selected is None


def test_the_settings_of_a_chart_beside_the_active_one_are_its_own(rig: Rig, window: ChartWindow) -> None:
    window.set_layout(ChartLayout.SIDE_BY_SIDE)
    rig.settle()
    other = next(cell for cell in window.cells if cell is not window.active)
    other.set_options(replace(other.options, indicators=(indicator("ATR"),)))
    other.view.legend.settings_wanted.emit(0)
    (dialog,) = window.findChildren(IndicatorDialog)
    assert dialog.spec == indicator("ATR")
    assert window.active is other
    dialog.reject()


def test_studies_without_a_line_in_the_legend_are_offered_there(rig: Rig, window: ChartWindow) -> None:
    cell, view = window.active, window.active.view
    cell.set_options(replace(cell.options, indicators=tuple(indicator("SMA", period=n) for n in range(2, 40))))
    rig.settle()
    view.viewport().repaint()
    more = next(line for line in view.legend_lines if line.row is LegendRow.MORE)
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=more.ground.center().toPoint())
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    choose(menu, "SMA 39", "Remove")
    menu.close()
    assert len(cell.options.indicators) == 37
    choose(window.toolbar.menus.view, "Studies in the legend")
    view.viewport().repaint()
    assert {line.row for line in view.legend_lines} == {LegendRow.HEADING, LegendRow.VALUES, LegendRow.VOLUME}


def clashes(menu: QMenu, way: str = "") -> list[str]:
    """Letters that two lines of a menu share, and of the menus in it."""
    menu.aboutToShow.emit()
    texts = [action.text().replace("&&", "") for action in menu.actions() if action.isVisible()]
    letters = [text.partition("&")[2][0].lower() for text in texts if "&" in text]
    found = [f"{way}{text}" for text in texts if letters.count(text.partition("&")[2][:1].lower()) > 1]
    for action in menu.actions():
        if isinstance(action.menu(), QMenu):
            found += clashes(action.menu(), f"{way}{action.text()} › ")
    return found


def test_no_two_lines_of_a_menu_have_the_same_letter(window: ChartWindow) -> None:
    view = window.active.view
    frame = view.frame
    assert frame is not None
    axis = QPoint(round(view.plot_width) + 10, 100)
    places = (view.point_of(frame.last - 5), QPoint(40, 90), axis, QPoint(100, view.viewport().height() - 5))
    for language in ("en", "de"):
        translator = QTranslator()
        assert language == "en" or translator.load(str(resource("translations/ohlc_desktop_de.qm")))
        QCoreApplication.installTranslator(translator)
        menus = [*window.toolbar.findChildren(QMenu), *(menu_at(window, place) for place in places)]
        assert [clash for menu in menus for clash in clashes(menu)] == [], language
        QCoreApplication.removeTranslator(translator)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows asks for the menu itself")
def test_shift_f10_opens_the_menu_as_the_menu_key_does(window: ChartWindow) -> None:
    press(window.active.view, Qt.Key.Key_F10, Qt.KeyboardModifier.ShiftModifier)
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    menu.close()
    assert "Chart settings…" in keyless(menu)
