"""The run ledger: runs, their items, rows that were refused; sessions, quota and watchlist beside them."""

from __future__ import annotations

import os
import sqlite3

import pytest

from ohlc_desktop.core.checking.quality import Quarantined, RejectReason
from ohlc_desktop.core.messages import NOTHING, Message, verbatim
from ohlc_desktop.core.planning.coverage import Answered
from ohlc_desktop.core.schedule.policy import Attempted, identity, moment_of
from ohlc_desktop.core.schedule.skipped import Skip
from ohlc_desktop.core.states.runs import ItemState, RunState
from ohlc_desktop.store import ledger, watchlist
from ohlc_desktop.store.database import Store
from ohlc_desktop.store.evidence import facts
from ohlc_desktop.store.ledger import Item
from ohlc_desktop.store.series import quarantine, series_summary

PLANNED = "2026-11-23T22:05:00Z"
SO = Message("{count:,} rows {why}.", count=1200, why=Message("so"))
FRIDAY, SATURDAY = moment_of("2026-11-20T22:05:00Z"), moment_of("2026-11-21T22:05:00Z")


def test_totals_are_summed_from_the_items(store: Store) -> None:
    with store.transaction() as connection:
        run = ledger.begin_run(connection, "manual", None, 1000.0)
        waiting = [Item("ES=F", name, ItemState.WAITING) for name in ("1m", "5m", "1d")]
        ledger.save_items(connection, run, waiting)
        done = Item("ES=F", "1m", ItemState.WRITTEN, 0, 60, 12, 10, 1, 1)
        ledger.save_items(connection, run, [done, Item("ES=F", "5m", ItemState.FAILED, cause="hang", message=SO)])
        ledger.save_items(connection, run, [Item("ES=F", "1d", ItemState.WRITTEN, added=5, revised=2)])
        ledger.end_run(connection, run, RunState.PARTIAL, 1010.0, Message("One failed."), 3)
    last = ledger.last_run(store.connection)
    assert last is not None
    assert (last.id, last.trigger, last.planned, last.started, last.ended) == (run, "manual", None, 1000.0, 1010.0)
    assert (last.state, last.reason, last.requests) == (RunState.PARTIAL, Message("One failed."), 3)
    assert (last.written, last.revised, last.quarantined) == (15, 3, 1)
    items = {item.timeframe: item for item in ledger.items_of(store.connection, run)}
    assert items["1m"] == done
    assert (items["5m"].state, items["5m"].cause, items["5m"].message) == (ItemState.FAILED, "hang", SO)


@pytest.mark.parametrize("plain", [None, "null", '{"template": "{a", "values": {"a": 1}}'])
def test_a_message_of_an_earlier_version_is_its_english_text(store: Store, plain: str | None) -> None:
    with store.transaction() as connection:
        run = ledger.begin_run(connection, "manual", None, 1000.0)
        ledger.save_items(connection, run, [Item("ES=F", "5m", ItemState.FAILED, message=SO)])
        ledger.end_run(connection, run, RunState.FAILED, 1010.0, SO, 3)
        texts = connection.execute("SELECT reason, message FROM run JOIN run_item ON run_id=id").fetchone()
        assert texts == ("1,200 rows so.", "1,200 rows so.")  # for whoever reads the file with SQL
        assert ledger.main_failure(connection, run) == SO
        connection.execute("UPDATE run SET reason_json=?", (plain,))
        connection.execute("UPDATE run_item SET message_json=?", (plain,))
    last = ledger.last_run(store.connection)
    assert last is not None
    assert last.reason == ledger.main_failure(store.connection, run) == verbatim("1,200 rows so.")


def test_a_run_without_items_counts_nothing(store: Store) -> None:
    with store.transaction() as connection:
        run = ledger.begin_run(connection, "manual", None, 1.0)
        ledger.end_run(connection, run, RunState.DONE, 2.0, NOTHING, 0)
    last = ledger.last_run(store.connection)
    assert last is not None
    assert (last.written, last.revised, last.quarantined) == (0, 0, 0)


def test_runs_of_the_dead_are_interrupted(store: Store) -> None:
    with store.transaction() as connection:
        done = ledger.begin_run(connection, "manual", None, 1.0)
        ledger.end_run(connection, done, RunState.DONE, 2.0, NOTHING, 1)
        dead = ledger.begin_run(connection, "schedule", PLANNED, 3.0)
        states = (ItemState.WRITTEN, ItemState.WAITING, ItemState.FETCHING)
        items = [Item("ES=F", name, state, added=7) for name, state in zip(("1m", "5m", "1d"), states, strict=True)]
        ledger.save_items(connection, dead, items)
    with store.transaction() as connection:
        assert ledger.interrupt_dead_runs(connection, 9.0) == [dead]
        assert ledger.interrupt_dead_runs(connection, 9.0) == []
    newest, before = ledger.newest_runs(store.connection, 5)
    assert (newest.state, newest.ended, before.state) == (RunState.INTERRUPTED, 9.0, RunState.DONE)
    assert newest.written == 21
    found = {item.timeframe: item.state for item in ledger.items_of(store.connection, dead)}
    assert found == {"1m": ItemState.WRITTEN, "5m": ItemState.DEFERRED, "1d": ItemState.DEFERRED}
    assert {item.cause for item in ledger.items_of(store.connection, dead)} == {"", ledger.INTERRUPTED}


