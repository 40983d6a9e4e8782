"""What the drawing tool needs of a chart."""

from __future__ import annotations

from typing import Protocol

from PySide6.QtCore import QPointF, QRectF

from ohlc_desktop.core.chart.series import ChartSeries


class Surface(Protocol):
    """The price pane of a chart; pixels are logical ones of the widget that gets the mouse events."""

    @property
    def series(self) -> ChartSeries:
        """What is shown; empty while nothing is."""
        ...

    def to_pixel(self, ts: float, price: float) -> QPointF:
        """Where a stamp (UTC epoch seconds) and a price are, also far outside of the pane."""
        ...

    def from_pixel(self, point: QPointF) -> tuple[int, float]:
        """Stamp of the nearest place, extrapolated beyond the newest candle, and the price, not rounded."""
        ...

    def snap(self, point: QPointF) -> tuple[int, float]:
        """Stamp and nearest open, high, low or close of the nearest candle within 8 px; else as ``from_pixel``."""
        ...

    def price_rect(self) -> QRectF:
        """The price pane."""
        ...

    def repaint_drawings(self) -> None:
        """The drawings have changed and are to be painted again, soon."""
        ...
