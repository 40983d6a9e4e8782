"""What the market really did: an invented market that judges every candle the program stores.

Everything here is written independently of the program under test, from rules simple enough to be read and
believed: a session is 18:00 to 17:00 New York, less the closures listed below; its minutes are a
reproducible random walk in ticks; every other candle is a group of those minutes. The contracts of a future lie whole
ticks off its continuous symbol, which is that of the one in front: see ``contract_curve``.

``StandInYahoo`` serves these minutes over HTTPS; ``truth`` says which candles a correct program holds
afterwards. Times are UTC epoch seconds throughout.
"""

from __future__ import annotations

import math
import re
import zlib
from bisect import bisect_left
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from fractions import Fraction
from functools import cache, lru_cache
from importlib import import_module
from typing import NamedTuple
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

from tests.standins import contract_curve
from tests.standins.closures import CLOSURES, closures

NEW_YORK = ZoneInfo("America/New_York")
MINUTE, HOUR, DAY = 60, 3600, 86_400

#: The invented market trades from here to there.
FIRST_DAY, LAST_DAY = date(2024, 1, 2), date(2028, 12, 29)

# --- Instruments ----------------------------------------------------------------------------------------


class Root(NamedTuple):
    """One futures root.

    Attributes:
        level: Roughly where it trades.
        tick: Smallest price step, exact.
        calendar: Key of ``CLOSURES``.
        exchange: Yahoo's suffix of its contracts.
    """

    level: float
    tick: Fraction
    calendar: str
    exchange: str


def _roots() -> dict[str, Root]:
    """The table of futures, from one line each."""
    lines = [line.split() for line in _ROOT_LINES.strip().splitlines()]
    return {name: Root(float(level), Fraction(tick), cal, exch) for name, level, tick, cal, exch in lines}


_ROOT_LINES = """
ES   6100    0.25      equity CME
MES  6100    0.25      equity CME
NQ   21500   0.25      equity CME
MNQ  21500   0.25      equity CME
RTY  2300    0.10      equity CME
M2K  2300    0.10      equity CME
YM   44000   1         equity CBT
MYM  44000   1         equity CBT
CL   71      0.01      energy NYM
MCL  71      0.01      energy NYM
NG   3.2     0.001     energy NYM
GC   2650    0.10      energy CMX
MGC  2650    0.10      energy CMX
SI   31      0.005     energy CMX
HG   4.2     0.0005    energy CMX
ZB   117     1/32      bond   CBT
ZN   110     1/64      bond   CBT
ZF   107     1/128     bond   CBT
ZT   103     1/256     bond   CBT
6E   1.05    0.00005   fx     CME
6J   0.0066  0.0000005 fx     CME
6B   1.26    0.0001    fx     CME
6A   0.65    0.00005   fx     CME
6C   0.71    0.00005   fx     CME
ZC   430     0.25      equity CBT
ZS   1000    0.25      equity CBT
ZW   560     0.25      equity CBT
BTC  95000   5         equity CME
"""
ROOTS = _roots()

#: Instruments that are no futures: level, calendar, Yahoo's instrument type, Yahoo's exchange.
GENERIC: dict[str, tuple[float, str, str, str]] = {
    "AAPL": (230.0, "nyse", "EQUITY", "NMS"),
    "^VIX": (17.0, "nyse", "INDEX", "CXI"),
    "BTC-USD": (95_000.0, "always", "CRYPTOCURRENCY", "CCC"),
    "^N225": (38_000.0, "tokyo", "INDEX", "OSA"),
    "CCL.AX": (12.0, "sydney", "EQUITY", "ASX"),
    "^NSEI": (24_000.0, "india", "INDEX", "NSI"),
    "SAP.DE": (220.0, "xetra", "EQUITY", "GER"),
    "VOD.L": (70.0, "london", "EQUITY", "LSE"),
    "0700.HK": (400.0, "hong_kong", "EQUITY", "HKG"),
    "SHOP.TO": (150.0, "toronto", "EQUITY", "TOR"),
    "EURUSD=X": (1.08, "currency", "CURRENCY", "CCY"),
    "BBCA.JK": (9_000.0, "jakarta", "EQUITY", "JKT"),
    "KC=F": (300.0, "coffee", "FUTURE", "NYB"),
}


