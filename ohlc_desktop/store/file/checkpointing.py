"""Moves what was committed from the write-ahead log into the database file on a thread of its own, while more is written.

SQLite does that in the commit otherwise: where gigabytes are stored, every seventh second goes by with it.
"""

from __future__ import annotations

import logging
import sqlite3
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from pathlib import Path

from ohlc_desktop.store.connection import Connection
from ohlc_desktop.store.file.addresses import uri

_log = logging.getLogger(__name__)

#: SQLite's own number of pages after which a commit does it.
_PAGES = 1000
#: Each third time it is waited for: only a log that was moved whole is begun anew, and else it would grow by all that is stored.
_WAITED_FOR = 3


@contextmanager
def checkpoints(connection: Connection, path: Path) -> Iterator[Callable[[], None]]:
    """Gives what is to be called after each large commit to a database; commits themselves move nothing meanwhile.

    What is not moved, because others read it or there is no room, stays in the log, where it is as safe, for a later commit.

    Args:
        connection: What is committed by; not in a transaction.
        path: Of the database.
    """
    count = 0
    with ThreadPoolExecutor(1, "checkpoint") as thread:

        def after_commit() -> None:
            nonlocal count
            count += 1
            moving = thread.submit(_move, path, "PASSIVE")
            if count % _WAITED_FOR == 0:
                moving.result()

        connection.execute("PRAGMA wal_autocheckpoint=0")
        try:
            yield after_commit
        finally:
            connection.execute(f"PRAGMA wal_autocheckpoint={_PAGES}")
            if count:
                thread.submit(_move, path, "TRUNCATE")


def _move(path: Path, how: str) -> None:
    """Move what can be moved; ``TRUNCATE`` gives the room of the log back as well."""
    try:
        with closing(sqlite3.connect(f"{uri(path)}?mode=rw", uri=True, timeout=0, isolation_level=None)) as mover:
            mover.execute(f"PRAGMA wal_checkpoint({how})").fetchone()
    except sqlite3.Error as error:
        _log.info("What was committed stays in the write-ahead log of %s: %s", path, error)
