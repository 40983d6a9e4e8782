"""Wheel and drags over a chart, as hands that change their mind make them."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QGraphicsView
from pytestqt.qtbot import QtBot

from ohlc_desktop.core.chart.axes.price_scale import PriceScale
from ohlc_desktop.core.chart.axes.time_scale import TimeScale
from ohlc_desktop.core.chart.model import build_model
from ohlc_desktop.core.chart.options import ChartOptions
from ohlc_desktop.core.chart.series import Hole
from ohlc_desktop.core.messages import Message
from ohlc_desktop.ui.chart.engine.canvas import ChartCanvas
from ohlc_desktop.ui.chart.items.paint_marks import hole_boxes
from ohlc_desktop.ui.chart.panes.view import ChartView
from ohlc_desktop.ui.widgets.theme import apply_theme
from tests.core.chart.making import make_series
from tests.ui.chart.charting import HEIGHT, drag, make_view, point

MIDDLE = QPoint(400, 150)
LEFT, RIGHT, MID = Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton, Qt.MouseButton.MiddleButton
NONE, SHIFT = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def view(qtbot: QtBot) -> ChartView:
    return make_view(qtbot, make_series(2000))


def seen(view: ChartView) -> tuple[TimeScale | None, PriceScale | None]:
    """What is in sight."""
    return view.time, view.price_scale


def volume_scale(view: ChartView) -> PriceScale:
    """What the axis of the volume shows."""
    assert view.frame is not None
    return next(pane.scale for pane in view.frame.panes if pane.name == "volume")


def on_axis(view: ChartView, y: int) -> QPoint:
    """A pixel of an axis at the right."""
    return QPoint(round(view.plot_width) + 10, y)


def press(view: ChartView, at: QPoint, button: Qt.MouseButton = LEFT, held: Qt.KeyboardModifier = NONE) -> None:
    QTest.mousePress(view.viewport(), button, held, at)


def release(view: ChartView, at: QPoint, button: Qt.MouseButton = LEFT) -> None:
    QTest.mouseRelease(view.viewport(), button, NONE, at)


def move(view: ChartView, at: QPoint) -> None:
    QTest.mouseMove(view.viewport(), at)


# -- one drag -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("button", [LEFT, MID])
def test_whoever_drags_back_is_where_he_was(view: ChartView, button: Qt.MouseButton) -> None:
    """Also beyond the oldest candle, where a chart stops."""
    view.change_time(TimeScale.oldest)
    before = seen(view)
    press(view, MIDDLE, button)
    for right in (30, 900, 3000, 30):
        move(view, MIDDLE + QPoint(right, 0))
    move(view, MIDDLE)
    assert seen(view) == before
    release(view, MIDDLE, button)
    assert seen(view) == before


@pytest.mark.parametrize("start", ["price", "volume", "time"])
def test_an_axis_that_is_dragged_back_is_as_it_was(view: ChartView, start: str) -> None:
    places = {"price": on_axis(view, 200), "volume": on_axis(view, HEIGHT - 60), "time": QPoint(300, HEIGHT - 8)}
    at = places[start]
    before, values = seen(view), volume_scale(view)
    press(view, at)
    for off in (20, 3000, -3000, 20):
        move(view, at + QPoint(off, off))
    assert (seen(view), volume_scale(view)) != (before, values)
    assert start != "volume" or seen(view) == before, "no axis but its own"
    move(view, at)
    release(view, at)
    time, prices = seen(view)
    assert time == before[0]
    assert prices is not None
    assert before[1] is not None
    assert (prices.low, prices.high) == pytest.approx((before[1].low, before[1].high))
    assert volume_scale(view).high == pytest.approx(values.high)


def test_an_axis_that_is_dragged_by_so_much_doubles_what_it_measures(view: ChartView) -> None:
    before, values = view.price_scale, volume_scale(view)
    drag(view, on_axis(view, 200), on_axis(view, 120))
    drag(view, on_axis(view, HEIGHT - 60), on_axis(view, HEIGHT - 140))
    after = view.price_scale
    assert before is not None
    assert after is not None
    assert after.high - after.low == pytest.approx((before.high - before.low) / 2**0.5, rel=0.01)
    assert volume_scale(view).high == pytest.approx(values.high / 2**0.5, rel=0.01)


def test_the_middle_button_moves_the_chart_from_an_axis_too(view: ChartView) -> None:
    before = view.visible_places()
    drag(view, QPoint(300, HEIGHT - 8), QPoint(370, HEIGHT - 8), button=MID)
    drag(view, on_axis(view, 200), on_axis(view, 200) + QPoint(70, 0), button=MID)
    assert view.visible_places()[0] == before[0] - 20


def test_new_candles_do_not_throw_a_drag_off(view: ChartView) -> None:
    """An import that ends meanwhile."""
    press(view, MIDDLE)
    move(view, MIDDLE + QPoint(70, 0))
    stamp = view.stamp_under(MIDDLE + QPoint(70, 0))
    view.show_model(build_model(make_series(2100), view.options))
    for right in (77, 140, 210):
        move(view, MIDDLE + QPoint(right, 0))
    assert view.stamp_under(MIDDLE + QPoint(210, 0)) == stamp
    release(view, MIDDLE + QPoint(210, 0))


# -- buttons and menus ---------------------------------------------------------------------------------


def test_the_left_button_drags_after_a_menu_took_the_right_ones_release(view: ChartView) -> None:
    """A context menu that opens at a press has the release: pyqtgraph would take the next drag for one of the right."""
    kinds, before = QEvent.Type, view.visible_places()
    for kind, at, button, held in (
        (kinds.MouseButtonPress, MIDDLE, RIGHT, RIGHT), (kinds.MouseButtonPress, MIDDLE, LEFT, LEFT),
        (kinds.MouseMove, MIDDLE + QPoint(70, 0), Qt.MouseButton.NoButton, LEFT),
        (kinds.MouseButtonRelease, MIDDLE + QPoint(70, 0), LEFT, Qt.MouseButton.NoButton),
    ):  # fmt: skip  # QTest remembers which buttons are down, a mouse below a menu does not
        where = QPointF(at)
        QApplication.sendEvent(view.viewport(), QMouseEvent(kind, where, view.mapToGlobal(where), button, held, NONE))
    assert view.visible_places()[0] == before[0] - 10


def test_a_second_button_changes_nothing(view: ChartView) -> None:
    before = view.visible_places()
    press(view, MIDDLE)
    move(view, MIDDLE + QPoint(35, 0))
    press(view, MIDDLE + QPoint(35, 0), MID)
    move(view, MIDDLE + QPoint(70, 0))
    release(view, MIDDLE + QPoint(70, 0), MID)
    move(view, MIDDLE + QPoint(140, 0))
    release(view, MIDDLE + QPoint(140, 0))
    assert view.visible_places()[0] == before[0] - 20


def test_the_right_button_drags_nothing(view: ChartView) -> None:
    before = seen(view)
    for at in (MIDDLE, on_axis(view, 200), QPoint(300, HEIGHT - 8)):
        drag(view, at, at + QPoint(80, 60), button=RIGHT)
    assert seen(view) == before


def test_a_menu_by_key_is_asked_for_in_the_middle(view: ChartView) -> None:
    where = view.inputMethodQuery(Qt.InputMethodQuery.ImCursorRectangle)
    assert isinstance(where, QRect)
    assert abs(where.center().x() - view.width() / 2) < 20


# -- holes and boxes -----------------------------------------------------------------------------------


@pytest.fixture
def holed(qtbot: QtBot) -> tuple[ChartView, QPoint, list[object]]:
    """A chart with a hole, where it is, and what was told of presses."""
    series = make_series(2000)
    hole = Hole(int(series.candles.ts[1950]), int(series.candles.ts[1951]), 1949.5, 12, Message("never asked"), True)
    view = make_view(qtbot, replace(series, holes=(hole,)), ChartOptions())
    assert view.time is not None
    x = round(float(view.time.pixel(hole.place)))
    at = next(QPoint(x, y) for y in range(5, 400) if view.hole_under(QPointF(x, y)) is not None)
    told: list[object] = []
    view.hole_pressed.connect(told.append)
    return view, at, told


def test_a_hole_is_pressed_by_a_slow_finger(holed: tuple[ChartView, QPoint, list[object]]) -> None:
    """pyqtgraph takes a press of half a second for a drag."""
    view, at, told = holed
    press(view, at)
    for event in view.scene().clickEvents:
        event._time -= 60  # as if it had been long ago
    move(view, at + QPoint(1, 0))
    release(view, at + QPoint(1, 0))
    assert len(told) == 1


@pytest.mark.parametrize("theme", ["LIGHT", "DARK"])
def test_what_is_not_served_is_tinted_and_a_hole_is_hatched(qapp: QApplication, qtbot: QtBot, theme: str) -> None:
    apply_theme(qapp, theme)
    series, seen = make_series(2000), {}
    for unserved in (False, True):
        hole = Hole(int(series.candles.ts[1950]), int(series.candles.ts[1951]), 1949.5, 12, Message(""), not unserved, unserved)
        view = make_view(qtbot, replace(series, holes=(hole,)), ChartOptions())
        assert view.frame is not None
        ((_, box),) = hole_boxes(view.frame)
        picture, across = view.picture(), range(int(box.left()) + 1, int(box.right()) - 1)
        seen[unserved] = {picture.pixelColor(x, y).name() for x in across for y in range(4, 16)}
    assert len(seen[False]) > len(seen[True])
    assert not seen[False] & seen[True]


def test_a_hole_is_pressed_once_by_a_double_click_and_not_by_others(holed: tuple[ChartView, QPoint, list[object]]) -> None:
    view, at, told = holed
    QTest.mouseClick(view.viewport(), RIGHT, NONE, at)
    QTest.mouseClick(view.viewport(), LEFT, SHIFT, at)
    assert told == []
    QTest.mouseClick(view.viewport(), LEFT, NONE, at)
    QTest.mouseDClick(view.viewport(), LEFT, NONE, at)
    assert len(told) == 1


def test_a_box_is_seen_while_it_is_drawn_and_never_exported(view: ChartView) -> None:
    plain = view.picture()
    press(view, QPoint(200, 80), held=SHIFT)
    QTest.mouseMove(view.viewport(), QPoint(420, 260))
    assert view.picture() == plain
    assert view.grab().toImage() != plain
    release(view, QPoint(420, 260))
    first, last = view.visible_places()
    assert last - first == pytest.approx(220 / 7, abs=2)


# -- names ---------------------------------------------------------------------------------------------


def test_no_method_of_ours_stands_in_the_way_of_qts() -> None:
    """``move`` of a chart would be where Qt moves the widget."""
    qt = {name for base in QGraphicsView.__mro__ for name in vars(base)}
    meant = {name for name in qt if name.endswith(("Event", "Hint", "Query")) or name.startswith("__")}
    ours = set(vars(ChartView)) | set(vars(ChartCanvas))
    assert ours & qt <= meant | {"close", "staticMetaObject"}


def test_the_widget_moves_as_widgets_do(view: ChartView) -> None:
    view.move(20, 30)
    assert (view.x(), view.y()) == (20, 30)
    before = view.visible_places()
    point(view, MIDDLE)
    assert view.visible_places() == before
