"""A repair asks the feed again, the same day, for what is missing and for nothing else."""

from __future__ import annotations

from ohlc_desktop.core.importing.events import PlanMade
from ohlc_desktop.core.states.runs import ItemState, RunState
from tests.importer.desk import Desk


def test_a_repair_brings_what_the_feed_left_out_the_same_day(desk: Desk) -> None:
    desk.yahoo.fault("drop_rows", "ES=F", "5m")
    assert desk.run("ES=F").done.missing > 0
    desk.yahoo.clear_faults()
    desk.asked()
    began = desk.clock.now()
    # a normal import does not ask again on the same day for what was answered as empty
    assert desk.run("ES=F").done.requests == 0
    assert desk.missing("ES=F")["5m"]
    ran = desk.run("ES=F", trigger="repair")
    assert desk.asked() == {"ES=F": ["5m"]}
    assert (ran.done.state, ran.done.missing, ran.done.written > 0) == (RunState.DONE, 0, True)
    assert [request["reason"] for plan in ran.of(PlanMade) for request in plan.requests] == ["repair"]
    assert desk.missing("ES=F")["5m"] == 0
    assert desk.wrong("ES=F", began=began, names=("5m", "15m", "1h", "12h", "1d"), ends=True) == []


def test_a_repair_of_complete_series_asks_for_nothing(stocked: Desk) -> None:
    ran = stocked.run("ES=F", trigger="repair")
    assert (stocked.asked(), ran.done.requests, ran.done.exit_code) == ({}, 0, 0)
    assert ran.states() == {ItemState.SKIPPED}


def test_what_stays_missing_after_a_repair_is_not_believed_the_same_day(desk: Desk) -> None:
    """Two answers of one day are one: only another day's settles that nothing was traded."""
    desk.yahoo.fault("drop_rows", "ES=F", "5m")
    desk.run("ES=F", sources=["5m"])
    absent = desk.missing("ES=F")["5m"]
    desk.yahoo.clear_faults()
    desk.yahoo.fault("no_rows", "ES=F", "5m")
    desk.run("ES=F", sources=["5m"], trigger="repair")
    assert desk.missing("ES=F")["5m"] == absent
    desk.yahoo.clear_faults()
    assert desk.run("ES=F", sources=["5m"], trigger="repair").done.missing == 0


def test_a_repair_of_single_series_asks_for_these_only(desk: Desk) -> None:
    """ES 1m and NQ 1d are two requests, not the four of both instruments in both timeframes."""
    desk.run("ES=F", "NQ=F", trigger="repair", exact={"ES=F": ("1m",), "NQ=F": ("1d",)})
    assert desk.asked() == {"ES=F": ["1m"], "NQ=F": ["1d"]}
