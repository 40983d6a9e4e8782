"""Which drawing is under a point; quick enough to be asked with every move of the mouse."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF

from ohlc_desktop.core.chart.drawings.drawing_shapes import PixelRect, Point, hit, reach
from ohlc_desktop.core.chart.drawings.drawings import Drawing, Handle
from ohlc_desktop.core.chart.drawings.edits import Drawings
from ohlc_desktop.core.chart.series import ChartSeries
from ohlc_desktop.ui.chart.engine.surface import PriceSurface

#: A line counts as touched within so many pixels.
TOLERANCE = 6.0

_View = tuple[QRectF, tuple[QPointF, ...]]


class DrawingFinder:
    """Finds drawings.

    It remembers how far each drawing reaches on the screen. Three probes (stamps at both ends and in the middle of the
    series, and three prices) tell whether the chart has moved since: a changed range, scale or axis moves one of them.
    """

    def __init__(self, surface: PriceSurface) -> None:
        self._surface = surface
        self._drawings: Drawings = ()
        self._series: ChartSeries | None = None
        self._view: _View | None = None
        self._reaches: list[tuple[PixelRect, Drawing]] = []

    def find(self, drawings: Drawings, selected: str, point: QPointF) -> tuple[Drawing, Handle] | None:
        """What is within ``TOLERANCE`` of a point: the selected drawing first, then the nearest to the viewer."""
        if not drawings:
            return None
        self._look(drawings)
        at = point.x(), point.y()
        near = [drawing for place, drawing in self._reaches if place.holds(at)]
        near.sort(key=lambda drawing: drawing.id != selected)
        for drawing in near:
            handle = hit(drawing, self._pixel, at, TOLERANCE)
            if handle is not None:
                return drawing, handle
        return None

    def _look(self, drawings: Drawings) -> None:
        """Work out the reaches again if anything has changed."""
        series, view = self._surface.series, self._probed()
        if drawings is self._drawings and series is self._series and view == self._view:
            return
        self._drawings, self._series, self._view = drawings, series, view
        places = ((reach(drawing, self._pixel), drawing) for drawing in reversed(drawings))
        self._reaches = [(place.grown(TOLERANCE), drawing) for place, drawing in places if place is not None]

    def _probed(self) -> _View:
        candles = self._surface.series.candles
        count = len(candles)
        if not count:
            return self._surface.price_rect(), ()
        price, step = float(candles.close[-1]), abs(float(candles.close[-1])) / 100 + 1
        probes = ((0, price), (count // 2, price + step), (count - 1, price + 2 * step))
        return self._surface.price_rect(), tuple(
            self._surface.to_pixel(int(candles.ts[place]), each) for place, each in probes
        )

    def _pixel(self, ts: float, price: float) -> Point:
        point = self._surface.to_pixel(ts, price)
        return point.x(), point.y()
