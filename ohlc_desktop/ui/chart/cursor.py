"""The crosshair, its labels on both axes, and the legend: what is painted over the picture each time the mouse moves."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QCoreApplication, QPoint, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter

from ohlc_desktop.core.chart.indicators import Place
from ohlc_desktop.core.chart.measuring import on_tick
from ohlc_desktop.core.chart.model import Study
from ohlc_desktop.core.chart.options import Style
from ohlc_desktop.core.chart.price_labels import format_axis
from ohlc_desktop.core.chart.series import Flag
from ohlc_desktop.core.chart.time_scale import TimeScale
from ohlc_desktop.core.chart.time_texts import describe_time, zone_text
from ohlc_desktop.ui.chart.axes import pane_text, plain
from ohlc_desktop.ui.chart.batch import fill_rects, painting, rows
from ohlc_desktop.ui.chart.frame import Frame, Look, Pane
from ohlc_desktop.ui.chart.names import chart_names
from ohlc_desktop.ui.chart.styles import line_colour

translate = QCoreApplication.translate

_DASH = 3


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


def paint_cursor(
    painter: QPainter, frame: Frame, cursor: Cursor, title: str, legend: KeptLegend | None = None
) -> None:  # fmt: skip
    """Crosshair, labels and legend, in device pixels; what the legend showed last is taken from ``legend``, if given."""
    painter.setFont(frame.look.font)
    place = cursor.place if cursor.place is not None and cursor.place < len(frame.model) else None
    if place is not None:
        _paint_upright(painter, frame, place)
    if cursor.y is not None and place is not None:
        _paint_level(painter, frame, cursor.y)
    if legend is not None and frame.look.ratio.is_integer():  # else pictures would be blurred
        legend.paint(painter, frame, place, title)
    else:
        paint_legend(painter, frame, place, title)


# -- the cross ---------------------------------------------------------------------------------------


def _paint_upright(painter: QPainter, frame: Frame, place: int) -> None:
    look, x = frame.look, int(frame.x(place))
    if not 0 <= x < look.plot_width:
        return
    dash = _DASH * look.px(1)
    fill_rects(painter, look.colours.theme.muted, rows(x, np.arange(0, look.plot_height, 2 * dash), look.px(1), dash))
    timeframe, stamp = frame.model.series.timeframe, int(frame.model.series.candles.ts[place])
    text = describe_time(stamp, timeframe, frame.zone, chart_names())
    width = look.advance(text) + look.px(12)
    left = min(max(x - width / 2, 0.0), max(look.plot_width - width, 0.0))
    _paint_label(painter, frame, QRectF(left, look.plot_height, width, look.time_axis), text)


def _paint_level(painter: QPainter, frame: Frame, y: int) -> None:
    look, pane = frame.look, pane_at(frame, y)
    if pane is None:
        return
    dash = _DASH * look.px(1)
    fill_rects(painter, look.colours.theme.muted, rows(np.arange(0, look.plot_width, 2 * dash), y, dash, look.px(1)))
    value, instrument = pane.scale.price(y), frame.model.series.instrument
    text = pane_text(frame, pane, on_tick(value, instrument) if pane is frame.price else value)
    height = look.metrics.height() + look.px(4)
    _paint_label(painter, frame, QRectF(look.plot_width, y - height / 2, look.axis, height), text)


def _paint_label(painter: QPainter, frame: Frame, box: QRectF, text: str) -> None:
    painter.fillRect(box, frame.look.colours.label)
    painter.setPen(frame.look.colours.label_text)
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)


def pane_at(frame: Frame, y: float) -> Pane | None:
    """The pane at a device pixel."""
    return next((pane for pane in frame.panes if pane.rect.top() <= y <= pane.rect.bottom()), None)


# -- the legend --------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Part:
    text: str
    colour: QColor
    bold: bool = False
    leads: bool = False  # it is worth nothing without the next one


def paint_legend(painter: QPainter, frame: Frame, place: int | None, title: str) -> None:
    """What the candle under the crosshair says, or else the newest one, and the studies' values there."""
    at = len(frame.model) - 1 if place is None else place
    for pane in frame.panes:
        y = pane.rect.top() + frame.look.px(5)
        for parts in _lines(frame, pane, at, title):
            _write(painter, frame, frame.look.px(8), y, parts)
            y += _line_height(frame.look)


