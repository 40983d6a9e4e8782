"""What is to be told of a candle beside its prices, in the words of the legend: where it comes from and how well it is known."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QCoreApplication

from ohlc_desktop.core.candles import Int64
from ohlc_desktop.core.chart.series import ChartSeries, Flag
from ohlc_desktop.core.timeframes import DAY
from ohlc_desktop.core.voices.levels import Confidence
from ohlc_desktop.ui.chart.legend.legend_texts import known_sentence

translate = QCoreApplication.translate


def origin_text(series: ChartSeries, place: int, feed: str) -> str:
    """Where a candle comes from: a feed's name, or the timeframe that it was made of."""
    if not flags_of(series, place) & Flag.DERIVED:
        return feed
    source = series.timeframe.source
    if source == series.timeframe.name:
        return translate("Chart", "derived from a finer timeframe")
    return translate("Chart", "derived from {timeframe}").format(timeframe=source)


def notes(series: ChartSeries, place: int) -> list[str]:
    """What of a candle needs attention, a few words each; none of most candles."""
    flags, told = flags_of(series, place), []
    if flags & Flag.REVISED:
        told.append(translate("Chart", "revised by the feed"))
    if flags & Flag.SHORT:
        told.append(translate("Chart", "short: the session ended"))
    if flags & Flag.PROVISIONAL:
        told.append(_unsure(series, place))
    return told


def noted_places(series: ChartSeries) -> Int64:
    """Places of the candles that need attention: corrected, provisional, disputed or suspect; int64, sorted."""
    noted = (series.flags & (Flag.REVISED | Flag.PROVISIONAL)) != 0
    return np.union1d(np.flatnonzero(noted), series.doubtful).astype(np.int64)


def known_text(series: ChartSeries, place: int) -> str:
    """How well a candle is known; empty where nothing is told of it."""
    return known_sentence(Confidence(int(series.known[place]))) if place < len(series.known) else ""


def is_doubtful(series: ChartSeries, place: int) -> bool:
    """Whether a candle is disputed or suspect."""
    return place < len(series.known) and int(series.known[place]) >= Confidence.DISPUTED


def flags_of(series: ChartSeries, place: int) -> int:
    """The flags of a candle."""
    return int(series.flags[place]) if place < len(series.flags) else 0


def trade_date(series: ChartSeries, place: int) -> int | None:
    """The day number of the trade date that a candle belongs to; None where that is not known."""
    if series.timeframe.daily:
        return int(series.candles.ts[place]) // DAY
    row = int(np.searchsorted(series.days.first, place, side="right")) - 1
    return int(series.days.trade_date[row]) if row >= 0 else None


def _unsure(series: ChartSeries, place: int) -> str:
    source = series.timeframe.source
    if source == series.timeframe.name and not series.candles.volume[place]:
        return translate("Chart", "volume not known")
    return translate("Chart", "provisional: {timeframe} candles are missing in it").format(timeframe=source)
