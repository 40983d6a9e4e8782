"""Which contract bought candles are of outlives imports that prove what the contracts' own candles prove."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import numpy as np

from ohlc_desktop.core.arbitration.precedence import SourceKind
from ohlc_desktop.core.candles import Candles
from ohlc_desktop.core.following.stretches import ContractStretch
from ohlc_desktop.core.timeframes import TIMEFRAMES
from ohlc_desktop.importer.run.following import _prove
from ohlc_desktop.store.database import open_store
from ohlc_desktop.store.evidence import followed
from ohlc_desktop.store.sources import precedence
from ohlc_desktop.store.watchlist import instrument_id
from tests.core.chart.making import prices
from tests.core.helpers import CATALOGUE, utc
from tests.store.contracts.paper_store import put

FIVE, NQ = TIMEFRAMES["5m"], CATALOGUE.products["NQ"]
DAY = utc("2026-11-16 00:00")
AT = utc("2026-11-18 12:00")


def test_an_import_keeps_what_was_told_and_proves_the_rest(tmp_path: Path) -> None:
    ts = DAY + 300 * np.arange(400)
    candles = prices(ts, 21_000.0, 0.25)
    bought, free = candles.take(slice(0, 100)), candles.take(slice(200, None))
    with closing(open_store(tmp_path / "ohlc.sqlite3", demo=False)) as store, store.transaction() as connection:
        precedence.enrol(connection, "databento", SourceKind.PAID, 0.0)
        precedence.enrol(connection, "yahoo", SourceKind.FEED, 0.0)
        put(connection, "NQ=F", "5m", bought, "databento")
        put(connection, "NQ=F", "5m", free)
        put(connection, "NQZ26.CME", "5m", free)
        number = instrument_id(connection, "NQ=F")
        followed.save_told(connection, number, "5m", "databento", "NQU26.CME", int(ts[0]), int(ts[150]), AT)
        followed.save_told(connection, number, "5m", "databento", "NQU26.CME", int(ts[200]), int(ts[-1]))  # not its rows
        told = ContractStretch("NQU26.CME", int(ts[0]), int(ts[99]), 100)
        assert followed.stretches(connection, number, "5m") == (told,)
        for _ in range(2):
            _prove(connection, number, NQ, FIVE, float(ts[-1] + 3600), AT)
            proven = ContractStretch("NQZ26.CME", int(ts[200]), int(ts[-1]), 200)
            assert followed.stretches(connection, number, "5m") == (told, proven)
        assert followed.told_stretches(connection, number, "5m") == (told,)
        assert followed.told_stretches(connection, number, "5m", AT - 1) == ()
        # where contracts prove something, nothing that is told takes its place
        put(connection, "NQ=F", "5m", Candles(*(column[250:260] for column in candles.columns)), "databento")
        followed.save_told(connection, number, "5m", "databento", "NQU26.CME", int(ts[250]), int(ts[260]))
        assert followed.stretches(connection, number, "5m") == (told, proven)
