"""Lines, handles, arrows and labels of drawings, in device pixels.

Lines that are horizontal or vertical lie on whole pixels; only slanted ones are antialiased.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from ohlc_desktop.core.chart.drawings.drawings import Drawing
from ohlc_desktop.core.chart.drawings.geometry import PixelRect, Point, Segment
from ohlc_desktop.core.chart.line_look import Stroke
from ohlc_desktop.ui.chart.items.drawn.drawn_frame import DrawingFrame, grown
from ohlc_desktop.ui.chart.items.drawn.drawn_texts import LaidText, label_of
from ohlc_desktop.ui.widgets.theme import Colours, blended

# In logical pixels.
THIN = 1.5
SPACE = 4.0
_HANDLE = 4.0
_DOT = 2.5
_ARROW = 5.0
# Height of the legend at the top of the prices, under which no note could be read.
_LEGEND = 38.0
# A dash and the gap after it; dots are as long as they are thick, and their gaps twice that.
_DASH, _GAP = 6.0, 4.0

#: So much of a drawing's colour is in its fainter lines.
FAINT = 0.45

_SMOOTH = QPainter.RenderHint.Antialiasing


@dataclass(slots=True)
class Brush:
    """Paints what drawings consist of.

    Attributes:
        painter: On a device whose pixels are the frame's; its state is the caller's to keep.
        frame: Where.
        colours: The theme.
    """

    painter: QPainter
    frame: DrawingFrame
    colours: Colours

    def px(self, logical: float) -> float:
        """Device pixels of logical ones."""
        return logical * self.frame.ratio

    # -- lines -------------------------------------------------------------------------------------

    def line(self, line: Segment, colour: QColor, width: float, stroke: Stroke = Stroke.SOLID) -> None:
        """A line so many device pixels wide."""
        if abs(line.y1 - line.y2) < 0.01:
            self._straight(line.y1, line.x1, line.x2, colour, width, stroke, flat=True)
        elif abs(line.x1 - line.x2) < 0.01:
            self._straight(line.x1, line.y1, line.y2, colour, width, stroke, flat=False)
        else:
            self._slanted(line, colour, width, stroke)

    def _straight(
        self, at: float, start: float, end: float, colour: QColor, width: float, stroke: Stroke, flat: bool
    ) -> None:
        """A horizontal or vertical line, of which each pixel is covered whole."""
        thick = max(int(width), 1)
        first, last = round(start), round(end)
        if first > last:
            first, last = last, first
        side = math.floor(at - (thick - 1) / 2)
        if stroke is Stroke.SOLID:
            across = (first, side, last - first, thick)
            self.painter.fillRect(*(across if flat else (side, first, thick, last - first)), colour)
            return
        middle = side + thick / 2
        self.painter.setPen(self._pen(colour, thick, stroke))
        self.painter.drawLine(QLineF(first, middle, last, middle) if flat else QLineF(middle, first, middle, last))

    def _slanted(self, line: Segment, colour: QColor, width: float, stroke: Stroke) -> None:
        self.painter.setRenderHint(_SMOOTH)
        self.painter.setPen(self._pen(colour, width, stroke))
        self.painter.drawLine(QLineF(*line))
        self.painter.setRenderHint(_SMOOTH, False)

    def _pen(self, colour: QColor, width: float, stroke: Stroke) -> QPen:
        pen = QPen(colour, width)
        if stroke is not Stroke.SOLID:
            dash = (self.px(_DASH), self.px(_GAP)) if stroke is Stroke.DASHED else (width, 2 * width)
            pen.setCapStyle(Qt.PenCapStyle.FlatCap)
            pen.setDashPattern([part / width for part in dash])
        return pen

    def handles(self, places: Sequence[Point], colour: QColor, locked: bool) -> None:
        """Rings to be dragged; dots where nothing can be."""
        radius = self.px(_DOT if locked else _HANDLE)
        near = grown(self.frame.plot, radius)
        self.painter.setRenderHint(_SMOOTH)
        self.painter.setPen(QPen(colour, self.px(THIN)))
        self.painter.setBrush(colour if locked else self.colours.base)
        for place in places:
            if near.holds(place):
                self.painter.drawEllipse(QPointF(*place), radius, radius)
        self.painter.setRenderHint(_SMOOTH, False)

    def arrow(self, tip: Point, way: Point, colour: QColor) -> None:
        """The end of a line that runs along one of the axes; none at a line that is shorter."""
        size = self.px(_ARROW)
        length = abs(way[0] + way[1])
        if length < 2 * size or not grown(self.frame.pane, size).holds(tip):
            return
        dx, dy = way[0] / length * size, way[1] / length * size
        back = (tip[0] - dx, tip[1] - dy)
        self.polygon((tip, (back[0] - dy * 0.7, back[1] - dx * 0.7), (back[0] + dy * 0.7, back[1] + dx * 0.7)), colour)

    def polygon(self, corners: Sequence[Point], colour: QColor, smooth: bool = True) -> None:
        """A filled polygon; its edges need not be smooth where lines lie on them."""
        self.painter.setRenderHint(_SMOOTH, smooth)
        self.painter.setPen(Qt.PenStyle.NoPen)
        self.painter.setBrush(colour)
        self.painter.drawPolygon(QPolygonF([QPointF(*corner) for corner in corners]))
        self.painter.setRenderHint(_SMOOTH, False)

    def fill(self, box: PixelRect, colour: QColor) -> None:
        """A filled rectangle."""
        left, top, right, bottom = map(round, box)
        self.painter.fillRect(left, top, right - left, bottom - top, colour)

    # -- texts -------------------------------------------------------------------------------------

    def laid(self, text: str) -> LaidText:
        """A label, ready to be painted."""
        return label_of(text, self.frame.family, self.frame.ratio)

    def write(self, laid: LaidText, left: float, top: float, colour: QColor) -> None:
        """Write a text whose upper left corner is at a pixel."""
        self.painter.setFont(laid.font)
        self.painter.setPen(colour)
        self.painter.drawStaticText(QPointF(round(left), round(top)), laid.text)

    def label(self, laid: LaidText, left: float, line: float, colour: QColor) -> None:
        """A text just above a line, on a ground of its own: candles below it would make it hard to read."""
        gap, top = round(self.px(1)), round(line - self.px(1) - laid.height)
        ground = (round(left) - gap, top, round(laid.width) + 2 * gap, round(laid.height) - gap)
        self.painter.fillRect(*ground, self.colours.base)
        self.write(laid, left, top, colour)

    def tag(self, laid: LaidText, middle: float, top: float, ground: QColor) -> QRectF:
        """A text on a ground of a colour, kept within the pane; the room that it takes."""
        pane, space = self.frame.pane, self.px(SPACE)
        wide, tall = laid.width + 2 * space, laid.height + space
        left = max(min(middle - wide / 2, pane.right() - wide - space), pane.left() + space)
        top = max(min(top, pane.bottom() - tall - space), pane.top() + space)
        room = QRectF(round(left), round(top), round(wide), round(tall))
        self._rounded(room, ground, QPen(Qt.PenStyle.NoPen))
        self.write(laid, room.left() + space, room.top() + space / 2, self.colours.base)
        return room

    def note(self, lines: Sequence[str], start: Point, end: Point, colour: QColor) -> None:
        """Lines of text on a ground of their own, beyond the end of a measure and always in sight."""
        laid = [self.laid(text) for text in lines]
        space, high = self.px(2 * SPACE), laid[0].height
        wide, tall = max(each.width for each in laid) + 2 * space, high * len(laid) + space
        pane, top = self.frame.pane, end[1] + space if end[1] > start[1] else end[1] - space - tall
        if top < pane.top() + self.px(_LEGEND):
            top = max(start[1], end[1]) + space
        left = max(min((start[0] + end[0] - wide) / 2, pane.right() - wide - space), pane.left() + space)
        top = max(min(top, pane.bottom() - tall - space), pane.top() + space)
        room = QRectF(round(left), round(top), round(wide), round(tall))
        self._rounded(room, self.colours.base, QPen(blended(colour, self.colours.base, FAINT), self.frame.ratio))
        for row, each in enumerate(laid):
            x = room.left() + (room.width() - each.width) / 2
            self.write(each, x, room.top() + space / 2 + row * high, colour if row == 0 else self.colours.muted)

    def _rounded(self, room: QRectF, ground: QColor, pen: QPen) -> None:
        self.painter.setRenderHint(_SMOOTH)
        self.painter.setPen(pen)
        self.painter.setBrush(ground)
        self.painter.drawRoundedRect(room, self.px(SPACE), self.px(SPACE))
        self.painter.setRenderHint(_SMOOTH, False)


def width_of(drawing: Drawing, active: bool, ratio: float) -> float:
    """Device pixels of a drawing's lines; a little more while it is selected or pointed at."""
    return (THIN + drawing.width - 1 + (0.5 if active else 0)) * ratio
