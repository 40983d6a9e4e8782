"""What was known beside candles until it changed: sessions, steps of a continuous series, who gave a contract's days.

Rolls are made of candles and of these, so what rolls were known at a moment can be made again of what was known of both
then. Only what changed is kept, with the moment until which it was so; anything else always was as it is.

Must be called inside a transaction where it writes.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from ohlc_desktop.store.connection import Connection

#: What JSON can hold, as ``json.loads`` gives it back: lists, not tuples.
Value = Any
#: The row of this kind says until when nothing was kept, because an older version of the app wrote the file.
_UNKNOWN = "unknown"


def keep(
    connection: Connection,
    kind: str,
    owner: str | int,
    before: Mapping[int, Value],
    after: Mapping[int, Value],
    at: float,
) -> None:
    """Keep what changed.

    Args:
        connection: Of the store.
        kind: What it is of: ``session``.
        owner: The name of a calendar, or the number of an instrument.
        before: What it was, by key.
        after: What it is now.
        at: When it changed, UTC epoch seconds.
    """
    changed = [key for key in sorted(before.keys() | after.keys()) if before.get(key) != after.get(key)]
    connection.executemany(
        "INSERT INTO superseded(kind, owner, key, until, value) VALUES (?,?,?,?,?)",
        [(kind, str(owner), key, at, json.dumps(before[key]) if key in before else None) for key in changed],
    )


def as_of(
    connection: Connection, kind: str, owner: str | int, now: Mapping[int, Value], moment: float | None
) -> dict[int, Value]:
    """What is ``now``, as it was at a moment (UTC epoch seconds; None: as it is), sorted by key."""
    found = dict(now)
    if moment is not None:
        rows = connection.execute(  # of all columns that are not grouped SQLite takes the row of the least id
            "SELECT key, value, min(id) FROM superseded WHERE kind=? AND owner=? AND until>? GROUP BY key",
            (kind, str(owner), moment),
        ).fetchall()
        found |= {key: json.loads(value) for key, value, _ in rows if value is not None}
        for key in (key for key, value, _ in rows if value is None):
            found.pop(key, None)
    return dict(sorted(found.items()))


def recorded_since(connection: Connection) -> float | None:
    """From when on changes are kept, UTC epoch seconds; None where they always were."""
    (since,) = connection.execute("SELECT max(until) FROM superseded WHERE kind=?", (_UNKNOWN,)).fetchone()
    return None if since is None else float(since)


def forget(connection: Connection, instrument: int) -> None:
    """Keep nothing of an instrument any more."""
    connection.execute("DELETE FROM superseded WHERE owner=?", (str(instrument),))
