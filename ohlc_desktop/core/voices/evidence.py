"""What a candle should look like: by its neighbours, and by other days at the same time of day.

The narrowest row that anybody gave for a candle counts, so that one voice's faults do not become the measure. Two
measures are taken because each fails where the other holds: neighbours know that today is wild, other days know that a
whole stretch of neighbours is wrong.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, tzinfo

import numpy as np

from ohlc_desktop.core.candles import Bools, Float64, Int64
from ohlc_desktop.core.market.instruments import tick_sizes
from ohlc_desktop.core.timeframes import DAY, EVER
from ohlc_desktop.core.voices.candidates import Candidates, Grid

#: Neighbours on each side.
NEAR = 12
#: Days whose candles tell what is usual.
DAYS = 20
#: With fewer days before it, a candle is held against the days after it too: a series must begin somewhere.
ENOUGH = 5
#: Seconds of the day that share one usual range.
_SLOT = 900
#: A day is allowed to be so much wilder than usual before its own neighbours stop being the measure.
_WILD = 2.5
#: No range is expected to be narrower than so many ticks.
_FLOOR = 4


@dataclass(frozen=True, slots=True)
class Evidence:
    """What is expected, one value a candle; NaN where nothing is known.

    Attributes:
        tick: float64 smallest step of the price.
        range: float64 expected high less low; never NaN.
        widest: float64 likewise, with the widest row of each neighbour: of two voices the wilder one's measure.
        day: float64 median range of all candles of the days before.
        price: float64 distance from zero of the prices around.
        volume: float64 expected contracts, the smaller of what neighbours and other days have.
    """

    tick: Float64
    range: Float64
    widest: Float64
    day: Float64
    price: Float64
    volume: Float64


def weigh(candidates: Candidates, grid: Grid) -> Evidence:
    """The evidence for every candle from those within ``NEAR`` steps, and from the days around (``DAYS``)."""
    ts = candidates.ts
    narrow = candidates.least(candidates.ranges)
    volume = candidates.rows.volume.astype(np.float64)
    least = candidates.least(np.where(volume > 0, volume, np.inf))
    least[np.isinf(least)] = np.nan
    local = local_seconds(ts, grid.zone)
    usual, day = _usual(local, narrow, grid.step)
    tick = tick_sizes(candidates.rows.close[candidates.first], grid.tick)
    expected, widest = (
        np.fmax(np.fmin(_near(ts, ranges, grid.step), _WILD * usual), _FLOOR * tick)
        for ranges in (narrow, candidates.most(candidates.ranges))
    )
    price = _near(ts, np.abs(candidates.rows.close[candidates.first]), grid.step)
    contracts = np.fmin(_near(ts, least, grid.step), _usual(local, least, grid.step)[0])
    return Evidence(tick, expected, widest, np.fmax(day, tick), price, contracts)


def thin(ts: Int64, grid: Grid) -> Bools:
    """Which candles have so few days before them that the days after take part in what is usual.

    Args:
        ts: Sorted stamps of candles, those of ``DAYS`` days before the first one of interest among them.
        grid: The series' steps.
    """
    day, place = np.unique(local_seconds(ts, grid.zone) // DAY, return_inverse=True)
    before = np.arange(len(day)) - np.searchsorted(day, day - DAYS)
    return (before < ENOUGH)[place.reshape(-1)]


def local_seconds(ts: Int64, zone: tzinfo) -> Int64:
    """Stamps moved by the zone's offset from UTC, that of noon (UTC) for a whole UTC day."""
    days, place = np.unique(ts // DAY, return_inverse=True)
    offsets = [_offset(int(day) * DAY + DAY // 2, zone) for day in days]
    return ts + np.array(offsets, dtype=np.int64)[place.reshape(-1)]


def _offset(seconds: int, zone: tzinfo) -> int:
    offset = datetime.fromtimestamp(seconds, zone).utcoffset()
    return int(offset.total_seconds()) if offset is not None else 0


def _near(ts: Int64, values: Float64, step: int) -> Float64:
    """The median of the values of up to ``NEAR`` candles on each side and as many steps away, a candle's own left out."""
    if not len(ts):
        return values
    beyond = np.full(NEAR, np.nan)
    width = 2 * NEAR + 1
    windows = np.lib.stride_tricks.sliding_window_view(np.concatenate((beyond, values, beyond)), width)
    stamps = np.lib.stride_tricks.sliding_window_view(np.pad(ts, NEAR, constant_values=-EVER), width)
    away = np.abs(stamps - ts[:, None])
    return _medians(np.where((away > 0) & (away <= NEAR * step), windows, np.nan))


def _usual(local: Int64, values: Float64, step: int) -> tuple[Float64, Float64]:
    """The median by time of day and that of all times, over the days before each candle's."""
    if not len(local):
        return values, values
    slot_seconds = max(_SLOT, step)
    day, second = local // DAY - local[0] // DAY, local % DAY
    slot, part = second // slot_seconds, second % slot_seconds // step
    table = np.full((int(day[-1]) + 1, DAY // slot_seconds, -(-slot_seconds // step)), np.nan)
    table[day, slot, part] = values
    traded = np.zeros(len(table), dtype=np.bool_)
    traded[day] = True
    by_slot, by_day = np.full(table.shape[:2], np.nan), np.full(len(table), np.nan)
    for number in np.flatnonzero(traded):
        others = _other_days(table, traded, int(number))
        by_slot[number] = _medians(others.transpose(1, 0, 2).reshape(table.shape[1], -1))
        by_day[number] = _medians(others.reshape(1, -1))[0]
    return by_slot[day, slot], by_day[day]


def _other_days(table: Float64, traded: Bools, number: int) -> Float64:
    begin = max(number - DAYS, 0)
    enough = np.count_nonzero(traded[begin:number]) >= ENOUGH
    return table[begin : number if enough else number + DAYS + 1]


def _medians(values: Float64) -> Float64:
    """The median of each row, NaN left out; NaN where nothing is left."""
    ordered = np.sort(values, axis=1)  # NaN sort last
    count = np.isfinite(ordered).sum(axis=1)
    rows = np.arange(len(ordered))
    lower, upper = np.maximum(count - 1, 0) // 2, np.minimum(count // 2, ordered.shape[1] - 1)
    return np.where(count > 0, (ordered[rows, lower] + ordered[rows, upper]) / 2, np.nan)
