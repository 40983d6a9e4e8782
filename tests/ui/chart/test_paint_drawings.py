"""Drawings on a picture: pixels change where something is drawn and nowhere else, at every scaling, in both themes."""

from __future__ import annotations

import math

import numpy as np
import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from ohlc_desktop.core.chart.drawings.drawing_shapes import shape
from ohlc_desktop.core.chart.drawings.drawings import Anchor, Drawing, DrawingKind
from ohlc_desktop.core.chart.drawings.geometry import PixelRect, distance
from ohlc_desktop.core.chart.line_look import Stroke
from ohlc_desktop.ui.chart.drawing.drawing_menu import PALETTE
from ohlc_desktop.ui.chart.items.drawn.drawn_colours import line_colour, own_colour
from ohlc_desktop.ui.chart.items.drawn.drawn_frame import DrawingFrame, ShownDrawings, drawn_in
from ohlc_desktop.ui.chart.items.paint_drawings import (
    paint_backs,
    paint_fronts,
    paint_time_labels,
    price_labels,
    time_labels,
)
from ohlc_desktop.ui.widgets.theme import DARK, LIGHT, Colours
from tests.ui.chart.charting import make_view
from tests.ui.chart.fake_surface import nasdaq
from tests.ui.chart.test_paint_candles import pixels, value
from tests.ui.widgets.test_theme import contrast

WIDTH, HEIGHT = 300, 200
PANE = QRectF(0, 0, 260, 170)
PLOT, AXIS = QRectF(0, 0, 260, 180), QRectF(0, 180, 260, 20)
THEMES = pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
RATIOS = pytest.mark.parametrize("ratio", [1.0, 1.25, 2.0])

Pixels = set[tuple[int, int]]

pytestmark = pytest.mark.usefixtures("qapp")


def drawn(kind: DrawingKind, *points: tuple[int, float], **options: object) -> Drawing:
    """A drawing whose stamps and prices are logical pixels."""
    return Drawing("one", kind, tuple(Anchor(*point) for point in points), **options)  # type: ignore[arg-type]


def frame(ratio: float = 1.0) -> DrawingFrame:
    pane, plot, axis = (scaled(area, ratio) for area in (PANE, PLOT, AXIS))
    return DrawingFrame(
        pane, plot, axis, ratio, QApplication.font().family(), lambda ts: ts * ratio, lambda price: price * ratio,
        "{:.2f}".format, "at {}".format, nasdaq(),
    )  # fmt: skip


def scaled(area: QRectF, ratio: float) -> QRectF:
    return QRectF(area.left() * ratio, area.top() * ratio, area.width() * ratio, area.height() * ratio)


def picture(shown: ShownDrawings, theme: Colours = LIGHT, ratio: float = 1.0, fronts: bool = True, backs: bool = True) -> QImage:
    """A picture of the drawings alone."""
    image = QImage(round(WIDTH * ratio), round(HEIGHT * ratio), QImage.Format.Format_RGB32)
    image.fill(theme.base)
    painter, found = QPainter(image), drawn_in(shown, frame(ratio))
    if backs:
        paint_backs(painter, found, frame(ratio), theme)
    if fronts:
        paint_fronts(painter, found, frame(ratio), theme)
        paint_time_labels(painter, time_labels(found, frame(ratio)), frame(ratio), theme)
    painter.end()
    return image


def changed(image: QImage, theme: Colours = LIGHT) -> Pixels:
    """Where a picture is not its ground."""
    rows, columns = np.nonzero(pixels(image) != value(theme.base))
    return set(zip(columns.tolist(), rows.tolist(), strict=True))


# -- where --------------------------------------------------------------------------------------------------


