"""The stand-in itself: the real yfinance reads the truth through it, and its refusals arrive as Yahoo's."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from datetime import datetime
from typing import Any

import numpy as np
import pandas as pd
import pytest
import yfinance
from curl_cffi import requests
from yfinance.exceptions import YFPricesMissingError, YFRateLimitError

from tests.standins import market_truth as truth
from tests.standins.market_truth import DAY, HOUR, NEW_YORK
from tests.standins.yahoo import FAULTS, StandInYahoo, forget_yfinance

#: A Monday, 14:40:20 New York: the session runs.
MONDAY = datetime(2026, 11, 23, 14, 40, 20, tzinfo=NEW_YORK).timestamp()
#: The same day at 20:15:30: the next session runs.
EVENING = datetime(2026, 11, 23, 20, 15, 30, tzinfo=NEW_YORK).timestamp()

#: Faults that leave no trace in what yfinance returns with ``prepost=True``: it keeps the date of a daily
#: row only, and needs no trading periods.
HARMLESS = {("missing_trading_periods", "5m"), ("missing_trading_periods", "1d"),
            ("off_grid", "1d"), ("out_of_session", "1d"), ("padded", "5m"), ("padded", "1d")}  # fmt: skip

pytestmark = pytest.mark.filterwarnings("ignore")  # yfinance uses what pandas deprecates


@pytest.fixture(autouse=True, scope="module")
def _caches(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Keep yfinance's files of cookies and time zones out of the user's."""
    yfinance.cache.set_cache_location(str(tmp_path_factory.mktemp("yfinance")))


@pytest.fixture
def yahoo(monkeypatch: pytest.MonkeyPatch) -> Iterator[StandInYahoo]:
    """A stand-in on a Monday afternoon that this process' yfinance talks to."""
    with StandInYahoo(now=lambda: MONDAY) as server:
        for name, value in server.env().items():
            monkeypatch.setenv(name, value)
        forget_yfinance()
        yfinance.config.debug.hide_exceptions = False
        yield server
        yfinance.config.debug.hide_exceptions = True
    forget_yfinance()


def history(symbol: str, interval: str, start: float, end: float, prepost: bool = True) -> pd.DataFrame:
    """What yfinance makes of [start, end)."""
    ticker = yfinance.Ticker(symbol)
    ticker._tz = "America/New_York"
    first, last = (pd.Timestamp(int(ts), unit="s", tz="UTC") for ts in (start, end))
    options: dict[str, Any] = {"auto_adjust": False, "actions": False, "prepost": prepost}
    frame: pd.DataFrame = ticker.history(interval=interval, start=first, end=last, **options)
    return frame


def seconds(frame: pd.DataFrame) -> list[int]:
    """The times of its rows."""
    return [int(ts.timestamp()) for ts in frame.index]


def same(frame: pd.DataFrame, candles: truth.Candles, tick: float) -> bool:
    """Whether the frame holds these candles, tick for tick."""
    prices = [np.array_equal(np.rint(frame[n] / tick), np.rint(getattr(candles, n.lower()) / tick))
              for n in ("Open", "High", "Low", "Close")]  # fmt: skip
    return all(prices) and np.array_equal(frame["Volume"], candles.volume)


@pytest.mark.parametrize(("symbol", "tick"), [("ES=F", 0.25), ("6E=F", 0.00005), ("CLF27.NYM", 0.01)])
@pytest.mark.parametrize(("interval", "days"), [("1m", 5), ("5m", 30)])
def test_intraday_candles_are_the_truth(
    yahoo: StandInYahoo, symbol: str, tick: float, interval: str, days: int
) -> None:
    start = MONDAY - days * DAY
    frame = history(symbol, interval, start, MONDAY + HOUR)
    expected = truth.truth(symbol, interval, start, MONDAY, closed_until=MONDAY)
    assert same(frame.iloc[:-1], expected, tick)
    assert seconds(frame.iloc[:-1]) == expected.ts.tolist()
    assert seconds(frame.iloc[-1:]) == [MONDAY]  # the live row


def test_daily_candles_are_the_truth(yahoo: StandInYahoo) -> None:
    frame = history("GC=F", "1d", MONDAY - 300 * DAY, MONDAY - HOUR)
    expected = truth.truth("GC=F", "1d", MONDAY - 300 * DAY, MONDAY, closed_until=MONDAY)
    assert same(frame, expected, 0.1)
    days = [datetime.fromtimestamp(ts, NEW_YORK).date() for ts in seconds(frame)]
    assert [truth.utc_midnight(day) for day in days] == expected.ts.tolist()


