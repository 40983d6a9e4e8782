"""How this program uses pyqtgraph."""

from __future__ import annotations

import sys

import pyqtgraph as pg
from pyqtgraph import debug


def configure() -> None:
    """Take every move of the mouse, and report what is raised while one is handled; idempotent.

    pyqtgraph catches exceptions of the handlers that it calls itself and prints them through ``debug.printExc``: nobody
    would ever read them.
    """
    pg.setConfigOption("mouseRateLimit", -1)
    debug.printExc = _report


def _report(*_: object, **__: object) -> None:
    kind, error, trace = sys.exc_info()
    if kind is not None and error is not None:
        sys.excepthook(kind, error, trace)
