"""When feeds were asked for a series, and whether in vain. Imports nothing heavy."""

from __future__ import annotations

from typing import NamedTuple

#: The kind of the notice that another feed filled in for one that has failed for days.
FILLED = "fallback"
#: The kind of the notice that feeds were asked because the hub cannot be used.
WITHOUT_HUB = "without_hub"


class Attempt(NamedTuple):
    """One time that a feed was asked for a series: when (UTC epoch seconds), and whether in vain."""

    when: float
    failed: bool
