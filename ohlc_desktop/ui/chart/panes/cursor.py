"""Where the crosshair is, its lines, and its labels on both axes."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter

from ohlc_desktop.core.chart.axes.time_scale import TimeScale
from ohlc_desktop.core.chart.axes.time_texts import describe_time
from ohlc_desktop.core.chart.drawings.measuring import on_tick
from ohlc_desktop.ui.chart.items.batch import Rows, fill_rects, rows
from ohlc_desktop.ui.chart.panes.axes import pane_text
from ohlc_desktop.ui.chart.panes.date_names import chart_names
from ohlc_desktop.ui.chart.panes.frame import Frame, Pane

#: Device pixels of a dash at 1x, and of the gap after it.
_DASH = 3
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


@dataclass(frozen=True, slots=True, eq=False)
class Crosshair:
    """What is drawn of the crosshair.

    Attributes:
        dashes: Of its lines, as rectangles; device pixels.
        labels: At the axes.
    """

    dashes: Rows
    labels: tuple[Label, ...] = ()


#: What is drawn of a crosshair that is nowhere.
NO_CROSSHAIR = Crosshair(np.empty((0, 4)))


def crosshair_of(frame: Frame | None, cursor: Cursor) -> Crosshair:
    """A line through all panes, and one through the pane of the pointer; nothing where it is nowhere or out of sight."""
    place = cursor.place
    if frame is None or place is None or not 0 <= place < len(frame.model):
        return NO_CROSSHAIR
    x = int(frame.x(place))
    if not 0 <= x < frame.look.plot_width:
        return NO_CROSSHAIR
    dashes, labels = [_upright(frame, pane, x) for pane in frame.panes], [time_label(frame, place)]
    for pane in frame.panes:
        if pane.open and cursor.y is not None and pane.rect.top() <= cursor.y <= pane.rect.bottom():
            dashes.append(_across(frame, cursor.y))
            labels.append(value_label(frame, pane, cursor.y))
    return Crosshair(np.concatenate(dashes), tuple(labels))


def _upright(frame: Frame, pane: Pane, x: int) -> Rows:
    line, end = frame.look.px(1), pane.rect.top() + pane.rect.height()
    top = np.arange(pane.rect.top(), end, 2 * _DASH * line)
    return rows(x, top, line, np.minimum(top + _DASH * line, end) - top)


def _across(frame: Frame, y: int) -> Rows:
    line, end = frame.look.px(1), frame.look.plot_width
    left = np.arange(0, end, 2 * _DASH * line)
    return rows(left, y, np.minimum(left + _DASH * line, end) - left, line)


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


def paint_crosshair(painter: QPainter, frame: Frame, crosshair: Crosshair) -> None:
    """Its lines, below whatever else is over the candles."""
    fill_rects(painter, frame.look.colours.theme.muted, crosshair.dashes)


def paint_labels(painter: QPainter, frame: Frame, crosshair: Crosshair) -> None:
    """Its labels on the axes."""
    painter.setFont(frame.look.font)
    for box, text in crosshair.labels:
        painter.fillRect(box, frame.look.colours.label)
        painter.setPen(frame.look.colours.label_text)
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)