def test_an_occurrence_has_one_row(store: Store) -> None:
    with store.transaction() as connection:
        first = ledger.begin_run(connection, "schedule", PLANNED, 1.0)
        ledger.end_run(connection, first, RunState.FAILED, 2.0, Message("No network."), 1)
        again = ledger.begin_run(connection, "follow-up", PLANNED, 3.0)
        manual = [ledger.begin_run(connection, "manual", None, t) for t in (4.0, 5.0)]
    assert again == first
    assert len({first, *manual}) == 3
    run = ledger.run_of(store.connection, PLANNED)
    assert run is not None
    assert (run.state, run.started, run.ended, run.trigger) == (RunState.RUNNING, 3.0, None, "schedule")
    assert ledger.run_of(store.connection, "2026-11-24T22:05:00Z") is None
    pids = store.connection.execute("SELECT DISTINCT pid FROM run").fetchall()
    assert pids == [(os.getpid(),)]
    statement = "INSERT INTO run(trigger, planned, started, state, pid) VALUES ('schedule', ?, 1.0, 'DONE', 1)"
    with pytest.raises(sqlite3.IntegrityError):
        store.connection.execute(statement, (PLANNED,))


def test_attempts_at_an_occurrence_are_counted(store: Store) -> None:
    with store.transaction() as connection:
        for started in (1.0, 4.0, 7.0):
            run = ledger.begin_run(connection, "schedule", PLANNED, started)
            ledger.end_run(connection, run, RunState.FAILED, started + 1, Message("No network."), 1)
        by_hand = [ledger.begin_run(connection, "manual", None, t) for t in (10.0, 11.0)]
    assert ledger.attempted(store.connection) == {PLANNED: Attempted(PLANNED, RunState.FAILED, 3, 7.0, 8.0)}
    attempts = {run.id: run.attempts for run in ledger.newest_runs(store.connection, 9)}
    assert attempts == {run: 3, by_hand[0]: 1, by_hand[1]: 1}


def test_only_the_newest_occurrences_are_read(store: Store) -> None:
    with store.transaction() as connection:
        for day in (24, 26, 25, 23):  # the order of the occurrences counts, not that of the runs
            ledger.begin_run(connection, "schedule", f"2026-11-{day}T22:05:00Z", float(99 - day))
    assert list(ledger.attempted(store.connection))[:2] == ["2026-11-26T22:05:00Z", "2026-11-25T22:05:00Z"]
    assert len(ledger.attempted(store.connection)) == 4


def test_a_skipped_day_is_history_but_no_run(store: Store) -> None:
    with store.transaction() as connection:
        friday = ledger.begin_run(connection, "schedule", identity(FRIDAY), FRIDAY.timestamp())
        ledger.end_run(connection, friday, RunState.DONE, FRIDAY.timestamp() + 60, NOTHING, 1)
        skips = [Skip(SATURDAY, Message("Saturday: no session.")), Skip(FRIDAY, Message("The schedule was paused."))]
        assert ledger.record_skips(connection, skips) == 1
        assert ledger.record_skips(connection, skips) == 0
        assert ledger.record_skips(connection, []) == 0
    skipped, run = ledger.newest_runs(store.connection, 9)
    assert (skipped.state, skipped.planned, skipped.attempts) == (RunState.SKIPPED, identity(SATURDAY), 0)
    assert (skipped.started, skipped.ended) == (SATURDAY.timestamp(), SATURDAY.timestamp())
    assert (skipped.trigger, skipped.reason, skipped.written) == ("schedule", Message("Saturday: no session."), 0)
    assert (run.id, run.state, run.reason) == (friday, RunState.DONE, NOTHING)
    assert ledger.last_run(store.connection) == run
    assert ledger.items_of(store.connection, skipped.id) == []


def test_a_skipped_occurrence_that_is_run_after_all_has_its_first_attempt(store: Store) -> None:
    with store.transaction() as connection:
        ledger.record_skips(connection, [Skip(FRIDAY, Message("The schedule was paused."))])
        skipped = ledger.newest_runs(connection, 1)[0].id
        now = FRIDAY.timestamp() + 3600
        assert ledger.begin_run(connection, "follow-up", identity(FRIDAY), now) == skipped
    assert ledger.last_run(store.connection) == ledger.run_of(store.connection, identity(FRIDAY))
    run = ledger.last_run(store.connection)
    assert run is not None
    assert (run.state, run.trigger, run.attempts, run.reason) == (RunState.RUNNING, "follow-up", 1, NOTHING)
    assert (run.started, run.ended) == (now, None)


def test_without_a_run_there_is_no_last_one(store: Store) -> None:
    with store.transaction() as connection:
        ledger.record_skips(connection, [Skip(SATURDAY, Message("Saturday: no session."))])
    assert ledger.last_run(store.connection) is None


