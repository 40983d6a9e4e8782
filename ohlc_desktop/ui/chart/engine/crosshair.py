"""The crosshair: a line of pyqtgraph up and one across each pane, and labels at the axes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyqtgraph as pg
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPainterPath

from ohlc_desktop.ui.chart.cursor import Cursor, time_label, value_label
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


def show_crosshair(stack: PaneStack, frame: Frame, cursor: Cursor) -> None:
    """Show where the crosshair is, in all panes and at their axes; nothing where it is nowhere or out of sight."""
    place, y = cursor.place, cursor.y
    x = int(frame.x(place)) if place is not None and place < len(frame.model) else -1
    seen = place is not None and 0 <= x < frame.look.plot_width
    stack.times.show_label(time_label(frame, place) if seen and place is not None else None)
    half = frame.look.px(1) / 2
    position = frame.time.left + (x + half) / frame.time.per_unit
    for pane, shown in zip(stack, frame.panes, strict=True):
        pane.upright.setVisible(seen)
        if seen:
            pane.upright.setPos(position)
        inside = seen and y is not None and shown.rect.top() <= y <= shown.rect.bottom()
        pane.across.setVisible(inside)
        pane.axis.show_label(value_label(frame, shown, y) if inside and y is not None else None)
        if inside and y is not None:
            pane.across.setPos(shown.scale.coordinate(y + half))


def hide_crosshair(stack: PaneStack) -> None:
    """Show it nowhere."""
    stack.times.show_label(None)
    for pane in stack:
        pane.upright.setVisible(False)
        pane.across.setVisible(False)
        pane.axis.show_label(None)
