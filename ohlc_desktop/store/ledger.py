"""The run ledger: every run, and what became of each instrument and timeframe in it. Imports nothing heavy.

Must be called inside a transaction where it writes.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from ohlc_desktop.core.importing.attempts import Attempt
from ohlc_desktop.core.importing.request import Trigger
from ohlc_desktop.core.messages import NOTHING, Message, sentences
from ohlc_desktop.core.schedule.policy import AHEAD, Attempted, identity
from ohlc_desktop.core.schedule.skipped import Skip
from ohlc_desktop.core.states.runs import ItemState, RunState
from ohlc_desktop.store.connection import Connection
from ohlc_desktop.store.message_columns import columns_of, message_in


@dataclass(frozen=True, slots=True)
class Run:
    """One row of the ledger. Times are UTC epoch seconds; ``planned`` is the occurrence in ISO 8601 UTC.

    ``attempts`` counts how often the occurrence was begun; an occurrence that was SKIPPED has none, and both its
    times are the occurrence.
    """

    id: int
    trigger: Trigger
    planned: str | None
    started: float
    ended: float | None
    state: RunState
    reason: Message
    requests: int
    written: int
    revised: int
    quarantined: int
    attempts: int = 1


@dataclass(frozen=True, slots=True)
class Item:
    """What became of one instrument and timeframe in a run.

    ``start`` and ``end`` are what was asked for; ``missing`` (expected candles still absent) is not kept.
    """

    symbol: str
    timeframe: str
    state: ItemState
    start: int | None = None
    end: int | None = None
    fetched: int = 0
    added: int = 0
    revised: int = 0
    quarantined: int = 0
    cause: str = ""
    message: Message = NOTHING
    missing: int = 0


#: A run that is under way, or was left by a dead process, has its totals only in its items.
_SUM = "CASE WHEN state='RUNNING' THEN (SELECT coalesce(sum({}),0) FROM run_item WHERE run_id=run.id) ELSE {} END"
_TOTALS = ", ".join(_SUM.format(*pair) for pair in (("added", "written"), ("revised",) * 2, ("quarantined",) * 2))
_RUN_COLUMNS = f"id, trigger, planned, started, ended, state, reason, reason_json, requests, {_TOTALS}, attempts"
#: Cause of items that a dead process never got to.
INTERRUPTED = "interrupted"
#: Cause of items that another feed than that of the instrument answered.
FILLED_IN = "filled_in"
#: Of those of which it answered a part only.
UNFILLED = "unfilled"
_IN_VAIN = (ItemState.FAILED.value, ItemState.DEFERRED.value)
_NOT_ASKED = Message("The importing process ended before it was asked for.")
_NOT_FINISHED = Message("The importing process ended before it had finished.")


def begin_run(connection: Connection, trigger: Trigger, planned: str | None, now: float) -> int:
    """Open a run and return its number.

    An occurrence that was begun before and did not end well, or was skipped, is begun again under its own number;
    the attempts are counted.
    """
    row = connection.execute("SELECT id FROM run WHERE planned IS NOT NULL AND planned=?", (planned,)).fetchone()
    if row is None:
        cursor = connection.execute(
            "INSERT INTO run(trigger, planned, started, state, pid) VALUES (?,?,?,?,?)",
            (trigger, planned, now, RunState.RUNNING.value, os.getpid()),
        )
        return int(cursor.lastrowid or 0)
    connection.execute(
        "UPDATE run SET trigger=iif(state=?, ?, trigger), state=?, started=?, ended=NULL, reason='', reason_json=NULL,"
        " pid=?, attempts=attempts+1 WHERE id=?",
        (RunState.SKIPPED.value, trigger, RunState.RUNNING.value, now, os.getpid(), row[0]),
    )
    return int(row[0])


def run_of(connection: Connection, planned: str) -> Run | None:
    """The run of an occurrence (ISO 8601 UTC), or None."""
    row = connection.execute(f"SELECT {_RUN_COLUMNS} FROM run WHERE planned=?", (planned,)).fetchone()
    return None if row is None else _run(row)


def _run(row: Any) -> Run:
    number, trigger, planned, started, ended, state, reason, plain, *rest = row
    return Run(number, Trigger(trigger), planned, started, ended, RunState(state), message_in(reason, plain), *rest)


def end_run(
    connection: Connection,
    run: int,
    state: RunState,
    now: float,
    reason: Message,
    requests: int,
    given_back: bool = False,
) -> None:
    """Close a run; its totals are summed from its items. One that is given back was no attempt."""
    connection.execute(
        "UPDATE run SET state=?, ended=?, reason=?, reason_json=?, requests=requests+?, attempts=max(attempts-?, 0), "
        "(written, revised, quarantined) = (SELECT coalesce(sum(added),0), coalesce(sum(revised),0), "
        "coalesce(sum(quarantined),0) FROM run_item WHERE run_id=run.id) WHERE id=?",
        (state.value, now, *columns_of(reason), requests, int(given_back), run),
    )


def any_running(connection: Connection) -> bool:
    """Whether a run is under way, or was left so by a dead process."""
    return connection.execute("SELECT 1 FROM run WHERE state=?", (RunState.RUNNING.value,)).fetchone() is not None


def interrupt_dead_runs(connection: Connection, now: float) -> list[int]:
    """Mark runs left RUNNING by a dead process as INTERRUPTED; the caller holds the import lock.

    Returns the imports among them, which a later one may complete; files that were being stored must be given again.
    """
    rows = connection.execute("SELECT id, trigger FROM run WHERE state=?", (RunState.RUNNING.value,))
    dead = dict(rows.fetchall())
    for run in dead:
        unfinished = (s.value for s in ItemState if not s.final)
        connection.execute(
            "UPDATE run_item SET state=?, cause=?, message=?, message_json=? WHERE run_id=? AND state IN (?,?)",
            (ItemState.DEFERRED.value, INTERRUPTED, *columns_of(_NOT_ASKED), run, *unfinished),
        )
        end_run(connection, run, RunState.INTERRUPTED, now, _NOT_FINISHED, 0)
    return [run for run, trigger in dead.items() if trigger != Trigger.INGEST]


def save_items(connection: Connection, run: int, items: Iterable[Item]) -> None:
    """Write the items as they stand now."""
    connection.executemany(
        "INSERT INTO run_item VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?) ON CONFLICT(run_id, symbol, timeframe)"
        " DO UPDATE SET state=excluded.state, start=excluded.start, end=excluded.end,"
        " fetched=excluded.fetched, added=excluded.added, revised=excluded.revised,"
        " quarantined=excluded.quarantined, cause=excluded.cause, message=excluded.message,"
        " message_json=excluded.message_json",
        (
            (run, i.symbol, i.timeframe, i.state.value, i.start, i.end, i.fetched, i.added, i.revised,
             i.quarantined, i.cause, *columns_of(i.message))
            for i in items
        ),
    )  # fmt: skip


def attempted(connection: Connection) -> dict[str, Attempted]:
    """The newest occurrences that have a row, by identity, newest first: what ``core.schedule.policy`` decides by."""
    rows = connection.execute(
        "SELECT planned, state, attempts, started, ended FROM run WHERE planned IS NOT NULL"
        " ORDER BY planned DESC LIMIT 200"
    )
    return {row[0]: Attempted(row[0], RunState(row[1]), *row[2:]) for row in rows}


def completed_by_hand(connection: Connection) -> float | None:
    """When the newest import began (UTC epoch seconds) that the user started, that ended well, and that looked at
    every instrument on the watchlist; None without one."""
    row = connection.execute(
        "SELECT max(started) FROM run WHERE trigger=? AND planned IS NULL AND state=? AND NOT EXISTS ("
        "SELECT 1 FROM instrument WHERE position IS NOT NULL AND symbol NOT IN"
        " (SELECT symbol FROM run_item WHERE run_id=run.id))",
        (Trigger.MANUAL, RunState.DONE.value),
    ).fetchone()
    return None if row[0] is None else float(row[0])


def record_skips(connection: Connection, skips: Iterable[Skip]) -> int:
    """Write down occurrences that had no run, with the reason; how many were new.

    A row that exists, whatever its state, is left as it is.
    """
    cursor = connection.executemany(
        "INSERT INTO run(trigger, planned, started, ended, state, reason, reason_json, pid, attempts)"
        " VALUES (?,?,?,?,?,?,?,?,0)"
        " ON CONFLICT(planned) DO NOTHING",
        (
            (Trigger.SCHEDULE, identity(skip.planned), *(skip.planned.timestamp(),) * 2, RunState.SKIPPED.value,
             *columns_of(skip.reason), os.getpid())
            for skip in skips
        ),
    )  # fmt: skip
    return max(cursor.rowcount, 0)


def disown_future(connection: Connection, now: float) -> list[int]:
    """Free the occurrences of runs made while the clock was ahead: those started over 12 hours after ``now``.

    Such a run is kept with its candles, but for no occurrence, so that the true one is imported when it comes. Its
    times are moved to end now: the true ones are not known. Skipped occurrences among them are forgotten.

    Returns:
        The numbers of the runs.
    """
    late = now + AHEAD.total_seconds()
    connection.execute("DELETE FROM run WHERE started>? AND state=?", (late, RunState.SKIPPED.value))
    found = [_run(row) for row in connection.execute(f"SELECT {_RUN_COLUMNS} FROM run WHERE started>?", (late,))]
    for run in found:
        reason = sentences(run.reason, _wrong_clock(run.started))
        began, ended = now - ((run.ended or run.started) - run.started), None if run.ended is None else now
        connection.execute(
            "UPDATE run SET planned=NULL, started=?, ended=?, reason=?, reason_json=? WHERE id=?",
            (began, ended, *columns_of(reason), run.id),
        )
    return [run.id for run in found]


def _wrong_clock(started: float) -> Message:
    return Message(
        "The clock was wrong when this ran: it showed {moment} UTC. It counts for no occurrence.",
        moment=f"{datetime.fromtimestamp(started, UTC):%Y-%m-%d %H:%M}",
    )


def newest_interrupted(connection: Connection) -> list[int]:
    """The number of the newest run, if it was an import that was interrupted."""
    last = last_run(connection)
    interrupted = last is not None and last.state is RunState.INTERRUPTED and last.trigger is not Trigger.INGEST
    return [last.id] if last is not None and interrupted else []


def last_run(connection: Connection) -> Run | None:
    """The newest run, or None; skipped occurrences are none."""
    row = connection.execute(
        f"SELECT {_RUN_COLUMNS} FROM run WHERE state<>? ORDER BY started DESC, id DESC LIMIT 1",
        (RunState.SKIPPED.value,),
    ).fetchone()
    return None if row is None else _run(row)


def newest_runs(connection: Connection, count: int) -> list[Run]:
    """The newest runs and skipped occurrences, newest first."""
    rows = connection.execute(f"SELECT {_RUN_COLUMNS} FROM run ORDER BY started DESC, id DESC LIMIT ?", (count,))
    return [_run(row) for row in rows]


def failures_of(connection: Connection, symbol: str) -> dict[str, float]:
    """When each series of an instrument was last asked for in vain, UTC epoch seconds, by timeframe."""
    rows = connection.execute(
        "SELECT i.timeframe, max(coalesce(r.ended, r.started)) FROM run AS r CROSS JOIN run_item AS i"
        " ON i.run_id=r.id WHERE i.symbol=? AND i.state IN (?,?) GROUP BY i.timeframe",
        (symbol, ItemState.FAILED.value, ItemState.DEFERRED.value),
    )
    return dict(rows.fetchall())


def attempts_at(connection: Connection, symbol: str, timeframe: str, count: int = 200) -> list[Attempt]:
    """The newest times that the feed of an instrument was asked for a series, newest first.

    Where another feed filled in, its own was asked in vain. Runs that ended before they had asked, and those in which
    nothing had to be asked, are left out.
    """
    rows = connection.execute(
        "SELECT r.started, i.cause=? OR i.state IN (?,?) FROM run AS r CROSS JOIN run_item AS i ON i.run_id=r.id"
        " WHERE i.symbol=? AND i.timeframe=? AND i.state IN (?,?,?,?) AND i.cause<>? ORDER BY r.started DESC LIMIT ?",
        (FILLED_IN, *_IN_VAIN, symbol, timeframe, *_IN_VAIN, ItemState.WRITTEN.value, ItemState.UNCHANGED.value,
         INTERRUPTED, count),
    )  # fmt: skip
    return [Attempt(when, bool(failed)) for when, failed in rows]


def filled_at(connection: Connection, symbol: str, timeframe: str, since: float) -> float | None:
    """When another feed than its own last filled in for a series, in the runs that began after a moment (UTC epoch seconds)."""
    row = connection.execute(
        "SELECT max(coalesce(r.ended, r.started)) FROM run AS r CROSS JOIN run_item AS i ON i.run_id=r.id"
        " WHERE r.started>=? AND i.symbol=? AND i.timeframe=? AND i.cause IN (?,?)",
        (since, symbol, timeframe, FILLED_IN, UNFILLED),
    ).fetchone()
    return None if row is None else row[0]


def main_failure(connection: Connection, run: int) -> Message:
    """The message that tells of most series why a run did not bring them up to date; empty without such a series."""
    row = connection.execute(
        "SELECT message, message_json FROM run_item WHERE run_id=? AND state IN (?,?) AND message<>''"
        " GROUP BY message ORDER BY count(*) DESC, message LIMIT 1",
        (run, ItemState.FAILED.value, ItemState.DEFERRED.value),
    ).fetchone()
    return NOTHING if row is None else message_in(*row)


def items_of(connection: Connection, run: int) -> list[Item]:
    """The items of a run, by symbol and timeframe."""
    rows = connection.execute(
        "SELECT symbol, timeframe, state, start, end, fetched, added, revised, quarantined, cause,"
        " message, message_json FROM run_item WHERE run_id=? ORDER BY symbol, timeframe",
        (run,),
    )
    return [_item(row) for row in rows]


def _item(row: Any) -> Item:
    symbol, timeframe, state, *rest, text, plain = row
    return Item(*(symbol, timeframe, ItemState(state), *rest, message_in(text, plain)))
