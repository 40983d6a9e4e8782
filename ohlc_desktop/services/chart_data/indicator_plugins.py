"""Finds the indicators that plug-ins provide, and writes to the log what is wrong with them.

Nothing here knows Qt; everything may be called from any thread. The idle tray must not load this module.
"""

from __future__ import annotations

import logging
import re
import sys
from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path
from threading import RLock
from typing import TYPE_CHECKING

from ohlc_desktop.core.chart.indicators import problem_of, refuse, refused, register
from ohlc_desktop.core.chart.model import Study
from ohlc_desktop.core.messages import Message
from ohlc_desktop.indicators import GROUP
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
            for entry in _entries():
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


def _entries() -> list[EntryPoint]:
    """Those of the group, by name."""
    try:
        if not any(map(_declares, sys.path)):
            return []
        from importlib.metadata import entry_points

        return sorted(entry_points(group=GROUP))
    except Exception:  # noqa: BLE001  # the papers of anything that is installed here are read, and may be damaged
        _log.warning("Plug-ins could not be looked for", exc_info=True)
        return []


def _declares(folder: str) -> bool:
    """Whether a distribution in a folder names the group: to look takes 5 ms, to load what reads entry points 70."""
    for file in Path(folder or ".").glob("*.*-info/entry_points.txt"):
        with suppress(OSError):  # of a distribution that may be none of ours
            if GROUP in file.read_text("utf-8", "replace"):
                return True
    return False


def _name(entry: EntryPoint) -> str:
    """``distribution/entry point``, the distribution as package indexes write it, so that stored charts find it again."""
    name = entry.dist.name if entry.dist is not None else ""
    return f"{re.sub(r'[-_.]+', '-', name).lower()}/{entry.name}"


def _load(entry: EntryPoint) -> None:
    name = entry.name
    try:
        name = _name(entry)
        register(declared(name, entry.load()))
    except BaseException as error:  # noqa: BLE001  # a plug-in may raise anything, and end nothing
        _log.warning("The indicator %s cannot be used", name, exc_info=True)
        refuse(name, problem_of(error))
