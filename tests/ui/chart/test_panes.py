"""The panes of a chart by mouse: borders that drag, a double click that maximises, buttons in the corner."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from ohlc_desktop.core.chart.axes.price_scale import PriceScale
from ohlc_desktop.core.chart.indicators import indicator
from ohlc_desktop.core.chart.options import ChartOptions
from ohlc_desktop.core.chart.pane_layout import pane_edits
from ohlc_desktop.core.chart.pane_layout.pane_heights import COLLAPSED, LOWEST
from ohlc_desktop.ui.chart.menus.menu_items import fill_menu
from ohlc_desktop.ui.chart.navigation.latest_button import LatestButton
from ohlc_desktop.ui.chart.pane_control.pane_buttons import PaneButton
from ohlc_desktop.ui.chart.pane_control.pane_menu import all_panes_items, pane_menu_items
from ohlc_desktop.ui.chart.panes.axes import make_axes, plain
from ohlc_desktop.ui.chart.panes.view import ChartView
from tests.core.chart.making import make_series
from tests.ui.chart.charting import HEIGHT, WIDTH, double_click, drag, make_view, point, wheel
from tests.ui.chart.rig import Rig, choose

OPTIONS = ChartOptions(indicators=(indicator("RSI"), indicator("MACD")))
MACD = "MACD 12 26 9"


@pytest.fixture
def view(qtbot: QtBot) -> ChartView:
    return make_view(qtbot, make_series(500), OPTIONS)


def shown(view: ChartView) -> dict[str, QRect]:
    """Where the panes are that are shown, logical pixels of an unscaled screen, from top to bottom."""
    assert view.frame is not None
    return {pane.name: pane.rect for pane in view.frame.panes}


def border(view: ChartView, name: str) -> QPoint:
    """A pixel of the border above a pane."""
    return QPoint(300, shown(view)[name].top())


def middle(view: ChartView, name: str) -> QPoint:
    """A pixel of a pane's background, below all lines."""
    room = shown(view)[name]
    return QPoint(room.center().x(), room.bottom() - 8)


def settle() -> None:
    """Let the event loop come round until nothing is left to do."""
    for _ in range(4):
        QApplication.processEvents()


def buttons(view: ChartView) -> dict[str, PaneButton]:
    """Those that can be seen, by their tooltips."""
    every = view.viewport().findChildren(PaneButton)
    return {each.toolTip(): each for each in every if each.isVisible()}


def test_a_border_drags_and_what_it_made_survives_another_size(qtbot: QtBot, view: ChartView) -> None:
    before, told = shown(view), []
    view.options_changed.connect(told.append)
    start = border(view, "RSI 14")
    drag(view, start, start - QPoint(0, 60))
    after = shown(view)
    assert after["RSI 14"].height() == before["RSI 14"].height() + 60
    assert after["volume"].height() == pytest.approx(max(before["volume"].height() - 60, LOWEST), abs=1)
    assert (after["price"], after[MACD]) == (before["price"], before[MACD])
    assert told == [view.options], "told once, when the button is let go"

    view.resize(WIDTH, HEIGHT * 2)
    assert shown(view)["RSI 14"].height() / after["RSI 14"].height() == pytest.approx(2, abs=0.1)
    stored = make_view(qtbot, make_series(500), view.options, (WIDTH, HEIGHT))
    assert shown(stored) == after


def test_the_pointer_tells_of_a_border_and_one_between_collapsed_panes_stays(view: ChartView) -> None:
    point(view, border(view, MACD))
    assert view.viewport().cursor().shape() is Qt.CursorShape.SplitVCursor
    point(view, middle(view, MACD))
    assert view.viewport().cursor().shape() is not Qt.CursorShape.SplitVCursor

    view.edit(pane_edits.collapsed(view.options, 3, on=True))
    assert shown(view)[MACD].height() == pytest.approx(COLLAPSED, abs=1)
    assert shown(view)["RSI 14"].height() > COLLAPSED
    before, at = shown(view), border(view, MACD)
    point(view, at)
    assert view.viewport().cursor().shape() is not Qt.CursorShape.SplitVCursor
    drag(view, at, at - QPoint(0, 50))
    assert shown(view) == before


