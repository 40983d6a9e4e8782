"""What the parts of the style are drawn with: rounded grounds, chevrons, ticks and dots, sharp at every scaling."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF
from PySide6.QtWidgets import QStyle, QStyleOption

#: Of the corners of buttons and fields.
CORNER = 6.0

_FLAGS = QStyle.StateFlag
ENABLED, HOVER, DOWN, ON = _FLAGS.State_Enabled, _FLAGS.State_MouseOver, _FLAGS.State_Sunken, _FLAGS.State_On
FOCUS, BY_KEYS, SELECTED = _FLAGS.State_HasFocus, _FLAGS.State_KeyboardFocusChange, _FLAGS.State_Selected
#: Neither on nor off.
BETWEEN = _FLAGS.State_NoChange


def enabled(option: QStyleOption) -> bool:
    """Whether it can be used."""
    return bool(option.state & ENABLED)


def hovered(option: QStyleOption) -> bool:
    """Whether it can be used and the pointer is over it."""
    return enabled(option) and bool(option.state & HOVER)


def ringed(option: QStyleOption) -> bool:
    """Whether the keyboard is there, and was brought there by keys."""
    return bool(option.state & FOCUS) and bool(option.state & BY_KEYS)


def ground(
    painter: QPainter, rect: QRect, fill: QColor | None, edge: QColor | None, width: float = 1.0, corner: float = CORNER
) -> None:
    """A rounded rectangle; its frame lies inside it."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen if edge is None else QPen(edge, width))
    painter.setBrush(Qt.BrushStyle.NoBrush if fill is None else fill)
    inset = 0.0 if edge is None else width / 2
    painter.drawRoundedRect(QRectF(rect).adjusted(inset, inset, -inset, -inset), corner - inset, corner - inset)
    painter.restore()


def chevron(painter: QPainter, rect: QRect, colour: QColor, turns: int = 0) -> None:
    """A small arrow in the middle of ``rect``: down, or so many quarter turns further (1 left, 2 up, 3 right)."""
    _polyline(painter, rect, colour, ((-3.5, -1.75), (0, 1.75), (3.5, -1.75)), 90.0 * turns, 1.5)


def tick(painter: QPainter, rect: QRect, colour: QColor) -> None:
    """A tick in the middle of ``rect``."""
    _polyline(painter, rect, colour, ((-4, 0.2), (-1.2, 3), (4, -3)), 0.0, 1.8)


def dash(painter: QPainter, rect: QRect, colour: QColor) -> None:
    """A dash in the middle of ``rect``."""
    _polyline(painter, rect, colour, ((-3.5, 0), (3.5, 0)), 0.0, 1.8)


def dot(painter: QPainter, rect: QRect, colour: QColor, radius: float = 3.0) -> None:
    """A dot in the middle of ``rect``."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    painter.drawEllipse(QRectF(rect).center(), radius, radius)
    painter.restore()


def _polyline(
    painter: QPainter, rect: QRect, colour: QColor, points: tuple[tuple[float, float], ...], angle: float, width: float
) -> None:
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.translate(QRectF(rect).center())
    painter.rotate(angle)
    painter.setPen(QPen(colour, width, c=Qt.PenCapStyle.RoundCap, j=Qt.PenJoinStyle.RoundJoin))
    painter.drawPolyline(QPolygonF([QPointF(*point) for point in points]))
    painter.restore()
