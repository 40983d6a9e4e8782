"""Everything that a chart knows of one candle, line by line: what the data window shows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QColor

from ohlc_desktop.core.chart.axes.time_texts import day_of_number, describe_time, zone_text
from ohlc_desktop.core.chart.model import Compared, Study
from ohlc_desktop.services.i18n import wording
from ohlc_desktop.services.i18n.messages import shown, translated
from ohlc_desktop.ui.chart.legend.candle_words import (
    NONE,
    change_text,
    is_doubtful,
    known_text,
    notes,
    origin_text,
    share_text,
    trade_date,
    volume_text,
)
from ohlc_desktop.ui.chart.legend.legend_texts import study_text
from ohlc_desktop.ui.chart.legend.source_words import others_text, session_at, session_text
from ohlc_desktop.ui.chart.panes.date_names import chart_names
from ohlc_desktop.ui.chart.panes.frame import Frame

translate = QCoreApplication.translate


@dataclass(frozen=True, slots=True)
class Fact:
    """One line.

    Attributes:
        name: What it tells of; alone, a sentence or, with ``heading``, the title of the lines that follow.
        value: What it is.
        colour: Of the value, or of a sentence; that of the theme's text where None.
        heading: It is a title.
    """

    name: str
    value: str = ""
    colour: QColor | None = None
    heading: bool = False


def candle_facts(frame: Frame, place: int, feed: str) -> list[Fact]:
    """What there is to tell of the candle at a place that has one.

    Args:
        frame: Of the chart: its candles, studies, zone and colours.
        place: Of the candle.
        feed: Name of the feed, for people.
    """
    return [
        *_when(frame, place), *_prices(frame, place), *_origin(frame, place, feed),
        *(fact for study in frame.model.studies for fact in _study(frame, study, place)),
        *_compared(frame, place),
    ]  # fmt: skip


def _when(frame: Frame, place: int) -> Iterator[Fact]:
    series, names = frame.model.series, chart_names()
    stamp = int(series.candles.ts[place])
    day = trade_date(series, place)
    yield Fact(f"{series.instrument.symbol}  {series.timeframe.name}", heading=True)
    if series.timeframe.daily:
        title = translate("DataPanel", "Trade date")
        yield Fact(title, describe_time(stamp, series.timeframe, frame.zone, names))
        return
    time = describe_time(stamp, series.timeframe, frame.zone, names)
    yield Fact(translate("DataPanel", "Time"), f"{time} {zone_text(stamp, frame.zone)}")
    told = NONE if day is None else wording.on_day(day_of_number(day), "%Y-%m-%d")
    yield Fact(translate("DataPanel", "Trade date"), told)


def _prices(frame: Frame, place: int) -> Iterator[Fact]:
    candles, price = frame.model.series.candles, frame.price_text
    opened, high, low, close = (float(column[place]) for column in candles.columns[1:5])
    before = float(candles.close[place - 1]) if place else None
    yield Fact(translate("DataPanel", "Open"), price(opened))
    yield Fact(translate("DataPanel", "High"), price(high))
    yield Fact(translate("DataPanel", "Low"), price(low))
    yield Fact(translate("DataPanel", "Close"), price(close))
    yield Fact(
        translate("DataPanel", "Change"), change_text(frame.price_text, close, before), _tint(frame, close, before)
    )
    yield Fact(translate("DataPanel", "Change, %"), share_text(close, before), _tint(frame, close, before))
    yield Fact(translate("DataPanel", "Range"), _range(frame, high - low))
    yield Fact(translate("DataPanel", "Volume"), volume_text(int(candles.volume[place])))


def _tint(frame: Frame, close: float, before: float | None) -> QColor | None:
    if before is None or close == before:
        return None
    return frame.look.colours.up if close > before else frame.look.colours.down


def _range(frame: Frame, height: float) -> str:
    """``14.25 (57 ticks)``."""
    tick, text = frame.model.series.instrument.tick, frame.price_text(height)
    if tick is None:
        return text
    count = round(height / float(tick))
    ticks = translate("DataPanel", "1 tick") if count == 1 else translate("DataPanel", "{count} ticks")
    return f"{text} ({ticks.format(count=wording.count(count))})"


def _origin(frame: Frame, place: int, feed: str) -> Iterator[Fact]:
    """Where it comes from, how well it is known, and what needs attention."""
    series, theme = frame.model.series, frame.look.colours.theme
    yield Fact(translate("DataPanel", "Origin"), origin_text(series, place, feed))
    known = known_text(series, place)
    if known:
        colour = theme.attention if is_doubtful(series, place) else None
        yield Fact(translate("DataPanel", "Known"), known, colour)
    yield from _sources(frame, place)
    for text, attention in notes(series, place):
        yield Fact(text, colour=theme.attention if attention else None)


def _sources(frame: Frame, place: int) -> Iterator[Fact]:
    """What other sources say of it, and how its session is witnessed."""
    series, attention = frame.model.series, frame.look.colours.theme.attention
    others, session = others_text(series, place), session_at(series, place)
    if others:
        yield Fact(translate("DataPanel", "Other sources"), others, attention)
    colour = attention if session.different else None
    yield Fact(translate("DataPanel", "Session"), session_text(series, session), colour)
    if session.taken_back:
        yield Fact(
            translate("DataPanel", "An answer of the feed leaves this session out; what it gave before stays stored."),
            colour=attention,
        )


def _study(frame: Frame, study: Study, place: int) -> Iterator[Fact]:
    """The lines of a study that are drawn; one line alone bears the study's name."""
    lines = [each.line for each in study.drawn]
    if study.computed.problem:
        yield Fact(study.label, heading=True)
        yield Fact(shown(study.computed.problem), colour=frame.look.colours.theme.attention)
        return
    if len(lines) != 1:
        yield Fact(study.label, heading=True)
    for line in lines:
        value = float(study.computed.lines[line.key][place])
        text = study_text(frame, study, value) if np.isfinite(value) else NONE
        name = translated(line.title) if len(lines) > 1 else study.label
        yield Fact(name, text, frame.line_colour(study, line.key), heading=len(lines) == 1)


def _compared(frame: Frame, place: int) -> Iterator[Fact]:
    others = frame.model.compared
    if others:
        yield Fact(translate("DataPanel", "Compared"), heading=True)
    for number, other in enumerate(others):
        yield Fact(other.symbol, _other_text(other, place), frame.compared_colour(number))


def _other_text(other: Compared, place: int) -> str:
    """Its close with the fewest digits that tell it, and the change from its close before."""
    close, before = float(other.closes[place]), float(other.closes[place - 1]) if place else float("nan")
    if not np.isfinite(close):
        return NONE
    text = np.format_float_positional(other.closes[place], trim="-")
    return f"{text} ({share_text(close, before)})" if np.isfinite(before) and before else text
