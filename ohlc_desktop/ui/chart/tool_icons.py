"""The pictures on the chart's buttons: thin lines in the colours of the theme, sharp at every scaling."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from enum import StrEnum
from functools import lru_cache

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPen, QPixmap, QPolygonF

#: Side of an icon in logical pixels; shapes are drawn on a grid of this size.
SIDE = 20
_RATIOS = (1.0, 1.5, 2.0)
_WIDTH = 1.5


class Picture(StrEnum):
    """What an icon shows."""

    CANDLES = "candles"
    HOLLOW = "hollow"
    BARS = "bars"
    LINE = "line"
    AREA = "area"
    HEIKIN_ASHI = "heikin-ashi"
    INDICATORS = "indicators"
    COMPARE = "compare"
    ZONE = "zone"
    VIEW = "view"
    DATE = "date"
    SNAPSHOT = "snapshot"
    LINK = "link"
    MORE = "more"
    BACK = "back"
    FORWARD = "forward"
    POINTER = "pointer"
    HORIZONTAL = "horizontal"
    TREND = "trend"
    RAY = "ray"
    RECTANGLE = "rectangle"
    FIBONACCI = "fibonacci"
    MEASURE = "measure"
    MAGNET = "magnet"
    UNDO = "undo"
    REDO = "redo"
    DELETE = "delete"
    ONE = "one"
    SIDE_BY_SIDE = "side-by-side"
    STACKED = "stacked"
    FOUR = "four"
    BIG_AND_TWO = "big-and-two"


def tool_icon(picture: Picture, colour: QColor) -> QIcon:
    """An icon in a colour."""
    return _icon(picture, colour.name())


def dot_icon(colour: QColor) -> QIcon:
    """A filled disc, as it stands for a link colour."""
    return _dot(colour.name())


def tool_pixmap(picture: Picture, colour: QColor, side: int, ratio: float) -> QPixmap:
    """A picture of ``side`` logical pixels in a colour, for a screen with ``ratio`` pixels to one of them."""
    return _pixmap(_DRAW[picture], colour.name(), side, ratio)


@lru_cache(maxsize=256)
def _icon(picture: Picture, colour: str) -> QIcon:
    return _made(_DRAW[picture], colour)


@lru_cache(maxsize=32)
def _dot(colour: str) -> QIcon:
    def draw(painter: QPainter) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(colour))
        painter.drawEllipse(QRectF(4.5, 4.5, 11, 11))

    return _made(draw, colour)


def _made(draw: Callable[[QPainter], None], colour: str) -> QIcon:
    icon = QIcon()
    for ratio in _RATIOS:
        icon.addPixmap(_pixmap(draw, colour, SIDE, ratio))
    return icon


def _pixmap(draw: Callable[[QPainter], None], colour: str, side: int, ratio: float) -> QPixmap:
    pixmap = QPixmap(round(side * ratio), round(side * ratio))
    pixmap.setDevicePixelRatio(ratio)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.scale(side / SIDE, side / SIDE)
    pen = QPen(QColor(colour), _WIDTH, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin)
    painter.setPen(pen)
    draw(painter)
    painter.end()
    return pixmap


# -- shapes, on a grid of 20 by 20 ---------------------------------------------------------------------------


def _path(painter: QPainter, *points: tuple[float, float]) -> None:
    painter.drawPolyline(QPolygonF([QPointF(*point) for point in points]))


def _box(painter: QPainter, x: float, y: float, width: float, height: float, filled: bool = False) -> None:
    painter.setBrush(painter.pen().color() if filled else Qt.BrushStyle.NoBrush)
    painter.drawRect(QRectF(x, y, width, height))
    painter.setBrush(Qt.BrushStyle.NoBrush)


def _dots(painter: QPainter, points: Sequence[tuple[float, float]], radius: float = 1.6) -> None:
    painter.setBrush(painter.pen().color())
    for point in points:
        painter.drawEllipse(QPointF(*point), radius / 2, radius / 2)
    painter.setBrush(Qt.BrushStyle.NoBrush)


def _candles(painter: QPainter) -> None:
    for x, high, top, bottom, low in ((4.5, 4, 7, 13, 16), (12.5, 3, 5, 11.5, 15)):
        _path(painter, (x + 1.5, high), (x + 1.5, low))
        _box(painter, x, top, 3, bottom - top, filled=True)


def _hollow(painter: QPainter) -> None:
    for x, high, top, bottom, low in ((4, 4, 7, 13, 16), (12, 3, 5, 11.5, 15)):
        _path(painter, (x + 2, high), (x + 2, top))
        _path(painter, (x + 2, bottom), (x + 2, low))
        _box(painter, x, top, 4, bottom - top)


def _bars(painter: QPainter) -> None:
    for x, high, open_, close, low in ((6, 4, 13, 7, 16), (14, 3, 6, 12, 15)):
        _path(painter, (x, high), (x, low))
        _path(painter, (x - 2.5, open_), (x, open_))
        _path(painter, (x, close), (x + 2.5, close))


def _line(painter: QPainter) -> None:
    _path(painter, (3, 14.5), (7.5, 8.5), (11.5, 11.5), (17, 5))


def _area(painter: QPainter) -> None:
    _line(painter)
    _path(painter, (3, 17), (17, 17))
    for x, y in ((6, 13), (10, 13), (14, 10.5)):
        _path(painter, (x, y), (x, 14.5))


def _heikin_ashi(painter: QPainter) -> None:
    for x, top in ((3, 11.5), (8.5, 8), (14, 4.5)):
        _box(painter, x, top, 3, 4.5, filled=True)
        _path(painter, (x + 1.5, top + 4.5), (x + 1.5, top + 7))


def _indicators(painter: QPainter) -> None:
    _path(painter, (3, 13), (6.5, 7), (10, 12), (13.5, 5), (17, 9))
    _path(painter, (3, 17), (17, 17))


def _compare(painter: QPainter) -> None:
    _path(painter, (3, 15), (8, 9.5), (12, 11.5), (17, 4.5))
    _path(painter, (3, 9), (7, 5.5), (12, 7.5), (17, 13.5))


def _zone(painter: QPainter) -> None:
    painter.drawEllipse(QRectF(3, 3, 14, 14))
    _path(painter, (10, 6), (10, 10), (13, 12))


def _view(painter: QPainter) -> None:
    for y, knob in ((5, 7), (10, 13), (15, 6)):
        _path(painter, (3, y), (17, y))
        _dots(painter, [(knob, y)], 3.2)


def _date(painter: QPainter) -> None:
    painter.drawRoundedRect(QRectF(3, 4.5, 14, 12.5), 1.5, 1.5)
    _path(painter, (3, 8.5), (17, 8.5))
    for x in (6.5, 13.5):
        _path(painter, (x, 2.5), (x, 5.5))
    _dots(painter, [(7, 11.5), (10, 11.5), (13, 11.5), (7, 14.2), (10, 14.2)], 1.0)


def _snapshot(painter: QPainter) -> None:
    painter.drawRoundedRect(QRectF(2.5, 6, 15, 10.5), 1.5, 1.5)
    _path(painter, (6.5, 6), (8, 3.5), (12, 3.5), (13.5, 6))
    painter.drawEllipse(QRectF(7, 8, 6, 6))


def _link(painter: QPainter) -> None:
    painter.save()
    painter.translate(10, 10)
    painter.rotate(-45)
    painter.drawRoundedRect(QRectF(-8.5, -2.8, 8, 5.6), 2.8, 2.8)
    painter.drawRoundedRect(QRectF(0.5, -2.8, 8, 5.6), 2.8, 2.8)
    painter.drawLine(QPointF(-3, 0), QPointF(3, 0))
    painter.restore()


def _more(painter: QPainter) -> None:
    _dots(painter, [(4.5, 10), (10, 10), (15.5, 10)], 2.0)


def _back(painter: QPainter) -> None:
    _path(painter, (12, 4.5), (6.5, 10), (12, 15.5))


def _forward(painter: QPainter) -> None:
    _path(painter, (8, 4.5), (13.5, 10), (8, 15.5))


def _pointer(painter: QPainter) -> None:
    painter.drawPolygon(
        QPolygonF([QPointF(5, 3), QPointF(15.5, 10.5), QPointF(10.6, 11.4), QPointF(8, 16.2)])
    )  # fmt: skip


def _horizontal(painter: QPainter) -> None:
    _path(painter, (2.5, 10), (17.5, 10))
    _dots(painter, [(10, 10)], 3.4)


def _trend(painter: QPainter) -> None:
    _path(painter, (4.5, 15), (15.5, 5))
    _dots(painter, [(4.5, 15), (15.5, 5)], 3.0)


def _ray(painter: QPainter) -> None:
    _path(painter, (4.5, 15), (16.5, 4.1))
    _path(painter, (12.3, 3.8), (16.7, 3.9), (16.4, 8.3))
    _dots(painter, [(4.5, 15)], 3.0)


def _rectangle(painter: QPainter) -> None:
    _box(painter, 3.5, 5.5, 13, 9)
    _dots(painter, [(3.5, 5.5), (16.5, 14.5)], 3.0)


def _fibonacci(painter: QPainter) -> None:
    for y in (4, 9, 12, 16.5):
        _path(painter, (3, y), (17, y))
    _dots(painter, [(5, 16.5), (15, 4)], 3.0)


def _measure(painter: QPainter) -> None:
    _path(painter, (10, 3), (10, 17))
    _path(painter, (7, 5.8), (10, 3), (13, 5.8))
    _path(painter, (7, 14.2), (10, 17), (13, 14.2))
    _path(painter, (3.5, 10), (16.5, 10))


def _magnet(painter: QPainter) -> None:
    _path(painter, (4.5, 3.5), (4.5, 10.5))
    _path(painter, (15.5, 3.5), (15.5, 10.5))
    painter.drawArc(QRectF(4.5, 5, 11, 11), 180 * 16, 180 * 16)
    for x in (4.5, 15.5):
        _path(painter, (x - 1.8, 6.5), (x + 1.8, 6.5))


def _undo(painter: QPainter) -> None:
    _path(painter, (7, 4), (3.5, 7.5), (7, 11))
    _path(painter, (3.5, 7.5), (12, 7.5))
    painter.drawArc(QRectF(7.5, 7.5, 9, 8.5), -90 * 16, 180 * 16)
    _path(painter, (12, 16), (8.5, 16))


def _redo(painter: QPainter) -> None:
    painter.save()
    painter.translate(SIDE, 0)
    painter.scale(-1, 1)
    _undo(painter)
    painter.restore()


def _delete(painter: QPainter) -> None:
    _path(painter, (3.5, 5.5), (16.5, 5.5))
    _path(painter, (7.5, 5.5), (8, 3.2), (12, 3.2), (12.5, 5.5))
    _path(painter, (5, 5.5), (5.8, 16.8), (14.2, 16.8), (15, 5.5))
    for x in (8.3, 11.7):
        _path(painter, (x, 8.5), (x, 14))


def _frame(painter: QPainter) -> None:
    painter.drawRoundedRect(QRectF(3, 4, 14, 12), 1.2, 1.2)


def _side_by_side(painter: QPainter) -> None:
    _frame(painter)
    _path(painter, (10, 4), (10, 16))


def _stacked(painter: QPainter) -> None:
    _frame(painter)
    _path(painter, (3, 10), (17, 10))


def _four(painter: QPainter) -> None:
    _side_by_side(painter)
    _path(painter, (3, 10), (17, 10))


def _big_and_two(painter: QPainter) -> None:
    _frame(painter)
    _path(painter, (11.5, 4), (11.5, 16))
    _path(painter, (11.5, 10), (17, 10))


_DRAW: dict[Picture, Callable[[QPainter], None]] = {
    Picture.CANDLES: _candles, Picture.HOLLOW: _hollow, Picture.BARS: _bars, Picture.LINE: _line, Picture.AREA: _area,
    Picture.HEIKIN_ASHI: _heikin_ashi, Picture.INDICATORS: _indicators, Picture.COMPARE: _compare,
    Picture.ZONE: _zone, Picture.VIEW: _view, Picture.DATE: _date, Picture.SNAPSHOT: _snapshot, Picture.LINK: _link,
    Picture.MORE: _more, Picture.BACK: _back, Picture.FORWARD: _forward, Picture.POINTER: _pointer,
    Picture.HORIZONTAL: _horizontal, Picture.TREND: _trend, Picture.RAY: _ray, Picture.RECTANGLE: _rectangle,
    Picture.FIBONACCI: _fibonacci, Picture.MEASURE: _measure, Picture.MAGNET: _magnet, Picture.UNDO: _undo,
    Picture.REDO: _redo, Picture.DELETE: _delete, Picture.ONE: _frame, Picture.SIDE_BY_SIDE: _side_by_side,
    Picture.STACKED: _stacked, Picture.FOUR: _four, Picture.BIG_AND_TWO: _big_and_two,
}  # fmt: skip
