"""The app's icon and the tray's, drawn at every size so that no edge falls between pixels.

Candlesticks on a dark tile with a light edge: the tile makes them legible on light and dark panels alike. What the
tray says is told by a shape in the lower right corner (progress: a bar below), never by colour alone.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QIcon, QLinearGradient, QPainter, QPainterPath, QPen, QPixmap, QPolygonF

#: Sides in pixels for panels from 16 to 64 at 100 to 200 %, and for what desktops show of a window.
TRAY_SIZES = (16, 20, 22, 24, 32, 44, 48, 64, 128)
SIZES = (*TRAY_SIZES, 256)

_TILE = (QColor("#33475f"), QColor("#1a2634"))
_EDGE = QColor("#6f86a3")
_RISING, _FALLING, _DIM = QColor("#3fd6a4"), QColor("#f4f6f8"), QColor("#8695a8")
_BLUE, _AMBER, _WHITE, _INK = QColor("#58aefc"), QColor("#ffbe3d"), QColor("#f4f6f8"), QColor("#101823")
_VIOLET, _RED = QColor("#8a4fd8"), QColor("#d8414c")


class TrayState(StrEnum):
    """What the tray icon says."""

    IDLE = "idle"
    IMPORTING = "importing"
    ATTENTION = "attention"
    PAUSED = "paused"
    OFFLINE = "offline"


@dataclass(frozen=True, slots=True)
class _Grid:
    """Whole pixels for one size: width of a body, of a wick, of a gap; how many candles; side of the badge."""

    body: int
    wick: int
    gap: int
    count: int
    badge: int

    def left(self, side: int) -> int:
        """Where the first body begins."""
        return (side - self.count * self.body - (self.count - 1) * self.gap) // 2


#: Body and wick are both even, and so is what is left over: everything is centred.
_GRIDS = {
    16: _Grid(4, 2, 2, 2, 9),
    20: _Grid(4, 2, 1, 3, 12),
    22: _Grid(4, 2, 2, 3, 12),
    24: _Grid(4, 2, 2, 3, 14),
    32: _Grid(6, 2, 3, 3, 18),
    44: _Grid(8, 2, 4, 3, 26),
    48: _Grid(8, 2, 5, 3, 28),
    64: _Grid(12, 4, 5, 3, 36),
    128: _Grid(24, 6, 10, 3, 74),
    256: _Grid(48, 12, 20, 3, 148),
}

#: Rising, and top of wick, top of body, bottom of body, bottom of wick as shares of the room for candles.
_CANDLES = ((False, 0.16, 0.34, 0.80, 1.00), (True, 0.20, 0.42, 0.78, 0.94), (True, 0.00, 0.14, 0.60, 0.80))
_PAIR = ((False, 0.10, 0.36, 0.82, 1.00), (True, 0.00, 0.18, 0.64, 0.90))


@cache
def app_icon() -> QIcon:
    """The icon of windows."""
    return _icon(draw(side, TrayState.IDLE) for side in SIZES)


def tray_icon(state: TrayState, progress: float | None = None, demo: bool = False) -> QIcon:
    """The tray's icon; ``progress`` (0 to 1, None while unknown) matters while importing."""
    return _icon(draw(side, state, progress, demo) for side in TRAY_SIZES)


def _icon(pixmaps: Iterable[QPixmap]) -> QIcon:
    icon = QIcon()
    for pixmap in pixmaps:
        icon.addPixmap(pixmap)
    return icon


def draw(side: int, state: TrayState, progress: float | None = None, demo: bool = False) -> QPixmap:
    """One size of the tray's icon."""
    pixmap = QPixmap(side, side)
    pixmap.fill(Qt.GlobalColor.transparent)
    importing = state is TrayState.IMPORTING
    with QPainter(pixmap) as painter:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        _draw_tile(painter, side)
        _draw_candles(painter, side, importing, state in (TrayState.PAUSED, TrayState.OFFLINE))
        if importing:
            _draw_progress(painter, side, progress)
        elif state in _BADGES:
            _BADGES[state](painter, _corner(side))
        if demo:
            _draw_demo(painter, side)
    return pixmap


