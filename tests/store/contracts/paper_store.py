"""A database with the contracts of a market on paper."""

from __future__ import annotations

from pathlib import Path

from ohlc_desktop.core.candles import Candles
from ohlc_desktop.core.timeframes import TIMEFRAMES
from ohlc_desktop.store import watchlist
from ohlc_desktop.store.connection import Connection
from ohlc_desktop.store.database import open_store
from ohlc_desktop.store.series import candles as rows
from ohlc_desktop.store.series import series_summary
from tests.core.continuous.paper_market import PaperMarket


def put(
    connection: Connection, symbol: str, name: str, candles: Candles, origin: str = "yahoo", at: float = 0.0
) -> None:
    """Store candles as an import does; ``at`` in UTC epoch seconds."""
    number = watchlist.instrument_id(connection, symbol)
    revision = series_summary.next_revision(connection, number, name)
    change = rows.write(connection, number, TIMEFRAMES[name], candles, origin, revision, at)
    ends = (int(candles.ts[0]), int(candles.ts[-1])) if len(candles) else (None, None)
    series_summary.note_change(connection, number, name, change, revision, *ends)


def fill(path: Path, market: PaperMarket, demo: bool = False) -> None:
    """Store the daily candles of all contracts, and the calendar."""
    store = open_store(path, demo)
    with store.transaction() as connection:
        series_summary.save_calendar(connection, market.calendar)
        for each in market.contracts:
            if each.settles:
                put(connection, each.symbol, "1d", market.daily(each))
    store.close()
