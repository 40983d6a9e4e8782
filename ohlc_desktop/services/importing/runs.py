"""Runs of the ledger as they are shown. Imports nothing heavy."""

from __future__ import annotations

import logging
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace

from ohlc_desktop.core.clock import Clock
from ohlc_desktop.core.errors import OhlcError
from ohlc_desktop.core.states.runs import RunState
from ohlc_desktop.profile import Profile, import_lock, importing_now
from ohlc_desktop.store import ledger
from ohlc_desktop.store.database import Store, open_reader, open_store
from ohlc_desktop.store.file.addresses import is_absent
from ohlc_desktop.store.ledger import Run

_log = logging.getLogger(__name__)


def newest_runs(store: Store, profile: Profile, count: int) -> list[Run]:
    """The newest runs, newest first; one that a dead process left RUNNING is INTERRUPTED.

    Must be called outside of a look or transaction.
    """
    return _without_dead_runs(lambda: ledger.newest_runs(store.connection, count), profile)


def last_run(store: Store, profile: Profile) -> Run | None:
    """The newest run that was not skipped, likewise."""

    def read() -> list[Run]:
        run = ledger.last_run(store.connection)
        return [run] if run else []

    return next(iter(_without_dead_runs(read, profile)), None)


def close_dead_runs(profile: Profile, clock: Clock) -> None:
    """Close in the ledger what a dead process left under way; to be called before an import can be started.

    Where that cannot be written now, the next import does it.
    """
    try:
        if is_absent(profile.database):
            return
        with closing(open_reader(profile.database, profile.demo)) as store, store.errors():
            if not ledger.any_running(store.connection):
                return
        with (
            import_lock(profile, clock, "start"),
            closing(open_store(profile.database, profile.demo)) as store,
            store.transaction() as connection,
        ):
            ledger.interrupt_dead_runs(connection, clock.now())
    except (OhlcError, OSError) as error:
        _log.info("What an earlier process left under way was not closed: %s", error)


def _without_dead_runs(read: Callable[[], list[Run]], profile: Profile) -> list[Run]:
    runs = read()
    if not any(run.state is RunState.RUNNING for run in runs) or importing_now(profile):
        return runs
    return [replace(run, state=run.state.left) for run in read()]  # again, for it may have ended in between
