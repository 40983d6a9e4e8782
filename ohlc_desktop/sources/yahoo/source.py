"""Yahoo Finance through the real yfinance: the only room that knows either.

One request of ours is one ``Ticker.history`` call. Around it:

- yfinance's caches are defused. Its in-process cache remembers errors for the life of the process and its
  disk caches fail when locked; neither is of use to an importer.
- A session of our own makes every HTTP request wait for its turn, keeps time-outs short, leaves helper hosts
  that do not answer alone for a while (yfinance asks them under a global lock), and notes what came back.
- Every outcome becomes an :class:`Answer` or a :class:`FetchError` with a typed cause. yfinance's guess
  "possibly delisted" is never passed on.
"""

from __future__ import annotations

import logging
import os
import re
import threading
import warnings
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd
import pytz
import yfinance
from curl_cffi import requests
from curl_cffi.requests import exceptions as curl_errors
from yfinance import cache as yfinance_cache
from yfinance.data import YfData

from ohlc_desktop.core.candles import Int64
from ohlc_desktop.core.checking.quality import RawRows
from ohlc_desktop.core.checking.splits import Split, read_event
from ohlc_desktop.core.clock import Clock
from ohlc_desktop.core.errors import Interruption
from ohlc_desktop.core.market.exchanges import Market
from ohlc_desktop.core.market.instruments import Instrument
from ohlc_desktop.core.market.sessions import day_number
from ohlc_desktop.core.messages import Message
from ohlc_desktop.core.planning.plan import FetchRequest
from ohlc_desktop.core.timeframes import TIMEFRAMES
from ohlc_desktop.sources.source import Answer, Fault, FetchError, SourceTools
from ohlc_desktop.sources.yahoo.failures import chart_of, classify, reason_of

_log = logging.getLogger(__name__)

#: A helper host (cookies, consent) that failed is not asked again for this long; charts work without them.
HELPER_PAUSE = 300.0
# The only keys looked at: asking for tradingPeriods would send another request.
_META_KEYS = (
    "symbol", "dataGranularity", "regularMarketTime", "currentTradingPeriod", "exchangeTimezoneName", "instrumentType",
    "exchangeName", "fullExchangeName", "shortName",
)  # fmt: skip
_CHART_PATH = "/v8/finance/chart/"
# Futures, currencies and coins; "BRK-B" is a stock.
_AROUND_THE_CLOCK = re.compile(r"(=[FX]|-[A-Z]{3,})$")
_NOTHING_THERE = "data doesn't exist for startdate"


class _Seen(threading.local):
    """The last chart response; each thread has its own."""

    status: int = 0
    server_time: float | None = None
    body: bytes = b""


class _Session(requests.Session):  # type: ignore[misc]  # curl_cffi ships no complete types
    """A browser-like session whose every request waits for its turn and leaves a trace.

    Attributes:
        seen: What this thread's last chart request brought.
    """

    def __init__(self, turn: Callable[[], None], timeout: float, clock: Clock) -> None:
        trusted = os.environ.get("SSL_CERT_FILE")  # curl itself reads it, its Python binding only others
        super().__init__(impersonate="chrome", verify=trusted or True)
        self._turn = turn
        self._limit = timeout
        self._clock = clock
        self._down: dict[str, float] = {}
        self.seen = _Seen()

    def forget(self) -> None:
        """Start a new attempt."""
        self._note(0, None, b"")

    def _note(self, status: int, server_time: float | None, body: bytes) -> None:
        self.seen.status, self.seen.server_time, self.seen.body = status, server_time, body

    def request(self, method: Any, url: str, *args: Any, **kwargs: Any) -> Any:
        """Send one request when it is its turn."""
        parts = urlsplit(url)
        chart = parts.path.startswith(_CHART_PATH)
        if not chart and self._clock.monotonic() < self._down.get(parts.netloc, 0.0):
            raise curl_errors.ConnectionError(f"{parts.netloc} did not answer a moment ago")
        self._turn()
        kwargs["timeout"] = min(kwargs.get("timeout") or self._limit, self._limit)
        try:
            response = super().request(method, url, *args, **kwargs)
        except OSError:
            if not chart:
                self._down[parts.netloc] = self._clock.monotonic() + HELPER_PAUSE
            raise
        if chart:
            self._note(response.status_code, _date(response.headers), response.content)
        return response


