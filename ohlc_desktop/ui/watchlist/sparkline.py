"""Paints the course of an instrument's prices in a cell of the watchlist."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QPointF, QRect, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF
from PySide6.QtWidgets import QStyleOptionViewItem

from ohlc_desktop.ui.widgets.tables import Index, RoomyRows
from ohlc_desktop.ui.widgets.theme import GAP

#: Role of a course: prices, oldest first (tuple[float, ...]); None or fewer than two for none.
COURSE_ROLE = Qt.ItemDataRole.UserRole + 2
#: Role of its colour.
COLOUR_ROLE = Qt.ItemDataRole.UserRole + 3
_WIDTH = 1.5
_AIR = 5


@lru_cache(maxsize=512)
def unit_line(prices: tuple[float, ...]) -> QPolygonF:
    """A line through prices in a square of side 1, the highest at 0 and the lowest at 1; level in the middle if all are equal."""
    low, high, last = min(prices), max(prices), len(prices) - 1
    room = high - low
    return QPolygonF([QPointF(n / last, (high - p) / room if room else 0.5) for n, p in enumerate(prices)])


class Sparklines(RoomyRows):
    """A cell with a course is painted as a line, another as text."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """The ground as of any cell, then the line."""
        super().paint(painter, option, index)
        prices = index.data(COURSE_ROLE)
        if prices is not None and len(prices) > 1:
            _paint_line(painter, option.rect.adjusted(GAP, _AIR, -GAP, -_AIR), prices, index.data(COLOUR_ROLE))


def _paint_line(painter: QPainter, room: QRect, prices: tuple[float, ...], colour: QColor) -> None:
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    pen = QPen(colour, _WIDTH * painter.device().devicePixelRatioF())
    pen.setCosmetic(True)  # the same width whatever the line is stretched to
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.setPen(pen)
    painter.translate(room.topLeft())
    painter.scale(room.width(), room.height())
    painter.drawPolyline(unit_line(prices))
    painter.restore()
