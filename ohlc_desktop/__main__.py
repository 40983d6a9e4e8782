"""Entry point: hand over to the command line before anything heavy is imported."""

from __future__ import annotations

import os
import signal
import sys
from contextlib import suppress
from io import TextIOWrapper
from pathlib import Path
from types import FrameType
from typing import NoReturn

from ohlc_desktop.ending import ending_signals


def main() -> None:
    """Run the command line and exit with its code."""
    for number in ending_signals():
        signal.signal(number, _stop)
    _stand_in_for_missing_streams()
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")  # a folder's name may not fit the terminal's alphabet
    if getattr(sys, "frozen", False):
        from ohlc_desktop.frozen import restore_environment

        restore_environment()
    from ohlc_desktop.cli import run

    _leave(run(sys.argv[1:]))


def _stand_in_for_missing_streams() -> None:
    """A program without a console, as at login on Windows, has none."""
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:
            setattr(sys, name, Path(os.devnull).open("w", encoding="utf-8"))  # noqa: SIM115  # for the whole life


def _leave(code: int) -> NoReturn:
    """End at once. Looking up a name cannot be broken off, and offline would keep a window's process for seconds."""
    if "PySide6.QtCore" not in sys.modules:
        sys.exit(code)
    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError):
            stream.flush()
    os._exit(code)


def _stop(_number: int, _frame: FrameType | None) -> None:
    """End quietly, until a command listens itself. (Python turns some KeyboardInterrupts into a death by SIGINT.)"""
    raise SystemExit(130)


if __name__ == "__main__":
    main()
