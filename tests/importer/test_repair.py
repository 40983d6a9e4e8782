"""A repair asks the feed again, the same day, for what is missing and for nothing else."""

from __future__ import annotations

from ohlc_desktop.core.importing.events import PlanMade
from ohlc_desktop.core.states.runs import ItemState, RunState
from tests.importer.bench import ImportBench


def test_a_repair_brings_what_the_feed_left_out_the_same_day(bench: ImportBench) -> None:
    bench.yahoo.fault("drop_rows", "ES=F", "5m")
    assert bench.run("ES=F").done.missing > 0
    bench.yahoo.clear_faults()
    bench.asked()
    began = bench.clock.now()
    # a normal import does not ask again on the same day for what was answered as empty
    assert bench.run("ES=F").done.requests == 0
    assert bench.missing("ES=F")["5m"]
    ran = bench.run("ES=F", trigger="repair")
    assert bench.asked() == {"ES=F": ["5m"]}
    assert (ran.done.state, ran.done.missing, ran.done.written > 0) == (RunState.DONE, 0, True)
    assert [request["reason"] for plan in ran.of(PlanMade) for request in plan.requests] == ["repair"]
    assert bench.missing("ES=F")["5m"] == 0
    assert bench.wrong("ES=F", began=began, names=("5m", "15m", "1h", "12h", "1d"), ends=True) == []


def test_a_repair_of_complete_series_asks_for_nothing(stocked: ImportBench) -> None:
    ran = stocked.run("ES=F", trigger="repair")
    assert (stocked.asked(), ran.done.requests, ran.done.exit_code) == ({}, 0, 0)
    assert ran.states() == {ItemState.SKIPPED}


def test_what_stays_missing_after_a_repair_is_not_believed_the_same_day(bench: ImportBench) -> None:
    """Two answers of one day are one: only another day's settles that nothing was traded."""
    bench.yahoo.fault("drop_rows", "ES=F", "5m")
    bench.run("ES=F", sources=["5m"])
    absent = bench.missing("ES=F")["5m"]
    bench.yahoo.clear_faults()
    bench.yahoo.fault("no_rows", "ES=F", "5m")
    bench.run("ES=F", sources=["5m"], trigger="repair")
    assert bench.missing("ES=F")["5m"] == absent
    bench.yahoo.clear_faults()
    assert bench.run("ES=F", sources=["5m"], trigger="repair").done.missing == 0


def test_a_repair_of_single_series_asks_for_these_only(bench: ImportBench) -> None:
    """ES 1m and NQ 1d are two requests, not the four of both instruments in both timeframes."""
    bench.run("ES=F", "NQ=F", trigger="repair", exact={"ES=F": ("1m",), "NQ=F": ("1d",)})
    assert bench.asked() == {"ES=F": ["1m"], "NQ=F": ["1d"]}