class ExchangeHours(NamedTuple):
    """Published hours of an exchange that is not CME, in its own time.

    Attributes:
        zone: Its time zone.
        open: Of its regular session.
        close: Likewise.
        pause: Begin and end of the pause at noon; None without one.
        days: The calendar of pandas_market_calendars that tells its trade dates and half days; empty for weekdays.
        grid: From where candles are counted: the ``open`` or the begin of the ``day``, as of futures.
    """

    zone: str
    open: str
    close: str
    pause: tuple[str, str] | None
    days: str
    grid: str = "open"


#: Hours as the exchanges publish them, less closing auctions, of which Yahoo sends nothing.
PLACES: dict[str, ExchangeHours] = {
    "nyse": ExchangeHours("America/New_York", "09:30", "16:00", None, "NYSE"),
    "toronto": ExchangeHours("America/Toronto", "09:30", "16:00", None, "TSX"),
    "tokyo": ExchangeHours("Asia/Tokyo", "09:00", "15:30", ("11:30", "12:30"), "JPX"),
    "hong_kong": ExchangeHours("Asia/Hong_Kong", "09:30", "16:00", ("12:00", "13:00"), "XHKG"),
    "sydney": ExchangeHours("Australia/Sydney", "10:00", "16:00", None, "XASX"),
    "india": ExchangeHours("Asia/Kolkata", "09:15", "15:30", None, "NSE"),
    "xetra": ExchangeHours("Europe/Berlin", "09:00", "17:30", None, "XETR"),
    "london": ExchangeHours("Europe/London", "08:00", "16:30", None, "LSE"),
    "jakarta": ExchangeHours("Asia/Jakarta", "09:00", "16:00", None, ""),
    "coffee": ExchangeHours("America/New_York", "04:15", "13:30", None, "", "day"),
}


def zone_of(symbol: str) -> str:
    """The time zone in which the feed states the days of a symbol."""
    if root_of(symbol):
        return "America/New_York"
    calendar = GENERIC[symbol][1]
    return {"always": "UTC", "currency": "Europe/London"}.get(calendar) or PLACES[calendar].zone

_FUTURE = re.compile(r"(?P<root>[A-Z0-9]{2,3})(?:=F|[FGHJKMNQUVXZ]\d\d\.(?P<exchange>CME|CBT|NYM|CMX))")


def root_of(symbol: str) -> Root | None:
    """The futures root of ``ES=F`` or ``MNQZ26.CME``; None for anything else."""
    match = _FUTURE.fullmatch(symbol)
    root = ROOTS.get(match["root"]) if match else None
    if match and root and match["exchange"] in (None, root.exchange):
        return root
    return None


def known(symbol: str) -> bool:
    """True when the invented market lists this symbol."""
    return symbol in GENERIC or root_of(symbol) is not None


def calendar_of(symbol: str) -> str:
    """Which closures and hours the symbol follows."""
    root = root_of(symbol)
    return root.calendar if root else GENERIC[symbol][1]


def tick_of(symbol: str) -> Fraction | None:
    """Smallest price step; None for instruments whose prices are not rounded."""
    root = root_of(symbol)
    if root:
        return root.tick
    return None if symbol in GENERIC else Fraction("0.01")


# --- Sessions -------------------------------------------------------------------------------------------


class Session(NamedTuple):
    """One stretch of trading without a break.

    Attributes:
        trade_date: The day it belongs to: the one on which it ends.
        open: First second.
        close: First second after it.
        pause: First second of a pause within it and the first one after that.
        anchor: From where candles are counted; the open if 0.
    """

    trade_date: date
    open: int
    close: int
    pause: tuple[int, int] | None = None
    anchor: int = 0


def new_york(day: date, clock: str) -> int:
    """Epoch seconds of a New York wall-clock time such as ``"17:00"``."""
    return wall(day, clock, "America/New_York")


