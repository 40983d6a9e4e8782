"""The archive and the instruments that ``sources`` works with."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager

from ohlc_desktop.commands.context import Context
from ohlc_desktop.core.errors import UsageError
from ohlc_desktop.core.market.instruments import Instrument
from ohlc_desktop.core.planning.state import InstrumentState
from ohlc_desktop.profile import import_lock
from ohlc_desktop.store import markets, watchlist
from ohlc_desktop.store.connection import Connection
from ohlc_desktop.store.database import Store, open_reader, open_store, refuse_absent


@contextmanager
def reading(context: Context) -> Iterator[Connection]:
    """The archive for reading.

    Raises:
        StoreError: there is none yet, or it cannot be read.
    """
    with closing(open_reader(context.profile.database, context.profile.demo)) as store, store.errors():
        yield store.connection


@contextmanager
def writing(context: Context, why: str) -> Iterator[Store]:
    """The archive for writing, while nothing else writes candles; ``why`` is told to whoever wants to meanwhile.

    Raises:
        StoreError: there is none yet, or it cannot be written.
        ImportRunning: an import is running.
    """
    refuse_absent(context.profile.database)
    with (
        import_lock(context.profile, context.clock, why),
        closing(open_store(context.profile.database, context.profile.demo)) as store,
        store.errors(),
    ):
        yield store


def number_of(connection: Connection, instrument: Instrument) -> int:
    """The number of an instrument that is stored.

    Raises:
        UsageError: it is not.
    """
    number = watchlist.find_instrument(connection, instrument.symbol)
    if number is None:
        raise UsageError(
            "No candles of {symbol} are stored.", hint="Run: ohlc-desktop import {symbol}", symbol=instrument.symbol
        )
    return number


def state_of(context: Context, connection: Connection, symbol: str) -> tuple[int, InstrumentState]:
    """An instrument as an import sees it. Must run inside a transaction.

    Raises:
        UsageError: nothing of it is stored.
    """
    from ohlc_desktop.importer.run_setup import library_sessions, read_state, up_to_date_calendar

    instrument = markets.at_home(connection, context.instrument(symbol))
    number_of(connection, instrument)
    now = context.clock.now()
    calendar = up_to_date_calendar(connection, instrument.calendar, now, library_sessions)
    return read_state(connection, instrument, calendar, context.feeds.of(instrument), now)
