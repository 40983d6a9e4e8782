"""Reports of faults of ours: written where they happen, offered to the user to copy, and never sent anywhere.

Two things become a report. An exception that nobody expected is logged with its traceback, and `Reporter`, which
listens to the log of every process, writes it down. A process that dies, as of a fault in a library, leaves what
Python's faulthandler could still write in its `CrashFile`; whoever starts next makes a report of it (`collect`).

The idle tray has this loaded for weeks, and `report_files`, which reads and writes, not before there is a fault.
"""

from __future__ import annotations

import faulthandler
import logging
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from ohlc_desktop.profile import Profile

if TYPE_CHECKING:
    from ohlc_desktop.diagnostics.report_files import Mask, Report

#: Windows has exceptions that libraries handle themselves, such as COM's; faulthandler writes of them all the same.
_SURVIVED = "Windows fatal exception: code 0x8"


def new_reports(profile: Profile) -> list[Report]:
    """What has not been shown yet, newest first."""
    if not profile.reports.is_dir():
        return []
    from ohlc_desktop.diagnostics import report_files

    return report_files.new_reports(profile)


class Reporter(logging.Handler):
    """Writes a report of each log record of a fault: one of level ERROR or above with a traceback."""

    def __init__(self, profile: Profile, mask: Mask) -> None:
        super().__init__(logging.ERROR)
        self._profile, self._mask = profile, mask

    def emit(self, record: logging.LogRecord) -> None:
        """Write it down; what cannot be written is in the log all the same."""
        error = record.exc_info[1] if record.exc_info else None
        if error is None:
            return
        try:
            from ohlc_desktop.diagnostics.report_files import finding_of, write_report

            write_report(self._profile, self._mask, finding_of(error, record.created))
        except OSError:
            return
        except Exception:  # noqa: BLE001  # whoever logs a fault must not get another one back
            self.handleError(record)


class CrashFile:
    """Where this process writes its last words, if it dies of a fault.

    Args:
        logs: The profile's folder of logs.
        who: ``app`` or ``import``; two processes of one profile never have the same.
    """

    def __init__(self, logs: Path, who: str) -> None:
        self._path = logs / f"crash-{who}.log"
        self._file: TextIO | None = None

    def open(self) -> None:
        """Begin; a file that cannot be written is done without. Call `collect` before."""
        with suppress(OSError):
            self._file = self._path.open("a", encoding="utf-8")
            faulthandler.enable(self._file)

    def close(self) -> None:
        """This process ends as it should; idempotent."""
        if self._file is None:
            return
        faulthandler.disable()
        self._file.close()
        self._file = None
        with suppress(OSError):
            self._path.unlink()


def collect(profile: Profile, mask: Mask, who: str) -> None:
    """Make a report of the last words of a process, ``app`` or ``import``, of which none is alive now."""
    path = profile.logs / f"crash-{who}.log"
    with suppress(OSError):
        words, when = path.read_text("utf-8", "replace").strip(), path.stat().st_mtime
        if words and not words.startswith(_SURVIVED):
            from ohlc_desktop.diagnostics.report_files import FaultRecord, write_report

            what = words.splitlines()[0].removeprefix("Fatal Python error: ")
            write_report(profile, mask, FaultRecord(when, f"{what} ({who})", words))
        path.unlink()
