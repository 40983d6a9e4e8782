"""When the computer wakes from sleep, its clock is set or its time zone changes: moments to look at the schedule.

The system's own messages come at once: logind on Linux, window messages on Windows, IOKit on macOS. Everywhere,
once a minute, the wall clock is compared with the monotonic one, which neither sleeps' ends nor settings of the
clock can hide from.
"""

from __future__ import annotations

import logging
import sys
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from PySide6.QtCore import SLOT, QObject, Qt, QTimer, Signal, Slot

from ohlc_desktop.core.clock import Clock

_log = logging.getLogger(__name__)

#: How often the clocks are compared, in seconds.
CHECK_SECONDS = 60
#: A larger difference between the clocks means sleep, or that the clock was set.
TOLERANCE = 5.0
#: A check that comes so much too late means sleep, on systems whose monotonic clock does not stop for it.
LATE = 120.0

_LOGIN = ("org.freedesktop.login1", "/org/freedesktop/login1", "org.freedesktop.login1.Manager", "PrepareForSleep")


class PowerWatch(QObject):
    """Tells of resume, of a set clock and of another time zone.

    Attributes:
        resumed: Something made the present jump; a sentence says what.
    """

    resumed = Signal(str)

    def __init__(self, clock: Clock, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._clock = clock
        self._wall, self._steady, self._offset = self._read()
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.VeryCoarseTimer)
        self._timer.timeout.connect(self.check)
        self._stop_native: Callable[[], None] | None = None

    def start(self) -> None:
        """Begin to listen."""
        self._wall, self._steady, self._offset = self._read()
        self._timer.start(round(CHECK_SECONDS * 1000))
        self._stop_native = self._listen()

    def stop(self) -> None:
        """Stop listening; twice does no harm."""
        self._timer.stop()
        if self._stop_native is not None:
            self._stop_native()
            self._stop_native = None

    def check(self) -> None:
        """Compare the clocks with what they were at the last check, and tell of a jump."""
        wall, steady, offset = self._read()
        passed, drift = steady - self._steady, (wall - self._wall) - (steady - self._steady)
        zone_changed = offset != self._offset
        self._wall, self._steady, self._offset = wall, steady, offset
        if drift > TOLERANCE or passed > CHECK_SECONDS + LATE:
            self._tell(self.tr("The computer was asleep, or its clock was put forward."))
        elif drift < -TOLERANCE:
            self._tell(self.tr("The clock of this computer was put back."))
        elif zone_changed:
            self._tell(self.tr("The time zone of this computer changed."))

    def woken(self) -> None:
        """The system says that the computer has just woken."""
        self._wall, self._steady, self._offset = self._read()
        self._tell(self.tr("The computer woke from sleep."))

    @Slot(bool)
    def prepare(self, asleep: bool) -> None:
        """What logind says: True just before sleep, False after it."""
        if not asleep:
            self.woken()

    def _tell(self, why: str) -> None:
        _log.info("%s", why)
        self.resumed.emit(why)

    def _read(self) -> tuple[float, float, timedelta | None]:
        """Wall clock, monotonic clock, and the offset of the machine's zone."""
        if hasattr(time, "tzset"):
            time.tzset()  # else a zone changed meanwhile stays unnoticed
        wall = self._clock.now()
        return wall, self._clock.monotonic(), datetime.fromtimestamp(wall).astimezone().utcoffset()

    def _listen(self) -> Callable[[], None] | None:
        """Listen to the system; returns how to stop. Where that fails the clocks have to do."""
        if sys.platform == "win32":
            return _listen_to_windows(self)
        if sys.platform == "darwin":
            from ohlc_desktop.platform.mac_power import listen

            return listen(self.woken)
        return _listen_to_logind(self)


def _listen_to_logind(watch: PowerWatch) -> Callable[[], None] | None:
    from PySide6.QtDBus import QDBusConnection

    bus = QDBusConnection.systemBus()
    slot: Any = SLOT("prepare(bool)")  # the type stubs ask for bytes, which PySide6 refuses
    if not bus.isConnected() or not bus.connect(*_LOGIN, watch, slot):
        _log.debug("logind cannot be heard: sleep is noticed by the clock")
        return None
    return lambda: _no_answer(bus.disconnect(*_LOGIN, watch, slot))


def _no_answer(_: object) -> None:
    """Makes a call one that returns nothing."""


def means_resume(message: int, detail: int) -> bool:
    """Whether a Windows message says that the computer woke, or that its clock was set."""
    power_broadcast, time_change = 0x218, 0x1E
    resume_automatic, resume_suspend = 0x12, 0x7
    return message == time_change or (message == power_broadcast and detail in (resume_automatic, resume_suspend))


def _listen_to_windows(watch: PowerWatch) -> Callable[[], None] | None:
    """Windows sends these messages to every top-level window, hidden or not; the tray icon owns one."""
    from ctypes import wintypes

    from PySide6.QtCore import QAbstractNativeEventFilter, QCoreApplication

    class Filter(QAbstractNativeEventFilter):
        def nativeEventFilter(self, _kind: object, address: int, /) -> tuple[bool, int]:  # noqa: N802
            found = wintypes.MSG.from_address(int(address))
            if means_resume(int(found.message or 0), int(found.wParam or 0)):
                QTimer.singleShot(0, watch, watch.woken)
            return False, 0

    application, listener = QCoreApplication.instance(), Filter()
    if application is None:
        return None
    application.installNativeEventFilter(listener)
    return lambda: application.removeNativeEventFilter(listener)
