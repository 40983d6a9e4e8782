"""A person's choice between what sources say: kept as the strongest source of all, and taken back at will."""

from __future__ import annotations

from ohlc_desktop.core.arbitration.precedence import PERSON
from ohlc_desktop.core.errors import UsageError
from ohlc_desktop.core.planning.coverage import Interval, intersect
from ohlc_desktop.core.planning.state import InstrumentState
from ohlc_desktop.core.timeframes import Timeframe
from ohlc_desktop.importer.arbitration import put, withdraw
from ohlc_desktop.importer.merging.arbiter import Arbitrated
from ohlc_desktop.store.connection import Connection
from ohlc_desktop.store.sources import heard
from ohlc_desktop.store.sources.source_rows import rows_of


def choose(
    connection: Connection, number: int, state: InstrumentState, timeframe: Timeframe, source: str, stretch: Interval,
    now: float,
) -> Arbitrated:  # fmt: skip
    """Let what a source says of a stretch stand, whatever others say. Must run inside a transaction.

    Raises:
        UsageError: the source has no candle there.
    """
    own = rows_of(connection, number, timeframe, source, *stretch)
    if not len(own) or source == PERSON:
        raise UsageError(
            "{source} has no {timeframe} candle of {symbol} there.", "Nothing was changed.",
            "A choice is made between what sources gave themselves: see ohlc-desktop sources compare.",
            source=source, timeframe=timeframe.name, symbol=state.instrument.symbol,
        )  # fmt: skip
    return put(connection, number, state, timeframe, PERSON, own, stretch, now)


def take_back(
    connection: Connection, number: int, state: InstrumentState, timeframe: Timeframe, stretch: Interval, now: float
) -> Arbitrated:
    """Take back what was chosen in a stretch; the strongest of the sources stands again. Must run inside a transaction.

    Raises:
        UsageError: nothing was chosen there.
    """
    if not intersect(heard.read(connection, number, timeframe, stretch).get(PERSON, []), [stretch]):
        raise UsageError(
            "Nothing was chosen of the {timeframe} candles of {symbol} there.", "Nothing was changed.",
            timeframe=timeframe.name, symbol=state.instrument.symbol,
        )  # fmt: skip
    return withdraw(connection, number, state, timeframe, PERSON, stretch, now)
