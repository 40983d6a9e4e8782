"""A stand-in Yahoo Finance on loopback that the unmodified yfinance talks to over HTTPS.

One listening socket plays the CONNECT proxy. A tunnel to a Yahoo host is ended right here with a throw-away
certificate and answered from the minutes of ``market_truth``; every other host is refused with 403 and
remembered. The program under test finds it by environment variables alone::

    with StandInYahoo() as yahoo:
        subprocess.run([...], env={**os.environ, **yahoo.env()})
        assert not yahoo.refused_hosts

A chart request flows: ``_Connection`` (HTTP) -> ``StandInYahoo.chart`` (limits, errors) -> ``Feed`` (rows)
-> ``chart_json`` (Yahoo's shape) -> a fault, if one is programmed -> the wire.

By hand: ``python -m tests.standins.yahoo`` prints the export lines and serves until Ctrl-C.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import math
import os
import select
import shutil
import signal
import socket
import ssl
import struct
import tempfile
import threading
import time
from bisect import bisect_left
from calendar import month_abbr
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import formatdate
from functools import lru_cache
from http import HTTPStatus
from importlib import import_module
from pathlib import Path
from types import TracebackType
from typing import Any, BinaryIO, Literal, NamedTuple
from urllib.parse import parse_qs, unquote, urlsplit
from zoneinfo import ZoneInfo

import numpy as np
import trustme

from tests.standins import market_truth as truth
from tests.standins.contract_curve import contract_of, front
from tests.standins.market_truth import DAY, HOUR, MINUTE, Candles, Session
from tests.standins.splits import SplitEvent, events_json, scaled

Json = dict[str, Any]

COOKIE_HOST = "fc.yahoo.com"
API_HOSTS = ("query1.finance.yahoo.com", "query2.finance.yahoo.com")
CONSENT_HOSTS = ("guce.yahoo.com", "consent.yahoo.com")
YAHOO_HOSTS = frozenset((COOKIE_HOST, *API_HOSTS, *CONSENT_HOSTS, "finance.yahoo.com"))

#: Intraday intervals that Yahoo answers, in seconds.
INTRADAY = {
    "1m": MINUTE, "2m": 2 * MINUTE, "5m": 5 * MINUTE, "15m": 15 * MINUTE, "30m": 30 * MINUTE,
    "60m": HOUR, "90m": 90 * MINUTE, "1h": HOUR, "4h": 4 * HOUR,
}  # fmt: skip
INTERVALS = (*INTRADAY, "1d", "5d", "1wk", "1mo", "3mo")
RANGES = {
    "1d": 1, "5d": 7, "1mo": 31, "3mo": 92, "6mo": 183, "1y": 366, "2y": 731, "5y": 1827, "10y": 3653,
    "ytd": 366, "max": 36_500,
}  # fmt: skip

_DESCRIPTION = {
    "CME": "CME", "CBT": "CBOT", "NYM": "NY Mercantile", "CMX": "COMEX",
    "NMS": "NasdaqGS", "CXI": "Cboe Indices", "CCC": "CCC", "CCY": "CCY", "OSA": "Osaka", "ASX": "ASX", "NSI": "NSE",
    "GER": "XETRA", "LSE": "LSE", "HKG": "HKSE", "TOR": "Toronto", "JKT": "Jakarta", "NYB": "ICE Futures",
}  # fmt: skip


# --- What traded so far ---------------------------------------------------------------------------------


class Rows(NamedTuple):
    """Rows of an answer, before they become JSON."""

    candles: Candles
    stamps: list[int]


class Feed(NamedTuple):
    """The market as it stood at one instant.

    Attributes:
        symbol: Which instrument.
        until: Instant up to which trades are known: now, less the delay.
        live_row: How an unfinished intraday candle is stamped: True, the time of the last trade; False, its
            own open; "extra", its own open and then a flat row without volume at the last trade, as Yahoo
            does for many symbols.
        evening_trap: Whether an unfinished daily candle is stamped with the last trade, as Yahoo does.
        over: Nothing is traded any more: the contract ended at ``until``.
        since: When the feed began to serve the instrument.
    """

    symbol: str
    until: float
    live_row: bool | Literal["extra"]
    evening_trap: bool
    over: bool = False
    since: float = -math.inf

    def rows(self, interval: str, start: float, end: float) -> Rows:
        """The rows that Yahoo sends for [start, end)."""
        if interval in INTRADAY:
            return self._intraday(INTRADAY[interval], start, end)
        rows = self._daily(start, end)
        return rows if interval == "1d" else _coarser(rows, interval)

    def _known(self, session: Session) -> Candles:
        """The minutes of a session that have traded, the last of them perhaps in part."""
        block = truth.session_minutes(self.symbol, session)
        count = bisect_left(block.ts, self.until)
        if count == len(block.ts) and self.until >= session.close:
            return block
        block = block.cut(slice(0, count))
        share = (self.until - block.ts[-1]) / MINUTE if count else 1.0
        return block if share >= 1.0 else _partly(block, share, self.symbol)

    def _intraday(self, seconds: int, start: float, end: float) -> Rows:
        parts = [self._grouped(session, seconds) for session in truth.sessions(self.symbol, start, end)]
        block = truth.join(parts)
        block = block.cut((block.ts >= max(start, self.since)) & (block.ts < end))
        return self._with_live_row(Rows(block, block.ts.tolist()), seconds)

    def _grouped(self, session: Session, seconds: int) -> Candles:
        if seconds > MINUTE and self.until >= session.close:
            return _finished_buckets(self.symbol, session, seconds)
        return _buckets(self._known(session), session, seconds)

    def _with_live_row(self, rows: Rows, seconds: int) -> Rows:
        """The last candle, if it is unfinished, stamped as the settings ask."""
        live = math.floor(self.until)
        if (
            not rows.stamps
            or not self.live_row
            or self._finished(rows.stamps[-1], seconds)
            or live <= rows.stamps[-1]
        ):
            return rows
        if self.live_row == "extra":
            return Rows(truth.join([rows.candles, _flat(rows.candles)]), [*rows.stamps, live])
        return Rows(rows.candles, [*rows.stamps[:-1], live])

    def _finished(self, ts: int, seconds: int) -> bool:
        session = truth.sessions(self.symbol, ts, ts + 1)[0]
        return self.over or self.until >= min(ts + seconds, session.close)

    def _daily(self, start: float, end: float) -> Rows:
        parts, stamps = [], []
        for session in truth.sessions(self.symbol, start - 4 * DAY, end + 2 * DAY):
            stamp = self._daily_stamp(session)
            begins = session.open if stamp == math.floor(self.until) else stamp
            if truth.calendar_of(self.symbol) == "currency" and session.trade_date.weekday() == 6:
                continue  # the feed has no day of a Sunday evening
            if max(session.open, self.since) < self.until and self.since < session.close and start <= stamp and begins < end:
                parts.append(self._whole(session))
                stamps.append(stamp)
        return Rows(truth.join(parts), stamps)

    def _daily_stamp(self, session: Session) -> int:
        """00:00 of the trade date, or the last trade while the session runs."""
        if self.evening_trap and not self.over and session.open < self.until < session.close:
            return math.floor(self.until)
        future = truth.root_of(self.symbol) or truth.GENERIC[self.symbol][2] == "FUTURE"
        return truth.new_york(session.trade_date, "00:00") if future else session.open

    def _whole(self, session: Session) -> Candles:
        if self.until >= session.close:
            return _finished_day(self.symbol, session)
        return _one(self._known(session))


def _partly(block: Candles, share: float, symbol: str) -> Candles:
    """The block with its last minute cut off after ``share`` of it: the open, and a close on the way."""
    ts, opened, _, _, closed, volume = block.row(-1)
    step = float(truth.tick_of(symbol) or 2**-12)
    price = opened + round((closed - opened) * share / step) * step
    last = (ts, opened, max(opened, price), min(opened, price), price, int(volume * share))
    head = block.cut(slice(0, -1))
    return truth.join([head, Candles._make(np.array([value]) for value in last)])


def _buckets(block: Candles, session: Session, seconds: int) -> Candles:
    """Minutes of one session grouped into candles anchored at its open."""
    if not len(block.ts):
        return block
    stamps, first = np.unique(truth.grid(block.ts, session, seconds), return_index=True)
    last = np.append(first[1:], len(block.ts)) - 1
    return Candles(
        stamps,
        block.open[first],
        np.maximum.reduceat(block.high, first),
        np.minimum.reduceat(block.low, first),
        block.close[last],
        np.add.reduceat(block.volume, first),
    )


def _one(block: Candles) -> Candles:
    """All rows as one candle."""
    return Candles(
        block.ts[:1],
        block.open[:1],
        np.array([block.high.max()]),
        np.array([block.low.min()]),
        block.close[-1:],
        np.array([block.volume.sum()]),
    )


@lru_cache(maxsize=2000)
def _finished_buckets(symbol: str, session: Session, seconds: int) -> Candles:
    return _buckets(truth.session_minutes(symbol, session), session, seconds)


@lru_cache(maxsize=50_000)
def _finished_day(symbol: str, session: Session) -> Candles:
    return Candles._make(column.copy() for column in _one(truth.session_minutes(symbol, session)))


def _flat(block: Candles) -> Candles:
    """A candle without volume at the last price."""
    price, none = block.close[-1:], np.zeros(1, np.int64)
    return Candles(block.ts[-1:], price, price, price, price, none)


def _coarser(rows: Rows, interval: str) -> Rows:
    """Weeks, months and so on as Yahoo groups them: 1wk and 5d count from the first row asked for."""
    groups: dict[Any, list[int]] = {}
    for index, stamp in enumerate(rows.stamps):
        day = truth.new_york_date(stamp)
        key: Any = {
            "5d": index // 5,
            "1wk": (stamp - rows.stamps[0]) // (7 * DAY),
            "1mo": (day.year, day.month),
            "3mo": (day.year, (day.month - 1) // 3),
        }[interval]
        groups.setdefault(key, []).append(index)
    parts = [_one(rows.candles.cut(slice(group[0], group[-1] + 1))) for group in groups.values()]
    return Rows(truth.join(parts), [rows.stamps[group[0]] for group in groups.values()])


# --- Yahoo's JSON ---------------------------------------------------------------------------------------


class YahooInstrument(NamedTuple):
    """How Yahoo describes a symbol in ``meta``."""

    symbol: str
    kind: str
    exchange: str
    zone: str
    price_hint: int


def instrument(symbol: str) -> YahooInstrument:
    """The description of a known symbol."""
    root = truth.root_of(symbol)
    if root is None:
        _, _, kind, exchange = truth.GENERIC[symbol]
        return YahooInstrument(symbol, kind, exchange, truth.zone_of(symbol), 2)
    digits = max(2, math.ceil(-math.log10(float(root.tick)) - 1e-9))
    return YahooInstrument(symbol, "FUTURE", root.exchange, "America/New_York", min(digits, 6))


def _period(zone: str, start: int, end: int) -> Json:
    local = datetime.fromtimestamp(start, ZoneInfo(zone))
    offset = local.utcoffset() or timedelta()
    return {"timezone": local.tzname(), "start": start, "end": end, "gmtoffset": int(offset.total_seconds())}


def _day_periods(about: YahooInstrument, stamp: int) -> dict[str, Json]:
    """Yahoo's trading periods of the local day of ``stamp``; a future trades from 00:00 to 23:59."""
    zone = ZoneInfo(about.zone)
    day = datetime.fromtimestamp(stamp, zone).date()

    def at(clock: str) -> int:
        return int(datetime.fromisoformat(f"{day}T{clock}").replace(tzinfo=zone).timestamp())

    stock = about.kind in ("EQUITY", "INDEX")
    place = truth.PLACES[truth.calendar_of(about.symbol)] if stock else None
    before, after = ("04:00", "20:00") if about.zone == "America/New_York" else (None, None)
    hours = (before or place.open, place.open, place.close, after or place.close) if place else ("00:00",) * 2 + ("23:59",) * 2
    marks = [at(clock) for clock in hours]
    return {
        "pre": _period(about.zone, marks[0], marks[1]),
        "regular": _period(about.zone, marks[1], marks[2]),
        "post": _period(about.zone, marks[2], marks[3]),
    }


