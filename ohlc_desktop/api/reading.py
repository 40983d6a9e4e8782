"""The candles that a caller asks for: stored ones, those of an earlier moment, or a continuous series made of contracts."""

from __future__ import annotations

from dataclasses import dataclass

from ohlc_desktop.core.candles import Candles
from ohlc_desktop.core.continuous.spec import ContinuousSpec
from ohlc_desktop.core.errors import OhlcError
from ohlc_desktop.core.market.catalogue import Catalogue
from ohlc_desktop.core.market.instruments import Instrument
from ohlc_desktop.core.timeframes import Timeframe
from ohlc_desktop.store import watchlist
from ohlc_desktop.store.connection import Connection
from ohlc_desktop.store.contracts.continuous_candles import made_of, read_table
from ohlc_desktop.store.contracts.stored_root import held_of, is_known
from ohlc_desktop.store.series.candles import read_series
from ohlc_desktop.store.series.point_in_time import read_as_of
from ohlc_desktop.store.series.series_summary import first_stamp

#: Rolls, each by the symbols of its contracts, the old one first.
RollPairs = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class ReadWindow:
    """Stamps with ``start <= ts < end``; None where there is no limit."""

    start: int | None
    end: int | None


def symbol_of(wanted: Instrument | ContinuousSpec) -> str:
    """How the archive names what is read."""
    return wanted.symbol if isinstance(wanted, Instrument) else str(wanted)


def candles_of(
    connection: Connection, catalogue: Catalogue, wanted: Instrument | ContinuousSpec, frame: Timeframe, window: ReadWindow,
    estimated: bool, moment: float | None,
) -> tuple[Candles, RollPairs]:  # fmt: skip
    """The candles of one series in a window, as they are now or as they were at a moment (UTC epoch seconds), and the rolls
    of a continuous one by whose estimates its prices are adjusted.

    Raises:
        OhlcError: none are stored at all; or a continuous series cannot be adjusted so.
        NotRecorded: what was known at that moment is not.
    """
    if isinstance(wanted, Instrument):
        return _stored(connection, wanted, frame, window, moment), ()
    return _made(connection, catalogue, wanted, frame, window, estimated, moment)


def _stored(
    connection: Connection, instrument: Instrument, frame: Timeframe, window: ReadWindow, moment: float | None
) -> Candles:
    number = watchlist.find_instrument(connection, instrument.symbol)
    if number is None or (moment is None and first_stamp(connection, number, frame.name) is None):
        raise OhlcError(
            "No {timeframe} candles of {symbol} are stored.", "Nothing was read.", 'Run: ohlc-desktop import "{symbol}"',
            timeframe=frame.name, symbol=instrument.symbol,
        )  # fmt: skip
    if moment is None:
        return read_series(connection, number, frame, window.start, window.end)
    return read_as_of(connection, number, frame, moment, window.start, window.end)


def _made(
    connection: Connection,
    catalogue: Catalogue,
    spec: ContinuousSpec,
    frame: Timeframe,
    window: ReadWindow,
    estimated: bool,
    moment: float | None,
) -> tuple[Candles, RollPairs]:
    source, product = made_of(frame), catalogue.products[spec.root]
    held = held_of(connection, product, source.name)[0] if moment is None else is_known(connection, product)
    if not held:
        raise OhlcError(
            "Nothing is stored that {symbol} could be made of.", "Nothing was read.",
            "Import {root}=F, and contracts such as '{root} 12-26'.", symbol=str(spec), root=spec.root,
        )  # fmt: skip
    table = read_table(connection, product, spec, frame, window.start, window.end, estimated, moment=moment)
    return table.candles, tuple((roll.old, roll.new) for roll in table.estimated)
