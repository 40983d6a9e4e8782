"""Drawing by hand: real mouse and key events on a surface with a linear mapping."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from ohlc_desktop.core.chart.drawings.drawings import MORE_LEVELS, Anchor, Drawing, DrawingKind
from ohlc_desktop.core.chart.series import ChartSeries
from ohlc_desktop.ui.chart.drawing.drawing_menu import common_items, items_for
from ohlc_desktop.ui.chart.engine.surface import PriceSurface
from ohlc_desktop.ui.chart.menus.menu_items import MenuItem, fill_menu
from tests.ui.chart.fake_surface import OPEN, STEP, FakeSurface, at, nasdaq

LEFT, RIGHT = Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton
NONE, SHIFT, CTRL = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier
TWO = [kind for kind in DrawingKind if kind.anchors == 2 and kind is not DrawingKind.MEASURE]


class Hand:
    """What a person does with mouse and keys."""

    def __init__(self, surface: FakeSurface) -> None:
        self._surface = surface

    def press(self, point: QPoint, modifiers: Qt.KeyboardModifier = NONE, button: Qt.MouseButton = LEFT) -> None:
        QTest.mousePress(self._surface, button, modifiers, point)

    def press_again(self, point: QPoint) -> None:
        """What Qt sends for the second press of two quick ones."""
        place, kind = QPointF(point), QEvent.Type.MouseButtonDblClick
        QApplication.sendEvent(
            self._surface, QMouseEvent(kind, place, self._surface.mapToGlobal(place), LEFT, LEFT, NONE)
        )

    def release(self, point: QPoint, modifiers: Qt.KeyboardModifier = NONE, button: Qt.MouseButton = LEFT) -> None:
        QTest.mouseRelease(self._surface, button, modifiers, point)

    def click(self, point: QPoint, modifiers: Qt.KeyboardModifier = NONE, button: Qt.MouseButton = LEFT) -> None:
        self.press(point, modifiers, button)
        self.release(point, modifiers, button)

    def move(self, point: QPoint, modifiers: Qt.KeyboardModifier = NONE, buttons: Qt.MouseButton = LEFT) -> None:
        """QTest's own move cannot hold a modifier."""
        place = QPointF(point)
        event = QMouseEvent(
            QEvent.Type.MouseMove, place, self._surface.mapToGlobal(place), Qt.MouseButton.NoButton, buttons, modifiers
        )
        QApplication.sendEvent(self._surface, event)

    def hover(self, point: QPoint, modifiers: Qt.KeyboardModifier = NONE) -> None:
        self.move(point, modifiers, Qt.MouseButton.NoButton)

    def drag(self, start: QPoint, end: QPoint, modifiers: Qt.KeyboardModifier = NONE) -> None:
        self.press(start, modifiers)
        for part in (0.3, 0.7, 1.0):
            self.move(start + (end - start) * part, modifiers)
        self.release(end, modifiers)

    def key(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = NONE) -> None:
        QTest.keyClick(self._surface, key, modifiers)


@pytest.fixture
def surface(qtbot: QtBot) -> FakeSurface:
    made = FakeSurface()
    qtbot.addWidget(made)
    return made


@pytest.fixture
def hand(surface: FakeSurface) -> Hand:
    return Hand(surface)


@pytest.fixture
def saved(surface: FakeSurface) -> list[list[Drawing]]:
    """Every list that was told to the world."""
    told: list[list[Drawing]] = []
    surface.tool.changed.connect(told.append)
    return told


def anchor(place: float, price: float) -> Anchor:
    return Anchor(round(OPEN + place * STEP), price)


def drawn(kind: DrawingKind = DrawingKind.TREND, *points: tuple[float, float], name: str = "one", **options: object) -> Drawing:
    ends = points or ((10, 15_080.0), (30, 15_030.0))[: kind.anchors]
    return Drawing(name, kind, tuple(anchor(*point) for point in ends), **options)  # type: ignore[arg-type]


def points(surface: FakeSurface) -> list[tuple[Anchor, ...]]:
    return [drawing.points for drawing in surface.tool.drawings]


def test_the_surface_is_one(surface: FakeSurface) -> None:
    assert {name for name in vars(PriceSurface) if not name.startswith("_")} <= set(dir(surface))
    assert surface.from_pixel(surface.to_pixel(*anchor(7, 15_033.25))) == anchor(7, 15_033.25)


# -- placing ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", TWO)
def test_click_and_click(surface: FakeSurface, hand: Hand, saved: list[list[Drawing]], kind: DrawingKind) -> None:
    surface.tool.start(kind)
    hand.click(at(10, 15_080))
    hand.hover(at(20, 15_050))
    assert saved == []
    draft = surface.tool.shown().draft
    assert draft is not None
    assert draft.points == (anchor(10, 15_080), anchor(20, 15_050))
    hand.click(at(30, 15_030))
    assert points(surface) == [(anchor(10, 15_080), anchor(30, 15_030))]
    assert saved == [surface.tool.drawings]
    assert surface.tool.kind is None
    assert surface.tool.selected == surface.tool.drawings[0]


