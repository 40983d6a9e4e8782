"""Whether there is a newer version: asked when a person wants to know, or once a day where the settings say so."""

from __future__ import annotations

import logging
import threading
from dataclasses import replace

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from shiboken6 import isValid

from ohlc_desktop.core.errors import OhlcError, unexpected
from ohlc_desktop.core.states.updates import NOT_ASKED, UpdateState
from ohlc_desktop.own_version import own_version

_log = logging.getLogger(__name__)

#: Some time after the start, when there is nothing else to do; then once a day.
FIRST_MS, DAY_MS = 60_000, 24 * 3_600_000


class UpdateChecker(QObject):
    """One question at a time, on a thread that is left behind when the program ends: looking up a name cannot be broken off.

    Attributes:
        changed: The new :class:`~ohlc_desktop.core.states.updates.UpdateState`.
        state: As it is now. To be read only.
    """

    changed = Signal(object)
    _answered = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.state = NOT_ASKED
        self._daily = ""
        self._stopped = False
        self._timer = QTimer(self, singleShot=True, timerType=Qt.TimerType.VeryCoarseTimer)
        self._timer.timeout.connect(self._on_time)
        self._answered.connect(self._show, Qt.ConnectionType.QueuedConnection)

    def ask(self, address: str) -> None:
        """Ask now, unless a question is on its way."""
        if not self.state.asking and not self._stopped:
            self._show(replace(self.state, asking=True, error=None))
            threading.Thread(target=self._work, args=(address,), name="new-version", daemon=True).start()

    def ask_daily(self, address: str) -> None:
        """Ask once a day from now on, or not any more where the address is empty."""
        if address and not self._daily:
            self._timer.start(FIRST_MS)
        elif not address:
            self._timer.stop()
        self._daily = address

    def stop(self) -> None:
        """For quitting: nothing is told any more."""
        self._stopped = True
        self._timer.stop()

    def _on_time(self) -> None:
        self._timer.start(DAY_MS)
        self.ask(self._daily)

    def _work(self, address: str) -> None:
        from ohlc_desktop.diagnostics.newest_release import newest_release  # what it brings is not needed before

        try:
            newest = newest_release(address)
            found = UpdateState(newest=newest, newer=newest.newer_than(own_version()))
        except OhlcError as error:
            found = replace(self.state, asking=False, error=error)
        except Exception as error:  # noqa: BLE001  # the outermost place of this thread
            _log.exception("Unexpected fault while asking for the newest version")
            found = replace(self.state, asking=False, error=unexpected(error))
        if not self._stopped and isValid(self):
            self._answered.emit(found)

    def _show(self, state: UpdateState) -> None:
        if not self._stopped:
            self.state = state
            self.changed.emit(state)
