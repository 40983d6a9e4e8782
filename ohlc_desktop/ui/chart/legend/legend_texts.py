"""What a legend says of a candle: its prices, what is known of it, and the values of the studies there."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QColor

from ohlc_desktop.core.chart.axes.price_labels import format_axis
from ohlc_desktop.core.chart.axes.time_texts import describe_time, zone_text
from ohlc_desktop.core.chart.indicators import Place
from ohlc_desktop.core.chart.model import Study
from ohlc_desktop.core.chart.options import Style
from ohlc_desktop.core.chart.series import Flag
from ohlc_desktop.core.following.followed import FollowedContract
from ohlc_desktop.core.numbers import write_decimals
from ohlc_desktop.services.i18n.messages import shown
from ohlc_desktop.ui.chart.legend.candle_words import (
    NONE,
    change_text,
    flags_of,
    is_doubtful,
    known_text,
    notes,
    origin_text,
    share_text,
    volume_text,
)
from ohlc_desktop.ui.chart.legend.source_words import source_notes
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
    if series.follows is not None:
        parts.append(LegendPart(_followed(series.follows), theme.muted))
    if frame.options.rth_only:
        parts.append(LegendPart(translate("Chart", "regular hours"), theme.muted))
    if frame.options.style is Style.HEIKIN_ASHI:
        parts.append(LegendPart(translate("Chart", "Heikin-Ashi, prices as traded"), theme.muted))
    return parts


def _followed(follows: FollowedContract) -> str:
    """``follows NQZ26, proven``."""
    contract = follows.contract.partition(".")[0]
    if follows.proven:
        return translate("Chart", "follows {contract}, proven").format(contract=contract)
    return translate("Chart", "follows {contract} by name, not proven").format(contract=contract)


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
    parts.append(_change(frame, prices[3], before))
    parts += [LegendPart("V", theme.muted, leads=True), LegendPart(volume_text(int(row.volume[0])), theme.text)]
    height = frame.price_text(prices[1] - prices[2])
    parts += [LegendPart("R", theme.muted, leads=True), LegendPart(height, theme.text)]
    return parts + _told(frame, at)


def _change(frame: Frame, close: float, before: float) -> LegendPart:
    """``+12.25 (+0.21 %)`` against the close before."""
    text = change_text(frame.price_text, close, before)
    if before:
        text = f"{text} ({share_text(close, before)})"
    colours = frame.look.colours
    return LegendPart(text, colours.theme.text if close == before else colours.up if close > before else colours.down)


def _told(frame: Frame, at: int) -> list[LegendPart]:
    """What is to be told of a candle beside its prices; first that it is not to be relied on, if it is not."""
    series, theme = frame.model.series, frame.look.colours.theme
    known, doubtful = known_text(series, at), is_doubtful(series, at)
    parts = [LegendPart(known, theme.attention, bold=True)] if doubtful else []
    sources = source_notes(series, at)
    urgent = [note for note in sources if note.attention]  # first, for there is not always room for the others
    parts += [LegendPart(note.text, theme.attention) for note in urgent]
    if flags_of(series, at) & Flag.DERIVED:
        parts.append(LegendPart(origin_text(series, at, ""), theme.muted))
    told = [*notes(series, at), *(note for note in sources if not note.attention)]
    parts += [LegendPart(text, theme.attention if attention else theme.muted) for text, attention in told]
    return parts if doubtful or not known else [*parts, LegendPart(known, theme.muted)]


def study_parts(frame: Frame, study: Study, at: int) -> list[LegendPart]:
    """What a study is called, and its values at a candle; or why it has none."""
    theme = frame.look.colours.theme
    parts = [LegendPart(study.label, theme.muted)]
    if study.computed.problem:  # word by word, as a part for which there is no room is left out
        return parts + [LegendPart(word, theme.attention) for word in shown(study.computed.problem).split()]
    if study.spec.hidden:
        return [*parts, LegendPart(translate("Chart", "hidden"), theme.muted)]
    for line in study.drawn:
        values = study.computed.lines[line.key]
        if at >= len(values):
            continue
        value = float(values[at])
        text = study_text(frame, study, value) if np.isfinite(value) else NONE
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
        price = format_axis(other.instrument, close) or NONE
        return [name, LegendPart(price, theme.text), LegendPart(translate("Chart", "own scale"), theme.muted)]
    value = close * factor / frame.base * 100 - 100 if frame.base else float("nan")
    return [name, LegendPart(f"{value:+.2f} %" if np.isfinite(value) else NONE, theme.text)]
