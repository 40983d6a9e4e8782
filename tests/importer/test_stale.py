"""A feed that has nothing new yet, or less than before: nothing is done that is not, and less never replaces more."""

from __future__ import annotations

import numpy as np
import pytest

from ohlc_desktop.core.checking.quality import RawRows
from ohlc_desktop.core.planning.coverage import Interval
from ohlc_desktop.core.planning.plan import FetchRequest, Purpose
from ohlc_desktop.core.states.runs import ItemState
from ohlc_desktop.importer.checks.answers import check_answer
from ohlc_desktop.sources.source import Answer
from tests.importer.bench import ImportBench, at, future, load_sessions
from tests.standins.market_truth import HOUR, MINUTE

#: Both changes of the clock in New York: a Friday, and the Monday after it.
WEEKS = [("2026-03-06", "2026-03-09"), ("2026-10-30", "2026-11-02")]


def filled(bench: ImportBench, day: str, *sources: str) -> float:
    """Import at 17:35 New York of a day; when that was."""
    bench.begin_with(f"filled {day} {sources}", f"{day} 17:35:05", lambda: bench.run("ES=F", sources=sources))
    return bench.clock.now()


def test_an_empty_answer_is_asked_for_again_the_same_day(bench: ImportBench) -> None:
    began = filled(bench, "2026-11-20", "5m")
    covered = bench.sql("SELECT * FROM coverage")
    bench.clock.set(at("2026-11-23 17:05:05"))
    fault = bench.yahoo.fault("no_rows", interval="5m", times=1)
    ran = bench.run("ES=F", sources=("5m",))
    assert fault.hits == 1
    assert ran.done.exit_code == 1
    assert ran.states() == {ItemState.FAILED}
    assert {item.cause for item in ran.items().values()} == {"stale_answer"}
    assert bench.sql("SELECT * FROM coverage") == covered
    bench.clock.advance(30 * MINUTE)
    assert bench.run("ES=F", sources=("5m",)).done.exit_code == 0
    assert bench.wrong("ES=F", began=began, names=("5m", "1h", "12h"), ends=True) == []
    assert set(bench.sql("SELECT DISTINCT cause FROM series")) == {("",)}


@pytest.mark.parametrize(("friday", "monday"), WEEKS)
def test_a_feed_that_lags_is_stored_and_asked_again(bench: ImportBench, friday: str, monday: str) -> None:
    began = filled(bench, friday, "5m")
    bench.clock.set(at(f"{monday} 17:15:05"))
    bench.yahoo.delay = 4 * HOUR
    ran = bench.run("ES=F", sources=("5m",))
    assert ran.items()["ES=F", "5m"].state is ItemState.FAILED
    assert "no candles yet" in str(ran.items()["ES=F", "5m"].message)
    newest = at(f"{monday} 13:10:00")
    assert bench.candles("ES=F", "5m").ts[-1] == newest
    assert bench.sql("SELECT max(end) FROM coverage WHERE timeframe='5m'") == [(newest + 5 * MINUTE,)]
    bench.yahoo.delay = 0.0
    bench.clock.advance(20 * MINUTE)
    assert bench.run("ES=F", sources=("5m",)).done.exit_code == 0
    assert bench.wrong("ES=F", began=began, names=("5m", "1h", "12h"), ends=True) == []


@pytest.mark.parametrize(("friday", "monday"), WEEKS)
def test_a_day_that_is_not_there_yet_is_asked_for_again_the_same_evening(
    bench: ImportBench, friday: str, monday: str
) -> None:
    began = filled(bench, friday, "1d")
    bench.yahoo.lost["1d"] = [(at(f"{monday} 00:00:00"), at(f"{monday} 23:00:00"))]
    bench.clock.set(at(f"{monday} 17:35:05"))
    ran = bench.run("ES=F", sources=("1d",))
    assert ran.done.exit_code == 1
    assert ran.items()["ES=F", "1d"].cause == "stale_answer"
    assert bench.missing("ES=F")["1d"] == 1
    bench.yahoo.lost.clear()
    bench.clock.advance(15 * MINUTE)
    assert bench.run("ES=F", sources=("1d",)).done.exit_code == 0
    assert bench.wrong("ES=F", began=began, names=("1d", "1wk", "1mo")) == []


