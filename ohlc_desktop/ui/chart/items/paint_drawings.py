"""Paint drawings in device pixels.

Two steps, so that no half-transparent brush is needed (it costs 40 ms a frame): ``paint_backs`` puts the fill of
rectangles and measures below the candles in a colour that is blended beforehand, ``paint_fronts`` lines, labels and
handles above them. Lines that are horizontal or vertical lie on whole pixels; only slanted ones are antialiased.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen, QPolygonF

from ohlc_desktop.core.chart.drawings.drawing_shapes import FibonacciLevel, PixelRect, Point, Segment, Shape, shape
from ohlc_desktop.core.chart.drawings.drawings import Drawing, DrawingKind
from ohlc_desktop.core.chart.drawings.measuring import measure
from ohlc_desktop.core.chart.series import ChartSeries
from ohlc_desktop.services.i18n.messages import shown
from ohlc_desktop.ui.widgets.theme import Colours, blended, mixed

# In logical pixels.
_THIN = 1.5
_HANDLE = 4.0
_DOT = 2.5
_ARROW = 5.0
_FONT = 11
_SPACE = 4.0

# So much of a drawing's colour is in its fill, and in its guides.
_FILL = 0.12
_GUIDE = 0.45

#: Contrast that a line needs on the ground to be seen, as WCAG 2.1 asks of graphics.
CONTRAST = 3.0


@dataclass(frozen=True, slots=True)
class ShownDrawings:
    """What is to be painted.

    Attributes:
        drawings: The nearest to the viewer last.
        selected: Id of the selected one, ``hovered`` of the one under the pointer; empty for none.
        draft: What is being placed, or a measure that is about to vanish.
    """

    drawings: tuple[Drawing, ...] = ()
    selected: str = ""
    hovered: str = ""
    draft: Drawing | None = None

    def __iter__(self) -> Iterator[Drawing]:
        """All of them, the draft in front."""
        yield from self.drawings
        if self.draft is not None:
            yield self.draft

    def active(self, drawing: Drawing) -> bool:
        """Whether a drawing shows its handles."""
        return drawing.id in (self.selected, self.hovered) or drawing is self.draft


@dataclass(frozen=True, slots=True)
class DrawingFrame:
    """The price pane of one frame, in device pixels.

    Attributes:
        pane: Nothing is painted outside of it.
        x_of: From a stamp (UTC epoch seconds); ``y_of`` from a price. NaN or infinity where there is none.
        price_text: A price as the axis writes it.
        series: For what a measure says.
    """

    pane: QRectF
    x_of: Callable[[float], float]
    y_of: Callable[[float], float]
    price_text: Callable[[float], str]
    series: ChartSeries

    def to_pixel(self, ts: float, price: float) -> Point:
        """Both at once."""
        return self.x_of(ts), self.y_of(price)


def paint_backs(painter: QPainter, shown: ShownDrawings, frame: DrawingFrame, colours: Colours) -> None:
    """Paint what belongs below the candles: light fills."""
    pane = _pane(frame.pane, 0)
    for drawing in shown:
        if drawing.kind in (DrawingKind.RECTANGLE, DrawingKind.MEASURE):
            box = shape(drawing, frame.to_pixel, pane).box
            if box is not None:
                left, top, right, bottom = map(round, box)
                fill = blended(line_colour(drawing, colours), colours.base, _FILL)
                painter.fillRect(left, top, right - left, bottom - top, fill)


def paint_fronts(painter: QPainter, shown: ShownDrawings, frame: DrawingFrame, colours: Colours, ratio: float) -> None:
    """Paint what belongs above the candles: lines, labels and handles.

    ``ratio`` is device pixels per logical pixel. The painter is left as it was.
    """
    if not (shown.drawings or shown.draft):
        return
    painter.save()
    painter.setClipRect(frame.pane)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setFont(_font(painter.font().family(), round(_FONT * ratio)))
    brush = _Brush(painter, frame, colours, ratio, QFontMetricsF(painter.font()))
    pane = _pane(frame.pane, 2 * ratio)
    for drawing in shown:
        found = shape(drawing, frame.to_pixel, pane)
        if found.visible:
            brush.paint(drawing, found, shown.active(drawing))
    painter.restore()


# -- colours ------------------------------------------------------------------------------------------------


def line_colour(drawing: Drawing, colours: Colours) -> QColor:
    """The colour of a drawing's lines in a theme; a colour of its own is made readable on the theme's ground."""
    if drawing.colour:
        return own_colour(QColor(drawing.colour), colours.base)
    if drawing.kind is DrawingKind.MEASURE:
        return colours.ok if drawing.points[1].price >= drawing.points[0].price else colours.failing
    return colours.muted if drawing.kind is DrawingKind.FIBONACCI else colours.accent


def own_colour(colour: QColor, base: QColor) -> QColor:
    """A colour, or as much of black or white mixed in as it needs for a contrast of ``CONTRAST`` on ``base``."""
    return QColor.fromRgb(_readable(colour.rgb(), base.rgb()))


@lru_cache(maxsize=256)
def _readable(colour: int, base: int) -> int:
    ends = (0xFF000000, 0xFFFFFFFF)
    far = max(ends, key=lambda end: _contrast(end, base))
    steps = (mixed(far, colour, step / 20) for step in range(21))
    return next((mixed for mixed in steps if _contrast(mixed, base) >= CONTRAST), far)


def _contrast(one: int, other: int) -> float:
    """As WCAG 2 defines it: 1 to 21."""
    low, high = sorted((_luminance(one), _luminance(other)))
    return (high + 0.05) / (low + 0.05)


def _luminance(colour: int) -> float:
    shares = (part / 255 for part in (colour >> 16 & 255, colour >> 8 & 255, colour & 255))
    red, green, blue = (s / 12.92 if s <= 0.04045 else ((s + 0.055) / 1.055) ** 2.4 for s in shares)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


# -- one drawing --------------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Brush:
    """Paints one drawing after the other."""

    painter: QPainter
    frame: DrawingFrame
    colours: Colours
    ratio: float
    metrics: QFontMetricsF

    def paint(self, drawing: Drawing, found: Shape, active: bool) -> None:
        """Lines, then labels, then handles."""
        colour = line_colour(drawing, self.colours)
        width = (_THIN + drawing.width - 1 + (0.5 if active else 0)) * self.ratio
        for line in found.guides:
            self._line(line, blended(colour, self.colours.base, _GUIDE), self.ratio)
        for line in (*found.lines, *(level.line for level in found.levels)):
            self._line(line, colour, width)
        self._labels(drawing, found, colour)
        if drawing.kind is DrawingKind.MEASURE:
            self._measure(drawing, found, colour)
        if active:
            self._handles(found.handles, colour, drawing.locked)

    def _line(self, line: Segment, colour: QColor, width: float) -> None:
        x1, y1, x2, y2 = line
        thick = max(int(width), 1)
        if abs(y1 - y2) < 0.01:
            left, right = sorted((round(x1), round(x2)))
            self.painter.fillRect(left, math.floor(y1 - (thick - 1) / 2), right - left, thick, colour)
        elif abs(x1 - x2) < 0.01:
            top, bottom = sorted((round(y1), round(y2)))
            self.painter.fillRect(math.floor(x1 - (thick - 1) / 2), top, thick, bottom - top, colour)
        else:
            self.painter.setPen(QPen(colour, width))
            self.painter.drawLine(QLineF(x1, y1, x2, y2))

    def _handles(self, places: tuple[Point, ...], colour: QColor, locked: bool) -> None:
        """Rings to be dragged; dots where nothing can be."""
        radius = (_DOT if locked else _HANDLE) * self.ratio
        near = _pane(self.frame.pane, radius)
        self.painter.setPen(QPen(colour, _THIN * self.ratio))
        self.painter.setBrush(colour if locked else self.colours.base)
        for place in places:
            if near.holds(place):
                self.painter.drawEllipse(QPointF(*place), radius, radius)

    # -- labels --------------------------------------------------------------------------------------------

    def _labels(self, drawing: Drawing, found: Shape, colour: QColor) -> None:
        if drawing.kind is DrawingKind.HORIZONTAL:
            text = self.frame.price_text(drawing.points[0].price)
            left = self.frame.pane.right() - _SPACE * self.ratio - self.metrics.horizontalAdvance(text)
            self._text(text, left, found.lines[0].y1, colour)
        height, above = self.metrics.height(), math.inf
        for level in sorted(found.levels, key=lambda level: -level.line.y1):
            if above - level.line.y1 >= height:  # else it would lie on the one below it
                above = level.line.y1
                self._level(level, colour)

    def _level(self, level: FibonacciLevel, colour: QColor) -> None:
        text = f"{level.ratio * 100:g} %  {self.frame.price_text(level.price)}"
        left = max(level.line.x1, self.frame.pane.left()) + _SPACE * self.ratio
        self._text(text, left, level.line.y1, colour)

    def _text(self, text: str, left: float, line: float, colour: QColor) -> None:
        """A text just above a line, on a ground of its own: candles below it would make it hard to read."""
        x, y, gap = round(left), round(line - 3 * self.ratio), round(self.ratio)
        wide, high = round(self.metrics.horizontalAdvance(text)), round(self.metrics.ascent())
        self.painter.fillRect(x - gap, y - high, wide + 2 * gap, high + gap, self.colours.base)
        self.painter.setPen(colour)
        self.painter.drawText(QPointF(x, y), text)

    # -- measures ------------------------------------------------------------------------------------------

    def _measure(self, drawing: Drawing, found: Shape, colour: QColor) -> None:
        start, end = found.handles
        self._arrow(((start[0] + end[0]) / 2, end[1]), (0.0, end[1] - start[1]), colour)
        self._arrow((end[0], (start[1] + end[1]) / 2), (end[0] - start[0], 0.0), colour)
        told = measure(drawing.points[0], drawing.points[1], self.frame.series)
        self._note(tuple(map(shown, told)), start, end, colour)

    def _arrow(self, tip: Point, way: Point, colour: QColor) -> None:
        """The end of a line that runs along one of the axes; none at a line that is shorter."""
        size = _ARROW * self.ratio
        length = abs(way[0] + way[1])
        if length < 2 * size or not _pane(self.frame.pane, size).holds(tip):
            return
        dx, dy = way[0] / length * size, way[1] / length * size
        back = (tip[0] - dx, tip[1] - dy)
        self.painter.setPen(Qt.PenStyle.NoPen)
        self.painter.setBrush(colour)
        corners = (tip, (back[0] - dy * 0.7, back[1] - dx * 0.7), (back[0] + dy * 0.7, back[1] + dx * 0.7))
        self.painter.drawPolygon(QPolygonF([QPointF(*corner) for corner in corners]))

    def _note(self, lines: tuple[str, ...], start: Point, end: Point, colour: QColor) -> None:
        """Lines of text on a ground of their own, beyond the end of a measure and always in sight."""
        space, high = 2 * _SPACE * self.ratio, self.metrics.height()
        wide = max(map(self.metrics.horizontalAdvance, lines)) + 2 * space
        tall = high * len(lines) + space
        top = end[1] + space if end[1] > start[1] else end[1] - space - tall
        pane = self.frame.pane
        left = max(min((start[0] + end[0] - wide) / 2, pane.right() - wide - space), pane.left() + space)
        top = max(min(top, pane.bottom() - tall - space), pane.top() + space)
        ground = QRectF(round(left), round(top), round(wide), round(tall))
        self.painter.setPen(QPen(blended(colour, self.colours.base, _GUIDE), self.ratio))
        self.painter.setBrush(self.colours.base)
        self.painter.drawRoundedRect(ground, _SPACE * self.ratio, _SPACE * self.ratio)
        for row, text in enumerate(lines):
            self.painter.setPen(colour if row == 0 else self.colours.muted)
            place = QRectF(ground.left(), ground.top() + space / 2 + row * high, ground.width(), high)
            self.painter.drawText(place, Qt.AlignmentFlag.AlignCenter, text)


def _pane(rect: QRectF, margin: float) -> PixelRect:
    return PixelRect(rect.left(), rect.top(), rect.right(), rect.bottom()).grown(margin)


@lru_cache(maxsize=16)
def _font(family: str, pixels: int) -> QFont:
    font = QFont(family)
    font.setPixelSize(max(pixels, 1))
    return font
