"""Finds what other distributions provide for this program, by their entry points. Nothing of theirs is loaded here."""

from __future__ import annotations

import logging
import re
import sys
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from importlib.metadata import EntryPoint

_log = logging.getLogger(__name__)


def entries(group: str) -> list[EntryPoint]:
    """The entry points of a group, by name. None where the papers of what is installed cannot be read; the log says so."""
    try:
        if not any(_declares(folder, group) for folder in sys.path):
            return []
        from importlib.metadata import entry_points

        return sorted(entry_points(group=group))
    except Exception:  # noqa: BLE001  # the papers of anything that is installed here are read, and may be damaged
        _log.warning("Plug-ins could not be looked for", exc_info=True)
        return []


def _declares(folder: str, group: str) -> bool:
    """Whether a distribution in a folder names the group: to look takes 5 ms, to load what reads entry points 70."""
    for file in Path(folder or ".").glob("*.*-info/entry_points.txt"):
        with suppress(OSError):  # of a distribution that may be none of ours
            if group in file.read_text("utf-8", "replace"):
                return True
    return False


def plugin_name(entry: EntryPoint) -> str:
    """``distribution/entry point``, the distribution as package indexes write it, so that what is stored finds it again."""
    name = entry.dist.name if entry.dist is not None else ""
    return f"{re.sub(r'[-_.]+', '-', name).lower()}/{entry.name}"
