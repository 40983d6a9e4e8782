"""A chart window as a trader uses it: typing, toolbar, layouts, links, dialogs, drawings, snapshots."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path
from typing import TypeVar
from xml.etree import ElementTree

import pytest
from PySide6.QtCore import QDate, QPoint, Qt
from PySide6.QtGui import QColor, QCursor, QGuiApplication, QImage, QKeySequence, QShortcut
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QLabel,
    QMenu,
    QMessageBox,
    QWidget,
)
from pytestqt.qtbot import QtBot

from ohlc_desktop.core.chart.drawings.drawings import DrawingKind
from ohlc_desktop.core.chart.indicators import indicator
from ohlc_desktop.core.chart.line_look import LineLook, Stroke
from ohlc_desktop.core.chart.options import ChartOptions, ChartZone, Scale, Style
from ohlc_desktop.core.importing.request import ImportRequest
from ohlc_desktop.core.timeframes import NAMES
from ohlc_desktop.profile import Profile
from ohlc_desktop.services.i18n.languages import Languages
from ohlc_desktop.ui.chart.dialogs.go_to_dialog import GoToDialog
from ohlc_desktop.ui.chart.dialogs.indicator_dialog import IndicatorDialog
from ohlc_desktop.ui.chart.dialogs.keys_dialog import KeysDialog, key_table
from ohlc_desktop.ui.chart.legend.legend_texts import study_text
from ohlc_desktop.ui.chart.menus.axis_items import SCALE_KEYS
from ohlc_desktop.ui.chart.panes.notices import PATIENCE_MS
from ohlc_desktop.ui.chart.toolbar.menus import Snap
from ohlc_desktop.ui.chart.toolbar.overflow_toolbar import StripButton
from ohlc_desktop.ui.chart.window.layouts import ChartLayout
from ohlc_desktop.ui.chart.window.links import Link, LinkColour
from ohlc_desktop.ui.chart.window.window import ChartWindow
from ohlc_desktop.ui.widgets.number_box import NumberBox
from ohlc_desktop.ui.widgets.theme import apply_theme
from tests.ui.chart.rig import Rig, choose, lines, loaded, press, type_keys

# The offscreen platform says so of windows that are raised, and of menus.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)

_Dialog = TypeVar("_Dialog", bound=QDialog)
HOUR = 3600
CTRL, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier


@pytest.fixture
def window(rig: Rig) -> ChartWindow:
    """A window with ES in 5m."""
    found = rig.open()
    found.active.setFocus()
    rig.until(found.active.view.hasFocus)
    return found


def click(widget: QWidget) -> None:
    """With the left button, in its middle."""
    QTest.mouseClick(widget, Qt.MouseButton.LeftButton)


def dialog_of(window: ChartWindow, kind: type[_Dialog]) -> _Dialog:
    """The open dialog of a kind."""
    (found,) = [dialog for dialog in window.findChildren(kind) if dialog.isVisible()]
    return found


# -- typing ---------------------------------------------------------------------------------------------


def test_typing_a_symbol_switches_to_it(rig: Rig, window: ChartWindow) -> None:
    type_keys(window, "cl")
    assert window.finder.isVisible()
    assert window.finder.field.text() == "cl"
    assert "Crude Oil, 5 minutes" in window.finder.list.item(0).data(Qt.ItemDataRole.AccessibleTextRole)
    press(window, Qt.Key.Key_Return)
    assert not window.finder.isVisible()
    rig.until(lambda: loaded(window.active) == ("CL=F", "5m", True))
    assert window.active.view.hasFocus()
    assert window.windowTitle() == "CL=F 5m – OHLC Desktop (DEMO)"


def test_typing_a_number_switches_the_timeframe(rig: Rig, window: ChartWindow) -> None:
    type_keys(window, "60")
    press(window, Qt.Key.Key_Return)
    rig.until(lambda: loaded(window.active) == ("ES=F", "1h", True))
    assert window.toolbar.timeframe.text() == "1h"


def test_typing_both_switches_both(rig: Rig, window: ChartWindow) -> None:
    type_keys(window, "CL 15")
    press(window, Qt.Key.Key_Return)
    rig.until(lambda: loaded(window.active) == ("CL=F", "15m", True))


def test_escape_leaves_everything_as_it_was(window: ChartWindow) -> None:
    type_keys(window, "gc")
    press(window, Qt.Key.Key_Escape)
    assert not window.finder.isVisible()
    assert (window.active.symbol, window.active.timeframe) == ("ES=F", "5m")
    assert window.active.view.hasFocus()


def test_typing_works_from_the_toolbar_too(window: ChartWindow) -> None:
    window.toolbar.rth.setFocus()
    type_keys(window, "c")
    assert window.finder.isVisible()
    assert window.finder.field.text() == "c"


def test_what_means_nothing_is_told_and_changes_nothing(window: ChartWindow) -> None:
    type_keys(window, "zzz9")
    assert window.finder.list.count() == 0
    press(window, Qt.Key.Key_Return)
    assert window.finder.isVisible()
    assert window.active.symbol == "ES=F"


def test_what_is_not_on_the_watchlist_is_offered_to_be_added_and_imported(rig: Rig, window: ChartWindow) -> None:
    type_keys(window, "NQ 03-27 15")
    rig.until(lambda: window.finder.list.count() == 1)
    item = window.finder.list.item(0)
    assert item.text().split() == ["NQH27.CME", "15m"]
    assert "not on the watchlist, can be added" in item.data(Qt.ItemDataRole.AccessibleTextRole)
    press(window, Qt.Key.Key_Return)
    rig.until(lambda: window.active.empty.button.text() == "Add to watchlist and import")
    assert (window.active.symbol, window.active.timeframe) == ("NQH27.CME", "15m")


def test_the_box_offers_the_watchlist_first_and_then_every_future(rig: Rig, window: ChartWindow) -> None:
    click(window.toolbar.symbol)
    shown = [window.finder.list.item(row).text().split()[0] for row in range(window.finder.list.count())]
    assert shown == ["ES=F", "CL=F", "GC=F"]
    press(window, Qt.Key.Key_Return)  # nothing is selected before something is typed
    assert window.finder.isVisible()
    press(window, Qt.Key.Key_Down)
    press(window, Qt.Key.Key_Down)
    press(window, Qt.Key.Key_Return)
    rig.until(lambda: loaded(window.active)[0] == "CL=F")
    type_keys(window, "silver")
    assert window.finder.list.item(0).text().split()[0] == "SI=F"


def test_a_click_elsewhere_closes_the_box(window: ChartWindow) -> None:
    type_keys(window, "c")
    QTest.mouseClick(window.active.view.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(60, 400))
    assert not window.finder.isVisible()


# -- the toolbar ----------------------------------------------------------------------------------------


def test_every_one_of_the_18_timeframes_can_be_chosen(rig: Rig, window: ChartWindow) -> None:
    offered = [line.split()[0] for line in lines(window.toolbar.menus.timeframe)[: len(NAMES)]]
    assert tuple(offered) == NAMES
    choose(window.toolbar.menus.timeframe, "60m")
    rig.until(lambda: loaded(window.active) == ("ES=F", "1h", True))
    choose(window.toolbar.menus.timeframe, "1wk")
    rig.until(lambda: loaded(window.active) == ("ES=F", "1wk", True))


def test_favourite_timeframes_have_buttons_in_every_window(rig: Rig, window: ChartWindow) -> None:
    other = rig.open("CL=F", "1d")
    choose(window.toolbar.menus.timeframe, "Buttons in the toolbar", "4h")
    buttons = [button for button in other.toolbar.findChildren(StripButton) if button.text() == "4h"]
    assert [button.accessibleName() for button in buttons] == ["Timeframe 4h"]
    other.resize(1300, 640)
    click(buttons[0])
    rig.until(lambda: loaded(other.active) == ("CL=F", "4h", True))
    assert buttons[0].isChecked()
    assert rig.charts._memory.favourites() == ("1m", "5m", "15m", "1h", "4h", "1d")


def test_switches_draw_the_active_chart_in_another_way(rig: Rig, window: ChartWindow) -> None:
    toolbar, cell = window.toolbar, window.active
    click(toolbar.log)
    assert cell.view.options.scale is Scale.LOG
    click(toolbar.percent)
    assert cell.view.options.scale is Scale.PERCENT
    assert not toolbar.log.isChecked()
    click(toolbar.percent)
    assert cell.view.options.scale is Scale.LINEAR
    click(toolbar.auto)
    assert not cell.view.options.auto_scale
    choose(toolbar.menus.style, "Heikin-Ashi")
    choose(toolbar.menus.zone, "Chicago")
    choose(toolbar.menus.view, "Volume")
    choose(toolbar.menus.view, "Real time axis")
    assert (cell.options.style, cell.options.zone) == (Style.HEIKIN_ASHI, ChartZone.CHICAGO)
    assert (cell.options.volume, cell.options.real_time) == (False, True)
    whole = len(cell.series or ())
    click(toolbar.rth)
    rig.until(lambda: 0 < len(cell.series or ()) < whole)


def test_a_drag_on_the_axis_shows_in_the_toolbar(window: ChartWindow) -> None:
    view = window.active.view
    at = QPoint(view.width() - 12, 200)
    QTest.mousePress(view.viewport(), Qt.MouseButton.LeftButton, pos=at)
    QTest.mouseMove(view.viewport(), at + QPoint(0, 40))
    QTest.mouseRelease(view.viewport(), Qt.MouseButton.LeftButton, pos=at + QPoint(0, 40))
    assert not window.toolbar.auto.isChecked()
    assert not window.active.options.auto_scale
    click(window.toolbar.auto)
    assert view.options.auto_scale


def test_a_button_is_no_longer_lit_once_its_menu_is_closed_elsewhere(qtbot: QtBot) -> None:
    menu = QMenu()
    menu.addAction("Line")
    button = StripButton("Style", text="Style", menu=menu)
    qtbot.addWidget(button)
    qtbot.addWidget(menu)
    button.move(QCursor.pos() + QPoint(100, 100))
    button.show()
    button.setAttribute(Qt.WidgetAttribute.WA_UnderMouse)
    menu.popup(button.pos())
    menu.close()
    assert not button.underMouse()


def test_back_and_forward_go_through_what_was_shown(rig: Rig, window: ChartWindow) -> None:
    assert not window.toolbar.back.isEnabled()
    window.active.switch("CL=F", "1h")
    window.active.switch("CL=F", "1d")
    press(window, Qt.Key.Key_Left, ALT)
    rig.until(lambda: loaded(window.active) == ("CL=F", "1h", True))
    click(window.toolbar.back)
    rig.until(lambda: loaded(window.active) == ("ES=F", "5m", True))
    press(window, Qt.Key.Key_Right, ALT)
    rig.until(lambda: loaded(window.active) == ("CL=F", "1h", True))
    assert window.toolbar.forward.isEnabled()


def test_nothing_is_cut_and_nothing_is_lost_in_a_narrow_window(window: ChartWindow) -> None:
    for width in (460, 700, 1060, 1300):
        window.resize(width, 420)
        QApplication.processEvents()
        for strip in (window.toolbar, window.drawing):
            shown = [button for button in strip.findChildren(StripButton) if button.isVisible()]
            assert all(strip.rect().contains(button.geometry()) for button in shown)
            assert all(button.width() >= button.sizeHint().width() for button in shown)
            places = sorted((b.geometry() for b in shown), key=lambda rect: (rect.left(), rect.top()))
            assert not any(one.intersects(other) for one, other in pairwise(places))
            hidden = {button.accessibleName() for button in strip.hidden_buttons()}
            assert set(lines(strip.more.menu())) == hidden
            assert strip.more.isVisible() == bool(hidden)
        assert (width >= 1060) == (not window.toolbar.hidden_buttons())


def test_what_is_in_the_menu_of_the_rest_works(rig: Rig, window: ChartWindow) -> None:
    window.resize(460, 420)
    QApplication.processEvents()
    choose(window.toolbar.more.menu(), "Regular trading hours only")
    assert window.active.options.rth_only
    choose(window.toolbar.more.menu(), "Time zone", "UTC")
    assert window.active.options.zone is ChartZone.UTC


def test_every_control_has_a_name_and_can_be_reached_by_tab(window: ChartWindow) -> None:
    window.resize(1300, 760)
    QApplication.processEvents()
    controls = [button for button in window.findChildren(StripButton) if button.isVisible() and button.isEnabled()]
    assert all(button.accessibleName() and button.toolTip() for button in controls)
    reached, at = set(), window.active.view
    at.setFocus()
    for _ in range(80):
        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
        reached.add(QApplication.focusWidget())
    assert set(controls) <= reached


def test_the_windows_own_keys(rig: Rig, window: ChartWindow) -> None:
    press(window, Qt.Key.Key_F11)
    assert window.isFullScreen()
    press(window, Qt.Key.Key_Escape)
    assert not window.isFullScreen()
    press(window, Qt.Key.Key_I, CTRL)
    assert rig.requests == [ImportRequest()]
    press(window, Qt.Key.Key_N, CTRL)
    assert len(rig.charts.windows) == 2
    QTest.keyClick(window.active.view, Qt.Key.Key_W, CTRL)
    assert window not in rig.charts.windows


# -- indicators and other instruments --------------------------------------------------------------------


def test_indicators_are_added_edited_and_removed(rig: Rig, window: ChartWindow) -> None:
    cell, menu = window.active, window.toolbar.menus.indicators
    choose(menu, "Exponential moving average (EMA)")
    rig.settle()
    assert [study.label for study in cell.view.model.studies] == ["EMA 20"]  # type: ignore[union-attr]
    choose(menu, "EMA 20", "Edit…")
    dialog = dialog_of(window, IndicatorDialog)
    period, source, row = dialog.inputs.fields["period"], dialog.inputs.fields["source"], dialog.looks.rows["average"]
    assert isinstance(period, NumberBox)
    assert isinstance(source, QComboBox)
    period.setValue(9)
    source.setCurrentText("hl2")
    row.well.chosen.emit("#d64545")
    wanted = indicator("EMA", colours=("#d64545",), period=9, source="hl2")
    assert cell.options.indicators == (wanted,), "each change is shown at once"
    dialog.reject()
    assert cell.options.indicators == (indicator("EMA"),), "and taken back"
    choose(menu, "EMA 20", "Edit…")
    dialog = dialog_of(window, IndicatorDialog)
    dialog.inputs.fields["period"].setValue(9)  # type: ignore[attr-defined]
    dialog.inputs.fields["source"].setCurrentText("hl2")  # type: ignore[attr-defined]
    dialog.looks.rows["average"].well.chosen.emit("#d64545")
    dialog.looks.rows["average"].stroke.activated.emit(1)
    dialog.looks.rows["average"].value.click()
    dialog.default_button.click()
    dialog.accept()
    rig.settle()
    look = LineLook("#d64545", stroke=Stroke.DASHED, value_label=False)
    assert cell.options.indicators == (replace(wanted, looks=(look,)),)
    assert [study.label for study in cell.view.model.studies] == ["EMA 9 hl2"]  # type: ignore[union-attr]
    choose(menu, "EMA 9 hl2", "Remove")
    choose(menu, "Exponential moving average (EMA)")
    assert cell.options.indicators == (replace(wanted, looks=(look,)),), "new ones begin like the default"
    choose(menu, "EMA 9 hl2", "Edit…")
    dialog = dialog_of(window, IndicatorDialog)
    dialog.reset_button.click()
    dialog.accept()
    assert cell.options.indicators == (indicator("EMA"),)
    choose(menu, "EMA 20", "Remove")
    rig.settle()
    assert cell.view.model is not None
    assert not cell.view.model.studies


@pytest.mark.parametrize("language", ["ENGLISH", "GERMAN"])
def test_a_number_is_taken_in_both_notations_and_never_guessed(qtbot: QtBot, language: str) -> None:
    languages = Languages()
    languages.speak(language)
    try:
        for typed, read in {"1.25": 1.25, "1,25": 1.25, "2": 2.0, "1,234": None, "1.255": None, "x": None}.items():
            dialog = IndicatorDialog(indicator("BB"), None)
            qtbot.addWidget(dialog)
            dialog.open()
            field = dialog.inputs.fields["deviations"]
            assert isinstance(field, NumberBox)
            field.lineEdit().selectAll()
            QTest.keyClicks(field.lineEdit(), typed)
            assert field.lineEdit().text() == typed  # nothing is dropped while typing
            accept = dialog.findChild(QDialogButtonBox).button(QDialogButtonBox.StandardButton.Ok)
            assert accept.isEnabled() == (read is not None)
            assert dialog.note.isVisible() == (read is None)
            if read is not None:
                accept.click()
                assert dialog.spec.values["deviations"] == read
            dialog.close()
    finally:
        languages.silence()


def test_values_of_studies_have_the_decimals_of_their_kind(rig: Rig, window: ChartWindow) -> None:
    for title in ("Moving average convergence/divergence (MACD)", "Relative strength index (RSI)", "Average true range (ATR)"):
        choose(window.toolbar.menus.indicators, title)
    rig.settle()
    frame = window.active.view.frame
    studies = {study.spec.kind: study for study in frame.model.studies}
    for kind in ("MACD", "ATR", "RSI"):
        texts = [study_text(frame, studies[kind], value) for value in (0.2017, -0.00822672, 31.5, -0.25)]
        assert texts == ["0.20", "-0.01", "31.50", "-0.25"], kind


def test_an_anchored_vwap_begins_where_the_chart_does(rig: Rig, window: ChartWindow) -> None:
    choose(window.toolbar.menus.indicators, "Anchored VWAP")
    dialog = dialog_of(window, IndicatorDialog)
    assert dialog.spec.values["anchor"] == window.active.view.visible_range()[0]
    dialog.reject()
    assert window.active.options.indicators == ()
    choose(window.toolbar.menus.indicators, "Anchored VWAP")
    dialog_of(window, IndicatorDialog).accept()
    assert [spec.kind for spec in window.active.options.indicators] == ["AVWAP"]


def test_the_form_shows_the_looks_of_the_bands_there_are(window: ChartWindow) -> None:
    dialog = IndicatorDialog(indicator("VWAP"), None, window)
    dialog.open()
    rows, bands = dialog.looks.rows, dialog.inputs.fields["bands"]
    assert [key for key, row in rows.items() if row.well.isVisible()] == ["vwap"]
    assert isinstance(bands, NumberBox)
    bands.setValue(1)
    assert [key for key, row in rows.items() if row.well.isVisible()] == ["vwap", "upper1", "lower1"]
    fields = [field for row in rows.values() for field in row.fields]
    assert all(widget.accessibleName() for widget in (*dialog.inputs.fields.values(), *fields))
    dialog.close()
    dialog.deleteLater()


def test_the_form_has_the_colours_in_which_lines_are_drawn(window: ChartWindow, rig: Rig) -> None:
    adx = indicator("ADX")
    window.active.set_options(ChartOptions(indicators=(adx,)))
    rig.settle()
    frame = window.active.view.frame
    assert frame is not None
    (study,) = frame.model.studies
    form = IndicatorDialog(adx, None, window).looks
    for key, row in form.rows.items():
        assert row.well.grab().toImage().pixelColor(row.well.rect().center()) == frame.line_colour(study, key), key


def test_another_instrument_is_drawn_beside_in_percent(rig: Rig, window: ChartWindow) -> None:
    choose(window.toolbar.menus.compare, "Add an instrument…")
    type_keys(window, "crude")
    press(window, Qt.Key.Key_Return)
    assert window.active.symbol == "ES=F"
    model = window.active.view
    rig.until(lambda: model.model is not None and [c.symbol for c in model.model.compared] == ["CL=F"])
    assert window.active.options.scale is Scale.PERCENT
    choose(window.toolbar.menus.compare, "Remove CL=F")
    rig.settle()
    assert window.active.view.model is not None
    assert not window.active.view.model.compared


def test_an_instrument_without_candles_beside_another_is_told_of(rig: Rig, window: ChartWindow) -> None:
    choose(window.toolbar.menus.compare, "Add an instrument…")
    type_keys(window, "gold")
    press(window, Qt.Key.Key_Return)
    rig.until(lambda: "No 5m candles of GC=F have been imported yet." in window.note.text)
    assert window.active.series is not None


def test_loading_is_told_of_only_when_it_takes_long(window: ChartWindow, rig: Rig) -> None:
    hint = window.active.loading
    assert hint._patience.interval() == PATIENCE_MS
    hint.set_busy(True)
    hint.set_busy(False)
    assert not hint._patience.isActive()
    hint._patience.setInterval(1)
    hint.set_busy(True)
    assert hint.isHidden()
    rig.until(hint.isVisible)
    assert window.active.view.rect().contains(hint.geometry())
    hint.set_busy(False)
    assert hint.isHidden()


# -- going to a date -------------------------------------------------------------------------------------


def test_ctrl_g_goes_to_a_trade_date(rig: Rig, window: ChartWindow) -> None:
    press(window, Qt.Key.Key_G, CTRL)
    dialog = dialog_of(window, GoToDialog)
    dialog.field.setDate(QDate(2026, 11, 4))
    QTest.keyClick(dialog.field, Qt.Key.Key_Return)
    first, last = window.active.view.visible_range()
    opened = datetime(2026, 11, 3, 23, tzinfo=UTC).timestamp()  # 17:00 in Chicago, where the session of 11-04 begins
    assert first < opened < last
    assert window.active.view.cursor_at.place is not None


def test_a_weekend_means_the_session_after_it(rig: Rig, window: ChartWindow) -> None:
    window.active.switch("ES=F", "1d")
    rig.settle()
    press(window, Qt.Key.Key_G, CTRL)
    dialog = dialog_of(window, GoToDialog)
    dialog.field.setDate(QDate(2026, 7, 4))
    dialog.accept()
    first, last = window.active.view.visible_range()
    assert first < datetime(2026, 7, 6, tzinfo=UTC).timestamp() < last
    pointed = window.active.view.cursor_at.place
    assert window.active.series is not None
    assert window.active.series.candles.ts[pointed] == datetime(2026, 7, 6, tzinfo=UTC).timestamp()


# -- layouts and links -----------------------------------------------------------------------------------


def test_every_layout_shows_its_charts(rig: Rig, window: ChartWindow) -> None:
    window.resize(1000, 640)
    for layout, line in {
        ChartLayout.SIDE_BY_SIDE: "side by side", ChartLayout.STACKED: "stacked", ChartLayout.FOUR: "Four",
        ChartLayout.BIG_AND_TWO: "One big", ChartLayout.ONE: "One chart",
    }.items():  # fmt: skip
        choose(window.toolbar.menus.layout, line)
        rig.settle()
        assert len(window.cells) == layout.charts
        assert all(cell.isVisible() and loaded(cell) == ("ES=F", "5m", True) for cell in window.cells)
        rects = [cell.rect().translated(cell.mapTo(window, QPoint())) for cell in window.cells]
        assert not any(one.intersects(other) for n, one in enumerate(rects) for other in rects[n + 1 :])
        area = sum(rect.width() * rect.height() for rect in rects)
        assert area > 0.9 * (window.width() - 40) * (window.height() - 40)


def test_the_toolbar_acts_on_the_chart_that_was_clicked(rig: Rig, window: ChartWindow) -> None:
    window.set_layout(ChartLayout.SIDE_BY_SIDE)
    rig.settle()
    QTest.mouseClick(window.cells[1].view, Qt.MouseButton.LeftButton, pos=QPoint(100, 200))
    assert window.active is window.cells[1]
    type_keys(window, "cl")
    press(window, Qt.Key.Key_Return)
    rig.until(lambda: loaded(window.cells[1])[0] == "CL=F")
    assert window.cells[0].symbol == "ES=F"
    press(window, Qt.Key.Key_F6)
    assert window.active is window.cells[0]
    assert window.toolbar.symbol.text() == "ES=F"
    assert window.cells[0].view.hasFocus()


def test_charts_that_had_no_room_come_back(rig: Rig, window: ChartWindow) -> None:
    window.set_layout(ChartLayout.FOUR)
    window.cells[3].switch("CL=F", "1h")
    window.activate(2)
    window.cells[2].switch("ES=F", "1d")
    window.set_layout(ChartLayout.ONE)
    assert [cell.timeframe for cell in window.cells] == ["1d"]
    window.set_layout(ChartLayout.FOUR)
    rig.settle()
    assert ("CL=F", "1h") in [(cell.symbol, cell.timeframe) for cell in window.cells]


def test_linked_charts_share_the_instrument_and_the_crosshair_across_windows(rig: Rig, window: ChartWindow) -> None:
    other = rig.open("CL=F", "1h")
    for one in (window, other):
        choose(one.toolbar.menus.link, "Blue")
    assert (other.active.symbol, other.active.timeframe) == ("ES=F", "1h")  # the second one joins the first
    window.active.switch("CL=F", "5m")
    rig.until(lambda: loaded(other.active) == ("CL=F", "1h", True))
    assert other.toolbar.symbol.text() == "CL=F"
    rig.settle()
    QTest.mouseMove(window.active.view.viewport(), QPoint(300, 200))
    place, time = other.active.view.cursor_at.place, other.active.view.time
    stamp = window.active.view.surface.from_pixel(QPoint(300, 200).toPointF())[0]
    assert place is not None
    assert time is not None
    assert 0 <= stamp - int(time.stamps[place]) < HOUR
    choose(other.toolbar.menus.link, "Share the timeframe")
    choose(window.toolbar.menus.link, "Share the timeframe")
    window.active.switch("CL=F", "15m")
    assert other.active.timeframe == "15m"
    choose(other.toolbar.menus.link, "Not linked")
    window.active.switch("ES=F", "15m")
    assert other.active.symbol == "CL=F"


def test_charts_of_other_colours_are_left_alone(rig: Rig, window: ChartWindow) -> None:
    window.set_layout(ChartLayout.FOUR)
    for cell, colour in zip(window.cells, ("", "blue", "blue", "green"), strict=True):
        cell.set_link(Link(LinkColour(colour)))
    window.cells[1].switch("CL=F", "5m")
    assert [cell.symbol for cell in window.cells] == ["ES=F", "CL=F", "CL=F", "ES=F"]
    window.cells[2].set_link(Link(LinkColour.BLUE, symbol=False))
    window.cells[1].switch("GC=F", "5m")
    assert [cell.symbol for cell in window.cells] == ["ES=F", "GC=F", "CL=F", "ES=F"]


# -- drawings --------------------------------------------------------------------------------------------


def draw_line(window: ChartWindow, y: int = 220) -> None:
    """A horizontal line, by its button and a click."""
    window.drawing.kinds[DrawingKind.HORIZONTAL].trigger()
    QTest.mouseClick(window.active.view.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(300, y))


def test_what_is_drawn_is_kept_and_shown_on_all_charts_of_the_instrument(rig: Rig, window: ChartWindow) -> None:
    other = rig.open("ES=F", "1h")
    draw_line(window)
    rig.settle()
    assert rig.rows("SELECT kind FROM drawing") == [("horizontal",)]
    assert other.active.view.tool.drawings == window.active.view.tool.drawings
    other.active.switch("CL=F", "1h")
    rig.settle()
    assert other.active.view.tool.drawings == []
    QTest.keyClick(window.active.view, Qt.Key.Key_Z, CTRL)
    rig.settle()
    assert rig.rows("SELECT kind FROM drawing") == []


def test_the_bar_shows_what_the_tool_does(window: ChartWindow) -> None:
    bar = window.drawing
    assert (bar.pointer.isChecked(), bar.undo.isEnabled(), bar.delete.isEnabled()) == (True, False, False)
    bar.kinds[DrawingKind.TREND].trigger()
    assert window.active.view.tool.kind is DrawingKind.TREND
    assert bar.kinds[DrawingKind.TREND].isChecked()
    assert not bar.pointer.isChecked()
    press(window, Qt.Key.Key_Escape)
    assert bar.pointer.isChecked()
    draw_line(window)
    assert (bar.undo.isEnabled(), bar.redo.isEnabled(), bar.delete.isEnabled()) == (True, False, True)
    click(bar.undo)
    assert (bar.undo.isEnabled(), bar.redo.isEnabled()) == (False, True)
    click(bar.redo)
    press(window, Qt.Key.Key_Escape)
    assert window.active.view.tool.selected is None
    click(bar.delete)
    (box,) = window.findChildren(QMessageBox)
    assert "ES=F" in box.text()
    assert len(window.active.view.tool.drawings) == 1, "not without asking"
    next(button for button in box.buttons() if box.buttonRole(button) is QMessageBox.ButtonRole.DestructiveRole).click()
    assert window.active.view.tool.drawings == []
    click(bar.magnet)
    assert window.active.view.tool.aim.magnet


def test_the_bar_belongs_to_the_active_chart(rig: Rig, window: ChartWindow) -> None:
    draw_line(window)
    window.set_layout(ChartLayout.SIDE_BY_SIDE)
    window.cells[1].switch("CL=F", "5m")
    rig.settle()
    window.activate(1)
    assert not window.drawing.undo.isEnabled()
    window.drawing.kinds[DrawingKind.RAY].trigger()
    assert (window.cells[0].view.tool.kind, window.cells[1].view.tool.kind) == (None, DrawingKind.RAY)


# -- snapshots -------------------------------------------------------------------------------------------


@pytest.fixture
def clipboard() -> Iterator[None]:
    """Left empty."""
    yield
    QGuiApplication.clipboard().clear()


def save_as(rig: Rig, window: ChartWindow, line: str, path: Path) -> None:
    """Save by the menu and its file dialog."""
    choose(window.toolbar.menus.snapshot, line)
    dialog = dialog_of(window, QFileDialog)
    dialog.selectFile(str(path))
    dialog.accept()
    rig.until(lambda: not window.note.isHidden())


def test_pictures_are_copied_and_saved(rig: Rig, window: ChartWindow, tmp_path: Path, clipboard: None) -> None:
    press(window, Qt.Key.Key_C, CTRL)
    assert not QGuiApplication.clipboard().image().isNull()
    save_as(rig, window, "PNG", tmp_path / "chart.png")
    picture = QImage(str(tmp_path / "chart.png"))
    assert picture.width() == 2 * window.active.view.width()
    colours = {QColor(picture.pixel(x, y)).name() for x in range(0, picture.width(), 7) for y in range(0, 900, 7)}
    assert len(colours) > 5
    save_as(rig, window, "SVG", tmp_path / "chart.svg")
    assert ElementTree.parse(tmp_path / "chart.svg").getroot().tag.endswith("svg")
    assert "chart.svg" in window.note.text


def test_a_suggested_name_tells_what_is_in_the_file(rig: Rig, window: ChartWindow) -> None:
    choose(window.toolbar.menus.snapshot, "PNG")
    dialog = dialog_of(window, QFileDialog)
    assert [Path(name).name for name in dialog.selectedFiles()] == ["ES=F 5m 2026-11-23.png"]
    dialog.reject()


def test_a_file_that_cannot_be_written_is_told(rig: Rig, window: ChartWindow, tmp_path: Path) -> None:
    window._doing._save(window.active, Snap.SAVE_DATA, str(tmp_path / "missing" / "chart.csv"))
    assert "cannot be written" in window.note.text
    assert "Choose another folder" in window.note.text


def test_nothing_is_saved_over_the_apps_own_files(window: ChartWindow, profile: Profile) -> None:
    before = profile.database.read_bytes()
    for snap in (Snap.SAVE_DATA, Snap.SAVE_PNG, Snap.SAVE_SVG):
        for path in (profile.database, profile.dotenv, profile.backups / "new.csv"):
            window._doing._save(window.active, snap, str(path))
            assert "nothing was written" in window.note.text
        assert not profile.dotenv.exists()
        window._doing._save(window.active, snap, str(profile.folder / "chart.csv"))
        assert "Saved" in window.note.text
    assert profile.database.read_bytes() == before


def test_an_open_window_takes_on_another_theme(rig: Rig, window: ChartWindow, qapp: QApplication) -> None:
    try:
        for name, dark in (("DARK", True), ("LIGHT", False)):
            apply_theme(qapp, name)
            rig.settle()
            picture = window.grab().toImage()
            for spot in (QPoint(700, 4), QPoint(4, 600), QPoint(44, 500)):
                assert (QColor(picture.pixel(spot)).lightness() < 128) is dark
    finally:
        apply_theme(qapp, "LIGHT")


def test_one_chart_gets_all_the_room_and_the_others_come_back_as_they_were(rig: Rig) -> None:
    window = rig.open()
    window.set_layout(ChartLayout.FOUR)
    rig.settle()
    sizes = window.state.sizes
    window.activate(2)
    window.active.setFocus()
    press(window, Qt.Key.Key_Return, Qt.KeyboardModifier.AltModifier)
    assert [cell.isVisible() for cell in window.cells] == [False, False, True, False]
    assert window.state.sizes == sizes  # remembered as it will be again
    press(window, Qt.Key.Key_F6)
    rig.settle()
    assert all(cell.isVisible() for cell in window.cells)
    assert window.state.sizes == sizes


def test_keys_go_through_the_watchlist_and_the_timeframes(rig: Rig) -> None:
    window, alt = rig.open(), Qt.KeyboardModifier.AltModifier
    seen = []
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown):
        press(window, key, alt)
        seen.append((window.active.symbol, window.active.timeframe))
    assert seen == [("CL=F", "5m"), ("ES=F", "5m"), ("GC=F", "5m"), ("ES=F", "5m"), ("ES=F", "15m"), ("ES=F", "5m")]


def test_linked_charts_scroll_together_where_they_share_the_time(rig: Rig) -> None:
    one, other = rig.open("ES=F", "5m").active, rig.open("CL=F", "15m").active
    for cell in (one, other):
        cell.set_link(Link(LinkColour.BLUE, symbol=False, time=True))
    rig.settle()
    one.view.pan(-600)
    assert other.view.end_in_sight() == pytest.approx(one.view.end_in_sight(), abs=1)
    other.set_link(Link(LinkColour.BLUE, symbol=False))
    before = other.view.end_in_sight()
    one.view.pan(-600)
    assert other.view.end_in_sight() == before
    other.set_link(Link(LinkColour.BLUE, symbol=False, time=True))
    one.set_link(Link(LinkColour.BLUE, symbol=False))
    before = other.view.end_in_sight()
    one.view.pan(300)
    assert other.view.end_in_sight() == before


def test_the_keys_are_told(rig: Rig) -> None:
    window = rig.open()
    press(window, Qt.Key.Key_F1)
    (dialog,) = window.findChildren(KeysDialog)
    told = " ".join(label.text() for label in dialog.findChildren(QLabel))
    assert "Alt+Return" in told
    assert "go to a date" in told
    dialog.reject()


def test_no_key_is_for_two_things(rig: Rig) -> None:
    window = rig.open()
    taken = [shortcut.key().toString() for shortcut in window.findChildren(QShortcut) if shortcut.isEnabled()]
    taken += [action.shortcut().toString() for action in window.drawing.actions() if not action.shortcut().isEmpty()]
    taken += list(SCALE_KEYS.values())
    assert sorted(taken) == sorted(set(taken))
    told = {part.strip() for _, lines in key_table() for keys, _ in lines for part in keys.split(",")}
    assert {keys for keys in taken if keys.startswith("Alt+")} <= {
        QKeySequence(part).toString() for part in told
    }
