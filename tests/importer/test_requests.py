"""How many requests an import makes, which windows they ask for, and what is asked again."""

from __future__ import annotations

import threading

import numpy as np
import pytest

from ohlc_desktop.core.importing.events import ItemDone
from ohlc_desktop.core.states.runs import ItemState, RunState
from tests.importer.bench import ImportBench, at, difference
from tests.standins import market_truth as truth
from tests.standins.market_truth import DAY, HOUR, MINUTE

BACKFILL = ["1d", "1m", "2m", "5m"]
DAILY = ["1d", "1m", "5m"]
BEGAN = at("2026-11-23 17:05:05")
ALL = ("1m", "2m", "5m", "12h", "1d", "5d", "1wk", "1mo")
NO_2M = tuple(name for name in ALL if name != "2m")


def test_nothing_is_asked_twice_in_a_row(stocked: ImportBench) -> None:
    stocked.run("ES=F")
    stocked.asked()
    ran = stocked.run("ES=F")
    assert (stocked.asked(), ran.done.requests, ran.done.exit_code) == ({}, 0, 0)
    assert ran.states() == {ItemState.SKIPPED}


def test_three_requests_on_each_of_the_next_days(stocked: ImportBench) -> None:
    for day in ("2026-11-24", "2026-11-25"):
        stocked.clock.set(at(f"{day} 17:35:05"))
        assert stocked.run("ES=F").done.exit_code == 0
        assert stocked.asked() == {"ES=F": DAILY}
    assert stocked.wrong("ES=F", began=BEGAN, names=ALL, ends=True) == []


def test_the_second_pass_asks_for_the_last_days_only(bench: ImportBench) -> None:
    """At 14:05 Pacific the last minutes are not there yet; at 14:35 they are, with a second look at the last days."""
    bench.run("GC=F", sources=DAILY)
    bench.yahoo.clear()
    bench.clock.set(at("2026-11-23 17:35:05"))
    assert bench.run("GC=F", sources=DAILY).done.exit_code == 0
    for request in bench.yahoo.chart_requests():
        assert request.period1 is not None
        if request.interval != "1d":
            assert BEGAN - request.period1 <= 4 * DAY + HOUR
        else:
            assert BEGAN - request.period1 <= 32 * DAY
    assert {tuple(intervals) for intervals in bench.asked().values()} == {("1d", "1m", "5m")}
    assert bench.wrong("GC=F", began=BEGAN, names=NO_2M, ends=True) == []
    assert bench.run("GC=F", sources=DAILY).done.requests == 0
    bench.clock.set(at("2026-11-23 17:55:05"))
    assert bench.run("GC=F", sources=DAILY).done.requests == 0


def test_a_weekend_asks_for_nothing_but_the_days(bench: ImportBench) -> None:
    bench.clock.set(at("2026-11-20 17:35:05"))
    assert bench.run("ES=F", sources=DAILY).done.exit_code == 0
    bench.asked()
    bench.clock.set(at("2026-11-21 12:00:05"))
    assert bench.run("ES=F", sources=DAILY).done.exit_code == 0
    assert bench.asked() == {"ES=F": ["1d"]}  # settlements are looked at once a day
    assert bench.run("ES=F", sources=DAILY).done.requests == 0


@pytest.mark.usefixtures("far")
def test_three_weeks_offline(stocked: ImportBench) -> None:
    """The minutes beyond a backfill's 7 days are still within Yahoo's 30: they are fetched, 8 days at a time."""
    stocked.clock.set(at("2026-12-14 17:35:05"))
    ran = stocked.run("ES=F")
    assert ran.done.exit_code == 0
    asked = stocked.yahoo.chart_requests()
    assert {request.status for request in asked} == {200}
    minutes = sorted((r.period1 or 0, r.period2 or 0) for r in asked if r.interval == "1m")
    assert len(minutes) == 3
    assert max(end - start for start, end in minutes) <= 8 * DAY
    assert sorted(str(r.interval) for r in asked) == ["1d", "1m", "1m", "1m", "5m"]
    assert stocked.wrong("ES=F", began=BEGAN, names=ALL, ends=True) == []
    assert stocked.missing("ES=F") == dict.fromkeys(stocked.missing("ES=F"), 0)


