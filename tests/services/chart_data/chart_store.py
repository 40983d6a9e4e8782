"""Profiles for the tests of charts: the simulated market, imported by the real importer at fixed moments."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, date, datetime
from pathlib import Path

from ohlc_desktop.core.market.catalogue import load_catalogue
from ohlc_desktop.core.market.instruments import Instrument
from ohlc_desktop.core.settings import Settings
from ohlc_desktop.core.states.runs import RunState
from ohlc_desktop.core.timeframes import SOURCES
from ohlc_desktop.importer.engine import run_import
from ohlc_desktop.importer.order import Order, Tools
from ohlc_desktop.profile import Profile, create
from ohlc_desktop.resource_files import resource
from ohlc_desktop.sources.demo.spec import DEMO
from ohlc_desktop.store import watchlist
from ohlc_desktop.store.connection import Connection
from ohlc_desktop.store.database import open_store
from tests.standins.clock import FakeClock

#: Monday 2026-11-23 14:05 in Los Angeles: the daily import.
IMPORTED = datetime(2026, 11, 23, 22, 5, tzinfo=UTC).timestamp()
#: Half an hour later, after the follow-up was due.
NOW = IMPORTED + 1900.0
DAY = 86400.0


def future(name: str) -> Instrument:
    """The instrument meant by a name."""
    return load_catalogue(resource("instruments.toml")).resolve(name, date(2026, 11, 23))


def import_at(profile: Profile, at: float, *names: str, sources: tuple[str, ...] = SOURCES) -> None:
    """Import some instruments of the simulated market at a moment (UTC epoch seconds), and watch them."""
    create(profile)
    clock = FakeClock(at)
    instruments = tuple(future(name) for name in names)
    with closing(open_store(profile.database, demo=True)) as store:
        with store.transaction() as connection:
            watchlist.set_watchlist(connection, [instrument.symbol for instrument in instruments])
        tools = Tools(
            store, clock, Settings(), DEMO, lambda _: None,
            threading.Event(),
        )  # fmt: skip
        assert run_import(Order("manual", instruments, sources), tools).state is RunState.DONE


@contextmanager
def writing(profile: Profile) -> Iterator[Connection]:
    """A transaction in a profile's store."""
    with closing(open_store(profile.database, demo=True)) as store, store.transaction() as connection:
        yield connection


def imported(folder: Path) -> Profile:
    """A profile into which ES and CL were imported at the daily time of two days, a weekend apart."""
    profile = Profile(folder, demo=True)
    for at in (IMPORTED - 3 * DAY, IMPORTED, NOW):
        import_at(profile, at, "ES", "CL")
    return profile