def wall(day: date, clock: str, zone: str) -> int:
    """Epoch seconds of a wall-clock time such as ``"17:00"`` in a time zone."""
    return int(datetime.combine(day, time.fromisoformat(clock), ZoneInfo(zone)).timestamp())


def utc_midnight(day: date) -> int:
    """Epoch seconds of 00:00 UTC, the key of daily and longer candles."""
    return int(datetime.combine(day, time(), UTC).timestamp())


def new_york_date(ts: float) -> date:
    """Calendar day in New York at that instant."""
    return datetime.fromtimestamp(ts, NEW_YORK).date()


def session_on(calendar: str, day: date) -> Session | None:
    """The session of a trade date, or None when there is none."""
    if calendar == "always":
        return Session(day, utc_midnight(day), utc_midnight(day) + DAY)
    if calendar == "currency":
        return _currency_day(day)
    if calendar in PLACES and calendar not in CLOSURES:
        return _day_at(PLACES[calendar], day)
    exception = closures(calendar).get(day)
    if day.weekday() >= 5 or exception == "closed":
        return None
    if calendar == "nyse":
        return Session(day, new_york(day, "09:30"), new_york(day, exception or "16:00"))
    return Session(day, new_york(day - timedelta(days=1), "18:00"), new_york(day, exception or "17:00"))


def _currency_day(day: date) -> Session | None:
    """Days in London; the week begins on Sunday and ends on Friday at 22:00."""
    if day.weekday() == 5:
        return None
    hours = {6: ("22:00", "00:00"), 4: ("00:00", "22:00")}.get(day.weekday(), ("00:00", "00:00"))
    last = day if hours[1] == "22:00" else day + timedelta(days=1)
    opened, closed = wall(day, hours[0], "Europe/London"), wall(last, hours[1], "Europe/London")
    return Session(day, opened, closed, anchor=wall(day, "00:00", "Europe/London"))


def _day_at(place: ExchangeHours, day: date) -> Session | None:
    """A trade date of an exchange, cut short where the library says so."""
    early = library_closes(place.days).get(day, "") if place.days else None if day.weekday() < 5 else "closed"
    if early == "" or early == "closed":
        return None
    opened, closed = wall(day, place.open, place.zone), wall(day, place.close, place.zone)
    closed = min(closed, early or closed)
    pause = tuple(wall(day, clock, place.zone) for clock in place.pause) if place.pause else None
    rest = (pause[0], pause[1]) if pause and pause[1] < closed else None
    return Session(day, opened, closed, rest, wall(day, "00:00", place.zone) if place.grid == "day" else 0)


@cache
def library_closes(name: str) -> dict[date, int]:
    """The trade dates of one of the library's calendars since 2010-01-04, in order, with their closes in epoch seconds."""
    library = import_module("pandas_market_calendars")
    calendar = library.get_calendar(name)
    schedule = calendar.schedule_from_days(calendar.valid_days("2010-01-04", LAST_DAY, tz=None))
    return {day.date(): int(close.timestamp()) for day, close in schedule["market_close"].items()}


@cache
def all_sessions(calendar: str) -> tuple[Session, ...]:
    """Every session of a calendar, oldest first."""
    days = (FIRST_DAY + timedelta(days=n) for n in range((LAST_DAY - FIRST_DAY).days + 1))
    return tuple(session for day in days if (session := session_on(calendar, day)))


@cache
def _closes(calendar: str) -> list[int]:
    return [session.close for session in all_sessions(calendar)]


def sessions(symbol: str, start: float, end: float) -> list[Session]:
    """The symbol's sessions that overlap [start, end); of a contract those from its listing to its last day."""
    calendar, contract = calendar_of(symbol), contract_curve.contract_of(symbol)
    first = bisect_left(_closes(calendar), math.floor(start) + 1)
    found = []
    for session in all_sessions(calendar)[first:]:
        if session.open >= end:
            break
        if contract is None or contract.listed_from <= session.trade_date <= contract.last_day:
            found.append(session)
    return found


