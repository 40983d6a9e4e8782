"""Names that users give."""

from __future__ import annotations

import json
from collections.abc import Iterable
from itertools import count

#: Characters of a name.
LONGEST = 40
#: Where workspaces are kept in the settings file of the windows, and whether chart windows are open.
WORKSPACES, OPEN = "charts/workspaces", "charts/open"


def tidy_name(text: object) -> str:
    """A name without what nobody sees: spaces at its ends, two in a row, signs that control; empty where it is none.

    What is longer than :data:`LONGEST` is no name either.
    """
    if not isinstance(text, str):
        return ""
    name = " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())
    return name if len(name) <= LONGEST else ""


def same_name(text: str, names: Iterable[str]) -> str:
    """The one of the names that is the same but for capitals; empty if there is none."""
    return next((name for name in names if name.casefold() == text.casefold()), "")


def next_name(pattern: str, names: Iterable[str]) -> str:
    """The first name of a pattern such as ``Workspace {number}`` that is not taken, counted from 1."""
    taken = list(names)
    found = (pattern.replace("{number}", str(number)) for number in count(1))
    return next(name for name in found if not same_name(name, taken))


def workspace_names(stored: object) -> list[str]:
    """Names of the workspaces in what is kept under :data:`WORKSPACES`; the tray tells them without loading charts.

    What cannot be read has no names; nothing is raised.
    """
    try:
        saved = json.loads(str(stored)).get("saved")
    except (ValueError, AttributeError, RecursionError):
        return []
    found = [tidy_name(each.get("name")) for each in saved if isinstance(each, dict)] if isinstance(saved, list) else []
    return [name for name in found if name]