@pytest.mark.parametrize("kind", TWO)
def test_press_drag_and_release(surface: FakeSurface, hand: Hand, saved: list[list[Drawing]], kind: DrawingKind) -> None:
    surface.tool.start(kind)
    hand.drag(at(10, 15_080), at(30, 15_030))
    assert [drawing.kind for drawing in surface.tool.drawings] == [kind]
    assert points(surface) == [(anchor(10, 15_080), anchor(30, 15_030))]
    assert saved == [surface.tool.drawings]
    assert surface.left == []


def test_a_horizontal_line_needs_one_click(surface: FakeSurface, hand: Hand, saved: list[list[Drawing]]) -> None:
    surface.tool.start(DrawingKind.HORIZONTAL)
    hand.click(at(10, 15_080))
    assert points(surface) == [(anchor(10, 15_080),)]
    assert len(saved) == 1


def test_a_shaking_click_is_a_click(surface: FakeSurface, hand: Hand) -> None:
    surface.tool.start(DrawingKind.TREND)
    hand.drag(at(10, 15_080), at(10, 15_080) + QPoint(2, 1))
    assert surface.tool.drawings == []
    hand.click(at(10, 15_080) + QPoint(0, 1))  # Qt's second half of a double click, or a second click too soon
    assert surface.tool.drawings == []
    hand.click(at(30, 15_030))
    assert points(surface) == [(anchor(10, 15_080), anchor(30, 15_030))]


def test_two_quick_clicks_are_taken_though_qt_calls_them_a_double_click(surface: FakeSurface, hand: Hand) -> None:
    surface.tool.start(DrawingKind.TREND)
    hand.click(at(10, 15_080))
    second = at(10, 15_080) + QPoint(0, 5)
    hand.press_again(second)
    hand.release(second)
    assert points(surface) == [(anchor(10, 15_080), anchor(10, 15_078.75))]


def test_escape_cancels(surface: FakeSurface, hand: Hand, saved: list[list[Drawing]]) -> None:
    told: list[DrawingKind | None] = []
    surface.tool.tool_changed.connect(told.append)
    surface.tool.start(DrawingKind.RAY)
    hand.click(at(10, 15_080))
    hand.key(Qt.Key.Key_Escape)
    hand.click(at(30, 15_030))
    assert (surface.tool.drawings, surface.tool.kind, saved) == ([], None, [])
    assert told == [DrawingKind.RAY, None]
    assert surface.left == ["press", "release"]


def test_prices_are_put_on_the_tick(surface: FakeSurface, hand: Hand) -> None:
    surface.tool.start(DrawingKind.HORIZONTAL)
    surface.tool.press(
        QMouseEvent(QEvent.Type.MouseButtonPress, QPointF(100, 99.6), QPointF(100, 99.6), LEFT, LEFT, NONE)
    )
    hand.release(QPoint(100, 100))
    assert points(surface)[0][0].price == 15_075.0


@pytest.mark.parametrize(("magnet", "held"), [(True, NONE), (False, CTRL)])
def test_magnet_and_ctrl_snap_to_the_candle(
    surface: FakeSurface, hand: Hand, magnet: bool, held: Qt.KeyboardModifier
) -> None:
    surface.tool.aim.magnet = magnet
    surface.tool.start(DrawingKind.TREND)
    hand.drag(at(10, 15_061.5), at(30, 15_039.0), held)
    assert points(surface) == [(anchor(10, 15_060), anchor(30, 15_040))]
    surface.tool.start(DrawingKind.TREND)
    hand.drag(at(10, 15_080), at(30, 15_020), held)
    assert points(surface)[1] == (anchor(10, 15_080), anchor(30, 15_020))


@pytest.mark.parametrize(
    ("end", "expected"),
    [((30, 15_078.0), (30, 15_080.0)), ((11, 15_030.0), (10, 15_030.0)), ((30, 15_035.0), (30, 15_030.0)),
     ((5, 15_090.0), (5, 15_092.5))],
)  # fmt: skip
def test_shift_keeps_lines_level_upright_or_at_45_degrees(
    surface: FakeSurface, hand: Hand, end: tuple[int, float], expected: tuple[int, float]
) -> None:
    surface.tool.start(DrawingKind.TREND)
    hand.drag(at(10, 15_080), at(*end), SHIFT)
    assert points(surface) == [(anchor(10, 15_080), anchor(*expected))]


def test_shift_keeps_rectangles_square(surface: FakeSurface, hand: Hand) -> None:
    surface.tool.start(DrawingKind.RECTANGLE)
    hand.drag(at(10, 15_080), at(30, 15_079), SHIFT)
    first, second = (surface.to_pixel(*each) for each in points(surface)[0])
    assert second - first == QPointF(200, 200)


def test_a_drag_that_leaves_the_pane_ends_at_its_edge(surface: FakeSurface, hand: Hand) -> None:
    surface.tool.start(DrawingKind.TREND)
    hand.drag(at(10, 15_080), QPoint(755, 455))
    assert points(surface)[0][1] == anchor(70, 15_000)  # beyond the newest candle, at the lowest price in sight


def test_axes_can_be_dragged_between_two_clicks(surface: FakeSurface, hand: Hand) -> None:
    surface.tool.start(DrawingKind.TREND)
    hand.click(at(10, 15_080))
    hand.drag(QPoint(730, 100), QPoint(730, 200))
    assert surface.left == ["press", "move", "move", "move", "release"]
    hand.click(at(30, 15_030))
    assert points(surface) == [(anchor(10, 15_080), anchor(30, 15_030))]