@pytest.mark.parametrize("source", ["1m", "5m", "1d"])
def test_a_first_backfill_from_a_feed_that_lags_is_stored_and_completed_later(bench: ImportBench, source: str) -> None:
    bench.clock.set(at("2026-11-23 17:15:05"))
    began = bench.clock.now()
    lost = at("2026-11-23 00:00:00") if source == "1d" else at("2026-11-23 13:00:00")
    bench.yahoo.lost[source] = [(int(lost), int(began))]
    ran = bench.run("ES=F", sources=(source,))
    assert (ran.done.exit_code, ran.items()["ES=F", source].cause) == (1, "stale_answer")
    assert len(bench.candles("ES=F", source).ts) > 100
    bench.yahoo.lost.clear()
    bench.clock.advance(20 * MINUTE)
    assert bench.run("ES=F", sources=(source,)).done.exit_code == 0
    assert bench.wrong("ES=F", began=began, names=(source,), ends=True) == []


def test_half_an_hour_without_trades_is_no_failure_and_is_asked_for_until_later_rows_prove_it(bench: ImportBench) -> None:
    filled(bench, "2026-11-20", "5m")
    quiet = at("2026-11-23 16:30:00"), at("2026-11-23 17:00:00")
    bench.yahoo.lost["5m"] = [quiet]
    bench.clock.set(at("2026-11-23 17:15:05"))
    assert bench.run("ES=F", sources=("5m",)).done.exit_code == 0
    assert bench.sql("SELECT max(end) FROM coverage WHERE timeframe='5m'") == [(quiet[0],)]
    assert bench.missing("ES=F")["5m"] == 6
    bench.asked()
    bench.clock.advance(20 * MINUTE)
    bench.run("ES=F", sources=("5m",))
    assert bench.asked() == {"ES=F": ["5m"]}
    for day, missing in ((24, 6), (25, 0)):
        bench.clock.set(at(f"2026-11-{day} 17:35:05"))
        assert bench.run("ES=F", sources=("5m",)).done.exit_code == 0
        assert bench.missing("ES=F")["5m"] == missing


@pytest.mark.parametrize(("friday", "monday"), WEEKS)
def test_a_live_row_never_replaces_a_settled_day(bench: ImportBench, friday: str, monday: str) -> None:
    began = filled(bench, friday, "1d")
    bench.clock.set(at(f"{monday} 17:05:05"))
    bench.yahoo.delay = 0.0  # the day is settled at 14:05 Pacific, and looked at again at 14:35
    assert bench.run("ES=F", sources=("1d",)).done.exit_code == 0
    settled = bench.candles("ES=F", "1d")
    assert settled.ts[-1] == np.datetime64(monday).astype("datetime64[s]").astype(np.int64)
    bench.clock.set(at(f"{monday} 17:35:05"))
    fault = bench.yahoo.fault("stub", interval="1d", times=1)
    bench.run("ES=F", sources=("1d",))
    assert fault.hits == 1
    assert bench.wrong("ES=F", began=began, names=("1d", "5d", "1wk", "1mo")) == []
    assert bench.sql("SELECT count(*) FROM revision WHERE volume<>0") == [(0,)]  # but volumes that count by now


def test_a_live_row_alone_is_no_day(bench: ImportBench) -> None:
    """The settled row is not there yet: the day is missing and asked for again, not one price without volume."""
    began = filled(bench, "2026-11-20", "1d")
    bench.clock.set(at("2026-11-23 17:35:05"))
    bench.yahoo.fault("stub", interval="1d", times=1)
    assert bench.run("ES=F", sources=("1d",)).items()["ES=F", "1d"].cause == "stale_answer"
    assert bench.missing("ES=F")["1d"] == 1
    bench.clock.advance(15 * MINUTE)
    assert bench.run("ES=F", sources=("1d",)).done.exit_code == 0
    assert bench.wrong("ES=F", began=began, names=("1d", "1wk")) == []


def test_a_quote_without_volume_never_replaces_an_intraday_candle(bench: ImportBench) -> None:
    began = filled(bench, "2026-11-20", "5m")
    bench.clock.set(at("2026-11-20 17:45:05"))
    fault = bench.yahoo.fault("stub", interval="5m", times=1)
    bench.sql("DELETE FROM coverage WHERE timeframe='5m'")
    bench.store.connection.commit()
    bench.run("ES=F", sources=("5m",))
    assert fault.hits == 1
    assert bench.wrong("ES=F", began=began, names=("5m", "1h"), ends=True) == []


