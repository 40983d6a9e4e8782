"""What is stored of a root and its contracts, as far as their ledger is made of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np

from ohlc_desktop.core.candles import Candles, make
from ohlc_desktop.core.continuous.evidence import FeedSeries
from ohlc_desktop.core.continuous.ledger import ContractDays, Family
from ohlc_desktop.core.continuous.making import StoredRoot
from ohlc_desktop.core.following.proven_rolls import delivery
from ohlc_desktop.core.following.stretches import ContractStretch, proven_stretches, with_told
from ohlc_desktop.core.market.catalogue import Product
from ohlc_desktop.core.market.instruments import MONTH_CODES, Instrument
from ohlc_desktop.core.timeframes import DAY, TIMEFRAMES, Timeframe
from ohlc_desktop.store.connection import Connection
from ohlc_desktop.store.evidence import contract_changes, followed
from ohlc_desktop.store.series.candles import read_series
from ohlc_desktop.store.series.series_summary import load_calendar
from ohlc_desktop.store.watchlist import find_instrument

#: The candles by which each family is judged.
FAMILIES: Mapping[Family, Timeframe] = {Family.DAILY: TIMEFRAMES["1d"], Family.INTRADAY: TIMEFRAMES["5m"]}
#: Candles of a continuous series are held against those of contracts a year at a time: so many seconds.
_YEAR = 365 * DAY


def stored_contracts(connection: Connection, product: Product, timeframe: str) -> dict[str, int]:
    """The contracts of a root that have candles in a timeframe, oldest first: their numbers by symbol."""
    rows = connection.execute(
        "SELECT i.symbol, i.id FROM instrument AS i JOIN series AS s ON s.instrument_id=i.id"
        " WHERE i.symbol GLOB ? AND s.timeframe=? AND s.count>0",
        (pattern(product), timeframe),
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


def pattern(product: Product) -> str:
    """What the symbols of a root's contracts look like, for SQLite's GLOB."""
    return f"{product.root}[{MONTH_CODES}][0-9][0-9]{product.suffix}"


def read_root(connection: Connection, product: Product) -> StoredRoot:
    """All that the ledger of a root is made of; read at one moment, in an open transaction or a look."""
    numbers = stored_contracts(connection, product, "1d")
    days = {symbol: contract_days(connection, number) for symbol, number in numbers.items()}
    feed = {family: series for family in Family if (series := _feed_series(connection, product, family))}
    newest = max((int(each.candles.ts[-1]) // DAY for each in days.values()), default=-1)
    return StoredRoot(
        product, load_calendar(connection, product.calendar), _instruments(product, numbers), days, feed, newest
    )


def _instruments(product: Product, symbols: Mapping[str, int]) -> tuple[Instrument, ...]:
    return tuple(product.contract(*delivery(symbol, product)) for symbol in symbols)


def contract_days(connection: Connection, number: int) -> ContractDays:
    """The daily candles of a contract, and who gave each.

    Days that are made of shorter candles close with the last trade, as those of TradingView's exports do.
    """
    rows = connection.execute(
        "SELECT c.ts, c.open, c.high, c.low, c.close, c.volume, c.origin NOT IN ('derived', 'tradingview'),"
        " CASE c.origin WHEN 'derived' THEN coalesce(c.made_of, i.feed, c.origin) ELSE c.origin END"
        " FROM candle AS c JOIN instrument AS i ON i.id=c.instrument_id"
        " WHERE c.instrument_id=? AND c.timeframe='1d' ORDER BY c.ts",
        (number,),
    ).fetchall()
    *columns, given, source = zip(*rows, strict=True) if rows else ((),) * 8
    return ContractDays(make(*columns), np.array(given, dtype=np.bool_), np.array(source, dtype=np.str_))


def _feed_series(connection: Connection, product: Product, family: Family) -> FeedSeries | None:
    """What is known of the feed's continuous series; None where none is stored."""
    number, timeframe = find_instrument(connection, product.symbol), FAMILIES[family]
    front = read_series(connection, number, timeframe) if number is not None else None
    if number is None or front is None or not len(front):
        return None
    seen = contract_changes.load(connection, number, TIMEFRAMES["5m"])
    told = followed.told_stretches(connection, number, timeframe.name)
    proven = with_told(_proven(connection, product, front, timeframe), told)
    return FeedSeries(int(front.ts[0]), proven, seen)


def _proven(
    connection: Connection, product: Product, front: Candles, timeframe: Timeframe
) -> Iterator[ContractStretch]:
    """The stretches of a continuous series that the stored contracts prove, oldest first."""
    numbers = stored_contracts(connection, product, timeframe.name)
    for start in range(int(front.ts[0]), int(front.ts[-1]) + 1, _YEAR):
        part, end = front.between(start, start + _YEAR), min(start + _YEAR, int(front.ts[-1]) + 1)
        own = {symbol: read_series(connection, number, timeframe, start, end) for symbol, number in numbers.items()}
        theirs = {symbol: candles for symbol, candles in own.items() if len(candles)}
        yield from proven_stretches(part, timeframe, theirs, timeframe.seconds, float(product.tick))
