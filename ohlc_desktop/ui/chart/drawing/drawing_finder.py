"""Which drawing is under a point; quick enough to be asked with every move of the mouse."""

from __future__ import annotations

from PySide6.QtCore import QPointF

from ohlc_desktop.core.chart.drawings.drawing_shapes import PixelRect, Point, hit, reach
from ohlc_desktop.core.chart.drawings.drawings import Drawing, Handle
from ohlc_desktop.core.chart.drawings.edits import Drawings
from ohlc_desktop.ui.chart.engine.surface import PriceSurface

#: A line counts as touched within so many pixels.
TOLERANCE = 6.0


class DrawingFinder:
    """Finds drawings.

    It remembers how far each drawing reaches on the screen, as long as the chart stands still.
    """

    def __init__(self, surface: PriceSurface) -> None:
        self._surface = surface
        self._drawings: Drawings = ()
        self._shown: object = None
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
        shown = self._surface.shown
        if drawings is self._drawings and shown is self._shown:
            return
        self._drawings, self._shown = drawings, shown
        places = ((reach(drawing, self._pixel), drawing) for drawing in reversed(drawings))
        self._reaches = [(place.grown(TOLERANCE), drawing) for place, drawing in places if place is not None]

    def _pixel(self, ts: float, price: float) -> Point:
        point = self._surface.to_pixel(ts, price)
        return point.x(), point.y()