def test_the_chart_may_be_zoomed_between_two_clicks(surface: FakeSurface, hand: Hand) -> None:
    surface.tool.start(DrawingKind.TREND)
    hand.click(at(10, 15_080))
    surface.zoom, surface.shift = 2.0, 50.0
    hand.click(at(30, 15_030))
    assert points(surface)[0][0] == anchor(10, 15_080)
    assert surface.to_pixel(*points(surface)[0][1]) == QPointF(300, 280)  # the candle nearest to x = 305


def test_nothing_can_be_drawn_on_an_empty_chart(surface: FakeSurface, hand: Hand) -> None:
    surface.series = ChartSeries(surface.series.instrument, surface.series.timeframe)
    surface.tool.start(DrawingKind.TREND)
    hand.drag(at(10, 15_080), at(30, 15_030))
    assert surface.tool.drawings == []


# -- measures -----------------------------------------------------------------------------------------------


def test_a_measure_vanishes_with_the_next_click(surface: FakeSurface, hand: Hand, saved: list[list[Drawing]]) -> None:
    surface.tool.start(DrawingKind.MEASURE)
    hand.drag(at(10, 15_080), at(30, 15_030))
    draft = surface.tool.shown().draft
    assert draft is not None
    assert draft.points == (anchor(10, 15_080), anchor(30, 15_030))
    assert (surface.tool.kind, surface.tool.history.past) == (None, ())
    hand.click(at(50, 15_080))
    assert surface.tool.shown().draft is None
    assert saved == []


@pytest.mark.parametrize("start", [None, DrawingKind.RAY])
def test_a_measure_vanishes_with_escape_and_with_another_tool(
    surface: FakeSurface, hand: Hand, start: DrawingKind | None
) -> None:
    surface.tool.start(DrawingKind.MEASURE)
    hand.drag(at(10, 15_080), at(30, 15_030))
    if start is None:
        hand.key(Qt.Key.Key_Escape)
    else:
        surface.tool.start(start)
    assert surface.tool.shown().draft is None


def test_a_measure_can_be_kept(surface: FakeSurface, hand: Hand, saved: list[list[Drawing]]) -> None:
    surface.tool.start(DrawingKind.MEASURE, keep=True)
    hand.drag(at(10, 15_080), at(30, 15_030))
    hand.click(at(50, 15_090))
    assert [drawing.kind for drawing in surface.tool.drawings] == [DrawingKind.MEASURE]
    assert len(saved) == 1


# -- changing -----------------------------------------------------------------------------------------------


def test_a_click_selects_and_one_beside_deselects(surface: FakeSurface, hand: Hand, saved: list[list[Drawing]]) -> None:
    surface.tool.set_drawings("NQ=F", [drawn()])
    hand.click(at(20, 15_055))
    assert surface.tool.shown().selected == "one"
    assert surface.left == []
    hand.click(at(50, 15_080))
    assert surface.tool.selected is None
    assert surface.left == ["press", "release"]  # the chart may pan
    assert saved == []


def test_dragging_a_handle_moves_one_anchor(surface: FakeSurface, hand: Hand, saved: list[list[Drawing]]) -> None:
    surface.tool.set_drawings("NQ=F", [drawn()])
    hand.press(at(30, 15_030) + QPoint(2, -2))
    for place in range(31, 41):
        hand.move(at(place, 15_040) + QPoint(2, -2))
    assert surface.tool.shown().drawings[0].points[1] == anchor(40, 15_040)
    assert (points(surface)[0][1], saved) == (anchor(30, 15_030), [])  # not before the mouse is released
    hand.release(at(40, 15_040) + QPoint(2, -2))
    assert points(surface) == [(anchor(10, 15_080), anchor(40, 15_040))]
    assert len(saved) == 1


def test_dragging_the_body_moves_all(surface: FakeSurface, hand: Hand, saved: list[list[Drawing]]) -> None:
    surface.tool.set_drawings("NQ=F", [drawn()])
    hand.drag(at(20, 15_055), at(25, 15_045))
    assert points(surface) == [(anchor(15, 15_070), anchor(35, 15_020))]
    assert len(saved) == 1


def test_the_body_keeps_times_that_lie_between_candles_while_it_only_goes_up(
    surface: FakeSurface, hand: Hand
) -> None:
    surface.tool.set_drawings("NQ=F", [drawn(DrawingKind.TREND, (10.4, 15_080.0), (30.2, 15_030.0))])
    hand.drag(at(20, 15_055), at(20, 15_060) + QPoint(2, 0))
    assert points(surface) == [(anchor(10.4, 15_085), anchor(30.2, 15_035))]


def test_shift_drags_a_body_in_one_direction(surface: FakeSurface, hand: Hand) -> None:
    surface.tool.set_drawings("NQ=F", [drawn()])
    hand.drag(at(20, 15_055), at(25, 15_052), SHIFT)
    assert points(surface) == [(anchor(15, 15_080), anchor(35, 15_030))]
    hand.drag(at(25, 15_055), at(26, 15_045), SHIFT)
    assert points(surface) == [(anchor(15, 15_070), anchor(35, 15_020))]


