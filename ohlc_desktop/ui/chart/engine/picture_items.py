"""What a chart shows of its candles: one item below all panes, and the legend above them.

They are painted in device pixels of the whole chart, whatever the scene is painted on.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QImage, QPainter, QPainterPath, QTransform
from PySide6.QtWidgets import QGraphicsItem, QGraphicsObject

from ohlc_desktop.core.chart.indicators import IndicatorSpec
from ohlc_desktop.ui.chart.engine.guards import report
from ohlc_desktop.ui.chart.items.paint import ChartPicture, paint_chart
from ohlc_desktop.ui.chart.legend.legend_lines import LegendLine, legend_of, place_told
from ohlc_desktop.ui.chart.legend.paint_legend import paint_legend
from ohlc_desktop.ui.chart.panes.cursor import NO_CROSSHAIR, Crosshair, paint_crosshair, paint_labels
from ohlc_desktop.ui.chart.panes.frame import Frame

if TYPE_CHECKING:
    from ohlc_desktop.ui.chart.engine.canvas import ChartCanvas

#: A painter that is nearer than this to a whole pixel is at it.
_EXACT = 1e-6
#: Below the panes of pyqtgraph, which are at -100; above whatever others put into them.
_BELOW, _ABOVE = -1000.0, 100.0
#: The box that will be zoomed to, above all.
BOX_Z = 200.0


class DeviceItem(QGraphicsObject):
    """An item that covers a rectangle of the scene and is never picked: the mouse belongs to the panes below it."""

    def __init__(self, parent: QGraphicsItem, z: float) -> None:
        self._area = QRectF()
        super().__init__(parent)
        self.setZValue(z)
        self.setAcceptedMouseButtons(Qt.MouseButton.NoButton)

    def cover(self, area: QRectF) -> None:
        """Cover this part of the parent, in its coordinates."""
        if area != self._area:
            self.prepareGeometryChange()
            self._area = QRectF(area)

    def boundingRect(self) -> QRectF:  # noqa: N802  # named by Qt
        """What is covered."""
        return self._area

    def shape(self) -> QPainterPath:
        """Nothing that could be picked."""
        return QPainterPath()

    def paint(self, painter: QPainter, *_: Any) -> None:
        """Draw it, and report what is raised."""
        try:
            self.draw(painter)
        except Exception:  # noqa: BLE001  # it must not reach Qt
            report()

    def draw(self, painter: QPainter) -> None:
        """Draw it."""
        raise NotImplementedError


@contextmanager
def device_pixels(painter: QPainter, at: QPointF, ratio: float) -> Iterator[None]:
    """Let a painter of an item paint in device pixels of the whole chart.

    Args:
        painter: As the scene hands it to an item.
        at: Where the item is in the scene.
        ratio: Device pixels of a pixel of the scene.
    """
    given = painter.worldTransform()
    scale = given.m11() / ratio
    x, y = given.dx() - at.x() * given.m11(), given.dy() - at.y() * given.m22()
    painter.save()
    painter.setWorldTransform(QTransform(scale, 0.0, 0.0, scale, _exact(x), _exact(y)))
    try:
        yield
    finally:
        painter.restore()


def logical(area: QRectF, ratio: float) -> QRectF:
    """Device pixels as pixels of the scene."""
    return QRectF(area.x() / ratio, area.y() / ratio, area.width() / ratio, area.height() / ratio)


def _exact(pixel: float) -> float:
    """Without the rounding errors of transforms: Qt cuts them off, to the pixel before."""
    near = round(pixel)
    return float(near) if abs(pixel - near) < _EXACT else pixel


class PictureItem(DeviceItem):
    """Candles, volume, studies, marks, drawings and axes, on the ground of the chart.

    A new picture is painted directly. When it is painted again, as below a crosshair that moves, it is painted into an
    image once, and copied from there.
    """

    def __init__(self, chart: ChartCanvas, parent: QGraphicsItem) -> None:
        super().__init__(parent, _BELOW)
        self._chart = chart
        self._painted: ChartPicture | None = None
        self._kept: ChartPicture | None = None
        self._image = QImage()

    def forget(self) -> None:
        """Let go of the last picture."""
        self._painted = self._kept = None
        self._image = QImage()

    def draw(self, painter: QPainter) -> None:
        """Paint the chart's picture; nothing but the ground where there is none."""
        picture = self._chart.painted
        if picture is None:
            painter.fillRect(self.boundingRect(), self._chart.ground)
            return
        with device_pixels(painter, QPointF(), picture.frame.look.ratio):
            if self._painted is picture:
                painter.drawImage(0, 0, self._image_of(picture))
            else:
                self._painted = picture
                paint_chart(painter, picture)

    def _image_of(self, picture: ChartPicture) -> QImage:
        if self._kept is not picture:
            self._kept = picture
            look = picture.frame.look
            if (self._image.width(), self._image.height()) != (look.width, look.height):
                self._image = QImage(look.width, look.height, QImage.Format.Format_RGB32)
            with QPainter(self._image) as painter:
                paint_chart(painter, picture)
        return self._image


class OverlayItem(DeviceItem):
    """The crosshair with its labels at the axes, and the legend in the corner of each pane.

    The legend tells what the candle under the crosshair says, or else the newest one in sight.

    Attributes:
        lines: The legend as it stands on the screen, device pixels.
    """

    def __init__(self, chart: ChartCanvas, parent: QGraphicsItem) -> None:
        super().__init__(parent, _ABOVE)
        self._chart = chart
        self._of: tuple[object, ...] = ()
        self._frame: Frame | None = None
        self._selected: IndicatorSpec | None = None
        self.lines: list[LegendLine] = []
        self._crosshair = NO_CROSSHAIR

    def show_cursor(
        self, frame: Frame | None, place: int | None, title: str, crosshair: Crosshair,
        selected: IndicatorSpec | None = None,
    ) -> None:  # fmt: skip
        """Tell of a candle, where the crosshair is and which study is selected; nothing without a frame."""
        of: tuple[object, ...] = ()
        self._frame = frame
        if frame is not None:  # what is named by its id is alive as long as the frame
            others = (frame.base, *(factor for _, _, factor in frame.compared)) if frame.compared else ()
            told = (place_told(frame, place), title, *others, *(pane.rect.top() for pane in frame.panes))
            of = (*told, id(frame.model), id(frame.look), id(frame.options))
        if of != self._of:
            self._of, self.lines = of, legend_of(frame, place, title) if frame is not None else []
            self.update()
        if (crosshair.labels, selected) != (self._crosshair.labels, self._selected):
            self.update()
        self._crosshair, self._selected = crosshair, selected

    def draw(self, painter: QPainter) -> None:
        """Paint them; in an exported picture, which has no crosshair, the newest candle in sight is told."""
        picture = self._chart.painted
        if picture is None:
            return
        frame = picture.frame
        shown = frame is self._frame
        with device_pixels(painter, QPointF(), frame.look.ratio):
            lines = self.lines if shown else legend_of(frame, None, self._chart.title)
            folded, selected = (frame.options.legend_folded, self._selected) if shown else (None, None)
            crosshair = self._crosshair if shown else NO_CROSSHAIR
            paint_crosshair(painter, frame, crosshair)
            paint_legend(painter, frame.look, lines, folded, selected)
            paint_labels(painter, frame, crosshair)