class YahooSource:
    """The feed. :meth:`fetch` may be called from several threads; they share one session and its cookies."""

    def __init__(self, tools: SourceTools) -> None:
        """Prepare yfinance; nothing is sent. The clock measures how long helper hosts are left alone."""
        _defuse()
        self._timeout = tools.timeout
        self._session = _Session(tools.turn, tools.timeout, tools.clock)

    def fetch(self, request: FetchRequest) -> Answer:
        """The rows of one window, as Yahoo sends them.

        Raises:
            FetchError: no answer that can be used, with the cause.
            Interruption: cancelled or deferred while waiting for a turn.
        """
        YfData.cache_get.cache_clear()
        self._session.forget()
        try:
            ticker = yfinance.Ticker(request.instrument.symbol, session=self._session)
            ticker._tz = "America/New_York"  # only used to read naive times, of which we send none
            frame = ticker.history(
                interval=request.timeframe,
                start=datetime.fromtimestamp(request.start, UTC),
                end=datetime.fromtimestamp(request.end, UTC),
                prepost=_around_the_clock(request.instrument),
                auto_adjust=False, actions=False, repair=False, rounding=False, keepna=False,
                timeout=self._timeout,
            )  # fmt: skip
            told = ticker.history_metadata
            meta = {key: told.get(key) for key in _META_KEYS}
        except Interruption:
            raise
        except Exception as error:  # noqa: BLE001  # whatever yfinance raises becomes a typed outcome
            return self._without_rows(error, request)
        return self._checked(frame, meta, request)

    def _checked(self, frame: pd.DataFrame, meta: Mapping[str, Any], request: FetchRequest) -> Answer:
        """The answer, unless it is about something else than what was asked."""
        symbol = str(meta.get("symbol") or request.instrument.symbol)
        if symbol.upper() != request.instrument.symbol.upper():
            wanted = request.instrument.symbol
            why = Message("Yahoo answered for {symbol} instead of {wanted}.", symbol=symbol, wanted=wanted)
            raise FetchError(Fault.BROKEN, why)
        timeframe, seen = TIMEFRAMES[request.timeframe], self._session.seen
        chart = chart_of(seen.body)
        rows, slots = _rows(frame, timeframe.daily), _slots(chart)
        _refuse_coarser(rows, meta, request)
        return Answer(
            rows, _epoch(meta.get("regularMarketTime")), seen.server_time, _trading_end(meta),
            market=market_of(meta), moment=None if timeframe.daily else _moment(slots, timeframe.seconds),
            valueless=_valueless(slots, timeframe.daily), volumeless=_volumeless(slots, timeframe.daily),
            settles_late=True, splits=_splits(chart), follows=_follows(meta, request.instrument),
        )  # fmt: skip

    def _without_rows(self, error: Exception, request: FetchRequest) -> Answer:
        """An empty answer where Yahoo really said that there is nothing; otherwise the typed failure."""
        seen = self._session.seen
        chart = chart_of(seen.body)
        results = chart.get("result")
        if seen.status == 200 and isinstance(results, list) and results and _is_empty_result(results[0]):
            meta = results[0]["meta"]
            feed_time, ends = _epoch(meta.get("regularMarketTime")), _trading_end(meta)
            return Answer(_no_rows(), feed_time, seen.server_time, ends, market=market_of(meta))
        if _NOTHING_THERE in reason_of(chart).lower():
            return Answer(_no_rows(), None, seen.server_time)
        failure = classify(error, seen.status, seen.body, request.instrument.symbol)
        failure.server_time = seen.server_time
        _log.debug("%s %s: %s", request.instrument.symbol, request.timeframe, failure.message, exc_info=error)
        raise failure from error


