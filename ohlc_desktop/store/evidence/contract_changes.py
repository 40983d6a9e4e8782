"""Where continuous series were seen to change from one contract to the next."""

from __future__ import annotations

from collections.abc import Iterable

from ohlc_desktop.core.market.contracts import ContractChange
from ohlc_desktop.core.timeframes import Timeframe
from ohlc_desktop.store.connection import Connection
from ohlc_desktop.store.evidence import superseded

_STEP = "step {}"


def save(
    connection: Connection, instrument: int, timeframe: Timeframe, start: int, end: int, found: Iterable[ContractChange],
    at: float = 0.0,
) -> None:  # fmt: skip
    """Say where a continuous series changes contract for ``start <= ts < end``; since ``at``, UTC epoch seconds."""
    before = {ts: points for ts, points in _steps(connection, instrument, timeframe).items() if start <= ts < end}
    after = {change.ts: change.points for change in found}
    superseded.keep(connection, _STEP.format(timeframe.name), instrument, before, after, at)
    key = (instrument, timeframe.name)
    connection.executemany(
        "DELETE FROM contract_change WHERE instrument_id=? AND timeframe=? AND ts=?", ((*key, ts) for ts in before)
    )
    connection.executemany("INSERT INTO contract_change VALUES (?,?,?,?)", ((*key, *step) for step in after.items()))


def load(
    connection: Connection, instrument: int, timeframe: Timeframe, moment: float | None = None
) -> tuple[ContractChange, ...]:
    """Where a continuous series was seen to change contract, oldest first; as known at a moment (UTC epoch seconds)."""
    now = _steps(connection, instrument, timeframe)
    found = superseded.as_of(connection, _STEP.format(timeframe.name), instrument, now, moment)
    return tuple(ContractChange(ts, points) for ts, points in found.items())


def _steps(connection: Connection, instrument: int, timeframe: Timeframe) -> dict[int, float]:
    rows = connection.execute(
        "SELECT ts, points FROM contract_change WHERE instrument_id=? AND timeframe=?", (instrument, timeframe.name)
    )
    return dict(rows.fetchall())
