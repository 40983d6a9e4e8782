"""A run says what is so: what is missing, what an empty answer is worth, and what became of it on a bad day."""

from __future__ import annotations

import logging
import sqlite3
import threading
from contextlib import closing
from dataclasses import replace

import pytest

from ohlc_desktop.core.importing.events import Event, Failure, ItemStarted
from ohlc_desktop.core.market.sessions import Calendar
from ohlc_desktop.core.states.runs import ItemState, RunState
from ohlc_desktop.store import database
from tests.importer.bench import DAY, ImportBench, at, load_sessions
from tests.importer.conftest import MONDAY
from tests.standins.clock import FakeClock


def test_an_empty_backfill_is_no_success(bench: ImportBench) -> None:
    bench.yahoo.fault("no_rows")
    ran = bench.run("ES=F", sources=("5m",))
    assert (ran.done.exit_code, ran.done.state) == (3, RunState.FAILED)
    assert {item.cause for item in ran.items().values()} == {"empty_answer"}
    assert "market was open" in str(ran.done.message)
    assert bench.sql("SELECT * FROM coverage") == []


def test_an_empty_backfill_is_made_again_the_same_day(bench: ImportBench) -> None:
    fault = bench.yahoo.fault("no_rows")
    bench.run("ES=F", sources=("5m",))
    bench.clock.advance(3600)
    bench.yahoo.clear_faults()
    assert fault.hits == 1
    assert bench.run("ES=F", sources=("5m",)).done.exit_code == 0
    assert bench.wrong("ES=F", names=("5m", "4h"), ends=True) == []


def test_what_is_missing_is_said(bench: ImportBench) -> None:
    bench.yahoo.fault("drop_rows")
    first = bench.run("ES=F", sources=("5m",))
    missing = sum(value or 0 for value in bench.missing("ES=F").values())
    assert first.done.missing == missing > 2000
    assert f"{missing:,} expected candles" in str(first.done.message)
    again = bench.run("ES=F", sources=("5m",))
    assert again.states() == {ItemState.SKIPPED}
    item = again.items()["ES=F", "5m"]
    assert item.missing == bench.missing("ES=F")["5m"]
    assert "missing" in str(item.message)
    assert "omplete" not in str(item.message)
    assert again.done.missing == missing


def test_nothing_missing_is_said_only_then(stocked: ImportBench) -> None:
    ran = stocked.run("ES=F")
    assert (ran.done.missing, str(ran.done.message)) == (0, "Everything that was asked for is up to date.")


def test_a_quarantined_candle_was_not_answered_as_empty(bench: ImportBench) -> None:
    """The market did trade: only answers without a row count towards settling."""
    bench.clock.set(at("2026-11-23 17:35:05"))
    bench.yahoo.fault("high_low", interval="5m", times=1)
    bench.run("ES=F", sources=("5m",))
    assert bench.missing("ES=F")["5m"] == 1
    (hole,) = bench.sql("SELECT start FROM coverage WHERE timeframe='5m' AND settled=0")
    for day, missing in ((24, 1), (25, 0)):
        bench.clock.set(at(f"2026-11-{day} 17:35:05"))
        bench.yahoo.fault("drop_first", interval="5m", times=1)
        bench.run("ES=F", sources=("5m",))
        settled = bench.sql("SELECT settled FROM coverage WHERE timeframe='5m' AND start<=? AND end>?", *hole, *hole)
        assert settled == [(1 - missing,)]


def test_waits_are_in_the_log(bench: ImportBench, caplog: pytest.LogCaptureFixture) -> None:
    bench.yahoo.fault("500", interval="5m", times=2)
    with caplog.at_level(logging.INFO, "ohlc_desktop"):
        assert bench.run("ES=F", sources=("5m",)).done.exit_code == 0
    assert any("Waiting 1.0 s: Yahoo's server has a fault" in line for line in caplog.messages)


class TickingClock(FakeClock):
    """A clock on which every look takes a moment, as on a real one."""

    def now(self) -> float:
        """A tenth of a second later each time."""
        self.advance(0.1)
        return super().now()


def test_a_refusal_with_a_wrong_clock_ends(bench: ImportBench) -> None:
    bench.clock = TickingClock(MONDAY)
    bench.yahoo.now = bench.clock.now
    bench.yahoo.clock_skew = 3600
    bench.yahoo.fault("422", interval="5m")
    ran = bench.run("ES=F", sources=("5m",))
    assert ran.items()["ES=F", "5m"].cause == "refused"
    assert len(bench.yahoo.chart_requests()) <= 4, "yfinance sends each refused request twice"