def test_runs_from_the_future_free_their_occurrence(store: Store) -> None:
    now, year = FRIDAY.timestamp(), 365 * 86400.0
    with store.transaction() as connection:
        done = ledger.begin_run(connection, "schedule", PLANNED, now + year)
        ledger.end_run(connection, done, RunState.DONE, now + year + 90, Message("All there."), 1)
        by_hand = ledger.begin_run(connection, "manual", None, now + year)
        near = ledger.begin_run(connection, "schedule", identity(FRIDAY), now + 11 * 3600)
        ledger.record_skips(connection, [Skip(moment_of("2027-11-20T22:05:00Z"), Message("Saturday: no session."))])
    before = ledger.run_of(store.connection, identity(FRIDAY))
    with store.transaction() as connection:
        assert sorted(ledger.disown_future(connection, now)) == [done, by_hand]
        assert ledger.disown_future(connection, now) == []
    runs = {run.id: run for run in ledger.newest_runs(store.connection, 9)}
    assert list(ledger.attempted(store.connection)) == [identity(FRIDAY)]
    assert runs.keys() == {done, by_hand, near}
    assert runs[near] == before
    assert (runs[done].planned, runs[done].state) == (None, RunState.DONE)
    assert (runs[done].started, runs[done].ended) == (now - 90, now)
    assert str(runs[done].reason).startswith("All there. The clock was wrong when this ran: it showed 2027-11-20 22:05 UTC.")
    assert (runs[by_hand].started, runs[by_hand].ended, runs[by_hand].state) == (now, None, RunState.RUNNING)
    with store.transaction() as connection:
        assert ledger.begin_run(connection, "schedule", PLANNED, now + 3 * 86400) not in runs


def test_a_refused_row_is_counted_and_not_repeated(store: Store) -> None:
    flaw = next(iter(RejectReason))
    row, other = Quarantined(60, flaw, '{"close": null}'), Quarantined(60, flaw, '{"close": -1}')
    with store.transaction() as connection:
        number = watchlist.instrument_id(connection, "ES=F")
        runs = [ledger.begin_run(connection, "manual", None, t) for t in (1.0, 2.0)]
        quarantine.keep(connection, runs[0], number, "1m", [row])
        quarantine.keep(connection, runs[1], number, "1m", [row, other])
        quarantine.keep(connection, runs[1], number, "5m", [row])
    found = store.connection.execute(
        "SELECT timeframe, raw, first_run, last_run, times FROM quarantine ORDER BY id"
    ).fetchall()
    assert found == [
        ("1m", row.raw, *runs, 2),
        ("1m", other.raw, runs[1], runs[1], 1),
        ("5m", row.raw, runs[1], runs[1], 1),
    ]
    assert list(quarantine.counts(store.connection).values()) == [3]


def test_the_watchlist_keeps_its_order(store: Store) -> None:
    with store.transaction() as connection:
        watchlist.set_watchlist(connection, ["NQ=F", "ES=F", "AAPL"])
        watchlist.set_watchlist(connection, ["CL=F", "NQ=F"])
    assert watchlist.watchlist(store.connection) == ["CL=F", "NQ=F"]
    assert watchlist.stored_symbols(store.connection) == ["CL=F", "NQ=F", "AAPL", "ES=F"]


def test_coverage_is_replaced_whole(store: Store) -> None:
    number = watchlist.instrument_id(store.connection, "ES=F")
    first = (Answered(0, 60, 1, True), Answered(120, 180, 2, False))
    with store.transaction() as connection:
        series_summary.save_coverage(connection, number, "1m", first)
        series_summary.save_coverage(connection, number, "5m", first[:1])
    assert series_summary.coverage(store.connection, number, "1m") == first
    with store.transaction() as connection:
        series_summary.save_coverage(connection, number, "1m", first[1:])
    assert series_summary.coverage(store.connection, number, "1m") == first[1:]
    assert series_summary.coverage(store.connection, number, "5m") == first[:1]


def test_a_failure_is_over_with_the_next_answer(store: Store) -> None:
    number = watchlist.instrument_id(store.connection, "ES=F")
    with store.transaction() as connection:
        series_summary.note_failure(connection, number, ["5m", "1h"], "hang", Message("No answer."))
        assert {s.cause for s in series_summary.summaries(connection, number).values()} == {"hang"}
        series_summary.note_answer(connection, number, ["5m", "1h"], 99.0)
    found = series_summary.summaries(store.connection, number)
    assert {(s.cause, s.message, s.asked) for s in found.values()} == {("", NOTHING, 99.0)}


def test_the_quota_counts_one_day(store: Store) -> None:
    with store.transaction() as connection:
        facts.add_quota(connection, "2026-11-23", 3)
        facts.add_quota(connection, "2026-11-23", 4)
        assert facts.quota_used(connection, "2026-11-23") == 7
        facts.add_quota(connection, "2026-11-24", 1)
    assert [facts.quota_used(store.connection, day) for day in ("2026-11-23", "2026-11-24")] == [0, 1]
