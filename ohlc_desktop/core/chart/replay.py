"""Replay: a chart as it stood at an earlier moment, so that its future can be gone through candle by candle.

A replay is a *moment* (UTC epoch seconds): whatever was over by then is shown, whatever came later is not: neither candles
nor what is computed from them. Charts of other timeframes are at the same moment, so a candle that was still open then is
left out of them. What is shown comes from the whole model by cutting it off, which takes the same time at a thousand and
at a million candles.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from ohlc_desktop.core.chart.indicators import compute, cut, lines_of
from ohlc_desktop.core.chart.lod import build_line_pyramid, cut_line_pyramid, cut_pyramid
from ohlc_desktop.core.chart.model import ChartModel, Compared, Study
from ohlc_desktop.core.chart.series import ChartSeries, Days
from ohlc_desktop.core.market.exchanges import trade_day, trade_day_end
from ohlc_desktop.core.timeframes import DAY


def end_of(series: ChartSeries, place: int) -> int:
    """The moment (UTC epoch seconds) at which a candle is over: with its session, where that ends first."""
    ts, stamps, seconds = int(series.candles.ts[place]), series.candles.ts, series.timeframe.seconds
    if series.timeframe.daily:
        following = int(stamps[place + 1]) if place + 1 < len(stamps) else ts + seconds
        return trade_day_end(series.instrument.calendar, max(following, ts + DAY) // DAY - 1)
    row = int(np.searchsorted(series.days.open, ts, side="right")) - 1
    within = row >= 0 and ts < series.days.close[row]
    return min(ts + seconds, int(series.days.close[row])) if within else ts + seconds


def closed_by(series: ChartSeries, moment: int) -> int:
    """How many candles of a series were over at a moment (UTC epoch seconds)."""
    day = trade_day(series.instrument.calendar, moment) * DAY
    until = day if series.timeframe.daily else moment
    count = int(np.searchsorted(series.candles.ts, until, side="right"))
    while count and end_of(series, count - 1) > moment:
        count -= 1
    return count


def replayed(model: ChartModel, moment: int) -> ChartModel:
    """The model as it stood at a moment (UTC epoch seconds). At least the oldest candle is left, where there is any."""
    count = max(closed_by(model.series, moment), min(len(model), 1))
    if count >= len(model):
        return model
    series = _cut_series(model.series, count, moment)
    return replace(
        model,
        series=series,
        shown=model.shown.take(slice(0, count)),
        pyramid=cut_pyramid(model.pyramid, model.shown, count),
        closes=cut_line_pyramid(model.closes, model.shown.close.astype(np.float32, copy=False), count),
        studies=tuple(_cut_study(study, series, count) for study in model.studies),
        compared=tuple(_cut_compared(other, count) for other in model.compared),
    )


def _cut_series(series: ChartSeries, count: int, moment: int) -> ChartSeries:
    return replace(
        series,
        candles=series.candles.take(slice(0, count)),
        flags=series.flags[:count],
        known=series.known[:count],
        doubtful=series.doubtful[series.doubtful < count],
        differing=series.differing[series.differing < count],
        days=_cut_days(series, count),
        holes=tuple(hole for hole in series.holes if hole.end <= moment),
        rolls=tuple(roll for roll in series.rolls if roll.place < count - 1),
    )


def _cut_days(series: ChartSeries, count: int) -> Days:
    """The trade dates that have candles left; the last one has the prices that it had then."""
    days = series.days.take(series.days.first < count)
    if not len(days):
        return days
    left = series.candles.take(slice(int(days.first[-1]), count))
    return replace(
        days,
        high=_ending(days.high, left.high.max()),
        low=_ending(days.low, left.low.min()),
        last=_ending(days.last, left.close[-1]),
    )


def _ending(column: np.ndarray, last: float) -> np.ndarray:
    return np.append(column[:-1], np.float64(last))


def _cut_study(study: Study, series: ChartSeries, count: int) -> Study:
    """Its lines up to a candle. A plug-in may look at the whole series, so it is given what there was of it."""
    if study.kind.whole is not None:
        computed = compute(study.spec, series)
        pyramids = {key: build_line_pyramid(values) for key, values in computed.lines.items()}
        return replace(study, computed=computed, pyramids=pyramids)
    lines = cut(study.computed, count)
    pyramids = {
        line.key: build_line_pyramid(lines[line.key])
        if line.behind  # more than its end is another
        else cut_line_pyramid(study.pyramids[line.key], study.computed.lines[line.key], len(lines[line.key]))
        for line in lines_of(study.spec)
    }
    return replace(study, computed=replace(study.computed, lines=lines, carry=()), pyramids=pyramids)


def _cut_compared(other: Compared, count: int) -> Compared:
    return replace(
        other, closes=other.closes[:count], pyramid=cut_line_pyramid(other.pyramid, other.closes, count)
    )  # fmt: skip