@pytest.mark.usefixtures("far")
def test_ten_weeks_offline_leave_only_what_yahoo_no_longer_has(stocked: ImportBench) -> None:
    back = at("2027-02-02 17:35:05")
    stocked.clock.set(back)
    ran = stocked.run("ES=F")
    assert ran.done.exit_code == 0
    assert {request.status for request in stocked.yahoo.chart_requests()} == {200}
    assert stocked.wrong("ES=F", began=BEGAN, names=("1d", "1wk", "1mo")) == []
    for name, days in (("1m", 29), ("5m", 60), ("1h", 60)):
        edge = back - days * DAY + 2 * HOUR
        block = stocked.candles("ES=F", name)
        assert np.array_equal(block.ts[block.ts >= edge], truth.truth("ES=F", name, edge, back, back).ts), name
    assert set(stocked.missing("ES=F").values()) == {0}
    stocked.asked()
    assert stocked.run("ES=F").done.requests == 0


def test_a_new_instrument_costs_the_others_nothing(stocked: ImportBench) -> None:
    stocked.run("ES=F")
    stocked.asked()
    assert stocked.run("ES=F", "NQ=F").done.exit_code == 0
    assert stocked.asked() == {"NQ=F": BACKFILL}


def test_one_timeframe_alone(bench: ImportBench) -> None:
    ran = bench.run("ES=F", sources=("1d",))
    assert bench.asked() == {"ES=F": ["1d"]}
    assert sorted(name for _, name in ran.items()) == ["1d", "1mo", "1wk", "3mo", "5d"]


# -- holes -----------------------------------------------------------------------------------------------


def test_holes_are_asked_for_again_the_next_day_and_filled(bench: ImportBench) -> None:
    bench.clock.set(at("2026-11-23 17:35:05"))
    began = bench.clock.now()
    for interval in ("1m", "5m"):
        bench.yahoo.fault("drop_rows", interval=interval, times=1)
    assert bench.run("ES=F", sources=DAILY).done.exit_code == 0
    assert min(bench.missing("ES=F")[interval] or 0 for interval in ("1m", "5m")) > 1000
    bench.asked()
    assert bench.run("ES=F", sources=DAILY).done.requests == 0  # not on the same day
    bench.clock.set(at("2026-11-24 17:35:05"))
    ran = bench.run("ES=F", sources=DAILY)
    assert ran.done.exit_code == 0
    assert {name for name, missing in bench.missing("ES=F").items() if missing} <= {"2m"}
    assert bench.asked() == {"ES=F": DAILY}
    assert bench.wrong("ES=F", began=began, names=("1m", "5m", "15m", "90m", "12h")) == []


@pytest.mark.usefixtures("far")
def test_what_is_empty_on_two_days_is_settled(bench: ImportBench) -> None:
    bench.clock.set(at("2026-11-23 17:35:05"))
    lost = at("2026-10-20 18:00"), at("2026-10-27 17:00")
    bench.yahoo.lost["5m"] = [lost]
    bench.run("ES=F", sources=("5m", "1d"))
    holes = bench.sql("SELECT start, end FROM coverage WHERE timeframe='5m' AND settled=0")
    assert bench.missing("ES=F")["5m"] == 5 * 23 * 12 - 4  # less those of midnight, which the feed need not have
    assert holes == [(lost[0], lost[1])]

    bench.clock.set(at("2026-11-24 17:35:05"))
    assert bench.run("ES=F", sources=("5m", "1d")).done.exit_code == 0
    assert bench.sql("SELECT count(*) FROM coverage WHERE timeframe='5m' AND settled=0") == [(0,)]
    assert set(bench.missing("ES=F").values()) == {0}
    bench.clock.set(at("2026-11-25 17:35:05"))
    bench.yahoo.clear()
    bench.run("ES=F", sources=("5m", "1d"))
    asked = [request for request in bench.yahoo.chart_requests() if request.interval == "5m"]
    assert [request.period1 >= lost[1] for request in asked if request.period1] == [True]
    assert set(bench.missing("ES=F").values()) == {0}


def test_the_same_day_never_settles_a_hole(bench: ImportBench) -> None:
    bench.clock.set(at("2026-11-23 10:00:05"))
    bench.yahoo.lost["1m"] = [(int(at("2026-11-18 10:00")), int(at("2026-11-19 10:00")))]
    for minute in range(0, 50, 10):
        bench.clock.set(at("2026-11-23 10:00:05") + minute * MINUTE)
        assert bench.run("ES=F", sources=("1m",)).done.exit_code == 0
        assert (bench.missing("ES=F")["1m"] or 0) > 1300