def test_shift_keeps_a_dragged_handle_level(surface: FakeSurface, hand: Hand) -> None:
    surface.tool.set_drawings("NQ=F", [drawn()])
    hand.drag(at(30, 15_030), at(50, 15_077), SHIFT)
    assert points(surface) == [(anchor(10, 15_080), anchor(50, 15_080))]


def test_every_corner_of_a_rectangle_can_be_dragged(surface: FakeSurface, hand: Hand) -> None:
    surface.tool.set_drawings("NQ=F", [drawn(DrawingKind.RECTANGLE)])
    hand.drag(at(10, 15_030), at(5, 15_020))
    assert points(surface) == [(anchor(5, 15_080), anchor(30, 15_020))]
    hand.drag(at(30, 15_080), at(35, 15_090))
    assert points(surface) == [(anchor(5, 15_090), anchor(35, 15_020))]


def test_a_horizontal_line_is_dragged_anywhere_and_snaps(surface: FakeSurface, hand: Hand) -> None:
    surface.tool.set_drawings("NQ=F", [drawn(DrawingKind.HORIZONTAL, (10, 15_080.0))])
    hand.press(at(60, 15_080) + QPoint(0, 3))
    hand.move(at(40, 15_061.0) + QPoint(0, 3), CTRL)
    hand.release(at(40, 15_061.0) + QPoint(0, 3), CTRL)
    assert points(surface) == [(anchor(10, 15_060),)]
    hand.drag(at(60, 15_060), at(40, 15_033.0))
    assert points(surface) == [(anchor(10, 15_033),)]


def test_escape_takes_a_drag_back(surface: FakeSurface, hand: Hand, saved: list[list[Drawing]]) -> None:
    surface.tool.set_drawings("NQ=F", [drawn()])
    hand.press(at(30, 15_030))
    hand.move(at(40, 15_050))
    hand.key(Qt.Key.Key_Escape)
    assert surface.tool.shown().drawings == (drawn(),)
    hand.release(at(40, 15_050))
    assert (points(surface), saved) == ([drawn().points], [])


def test_a_lost_release_ends_the_drag(surface: FakeSurface, hand: Hand, saved: list[list[Drawing]]) -> None:
    surface.tool.set_drawings("NQ=F", [drawn()])
    hand.press(at(30, 15_030))
    hand.move(at(40, 15_050))
    hand.hover(at(50, 15_070))
    assert points(surface)[0][1] == anchor(40, 15_050)
    assert len(saved) == 1


def test_the_chart_may_move_under_a_drag(surface: FakeSurface, hand: Hand) -> None:
    surface.tool.set_drawings("NQ=F", [drawn()])
    hand.press(at(20, 15_055))
    hand.move(at(21, 15_055))
    surface.shift = 100.0
    hand.move(at(15, 15_055))
    hand.release(at(15, 15_055))
    assert points(surface) == [(anchor(15, 15_080), anchor(35, 15_030))]


def test_a_locked_drawing_is_selected_but_stays(surface: FakeSurface, hand: Hand, saved: list[list[Drawing]]) -> None:
    surface.tool.set_drawings("NQ=F", [drawn(locked=True)])
    hand.drag(at(20, 15_055), at(40, 15_070))
    hand.key(Qt.Key.Key_Delete)
    assert surface.tool.selected == drawn(locked=True)
    assert (surface.tool.drawings, saved) == ([drawn(locked=True)], [])
    assert surface.left == ["press", "move", "move", "move", "release", "key"]


def test_the_selected_drawing_is_touched_before_one_that_lies_on_it(surface: FakeSurface, hand: Hand) -> None:
    below, above = drawn(name="below"), drawn(name="above")
    surface.tool.set_drawings("NQ=F", [below, above])
    hand.click(at(20, 15_055))
    assert surface.tool.shown().selected == "above"
    surface.tool.set_drawings("NQ=F", [above, below, drawn(DrawingKind.HORIZONTAL, name="else")])
    hand.click(at(20, 15_055))
    assert surface.tool.shown().selected == "above"


# -- keys ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("key", [Qt.Key.Key_Delete, Qt.Key.Key_Backspace])
def test_delete_undo_redo(surface: FakeSurface, hand: Hand, saved: list[list[Drawing]], key: Qt.Key) -> None:
    can: list[tuple[bool, bool]] = []
    surface.tool.changed.connect(lambda _: can.append((bool(surface.tool.history.past), bool(surface.tool.history.future))))
    surface.tool.set_drawings("NQ=F", [drawn()])
    hand.click(at(20, 15_055))
    hand.key(key)
    assert surface.tool.drawings == []
    hand.key(Qt.Key.Key_Z, CTRL)
    assert surface.tool.drawings == [drawn()]
    hand.key(Qt.Key.Key_Z, CTRL | SHIFT)
    assert surface.tool.drawings == []
    hand.key(Qt.Key.Key_Z, CTRL)
    hand.key(Qt.Key.Key_Y, CTRL)
    assert surface.tool.drawings == []
    assert saved == [[], [drawn()], [], [drawn()], []]
    assert can == [(True, False), (False, True), (True, False), (False, True), (True, False)]
    assert surface.left == []


