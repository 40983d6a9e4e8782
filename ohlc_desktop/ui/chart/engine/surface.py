"""The price pane of a chart as the drawing tool sees it: stamps and prices to logical pixels, and back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF

from ohlc_desktop.core.chart.series import ChartSeries
from ohlc_desktop.ui.chart.engine.picture_items import logical

if TYPE_CHECKING:
    from ohlc_desktop.ui.chart.engine.canvas import ChartCanvas

_SNAP = 8.0


class PriceSurface:
    """The price pane of one chart."""

    def __init__(self, chart: ChartCanvas) -> None:
        self._chart = chart

    @property
    def series(self) -> ChartSeries:
        """What is shown. Only to be asked for while something is."""
        assert self._chart.model is not None
        return self._chart.model.series

    @property
    def shown(self) -> object:
        """What stands on the screen: another object whenever a stamp or a price may have another pixel."""
        return self._chart.frame

    def to_pixel(self, ts: float, price: float) -> QPointF:
        """Logical pixel of a stamp (UTC epoch seconds) and a price."""
        frame = self._chart.frame
        if frame is None:
            return QPointF(-1e6, -1e6)
        ratio = frame.look.ratio
        return QPointF(frame.time.pixel_of(ts) / ratio, float(frame.price.scale.pixel(price)) / ratio)

    def from_pixel(self, point: QPointF) -> tuple[int, float]:
        """Stamp of the nearest place, also beyond the newest candle, and the price at a logical pixel."""
        frame = self._chart.frame
        if frame is None:
            return 0, 0.0
        ratio = frame.look.ratio
        return frame.time.nearest_stamp(point.x() * ratio), frame.price.scale.price(point.y() * ratio)

    def snap(self, point: QPointF) -> tuple[int, float]:
        """The nearest open, high, low or close of the nearest candle within 8 px; else as :meth:`from_pixel`."""
        stamp, price = self.from_pixel(point)
        frame = self._chart.frame
        if frame is None or not len(frame.model):
            return stamp, price
        row = frame.model.shown.take(slice(at := frame.time.nearest(point.x() * frame.look.ratio), at + 1))
        prices = [float(column[0]) for column in (row.open, row.high, row.low, row.close)]
        nearest = min(prices, key=lambda found: abs(self.to_pixel(stamp, found).y() - point.y()))
        near = abs(self.to_pixel(stamp, nearest).y() - point.y()) <= _SNAP
        return (int(row.ts[0]), nearest) if near else (stamp, price)

    def price_rect(self) -> QRectF:
        """The pane of the prices, logical pixels; empty while they are not shown."""
        frame = self._chart.frame
        if frame is None:
            return QRectF(self._chart.rect())
        return logical(QRectF(frame.price.rect), frame.look.ratio) if frame.price.open else QRectF()

    def plot_rect(self) -> QRectF:
        """All panes, logical pixels."""
        frame = self._chart.frame
        if frame is None:
            return QRectF(self._chart.rect())
        return logical(QRectF(0, 0, frame.look.plot_width, frame.look.plot_height), frame.look.ratio)

    def stamp_beside(self, stamp: int, candles: int) -> int:
        """A stamp so many candles later; as far from the candle there as it is from its own."""
        frame = self._chart.frame
        if frame is None:
            return stamp
        place = frame.time.holding(stamp)
        there, here = (float(frame.time.stamp_at(float(at))) for at in (place + candles, place))
        return round(stamp + there - here)

    def repaint_drawings(self) -> None:
        """Paint the drawings anew, soon."""
        self._chart.repaint_drawings()