class _CookieMemory:
    """The cookie in memory instead of on disk; without any store yfinance asks for it before every request."""

    def __init__(self) -> None:
        self._kept: dict[str, object] = {}

    def lookup(self, strategy: str) -> dict[str, object] | None:
        """The cookie of a strategy with its age, or None."""
        cookie = self._kept.get(strategy)
        return None if cookie is None else {"cookie": cookie, "age": timedelta(0)}

    def store(self, strategy: str, cookie: object) -> None:
        """Keep, or with None forget, a cookie."""
        self._kept[strategy] = cookie


def _around_the_clock(instrument: Instrument) -> bool:
    """Whether to ask for all hours: outside them yfinance cuts, and Yahoo's day of such a market ends at 23:59."""
    return bool(instrument.root) or _AROUND_THE_CLOCK.search(instrument.symbol) is not None


def _defuse() -> None:
    """Real exceptions, no caches on disk, and no warnings that yfinance switched back on."""
    yfinance.config.debug.hide_exceptions = False
    yfinance.config.network.retries = 0
    yfinance_cache._TzCacheManager._tz_cache = yfinance_cache._TzCacheDummy()
    yfinance_cache._CookieCacheManager._Cookie_cache = _CookieMemory()
    yfinance_cache._ISINCacheManager._isin_cache = yfinance_cache._ISINCacheDummy()
    logging.getLogger("yfinance").setLevel(logging.CRITICAL)
    warnings.filterwarnings("ignore", category=DeprecationWarning, module="yfinance")
    warnings.filterwarnings("ignore", category=FutureWarning, module="yfinance")


def _slots(chart: Mapping[str, Any]) -> pd.DataFrame:
    """Every slot of an answer as it came, by time in the exchange's zone: yfinance leaves some out and puts others together.

    None for an answer of another shape: what yfinance made of it counts.
    """
    names = ["open", "high", "low", "close", "volume"]
    try:
        result = chart["result"][0]
        quote = result["indicators"]["quote"][0]
        zone = result["meta"].get("exchangeTimezoneName") or "America/New_York"
        index = pd.to_datetime(result["timestamp"], unit="s", utc=True).tz_convert(zone)
        return pd.DataFrame({name: quote[name] for name in names}, index=index, dtype=np.float64)
    except (KeyError, IndexError, TypeError, ValueError):
        return pd.DataFrame(columns=names, index=pd.DatetimeIndex([], tz="UTC"), dtype=np.float64)


def _valueless(slots: pd.DataFrame, daily: bool) -> Int64:
    """Stamps of the slots without any price, which yfinance leaves out as if nothing had been traded."""
    prices = slots[["open", "high", "low", "close"]]
    return _stamps(pd.DatetimeIndex(slots.index[prices.isna().all(axis=1)]), daily)


def _volumeless(slots: pd.DataFrame, daily: bool) -> Int64:
    """Stamps of the slots with prices and without a volume, which yfinance makes 0."""
    unknown = slots["volume"].isna() & slots["close"].notna()
    return _stamps(pd.DatetimeIndex(slots.index[unknown]), daily)


def _splits(chart: Mapping[str, Any]) -> tuple[Split, ...]:
    """The splits that an answer tells of, oldest first; yfinance has them among the rows, without their parts."""
    try:
        result = chart["result"][0]
        zone = ZoneInfo(result["meta"].get("exchangeTimezoneName") or "America/New_York")
        told = list(result["events"]["splits"].values())
    except (KeyError, IndexError, TypeError, AttributeError, ValueError):
        return ()
    found = (read_event(event, lambda at: day_number(datetime.fromtimestamp(at, zone).date())) for event in told)
    return tuple(sorted((split for split in found if split is not None), key=lambda split: split.at))


def _moment(slots: pd.DataFrame, seconds: int) -> int | None:
    """The time of the last row if that is a quote: off the grid, one price, no volume. yfinance hides it in the row before."""
    if not len(slots):
        return None
    last = slots.iloc[-1]
    at = int(slots.index[-1].timestamp())
    quote = last["high"] == last["low"] and last["open"] == last["close"] and not last["volume"] > 0
    return at if at % seconds and quote else None


