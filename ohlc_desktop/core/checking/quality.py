"""Accept, round or quarantine: what may enter the file, decided on whole columns.

A row that cannot be a candle is set aside with a named reason and kept as it came. Nothing is judged by
how unusual it is: negative prices (crude oil on 2020-04-20), gaps of any size and zero volume are real. Nor by its hour
alone: what was traded outside of the known hours proves others; see :mod:`ohlc_desktop.core.planning.observed`.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from enum import IntEnum

import numpy as np

from ohlc_desktop.core.candles import Bools, Candles, Float64, Int64
from ohlc_desktop.core.checking.daily import on_tick_or_exact
from ohlc_desktop.core.market.instruments import Instrument
from ohlc_desktop.core.market.sessions import Calendar, candle_key
from ohlc_desktop.core.messages import Message
from ohlc_desktop.core.planning.observed import frozen, quotes
from ohlc_desktop.core.timeframes import DAY, Timeframe

#: More contracts than any future trades in one candle; larger numbers are broken data. What is not in the catalogue may be
#: counted in a currency, as coins are: 5.8e13 won a day. Of it only what a float64 cannot count is refused.
ABSURD_VOLUME, UNCOUNTABLE = 1e12, 2.0**53
#: The live quote's stamp and the time of last trade are not always taken at the same moment.
LIVE_SECONDS = 60


class RejectReason(IntEnum):
    """Why a row is not stored. ``OPEN`` rows are no fault: their candle has not closed yet."""

    NONE = 0
    OPEN = 1
    OUTSIDE_WINDOW = 2
    CLOSED_DAY = 3
    OUT_OF_SESSION = 4
    OFF_GRID = 5
    DUPLICATE = 6
    MISSING_PRICE = 7
    NON_FINITE_PRICE = 8
    HIGH_LOW = 9
    NEGATIVE_VOLUME = 10
    ABSURD_VOLUME = 11
    FROZEN = 12


#: What each reason is called in the database and what it says to a person.
FLAW_TEXT = {
    RejectReason.OUTSIDE_WINDOW: Message("outside the time that was asked for"),
    RejectReason.CLOSED_DAY: Message("dated on a day without trading"),
    RejectReason.OUT_OF_SESSION: Message("outside trading hours, and nothing was traded"),
    RejectReason.OFF_GRID: Message("not on the timeframe's grid"),
    RejectReason.DUPLICATE: Message("a second row for the same candle"),
    RejectReason.MISSING_PRICE: Message("a price is missing"),
    RejectReason.NON_FINITE_PRICE: Message("a price is not a number"),
    RejectReason.HIGH_LOW: Message("high and low contradict the other prices"),
    RejectReason.NEGATIVE_VOLUME: Message("negative volume"),
    RejectReason.ABSURD_VOLUME: Message("impossible volume"),
    RejectReason.FROZEN: Message("one price again and again without volume"),
}


@dataclass(frozen=True, slots=True)
class RawRows:
    """Rows as a feed sent them, in any order.

    Attributes:
        ts: int64; UTC epoch seconds, for daily rows 00:00 UTC of the date they carry.
        open: float64, NaN where missing; likewise the other prices.
        volume: float64, NaN where missing.
    """

    ts: Int64
    open: Float64
    high: Float64
    low: Float64
    close: Float64
    volume: Float64

    def __len__(self) -> int:
        return len(self.ts)

    def row(self, index: int) -> str:
        """One row as JSON, as it came; NaN and infinities as strings."""
        values = {name: float(getattr(self, name)[index]) for name in ("open", "high", "low", "close", "volume")}
        plain = {name: value if np.isfinite(value) else str(value) for name, value in values.items()}
        return json.dumps({"ts": int(self.ts[index]), **plain})


@dataclass(frozen=True, slots=True)
class Window:
    """What an answer is checked against.

    Attributes:
        start: First stamp asked for, in the series' stamps.
        end: End of the stamps asked for, exclusive.
        closed_by: UTC epoch seconds; candles that end later are still open.
        feed_time: UTC epoch seconds of the feed's last trade; a row stamped about so, off the grid, is a live quote.
    """

    start: int
    end: int
    closed_by: int
    feed_time: int


@dataclass(frozen=True, slots=True)
class Quarantined:
    """One refused row: its stamp, the reason and the row as it came (JSON)."""

    ts: int
    flaw: RejectReason
    raw: str


@dataclass(frozen=True, slots=True)
class Checked:
    """The outcome: storable candles (sorted, rounded, closed), refused rows, count of still open ones."""

    good: Candles
    quarantined: tuple[Quarantined, ...]
    still_open: int


def check(rows: RawRows, timeframe: Timeframe, instrument: Instrument, calendar: Calendar, window: Window) -> Checked:
    """Judge every row of an answer. No row disappears: each is good, quarantined or still open."""
    order = np.argsort(rows.ts, kind="stable")
    sorted_rows = RawRows(*(getattr(rows, name)[order] for name in RawRows.__slots__))
    prices = np.stack([sorted_rows.open, sorted_rows.high, sorted_rows.low, sorted_rows.close])
    rounded = instrument.round_prices(prices)
    prices = on_tick_or_exact(prices, rounded) if timeframe.daily and instrument.tick is not None else rounded
    most = ABSURD_VOLUME if instrument.root else UNCOUNTABLE
    flaws = _flaws(sorted_rows, prices, timeframe, calendar, window, most)
    if not timeframe.daily and calendar.strict:
        _set_untraded(flaws, sorted_rows, prices, calendar, stands=bool(instrument.root))
    if timeframe.daily and calendar.strict and instrument.root:
        # the live row under a settled future's date, whatever the clock says; a share may have a day of one price
        flaws[(flaws == RejectReason.NONE) & (prices == prices[0]).all(axis=0) & ~(sorted_rows.volume > 0)] = (
            RejectReason.OPEN
        )
    good = flaws == RejectReason.NONE
    volume = np.nan_to_num(sorted_rows.volume[good], nan=0.0).astype(np.int64)
    bad = tuple(
        Quarantined(int(sorted_rows.ts[i]), RejectReason(int(flaws[i])), sorted_rows.row(int(i)))
        for i in np.flatnonzero(flaws > RejectReason.OPEN)
    )
    open_, high, low, close = (np.ascontiguousarray(column) for column in prices[:, good])
    candles = Candles(sorted_rows.ts[good], open_, high, low, close, volume)
    return Checked(candles, bad, int((flaws == RejectReason.OPEN).sum()))


def stubs(candles: Candles) -> Bools:
    """Which candles are one price without volume: a quote, from which nobody learns what was traded."""
    flat = (candles.high == candles.low) & (candles.open == candles.close)
    return np.asarray(flat & (candles.volume == 0))


def _flaws(
    rows: RawRows, prices: Float64, timeframe: Timeframe, calendar: Calendar, window: Window, most: float
) -> Int64:  # fmt: skip
    """The first reason that applies to each row; of several sound rows for one candle the first stays."""
    timing = _daily_timing if timeframe.daily else _intraday_timing
    flaws = np.zeros(len(rows), dtype=np.int64)
    for flaw, hit in [*timing(rows.ts, timeframe, calendar, window), *_value_tests(rows, prices, most)]:
        flaws[hit & (flaws == RejectReason.NONE)] = flaw
    sound = np.flatnonzero(flaws == RejectReason.NONE)
    flaws[sound[1:][np.diff(rows.ts[sound]) == 0]] = RejectReason.DUPLICATE
    return flaws


def _set_untraded(flaws: Int64, rows: RawRows, prices: Float64, calendar: Calendar, stands: bool) -> None:
    """Set aside what says nothing of trading: quotes outside of hours, and stretches in which the feed ``stands`` still.

    The volume of what is not in the catalogue may be 0 all day: of it a price that stays is no fault.
    """
    sound = flaws == RejectReason.NONE
    outside = calendar.session_at(rows.ts) < 0
    flaws[sound & outside & quotes(prices, rows.volume)] = RejectReason.OUT_OF_SESSION
    places = np.flatnonzero(sound)
    if stands:
        flaws[places[frozen(prices[:, places], rows.volume[places])]] = RejectReason.FROZEN


def _intraday_timing(
    ts: Int64, timeframe: Timeframe, calendar: Calendar, window: Window
) -> list[tuple[RejectReason, Bools]]:
    session = calendar.session_at(ts)
    at = np.maximum(session, 0)
    traded = session >= 0
    grid = candle_key(ts, calendar, timeframe) if len(calendar) else ts
    ends = np.where(traded, np.minimum(grid + timeframe.seconds, calendar.close[at]), ts + timeframe.seconds)
    return [
        (RejectReason.OUTSIDE_WINDOW, (ts < window.start) | (ts >= window.end)),
        (RejectReason.OPEN, (np.abs(ts - window.feed_time) < LIVE_SECONDS) & ((grid != ts) | ~traded)),
        (RejectReason.OPEN, ends > window.closed_by),
        (RejectReason.OFF_GRID, grid != ts),
    ]


def _daily_timing(ts: Int64, _: Timeframe, calendar: Calendar, window: Window) -> list[tuple[RejectReason, Bools]]:
    day = ts // DAY
    at = np.minimum(np.searchsorted(calendar.trade_date, day), max(len(calendar) - 1, 0))
    known = calendar.trade_date[at] == day
    return [
        (RejectReason.OFF_GRID, ts % DAY != 0),
        (RejectReason.CLOSED_DAY, ~known),
        (RejectReason.OUTSIDE_WINDOW, (ts < window.start) | (ts >= window.end)),
        (RejectReason.OPEN, calendar.close[at] > window.closed_by),
    ]


def _value_tests(rows: RawRows, prices: Float64, most: float) -> list[tuple[RejectReason, Bools]]:
    open_, high, low, close = prices
    with np.errstate(invalid="ignore"):
        contradiction = (high < np.maximum(open_, close)) | (low > np.minimum(open_, close)) | (high < low)
        return [
            (RejectReason.MISSING_PRICE, np.isnan(prices).any(axis=0)),
            (RejectReason.NON_FINITE_PRICE, ~np.isfinite(prices).all(axis=0)),
            (RejectReason.HIGH_LOW, contradiction),
            (RejectReason.NEGATIVE_VOLUME, rows.volume < 0),
            (RejectReason.ABSURD_VOLUME, rows.volume > most),
        ]