class KeptLegend:
    """The legend as pictures, painted anew when it says something else: while one pans or zooms it does not."""

    def __init__(self) -> None:
        self._of: tuple[object, ...] = ()
        self._pictures: list[tuple[QPoint, QImage]] = []

    def paint(self, painter: QPainter, frame: Frame, place: int | None, title: str) -> None:
        """The same as :func:`paint_legend`."""
        at = len(frame.model) - 1 if place is None else place
        percents = tuple(factor for _, _, factor in frame.compared)
        of = (at, title, percents, frame.base if percents else 0.0, *(pane.rect.top() for pane in frame.panes))
        whose = (id(frame.model), id(frame.look), id(frame.options))  # kept alive by the view as long as they are shown
        if (whose, of) != self._of:
            self._of = (whose, of)
            self._pictures = [_legend_picture(frame, pane, at, title) for pane in frame.panes]
        for corner, picture in self._pictures:
            painter.drawImage(corner, picture)


def _legend_picture(frame: Frame, pane: Pane, at: int, title: str) -> tuple[QPoint, QImage]:
    """One pane's legend, and where it stands."""
    look, lines = frame.look, _lines(frame, pane, at, title)
    picture = QImage(look.plot_width, len(lines) * _line_height(look), QImage.Format.Format_ARGB32_Premultiplied)
    picture.fill(Qt.GlobalColor.transparent)
    with painting(picture) as painter:
        widest = max(_write(painter, frame, look.px(8), n * _line_height(look), parts) for n, parts in enumerate(lines))
    return QPoint(0, pane.rect.top() + look.px(5)), picture.copy(0, 0, int(widest) + 1, picture.height())


def _line_height(look: Look) -> int:
    return round(look.metrics.height()) + look.px(2)


def _lines(frame: Frame, pane: Pane, at: int, title: str) -> list[list[_Part]]:
    """The lines of one pane's legend."""
    if pane is frame.price:
        overlaid = [study for study in frame.model.studies if study.kind.place is Place.PRICE]
        found = [_heading(frame, title), _values(frame, at), *(_study(frame, study, at) for study in overlaid)]
        return [*found, *_others(frame, at)]
    if pane.study is not None:
        return [_study(frame, pane.study, at)]
    volume = frame.model.series.candles.volume
    head = [
        _Part(translate("Chart", "Volume"), frame.look.colours.theme.muted),
        _Part(_count(int(volume[at])), _text(frame)),
    ]
    for study in frame.model.studies:
        if study.kind.place is Place.VOLUME:
            head += _study(frame, study, at)
    return [head]


def _heading(frame: Frame, title: str) -> list[_Part]:
    series, theme = frame.model.series, frame.look.colours.theme
    parts = [_Part(title or series.instrument.symbol, theme.text, bold=True)]
    if series.instrument.name != series.instrument.symbol:
        parts.append(_Part(series.instrument.name, theme.muted))
    parts.append(_Part(series.timeframe.name, theme.text, bold=True))
    if frame.options.rth_only:
        parts.append(_Part(translate("Chart", "regular hours"), theme.muted))
    if frame.options.style is Style.HEIKIN_ASHI:
        parts.append(_Part(translate("Chart", "Heikin-Ashi, prices as traded"), theme.muted))
    return parts


def _values(frame: Frame, at: int) -> list[_Part]:
    """Time, open, high, low, close, change, volume and range of a candle, and what is to be told of it."""
    series, theme = frame.model.series, frame.look.colours.theme
    row = series.candles.take(slice(at, at + 1))
    prices = [float(column[0]) for column in (row.open, row.high, row.low, row.close)]
    before = float(series.candles.close[at - 1]) if at else prices[0]
    when = describe_time(int(row.ts[0]), series.timeframe, frame.zone, chart_names())
    parts = [_Part(when, theme.text)]
    if not series.timeframe.daily:
        parts.append(_Part(zone_text(int(row.ts[0]), frame.zone), theme.muted))
    for name, price in zip(("O", "H", "L", "C"), prices, strict=True):
        parts += [_Part(name, theme.muted, leads=True), _Part(format_axis(series.instrument, price), theme.text)]
    rising = prices[3] >= before
    parts.append(_Part(_change(frame, prices[3], before), frame.look.colours.up if rising else frame.look.colours.down))
    parts += [_Part("V", theme.muted, leads=True), _Part(_count(int(row.volume[0])), theme.text)]
    height = format_axis(series.instrument, prices[1] - prices[2])
    parts += [_Part("R", theme.muted, leads=True), _Part(height, theme.text)]
    return parts + _told(frame, at)


