"""Runs of the ledger as they are shown. Imports nothing heavy."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from ohlc_desktop.core.events import RunState
from ohlc_desktop.profile import Profile, importing_now
from ohlc_desktop.store import ledger
from ohlc_desktop.store.database import Store
from ohlc_desktop.store.ledger import Run


def newest_runs(store: Store, profile: Profile, count: int) -> list[Run]:
    """The newest runs, newest first; one that a dead process left RUNNING is INTERRUPTED.

    Must be called outside of a look or transaction.
    """
    return _told(lambda: ledger.newest_runs(store.connection, count), profile)


def last_run(store: Store, profile: Profile) -> Run | None:
    """The newest run that was not skipped, likewise."""

    def read() -> list[Run]:
        run = ledger.last_run(store.connection)
        return [run] if run else []

    return next(iter(_told(read, profile)), None)


def _told(read: Callable[[], list[Run]], profile: Profile) -> list[Run]:
    runs = read()
    if not any(run.state is RunState.RUNNING for run in runs) or importing_now(profile):
        return runs
    return [_interrupted(run) for run in read()]  # again, for it may have ended in between


def _interrupted(run: Run) -> Run:
    return replace(run, state=RunState.INTERRUPTED) if run.state is RunState.RUNNING else run
