"""A push at the time of a bench: the clock of the database is real."""

from __future__ import annotations

import psycopg

from tests.hub.archives import pushed
from tests.importer.bench import ImportBench


def push(bench: ImportBench, url: str) -> None:
    """Push what changed in the bench's archive, now by its clock."""
    pushed(bench.store, url)
    with psycopg.connect(url) as hub:
        hub.execute("UPDATE ohlc.push SET at=to_timestamp(%s) WHERE id=(SELECT max(id) FROM ohlc.push)", (bench.clock.now(),))
