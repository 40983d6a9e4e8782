"""The colours of a chart, in light and dark. All are opaque: a half-transparent brush makes a frame thirty times slower."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from PySide6.QtGui import QColor

from ohlc_desktop.ui.widgets.theme import Colours


@dataclass(frozen=True, slots=True)
class ChartColours:
    """What is drawn in which colour.

    Attributes:
        theme: Of the windows; texts, marks and lines are taken from it.
        base: Behind the candles.
        eth: Behind candles outside the regular trading hours.
        grid: Lines at labels; ``separator`` between trade dates.
        up: Candles that closed at or above their open; ``down`` the others; ``up_soft`` and ``down_soft`` their volume.
        line: Of line and area charts; ``area`` below it.
        level: Prior high, low and close.
        studies: Lines of indicators, in their order.
        compared: Other instruments.
        label: Behind labels of the crosshair; ``label_text`` on it.
        hole: Behind missing candles; ``hole_line`` its hatching.
        unserved: Behind candles that are not served, lighter than ``hole``.
    """

    theme: Colours
    base: QColor
    eth: QColor
    grid: QColor
    separator: QColor
    up: QColor
    down: QColor
    up_soft: QColor
    down_soft: QColor
    line: QColor
    area: QColor
    level: QColor
    label: QColor
    label_text: QColor
    hole: QColor
    hole_line: QColor
    unserved: QColor
    studies: tuple[QColor, ...]
    compared: tuple[QColor, ...]

    def study(self, number: int) -> QColor:
        """The colour of a line that the user gave none, by its number."""
        return self.studies[number % len(self.studies)]


_LIGHT = {
    "base": "#ffffff", "eth": "#f5f6f8", "grid": "#eceef1", "separator": "#cfd5dc", "up": "#12805c", "down": "#c93a3f",
    "up_soft": "#a9d6c5", "down_soft": "#eeb9ba", "line": "#1b62b5", "area": "#e3edf8", "level": "#7a5ea8",
    "label": "#39424e", "label_text": "#ffffff", "hole": "#fdf3dc", "hole_line": "#e3c078", "unserved": "#f7f1e1",
}  # fmt: skip
_DARK = {
    "base": "#17191d", "eth": "#1c1f24", "grid": "#24282e", "separator": "#3a414b", "up": "#3fb98c", "down": "#ec6a68",
    "up_soft": "#25594a", "down_soft": "#6b3436", "line": "#7db2f2", "area": "#1e2c3e", "level": "#b79ce6",
    "label": "#d5dae1", "label_text": "#14171b", "hole": "#332b1b", "hole_line": "#74602f", "unserved": "#262319",
}  # fmt: skip
_STUDIES_LIGHT = ("#1b62b5", "#b15c00", "#8a2f9e", "#00757f", "#a8324a", "#5a6b00")
_STUDIES_DARK = ("#7db2f2", "#f0a65a", "#d08be6", "#4cc7d2", "#f08ca0", "#b9cc5a")
_COMPARED_LIGHT = ("#b15c00", "#8a2f9e", "#00757f", "#5a6b00")
_COMPARED_DARK = ("#f0a65a", "#d08be6", "#4cc7d2", "#b9cc5a")


@cache
def chart_colours(theme: Colours) -> ChartColours:
    """The chart's colours that go with a theme."""
    studies, compared = (_STUDIES_DARK, _COMPARED_DARK) if theme.dark else (_STUDIES_LIGHT, _COMPARED_LIGHT)
    named = {name: QColor(value) for name, value in (_DARK if theme.dark else _LIGHT).items()}
    return ChartColours(
        theme=theme, **named, studies=tuple(map(QColor, studies)), compared=tuple(map(QColor, compared))
    )
