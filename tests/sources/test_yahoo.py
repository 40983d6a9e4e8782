"""The feed alone: what comes back of one request, and what each failure is called."""

from __future__ import annotations

import json
import re
import threading
import warnings
from collections import Counter
from collections.abc import Iterator
from datetime import date

import pytest
from curl_cffi.requests import exceptions as curl_errors
from yfinance.exceptions import YFPricesMissingError, YFRateLimitError

from ohlc_desktop.core.errors import Cancelled, Deferred
from ohlc_desktop.core.market.catalogue import load_catalogue
from ohlc_desktop.core.market.exchanges import Market
from ohlc_desktop.core.market.instruments import Instrument
from ohlc_desktop.core.planning.coverage import Interval
from ohlc_desktop.core.planning.plan import FetchRequest, Purpose
from ohlc_desktop.resource_files import resource
from ohlc_desktop.sources import lookup
from ohlc_desktop.sources.source import Fault, FetchError, SourceTools
from ohlc_desktop.sources.yahoo.failures import classify, is_cut
from ohlc_desktop.sources.yahoo.metadata import market_of
from ohlc_desktop.sources.yahoo.source import YahooSource
from ohlc_desktop.sources.yahoo.spec import YAHOO
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
    return YahooSource(SourceTools(FakeClock(MONDAY), timeout, turn or (lambda: None)))  # type: ignore[arg-type]


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


@pytest.mark.parametrize(
    ("symbol", "market"),
    [
        ("AAPL", Market("America/New_York", "EQUITY", "NMS", "NasdaqGS", 34_200, 57_600)),
        ("^N225", Market("Asia/Tokyo", "INDEX", "OSA", "Osaka", 32_400, 55_800)),
        ("BTC-USD", Market("UTC", "CRYPTOCURRENCY", "CCC", "CCC", 0, 86_340)),
        ("EURUSD=X", Market("Europe/London", "CURRENCY", "CCY", "CCY", 0, 86_340)),
    ],
)
def test_where_an_instrument_trades_is_told_with_every_answer(yahoo: StandInYahoo, symbol: str, market: Market) -> None:
    for interval, days in (("1d", 9.0), ("5m", 2.0), ("5m", 0.0001)):
        assert source().fetch(request(symbol, interval, days)).market == market


@pytest.mark.parametrize(("field", "value"), [("exchangeTimezoneName", "Mars/Olympus"), ("instrumentType", None)])
def test_a_market_without_a_zone_or_a_kind_is_none(field: str, value: str | None) -> None:
    meta: dict[str, str | None] = {"exchangeTimezoneName": "UTC", "instrumentType": "INDEX", "exchangeName": None}
    assert market_of(meta) == Market("UTC", "INDEX")
    assert market_of({**meta, field: value}) is None


def test_a_brand_with_a_dash_is_a_stock_and_a_currency_is_not(yahoo: StandInYahoo) -> None:
    yahoo.unlisted.update({"BRK-B", "EURUSD=X"})
    for symbol, around_the_clock in (("BRK-B", False), ("EURUSD=X", True)):
        with pytest.raises(FetchError):
            source().fetch(request(symbol, "5m", 1))
        assert f"includePrePost={str(around_the_clock).lower()}" in yahoo.chart_requests()[-1].path


def refusal(reason: str) -> bytes:
    """A body with Yahoo's own words."""
    return json.dumps({"chart": {"result": None, "error": {"code": "", "description": reason}}}).encode()


@pytest.mark.parametrize(
    ("status", "reason", "fault"),
    [
        (429, "", Fault.RATE_LIMITED),
        (404, "No data found, symbol may be delisted", Fault.UNKNOWN_SYMBOL),
        (422, "1m data not available for startTime=1", Fault.REFUSED),
        (400, "Invalid input - interval=2h is not supported", Fault.REFUSED),
        (401, "Invalid Crumb", Fault.NO_ACCESS),
        (403, "", Fault.NO_ACCESS),
        (502, "", Fault.SERVER),
        (200, "", Fault.BROKEN),
    ],
)
def test_what_a_status_means(status: int, reason: str, fault: Fault) -> None:
    assert classify(ValueError("whatever"), status, refusal(reason), "ES=F").fault is fault


#: Bodies that yfinance cannot read, as they have come or might.
BODIES = [b"", b"<html></html>", b"{}", b"null", b"[1]", b"Too Many Requests", b"\xff\xfe", b'{"chart":{"resul', refusal("")]
REASONS = ["No data found", "No data found.", "Try later. It is night. ", "Wait...", ".", "No data found, symbol may be delisted"]
ERRORS = [
    KeyError("meta"), TypeError("NoneType"), json.JSONDecodeError("Expecting value", "", 0), OSError("reset"),
    curl_errors.ConnectionError("(56) Recv failure"), curl_errors.Timeout("(28)"), curl_errors.IncompleteRead("(18)"),
    curl_errors.DNSError("(6)"), curl_errors.ProxyError("(7)"), curl_errors.SSLError("(35)"), YFRateLimitError(),
    YFPricesMissingError("ES=F", "(1d)"),
]  # fmt: skip


