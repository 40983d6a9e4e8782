"""What the schedule must know of the store, and what it writes there. Called on the worker thread."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Mapping
from contextlib import closing
from dataclasses import dataclass, field, replace

from ohlc_desktop.core.errors import Cancelled, StoreError
from ohlc_desktop.core.importing.state import ImportState
from ohlc_desktop.core.schedule.policy import Attempted
from ohlc_desktop.core.schedule.times import TradeDates
from ohlc_desktop.core.states.runs import RunState
from ohlc_desktop.profile import Profile, importing_now
from ohlc_desktop.store import ledger
from ohlc_desktop.store.connection import Connection
from ohlc_desktop.store.database import open_reader, open_store
from ohlc_desktop.store.evidence import facts
from ohlc_desktop.store.file.addresses import is_absent
from ohlc_desktop.store.trade_dates import load_trade_dates

_log = logging.getLogger(__name__)

#: The fact that keeps when the schedule was first watched, in UTC epoch seconds.
SINCE = "scheduled_since"
#: Exit code of an import that found another one running.
_OTHER_IMPORT = 4


@dataclass(frozen=True, slots=True)
class LedgerFacts:
    """What the store says.

    Attributes:
        stored: Whether there is a database.
        importing: Whether some process imports into the profile.
        runs: The newest occurrences, by identity; none is RUNNING when nothing is importing.
        dates: The trade dates, as far as known.
        since: When the schedule was first watched, UTC epoch seconds.
        by_hand: When the newest whole import began that the user started and that ended well, likewise.
    """

    stored: bool
    importing: bool
    runs: Mapping[str, Attempted] = field(default_factory=dict)
    dates: TradeDates | None = None
    since: float | None = None
    by_hand: float | None = None


def read(profile: Profile) -> LedgerFacts:
    """Look into the store.

    Raises:
        StoreError: it cannot be read.
    """
    if is_absent(profile.database):
        return LedgerFacts(False, importing_now(profile))
    with closing(open_reader(profile.database, profile.demo)) as store, store.errors():
        runs = ledger.attempted(store.connection)
        by_hand = ledger.completed_by_hand(store.connection)
        dates = load_trade_dates(store.connection)
        since = _number(facts.fact(store.connection, SINCE))
    importing = importing_now(profile)
    if not importing:
        runs = {name: replace(run, state=run.state.left) for name, run in runs.items()}
    return LedgerFacts(True, importing, runs, dates, since, by_hand)


def _number(text: str | None) -> float | None:
    try:
        return None if text is None else float(text)
    except ValueError:
        return None


def write(profile: Profile, cancel: threading.Event, change: Callable[[Connection], object]) -> bool:
    """Change a database that exists; whether it was changed.

    Where that fails now, the next look at the schedule finds the same to do.
    """
    if is_absent(profile.database):
        return False
    try:
        with closing(open_store(profile.database, profile.demo)) as store, store.transaction(cancel) as connection:
            change(connection)
    except (StoreError, Cancelled) as error:
        _log.info("The schedule's notes were not written: %s", error)
        return False
    return True


class Unrecorded:
    """Attempts that left no row in the ledger: the importer could not start, read its settings or write the file;
    and cancels, whose row may say less.

    Without them such an import would be tried again for ever.
    """

    def __init__(self) -> None:
        self._found: dict[str, Attempted] = {}

    def note(self, state: ImportState, now: float) -> None:
        """Remember an ended import if the ledger does not."""
        code = _exit_code(state)
        cancelled = state.result is not None and state.result.state is RunState.CANCELLED
        if state.planned is None or (state.run is not None and not cancelled) or code in (0, _OTHER_IMPORT):
            return
        before = self._found.get(state.planned)
        self._found = {
            state.planned: Attempted(
                state.planned,
                RunState.CANCELLED if cancelled else RunState.FAILED,
                (0 if state.run is not None else 1) + (before.attempts if before else 0),
                state.started or now,
                now,
            )
        }

    def merged(self, runs: Mapping[str, Attempted]) -> Mapping[str, Attempted]:
        """The ledger with them: attempts add up, the newest one says how it went."""
        return {**runs, **{name: _added(runs.get(name), found) for name, found in self._found.items()}}


def _added(row: Attempted | None, found: Attempted) -> Attempted:
    if row is None or row.state is RunState.SKIPPED:
        return found
    if row.state is RunState.DONE or row.state is RunState.RUNNING:
        return row
    if found.state is RunState.CANCELLED and found.ended is not None and found.ended >= row.started:
        return replace(row, state=RunState.CANCELLED)  # the user's word, even where its row could not be written
    newest = row if row.started >= found.started else found
    return replace(newest, attempts=row.attempts + found.attempts)


def _exit_code(state: ImportState) -> int:
    if state.result is not None:
        return state.result.exit_code
    return state.failure.exit_code if state.failure is not None else 1
