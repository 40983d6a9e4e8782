"""What a chart shows of its candles: one item below all panes, and the legend above them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRect, QRectF
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QGraphicsItem

from ohlc_desktop.ui.chart.batch import painting
from ohlc_desktop.ui.chart.cursor import Label, LegendLine, legend_of, paint_label, paint_legend, place_told
from ohlc_desktop.ui.chart.engine.device_item import DeviceItem, device_pixels, logical
from ohlc_desktop.ui.chart.frame import Frame
from ohlc_desktop.ui.chart.paint import ChartPicture, paint_chart

if TYPE_CHECKING:
    from ohlc_desktop.ui.chart.engine.canvas import ChartCanvas

#: Below the panes of pyqtgraph, which are at -100; above whatever others put into them.
_BELOW, _ABOVE = -1000.0, 100.0
#: The box that will be zoomed to, above all.
BOX_Z = 200.0


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
                self._copy(painter, picture)
            else:
                self._painted = picture
                paint_chart(painter, picture)

    def _copy(self, painter: QPainter, picture: ChartPicture) -> None:
        """Copy what is exposed: all at once would take three times as long, for Qt cuts it to many small rectangles."""
        image, ratio = self._image_of(picture), picture.frame.look.ratio
        if not ratio.is_integer():
            painter.drawImage(0, 0, image)
            return
        for exposed in self._chart.exposed:
            area = QRect(exposed.topLeft() * ratio, exposed.size() * ratio)
            painter.drawImage(area, image, area)

    def _image_of(self, picture: ChartPicture) -> QImage:
        if self._kept is not picture:
            self._kept = picture
            look = picture.frame.look
            if (self._image.width(), self._image.height()) != (look.width, look.height):
                self._image = QImage(look.width, look.height, QImage.Format.Format_RGB32)
            with painting(self._image) as painter:
                paint_chart(painter, picture)
        return self._image


class OverlayItem(DeviceItem):
    """The legend in the corner of each pane, and the labels of the crosshair at the axes.

    The legend tells what the candle under the crosshair says, or else the newest one in sight.
    """

    def __init__(self, chart: ChartCanvas, parent: QGraphicsItem) -> None:
        super().__init__(parent, _ABOVE)
        self._chart = chart
        self._of: tuple[object, ...] = ()
        self._frame: Frame | None = None
        self._lines: list[LegendLine] = []
        self._labels: list[Label] = []

    def show_cursor(self, frame: Frame | None, place: int | None, title: str, labels: list[Label]) -> None:
        """Tell of a candle, and where the crosshair is; nothing without a frame."""
        of: tuple[object, ...] = ()
        self._frame = frame
        if frame is not None:  # what is named by its id is alive as long as the frame
            told = (place_told(frame, place), title, *(factor for _, _, factor in frame.compared), frame.base)
            of = (*told, id(frame.model), id(frame.look), id(frame.options), *(pane.rect.top() for pane in frame.panes))
        if of != self._of:
            lines = legend_of(frame, place, title) if frame is not None else []
            self._update(line.ground for line in (*self._lines, *lines))
            self._of, self._lines = of, lines
        if labels != self._labels:
            self._update(box for box, _ in (*self._labels, *labels))
            self._labels = labels

    def _update(self, areas: Iterable[QRectF]) -> None:
        for area in areas:
            self.update(logical(area, self._chart.devicePixelRatioF()).adjusted(-1, -1, 1, 1))

    def draw(self, painter: QPainter) -> None:
        """Paint them; in an exported picture, which has no crosshair, the newest candle in sight is told."""
        picture = self._chart.painted
        if picture is None:
            return
        frame = picture.frame
        shown = frame is self._frame
        with device_pixels(painter, QPointF(), frame.look.ratio):
            paint_legend(painter, frame.look, self._lines if shown else legend_of(frame, None, self._chart.title))
            for label in self._labels if shown else ():
                paint_label(painter, frame, label)