def test_keys_without_a_use_are_left_to_the_chart(surface: FakeSurface, hand: Hand) -> None:
    surface.tool.set_drawings("NQ=F", [drawn()])
    keys = ((Qt.Key.Key_Delete, NONE), (Qt.Key.Key_Escape, NONE), (Qt.Key.Key_Z, CTRL), (Qt.Key.Key_Z, NONE),
            (Qt.Key.Key_Left, NONE), (Qt.Key.Key_Y, CTRL))  # fmt: skip
    for key, modifiers in keys:
        hand.key(key, modifiers)
    assert surface.left == ["key"] * len(keys)


def test_there_is_no_undo_in_the_middle_of_a_drag(surface: FakeSurface, hand: Hand) -> None:
    surface.tool.set_drawings("NQ=F", [drawn()])
    hand.drag(at(30, 15_030), at(30, 15_050))
    hand.press(at(30, 15_050))
    hand.move(at(30, 15_060))
    assert not surface.tool.undo()
    assert not surface.tool.delete_all()
    hand.release(at(30, 15_060))
    assert points(surface)[0][1] == anchor(30, 15_060)


# -- hovering -----------------------------------------------------------------------------------------------


def test_an_idle_tool_without_drawings_does_nothing(surface: FakeSurface, hand: Hand) -> None:
    surface.repaints = surface.asked = 0
    for place in range(50):
        hand.hover(at(place, 15_050))
    assert (surface.repaints, surface.asked, surface.left) == (0, 0, ["move"] * 50)
    assert surface.tool.cursor() is None


def test_hovering_highlights_and_repaints_only_on_change(surface: FakeSurface, hand: Hand) -> None:
    surface.tool.set_drawings("NQ=F", [drawn()])
    surface.repaints = 0
    for place in (50, 51, 52):
        hand.hover(at(place, 15_080))
    assert (surface.repaints, surface.tool.cursor()) == (0, None)
    for _ in range(3):
        hand.hover(at(20, 15_055))
    assert (surface.repaints, surface.tool.shown().hovered) == (1, "one")
    assert surface.left == ["move"] * 6  # the crosshair goes on


def test_a_chart_that_stands_still_is_asked_for_few_pixels(surface: FakeSurface, hand: Hand) -> None:
    surface.tool.set_drawings("NQ=F", [drawn(name=str(number)) for number in range(100)])
    hand.hover(at(50, 15_080))
    surface.asked = 0
    hand.hover(at(51, 15_080))
    assert surface.asked <= 3


@pytest.mark.parametrize("change", ["shift", "zoom", "series"])
def test_what_has_moved_is_found_where_it_is_now(surface: FakeSurface, hand: Hand, change: str) -> None:
    surface.tool.set_drawings("NQ=F", [drawn(DrawingKind.TREND, (20, 15_080.0), (20, 15_060.0))])
    hand.hover(at(20, 15_070))
    assert surface.tool.shown().hovered == "one"
    if change == "series":
        surface.series = nasdaq(10)
        hand.hover(at(20, 15_070))
        assert surface.tool.shown().hovered == "one"
        return
    setattr(surface, change, 2.0 if change == "zoom" else 50.0)
    hand.hover(at(20, 15_070))
    assert surface.tool.shown().hovered == ""
    hand.hover(surface.to_pixel(*anchor(20, 15_070)).toPoint())
    assert surface.tool.shown().hovered == "one"


def test_the_cursor_tells_what_a_press_would_do(surface: FakeSurface, hand: Hand) -> None:
    def cursor() -> Qt.CursorShape | None:
        found = surface.tool.cursor()
        return None if found is None else found.shape()

    surface.tool.set_drawings("NQ=F", [drawn()])
    hand.hover(at(20, 15_055))
    assert cursor() is Qt.CursorShape.PointingHandCursor
    hand.hover(at(30, 15_030))
    assert cursor() is Qt.CursorShape.SizeAllCursor
    hand.press(at(30, 15_030))
    assert cursor() is Qt.CursorShape.ClosedHandCursor
    hand.release(at(30, 15_030))
    surface.tool.start(DrawingKind.RAY)
    assert cursor() is Qt.CursorShape.CrossCursor
    surface.tool.start(None)
    hand.hover(at(20, 15_055))
    surface.tool.leave()
    assert cursor() is None


def test_nothing_is_highlighted_while_the_chart_is_panned(surface: FakeSurface, hand: Hand) -> None:
    surface.tool.set_drawings("NQ=F", [drawn()])
    surface.repaints = surface.asked = 0
    hand.move(at(20, 15_055))
    assert (surface.repaints, surface.asked) == (0, 0)


# -- the world ----------------------------------------------------------------------------------------------


def test_hearing_of_its_own_change_keeps_the_history(surface: FakeSurface, hand: Hand) -> None:
    surface.tool.changed.connect(lambda drawings: surface.tool.set_drawings("NQ=F", drawings))
    surface.tool.set_drawings("NQ=F", [drawn()])
    hand.drag(at(30, 15_030), at(40, 15_050))
    assert surface.tool.history.past
    assert surface.tool.selected is not None
    assert surface.tool.undo()
    assert surface.tool.drawings == [drawn()]


def test_the_history_of_one_instrument_never_reaches_another(
    surface: FakeSurface, hand: Hand, saved: list[list[Drawing]]
) -> None:
    surface.tool.set_drawings("NQ=F", [drawn()])
    surface.tool.delete_all()
    surface.tool.start(DrawingKind.RAY)
    surface.tool.set_drawings("ES=F", [])
    assert (surface.tool.symbol, surface.tool.kind, surface.tool.history.past) == ("ES=F", None, ())
    assert not surface.tool.undo()
    assert saved == [[]]


