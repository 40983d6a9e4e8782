"""The pictures on the chart's buttons: thin lines in the colours of the theme, sharp at every scaling.

They are files in ``resources/icons/tools``, drawn on a grid of 20 by 20 in ``currentColor``.
"""

from __future__ import annotations

from enum import StrEnum
from functools import lru_cache

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QIcon, QImage, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from ohlc_desktop.resource_files import resource
from ohlc_desktop.ui.widgets.theme import cached_pixmap

#: Side of an icon in logical pixels.
SIDE = 20


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
    EXTENDED = "extended-line"
    HORIZONTAL_RAY = "horizontal-ray"
    VERTICAL = "vertical"
    CHANNEL = "channel"
    LONG = "long"
    SHORT = "short"
    MEASURE = "measure"
    PRICE_RANGE = "price-range"
    DATE_RANGE = "date-range"
    VOLUME_PROFILE = "volume-profile"
    TEXT = "text"
    LOCK = "lock"
    UNLOCK = "unlock"
    OBJECTS = "objects"
    TEMPLATE = "template"
    MAGNET = "magnet"
    UNDO = "undo"
    REDO = "redo"
    DELETE = "delete"
    ONE = "one"
    SIDE_BY_SIDE = "side-by-side"
    STACKED = "stacked"
    FOUR = "four"
    BIG_AND_TWO = "big-and-two"
    WORKSPACE = "workspace"
    DOT = "dot"
    PANE_UP = "pane-up"
    PANE_DOWN = "pane-down"
    PANE_COLLAPSE = "pane-collapse"
    PANE_EXPAND = "pane-expand"
    PANE_MAXIMISE = "pane-maximise"
    PANE_RESTORE = "pane-restore"
    EYE = "eye"
    EYE_OFF = "eye-off"
    GEAR = "gear"
    LATEST = "latest"
    REPLAY = "replay"
    PLAY = "play"
    PAUSE = "pause"
    STEP_FORWARD = "step-forward"
    STEP_BACK = "step-back"
    CLOSE = "close"


def tool_icon(picture: Picture, colour: QColor, selected: QColor | None = None) -> QIcon:
    """An icon in a colour, and in another one where the line of a list that it is in is selected."""
    icon = QIcon()
    for ratio in (1.0, 1.5, 2.0):
        icon.addPixmap(tool_pixmap(picture, colour, SIDE, ratio))
        if selected is not None:
            icon.addPixmap(tool_pixmap(picture, selected, SIDE, ratio), QIcon.Mode.Selected)
    return icon


def tool_pixmap(picture: Picture, colour: QColor, side: int, ratio: float) -> QPixmap:
    """A picture of ``side`` logical pixels in a colour, for a screen with ``ratio`` pixels to one of them."""

    def paint(painter: QPainter, room: QRectF) -> None:
        painter.drawImage(0, 0, _drawn(picture, colour.name(), round(room.width())))

    return cached_pixmap(f"tool-{picture}-{colour.name()}", side, ratio, paint)


@lru_cache(maxsize=256)
def _drawn(picture: Picture, colour: str, side: int) -> QImage:
    """A picture of so many device pixels; kept when all windows are closed, for each new one asks for some thirty."""
    drawing = resource(f"icons/tools/{picture}.svg").read_text("utf-8").replace("currentColor", colour)
    image = QImage(side, side, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.transparent)
    with QPainter(image) as painter:
        QSvgRenderer(drawing.encode()).render(painter, QRectF(0, 0, side, side))
    return image
