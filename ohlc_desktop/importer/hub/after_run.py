"""The hub after a run: told what the run changed. Whatever is wrong with it never fails the run; it is told, and goes next time."""

from __future__ import annotations

import logging
import platform
import threading
from collections.abc import Callable
from typing import TYPE_CHECKING

from ohlc_desktop.core.clock import Clock
from ohlc_desktop.core.errors import Cancelled, OhlcError, StoreError, unexpected
from ohlc_desktop.core.importing.events import Event, Notice
from ohlc_desktop.core.messages import Message
from ohlc_desktop.core.settings import Settings
from ohlc_desktop.hub.failures import HubError
from ohlc_desktop.store.database import Store
from ohlc_desktop.store.hub import marks
from ohlc_desktop.store.hub.outcome import PushOutcome, keep_outcome

if TYPE_CHECKING:
    from ohlc_desktop.importer.hub.pushing import Pushed, Tell

_log = logging.getLogger(__name__)

#: The kind of a notice that tells of the hub.
HUB = "hub"
#: Of so many steps is told how far a push is, where it is long.
_STEPS = 10


def push_after_run(
    store: Store, settings: Settings, clock: Clock, cancel: threading.Event, emit: Callable[[Event], None]
) -> None:  # fmt: skip
    """Push what is not there yet, if this machine fills a hub; it is asked even where nothing changed, for it may have been made
    anew, or put back. Nothing is raised; what went wrong is a notice."""
    if not settings.pushes or cancel.is_set():
        return
    try:
        done = carry_out(store, settings.hub_url, clock, cancel, _progress(emit))
    except Cancelled:
        _log.info("The push to the hub was cancelled; the rest goes next time.")
    except OhlcError as error:
        _tell(emit, error)
    except Exception as error:  # noqa: BLE001  # whatever it is, the run has done what it should
        _log.exception("The push to the hub failed")
        _tell(emit, unexpected(error))
    else:
        if not done.pushes:
            return
        message = Message(
            "The hub was told {candles:,} candles of {series:,} series.", candles=done.candles, series=done.series
        )
        emit(Notice("info", HUB, message))


def carry_out(
    store: Store, url: str, clock: Clock, cancel: threading.Event, tell: Tell, take_over: bool = False
) -> Pushed:  # fmt: skip
    """Push, and keep what became of it for whoever shows it; the arguments and errors are those of ``push``."""
    # few machines have a hub: the others need not load what speaks to it
    from ohlc_desktop.importer.hub.pushing import push

    try:
        done = push(store, url, platform.node(), cancel, tell, take_over)
    except HubError as error:
        newest = marks.newest_push(store.connection)
        _keep(store, PushOutcome(clock.now(), error.cause, error.text, newest))
        raise
    _keep(store, PushOutcome(clock.now(), push=done.newest, candles=done.candles))
    return done


def _keep(store: Store, outcome: PushOutcome) -> None:
    try:
        with store.transaction() as connection:
            keep_outcome(connection, outcome)
    except StoreError as error:
        _log.warning("What became of the push could not be noted: %s", error.title)


def _tell(emit: Callable[[Event], None], error: OhlcError) -> None:
    _log.warning("Hub: %s", error)
    emit(Notice("warning", HUB, error.text))


def _progress(emit: Callable[[Event], None]) -> Tell:
    """Tells of every tenth of a push of many instruments."""
    told = [0]

    def tell(done: int, total: int) -> None:
        step = done * _STEPS // max(total, 1)
        if step > told[0] and done < total:
            told[0] = step
            emit(
                Notice(
                    "info", HUB, Message("Telling the hub: {done:,} of {total:,} instruments.", done=done, total=total)
                )
            )

    return tell
