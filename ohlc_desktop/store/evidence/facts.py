"""Small facts kept in the file, and the requests counted against the quota. Imports nothing heavy.

Must be called inside a transaction where it writes.
"""

from __future__ import annotations

import os

from ohlc_desktop.store.connection import Connection

#: The name of the store, random; a backup that is put back gets another one.
STORE = "store"
#: How often prices of stored candles and drawings were brought to another scale.
_SCALE = "scale"
#: Seconds that the feed's clock was ahead of this machine's when it was last heard.
CLOCK_OFFSET = "clock_offset"
#: Names of the feeds that the newest import might ask, in their order, with blanks between.
FEEDS = "feeds"
#: The name of the hub that is followed and the number of its newest push, when all of the watchlist was taken from it.
HUB_PUSH = "hub_taken"
#: By the name of a feed that is counted apart: a UTC day, and the requests on it.
_REQUESTS = "requests:"


def fact(connection: Connection, key: str) -> str | None:
    """A small fact kept in the file, or None."""
    row = connection.execute("SELECT value FROM meta WHERE key=?", (key,)).fetchone()
    return None if row is None else str(row[0])


def keep_fact(connection: Connection, key: str, value: str) -> None:
    """Keep a small fact in the file."""
    connection.execute(
        "INSERT INTO meta VALUES (?,?) ON CONFLICT(key) DO UPDATE SET value=excluded.value", (key, value)
    )


def forget_fact(connection: Connection, key: str) -> None:
    """Forget a small fact."""
    connection.execute("DELETE FROM meta WHERE key=?", (key,))


def name_anew(connection: Connection) -> None:
    """Give the store a new name: what others keep of it elsewhere, as in Redis or in memory, is of no use any more."""
    keep_fact(connection, STORE, os.urandom(16).hex())


def contents(connection: Connection) -> str:
    """Names what is stored: another name means that a backup was put back, or that prices have another scale."""
    store, scale = fact(connection, STORE) or "", fact(connection, _SCALE)
    return store if scale is None else f"{store}/{scale}"


def note_scale(connection: Connection) -> None:
    """Note that stored prices were brought to another scale."""
    keep_fact(connection, _SCALE, str(int(fact(connection, _SCALE) or "0") + 1))


def quota_used(connection: Connection, day: str, feed: str = "") -> int:
    """Requests counted on a UTC day (ISO date); those to a feed that is counted apart, by its name."""
    if feed:
        counted, _, used = (fact(connection, _REQUESTS + feed) or "").partition(" ")
        return int(used) if counted == day else 0
    row = connection.execute("SELECT used FROM quota WHERE day=?", (day,)).fetchone()
    return int(row[0]) if row else 0


def add_quota(connection: Connection, day: str, requests: int, feed: str = "") -> None:
    """Count requests on a UTC day (ISO date); those to a feed that is counted apart by its name."""
    if feed:
        keep_fact(connection, _REQUESTS + feed, f"{day} {quota_used(connection, day, feed) + requests}")
        return
    connection.execute(
        "INSERT INTO quota VALUES (?,?) ON CONFLICT(day) DO UPDATE SET used=used+excluded.used", (day, requests)
    )
    connection.execute("DELETE FROM quota WHERE day < ?", (day,))