def last_trade(symbol: str, now: float) -> int:
    """The latest whole second at or before ``now`` at which the symbol traded (the close counts)."""
    calendar = calendar_of(symbol)
    index = bisect_left(_closes(calendar), math.floor(now))
    everything = all_sessions(calendar)
    if index < len(everything) and everything[index].open <= now:
        pause = everything[index].pause
        return pause[0] if pause and pause[0] <= now < pause[1] else math.floor(now)
    return everything[max(index - 1, 0)].close


# --- Minutes --------------------------------------------------------------------------------------------

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


class Candles(NamedTuple):
    """Candles as columns; ``ts`` is the open of each."""

    ts: Ints
    open: Floats
    high: Floats
    low: Floats
    close: Floats
    volume: Ints

    def cut(self, keep: slice | NDArray[np.bool_]) -> Candles:
        """The chosen rows."""
        return Candles._make(column[keep] for column in self)

    def row(self, index: int) -> tuple[int, float, float, float, float, int]:
        """One candle as plain Python values."""
        values = [column[index].item() for column in self]
        return values[0], values[1], values[2], values[3], values[4], values[5]


def empty() -> Candles:
    """No candles."""
    return Candles._make(
        np.empty(0, np.int64 if name in ("ts", "volume") else np.float64) for name in Candles._fields
    )


def join(parts: list[Candles]) -> Candles:
    """Several blocks as one, in the order given."""
    if not parts:
        return empty()
    return Candles._make(np.concatenate(columns) for columns in zip(*parts, strict=True))


def _anchor(symbol: str, day: int) -> float:
    """Where the walk of a trade date starts: slow waves around the instrument's level."""
    root = root_of(symbol)
    level = root.level if root else GENERIC[symbol][0]
    phase = zlib.crc32(symbol.encode()) % 1000 / 159.0
    return level * (1 + 0.08 * math.sin(day / 41 + phase) + 0.02 * math.sin(day / 6.3 + 3 * phase))


def _walk(symbol: str, session: Session, minutes: int, rng: np.random.Generator) -> Floats:
    """A bridge of ``minutes + 1`` points from this trade date's anchor to the next one's."""
    day = session.trade_date.toordinal()
    start, stop = _anchor(symbol, day), _anchor(symbol, day + 1)
    steps = np.concatenate(([0.0], np.cumsum(rng.standard_normal(minutes))))
    share = np.linspace(0.0, 1.0, minutes + 1)
    path: Floats = start + (stop - start) * share + (steps - steps[-1] * share) * start * 0.00025
    return path


def _in_ticks(symbol: str) -> tuple[int, int]:
    """The tick as a fraction; unrounded instruments walk on a step of 1/4096 (exact in float32 or nearly)."""
    tick = tick_of(symbol) or Fraction(1, 4096)
    return tick.numerator, tick.denominator


def _prices(symbol: str, ticks: Ints) -> Floats:
    """Whole ticks as the nearest double to their exact decimal value."""
    numerator, denominator = _in_ticks(symbol)
    prices: Floats = ticks * numerator / denominator
    if tick_of(symbol):
        return prices
    widened: Floats = np.asarray(prices, np.float32).astype(np.float64)
    return widened


def _wicks(step: float, count: int, rng: np.random.Generator) -> Ints:
    return np.rint(rng.exponential(step, count)).astype(np.int64)


def session_minutes(symbol: str, session: Session) -> Candles:
    """Every minute of one session. Shared with other callers: never write into it."""
    contract = contract_curve.contract_of(symbol)
    if contract is None:
        return _walked_minutes(symbol, session)
    return _of_contract(contract, symbol, _walked_minutes(f"{contract.root}=F", session), session.trade_date)


def ticks_above(symbol: str, day: date) -> int:
    """By how many ticks a contract is above the continuous symbol of its root on a trade date."""
    root, contract = root_of(symbol), contract_curve.contract_of(symbol)
    assert root is not None
    assert contract is not None
    return contract_curve.ticks_above(contract, day, root.level, root.tick, root.calendar)