@RATIOS
@THEMES
@pytest.mark.parametrize("kind", [DrawingKind.TREND, DrawingKind.RAY])
def test_a_slanted_line_is_where_it_must_be_and_nowhere_else(kind: DrawingKind, theme: Colours, ratio: float) -> None:
    line = drawn(kind, (40, 150.0), (160, 60.0))
    found = changed(picture(ShownDrawings((line,)), theme, ratio), theme)
    segment = shape(line, frame(ratio).to_pixel, PixelRect(0, 0, PANE.width() * ratio, PANE.height() * ratio)).lines[0]
    assert max(distance((x + 0.5, y + 0.5), segment) for x, y in found) < 1.5 * ratio + 1
    length = math.dist(segment[:2], segment[2:])
    for step in range(1, int(length)):
        part = step / length
        x = segment.x1 + part * (segment.x2 - segment.x1)
        y = segment.y1 + part * (segment.y2 - segment.y1)
        assert (int(x), int(y)) in found


@pytest.mark.parametrize(("ratio", "thick"), [(1.0, 1), (1.25, 1), (1.5, 2), (2.0, 3)])
@pytest.mark.parametrize(("price", "width"), [(80.0, 1), (80.3, 1), (80.0, 2)])
def test_level_lines_are_sharp(ratio: float, thick: int, price: float, width: int) -> None:
    line = drawn(DrawingKind.RECTANGLE, (20, price), (90, 140.0), width=width)
    image = picture(ShownDrawings((line,)), ratio=ratio, backs=False)
    column = [image.pixelColor(round(50 * ratio), y) for y in range(round(120 * ratio))]
    found = [y for y, colour in enumerate(column) if colour != LIGHT.base]
    assert {column[y].name() for y in found} == {LIGHT.accent.name()}  # nothing half-covered
    assert len(found) == (thick if width == 1 else int(2.5 * ratio))
    assert abs((found[0] + found[-1] + 1) / 2 - price * ratio) <= 1


@RATIOS
def test_a_horizontal_line_spans_the_pane_and_tells_its_text(ratio: float) -> None:
    found = changed(picture(ShownDrawings((drawn(DrawingKind.HORIZONTAL, (0, 100.0), text="Sell"),)), ratio=ratio))
    row = {x for x, y in found if y == int(100 * ratio)}
    assert row == set(range(round(PANE.width() * ratio)))
    label = {(x, y) for x, y in found if y < int(98 * ratio)}
    assert label
    assert all(x > 200 * ratio and y > 80 * ratio for x, y in label)


def test_level_lines_and_the_selected_position_tell_their_prices_at_the_axis() -> None:
    long = drawn(DrawingKind.LONG, (20, 100.0), (120, 40.0), (120, 500.0))
    line = drawn(DrawingKind.HORIZONTAL, (0, 80.0), colour="#d64545")
    found = price_labels(drawn_in(ShownDrawings((line,)), frame()), frame(), LIGHT)
    assert found == [(80.0, "80.00", QColor("#d64545"))]
    assert price_labels(drawn_in(ShownDrawings((long,)), frame()), frame(), LIGHT) == []
    found = price_labels(drawn_in(ShownDrawings((long,), "one"), frame()), frame(), LIGHT)
    assert [(pixel, colour) for pixel, _, colour in found] == [(100.0, LIGHT.muted), (40.0, LIGHT.ok)], "the stop is out of sight"


@pytest.mark.parametrize("kind", [kind for kind in DrawingKind if kind is not DrawingKind.VERTICAL])
def test_nothing_is_painted_outside_of_the_pane(kind: DrawingKind) -> None:
    ends = ((20, 20.0), (5000, 5000.0)), ((200, 140.0), (259, 149.0)), ((0, 90.0), (900, 91.0))
    for points in (each + each[:1] for each in ends):
        drawing = drawn(kind, *points[: kind.anchors])
        found = changed(picture(ShownDrawings((drawing,), "one", "", drawing)))
        assert found
        assert all(x < PANE.width() and y < PANE.height() for x, y in found)


def test_far_away_and_without_a_pixel_paints_nothing() -> None:
    far = (drawn(kind, *((10**7, 1e7), (10**7 + 5, 2e7), (10**7, 3e7))[: kind.anchors]) for kind in DrawingKind)
    nowhere = drawn(DrawingKind.TREND, (5, math.nan), (50, 60.0))
    assert changed(picture(ShownDrawings((*far, nowhere), "one", "one"))) == set()


