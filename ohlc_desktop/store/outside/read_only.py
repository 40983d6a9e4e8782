"""Opening a database for those who never write to it, not even to bring it forward: other programs, through the Python API."""

from __future__ import annotations

from pathlib import Path

from ohlc_desktop.core.errors import StoreError
from ohlc_desktop.core.importing.request import SeriesKey
from ohlc_desktop.store.connection import Connection
from ohlc_desktop.store.database import Store, check, connect, refuse_absent
from ohlc_desktop.store.evidence import facts
from ohlc_desktop.store.file.addresses import read_only_address
from ohlc_desktop.store.schema import SCHEMA


class OlderSchema(StoreError):
    """An older version of the app wrote the file, and nobody has brought it forward yet."""


def open_unchanged(path: Path, demo: bool | None) -> Store:
    """Open an existing database of this version for reading; ``demo`` None for whichever it is.

    Raises:
        StoreError: it is not there or cannot be read, or real and demo candles would be mixed.
        OlderSchema: an older version of the app wrote it.
        NewerSchema: a newer one did.
    """
    refuse_absent(path)
    store = connect(path, read_only_address(path))
    with store.closed_on_failure(), store.errors():
        version = check(store, demo)
        if version != SCHEMA:
            raise OlderSchema(
                "{path} was written by an older version of OHLC Desktop (schema {version}, this version reads {known}).",
                "It was left untouched.",
                "Run ohlc-desktop status with --profile: it brings the database of a profile forward, and keeps a copy before.",
                path=str(path), version=version, known=SCHEMA,
            )  # fmt: skip
    return store


def series_changes(connection: Connection) -> dict[SeriesKey, tuple[str, int, int, int | None]]:
    """Of each series with candles: the store's name and the number of its last change, its candles, and the newest stamp.

    A backup that was put back has another name, so that numbers of changes are not mistaken for one another.
    """
    name = facts.contents(connection)
    rows = connection.execute(
        "SELECT i.symbol, s.timeframe, s.revision, s.count, s.last FROM series AS s JOIN instrument AS i"
        " ON i.id=s.instrument_id WHERE s.count>0"
    )
    return {(symbol, timeframe): (name, revision, count, last) for symbol, timeframe, revision, count, last in rows}
