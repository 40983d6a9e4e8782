"""What a legend says of a candle: its prices, what is known of it, and the values of the studies there."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QColor

from ohlc_desktop.core.chart.axes.price_labels import format_axis
from ohlc_desktop.core.chart.axes.time_texts import describe_time, zone_text
from ohlc_desktop.core.chart.indicators import Place, drawn_lines
from ohlc_desktop.core.chart.model import Study
from ohlc_desktop.core.chart.options import Style
from ohlc_desktop.core.chart.series import Flag
from ohlc_desktop.core.numbers import write_decimals
from ohlc_desktop.core.voices.levels import Confidence
from ohlc_desktop.services.i18n.messages import shown
from ohlc_desktop.ui.chart.panes.axes import plain
from ohlc_desktop.ui.chart.panes.date_names import chart_names
from ohlc_desktop.ui.chart.panes.frame import Frame

translate = QCoreApplication.translate

#: Decimals of distances of prices without a tick, and of what lies between bounds.
_PRICE_DECIMALS, _BOUNDED_DECIMALS = 4, 2


class LegendPart(NamedTuple):
    """A word or a number of the legend.

    Attributes:
        leads: It is worth nothing without the next one.
    """

    text: str
    colour: QColor
    bold: bool = False
    leads: bool = False


def heading_parts(frame: Frame, title: str) -> list[LegendPart]:
    """What is shown: instrument, timeframe, and how they are drawn."""
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


def values_parts(frame: Frame, at: int) -> list[LegendPart]:
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


def study_parts(frame: Frame, study: Study, at: int) -> list[LegendPart]:
    """What a study is called, and its values at a candle; or why it has none."""
    theme = frame.look.colours.theme
    parts = [LegendPart(study.label, theme.muted)]
    if study.computed.problem:  # word by word, as a part for which there is no room is left out
        return parts + [LegendPart(word, theme.attention) for word in shown(study.computed.problem).split()]
    if study.spec.hidden:
        return [*parts, LegendPart(translate("Chart", "hidden"), theme.muted)]
    for line in drawn_lines(study.spec):
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


def profile_parts(frame: Frame) -> list[LegendPart]:
    """Which volume profiles are drawn."""
    theme, chosen = frame.look.colours.theme, frame.options.profile
    words = [translate("Chart", "in sight")] * chosen.visible + [translate("Chart", "trade dates")] * chosen.sessions
    return [LegendPart(translate("Chart", "Volume profile"), theme.muted), *(LegendPart(w, theme.text) for w in words)]


def compared_parts(frame: Frame, number: int, at: int) -> list[LegendPart]:
    """What another instrument made of its first visible close, in percent; its price, where it has a scale of its own."""
    other, _, factor = frame.compared[number]
    theme, close = frame.look.colours.theme, float(other.closes[at])
    name = LegendPart(other.symbol, frame.compared_colour(number), bold=True)
    if frame.own_scales:
        price = format_axis(other.instrument, close) or "–"
        return [name, LegendPart(price, theme.text), LegendPart(translate("Chart", "own scale"), theme.muted)]
    value = close * factor / frame.base * 100 - 100 if frame.base else float("nan")
    return [name, LegendPart(f"{value:+.2f} %" if np.isfinite(value) else "–", theme.text)]


def volume_text(number: int) -> str:
    """A volume; 0 stands for a volume that is not known: a candle is there because something was traded."""
    # with commas, as prices beside it are written: a language's own would be read as theirs
    return f"{number:,}" if number else translate("Chart", "unknown")
