"""Batches go to the hub through two connections by turns, and are committed in order, as long as this archive fills it."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np
import pytest

from ohlc_desktop.core.planning.coverage import Interval
from ohlc_desktop.core.timeframes import DAY
from ohlc_desktop.hub import connection, writing
from ohlc_desktop.hub.failures import HubTaken
from ohlc_desktop.hub.merging import PushedRows, PushedSeries
from ohlc_desktop.hub.reading import HubInstrument
from ohlc_desktop.hub.writing import Committed, HubWriter, PushedBatch, PushingArchive
from tests.hub.archives import MONDAY, ledger, some, there
from tests.standins.postgres import PostgresServer

_HERE = PushingArchive("here", "desk", demo=False)


def _batch(symbol: str, day: int = MONDAY, sending: Callable[[], object] = lambda: None) -> PushedBatch:
    """Five candles of an instrument; ``sending`` is called as they are sent."""

    def rows() -> Iterator[PushedRows]:
        sending()
        candles = some("5m", day, 5)
        yield PushedRows(np.zeros(5, np.int64), candles, np.ones(5, np.int8), np.zeros(5, np.int64), (("yahoo", "yahoo"),))

    return PushedBatch((HubInstrument(symbol, "yahoo", None),), (PushedSeries(symbol, "5m", 1, (Interval(day, day + DAY),)),), rows())


def test_a_batch_is_sent_while_the_one_before_is_merged(
    postgres: PostgresServer, database: str, url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Though its origin is as new as its month: the first batch cannot be committed before the second one is being sent.

    What was sent waits for its turn, however soon the server ends transactions in which nothing happens.
    """
    monkeypatch.setattr(connection, "SILENT_SECONDS", 20)
    with postgres.connect(database) as other:
        other.execute("BEGIN")
        other.execute("LOCK TABLE ohlc.push IN EXCLUSIVE MODE")
        batches = [_batch("NQ=F"), _batch("ES=F", MONDAY + 31 * DAY, lambda: other.execute("ROLLBACK")), _batch("CL=F")]
        with HubWriter(f"{url}&options=-cidle_in_transaction_session_timeout%3D1", _HERE) as hub:
            done = list(hub.commit_each(batches))
    assert done == [(batch, Committed(push, 5, 0)) for push, batch in enumerate(batches, 1)]
    assert ledger(postgres, database) == [(1, 5, 0)] * 3
    assert {(row[0], row[-1]) for row in there(postgres, database)} == {(symbol, "yahoo") for symbol in ("NQ=F", "ES=F", "CL=F")}


def test_nothing_is_committed_once_another_archive_fills_the_hub(postgres: PostgresServer, database: str, url: str) -> None:
    """The lock of who pushes goes with its connection; batches may go through another one."""
    with postgres.connect(database) as owner, HubWriter(url, _HERE) as hub:
        hub.claim()
        commits = hub.commit_each([_batch("NQ=F"), _batch("ES=F"), _batch("CL=F")])
        next(commits)
        owner.execute("UPDATE ohlc.importer SET store='there', machine='other'")
        with pytest.raises(HubTaken, match="on other since"):
            next(commits)
    assert {row[0] for row in there(postgres, database)} == {"NQ=F"}
    assert len(ledger(postgres, database)) == 1


def test_a_single_batch_needs_no_second_connection(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """As nearly all imports bring."""
    opened: list[str] = []
    monkeypatch.setattr(writing, "open_archive", lambda *given: opened.append(given[0]) or connection.open_archive(*given))
    for count in (1, 2):
        with HubWriter(url, _HERE) as hub:
            assert len(list(hub.commit_each([_batch(symbol) for symbol in ("NQ=F", "ES=F")[:count]]))) == count
    assert len(opened) == 1 + 2