def _stamps(index: pd.DatetimeIndex, daily: bool) -> Int64:
    """UTC epoch seconds; of daily rows 00:00 UTC of the date that they carry in the index's own zone."""
    at = index.tz_localize(None).normalize() if daily else index.tz_convert("UTC").tz_localize(None)
    return np.asarray(at.as_unit("s").asi8, dtype=np.int64)


def _rows(frame: pd.DataFrame, daily: bool) -> RawRows:
    index = frame.index
    if not len(frame) or not isinstance(index, pd.DatetimeIndex):
        return _no_rows()
    frame = frame[frame[["Open", "High", "Low", "Close"]].notna().any(axis=1)]  # yfinance makes rows of events
    ts = _stamps(pd.DatetimeIndex(frame.index), daily)
    values = (frame[name].to_numpy(dtype=np.float64) for name in ("Open", "High", "Low", "Close", "Volume"))
    return RawRows(ts, *values)


def _no_rows() -> RawRows:
    none = np.empty(0, dtype=np.float64)
    return RawRows(np.empty(0, dtype=np.int64), none, none, none, none, none)


def _refuse_coarser(rows: RawRows, meta: Mapping[str, Any], request: FetchRequest) -> None:
    """Yahoo has answered with longer candles than asked for; their stamps would pass as ours."""
    given = str(meta.get("dataGranularity") or request.timeframe)
    seconds = TIMEFRAMES[request.timeframe].seconds
    if given in ("", request.timeframe) or len(rows) < 3:
        return
    if int(np.min(np.diff(np.sort(rows.ts))[:-1])) > seconds:
        wanted = request.timeframe
        why = Message("Yahoo answered with {given} candles instead of {wanted}.", given=given, wanted=wanted)
        raise FetchError(Fault.BROKEN, why)


def _is_empty_result(result: Any) -> bool:
    """A proper answer that simply has no rows: meta and indicators, but no time stamps."""
    return (
        isinstance(result, dict)
        and isinstance(result.get("meta"), dict)
        and "regularMarketTime" in result["meta"]
        and not result.get("timestamp")
        and isinstance(result.get("indicators"), dict)
    )


def _trading_end(meta: Mapping[str, Any]) -> int | None:
    return _epoch(_regular(meta).get("end"))


def _regular(meta: Mapping[str, Any]) -> Mapping[str, Any]:
    period = meta.get("currentTradingPeriod")
    regular = period.get("regular") if isinstance(period, Mapping) else None
    return regular if isinstance(regular, Mapping) else {}


def market_of(meta: Mapping[str, Any]) -> Market | None:
    """Where an instrument trades; None without a time zone and a kind, or with a zone that nobody knows."""
    zone, kind, exchange, name = (
        str(meta.get(key) or "")
        for key in ("exchangeTimezoneName", "instrumentType", "exchangeName", "fullExchangeName")
    )
    if not kind or zone not in pytz.all_timezones_set:
        return None
    regular = _regular(meta)
    begins, ends = (_clock_time(_epoch(regular.get(key)), zone) for key in ("start", "end"))
    return Market(zone, kind.upper(), exchange.upper(), name, begins, ends)


def _clock_time(moment: int | None, zone: str) -> int | None:
    if moment is None:
        return None
    at = datetime.fromtimestamp(moment, pytz.timezone(zone))
    return at.hour * 3600 + at.minute * 60 + at.second


def _follows(meta: Mapping[str, Any], instrument: Instrument) -> str:
    """The name of an answer for a continuous future, which ends with the month that it follows: "Gold Apr 25"."""
    return str(meta.get("shortName") or "") if instrument.continuous else ""


def _epoch(value: Any) -> int | None:
    """Epoch seconds of what yfinance or Yahoo gives for a time."""
    if isinstance(value, datetime):
        return int(value.timestamp())
    return int(value) if isinstance(value, (int, float)) and value == value else None


def _date(headers: Any) -> float | None:
    try:
        return parsedate_to_datetime(headers.get("Date")).timestamp()
    except (TypeError, ValueError, AttributeError):
        return None
