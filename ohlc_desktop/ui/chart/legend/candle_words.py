"""What is told of a candle, in the words that the legend, the data window and the table of candles share."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from PySide6.QtCore import QCoreApplication

from ohlc_desktop.core.arbitration.witnesses import giving, stands
from ohlc_desktop.core.candles import Int64
from ohlc_desktop.core.chart.series import ChartSeries, Flag
from ohlc_desktop.core.timeframes import DAY
from ohlc_desktop.core.voices.levels import Confidence
from ohlc_desktop.ui.sources.source_texts import source_title

translate = QCoreApplication.translate

#: Stands for a value that is not known.
NONE = "–"
_ATTENTION = Flag.REVISED | Flag.PROVISIONAL


class Note(NamedTuple):
    """What is to be told of a candle beside its prices, in a few words; ``attention`` where it is not as others are."""

    text: str
    attention: bool


def origin_text(series: ChartSeries, place: int, feed: str) -> str:
    """Where a candle comes from: a source's name, or the timeframe that it was made of; ``feed`` where that alone speaks."""
    if not flags_of(series, place) & Flag.DERIVED:
        return _source_of(series, place) or feed
    source = series.timeframe.source
    if source == series.timeframe.name:
        return translate("Chart", "derived from a finer timeframe")
    return translate("Chart", "derived from {timeframe}").format(timeframe=source)


def _source_of(series: ChartSeries, place: int) -> str:
    """The source that gave a candle; empty where one feed gave all, and where it cannot be told."""
    witnesses = series.witnesses
    if not witnesses.spoken or witnesses.timeframe != series.timeframe.name:
        return ""
    name = stands(witnesses, int(series.candles.ts[place]))
    return source_title(name) if name else ""


def notes(series: ChartSeries, place: int) -> list[Note]:
    """What is to be told of a candle; nothing of most candles. Where it comes from, :func:`origin_text` tells."""
    flags = flags_of(series, place)
    if not flags & (_ATTENTION | Flag.SHORT):
        return []
    told = {
        Flag.SHORT: translate("Chart", "short: the session ended"),
        Flag.REVISED: translate("Chart", "revised by the feed"),
        Flag.PROVISIONAL: _unsure(series, place),
    }
    return [Note(text, bool(flag & _ATTENTION)) for flag, text in told.items() if flags & flag]


def noted_places(series: ChartSeries) -> Int64:
    """Places of the candles that need attention: corrected, provisional, disputed, suspect, or other in a source; int64, sorted."""
    noted = (series.flags & _ATTENTION) != 0
    return np.unique(np.concatenate((np.flatnonzero(noted), series.doubtful, series.differing))).astype(np.int64)


def known_text(series: ChartSeries, place: int) -> str:
    """How well a candle is known, in a few words; empty where nothing is told of it."""
    if place >= len(series.known):
        return ""
    return {
        Confidence.AGREED: translate("Chart", "agreed: two voices"),
        Confidence.SINGLE: _single(series, place),
        Confidence.CHOSEN: translate("Chart", "chosen: rows differ"),
        Confidence.DISPUTED: translate("Chart", "disputed: rows differ"),
        Confidence.SUSPECT: translate("Chart", "suspect: not credible"),
    }[Confidence(int(series.known[place]))]


def _single(series: ChartSeries, place: int) -> str:
    """Of a candle of which each source has one row: a feed may have several, a file has never more."""
    if len(list(giving(series.witnesses, int(series.candles.ts[place])))) > 1:
        return translate("Chart", "single: one row of each source")
    return translate("Chart", "single: one row")


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


def change_text(price_text: Callable[[float], str], close: float, before: float | None) -> str:
    """A close less the one before, with its sign.

    Args:
        price_text: Writes a price.
        close: The close.
        before: The one before; None where there is none.
    """
    if before is None:
        return NONE
    sign = "+" if close > before else "-" if close < before else ""
    return f"{sign}{price_text(abs(close - before))}"


def share_text(close: float, before: float | None) -> str:
    """The same in percent of the size of the close before: ``+0.21 %``; without a sign where that rounds to nothing."""
    if not before:
        return NONE
    share = round((close - before) / abs(before) * 100, 2)
    return f"{share:+.2f} %" if share else "0.00 %"


def volume_text(number: int) -> str:
    """A volume; 0 stands for a volume that is not known: a candle is there because something was traded."""
    # with commas, as prices beside it are written: a language's own would be read as theirs
    return f"{number:,}" if number else translate("Chart", "unknown")


def _unsure(series: ChartSeries, place: int) -> str:
    source = series.timeframe.source
    if source == series.timeframe.name and not series.candles.volume[place]:
        return translate("Chart", "volume not known")
    return translate("Chart", "provisional: {timeframe} candles are missing in it").format(timeframe=source)
