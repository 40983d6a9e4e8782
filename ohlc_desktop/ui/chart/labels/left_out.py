"""Says that a chart has panes for which there is no room."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QPointF, QRectF
from PySide6.QtGui import QPainter

from ohlc_desktop.ui.chart.panes.frame import Frame

translate = QCoreApplication.translate


def paint_left_out(painter: QPainter, frame: Frame) -> None:
    """Say in the lowest pane how many others there is no room for: what is not seen must not be thought to be gone."""
    if not frame.left_out:
        return
    one, more = translate("Chart", "1 pane has no room"), translate("Chart", "{count} panes have no room")
    text = one if frame.left_out == 1 else more.format(count=frame.left_out)
    look, rect = frame.look, frame.panes[-1].rect
    width, height = look.advance(text), look.line_height
    at = QPointF(look.plot_width - width - look.px(8), rect.bottom() - height - look.px(4))
    painter.fillRect(QRectF(at.x() - look.px(3), at.y(), width + look.px(6), height), look.colours.base)
    painter.setFont(look.font)
    painter.setPen(look.colours.theme.muted)
    painter.drawStaticText(at, look.text(text))
