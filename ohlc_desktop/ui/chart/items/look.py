"""What does not change while a chart is panned: its size, scaling, fonts and colours."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property, lru_cache

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QFontMetricsF, QStaticText, QTransform

from ohlc_desktop.ui.chart.items.colours import ChartColours
from ohlc_desktop.ui.chart.panes.date_names import chart_names

#: Height of the time axis, logical pixels.
AXIS_HEIGHT = 24.0


@dataclass(frozen=True)
class Look:
    """What does not change while panning: size, scaling, fonts and colours. What follows from it is worked out once.

    Attributes:
        width: Device pixels of the whole chart; ``height`` likewise.
        ratio: Device pixels of a logical pixel.
        axis: Width of the price axis.
        font: In device pixels; ``metrics`` belong to it; ``strong`` is the same in bold.
        advance: Width of a text in ``font``, ``strong_advance`` in ``strong``; remembered, for to measure a text costs as
            much as to draw it.
        label_width: Room for the widest label of the time axis.
        text_size: Of ``font``, in logical pixels.
        text: A text in ``font``, ``strong_text`` in ``strong``, laid out and remembered: labels come again in each frame.
        px: Whole device pixels of logical ones, at least one; remembered, for a frame asks a hundred times.
    """

    width: int
    height: int
    ratio: float
    axis: int
    colours: ChartColours
    font: QFont
    metrics: QFontMetricsF
    advance: Callable[[str], float]
    strong: QFont
    strong_advance: Callable[[str], float]
    label_width: float
    text_size: int
    text: Callable[[str], QStaticText]
    strong_text: Callable[[str], QStaticText]
    px: Callable[[float], int]

    @cached_property
    def plot_width(self) -> int:
        """Room for candles."""
        return max(self.width - self.axis, 1)

    @cached_property
    def plot_height(self) -> int:
        """Room for all panes."""
        return max(self.height - self.time_axis, 1)

    @cached_property
    def line_height(self) -> float:
        """Height of a line of text."""
        return self.metrics.height()

    @cached_property
    def legend_line(self) -> int:
        """Height of a line of the legend."""
        return round(self.line_height) + self.px(2)

    @cached_property
    def time_axis(self) -> int:
        """Height of the time axis."""
        return self.px(AXIS_HEIGHT)


def make_look(
    width: int, height: int, ratio: float, axis: int, colours: ChartColours, font: QFont, text_size: int = 12
) -> Look:
    """A look with the application's font at the chart's size."""
    own = QFont(font)
    own.setPixelSize(max(round(text_size * ratio), 1))
    strong = QFont(own)
    strong.setWeight(QFont.Weight.DemiBold)
    metrics, advance = QFontMetricsF(own), _advance(own)
    widest = max(map(advance, chart_names().widest()))
    return Look(
        max(width, 1), max(height, 1), ratio, axis, colours, own, metrics, advance, strong, _advance(strong), widest,
        text_size, _texts(own), _texts(strong), _pixels(ratio),
    )  # fmt: skip


def _pixels(ratio: float) -> Callable[[float], int]:
    @lru_cache(maxsize=256)
    def px(logical: float) -> int:
        return max(round(logical * ratio), 1)

    return px


def _advance(font: QFont) -> Callable[[str], float]:
    metrics = QFontMetricsF(font)

    # Not the method itself: to wrap one of Qt's, PySide loads all its signatures, which takes 50 ms.
    @lru_cache(maxsize=4096)
    def advance(text: str) -> float:
        return metrics.horizontalAdvance(text)

    return advance


def _texts(font: QFont) -> Callable[[str], QStaticText]:
    @lru_cache(maxsize=512)
    def laid_out(text: str) -> QStaticText:
        found = QStaticText(text)
        found.setTextFormat(Qt.TextFormat.PlainText)
        found.setPerformanceHint(QStaticText.PerformanceHint.AggressiveCaching)
        found.prepare(QTransform(), font)
        return found

    return laid_out
