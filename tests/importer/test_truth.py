"""Whatever the moment, what is stored is the truth: every candle, in all 18 timeframes, and no other."""

from __future__ import annotations

import random
from itertools import pairwise
from typing import Literal

import pytest

from ohlc_desktop.core.importing.events import PlanMade
from ohlc_desktop.importer.run_setup import library_sessions
from tests.importer import bench as desks
from tests.importer.bench import ImportBench, at
from tests.standins import market_truth as truth
from tests.standins.market_truth import DAY

#: New York time, and who is imported then.
MOMENTS = {
    "mid-session": ("2026-11-23 11:22:05", "ZB=F"),
    "the evening trap, late feed": ("2026-11-24 18:10:05", "GC=F"),
    "the clocks go forward": ("2026-03-08 20:00:05", "ES=F"),
    "the clocks go back": ("2026-11-01 20:00:05", "GC=F"),
    "right after an early close": ("2026-11-27 13:40:05", "ES=F"),
    "a holiday": ("2026-12-25 12:00:05", "ZB=F"),
    "year's end": ("2026-12-31 17:35:05", "ES=F"),
}
BACKFILL = ["1d", "1m", "2m", "5m"]
#: What is asked for each day; a backfill of 2m has more rows than these together.
DAILY = ("1m", "5m", "1d")
#: What is asked for, the longest of the derived, and all that are keyed by trade date.
NAMES = ("1m", "2m", "5m", "8h", "12h", "1d", "5d", "1wk", "1mo", "3mo")

FEWER = tuple(name for name in NAMES if name not in ("2m", "8h"))
#: Faults after which the next day's import can mend everything.
PASSING = (
    "429", "500", "html", "reset", "truncated", "short_arrays", "wrong_symbol", "missing_meta", "404", "422",
    "partial_null", "high_low", "negative_volume", "off_grid", "weekend_daily", "outside_window",
)  # fmt: skip


@pytest.mark.usefixtures("far")
def test_the_first_backfill_stores_the_truth_in_all_18_timeframes_by_four_requests_an_instrument(bench: ImportBench) -> None:
    began = bench.clock.now()
    ran = bench.run("ES=F", "ZB=F")
    assert ran.done.exit_code == 0
    assert len(bench.yahoo.requests) == 2 * 4 + 2 == ran.done.requests  # and two for the session
    assert {request.status for request in bench.yahoo.chart_requests()} == {200}
    assert bench.asked() == {"ES=F": BACKFILL, "ZB=F": BACKFILL}
    assert [plan.complete for plan in ran.of(PlanMade)] == [0]
    assert bench.wrong("ES=F", "ZB=F", began=began) == []
    assert bench.quarantined() == {}
    stored = sum(count for (count,) in bench.sql("SELECT count FROM series"))
    assert ran.done.written == stored == bench.sql("SELECT count(*) FROM candle")[0][0]


@pytest.mark.parametrize(("moment", "symbol"), MOMENTS.values(), ids=MOMENTS)
def test_a_backfill_stores_the_truth(bench: ImportBench, moment: str, symbol: str) -> None:
    bench.clock.set(at(moment))
    began = bench.clock.now()
    assert bench.run(symbol, sources=DAILY).done.exit_code == 0
    assert bench.wrong(symbol, began=began, names=FEWER, ends=True) == []
    assert bench.quarantined() == {}
    assert not any(missing for name, missing in bench.missing(symbol).items() if name != "2m")


@pytest.mark.parametrize("live_row", [False, "extra"])
def test_unfinished_candles_are_left_out_however_yahoo_stamps_them(
    bench: ImportBench, live_row: Literal[False, "extra"]
) -> None:
    bench.clock.set(at("2026-11-23 11:22:05"))
    bench.yahoo.live_row = live_row
    began = bench.clock.now()
    assert bench.run("GC=F", sources=DAILY).done.exit_code == 0
    assert bench.wrong("GC=F", began=began, names=("1m", "5m", "1h", "1d")) == []
    assert bench.quarantined() == {}


def test_the_evening_stub_never_replaces_the_settled_day(bench: ImportBench) -> None:
    """Import in the evening, again later that evening, and the next day: always the settled candles."""
    for moment in ("2026-11-24 18:05:05", "2026-11-24 19:10:05", "2026-11-24 23:59:05", "2026-11-25 17:35:05"):
        bench.clock.set(at(moment))
        began = at("2026-11-24 18:05:05")
        assert bench.run("ES=F", sources=("1d",)).done.exit_code == 0
        assert bench.wrong("ES=F", began=began, names=("1d", "1wk")) == []


