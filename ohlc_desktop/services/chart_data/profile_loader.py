"""Loads what the volume profiles of one chart are made of, and computes them, off the GUI thread.

Imports nothing heavy, as :mod:`~ohlc_desktop.services.chart_data.chart_loader`.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from ohlc_desktop.core.clock import Clock
from ohlc_desktop.core.errors import Cancelled, OhlcError
from ohlc_desktop.core.settings import Settings
from ohlc_desktop.profile import Profile
from ohlc_desktop.services.background_worker import BackgroundWorker

if TYPE_CHECKING:
    from ohlc_desktop.core.chart.profile.profiling import ChartProfiles, ProfileRequest
    from ohlc_desktop.services.chart_data.profile_reading import FinestStored


class ProfileLoader(QObject):
    """The volume profiles of one chart, of what was asked for last: answers to anything older are dropped.

    What was read stays in memory until another instrument is asked for, or nothing. One profile is computed at a time,
    so that whoever asks often waits for one only.

    Attributes:
        ready: A ``ChartProfiles``.
        failed: An :class:`OhlcError`: what they are made of cannot be read.
    """

    ready = Signal(object)
    failed = Signal(object)

    def __init__(
        self, profile: Profile, clock: Clock, work: BackgroundWorker, settings: Callable[[], Settings],
        parent: QObject | None = None,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self._profile, self._clock, self._work, self._settings = profile, clock, work, settings
        self._symbol = ""
        self._request: ProfileRequest | None = None
        self._stored: FinestStored | None = None
        self._number = 0
        self._over = threading.Event()
        self._busy = self._again = self._reread = False

    def ask(self, symbol: str, request: ProfileRequest) -> None:
        """Have the profiles of an instrument computed; they are read first where they were not yet."""
        known = self._request
        if known is None or (self._symbol, known.daily) != (symbol, request.daily):
            self.forget()
            self._symbol, self._reread = symbol, True
        self._request = request
        self._number += 1
        self._go_on()

    def refresh(self) -> None:
        """Look again for what was read, after an import committed."""
        if self._request is not None:
            self._reread = True
            self._go_on()

    def forget(self) -> None:
        """Let go of everything, and of answers that are under way; to be called before the chart closes."""
        self._over.set()
        self._over = threading.Event()
        self._symbol, self._request, self._stored = "", None, None
        self._number += 1
        self._busy = self._again = self._reread = False

    def _go_on(self) -> None:
        """Have done what is to be done next, one thing at a time."""
        request, over = self._request, self._over
        if request is None:
            return
        if self._busy:
            self._again = True
            return
        self._busy, self._again = True, False
        if self._reread or self._stored is None:
            self._reread = False
            read = partial(
                _read, self._profile, self._symbol, request.daily, self._clock, self._settings(), self._stored, over
            )
            self._work.run(read, partial(self._take, over), partial(self._fail, over))
        else:
            compute = partial(_compute, self._stored, request, over)
            self._work.run(compute, partial(self._show, over, self._number), partial(self._fail, over))

    def _take(self, over: threading.Event, stored: FinestStored) -> None:
        if over is self._over:
            self._stored, self._busy = stored, False
            self._go_on()

    def _show(self, over: threading.Event, number: int, profiles: ChartProfiles) -> None:
        if over is not self._over:
            return
        self._busy = False
        if number == self._number:
            self.ready.emit(profiles)
        if self._again and over is self._over:
            self._go_on()

    def _fail(self, over: threading.Event, error: OhlcError) -> None:
        if over is self._over:
            self._busy = self._again = False
            self.failed.emit(error)


# -- on the worker thread ----------------------------------------------------------------------------


def _read(
    profile: Profile, symbol: str, daily: bool, clock: Clock, settings: Settings, before: FinestStored | None,
    over: threading.Event,
) -> FinestStored:  # fmt: skip
    from ohlc_desktop.services.chart_data.profile_reading import read_finest

    def go_on() -> None:
        """Raises Cancelled when another instrument was asked for in the meantime."""
        if over.is_set():
            raise Cancelled

    go_on()
    return read_finest(profile, symbol, daily, clock.now(), settings.import_time, before, go_on)


def _compute(stored: FinestStored, request: ProfileRequest, over: threading.Event) -> ChartProfiles:
    from ohlc_desktop.core.chart.profile.profiling import profiles_of

    if over.is_set():
        raise Cancelled
    return profiles_of(stored.found, request)
