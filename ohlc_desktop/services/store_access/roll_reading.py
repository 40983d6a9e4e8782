"""Reads the ledger of rolls and what comes in the next days for windows. Imports numpy: for a worker thread only."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass

from ohlc_desktop.core.continuous.agenda import AgendaEvent, agenda
from ohlc_desktop.core.continuous.ledger import Family, LedgerRoll
from ohlc_desktop.core.continuous.making import NextRoll, next_roll
from ohlc_desktop.core.continuous.spec import Rolling
from ohlc_desktop.core.market.catalogue import Product
from ohlc_desktop.core.market.sessions import new_york_day
from ohlc_desktop.profile import Profile
from ohlc_desktop.services.store_access.snapshot_reader import catalogue
from ohlc_desktop.store import watchlist
from ohlc_desktop.store.connection import Connection
from ohlc_desktop.store.contracts.roll_ledger import read_ledger
from ohlc_desktop.store.database import open_reader
from ohlc_desktop.store.series.series_summary import load_calendar


@dataclass(frozen=True, slots=True)
class RollTable:
    """The rolls of a root by one rule, oldest first, by family of candles; and the one to come, where a rule of days tells."""

    product: Product
    rolling: Rolling
    rolls: Mapping[Family, tuple[LedgerRoll, ...]]
    coming: NextRoll | None


def read_rolls(profile: Profile, root: str, rolling: Rolling, now: float) -> RollTable:
    """The rolls of a root of the catalogue; ``now`` is UTC epoch seconds.

    Raises:
        OhlcError: there is no database, or it cannot be read.
    """
    product = catalogue().products[root]
    with closing(open_reader(profile.database, profile.demo)) as store, store.look() as connection:
        rolls = {family: read_ledger(connection, product, rolling, family) for family in Family}
        calendar = load_calendar(connection, product.calendar)
    coming = next_roll(product, calendar, rolling, Family.INTRADAY, new_york_day(now))
    return RollTable(product, rolling, rolls, coming)


def read_agenda(profile: Profile, now: float) -> tuple[AgendaEvent, ...]:
    """What comes in the next days for the futures on the watchlist, in its order; ``now`` is UTC epoch seconds.

    Raises:
        OhlcError: there is no database, or it cannot be read.
    """
    with closing(open_reader(profile.database, profile.demo)) as store, store.look() as connection:
        products = _watched(connection)
        names = {product.calendar for product in products}
        found = {name: load_calendar(connection, name) for name in names}
    calendars = {name: calendar for name, calendar in found.items() if calendar is not None}
    return agenda(products, calendars, new_york_day(now))


def _watched(connection: Connection) -> list[Product]:
    """The products of the watchlist, each once."""
    known = catalogue()
    symbols = watchlist.watched(connection, known.default_watchlist)
    roots = [root for symbol in symbols for root, product in known.products.items() if _is_of(symbol, product)]
    return [known.products[root] for root in dict.fromkeys(roots)]


def _is_of(symbol: str, product: Product) -> bool:
    """Whether a symbol is the front month or a contract of a product."""
    dated = symbol.endswith(product.suffix) and symbol[: -len(product.suffix) - 3] == product.root
    return symbol == product.symbol or dated
