"""Where the crosshair is, and its labels on both axes."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter

from ohlc_desktop.core.chart.axes.time_scale import TimeScale
from ohlc_desktop.core.chart.axes.time_texts import describe_time
from ohlc_desktop.core.chart.drawings.measuring import on_tick
from ohlc_desktop.ui.chart.panes.axes import pane_text
from ohlc_desktop.ui.chart.panes.date_names import chart_names
from ohlc_desktop.ui.chart.panes.frame import Frame, Pane

#: Decimals of distances of prices without a tick, and of what lies between bounds.
_PRICE_DECIMALS, _BOUNDED_DECIMALS = 4, 2

#: A label of the crosshair: the device pixels that it takes, and its text.
Label = tuple[QRectF, str]


@dataclass(frozen=True, slots=True)
class Cursor:
    """Where the crosshair is.

    Attributes:
        place: Of the candle it snaps to; None for nowhere.
        y: Device pixel of the pointer; None where another chart is pointed at.
    """

    place: int | None = None
    y: int | None = None

    def over(self, before: TimeScale, after: TimeScale) -> Cursor:
        """The same place on the screen, or, where another chart points, the same moment, over other candles."""
        if self.place is None or not len(after.stamps):
            return Cursor()
        if self.y is not None:
            return Cursor(after.nearest(float(before.pixel(self.place))), self.y)
        place = after.holding(float(before.stamp_at(self.place)))
        return Cursor(place) if 0 <= place < len(after.stamps) else Cursor()


def time_label(frame: Frame, place: int) -> Label:
    """Time of a candle, and the device pixels of the time axis that it takes."""
    look, series = frame.look, frame.model.series
    text = describe_time(int(series.candles.ts[place]), series.timeframe, frame.zone, chart_names())
    width = look.advance(text) + look.px(12)
    left = min(max(int(frame.x(place)) - width / 2, 0.0), max(look.plot_width - width, 0.0))
    return QRectF(left, look.plot_height, width, look.time_axis), text


def value_label(frame: Frame, pane: Pane, y: int) -> Label:
    """Value of a pane at a device pixel, a price that can be traded, and the pixels of its axis that it takes."""
    look, value = frame.look, pane.scale.price(y)
    if pane is frame.price:
        value = on_tick(value, frame.model.series.instrument)
    height = look.line_height + look.px(4)
    return QRectF(look.plot_width, y - height / 2, look.axis, height), pane_text(frame, pane, value)


def paint_label(painter: QPainter, frame: Frame, label: Label) -> None:
    """A label of the crosshair on an axis."""
    box, text = label
    painter.setFont(frame.look.font)
    painter.fillRect(box, frame.look.colours.label)
    painter.setPen(frame.look.colours.label_text)
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)
