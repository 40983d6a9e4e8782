"""What a person said of files of a shape, kept with the candles."""

from __future__ import annotations

from ohlc_desktop.core.files.remembered import RememberedFile, recalled_file
from ohlc_desktop.store.connection import Connection
from ohlc_desktop.store.evidence import facts

_KEY = "file:"


def read(connection: Connection, shape: str) -> RememberedFile:
    """What is remembered of files whose first line is of a shape."""
    return recalled_file(facts.fact(connection, _KEY + shape))


def keep(connection: Connection, shape: str, told: RememberedFile) -> None:
    """Remember that, and nothing else, of them. Must be called inside a transaction."""
    if told:
        facts.keep_fact(connection, _KEY + shape, told.to_text())
    else:
        facts.forget_fact(connection, _KEY + shape)