def test_a_minute_before_its_day_ends_a_market_around_the_clock_is_still_open(bench: ImportBench) -> None:
    """Yahoo says that such a day ends at 23:59; its last minute is not over then."""
    bench.clock.set(at("2026-11-25 18:59:30"))
    bench.yahoo.delay = 0.0
    began = bench.clock.now()
    assert bench.run("BTC-USD", sources=("1m", "1d")).done.exit_code == 0
    assert bench.wrong("BTC-USD", began=began, closed=at("2026-11-24 19:00"), names=("1d",)) == []
    assert bench.wrong("BTC-USD", began=began, names=("1m",)) == []


def test_a_last_trade_before_the_bell_closes_the_session_all_the_same(bench: ImportBench) -> None:
    """A session's last trade is seldom in its last second; when the feed's delay is over, it is whole."""
    bench.clock.set(at("2026-11-23 17:35:05"))
    bench.yahoo.last_trade_at_close = -61
    began = bench.clock.now()
    assert bench.run("ES=F", sources=DAILY).done.exit_code == 0
    assert bench.wrong("ES=F", began=began, names=("1m", "5m", "1d", "1wk"), ends=True) == []


def test_a_week_of_imports_at_odd_hours_equals_one(bench: ImportBench) -> None:
    """Many small imports, in the middle of candles of every length, leave the same candles as a single one."""
    began = at("2026-11-23 10:07:33")
    for moment in (
        "2026-11-23 10:07:33", "2026-11-23 17:35:05", "2026-11-24 09:31:07", "2026-11-27 13:11:05", "2026-11-30 18:00:30",
    ):  # fmt: skip
        bench.clock.set(at(moment))
        assert bench.run("GC=F", sources=DAILY).done.exit_code == 0
    assert bench.wrong("GC=F", began=began, names=(*FEWER, "90m", "2h", "8h"), ends=True) == []
    assert bench.quarantined() == {}


def test_the_calendar_library_is_asked_once_and_agrees(bench: ImportBench) -> None:
    """Nothing here rests on the tests' cached sessions."""
    asked: list[str] = []

    def load(name: str, first: int, last: int) -> desks.Calendar:
        asked.append(name)
        return library_sessions(name, first, last)

    bench.load_sessions = load
    began = bench.clock.now()
    for _ in range(2):
        assert bench.run("ES=F", "GC=F", sources=("1d",)).done.exit_code == 0
    assert bench.wrong("ES=F", "GC=F", began=began, names=("1d", "5d")) == []
    assert sorted(asked) == ["cme_equity", "cme_metals"]


# -- what is in no catalogue -----------------------------------------------------------------------------


@pytest.mark.parametrize(("symbol", "live_row"), [("AAPL", False), ("^VIX", True), ("BTC-USD", "extra")])
def test_while_a_stock_trades_its_unfinished_candles_are_left_out(
    bench: ImportBench, symbol: str, live_row: Literal[False, True, "extra"]
) -> None:
    bench.clock.set(at("2026-11-25 11:22:05"))
    bench.yahoo.delay, bench.yahoo.live_row = 0.0, live_row
    began = bench.clock.now()
    assert bench.run(symbol, sources=("1m", "1d")).done.exit_code == 0
    assert bench.quarantined() == {}
    assert bench.wrong(symbol, began=began, names=("1m",)) == []
    assert bench.candles(symbol, "1d").ts[-1] == truth.utc_midnight(truth.date(2026, 11, 24))


def test_whatever_happens_for_a_week_the_truth_comes_out(stocked: ImportBench) -> None:
    """Faults at random for a week, at random times of the day; then two quiet days."""
    chance = random.Random(1)
    began = stocked.clock.now()
    moment = began
    while moment < began + 7 * DAY:
        moment += chance.uniform(0.2, 2.2) * DAY
        stocked.clock.set(moment)
        stocked.yahoo.clear_faults()
        for interval in ("1m", "5m", "1d"):
            if chance.random() < 0.6:
                kind = chance.choice(PASSING)
                if kind == "weekend_daily" and interval != "1d":
                    kind = "outside_window"  # minutes of a Saturday are taken for what they are
                stocked.yahoo.fault(kind, interval=interval, times=chance.randint(1, 9))
        stocked.run("ES=F")
    stocked.yahoo.clear_faults()
    for days in (1.1, 2.2):
        stocked.clock.set(moment + days * DAY)
        assert stocked.run("ES=F").done.exit_code == 0
    assert stocked.wrong("ES=F", began=began, names=NAMES) == []
    assert set(stocked.missing("ES=F").values()) == {0}
    stocked.asked()
    assert stocked.run("ES=F").done.requests == 0


def test_days_of_stocks_follow_one_another(bench: ImportBench) -> None:
    """Weeks and months of a stock have every trading day in them."""
    bench.clock.set(at("2026-11-30 09:00:05"))
    began = bench.clock.now()
    assert bench.run("AAPL", sources=("1d",)).done.exit_code == 0
    assert bench.wrong("AAPL", began=began, names=("1d", "1wk", "5d")) == []
    weeks = bench.candles("AAPL", "1wk").ts
    assert {b - a for a, b in pairwise(weeks.tolist())} == {7 * DAY}
