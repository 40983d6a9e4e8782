"""What is written at drawings, a function a kind."""

from __future__ import annotations

import math
from collections.abc import Callable

from PySide6.QtGui import QColor

from ohlc_desktop.core.chart.drawings.drawing_shapes import FibonacciLevel
from ohlc_desktop.core.chart.drawings.drawings import LEVEL_LINES, MEASURES, POSITIONS, Drawing, DrawingKind
from ohlc_desktop.core.chart.drawings.geometry import Segment
from ohlc_desktop.ui.chart.items.drawn.drawn_brush import SPACE, Brush
from ohlc_desktop.ui.chart.items.drawn.drawn_frame import DrawnShape
from ohlc_desktop.ui.chart.items.drawn.drawn_numbers import measure_lines, position_lines
from ohlc_desktop.ui.chart.items.drawn.drawn_texts import laid_text, own_text


def write_labels(brush: Brush, drawn: DrawnShape, colour: QColor) -> None:
    """Write what belongs to a drawing."""
    write = _LABELS.get(drawn.drawing.kind)
    if write is not None:
        write(brush, drawn, colour)


def _level_line(brush: Brush, drawn: DrawnShape, colour: QColor) -> None:
    """The user's text, at the right; the price is at the axis."""
    for line in drawn.shape.lines if drawn.drawing.text else ():
        laid = brush.laid(_one_line(drawn.drawing))
        left = brush.frame.pane.right() - brush.px(SPACE) - laid.width
        brush.label(laid, left, line.y1, colour)


def _slanted(brush: Brush, drawn: DrawnShape, colour: QColor) -> None:
    """The user's text, in the middle of what is in sight."""
    for line in drawn.shape.lines if drawn.drawing.text else ():
        laid = brush.laid(_one_line(drawn.drawing))
        brush.label(laid, (line.x1 + line.x2 - laid.width) / 2, (line.y1 + line.y2) / 2 - brush.px(SPACE), colour)


def _vertical(brush: Brush, drawn: DrawnShape, colour: QColor) -> None:
    """The user's text beside the line, at the lower end of the prices."""
    for line in drawn.shape.lines if drawn.drawing.text else ():
        laid, space = brush.laid(_one_line(drawn.drawing)), brush.px(SPACE)
        right = line.x1 + space + laid.width <= brush.frame.pane.right()
        left = line.x1 + space if right else line.x1 - space - laid.width
        brush.label(laid, left, brush.frame.pane.bottom() - space, colour)


def _rectangle(brush: Brush, drawn: DrawnShape, colour: QColor) -> None:
    """The user's text in the upper left corner of what is in sight."""
    box = drawn.shape.box
    if drawn.drawing.text and box is not None:
        laid, space = brush.laid(drawn.drawing.text), brush.px(SPACE)
        brush.write(laid, max(box.left, brush.frame.pane.left()) + space, max(box.top, 0.0) + space, colour)


def _text(brush: Brush, drawn: DrawnShape, colour: QColor) -> None:
    """The text itself; in a faint frame while it is selected or pointed at."""
    frame, drawing = brush.frame, drawn.drawing
    laid = laid_text(own_text(drawing), frame.family, round(brush.px(drawing.text_size)))
    left, top = frame.to_pixel(*drawing.points[0])
    brush.write(laid, left, top, colour)
    if drawn.active:
        edge, (right, bottom) = brush.px(1), (left + laid.width, top + laid.height)
        corners = ((left, top), (right, top), (right, bottom), (left, bottom))
        for start, end in zip(corners, (*corners[1:], corners[0]), strict=True):
            brush.line(Segment(*start, *end), brush.colours.line, edge)


def _fibonacci(brush: Brush, drawn: DrawnShape, colour: QColor) -> None:
    """Level and price at each line, unless it would lie on the one below it."""
    height, above = brush.laid("0").height, math.inf
    for level in sorted(drawn.shape.levels, key=lambda level: -level.line.y1):
        if above - level.line.y1 >= height:
            above = level.line.y1
            _fibonacci_level(brush, level, colour)


def _fibonacci_level(brush: Brush, level: FibonacciLevel, colour: QColor) -> None:
    text = f"{level.ratio * 100:g} %  {brush.frame.price_text(level.price)}"
    left = max(level.line.x1, brush.frame.pane.left()) + brush.px(SPACE)
    brush.label(brush.laid(text), left, level.line.y1, colour)


def _measure(brush: Brush, drawn: DrawnShape, colour: QColor) -> None:
    """Arrows, and how far it is in price, in time or in both."""
    (start, end), kind = drawn.shape.handles, drawn.drawing.kind
    if kind is not DrawingKind.DATE_RANGE:
        brush.arrow(((start[0] + end[0]) / 2, end[1]), (0.0, end[1] - start[1]), colour)
    if kind is not DrawingKind.PRICE_RANGE:
        brush.arrow((end[0], (start[1] + end[1]) / 2), (end[0] - start[0], 0.0), colour)
    brush.note(measure_lines(drawn.drawing, brush.frame.series), start, end, colour)


def _position(brush: Brush, drawn: DrawnShape, colour: QColor) -> None:
    """What is won for what is risked; all else while it is selected or pointed at."""
    texts = position_lines(drawn.drawing, brush.frame.series)
    (left, entry), (right, target), (_, stop) = drawn.shape.handles
    ratio, middle, space = brush.laid(texts.entry), (left + right) / 2, brush.px(SPACE)
    if not drawn.active:
        if ratio.width <= abs(right - left):
            brush.label(ratio, min(left, right), min(target, stop), colour)
        return
    brush.tag(ratio, middle, entry - ratio.height / 2 - space / 2, colour)
    for text, y, tone in ((texts.target, target, brush.colours.ok), (texts.stop, stop, brush.colours.failing)):
        laid = brush.laid(text)
        brush.tag(laid, middle, y + space if y > entry else y - laid.height - 2 * space, tone)


def _one_line(drawing: Drawing) -> str:
    return " ".join(drawing.text.split())


_Write = Callable[[Brush, DrawnShape, QColor], None]
_LABELS: dict[DrawingKind, _Write] = {
    **dict.fromkeys(LEVEL_LINES, _level_line),
    **dict.fromkeys((DrawingKind.TREND, DrawingKind.RAY, DrawingKind.EXTENDED), _slanted),
    DrawingKind.VERTICAL: _vertical,
    DrawingKind.RECTANGLE: _rectangle,
    DrawingKind.TEXT: _text,
    DrawingKind.FIBONACCI: _fibonacci,
    **dict.fromkeys(MEASURES, _measure),
    **dict.fromkeys(POSITIONS, _position),
}