@pytest.mark.parametrize("shown", [ShownDrawings(), ShownDrawings((), "gone", "gone")])
def test_no_drawings_no_pixels(shown: ShownDrawings) -> None:
    assert changed(picture(shown)) == set()


def test_the_painter_is_left_as_it_was() -> None:
    image = QImage(WIDTH, HEIGHT, QImage.Format.Format_RGB32)
    painter = QPainter(image)
    before = (painter.pen().color(), painter.brush().color(), painter.renderHints(), painter.hasClipping())
    shown = ShownDrawings((drawn(DrawingKind.FIBONACCI, (9, 9.0), (99, 99.0)), drawn(DrawingKind.VERTICAL, (9, 9.0))), "one")
    found = drawn_in(shown, frame())
    paint_backs(painter, found, frame(), LIGHT)
    paint_fronts(painter, found, frame(), LIGHT)
    paint_time_labels(painter, time_labels(found, frame()), frame(), LIGHT)
    assert (painter.pen().color(), painter.brush().color(), painter.renderHints(), painter.hasClipping()) == before
    painter.end()


# -- below and above ----------------------------------------------------------------------------------------


@THEMES
@pytest.mark.parametrize("kind", [DrawingKind.RECTANGLE, DrawingKind.MEASURE])
def test_fills_are_light_opaque_and_below(kind: DrawingKind, theme: Colours) -> None:
    shown = ShownDrawings((drawn(kind, (20, 30.0), (120, 140.0)),))
    below = picture(shown, theme, fronts=False)
    assert changed(below, theme) == {(x, y) for x in range(20, 120) for y in range(30, 140)}
    fill = below.pixelColor(60, 80)
    assert 1.02 < contrast(fill, theme.base) < 1.5
    above = picture(shown, theme, backs=False)
    assert above.pixelColor(40, 60) == theme.base  # candles within are not hidden


def test_a_channel_is_filled_between_its_lines_and_a_hollow_rectangle_is_not() -> None:
    channel = drawn(DrawingKind.CHANNEL, (20, 30.0), (120, 80.0), (20, 60.0))
    below = picture(ShownDrawings((channel,)), fronts=False)
    assert below.pixelColor(70, 70) != LIGHT.base
    assert below.pixelColor(70, 100) == LIGHT.base
    hollow = drawn(DrawingKind.RECTANGLE, (20, 30.0), (120, 140.0), opacity=0)
    assert changed(picture(ShownDrawings((hollow,)), fronts=False)) == set()


def test_won_and_lost_have_their_colours() -> None:
    long = drawn(DrawingKind.LONG, (20, 100.0), (120, 40.0), (120, 130.0))
    below = picture(ShownDrawings((long,)), fronts=False)
    won, lost = below.pixelColor(60, 60), below.pixelColor(60, 115)
    assert won.green() > won.red()
    assert lost.red() > lost.green()


def test_a_vertical_line_runs_through_all_panes_and_tells_its_time_on_the_axis() -> None:
    found = changed(picture(ShownDrawings((drawn(DrawingKind.VERTICAL, (130, 50.0)),))))
    assert {y for x, y in found if x == 130} == set(range(200))
    assert {y for x, y in found if x == 125} <= set(range(180, 200))


@pytest.mark.parametrize("stroke", [Stroke.DASHED, Stroke.DOTTED])
@pytest.mark.parametrize("end", [(200, 100.0), (200, 140.0)])
def test_dashes_and_dots_leave_gaps(stroke: Stroke, end: tuple[int, float]) -> None:
    solid, broken = (drawn(DrawingKind.TREND, (20, 100.0), end, stroke=each, width=2) for each in (Stroke.SOLID, stroke))
    whole, parts = (changed(picture(ShownDrawings((each,)))) for each in (solid, broken))
    assert parts < whole or len(parts) < len(whole)
    assert 0.25 * len(whole) < len(parts) < 0.85 * len(whole)


def test_a_text_is_written_in_its_size() -> None:
    def height(size: int, text: str) -> int:
        found = changed(picture(ShownDrawings((drawn(DrawingKind.TEXT, (20, 20.0), text=text, text_size=size),))))
        return max(y for _, y in found) - min(y for _, y in found)

    assert height(30, "HH") > 2 * height(12, "HH")
    assert height(12, "HH\nHH") > 2 * height(12, "HH")