def _of_contract(contract: contract_curve.Contract, symbol: str, minutes: Candles, day: date) -> Candles:
    """The minutes of a contract on a trade date, of those of its root's continuous symbol."""
    volume = _share_of(minutes.volume, contract_curve.volume_share(contract, day), day)
    numerator, denominator = _in_ticks(symbol)
    above = ticks_above(symbol, day)
    moved = (
        _prices(symbol, np.rint(column * denominator / numerator).astype(np.int64) + above) if above else column
        for column in minutes[1:5]
    )
    return Candles._make((minutes.ts, *moved, volume))


def _share_of(volume: Ints, share: float, day: date) -> Ints:
    """A part of a volume, one contract a minute at least; no two days have the same, which would look like a copy."""
    if share == 1.0:
        return volume
    found = np.maximum(np.rint(volume * share).astype(np.int64), 1 + volume % 2)
    found[:1] += day.toordinal() * 7919 % 997
    return found


@lru_cache(maxsize=2000)
def _walked_minutes(symbol: str, session: Session) -> Candles:
    ts = session.open + MINUTE * np.arange((session.close - session.open) // MINUTE, dtype=np.int64)
    if session.pause:
        ts = ts[(ts < session.pause[0]) | (ts >= session.pause[1])]
    count = len(ts)
    rng = np.random.Generator(np.random.PCG64([zlib.crc32(symbol.encode()), session.trade_date.toordinal()]))
    walk = _walk(symbol, session, count, rng)
    numerator, denominator = _in_ticks(symbol)
    step = walk[0] * 0.0001 * denominator / numerator
    points = np.maximum(np.rint(walk * denominator / numerator), 1).astype(np.int64)
    opens = np.maximum(points[:-1] + np.rint(rng.normal(0, max(0.3 * step, 0.6), count)).astype(np.int64), 1)
    closes = points[1:]
    highs = np.maximum(opens, closes) + _wicks(step, count, rng)
    lows = np.maximum(np.minimum(opens, closes) - _wicks(step, count, rng), 1)
    volume = rng.poisson(rng.exponential(120.0, count)).astype(np.int64)
    prices = (_prices(symbol, column) for column in (opens, highs, lows, closes))
    return Candles._make((ts, *prices, volume))


def minutes(symbol: str, start: float, end: float) -> Candles:
    """The minute candles that open in [start, end)."""
    block = join([session_minutes(symbol, session) for session in sessions(symbol, start, end)])
    return block.cut((block.ts >= start) & (block.ts < end))


# --- The judge ------------------------------------------------------------------------------------------

INTRADAY = {
    "1m": MINUTE, "2m": 2 * MINUTE, "5m": 5 * MINUTE, "15m": 15 * MINUTE, "30m": 30 * MINUTE,
    "60m": HOUR, "1h": HOUR, "90m": 90 * MINUTE, "2h": 2 * HOUR, "4h": 4 * HOUR, "6h": 6 * HOUR,
    "8h": 8 * HOUR, "12h": 12 * HOUR,
}  # fmt: skip
TIMEFRAMES = (*INTRADAY, "1d", "5d", "1wk", "1mo", "3mo")

#: From a trade date to the first day of the period it belongs to.
PeriodKey = Callable[[date], date]

PERIODS: dict[str, PeriodKey] = {
    "1d": lambda day: day,
    "1wk": lambda day: day - timedelta(days=day.weekday()),
    "1mo": lambda day: day.replace(day=1),
    "3mo": lambda day: day.replace(month=day.month - (day.month - 1) % 3, day=1),
}


def truth(
    symbol: str,
    timeframe: str,
    start: float,
    end: float,
    closed_until: float,
    five_day: PeriodKey | None = None,
) -> Candles:
    """The candles a correct program holds of [start, end) when the feed's last trade is ``closed_until``.

    A candle is there when it begins at or after ``start`` and before ``end``, and has ended by
    ``closed_until``. Intraday candles are anchored at the session's open and end at the latest with it.
    Longer ones begin with the first and end with the last scheduled session of their calendar period,
    and are keyed by 00:00 UTC of the period's first day (1d: of the trade date).

    Args:
        five_day: Trade date -> first trade date of its five; needed for 5d only.
    """
    if timeframe in INTRADAY:
        return _intraday(symbol, INTRADAY[timeframe], start, end, closed_until)
    key = five_day if timeframe == "5d" else PERIODS[timeframe]
    if key is None:
        raise ValueError("5d needs to know how five trade dates are grouped")
    return _longer(symbol, key, start, end, closed_until)


def settlement(symbol: str, session: Session) -> float:
    """The price an hour before the close of a session: what its daily close is where that is a settlement."""
    minutes = session_minutes(symbol, session)
    return float(minutes.close[minutes.ts < session.close - HOUR][-1])


def _intraday(symbol: str, seconds: int, start: float, end: float, closed_until: float) -> Candles:
    blocks, ends = [], []
    for session in sessions(symbol, start, end):
        minutes = session_minutes(symbol, session)
        stamps = grid(minutes.ts, session, seconds)
        blocks.append(minutes._replace(ts=stamps))
        ends.append(_ends(stamps, session, seconds))
    if not blocks:
        return empty()
    block, closed = join(blocks), np.concatenate(ends)
    return _grouped(block.cut((block.ts >= start) & (block.ts < end) & (closed <= closed_until)))


def _grouped(block: Candles) -> Candles:
    """Rows of the same ``ts``, which stand together, as one candle each."""
    if not len(block.ts):
        return block
    first = np.flatnonzero(np.diff(block.ts, prepend=block.ts[0] - 1))
    last = np.append(first[1:], len(block.ts)) - 1
    return Candles(
        block.ts[first],
        block.open[first],
        np.maximum.reduceat(block.high, first),
        np.minimum.reduceat(block.low, first),
        block.close[last],
        np.add.reduceat(block.volume, first),
    )


def grid(ts: Ints, session: Session, seconds: int) -> Ints:
    """The candle that each moment of a session is in: counted from the open, none across a pause."""
    anchor = session.anchor or session.open
    stamps = anchor + (ts - anchor) // seconds * seconds
    if session.pause is None:
        return stamps
    return np.where(ts >= session.pause[1], np.maximum(stamps, session.pause[1]), stamps)


def _ends(stamps: Ints, session: Session, seconds: int) -> Ints:
    anchor = session.anchor or session.open
    counted = anchor + ((stamps - anchor) // seconds + 1) * seconds
    ends = np.minimum(counted, session.close)
    if session.pause is None:
        return ends
    return np.where(stamps < session.pause[0], np.minimum(ends, session.pause[0]), ends)


def _longer(symbol: str, key: PeriodKey, start: float, end: float, closed_until: float) -> Candles:
    rows = []
    for first_day, members in _periods(calendar_of(symbol), key):
        if start <= members[0].open < end and members[-1].close <= closed_until:
            rows.append(_period_row(symbol, first_day, members))
    if not rows:
        return empty()
    ts, *prices, volume = zip(*rows, strict=True)
    return Candles._make((np.array(ts, np.int64), *map(np.array, prices), np.array(volume, np.int64)))


def _periods(calendar: str, key: PeriodKey) -> Iterator[tuple[date, list[Session]]]:
    """Every period of the calendar with its scheduled sessions, oldest first."""
    groups: dict[date, list[Session]] = {}
    for session in all_sessions(calendar):
        if calendar == "currency" and session.trade_date.weekday() == 6:
            continue  # Yahoo has no day of a Sunday evening
        groups.setdefault(key(session.trade_date), []).append(session)
    yield from groups.items()


def _period_row(
    symbol: str, first_day: date, members: list[Session]
) -> tuple[int, float, float, float, float, int]:
    days = [session_candle(symbol, session) for session in members]
    return (
        utc_midnight(first_day),
        days[0][0],
        max(day[1] for day in days),
        min(day[2] for day in days),
        days[-1][3],
        sum(day[4] for day in days),
    )


@lru_cache(maxsize=100_000)
def session_candle(symbol: str, session: Session) -> tuple[float, float, float, float, int]:
    """Open, high, low, close and volume of a whole session."""
    block = session_minutes(symbol, session)
    return (
        float(block.open[0]),
        float(block.high.max()),
        float(block.low.min()),
        float(block.close[-1]),
        int(block.volume.sum()),
    )
