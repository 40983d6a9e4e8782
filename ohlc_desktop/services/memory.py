"""Letting go of what libraries keep although nobody needs it any more."""

from __future__ import annotations

import gc
import linecache
import sys
from contextlib import suppress

from PySide6.QtGui import QPixmapCache

_M_TRIM_THRESHOLD = -1


def forget_sources() -> None:
    """Drop the text of modules that were loaded; a traceback reads again what it shows.

    PySide looks into the source of every module that is imported after it, whether that asks for a feature of PySide,
    and Python's line cache keeps what was read.
    """
    linecache.clearcache()


def forget_windows() -> None:
    """Let go of windows that Qt has destroyed: of Python's part of them, and of their pictures in Qt's cache.

    For use when none is left: whatever is alive then is kept from later collections, as it is after the start.
    """
    gc.unfreeze()  # what was loaded while a window was open was kept from collections, and the window with it
    gc.collect()
    gc.freeze()
    QPixmapCache.clear()
    forget_sources()
    release_memory()


def release_memory() -> None:
    """Return freed memory to the system, where the C library keeps it (glibc); elsewhere nothing has to be done.

    glibc keeps the more of what is freed the larger the arrays that came and went (``mallopt(3)``), each thread for
    itself. Of 137 MB after a window and a chart, 9 MB would hold nothing. So it is told to keep its usual 128 kB at the
    end of a heap, and to return what is free in between (``malloc_trim(3)``).
    """
    if sys.platform.startswith("linux"):
        import ctypes

        with suppress(OSError, AttributeError):  # another C library
            libc = ctypes.CDLL(None)
            libc.mallopt(_M_TRIM_THRESHOLD, 128 * 1024)
            libc.malloc_trim(0)
