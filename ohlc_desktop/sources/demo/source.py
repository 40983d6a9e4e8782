"""A deterministic simulated market for the demo profile.

Every timeframe is built from the same simulated minutes, so the demo exercises the whole engine. Prices
wander around a plausible level for each root; they are made up, and the profile is marked DEMO. All contracts of a root
follow one spot price, each at a distance of its own (see ``curve``).
"""

from __future__ import annotations

import hashlib
from dataclasses import replace
from functools import lru_cache

import numpy as np

from ohlc_desktop.core.candles import Candles, Float64, Int64, concat, empty
from ohlc_desktop.core.checking.quality import RawRows
from ohlc_desktop.core.derive import aggregate
from ohlc_desktop.core.market.contracts import ending, trading_until
from ohlc_desktop.core.market.instruments import Instrument
from ohlc_desktop.core.market.sessions import Calendar, candle_key
from ohlc_desktop.core.messages import Message
from ohlc_desktop.core.planning.plan import FetchRequest
from ohlc_desktop.core.timeframes import DAY, MINUTE, TIMEFRAMES, Timeframe
from ohlc_desktop.sources.demo.curve import front, listed, ticks_above, volume_share
from ohlc_desktop.sources.source import Answer, Fault, FetchError, SourceTools

# Levels that a trader would recognise; anything else starts at 100.
_LEVELS = {
    "ES": 6200.0, "MES": 6200.0, "NQ": 22500.0, "MNQ": 22500.0, "YM": 44500.0, "MYM": 44500.0,
    "RTY": 2250.0, "M2K": 2250.0, "CL": 68.0, "MCL": 68.0, "NG": 3.4, "GC": 3300.0, "MGC": 3300.0,
    "SI": 36.0, "HG": 4.8, "ZB": 115.0, "ZN": 111.0, "ZF": 108.0, "ZT": 104.0, "6E": 1.16, "6J": 0.0068,
    "6B": 1.35, "6A": 0.65, "6C": 0.73, "ZC": 420.0, "ZS": 1040.0, "ZW": 540.0, "BTC": 105000.0,
}  # fmt: skip
_CYCLES = ((11.0, 0.012), (47.0, 0.03), (211.0, 0.06), (1009.0, 0.10))


class DemoSource:
    """The simulated feed. It has no delay and never fails for an instrument of the catalogue."""

    def __init__(self, tools: SourceTools) -> None:
        self._calendar_of, self._clock = tools.calendar_of, tools.clock

    def fetch(self, request: FetchRequest) -> Answer:
        """The simulated rows of one window, up to the present moment.

        Raises:
            FetchError: the instrument is not in the catalogue.
        """
        instrument = request.instrument
        if not instrument.root:
            why = Message("The simulated market has no {symbol}: only known futures.", symbol=instrument.symbol)
            raise FetchError(Fault.UNKNOWN_SYMBOL, why)
        calendar = _traded(instrument, self._calendar_of(instrument.calendar))
        now = int(self._clock.now())
        timeframe = TIMEFRAMES[request.timeframe]
        full = self._calendar_of(instrument.calendar)
        candles = simulated(instrument, full, timeframe, request.start, min(request.end, now))
        rows = RawRows(*candles.columns[:5], candles.volume.astype(np.float64))
        return Answer(rows, last_trade(calendar, now), float(now), follows=_followed(instrument, full, now))


def _followed(instrument: Instrument, calendar: Calendar, now: int) -> str:
    """The name of the contract that a continuous symbol follows; empty for whatever else."""
    if not instrument.continuous:
        return ""
    newest = int(np.searchsorted(calendar.open, now, side="right")) - 1
    return front(instrument.root, int(calendar.trade_date[max(newest, 0)])).name


def _traded(instrument: Instrument, calendar: Calendar) -> Calendar:
    """The sessions in which an instrument trades: a contract's up to its end."""
    end = ending(instrument, calendar)
    return calendar if end is None else trading_until(calendar, end.over)


def last_trade(calendar: Calendar, now: int) -> int:
    """UTC epoch seconds of the latest moment of trading at or before ``now``."""
    inside = calendar.session_at(np.array([now]))[0] >= 0
    closed = calendar.last_closed(now)
    return now if inside else int(calendar.close[closed]) if closed >= 0 else 0


