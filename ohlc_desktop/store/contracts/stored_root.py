"""What is stored of a root and its contracts, as far as their ledger is made of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

import numpy as np

from ohlc_desktop.core.candles import Candles
from ohlc_desktop.core.continuous.evidence import FeedSeries
from ohlc_desktop.core.continuous.ledger import CloseKind, ContractDays, Family
from ohlc_desktop.core.continuous.making import StoredRoot
from ohlc_desktop.core.following.proven_rolls import delivery
from ohlc_desktop.core.following.stretches import ContractStretch, proven_stretches, with_told
from ohlc_desktop.core.market.catalogue import Product
from ohlc_desktop.core.market.instruments import MONTH_CODES, Instrument
from ohlc_desktop.core.timeframes import DAY, EVER, TIMEFRAMES, Timeframe
from ohlc_desktop.store.connection import Connection
from ohlc_desktop.store.contracts.day_sources import day_sources
from ohlc_desktop.store.evidence import contract_changes, followed
from ohlc_desktop.store.series.candles import read_rows
from ohlc_desktop.store.series.point_in_time import read_as_of, read_at
from ohlc_desktop.store.series.series_summary import load_calendar
from ohlc_desktop.store.watchlist import find_instrument

#: The candles by which each family is judged.
FAMILIES: Mapping[Family, Timeframe] = {Family.DAILY: TIMEFRAMES["1d"], Family.INTRADAY: TIMEFRAMES["5m"]}
#: Candles of a continuous series are held against those of contracts a year at a time: so many seconds.
_YEAR = 365 * DAY
#: Who gave a day that went without another source in its place, and what its close was: nothing tells.
_NOBODY = ("", CloseKind.UNKNOWN)


def stored_contracts(
    connection: Connection, product: Product, timeframe: str, moment: float | None = None
) -> dict[str, int]:
    """The contracts of a root that have candles in a timeframe, oldest first: their numbers by symbol.

    With a moment (UTC epoch seconds) also those that have none any more, or had none yet.
    """
    rows = connection.execute(
        "SELECT i.symbol, i.id FROM instrument AS i JOIN series AS s ON s.instrument_id=i.id"
        " WHERE i.symbol GLOB ? AND s.timeframe=? AND (s.count>0 OR ? IS NOT NULL)",
        (pattern(product), timeframe, moment),
    )
    return dict(sorted(rows, key=lambda row: delivery(row[0], product)))


def held_of(connection: Connection, product: Product, timeframe: str) -> tuple[int, int | None, int | None]:
    """Candles of a root in a timeframe, of its contracts and of the feed's series: how many, the first and the last stamp."""
    row = connection.execute(
        "SELECT coalesce(sum(s.count), 0), min(s.first), max(s.last) FROM series AS s"
        " JOIN instrument AS i ON i.id=s.instrument_id WHERE (i.symbol=? OR i.symbol GLOB ?) AND s.timeframe=?",
        (product.symbol, pattern(product), timeframe),
    ).fetchone()
    return int(row[0]), row[1], row[2]


def is_known(connection: Connection, product: Product) -> bool:
    """Whether the archive has ever had the feed's series of a root, or one of its contracts."""
    known = "SELECT EXISTS(SELECT 1 FROM instrument WHERE symbol=? OR symbol GLOB ?)"
    return bool(connection.execute(known, (product.symbol, pattern(product))).fetchone()[0])


def pattern(product: Product) -> str:
    """What the symbols of a root's contracts look like, for SQLite's GLOB."""
    return f"{product.root}[{MONTH_CODES}][0-9][0-9]{product.suffix}"


def read_root(
    connection: Connection, product: Product, moment: float | None = None, families: Iterable[Family] = Family
) -> StoredRoot:
    """All that the ledger of a root is made of; read at one moment, in an open transaction or a look.

    Args:
        connection: Of the store.
        product: The root's.
        moment: Only what was known then, UTC epoch seconds; None for what is known now.
        families: Whose ledgers are to be made of it.

    Raises:
        NotRecorded: what was known at that moment is not.
    """
    numbers = stored_contracts(connection, product, "1d", moment)
    each = {symbol: contract_days(connection, number, moment) for symbol, number in numbers.items()}
    days = {symbol: held for symbol, held in each.items() if len(held.candles)}
    feed = {family: series for family in families if (series := _feed_series(connection, product, family, moment))}
    newest = max((int(each.candles.ts[-1]) // DAY for each in days.values()), default=-1)
    calendar = load_calendar(connection, product.calendar, moment)
    return StoredRoot(product, calendar, _instruments(product, days), days, feed, newest)


def _instruments(product: Product, symbols: Iterable[str]) -> tuple[Instrument, ...]:
    return tuple(product.contract(*delivery(symbol, product)) for symbol in symbols)


def contract_days(connection: Connection, number: int, moment: float | None = None) -> ContractDays:
    """The daily candles of a contract, and who gave each; as known at a moment (UTC epoch seconds)."""
    days = TIMEFRAMES["1d"]
    if moment is None:
        candles = read_rows(connection, number, days, -EVER, EVER)
    else:
        candles = read_as_of(connection, number, days, moment)
    sources = day_sources(connection, number, moment)
    each = [sources.get(ts, _NOBODY) for ts in candles.ts.tolist()]
    names, kinds = zip(*each, strict=True) if each else ((), ())
    return ContractDays(candles, np.array(kinds, dtype=np.int8), np.array(names, dtype=np.str_))


def _feed_series(
    connection: Connection, product: Product, family: Family, moment: float | None
) -> FeedSeries | None:  # fmt: skip
    """What is known of the feed's continuous series; None where none is stored."""
    number, timeframe = find_instrument(connection, product.symbol), FAMILIES[family]
    front = read_at(connection, number, timeframe, moment) if number is not None else None
    if number is None or front is None or not len(front):
        return None
    seen = contract_changes.load(connection, number, TIMEFRAMES["5m"], moment)
    told = followed.told_stretches(connection, number, timeframe.name, moment)
    proven = with_told(_proven(connection, product, front, timeframe, moment), told)
    return FeedSeries(int(front.ts[0]), proven, seen)


def _proven(
    connection: Connection, product: Product, front: Candles, timeframe: Timeframe, moment: float | None
) -> Iterator[ContractStretch]:
    """The stretches of a continuous series that the stored contracts prove, oldest first."""
    numbers = stored_contracts(connection, product, timeframe.name, moment)
    for start in range(int(front.ts[0]), int(front.ts[-1]) + 1, _YEAR):
        part, end = front.between(start, start + _YEAR), min(start + _YEAR, int(front.ts[-1]) + 1)
        own = {symbol: read_at(connection, number, timeframe, moment, start, end) for symbol, number in numbers.items()}
        theirs = {symbol: candles for symbol, candles in own.items() if len(candles)}
        yield from proven_stretches(part, timeframe, theirs, timeframe.seconds, float(product.tick))