def _change(frame: Frame, close: float, before: float) -> str:
    """``+12.25 (+0.21 %)`` against the close before."""
    text = format_axis(frame.model.series.instrument, abs(close - before))
    sign = "+" if close >= before else "−"
    share = f" ({sign}{abs(close - before) / abs(before) * 100:.2f} %)" if before else ""
    return f"{sign}{text}{share}"


def _told(frame: Frame, at: int) -> list[_Part]:
    """What is to be told of a candle beside its prices."""
    series, theme = frame.model.series, frame.look.colours.theme
    source, flags = series.timeframe.source, int(series.flags[at]) if at < len(series.flags) else 0
    derived = translate("Chart", "derived from {timeframe}").format(timeframe=source)
    if source == series.timeframe.name:
        derived = translate("Chart", "derived from a finer timeframe")
    told = {
        Flag.DERIVED: _Part(derived, theme.muted),
        Flag.SHORT: _Part(translate("Chart", "short: the session ended"), theme.muted),
        Flag.REVISED: _Part(translate("Chart", "revised by the feed"), theme.attention),
    }
    return [part for flag, part in told.items() if flags & flag]


def _study(frame: Frame, study: Study, at: int) -> list[_Part]:
    parts = [_Part(study.label, frame.look.colours.theme.muted)]
    for line in study.kind.lines:
        values = study.computed.lines.get(line.key)
        if values is None or at >= len(values):
            continue
        value = float(values[at])
        text = study_text(frame, study, value) if np.isfinite(value) else "–"
        parts.append(_Part(text, line_colour(frame, study, line.key)))
    return parts


def study_text(frame: Frame, study: Study, value: float) -> str:
    """A value of a study: a price as the axis writes it where it is one, else a plain number."""
    if study.kind.place is Place.PRICE:
        return format_axis(frame.model.series.instrument, value)
    return plain(value)


def _others(frame: Frame, at: int) -> list[list[_Part]]:
    """What other instruments made of their first visible close, in percent."""
    lines = []
    for number, (other, _, factor) in enumerate(frame.compared):
        colours = frame.look.colours.compared
        value = float(other.closes[at]) * factor / frame.base * 100 - 100 if frame.base else float("nan")
        text = f"{value:+.2f} %" if np.isfinite(value) else "–"
        lines.append([_Part(other.symbol, colours[number % len(colours)], bold=True), _Part(text, _text(frame))])
    return lines


def _count(number: int) -> str:
    return f"{number:,}"  # as prices beside it are written: a language's own comma would be read as theirs


def _text(frame: Frame) -> QColor:
    return frame.look.colours.theme.text


def _write(painter: QPainter, frame: Frame, x: float, y: float, parts: list[_Part]) -> float:
    """One line, on the chart's own ground so that candles do not disturb it; returns the pixel where it ends."""
    look, gap = frame.look, frame.look.px(6)
    widths = [look.strong_advance(part.text) if part.bold else look.advance(part.text) for part in parts]
    base = y + look.px(2) / 2 + look.metrics.ascent()
    room = look.plot_width - x
    total = min(sum(widths) + gap * max(len(parts) - 1, 0), room)
    ground = QRectF(x - look.px(3), y, total + look.px(6), _line_height(look))
    painter.fillRect(ground, look.colours.base)
    for part, width, following in zip(parts, widths, [*widths[1:], 0.0], strict=True):
        if width + (gap + following if part.leads else 0.0) > room:
            break
        painter.setFont(look.strong if part.bold else look.font)
        painter.setPen(part.colour)
        painter.drawText(QPointF(x, base), part.text)
        x, room = x + width + gap, room - width - gap
    return ground.right()
