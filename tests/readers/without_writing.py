"""Reads databases as somebody who may write nowhere near them: ``python -m tests.readers.without_writing``.

Takes a folder a line on stdin and answers with a JSON object a line: what each way of opening the database in it sees, as
the number of candles, or the error.
"""

from __future__ import annotations

import json
import os
import sqlite3
import sys
from collections.abc import Callable
from contextlib import closing
from typing import Any

import duckdb

from tests.commands.unprivileged import obey_permissions
from tests.readers.pages import PAGE, blocks, extension

COUNT = "SELECT count(*) FROM candles"


def by_the_page() -> int:
    """The lines that the page has for it."""
    (code,) = [code for language, code in blocks(PAGE) if language == "python" and "immutable" in code]
    names: dict[str, Any] = {}
    exec(code, names)
    with closing(names["database"]) as database:
        return int(database.execute(COUNT).fetchone()[0])


def by_sqlite(query: str) -> int:
    """SQLite, with a query in the address."""
    with closing(sqlite3.connect(f"file:ohlc.sqlite3?{query}", uri=True)) as database:
        return int(database.execute(COUNT).fetchone()[0])


def by_duckdb() -> int:
    """DuckDB, which has no such queries."""
    with duckdb.connect() as duck:
        duck.execute(f"LOAD '{extension()}'")
        duck.execute("ATTACH 'ohlc.sqlite3' AS ohlc (TYPE sqlite, READ_ONLY)")
        found = duck.execute(COUNT.replace("candles", "ohlc.candles")).fetchone()
    assert found is not None
    return int(found[0])


def tried(way: Callable[[], int]) -> int | str:
    """What a way sees, or its error."""
    try:
        return way()
    except Exception as error:
        return str(error)


if __name__ == "__main__":
    ways: dict[str, Callable[[], int]] = {
        "page": by_the_page, "mode=ro": lambda: by_sqlite("mode=ro"), "immutable=1": lambda: by_sqlite("immutable=1"),
        "nolock=1": lambda: by_sqlite("mode=ro&nolock=1"), "DuckDB": by_duckdb,
    }  # fmt: skip
    extension()
    obey_permissions()
    for line in sys.stdin:
        os.chdir(line.rstrip("\n"))
        print(json.dumps({name: tried(way) for name, way in ways.items()}), flush=True)
