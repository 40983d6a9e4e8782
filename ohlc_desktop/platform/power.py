"""When the computer wakes from sleep, its clock is set or its time zone changes: moments to look at the schedule.

The system's own messages come at once. Everywhere, once a minute, the wall clock is compared with the monotonic one,
which shows the end of a sleep and a changed clock without any message.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from datetime import datetime, timedelta

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from ohlc_desktop.core.clock import Clock
from ohlc_desktop.platform import current

_log = logging.getLogger(__name__)

#: How often the clocks are compared, in seconds.
CHECK_SECONDS = 60
#: A larger difference between the clocks means sleep, or that the clock was set.
TOLERANCE = 5.0
#: A check that comes so much too late means sleep, on systems whose monotonic clock does not stop for it.
LATE = 120.0


class PowerWatch(QObject):
    """Tells of resume, of a set clock and of another time zone.

    Attributes:
        resumed: Something made the present jump; a sentence for the log says what.
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
        self._stop_native = current().listen(self.woken)

    def stop(self) -> None:
        """Stop listening; idempotent."""
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
            self._tell("The computer was asleep, or its clock was put forward.")
        elif drift < -TOLERANCE:
            self._tell("The clock of this computer was put back.")
        elif zone_changed:
            self._tell("The time zone of this computer changed.")

    def woken(self) -> None:
        """The system says that the computer has just woken."""
        self._wall, self._steady, self._offset = self._read()
        self._tell("The computer woke from sleep.")

    def _tell(self, why: str) -> None:
        _log.info("%s", why)
        self.resumed.emit(why)

    def _read(self) -> tuple[float, float, timedelta | None]:
        """Wall clock, monotonic clock, and the offset of the machine's zone."""
        if hasattr(time, "tzset"):
            time.tzset()  # else a zone changed meanwhile stays unnoticed
        wall = self._clock.now()
        return wall, self._clock.monotonic(), datetime.fromtimestamp(wall).astimezone().utcoffset()