def test_another_chart_of_the_same_instrument_does_not_end_what_is_being_placed(
    surface: FakeSurface, hand: Hand
) -> None:
    surface.tool.set_drawings("NQ=F", [])
    surface.tool.start(DrawingKind.TREND)
    hand.click(at(10, 15_090))
    surface.tool.set_drawings("NQ=F", [drawn()])
    hand.click(at(30, 15_090))
    assert points(surface) == [drawn().points, (anchor(10, 15_090), anchor(30, 15_090))]


# -- context menu -------------------------------------------------------------------------------------------


def choose(items: list[MenuItem] | tuple[MenuItem, ...], *path: str) -> None:
    """Choose an item by its texts."""
    found = next(item for item in items if item.text.replace("&", "") == path[0])
    if len(path) > 1:
        choose(found.items, *path[1:])
    else:
        assert found.run is not None
        found.run()


def offered(surface: FakeSurface, point: QPointF) -> list[MenuItem]:
    """What the chart's menu has for the drawing at a point."""
    found = surface.tool.drawing_at(point)
    return [] if found is None else items_for(found, surface.tool)


def test_the_context_menu_changes_the_drawing_under_the_pointer(
    surface: FakeSurface, saved: list[list[Drawing]]
) -> None:
    surface.tool.set_drawings("NQ=F", [drawn(), drawn(DrawingKind.HORIZONTAL, (0, 15_090.0), name="two")])
    where = QPointF(at(20, 15_055))
    choose(offered(surface, where), "Colour", "Red")
    choose(offered(surface, where), "Width", "3 px")
    choose(offered(surface, where), "Bring to front")
    choose(offered(surface, where), "Lock")
    expected = drawn(colour="#d64545", width=3, locked=True)
    assert surface.tool.drawings[1] == expected
    items = {item.text: item for item in offered(surface, where)}
    assert (items["&Lock"].checked, items["&Delete"].enabled) == (True, False)
    choose(offered(surface, where), "Lock")
    choose(offered(surface, where), "Delete")
    assert [drawing.id for drawing in surface.tool.drawings] == ["two"]
    assert len(saved) == 6


def test_beside_all_drawings_the_chart_has_its_own_context_menu(surface: FakeSurface) -> None:
    assert offered(surface, QPointF(300, 300)) == []
    surface.tool.set_drawings("NQ=F", [drawn(), drawn(name="two", locked=True)])
    assert offered(surface, QPointF(690, 10)) == []
    assert surface.tool.delete_all()
    assert [drawing.id for drawing in surface.tool.drawings] == ["two"], "locked"
    assert surface.tool.history.past
    assert not surface.tool.delete_all()


def test_fibonacci_levels_can_be_extended(surface: FakeSurface) -> None:
    surface.tool.set_drawings("NQ=F", [drawn(DrawingKind.FIBONACCI)])
    where = QPointF(at(20, 15_055))
    choose(offered(surface, where), "Extend to the right")
    choose(offered(surface, where), "Levels beyond 100 %")
    assert surface.tool.drawings[0].extended
    assert surface.tool.drawings[0].levels[-3:] == MORE_LEVELS
    choose(offered(surface, where), "Levels beyond 100 %")
    assert surface.tool.drawings[0].levels == ()


def test_items_become_a_menu(surface: FakeSurface, qtbot: QtBot) -> None:
    surface.tool.set_drawings("NQ=F", [drawn(width=2)])
    menu = QMenu(surface)
    fill_menu(menu, offered(surface, QPointF(at(20, 15_055))))
    texts = [action.text() for action in menu.actions()]
    assert [text.split("\t")[0] for text in texts] == [
        "&Properties…", "C&olour", "&Width", "Line &style", "&Template", "", "&Copy", "D&uplicate", "Bring to &front",
        "Send to &back", "", "&Hide", "&Lock", "&Delete",
    ]  # fmt: skip
    widths = menu.actions()[2].menu()
    assert isinstance(widths, QMenu)
    assert [action.isChecked() for action in widths.actions()] == [False, True, False, False]
    widths.actions()[3].trigger()
    assert surface.tool.drawings == [replace(drawn(), width=4)]
    assert not menu.actions()[1].menu().actions()[1].icon().isNull()


# -- more than two anchors, and one click -------------------------------------------------------------------


def test_a_channel_is_placed_by_three_clicks_as_wide_as_the_third_is_beside_its_line(
    surface: FakeSurface, hand: Hand, saved: list[list[Drawing]]
) -> None:
    surface.tool.start(DrawingKind.CHANNEL)
    hand.click(at(10, 15_050))
    hand.click(at(30, 15_070))
    hand.hover(at(20, 15_080))
    assert saved == []
    hand.click(at(20, 15_080))  # the line is at 15060 there
    assert points(surface) == [(anchor(10, 15_050), anchor(30, 15_070), anchor(10, 15_070))]
    hand.drag(at(20, 15_065), at(20, 15_060))  # taken within its fill
    assert points(surface) == [(anchor(10, 15_045), anchor(30, 15_065), anchor(10, 15_065))]
    assert len(saved) == 2