def test_an_answer_of_which_every_row_is_refused_is_a_failure_with_its_reason(bench: ImportBench) -> None:
    """Never up to date: a calendar that is wrong, or a feed that has gone mad, would never be noticed."""
    began = filled(bench, "2026-11-20", "1d")
    bench.clock.set(at("2026-11-23 17:35:05"))
    bench.yahoo.lost["1d"] = [(0, at("2026-11-23 00:00:00"))]
    fault = bench.yahoo.fault("high_low", interval="1d", times=1)
    ran = bench.run("ES=F", sources=("1d",))
    assert fault.hits == 1
    item = ran.items()["ES=F", "1d"]
    assert (item.state, item.cause) == (ItemState.FAILED, "refused_rows")
    assert str(item.message) == "None of the rows that Yahoo sent can be a candle: high and low contradict the other prices."
    assert ran.done.exit_code == 1
    bench.yahoo.lost.clear()
    assert bench.run("ES=F", sources=("1d",)).done.exit_code == 0
    assert bench.wrong("ES=F", began=began, names=("1d", "1wk")) == []


def test_hours_without_trades_are_no_failure_of_what_is_hardly_traded(bench: ImportBench) -> None:
    """A far month: trades in one hour of three, and none in the last three before the close."""
    hours = [f"2026-11-{day:02d} {hour:02d}:00" for day in range(9, 24) for hour in (0, 3, 6, 9, 12)]
    quiet = [(at(hour), at(hour) + 2 * HOUR) for hour in hours]
    bench.yahoo.lost["5m"] = [(0, at("2026-11-09 00:00:00")), *quiet, (at("2026-11-23 14:00:00"), at("2026-11-23 17:00:00"))]
    bench.clock.set(at("2026-11-20 17:35:05"))
    bench.run("ES=F", sources=("5m",))
    bench.clock.set(at("2026-11-23 17:35:05"))
    ran = bench.run("ES=F", sources=("5m",))
    assert ran.items()["ES=F", "5m"].state is ItemState.WRITTEN
    assert bench.sql("SELECT max(end) FROM coverage WHERE timeframe='5m'") == [(at("2026-11-23 12:00:00"),)]


@pytest.mark.parametrize(("friday", "monday"), WEEKS)
def test_the_candle_that_the_moment_is_in_is_not_closed_whatever_the_clock_says(
    bench: ImportBench, friday: str, monday: str
) -> None:
    """The session is over and its delay has passed; the feed is later still, and shows so by a row of the moment."""
    began = filled(bench, friday, "5m")
    bench.clock.set(at(f"{monday} 17:13:05"))
    bench.yahoo.delay, bench.yahoo.live_row = 1200.0, "extra"
    assert bench.run("ES=F", sources=("5m",)).done.exit_code == 0
    assert bench.candles("ES=F", "5m").ts[-1] == at(f"{monday} 16:45:00")
    assert bench.quarantined() == {}
    bench.clock.advance(20 * MINUTE)
    assert bench.run("ES=F", sources=("5m",)).done.exit_code == 0
    assert bench.wrong("ES=F", began=began, names=("5m", "15m", "1h", "12h"), ends=True) == []
    assert bench.sql("SELECT count(*) FROM revision") == [(0,)]


@pytest.mark.parametrize(
    ("moment", "closed"),
    [("16:53:05", "16:50"), ("16:57:33", "16:55"), ("16:59:01", "17:00"), ("16:59:59", "17:00"), (None, "17:00")],
)
def test_a_moment_just_before_the_close_leaves_nothing_open(moment: str | None, closed: str) -> None:
    """After a week's close Yahoo keeps telling a price of 16:59:59 New York, until Sunday."""
    start, now = int(at("2026-11-20 09:30")), at("2026-11-20 17:35")
    window = Interval(start, int(now))
    request = FetchRequest(future("ES=F"), "5m", start, int(now), window, Purpose.SYNC)
    none = np.empty(0)
    rows = RawRows(none.astype(np.int64), none, none, none, none, none)
    told = int(at(f"2026-11-20 {moment}")) if moment else None
    answer = Answer(rows, int(at("2026-11-20 16:59:59")), None, moment=told)
    assert check_answer(request, answer, load_sessions("cme_equity", 20_000, 21_000), now).closed_by == at(f"2026-11-20 {closed}")
