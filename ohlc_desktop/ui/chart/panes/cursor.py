"""Where the crosshair is, its labels on both axes, and the legend."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QCoreApplication, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter

from ohlc_desktop.core.chart.axes.time_scale import TimeScale
from ohlc_desktop.core.chart.axes.time_texts import describe_time, zone_text
from ohlc_desktop.core.chart.drawings.measuring import on_tick
from ohlc_desktop.core.chart.indicators import Place
from ohlc_desktop.core.chart.model import Study
from ohlc_desktop.core.chart.options import Style
from ohlc_desktop.core.chart.series import Flag
from ohlc_desktop.core.numbers import write_decimals
from ohlc_desktop.core.voices.levels import Confidence
from ohlc_desktop.services.i18n.messages import shown
from ohlc_desktop.ui.chart.panes.axes import pane_text, plain
from ohlc_desktop.ui.chart.panes.date_names import chart_names
from ohlc_desktop.ui.chart.panes.frame import Frame, Look, Pane

translate = QCoreApplication.translate

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
    height = look.metrics.height() + look.px(4)
    return QRectF(look.plot_width, y - height / 2, look.axis, height), pane_text(frame, pane, value)


def paint_label(painter: QPainter, frame: Frame, label: Label) -> None:
    """A label of the crosshair on an axis."""
    box, text = label
    painter.setFont(frame.look.font)
    painter.fillRect(box, frame.look.colours.label)
    painter.setPen(frame.look.colours.label_text)
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)


# -- the legend --------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class LegendPart:
    """A word or a number of the legend.

    Attributes:
        leads: It is worth nothing without the next one.
    """

    text: str
    colour: QColor
    bold: bool = False
    leads: bool = False


def place_told(frame: Frame, place: int | None) -> int:
    """The candle that the legend tells of: the one at a place, or the newest in sight where that is not in sight."""
    if place is not None and frame.first <= place < frame.last:
        return place
    return (frame.last if frame.last > frame.first else len(frame.model)) - 1


@dataclass(frozen=True, slots=True)
class LegendLine:
    """One line of the legend, in device pixels: its ground, and each part with the pixel where it begins."""

    ground: QRectF
    parts: tuple[tuple[float, LegendPart], ...]


def legend_of(frame: Frame, place: int | None, title: str) -> list[LegendLine]:
    """What a candle says, and the studies' values there, in the corner of each pane."""
    at = place_told(frame, place)
    found = []
    for pane in frame.panes:
        y, lowest = pane.rect.top() + frame.look.px(5), pane.rect.bottom() + frame.look.px(1)
        for parts in _lines(frame, pane, at, title):
            if y + _line_height(frame.look) > lowest:
                break
            found.append(_placed(frame.look, frame.look.px(8), y, parts))
            y += _line_height(frame.look)
    return found


def paint_legend(painter: QPainter, look: Look, lines: Sequence[LegendLine]) -> None:
    """Write it, on the chart's own ground so that candles do not disturb it."""
    for line in lines:
        painter.fillRect(line.ground, look.colours.base)
        top = line.ground.top() + look.px(2) / 2
        for x, part in line.parts:
            painter.setFont(look.strong if part.bold else look.font)
            painter.setPen(part.colour)
            painter.drawStaticText(QPointF(x, top), (look.strong_text if part.bold else look.text)(part.text))


def _line_height(look: Look) -> int:
    return round(look.metrics.height()) + look.px(2)


def _lines(frame: Frame, pane: Pane, at: int, title: str) -> list[list[LegendPart]]:
    """The lines of one pane's legend."""
    if pane is frame.price:
        overlaid = [study for study in frame.model.studies if study.kind.place is Place.PRICE]
        found = [_heading(frame, title), _values(frame, at), *(_study(frame, study, at) for study in overlaid)]
        return [*found, *_others(frame, at)]
    if pane.study is not None:
        return [_study(frame, pane.study, at)]
    volume = frame.model.series.candles.volume
    head = [
        LegendPart(translate("Chart", "Volume"), frame.look.colours.theme.muted),
        LegendPart(volume_text(int(volume[at])), frame.look.colours.theme.text),
    ]
    for study in frame.model.studies:
        if study.kind.place is Place.VOLUME:
            head += _study(frame, study, at)
    return [head]


