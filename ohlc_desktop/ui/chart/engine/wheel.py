"""The wheel: zooms at the pointer; held Shift, or sideways, moves along; held Ctrl, or over prices, stretches these."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGraphicsSceneWheelEvent

if TYPE_CHECKING:
    from ohlc_desktop.ui.chart.view import ChartView

#: A notch of the wheel makes candles so much wider, or moves on by such a share of the width.
NOTCH, SHARE = 1.18, 1 / 12
_ANGLE = 120.0


def turn_wheel(chart: ChartView, event: QGraphicsSceneWheelEvent, prices: bool = False) -> None:
    """Do what a turn of the wheel over a chart is for.

    Args:
        chart: The chart.
        event: As the scene hands it to the item under the pointer.
        prices: It is over the axis of the prices.
    """
    event.accept()
    notches, held, at = event.delta() / _ANGLE, event.modifiers(), event.scenePos()
    if event.orientation() is Qt.Orientation.Horizontal or held & Qt.KeyboardModifier.ShiftModifier:
        chart.pan_by(notches * SHARE * chart.plot_width)
    elif prices or held & Qt.KeyboardModifier.ControlModifier:
        chart.scale_prices(NOTCH**notches, at.y())
    else:
        chart.scale_time(NOTCH**notches, at.x())
