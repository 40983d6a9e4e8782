"""What measures, positions and vertical lines say, remembered from frame to frame: to put it into words takes longer than to paint it."""

from __future__ import annotations

from datetime import tzinfo
from functools import lru_cache
from typing import NamedTuple

from ohlc_desktop.core.chart.axes.time_texts import describe_time
from ohlc_desktop.core.chart.drawings.drawings import Drawing, DrawingKind
from ohlc_desktop.core.chart.drawings.measuring import bars_between, price_text, time_text
from ohlc_desktop.core.chart.drawings.positions import position_texts
from ohlc_desktop.core.chart.series import ChartSeries
from ohlc_desktop.core.market.instruments import Instrument
from ohlc_desktop.core.timeframes import Timeframe
from ohlc_desktop.services.i18n.messages import shown, translated
from ohlc_desktop.ui.chart.panes.date_names import chart_names


class PositionLines(NamedTuple):
    """What is written at the lines of a position, in the language that is spoken."""

    target: str
    entry: str
    stop: str


def measure_lines(drawing: Drawing, series: ChartSeries) -> tuple[str, ...]:
    """How far it is from one anchor to the other, in price and in time, or in the one that its kind is about."""
    first, second = drawing.points
    found = []
    if drawing.kind is not DrawingKind.DATE_RANGE:
        found.append(_price_line(first.price, second.price, series.instrument, _language()))
    if drawing.kind is not DrawingKind.PRICE_RANGE:
        found.append(_time_line(bars_between(first, second, series), second.ts - first.ts, _language()))
    return tuple(found)


def position_lines(drawing: Drawing, series: ChartSeries) -> PositionLines:
    """What is won and lost, and what is won for what is risked."""
    return _position_lines(*(anchor.price for anchor in drawing.points), series.instrument, _language())


def time_line(stamp: int, timeframe: Timeframe, zone: tzinfo | None) -> str:
    """When a stamp is (UTC epoch seconds), as the crosshair tells it; in ``zone``, None for the machine's own."""
    return _time_of(stamp, timeframe, zone, _language())


def _language() -> str:
    """Something that is another in another language."""
    return translated("No risk")


@lru_cache(maxsize=256)
def _time_of(stamp: int, timeframe: Timeframe, zone: tzinfo | None, _: str) -> str:
    return describe_time(stamp, timeframe, zone, chart_names())


@lru_cache(maxsize=256)
def _price_line(first: float, second: float, instrument: Instrument, _: str) -> str:
    return shown(price_text(first, second, instrument))


@lru_cache(maxsize=256)
def _time_line(bars: int, seconds: int, _: str) -> str:
    return shown(time_text(bars, seconds))


@lru_cache(maxsize=256)
def _position_lines(entry: float, target: float, stop: float, instrument: Instrument, _: str) -> PositionLines:
    texts = position_texts(entry, target, stop, instrument)
    return PositionLines(*map(shown, (texts.target, texts.entry, texts.stop)))
