"""A chart that is only a mapping, for tests of what is drawn on charts.

Unlike the real one it never scrolls by itself, its mapping is linear in places and prices, and it paints nothing. It
gives events to the tool as the chart does, and notes what the tool left to it.
"""

from __future__ import annotations

from datetime import date
from functools import cache

import numpy as np
from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QWidget

from ohlc_desktop.core.candles import make
from ohlc_desktop.core.chart.series import ChartSeries
from ohlc_desktop.core.market.catalogue import load_catalogue
from ohlc_desktop.core.timeframes import TIMEFRAMES
from ohlc_desktop.resource_files import resource
from ohlc_desktop.ui.chart.drawing.drawing_tool import DrawingTool

#: Stamp of the oldest candle, seconds and pixels of a candle; price at the top and pixels of a point.
OPEN, STEP, WIDE = 1_790_000_100, 300, 10
TOP, TALL = 15_100.0, 4
CANDLES = 60

#: The price pane; below and to the right of it are other things.
PANE = QRectF(0, 0, 700, 400)
PLOT = QRectF(0, 0, 700, 430)


def nasdaq(count: int = CANDLES) -> ChartSeries:
    """5m candles of the NQ. All open at 15050, rise to 15060, fall to 15040 and close at 15055."""
    prices = (np.full(count, price) for price in (15_050.0, 15_060.0, 15_040.0, 15_055.0))
    instrument = load_catalogue(resource("instruments.toml")).resolve("NQ", date(2026, 11, 23))
    return ChartSeries(
        instrument, TIMEFRAMES["5m"], make(OPEN + STEP * np.arange(count), *prices, np.ones(count))
    )  # fmt: skip


@cache
def _look(*_: object) -> object:
    """Another object for each way in which the surface stands, the same one while it stands still."""
    return object()


class FakeSurface(QWidget):
    """A price pane of 70 x 100: candle ``i`` is at x = 10 i + 5, a point of the NQ is 4 px and a tick 1 px high.

    Attributes:
        shift: Pixels by which the candles were panned to the left; ``zoom`` what all x are multiplied by.
        repaints: How often the tool asked for a repaint.
        asked: How often a position was asked for, either way.
        left: Names of the events that the tool left to the chart.
    """

    def __init__(self) -> None:
        super().__init__()
        self.resize(760, 460)
        self.setMouseTracking(True)
        self.series = nasdaq()
        self.shift, self.zoom = 0.0, 1.0
        self.repaints = self.asked = 0
        self.left: list[str] = []
        self.tool = DrawingTool(self, self)

    # -- the protocol -------------------------------------------------------------------------------

    @property
    def shown(self) -> object:
        return _look(id(self.series), self.shift, self.zoom)

    def to_pixel(self, ts: float, price: float) -> QPointF:
        self.asked += 1
        place = (ts - OPEN) / STEP
        return QPointF((place * WIDE + WIDE / 2) * self.zoom - self.shift, (TOP - price) * TALL)

    def from_pixel(self, point: QPointF) -> tuple[int, float]:
        self.asked += 1
        place = round(((point.x() + self.shift) / self.zoom - WIDE / 2) / WIDE)
        return OPEN + place * STEP, TOP - point.y() / TALL

    def snap(self, point: QPointF) -> tuple[int, float]:
        ts, price = self.from_pixel(point)
        nearest = min((15_040.0, 15_050.0, 15_055.0, 15_060.0), key=lambda level: abs(level - price))
        return ts, nearest if abs(nearest - price) * TALL <= 8 else price

    def price_rect(self) -> QRectF:
        return PANE

    def plot_rect(self) -> QRectF:
        return PLOT

    def stamp_beside(self, stamp: int, candles: int) -> int:
        return stamp + candles * STEP

    def repaint_drawings(self) -> None:
        self.repaints += 1

    # -- events -------------------------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        self._note("press", self.tool.press(event))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        self._note("move", self.tool.move(event))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        self._note("release", self.tool.release(event))

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        self._note("double click", self.tool.press(event))

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        taken = self.tool.key(event)
        if event.key() not in (Qt.Key.Key_Control, Qt.Key.Key_Shift):  # QTest presses them too
            self._note("key", taken)

    def leaveEvent(self, event: QEvent) -> None:  # noqa: N802
        self.tool.leave()

    def _note(self, name: str, taken: bool) -> None:
        if not taken:
            self.left.append(name)


def at(place: float, price: float) -> QPoint:
    """The pixel of a candle's middle and a price."""
    return QPoint(round(place * WIDE + WIDE / 2), round((TOP - price) * TALL))
