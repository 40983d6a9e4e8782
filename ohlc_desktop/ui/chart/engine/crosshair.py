"""The crosshair: a line of pyqtgraph up and one across each pane."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyqtgraph as pg
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPainterPath

from ohlc_desktop.ui.chart.cursor import Cursor, Label, time_label, value_label
from ohlc_desktop.ui.chart.frame import Frame

if TYPE_CHECKING:
    from ohlc_desktop.ui.chart.engine.panes import PaneStack

_ABOVE = 50.0
_DASHES = [3.0, 3.0]


class CrosshairLine(pg.InfiniteLine):
    """A dashed line that is never picked."""

    def __init__(self, angle: int) -> None:
        super().__init__(angle=angle)
        self.setZValue(_ABOVE)
        self.setVisible(False)

    def set_look(self, colour: QColor, width: int) -> None:
        """Take on the colour of a theme, and so many device pixels."""
        pen = pg.mkPen(colour, width=width)
        pen.setStyle(Qt.PenStyle.CustomDashLine)
        pen.setDashPattern(_DASHES)
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        self.setPen(pen)

    def shape(self) -> QPainterPath:
        """Nothing that could be picked."""
        return QPainterPath()


def show_crosshair(stack: PaneStack, frame: Frame | None, cursor: Cursor) -> list[Label]:
    """Show where the crosshair is in all panes; nothing where it is nowhere or out of sight.

    Returns:
        Its labels at the axes.
    """
    place, y, x, labels = cursor.place, cursor.y, -1, []
    if frame is not None and place is not None and place < len(frame.model):
        x = int(frame.x(place))
    for number, pane in enumerate(stack):
        seen, inside = frame is not None and 0 <= x < frame.look.plot_width, False
        if frame is not None and place is not None and seen:
            half, shown = frame.look.px(1) / 2, frame.panes[number]
            pane.upright.setPos(frame.time.left + (x + half) / frame.time.per_unit)
            labels += [] if number else [time_label(frame, place)]
            if y is not None and shown.rect.top() <= y <= shown.rect.bottom():
                inside = True
                pane.across.setPos(shown.scale.coordinate(y + half))
                labels.append(value_label(frame, shown, y))
        pane.upright.setVisible(seen)
        pane.across.setVisible(inside)
    return labels
