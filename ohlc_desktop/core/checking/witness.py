"""Candles of one timeframe held against the coarser candles that the feed gives for the same time.

The feed is asked for 1m, 5m and 1d, each of which has the same trades: a price that one has and the other does not was
never traded. Measured in recorded answers:

- The session's 5m against 1d (NQ=F, 46 sessions of May to July 2026 outside a roll week): high and low equal in 44; in no
  session did 5m go beyond 1d, in two 1d went beyond 5m, by 5 % of the day's range where the first ten minutes were
  missing and by 15 % where the feed had cut a holiday out.
- 60 candles of 1m against the 1h candle (ES=F, 317 hours of September and October 2025): high and low equal in 307; the
  others differ by 1 to 7 ticks, by 24 % of the hour's range at most.
- In a roll week (June 2026) 1d and 5m hold different contracts: 33 % to 92 % of the candles of 5m then lie whole outside
  the day's range, on no other day one.

So of the finer candles those are doubted that go beyond the coarser one by more than an ordinary 5m candle is wide; of
the coarser ones those that go beyond everything in them by much more, while hardly anything is missing. Where the two lie
apart as a whole, only prices are doubted that no other contract can have.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ohlc_desktop.core.candles import Bools, Candles, Float64, Int64
from ohlc_desktop.core.checking.objections import Objection, Reason
from ohlc_desktop.core.derive import aggregate
from ohlc_desktop.core.market.instruments import EDGE_TICKS, tick_sizes
from ohlc_desktop.core.market.sessions import Calendar, candle_key
from ohlc_desktop.core.timeframes import DAY, MINUTE, Timeframe

#: Of the finer candles of a session so many lie whole outside the coarser ones where the two are apart.
_APART = 0.05
#: Where the high is beyond by some amount and the low is inside by this share of it, both are moved: another contract.
_MOVED = 0.5
#: Prices that differ by more than this share are not of two contracts.
_CONTRACTS = 0.5
#: A daily candle is judged by the finer ones in it when this share of them is there.
_FULL = 0.8


@dataclass(frozen=True, slots=True)
class Held:
    """The verdict on finer and coarser candles of the same time.

    Attributes:
        finer: Objections of finer candles; the witness is the coarser one.
        coarser: Objections of coarser candles; the witness are the finer ones.
    """

    finer: list[Objection]
    coarser: list[Objection]


def by_day(
    finer: Candles, timeframe: Timeframe, daily: Candles, calendar: Calendar, tick: float | None, measured: bool = True
) -> Held:
    """The candles of sessions against the daily candles; where they are apart, the daily one says so.

    Args:
        finer: Sorted candles of less than a day, those of whole sessions.
        timeframe: Theirs.
        daily: Sorted candles.
        calendar: The sessions.
        tick: Smallest step of the price; None when unknown.
        measured: False for what is no future: nobody has measured how far its days and its candles differ as a rule, and
            only what is beyond the day by as much as that is wide is doubted.
    """
    session = calendar.session_at(finer.ts)
    finer, session = finer.take(session >= 0), session[session >= 0]
    pair = _paired(finer, calendar.trade_date[session] * DAY, daily)
    width = _medians(pair.finer.high - pair.finer.low, pair.place, len(pair.coarser))
    usual = width if measured else pair.coarser.high - pair.coarser.low
    slack = np.maximum(usual, EDGE_TICKS * tick_sizes(pair.coarser.close, tick))
    known = calendar.take(np.isin(calendar.trade_date * DAY, pair.coarser.ts))
    due = (known.close - known.open - (known.break_end - known.break_start)) / timeframe.seconds
    whole = pair.count >= _FULL * due
    far, wide = _CONTRACTS * np.abs(pair.coarser.close), pair.made.high - pair.made.low
    contracts = np.abs(pair.coarser.close - pair.made.close) <= np.maximum(far, _CONTRACTS * np.abs(pair.made.close))
    apart = (_apart(pair, slack, np.arange(len(pair.coarser))) | _moved(pair, slack)) & contracts
    wide = np.where(whole & ~apart, wide, np.maximum(wide, _CONTRACTS * np.abs(pair.made.close)))
    held = _held(pair, np.where(apart, np.maximum(slack, far), slack), wide)
    return Held(held.finer, sorted([*held.coarser, *_objections(pair.coarser, pair.made, apart, Reason.APART)]))


def by_minutes(
    minutes: Candles, coarser: Candles, timeframe: Timeframe, calendar: Calendar, tick: float | None
) -> Held:
    """Candles of 1m against those of 2m or 5m; where a session is apart as a whole, little is said of it.

    Args:
        minutes: Sorted candles.
        coarser: Sorted candles, those of whole sessions, whose ordinary width counts.
        timeframe: Theirs.
        calendar: The sessions.
        tick: Smallest step of the price; None when unknown.
    """
    minutes = minutes.take(calendar.session_at(minutes.ts) >= 0)
    coarser = coarser.take(calendar.session_at(coarser.ts) >= 0)
    session = calendar.session_at(coarser.ts)
    width = _medians(coarser.high - coarser.low, session, len(calendar))
    pair = _paired(minutes, candle_key(minutes.ts, calendar, timeframe), coarser)
    session = calendar.session_at(pair.coarser.ts)
    slack = np.maximum(width[session], EDGE_TICKS * tick_sizes(pair.coarser.close, tick))
    apart, far = _apart(pair, slack, session), _CONTRACTS * np.abs(pair.coarser.close)
    slack = np.where(apart, np.maximum(slack, far), slack)
    return _held(pair, slack, np.where(pair.count >= timeframe.seconds // MINUTE, slack, np.inf))


@dataclass(frozen=True, slots=True)
class _Pair:
    """Finer candles in the coarser candles that they are parts of; those without a part in the other are left out.

    Attributes:
        finer: Sorted.
        place: int64, one a finer candle: which coarser one it is a part of.
        coarser: Sorted.
        made: One a coarser candle, made of the finer ones.
        count: int64, how many these are.
    """

    finer: Candles
    place: Int64
    coarser: Candles
    made: Candles
    count: Int64


def _paired(finer: Candles, key: Int64, coarser: Candles) -> _Pair:
    """Finer candles with the stamps of the coarser candles that each belongs to."""
    both = np.isin(key, coarser.ts)
    finer, key = finer.take(both), key[both]
    coarser = coarser.take(np.isin(coarser.ts, key))
    place = np.searchsorted(coarser.ts, key)
    return _Pair(finer, place, coarser, aggregate(finer, key), np.bincount(place, minlength=len(coarser)))


def _apart(pair: _Pair, slack: Float64, group: Int64) -> Bools:
    """For each coarser candle whether the two lie apart in its group."""
    high, low = (pair.coarser.high + slack)[pair.place], (pair.coarser.low - slack)[pair.place]
    outside = (pair.finer.low > high) | (pair.finer.high < low)
    number = int(group.max(initial=-1)) + 1
    count = np.bincount(group[pair.place], minlength=number)
    share = np.bincount(group[pair.place[outside]], minlength=number) / np.maximum(count, 1)
    return np.asarray(share[group] >= _APART, dtype=np.bool_)


def _moved(pair: _Pair, slack: Float64) -> Bools:
    """For each coarser candle whether the finer ones are moved, high and low, by about the same."""
    above, below = pair.made.high - pair.coarser.high, pair.coarser.low - pair.made.low
    up, down = (above > slack) & (below <= -_MOVED * above), (below > slack) & (above <= -_MOVED * below)
    return np.asarray(up | down, dtype=np.bool_)


def _held(pair: _Pair, slack: Float64, wide: Float64) -> Held:
    """The objections; one a coarser candle by how much finer ones may go beyond it, and it beyond them.

    Where most of the finer ones are beyond it, the coarser one is at fault.
    """
    at, count = pair.place, len(pair.coarser)
    beyond = np.maximum(pair.finer.high - pair.coarser.high[at], pair.coarser.low[at] - pair.finer.low) > slack[at]
    outvoted = 2 * np.bincount(at[beyond], minlength=count) > np.maximum(pair.count, 1)
    outvoted &= pair.count > 1
    unseen = np.maximum(pair.coarser.high - pair.made.high, pair.made.low - pair.coarser.low) > wide
    finer = _objections(pair.finer, pair.coarser.take(at), beyond & ~outvoted[at], Reason.BEYOND)
    return Held(finer, _objections(pair.coarser, pair.made, unseen | outvoted, Reason.UNSEEN))


def _objections(candles: Candles, witness: Candles, which: Bools, reason: Reason) -> list[Objection]:
    """The objections of some candles, with the prices of the witness, one a candle."""
    told = witness.take(which)
    columns = (column.tolist() for column in (candles.ts[which], told.low, told.high, told.close))
    return [Objection(ts, reason, *prices) for ts, *prices in zip(*columns, strict=True)]


def _medians(values: Float64, place: Int64, count: int) -> Float64:
    """The median of the values at each place; 0 where there are none."""
    order = np.lexsort((values, place))
    values, numbers = values[order], np.bincount(place, minlength=count)
    first = np.cumsum(numbers) - numbers
    found = np.zeros(count)
    some = numbers > 0
    lower, upper = (first + (numbers - 1) // 2)[some], (first + numbers // 2)[some]
    found[some] = (values[lower] + values[upper]) / 2
    return found
