"""What a chart shows of its candles: one item below all panes, and the legend above them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRect
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget

from ohlc_desktop.ui.chart.batch import painting
from ohlc_desktop.ui.chart.cursor import LegendLine, legend_of, paint_legend, place_told
from ohlc_desktop.ui.chart.engine.device_item import DeviceItem, device_pixels, logical
from ohlc_desktop.ui.chart.frame import Frame
from ohlc_desktop.ui.chart.paint import ChartPicture, paint_chart

if TYPE_CHECKING:
    from ohlc_desktop.ui.chart.engine.canvas import ChartCanvas

#: Below the panes of pyqtgraph, which are at -100; above whatever others put into them.
_BELOW, _ABOVE = -1000.0, 100.0


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

    def paint(
        self, painter: QPainter, _option: QStyleOptionGraphicsItem, _widget: QWidget | None = None
    ) -> None:  # fmt: skip
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


class LegendItem(DeviceItem):
    """What the candle under the crosshair says, or else the newest one in sight, in the corner of each pane."""

    def __init__(self, chart: ChartCanvas, parent: QGraphicsItem) -> None:
        super().__init__(parent, _ABOVE)
        self._chart = chart
        self._of: tuple[object, ...] = ()
        self._frame: Frame | None = None
        self._lines: list[LegendLine] = []

    def show_place(self, frame: Frame, place: int | None, title: str) -> None:
        """Tell of a candle; of the newest one in sight without a place, or where it is out of sight."""
        told = (place_told(frame, place), title, *(factor for _, _, factor in frame.compared), frame.base)
        # alive as long as they are shown: the frame is kept
        of = (*told, id(frame.model), id(frame.look), id(frame.options), *(pane.rect.top() for pane in frame.panes))
        self._frame = frame
        if of != self._of:
            before, self._of = self._lines, of
            self._lines = legend_of(frame, place, title)
            for line in (*before, *self._lines):
                self.update(logical(line.ground, frame.look.ratio))

    def forget(self) -> None:
        """Tell nothing."""
        self._of, self._frame, self._lines = (), None, []

    def paint(
        self, painter: QPainter, _option: QStyleOptionGraphicsItem, _widget: QWidget | None = None
    ) -> None:  # fmt: skip
        """Paint what is told; in an exported picture, which has no crosshair, the newest candle in sight."""
        picture = self._chart.painted
        if picture is None:
            return
        frame = picture.frame
        lines = self._lines if frame is self._frame else legend_of(frame, None, self._chart.title)
        with device_pixels(painter, QPointF(), frame.look.ratio):
            paint_legend(painter, frame.look, lines)
