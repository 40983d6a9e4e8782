"""What the stored candles and names tell of continuous symbols: which contract each follows, and whether it is traded.

Imports nothing heavy: the tray reads it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from ohlc_desktop.core.following.followed import (
    FollowedContract,
    QuietContract,
    followed_contract,
    quiet_contract,
)
from ohlc_desktop.core.importing.request import SeriesKey
from ohlc_desktop.core.market.catalogue import Catalogue, Product
from ohlc_desktop.core.market.instruments import Instrument
from ohlc_desktop.core.timeframes import DAY, SOURCES
from ohlc_desktop.store import watchlist
from ohlc_desktop.store.connection import Connection
from ohlc_desktop.store.evidence import followed
from ohlc_desktop.store.series import series_summary

#: Contracts whose newest day is older, in seconds, tell nothing of today.
_LATELY = 14 * DAY


def followed_contracts(
    connection: Connection, catalogue: Catalogue, instruments: Iterable[Instrument], now: float
) -> dict[SeriesKey, FollowedContract]:
    """What the continuous symbols among some instruments follow at ``now`` (UTC epoch seconds), by source timeframe."""
    return {
        (instrument.symbol, name): found
        for instrument in instruments
        if (product := product_of(catalogue, instrument)) is not None
        for name, found in _of(connection, instrument.symbol, product, now)
    }


def product_of(catalogue: Catalogue, instrument: Instrument) -> Product | None:
    """The product of a continuous symbol; None for whatever else."""
    return catalogue.products.get(instrument.root) if instrument.continuous else None


def _of(connection: Connection, symbol: str, product: Product, now: float) -> Iterator[tuple[str, FollowedContract]]:
    number = watchlist.find_instrument(connection, symbol)
    if number is None:
        return
    named, summaries = followed.last_named(connection, number), series_summary.summaries(connection, number)
    quiet: dict[str, QuietContract | None] = {}
    for name in SOURCES:
        if name not in summaries or not summaries[name].count:
            continue
        told = followed.told_stretches(connection, number, name)
        found = followed_contract(named, followed.stretches(connection, number, name), summaries[name].last, told)
        if found is None:
            continue
        if found.contract not in quiet:
            quiet[found.contract] = _quiet(connection, number, symbol, found.contract, product, now)
        yield name, replace(found, quiet=quiet[found.contract])


def _quiet(
    connection: Connection, number: int, symbol: str, contract: str, product: Product, now: float
) -> QuietContract | None:
    """Whether a contract hardly trades; where its own days are not stored, those of the continuous symbol count."""
    stored = followed.stored_contracts(connection, product, "1d", int(now) - _LATELY)
    numbers = {contract: number, **stored}
    volumes = {name: followed.daily_volumes(connection, each) for name, each in numbers.items()}
    return quiet_contract(symbol, contract, volumes, now)
