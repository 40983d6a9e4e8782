"""The way back to the newest candle, for whoever scrolled away from it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QToolButton

from ohlc_desktop.core.chart.axes.time_scale import TimeScale
from ohlc_desktop.ui.chart.toolbar.tool_icons import SIDE, Picture, tool_pixmap
from ohlc_desktop.ui.widgets.theme import GAP, colours

if TYPE_CHECKING:
    from ohlc_desktop.ui.chart.panes.view import ChartView

_SIZE = 30


class LatestButton(QToolButton):
    """In the lower right corner of the prices, or of all panes where no prices are shown, while the newest candle is not."""

    def __init__(self, view: ChartView) -> None:
        super().__init__(view)
        self._view = view
        self.setFixedSize(_SIZE, _SIZE)
        self.setCursor(Qt.CursorShape.ArrowCursor)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # the keyboard has End
        self.setToolTip(self.tr("To the newest candle (End)"))
        self.setAccessibleName(self.tr("To the newest candle"))
        self.clicked.connect(lambda: view.change_time(TimeScale.latest))
        view.range_changed.connect(self.place)
        view.resized.connect(self.place)
        view.panes_changed.connect(self.place, Qt.ConnectionType.QueuedConnection)
        view.over.append(self)
        self.hide()

    def place(self) -> None:
        """Show it where it belongs, or hide it."""
        time, model = self._view.time, self._view.model
        away = time is not None and model is not None and len(model) > 0 and not time.follows()
        self.setVisible(away)
        if away:
            prices = self._view.surface.price_rect()
            every = QRectF(0, 0, self._view.plot_width, self._view.pane_stack.plot_height)
            corner = (every if prices.isEmpty() else prices).bottomRight().toPoint()
            self.move(corner.x() - _SIZE - GAP, corner.y() - _SIZE - GAP)
            self.raise_()

    def paintEvent(self, _: QPaintEvent) -> None:  # noqa: N802  # named by Qt
        """A disc with an arrow to the end."""
        c = colours(self)
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(c.line, 1))
            painter.setBrush(c.off_soft if self.underMouse() or self.isDown() else c.base)
            painter.drawEllipse(QRectF(self.rect()).adjusted(1.5, 1.5, -1.5, -1.5))
            side = (_SIZE - SIDE) // 2
            painter.drawPixmap(side, side, tool_pixmap(Picture.LATEST, c.text, SIDE, self.devicePixelRatioF()))
