"""When each series was last answered. Imports nothing heavy: the tray reads it."""

from __future__ import annotations

from ohlc_desktop.core.importing.request import SeriesKey
from ohlc_desktop.store.connection import Connection


def last_answers(connection: Connection) -> dict[SeriesKey, float]:
    """UTC epoch seconds of the last answer by instrument and timeframe, of the series that ever had one."""
    rows = connection.execute(
        "SELECT symbol, timeframe, asked FROM series JOIN instrument ON id=instrument_id WHERE asked IS NOT NULL"
    )
    return {(symbol, timeframe): asked for symbol, timeframe, asked in rows}