def _trading_periods(about: YahooInstrument, stamps: list[int], prepost: bool) -> Any:
    """A list of days, or with pre and post market a dict of such lists."""
    zone = ZoneInfo(about.zone)
    hours = (np.unique(np.array(stamps) // HOUR) * HOUR).tolist()  # a day begins on a full hour
    by_day = {datetime.fromtimestamp(hour, zone).date(): hour for hour in hours}
    days = [_day_periods(about, ts) for ts in by_day.values()]
    if prepost:
        return {name: [[day[name]] for day in days] for name in ("pre", "post", "regular")}
    return [[day["regular"]] for day in days]


def _widened(prices: np.ndarray[Any, Any]) -> list[float]:
    """Prices as Yahoo sends them: float32, written out as float64."""
    numbers: list[float] = np.asarray(prices, np.float32).astype(np.float64).tolist()
    return numbers


@dataclass(frozen=True, slots=True)
class Query:
    """A chart request as it was understood.

    Attributes:
        symbol: As written in the path.
        interval: ``1d`` when absent.
        period1: Start; worked out from ``range`` when that was sent.
        period2: End.
        range: Yahoo's range or "".
        prepost: ``includePrePost``.
    """

    symbol: str
    interval: str
    period1: int
    period2: int
    range: str
    prepost: bool


def _meta(query: Query, last: int, price: float | None, today_at: int) -> Json:
    about = instrument(query.symbol)
    today = _day_periods(about, today_at)
    regular = today["regular"]
    return {
        "currency": "USD",
        "symbol": query.symbol,
        "exchangeName": about.exchange,
        "fullExchangeName": _DESCRIPTION[about.exchange],
        "instrumentType": about.kind,
        "firstTradeDate": truth.new_york(truth.FIRST_DAY, "00:00"),
        "regularMarketTime": last,
        "hasPrePostMarketData": about.kind == "EQUITY",
        "gmtoffset": regular["gmtoffset"],
        "timezone": regular["timezone"],
        "exchangeTimezoneName": about.zone,
        "regularMarketPrice": price,
        "chartPreviousClose": price,
        "priceHint": about.price_hint,
        "currentTradingPeriod": today,
        "dataGranularity": query.interval,
        "range": query.range,
        "validRanges": list(RANGES),
    }


def chart_json(query: Query, rows: Rows, last: int, price: float | None, today_at: int | None = None) -> Json:
    """An answer in the shape of Yahoo's v8 chart; ``timestamp`` is absent when there are no rows.

    The trading period stated is that of the local day of ``today_at``, by default of the last trade.
    """
    meta = _meta(query, last, price, last if today_at is None else today_at)
    if not rows.stamps:
        return {"chart": {"result": [{"meta": meta, "indicators": {"quote": [{}]}}], "error": None}}
    names = ("open", "high", "low", "close")
    quote: Json = {name: _widened(getattr(rows.candles, name)) for name in names}
    quote["volume"] = rows.candles.volume.tolist()
    indicators: Json = {"quote": [quote]}
    if query.interval in INTRADAY:
        meta["tradingPeriods"] = _trading_periods(instrument(query.symbol), rows.stamps, query.prepost)
    else:
        indicators["adjclose"] = [{"adjclose": quote["close"]}]  # one list: a spoilt close spoils both
    result = {"meta": meta, "timestamp": list(rows.stamps), "indicators": indicators}
    return {"chart": {"result": [result], "error": None}}


def error_json(code: str, description: str) -> Json:
    """Yahoo's way of saying no."""
    return {"chart": {"result": None, "error": {"code": code, "description": description}}}


NOT_FOUND = error_json("Not Found", "No data found, symbol may be delisted")


def limit_error(query: Query, now: float) -> tuple[int, Json] | None:
    """Yahoo's refusal of a request beyond its limits, or None."""
    if query.interval not in INTERVALS:
        text = f"Invalid input - interval={query.interval} is not supported. Valid intervals: "
        return 400, error_json("Bad Request", f"{text}[{', '.join(INTERVALS)}]")
    if query.period1 >= query.period2:
        text = f"Invalid input - start date cannot be after end date. startDate = {query.period1}, "
        return 400, error_json("Bad Request", f"{text}endDate = {query.period2}")
    problem = _too_far(query, now)
    if problem is None or query.range:
        return None
    name = query.interval
    text = f"{name} data not available for startTime={query.period1} and endTime={query.period2}. {problem}"
    return 422, error_json("Unprocessable Entity", text)


def _too_far(query: Query, now: float) -> str | None:
    if query.interval not in INTRADAY:
        return None
    if query.interval == "1m" and query.period2 - query.period1 > 8 * DAY:
        return "Only 8 days worth of 1m granularity data are allowed to be fetched per request."
    days = {"1m": 30, "1h": 730, "4h": 730}.get(query.interval, 60)
    if query.period1 <= now - days * DAY:
        return f"The requested range must be within the last {days} days."
    return None


# --- Faults ---------------------------------------------------------------------------------------------


@dataclass(slots=True)
class PlannedFault:
    """One programmed misbehaviour.

    Attributes:
        kind: A name from ``FAULTS``.
        symbol: Only for this symbol; None for all.
        interval: Only for this interval; None for all.
        times: How often; None for ever.
        after: How many matching requests go through unharmed first.
        hits: How often it struck.
    """

    kind: str
    symbol: str | None = None
    interval: str | None = None
    times: int | None = None
    after: int = 0
    hits: int = 0

    def strikes(self, query: Query) -> bool:
        """Whether it strikes this request; counts it."""
        if self.symbol not in (None, query.symbol) or self.interval not in (None, query.interval):
            return False
        if self.after > 0:
            self.after -= 1
            return False
        if self.times is not None and self.hits >= self.times:
            return False
        self.hits += 1
        return True


@dataclass(slots=True)
class Reply:
    """An answer on its way out.

    Attributes:
        status: HTTP status.
        body: Exactly what is sent.
        mime: Content type.
        headers: Further headers.
        manner: "send", or how the connection misbehaves: "truncate" and "chunks" (the body ends before the end that was
            announced, by its length or as the last of its chunks), "reset", "hang".
    """

    status: int = 200
    body: bytes = b""
    mime: str = "application/json;charset=utf-8"
    headers: dict[str, str] = field(default_factory=dict)
    manner: str = "send"


_HTML = b"<!DOCTYPE html><html><head><title>Yahoo</title></head><body>Will be back soon.</body></html>"
_SERVER_ERROR = error_json("Internal Server Error", "An unexpected error occurred")

#: As recorded in https://github.com/ranaroussi/yfinance/issues/2404
_UNAUTHORIZED = {"finance": {"result": None, "error": {"code": "Unauthorized", "description": "Invalid Crumb"}}}

_REPLIES: dict[str, Callable[[], Reply]] = {
    "429": lambda: Reply(429, b"Too Many Requests\r\n", "text/html"),
    "401": lambda: _json_reply(401, _UNAUTHORIZED),
    "403": lambda: Reply(403, _HTML, "text/html"),
    "500": lambda: _json_reply(500, _SERVER_ERROR),
    "500_html": lambda: Reply(500, _HTML, "text/html"),
    "404": lambda: _json_reply(404, NOT_FOUND),
    "422": lambda: _json_reply(422, error_json("Unprocessable Entity", "data not available for this range")),
    "html": lambda: Reply(200, _HTML, "text/html"),
    "empty_body": lambda: Reply(200, b""),
    "empty_object": lambda: Reply(200, b"{}"),
    "null_result": lambda: _json_reply(200, {"chart": {"result": None, "error": None}}),
    "hang": lambda: Reply(manner="hang"),
    "reset": lambda: Reply(manner="reset"),
}


def _json_reply(status: int, body: Json) -> Reply:
    return Reply(status, json.dumps(body, separators=(",", ":")).encode())


class _Answer:
    """A chart answer opened up for a fault to spoil."""

    def __init__(self, body: Json, query: Query, tick: float) -> None:
        self.query, self.tick = query, tick
        self.result: Json = body["chart"]["result"][0]
        self.stamps: list[int] = self.result.get("timestamp", [])
        self.quote: dict[str, list[Any]] = self.result["indicators"]["quote"][0]
        self.middle = len(self.stamps) // 2

    @property
    def columns(self) -> list[list[Any]]:
        """Every column that has one value a row."""
        return [self.stamps, *self.quote.values()]

    def set_row(self, index: int, **values: Any) -> None:
        """Overwrite some values of a row."""
        for name, value in values.items():
            self.quote[name][index] = value

    def add_row(self, stamp: int) -> None:
        """A copy of the middle row under another time, at its place in order."""
        at = bisect_left(self.stamps, stamp)
        middle = [column[self.middle] for column in self.columns]
        for column, value in zip(self.columns, [stamp, *middle[1:]], strict=True):
            column.insert(at, value)

    def drop(self, part: slice) -> None:
        """Leave out some rows."""
        for column in self.columns:
            del column[part]


def _no_rows(answer: _Answer) -> None:
    answer.result.pop("timestamp", None)
    answer.result["meta"].pop("tradingPeriods", None)
    answer.result["indicators"] = {"quote": [{}]}


def _null_rows(answer: _Answer) -> None:
    seconds = INTRADAY.get(answer.query.interval, DAY)
    for index in range(answer.middle, len(answer.stamps)):
        if answer.stamps[index] // seconds % 7:
            continue
        answer.set_row(index, **dict.fromkeys(("open", "high", "low", "close", "volume")))


def _padded(answer: _Answer) -> None:
    """Times without values up to the end of what was asked for, as Yahoo sends them where nothing trades."""
    seconds = INTRADAY.get(answer.query.interval)
    empty = dict.fromkeys(("open", "high", "low", "close", "volume"))
    for stamp in range(answer.stamps[-1] + seconds, answer.query.period2, seconds) if seconds else ():
        answer.add_row(stamp)
        answer.set_row(-1, **empty)


def _partial_null(answer: _Answer) -> None:
    answer.set_row(answer.middle, close=None)


def _high_low(answer: _Answer) -> None:
    low = answer.quote["low"][answer.middle]
    answer.set_row(answer.middle, high=low - 4 * answer.tick, low=low)


def _negative_volume(answer: _Answer) -> None:
    answer.set_row(answer.middle, volume=-5)


def _absurd_volume(answer: _Answer) -> None:
    answer.set_row(answer.middle, volume=10**18)


def _off_grid(answer: _Answer) -> None:
    answer.stamps[answer.middle] += 17


def _out_of_session(answer: _Answer) -> None:
    answer.add_row(truth.new_york(truth.new_york_date(answer.stamps[answer.middle]), "17:30"))


def _weekend_daily(answer: _Answer) -> None:
    day = truth.new_york_date(answer.stamps[answer.middle])
    answer.add_row(truth.new_york(day - timedelta(days=(day.weekday() - 5) % 7), "00:00"))


def _outside_window(answer: _Answer) -> None:
    answer.add_row(answer.query.period1 - (HOUR if answer.query.interval in INTRADAY else DAY))


def _spike(answer: _Answer) -> None:
    prices = {name: answer.quote[name][answer.middle] * 100 for name in ("open", "high", "low", "close")}
    answer.set_row(answer.middle, **prices)


def _negative_low(answer: _Answer) -> None:
    answer.set_row(answer.middle, low=-answer.quote["low"][answer.middle])


def _settlement_close(answer: _Answer) -> None:
    """Days close at the settlement, the price an hour before the close, and so does the last candle of each Friday."""
    symbol, seconds = answer.query.symbol, INTRADAY.get(answer.query.interval)
    for index, stamp in enumerate(answer.stamps):
        for session in truth.sessions(symbol, stamp, stamp + (seconds or DAY)):
            last = seconds is None or (session.trade_date.weekday() == 4 and stamp + seconds >= session.close)
            if answer.quote["close"][index] is not None and last:
                _settle(answer, index, truth.settlement(symbol, session))
                break


def _settle(answer: _Answer, index: int, price: float) -> None:
    """Let a row close at a price, which it reaches."""
    close = _widened(np.array([price], np.float64))[0]
    high, low = answer.quote["high"][index], answer.quote["low"][index]
    answer.set_row(index, close=close, high=max(high, close), low=min(low, close))


def _copied_volume(answer: _Answer) -> None:
    """The two newest rows, one of which may be of the moment, have the volume of the one before."""
    answer.quote["volume"][-2:] = [answer.quote["volume"][-3]] * 2


def _short_arrays(answer: _Answer) -> None:
    del answer.quote["close"][-1]


def _null_volume(answer: _Answer) -> None:
    for index in range(answer.middle, len(answer.stamps), 7):
        answer.set_row(index, volume=None)


def _missing_volume(answer: _Answer) -> None:
    del answer.quote["volume"]


def _all_null_volume(answer: _Answer) -> None:
    answer.quote["volume"] = [None] * len(answer.stamps)


def _missing_meta(answer: _Answer) -> None:
    del answer.result["meta"]


def _missing_trading_periods(answer: _Answer) -> None:
    answer.result["meta"].pop("tradingPeriods", None)


def _drop_rows(answer: _Answer) -> None:
    third = len(answer.stamps) // 3
    answer.drop(slice(third, 2 * third))


def _drop_first(answer: _Answer) -> None:
    answer.drop(slice(0, 2))


def _stub(answer: _Answer) -> None:
    """The newest row that was asked for is the live one: the last price, without volume."""
    newest = bisect_left(answer.stamps, answer.query.period2) - 1
    price = answer.quote["close"][newest]
    answer.set_row(newest, open=price, high=price, low=price, volume=0)


def _revised(answer: _Answer) -> None:
    for name in ("open", "high", "low", "close"):
        moved = np.array(answer.quote[name], np.float64) + 4 * answer.tick
        answer.quote[name][:] = _widened(moved)


_SPOILERS: dict[str, Callable[[_Answer], None]] = {
    "no_rows": _no_rows,
    "null_rows": _null_rows,
    "padded": _padded,
    "partial_null": _partial_null,
    "high_low": _high_low,
    "negative_volume": _negative_volume,
    "absurd_volume": _absurd_volume,
    "off_grid": _off_grid,
    "out_of_session": _out_of_session,
    "weekend_daily": _weekend_daily,
    "outside_window": _outside_window,
    "spike_100x": _spike,
    "negative_low": _negative_low,
    "settlement_close": _settlement_close,
    "copied_volume": _copied_volume,
    "short_arrays": _short_arrays,
    "missing_volume": _missing_volume,
    "null_volume": _null_volume,
    "all_null_volume": _all_null_volume,
    "missing_meta": _missing_meta,
    "missing_trading_periods": _missing_trading_periods,
    "drop_rows": _drop_rows,
    "drop_first": _drop_first,
    "revised": _revised,
    "stub": _stub,
}

#: Answers of which less comes than was announced: in which manner.
_CUT = {"truncated": "truncate", "cut_chunks": "chunks"}

#: Every kind that ``StandInYahoo.fault`` knows.
FAULTS = frozenset((*_REPLIES, *_SPOILERS, *_CUT, "cut_json", "wrong_symbol"))


# --- The server -----------------------------------------------------------------------------------------


@dataclass(slots=True)
class Request:
    """One request that reached a Yahoo host.

    Attributes:
        time: When it came, by the real clock.
        host: As in the tunnel.
        path: With its query.
        symbol: Of a chart request, else None.
        interval: Of a chart request, else None.
        period1: As sent; None when absent (``range=``).
        period2: As sent; None when absent.
        status: What was answered; 0 while, or when, nothing was.
    """

    time: float
    host: str
    path: str
    symbol: str | None = None
    interval: str | None = None
    period1: int | None = None
    period2: int | None = None
    status: int = 0


class StandInYahoo:
    """Yahoo Finance, its proxy and its certificate authority, until the ``with`` block ends.

    Everything may be changed while it runs, from any thread.

    Attributes:
        now: The clock: epoch seconds. Rules the limits, the last trade and the ``Date`` header.
        clock_skew: Seconds by which the ``Date`` header is ahead.
        delay: Seconds by which the feed is late.
        delays: The same for single symbols; stronger than ``delay``.
        last_trade_at_close: Seconds from the close to the ``regularMarketTime`` told after it: 0 or less.
        live_row: See ``Feed``.
        evening_trap: See ``Feed``.
        coming_period: State the trading period of the market's present day, also before it begins; else that of the
            last trade.
        latency: Seconds before a chart is answered.
        proxy_refuses: Refuse every CONNECT with 503: no network.
        proxy_login: Refuse every CONNECT with 407: the proxy wants another login.
        wrong_certificate: Show a certificate of another authority.
        hang_cookie: Never answer ``fc.yahoo.com``.
        hang_consent: Never answer the hosts that are asked for consent, by which yfinance gets a cookie else.
        crumb_status: Status of the crumb: 200, or 429 and the like.
        unlisted: Symbols to be answered as unknown.
        keeps_ended: For how many seconds contracts are served after their end; then they are unknown, as on Yahoo.
        lost: For an interval, stretches ``(start, end)`` of which the feed has lost its rows.
        told: For a symbol and an interval, rows that are told in place of the market's, the last of them at ``delay``.
        ends: When contracts stop trading, epoch seconds by symbol, where that is not as ``contract_curve`` has it.
        begins: When the feed began to serve instruments, likewise.
        splits: Of single symbols.
        names: The short name of single symbols; of other continuous futures it is that of the contract in front.
        requests: What reached a Yahoo host, in order.
        refused_hosts: Every other host that was asked for, in order.
        parallel_peak: The most chart requests that were ever answered at the same time.
    """

    def __init__(self, now: Callable[[], float] = time.time, port: int = 0) -> None:
        self.now = now
        self.clock_skew = 0.0
        self.delay = 0.0
        self.delays: dict[str, float] = {}
        self.last_trade_at_close = 0
        self.live_row: bool | Literal["extra"] = True
        self.evening_trap = True
        self.coming_period = False
        self.latency = 0.0
        self.proxy_refuses = False
        self.proxy_login = False
        self.wrong_certificate = False
        self.hang_cookie = self.hang_consent = False
        self.crumb_status = 200
        self.unlisted: set[str] = set()
        self.keeps_ended = 14 * DAY
        self.lost: dict[str, list[tuple[int, int]]] = {}
        self.told: dict[tuple[str, str], Candles] = {}
        self.ends: dict[str, float] = {}
        self.begins: dict[str, float] = {}
        self.splits: dict[str, list[SplitEvent]] = {}
        self.names: dict[str, str] = {}
        self.requests: list[Request] = []
        self.refused_hosts: list[str] = []
        self.parallel_peak = 0
        self._port = port
        self._faults: list[PlannedFault] = []
        self._lock = threading.Lock()
        self._asked = threading.Condition(self._lock)
        self._busy = 0
        self._stopping = threading.Event()
        self._sockets: set[socket.socket] = set()
        self._threads: set[threading.Thread] = set()

    # Life

    def __enter__(self) -> StandInYahoo:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def start(self) -> None:
        """Open the port and make the certificates."""
        self._folder = Path(tempfile.mkdtemp(prefix="standin-yahoo-"))
        authority = trustme.CA()
        self.ca_file = self._folder / "ca.pem"
        authority.cert_pem.write_to_path(str(self.ca_file))
        self._tls, self._wrong_tls = _server_context(authority), _server_context(trustme.CA())
        self._listener = socket.create_server(("127.0.0.1", self._port))
        self._port = self._listener.getsockname()[1]
        self._stopping.clear()
        self._acceptor = threading.Thread(target=self._accept, name="standin-yahoo", daemon=True)
        self._acceptor.start()

    def stop(self) -> None:
        """Close every connection and wait for every thread."""
        self._stopping.set()
        with contextlib.suppress(OSError):
            socket.create_connection(("127.0.0.1", self._port), 1).close()
        self._acceptor.join(5)
        self._listener.close()
        with self._lock:
            open_sockets, threads = list(self._sockets), list(self._threads)
        for sock in open_sockets:
            _shut(sock)
        for thread in threads:
            thread.join(5)
        shutil.rmtree(self._folder, ignore_errors=True)

    @property
    def proxy_url(self) -> str:
        """Where the proxy listens."""
        return f"http://127.0.0.1:{self._port}"

    def env(self) -> dict[str, str]:
        """The environment that sends a program's HTTPS here and makes it trust the certificates."""
        proxy = dict.fromkeys(("HTTPS_PROXY", "https_proxy"), self.proxy_url)
        trust = dict.fromkeys(("SSL_CERT_FILE", "CURL_CA_BUNDLE", "REQUESTS_CA_BUNDLE"), str(self.ca_file))
        return {**proxy, **trust, "NO_PROXY": "", "no_proxy": ""}

    # Steering and looking

    def fault(
        self,
        kind: str,
        symbol: str | None = None,
        interval: str | None = None,
        times: int | None = None,
        after: int = 0,
    ) -> PlannedFault:
        """Programme a misbehaviour; the first one that matches a chart request strikes it.

        Yfinance repeats every status >= 400 at once: use ``times=2`` for one failure that it cannot heal.
        """
        if kind == "wrong_certificate":
            self.wrong_certificate = True
        elif kind not in FAULTS:
            raise ValueError(f"unknown fault {kind!r}; known: {', '.join(sorted(FAULTS))}")
        fault = PlannedFault(kind, symbol, interval, times, after)
        with self._lock:
            self._faults.append(fault)
        return fault

    def clear_faults(self) -> None:
        """Behave again: faults and switches that were set."""
        with self._lock:
            self._faults.clear()
        self.wrong_certificate = self.proxy_refuses = self.proxy_login = self.hang_cookie = self.hang_consent = False
        self.crumb_status = 200

    def chart_requests(self) -> list[Request]:
        """The requests for candles so far."""
        with self._lock:
            return [request for request in self.requests if request.symbol is not None]

    def has_been_asked(self, interval: str, seconds: float) -> bool:
        """Whether candles of an interval are asked for by then: waits for it so long at most."""
        with self._asked:
            return self._asked.wait_for(lambda: any(r.interval == interval for r in self.requests), seconds)

    def clear(self) -> None:
        """Forget what was recorded."""
        with self._lock:
            self.requests.clear()
            self.refused_hosts.clear()
            self.parallel_peak = 0

    def feed(self, symbol: str) -> Feed:
        """The market of a symbol as the feed knows it now."""
        until = self.now() - self.delays.get(symbol, self.delay)
        end, since = self._end(symbol), self.begins.get(symbol, -math.inf)
        return Feed(symbol, min(until, end), self.live_row, self.evening_trap, until >= end, since)

    def _end(self, symbol: str) -> float:
        """When a contract stops trading; never for anything else."""
        contract = contract_of(symbol)
        return self.ends.get(symbol, contract.ends if contract else math.inf)

    def _serves(self, symbol: str) -> bool:
        """Whether the feed knows a symbol now: a contract from its listing until some days after its end."""
        if not truth.known(symbol) or symbol in self.unlisted:
            return False
        contract = contract_of(symbol)
        if contract is None:
            return True
        return contract.listed_from <= truth.new_york_date(self.now()) and self.now() < self._end(symbol) + self.keeps_ended

    def last_trade(self, symbol: str) -> int:
        """The ``regularMarketTime`` that would be told now."""
        until = self.feed(symbol).until
        last = truth.last_trade(symbol, until)
        closed = last < math.floor(until) or not truth.sessions(symbol, last, last + 1)
        return last + self.last_trade_at_close if closed else last

    # Answers

    def answer(self, request: Request) -> Reply:
        """The reply to one request; charts may be spoilt by a fault."""
        path = urlsplit(request.path).path
        if request.host in API_HOSTS and path == "/v1/test/getcrumb":
            return self._crumb()
        if request.host in API_HOSTS and path.startswith("/v8/finance/chart/"):
            return self._chart(request)
        if request.host == COOKIE_HOST:
            return Reply(404, b"", "text/html", _COOKIE, "hang" if self.hang_cookie else "send")
        if request.host in CONSENT_HOSTS:
            return Reply(200, _CONSENT, "text/html", _COOKIE, "hang" if self.hang_consent else "send")
        return _json_reply(
            404, {"finance": {"result": None, "error": {"code": "Not Found", "description": path}}}
        )

    def _crumb(self) -> Reply:
        text = b"standin.crumb" if self.crumb_status == 200 else b"Too Many Requests\r\n"
        return Reply(self.crumb_status, text, "text/plain;charset=utf-8")

    def _chart(self, request: Request) -> Reply:
        query = self._understand(request)
        with self._lock:
            self._busy += 1
            self._asked.notify_all()
            self.parallel_peak = max(self.parallel_peak, self._busy)
            fault = next((fault for fault in self._faults if fault.strikes(query)), None)
        try:
            self._stopping.wait(self.latency)
            return self._spoilt(query, fault.kind if fault else "")
        finally:
            with self._lock:
                self._busy -= 1

    def _understand(self, request: Request) -> Query:
        """Read the chart request, and note in its record what it asks for."""
        parts = urlsplit(request.path)
        sent = {name: values[0] for name, values in parse_qs(parts.query).items()}
        request.symbol = unquote(parts.path.removeprefix("/v8/finance/chart/"))
        request.interval = sent.get("interval", "1d")
        request.period1 = _whole_number(sent.get("period1"))
        request.period2 = _whole_number(sent.get("period2"))
        now = math.ceil(self.now())
        span = "" if request.period1 is not None else sent.get("range", "1d")
        start = request.period1 if request.period1 is not None else self._range_start(request.symbol, span)
        end = request.period2 if request.period2 is not None else now
        prepost = sent.get("includePrePost", "").lower() == "true"
        return Query(request.symbol, request.interval, start, end, span, prepost)

    def _range_start(self, symbol: str, span: str) -> int:
        """Where a ``range`` begins: so many days before the last trade."""
        last = self.last_trade(symbol) if truth.known(symbol) else math.floor(self.now())
        return last - RANGES.get(span, 60) * DAY

    def _spoilt(self, query: Query, kind: str) -> Reply:
        """The reply, after what the fault does to it."""
        if kind in _REPLIES:
            return _REPLIES[kind]()
        status, body = self.chart(query, other=kind == "wrong_symbol")
        spoil = _SPOILERS.get(kind)
        if spoil and status == 200 and body["chart"]["result"][0].get("timestamp"):
            spoil(_Answer(body, query, float(truth.tick_of(query.symbol) or 0.01)))
        reply = _json_reply(status, body)
        reply.manner = _CUT.get(kind, "send")
        if kind == "cut_json":
            reply.body = reply.body[: len(reply.body) // 2]
        return reply

    def chart(self, query: Query, other: bool = False) -> tuple[int, Json]:
        """Status and JSON for a chart request; with ``other`` those of another instrument."""
        if not self._serves(query.symbol):
            return 404, NOT_FOUND
        refused = limit_error(query, self.now())
        if refused:
            return refused
        symbol = ("ES=F" if query.symbol != "ES=F" else "NQ=F") if other else query.symbol
        query = Query(symbol, query.interval, query.period1, query.period2, query.range, query.prepost)
        feed = self.feed(symbol)
        rows = self._scaled(query, self._kept(query.interval, self._rows(feed, query)))
        today_at = math.floor(self.now()) if self.coming_period else None
        body = chart_json(query, rows, self.last_trade(symbol), self._price(feed), today_at)
        name = self.names.get(symbol) or self._name(symbol)
        body["chart"]["result"][0]["meta"] |= {"shortName": name} if name else {}
        return 200, self._with_events(query, body)

    def _name(self, symbol: str) -> str:
        """How a continuous future is called after the contract in front: ``NQ Dec 26``."""
        if truth.root_of(symbol) is None or not symbol.endswith("=F"):
            return ""
        root, (session, *_) = symbol.removesuffix("=F"), truth.sessions(symbol, self.now(), self.now() + 9 * DAY)
        month = front(root, session.trade_date)
        return f"{root} {month_abbr[month.month]} {month.year % 100:02}"

    def _scaled(self, query: Query, rows: Rows) -> Rows:
        """The rows at the scale that the feed gives them now."""
        splits = self.splits.get(query.symbol)
        if not splits:
            return rows
        return Rows(scaled(rows.candles, rows.stamps, splits, self.now(), query.interval), rows.stamps)

    def _with_events(self, query: Query, body: Json) -> Json:
        """The answer with the splits that the feed tells of, if any."""
        told = self.splits.get(query.symbol, ())
        events = events_json(told, query.period1, query.period2, self.now(), query.interval)
        if events:
            body["chart"]["result"][0]["events"] = events
        return body

    def _rows(self, feed: Feed, query: Query) -> Rows:
        """What the market had, or what is told in its place."""
        told = self.told.get((query.symbol, query.interval))
        if told is None:
            return feed.rows(query.interval, query.period1, query.period2)
        block = told.cut((told.ts >= query.period1) & (told.ts < min(query.period2, feed.until)))
        return Rows(block, block.ts.tolist())

    def _kept(self, interval: str, rows: Rows) -> Rows:
        """The rows that are not lost."""
        kept = np.ones(len(rows.stamps), np.bool_)
        for start, end in self.lost.get(interval, ()):
            kept &= (np.array(rows.stamps) < start) | (np.array(rows.stamps) >= end)
        return Rows(rows.candles.cut(kept), np.array(rows.stamps, np.int64)[kept].tolist())

    def _price(self, feed: Feed) -> float | None:
        """The last price that traded."""
        last = truth.last_trade(feed.symbol, feed.until)
        rows = feed.rows("1m", last - 10 * MINUTE, last)
        return _widened(rows.candles.close[-1:])[0] if rows.stamps else None

    # Connections

    def _accept(self) -> None:
        while True:
            sock, _ = self._listener.accept()
            if self._stopping.is_set():
                sock.close()
                return
            thread = threading.Thread(target=self._serve, args=(sock,), name="standin-yahoo", daemon=True)
            with self._lock:
                self._sockets.add(sock)
            thread.start()
            with self._lock:
                self._threads = {old for old in self._threads if old.is_alive()} | {thread}

    def _serve(self, sock: socket.socket) -> None:
        """One client, from CONNECT to the end; its thread."""
        connection = _Connection(self, sock)
        try:
            connection.run()
        except (OSError, ValueError):
            pass  # the client left, did not trust us, or we are stopping
        finally:
            connection.sock.close()
            with self._lock:
                self._sockets -= {sock, connection.sock}

    def _encrypt(self, sock: socket.socket) -> ssl.SSLSocket:
        """TLS on an accepted tunnel; the socket keeps being closed by ``stop``."""
        context = self._wrong_tls if self.wrong_certificate else self._tls
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        with self._lock:
            if self._stopping.is_set():
                raise ConnectionAbortedError
            self._sockets.discard(sock)
            secure = context.wrap_socket(sock, server_side=True, do_handshake_on_connect=False)
            self._sockets.add(secure)
        return secure

    def _record(self, host: str, path: str) -> Request:
        request = Request(time.time(), host, path)
        with self._lock:
            self.requests.append(request)
        return request

    def _refuse(self, host: str) -> None:
        with self._lock:
            self.refused_hosts.append(host)


class _Connection:
    """One client: the proxy's part, then HTTP/1.1 with keep-alive inside TLS."""

    def __init__(self, yahoo: StandInYahoo, sock: socket.socket) -> None:
        self.yahoo = yahoo
        self.sock = sock
        self.host = ""

    def run(self) -> None:
        """Open the tunnel and answer requests until either side ends it."""
        if not self._tunnel():
            return
        self.sock = self.yahoo._encrypt(self.sock)
        self.sock.do_handshake()
        with self.sock.makefile("rb") as stream:
            while self._exchange(stream):
                pass

    def _tunnel(self) -> bool:
        """Answer CONNECT; True when the tunnel leads to a Yahoo host."""
        head = b""
        while not head.endswith(b"\r\n\r\n"):
            byte = self.sock.recv(1)  # never a byte of the TLS that follows
            if not byte:
                return False
            head += byte
        method, target = head.split(b" ", 2)[:2]
        self.host = _host_of(method, target.decode("latin-1"))
        verdict = self._verdict(method)
        self.sock.sendall(
            f"HTTP/1.1 {verdict}\r\n".encode() + (b"\r\n" if verdict.startswith("200") else _NOTHING)
        )
        return verdict.startswith("200")

    def _verdict(self, method: bytes) -> str:
        if self.host not in YAHOO_HOSTS or method != b"CONNECT":
            self.yahoo._refuse(self.host)
            return "403 Forbidden"
        if self.yahoo.proxy_login:
            return '407 Proxy Authentication Required\r\nProxy-Authenticate: Basic realm="x"'
        return "503 Service Unavailable" if self.yahoo.proxy_refuses else "200 Connection established"

    def _exchange(self, stream: BinaryIO) -> bool:
        """One request and its reply; False when the connection is over."""
        line = stream.readline(65_536).split()
        if len(line) < 2:
            return False
        headers = _headers(stream)
        stream.read(int(headers.get("content-length", "0")))
        request = self.yahoo._record(self.host, line[1].decode("latin-1"))
        reply = self.yahoo.answer(request)
        keep = headers.get("connection", "").lower() != "close" and reply.manner == "send"
        if reply.manner in ("reset", "hang"):
            self._misbehave(reply.manner)
            return False
        request.status = reply.status
        self._send(reply, keep)
        return keep

    def _send(self, reply: Reply, keep: bool) -> None:
        name, value, body = _framed(reply)
        headers = {
            "Date": formatdate(self.yahoo.now() + self.yahoo.clock_skew, usegmt=True),
            "Content-Type": reply.mime,
            name: value,
            "Connection": "keep-alive" if keep else "close",
            **reply.headers,
        }
        head = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
        self.sock.sendall(f"HTTP/1.1 {reply.status} {HTTPStatus(reply.status).phrase}\r\n{head}\r\n".encode() + body)

    def _misbehave(self, manner: str) -> None:
        """Reset the connection, or be silent until the client leaves or the server stops."""
        if manner == "reset":
            self.sock.setsockopt(
                socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("hh" if os.name == "nt" else "ii", 1, 0)
            )
            return
        while not self.yahoo._stopping.is_set():
            if select.select([self.sock], [], [], 0.05)[0]:
                return


_COOKIE = {
    "Set-Cookie": "A3=d=standin; Expires=Fri, 31 Dec 2032 23:59:59 GMT; Domain=.yahoo.com; Path=/; Secure"
}
_CONSENT = b'<!DOCTYPE html><html><input name="csrfToken" value="t"><input name="sessionId" value="s"></html>'
_NOTHING = b"Content-Length: 0\r\nConnection: close\r\n\r\n"


def _framed(reply: Reply) -> tuple[str, str, bytes]:
    """The header that tells how long a body is, and the body as it is sent."""
    if reply.manner == "chunks":
        return "Transfer-Encoding", "chunked", f"{len(reply.body):x}\r\n".encode() + reply.body + b"\r\n"
    missing = 1000 if reply.manner == "truncate" else 0
    return "Content-Length", str(len(reply.body) + missing), reply.body


def _server_context(authority: trustme.CA) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert(*sorted(YAHOO_HOSTS)).configure_cert(context)
    context.set_alpn_protocols(["http/1.1"])
    return context


def _headers(stream: BinaryIO) -> dict[str, str]:
    found = {}
    while line := stream.readline(65_536).strip():
        name, _, value = line.decode("latin-1").partition(":")
        found[name.strip().lower()] = value.strip()
    return found


def _host_of(method: bytes, target: str) -> str:
    if method == b"CONNECT":
        return target.rpartition(":")[0].lower()
    return (urlsplit(target).hostname or target).lower()


def _whole_number(text: str | None) -> int | None:
    return None if text is None else int(float(text))


def _shut(sock: socket.socket) -> None:
    """Wake the thread that reads this socket; never through SSLSocket, whose state it would break."""
    with contextlib.suppress(OSError):
        socket.socket.shutdown(sock, socket.SHUT_RDWR)


def forget_yfinance() -> None:
    """Make yfinance in this process start afresh: session, cookie, crumb and its cache of answers.

    It keeps one session for the life of the process, which holds connections to, and trusts the authority
    of, the stand-in of an earlier test. Call it after the environment is set.
    """
    curl: Any = import_module("curl_cffi.curl")
    data: Any = import_module("yfinance.data")
    curl.DEFAULT_CACERT = curl._default_cacert()  # read once, when curl_cffi is imported
    data.YfData.cache_get.cache_clear()
    data.SingletonMeta._instances.pop(data.YfData, None)


# --- By hand --------------------------------------------------------------------------------------------


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.standins.yahoo", description="A stand-in Yahoo.")
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--now", help="start the clock here, e.g. 2026-11-23T14:05-08:00")
    parser.add_argument("--delay", type=float, default=0.0, help="feed delay in seconds")
    parser.add_argument("--latency", type=float, default=0.0, help="seconds before a chart is answered")
    parser.add_argument("--fault", action="append", default=[], choices=sorted(FAULTS))
    return parser.parse_args()


def _clock(start: str | None) -> Callable[[], float]:
    if start is None:
        return time.time
    moment = datetime.fromisoformat(start)
    ahead = (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp() - time.time()
    return lambda: time.time() + ahead


def main() -> None:
    """Serve until Ctrl-C; print what a shell needs to come here."""
    options = _arguments()
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # leaves the block like Ctrl-C
    with StandInYahoo(_clock(options.now), options.port) as yahoo:
        yahoo.delay, yahoo.latency = options.delay, options.latency
        for kind in options.fault:
            yahoo.fault(kind)
        for name, value in yahoo.env().items():
            print(f"export {name}={value}", flush=True)
        with contextlib.suppress(KeyboardInterrupt):
            threading.Event().wait()


if __name__ == "__main__":
    main()