def test_a_missing_day_comes_back(bench: ImportBench) -> None:
    """Days that Yahoo lost have come back later: they are asked for again."""
    bench.clock.set(at("2026-11-23 17:35:05"))
    began = bench.clock.now()
    bench.yahoo.fault("drop_rows", interval="1d", times=1)
    bench.run("ES=F", sources=("1d",))
    missing = bench.missing("ES=F")
    assert (missing["1d"] or 0) > 50
    bench.clock.set(at("2026-11-24 17:35:05"))
    assert bench.run("ES=F", sources=("1d",)).done.exit_code == 0
    assert set(bench.missing("ES=F").values()) == {0}
    assert bench.wrong("ES=F", began=began, names=("1d", "5d", "1wk", "1mo", "3mo")) == []


def test_an_answer_that_lacks_stored_candles_removes_nothing(stocked: ImportBench) -> None:
    before = {name: stocked.candles("ES=F", name) for name in ALL}
    for day, fault in (("2026-11-24", "drop_rows"), ("2026-11-25", "no_rows"), ("2026-11-26", "null_rows")):
        stocked.clock.set(at(f"{day} 17:35:05"))
        stocked.yahoo.clear_faults()
        stocked.yahoo.fault(fault)
        assert stocked.run("ES=F").done.exit_code == int(fault == "no_rows")  # of a holiday nothing need be there
        for name, old in before.items():
            assert difference(stocked.candles("ES=F", name).cut(slice(0, len(old.ts))), old) == "", (fault, name)
    stocked.yahoo.clear_faults()
    stocked.clock.set(at("2026-11-27 17:35:05"))
    assert stocked.run("ES=F").done.exit_code == 0
    assert stocked.wrong("ES=F", began=BEGAN, names=("1d", "5d", "1wk", "1mo")) == []


def test_corrected_days_are_revised_and_what_is_derived_follows(stocked: ImportBench) -> None:
    """Every price of the last 30 days is a dollar higher on Tuesday, and back to the truth on Wednesday."""
    stocked.clock.set(at("2026-11-24 17:35:05"))
    stocked.yahoo.fault("revised", interval="1d", times=1)
    before = {name: stocked.candles("ES=F", name) for name in ("1d", "1wk", "1mo")}
    ran = stocked.run("ES=F", sources=("1d",))
    items = ran.items()
    assert items["ES=F", "1d"].revised == len(before["1d"].cut(before["1d"].ts >= at("2026-10-25 00:00")).ts) == 20
    assert items["ES=F", "1wk"].revised == 4
    assert items["ES=F", "1mo"].revised == 1
    assert items["ES=F", "1wk"].state is ItemState.WRITTEN
    assert ran.done.revised == sum(item.revised for item in items.values())
    for name, first in (("1d", "2026-10-25"), ("1wk", "2026-10-25"), ("1mo", "2026-10-01")):
        old = before[name]
        new = stocked.candles("ES=F", name).cut(slice(0, len(old.ts)))
        assert np.array_equal(new.ts, old.ts)
        assert np.array_equal(new.close - old.close, np.where(old.ts >= at(f"{first} 00:00") - DAY, 1.0, 0.0)), name
    stocked.clock.set(at("2026-11-25 17:35:05"))
    assert stocked.run("ES=F", sources=("1d",)).items()["ES=F", "1d"].revised == 21
    # the day at the edge of the 30 days has left them
    for name, first in (("1d", "2026-10-26 18:00"), ("1wk", "2026-11-01 18:00")):
        block = stocked.candles("ES=F", name)
        right = truth.truth("ES=F", name, at(first), stocked.clock.now(), stocked.clock.now())
        assert difference(block.cut(block.ts >= right.ts[0]), stocked.counted("ES=F", name, right)) == "", name


def test_the_three_newest_days_are_always_asked_for_again(stocked: ImportBench) -> None:
    for day in ("2026-11-24", "2026-11-30"):
        stocked.clock.set(at(f"{day} 17:35:05"))
        stocked.run("ES=F", sources=("1d",))
        request = stocked.yahoo.chart_requests()[-1]
        newest = stocked.candles("ES=F", "1d").ts[-3]
        assert request.period1 is not None
        assert request.period1 <= newest + 5 * HOUR


# -- the ledger ------------------------------------------------------------------------------------------


