"""The name under which Windows groups our windows in the taskbar and remembers what the user decides about them.

Without a name of our own, windows of a program that Python runs go with all others of python.exe. Imported on Windows only.
"""

from __future__ import annotations

import sys
from typing import Protocol

#: Windows may show it where it finds no other name, such as above a notification.
APPLICATION_ID = "OHLC.Desktop"


class Shell(Protocol):
    """What is used of shell32.dll."""

    def SetCurrentProcessExplicitAppUserModelID(self, name: str, /) -> int:  # noqa: N802  # named by Windows
        """Give this process a name; 0 when that went well."""


def claim(shell: Shell | None = None) -> bool:
    """Take the name, once, before the first window; whether Windows has accepted it. All else works without it."""
    shell = shell or _shell()
    return shell is not None and shell.SetCurrentProcessExplicitAppUserModelID(APPLICATION_ID) == 0


def _shell() -> Shell | None:
    if sys.platform != "win32":
        return None
    import ctypes

    return ctypes.windll.shell32
