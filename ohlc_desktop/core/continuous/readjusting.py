"""A continuous series and its model with another adjustment, at the cost of what a picture needs.

Nothing is read and no candle is touched: prices become views of what was traded, and only levels of detail and trade dates
are made. So candles, axis, legend and crosshair show the new prices at once, all from the same columns. What is computed
of all candles, the studies, is left blank until a model is built as ever, of arrays with the same prices.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from ohlc_desktop.core.candles import Candles
from ohlc_desktop.core.chart.lod import LineLevel
from ohlc_desktop.core.chart.model import ChartModel, Study
from ohlc_desktop.core.chart.series import ChartSeries, Days, TradedSeries
from ohlc_desktop.core.continuous.adjustment import Adjustment, NotPositive, adjustable_from, adjustment
from ohlc_desktop.core.continuous.spec import Adjusting, ContinuousSpec, is_spec, parse_spec
from ohlc_desktop.core.continuous.views import adjusted_levels, adjusted_view, moved
from ohlc_desktop.core.errors import UsageError


def readjusted(series: ChartSeries, symbol: str) -> ChartSeries | None:
    """A series with the adjustment that a symbol names, its prices views of what was traded.

    None where the symbol means another series, where some of it could not be shown so, and where what was traded is not
    at hand: then it has to be read.
    """
    spec, traded = _same_but_adjusted(series, symbol), series.traded
    if spec is None or traded is None:
        return None
    rolls = traded.candles.rolls
    if adjustable_from(spec.adjusting, rolls) or (spec.adjusting is Adjusting.RATIO and traded.lowest <= 0):
        return None
    try:
        what = adjustment(spec.adjusting, traded.candles.starts, rolls, series.instrument)
    except NotPositive:
        return None
    candles = adjusted_view(traded.candles.candles, what)
    instrument = replace(series.instrument, symbol=str(spec))
    return replace(series, instrument=instrument, candles=candles, days=adjusted_days(traded, candles, what))


def _same_but_adjusted(series: ChartSeries, symbol: str) -> ContinuousSpec | None:
    """What a symbol means, if that is the series but for how it is adjusted."""
    own, root = series.instrument.symbol, series.instrument.root
    if not (root and is_spec(own) and is_spec(symbol) and symbol.partition("@")[0] == root):
        return None
    try:
        spec, now = parse_spec(symbol, (root,)), parse_spec(own, (root,))
    except UsageError:  # which whoever reads it tells
        return None
    return spec if spec.rolling == now.rolling else None


def adjusted_days(traded: TradedSeries, candles: Candles, what: Adjustment) -> Days:
    """The trade dates of a series with adjusted prices.

    Args:
        traded: The series, with all its hours.
        candles: Its adjusted candles.
        what: Was done to them.
    """
    days = traded.days
    if what.changes_nothing or not len(days):
        return days
    ends = np.append(days.first[1:], len(candles))
    first, last = what.stretch(days.first), what.stretch(ends - 1)
    high, low, close = moved(days.high, what, first), moved(days.low, what, first), moved(days.last, what, last)
    for day in np.flatnonzero(first != last).tolist():
        within = slice(int(days.first[day]), int(ends[day]))
        high[day], low[day] = candles.high[within].max(), candles.low[within].min()
    return replace(days, high=high.astype(np.float64), low=low.astype(np.float64), last=close.astype(np.float64))


def readjusted_model(model: ChartModel, source: ChartSeries) -> ChartModel:
    """A model of candles as they are, bars or a line, with the adjustment of a series; its studies are blank.

    Args:
        model: As it was built.
        source: What :func:`readjusted` made of its source.
    """
    traded = model.series.traded
    assert traded is not None
    series, instrument = model.series, source.instrument
    adjusting = parse_spec(instrument.symbol, (instrument.root,)).adjusting
    what = adjustment(adjusting, traded.candles.starts, traded.candles.rolls, instrument)
    candles = adjusted_view(traded.candles.candles, what)
    rows = np.searchsorted(source.days.trade_date, series.days.trade_date)
    high, low, last = (column[rows] for column in (source.days.high, source.days.low, source.days.last))
    return replace(
        model, source=source,
        series=replace(series, instrument=instrument, candles=candles, days=replace(series.days, high=high, low=low, last=last)),
        shown=candles, pyramid=adjusted_levels(model.traded, candles.high, candles.low, what),
        closes=adjusted_levels(model.traded_closes, candles.close, candles.close, what),
        studies=tuple(map(_blank, model.studies)),
        compared=tuple(each for each in model.compared if each.symbol != instrument.symbol),
    )  # fmt: skip


def _blank(study: Study) -> Study:
    """A study that is still to be computed."""
    longest = max(map(len, study.computed.lines.values()), default=0)
    none = np.broadcast_to(np.float32(np.nan), longest)  # takes no room
    lines = {key: none[: len(values)] for key, values in study.computed.lines.items()}
    pyramids = {
        key: tuple(LineLevel(none[: len(level.high)], none[: len(level.low)]) for level in levels)
        for key, levels in study.pyramids.items()
    }
    return replace(study, computed=replace(study.computed, lines=lines, carry=()), pyramids=pyramids)