@pytest.mark.parametrize(("kind", "sign"), [(DrawingKind.LONG, 1), (DrawingKind.SHORT, -1)])
def test_a_position_is_placed_by_one_click_and_keeps_its_size_when_moved(
    surface: FakeSurface, hand: Hand, kind: DrawingKind, sign: int
) -> None:
    surface.tool.start(kind)
    hand.click(at(10, 15_050))
    entry, target, stop = points(surface)[0]
    assert entry == anchor(10, 15_050)
    assert (target.price, stop.price) == (15_050 + 16 * sign, 15_050 - 8 * sign)
    assert target.ts == stop.ts > entry.ts
    hand.drag(at(12, 15_050), at(15, 15_040))
    assert points(surface)[0] == (anchor(13, 15_040), *(Anchor(each.ts + 900, each.price - 10) for each in (target, stop)))


def test_a_vertical_line_is_drawn_and_taken_below_the_prices_too(surface: FakeSurface, hand: Hand) -> None:
    surface.tool.start(DrawingKind.VERTICAL)
    hand.click(QPoint(105, 415))
    assert points(surface)[0][0].ts == anchor(10, 0).ts
    hand.drag(QPoint(105, 420), QPoint(155, 410))
    assert points(surface)[0][0].ts == anchor(15, 0).ts
    surface.tool.set_drawings("NQ=F", [drawn(DrawingKind.TREND, (10, 15_080.0), (10, 14_900.0))])
    hand.click(QPoint(105, 415))
    assert surface.tool.selected is None


def test_what_a_text_says_is_asked_for(surface: FakeSurface, hand: Hand) -> None:
    asked: list[Drawing] = []
    surface.tool.properties_wanted.connect(asked.append)
    surface.tool.start(DrawingKind.TEXT)
    hand.click(at(10, 15_050))
    assert asked == surface.tool.drawings
    hand.press_again(at(10, 15_050) + QPoint(12, 6))  # a double click within the text
    assert len(asked) == 2
    hand.key(Qt.Key.Key_Return)
    assert len(asked) == 3


# -- fills ----------------------------------------------------------------------------------------------------


def test_a_fill_yields_to_a_line_below_it_and_a_hollow_one_to_the_chart(surface: FakeSurface, hand: Hand) -> None:
    box = drawn(DrawingKind.RECTANGLE, (5, 15_090.0), (40, 15_020.0), name="box")
    surface.tool.set_drawings("NQ=F", [drawn(), box])
    hand.click(at(20, 15_055))
    assert surface.tool.shown().selected == "one"
    hand.click(at(10, 15_030))
    assert surface.tool.shown().selected == "box"
    surface.tool.change(replace(box, opacity=0))
    hand.click(at(12, 15_030))
    assert surface.tool.selected is None


def test_ctrl_drags_a_copy(surface: FakeSurface, hand: Hand, saved: list[list[Drawing]]) -> None:
    surface.tool.set_drawings("NQ=F", [drawn(colour="#123456")])
    hand.click(at(20, 15_055), CTRL)
    assert len(surface.tool.drawings) == 1
    hand.drag(at(20, 15_055), at(25, 15_045), CTRL)
    assert points(surface) == [drawn().points, (anchor(15, 15_070), anchor(35, 15_020))]
    one, other = surface.tool.drawings
    assert (one.id != other.id, other.colour, surface.tool.selected) == (True, "#123456", other)
    assert len(saved) == 1


# -- by keyboard ----------------------------------------------------------------------------------------------


def test_arrows_move_the_selected_drawing_and_are_one_edit(surface: FakeSurface, hand: Hand, saved: list[list[Drawing]]) -> None:
    surface.tool.set_drawings("NQ=F", [drawn()])
    hand.key(Qt.Key.Key_Tab, CTRL)
    hand.key(Qt.Key.Key_Right)
    hand.key(Qt.Key.Key_Up)
    hand.key(Qt.Key.Key_Up, SHIFT)
    hand.key(Qt.Key.Key_Left, SHIFT)
    assert points(surface) == [(anchor(1, 15_082.75), anchor(21, 15_032.75))]
    assert surface.left == []
    assert len(saved) == 4
    surface.tool.select("")
    surface.tool.select("one")
    hand.key(Qt.Key.Key_Right)
    assert surface.tool.undo()
    assert points(surface) == [(anchor(1, 15_082.75), anchor(21, 15_032.75))], "what was done before it was left alone"
    assert surface.tool.undo()
    assert surface.tool.drawings == [drawn()]
    surface.tool.set_drawings("NQ=F", [drawn(locked=True)])
    surface.tool.select("one")
    hand.key(Qt.Key.Key_Right)
    assert surface.left == ["key"]  # the chart may move


def test_lines_across_the_chart_move_by_key_only_where_they_can(surface: FakeSurface, hand: Hand) -> None:
    flat, upright = drawn(DrawingKind.HORIZONTAL, name="flat"), drawn(DrawingKind.VERTICAL, name="up")
    surface.tool.set_drawings("NQ=F", [flat, upright])
    for name in ("flat", "up"):
        surface.tool.select(name)
        hand.key(Qt.Key.Key_Right)
        hand.key(Qt.Key.Key_Down)
    assert points(surface) == [(anchor(10, 15_079.75),), (anchor(11, 15_080),)]


