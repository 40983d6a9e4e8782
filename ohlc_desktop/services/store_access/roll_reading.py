"""Reads what comes in the next days and the ledger of rolls for windows. Imports numpy: for a worker thread only."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass

from ohlc_desktop.core.continuous.agenda import AgendaEvent, agenda
from ohlc_desktop.core.continuous.ledger import LedgerRoll
from ohlc_desktop.core.market.catalogue import Product
from ohlc_desktop.core.market.sessions import Calendar, new_york_day
from ohlc_desktop.profile import Profile
from ohlc_desktop.services.store_access.snapshot_reader import catalogue
from ohlc_desktop.store import watchlist
from ohlc_desktop.store.connection import Connection
from ohlc_desktop.store.contracts.roll_ledger import read_ledgers
from ohlc_desktop.store.database import open_reader
from ohlc_desktop.store.file.addresses import is_absent
from ohlc_desktop.store.series.series_summary import load_calendar


@dataclass(frozen=True, slots=True)
class ContractsLook:
    """One consistent look at the contracts of the futures on the watchlist.

    Attributes:
        today: Day number of the day in New York.
        products: The futures, by root, in the order of the watchlist.
        events: What comes, sorted by day.
        rolls: The rolls of each root that is stored, by rule and family of candles, each ledger oldest first.
        planned: Whether the sessions of every future are stored, so that all holidays and early closes are among the
            events.
    """

    today: int
    products: Mapping[str, Product]
    events: tuple[AgendaEvent, ...]
    rolls: Mapping[str, tuple[LedgerRoll, ...]]
    planned: bool


def read_contracts(profile: Profile, now: float) -> ContractsLook:
    """Look at the contracts; ``now`` is UTC epoch seconds. Before the first import it is the default watchlist.

    Raises:
        OhlcError: the database cannot be read.
    """
    if is_absent(profile.database):
        return _look(_products(catalogue().default_watchlist), {}, {}, now)
    with closing(open_reader(profile.database, profile.demo)) as store, store.look() as connection:
        products = _products(watchlist.watched(connection, catalogue().default_watchlist))
        rolls = {root: read_ledgers(connection, product) for root, product in products.items()}
        return _look(products, _calendars(connection, products), rolls, now)


def _look(
    products: Mapping[str, Product], calendars: Mapping[str, Calendar], rolls: Mapping[str, tuple[LedgerRoll, ...]],
    now: float,
) -> ContractsLook:  # fmt: skip
    today = new_york_day(now)
    planned = all(product.calendar in calendars for product in products.values())
    return ContractsLook(today, products, agenda(products.values(), calendars, today), rolls, planned)


def _calendars(connection: Connection, products: Mapping[str, Product]) -> dict[str, Calendar]:
    """The stored calendars of some futures, by name."""
    names = dict.fromkeys(product.calendar for product in products.values())
    return {name: calendar for name in names if (calendar := load_calendar(connection, name)) is not None}


def _products(symbols: list[str] | tuple[str, ...]) -> dict[str, Product]:
    """The futures that symbols are front months or contracts of, each once."""
    known = catalogue().products
    found = (product for symbol in symbols for product in known.values() if _is_of(symbol, product))
    return {product.root: product for product in found}


def _is_of(symbol: str, product: Product) -> bool:
    """Whether a symbol is the front month or a contract of a product."""
    dated = symbol.endswith(product.suffix) and symbol[: -len(product.suffix) - 3] == product.root
    return symbol == product.symbol or dated
