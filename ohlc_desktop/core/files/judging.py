"""Which rows of a file are no candles that can be stored, and why; decided on whole columns."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

from ohlc_desktop.core.candles import Bools, Float64, Int64
from ohlc_desktop.core.checking.quality import ABSURD_VOLUME, UNCOUNTABLE
from ohlc_desktop.core.files.file_candles import UNKNOWN_VOLUME, FileCandles
from ohlc_desktop.core.market.instruments import FLOAT32_NOISE, Instrument
from ohlc_desktop.core.market.sessions import Calendar, candle_key, day_of
from ohlc_desktop.core.messages import Message
from ohlc_desktop.core.timeframes import DAY, EVER, Timeframe


class RowFlaw(IntEnum):
    """Why a row of a file would be refused; the first that applies counts."""

    NONE = 0
    HIGH_LOW = 1
    OFF_TICK = 2
    VOLUME = 3
    OUT_OF_ORDER = 4
    DUPLICATE = 5
    NOT_ENDED = 6
    BEFORE_HOURS = 7
    CLOSED_DAY = 8
    OUT_OF_SESSION = 9
    OFF_GRID = 10


@dataclass(frozen=True, slots=True)
class RowRules:
    """What the rows of a file are judged by.

    Attributes:
        instrument: Theirs.
        timeframe: Theirs; None where it is not known: then only prices and order are judged.
        calendar: The sessions over the time of the file; None where what the stamps mean is not proven.
        now: UTC epoch seconds; a candle that ends later has not ended.
    """

    instrument: Instrument
    timeframe: Timeframe | None
    calendar: Calendar | None
    now: float

    def told(self, flaw: RowFlaw) -> Message:
        """A reason as part of a sentence."""
        tick, calendar = self.instrument.tick, self.calendar
        match flaw:
            case RowFlaw.OFF_TICK:
                return Message("a price off the tick of {tick}", tick=self.instrument.format_price(float(tick or 0)))
            case RowFlaw.BEFORE_HOURS if calendar is not None and len(calendar):
                day = day_of(int(calendar.trade_date[0])).isoformat()
                return Message("before {day}, since when trading hours are known", day=day)
        return _TOLD[flaw]


_TOLD = {
    RowFlaw.HIGH_LOW: Message("high and low contradict the other prices"),
    RowFlaw.VOLUME: Message("impossible volume"),
    RowFlaw.OUT_OF_ORDER: Message("older than the row before it"),
    RowFlaw.DUPLICATE: Message("a second row for the same candle"),
    RowFlaw.NOT_ENDED: Message("the candle has not ended yet"),
    RowFlaw.BEFORE_HOURS: Message("before trading hours are known"),
    RowFlaw.CLOSED_DAY: Message("dated on a day without trading"),
    RowFlaw.OUT_OF_SESSION: Message("outside of the sessions"),
    RowFlaw.OFF_GRID: Message("not on the timeframe's grid"),
}


#: Prices so many ticks above zero do not double, or lose half, and come back within one candle of less than a day. Those of
#: crude oil in April 2020, which did, were some cents.
_FAR = 1000


def judge(candles: FileCandles, rounded: Float64, stamps: Int64, newest: int, rules: RowRules) -> NDArray[np.int8]:
    """The ``RowFlaw`` of each row.

    Args:
        candles: Some rows, in the order of the file.
        rounded: float64 of shape (4, n), their prices on the nearest ticks.
        stamps: int64, their opens, UTC epoch seconds; as the file writes them where what they mean is not proven.
        newest: The newest stamp of all sound rows before them; ``-EVER`` where there are none.
        rules: What they are judged by.
    """
    flaws = np.zeros(len(candles), dtype=np.int8)
    tests = _values(candles, rounded, rules)
    if rules.calendar is not None and rules.timeframe is not None:
        tests += _times(stamps, rules.calendar, rules.timeframe, rules.now)
    for flaw, hit in tests:
        flaws[hit & (flaws == RowFlaw.NONE)] = flaw
    sound = np.flatnonzero(flaws == RowFlaw.NONE)  # a stray row of next year must not make all others old
    flaws[sound] = _order(stamps[sound], newest)
    return flaws


def _values(candles: FileCandles, rounded: Float64, rules: RowRules) -> list[tuple[RowFlaw, Bools]]:
    prices = candles.prices
    noise = FLOAT32_NOISE * np.abs(prices)
    # the close of a day is its settlement, which may lie off the tick
    daily = candles.dated or (rules.timeframe is not None and rules.timeframe.daily)
    off = (np.abs(prices - rounded) > noise).any(axis=0) & (not daily)
    open_, high, low, close = prices
    slack = noise.max(axis=0, initial=0.0)
    wrong = (high < np.maximum(open_, close) - slack) | (low > np.minimum(open_, close) + slack)
    if rules.instrument.tick and not daily:
        far = np.minimum(open_, close) >= _FAR * float(rules.instrument.tick)
        wrong |= far & ((high > 2 * np.maximum(open_, close)) | (low < np.minimum(open_, close) / 2))
    most = ABSURD_VOLUME if rules.instrument.root else UNCOUNTABLE
    impossible = (candles.volume < UNKNOWN_VOLUME) | (candles.volume > most)
    return [(RowFlaw.HIGH_LOW, wrong), (RowFlaw.OFF_TICK, off), (RowFlaw.VOLUME, impossible)]


def _order(stamps: Int64, newest: int) -> NDArray[np.int8]:
    so_far = np.maximum.accumulate(np.concatenate(([newest], stamps)))[:-1]
    late = np.where(stamps < so_far, RowFlaw.OUT_OF_ORDER, RowFlaw.NONE)
    return np.where(stamps == so_far, RowFlaw.DUPLICATE, late).astype(np.int8)


def _times(stamps: Int64, calendar: Calendar, timeframe: Timeframe, now: float) -> list[tuple[RowFlaw, Bools]]:
    if timeframe.daily:
        days = stamps // DAY
        first = int(calendar.trade_date[0]) if len(calendar) else -EVER
        at = np.minimum(np.searchsorted(calendar.trade_date, days), max(len(calendar) - 1, 0))
        held = calendar.trade_date[at] == days if timeframe.seconds == DAY else np.ones(len(stamps), dtype=np.bool_)
        return [
            (RowFlaw.BEFORE_HOURS, days < first), (RowFlaw.CLOSED_DAY, ~held),
            (RowFlaw.NOT_ENDED, held & (calendar.close[at] > now)),
        ]  # fmt: skip
    session = calendar.session_at(stamps)
    key = candle_key(stamps, calendar, timeframe)
    first = int(calendar.open[0]) if len(calendar) else EVER
    return [
        (RowFlaw.BEFORE_HOURS, stamps < first), (RowFlaw.NOT_ENDED, stamps + timeframe.seconds > now),
        (RowFlaw.OUT_OF_SESSION, session < 0), (RowFlaw.OFF_GRID, key != stamps),
    ]  # fmt: skip
