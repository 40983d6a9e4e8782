"""The feed alone: what comes back of one request, and what each failure is called."""

from __future__ import annotations

import threading
import warnings
from collections.abc import Iterator
from datetime import date

import pytest

from ohlc_desktop.core.coverage import Interval
from ohlc_desktop.core.errors import Cancelled, Deferred
from ohlc_desktop.core.instruments import Instrument, load_catalogue
from ohlc_desktop.core.plan import FetchRequest, Purpose
from ohlc_desktop.market import lookup
from ohlc_desktop.market.source import Fault, FetchError
from ohlc_desktop.market.yahoo import YahooSource, classify
from ohlc_desktop.resource_files import resource
from tests.standins import market_truth as truth
from tests.standins.clock import FakeClock
from tests.standins.market_truth import DAY, HOUR
from tests.standins.yahoo import StandInYahoo, forget_yfinance

MONDAY = truth.new_york(date(2026, 11, 23), "14:40") + 20


@pytest.fixture
def yahoo(monkeypatch: pytest.MonkeyPatch) -> Iterator[StandInYahoo]:
    """A stand-in on a Monday afternoon."""
    with warnings.catch_warnings(), StandInYahoo(lambda: MONDAY) as server:
        for name, value in server.env().items():
            monkeypatch.setenv(name, value)
        forget_yfinance()
        yield server
    forget_yfinance()


def instrument(name: str) -> Instrument:
    return load_catalogue(resource("instruments.toml")).resolve(name, date(2026, 11, 23))


def request(name: str, timeframe: str, days: float) -> FetchRequest:
    start = MONDAY - int(days * DAY)
    return FetchRequest(instrument(name), timeframe, start, MONDAY, Interval(start, MONDAY), Purpose.SYNC)


def source(turn: object = None, timeout: float = 5.0) -> YahooSource:
    return YahooSource(turn or (lambda: None), timeout, FakeClock(MONDAY))  # type: ignore[arg-type]


def test_the_answer_carries_the_feeds_clocks(yahoo: StandInYahoo) -> None:
    yahoo.delay, yahoo.clock_skew = 600.0, 50.0
    answer = source().fetch(request("ES=F", "1m", 1))
    assert answer.feed_time == MONDAY - 600
    assert answer.server_time == MONDAY + 50
    assert answer.trading_end is not None


def test_daily_rows_are_stamped_with_their_date(yahoo: StandInYahoo) -> None:
    rows = source().fetch(request("ES=F", "1d", 10)).rows
    assert set((rows.ts % DAY).tolist()) == {0}
    assert truth.utc_midnight(date(2026, 11, 20)) in rows.ts


def test_every_request_waits_for_its_turn(yahoo: StandInYahoo) -> None:
    turns: list[int] = []
    feed = source(lambda: turns.append(len(yahoo.requests)))
    feed.fetch(request("ES=F", "1m", 1))
    feed.fetch(request("NQ=F", "1m", 1))
    assert len(yahoo.requests) == len(turns) == 4
    assert turns == [0, 1, 2, 3]  # each before its request


@pytest.mark.parametrize("interruption", [Cancelled, Deferred])
def test_an_interruption_is_no_fault_of_yahoos(yahoo: StandInYahoo, interruption: type[Exception]) -> None:
    def turn() -> None:
        raise interruption("enough")

    with pytest.raises(interruption):
        source(turn).fetch(request("ES=F", "1m", 1))
    assert yahoo.requests == []


def test_an_error_is_not_remembered(yahoo: StandInYahoo) -> None:
    """Yfinance caches answers for windows of the past, errors too."""
    feed = source()
    past = request("ES=F", "1d", 30)
    past = FetchRequest(past.instrument, "1d", past.start, MONDAY - 9 * DAY, past.window, past.purpose)
    for kind in ("500", "html", "null_result"):
        yahoo.fault(kind)
        with pytest.raises(FetchError):
            feed.fetch(past)
        yahoo.clear_faults()
        assert len(feed.fetch(past).rows) > 10


def test_nothing_traded_is_an_answer(yahoo: StandInYahoo) -> None:
    weekend = request("ES=F", "5m", 2.5)
    weekend = FetchRequest(weekend.instrument, "5m", weekend.start, MONDAY - 2 * DAY, weekend.window, weekend.purpose)
    answer = source().fetch(weekend)
    assert len(answer.rows) == 0
    assert answer.feed_time == MONDAY


