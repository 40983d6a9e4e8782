"""Every way in which Yahoo can misbehave: what is reported, and that nothing stored is lost or spoilt."""

from __future__ import annotations

import json
import re

import numpy as np
import pytest

from ohlc_desktop.core.importing.events import WaitReason
from ohlc_desktop.core.states.runs import ItemState, RunState
from ohlc_desktop.core.timeframes import HOUR
from tests.importer.bench import ImportBench, Ran, at, difference
from tests.standins import market_truth as truth
from tests.standins.yahoo import FAULTS

BEGAN = at("2026-11-23 17:05:05")
TUESDAY = at("2026-11-24 17:35:05")
WEDNESDAY = at("2026-11-25 17:35:05")

#: What each fault of a 5m answer becomes: the item's state and cause.
OUTCOMES = {
    "401": (ItemState.FAILED, "no_access"),
    "403": (ItemState.FAILED, "no_access"),
    "404": (ItemState.FAILED, "not_found"),
    "422": (ItemState.FAILED, "refused"),
    "429": (ItemState.DEFERRED, "deferred"),
    "500": (ItemState.FAILED, "server"),
    "500_html": (ItemState.FAILED, "server"),
    "cut_chunks": (ItemState.FAILED, "broken_answer"),
    "cut_json": (ItemState.FAILED, "broken_answer"),
    "empty_body": (ItemState.FAILED, "broken_answer"),
    "empty_object": (ItemState.FAILED, "broken_answer"),
    "html": (ItemState.FAILED, "broken_answer"),
    "missing_meta": (ItemState.FAILED, "broken_answer"),
    "missing_volume": (ItemState.FAILED, "broken_answer"),
    "null_result": (ItemState.FAILED, "broken_answer"),
    "reset": (ItemState.FAILED, "offline"),
    "short_arrays": (ItemState.FAILED, "broken_answer"),
    "truncated": (ItemState.FAILED, "broken_answer"),
    "wrong_symbol": (ItemState.FAILED, "broken_answer"),
}
#: Faults that are not tried again before they are given up.
PERMANENT = {"422", "429"}
#: Answers that are stored, less the rows that cannot be candles: the reason these are refused for.
REFUSED = {
    "partial_null": "missing_price",
    "high_low": "high_low",
    "negative_volume": "negative_volume",
    "absurd_volume": "absurd_volume",
    "off_grid": "off_grid",
    "outside_window": "outside_window",
}
#: The refused row is one too many; the candle itself came as well.
EXTRA = {"outside_window"}
#: Answers with fewer rows: stored as they are, the rest is asked for again. Those without: see ``test_stale``.
FEWER = {"null_rows", "drop_rows", "drop_first"}
#: Nothing is wrong with what remains.
HARMLESS = {"missing_trading_periods", "null_volume", "padded", "weekend_daily"}
ODD = {"out_of_session", "spike_100x", "revised", "all_null_volume", "hang", "no_rows", "stub"}
#: See ``test_witnesses``.
WITNESSED = {"negative_low", "settlement_close", "copied_volume"}


def test_every_fault_of_the_stand_in_is_accounted_for() -> None:
    assert FAULTS - {"wrong_certificate"} == {*OUTCOMES, *REFUSED, *FEWER, *HARMLESS, *ODD, *WITNESSED}


def spoil(stocked: ImportBench, kind: str, *intervals: str, moment: float = TUESDAY) -> Ran:
    """The next import of some intervals, by default of 5m, with a fault in each."""
    stocked.clock.set(moment)
    for interval in (asked := intervals or ("5m",)):
        stocked.yahoo.fault(kind, interval=interval)
    return stocked.run("ES=F", sources=asked)


def assert_tuesday_heals(stocked: ImportBench, *names: str) -> None:
    """Without the fault the next import completes the series; nothing false is left."""
    stocked.yahoo.clear_faults()
    stocked.clock.set(at("2026-11-25 17:35:05"))
    sources = tuple({"5m" if name in truth.INTRADAY else "1d" for name in names})
    assert stocked.run("ES=F", sources=sources).done.exit_code == 0
    assert stocked.wrong("ES=F", began=BEGAN, names=names) == []