def test_a_double_click_maximises_and_brings_all_back(view: ChartView) -> None:
    before, scale = shown(view), view.price_scale
    double_click(view, middle(view, "RSI 14"))
    assert list(shown(view)) == ["RSI 14"]
    assert not view.pane("price").box.isVisible()
    assert view.surface.price_rect().isEmpty(), "nothing can be drawn on prices that are not there"
    double_click(view, middle(view, "RSI 14"))
    assert shown(view) == before
    assert view.price_scale == scale

    double_click(view, border(view, MACD))
    assert list(shown(view)) == [MACD]
    view.edit(replace(view.options, indicators=(*OPTIONS.indicators, indicator("ATR"))))
    assert "ATR 14" not in shown(view), "it is not computed yet"
    assert len(shown(view)) == 4, "but the others are there again, to make room for it"


def test_an_axis_with_room_tells_more_than_the_levels_of_its_study(view: ChartView) -> None:
    double_click(view, middle(view, "RSI 14"))
    assert view.frame is not None
    (marks,) = make_axes(view.frame).values
    assert {"30", "70", "50"} <= {mark.text for mark in marks}
    pixels = sorted(mark.pixel for mark in marks)
    assert min(later - earlier for earlier, later in pairwise(pixels)) > 30, "none beside another"


def test_numbers_that_are_no_prices_have_few_digits() -> None:
    texts = [plain(value) for value in (1_234_567.0, 34_512.0, 56.214, 0.16181, 0.00857717, -3.45678e-6, -1e-12, 0.0)]
    assert texts == ["1.235M", "34.51k", "56.21", "0.1618", "0.008577", "-0.000003457", "0", "0"]


def test_a_double_click_on_an_axis_still_sets_it_back(view: ChartView) -> None:
    axis = QPoint(round(view.plot_width) + 10, 100)
    drag(view, axis, axis + QPoint(0, 80))
    assert not view.options.auto_scale
    before = shown(view)
    double_click(view, axis)
    assert view.options.auto_scale
    assert shown(view) == before


def test_buttons_come_with_the_pointer_and_act_on_its_pane(view: ChartView) -> None:
    assert not buttons(view)
    point(view, middle(view, "RSI 14"))
    found = buttons(view)
    assert list(found) == ["Move pane up", "Move pane down", "Collapse pane", "Maximise pane", "Close pane"]
    assert found["Close pane"].accessibleName() == "Close pane: RSI 14"
    for each in found.values():
        at = QRect(each.mapTo(view.viewport(), QPoint()), each.size())
        assert shown(view)["RSI 14"].contains(at), "in the pane, beside the axis"

    found["Move pane up"].click()
    assert list(shown(view)) == ["price", "RSI 14", "volume", MACD]
    point(view, middle(view, "price"))
    assert list(buttons(view)) == ["Move pane down", "Collapse pane", "Maximise pane"], "prices are never closed"
    buttons(view)["Collapse pane"].click()
    assert shown(view)["price"].height() <= COLLAPSED
    point(view, middle(view, "volume"))
    buttons(view)["Close pane"].click()
    assert not view.options.volume
    point(view, middle(view, MACD))
    buttons(view)["Close pane"].click()
    assert [spec.kind for spec in view.options.indicators] == ["RSI"]
    assert list(shown(view)) == ["price", "RSI 14"], "at once, before anything is computed anew"

    QTest.mousePress(view.viewport(), Qt.MouseButton.LeftButton, pos=middle(view, "RSI 14"))
    QTest.mouseMove(view.viewport(), middle(view, "RSI 14") + QPoint(20, 0))
    assert not buttons(view), "out of the way while the chart is dragged"
    QTest.mouseRelease(view.viewport(), Qt.MouseButton.LeftButton, pos=middle(view, "RSI 14"))


