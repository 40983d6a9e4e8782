"""The colours of drawings: the theme's, or the user's, which are made readable on the ground of the theme."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtGui import QColor

from ohlc_desktop.core.chart.appearance import contrast
from ohlc_desktop.core.chart.drawings.drawings import Drawing, DrawingKind
from ohlc_desktop.ui.widgets.theme import Colours, blended, mixed

#: Contrast that a line needs on the ground to be seen, as WCAG 2.1 asks of graphics.
CONTRAST = 3.0


def line_colour(drawing: Drawing, colours: Colours) -> QColor:
    """The colour of a drawing's lines in a theme; a colour of its own is made readable on the theme's ground."""
    if drawing.colour:
        return own_colour(QColor(drawing.colour), colours.base)
    if drawing.kind in (DrawingKind.MEASURE, DrawingKind.PRICE_RANGE):
        return colours.ok if drawing.points[1].price >= drawing.points[0].price else colours.failing
    if drawing.kind is DrawingKind.TEXT:
        return colours.text
    quiet = (DrawingKind.FIBONACCI, DrawingKind.LONG, DrawingKind.SHORT)
    return colours.muted if drawing.kind in quiet else colours.accent


def fill_colour(drawing: Drawing, colours: Colours, tone: QColor | None = None) -> QColor:
    """The colour of its fill, opaque: that of its lines, its own or a ``tone``, with as much of it as it has opacity."""
    own = QColor(drawing.fill) if drawing.fill else line_colour(drawing, colours)
    return blended(own if tone is None else tone, colours.base, drawing.opacity / 100)


def own_colour(colour: QColor, base: QColor) -> QColor:
    """A colour, or as much of black or white mixed in as it needs for a contrast of ``CONTRAST`` on ``base``."""
    return QColor.fromRgb(_readable(colour.rgb(), base.rgb()))


@lru_cache(maxsize=256)
def _readable(colour: int, base: int) -> int:
    ends = (0xFF000000, 0xFFFFFFFF)
    far = max(ends, key=lambda end: contrast(_name(end), _name(base)))
    steps = (mixed(far, colour, step / 20) for step in range(21))
    return next((step for step in steps if contrast(_name(step), _name(base)) >= CONTRAST), far)


def _name(colour: int) -> str:
    """``#rrggbb``, without the alpha."""
    return f"#{colour & 0xFFFFFF:06x}"
