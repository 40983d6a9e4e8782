"""Which signals ask this program to end. Imports nothing: the entry point needs it first."""

from __future__ import annotations

import signal


def ending_signals() -> tuple[signal.Signals, ...]:
    """Those there are on this system: of a person, of the system, of a terminal that closes, of a Windows console.

    SIGHUP is left alone where it is ignored: whoever starts a program with ``nohup`` wants it to stay.
    """
    names = ("SIGINT", "SIGTERM", "SIGBREAK", "SIGHUP")
    found = [getattr(signal, name) for name in names if hasattr(signal, name)]
    return tuple(number for number in found if number.name != "SIGHUP" or signal.getsignal(number) != signal.SIG_IGN)