def test_cancel_while_another_program_holds_the_file(bench: ImportBench, monkeypatch: pytest.MonkeyPatch) -> None:
    """It waits neither for the answer nor for the file: both take longer than a test may."""
    monkeypatch.setattr(database, "BUSY_TRIES", 10_000)
    bench.yahoo.fault("hang")
    first = threading.Lock()
    with closing(sqlite3.connect(bench.store.path, isolation_level=None, check_same_thread=False)) as other:

        def cancel(event: Event) -> None:
            if isinstance(event, ItemStarted) and first.acquire(blocking=False):
                other.execute("BEGIN IMMEDIATE")
                bench.cancel.set()

        done = bench.run("ES=F", listen=cancel, request_timeout=300.0).done
    assert (done.exit_code, done.state, done.run) == (130, RunState.CANCELLED, 1)
    bench.cancel.clear()
    bench.yahoo.clear_faults()
    assert bench.run("ES=F", sources=("1d",)).done.exit_code == 0
    assert bench.sql("SELECT state FROM run ORDER BY id") == [("INTERRUPTED",), ("DONE",)]


def test_a_database_that_fails_in_the_middle(bench: ImportBench) -> None:
    """What was committed is told and stays, the ledger row is closed, the next import completes the rest."""
    bench.run("ES=F", sources=("1d",))
    pages = bench.sql("PRAGMA page_count")[0][0]
    bench.sql(f"PRAGMA max_page_count={pages + 60}")
    ran = bench.run("ES=F", "NQ=F", sources=("1d", "5m"))
    assert (ran.done.exit_code, ran.done.run) == (2, 2)
    assert ran.done.state in (RunState.PARTIAL, RunState.FAILED)
    assert [failure.exit_code for failure in ran.of(Failure)] == [2]
    assert "Free some space" in str(ran.done.message)
    stored = bench.sql("SELECT count(*) FROM candle")[0][0]
    assert bench.sql("SELECT sum(added) FROM run_item")[0][0] == stored
    bench.sql("PRAGMA max_page_count=1000000")
    assert bench.run("ES=F", "NQ=F", sources=("1d", "5m")).done.exit_code == 0
    assert bench.wrong("ES=F", "NQ=F", names=("1d", "5m"), ends=True) == []


def test_an_occurrence_repeated_counts_everything_it_wrote(bench: ImportBench) -> None:
    planned = "2026-11-23T22:05:00Z"
    bench.yahoo.fault("500", interval="5m")
    first = bench.run("ES=F", sources=("1d", "5m"), planned=planned)
    assert first.done.exit_code == 1
    bench.yahoo.clear_faults()
    assert bench.run("ES=F", sources=("1d", "5m"), planned=planned).done.exit_code == 0
    stored = bench.sql("SELECT count(*) FROM candle")[0][0]
    assert bench.sql("SELECT count(*), sum(written), min(state) FROM run") == [(1, stored, "DONE")]
    assert bench.sql("SELECT state FROM run_item WHERE timeframe='1d'") == [("WRITTEN",)]


def test_five_day_candles_do_not_move_when_a_holiday_is_announced(bench: ImportBench) -> None:
    """The calendar library learns of a past closure: the candles stored before it keep their dates."""
    bench.run("ES=F", sources=("1d",))
    before = bench.sql("SELECT ts FROM candle WHERE timeframe='5d' ORDER BY ts")
    closure = load_sessions("cme_equity", 0, 2**31).trade_date[-700]

    def newer(name: str, first: int, last: int) -> Calendar:
        calendar = load_sessions(name, first, last)
        kept = calendar.take(calendar.trade_date != closure)
        late = (kept.trade_date > closure).astype("int64")
        return replace(kept, ordinal=kept.ordinal - late)

    bench.clock.set(MONDAY + 10 * DAY)
    bench.load_sessions = newer
    assert bench.run("ES=F", sources=("1d",)).done.exit_code == 0
    after = bench.sql("SELECT ts FROM candle WHERE timeframe='5d' ORDER BY ts")
    assert after[: len(before)] == before
    assert len(after) > len(before)


def test_nothing_is_derived_over_a_quarantined_candle(bench: ImportBench) -> None:
    """A trade happened there: candles made without it would be wrong and look complete."""
    bench.clock.set(at("2026-11-23 17:35:05"))
    began = bench.clock.now()
    bench.yahoo.fault("high_low", interval="5m", times=1)
    bench.run("ES=F", sources=("5m",))
    missing = bench.missing("ES=F")
    assert {missing[name] for name in ("5m", "15m", "1h", "12h")} == {1}
    (refused,) = bench.sql("SELECT ts FROM quarantine")
    for name, seconds in (("15m", 900), ("1h", 3600), ("12h", 43200)):
        over = "SELECT count(*) FROM candle WHERE timeframe=? AND ts<=? AND ts>?"
        assert bench.sql(over, name, refused[0], refused[0] - seconds) == [(0,)], name
    assert bench.run("ES=F", sources=("5m",)).done.missing == 0
    assert bench.wrong("ES=F", began=began, names=("5m", "15m", "1h", "12h")) == []