@pytest.mark.parametrize(
    ("kind", "interval"), [*((kind, "1d") for kind in sorted(OUTCOMES)), ("html", "5m"), ("404", "1m"), ("reset", "1m")]
)
def test_a_failure_has_a_cause_and_a_sentence(stocked: ImportBench, kind: str, interval: str) -> None:
    before = {name: stocked.candles("ES=F", name) for name in (interval, "1h", "1wk")}
    ran = spoil(stocked, kind, interval)
    state, cause = OUTCOMES[kind]
    items = ran.items()
    assert {(item.state, item.cause) for item in items.values()} == {(state, cause)}
    assert len(items) > 1  # what is derived from it as well
    assert (ran.done.state, ran.done.exit_code) == (RunState.FAILED, 3)
    told = [str(item.message) for item in items.values()] + [str(ran.done.message)]
    told += [message for (message,) in stocked.sql("SELECT message FROM series")]
    assert not any("delisted" in text.lower() for text in told)
    assert all(str(item.message)[0].isupper() and str(item.message).endswith(".") for item in items.values())
    for name, old in before.items():
        assert difference(stocked.candles("ES=F", name), old) == ""
    assert stocked.quarantined() == {}
    attempts = len(stocked.yahoo.chart_requests())
    assert (attempts <= 2) == (kind in PERMANENT - {"429"})


def test_after_failures_of_every_kind_the_next_import_completes(stocked: ImportBench) -> None:
    for kind in ("429", "500", "html", "reset", "short_arrays", "truncated", "wrong_symbol"):
        assert spoil(stocked, kind).done.state is RunState.FAILED, kind
        stocked.yahoo.clear_faults()
    assert_tuesday_heals(stocked, "5m", "1h")


@pytest.mark.parametrize("kind", sorted(REFUSED))
def test_a_row_that_cannot_be_a_candle_is_set_aside(stocked: ImportBench, kind: str) -> None:
    pair = ("5m", "1m") if kind == "off_grid" else ("5m", "1d")  # yfinance keeps only the date of a daily row
    ran = spoil(stocked, kind, *pair, moment=WEDNESDAY)  # whose window of days does not begin after a weekend
    assert ran.done.exit_code == 0
    assert stocked.quarantined() == {REFUSED[kind]: 2}
    assert ran.done.quarantined == 2
    assert [ran.items()["ES=F", interval].quarantined for interval in pair] == [1, 1]
    kept = {interval: (ts, json.loads(raw)) for interval, ts, raw in stocked.sql("SELECT timeframe, ts, raw FROM quarantine")}
    for ts, row in kept.values():
        assert row["ts"] == ts
        assert set(row) == {"ts", "open", "high", "low", "close", "volume"}
        if kind == "partial_null":
            assert row["close"] == "nan"
        if kind == "absurd_volume":
            assert row["volume"] == 1e18
        if kind == "negative_volume":
            assert row["volume"] == -5
        if kind == "high_low":
            assert row["high"] < row["low"]
    if kind == "high_low":
        assert kept["1d"][0] in stocked.candles("ES=F", "1d").ts  # an older candle stays as it was
    if kind not in EXTRA:
        stocked.yahoo.clear_faults()
        stocked.clock.set(at("2026-11-26 17:35:05"))
        stocked.run("ES=F", sources=pair)
    assert stocked.wrong("ES=F", began=BEGAN, names=pair) == []


def test_a_day_without_trading_has_no_candle(stocked: ImportBench) -> None:
    assert spoil(stocked, "weekend_daily", "1d").done.exit_code == 0
    assert stocked.quarantined() == {"closed_day": 1}
    assert stocked.wrong("ES=F", began=BEGAN, names=("1d", "1wk", "1mo")) == []


def test_the_same_refused_row_is_kept_once(stocked: ImportBench) -> None:
    spoil(stocked, "weekend_daily", "1d")
    stocked.clock.advance(86400)
    stocked.run("ES=F", sources=("1d",))
    assert sum(stocked.quarantined().values()) in (1, 2)  # another day may be the middle of the answer


def test_a_price_however_far_off_is_kept(stocked: ImportBench) -> None:
    ran = spoil(stocked, "spike_100x", "1d")
    assert ran.done.exit_code == 0
    assert stocked.quarantined() == {}
    assert int((stocked.candles("ES=F", "1d").high > 100_000).sum()) == 1
    assert (stocked.candles("ES=F", "1wk").high > 100_000).any()


def test_no_volume_at_all_is_no_reason_to_refuse_prices(stocked: ImportBench) -> None:
    ran = spoil(stocked, "all_null_volume")
    if ran.done.exit_code == 0:
        block = stocked.candles("ES=F", "5m")
        right = truth.truth("ES=F", "5m", BEGAN, TUESDAY, TUESDAY)
        assert np.array_equal(block.close[block.ts >= BEGAN], right.close)
    else:
        assert {(item.state, item.cause) for item in ran.items().values()} == {(ItemState.FAILED, "broken_answer")}
        assert_tuesday_heals(stocked, "5m")


@pytest.mark.parametrize("kind", sorted(FEWER | HARMLESS))
def test_an_answer_with_fewer_rows_is_completed_later(stocked: ImportBench, kind: str) -> None:
    pair = ("1d",) if kind == "weekend_daily" else ("5m", "1d")  # minutes of a Saturday are taken for what they are
    ran = spoil(stocked, kind, *pair)
    assert ran.done.exit_code == 0
    assert ran.states() <= {ItemState.WRITTEN, ItemState.UNCHANGED}
    assert_tuesday_heals(stocked, *(("5m", "1h", "12h") if "5m" in pair else ()), "1d", "1wk", "1mo")


