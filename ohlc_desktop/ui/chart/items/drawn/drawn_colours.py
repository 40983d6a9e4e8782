"""The colours of drawings: the theme's, or the user's, which are made readable on the ground of the theme."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtGui import QColor

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
