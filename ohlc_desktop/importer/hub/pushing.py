"""Tells the hub what changed here since it was told last: by instrument, each change once, in the order in which they came.

What changed is noted in the file by the writes themselves (``store.hub.marks``), and crossed out once the hub has committed
it. Cut off anywhere, the next push goes on where it was: what the hub had committed without anybody here hearing of it is
told by the hub's ledger, and not sent again.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass

from ohlc_desktop.hub.writing import HubWriter, PushingArchive
from ohlc_desktop.importer.hub.preparing import Preparation
from ohlc_desktop.store import watchlist
from ohlc_desktop.store.connection import Connection
from ohlc_desktop.store.database import Store
from ohlc_desktop.store.evidence import facts
from ohlc_desktop.store.hub import marks
from ohlc_desktop.store.hub.sessions import stored_sessions

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Pushed:
    """What a push did: transactions, series and candles that were committed at the hub; and the newest number there."""

    pushes: int = 0
    series: int = 0
    candles: int = 0
    newest: int = 0


#: Is told how many of how many instruments are done.
Tell = Callable[[int, int], object]


def push(
    store: Store, url: str, machine: str, cancel: threading.Event, tell: Tell = lambda *_: None, take_over: bool = False
) -> Pushed:  # fmt: skip
    """Push all changes.

    Args:
        store: The local archive; only what was told is crossed out in it.
        url: The address of the hub.
        machine: The name of this machine.
        cancel: Ends it within a second; what was committed stays.
        tell: Is told of the progress.
        take_over: Fill the hub from now on, even if another archive did; what it has beyond stays there.

    Raises:
        HubError: as it says; what was committed before stays, the rest goes next time.
        StoreError: the local file cannot be read or written.
        Cancelled: ``cancel`` was set.
    """
    demo = facts.fact(store.connection, "demo") == "1"
    archive = PushingArchive(facts.fact(store.connection, facts.STORE) or "", machine, demo)
    with HubWriter(url, archive, cancel, take_over) as hub:
        with store.transaction(cancel) as connection:
            _catch_up(connection, hub)
            marks.note_machine(connection, machine)
            numbers = marks.begin_sending(connection)
            keeping = marks.is_keeping(connection)
        hub.claim()
        done, finished = Pushed(newest=hub.newest), 0
        with (
            Preparation(store.path, demo, numbers) as preparing,
            closing(hub.commit_each(preparing.batches(), keeping)) as commits,
        ):
            for batch, committed in commits:
                with store.transaction() as connection:
                    marks.sent(connection, batch.numbers, committed.push)
                _log.info("Hub: push %d, %d series, %d candles", committed.push, len(batch.series), committed.candles)
                done = Pushed(
                    done.pushes + 1, done.series + len(batch.series), done.candles + committed.candles, committed.push
                )
                finished += len(batch.numbers)
                tell(finished, len(numbers))
        hub.forget_changes()
        _share(store.connection, hub)
    return done


def _catch_up(connection: Connection, hub: HubWriter) -> None:
    """Find out what the hub has been told, which it knows best."""
    told = marks.newest_push(connection)
    if marks.hub_of(connection) == hub.name and hub.newest < told:
        hub.number_beyond(told)
    if hub.took_over or marks.hub_of(connection) != hub.name or hub.newest < told:
        marks.note_for(connection, hub.name, keeping=hub.took_over)
    elif hub.newest > told:  # committed there, but cut off before it was noted here
        for symbol, timeframe in hub.changed_after(told):
            marks.arrived(connection, symbol, timeframe)
    marks.note_push(connection, hub.newest)


def _share(connection: Connection, hub: HubWriter) -> None:
    """Let others have the sessions and the watchlist."""
    for calendar, sessions in stored_sessions(connection).items():
        hub.share_sessions(calendar, sessions)
    if watchlist.is_set(connection):
        hub.share_watchlist(watchlist.watchlist(connection))
