"""Finds the indicators that plug-ins provide, and writes to the log what is wrong with them.

Nothing here knows Qt; everything may be called from any thread. The idle tray must not load this module.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterable, Mapping
from threading import RLock
from typing import TYPE_CHECKING

from ohlc_desktop.core.chart.indicators import refuse, refused, register
from ohlc_desktop.core.chart.model import Study
from ohlc_desktop.core.errors import problem_of
from ohlc_desktop.core.messages import Message
from ohlc_desktop.indicators import GROUP
from ohlc_desktop.plugins import entries, plugin_name
from ohlc_desktop.services.chart_data.indicator_declarations import declared

if TYPE_CHECKING:
    from importlib.metadata import EntryPoint

_log = logging.getLogger(__name__)
_lock = RLock()
_loaded = False
_logged: set[tuple[str, str]] = set()


def load() -> Mapping[str, Message]:
    """Register the indicators of all plug-ins that are installed: the first time; later calls wait for it at most.

    Stored charts are read after this, see ``IndicatorSpec``. A plug-in that cannot be used, whatever it does, costs
    itself only: a warning with the traceback is in the log.

    Returns:
        Why plug-ins cannot be used, by the name of the kind.
    """
    global _loaded
    with _lock:
        if not _loaded:
            _loaded = True
            for entry in entries(GROUP):
                _load(entry)
        return refused()


def log_problems(studies: Iterable[Study]) -> None:
    """Write to the log what is wrong with studies; once a kind and problem, whatever numbers the problem has in it."""
    for study in studies:
        known = (study.spec.kind, re.sub(r"\d+", "", str(study.computed.problem)))
        if study.computed.problem and known not in _logged:
            _logged.add(known)
            lines = f"{study.computed.problem}\n{study.computed.trace}".rstrip()
            _log.warning("Indicator %s: %s", study.spec.kind, lines)


def _load(entry: EntryPoint) -> None:
    name = entry.name
    try:
        name = plugin_name(entry)
        register(declared(name, entry.load()))
    except BaseException as error:  # noqa: BLE001  # a plug-in may raise anything, and end nothing
        _log.warning("The indicator %s cannot be used", name, exc_info=True)
        refuse(name, problem_of(error))