def test_an_answer_with_fewer_rows_is_told_as_missing(stocked: ImportBench) -> None:
    """It is no failure, but the series is not complete either."""
    stocked.yahoo.lost["5m"] = [(int(TUESDAY) - 10 * HOUR, int(TUESDAY) - 4 * HOUR)]
    stocked.clock.set(TUESDAY)
    assert stocked.run("ES=F", sources=("5m",)).done.exit_code == 0
    assert (stocked.missing("ES=F")["5m"] or 0) > 50


def test_a_hanging_yahoo_times_out(stocked: ImportBench) -> None:
    stocked.clock.set(TUESDAY)
    stocked.yahoo.fault("hang", times=1)
    ran = stocked.run("ES=F", sources=("1d",), request_timeout=2.0)
    assert ran.done.exit_code == 0  # the second try was answered
    assert "did not answer in time" in " ".join(str(event.message) for event in ran.events if hasattr(event, "reason"))
    assert stocked.wrong("ES=F", began=BEGAN, names=("1d",)) == []


def test_helpers_that_hang_cost_one_time_out_each_in_all(bench: ImportBench) -> None:
    bench.yahoo.hang_cookie = bench.yahoo.hang_consent = True
    ran = bench.run("ES=F", "NQ=F", sources=("1d",), request_timeout=2.0)
    assert ran.done.exit_code == 0
    assert sum(request.host in ("fc.yahoo.com", "guce.yahoo.com") for request in bench.yahoo.requests) <= 2


@pytest.mark.parametrize("status", [401, 429, 500])
def test_charts_work_without_a_crumb(bench: ImportBench, status: int) -> None:
    bench.yahoo.crumb_status = status
    ran = bench.run("ES=F", sources=("1d",))
    assert ran.done.exit_code == 0, str(ran.done.message)


@pytest.mark.parametrize(
    ("switch", "cause", "words"),
    [("proxy_refuses", "deferred", "Yahoo"), ("wrong_certificate", "certificate", "certificate .*SSL_CERT_FILE"),
     ("proxy_login", "proxy_login", "HTTP 407")],
)  # fmt: skip
def test_no_way_to_yahoo(bench: ImportBench, switch: str, cause: str, words: str) -> None:
    setattr(bench.yahoo, switch, True)
    ran = bench.run("ES=F", "NQ=F", "GC=F")
    assert (ran.done.state, ran.done.exit_code) == (RunState.FAILED, 3)
    assert cause in {item.cause for item in ran.items().values()}
    assert re.search(words, str(ran.done.message))
    assert max(ran.waits(*()), default=0) == 0
    assert bench.clock.monotonic() < 120
    bench.yahoo.clear_faults()
    assert bench.run("ES=F", sources=("1d",)).done.exit_code == 0


def test_an_unknown_symbol_harms_no_other(bench: ImportBench) -> None:
    bench.yahoo.unlisted.add("NQ=F")
    ran = bench.run("NQ=F", "ES=F", sources=("1d", "1m"))
    assert (ran.done.state, ran.done.exit_code) == (RunState.PARTIAL, 1)
    items = ran.items()
    assert {(i.state, i.cause) for (symbol, _), i in items.items() if symbol == "NQ=F"} == {
        (ItemState.FAILED, "unknown_symbol")
    }
    assert "NQ=F" in str(items["NQ=F", "1d"].message)
    assert "delisted" not in str(items["NQ=F", "1d"].message)
    assert bench.wrong("ES=F", began=BEGAN, names=("1d", "1m", "1wk")) == []


# -- a symbol that Yahoo does not find -------------------------------------------------------------------


def test_a_stored_symbol_that_is_not_found_is_asked_for_again(stocked: ImportBench) -> None:
    stocked.clock.set(TUESDAY)
    stocked.yahoo.fault("404", interval="1d", times=4)  # two attempts: yfinance repeats each at once
    ran = stocked.run("ES=F", sources=("1d",))
    assert ran.done.exit_code == 0
    assert ran.waits(WaitReason.RETRY) == [1.0, 3.0]
    assert stocked.wrong("ES=F", began=BEGAN, names=("1d",)) == []


def test_a_stored_symbol_that_stays_lost_keeps_its_candles(stocked: ImportBench) -> None:
    before = stocked.candles("ES=F", "5m")
    ran = spoil(stocked, "404")
    assert ran.waits(WaitReason.RETRY) == [1.0, 3.0, 8.0]
    item = ran.items()["ES=F", "5m"]
    assert (item.state, item.cause) == (ItemState.FAILED, "not_found")
    assert str(item.message) == (
        "Yahoo does not find ES=F at the moment. Its stored candles stay, and the next import asks again."
    )
    assert str(ran.done.message).count("next import") == 1
    assert stocked.sql("SELECT DISTINCT cause FROM series WHERE timeframe IN ('5m', '1h')") == [("not_found",)]
    assert difference(stocked.candles("ES=F", "5m"), before) == ""
    assert_tuesday_heals(stocked, "5m", "1h")


