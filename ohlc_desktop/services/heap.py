"""Giving memory back to the system."""

from __future__ import annotations

import sys
from contextlib import suppress


def give_back() -> None:
    """Return what was freed to the system, where the C library keeps it (glibc); elsewhere nothing has to be done.

    glibc raises the size from which it maps memory by itself as large arrays come and go; what it has in its heap then
    stays there until it is asked for (``malloc_trim(3)``).
    """
    if sys.platform.startswith("linux"):
        import ctypes

        with suppress(OSError, AttributeError):  # another C library
            ctypes.CDLL(None).malloc_trim(0)