@pytest.mark.parametrize("error", ERRORS, ids=lambda error: type(error).__name__)
def test_every_failure_is_told_in_whole_sentences_without_the_names_of_exceptions(error: Exception) -> None:
    for status in (0, 200, 400, 401, 403, 404, 418, 422, 429, 500, 503):
        for body in (*BODIES, *map(refusal, REASONS)):
            text = str(classify(error, status, body, "ES=F").message)
            assert text[0].isupper(), text
            assert text.endswith("."), text
            assert not re.search(r"\.\s*\.|[.:] [.)]|\.\)|: *\.$", text), text
            assert not re.search(r"Error|Exception|Missing[A-Z]|NoneType|delisted", text), text


@pytest.mark.parametrize("kind", ["truncated", "cut_chunks", "cut_json"])
def test_an_answer_that_ends_early_is_called_cut(yahoo: StandInYahoo, kind: str) -> None:
    yahoo.fault(kind)
    with pytest.raises(FetchError) as caught:
        source().fetch(request("ES=F", "5m", 1))
    assert (caught.value.fault, str(caught.value.message)) == (Fault.BROKEN, "Yahoo's answer was cut off.")
    assert not caught.value.fault.permanent


def test_a_connection_that_ends_before_an_answer_is_not_called_cut_off(yahoo: StandInYahoo) -> None:
    yahoo.fault("reset")
    with pytest.raises(FetchError) as caught:
        source().fetch(request("ES=F", "5m", 1))
    assert caught.value.fault is Fault.OFFLINE


@pytest.mark.parametrize(
    ("kind", "what"),
    [
        ("html", "it is a web page"), ("empty_body", "it is empty"), ("empty_object", "it holds no chart"),
        ("missing_meta", "something that belongs to it is missing"), ("short_arrays", "something that belongs to it is missing"),
    ],
)  # fmt: skip
def test_an_answer_that_cannot_be_read_is_told_without_the_names_of_exceptions(
    yahoo: StandInYahoo, kind: str, what: str
) -> None:
    yahoo.fault(kind)
    with pytest.raises(FetchError) as caught:
        source().fetch(request("ES=F", "5m", 1))
    assert str(caught.value.message) == f"Yahoo's answer cannot be read: {what}."


ANSWER = json.dumps(
    {"chart": {"result": [{"meta": {"symbol": "ES=F", "name": 'a "quoted", one: \u00e9', "hours": None, "live": True},
     "timestamp": [1, 2], "indicators": {"quote": [{"close": [-1.5e3, None], "volume": []}]}}], "error": None}}
).encode()  # fmt: skip


def test_every_beginning_of_an_answer_is_one_that_was_cut() -> None:
    for end in range(1, len(ANSWER)):
        assert is_cut(ANSWER[:end]), end


@pytest.mark.parametrize("body", [ANSWER, ANSWER + b"\n", b"", b"<html>{", b"[1, 2", b"{'chart': {}}", ANSWER + b"}", b"{} {}"])
def test_what_is_whole_or_something_else_was_not_cut(body: bytes) -> None:
    assert not is_cut(body)


@pytest.mark.parametrize(("kind", "words"), [("401", "cookie or crumb"), ("403", "blocks this network")])
def test_a_refusal_of_access_is_no_fault_of_yahoos_server(yahoo: StandInYahoo, kind: str, words: str) -> None:
    yahoo.fault(kind)
    with pytest.raises(FetchError) as caught:
        source().fetch(request("ES=F", "5m", 1))
    assert caught.value.fault is Fault.NO_ACCESS
    assert f"Yahoo refused access (HTTP {kind})" in str(caught.value.message)
    assert words in str(caught.value.message)
    assert lookup.knows(YAHOO, instrument("AAPL"), 1.0, FakeClock(MONDAY)) is None


def test_a_watchlist_can_ask_whether_yahoo_knows_a_symbol(yahoo: StandInYahoo) -> None:
    clock = FakeClock(MONDAY)

    def knows(symbol: str) -> bool | None:
        return lookup.knows(YAHOO, instrument(symbol), 1.0, clock)

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


def test_helpers_that_hang_are_left_alone_for_a_while(yahoo: StandInYahoo) -> None:
    yahoo.hang_cookie = yahoo.hang_consent = True
    feed = source(timeout=2.0)
    for name in ("ES=F", "NQ=F", "GC=F"):
        assert len(feed.fetch(request(name, "1d", 9)).rows) > 4
    helpers = Counter(seen.host for seen in yahoo.requests if not seen.host.startswith("query"))
    assert helpers == {"fc.yahoo.com": 1, "guce.yahoo.com": 1}, "yfinance asks both for each chart"


def test_prices_come_as_yahoo_sends_them(yahoo: StandInYahoo) -> None:
    """Rounding is the business of whoever knows the tick."""
    rows = source().fetch(request("6E=F", "5m", 1)).rows
    expected = truth.truth("6E=F", "5m", MONDAY - DAY, MONDAY, MONDAY - HOUR)
    assert rows.close[: len(expected.ts)] == pytest.approx(expected.close, abs=1e-7)
    assert (rows.close[: len(expected.ts)] != expected.close).any()
