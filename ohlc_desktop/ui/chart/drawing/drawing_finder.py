"""Which drawing is under a point; quick enough to be asked with every move of the mouse."""

from __future__ import annotations

from PySide6.QtCore import QPointF

from ohlc_desktop.core.chart.drawings.drawing_shapes import hit, reach
from ohlc_desktop.core.chart.drawings.drawings import INSIDE, Drawing, DrawingKind, Handle
from ohlc_desktop.core.chart.drawings.edits import Drawings
from ohlc_desktop.core.chart.drawings.geometry import PixelRect, Point
from ohlc_desktop.ui.chart.engine.surface import PriceSurface
from ohlc_desktop.ui.chart.items.drawn.drawn_texts import text_extent

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
        """What is within ``TOLERANCE`` of a point: the selected drawing first, then the nearest to the viewer.

        A fill yields to lines that lie in it or below it. Outside of the prices only vertical lines are found.
        """
        if not drawings:
            return None
        self._look(drawings)
        found = [
            (drawing, handle)
            for drawing in self._near(selected, point)
            if (handle := self._hit(drawing, point)) is not None
        ]
        return next((each for each in found if each[1] != INSIDE), found[0] if found else None)

    def in_sight(self, drawings: Drawings) -> list[Drawing]:
        """Those of which something is in the pane of the prices, or may be; the lowest first."""
        self._look(drawings)
        pane = self._surface.price_rect()
        left, top, right, bottom = pane.left(), pane.top(), pane.right(), pane.bottom()
        return [
            drawing for place, drawing in reversed(self._reaches)
            if place.left <= right and place.right >= left and place.top <= bottom and place.bottom >= top
        ]  # fmt: skip

    def _near(self, selected: str, point: QPointF) -> list[Drawing]:
        """Those whose reach holds a point, in the order in which they are asked."""
        at, prices = (point.x(), point.y()), self._surface.price_rect().contains(point)
        near = [drawing for place, drawing in self._reaches if place.holds(at)]
        near = [drawing for drawing in near if prices or drawing.kind is DrawingKind.VERTICAL]
        return sorted(near, key=lambda drawing: drawing.id != selected)

    def _hit(self, drawing: Drawing, point: QPointF) -> Handle | None:
        return hit(drawing, self._pixel, (point.x(), point.y()), TOLERANCE, text_extent)

    def _look(self, drawings: Drawings) -> None:
        """Work out the reaches again if anything has changed."""
        shown = self._surface.shown
        if drawings is self._drawings and shown is self._shown:
            return
        self._drawings, self._shown = drawings, shown
        places = ((reach(drawing, self._pixel, text_extent), drawing) for drawing in reversed(drawings))
        self._reaches = [(place.grown(TOLERANCE), drawing) for place, drawing in places if place is not None]

    def _pixel(self, ts: float, price: float) -> Point:
        point = self._surface.to_pixel(ts, price)
        return point.x(), point.y()