def test_ctrl_tab_goes_through_what_is_in_sight(surface: FakeSurface, hand: Hand) -> None:
    far = drawn(DrawingKind.TREND, (500, 15_080.0), (510, 15_080.0), name="far")
    surface.tool.set_drawings("NQ=F", [drawn(name="a"), far, drawn(name="b", hidden=True), drawn(name="c")])
    seen = []
    for key, held in ((Qt.Key.Key_Tab, CTRL), (Qt.Key.Key_Tab, CTRL), (Qt.Key.Key_Tab, CTRL), (Qt.Key.Key_Backtab, CTRL | SHIFT)):
        hand.key(key, held)
        seen.append(surface.tool.shown().selected)
    assert seen == ["a", "c", "a", "c"]


# -- copies, hiding, styles ----------------------------------------------------------------------------------


def test_copies_lie_beside_what_was_copied_and_keep_their_place_on_another_instrument(
    surface: FakeSurface, hand: Hand
) -> None:
    surface.tool.set_drawings("NQ=F", [drawn(locked=True)])
    surface.tool.select("one")
    hand.key(Qt.Key.Key_C, CTRL)
    hand.key(Qt.Key.Key_V, CTRL)
    hand.key(Qt.Key.Key_V, CTRL)
    first, second, third = points(surface)
    assert second == (anchor(12, 15_075), anchor(32, 15_025))
    assert third == (anchor(14, 15_070), anchor(34, 15_020))
    assert surface.tool.selected == surface.tool.drawings[2]
    assert not surface.tool.drawings[2].locked
    surface.tool.set_drawings("ES=F", [])
    choose(common_items(surface.tool), "Paste drawing")
    assert points(surface) == [first]
    hand.key(Qt.Key.Key_X, CTRL)
    assert points(surface) == []
    QApplication.clipboard().setText("anything")
    surface.left.clear()
    hand.key(Qt.Key.Key_V, CTRL)
    assert surface.left == ["key"]
    QApplication.clipboard().clear()


def test_what_is_hidden_is_neither_shown_nor_found(surface: FakeSurface, hand: Hand, saved: list[list[Drawing]]) -> None:
    surface.tool.set_drawings("NQ=F", [drawn(), drawn(DrawingKind.HORIZONTAL, (0, 15_090.0), name="two")])
    choose(offered(surface, QPointF(at(20, 15_055))), "Hide")
    assert [each.id for each in surface.tool.shown().drawings] == ["two"]
    assert offered(surface, QPointF(at(20, 15_055))) == []
    choose(common_items(surface.tool), "Hide all drawings")
    assert surface.tool.shown().drawings == ()
    assert len(saved) == 1, "hiding all is no edit"
    surface.tool.start(DrawingKind.RAY)
    assert [each.id for each in surface.tool.shown().drawings] == ["two"], "who draws wants to see"


def test_what_is_drawn_while_the_future_is_hidden_stays_in_sight(surface: FakeSurface, hand: Hand) -> None:
    """A position that is tried in a replay reaches beyond the last candle."""
    late = drawn(DrawingKind.TREND, (10, 15_080.0), (50, 15_030.0), name="late")
    surface.tool.set_drawings("NQ=F", [late, drawn(name="early")])
    surface.tool.hide_after(anchor(40, 0).ts)
    surface.tool.start(DrawingKind.LONG)
    hand.click(at(39, 15_050))
    assert [each.kind for each in surface.tool.shown().drawings] == [DrawingKind.TREND, DrawingKind.LONG]
    surface.tool.hide_after(None)
    assert len(surface.tool.shown().drawings) == 3


def test_all_are_locked_and_unlocked_in_one_edit(surface: FakeSurface) -> None:
    surface.tool.set_drawings("NQ=F", [drawn(), drawn(name="two", locked=True)])
    surface.tool.lock_all(True)
    assert all(each.locked for each in surface.tool.drawings)
    assert surface.tool.undo()
    assert [each.locked for each in surface.tool.drawings] == [False, True]


def test_new_drawings_look_as_the_user_wants_those_of_their_kind(surface: FakeSurface, hand: Hand) -> None:
    told: list[None] = []
    surface.tool.styles_changed.connect(lambda: told.append(None))
    surface.tool.set_drawings("NQ=F", [drawn(colour="#123456", width=3), drawn(DrawingKind.RAY, (50, 15_080.0), (55, 15_090.0), name="ray")])
    where = QPointF(at(20, 15_055))
    choose(offered(surface, where), "Template", "Use as default")
    surface.tool.keep_template(surface.tool.drawings[0], "Mine")
    for kind in (DrawingKind.TREND, DrawingKind.RAY):
        surface.tool.start(kind)
        hand.drag(at(40, 15_020), at(45, 15_010))
    assert [(each.colour, each.width) for each in surface.tool.drawings[2:]] == [("#123456", 3), ("", 1)]
    choose(offered(surface, where), "Template", "As usual")
    assert surface.tool.drawings[0].colour == ""
    choose(offered(surface, where), "Template", "Mine")
    assert surface.tool.drawings[0].colour == "#123456"
    choose(offered(surface, where), "Template", "Delete", "Mine")
    choose(offered(surface, where), "Template", "Reset the default")
    assert surface.tool.styles.templates(DrawingKind.TREND) == {}
    assert len(told) == 4