def test_the_evening_trap_swallows_the_settled_candle(yahoo: StandInYahoo) -> None:
    yahoo.now = lambda: EVENING
    today = datetime.fromtimestamp(EVENING, NEW_YORK).replace(hour=18, minute=0, second=0).timestamp()
    start = today - 20 * DAY - HOUR / 2  # in the daily break: no session is cut
    expected = truth.truth("ES=F", "1d", start, EVENING, closed_until=EVENING)
    fallen_for = history("ES=F", "1d", start, EVENING + HOUR)
    avoided = history("ES=F", "1d", start, today)
    assert len(fallen_for) == len(avoided)
    assert same(avoided, expected, 0.25)
    assert fallen_for["Volume"].iloc[-1] < avoided["Volume"].iloc[-1] / 4


def test_a_late_feed_holds_candles_back(yahoo: StandInYahoo) -> None:
    yahoo.delay, yahoo.live_row = 600, False
    frame = history("NQ=F", "5m", MONDAY - DAY, MONDAY)
    assert yahoo.last_trade("NQ=F") == MONDAY - 600
    assert frame.index[-1] == pd.Timestamp("2026-11-23 14:30", tz=NEW_YORK)


def test_without_prepost_yfinance_loses_the_last_minute_of_the_day(yahoo: StandInYahoo) -> None:
    kept = history("ES=F", "1m", MONDAY - DAY, MONDAY, prepost=True)
    cut = history("ES=F", "1m", MONDAY - DAY, MONDAY, prepost=False)
    assert [str(ts.time()) for ts in kept.index.difference(cut.index)] == ["23:59:00"]


@pytest.mark.parametrize(
    ("interval", "start", "end", "reason"),
    [
        ("1m", 9 * DAY, 0, "Only 8 days"),
        ("1m", 30 * DAY, 29 * DAY, "within the last 30 days"),
        ("5m", 60 * DAY, 0, "within the last 60 days"),
        ("1h", 730 * DAY, 0, "within the last 730 days"),
        ("2h", DAY, 0, "interval=2h is not supported"),
    ],
)
def test_requests_beyond_the_limits_are_refused(
    yahoo: StandInYahoo, interval: str, start: int, end: int, reason: str
) -> None:
    with pytest.raises(YFPricesMissingError, match=reason):
        history("ES=F", interval, MONDAY - start, MONDAY - end)
    assert {request.status for request in yahoo.chart_requests()} == {400 if interval == "2h" else 422}


def test_an_hour_inside_the_limit_is_answered(yahoo: StandInYahoo) -> None:
    assert len(history("ES=F", "5m", MONDAY - 60 * DAY + HOUR, MONDAY)) > 10_000


def test_an_unknown_symbol_is_not_found(yahoo: StandInYahoo) -> None:
    with pytest.raises(YFPricesMissingError, match="may be delisted"):
        history("NOPE=F", "1d", MONDAY - 9 * DAY, MONDAY)


def test_a_rate_limit_is_raised_and_one_alone_is_healed(yahoo: StandInYahoo) -> None:
    fault = yahoo.fault("429", symbol="ES=F", times=3)
    with pytest.raises(YFRateLimitError):
        history("ES=F", "1d", MONDAY - 9 * DAY, MONDAY)
    assert len(history("ES=F", "1d", MONDAY - 9 * DAY, MONDAY)) > 4
    assert [request.status for request in yahoo.chart_requests()] == [429, 429, 429, 200]
    assert fault.hits == 3


def test_other_hosts_are_refused_and_remembered(yahoo: StandInYahoo) -> None:
    with pytest.raises(requests.exceptions.RequestException):
        requests.get("https://example.org/")
    assert yahoo.refused_hosts == ["example.org"]
    assert yahoo.requests == []


@pytest.mark.parametrize("interval", ["5m", "1d"])
def test_every_fault_changes_the_answer_or_breaks_it(yahoo: StandInYahoo, interval: str) -> None:
    window = (MONDAY - 9 * DAY, MONDAY)
    good = history("ZB=F", interval, *window)
    for kind in sorted(FAULTS - {"hang"}):
        fault = yahoo.fault(kind, "ZB=F", interval)
        forget_yfinance()
        try:
            bad = history("ZB=F", interval, *window)
        except Exception:  # whatever yfinance makes of a broken answer
            assert (kind, interval) not in HARMLESS
        else:
            assert bad.equals(good) == ((kind, interval) in HARMLESS), kind
        assert fault.hits or kind == "wrong_certificate", kind
        yahoo.clear_faults()
    assert yahoo.refused_hosts == []


def test_a_hanging_answer_ends_with_the_server() -> None:
    before = threading.active_count()
    with StandInYahoo() as server:
        server.fault("hang")
        url = "https://query1.finance.yahoo.com/v8/finance/chart/ES=F"
        command = [sys.executable, "-c", f"from curl_cffi import requests; requests.get({url!r})"]
        child = subprocess.Popen(command, env={**os.environ, **server.env()}, stderr=subprocess.DEVNULL)
        while not server.has_been_asked("1d", 0.5):
            assert child.poll() is None
    assert child.wait() != 0
    assert threading.active_count() == before
