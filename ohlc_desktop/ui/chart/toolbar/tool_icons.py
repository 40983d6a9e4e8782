"""The pictures on the chart's buttons: thin lines in the colours of the theme, sharp at every scaling.

They are files in ``resources/icons/tools``, drawn on a grid of 20 by 20 in ``currentColor``.
"""

from __future__ import annotations

from enum import StrEnum
from functools import lru_cache

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QIcon, QPixmap
from PySide6.QtSvg import QSvgRenderer

from ohlc_desktop.resource_files import resource
from ohlc_desktop.ui.chart.items.batch import painting

#: Side of an icon in logical pixels.
SIDE = 20
_RATIOS = (1.0, 1.5, 2.0)


class Picture(StrEnum):
    """What an icon shows; the value is the name of its file, for styles, layouts and kinds of drawings their own."""

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
    DOT = "dot"


def tool_icon(picture: Picture, colour: QColor) -> QIcon:
    """An icon in a colour."""
    return _icon(picture, colour.name())


def tool_pixmap(picture: Picture, colour: QColor, side: int, ratio: float) -> QPixmap:
    """A picture of ``side`` logical pixels in a colour, for a screen with ``ratio`` pixels to one of them."""
    return _pixmap(picture, colour.name(), side, ratio)


@lru_cache(maxsize=256)
def _icon(picture: Picture, colour: str) -> QIcon:
    icon = QIcon()
    for ratio in _RATIOS:
        icon.addPixmap(_pixmap(picture, colour, SIDE, ratio))
    return icon


@lru_cache(maxsize=256)
def _pixmap(picture: Picture, colour: str, side: int, ratio: float) -> QPixmap:
    pixmap = QPixmap(round(side * ratio), round(side * ratio))
    pixmap.setDevicePixelRatio(ratio)
    pixmap.fill(Qt.GlobalColor.transparent)
    drawing = _drawing(picture).replace("currentColor", colour)
    with painting(pixmap) as painter:
        QSvgRenderer(drawing.encode()).render(painter, QRectF(0, 0, side, side))
    return pixmap


@lru_cache
def _drawing(picture: Picture) -> str:
    return resource(f"icons/tools/{picture}.svg").read_text("utf-8")