def test_panes_without_room_are_left_out_and_come_back(view: ChartView) -> None:
    view.resize(300, 140)
    assert list(shown(view)) == ["price", "volume"]
    assert view.frame is not None
    assert view.frame.left_out == 2, "and is told of"
    view.resize(WIDTH, HEIGHT)
    assert view.frame.left_out == 0
    assert list(shown(view)) == ["price", "volume", "RSI 14", MACD]


def test_menus_offer_the_same(view: ChartView) -> None:
    lines = {item.text.replace("&", ""): item for item in pane_menu_items(view, MACD)}
    assert list(lines)[:5] == ["Move pane up", "Move pane down", "Collapse pane", "Maximise pane", "Close pane"]
    assert not lines["Move pane down"].enabled
    assert [item.text for item in all_panes_items(view)] == ["Prices", "Volume", "RSI 14", MACD]
    assert pane_menu_items(view, "gone") == []
    menu = QMenu()
    fill_menu(menu, all_panes_items(view))
    choose(menu, MACD, "Maximise pane")
    assert list(shown(view)) == [MACD]
    assert "Show all panes" in [item.text.replace("&", "") for item in pane_menu_items(view, MACD)]


def test_what_is_done_with_panes_is_remembered_with_the_chart(rig: Rig) -> None:
    window = rig.open()
    cell = window.active
    cell.set_options(OPTIONS)
    rig.settle()
    view = cell.view
    point(view, middle(view, MACD))
    buttons(view)["Move pane up"].click()
    point(view, middle(view, "volume"))
    buttons(view)["Close pane"].click()
    rig.settle()
    QApplication.processEvents()
    kept = window.state.cells[0].options
    assert not kept.volume
    assert [pane.key if isinstance(pane.key, str) else pane.key.kind for pane in kept.panes] == ["price", "MACD", "RSI"]
    assert list(shown(view)) == ["price", MACD, "RSI 14"]


def test_an_axis_stretches_the_values_of_its_own_pane_only(view: ChartView) -> None:
    def scales() -> dict[str, PriceScale]:
        assert view.frame is not None
        return {pane.name: pane.scale for pane in view.frame.panes}

    before, rect = scales(), shown(view)["RSI 14"]
    axis = QPoint(round(view.plot_width) + 10, rect.center().y())
    drag(view, axis, axis + QPoint(0, 30))
    after = scales()
    assert after["RSI 14"].high - after["RSI 14"].low > 1.1 * (before["RSI 14"].high - before["RSI 14"].low)
    assert {**after, "RSI 14": None} == {**before, "RSI 14": None}
    assert view.options.auto_scale
    view.pan(-200)
    assert (scales()["RSI 14"].low, scales()["RSI 14"].high) == (after["RSI 14"].low, after["RSI 14"].high), "it stays"
    double_click(view, axis)
    view.pan(200)
    assert scales() == before

    wheel(view, QPoint(axis.x(), shown(view)["volume"].center().y()), 2)
    assert scales()["volume"].high < before["volume"].high
    assert scales()["volume"].low == pytest.approx(0)
    view.reset()
    assert scales()["volume"] == before["volume"]


def test_the_way_back_to_the_newest_candle_is_in_a_pane_that_is_shown(view: ChartView) -> None:
    button = LatestButton(view)
    view.pan(-100)
    settle()
    assert shown(view)["price"].contains(button.geometry())
    start = border(view, "volume")
    drag(view, start, start - QPoint(0, 100))
    settle()
    assert shown(view)["price"].contains(button.geometry()), "also after that became lower"
    view.pane_control.toggle_maximised(MACD)
    settle()
    assert shown(view)[MACD].contains(button.geometry())
    assert button.isVisible()