def test_a_symbol_never_seen_is_unknown_at_once(stocked: ImportBench) -> None:
    stocked.yahoo.unlisted.add("NQ=F")
    ran = stocked.run("NQ=F", sources=("1d",))
    assert ran.waits(WaitReason.RETRY) == []
    assert ran.items()["NQ=F", "1d"].cause == "unknown_symbol"


def test_a_symbol_seen_a_moment_ago_is_known(bench: ImportBench) -> None:
    """Its days were answered in this very run."""
    bench.yahoo.fault("404", interval="5m")
    items = bench.run("ES=F", sources=("1d", "5m"), concurrency=1).items()
    assert (items["ES=F", "1d"].state, items["ES=F", "5m"].cause) == (ItemState.WRITTEN, "not_found")


def test_a_lost_symbol_keeps_no_other_from_being_imported(stocked: ImportBench) -> None:
    """It is no fault of the feed as a whole, however often it is asked."""
    stocked.clock.set(TUESDAY)
    stocked.yahoo.unlisted.add("ES=F")
    ran = stocked.run("ES=F", "NQ=F", concurrency=1)
    assert ran.waits(WaitReason.BREAKER) == []
    assert {item.state for (symbol, _), item in ran.items().items() if symbol == "NQ=F"} == {ItemState.WRITTEN}


# -- a wrong clock ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(("hours", "moment"), [(-1, "2026-11-23 17:35:05"), (1, "2026-11-23 16:22:05")])
def test_a_clock_an_hour_wrong_is_told_and_does_no_harm(bench: ImportBench, hours: int, moment: str) -> None:
    """Yahoo's clock is right, and says so in its Date header; by the fast one the session is over already."""
    began = at(moment)
    bench.clock.set(began + hours * 3600)
    bench.yahoo.now = lambda: bench.clock.now() - hours * 3600
    ran = bench.run("GC=F", sources=("1m", "5m", "1d"))
    assert ran.done.exit_code == 0
    assert {request.status for request in bench.yahoo.chart_requests()} == {200}
    (notice,) = ran.notices("clock")
    assert "60 minutes" in notice
    assert ("ahead of" if hours > 0 else "behind") in notice
    assert bench.quarantined() == {}
    start = at("2026-11-18 18:00")
    known = truth.last_trade("GC=F", began + 5 - 1800)
    for name in ("1m", "5m", "1h", "1d"):
        stored = bench.candles("GC=F", name)
        right = truth.truth("GC=F", name, start, began + 3600, known)
        if hours < 0:  # what the slow clock did not ask for comes with the next import
            right = right.cut(right.ts <= stored.ts[-1])
        assert difference(stored.cut(stored.ts >= right.ts[0]), bench.counted("GC=F", name, right)) == "", name
    bench.clock.set(TUESDAY)
    bench.yahoo.now = bench.clock.now
    assert bench.run("GC=F", sources=("1m", "5m", "1d")).notices("clock") == []
    for name in ("1m", "5m", "12h", "1d"):
        stored = bench.candles("GC=F", name)
        right = truth.truth("GC=F", name, start, TUESDAY, TUESDAY)
        assert difference(stored.cut(stored.ts >= right.ts[0]), bench.counted("GC=F", name, right)) == "", name


@pytest.mark.usefixtures("far")
def test_a_slow_clock_refused_at_first_is_corrected_by_the_refusal(bench: ImportBench) -> None:
    """Nothing else was asked before, so that only the refusal itself tells the time."""
    bench.yahoo.now = lambda: bench.clock.now() + 3 * 3600
    ran = bench.run("ES=F", sources=("5m",))
    assert ran.done.exit_code == 0
    assert len(ran.notices("clock")) == 1
    assert {request.status for request in bench.yahoo.chart_requests()} == {422, 200}
    assert len(bench.yahoo.chart_requests()) == 3  # yfinance repeats a refusal at once
    assert len(bench.candles("ES=F", "5m").ts) > 5000


@pytest.mark.parametrize("seconds", [-110, 110])
def test_a_clock_a_little_wrong_is_not_worth_a_word(bench: ImportBench, seconds: int) -> None:
    bench.yahoo.clock_skew = seconds
    ran = bench.run("ES=F", sources=("1d", "1m"))
    assert ran.done.exit_code == 0
    assert ran.notices("clock") == []
    assert bench.wrong("ES=F", began=BEGAN, names=("1m", "1d")) == []
