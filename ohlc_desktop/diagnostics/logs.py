"""Log files in the profile and log lines on the terminal. Times in UTC; no secret ever passes."""

from __future__ import annotations

import logging
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from ohlc_desktop.diagnostics.crash_reports import Reporter
from ohlc_desktop.profile import Profile

#: Three files of 5 MB.
FILE_BYTES, FILES = 5_000_000, 3

#: ``extra`` of a line that the terminal has already shown in other words.
SHOWN = {"shown": True}

Mask = Callable[[str], str]


class _Shared(logging.Handler):
    """Opens the file for each line only, so that an importing process beside this one can put it away when full."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self._path = path

    def emit(self, record: logging.LogRecord) -> None:
        """Append a line; one that cannot be written is lost."""
        with suppress(OSError), self._path.open("a", encoding="utf-8") as file:
            file.write(self.format(record) + "\n")


class _Formatter(logging.Formatter):
    """UTC times, and no secrets in lines and tracebacks, whoever wrote them."""

    converter = staticmethod(time.gmtime)
    default_time_format = "%Y-%m-%dT%H:%M:%S"
    default_msec_format = "%s.%03dZ"

    def __init__(self, fmt: str, mask: Mask) -> None:
        super().__init__(fmt)
        self._mask = mask

    def format(self, record: logging.LogRecord) -> str:
        """One line, or several with a traceback."""
        return self._mask(super().format(record))


def start_logging(profile: Profile, level: str, console_level: int, mask: Mask, shared: bool = False) -> None:
    """Send log lines to the profile's rotating files and, from ``console_level`` on, to stderr.

    Args:
        profile: Whose log folder to use; it must exist.
        level: Least important level kept in the files.
        console_level: Least important level shown.
        mask: Takes secrets out of a text.
        shared: For a process that lives beside importing ones: it leaves rotating the file to them.
    """
    stop_logging()
    path = profile.log
    file: logging.Handler = _Shared(path) if shared else _rotating(path)
    file.setLevel(level)
    file.setFormatter(_Formatter("%(asctime)s %(levelname)-7s %(name)s: %(message)s", mask))
    console = logging.StreamHandler(sys.stderr)
    console.setLevel(console_level)
    console.setFormatter(
        _Formatter("%(levelname)s: %(message)s" if console_level > logging.INFO else "%(message)s", mask)
    )
    root = logging.getLogger("ohlc_desktop")
    root.setLevel(min(logging.getLevelNamesMapping()[level], console_level))
    root.propagate = False
    console.addFilter(lambda record: not hasattr(record, "shown"))
    for handler in (file, console, Reporter(profile, mask)):  # that one last, so that the log it quotes has the fault
        root.addHandler(handler)


def _rotating(path: Path) -> logging.Handler:
    from ohlc_desktop.diagnostics.log_file import RotatingFile  # the idle tray does without it

    return RotatingFile(path, maxBytes=FILE_BYTES, backupCount=FILES - 1, encoding="utf-8", delay=True)


def stop_logging() -> None:
    """Close the files; until logging starts again, log lines go nowhere."""
    root = logging.getLogger("ohlc_desktop")
    for handler in list(root.handlers):
        root.removeHandler(handler)
        handler.close()
    root.addHandler(logging.NullHandler())  # else Python prints warnings to stderr by itself
    root.propagate = True