def test_threads_do_not_mix_their_answers(yahoo: StandInYahoo) -> None:
    feed = source()
    levels: dict[str, float] = {}
    names = ["ES=F", "GC=F", "ZB=F", "6E=F"]

    def fetch(name: str) -> None:
        for _ in range(3):
            levels[name] = float(feed.fetch(request(name, "1m", 0.5)).rows.close[0])

    threads = [threading.Thread(target=fetch, args=(name,)) for name in names]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for name in names:
        block = truth.minutes(name, MONDAY - DAY // 2, MONDAY)
        assert levels[name] == pytest.approx(block.close[0], rel=1e-6)


@pytest.mark.parametrize(
    ("symbol", "around_the_clock"),
    [("ES=F", True), ("ESZ26.CME", True), ("BTC-USD", True), ("AAPL", False), ("^VIX", False)],
)
def test_hours_outside_the_regular_are_asked_for_where_there_are_none(
    yahoo: StandInYahoo, symbol: str, around_the_clock: bool
) -> None:
    source().fetch(request(symbol, "5m", 1))
    assert f"includePrePost={str(around_the_clock).lower()}" in yahoo.chart_requests()[-1].path


def test_a_brand_with_a_dash_is_a_stock_and_a_currency_is_not(yahoo: StandInYahoo) -> None:
    yahoo.unlisted.update({"BRK-B", "EURUSD=X"})
    for symbol, around_the_clock in (("BRK-B", False), ("EURUSD=X", True)):
        with pytest.raises(FetchError):
            source().fetch(request(symbol, "5m", 1))
        assert f"includePrePost={str(around_the_clock).lower()}" in yahoo.chart_requests()[-1].path


@pytest.mark.parametrize(
    ("status", "reason", "fault"),
    [
        (429, "", Fault.RATE_LIMITED),
        (404, "No data found, symbol may be delisted", Fault.UNKNOWN_SYMBOL),
        (422, "1m data not available for startTime=1", Fault.REFUSED),
        (400, "Invalid input - interval=2h is not supported", Fault.REFUSED),
        (401, "Invalid Crumb", Fault.SERVER),
        (502, "", Fault.SERVER),
        (200, "", Fault.BROKEN),
    ],
)
def test_what_a_status_means(status: int, reason: str, fault: Fault) -> None:
    error = classify(ValueError("whatever"), status, reason, "ES=F")
    assert error.fault is fault
    assert "delisted" not in error.message
    assert error.message.endswith(".")
    assert not error.message.endswith("..")


def test_a_watchlist_can_ask_whether_yahoo_knows_a_symbol(yahoo: StandInYahoo) -> None:
    clock = FakeClock(MONDAY)

    def knows(symbol: str) -> bool | None:
        return lookup.knows(instrument(symbol), MONDAY - 9 * DAY, MONDAY, 1.0, clock)

    assert knows("AAPL") is True
    assert knows("NOPE") is False
    yahoo.fault("500")
    assert knows("AAPL") is None
    yahoo.clear_faults()
    yahoo.fault("429")
    assert knows("AAPL") is None


def test_a_hang_ends_after_the_time_out_of_one_request(yahoo: StandInYahoo) -> None:
    yahoo.fault("hang")
    with pytest.raises(FetchError) as caught:
        source(timeout=0.3).fetch(request("ES=F", "1d", 9))
    assert caught.value.fault is Fault.TIMEOUT


def test_a_helper_that_hangs_is_left_alone_for_a_while(yahoo: StandInYahoo) -> None:
    yahoo.hang_cookie = True
    feed = source(timeout=0.3)
    for name in ("ES=F", "NQ=F", "GC=F"):
        assert len(feed.fetch(request(name, "1d", 9)).rows) > 4
    assert sum(seen.host == "fc.yahoo.com" for seen in yahoo.requests) <= 2


def test_prices_come_as_yahoo_sends_them(yahoo: StandInYahoo) -> None:
    """Rounding is the business of whoever knows the tick."""
    rows = source().fetch(request("6E=F", "5m", 1)).rows
    expected = truth.truth("6E=F", "5m", MONDAY - DAY, MONDAY, MONDAY - HOUR)
    assert rows.close[: len(expected.ts)] == pytest.approx(expected.close, abs=1e-7)
    assert (rows.close[: len(expected.ts)] != expected.close).any()