def _heading(frame: Frame, title: str) -> list[LegendPart]:
    series, theme = frame.model.series, frame.look.colours.theme
    parts = [LegendPart(title or series.instrument.symbol, theme.text, bold=True)]
    if series.instrument.name != series.instrument.symbol:
        parts.append(LegendPart(series.instrument.name, theme.muted))
    parts.append(LegendPart(series.timeframe.name, theme.text, bold=True))
    if frame.options.rth_only:
        parts.append(LegendPart(translate("Chart", "regular hours"), theme.muted))
    if frame.options.style is Style.HEIKIN_ASHI:
        parts.append(LegendPart(translate("Chart", "Heikin-Ashi, prices as traded"), theme.muted))
    return parts


def _values(frame: Frame, at: int) -> list[LegendPart]:
    """Time, open, high, low, close, change, volume and range of a candle, and what is to be told of it."""
    series, theme = frame.model.series, frame.look.colours.theme
    row = series.candles.take(slice(at, at + 1))
    prices = [float(column[0]) for column in (row.open, row.high, row.low, row.close)]
    before = float(series.candles.close[at - 1]) if at else prices[0]
    when = describe_time(int(row.ts[0]), series.timeframe, frame.zone, chart_names())
    parts = [LegendPart(when, theme.text)]
    if not series.timeframe.daily:
        parts.append(LegendPart(zone_text(int(row.ts[0]), frame.zone), theme.muted))
    for name, price in zip(("O", "H", "L", "C"), prices, strict=True):
        parts += [
            LegendPart(name, theme.muted, leads=True),
            LegendPart(frame.price_text(price), theme.text),
        ]
    rising = prices[3] >= before
    parts.append(
        LegendPart(_change(frame, prices[3], before), frame.look.colours.up if rising else frame.look.colours.down)
    )
    parts += [LegendPart("V", theme.muted, leads=True), LegendPart(volume_text(int(row.volume[0])), theme.text)]
    height = frame.price_text(prices[1] - prices[2])
    parts += [LegendPart("R", theme.muted, leads=True), LegendPart(height, theme.text)]
    return parts + _told(frame, at)


def _change(frame: Frame, close: float, before: float) -> str:
    """``+12.25 (+0.21 %)`` against the close before."""
    text = frame.price_text(abs(close - before))
    sign = "+" if close >= before else "-"
    share = f" ({sign}{abs(close - before) / abs(before) * 100:.2f} %)" if before else ""
    return f"{sign}{text}{share}"


def _told(frame: Frame, at: int) -> list[LegendPart]:
    """What is to be told of a candle beside its prices."""
    series, theme = frame.model.series, frame.look.colours.theme
    source, flags = series.timeframe.source, int(series.flags[at]) if at < len(series.flags) else 0
    derived = translate("Chart", "derived from {timeframe}").format(timeframe=source)
    if source == series.timeframe.name:
        derived = translate("Chart", "derived from a finer timeframe")
    unsure = translate("Chart", "provisional: {timeframe} candles are missing in it").format(timeframe=source)
    if source == series.timeframe.name and not series.candles.volume[at]:
        unsure = translate("Chart", "volume not known")
    told = {
        Flag.DERIVED: LegendPart(derived, theme.muted),
        Flag.SHORT: LegendPart(translate("Chart", "short: the session ended"), theme.muted),
        Flag.REVISED: LegendPart(translate("Chart", "revised by the feed"), theme.attention),
        Flag.PROVISIONAL: LegendPart(unsure, theme.attention),
    }
    doubts, known = _known(frame, at)
    return [*doubts, *(part for flag, part in told.items() if flags & flag), *known]