def test_an_occurrence_that_is_done_is_not_repeated(bench: ImportBench) -> None:
    planned = "2026-11-23T22:05:00Z"
    first = bench.run("ES=F", sources=("1d",), planned=planned)
    assert (first.done.state, first.done.exit_code) == (RunState.DONE, 0)
    bench.asked()
    again = bench.run("ES=F", planned=planned)
    assert (again.done.run, again.done.state, again.done.exit_code, again.done.requests) == (None, RunState.DONE, 0, 0)
    assert bench.asked() == {}
    assert [type(event).__name__ for event in again.events] == ["RunDone"]
    assert bench.sql("SELECT count(*) FROM run") == [(1,)]


def test_an_occurrence_that_was_not_done_is_completed_under_its_number(bench: ImportBench) -> None:
    planned = "2026-11-23T22:05:00Z"
    bench.yahoo.fault("404", interval="5m")
    first = bench.run("ES=F", planned=planned, sources=DAILY)
    assert (first.done.state, first.done.exit_code) == (RunState.PARTIAL, 1)
    bench.yahoo.clear_faults()
    bench.asked()
    second = bench.run("ES=F", planned=planned, sources=DAILY)
    assert (second.done.run, second.done.state) == (first.done.run, RunState.DONE)
    assert bench.asked() == {"ES=F": ["5m"]}
    assert bench.sql("SELECT count(*), min(state) FROM run") == [(1, "DONE")]
    assert bench.sql("SELECT requests FROM run") == [(first.done.requests + second.done.requests,)]
    assert bench.wrong("ES=F", began=BEGAN, names=NO_2M, ends=True) == []


def test_the_last_event_sums_up_the_run(bench: ImportBench) -> None:
    bench.yahoo.unlisted.add("NQ=F")
    ran = bench.run("ES=F", "NQ=F", sources=("1m", "1d"))
    done = ran.done
    items = ran.of(ItemDone)
    assert (done.state, done.exit_code) == (RunState.PARTIAL, 1)
    assert set(done.totals) == {state.value for state in ItemState if state.final}
    assert sum(done.totals.values()) == len(items) == 2 * 7
    assert done.totals["WRITTEN"] == done.totals["FAILED"] == 7
    assert done.written == sum(item.added for item in items)
    assert done.quarantined == 0
    assert done.requests == len(bench.yahoo.requests)
    assert done.seconds > 0
    assert str(done.message)
    row = bench.sql("SELECT state, requests, written, revised, quarantined FROM run")
    assert row == [("PARTIAL", done.requests, done.written, 0, 0)]
    assert bench.sql("SELECT count(*) FROM run_item") == [(14,)]


def test_an_interrupted_run_is_recognised_and_completed(bench: ImportBench) -> None:
    """A crash after two answers: the next run knows of it and asks only for the rest."""

    class Crash(Exception):
        pass

    def crash(event: object) -> None:
        if isinstance(event, ItemDone) and event.timeframe == "1m":
            raise Crash

    with pytest.raises(Crash):
        bench.run("ES=F", sources=DAILY, listen=crash, concurrency=1)
    assert bench.sql("SELECT state FROM run") == [("RUNNING",)]
    stored = {name for (name,) in bench.sql("SELECT DISTINCT timeframe FROM candle")}
    bench.reopen()
    bench.asked()
    second = bench.run("ES=F", sources=DAILY)
    assert second.done.exit_code == 0
    assert "1m" in stored
    assert bench.asked() == {"ES=F": ["5m"]}
    assert bench.sql("SELECT state FROM run ORDER BY id") == [("INTERRUPTED",), ("DONE",)]
    assert bench.sql("SELECT count(*) FROM run_item WHERE state IN ('WAITING', 'FETCHING')") == [(0,)]
    assert bench.wrong("ES=F", began=BEGAN, names=NO_2M, ends=True) == []


def test_a_cancelled_run_keeps_what_was_answered(bench: ImportBench) -> None:
    def cancel(event: object) -> None:
        if isinstance(event, ItemDone) and event.timeframe == "1d":
            bench.cancel.set()

    ran = bench.run("ES=F", sources=DAILY, listen=cancel, concurrency=1)
    assert (ran.done.state, ran.done.exit_code) == (RunState.CANCELLED, 130)
    assert ran.items()["ES=F", "1d"].state is ItemState.WRITTEN
    assert ran.items()["ES=F", "5m"].state is ItemState.CANCELLED
    bench.cancel = threading.Event()
    bench.asked()
    assert bench.run("ES=F", sources=DAILY).done.exit_code == 0
    assert bench.asked() == {"ES=F": ["1m", "5m"]}
    assert bench.wrong("ES=F", began=BEGAN, names=NO_2M, ends=True) == []