@pytest.mark.parametrize("kind", [DrawingKind.HORIZONTAL, DrawingKind.TREND, DrawingKind.RAY, DrawingKind.FIBONACCI])
def test_lines_have_nothing_below(kind: DrawingKind) -> None:
    points = ((20, 30.0), (120, 140.0))[: kind.anchors]
    assert changed(picture(ShownDrawings((drawn(kind, *points),)), fronts=False)) == set()


@pytest.mark.parametrize("shown", [("one", ""), ("", "one"), ("", "")])
def test_handles_show_only_on_the_selected_and_the_hovered(shown: tuple[str, str]) -> None:
    line = drawn(DrawingKind.TREND, (40, 150.0), (160, 60.0))
    image = picture(ShownDrawings((line,), *shown))
    found = changed(image)
    assert bool({(36, 150), (40, 154)} & found) is any(shown)


def test_a_locked_drawing_has_dots_instead_of_rings() -> None:
    line = drawn(DrawingKind.TREND, (40, 150.0), (160, 60.0))
    locked = drawn(DrawingKind.TREND, (40, 150.0), (160, 60.0), locked=True)
    assert picture(ShownDrawings((line,), "one")).pixelColor(39, 150) == LIGHT.base
    assert picture(ShownDrawings((locked,), "one")).pixelColor(39, 150) == LIGHT.accent


def test_labels_of_close_levels_do_not_lie_on_each_other() -> None:
    def labels(low: float) -> int:
        """Rows with something that is not a level."""
        found = changed(picture(ShownDrawings((drawn(DrawingKind.FIBONACCI, (20, 20.0), (200, low)),))))
        return len({y for x, y in found if 24 <= x < 32 and (180, y) not in found})

    assert labels(170.0) > labels(50.0) > 0


# -- colours ------------------------------------------------------------------------------------------------


@THEMES
@pytest.mark.parametrize("kind", list(DrawingKind))
def test_default_colours_can_be_seen(kind: DrawingKind, theme: Colours) -> None:
    points = ((20, 30.0), (120, 140.0), (20, 50.0))[: kind.anchors]
    assert contrast(line_colour(drawn(kind, *points), theme), theme.base) >= 3


@THEMES
@pytest.mark.parametrize("colour", [*PALETTE, "#000000", "#ffffff", "#ffff00", "#000080", "#17191d", "#808080"])
def test_own_colours_are_made_visible(colour: str, theme: Colours) -> None:
    found = own_colour(QColor(colour), theme.base)
    assert contrast(found, theme.base) >= 3
    if colour in PALETTE:
        assert found == QColor(colour)  # what is offered stays what it is in both themes


def test_measures_tell_up_from_down(qapp: QApplication) -> None:
    up, down = drawn(DrawingKind.MEASURE, (1, 10.0), (2, 20.0)), drawn(DrawingKind.MEASURE, (1, 20.0), (2, 10.0))
    assert (line_colour(up, LIGHT), line_colour(down, LIGHT)) == (LIGHT.ok, LIGHT.failing)


def test_the_time_of_a_vertical_line_leaves_no_half_of_another(qtbot: QtBot) -> None:
    view = make_view(qtbot, nasdaq(300))
    assert view.painted is not None
    frame, mark = view.painted.frame, view.painted.axes.times[1]
    at = frame.time.nearest_stamp(mark.pixel + 70)  # the label of the line reaches halfway into that of the axis
    view.tool.set_drawings("NQ=F", [Drawing("one", DrawingKind.VERTICAL, (Anchor(at, 1.0),))])
    image = view.grab().toImage()
    (label,) = time_labels(view.painted.drawings, view.painted.drawn)
    assert label.room.left() < mark.pixel + frame.look.advance(mark.text) / 2
    middle = round(label.room.center().y())
    rows = range(middle - 6, middle + 6)
    left = range(round(mark.pixel) - 20, round(label.room.left()))
    assert {image.pixelColor(x, y).name() for x in left for y in rows} == {frame.look.colours.base.name()}