def _known(frame: Frame, at: int) -> tuple[list[LegendPart], list[LegendPart]]:
    """How well a candle is known: what is said first, for it is not to be relied on, and what is said last."""
    series, theme = frame.model.series, frame.look.colours.theme
    if at >= len(series.known):
        return [], []
    level = Confidence(int(series.known[at]))
    if level >= Confidence.DISPUTED:
        return [LegendPart(known_sentence(level), theme.attention, bold=True)], []
    return [], [LegendPart(known_sentence(level), theme.muted)]


def known_sentence(level: Confidence) -> str:
    """How well a candle is known, in a few words."""
    return {
        Confidence.AGREED: translate("Chart", "agreed: two voices"),
        Confidence.SINGLE: translate("Chart", "single: one voice"),
        Confidence.CHOSEN: translate("Chart", "chosen: rows differ"),
        Confidence.DISPUTED: translate("Chart", "disputed: rows differ"),
        Confidence.SUSPECT: translate("Chart", "suspect: not credible"),
    }[level]


def _study(frame: Frame, study: Study, at: int) -> list[LegendPart]:
    theme = frame.look.colours.theme
    parts = [LegendPart(study.label, theme.muted)]
    if study.computed.problem:  # word by word, as a part for which there is no room is left out
        return parts + [LegendPart(word, theme.attention) for word in shown(study.computed.problem).split()]
    for line in study.kind.lines:
        values = study.computed.lines.get(line.key)
        if values is None or at >= len(values):
            continue
        value = float(values[at])
        text = study_text(frame, study, value) if np.isfinite(value) else "–"
        parts.append(LegendPart(text, frame.line_colour(study, line.key)))
    return parts


def study_text(frame: Frame, study: Study, value: float) -> str:
    """A value of a study with the decimals of its kind: those of the price, two of what has bounds, else few digits."""
    instrument = frame.model.series.instrument
    if study.kind.place is Place.PRICE:
        return frame.price_text(value)
    if study.kind.in_price:
        return write_decimals(value, _PRICE_DECIMALS if instrument.decimals is None else instrument.decimals)
    return plain(value) if study.kind.bounds is None else write_decimals(value, _BOUNDED_DECIMALS)


def _others(frame: Frame, at: int) -> list[list[LegendPart]]:
    """What other instruments made of their first visible close, in percent."""
    lines, colours, ink = [], frame.look.colours.compared, frame.look.colours.theme.text
    for number, (other, _, factor) in enumerate(frame.compared):
        value = float(other.closes[at]) * factor / frame.base * 100 - 100 if frame.base else float("nan")
        text = f"{value:+.2f} %" if np.isfinite(value) else "–"
        name = LegendPart(other.symbol, colours[number % len(colours)], bold=True)
        lines.append([name, LegendPart(text, ink)])
    return lines


def volume_text(number: int) -> str:
    """A volume; 0 stands for a volume that is not known: a candle is there because something was traded."""
    # with commas, as prices beside it are written: a language's own would be read as theirs
    return f"{number:,}" if number else translate("Chart", "unknown")


def _placed(look: Look, x: float, y: float, parts: Sequence[LegendPart]) -> LegendLine:
    """One line, as far as there is room."""
    left, gap, room, found = x, look.px(6), look.plot_width - x, []
    widths = [look.strong_advance(part.text) if part.bold else look.advance(part.text) for part in parts]
    total = min(sum(widths) + gap * max(len(parts) - 1, 0), room)
    for part, width, following in zip(parts, widths, [*widths[1:], 0.0], strict=True):
        if width + (gap + following if part.leads else 0.0) > room:
            break
        found.append((x, part))
        x, room = x + width + gap, room - width - gap
    ground = QRectF(left - look.px(3), y, total + look.px(6), _line_height(look))
    return LegendLine(ground, tuple(found))