def _draw_tile(painter: QPainter, side: int) -> None:
    line = max(1, side // 32)
    shade = QLinearGradient(0, 0, 0, side)
    shade.setColorAt(0, _TILE[0])
    shade.setColorAt(1, _TILE[1])
    painter.setBrush(shade)
    painter.setPen(QPen(_EDGE, line))
    painter.drawRoundedRect(QRectF(line / 2, line / 2, side - line, side - line), side * 0.2, side * 0.2)


def _bar(side: int) -> int:
    """Height of the progress bar."""
    return max(3, round(side * 0.14))


def _draw_candles(painter: QPainter, side: int, importing: bool, dim: bool) -> None:
    grid = _GRIDS[side]
    top = round(side * 0.16)
    room = side - 2 * top - (_bar(side) - 1 if importing else 0)
    candles = _CANDLES if grid.count == 3 else _PAIR
    for number, (rising, *shares) in enumerate(candles):
        high, start, end, low = (top + round(room * share) for share in shares)
        x = grid.left(side) + number * (grid.body + grid.gap)
        colour = _DIM if dim else _RISING if rising else _FALLING
        painter.fillRect(QRect(x + (grid.body - grid.wick) // 2, high, grid.wick, low - high), colour)
        painter.fillRect(QRect(x, start, grid.body, end - start), colour)


def _draw_progress(painter: QPainter, side: int, progress: float | None) -> None:
    """A bar that fills; a piece in its middle while nothing can be told."""
    inset, height = max(2, round(side * 0.13)), _bar(side)
    track = QRect(inset, side - height - max(1, round(side * 0.09)), side - 2 * inset, height)
    share = 1 / 3 if progress is None else min(max(progress, 0.0), 1.0)
    filled = round(track.width() * share)
    start = (track.width() - filled) // 2 if progress is None else 0
    _draw_bar(painter, track, _INK)
    if filled:
        _draw_bar(painter, QRect(track.x() + start, track.y(), filled, height), _BLUE)


def _draw_bar(painter: QPainter, where: QRect, colour: QColor) -> None:
    """A bar with round ends where there are pixels enough for them."""
    if where.height() <= 6:
        painter.fillRect(where, colour)
        return
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    where.setWidth(max(where.width(), where.height()))
    painter.drawRoundedRect(QRectF(where), where.height() / 2, where.height() / 2)


def _corner(side: int) -> QRect:
    """Where the badge is: the lower right corner."""
    size = _GRIDS[side].badge
    return QRect(side - size, side - size, size, size)


def _middle(size: int, share: float) -> int:
    """A width near a share of ``size`` that can stand in its middle with whole pixels on both sides."""
    width = max(1, round(size * share))
    return width if (size - width) % 2 == 0 else width + 1


def _draw_triangle(painter: QPainter, where: QRect) -> None:
    """Attention: a triangle with an exclamation mark."""
    size, line = where.width(), where.width() / 9
    room = QRectF(where).adjusted(line, line, -line, -line)
    corners = [QPointF(room.center().x(), room.top()), room.bottomRight(), room.bottomLeft()]
    for colour, width in ((_INK, 2.0), (_AMBER, 0.4)):
        painter.setPen(_line(colour, line * width))
        painter.setBrush(colour)
        painter.drawPolygon(QPolygonF(corners))
    width = _middle(size, 0.12)
    x, foot = where.x() + (size - width) // 2, where.bottom() - round(line * 2)
    painter.fillRect(QRect(x, foot - width + 1, width, width), _INK)
    stem = round(size * 0.28)
    painter.fillRect(QRect(x, foot - width - max(1, width // 2) - stem + 1, width, stem), _INK)


def _line(colour: QColor, width: float) -> QPen:
    return QPen(colour, width, j=Qt.PenJoinStyle.RoundJoin)


def _draw_disc(painter: QPainter, where: QRect, colour: QColor) -> None:
    """A disc with a dark rim, so that it stands off from any panel."""
    rim = max(1, where.width() // 11)
    painter.setPen(Qt.PenStyle.NoPen)
    for inset, fill in ((0, _INK), (rim, colour)):
        painter.setBrush(fill)
        painter.drawEllipse(QRectF(where).adjusted(inset, inset, -inset, -inset))


def _draw_pause(painter: QPainter, where: QRect) -> None:
    """Paused: two bars on a white disc."""
    _draw_disc(painter, where, _WHITE)
    size = where.width()
    bar = max(1, round(size * 0.15))
    gap, tall = _middle(size, 0.12), _middle(size, 0.42)
    x, y = where.x() + (size - gap) // 2, where.y() + (size - tall) // 2
    painter.fillRect(QRect(x - bar, y, bar, tall), _INK)
    painter.fillRect(QRect(x + gap, y, bar, tall), _INK)


def _draw_cross(painter: QPainter, where: QRect) -> None:
    """Offline: a cross on a red disc."""
    _draw_disc(painter, where, _RED)
    size = where.width()
    reach = size * 0.17
    centre = QRectF(where).center()
    painter.setPen(QPen(_WHITE, max(1.3, size * 0.12)))
    painter.drawLine(centre - QPointF(reach, reach), centre + QPointF(reach, reach))
    painter.drawLine(centre - QPointF(reach, -reach), centre + QPointF(reach, -reach))


#: The letter of the demo, for sizes at which a curve would blur.
_D = ("XXX.", "X..X", "X..X", "X..X", "XXX.")


def _draw_demo(painter: QPainter, side: int) -> None:
    """A violet tag with a D in the upper left corner."""
    unit = max(1, side // 16)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(_VIOLET)
    painter.drawRoundedRect(QRectF(0, 0, 6 * unit, 7 * unit), unit, unit)
    if unit < 3:
        for y, row in enumerate(_D, 1):
            for x in (at for at, dot in enumerate(row, 1) if dot == "X"):
                painter.fillRect(QRect(x * unit, y * unit, unit, unit), _WHITE)
        return
    letter = QPainterPath(QPointF(1.5 * unit, 1.5 * unit))
    letter.lineTo(2.3 * unit, 1.5 * unit)
    letter.cubicTo(5.0 * unit, 1.5 * unit, 5.0 * unit, 5.5 * unit, 2.3 * unit, 5.5 * unit)
    letter.lineTo(1.5 * unit, 5.5 * unit)
    letter.closeSubpath()
    painter.strokePath(letter, _line(_WHITE, unit))


_BADGES = {TrayState.ATTENTION: _draw_triangle, TrayState.PAUSED: _draw_pause, TrayState.OFFLINE: _draw_cross}