def simulated(instrument: Instrument, calendar: Calendar, timeframe: Timeframe, start: int, end: int) -> Candles:
    """Simulated candles of sessions that trade in ``[start, end)`` (UTC epoch seconds), sorted.

    The last candle holds only what was traded before ``end``, and a contract's what was traded before it ended.
    """
    found: list[Candles] = []
    over = ending(instrument, calendar)
    end = end if over is None else min(end, over.over)
    for place in np.flatnonzero((calendar.close > start) & (calendar.open < end)).tolist():
        minutes = session_minutes(instrument, calendar, place)
        traded = minutes.take(minutes.ts < end)
        if timeframe.daily:
            keys = np.full(len(traded), calendar.trade_date[place] * DAY)
        else:
            keys = candle_key(traded.ts, calendar, timeframe) if len(traded) else traded.ts
        candles = aggregate(traded, keys)
        found.append(candles if timeframe.daily else candles.take(candles.ts >= start))
    return concat(found) if found else empty()


def session_minutes(instrument: Instrument, calendar: Calendar, place: int) -> Candles:
    """Every simulated minute of one session; none before a contract is listed."""
    day = int(calendar.trade_date[place])
    minutes = _minutes(
        replace(instrument, symbol=f"{instrument.root}=F", month=None), day, int(calendar.open[place]),
        int(calendar.close[place]), int(calendar.break_start[place]), int(calendar.break_end[place]),
    )  # fmt: skip
    return minutes if instrument.month is None else _of_contract(instrument, minutes, day)


def _of_contract(contract: Instrument, minutes: Candles, day: int) -> Candles:
    """The minutes of a contract on a trade date, of those of its root's continuous symbol."""
    if not listed(contract, day) or contract.tick is None:
        return minutes.take(slice(0))
    points = ticks_above(contract, level_of(contract.root), day) * float(contract.tick)
    columns = (minutes.open, minutes.high, minutes.low, minutes.close)
    opens, high, low, close = (contract.round_prices(column + points) for column in columns)
    volume = np.maximum(np.rint(minutes.volume * volume_share(contract, day)), 1).astype(np.int64)
    return Candles(minutes.ts, opens, high, low, close, volume)


def level_of(root: str) -> float:
    """The price around which a root is traded."""
    return _LEVELS.get(root, 100.0)


@lru_cache(maxsize=256)
def _minutes(instrument: Instrument, day: int, opened: int, closed: int, pause: int, resume: int) -> Candles:
    ts = np.arange(opened, closed, MINUTE, dtype=np.int64)
    random = np.random.default_rng(_seed(instrument.symbol, day))
    begin, finish = _level(instrument, day - 1), _level(instrument, day)
    path = _bridge(random, len(ts), begin * (1 + random.normal(0, 0.0008)), finish)
    close = path[1:]
    open_ = path[:-1] + random.normal(0, 0.00004, len(ts)) * begin
    reach = np.abs(random.normal(0, 0.00012, (2, len(ts)))) * begin
    high, low = np.maximum(open_, close) + reach[0], np.minimum(open_, close) - reach[1]
    volume = _volume(random, ts, closed)
    open_, high, low, close = (instrument.round_prices(column) for column in (open_, high, low, close))
    minutes = Candles(ts, open_, high, low, close, volume)
    return minutes.take((ts < pause) | (ts >= resume))


def _bridge(random: np.random.Generator, count: int, start: float, end: float) -> Float64:
    """A random walk from one price to another in ``count`` steps."""
    walk: Float64 = np.concatenate(([0.0], np.cumsum(random.normal(0, 0.00022, count)))) * start
    share = np.linspace(0.0, 1.0, count + 1)
    path: Float64 = start + walk + share * (end - start - walk[-1])
    return path


def _volume(random: np.random.Generator, ts: Int64, closed: int) -> Int64:
    """Contracts a minute: busy in the day session, quiet at night."""
    hours_left = (closed - ts) / 3600
    day = np.exp(-(((hours_left - 6.8) / 1.2) ** 2)) + np.exp(-(((hours_left - 1.2) / 0.7) ** 2))
    volume: Int64 = random.poisson(40 + 1400 * day).astype(np.int64)
    return volume


def _level(instrument: Instrument, day: int) -> float:
    """The settlement of a day: slow cycles of an instrument's own phase, and a little noise."""
    phases = np.random.default_rng(_seed(instrument.symbol, 0)).uniform(0, 2 * np.pi, len(_CYCLES))
    drift = sum(
        size * np.sin(2 * np.pi * day / days + phase) for (days, size), phase in zip(_CYCLES, phases, strict=True)
    )
    noise = np.random.default_rng(_seed(instrument.symbol, -day)).normal(0, 0.004)
    return float(level_of(instrument.root) * np.exp(drift + noise))


def _seed(symbol: str, day: int) -> int:
    return int.from_bytes(hashlib.blake2b(f"{symbol} {day}".encode(), digest_size=8).digest(), "big")
