"""A market that two voices tell differently, with the truth beside it.

All candles come from one list of invented trades, so what is true is known. Two voices make candles of these trades, each
with its own faults, those that recordings of Yahoo show: lost minutes and nights, trades counted to the candle before or
after, stray prices of the day before, volumes of 0 and of a million, and in the week of a roll one voice that mixes both
contracts inside single candles. A crash day, a limit day and news are real and must be left alone.

Written independently of the program under test. Prices are whole numbers of ticks until the end.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from tests.standins.market_truth import NEW_YORK, ROOTS

STEP, DAY = 300, 86_400
#: 18:00 to 17:00 New York.
_SESSION = 23 * 3600
_TRADES = 40


class VoiceColumns(NamedTuple):
    """Candles: stamps, prices, volume."""

    ts: NDArray[np.int64]
    open: NDArray[np.float64]
    high: NDArray[np.float64]
    low: NDArray[np.float64]
    close: NDArray[np.float64]
    volume: NDArray[np.int64]


@dataclass
class Voice:
    """What one voice says, its live row at the end, and the stamps of the candles that it made wrong."""

    candles: VoiceColumns
    mixed: set[int] = field(default_factory=set)
    stray: set[int] = field(default_factory=set)


@dataclass
class Twins:
    """Two voices and the truth.

    Attributes:
        truth: The candles as they were, in the prices of the contract that is in front.
        one: The voice that mixes contracts.
        other: The voice that counts trades at the edge to the wrong candle.
        rolls: Where the contract changes.
        wild: Stamps of the crash day, the limit day and the news.
        jitter: The stretch in which the other voice counts trades by a clock of its own.
    """

    truth: VoiceColumns
    one: Voice
    other: Voice
    rolls: list[int]
    wild: set[int]
    jitter: tuple[int, int]


@dataclass(frozen=True)
class TwinMarket:
    """What trades.

    Attributes:
        root: Key of ``ROOTS``.
        move: Ticks that a price moves in a usual candle of a quiet hour.
        spread: Ticks by which the next contract is higher; crude oil's is mostly lower.
        start: First trade date.
        days: Weekdays of trading.
    """

    root: str
    move: float
    spread: int
    start: date = date(2025, 9, 8)
    days: int = 45


#: Ranges and spreads as these roots had them in 2025.
MARKETS = (
    TwinMarket("NQ", 30, 980), TwinMarket("ES", 9, 230), TwinMarket("CL", 7, -60), TwinMarket("GC", 14, 330), TwinMarket("ZN", 2, 26),
)  # fmt: skip


class _Trades(NamedTuple):
    at: NDArray[np.float64]
    price: NDArray[np.float64]
    size: NDArray[np.float64]
    session: NDArray[np.int64]


def twins(market: TwinMarket, seed: int) -> Twins:
    """Two voices on two rolls, a crash day, a limit day and news; the same for the same seed."""
    rng = np.random.default_rng(seed)
    opens = _opens(market)
    trades, wild = _trades(market, opens, rng)
    rolls = [opens[n] + int(rng.integers(4, 16)) * 3600 for n in (9, 33)]
    for roll in rolls:
        trades.price[trades.at >= roll] += market.spread
    tick = float(ROOTS[market.root].tick)
    truth = _candles(trades.at, trades.price, np.cumsum(trades.size))
    jitter = opens[15], opens[25]
    one, other = _lossy(trades, rng), _lossy(trades, rng, jitter)
    voices = [Voice(one), Voice(other)]
    for roll in rolls:
        voices[0].mixed |= _mix(one, roll, opens, market.spread, rng)
    for voice in voices:
        voice.stray = _stray(voice.candles, truth, rng) - voice.mixed
        _forget_volumes(voice.candles, set(opens))
        voice.candles = _with_live_row(_scaled(voice.candles, tick))
    return Twins(_scaled(truth, tick), *voices, rolls, wild, jitter)


def _opens(market: TwinMarket) -> list[int]:
    """When the sessions open: 18:00 New York of the evening before, both sides of a clock change."""
    found, day = [], market.start
    while len(found) < market.days:
        if day.weekday() < 5:
            evening = datetime.combine(day - timedelta(days=1), time(18), NEW_YORK)
            found.append(int(evening.timestamp()))
        day += timedelta(days=1)
    return found


def _trades(market: TwinMarket, opens: list[int], rng: np.random.Generator) -> tuple[_Trades, set[int]]:
    """A walk in ticks, busier in New York's hours, with the days that are wild."""
    parts, wild = [], set()
    crash, limit = int(rng.integers(20, 24)), int(rng.integers(26, 30))
    level = ROOTS[market.root].level / float(ROOTS[market.root].tick)
    price = round(level)
    for number, opened in enumerate(opens):
        at = np.sort(rng.uniform(opened, opened + _SESSION, rng.poisson(_TRADES * _SESSION / STEP)))
        busy = 0.6 + 2.4 * np.exp(-(((at - opened) / 3600 - 17) ** 2) / 6)
        step = rng.normal(0, 1, len(at)) * busy * market.move / np.sqrt(_TRADES)
        size = (1 + rng.geometric(0.05, len(at))) * np.ceil(busy)
        if number == crash:
            step, size = step * 7 - market.move * 150 / len(at), size * 4
        price += rng.normal(0, 4) * market.move
        path = np.round(price + np.cumsum(step))
        if number not in (crash, limit):
            wild |= _news(at, path, size, market, rng)
        if number == limit:
            path, size = _limited(path - np.linspace(0, level * 0.04, len(at)), size, round(price - level * 0.025), rng)
        if number in (crash, limit):
            wild |= set((at // STEP * STEP).astype(int).tolist())
        price = path[-1]
        parts.append(_Trades(at, path, size, np.full(len(at), opened)))
    return _Trades(*(np.concatenate(column) for column in zip(*parts, strict=True))), wild


def _news(
    at: NDArray[np.float64], path: NDArray[np.float64], size: NDArray[np.float64], market: TwinMarket, rng: np.random.Generator
) -> set[int]:  # fmt: skip
    """On one day of three a figure moves the price by many candles' worth within a minute, with the volume of news."""
    if rng.random() > 1 / 3:
        return set()
    when = rng.uniform(at[0] + 3600, at[-1] - 3600) // STEP * STEP
    jump = rng.choice((-1, 1)) * rng.uniform(6, 14) * market.move
    path += np.round(jump * np.clip((at - when) / 60, 0, 1))
    size[(at >= when) & (at < when + 2 * STEP)] *= 8
    return {int(when), int(when) + STEP}


def _limited(
    path: NDArray[np.float64], size: NDArray[np.float64], limit: int, rng: np.random.Generator
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:  # fmt: skip
    """A day that falls to its limit: there hardly anybody trades, all at one price."""
    stopped = path <= limit
    path = np.maximum(path, limit)
    size = np.where(stopped & (rng.random(len(path)) < 0.9), 1, size)
    return path, size


def _candles(at: NDArray[np.float64], price: NDArray[np.float64], counter: NDArray[np.float64]) -> VoiceColumns:
    """Candles of trades in order; the volume is the difference of a running counter, as the feed makes it."""
    key = (at // STEP).astype(np.int64) * STEP
    first = np.flatnonzero(np.diff(key, prepend=-1))
    last = np.append(first[1:], len(key)) - 1
    volume = np.diff(counter[last], prepend=0).astype(np.int64)
    high, low = np.maximum.reduceat(price, first), np.minimum.reduceat(price, first)
    return VoiceColumns(key[first], price[first].copy(), high, low, price[last].copy(), volume)


def _lossy(trades: _Trades, rng: np.random.Generator, jitter: tuple[int, int] = (0, 0)) -> VoiceColumns:
    """Candles of a voice that loses minutes and nights, and in a stretch counts by a clock of its own."""
    at, counter = trades.at.copy(), np.cumsum(trades.size)
    moved = (at > jitter[0]) & (at < jitter[1])
    at[moved] += rng.uniform(-0.8, 0.8)
    kept = np.ones(len(at), dtype=np.bool_)
    for length in (*rng.uniform(60, 240, 100), *STEP * rng.integers(20, 75, 4)):
        begin = rng.choice(at)
        kept &= (at < begin) | (at >= begin + length)
    return _candles(at[kept], trades.price[kept], counter[kept])


def _mix(candles: VoiceColumns, roll: int, opens: list[int], spread: int, rng: np.random.Generator) -> set[int]:
    """From the roll on for three days nine candles of ten take prices of the old contract too; their stamps."""
    end = min(opened for opened in opens if opened > roll + 3 * DAY) - 4 * 3600
    hit = np.flatnonzero((candles.ts >= roll) & (candles.ts < end))
    hit = hit[rng.random(len(hit)) < 0.9]
    old = candles.low if spread > 0 else candles.high
    old[hit] = np.round(old[hit] - spread * (1 + rng.normal(0, 0.008, len(hit))))
    for column, share in ((candles.open, 0.36), (candles.close, 0.16)):
        some = hit[rng.random(len(hit)) < share]
        column[some] = old[some] + rng.integers(0, 3, len(some)) * np.sign(spread)
    chance = rng.random(len(hit))
    candles.volume[hit[chance < 0.12]] = 0
    candles.volume[hit[chance > 0.88]] *= 100
    return set(candles.ts[hit].tolist())


def _stray(candles: VoiceColumns, truth: VoiceColumns, rng: np.random.Generator) -> set[int]:
    """The last price of the day before as a price of now, in a few candles; their stamps."""
    hit = rng.integers(600, len(candles.ts), 6)
    day_before = np.searchsorted(truth.ts, candles.ts[hit] - DAY) - 1
    price = truth.close[day_before]
    candles.low[hit], candles.high[hit] = np.minimum(candles.low[hit], price), np.maximum(candles.high[hit], price)
    return set(candles.ts[hit].tolist())


def _forget_volumes(candles: VoiceColumns, opens: set[int]) -> None:
    """The first candle of a session has no volume, nor has the one five minutes after midnight in New York."""
    silent = opens | {opened + 6 * 3600 + STEP for opened in opens}
    candles.volume[np.isin(candles.ts, sorted(silent))] = 0
    candles.volume[0] = 0


def _with_live_row(candles: VoiceColumns) -> VoiceColumns:
    """The price of the moment behind the candles, which stands in the last one."""
    last = candles.close[-1]
    row = (int(candles.ts[-1]) + 173, last, last, last, last, 0)
    return VoiceColumns(*(np.append(column, value) for column, value in zip(candles, row, strict=True)))


def _scaled(candles: VoiceColumns, tick: float) -> VoiceColumns:
    return VoiceColumns(candles.ts, *(column * tick for column in candles[1:5]), candles.volume)
