"""Money spent on paid feeds: reserved before a request is sent, settled or released when its end is known.

A reservation whose process died stays: its request may have been billed. Must be called inside a transaction where it
writes; amounts are millionths of a US dollar.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from ohlc_desktop.core.importing.spending import Budget, SpendingMonth
from ohlc_desktop.store.connection import Connection
from ohlc_desktop.store.evidence import facts


class Unsettled(NamedTuple):
    """A reservation whose end was never heard of: when (UTC epoch seconds), how much, and what was asked for."""

    at: float
    amount: int
    what: str


def budget(connection: Connection, source: str, month: SpendingMonth, limit: int) -> Budget:
    """Where a source stands in a month that has not ended by more than an hour.

    What is later than the month counts too: it was written by a clock that has been put back since.
    """
    row = connection.execute(
        "SELECT coalesce(sum(iif(settled, micros, 0)), 0), coalesce(sum(iif(settled, 0, micros)), 0) FROM spending"
        " WHERE source=? AND at>=?",
        (source, month.counts_from),
    ).fetchone()
    return Budget(month.name, limit, int(row[0]), int(row[1]))


def span_of_now(connection: Connection, now: float) -> tuple[float, float]:
    """The earliest and the latest that it may be, UTC epoch seconds: by this machine's clock, which says ``now``, and as far
    as a feed's clock was ahead of it, or behind, in the last import. It may have been put right since.
    """
    told = now + float(facts.fact(connection, facts.CLOCK_OFFSET) or 0)
    return min(now, told), max(now, told)


def reserve(connection: Connection, source: str, amount: int, what: str, at: float) -> int:
    """Reserve an amount for a request; returns the number of the reservation.

    Args:
        connection: The open transaction.
        source: Whom the money is for.
        amount: Millionths of a dollar.
        what: What is asked for, for people.
        at: UTC epoch seconds.
    """
    cursor = connection.execute(
        "INSERT INTO spending(source, micros, settled, what, at) VALUES (?,?,0,?,?)", (source, amount, what, at)
    )
    return int(cursor.lastrowid or 0)


def settle(connection: Connection, number: int) -> None:
    """The request was answered: the amount is spent."""
    connection.execute("UPDATE spending SET settled=1 WHERE id=?", (number,))


def release(connection: Connection, number: int) -> None:
    """The request cost nothing."""
    connection.execute("DELETE FROM spending WHERE id=? AND settled=0", (number,))


def unsettled(connection: Connection, source: str, month: SpendingMonth) -> list[Unsettled]:
    """The reservations whose end was never heard of and that count in a month, oldest first."""
    rows = connection.execute(
        "SELECT at, micros, what FROM spending WHERE source=? AND settled=0 AND at>=? ORDER BY at",
        (source, month.counts_from),
    )
    return [Unsettled(*row) for row in rows]


def accounts(connection: Connection) -> list[str]:
    """The sources on which something was ever spent or reserved."""
    return [name for (name,) in connection.execute("SELECT DISTINCT source FROM spending ORDER BY source")]


def all_spent(connection: Connection) -> list[tuple[str, int, int, str, float]]:
    """Every row; none of a file from before there were any."""
    if not connection.execute("SELECT 1 FROM sqlite_master WHERE name='spending'").fetchone():
        return []
    return connection.execute("SELECT source, micros, settled, what, at FROM spending ORDER BY id").fetchall()


def carry_over(connection: Connection, rows: Iterable[tuple[str, int, int, str, float]]) -> None:
    """Add what was spent according to another file, where this one does not know of it: money does not come back."""
    known = {(source, what, at) for source, _, _, what, at in all_spent(connection)}
    connection.executemany(
        "INSERT INTO spending(source, micros, settled, what, at) VALUES (?,?,?,?,?)",
        [row for row in rows if (row[0], row[3], row[4]) not in known],
    )
