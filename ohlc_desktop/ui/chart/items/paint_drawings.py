"""Paint drawings in device pixels.

Two steps, so that no half-transparent brush is needed (it costs 40 ms a frame): ``paint_backs`` puts fills below the
candles in a colour that is blended beforehand, ``paint_fronts`` lines, labels and handles above them. The labels of
vertical lines come last, above the time axis; those at the axis of the prices are told by ``price_labels``, for they must
not collide with others there.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QPainter

from ohlc_desktop.core.chart.drawings.drawings import LEVEL_LINES, POSITIONS, Drawing, DrawingKind
from ohlc_desktop.ui.chart.items.drawn.drawn_brush import FAINT, SPACE, THIN, Brush, width_of
from ohlc_desktop.ui.chart.items.drawn.drawn_colours import fill_colour, line_colour
from ohlc_desktop.ui.chart.items.drawn.drawn_frame import DrawingFrame, DrawnShape
from ohlc_desktop.ui.chart.items.drawn.drawn_labels import write_labels
from ohlc_desktop.ui.chart.items.drawn.drawn_texts import LaidText, label_of
from ohlc_desktop.ui.widgets.theme import Colours, blended


class DrawnTime(NamedTuple):
    """The time of a vertical line, and the room that it takes on the time axis."""

    drawing: Drawing
    laid: LaidText
    room: QRectF


def paint_backs(painter: QPainter, drawn: Sequence[DrawnShape], frame: DrawingFrame, colours: Colours) -> None:
    """Paint what belongs below the candles: fills. The painter is left as it was."""
    filled = [each for each in drawn if each.drawing.kind.filled and each.drawing.opacity and each.shape.filled]
    if not filled:
        return
    painter.save()
    painter.setClipRect(frame.pane)
    brush = Brush(painter, frame, colours)
    for each in filled:
        _paint_fill(brush, each)
    painter.restore()


def paint_fronts(painter: QPainter, drawn: Sequence[DrawnShape], frame: DrawingFrame, colours: Colours) -> None:
    """Paint what belongs above the candles: lines, labels and handles. The painter is left as it was."""
    if not drawn:
        return
    painter.save()
    brush, clipped = Brush(painter, frame, colours), None
    for each in drawn:
        room = frame.plot if each.drawing.kind is DrawingKind.VERTICAL else frame.pane
        if room is not clipped:
            painter.setClipRect(room)
            clipped = room
        _paint_front(brush, each)
    painter.restore()


def price_labels(
    drawn: Sequence[DrawnShape], frame: DrawingFrame, colours: Colours
) -> list[tuple[float, str, QColor]]:  # fmt: skip
    """What drawings tell at the axis of the prices: pixel, text and colour.

    Level lines tell their price; a position that is selected or pointed at those of its target, entry and stop.
    """
    found = []
    for each in drawn:
        kind = each.drawing.kind
        if kind in LEVEL_LINES or (kind in POSITIONS and each.active):
            tones = (line_colour(each.drawing, colours), colours.ok, colours.failing)
            for anchor, tone in zip(each.drawing.points, tones, strict=False):
                found.append((frame.y_of(anchor.price), frame.price_text(anchor.price), tone))
    return [label for label in found if frame.pane.top() <= label[0] <= frame.pane.bottom()]


def time_labels(drawn: Sequence[DrawnShape], frame: DrawingFrame) -> list[DrawnTime]:
    """The times of vertical lines, and where they are written on the time axis."""
    lines = [each for each in drawn if each.drawing.kind is DrawingKind.VERTICAL]
    return [_time_label(each, frame) for each in lines]


def _time_label(drawn: DrawnShape, frame: DrawingFrame) -> DrawnTime:
    laid, axis = label_of(frame.time_text(drawn.drawing.points[0].ts), frame.family, frame.ratio), frame.axis
    wide, x = laid.width + 2 * SPACE * frame.ratio, drawn.shape.handles[0][0]
    left = round(max(min(x - wide / 2, axis.right() - wide), axis.left()))
    return DrawnTime(drawn.drawing, laid, QRectF(left, axis.top(), round(wide), axis.height()))


def paint_time_labels(
    painter: QPainter, labels: Sequence[DrawnTime], frame: DrawingFrame, colours: Colours
) -> None:  # fmt: skip
    """Write the times of vertical lines. The painter is left as it was."""
    if not labels:
        return
    painter.save()
    brush = Brush(painter, frame, colours)
    for drawing, laid, room in labels:
        painter.fillRect(room, line_colour(drawing, colours))
        top = room.top() + (room.height() - laid.height) / 2
        brush.write(laid, room.left() + brush.px(SPACE), top, colours.base)
    painter.restore()


def _paint_fill(brush: Brush, drawn: DrawnShape) -> None:
    found, drawing, colours = drawn.shape, drawn.drawing, brush.colours
    if found.box is not None:
        brush.fill(found.box, fill_colour(drawing, colours))
    if found.gain is not None:
        brush.fill(found.gain, fill_colour(drawing, colours, colours.ok))
    if found.loss is not None:
        brush.fill(found.loss, fill_colour(drawing, colours, colours.failing))
    if found.area:
        brush.polygon(found.area, fill_colour(drawing, colours), smooth=False)


def _paint_front(brush: Brush, drawn: DrawnShape) -> None:
    """Lines, then labels, then handles."""
    drawing, found, ratio = drawn.drawing, drawn.shape, brush.frame.ratio
    colour = line_colour(drawing, brush.colours)
    width = width_of(drawing, drawn.active, ratio)
    for line in found.guides:
        brush.line(line, blended(colour, brush.colours.base, FAINT), THIN * ratio, drawing.stroke)
    for line in (*found.lines, *(level.line for level in found.levels)):
        brush.line(line, colour, width, drawing.stroke)
    write_labels(brush, drawn, colour)
    if drawn.active:
        brush.handles(found.handles, colour, drawing.locked)
