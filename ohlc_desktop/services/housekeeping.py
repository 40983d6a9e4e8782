"""Letting go of what libraries keep although nobody needs it any more."""

from __future__ import annotations

import gc
import linecache
import sys
from contextlib import suppress

from PySide6.QtGui import QPixmapCache


def forget_sources() -> None:
    """Drop the text of modules that were loaded; a traceback reads again what it shows.

    PySide looks into the source of every module that is imported after it, whether that asks for a feature of PySide,
    and Python's line cache keeps what was read.
    """
    linecache.clearcache()


def forget_windows(all_closed: bool) -> None:
    """Let go of windows that Qt has destroyed: of Python's part of them, and of their pictures in Qt's cache.

    Args:
        all_closed: No window is left, so that whatever is alive now stays and later collections need not look at it.
    """
    gc.unfreeze()  # modules that were loaded while a window was open were kept from collections, and it with them
    gc.collect()
    if all_closed:
        gc.freeze()
    QPixmapCache.clear()
    forget_sources()
    give_back()


def give_back() -> None:
    """Return freed memory to the system, where the C library keeps it (glibc); elsewhere nothing has to be done.

    glibc keeps more and more of what is freed as larger arrays come and go (``M_TRIM_THRESHOLD`` in ``mallopt(3)``).
    Without this call 6 of 137 MB would be memory that holds nothing.
    """
    if sys.platform.startswith("linux"):
        import ctypes

        with suppress(OSError, AttributeError):  # another C library
            ctypes.CDLL(None).malloc_trim(0)
