"""The run ledger: every run, and what became of each instrument and timeframe in it. Imports nothing heavy.

Must be called inside a transaction where it writes.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from ohlc_desktop.core.events import ItemState, RunState
from ohlc_desktop.store.connection import Connection


@dataclass(frozen=True, slots=True)
class Run:
    """One row of the ledger. Times are UTC epoch seconds; ``planned`` is the occurrence in ISO 8601 UTC."""

    id: int
    trigger: str
    planned: str | None
    started: float
    ended: float | None
    state: RunState
    reason: str
    requests: int
    written: int
    revised: int
    quarantined: int


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
    message: str = ""
    missing: int = 0


#: A run that is under way, or was left by a dead process, has its totals only in its items.
_SUM = "CASE WHEN state='RUNNING' THEN (SELECT coalesce(sum({}),0) FROM run_item WHERE run_id=run.id) ELSE {} END"
_TOTALS = ", ".join(_SUM.format(*pair) for pair in (("added", "written"), ("revised",) * 2, ("quarantined",) * 2))
_RUN_COLUMNS = f"id, trigger, planned, started, ended, state, reason, requests, {_TOTALS}"
#: Cause of items that a dead process never got to.
INTERRUPTED = "interrupted"


def begin_run(connection: Connection, trigger: str, planned: str | None, now: float, reason: str) -> int:
    """Open a run and return its number.

    An occurrence that was begun before and did not end well is begun again under its own number.
    """
    row = connection.execute("SELECT id FROM run WHERE planned IS NOT NULL AND planned=?", (planned,)).fetchone()
    if row is None:
        cursor = connection.execute(
            "INSERT INTO run(trigger, planned, started, state, reason, pid) VALUES (?,?,?,?,?,?)",
            (trigger, planned, now, RunState.RUNNING.value, reason, os.getpid()),
        )
        return int(cursor.lastrowid or 0)
    connection.execute(
        "UPDATE run SET state=?, started=?, ended=NULL, reason=?, pid=? WHERE id=?",
        (RunState.RUNNING.value, now, reason, os.getpid(), row[0]),
    )
    return int(row[0])


def run_of(connection: Connection, planned: str) -> Run | None:
    """The run of an occurrence (ISO 8601 UTC), or None."""
    row = connection.execute(f"SELECT {_RUN_COLUMNS} FROM run WHERE planned=?", (planned,)).fetchone()
    return None if row is None else _run(row)


def _run(row: Any) -> Run:
    number, trigger, planned, started, ended, state, *rest = row
    return Run(number, trigger, planned, started, ended, RunState(state), *rest)


def end_run(connection: Connection, run: int, state: RunState, now: float, reason: str, requests: int) -> None:
    """Close a run; its totals are summed from its items."""
    connection.execute(
        "UPDATE run SET state=?, ended=?, reason=?, requests=requests+?, "
        "(written, revised, quarantined) = (SELECT coalesce(sum(added),0), coalesce(sum(revised),0), "
        "coalesce(sum(quarantined),0) FROM run_item WHERE run_id=run.id) WHERE id=?",
        (state.value, now, reason, requests, run),
    )


def interrupt_dead_runs(connection: Connection, now: float) -> list[int]:
    """Mark runs left RUNNING by a dead process as INTERRUPTED; the caller holds the import lock."""
    dead = [row[0] for row in connection.execute("SELECT id FROM run WHERE state=?", (RunState.RUNNING.value,))]
    for run in dead:
        message = "The importing process ended before it was asked for."
        unfinished = (ItemState.DEFERRED.value, INTERRUPTED, message, run, *(s.value for s in ItemState if not s.final))
        connection.execute(
            "UPDATE run_item SET state=?, cause=?, message=? WHERE run_id=? AND state IN (?,?)", unfinished
        )
        end_run(connection, run, RunState.INTERRUPTED, now, "The importing process ended before it had finished.", 0)
    return dead


def save_items(connection: Connection, run: int, items: Iterable[Item]) -> None:
    """Write the items as they stand now."""
    connection.executemany(
        "INSERT INTO run_item VALUES (?,?,?,?,?,?,?,?,?,?,?,?) ON CONFLICT(run_id, symbol, timeframe)"
        " DO UPDATE SET state=excluded.state, start=excluded.start, end=excluded.end,"
        " fetched=excluded.fetched, added=excluded.added, revised=excluded.revised,"
        " quarantined=excluded.quarantined, cause=excluded.cause, message=excluded.message",
        (
            (run, i.symbol, i.timeframe, i.state.value, i.start, i.end, i.fetched, i.added, i.revised,
             i.quarantined, i.cause, i.message)
            for i in items
        ),
    )  # fmt: skip


def last_run(connection: Connection) -> Run | None:
    """The newest run, or None."""
    runs = newest_runs(connection, 1)
    return runs[0] if runs else None


def newest_runs(connection: Connection, count: int) -> list[Run]:
    """The newest runs, newest first."""
    rows = connection.execute(f"SELECT {_RUN_COLUMNS} FROM run ORDER BY started DESC, id DESC LIMIT ?", (count,))
    return [_run(row) for row in rows]


def items_of(connection: Connection, run: int) -> list[Item]:
    """The items of a run, by symbol and timeframe."""
    rows = connection.execute(
        "SELECT symbol, timeframe, state, start, end, fetched, added, revised, quarantined, cause, message"
        " FROM run_item WHERE run_id=? ORDER BY symbol, timeframe",
        (run,),
    )
    return [Item(row[0], row[1], ItemState(row[2]), *row[3:]) for row in rows]
