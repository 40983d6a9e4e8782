"""Yahoo Finance through the real yfinance: the only room that knows either.

One request of ours is one ``Ticker.history`` call. Around it:

- Its caches are defused (``caches``). Its in-process cache remembers errors for the life of the process and its
  disk caches fail when locked; neither is of use to an importer.
- A session of our own (``session``) makes every HTTP request wait for its turn, keeps time-outs short, leaves helper hosts
  that do not answer alone for a while (yfinance asks them under a global lock), and notes what came back.
- Every outcome becomes an :class:`Answer` or a :class:`FetchError` with a typed cause. yfinance's guess
  "possibly delisted" is never passed on.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import numpy as np
import pandas as pd
import yfinance
from yfinance.data import YfData

from ohlc_desktop.core.checking.quality import RawRows
from ohlc_desktop.core.errors import Interruption
from ohlc_desktop.core.market.instruments import Instrument
from ohlc_desktop.core.messages import Message
from ohlc_desktop.core.planning.plan import FetchRequest
from ohlc_desktop.core.timeframes import TIMEFRAMES
from ohlc_desktop.sources.source import Answer, Fault, FetchError, SourceTools
from ohlc_desktop.sources.yahoo.caches import defuse
from ohlc_desktop.sources.yahoo.decoding import (
    is_empty_result,
    no_rows,
    quote_moment,
    rows_of,
    slots_of,
    splits_of,
    valueless,
    volumeless,
)
from ohlc_desktop.sources.yahoo.failures import chart_of, classify, reason_of
from ohlc_desktop.sources.yahoo.metadata import META_KEYS, epoch, followed_name, market_of, trading_end
from ohlc_desktop.sources.yahoo.session import Session

_log = logging.getLogger(__name__)

# Futures, currencies and coins; "BRK-B" is a stock.
_AROUND_THE_CLOCK = re.compile(r"(=[FX]|-[A-Z]{3,})$")
_NOTHING_THERE = "data doesn't exist for startdate"


class YahooSource:
    """The feed. :meth:`fetch` may be called from several threads; they share one session and its cookies."""

    def __init__(self, tools: SourceTools) -> None:
        """Prepare yfinance; nothing is sent. The clock measures how long helper hosts are left alone."""
        defuse()
        self._timeout = tools.timeout
        self._session = Session(tools.turn, tools.timeout, tools.clock)

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
            meta = {key: told.get(key) for key in META_KEYS}
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
        rows, slots = rows_of(frame, timeframe.daily), slots_of(chart)
        _refuse_coarser(rows, meta, request)
        return Answer(
            rows, epoch(meta.get("regularMarketTime")), seen.server_time, trading_end(meta),
            market=market_of(meta), moment=None if timeframe.daily else quote_moment(slots, timeframe.seconds),
            valueless=valueless(slots, timeframe.daily), volumeless=volumeless(slots, timeframe.daily),
            settles_late=True, splits=splits_of(chart), follows=followed_name(meta, request.instrument),
        )  # fmt: skip

    def _without_rows(self, error: Exception, request: FetchRequest) -> Answer:
        """An empty answer where Yahoo really said that there is nothing; otherwise the typed failure."""
        seen = self._session.seen
        chart = chart_of(seen.body)
        results = chart.get("result")
        if seen.status == 200 and isinstance(results, list) and results and is_empty_result(results[0]):
            meta = results[0]["meta"]
            feed_time, ends = epoch(meta.get("regularMarketTime")), trading_end(meta)
            return Answer(no_rows(), feed_time, seen.server_time, ends, market=market_of(meta))
        if _NOTHING_THERE in reason_of(chart).lower():
            return Answer(no_rows(), None, seen.server_time)
        failure = classify(error, seen.status, seen.body, request.instrument.symbol)
        failure.server_time = seen.server_time
        _log.debug("%s %s: %s", request.instrument.symbol, request.timeframe, failure.message, exc_info=error)
        raise failure from error


def _around_the_clock(instrument: Instrument) -> bool:
    """Whether to ask for all hours: outside them yfinance cuts, and Yahoo's day of such a market ends at 23:59."""
    return bool(instrument.root) or _AROUND_THE_CLOCK.search(instrument.symbol) is not None


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
