"""Where continuous series were seen to change from one contract to the next."""

from __future__ import annotations

from collections.abc import Iterable

from ohlc_desktop.core.market.contracts import ContractChange
from ohlc_desktop.core.timeframes import Timeframe
from ohlc_desktop.store.connection import Connection


def save(
    connection: Connection, instrument: int, timeframe: Timeframe, start: int, end: int, found: Iterable[ContractChange]
) -> None:
    """Say where a continuous series changes contract for ``start <= ts < end``."""
    key = (instrument, timeframe.name)
    connection.execute(
        "DELETE FROM contract_change WHERE instrument_id=? AND timeframe=? AND ts>=? AND ts<?", (*key, start, end)
    )
    connection.executemany(
        "INSERT INTO contract_change VALUES (?,?,?,?)", ((*key, change.ts, change.points) for change in found)
    )


def load(connection: Connection, instrument: int, timeframe: Timeframe) -> tuple[ContractChange, ...]:
    """Where a continuous series was seen to change contract, oldest first."""
    rows = connection.execute(
        "SELECT ts, points FROM contract_change WHERE instrument_id=? AND timeframe=? ORDER BY ts",
        (instrument, timeframe.name),
    )
    return tuple(ContractChange(ts, points) for ts, points in rows)
